"""The panels of the monitoring view on paper."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from callbacks.papers.asked import Asked, Shown, bars, columns, figure, known
from data_access.monitoring.cases import COLUMNS, OPEN, PERSONS, Part, funnel, open_cases
from data_access.monitoring.insurance import insurance
from data_access.monitoring.lines import lines_of
from data_access.monitoring.warnings import warnings
from data_access.rules import NATIONAL
from layouts.numbers import share
from layouts.papers.sheet import Cell, Chart, Column, Series, Table

_TONES: Final = ("primary-strong", "accent", "purple", "good")


def way(asked: Asked) -> Shown:
    """The way of the cases: decided, helped, ended by help and naturally, open."""
    found = funnel(*asked.place)
    if found is None:
        return Shown()
    title = asked.say("funnel.title")
    steps = (
        (asked.say("funnel.identified"), found.identified),
        (asked.say("papers.funnel.in_time"), found.in_time),
        (asked.say("funnel.helped"), found.helped),
        (asked.say("funnel.eliminated"), found.by_help),
        (asked.say("balance.step.eliminated_natural"), found.naturally),
        (asked.say("funnel.open"), found.open),
    )
    rows = tuple((name, figure(asked, count), known(share(count, found.identified))) for name, count in steps)
    heads = (Column(title), Column(asked.say("papers.cases"), "count"), Column("%", "rate", 1))
    open_people = asked.say(
        "funnel.open_people",
        households=_whole(asked, asked.release.quantity(OPEN, *asked.place[1:])),
        persons=_whole(asked, asked.release.quantity(PERSONS, *asked.place[1:])),
    )
    note = f"{asked.say('funnel.unit')} · {asked.say('funnel.open')} {open_people}"
    return Shown((bars(title, asked.say("papers.cases"), steps),), (Table(title, heads, rows, note=note),))


def _whole(asked: Asked, value: float) -> str:
    said = figure(asked, value, "wall.withheld")
    return said if isinstance(said, str) else f"{said:,.0f}"


def cases(asked: Asked) -> Shown:
    """The open cases by kind of object, by main risk, and by place."""
    found = open_cases(*asked.place, asked.lang)
    if found is None:
        return Shown()
    title, unit = asked.say("cases.title"), asked.say("papers.cases")
    charts = [bars(f"{title} · {name}", unit, [(part.name or asked.say("cases.unknown"), part.count) for part in parts])
              for name, parts in ((asked.say("papers.by_object"), found.objects), (asked.say("cases.by_risk"),
                                                                                found.risks)) if parts]  # fmt: skip
    heads = columns(*(asked.say(f"cases.column.{name}") for name in ("place", *COLUMNS)))
    rows = tuple((place.name, *(figure(asked, value, "wall.withheld") for value in place.figures))
                 for place in found.places)  # fmt: skip
    tables = [Table(title, heads, rows)] if rows else []
    tables += [_parts(asked, f"{title} · {asked.say('papers.by_object')}", found.objects),
               _parts(asked, f"{title} · {asked.say('cases.by_risk')}", found.risks)]  # fmt: skip
    return Shown(tuple(charts), tuple(table for table in tables if table.rows))


def _parts(asked: Asked, title: str, parts: Sequence[Part]) -> Table:
    rows = tuple((part.name or asked.say("cases.unknown"), figure(asked, part.count, "monitor.withheld"))
                 for part in parts)  # fmt: skip
    return Table(title, columns(title, asked.say("papers.cases")), rows)


def lines(asked: Asked) -> Shown:
    """The income lines by year, and who set them."""
    found = [line for line in lines_of(asked.release, asked.view.region, asked.lang) if line.yuan]
    if not found:
        return Shown()
    years = sorted({year for line in found for year in line.yuan})
    names = [asked.say(f"lines.{line.code.lower()}") for line in found]
    series = tuple(Series(name, tuple(line.yuan.get(year) for year in years), _TONES[at % len(_TONES)])
                   for at, (name, line) in enumerate(zip(names, found, strict=True)))  # fmt: skip
    title, unit = asked.say("lines.title"), asked.say("lines.unit")
    heads = (Column(asked.say("map.period")), *(col for name in names
             for col in (Column(name, "money"), Column(asked.say("papers.set_by")))))  # fmt: skip
    rows = []
    for year in years:
        row: list[Cell] = [str(year)]
        for line in found:
            setter = line.setters.get(year)
            row += [line.yuan[year] if year in line.yuan else asked.say("papers.not_set"), _setter(asked, setter)]
        rows.append(tuple(row))
    chart = Chart("line", title, unit, tuple(map(str, years)), series)
    return Shown((chart,), (Table(title, heads, tuple(rows), note=unit),))


def _setter(asked: Asked, setter: str | None) -> str:
    if setter == NATIONAL:
        return asked.say("lines.nation")
    is_region = setter is not None and setter in asked.release.tree.index
    return asked.release.region(setter).name(asked.lang) if setter and is_region else setter or ""


def waiting(asked: Asked) -> Shown:
    """The unchecked alerts by department and by region."""
    if asked.view.period != asked.release.as_of.year:
        return Shown()
    found = warnings(asked.release, asked.view.region, asked.lang)
    if found is None or not found.pending:
        return Shown()
    title = asked.say("warnings.title")
    heads = (Column(asked.say("warnings.column.department")), Column(asked.say("warnings.column.overdue"), "count"),
             Column(asked.say("warnings.column.waiting"), "count"),
             Column(asked.say("warnings.column.due"), "date"))  # fmt: skip
    rows = tuple((one.name, float(one.overdue), float(one.pending - one.overdue),
                  one.due_on.isoformat() if one.due_on else "") for one in found.departments)  # fmt: skip
    tables = [Table(title, heads, rows)]
    if found.places:
        named = columns(*(asked.say(f"warnings.column.{name}") for name in ("place", "overdue", "pending")))
        places = tuple((one.name, float(one.overdue), float(one.pending)) for one in found.places)
        tables.append(Table(f"{title} · {asked.say('warnings.column.place')}", named, places))
    late = bars(f"{title} · {asked.say('warnings.column.overdue')}", asked.say("papers.unit.alerts"),
                [(one.name, float(one.overdue)) for one in found.departments], tone="bad")  # fmt: skip
    return Shown((late,), tuple(tables))


def policies(asked: Asked) -> Shown:
    """The policies of the insurance by year."""
    found = insurance(asked.release, asked.view.region, asked.lang)
    if found is None:
        return Shown()
    title = f"{asked.say('insurance.title')} · {asked.say('insurance.of', region=found.name)}"
    names = [asked.say(f"insurance.{name}") for name in ("insured", "monitored", "eligible")]
    heads = (*columns(asked.say("map.period"), *names, asked.say("papers.claims")),
             Column(asked.say("papers.paid_yuan"), "money"),
             Column(asked.say("papers.premium_yuan"), "money"))  # fmt: skip
    told = [(year.period, (*year.persons, year.claims, year.paid_yuan, year.premium_yuan)) for year in found.years]
    rows = tuple((str(period), *(figure(asked, value) for value in values)) for period, values in told)
    return Shown(tables=(Table(title, heads, rows),))


PANELS: Final[Mapping[str, Callable[[Asked], Shown]]] = MappingProxyType(
    {"funnel": way, "cases": cases, "lines": lines, "warnings": waiting, "insurance": policies}
)
