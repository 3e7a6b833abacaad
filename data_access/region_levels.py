"""Whole levels under a region: all its townships, all its villages, whatever lies between."""

from collections.abc import Mapping, Sequence
from typing import Final

from data_access.release import Release
from data_access.tree import TOWNSHIP_LEVEL, VILLAGE_LEVEL, Region

DEPTHS: Final[Mapping[str, int]] = {"county": 3, "township": TOWNSHIP_LEVEL, "village": VILLAGE_LEVEL}
"""What a map may be drawn down to, and the level that is."""


def regions_at(release: Release, code: str, depth: str) -> tuple[Region, ...]:
    """The regions under `code` that a map drawn down to `depth` shows, ordered by code; nothing below it gives ().

    Those of that level; in a branch that does not go so far down, its lowest region, so that no ground stays bare.
    Raises UnknownRegionError; KeyError for another depth.
    """
    tree, level = release.tree, DEPTHS[depth]
    found: list[Region] = []
    todo = list(tree.children_of.get(tree.regions[tree.at(code)].code, ()))
    while todo:
        region = tree.regions[todo.pop()]
        below: Sequence[int] = tree.children_of.get(region.code, ())
        if region.level >= level or not below:
            found.append(region)
        else:
            todo.extend(below)
    return tuple(sorted(found, key=lambda one: one.code))
