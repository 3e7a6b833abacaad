"""The picture of every peer: plotly's own example of a choropleth with GeoJSON of one's own."""

from __future__ import annotations

from typing import Any

import plotly.express as px

from bench.peers.county import INDICATORS, County

WIDTH, HEIGHT = 1028, 743
"""Pixels of the map, those of the wall on full HD."""


def figure(county: County, indicator: str, parent: str) -> Any:
    """`px.choropleth` as its documentation shows it, down to `fitbounds`; the whole file of outlines goes along."""
    drawn = px.choropleth(
        county.values(indicator, parent),
        geojson=county.outlines(parent),
        locations="code",
        featureidkey="properties.code",
        color="value",
        hover_name="name",
        color_continuous_scale="Viridis",
        labels={"value": INDICATORS[indicator]},
    )
    drawn.update_geos(fitbounds="locations", visible=False)
    drawn.update_layout(margin={"r": 0, "t": 0, "l": 0, "b": 0}, width=WIDTH, height=HEIGHT)
    return drawn
