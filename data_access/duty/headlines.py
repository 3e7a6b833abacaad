"""The headline figures of the duty view."""

import math
from dataclasses import dataclass
from typing import Final

from data_access.headlines import Headline
from data_access.release import Release


@dataclass(frozen=True, slots=True)
class _Told:
    """One headline: a quantity, or an indicator in percent, and the quantity of the remark beside it.

    key         of the label `kpi.KEY`, and with `_note` of the remark, whose value is called `count`
    per         the remark is that quantity by this one, with two places
    """

    key: str
    figure: str
    unit: str
    note: str
    whole: str = ""
    indicator: str | None = None
    per: str = ""


_TOLD: Final = (
    _Told("duty_helpers", "helper_official_count", "unit.persons", "helper_household_count",
          per="helper_official_count"),
    _Told("duty_helped", "", "%", "no_helper_household_count", indicator="HELPER_COVERAGE"),
    _Told("duty_visited", "", "%", "visit_due_household_count", indicator="VISIT_RATE"),
    _Told("duty_silent", "visit_overdue_household_count", "unit.households",
          "visit_overdue_monitored_household_count"),
    _Told("duty_teams", "team_village_count", "unit.villages", "first_secretary_village_count", "village_count"),
    _Told("duty_lacking", "team_lacking_village_count", "unit.villages", "team_short_official_count"),
)  # fmt: skip


def duty_headlines(release: Release, code: str, period: int) -> list[Headline]:
    """Helpers, households helped, visited and missed, villages with a team and those that lack something.

    Raises UnknownRegionError, UnknownPeriodError. Source: the release's quantities and values.
    """
    return [_headline(release, code, period, told) for told in _TOLD]


def _headline(release: Release, code: str, period: int, told: _Told) -> Headline:
    note = release.quantity(told.note, code, period)
    if told.per:
        of = release.quantity(told.per, code, period)
        note = note / of if of > 0 else math.nan
    if told.indicator is None:
        value = release.quantity(told.figure, code, period)
    else:
        known = told.indicator in release.indicators
        value = release.value(told.indicator, code, period) if known else math.nan
    return Headline(
        key=told.key,
        value=value,
        unit=told.unit,
        decimals=0 if told.indicator is None else 1,
        of=release.quantity(told.whole, code, period) if told.whole else math.nan,
        note=None if math.isnan(note) else f"kpi.{told.key}_note",
        note_values=(("count", f"{note:,.{2 if told.per else 0}f}"),),
        note_figure=f"{told.note}@per@{told.per}" if told.per else told.note,
        indicator=told.indicator,
        connected=release.themes["responsibility"],
        figure=told.figure or None,
    )
