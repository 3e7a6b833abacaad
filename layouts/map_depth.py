"""The switch that says how deep the map is drawn: the regions directly below, or a whole level at once."""

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts.attributes import attributes
from layouts.view_state import OPTIONS


def depth_switch(lang: str) -> Component:
    """A button each depth; the stylesheet leaves those that lie below the region that is shown."""
    return html.Div(
        [
            html.Button(
                text(f"menu.depth_{depth}", lang),
                type="button",
                **attributes(data_set=f"depth={depth}", aria_pressed="false"),
            )
            for depth in OPTIONS["depth"]
        ],
        className="depth",
        role="group",
        **attributes(aria_label=text("menu.depth", lang)),
    )
