"""A figure that opens: the dialog that says where it comes from is one click or Enter away."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts.attributes import attributes
from layouts.markup import Content, Markup, still


def traced(
    children: str | Component | Sequence[str | Component],
    figure: str,
    lang: str,
    *,
    region: str | None = None,
    period: int | None = None,
    tag: Any = html.Span,
    **props: Any,
) -> Component:
    """An element that opens the trace of `figure`, named as in `data_access.industry.trace`.

    `region` and `period` where the figure is of others than those shown; `tag` the class of the element, `props` the
    rest of it. It can be focused, and says what it does when it is pointed at.
    """
    element: Component = tag(children, **(_opening(figure, lang, region, period) | props))
    return element


def still_traced(
    children: Content | Sequence[Content],
    figure: str,
    lang: str,
    *,
    region: str | None = None,
    period: int | None = None,
    **props: Any,
) -> Markup:
    """The same as a span that is written down as it is made: for lists of hundreds."""
    return still("span", children, **(_opening(figure, lang, region, period) | props))


def _opening(figure: str, lang: str, region: str | None, period: int | None) -> dict[str, Any]:
    elsewhere = {} if region is None else {"data_trace_region": region}
    if period is not None:
        elsewhere["data_trace_period"] = str(period)
    return {
        "role": "button",
        "tabIndex": "0",
        "title": text("trace.open", lang),
        **attributes(data_trace=figure, aria_haspopup="dialog", **elsewhere),
    }


_MARK: Final = re.compile("\ue000(\\w+)\ue001")


def worded(
    key: str, lang: str, figures: Mapping[str, tuple[str, str]], *, at: Mapping[str, Any] | None = None, **said: object
) -> list[str | Component]:
    """The text `key` with some of its values as figures that open: name of the value -> how it is written, its figure.

    `at`: region and period of the figures, as in `traced`; `said` are the other values of the text.
    """
    marked = text(key, lang, **said, **{name: f"\ue000{name}\ue001" for name in figures})
    parts: list[str | Component] = []
    for place, part in enumerate(_MARK.split(marked)):
        if place % 2:
            parts.append(traced(*figures[part], lang, **(at or {})))
        elif part:
            parts.append(part)
    return parts
