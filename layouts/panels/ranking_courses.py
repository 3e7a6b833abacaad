"""Places through the periods, all together and each region by itself."""

import math
from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.rankings.courses import Course, Courses, span
from layouts.attributes import attributes
from layouts.figures.ranking_courses import bump_chart, first_of, last_of, small_course
from layouts.figures.style import CONFIG
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced

MOST_CELLS = 30

Write = Callable[[float], str]
"""How a value is written on the screen."""


def bump_panel(
    found: Courses | None, figure: str | None, write: Write, lang: str, rem: float, theme: str, *, connected: bool
) -> html.Section:
    """Lines of places; beside them the names of the first and the last. One period alone makes no course."""
    title, unit = text("bump.title", lang), text("bump.unit", lang)
    if found is None or not found.told:
        return panel(title, "", nothing(lang, connected=connected), name="bump", lang=lang)
    if found.told < 2:
        return panel(title, "", html.P(text("bump.one", lang), className="ranking-none"), name="bump", lang=lang)

    def said(row: Course, at: int) -> str:
        value, rank = row.steps[at]
        return f"{row.name} {found.labels[at]}: {rank} ({write(value)})"

    chart = dcc.Graph(figure=bump_chart(found, figure, said, rem, theme), config=CONFIG, className="bump-chart")
    names = [html.Div([_named(row) for row in rows], className=f"bump-names is-{end}")
             for end, rows in (("first", first_of(found)), ("last", last_of(found)))]  # fmt: skip
    body = html.Div([chart, html.Div(names, className="bump-side")], className="bump")
    return panel(title, unit, body, name="bump", lang=lang)


def _named(row: Course) -> Component:
    return html.Button(
        [html.B(str(row.rank)), html.Span(row.name)],
        type="button",
        className="bump-name",
        **attributes(data_go=row.code),
    )


def multiples_panel(
    found: Courses | None, figure: str | None, write: Write, lang: str, theme: str, *, connected: bool
) -> html.Section:
    """A small line a region, in the order of their places and all on one scale."""
    title = text("multiples.title", lang)
    low, high = span(found) if found is not None else (math.nan, math.nan)
    if found is None or math.isnan(low):
        return panel(title, "", nothing(lang, connected=connected), name="multiples", lang=lang)
    cells = [_cell(found, row, figure, write, low, high, lang, theme) for row in found.rows[:MOST_CELLS]]
    body: list[Component] = [html.Div(cells, className="multiples-grid whole-rows")]
    rest = len(found.rows) - len(cells)
    if rest:
        body.append(html.P(text("multiples.more", lang, count=rest), className="multiples-more"))
    unit = text("multiples.unit", lang, first=found.labels[0], last=found.labels[-1])
    return panel(title, unit, html.Div(body, className="multiples"), name="multiples", lang=lang)


def _cell(
    found: Courses, row: Course, figure: str | None, write: Write, low: float, high: float, lang: str, theme: str
) -> Component:
    value = row.steps[-1][0]
    said = write(value)
    shown: Component = html.Span(said, className="multiples-value")
    if figure is not None and not math.isnan(value):
        period = found.periods[-1] if found.periods else None
        shown = traced(said, figure, lang, region=row.code, period=period, className="multiples-value")
    name = html.Button(row.name, type="button", className="multiples-name", **attributes(data_go=row.code))
    drawing = small_course([step for step, _ in row.steps], low, high, theme)
    picture = html.Img(src=drawing, alt="", className="multiples-line") if drawing else html.Span()
    return html.Div([html.Div([name, shown], className="multiples-head"), picture], className="multiples-cell")
