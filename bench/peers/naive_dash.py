"""Dash as its own tutorial has it: a dropdown, a graph, a callback that makes the figure anew, `clickData` to drill.

Frames are read when the module is imported, as "Dash in 20 minutes" reads its CSV. Served by gunicorn, which the
chapter on deployment names: `gunicorn bench.peers.naive_dash:server --workers 2`.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, ctx, dcc, html

from bench.peers.county import COUNTY, INDICATORS, County
from bench.peers.picture import figure

county = County.of_environment().warm()
app = Dash(__name__)
server = app.server
app.layout = html.Div(
    [
        dcc.Dropdown(
            id="indicator",
            options=[{"label": name, "value": code} for code, name in INDICATORS.items()],
            value="POVERTY_INCIDENCE",
            clearable=False,
        ),
        html.Button("Back to the county", id="back"),
        dcc.Graph(id="map"),
    ]
)


@app.callback(
    Output("map", "figure"), Input("indicator", "value"), Input("map", "clickData"), Input("back", "n_clicks")
)
def update_map(indicator: str, clicked: dict[str, Any] | None, _back: int | None) -> Any:
    """The whole figure, whatever changed."""
    parent = COUNTY
    if clicked and ctx.triggered_id != "back":
        location = clicked["points"][0]["location"]
        parent = location if location.endswith("000") else location[:9] + "000"
    return figure(county, indicator, parent)
