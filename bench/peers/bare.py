"""The bare page: every figure is there before the first click, and a click is one `Plotly.react`."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import plotly

from bench.peers.county import COUNTY, INDICATORS, County
from bench.peers.picture import HEIGHT, WIDTH

PAGE = """<!doctype html><meta charset="utf-8"><title>bare</title>
<script src="plotly.min.js"></script>
<p id="tabs"></p><div id="map" style="width:{width}px;height:{height}px"></div>
<script src="bare.js"></script>
"""
SCRIPT = """(async function () {
  const none = { type: "GeometryCollection", geometries: [] };
  const names = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
  const objects = Object.fromEntries(names.map((name) => [name, none]));
  window.PlotlyGeoAssets = { topojson: { world_110m: { type: "Topology", objects, arcs: [] } } };
  const said = await (await fetch("figures.json")).json();
  const map = document.getElementById("map");
  const tabs = document.getElementById("tabs");
  let [indicator, parent] = [said.indicators[0], said.county];
  const draw = () => Plotly.react(map, [{ type: "choropleth", geojson: said.outlines[parent],
    featureidkey: "properties.code", ...said.values[indicator][parent], colorscale: "Viridis" }],
    { geo: { fitbounds: "locations", visible: false }, margin: { r: 0, t: 0, l: 0, b: 0 } }, { displayModeBar: false });
  const button = (name, press) => {
    const made = Object.assign(document.createElement("button"), { textContent: name, id: name });
    made.addEventListener("click", () => { press(); draw(); });
    tabs.append(made);
  };
  said.indicators.forEach((code) => button(code, () => { indicator = code; }));
  button("back", () => { parent = said.county; });
  await draw();
  map.on("plotly_click", (event) => {
    const code = event.points[0].location;
    if (said.outlines[code]) { parent = code; draw(); }
  });
})();
"""


def lay_bare(county: County, folder: Path) -> None:
    """index.html with plotly.js as it is shipped, and all figures of the county in one file."""
    folder.mkdir()
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    (folder / "plotly.min.js").write_bytes(script.read_bytes())
    (folder / "index.html").write_text(PAGE.format(width=WIDTH, height=HEIGHT), "utf-8")
    (folder / "bare.js").write_text(SCRIPT, "utf-8")
    parents = [COUNTY, *county.values("POVERTY_INCIDENCE", COUNTY)["code"]]
    values = {code: {parent: _column(county, code, parent) for parent in parents} for code in INDICATORS}
    outlines = {}
    for parent in parents:
        shown = set(values["POVERTY_INCIDENCE"][parent]["locations"])
        features = [one for one in county.outlines(parent)["features"] if one["id"] in shown]
        outlines[parent] = {"type": "FeatureCollection", "features": features}
    said = {"county": COUNTY, "indicators": list(INDICATORS), "values": values, "outlines": outlines}
    (folder / "figures.json").write_text(json.dumps(said), "utf-8")


def _column(county: County, indicator: str, parent: str) -> dict[str, Any]:
    frame = county.values(indicator, parent)
    return {"locations": frame["code"].tolist(), "z": frame["value"].round(4).tolist()}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def serve_bare(folder: Path) -> ThreadingHTTPServer:
    """The folder over HTTP on loopback, in a thread."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
