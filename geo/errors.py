"""What geo says: errors that stop an import, and findings that are reported and lived with.

Both carry a `code` and `params`, so that the caller can say them in its own language; `str()` is one English line
with the mend.

    GeoError
    ├── UnreadableFileError   the file cannot be opened, or is cut short
    ├── UnusableLayerError    no polygons, no CRS, curves or TINs, no field that could be the code
    ├── UnknownTreeError      the regions do not form a tree
    └── UnpublishedError      a published file is asked for that the manifest does not name
"""

from __future__ import annotations

from dataclasses import dataclass, field

Params = dict[str, str | int | float]

TEXTS: dict[str, str] = {
    "file_missing": "{file}: no such file; check the path",
    "file_unreadable": "{file}: not readable as a boundary file ({reason}); save it again as GeoPackage or GeoJSON",
    "file_truncated": "{file}: cut short or damaged ({reason}); copy it again from its source",
    "zip_empty": "{file}: the zip holds no boundary file; put a .shp, .gpkg or .geojson inside",
    "zip_bomb": (
        "{file}: unpacks to some {size} MB in {count} files, which is not boundary data; pack the boundary files alone"
    ),
    "zip_outside": "{file}: the zip holds {member}, which points outside of it; pack the files anew",
    "zip_password": "{file}: the zip has a password; pack the files anew without one",
    "zip_nested": "{file}: the zip holds another archive ({member}); unpack it and zip the boundary files themselves",
    "packed_otherwise": "{file}: a {packer} archive; unpack it and pack the files as a zip",
    "disk_full": "the disk is full, nothing was written; make room and import again",
    "file_too_large": "{file}: {size} MB, more than {most} MB; split it by county or by level first",
    "layer_missing": "{file}: no layer {layer}; it has: {layers}",
    "no_polygons": "{file}: layer {layer} holds no polygons ({kinds}); boundaries need areas",
    "lines_not_areas": (
        "{file}: layer {layer} holds lines, not areas; close them to polygons in the drawing software "
        "(polygonize) and import again"
    ),
    "points_not_areas": "{file}: layer {layer} holds points, not areas; use the layer of the regions' areas",
    "no_outlines": (
        "{file}: layer {layer} is a table without outlines; use a file of areas (a shapefile together with its .shp)"
    ),
    "unsupported_geometry": (
        "{file}: layer {layer} holds triangles (TIN) or curved surfaces, not flat polygons; convert it to polygons"
    ),
    "crs_unreadable": (
        "{file}: what it says of its coordinate system cannot be read; save it again in a system like EPSG:4490"
    ),
    "no_crs": "{file}: layer {layer} does not say its coordinate system; name it with --crs (for example EPSG:4490)",
    "no_crs_metres": (
        "{file}: layer {layer} does not say its coordinate system; eastings like {easting} tell no meridian: "
        "name it with --meridian ({meridian}?) or --crs"
    ),
    "no_crs_several": (
        "{file}: layer {layer} does not say its coordinate system; its values fit {systems}; name one with --crs"
    ),
    "not_degrees": "{file}: layer {layer} claims degrees but reaches {extent}; name the true system with --crs",
    "bad_crs": "{crs}: not a known coordinate system; use a form like EPSG:4490",
    "no_code_field": "{file}: no field looks like a region code among {fields}; name it with --code",
    "field_missing": "{file}: no field {field} among {fields}; name one of these",
    "bad_encoding": "{file}: its names are not {encoding}; name another with --encoding (GBK, UTF-8)",
    "bad_region_code": "{value}: not a region code; one or more letters, digits, '.', '-' or '_' are needed",
    "tree_duplicate": "region {region} stands twice in the region table; keep one row",
    "tree_orphan": "region {region} names a parent {parent} that is not in the region table; add it",
    "tree_cycle": "region {region} is its own ancestor; mend its parent",
    "nothing_matches": "none of the {count} outlines matches a region by code or name; check --code and --name",
    "crosswalk_columns": "{file}: the crosswalk lacks the columns {columns}",
    "displaced": (
        "the outlines lie {km} km from where these regions were ({count} compared) and were not published: mend the "
        "coordinate system with --crs or --meridian, or use --no-offset if it is the former ones that lie wrong"
    ),
    "reference_unmatched": (
        "{file}: none of the reference's codes is among the outlines to be imported; nothing can be compared"
    ),
    "not_written": "{file}: could not be written ({reason}); name another place",
    "bad_picture": "{file}: the picture is written as .svg; name it so",
    "levels_unclear": "{file}: {count} layers cannot be ordered into levels 1 to 5; name them as LAYER=LEVEL",
    "figure_not_number": "{file}: {layer}.{field} holds {value}, which is not a number; name a numeric field",
    "not_published": "{name}: not a file of the published boundaries; read the names from the manifest",
    "damaged_manifest": "{file}: the manifest of the published boundaries is damaged; import the boundaries again",
    # findings
    "null_geometry": "{file}: {count} rows without an outline were left out ({names})",
    "twins_left": "{file}: one layer stands there in several formats; left out: {names}",
    "text_recoded": "{file}: its text is GBK; it was read as UTF-8 from a copy",
    "not_a_polygon": "{file}: {count} rows that are not polygons were left out ({names})",
    "rings_repaired": "{file}: {count} outlines crossed themselves and were repaired ({names})",
    "curves_flattened": "{file}: layer {layer} holds curves; they were drawn as short straight lines",
    "duplicate_code": "{file}: code {region} stands on {count} outlines; they were joined into one region",
    "duplicate_codes": "{file}: {count} codes stand on several outlines each; these were joined ({names})",
    "missing_code": "{file}: {count} outlines without a code were left out ({names})",
    "encoding_guessed": "{file}: names read as {encoding} (first: {sample}); if that looks wrong, use --encoding",
    "encoding_contradicts": (
        "{file}: its .cpg says {stated}, but names make sense as {encoding} (first: {sample}); if that looks "
        "wrong, use --encoding"
    ),
    "first_names": "{file}: codes from {code}, names from {name}; the first names: {names}",
    "index_restored": "{file}: the .shx index was missing and was rebuilt in a copy",
    "ballpark_datum": "{file}: {crs} becomes longitude and latitude only roughly; compare with a known outline",
    "crs_assumed": "{file}: layer {layer} does not say its coordinate system; taken as {crs} as told",
    "crs_guessed": (
        "{file}: layer {layer} does not say its coordinate system; its values fit {crs} ({name}); if it lies "
        "wrong, use --crs"
    ),
    "prj_unreadable": "{file}: its .prj cannot be read and was passed over",
    "crs_contradicted": "{file}: layer {layer} claims {stated}, but its values are those of {crs}; taken as the latter",
    "zone_prefix_mended": (
        "{file}: eastings of layer {layer} and {crs} differ by the zone number before them; set right"
    ),
    "axes_swapped": "{file}: layer {layer} has its axes swapped; they were turned",
    "offset_removed": "outlines were taken as {offset} coordinates and moved back to where they truly lie",
    "offset_found": (
        "outlines lie {east} m east and {north} m north (below zero: west, south) of the reference, as {offset} "
        "would have it ({count} compared); moved back; if that is wrong, use --no-offset"
    ),
    "offset_reversed": (
        "outlines lie {east} m east and {north} m north (below zero: west, south) of the reference, the reverse "
        "of GCJ-02: the reference may be the one that is offset"
    ),
    "offset_other": (
        "outlines lie {east} m east and {north} m north (below zero: west, south) of the reference ({count} "
        "compared), which is not GCJ-02; check the coordinate system"
    ),
    "offset_unclear": (
        "there is too little to compare with to tell whether outlines are offset as web maps are (GCJ-02); "
        "if they are from one, use --gcj02"
    ),
    "code_field_guessed": (
        "{file}: {field} was taken for the code, {count} of its values being regions; if that is wrong, use --code"
    ),
    "thinned": "{file}: {points} points; read at a detail of {metres} m to keep memory bounded",
    "matched_by_name": "{count} outlines were matched by name, their codes being unknown ({names})",
    "matched_by_crosswalk": "{count} outlines were matched through the crosswalk of changed codes ({names})",
    "split_in_crosswalk": (
        "{count} outlines are of regions that were split since; the old outline is not drawn for the new ones ({names})"
    ),
    "outline_unmatched": "{count} outlines match no region ({names})",
    "region_without_outline": "{count} regions have no outline ({names})",
    "gaps_closed": "{count} overlaps or gaps between neighbours were closed (moved at most {distance} m)",
    "coverage_unclean": "{count} outlines still overlap or leave gaps after repair ({names})",
    "not_nesting": "{region} {name}: its outline and the sum of its parts differ by {share} % of its area",
    "own_outline_used": "{region} {name}: drawn by its own outline, {count} parts below it have none",
    "stated_parent_missing": "{region} {name}: its {level} is not stated; placed under {parent} {parent_name}",
    "parent_by_area": "{count} regions of layer {layer} state no parent; placed by largest overlap",
    "child_straddles": "{region} {name} lies in more than one {level}; placed under {parent_name}; elsewhere: {names}",
    "codes_prefixed": "codes of layer {layer} also stand in a lower layer; they were prefixed with {prefix}",
    "lost_in_simplifying": "{count} outlines vanished when simplified ({tolerance}) and are drawn whole ({names})",
}


@dataclass(frozen=True)
class Finding:
    """Something odd in the data that was reported and lived with."""

    code: str
    params: Params = field(default_factory=dict)

    def __str__(self) -> str:
        return TEXTS[self.code].format(**self.params)


class GeoError(Exception):
    """An import cannot go on; nothing has been written."""

    def __init__(self, code: str, **params: str | int | float) -> None:
        super().__init__(TEXTS[code].format(**params))
        self.code = code
        self.params: Params = params


class UnreadableFileError(GeoError):
    """A file cannot be opened, or is cut short."""


class UnusableLayerError(GeoError):
    """A layer opens but holds no outlines that could be drawn, or does not say what they are."""


class UnknownTreeError(GeoError):
    """The regions given do not form a tree."""


class UnpublishedError(GeoError):
    """A published file is asked for that does not exist."""


def listed(names: list[str], most: int = 8) -> str:
    """Names in one line, the rest counted."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown}, +{len(names) - most}"
