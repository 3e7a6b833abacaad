"""The panels of the overview on paper."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from callbacks.alerts import SHOWN
from callbacks.papers.asked import Asked, Shown, bars, columns, figure, known
from callbacks.view import periods_of, tabs_of
from data_access import profile
from data_access.alerts import alerts
from data_access.industries import CONNECTED, coverage_by_kind
from layouts.papers.sheet import Chart, Column, Series, Table

INCIDENCE: Final = "POVERTY_INCIDENCE"
"""Where the map is of it, its course stands beside the map already."""


def causes(asked: Asked) -> Shown:
    """Households by main cause."""
    return _parts(asked, profile.causes(*asked.place, asked.lang), "panel.causes", asked.say("papers.unit.households"))


def structure(asked: Asked) -> Shown:
    """Persons by age and by labour ability."""
    unit = asked.say("papers.unit.persons")
    found = [_parts(asked, profile.ages(*asked.place, asked.lang), "panel.age", unit, lying=False),
             _parts(asked, profile.labour(*asked.place, asked.lang), "panel.labour", unit, lying=False)]  # fmt: skip
    return Shown(tuple(chart for one in found for chart in one.charts), tuple(t for one in found for t in one.tables))


def _parts(asked: Asked, parts: list[profile.Part] | None, key: str, unit: str, *, lying: bool = True) -> Shown:
    if not parts:
        return Shown()
    title = asked.say(key)
    named = [(part.name or asked.say("panel.merged"), part) for part in parts]
    chart = bars(title, unit, [(name, part.count) for name, part in named], lying=lying)
    rows = tuple((name, figure(asked, part.count, "wall.withheld"), known(part.share)) for name, part in named)
    heads = (Column(title), Column(unit, "count"), Column("%", "rate", 1))
    return Shown((chart,), (Table(title, heads, rows),))


def progress(asked: Asked) -> Shown:
    """Persons still poor and the incidence by year."""
    release, code, _ = asked.place
    periods = periods_of(release, tabs_of(release))
    persons, rates = profile.progress(release, code, periods)
    if all(known(value) is None for value in (*persons, *rates)):
        return Shown()
    title, unit = asked.say("panel.progress"), asked.say("papers.unit.persons")
    years = tuple(map(str, periods))
    indicator = release.indicators.get(INCIDENCE)
    rate = indicator.name(asked.view.period, asked.lang) if indicator else "%"
    counted = bars(title, unit, list(zip(years, persons, strict=True)), lying=False)
    line = Chart("line", rate, "%", years, (Series(rate, tuple(map(known, rates)), "accent"),), 2)
    charts = (counted,) if asked.view.indicator == INCIDENCE else (counted, line)
    rows = tuple((year, figure(asked, count), figure(asked, part)) for year, count, part
                 in zip(years, persons, rates, strict=True))  # fmt: skip
    heads = (Column(asked.say("map.period")), Column(unit, "count"), Column(f"{rate} (%)", "rate", 2))
    return Shown(charts, (Table(title, heads, rows),))


def coverage(asked: Asked) -> Shown:
    """What each kind of industry reaches."""
    found = coverage_by_kind(*asked.place, asked.lang)
    title = asked.say("panel.coverage")
    told = [row for _, row in found.iterrows()]
    connected = [row for row in told if row["state"] == CONNECTED]
    if not connected:
        return Shown()
    rows = []
    for row in told:
        absent = "wall.missing" if row["state"] == CONNECTED else "wall.not_connected"
        counts = ("villages", "village_count", "townships", "households", "activities")
        rows.append((str(row["name"]), *(figure(asked, float(row[name]), absent) for name in counts)))
    heads = columns(title, *(asked.say(f"papers.coverage.{name}")
                             for name in ("villages", "of", "townships", "households", "activities")))  # fmt: skip
    chart = bars(title, asked.say("unit.villages"), [(str(row["name"]), float(row["villages"])) for row in connected])
    return Shown((chart,), (Table(title, heads, tuple(rows)),))


def alerts_listed(asked: Asked) -> Shown:
    """What needs attention."""
    found = alerts(asked.release, asked.view.region, SHOWN)
    if not found:
        return Shown()
    heads = (Column(asked.say("panel.alerts")), Column(asked.say("papers.alert.who")), Column(
        asked.say("papers.alert.on"), "date"))  # fmt: skip
    rows = tuple((one.sentence(asked.lang), asked.say(f"alert.who.{one.kind.lower()}"), one.on.isoformat())
                 for one in found)  # fmt: skip
    return Shown(tables=(Table(asked.say("panel.alerts"), heads, rows),))


PANELS: Final[Mapping[str, Callable[[Asked], Shown]]] = MappingProxyType(
    {"causes": causes, "structure": structure, "progress": progress, "coverage": coverage, "alerts": alerts_listed}
)
