"""A figure that opens: the dialog that says where it comes from is one click or Enter away."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts.attributes import attributes


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
    elsewhere = {} if region is None else {"data_trace_region": region}
    if period is not None:
        elsewhere["data_trace_period"] = str(period)
    hint = text("trace.open", lang)
    element: Component = tag(
        children,
        **{
            "role": "button",
            "tabIndex": "0",
            "title": hint,
            **attributes(data_trace=figure, aria_haspopup="dialog", **elsewhere),
            **props,
        },
    )
    return element
