"""Industry coverage of a region by kind: villages, townships, households, activities, and the figures of each kind."""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from data_access.industry.rows import rows_of
from data_access.messages import year_in
from data_access.release import Release
from data_access.tree import TOWNSHIP_LEVEL, VILLAGE_LEVEL

_LAST: Final = "\U0010ffff"
"""Comes after every name that goes on."""

CONNECTED: Final = "connected"
NOT_CONNECTED: Final = "not_connected"
TYPED_THEMES: Final = {"SOLAR": "solar", "TOURISM": "tourism", "WORKSHOP": "workshop"}
KEY_FIGURES: Final[dict[str, tuple[str, ...]]] = {
    "SOLAR": ("solar_capacity_kw", "industry_received_yuan.SOLAR", "solar_generated_kwh"),
    "TOURISM": ("tourism_visitor_count", "tourism_revenue_yuan", "industry_income_yuan.TOURISM"),
    "WORKSHOP": ("workshop_assisted_worker_count", "workshop_worker_count", "industry_income_yuan.WORKSHOP"),
}
"""Kind -> the quantities that say most of it; other kinds have their metrics."""

COLUMNS: Final = (
    "kind", "name", "is_covering", "state", "villages", "village_count", "townships", "township_count", "households",
    "registered_households", "activities", "running", "key_figures",
)  # fmt: skip


def coverage_by_kind(release: Release, code: str, period: int, lang: str = "zh") -> pd.DataFrame:
    """What each kind of industry reaches in the region `code` in one period.

    Returns one row a kind in the order of the catalogue: kind, name (as said in `period`), is_covering (counts towards
    coverage), state ("connected", or "not_connected" when neither activities nor coverage of the kind are in the
    database: to be shown as such, never as zero), villages reached of village_count, townships reached of
    township_count (0 of 0 at a village), households that take part of registered_households, activities there, running
    (those that run today: only in the newest period), key_figures (dict: quantity -> figure, NaN where not known).
    All numbers are float64, NaN where not known. Raises UnknownRegionError, UnknownPeriodError.
    """
    q = release.quantities(code, period)
    rows = []
    for kind in rows_of(release.industry_kinds):
        item = str(kind["kind"])
        typed = TYPED_THEMES.get(item)
        connected = release.themes["industry"] and (typed is None or release.themes[typed])
        told = connected and item in release.kinds_told
        rows.append(
            {
                "kind": item,
                "name": name_in(kind, period, lang),
                "is_covering": bool(kind["is_covering"] == 1),
                "state": CONNECTED if told else NOT_CONNECTED,
                "villages": _figure(q, f"industry_village_count.{item}", told),
                "village_count": q.get("village_count", math.nan),
                "townships": _figure(q, f"industry_township_count.{item}", told),
                "township_count": float(_townships(release, code)),
                "households": _figure(q, f"industry_household_count.{item}", told),
                "registered_households": q.get("registered_household_count", math.nan),
                "activities": _figure(q, f"industry_activity_count.{item}", told),
                "running": _figure(q, f"industry_running_activity_count.{item}", told),
                "key_figures": {name: _figure(q, name, told) for name in key_figures(release, item)},
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def industry_matrix(release: Release, codes: Sequence[str], period: int) -> pd.DataFrame:
    """How far each kind of industry reaches in each of the regions `codes` in one period.

    Returns one row a region and kind, in their order: code, kind, reached, whole (float64, NaN where not known), share
    (percent; NaN where either is not known or the whole is zero). Above the village villages are counted, in a village
    registered households. Kinds that the database does not tell of, and those that do not count as coverage, are left
    out. Raises UnknownRegionError, UnknownPeriodError. Source: as for `coverage_by_kind`.
    """
    rows = []
    for code in codes:
        counted, of = ("household", "registered_household") if is_village(release, code) else ("village", "village")
        whole = release.quantity(f"{of}_count", code, period)
        for kind in matrix_kinds(release):
            reached = release.quantity(f"industry_{counted}_count.{kind}", code, period)
            share = 100 * reached / whole if whole else math.nan
            rows.append({"code": code, "kind": kind, "reached": reached, "whole": whole, "share": share})
    return pd.DataFrame(rows, columns=["code", "kind", "reached", "whole", "share"])


def matrix_kinds(release: Release) -> tuple[str, ...]:
    """The kinds that the matrix has a column for: told of in this release and counting as coverage, in their order."""
    kinds = release.industry_kinds
    covering = [str(kind) for kind in kinds.loc[kinds["is_covering"] == 1, "kind"]]
    themes = release.themes
    told = [kind for kind in covering if kind in release.kinds_told and themes["industry"]]
    return tuple(kind for kind in told if kind not in TYPED_THEMES or themes[TYPED_THEMES[kind]])


def is_village(release: Release, code: str) -> bool:
    """Whether the region is a village, where households are counted instead of villages."""
    return release.region(code).level == VILLAGE_LEVEL


def kind_name(release: Release, kind: str, period: int, lang: str = "zh") -> str:
    """The name of a kind of industry as it is said in `period`; the kind itself when it is in no catalogue."""
    rows = release.industry_kinds
    found = rows_of(rows[rows["kind"] == kind])
    return name_in(found[0], period, lang) if found else kind


def name_in(row: Mapping[Any, object], period: int, lang: str) -> str:
    """The name of a kind, given its row of `Release.industry_kinds`, as it is said in `period`."""
    names = {key: value for key, value in row.items() if isinstance(value, str) and value}
    if lang == "en":
        return names.get("name_en", names["name_zh"])
    since_2021, year = names.get("name_2021_zh", names["name_zh"]), year_in(lang, period) or period
    if year >= 2026:
        return names.get("name_2026_zh", since_2021)
    return since_2021 if year >= 2021 else names["name_zh"]


def key_figures(release: Release, kind: str) -> tuple[str, ...]:
    """The quantities that say most of a kind; of one without any of its own its metrics, those that the release has."""
    if kind in KEY_FIGURES:
        return KEY_FIGURES[kind]
    names, prefix = release.quantity_names, f"industry_quantity.{kind}."
    return names[bisect_left(names, prefix) : bisect_left(names, prefix + _LAST)]  # they are in order


def _figure(quantities: Mapping[str, float], name: str, told: bool) -> float:
    return quantities.get(name, math.nan) if told else math.nan


def _townships(release: Release, code: str) -> int:
    """Townships under the region `code`, itself included when it is one."""
    tree = release.tree
    here = tree.under(code, tree.order)
    return int((here & (tree.level == TOWNSHIP_LEVEL)).sum())
