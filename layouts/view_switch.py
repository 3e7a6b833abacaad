"""The switch at the top of the wall: what it is about."""

from dash import html

from data_access.messages import text
from layouts.attributes import attributes
from layouts.view_state import VIEWS


def view_switch(lang: str) -> html.Div:
    """One button a view; the one that is shown is pressed."""
    buttons = [
        html.Button(
            text(f"view.{view}", lang),
            type="button",
            className="view-button",
            **attributes(data_set=f"view={view}", aria_pressed="false"),
        )
        for view in VIEWS
    ]
    return html.Div(buttons, className="views", role="group", **attributes(aria_label=text("view.label", lang)))
