"""Panel as its documentation has it: widgets, `pn.bind`, `pn.pane.Plotly` and its `click_data`.

Frames stay in `pn.cache`. Served by `panel serve --num-procs 2`, which its chapter on deployment names.
"""

from __future__ import annotations

from typing import Any

import panel as pn  # type: ignore[import-not-found]

from bench.peers.county import COUNTY, INDICATORS, County
from bench.peers.picture import HEIGHT, WIDTH, figure

pn.extension("plotly")


@pn.cache  # type: ignore[untyped-decorator]
def loaded() -> County:
    """The frames, read once a process."""
    return County.of_environment().warm()


county = loaded()
indicator = pn.widgets.Select(name="Indicator", options={name: code for code, name in INDICATORS.items()})
back = pn.widgets.Button(name="Back to the county")
plot = pn.pane.Plotly(figure(county, indicator.value, COUNTY), width=WIDTH, height=HEIGHT)
region = pn.rx(COUNTY)


def draw(code: str, parent: str) -> None:
    """The whole figure, whatever changed."""
    plot.object = figure(county, code, parent)


def drill(clicked: dict[str, Any] | None) -> None:
    """A click on a township opens it."""
    if clicked and clicked["points"][0]["location"].endswith("000"):
        region.rx.value = clicked["points"][0]["location"]


def to_county(_event: object) -> None:
    """The way back."""
    region.rx.value = COUNTY


pn.bind(draw, indicator, region, watch=True)
pn.bind(drill, plot.param.click_data, watch=True)
back.on_click(to_county)
pn.Column(indicator, back, plot).servable()
