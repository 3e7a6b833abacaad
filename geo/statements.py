"""What the fields of a layer state about its upper levels, in codes or in labels of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import Finding, UnusableLayerError
from geo.fields import texts

if TYPE_CHECKING:
    from geo.hierarchy import Level

MATCHING_SHARE = 0.9
LABEL_PURITY = 0.8


@dataclass(frozen=True)
class Statement:
    """What one field states: for each row the position of its parent in the upper level, None where it is silent."""

    field: str
    upper: int
    parents: list[int | None]


def statements(levels: list[Level], given: Mapping[str, str]) -> tuple[list[Statement], list[Finding]]:
    """What the last of `levels` states about those above it, at most one field for each of them.

    A field counts when `given` says so ("layer.field" -> upper layer), or when at least 90 % of its values are codes
    of the upper layer and its name resembles that layer's or the layer is the next above; or when it bears the upper
    layer's name and its values, though not codes, each lie (80 %) in one region of it. Raises
    UnusableLayerError field_missing.
    """
    own = levels[-1]
    attributes = own.layer.attributes
    found: list[Statement] = []
    used: set[str] = set()
    for upper in range(len(levels) - 2, -1, -1):
        above = levels[upper]
        fields = [str(f) for f in attributes.columns if f not in used and not _fractional(attributes[f])]
        told = [
            key.rpartition(".")[2]
            for key, layer in given.items()
            if key.rpartition(".")[0] == own.layer.layer and layer == above.layer.layer
        ]
        for field in told:
            if field not in attributes:
                raise UnusableLayerError(
                    "field_missing", file=own.layer.file, field=field, fields=", ".join(map(str, attributes.columns))
                )
        named = [field for field in fields if resembles(field, above.layer.layer)]
        near = fields if upper == len(levels) - 2 else []
        for field in dict.fromkeys([*told, *named, *near]):
            labels = texts(attributes[field])
            parents = _by_code(labels, above)
            if parents is None and (field in told or field in named):
                parents = _by_label(labels, own, above)
            if parents is not None:
                found.append(Statement(field, upper, parents))
                used.add(field)
                break
    return found, []


def resembles(field: str, layer: str) -> bool:
    """Whether a field bears a layer's name: canton ~ cantons, XIANG_DM ~ xiang."""
    short, long = sorted((_stem(field), _stem(layer)), key=len)
    return len(short) >= 3 and long.startswith(short)


def _stem(name: str) -> str:
    return name.lower().rstrip("s").removesuffix("_code").removesuffix("_dm")


def _fractional(values: pd.Series[Any]) -> bool:
    return pd.api.types.is_float_dtype(values) and bool((values.dropna() % 1 != 0).any())


def _by_code(labels: list[str], above: Level) -> list[int | None] | None:
    """Values that are codes of the upper level, as its file writes them or as they were made final."""
    raw = [str(code) for code in above.layer.frame["region_code"]]
    place = {code: row for row, code in enumerate(raw)} | {code: row for row, code in enumerate(above.codes)}
    stated = [label for label in labels if label]
    if not stated or sum(label in place for label in stated) < MATCHING_SHARE * len(stated):
        return None
    return [place.get(label) for label in labels]


def _by_label(labels: list[str], own: Level, above: Level) -> list[int | None] | None:
    """Values that are the file's own labels of upper regions: each stands for the region where most of its rows lie."""
    if not any(labels):
        return None
    where = largest_overlap(own.layer.frame.geometry.values, above.layer.frame.geometry.values)
    pairs = pd.DataFrame({"label": labels, "where": where}).query("label != ''").dropna()
    counts = pairs.groupby(["label", "where"]).size().unstack(fill_value=0)
    if counts.empty or counts.max(axis=1).sum() < LABEL_PURITY * counts.to_numpy().sum():
        return None
    meaning = {str(label): int(place) for label, place in counts.idxmax(axis=1).items()}
    return [meaning.get(label) for label in labels]


def largest_overlap(inner: Sequence[Any], outer: Sequence[Any]) -> list[int | None]:
    """For each inner outline the position of the outer one that holds most of it; None where none touches it."""
    small, large = np.asarray(inner, dtype=object), np.asarray(outer, dtype=object)
    first, second = shapely.STRtree(list(large)).query(small, predicate="intersects")
    shared = shapely.area(shapely.intersection(small[first], large[second]))
    best: list[int | None] = [None] * len(small)
    record = np.zeros(len(small))
    for i, j, area in zip(first.tolist(), second.tolist(), shared.tolist(), strict=True):
        if area > record[i]:
            best[i], record[i] = int(j), area
    return best
