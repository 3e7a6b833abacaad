"""What a view is compared with: an earlier year, an earlier release, or the release of the last briefing.

before      the year before in the same release
2018        that year in the same release
briefing    the release of the last briefing, in the same year
20191001T080000-1a2b3c4d    that release, in the same year
"""

import re
from dataclasses import dataclass
from typing import Final

from data_access.messages import text
from data_access.release import Release

BEFORE: Final = "before"
BRIEFING: Final = "briefing"
YEAR: Final = re.compile(r"\d{4}", re.ASCII)
RELEASE_ID: Final = re.compile(r"\d{8}T\d{6}-[0-9a-f]{4,16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The earlier side of a comparison.

    release    the release with its figures: the one that is shown itself, or an earlier one
    period     the year of the figures
    since      how a figure names it (`change.Change`): a year, or the id of a release
    of_briefing    it was asked for as that of the last briefing
    """

    release: Release
    period: int
    since: str
    of_briefing: bool = False

    @property
    def is_year(self) -> bool:
        """Whether two years are compared, not two releases."""
        return bool(YEAR.fullmatch(self.since))

    def said(self, lang: str) -> str:
        """What is compared with, in words: "2018 年", "上次汇报(数据截至 2019-09-30)"."""
        if self.is_year:
            return text("changes.year", lang, year=self.period)
        key = "changes.briefing_of" if self.of_briefing else "changes.release_of"
        built = self.release.meta.created_at.strftime("%Y-%m-%d %H:%M")
        return text(key, lang, as_of=self.release.as_of.isoformat(), built=built)


@dataclass(frozen=True, slots=True)
class NoBaseline:
    """Why there is nothing to compare with: a key of the message catalogue and what it says."""

    key: str
    about: str = ""

    def said(self, lang: str) -> str:
        """The reason in words."""
        return text(self.key, lang, about=self.about)


def baseline_of(release: Release, since: str, period: int) -> Baseline | NoBaseline:
    """What `since` means for figures of `period`; where it means nothing that is there, why.

    Raises UnknownPeriodError for a period that the release does not hold.
    """
    release.period_row(period)
    if since == BEFORE:
        earlier = [year for year in release.periods if year < period]
        return _year(release, earlier[-1], period) if earlier else NoBaseline("changes.no_earlier", str(period))
    if YEAR.fullmatch(since):
        return _year(release, int(since), period)
    return _release(release, since, period)


def _release(release: Release, since: str, period: int) -> Baseline | NoBaseline:
    named = release.earlier.briefed() if since == BRIEFING else since
    if named is None:
        return NoBaseline("changes.no_briefing")
    if named == release.id:
        return NoBaseline("changes.same_briefing" if since == BRIEFING else "changes.same_release")
    found = release.earlier.open(named) if RELEASE_ID.fullmatch(named) else None
    if found is None:
        return NoBaseline("changes.gone")
    if period not in found.periods:
        return NoBaseline("changes.no_such_year", str(period))
    return Baseline(found.of(period), period, named, of_briefing=since == BRIEFING)


def _year(release: Release, year: int, period: int) -> Baseline | NoBaseline:
    if year not in release.periods:
        return NoBaseline("changes.no_such_year", str(year))
    if year == period:
        return NoBaseline("changes.same_year", str(year))
    return Baseline(release, year, str(year))
