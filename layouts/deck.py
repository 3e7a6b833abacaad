"""The panels of the industry view that take turns in one place; a wall with room for them shows them side by side."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes
from layouts.view_state import DECK


def deck(lang: str, filled: Mapping[str, Component]) -> html.Div:
    """A row of buttons, and under it the panel whose button is pressed; those in `filled` the browser fills.

    In the overview the panels stand by themselves, as the stylesheet says.
    """
    buttons = [
        html.Button(
            text(f"deck.{name}", lang),
            type="button",
            className="deck-button",
            **attributes(data_set=f"deck={name}", aria_pressed="false"),
        )
        for name in DECK
    ]
    drawn = {"gaps": ids.INDUSTRY_GAPS, "flows": ids.INDUSTRY_FLOWS, "belts": ids.INDUSTRY_BELTS}
    slots = {name: html.Div(id=own, className=f"slot slot-{name} of-industry") for name, own in drawn.items()}
    panels = [(slots | dict(filled))[name] for name in DECK]
    choice = html.Div(
        buttons, className="deck-buttons of-industry", role="group", **attributes(aria_label=text("deck.label", lang))
    )
    return html.Div([choice, *panels], className="deck")
