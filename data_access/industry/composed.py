"""Figures that are made of the kinds of industry: sums over them, some left aside, or just those that meet.

industry_income_yuan.*                  the sum over all covering kinds
industry_income_yuan.SOLAR-TOURISM      the sum over these kinds, whatever meets
industry_worker_count!SOLAR             all covering kinds but solar
industry_household_count@2              reached by just two kinds; @3 by three and more, @0 by none
industry_village_count@SOLAR-TOURISM    reached by just these kinds; a further !SOLAR leaves that one aside before
industry_village_count@WITH-SOLAR-TOURISM    by these kinds, whatever else
"""

import math
import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.industries import kind_name
from data_access.industry.coverage import MOST, PLUS, household_sets, village_marks, village_sets
from data_access.industry.kinds import covering_kinds
from data_access.messages import text
from data_access.quantities.registry import quantity_catalogue
from data_access.release import Release

VILLAGES: Final = "industry_village_count"
HOUSEHOLDS: Final = "industry_household_count"
WITH: Final = "WITH-"

_GRAMMAR: Final = re.compile(r"(\w+)(\.\*)?(?:@([A-Z0-9_-]+))?(?:!([A-Z0-9_-]+))?", re.ASCII)
_LISTED: Final = re.compile(r"(\w+)\.([A-Z0-9_]+(?:-[A-Z0-9_]+)+)", re.ASCII)

Floats = NDArray[np.float64]
Kinds = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """What a figure is composed of.

    base     the quantity whose kinds are taken
    kinds    the covering kinds that are seen at all
    without  those left aside
    number   just so many of them meet, `MOST` and more for `MOST`; None = not asked
    meeting  just these meet; None = not asked
    at_least whatever else meets with them
    added    the figures of the kinds are added up, whatever meets
    """

    base: str
    kinds: Kinds
    without: Kinds
    number: int | None
    meeting: Kinds | None
    at_least: bool = False
    added: bool = False

    def takes(self, kinds: Kinds) -> bool:
        """Whether a village or household that `kinds` reach counts."""
        seen = set(kinds) & set(self.kinds)
        if self.meeting is not None:
            return seen >= set(self.meeting) if self.at_least else seen == set(self.meeting)
        if self.number is not None:
            return min(len(seen), MOST) == self.number
        return bool(seen)


def composition(release: Release, figure: str) -> Composition | None:
    """What `figure` says, None where it says nothing that can be composed here."""
    listed, found = _LISTED.fullmatch(figure), _GRAMMAR.fullmatch(figure)
    if found is None or not any(found.groups()[1:]):
        return _added(release, listed[1], tuple(listed[2].split("-"))) if listed else None
    base, every, meeting, left = found.groups()
    known = quantity_catalogue().get(base)
    kinds = covering_kinds(release)
    without = tuple(left.split("-")) if left else ()
    if known is None or known.items != "INDUSTRY_KIND" or (every and (meeting or left)) or set(without) - set(kinds):
        return None
    seen = tuple(kind for kind in kinds if kind not in without)
    if meeting is None:
        return Composition(base, seen, without, None, None)
    if base not in (VILLAGES, HOUSEHOLDS):
        return None
    number = int(meeting) if meeting.isdecimal() else None
    parts = None if meeting.isdecimal() else tuple(meeting.removeprefix(WITH).split("-"))
    if (number or 0) > MOST or set(parts or ()) - set(seen):
        return None
    return Composition(base, seen, without, number, parts, at_least=meeting.startswith(WITH))


def _added(release: Release, base: str, kinds: Kinds) -> Composition | None:
    known = quantity_catalogue().get(base)
    if known is None or known.items != "INDUSTRY_KIND" or set(kinds) - set(covering_kinds(release)):
        return None
    return Composition(base, kinds, (), None, None, added=True)


def composed_value(release: Release, made: Composition, code: str, period: int) -> float:
    """The figure of one region; NaN where nobody tells. Raises UnknownRegionError, UnknownPeriodError."""
    if made.base in (VILLAGES, HOUSEHOLDS) and not made.added:
        sets = (village_sets if made.base == VILLAGES else household_sets)(release, code, period)
        return float(sum(count for kinds, count in sets.items() if made.takes(kinds))) if sets else math.nan
    known = [release.quantity(f"{made.base}.{kind}", code, period) for kind in made.kinds]
    told = [value for value in known if not math.isnan(value)]
    return float(sum(told)) if told else math.nan


def composed_by_village(release: Release, made: Composition, code: str, period: int) -> Floats:
    """The figure of each village under a region, in the order of the tree's villages; NaN where nobody tells."""
    at = np.array(release.tree.villages(code), dtype=np.int64)
    found = np.full(len(release.tree), np.nan)
    if made.base == VILLAGES and not made.added:
        kinds = covering_kinds(release)
        here, marks = village_marks(release, code, period, kinds)
        found[here] = [
            made.takes(tuple(kind for kind, is_there in zip(kinds, row, strict=True) if is_there)) for row in marks
        ]
    elif made.base == HOUSEHOLDS and not made.added:
        rows = release.industry("kind_sets", code, period)
        if len(rows):
            found[at] = 0
            of = release.industry_places("kind_sets", code, period)
            sets = pd.Categorical(rows["kinds"])
            takes = np.array([made.takes(tuple(kinds.split(PLUS)) if kinds else ()) for kinds in sets.categories])
            counted = rows["household_count"].to_numpy(dtype=np.float64) * takes[sets.codes]
            found[at] += np.bincount(of, counted, minlength=len(found))[at]
    else:
        known = [
            figures for kind in made.kinds if (figures := release.figures(f"{made.base}.{kind}", period)) is not None
        ]
        if known:
            found[at] = _sum_known(np.array(known)[:, at])
    return found[at]


def _sum_known(known: Floats) -> Floats:
    """The sum of what is known of each; NaN where nothing is, infinite where one is withheld."""
    return np.where(np.isnan(known).all(axis=0), np.nan, np.nansum(known, axis=0))


def composed_note(release: Release, made: Composition, lang: str) -> str:
    """What a composition adds to the meaning of its quantity."""
    year = release.latest_period
    aside = [kind_name(release, kind, year, lang) for kind in made.without]
    said = [text("trace.without", lang, kinds=" + ".join(aside))] if aside else []
    if made.added:
        return " + ".join(kind_name(release, kind, year, lang) for kind in made.kinds)
    if made.meeting is not None:
        names = [kind_name(release, kind, year, lang) for kind in made.meeting]
        said.append(text("trace.meeting_with" if made.at_least else "trace.meeting", lang, kinds=" + ".join(names)))
    elif made.number is not None:
        keys = {0: "trace.number_none", MOST: "trace.number_most"}
        said.append(text(keys.get(made.number, "trace.number"), lang, count=made.number))
    elif not aside:
        said.append(text("trace.every_kind", lang))
    return text("trace.and", lang).join(said)
