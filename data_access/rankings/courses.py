"""The way of each region through the periods: its value and its place in each."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_access.rankings.announced import Announced
from data_access.rankings.places import field_of
from data_access.rankings.score_file import Score
from data_access.rankings.scored import scored_courses
from data_access.rankings.standings import courses
from data_access.release import Release

Steps = tuple[tuple[float, int | None], ...]
"""Value as it is shown and rank, in each period; NaN and None where there is none."""


@dataclass(frozen=True, slots=True)
class Course:
    """One region: its value and rank in each period."""

    code: str
    name: str
    steps: Steps

    @property
    def rank(self) -> int | None:
        """Its rank in the last period."""
        return self.steps[-1][1] if self.steps else None


@dataclass(frozen=True, slots=True)
class Courses:
    """All regions, the best of the last period first, those without a place there behind.

    labels   what the periods are called, oldest first
    periods  the years, where they are years
    """

    labels: tuple[str, ...]
    rows: tuple[Course, ...]
    periods: tuple[int, ...] = ()

    @property
    def told(self) -> int:
        """In how many periods anybody has a place."""
        return sum(any(row.steps[i][1] is not None for row in self.rows) for i in range(len(self.labels)))


def indicator_courses(release: Release, indicator: str, code: str, period: int, lang: str = "zh") -> Courses:
    """By an indicator, in the years up to `period` that know it; raises as `standings.standings`."""
    periods = _years(release.indicator_periods(indicator), period)
    return _made(release, code, courses(release, indicator, code, periods), periods, lang)


def score_courses(release: Release, score: Score, code: str, period: int, lang: str = "zh") -> Courses:
    """By a score, in the years up to `period` in which it is made of the same indicators as in that one."""
    years = [year for year in release.periods if year <= period]
    found = scored_courses(release, score, code, years)
    told = [i for i in range(len(years)) if any(steps[i][1] is not None for steps in found.values())]
    periods = [years[i] for i in told]
    return _made(release, code, {key: tuple(steps[i] for i in told) for key, steps in found.items()}, periods, lang)


def announced_courses(found: Announced) -> Courses:
    """By the places announced, on the newest days of the occasion."""
    rows = [Course(place.code, place.name, found.courses[place.code]) for place in found.standings.places]
    return Courses(tuple(day.strftime("%m-%d") for day in found.days), tuple(rows))


def _years(known: Sequence[int], period: int) -> list[int]:
    """The years with figures up to the one shown, which stands at the end even if nothing is known of it."""
    return [*(year for year in known if year < period), period]


def _made(release: Release, code: str, found: Mapping[str, Steps], periods: Sequence[int], lang: str) -> Courses:
    rows = [Course(region.code, region.name(lang), found[region.code]) for region in field_of(release, code)]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.code))
    return Courses(tuple(map(str, periods)), tuple(rows), tuple(periods))


def span(found: Courses) -> tuple[float, float]:
    """The least and the largest value of all regions and periods; NaN where none is known."""
    known = [value for row in found.rows for value, _ in row.steps if not math.isnan(value)]
    return (min(known), max(known)) if known else (math.nan, math.nan)
