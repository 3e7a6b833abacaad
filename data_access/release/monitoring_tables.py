"""What monitoring shows beside counts: the lines that were set, and how income and burden of households lie together.

Of households only classes of counts are told, of townships and higher: no count, so no difference gives one back.
"""

from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import case, func, select

from data_access.quantities import Survey
from data_access.rules import INCOME_LINES, SMALL_CELL
from data_access.schema import core, livelihood, monitoring
from data_access.tree import TOWNSHIP_LEVEL

INCOME_EDGES: Final = tuple(range(1000, 20000, 1000))
"""Upper ends of the bands of net income per member, yuan; the last band is open."""

BURDEN_EDGES: Final = (500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000)
"""Upper ends of the bands of self-paid cost per member, yuan; the first band holds more than nothing."""

CLASSES: Final = (SMALL_CELL, 20, 50, 200)
"""From how many households on a cell is of each class; smaller ones are not told of."""

LINES: Final = ("set_by", "period", "line", "amount_yuan")
CELLS: Final = ("region_code", "period", "income", "burden", "size")

MONITORING_TABLES: Final = {"policy_lines": LINES, "burden_cells": CELLS}
"""Tables of a release and their columns."""


def monitoring_tables(survey: Survey) -> dict[str, pd.DataFrame]:
    """The tables policy_lines and burden_cells, ordered by period and region."""
    return {"policy_lines": _lines(survey), "burden_cells": _cells(survey)}


def _lines(survey: Survey) -> pd.DataFrame:
    """Region that set it, year, code of the line (POLICY_LINE), yuan: as set, for those regions alone.

    A guarantee line that only the region's insurance policies name is taken from them where they agree.
    """
    parts: list[pd.DataFrame] = []
    if survey.themes["income"]:
        p = livelihood.policy_line
        found = select(p.c.region_code, p.c.stat_year, p.c.policy_line_code.label("line"), p.c.amount_yuan)
        parts.append(survey.ask(found.where(p.c.policy_line_code.in_(INCOME_LINES), p.c.amount_yuan > 0)))
    if survey.themes["insurance"]:
        i = monitoring.insurance_policy
        line = i.c.guarantee_line_yuan
        agreed = select(i.c.region_code, i.c.stat_year, func.min(line).label("amount_yuan")).where(line > 0)
        agreed = agreed.group_by(i.c.region_code, i.c.stat_year).having(func.min(line) == func.max(line))
        parts.append(survey.ask(agreed).assign(line="GUARANTEE_INCOME"))
    kept = [part for part in parts if len(part)]
    if not kept:
        return _table([], LINES)
    frame = pd.concat(kept, ignore_index=True).rename(columns={"stat_year": "period", "region_code": "set_by"})
    frame = frame.drop_duplicates(["set_by", "period", "line"])  # what the notice says, before the policy
    return _table([frame], LINES)


def _cells(survey: Survey) -> pd.DataFrame:
    """Registered households that state income and self-paid cost, by band of each per member.

    One row a region of a township or higher, period and pair of bands (places among the edges); size is the place of
    the cell's count among `CLASSES`.
    """
    if not survey.themes["income"]:
        return _table([], CELLS)
    i, h = livelihood.household_income, core.household
    income = case(
        *((i.c.net_income_yuan < edge * i.c.member_count, place) for place, edge in enumerate(INCOME_EDGES)),
        else_=len(INCOME_EDGES),
    )
    burden = case(
        *((i.c.self_paid_cost_yuan <= edge * i.c.member_count, place) for place, edge in enumerate(BURDEN_EDGES)),
        else_=len(BURDEN_EDGES),
    )
    told = i.c.net_income_yuan.is_not(None) & (i.c.self_paid_cost_yuan > 0) & (i.c.member_count > 0)
    flat = (
        select(h.c.region_code, i.c.stat_year.label("period"), income.label("income"), burden.label("burden"))
        .select_from(i.join(h, h.c.household_id == i.c.household_id))
        .where(h.c.is_valid == 1, told)
        .subquery("flat")
    )
    keys = [flat.c[name] for name in ("region_code", "period", "income", "burden")]
    frame = survey.ask(select(*keys, func.count().label("count")).group_by(*keys))
    return _table(_upward(survey, frame), CELLS)


def _upward(survey: Survey, frame: pd.DataFrame) -> list[pd.DataFrame]:
    """The cells of every region of a township or higher, as classes."""
    tree = survey.tray.tree
    codes = {code: survey.tray.today_code(str(code)) for code in frame["region_code"].unique()}
    place = frame["region_code"].map({code: tree.index[to] for code, to in codes.items() if to is not None})
    frame = frame[place.notna() & frame["period"].isin(survey.tray.periods)]
    at = tree.ancestor_at_most(TOWNSHIP_LEVEL)[place[frame.index].to_numpy(dtype=np.int64)]
    parts: list[pd.DataFrame] = []
    while (there := at >= 0).any():
        frame, at = frame[there], at[there]
        parts.append(frame.assign(place=at))
        at = tree.parent[at]
    if not parts:
        return []
    every = pd.concat(parts, ignore_index=True)
    counted = every.groupby(["place", "period", "income", "burden"], as_index=False)["count"].sum()
    counted = counted[counted["count"] >= CLASSES[0]]
    size = np.searchsorted(np.array(CLASSES), counted["count"].to_numpy(), side="right") - 1
    code = np.array(tree.codes, dtype=object)[counted["place"].to_numpy(dtype=np.int64)]
    return [counted.assign(region_code=code, size=size)]


def _table(parts: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    """The rows in the form and order of the release."""
    if not parts or not len(parts[0]):
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    frame = parts[0][list(columns)].astype({columns[0]: object, "period": "int16"})
    return frame.sort_values(["period", *(name for name in columns if name != "period")], ignore_index=True)
