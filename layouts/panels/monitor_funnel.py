"""The way of the monitoring cases: decided, helped, eliminated by help or naturally, open."""

import math
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.monitoring.cases import OPEN, PERSONS, Funnel
from layouts.numbers import share, whole
from layouts.panels.frame import panel
from layouts.panels.monitor_frame import bar, percent, without_figures
from layouts.panels.traced import traced, worded

CASES = "monitoring_case_count"
FOUND = "monitoring_found_case_count"
IN_TIME = "monitoring_found_in_time_case_count"
HELPED = "monitoring_helped_case_count"
GONE = "monitoring_eliminated_case_count"

Said = Sequence[str | Component]


def funnel_panel(
    found: Funnel | None,
    households: float,
    persons: float,
    period: int,
    latest: int,
    lang: str,
    *,
    connected: bool,
) -> html.Section:
    """A bar a step, as long as its share of all cases; natural elimination stands apart, hatched, as no success."""
    title = text("funnel.title", lang)
    if found is None:
        return without_figures(title, "funnel", period, latest, lang, connected=connected)
    steps = [
        _decided(found, lang),
        _helped(found, lang),
        _eliminated(found, lang),
        _open(found, households, persons, lang),
    ]
    body = html.Ol(steps, className="funnel")
    return panel(title, text("funnel.unit", lang), body, name="funnel", lang=lang)


def _step(key: str, count: Component | str, drawn: html.Span, said: Said, lang: str) -> html.Li:
    return html.Li(
        [
            html.Span(text(f"funnel.{key}", lang), className="funnel-name"),
            html.Span(count, className="funnel-count"),
            drawn,
            html.Span(list(said), className="funnel-said"),
        ],
        className=f"funnel-step is-{key}",
    )


def _part(found: Funnel, figure: float) -> float:
    value = share(figure, found.identified)
    return 0.0 if math.isnan(value) else value


def _decided(found: Funnel, lang: str) -> html.Li:
    said: Said = [text("funnel.no_clue", lang)]
    if found.found > 0:
        figures = {
            "count": (whole(found.in_time), IN_TIME),
            "share": (percent(found.in_time, found.found), f"{IN_TIME}@{FOUND}"),
        }
        said = worded("funnel.in_time", lang, figures)
    in_time = _part(found, found.in_time)
    drawn = bar(("good", in_time), ("late", _part(found, found.found) - in_time),
                ("unknown", 100.0 * (found.identified > 0) - _part(found, found.found)))  # fmt: skip
    return _step("identified", traced(whole(found.identified), CASES, lang), drawn, said, lang)


def _helped(found: Funnel, lang: str) -> html.Li:
    figures = {"share": (percent(found.helped, found.identified), f"{HELPED}@{CASES}")}
    said = worded("funnel.helped_share", lang, figures)
    return _step(
        "helped", traced(whole(found.helped), HELPED, lang), bar(("step", _part(found, found.helped))), said, lang
    )


def _eliminated(found: Funnel, lang: str) -> html.Li:
    """Two figures and no sum: what ended by itself is not added to what help ended."""
    said: list[str | Component] = [
        *worded("funnel.naturally", lang, {"count": (whole(found.naturally), f"{GONE}.NATURAL")})
    ]
    if found.in_unknown_way > 0:
        said += [" · ", *worded("funnel.unknown", lang, {"count": (whole(found.in_unknown_way), f"{GONE}.UNKNOWN")})]
    drawn = bar(("good", _part(found, found.by_help)), ("natural", _part(found, found.naturally)),
                ("unknown", _part(found, found.in_unknown_way)))  # fmt: skip
    return _step("eliminated", traced(whole(found.by_help), f"{GONE}.HELP", lang), drawn, said, lang)


def _open(found: Funnel, households: float, persons: float, lang: str) -> html.Li:
    figures = {
        "persons": (whole(persons), PERSONS),
        "households": (whole(households), OPEN),
    }
    said = worded("funnel.open_people", lang, figures)
    return _step("open", "", bar(("open", _part(found, found.open))), said, lang)
