"""The headline figures of a region, for the strip at the top of the wall."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from data_access.release import Release
from data_access.vocabulary import ERAS

RISK: Final = "MONITORED_SHARE"


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the strip.

    key          names its label in the message catalogue (`kpi.<key>`); `label` overrides it for published figures
    value        the figure; NaN = not connected or not reported
    unit         key of its unit in the catalogue, or a literal unit such as "%"
    of           the whole it is part of, shown as "/ 366"; NaN = none
    note         key of the comparison beside it (None = none) and its values
    note_figure  what is laid open when the comparison is asked for; None = it is a line set by policy
    trend        the same figure in each period, oldest first (NaN = gap)
    indicator    the indicator that defines it, if one does
    connected    False when its theme is absent
    figure       the quantity whose origin is laid open when it is asked for; None = that of the indicator, if any
    """

    key: str
    value: float
    unit: str
    decimals: int = 0
    of: float = math.nan
    note: str | None = None
    note_values: tuple[tuple[str, str], ...] = ()
    note_figure: str | None = None
    trend: tuple[float, ...] = ()
    indicator: str | None = None
    connected: bool = True
    label: str | None = None
    figure: str | None = None


def headlines(
    release: Release, code: str, period: int, exit_line: float, count: int = 6, *, era: str = ERAS[0]
) -> list[Headline]:
    """The `count` headline figures of the region `code` in `period`: connected ones first, in their fixed order.

    `exit_line` is the incidence in percent under which a county leaves poverty. The headline rate is the incidence, in
    the eras from 2021 the share of those who are monitored.

    A database that has only published figures shows those; what is not connected says so and is never zero.
    Source: the release's quantities and values.
    """
    builders = _BUILDERS if era == ERAS[0] or RISK not in release.indicators else _LATER_BUILDERS
    built = [build(release, code, period, exit_line) for build in builders]
    built.extend(_published(release, code, period))
    known = [h for h in built if h.connected]
    absent = [h for h in built if not h.connected]
    return (known + absent)[:count]


def _series(release: Release, name: str, code: str) -> tuple[float, ...]:
    return tuple(release.quantity(name, code, period) for period in release.periods)


def _share(part: float, whole: float) -> str:
    return "—" if math.isnan(part) or math.isnan(whole) or not whole else f"{100 * part / whole:.1f}"


def _has_households(release: Release) -> bool:
    return not all(
        math.isnan(release.quantity("registered_household_count", r.code, release.latest_period)) for r in release.roots
    )


def _registered_households(release: Release, code: str, period: int, _: float) -> Headline:
    value = release.quantity("registered_household_count", code, period)
    persons = release.quantity("registered_person_count", code, period)
    size = persons / value if value else math.nan
    return Headline(
        key="registered_households",
        figure="registered_household_count",
        value=value,
        unit="unit.households",
        note=None if math.isnan(size) else "kpi.per_household",
        note_values=(("size", f"{size:.2f}"),),
        note_figure="registered_person_count@per@registered_household_count",
        trend=_series(release, "registered_household_count", code),
        connected=_has_households(release),
    )


def _registered_persons(release: Release, code: str, period: int, _: float) -> Headline:
    value = release.quantity("registered_person_count", code, period)
    elder = release.value("ELDER_SHARE", code, period) if "ELDER_SHARE" in release.indicators else math.nan
    return Headline(
        key="registered_persons",
        figure="registered_person_count",
        value=value,
        unit="unit.persons",
        note=None if math.isnan(elder) else "kpi.elder",
        note_values=(("share", f"{elder:.1f}"),),
        note_figure="ELDER_SHARE",
        trend=_series(release, "registered_person_count", code),
        connected=_has_households(release),
    )


def _lifted(release: Release, code: str, period: int, _: float) -> Headline:
    value = release.quantity("lifted_person_count", code, period)
    registered = release.quantity("registered_person_count", code, period)
    return Headline(
        key="lifted",
        figure="lifted_person_count",
        value=value,
        unit="unit.persons",
        note="kpi.lifted_share",
        note_values=(("share", _share(value, registered)),),
        note_figure="lifted_person_count@registered_person_count",
        trend=_series(release, "lifted_person_count", code),
        indicator="EXIT_RATE",
        connected=_has_households(release),
    )


def _incidence(release: Release, code: str, period: int, exit_line: float) -> Headline:
    known = "POVERTY_INCIDENCE" in release.indicators
    series = tuple(release.value("POVERTY_INCIDENCE", code, p) for p in release.periods) if known else ()
    return Headline(
        key="POVERTY_INCIDENCE",
        value=release.value("POVERTY_INCIDENCE", code, period) if known else math.nan,
        unit="%",
        decimals=2,
        note="kpi.line",
        note_values=(("line", f"{exit_line:g}"),),
        trend=series,
        indicator="POVERTY_INCIDENCE",
        connected=known and not all(math.isnan(v) for v in series),
    )


def _risk(release: Release, code: str, period: int, _: float) -> Headline:
    series = tuple(release.value(RISK, code, p) for p in release.periods)
    return Headline(
        key=RISK,
        value=release.value(RISK, code, period),
        unit="%",
        decimals=2,
        trend=series,
        indicator=RISK,
        connected=not all(math.isnan(v) for v in series),
    )


def _industry(release: Release, code: str, period: int, _: float) -> Headline:
    value = release.quantity("industry_village_count", code, period)
    villages = release.quantity("village_count", code, period)
    return Headline(
        key="industry_villages",
        figure="industry_village_count",
        value=value,
        unit="unit.villages",
        of=villages,
        note=None,
        trend=_series(release, "industry_village_count", code),
        indicator="INDUSTRY_VILLAGE_COVERAGE",
        connected=release.themes.get("industry", False),
    )


def _monitored(release: Release, code: str, period: int, _: float) -> Headline:
    value = release.quantity("monitoring_open_household_count", code, period)
    persons = release.quantity("monitoring_open_person_count", code, period)
    return Headline(
        key="monitored",
        figure="monitoring_open_household_count",
        value=value,
        unit="unit.households",
        note=None if math.isnan(persons) else "kpi.monitored_persons",
        note_values=(("persons", f"{persons:,.0f}"),),
        note_figure="monitoring_open_person_count",
        trend=_series(release, "monitoring_open_household_count", code),
        connected=release.themes.get("monitoring", False),
    )


_BUILDERS: Final[tuple[Callable[[Release, str, int, float], Headline], ...]] = (
    _registered_households,
    _registered_persons,
    _lifted,
    _incidence,
    _industry,
    _monitored,
)


_LATER_BUILDERS: Final = tuple(_risk if build is _incidence else build for build in _BUILDERS)
"""From 2021 on nobody is counted as poor any more; who might become poor is."""


def _published(release: Release, code: str, period: int) -> list[Headline]:
    """Published region figures, then how many regions and villages lie below: what any database can show."""
    found = [
        Headline(
            key=indicator.code,
            value=release.value(indicator.code, code, period),
            unit=indicator.unit,
            decimals=indicator.decimals,
            trend=tuple(release.value(indicator.code, code, p) for p in release.periods),
            indicator=indicator.code,
            label=indicator.name_zh,
        )
        for indicator in release.indicators.values()
        if indicator.is_published
    ]
    below = len(release.children(code))
    villages = len(release.villages(code))
    found.append(Headline(key="children", value=below, unit=""))
    found.append(Headline(key="villages", value=villages, unit="unit.villages"))
    return found
