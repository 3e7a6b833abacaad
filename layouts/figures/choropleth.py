"""The map's figure without its data: the browser puts outlines, classes and labels in, so that shapes travel once."""

from collections.abc import Sequence

import plotly.graph_objects as go

from layouts.layers import Layer
from layouts.theme import colour


def choropleth(layers: Sequence[Layer], rem: float = 16.0) -> go.Figure:
    """The traces of the map, bottom up: areas, inner borders, selection, one point layer each.

    `rem` is the screen's root font size in CSS pixels: every size in the figure is a multiple of it. The browser fills
    `geojson`, `locations`, `z` and the colour scale of `areas`, takes the colours of its own theme, and recolours the
    areas without asking the server. Labels are written over the figure in the browser, where there is room for them.
    """
    figure = go.Figure(layout=go.Layout(template=None))
    figure.add_choropleth(
        name="areas",
        featureidkey="id",
        locations=[],
        z=[],
        showscale=False,
        hoverinfo="none",
        marker={"line": {"color": colour("map-line"), "width": rem * 0.085}},
    )
    figure.add_scattergeo(
        name="inner",
        mode="lines",
        lon=[],
        lat=[],
        hoverinfo="skip",
        line={"color": colour("map-line-fine"), "width": rem * 0.05},
    )
    figure.add_choropleth(
        name="selection",
        featureidkey="id",
        locations=[],
        z=[],
        showscale=False,
        hoverinfo="skip",
        colorscale=[[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
        marker={"line": {"color": colour("accent"), "width": rem * 0.22}},
    )
    for layer in layers:
        figure.add_scattergeo(
            name=layer.name,
            mode="markers",
            lon=[],
            lat=[],
            hoverinfo="none",
            marker={
                "color": colour(layer.colour),
                "size": rem * 0.45,
                "symbol": layer.symbol,
                "line": {"color": colour("map-line"), "width": rem * 0.08},
            },
        )
    return figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        geo={"visible": False, "bgcolor": "rgba(0,0,0,0)", "projection": {"type": "mercator"}},
    )
