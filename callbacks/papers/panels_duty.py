"""The panels of the duty view on paper."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from callbacks.papers.asked import Asked, Shown, bars, columns, figure, known
from data_access.duty.figures import LOADS, TEAMS, VISIT_AGES, VISITS, chain, figures_of
from data_access.duty.lapses import TEAM, LapsedVillage, LapsePage, lapsed_villages
from data_access.rules import LOAD_CLASSES, MONITORED_VISIT_DAYS, VISIT_DAYS
from layouts.numbers import share
from layouts.papers.sheet import Cell, Column, Table

_RULES: Final = {"monitored": MONITORED_VISIT_DAYS, "other": VISIT_DAYS}
_MOST_PAGES: Final = 20


def links(asked: Asked) -> Shown:
    """The chain of duty: for how many somebody answers at each level."""
    found = chain(*asked.place)
    title = asked.say("duty.chain")
    heads = (Column(title), Column(asked.say("papers.role")), Column(asked.say("papers.led"), "count"),
             Column(asked.say("papers.of"), "count"), Column("%", "rate", 1))  # fmt: skip
    rows = tuple(
        (asked.say(f"duty.level.{link.level}"), asked.say(f"duty.role.{link.role}"), figure(asked, link.led),
         figure(asked, link.whole), known(share(link.led, link.whole)))
        for link in found
    )  # fmt: skip
    return Shown(tables=(Table(title, heads, rows),)) if rows else Shown()


def loads(asked: Asked) -> Shown:
    """Helpers by how many households each has."""
    found = figures_of(*asked.place, LOADS)
    if math.isnan(found["helper_official_count"]):
        return Shown()
    title, unit = asked.say("duty.loads"), asked.say("papers.unit.people")
    classes = [(asked.say(f"duty.load.{name}"), found[name]) for name in LOAD_CLASSES]
    helpers = found["helper_official_count"]
    each = found["helper_household_count"] / helpers if helpers > 0 else math.nan
    rows: list[tuple[Cell, ...]] = [
        (asked.say("duty.helpers"), figure(asked, helpers)),
        (asked.say("duty.each"), figure(asked, round(each, 2))),
        (asked.say("duty.most"), figure(asked, found["helper_most_household_count"])),
        (asked.say("duty.alone"), figure(asked, found["no_helper_household_count"])),
        *((f"{asked.say('duty.loads_unit')} {name}", figure(asked, count)) for name, count in classes),
    ]
    chart = bars(f"{title} · {asked.say('duty.loads_unit')}", unit, classes, lying=False)
    return Shown((chart,), (Table(title, columns(title, asked.say("wall.value")), tuple(rows)),))


def visits(asked: Asked) -> Shown:
    """Visits against the rule, and how long ago the last one was."""
    found = figures_of(*asked.place, VISITS)
    if math.isnan(found["visit_due_household_count"]):
        return Shown()
    title, unit = asked.say("duty.visits"), asked.say("papers.unit.households")
    rules = [name for name in _RULES if asked.release.themes["monitoring"] or name != "monitored"]
    rows: list[tuple[Cell, ...]] = []
    for name in rules:
        late, due = found[f"visit_overdue_{name}_household_count"], found[f"visit_due_{name}_household_count"]
        said = asked.say(f"duty.rule.{name}", days=_RULES[name])
        rows.append((said, figure(asked, late), figure(asked, due), known(share(late, due))))
    late, due = found["visit_overdue_household_count"], found["visit_due_household_count"]
    rows.append((asked.say("tasks.whole"), figure(asked, late), figure(asked, due), known(share(late, due))))
    heads = (*columns(title, asked.say("papers.missed"), asked.say("papers.due")), Column("%", "rate", 1))
    ages = [(asked.say(f"duty.age.{name}"), found[name]) for name in VISIT_AGES]
    last = f"{title} · {asked.say('duty.last_visit')}"
    aged = tuple((name, figure(asked, count)) for name, count in ages)
    tables = (Table(title, heads, tuple(rows)),
              Table(last, columns(last, unit), aged))  # fmt: skip
    return Shown((bars(last, unit, ages, lying=False),), tables)


def teams(asked: Asked) -> Shown:
    """Villages with a team and with a first secretary, and the days of the members."""
    found = figures_of(*asked.place, TEAMS)
    if math.isnan(found["team_village_count"]):
        return Shown()
    people, spent, due = (found[name] for name in ("team_day_official_count", "team_village_day_count",
                                                    "team_required_day_count"))  # fmt: skip
    each = (spent / people, due / people) if people > 0 and due > 0 else (math.nan, math.nan)
    title, villages = asked.say("duty.teams"), found["village_count"]
    rows: tuple[tuple[Cell, ...], ...] = (
        (asked.say("duty.team"), figure(asked, found["team_village_count"]), known(villages)),
        (asked.say("duty.first_secretary"), figure(asked, found["first_secretary_village_count"]), known(villages)),
        (asked.say("kpi.duty_lacking"), figure(asked, found["team_lacking_village_count"]), known(villages)),
        (asked.say("duty.days"), figure(asked, round(each[0], 1)), known(round(each[1], 1))),
        (asked.say("papers.short_people"), figure(asked, found["team_short_official_count"]), known(people)),
    )
    heads = columns(title, asked.say("wall.value"), asked.say("papers.of"))
    return Shown(tables=(Table(title, heads, rows),))


def silent(asked: Asked) -> Shown:
    """The villages where a duty was not done, the most first."""
    lapse = asked.view.lapse
    found = _every_page(asked, lapse)
    first = found[0]
    if math.isnan(first.lapsed):
        return Shown()
    title = f"{asked.say('duty.silent')} · {asked.say(f'duty.lapse.{lapse}')}"
    names = ("village", "township", *(("team", "short") if lapse == TEAM else ()))
    heads = [Column(asked.say(f"duty.column.{name}")) for name in names]
    if lapse != TEAM:
        heads += [Column(asked.say("papers.missed"), "count"), Column(asked.say("papers.due"), "count")]
    else:
        heads[-1] = Column(asked.say("duty.column.short"), "count")
    rows = tuple(_lapsed(asked, row, lapse) for page in found for row in page.rows)
    note = asked.say("papers.list_first", shown=len(rows), count=first.total) if rows else asked.say(
        f"duty.none.{lapse}")  # fmt: skip
    return Shown(tables=(Table(title, tuple(heads), rows, note=note),))


def _every_page(asked: Asked, lapse: str) -> list[LapsePage]:
    found = [lapsed_villages(*asked.place, lapse)]
    pages = min(-(-found[0].total // found[0].page_size), _MOST_PAGES)
    return found + [lapsed_villages(*asked.place, lapse, page=page) for page in range(1, pages)]


def _lapsed(asked: Asked, row: LapsedVillage, lapse: str) -> tuple[Cell, ...]:
    if lapse != TEAM:
        return row.name_zh, row.township_zh, figure(asked, row.lapsed), figure(asked, row.of)
    lack = "no_team" if not row.has_team else "complete" if row.has_first_secretary else "no_first"
    return row.name_zh, row.township_zh, asked.say(f"duty.team_state.{lack}"), figure(asked, row.short)


PANELS: Final[Mapping[str, Callable[[Asked], Shown]]] = MappingProxyType(
    {"chain": links, "loads": loads, "visits": visits, "teams": teams, "silent": silent}
)
