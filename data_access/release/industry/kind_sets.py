"""Households by the set of kinds that they take part in, and by the way in which they join."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data_access.quantities import Survey
from data_access.quantities.joining import by_any_kind, by_mode
from data_access.quantities.taking_part import TakingPart, bits
from data_access.release.industry.placed import FACETS, in_facet, of_today, packed

COLUMNS: Final = ("region_code", "period", "kinds", "household_count")
PLUS: Final = "+"
ANY: Final = "*"
"""Kind under which a household is counted once, whatever it takes part in."""


def kind_sets(
    survey: Survey, taking: TakingPart | None, kinds: tuple[str, ...], covering: Sequence[str]
) -> pd.DataFrame:
    """Households that an industry should reach, by village, period and the set of covering kinds that they join.

    `kinds` are all, in their order, as `taking` has them. Columns: region_code, period, kinds (codes in the order of
    the catalogue, joined by `+`; "" for none), and household_count. Without a row for none it is not known how many
    there are.
    """
    if taking is None or not covering:
        return packed([], COLUMNS, ())
    wanted = {
        mask: PLUS.join(kind for kind in covering if mask & bits(kinds, {kind})) for mask in set(taking.sets["mask"])
    }
    frame = taking.sets.rename(columns={"stat_year": "period"}).assign(kinds=taking.sets["mask"].map(wanted))
    placed = of_today(survey, frame[frame["kinds"] != ""])
    keys = ["region_code", "period", "kinds"]
    sets = placed.groupby(keys)["household_count"].sum().reset_index()
    parts = [sets, *(_none(survey, sets, period) for period in survey.tray.periods if (sets["period"] == period).any())]
    return packed(parts, COLUMNS, ("region_code", "kinds")).astype({"household_count": "int64"})


def _none(survey: Survey, sets: pd.DataFrame, period: int) -> pd.DataFrame:
    """The households of each village that take part in nothing."""
    tray, tree = survey.tray, survey.tray.tree
    due = tray.take("industry_due_household_count", period)
    if due is None:
        return pd.DataFrame(columns=list(COLUMNS))
    of_year = sets[sets["period"] == period].groupby("region_code")["household_count"].sum()
    taking = of_year.reindex(tree.codes, fill_value=0).to_numpy(dtype=np.float64)
    left = np.where(tree.is_past, 0, np.maximum(due - taking, 0))
    at = np.flatnonzero(np.nan_to_num(left) > 0)
    codes = [tree.codes[i] for i in at]
    return pd.DataFrame({"region_code": codes, "period": period, "kinds": "", "household_count": left[at]})


def join_facets(survey: Survey, taking: TakingPart | None, covering: Sequence[str]) -> list[pd.DataFrame]:
    """Registered households by kind and way of joining, once each: rows of `industry_facets`, facet "join".

    Measures household_count, income_yuan, worker_count. Kind `*` counts a household once for all covering kinds.
    """
    if taking is None:
        return []
    any_kind, modes = by_any_kind(taking.joining, taking.by_way, covering), by_mode(taking.joining)
    each = modes[(modes["household_count"] > 0) & modes["kind"].notna()]
    measures = ("household_count", "income_yuan", "worker_count")
    parts = [in_facet(of_today(survey, rows), "join", "item", measures) for rows in (each, any_kind.assign(kind=ANY))]
    return [part for part in parts if len(part)] or [pd.DataFrame(columns=list(FACETS))]
