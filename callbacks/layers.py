"""The point layers of the map: the kinds of industry that stand somewhere, in the order of the release's catalogue."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from data_access.errors import UnknownRegionError
from data_access.industries import kind_name
from data_access.industry.kinds import kind_entries
from data_access.messages import messages, text
from data_access.quantities.survey import RUNNING
from data_access.release import Release
from layouts.layers import Layer, colour_of, symbol_of

UNITS: Final = {"capacity_kw": "kW", "worker_count": "worker", "visitor_count": "visitor"}
"""What points of typed kinds are as large as -> the unit in the release; of other kinds that is their metric's code."""


def layer_kinds(release: Release) -> Mapping[str, str]:
    """Name of a layer -> its kind."""
    return {kind.lower(): kind for kind in reversed(release.located_kinds)}


def layers_of(release: Release) -> tuple[str, ...]:
    """The names of the point layers that this release can draw."""
    return tuple(dict.fromkeys(kind.lower() for kind in release.located_kinds))


def layer_names(release: Release, lang: str) -> dict[str, str]:
    """What the layers are called in the words of `lang`."""
    return {name: _name(release, name, lang) for name in layers_of(release)}


def _name(release: Release, layer: str, lang: str) -> str:
    key = f"layer.{layer}"
    return text(key, lang) if key in messages() else kind_name(
        release, layer_kinds(release)[layer], release.latest_period, lang
    )  # fmt: skip


def map_layers(release: Release, lang: str) -> tuple[Layer, ...]:
    """The point layers with their looks."""
    places = {str(kind): place for place, kind in enumerate(release.industry_kinds["kind"])}
    entries = {entry.code: entry for entry in kind_entries(release, release.latest_period, lang)}
    kinds = layer_kinds(release)
    found: list[Layer] = []
    for name in layers_of(release):
        entry = entries[kinds[name]]
        metric = next((metric for metric in entry.metrics if metric.code == entry.size_by), None)
        sized_by, unit = (metric.name, _unit(metric.unit_zh, lang)) if metric else (None, None)
        if entry.size_by in UNITS:
            sized_by, unit = (text(f"layer_size.{part}.{entry.size_by}", lang) for part in ("name", "unit"))
        found.append(
            Layer(
                name,
                _name(release, name, lang),
                symbol_of(places[kinds[name]], [layer.symbol for layer in found]),
                colour_of(name),
                sized_by,
                unit,
            )
        )
    return tuple(found)


def _unit(unit_zh: str, lang: str) -> str:
    key = f"metric_unit.{unit_zh}"
    return text(key, lang) if key in messages() else unit_zh


def layer_points(release: Release, code: str, layer: str) -> dict[str, Any]:
    """The activities of one layer under a region as columns, the largest first; activities are named, people are not.

    size is in the unit of the layer (None where not known), most and least the largest and smallest; off has the status
    of those that do not run, by place.
    """
    kind = layer_kinds(release).get(layer)
    if kind is None:
        raise UnknownRegionError("release.unknown_region", code=layer[:40])
    size_by = next(entry.size_by for entry in kind_entries(release, release.latest_period) if entry.code == kind)
    found = release.activities(code, kind).dropna(subset=["longitude", "latitude"])
    size = found["size"].where((found["size_unit"] == UNITS.get(size_by or "", size_by)) & (found["size"] > 0))
    order = np.argsort(-size.fillna(0).to_numpy(), kind="stable")
    found, size = found.iloc[order], size.iloc[order]
    known = size.dropna()
    status = found["status"].fillna("").astype(str).tolist()
    return {
        "lon": found["longitude"].round(5).tolist(),
        "lat": found["latitude"].round(5).tolist(),
        "name": found["name_zh"].tolist(),
        "size": [None if np.isnan(one) else round(one, 1) for one in size.tolist()] if len(known) else None,
        "most": None if known.empty else float(known.iloc[0]),
        "least": None if known.empty else float(known.iloc[-1]),
        "off": {str(place): said for place, said in enumerate(status) if said not in RUNNING},
    }
