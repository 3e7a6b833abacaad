"""What stands on the sheet of one view: place, headlines, map, tables and charts, with the figures of the wall."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from callbacks.briefing_words import name_of_view
from callbacks.kpi_strip import headlines_of
from callbacks.papers import (
    panels_duty,
    panels_industry,
    panels_monitor,
    panels_overview,
    panels_ranking,
    panels_tasks,
)
from callbacks.papers.asked import Asked, Shown, bars, column_of, known, with_unit
from callbacks.papers.drawn_map import Values, map_of, values_of
from callbacks.ranking_asked import announcement
from callbacks.sentence import sentence_of
from data_access.rankings.places import ranks
from data_access.values import MISSING
from layouts.panels.kpi_strip import figure_of, label_of, note_of
from layouts.papers.sheet import Cell, Chart, Column, Headline, Series, Sheet, Table

PANELS: Final[Mapping[str, Mapping[str, Callable[[Asked], Shown]]]] = MappingProxyType(
    {
        "overview": panels_overview.PANELS,
        "industry": panels_industry.PANELS,
        "monitor": panels_monitor.PANELS,
        "duty": panels_duty.PANELS,
        "tasks": panels_tasks.PANELS,
        "ranking": panels_ranking.PANELS,
    }
)
"""What each view has on paper, in this order."""

MOST_BARS: Final = 24

_MAY_BE_EMPTY: Final = frozenset({"alerts", "warnings", "belts", "late", "works", "balance"})
"""Panels whose emptiness says that there is nothing, not that nobody told."""


def sheet_of(asked: Asked, theme: str, *, title: str = "", notes: str = "", missing: tuple[str, ...] = ()) -> Sheet:
    """The sheet of a view; `missing` says what its address names in vain. Raises the errors of the release."""
    view, release = asked.view, asked.release
    found = values_of(asked)
    panels = _panels(asked)
    own = panels.values()
    shown = Shown(tuple(chart for one in own for chart in one.charts), tuple(t for one in own for t in one.tables))
    absent = [name for name, one in panels.items() if not one.tables and name not in _MAY_BE_EMPTY]
    named = name_of_view(view, release, asked.lang)
    regions = [region.name(asked.lang) for region in (*release.ancestors(view.region),)]
    map_charts = _charts(asked, found)
    map_tables = () if found is None else (_table(asked, found),)
    is_first = view.spotlight not in PANELS[view.view]
    return Sheet(
        title=title or named,
        place=" › ".join(regions),
        period=asked.say("papers.period", period=view.period),
        notes=notes,
        sentence=_sentence(asked),
        headlines=_headlines(asked),
        map=map_of(asked, found, theme),
        charts=(*map_charts, *shown.charts) if is_first else (*shown.charts, *map_charts),
        tables=(*map_tables, *shown.tables) if is_first else (*shown.tables, *map_tables),
        missing=(*missing, *_without(asked, absent)),
    )


def _panels(asked: Asked) -> dict[str, Shown]:
    """The panels of the view by name, the one that is enlarged first."""
    named = PANELS[asked.view.view]
    order = sorted(named, key=lambda name: name != asked.view.spotlight)
    return {name: named[name](asked) for name in order}


def _without(asked: Asked, names: list[str]) -> tuple[str, ...]:
    """That panels have nothing to show, in words."""
    if not names:
        return ()
    said = asked.say("standing.and").join(asked.say(f"scenes.panel.{name}") for name in names)
    return (asked.say("papers.panels_absent", names=said),)


def _sentence(asked: Asked) -> str:
    is_announced = asked.view.view == "ranking" and asked.view.rank == "announced"
    told = announcement(asked.sources, asked.release, asked.view) if is_announced else None
    is_known = asked.view.indicator in asked.release.indicators
    return sentence_of(asked.release, asked.view, asked.sources.settings, told) if is_known else ""


def _headlines(asked: Asked) -> tuple[Headline, ...]:
    found = headlines_of(asked.sources.settings, asked.release, asked.view)
    indicators = asked.release.indicators
    return tuple(
        Headline(label_of(one, indicators.get(one.indicator or ""), asked.lang), *figure_of(one, asked.lang),
                 note_of(one, asked.lang))
        for one in found
    )  # fmt: skip


def _charts(asked: Asked, found: Values | None) -> tuple[Chart, ...]:
    """The regions of the map as bars, the best first, and the region itself through the years."""
    if found is None:
        return ()
    indicator, lang = found.indicator, asked.lang
    unit = indicator.unit_text(lang)
    name = indicator.name(asked.view.period, lang)
    placed = sorted(_placed(found), key=lambda row: (row[0] is None, row[0] or 0))
    rows = [(found.regions[at].name(lang), found.values[at]) for rank, at in placed if rank is not None][:MOST_BARS]
    charts = []
    if len(rows) > 1:
        charts.append(bars(name, unit, rows, decimals=indicator.decimals))
    release, code, _ = asked.place
    years = [year for year in asked.choices.periods if year <= asked.view.period]
    series = tuple(known(_shown(release.value(indicator.code, code, year), indicator.decimals)) for year in years)
    if sum(value is not None for value in series) > 1:
        own = release.region(code).name(lang)
        line = Series(own, series, "accent")
        charts.append(Chart("line", f"{own} · {name}", unit, tuple(map(str, years)), (line,), indicator.decimals))
    return tuple(charts)


def _shown(value: float, decimals: int) -> float:
    return value if math.isnan(value) else float(f"{value:.{decimals}f}")


def _placed(found: Values) -> list[tuple[int | None, int]]:
    """The rank of each region of the map, by what is shown, and its place there."""
    decimals = found.indicator.decimals
    values = [math.nan if value is None else _shown(value, decimals) for value in found.values]
    return list(zip(ranks(values, found.indicator.good_direction), range(len(values)), strict=True))


def _table(asked: Asked, found: Values) -> Table:
    """The regions of the map: rank, value, and what it is made of; the best first."""
    indicator, lang = found.indicator, asked.lang
    value = column_of(indicator, asked.view.period, lang)
    heads = [Column(asked.say("map.rank"), "count"), Column(asked.say("tasks.head.region")), value]
    parts = [found.column.numerators, found.column.denominators] if indicator.denominator else []
    if parts:
        heads += [Column(asked.say("wall.numerator"), "count"), Column(asked.say("wall.denominator"), "count")]
    rows = []
    for rank, at in sorted(_placed(found), key=lambda row: (row[0] is None, row[0] or 0, row[1])):
        state = asked.say(f"wall.{found.states[at] or MISSING}")
        value_shown = found.values[at]
        shown: Cell = state if value_shown is None else float(value_shown)
        own: list[Cell] = ["—" if rank is None else float(rank), found.regions[at].name(lang), shown]
        rows.append((*own, *(known(part[at]) for part in parts)))
    note = ""
    if parts and indicator.denominator_zh and lang != "en":
        note = asked.say("papers.made_of", numerator=indicator.numerator_zh, denominator=indicator.denominator_zh)
    own_value = with_unit(indicator.name(asked.view.period, lang), indicator.unit_text(lang))
    return Table(own_value, tuple(heads), tuple(rows), note=note)
