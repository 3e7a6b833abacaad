"""A region table from a geographic file whose layers are levels: codes, parents, names, label points, figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.boundaries import BoundaryFrame, BoundaryLayer, read_boundaries
from geo.errors import Finding, UnusableLayerError, listed
from geo.fields import texts
from geo.outlines import label_point
from geo.region_codes import looks_chinese, region_code
from geo.statements import Statement, largest_overlap, statements

REGION_COLUMNS = ["region_code", "parent_code", "region_level_code", "name_zh", "longitude", "latitude"]
LOWEST_LEVEL = 5


@dataclass(frozen=True)
class Level:
    """One layer with its place in the tree: level 1 (province) to 5 (village), and the final code of each row."""

    layer: BoundaryLayer
    level: int
    codes: list[str]


@dataclass(frozen=True)
class RegionTable:
    """Regions read from a geographic file.

    regions: region_code (str), parent_code (str, None for roots), region_level_code (str), name_zh (str), longitude,
    latitude (float64, degrees, inside the outline), then one float64 column a figure (NaN: not stated, or another
    level); parents before children. figures: the names of those columns.
    """

    regions: pd.DataFrame
    figures: list[str]
    findings: list[Finding] = field(default_factory=list)


def read_regions(
    paths: Sequence[Path],
    *,
    layers: Sequence[tuple[str, str]] | None = None,
    parents: Mapping[str, str] | None = None,
    figures: Mapping[str, str] | None = None,
    code: str | None = None,
    name: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> RegionTable:
    """The regions of a file whose layers are levels, with the parents that its fields state or its areas show.

    layers: (layer, level "1".."5"), guessed by the number of outlines if None. parents: "layer.field" -> upper layer,
    for fields whose name or values do not tell. figures: "layer.field" -> name of the figure's column. Raises as
    read_boundaries, and UnusableLayerError levels_unclear, field_missing, figure_not_number, no_code_field.
    """
    wanted = [layer for layer, _ in layers] if layers is not None else None
    frame = read_boundaries(paths, layers=wanted, code=code, name=name, encoding=encoding, crs=crs, progress=progress)
    for layer in frame.layers:
        if layer.frame["region_code"].isna().any():
            fields = ", ".join(map(str, layer.attributes.columns)) or "-"
            raise UnusableLayerError("no_code_field", file=layer.file, fields=fields)
    levels, findings = assign_levels(frame, layers)
    findings = [*frame.findings, *findings]
    tables = []
    for depth in range(len(levels)):
        said, found = statements(levels[: depth + 1], parents or {})
        tables.append(_level_table(levels, depth, said, findings))
        findings += found
        findings += _straddling(levels[: depth + 1], said, tables)
    regions = pd.concat(tables, ignore_index=True)
    regions["parent_code"] = regions["parent_code"].astype("object").where(regions["parent_code"].notna(), None)
    columns = _add_figures(regions, levels, figures or {})
    return RegionTable(regions, columns, findings)


def assign_levels(
    frame: BoundaryFrame, layers: Sequence[tuple[str, str]] | None = None
) -> tuple[list[Level], list[Finding]]:
    """The layers from the top level down with their final codes; both imports use it, so that their codes agree.

    Unless given, levels follow the number of outlines: most is 5, next 4, and so on. Where codes of a layer also stand
    in a lower one, the upper layer's codes are prefixed with "<level>.". Finding: codes_prefixed.
    """
    given = dict(layers or [])
    if layers is not None:
        ordered = sorted(frame.layers, key=lambda layer: int(given[layer.layer]))
        numbers = [int(given[layer.layer]) for layer in ordered]
    else:
        ordered = sorted(frame.layers, key=_top_first)
        numbers = [LOWEST_LEVEL - len(ordered) + 1 + place for place in range(len(ordered))]
    if not numbers or numbers[0] < 1 or numbers[-1] > LOWEST_LEVEL or (layers is None and len(set(numbers)) > 5):
        file = frame.layers[0].file if frame.layers else "-"
        raise UnusableLayerError("levels_unclear", file=file, count=len(frame.layers))
    raw = [[str(value) for value in layer.frame["region_code"]] for layer in ordered]
    chinese = looks_chinese([value for codes in raw for value in codes])
    plain = [[region_code(value, padded=chinese) or value for value in codes] for codes in raw]
    levels: list[Level] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for layer, number, codes in reversed(list(zip(ordered, numbers, plain, strict=True))):
        final = codes
        if taken & set(codes):
            final = [f"{number}.{value}" for value in codes]
            findings.append(Finding("codes_prefixed", {"layer": layer.layer, "prefix": f"{number}."}))
        taken |= set(codes) | set(final)
        levels.append(Level(layer, number, final))
    return levels[::-1], findings[::-1]


def _top_first(layer: BoundaryLayer) -> tuple[int, float]:
    """Few and large outlines stand above many and small ones."""
    return len(layer.frame), -float(shapely.area(layer.frame.geometry.values).mean())


def _level_table(levels: list[Level], depth: int, said: list[Statement], findings: list[Finding]) -> pd.DataFrame:
    """The rows of one level, each under the nearest upper level that states it or, unstated, holds most of it."""
    level = levels[depth]
    names = texts(level.layer.frame["name"])
    parent_of: list[tuple[int, int] | None] = [None] * len(level.codes)
    for upper in range(depth - 1, -1, -1):
        open_rows = [row for row, parent in enumerate(parent_of) if parent is None]
        if not open_rows:
            break
        statement = next((s for s in said if s.upper == upper), None)
        if statement is not None:
            for row in open_rows:
                parent_of[row] = _at(upper, statement.parents[row])
            open_rows = [row for row in open_rows if parent_of[row] is None]
            if upper == depth - 1:
                continue  # who states no parent where the others do hangs one level higher, wherever it lies
        overlap = largest_overlap(level.layer.frame.geometry.values, levels[upper].layer.frame.geometry.values)
        for row in open_rows:
            parent_of[row] = _at(upper, overlap[row])
        found = sum(parent_of[row] is not None for row in open_rows)
        if found and statement is None:
            findings.append(Finding("parent_by_area", {"count": found, "layer": level.layer.layer}))
    points = [label_point(outline) for outline in level.layer.frame.geometry]
    for statement in said:
        findings += _unstated(levels, depth, statement, names, parent_of)
    return pd.DataFrame({
        "region_code": level.codes,
        "parent_code": [None if p is None else levels[p[0]].codes[p[1]] for p in parent_of],
        "region_level_code": str(level.level),
        "name_zh": [name or code for name, code in zip(names, level.codes, strict=True)],
        "longitude": [point[0] for point in points],
        "latitude": [point[1] for point in points],
    })  # fmt: skip


def _at(upper: int, row: int | None) -> tuple[int, int] | None:
    return None if row is None else (upper, row)


def _unstated(
    levels: list[Level],
    depth: int,
    statement: Statement,
    names: list[str],
    parent_of: list[tuple[int, int] | None],
) -> list[Finding]:
    findings = []
    for row, parent in enumerate(statement.parents):
        if parent is not None:
            continue
        placed = parent_of[row]
        upper = None if placed is None else levels[placed[0]]
        findings.append(
            Finding(
                "stated_parent_missing",
                {
                    "region": levels[depth].codes[row],
                    "name": names[row],
                    "level": statement.field,
                    "parent": "-" if upper is None or placed is None else upper.codes[placed[1]],
                    "parent_name": "-" if upper is None or placed is None else _name(upper, placed[1]),
                },
            )
        )
    return findings


def _name(level: Level, row: int) -> str:
    return str(level.layer.frame["name"].iloc[row]) or level.codes[row]


def _straddling(levels: list[Level], said: list[Statement], tables: list[pd.DataFrame]) -> list[Finding]:
    """One finding for each direct parent whose children state another grandparent than the one it was placed under."""
    if len(levels) < 3:
        return []
    own, table = levels[-1], tables[-1]
    findings = []
    for statement in said:
        upper = levels[statement.upper]
        elsewhere: dict[tuple[int, int], list[str]] = {}
        for row, stated in enumerate(statement.parents):
            placed = table["parent_code"].iloc[row]
            between = next((i for i in range(statement.upper + 1, len(levels) - 1) if placed in levels[i].codes), None)
            if stated is None or between is None:
                continue
            place = levels[between].codes.index(placed)
            above = tables[between]["parent_code"].iloc[place]
            if above in upper.codes and above != upper.codes[stated]:
                elsewhere.setdefault((between, place), []).append(_name(own, row))
        for (between, place), children in sorted(elsewhere.items()):
            above = upper.codes.index(str(tables[between]["parent_code"].iloc[place]))
            findings.append(
                Finding(
                    "child_straddles",
                    {
                        "region": levels[between].codes[place],
                        "name": _name(levels[between], place),
                        "level": upper.layer.layer,
                        "parent_name": _name(upper, above),
                        "names": listed(children, 40),
                    },
                )
            )
    return findings


def _add_figures(regions: pd.DataFrame, levels: list[Level], figures: Mapping[str, str]) -> list[str]:
    """Put the figures asked for beside their regions; a figure may come from several layers."""
    at = {code: row for row, code in enumerate(regions["region_code"])}
    columns: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}
    for source, figure in figures.items():
        layer_name, _, wanted = source.rpartition(".")
        level = next((level for level in levels if level.layer.layer == layer_name), None)
        if level is None or wanted not in level.layer.attributes:
            known = [f"{lv.layer.layer}.{column}" for lv in levels for column in lv.layer.attributes.columns]
            raise UnusableLayerError(
                "field_missing", file=levels[-1].layer.file, field=source, fields=", ".join(known) or "-"
            )
        values = level.layer.attributes[wanted]
        numbers = pd.to_numeric(values, errors="coerce")
        wrong = numbers.isna() & values.notna() & (values.astype(str).str.strip() != "")
        if wrong.any():
            value = str(values[wrong].iloc[0])
            raise UnusableLayerError(
                "figure_not_number", file=level.layer.file, layer=layer_name, field=wanted, value=value
            )
        column = columns.setdefault(figure, np.full(len(regions), np.nan))
        for code, number in zip(level.codes, numbers.tolist(), strict=True):
            column[at[code]] = number
    for figure, column in columns.items():
        regions[figure] = column
    return list(columns)


def outlines_of(levels: list[Level]) -> pd.DataFrame:
    """All outlines of all levels under their final codes: region_code, name, level (int), geometry (shapely)."""
    return pd.concat(
        [
            pd.DataFrame({
                "region_code": level.codes,
                "name": texts(level.layer.frame["name"]),
                "level": level.level,
                "geometry": np.asarray(shapely.force_2d(level.layer.frame.geometry.values), dtype=object),
            })
            for level in levels
        ],
        ignore_index=True,
    )  # fmt: skip
