"""The panels of the ranking view on paper."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from callbacks.papers.asked import Asked, Shown, bars, figure, known
from callbacks.ranking_asked import announcement, courses_asked, score_of
from data_access.changes.balance import Step, balances
from data_access.changes.baseline import Baseline, NoBaseline, baseline_of
from data_access.industry.change import signed
from data_access.messages import messages
from data_access.rankings.places import Place, Standings
from data_access.rankings.scored import DECIMALS, scored
from data_access.rankings.standings import standings
from data_access.values import MISSING, OK
from layouts.papers.sheet import Cell, Chart, Column, Series, Table

_LINES: Final = ("accent", "primary-strong", "good", "purple", "bad", "warn", "primary", "missing-line")
"""Of a chart of courses: the first regions have a line, all stand in the table."""

_MOST_BARS: Final = 24


def standing(asked: Asked) -> Shown:
    """Who is first and who is last, with what moved and what is within a handful."""
    lang, place = asked.lang, asked.place
    if asked.view.rank == "announced":
        told = announcement(asked.sources, asked.release, asked.view)
        if told is None:
            return Shown()
        title = f"{told.events[told.event]} · {told.held_on.isoformat()}"
        return _standings(asked, title, told.standings, Column(title, "count", 1), asked.say("standing.announced_note"))
    before = baseline_of(asked.release, asked.view.since, asked.view.period)
    earlier = before if isinstance(before, Baseline) else None
    if asked.view.rank == "score":
        score = score_of(asked.sources)
        made = scored(asked.release, score, *place[1:], earlier, lang)
        parts = "、".join(f"{part.name} {part.share:.0f}%" for part in made.parts if part.is_counted)
        note = f"{asked.say('standing.score_of')}{parts} · {_compared(asked, made.standings, before)}"
        return _standings(asked, score.name(lang), made.standings, Column(score.name(lang), "count", DECIMALS), note)
    if asked.view.indicator not in asked.release.indicators:
        return Shown()
    indicator = asked.release.indicator(asked.view.indicator)
    found = standings(asked.release, indicator.code, *place[1:], earlier, lang)
    title = indicator.name(asked.view.period, lang)
    first = asked.say(f"standing.first.{('low', 'none', 'high')[indicator.good_direction + 1]}")
    column = Column(f"{title} ({indicator.unit_text(lang)})", "rate", indicator.decimals)
    shown = _standings(asked, title, found, column, f"{first} · {_compared(asked, found, before)}")
    return Shown(tables=shown.tables)  # the map's own bars are the same


def _standings(asked: Asked, title: str, found: Standings, value: Column, note: str) -> Shown:
    heads = (Column(asked.say("map.rank"), "count"), Column(asked.say("tasks.head.region")), value,
             Column(asked.say("papers.moved")), Column(asked.say("papers.near")))  # fmt: skip
    rows = tuple(_row(asked, place) for place in found.places)
    named = f"{asked.say('standing.title')} · {title}"
    shown = [(place.name, place.value) for place in found.places[: min(found.ranked, _MOST_BARS)]]
    charts = (bars(named, "", shown, title, decimals=value.decimals),) if shown else ()
    return Shown(charts, (Table(named, heads, rows, note=note),))


def _row(asked: Asked, place: Place) -> tuple[Cell, ...]:
    moved, near = place.moved, place.margin
    way = "" if moved is None else asked.say("standing.same") if moved == 0 else (
        f"{'▲' if moved > 0 else '▼'}{abs(moved)}")  # fmt: skip
    amount = "" if near is None else asked.say(f"standing.unit.{near.unit}", count=near.count)
    value: Cell = place.value
    if math.isnan(place.value):
        value = asked.say(f"wall.{place.state if place.state != OK else MISSING}")
    rank: Cell = UNRANKED if place.rank is None else float(place.rank)
    return rank, place.name, value, way, asked.say("standing.near", amount=amount) if amount else ""


UNRANKED: Final = "—"


def _compared(asked: Asked, found: Standings, before: Baseline | NoBaseline) -> str:
    if isinstance(before, NoBaseline):
        return before.said(asked.lang)
    key = "standing.compared" if found.compared == found.ranked else "standing.compared_of"
    key = key if found.compared else "standing.not_compared"
    return asked.say(key, since=before.said(asked.lang), count=found.compared)


def courses(asked: Asked) -> Shown:
    """The value and the place of each region through the periods."""
    found = courses_asked(asked.sources, asked.release, asked.view).courses
    if found is None or not any(row.rank for row in found.rows):
        return Shown()
    title = asked.say("bump.title")
    lines = tuple(Series(row.name, tuple(known(value) for value, _ in row.steps), tone)
                  for row, tone in zip(found.rows, _LINES, strict=False))  # fmt: skip
    chart = Chart("line", title, "", found.labels, lines, 2)
    heads = (Column(asked.say("tasks.head.region")), *(Column(label, "count") for label in found.labels))
    rows = tuple((row.name, *(UNRANKED if rank is None else float(rank) for _, rank in row.steps))
                 for row in found.rows)  # fmt: skip
    return Shown((chart,) if len(found.labels) > 1 else (), (Table(f"{title} · {asked.say('map.rank')}", heads, rows),))


def balance(asked: Asked) -> Shown:
    """Households in and out since the earlier side."""
    before = baseline_of(asked.release, asked.view.since, asked.view.period)
    if not isinstance(before, Baseline):
        return Shown()
    tables = []
    for one in balances(asked.release, before, *asked.place[1:]):
        title = asked.say(f"balance.of.{one.key}")
        since = asked.say("balance.unit", since=before.said(asked.lang))
        heads = (Column(title), Column(since, "text"))
        rows = tuple((_step_name(asked, step, before), _amount(asked, step)) for step in one.steps)
        tables.append(Table(f"{asked.say('balance.title')} · {title}", heads, rows))
    return Shown(tables=tuple(tables))


def _step_name(asked: Asked, step: Step, before: Baseline) -> str:
    key = f"balance.step.{step.key}"
    if step.key == "then" and before.is_year:
        return str(before.period)
    return asked.say(key if key in messages() else "balance.step.other")


def _amount(asked: Asked, step: Step) -> Cell:
    if math.isnan(step.value):
        return figure(asked, step.value)
    return f"{step.value:,.0f}" if step.is_total else signed(step.value, 0)


PANELS: Final[Mapping[str, Callable[[Asked], Shown]]] = MappingProxyType(
    {"standing": standing, "bump": courses, "balance": balance}
)
