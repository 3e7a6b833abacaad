"""Which outline is which region: by code, by a crosswalk of changed codes, by the full path of names, by place."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crosswalk import Crosswalk
from geo.errors import Finding, listed
from geo.names import alike, plain, stem
from geo.region_codes import region_code
from geo.tree import ROOT, RegionTree


@dataclass(frozen=True)
class Matches:
    """Row of the outline -> region code. Several rows have one code where regions merged since (crosswalk)."""

    rows: dict[int, str]
    by_name: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def match(outlines: pd.DataFrame, tree: RegionTree, crosswalk: Crosswalk | None = None) -> Matches:
    """Find the region of each outline; by code first, by name last, each region once.

    outlines: region_code (str or missing), name, upper (names of upper regions that the file states, a tuple),
    geometry. Codes also count when written with 6, 9 or 19 digits. A name counts where only one region left over bears
    it (村, 村委会 and 社区 being the same); where several do, the one under the regions that the file names, else the
    one in whose parent's outline it lies. Findings: matched_by_crosswalk, split_in_crosswalk, matched_by_name.
    """
    rows: dict[int, str] = {}
    taken: set[str] = set()
    for row, value in outlines["region_code"].items():
        for code in () if pd.isna(value) else (str(value), region_code(value)):
            if code is not None and code in tree and code not in taken:
                rows[int(str(row))] = code
                taken.add(code)
                break
    findings: list[Finding] = []
    followed = _by_crosswalk(outlines, tree, rows, crosswalk or Crosswalk(), findings)
    named = _by_name(outlines, tree, rows | followed)
    for code, found in (("matched_by_crosswalk", followed), ("matched_by_name", named)):
        if found:
            names = listed([tree.name(region) for region in found.values()])
            findings.append(Finding(code, {"count": len(found), "names": names}))
    return Matches(rows | followed | named, named, findings)


def _by_crosswalk(
    outlines: pd.DataFrame, tree: RegionTree, rows: dict[int, str], crosswalk: Crosswalk, findings: list[Finding]
) -> dict[int, str]:
    """Outlines of codes that the tree does not know, under the regions that took over."""
    found: dict[int, str] = {}
    split: list[str] = []
    taken, names = set(rows.values()), outlines["name"].astype(str).tolist()
    for row, value in outlines["region_code"].items():
        if pd.isna(value) or int(str(row)) in rows:
            continue
        for code in dict.fromkeys((str(value), region_code(value) or "")):
            present, was_split = crosswalk.present(code, tree)
            if was_split:
                split.append(names[int(str(row))] or code)
            if present is not None and present not in taken:
                found[int(str(row))] = present
            if present is not None or was_split:
                break
    if split:
        findings.append(Finding("split_in_crosswalk", {"count": len(split), "names": listed(split)}))
    return found


def _by_name(outlines: pd.DataFrame, tree: RegionTree, rows: dict[int, str]) -> dict[int, str]:
    geometries: list[BaseGeometry] = outlines["geometry"].tolist()
    taken = set(rows.values())
    shapes = {code: geometries[row] for row, code in rows.items()}
    free = [code for code in tree.codes if code not in taken and tree.name(code)]
    keys = _Keys(free, tree)
    left = outlines[~outlines.index.isin(list(rows)) & (outlines["name"] != "")]
    wanted = {int(str(row)): keys.candidates(str(name)) for row, name in left["name"].items()}
    asked: dict[str, int] = {}
    for candidates in wanted.values():
        for code in candidates:
            asked[code] = asked.get(code, 0) + 1
    found: dict[int, str] = {}
    given: set[str] = set()
    for row, candidates in wanted.items():
        stated = outlines["upper"].iloc[row] if "upper" in outlines else ()
        chosen = _one(candidates, stated, tree, asked, shapes, geometries[row])
        if chosen is not None and chosen not in given:
            found[row] = chosen
            given.add(chosen)
    return found


class _Keys:
    """Regions left over by name, by full path of names, and by the stem of their name."""

    def __init__(self, codes: list[str], tree: RegionTree) -> None:
        self._tree = tree
        self._exact: dict[str, list[str]] = {}
        self._path: dict[str, list[str]] = {}
        self._stem: dict[str, list[str]] = {}
        for code in codes:
            name = plain(tree.name(code))
            self._exact.setdefault(name, []).append(code)
            self._stem.setdefault(stem(name)[0], []).append(code)
            path, above = name, tree.parent(code)
            while above != ROOT:
                path = plain(tree.name(above)) + path
                self._path.setdefault(path, []).append(code)
                above = tree.parent(above)

    def candidates(self, name: str) -> list[str]:
        whole = plain(name)
        exact = self._exact.get(whole) or self._path.get(whole)
        return exact or [code for code in self._stem.get(stem(whole)[0], []) if alike(whole, self._tree.name(code))]


def _one(
    candidates: list[str],
    stated: tuple[str, ...],
    tree: RegionTree,
    asked: dict[str, int],
    shapes: dict[str, BaseGeometry],
    outline: BaseGeometry,
) -> str | None:
    """The candidate under the regions that the file names, else the only one, else the one that it lies in."""
    if stated:
        scores = {code: sum(_is_under(code, name, tree) for name in stated) for code in candidates}
        best = [code for code in candidates if scores[code] == max(scores.values()) > 0]
        if len(best) == 1 or not best:
            return best[0] if best else None
        candidates = best
    if len(candidates) == 1 and asked[candidates[0]] == 1:
        return candidates[0]
    inside = [code for code in candidates if _holds(shapes.get(tree.parent(code)), outline)]
    return inside[0] if len(inside) == 1 else None


def _is_under(code: str, name: str, tree: RegionTree) -> bool:
    above = tree.parent(code)
    while above != ROOT:
        if alike(name, tree.name(above)):
            return True
        above = tree.parent(above)
    return False


def _holds(parent: BaseGeometry | None, outline: BaseGeometry) -> bool:
    return parent is not None and bool(shapely.contains(parent, shapely.point_on_surface(outline)))


def stated_uppers(attributes: pd.DataFrame, tree: RegionTree) -> list[tuple[str, ...]]:
    """For each row the names of regions above others that its fields hold, where a field mostly holds such names."""
    upper = {stem(tree.name(code))[0] for code in tree.codes if tree.children(code)} - {""}
    columns = []
    for column in attributes.columns:
        values = attributes[column]
        if pd.api.types.is_numeric_dtype(values) or not upper:
            continue
        words = ["" if pd.isna(value) else str(value).strip() for value in values.tolist()]
        different = {word for word in words if word}
        if different and sum(stem(word)[0] in upper for word in different) * 2 >= len(different):
            columns.append(words)
    return [tuple(word for word in row if word) for row in zip(*columns, strict=True)] or [()] * len(attributes)
