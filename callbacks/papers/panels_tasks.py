"""The panels of the battle map on paper."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from callbacks.papers.asked import Asked, Shown, bars, columns, figure, known
from callbacks.tasks_unmet import guarantee_name
from data_access.tasks.checks import cross_checks
from data_access.tasks.guarantees import unmet_guarantees
from data_access.tasks.listed import LateTask, late_tasks, works_map
from data_access.tasks.progress import CATEGORY, TaskSums, funds, task_progress
from layouts.numbers import share
from layouts.papers.sheet import Cell, Chart, Column, Series, Table

_MOST_PAGES: Final = 8
"""Of a list that is read live, twenty-five rows each."""

_MOST_BARS: Final = 20


def advance(asked: Asked) -> Shown:
    """Plan against actual by region."""
    found = task_progress(*asked.place)
    if math.isnan(found.whole.count):
        return Shown()
    title, unit = asked.say("tasks.advance"), asked.say("unit.tasks")
    heads = columns(asked.say("tasks.head.region"), asked.say("papers.tasks"), asked.say("papers.due"), *(
        asked.say(f"tasks.head.{name}") for name in ("finished", "at_risk", "late")))  # fmt: skip
    named = [(asked.say("tasks.whole"), found.whole), *((sums.region.name(asked.lang), sums) for sums in found.rows)]
    rows = tuple(_sums(asked, name, sums) for name, sums in named)
    shown = found.rows[:_MOST_BARS]
    parts = (("finished", "good"), ("late", "bad"), ("at_risk", "warn"))
    series = tuple(Series(asked.say(f"tasks.head.{part}"), tuple(known(getattr(sums, part)) for sums in shown), tone)
                   for part, tone in parts)  # fmt: skip
    names = tuple(sums.region.name(asked.lang) for sums in shown)
    charts = (Chart("stacked", title, unit, names, series),) if shown else ()
    return Shown(charts, (Table(title, (*heads, Column("%", "rate", 1)), rows, note=_doubts(asked, found.whole)),))


def _sums(asked: Asked, name: str, sums: TaskSums) -> tuple[Cell, ...]:
    counts = (sums.count, sums.due, sums.finished, sums.at_risk, sums.late)
    return name, *(figure(asked, value) for value in counts), known(share(sums.finished, sums.count))


def _doubts(asked: Asked, sums: TaskSums) -> str:
    counts = (("undated", sums.undated), ("unowned", sums.unowned))
    return " · ".join(asked.say(f"tasks.{name}", count=f"{value:,.0f}") for name, value in counts if value > 0)


def works(asked: Asked) -> Shown:
    """The works with their days, open ones first."""
    if not _is_told(asked):
        return Shown()
    ask = asked.sources.database(), asked.scope.on_wall(), asked.release, asked.view.region
    first = works_map(*ask)
    pages = min(-(-first.total // first.page_size), _MOST_PAGES) if first.rows else 1
    rows = [row for page in range(pages) for row in (first if page == 0 else works_map(*ask, page=page)).rows]
    names = ("task", "place", "start", "end", "finished", "state")
    heads = tuple(Column(asked.say(f"papers.works.{name}"), "date" if name in ("start", "end", "finished") else "text")
                  for name in names)  # fmt: skip
    told = tuple(
        (row.title_zh, _place(asked, row.region_code), row.start.isoformat(), row.end.isoformat(),
         row.finished.isoformat() if row.finished else "",
         asked.say(f"official.state.{'done' if row.finished else 'late' if row.is_late else 'open'}"))
        for row in rows
    )  # fmt: skip
    note = asked.say("papers.list_first", shown=len(told), count=first.total)
    if first.undated:
        note += " · " + asked.say("tasks.works_undated", count=f"{first.undated:,}")
    return Shown(tables=(Table(asked.say("tasks.works"), heads, told, note=note),))


def money(asked: Asked) -> Shown:
    """The money of the projects, all and by category."""
    every, categories = funds(*asked.place)
    if math.isnan(every.count):
        return Shown()
    title = asked.say("tasks.money")
    named = [(asked.say("tasks.whole"), every), *(
        (asked.release.code_name(CATEGORY, one.category or "", asked.lang), one) for one in categories)]  # fmt: skip
    heads = (Column(title), Column(asked.say("papers.projects"), "count"),
             Column(asked.say("papers.budget_yuan"), "money"), Column(asked.say("papers.spent_yuan"), "money"),
             Column("%", "rate", 1), Column(asked.say("tasks.money_benefit"), "count"))  # fmt: skip
    rows = tuple((name, figure(asked, one.count), figure(asked, one.budget), figure(asked, one.paid),
                  known(one.paid_percent), figure(asked, one.households)) for name, one in named)  # fmt: skip
    names = tuple(name for name, _ in named[1:])
    series = (
        Series(asked.say("tasks.money_budget"), tuple(_in_10k(one.budget) for one in categories), "missing-line"),
        Series(asked.say("tasks.money_paid"), tuple(_in_10k(one.paid) for one in categories), "primary-strong"),
    )
    charts = (Chart("bar", title, asked.say("papers.10k_yuan"), names, series, 1),) if names else ()
    return Shown(charts, (Table(title, heads, rows),))


def _in_10k(yuan: float) -> float | None:
    return None if math.isnan(yuan) else yuan / 1e4


def late(asked: Asked) -> Shown:
    """The late tasks with who answers for them."""
    if not _is_told(asked):
        return Shown()
    ask = asked.sources.database(), asked.scope.on_wall(), asked.release, asked.view.region
    first = late_tasks(*ask)
    pages = min(-(-first.total // first.page_size), _MOST_PAGES) if first.rows else 1
    rows = [row for page in range(pages) for row in (first if page == 0 else late_tasks(*ask, page=page)).rows]
    heads = (Column(asked.say("tasks.late")), Column(asked.say("tasks.head.region")),
             Column(asked.say("papers.works.end"), "date"), Column(asked.say("papers.late_days"), "count"),
             Column(asked.say("papers.owner")))  # fmt: skip
    told = tuple((row.title_zh, row.region_zh, row.due_on.isoformat(), float(row.days), _owner(asked, row))
                 for row in rows)  # fmt: skip
    note = asked.say("papers.list_first", shown=len(told), count=first.total) if told else asked.say("tasks.late_none")
    return Shown(tables=(Table(asked.say("tasks.late"), heads, told, note=note),))


def _owner(asked: Asked, task: LateTask) -> str:
    named = " · ".join(name for name in (task.official_zh, task.organisation_zh) if name)
    return named or asked.say("tasks.no_owner")


def unmet(asked: Asked) -> Shown:
    """Households without a guarantee, by guarantee and by village."""
    found = unmet_guarantees(*asked.place)
    if math.isnan(found.checked):
        return Shown()
    title, unit = asked.say("tasks.unmet"), asked.say("papers.unit.households")
    names = {item: guarantee_name(asked.release, item, asked.lang) for item in asked.release.items("ASSURANCE")}
    items = [(names.get(one.item, one.item), one.households) for one in found.items]
    by_item = tuple((name, figure(asked, count, "wall.withheld")) for name, count in items)
    tables = [
        Table(title, columns(title, unit), by_item, note=asked.say("tasks.checked", count=f"{found.checked:,.0f}"))
    ]
    if found.villages:
        heads = (Column(asked.say("duty.column.village")), Column(asked.say("duty.column.township")), Column(title),
                 Column(unit, "count"))  # fmt: skip
        rows = tuple((one.name_zh, one.township_zh, names.get(one.item, one.item), float(one.households))
                     for one in found.villages)  # fmt: skip
        notes = [asked.say("papers.list_first", shown=len(rows), count=found.total)]
        if found.withheld:
            withheld = "、".join(names.get(item, item) for item in found.withheld)
            notes.append(asked.say("tasks.unmet_withheld", names=withheld))
        tables.append(Table(f"{title} · {asked.say('duty.column.village')}", heads, rows, note=" · ".join(notes)))
    return Shown((bars(title, unit, items, tone="bad"),), tuple(tables))


def checks(asked: Asked) -> Shown:
    """What departments are to settle."""
    if not asked.is_within:
        return Shown()
    found = cross_checks(asked.scope.on_wall(), *asked.place)
    title = asked.say("tasks.checks")
    rows: list[tuple[Cell, ...]] = [
        (asked.say(f"tasks.conflict.{name}"), asked.say(f"tasks.between.{name}"), figure(asked, count), "")
        for name, count in found.conflicts
    ]
    rows += [
        (one.rule_zh or asked.say("tasks.rare_rule"), one.department_zh or asked.say("tasks.no_department"),
         float(one.count), one.since.isoformat() if one.since else "")
        for one in found.rules or ()
    ]  # fmt: skip
    heads = (Column(title), Column(asked.say("warnings.column.department")), Column(asked.say("wall.value"), "count"),
             Column(asked.say("papers.since"), "date"))  # fmt: skip
    note = "" if found.rules is not None else asked.say("tasks.checks_above")
    return Shown(tables=(Table(title, heads, tuple(rows), note=note),)) if rows else Shown()


def _is_told(asked: Asked) -> bool:
    """Tasks by name are told of the year of the data alone."""
    is_now = asked.view.period == asked.release.as_of.year
    return asked.release.themes["tasks"] and is_now and asked.is_within


def _place(asked: Asked, code: str | None) -> str:
    is_known = code is not None and code in asked.release.tree.index
    return asked.release.region(code).name(asked.lang) if code and is_known else ""


PANELS: Final[Mapping[str, Callable[[Asked], Shown]]] = MappingProxyType(
    {"advance": advance, "late": late, "works": works, "money": money, "unmet": unmet, "checks": checks}
)
