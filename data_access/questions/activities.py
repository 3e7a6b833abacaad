"""Answers about what is run: the modes of tourism and whom they lift, and the micro-factories one by one."""

import math
from typing import Any, Final

import numpy as np
from sqlalchemy import Engine, func, select

from data_access.database import database_errors, read_rows
from data_access.industry.facets import facet_table
from data_access.industry.rows import rows_of
from data_access.privacy import scanned_text
from data_access.questions.answer import MOST_ROWS, NOT_CONNECTED, Answer, Column, Fact, Row, Sort
from data_access.release import Release
from data_access.release.activities import FIRMS
from data_access.schema import industry, region_ancestor

MEASURES: Final = ("activity_count", "village_count", "household_count", "income_yuan")
_WATCHED: Final = ("CLEAR", "WATCH")


def tourism_modes(release: Release, code: str, period: int, lang: str) -> Answer:
    """Each mode of tourism: operators, townships, villages and households that it reaches, and what they earned."""
    if not release.themes["tourism"]:
        return NOT_CONNECTED
    found = facet_table(release, code, period, "TOURISM", "mode", MEASURES, lang)
    townships = _townships(release, code, period)
    rows = [
        Row(
            None,
            str(row["name"]),
            "",
            (row["activity_count"], townships.get(str(row["item"]), 0.0), *(row[name] for name in MEASURES[1:])),
            str(row["item"]),
        )
        for row in rows_of(found)
    ]
    rows.sort(key=lambda row: (-float(row.cells[2] or 0), row.key))
    mode = "industry_{}.TOURISM@mode-{{item}}"
    columns = (
        Column("operators", figure=mode.format("activity_count")),
        Column("townships"),
        Column("villages", figure=mode.format("village_count")),
        Column("households", figure=mode.format("household_count")),
        Column("income", Sort.YUAN, mode.format("income_yuan")),
    )
    facts = tuple(
        Fact(key, release.quantity(name, code, period), unit, sort, name)
        for key, name, unit, sort in (
            ("townships", "industry_township_count.TOURISM", "township", Sort.COUNT),
            ("villages", "industry_village_count.TOURISM", "village", Sort.COUNT),
            ("households", "industry_household_count.TOURISM", "household", Sort.COUNT),
            ("income", "industry_income_yuan.TOURISM", "yuan", Sort.YUAN),
        )
    )
    return Answer(facts, columns, tuple(rows), len(rows), ("not_to_be_added",))


def _townships(release: Release, code: str, period: int) -> dict[str, float]:
    """Mode -> how many townships have a village that it reaches."""
    rows = release.industry("industry_facets", code, period)
    rows = rows[(rows["kind"] == "TOURISM") & (rows["facet"] == "mode") & (rows["measure"] == "village_count")]
    tree = release.tree
    above: dict[str, set[int]] = {}
    for region, item, value in zip(rows["region_code"], rows["item"], rows["value"], strict=True):
        if value > 0:
            above.setdefault(str(item), set()).add(int(tree.parent[tree.index[str(region)]]))
    return {item: float(len(places)) for item, places in above.items()}


def micro_factories(engine: Engine, release: Release, code: str, period: int, lang: str) -> Answer:
    """Each micro-factory in its last month of the year: those to be closed and to be watched first.

    One run by a person is named by its village alone. Raises the DatabaseError family. Source: workshop_month.
    """
    if not release.themes["workshop"]:
        return NOT_CONNECTED
    with database_errors(), engine.connect() as connection:
        told = read_rows(connection, _last_months(release, code, period))
    rows = [_factory(row, release, lang) for row in told]
    order = {name: place for place, name in enumerate(_WATCHED)}
    rows.sort(key=lambda row: (order.get(row.key, len(order)), _share_of(row), row.above))
    sums = [np.nansum([_number(row.cells[place]) for row in rows]) if rows else math.nan for place in (0, 1)]
    watched = {state: float(sum(row.key == state for row in rows)) for state in _WATCHED}
    rate = "WORKSHOP_ASSISTED_RATE"
    facts = (
        Fact("factories", float(len(rows)), "activity"),
        Fact("workers", float(sums[0]), "person"),
        Fact("assisted", float(sums[1]), "person"),
        Fact("assisted_percent", 100 * sums[1] / sums[0] if sums[0] > 0 else math.nan, "percent", Sort.PERCENT, rate),
        *(Fact(f"watch_{state.lower()}", count, "activity") for state, count in watched.items()),
    )
    columns = (
        Column("workers"),
        Column("assisted"),
        Column("assisted_percent", Sort.PERCENT),
        Column("watch", Sort.WORDS),
    )
    return Answer(facts, columns, tuple(rows[:MOST_ROWS]), len(rows), ("last_month",))


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else math.nan


def _share_of(row: Row) -> float:
    share = _number(row.cells[2])
    return 1e9 if math.isnan(share) else share


def _last_months(release: Release, code: str, period: int) -> Any:
    """The newest month of the year that any factory reports, up to the day of the data."""
    m, a = industry.workshop_month, industry.industry_activity
    last = release.as_of.month if period == release.as_of.year else 12
    newest = select(func.max(m.c.stat_month)).where(m.c.stat_year == period, m.c.stat_month <= last).scalar_subquery()
    under = select(region_ancestor.c.region_code).where(region_ancestor.c.ancestor_code == code)
    return (
        select(
            a.c.activity_id,
            a.c.name_zh,
            a.c.region_code,
            a.c.business_entity_code,
            m.c.worker_count,
            m.c.assisted_worker_count,
            m.c.workshop_watch_code,
        )
        .select_from(m.join(a, a.c.activity_id == m.c.activity_id))
        .where(m.c.stat_year == period, m.c.stat_month == newest, a.c.region_code.in_(under))
        .order_by(a.c.activity_id)
    )


def _factory(row: dict[str, Any], release: Release, lang: str) -> Row:
    workers, assisted = (
        math.nan if row[name] is None else float(row[name]) for name in ("worker_count", "assisted_worker_count")
    )
    share = 100 * assisted / workers if workers > 0 else math.nan
    watch = str(row["workshop_watch_code"] or "")
    village = str(row["region_code"])
    place = release.region(village).name(lang) if village in release.tree.index else ""
    is_firm = row["business_entity_code"] in FIRMS and row["name_zh"]
    name = scanned_text(str(row["name_zh"])) if is_firm else release.code_name("INDUSTRY_KIND", "WORKSHOP", lang)
    said = release.code_name("WORKSHOP_WATCH", watch, lang) if watch else ""
    return Row(village, name or "", place, (workers, assisted, share, said), watch)
