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
    "layer_missing": "{file}: no layer {layer}; it has: {layers}",
    "no_polygons": "{file}: layer {layer} holds no polygons ({kinds}); boundaries need areas",
    "unsupported_geometry": "{file}: layer {layer} holds {kinds}, which are not flat polygons; convert it to polygons",
    "no_crs": "{file}: layer {layer} does not say its coordinate system; name it with --crs (for example EPSG:4490)",
    "no_crs_zone": "{file}: layer {layer} does not say its coordinate system; eastings in zone {zone}: --crs {crs}?",
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
    "levels_unclear": "{file}: {count} layers cannot be ordered into levels 1 to 5; name them as LAYER=LEVEL",
    "figure_not_number": "{file}: {layer}.{field} holds {value}, which is not a number; name a numeric field",
    "not_published": "{name}: not a file of the published boundaries; read the names from the manifest",
    "damaged_manifest": "{file}: the manifest of the published boundaries is damaged; import the boundaries again",
    # findings
    "null_geometry": "{file}: {count} rows without an outline were left out ({names})",
    "not_a_polygon": "{file}: {count} rows that are not polygons were left out ({names})",
    "rings_repaired": "{file}: {count} outlines crossed themselves and were repaired ({names})",
    "curves_flattened": "{file}: layer {layer} holds curves; they were drawn as short straight lines",
    "duplicate_code": "{file}: code {region} stands on {count} outlines; they were joined into one region",
    "missing_code": "{file}: {count} outlines without a code were left out ({names})",
    "encoding_guessed": "{file}: names read as {encoding} (first: {sample}); if that looks wrong, use --encoding",
    "index_restored": "{file}: the .shx index was missing and was rebuilt in a copy",
    "ballpark_datum": "{file}: {crs} becomes longitude and latitude only roughly; compare with a known outline",
    "crs_assumed": "{file}: layer {layer} does not say its coordinate system; taken as {crs} as told",
    "matched_by_name": "{count} outlines were matched by name, their codes being unknown ({names})",
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
