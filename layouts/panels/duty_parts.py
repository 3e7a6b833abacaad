"""What the panels of the duty view share: a person's name that opens a card, and a row of part, whole and bar."""

import math
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data_access.duty.records import DutyOfficial
from data_access.messages import text
from layouts.attributes import attributes
from layouts.markup import Markup, still
from layouts.numbers import decimal, whole
from layouts.panels.traced import traced

Figures = Mapping[str, float]


def person(official: DutyOfficial, lang: str) -> Markup:
    """The name, which opens the official's own card; title and office as its hint."""
    said = " · ".join(part for part in (official.title_zh, official.organisation_zh) if part)
    kept = f"?{urlencode({'lang': 'en'})}" if lang == "en" else ""
    return still("a", official.name_zh, href=f"/official/{official.token}{kept}", className="duty-person", title=said)


def people(officials: Sequence[DutyOfficial], lang: str, most: int = 3) -> list[Markup | str]:
    """The first names, parted by spaces; a dash where nobody is in office."""
    if not officials:
        return [text("duty.nobody", lang)]
    parts: list[Markup | str] = []
    for one in officials[:most]:
        if parts:
            parts.append(" ")
        parts.append(person(one, lang))
    return parts


def counted(figures: Figures, name: str, lang: str, unit: str = "", *, tone: str = "") -> Component:
    """A figure that opens, with its unit."""
    said = html.B(whole(figures[name]))
    parts: list[Component | str] = [said, html.Span(unit)] if unit else [said]
    return traced(parts, name, lang, className=f"duty-figure {tone}".strip())


def share_row(label: str, part: str, base: str, figures: Figures, lang: str, *, hint: str = "") -> Component:
    """Label, part / whole and their share, each of which opens, over a bar; dashed where it is not known."""
    value, of = figures[part], figures[base]
    known = not math.isnan(value) and of > 0
    percent = 100 * value / of if known else math.nan
    places = 0 if percent in (0, 100) else 1
    said = f"{decimal(percent, places)}%" if known else "—"
    return html.Div(
        [
            html.Span(label, className="duty-label", title=hint or label, role="rowheader"),
            html.Span(
                [counted(figures, part, lang), html.Span(" / "), counted(figures, base, lang)],
                className="duty-of", role="cell",
            ),
            html.Span(traced(said, f"{part}@{base}", lang), className="duty-share", role="cell"),
            bar(percent if known else math.nan),
        ],
        className="duty-row" + (" is-short" if known and value < of else ""),
        role="row",
    )  # fmt: skip


def bar(percent: float) -> html.Span:
    """A bar filled to `percent`."""
    known = not math.isnan(percent)
    filled = [html.Span(className="duty-part", style={"--share": f"{percent:.2f}%"})] if known else []
    return html.Span(filled, className="duty-bar" + ("" if known else " is-unknown"), **attributes(aria_hidden="true"))
