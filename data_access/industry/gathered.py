"""Figures of what a picture gathers: all but the parts that it shows one by one.

cause_household_count@rest-07-02-01      registered households with none of these main causes
industry_village_count@smaller-7         villages of the sets of kinds but the 7 largest; a further !SOLAR is not seen
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.industry.composed import HOUSEHOLDS, VILLAGES
from data_access.industry.coverage import PLUS, intersections, village_marks
from data_access.industry.kinds import covering_kinds
from data_access.messages import text
from data_access.release import Release

WHOLES: Final = {"cause_household_count": "registered_household_count"}
"""Quantity by items -> the whole that they are parts of."""

_REST: Final = re.compile(r"(\w+)@rest-([A-Z0-9_]+(?:-[A-Z0-9_]+)*)", re.ASCII)
_SMALLER: Final = re.compile(r"(\w+)@smaller-([0-9]{1,2})(?:!([A-Z0-9_]+))?", re.ASCII)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What `base` has beside the `items`, or beside its `most` largest sets of kinds, `without` one left aside."""

    base: str
    items: tuple[str, ...]
    most: int
    without: tuple[str, ...]


def gathered(name: str) -> Gathered | None:
    """What `name` gathers, None where it gathers nothing."""
    rest, smaller = _REST.fullmatch(name), _SMALLER.fullmatch(name)
    if rest is not None and rest[1] in WHOLES:
        return Gathered(rest[1], tuple(rest[2].split("-")), 0, ())
    if smaller is not None and smaller[1] in (VILLAGES, HOUSEHOLDS):
        return Gathered(smaller[1], (), int(smaller[2]), (smaller[3],) if smaller[3] else ())
    return None


def gathered_value(release: Release, made: Gathered, code: str, period: int) -> float:
    """The figure of one region; NaN where nobody tells. Raises UnknownRegionError, UnknownPeriodError."""
    if made.items:
        parts = [release.quantity(f"{made.base}.{item}", code, period) for item in made.items]
        return release.quantity(WHOLES[made.base], code, period) - float(np.nansum(parts))
    rows = _sets(release, made, code, period)
    return float(rows["count"].iloc[made.most :].sum()) if len(rows) else float("nan")


def _sets(release: Release, made: Gathered, code: str, period: int) -> pd.DataFrame:
    unit = "village" if made.base == VILLAGES else "household"
    return intersections(release, code, period, unit, without=made.without)


def gathered_by_village(release: Release, made: Gathered, code: str, period: int) -> Floats:
    """The figure of each village under a region, in the order of the tree; NaN not known, infinite withheld."""
    at = np.array(release.tree.villages(code), dtype=np.int64)
    if made.items:
        return _rest_by_village(release, made, at, period)
    wanted = {frozenset(kinds) for kinds in _sets(release, made, code, period)["kinds"].iloc[made.most :]}
    found: Floats = np.full(len(release.tree), np.nan)
    if made.base == VILLAGES:
        kinds = covering_kinds(release)
        here, marks = village_marks(release, code, period, kinds)
        own = [frozenset(k for k, there in zip(kinds, row, strict=True) if there) - set(made.without) for row in marks]
        found[here] = [float(kinds_here in wanted) for kinds_here in own]
        return found[at]
    rows = release.industry("kind_sets", code, period)
    found[at] = 0
    for region, kinds_said, count in zip(rows["region_code"], rows["kinds"], rows["household_count"], strict=True):
        joined = frozenset(str(kinds_said).split(PLUS)) if kinds_said else frozenset()
        found[release.tree.index[str(region)]] += float(count) * (joined - set(made.without) in wanted)
    return found[at]


def _rest_by_village(release: Release, made: Gathered, at: "NDArray[np.int64]", period: int) -> Floats:
    whole = release.figures(WHOLES[made.base], period)
    if whole is None:
        return np.full(len(at), np.nan)
    left = whole[at].copy()
    for item in made.items:
        part = release.figures(f"{made.base}.{item}", period)
        if part is not None:
            left = np.where(np.isinf(part[at]) | np.isinf(left), np.inf, left - np.nan_to_num(part[at], posinf=0))
    return left


def gathered_note(release: Release, made: Gathered, lang: str) -> str:
    """What is gathered, in words."""
    if not made.items:
        return text("trace.smaller_sets", lang, count=made.most)
    names = [release.code_name("CAUSE", item, lang) for item in made.items]
    return text("trace.rest", lang, items=(", " if lang == "en" else "、").join(names))
