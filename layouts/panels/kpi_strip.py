"""The strip of headline figures; each opens its definition, formula, source and rows."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.headlines import Headline
from data_access.indicators import Indicator, read_catalogue
from data_access.messages import as_label, messages, text
from layouts.attributes import attributes
from layouts.figures.pictures import trend
from layouts.numbers import decimal, money, whole
from layouts.panels.traced import traced

_YUAN: Final = {"unit.yuan": 1, "元": 1, "万元": 1e4, "亿元": 1e8}
"""Units of money, and how many yuan one is; published figures bring theirs."""

_LONG: Final = len("1,000,000")
"""From so many signs on a figure leaves no room beside it."""


def kpi_strip(
    headlines: Sequence[Headline], indicators: Mapping[str, Indicator], lang: str, theme: str
) -> list[Component]:
    """One card a headline; each opens the trace of its figure."""
    return [_card(headline, indicators.get(headline.indicator or ""), lang, theme) for headline in headlines]


def label_of(headline: Headline, indicator: Indicator | None, lang: str) -> str:
    """What a headline is called."""
    key = f"kpi.{headline.key}"
    if key in messages():
        return text(key, lang)
    known = indicator or next((each for each in read_catalogue() if each.code == headline.indicator), None)
    if known is not None:  # also of one that this release cannot give
        return known.name(None, lang)
    return headline.label or headline.key


def _card(headline: Headline, indicator: Indicator | None, lang: str, theme: str) -> Component:
    label = as_label(label_of(headline, indicator, lang))
    face = [html.P(label, className="kpi-label"), _figure(headline, lang), *_beside(headline, lang, theme)]
    return html.Div(html.Div(face, className="kpi-face"), className="kpi")


def figure_of(headline: Headline, lang: str) -> tuple[str, str]:
    """The figure of a headline as it is written, and its unit; where there is none why, without a unit."""
    if is_absent(headline):
        return text("wall.not_reported_year" if headline.connected else "wall.not_connected", lang), ""
    number = decimal(headline.value, headline.decimals) if headline.decimals else whole(headline.value)
    unit = headline.unit
    if unit in _YUAN:
        number, unit = money(headline.value * _YUAN[unit], lang)
    elif unit.startswith("unit."):
        unit = text(unit, lang)
    if not math.isnan(headline.of):
        unit = text("kpi.of", lang, of=whole(headline.of), unit=unit)
    return number, unit


def is_absent(headline: Headline) -> bool:
    """Whether a headline has no figure to show."""
    return not headline.connected or math.isnan(headline.value)


def note_of(headline: Headline, lang: str) -> str:
    """What stands beside a headline in words: a comparison, else its share of the whole; "" where there is none."""
    if is_absent(headline):
        return ""
    if headline.note:
        return text(headline.note, lang, **dict(headline.note_values))
    return "" if math.isnan(headline.of) or not headline.of else f"{100 * headline.value / headline.of:.1f}%"


def _figure(headline: Headline, lang: str) -> Component:
    figure = headline.figure or headline.indicator
    number, unit = figure_of(headline, lang)
    if is_absent(headline):
        return _opening(number, figure, lang, className="kpi-figure is-absent")
    said: list[str | Component] = [
        html.Strong(number, **attributes(data_figure=f"kpi.{headline.key}")),
        html.Span(unit, className="kpi-unit"),
    ]
    is_long = len(number) >= _LONG
    return _opening(said, figure, lang, className="kpi-figure is-long" if is_long else "kpi-figure")


def _beside(headline: Headline, lang: str, theme: str) -> list[Component]:
    if is_absent(headline):
        return []
    parts: list[Component] = []
    picture = trend(headline.trend, theme)
    if picture:
        parts.append(html.Img(src=picture, className="kpi-trend", alt=""))
    note = note_of(headline, lang)
    if headline.note:
        parts.append(_opening(note, headline.note_figure, lang, className="kpi-note", title=note))
    elif note:
        parts.append(_opening(note, headline.indicator, lang, className="kpi-note"))
    return parts


def _opening(said: str | Sequence[str | Component], figure: str | None, lang: str, **props: Any) -> Component:
    """A figure of the card that opens, where it has an origin to show."""
    return html.P(said, **props) if figure is None else traced(said, figure, lang, tag=html.P, **props)
