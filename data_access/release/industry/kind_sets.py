"""Households by the set of kinds that they take part in, and by the way in which they join."""

from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import case, func, select

from data_access.quantities import Survey
from data_access.quantities.soundness import operates
from data_access.quantities.survey import registered
from data_access.quantities.taking_part import taking_part, to_be_reached
from data_access.release.industry.placed import FACETS, in_facet, of_today, packed
from data_access.schema import industry

COLUMNS: Final = ("region_code", "period", "kinds", "household_count")
PLUS: Final = "+"
ANY: Final = "*"
"""Kind under which a household is counted once, whatever it takes part in."""


def kind_sets(survey: Survey, covering: tuple[str, ...]) -> pd.DataFrame:
    """Households that an industry should reach, by village, period and the set of covering kinds that they join.

    Columns: region_code, period, kinds (codes in the order of the catalogue, joined by `+`; "" for none), and
    household_count. Without a row for none it is not known how many there are.
    """
    if not survey.themes["industry"] or not covering:
        return packed([], COLUMNS, ())
    p, a = industry.industry_participation, industry.industry_activity
    joined, region, on_record = taking_part(survey)
    flags = [
        func.max(case((a.c.industry_kind_code == kind, 1), else_=0)).label(f"k{i}") for i, kind in enumerate(covering)
    ]
    each = (
        select(region, p.c.stat_year, p.c.household_id, *flags)
        .select_from(joined)
        .where(to_be_reached(survey), on_record, operates(a, p.c.stat_year, survey))
        .where(a.c.industry_kind_code.in_(covering))
        .group_by(region, p.c.stat_year, p.c.household_id)
        .subquery("household_kinds")
    )
    columns = [each.c[f"k{i}"] for i in range(len(covering))]
    frame = survey.ask(
        select(each.c.region_code, each.c.stat_year.label("period"), *columns, func.count().label("household_count"))
        .group_by(each.c.region_code, each.c.stat_year, *columns)
    )  # fmt: skip
    marks = frame[[f"k{i}" for i in range(len(covering))]].to_numpy(dtype=bool)
    frame["kinds"] = [PLUS.join(kind for kind, there in zip(covering, row, strict=True) if there) for row in marks]
    placed = of_today(survey, frame)
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


def join_facets(survey: Survey, covering: tuple[str, ...]) -> list[pd.DataFrame]:
    """Registered households by kind and way of joining, once each: rows of `industry_facets`, facet "join".

    Measures household_count, income_yuan, worker_count. Kind `*` counts a household once for all covering kinds.
    """
    if not survey.themes["industry"]:
        return []
    p, a = industry.industry_participation, industry.industry_activity
    joined, region, on_record = taking_part(survey)
    measures = ("household_count", "income_yuan", "worker_count")
    counted = (
        func.count(func.distinct(p.c.household_id)).label("household_count"),
        func.sum(p.c.income_yuan).label("income_yuan"),
        func.sum(p.c.worker_count).label("worker_count"),
    )
    operating = operates(a, p.c.stat_year, survey)
    kind, mode = a.c.industry_kind_code, p.c.participation_mode_code
    any_kind = kind.in_(covering)
    parts: list[pd.DataFrame] = []
    for keys, where in (({"kind": kind, "item": mode}, kind.is_not(None)), ({"item": mode}, any_kind)):
        named = [column.label(name) for name, column in keys.items()]
        frame = survey.ask(
            select(region, p.c.stat_year.label("period"), *named, *counted)
            .select_from(joined)
            .where(registered(), on_record, operating, where)
            .group_by(region, p.c.stat_year, *keys.values())
        )
        frame = frame if "kind" in keys else frame.assign(kind=ANY)
        parts.append(in_facet(of_today(survey, frame), "join", "item", measures))
    return [part for part in parts if len(part)] or [pd.DataFrame(columns=list(FACETS))]
