"""Who is first and who is last: the places of the regions, what moved, what is equal, and what is within a handful."""

import math
from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from data_access.changes.baseline import Baseline, NoBaseline
from data_access.indicators import Indicator
from data_access.messages import text
from data_access.rankings.announced import Announced
from data_access.rankings.opened import announced_figure
from data_access.rankings.places import Place, Standings
from data_access.rankings.score_file import Score
from data_access.rankings.scored import DECIMALS, Scored
from data_access.values import OK
from layouts import ids
from layouts.attributes import attributes
from layouts.numbers import decimal
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced
from layouts.view_state import OPTIONS

Cells = Callable[[Place], Sequence[Component]]


def by_indicator(
    found: Standings, indicator: Indicator, before: Baseline | NoBaseline, period: int, lang: str
) -> html.Section:
    """The places by one indicator; its value opens."""
    unit = indicator.unit_text(lang)
    sign = unit if unit in ("%", "‰") else ""

    def cells(place: Place) -> list[Component]:
        said = f"{indicator.format(place.value, lang)}{sign}"
        return [traced(said, indicator.code, lang, region=place.code, className="standing-value")]

    notes = [_best(indicator, lang), _compared(found, before, lang)]
    title = indicator.name(period, lang)
    return _panel("indicator", title, found, cells, [*_choice("indicator", lang), _notes(notes)], lang)


def by_score(found: Scored, score: Score, figure: str, before: Baseline | NoBaseline, lang: str) -> html.Section:
    """The places by a weighted score, which opens as `figure`; the indicators that it is made of open too."""

    def cells(place: Place) -> list[Component]:
        said = decimal(place.value, DECIMALS)
        return [traced(said, figure, lang, region=place.code, className="standing-value")]

    parts: list[str | Component] = [text("standing.score_of", lang)]
    for part in found.parts:
        if part.is_counted:
            parts += [traced(part.name, part.code, lang), f" {part.share:.0f}% "]
    left = [part.name or part.code for part in found.parts if not part.is_counted]
    notes: list[str | Component] = [html.Span(parts)]
    if left:
        notes.append(text("standing.score_left", lang, names=text("standing.and", lang).join(left)))
    is_told = isinstance(before, NoBaseline) or found.comparable
    notes.append(_compared(found.standings, before, lang) if is_told else text("standing.score_other", lang))
    head = [*_choice("score", lang), _notes(notes)]
    return _panel("score", score.name(lang), found.standings, cells, head, lang)


def as_announced(found: Announced | None, where: str, lang: str, *, connected: bool) -> html.Section:
    """The places of an occasion as announced below `where`, with the problems named and those mended; scores open."""
    choice = _choice("announced", lang)
    if found is None:
        body = html.Div([*choice, nothing(lang, connected=connected)], className="standing")
        return panel(text("standing.title", lang), "", body, name="standing", lang=lang)

    figure = announced_figure(found, where)

    def cells(place: Place) -> list[Component]:
        named, mended = found.issues.get(place.code, (math.nan, math.nan))
        issues = f"{decimal(mended, 0)}/{decimal(named, 0)}"
        hint = text("standing.issues_hint", lang)
        return [
            html.Span(issues, className="standing-issues", title=hint),
            html.Span("—", className="standing-value")
            if math.isnan(place.value)
            else traced(decimal(place.value, 1), figure, lang, region=place.code, className="standing-value"),
        ]

    events = html.Div(
        [
            html.Button(
                name,
                type="button",
                id={"type": ids.RANKING_EVENT, "event": event},
                className="ranking-chip",
                **attributes(aria_pressed=str(event == found.event).lower()),
            )
            for event, name in found.events.items()
        ],
        className="ranking-chips",
        role="group",
        **attributes(aria_label=text("standing.events", lang)),
    )
    notes = [text("standing.announced_note", lang)]
    if found.before_on is not None:
        notes.append(text("standing.announced_before", lang, day=found.before_on.strftime("%m-%d")))
    if found.doubtful:
        notes.append(text("standing.doubtful", lang, names=text("standing.and", lang).join(found.doubtful[:3])))
    title = f"{found.events[found.event]} · {found.held_on.isoformat()}"
    return _panel("announced", title, found.standings, cells, [*choice, events, _notes(notes)], lang)


def _panel(by: str, title: str, found: Standings, cells: Cells, head: Sequence[Component], lang: str) -> html.Section:
    """The head, a row a region that has a place, and in words those that have none."""
    if not found.ranked:
        body = [*head[:-1], nothing(lang, connected=True)]
    else:
        rows = [_row(place, cells, lang) for place in found.places[: found.ranked]]
        body = [
            *head,
            html.Div(rows, className="standing-rows whole-rows", role="table", **attributes(aria_label=title)),
        ]
        silent = _silent(found, lang)
        body += [html.P(silent, className="standing-silent")] if silent else []
    content = html.Div(body, className=f"standing is-{by}")
    return panel(text("standing.title", lang), title, content, name="standing", lang=lang)


def _row(place: Place, cells: Cells, lang: str) -> Component:
    """Rank, name, figures, movement, and what separates it from the region above."""
    shared = text("standing.shared", lang) if place.is_shared else ""
    rank = html.Span([html.B(str(place.rank)), html.I(shared)], className="standing-rank", role="cell")
    link = html.Button(place.name, type="button", **attributes(data_go=place.code))
    name = html.Span(link, role="rowheader", className="standing-name")
    told = attributes(data_region=place.code, data_place=str(place.rank), data_score=decimal(place.value, 2))
    figures = html.Span(list(cells(place)), className="standing-figures", role="cell")
    return html.Div(
        [rank, name, figures, _moved(place, lang), _near(place, lang)], className="standing-row", role="row", **told
    )


def _moved(place: Place, lang: str) -> Component:
    moved = place.moved
    if moved is None:
        return html.Span("", className="standing-moved", role="cell")
    if moved == 0:
        return html.Span("＝", className="standing-moved is-same", role="cell", title=text("standing.same", lang))
    way = "up" if moved > 0 else "down"
    said = f"{'▲' if moved > 0 else '▼'}{abs(moved)}"
    return html.Span(
        said,
        className=f"standing-moved is-{way}",
        role="cell",
        title=text(f"standing.moved_{way}", lang, before=place.before, now=place.now),
    )


def _near(place: Place, lang: str) -> Component:
    """The honest flag: a handful, counted otherwise, would swap two neighbours."""
    if place.margin is None:
        return html.Span("", className="standing-near", role="cell")
    amount = text(f"standing.unit.{place.margin.unit}", lang, count=place.margin.count)
    return html.Span(
        text("standing.near", lang, amount=amount),
        className="standing-near is-near",
        role="cell",
        title=text("standing.near_hint", lang, amount=amount, above=place.margin.above),
    )


def _choice(by: str, lang: str) -> list[Component]:
    """By what is ranked."""
    buttons = [
        html.Button(
            text(f"standing.by.{name}", lang),
            type="button",
            className="ranking-chip",
            **attributes(data_set=f"rank={name}", aria_pressed=str(name == by).lower()),
        )
        for name in OPTIONS["rank"]
    ]
    label = attributes(aria_label=text("standing.by.label", lang))
    return [html.Div(buttons, className="ranking-chips", role="group", **label)]


def _notes(notes: Sequence[str | Component]) -> Component:
    parts: list[str | Component] = []
    for note in notes:
        parts += [" · ", note] if parts else [note]
    return html.P(parts, className="standing-notes")


def _best(indicator: Indicator, lang: str) -> str:
    return text(f"standing.first.{('low', 'none', 'high')[indicator.good_direction + 1]}", lang)


def _compared(found: Standings, before: Baseline | NoBaseline, lang: str) -> str:
    """What the movement is against; where fewer regions are told of on both sides than have a place, how many."""
    if isinstance(before, NoBaseline):
        return before.said(lang)
    if not found.compared:
        return text("standing.not_compared", lang, since=before.said(lang))
    key = "standing.compared" if found.compared == found.ranked else "standing.compared_of"
    return text(key, lang, since=before.said(lang), count=found.compared)


def _silent(found: Standings, lang: str) -> str:
    """Who has no place, and why: by reason, in words."""
    grouped: dict[str, list[str]] = {}
    for place in found.silent:
        key = place.state if place.state != OK else "missing"
        grouped.setdefault(key, []).append(place.name)
    said = [
        text(f"standing.silent.{state}", lang, names=text("standing.and", lang).join(names[:6]), count=len(names))
        for state, names in grouped.items()
    ]
    return " ".join(said)
