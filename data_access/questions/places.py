"""Answers about villages and sites: solar money, hollow villages, and where people were resettled."""

import math
from typing import Any, Final

import numpy as np
from sqlalchemy import Engine, case, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import database_errors, read_rows
from data_access.questions.answer import (
    MOST_ROWS,
    NOT_CONNECTED,
    Answer,
    Column,
    Fact,
    Row,
    Sort,
    quantity_fact,
    village_row,
    villages_with,
)
from data_access.release import Release
from data_access.schema import core, industry, livelihood, monitoring, region_ancestor

RECEIVED: Final = "industry_received_yuan.SOLAR"
SPENT: Final = ("solar_post_yuan", "solar_work_yuan", "solar_relief_yuan", "solar_household_count")


def solar_money(release: Release, code: str, period: int, lang: str) -> Answer:
    """What solar money reached each village this year: those first that got nothing."""
    if not release.themes["solar"]:
        return NOT_CONNECTED
    names = (RECEIVED, *SPENT)
    at, figures = villages_with(release, code, period, names)
    received = np.nan_to_num(figures[:, 0])
    order = np.argsort(received, kind="stable").tolist()
    unpaid = float((received <= 0).sum())
    facts = (
        quantity_fact(release, RECEIVED, code, period, "yuan", Sort.YUAN),
        Fact("unpaid_villages", unpaid, "village"),
        *(quantity_fact(release, name, code, period, "yuan", Sort.YUAN) for name in SPENT[:-1]),
        quantity_fact(release, SPENT[-1], code, period, "household"),
    )
    sorts = [Sort.YUAN] * 4 + [Sort.COUNT]
    columns = tuple(Column(_key(name), sort, name) for name, sort in zip(names, sorts, strict=True))
    rows = tuple(village_row(release, int(at[i]), figures[i].tolist(), lang) for i in order[:MOST_ROWS])
    return Answer(facts, columns, rows, len(order), ("nothing_on_record",))


def _key(name: str) -> str:
    return name.replace(".", "_").lower()


def hollow_villages(engine: Engine, release: Release, code: str, period: int, lang: str) -> Answer:
    """Villages of whose houses half or more stand empty, what industry reaches them and who was resettled.

    Raises the DatabaseError family. Source: the release, and industry_coverage for how many activities reach each.
    """
    names = ("house_count", "vacant_house_count", "relocated_household_count", "hollow_village_count")
    at, figures = villages_with(release, code, period, names)
    share = np.divide(100 * figures[:, 1], figures[:, 0], out=np.full(len(at), np.nan), where=figures[:, 0] > 0)
    hollow = [i for i in np.argsort(-np.nan_to_num(share), kind="stable").tolist() if figures[i, 3] == 1]
    shown = hollow[:MOST_ROWS]
    codes = [release.tree.regions[int(at[i])].code for i in shown]
    reached = _activities_reaching(engine, release, codes, period)
    moved = release.themes["relocation"]
    rows = tuple(
        village_row(
            release,
            int(at[i]),
            (figures[i, 0], figures[i, 1], share[i], reached.get(village, 0.0) if reached is not None else math.nan,
             float(np.nan_to_num(figures[i, 2])) if moved else math.nan),
            lang,
        )
        for i, village in zip(shown, codes, strict=True)
    )  # fmt: skip
    facts = (
        quantity_fact(release, "hollow_village_count", code, period, "village"),
        quantity_fact(release, "housing_reporting_village_count", code, period, "village"),
        Fact("house_vacancy_rate", release.value(RATE, code, period) if RATE in release.indicators else math.nan,
             "percent", Sort.PERCENT, RATE if RATE in release.indicators else ""),
    )  # fmt: skip
    columns = (
        Column("house_count", figure="house_count"),
        Column("vacant_house_count", figure="vacant_house_count"),
        Column("house_vacancy_rate", Sort.PERCENT, RATE),
        Column("activities"),
        Column("relocated_household_count", figure="relocated_household_count"),
    )
    return Answer(facts, columns, rows, len(hollow))


RATE: Final = "HOUSE_VACANCY_RATE"


def _activities_reaching(engine: Engine, release: Release, codes: list[str], period: int) -> dict[str, float] | None:
    """How many activities reach each of the villages in the year; None where industry is not connected."""
    if not release.themes["industry"] or not codes:
        return None if codes else {}
    c = industry.industry_coverage
    counted = (
        select(c.c.region_code, func.count(func.distinct(c.c.activity_id)).label("activity_count"))
        .where(c.c.stat_year == period, c.c.region_code.in_(codes))
        .group_by(c.c.region_code)
    )
    with database_errors(), engine.connect() as connection:
        return {str(row["region_code"]): float(row["activity_count"]) for row in read_rows(connection, counted)}


def resettlement(engine: Engine, release: Release, code: str, period: int, lang: str) -> Answer:
    """Sites, how many of those moved live there, and how many of them have an industry, a job, or neither.

    Raises the DatabaseError family. Source: relocation_site, household_relocation, industry_participation,
    person_employment.
    """
    if not release.themes["relocation"]:
        return NOT_CONNECTED
    with database_errors(), engine.connect() as connection:
        sites = read_rows(connection, _sites(code))
        after = {str(row["site_id"]): row for row in read_rows(connection, _moved(release, code, period))}
    rows = [_site(site, after.get(str(site["site_id"]), {}), release, lang) for site in sites]
    rows.sort(key=lambda row: (_known(row.cells[2], 1e9), row.key))
    sums = {name: _sum(row.cells[place] for row in rows) for place, name in enumerate(("moved", "occupied"))}
    share = 100 * sums["occupied"] / sums["moved"] if sums["moved"] > 0 else math.nan
    facts = (
        Fact("sites", float(len(rows)), "site", figure="relocation_site_count"),
        Fact("moved", sums["moved"], "household", figure="relocation_moved_household_count"),
        Fact("occupied", sums["occupied"], "household", figure="relocation_occupied_household_count"),
        Fact("occupied_percent", share, "percent", Sort.PERCENT,
             "relocation_occupied_household_count@relocation_moved_household_count"),
        *(Fact(name, _sum(row.cells[place] for row in rows), "household") for place, name in enumerate(AFTER, 3)),
    )  # fmt: skip
    sorts = {"occupied_percent": Sort.PERCENT}
    names = ("moved", "occupied", "occupied_percent", *AFTER)
    columns = tuple(Column(name, sorts.get(name, Sort.COUNT)) for name in names)
    return Answer(facts, columns, tuple(rows[:MOST_ROWS]), len(rows))


AFTER: Final = ("on_record", "in_industry", "in_job", "in_neither")


def _sum(cells: Any) -> float:
    known = [float(cell) for cell in cells if isinstance(cell, int | float) and not math.isnan(cell)]
    return math.fsum(known) if known else math.nan


def _known(cell: object, absent: float) -> float:
    return float(cell) if isinstance(cell, int | float) and not math.isnan(cell) else absent


def _site(site: dict[str, Any], after: dict[str, Any], release: Release, lang: str) -> Row:
    moved, occupied = (_known(site[f"{name}_household_count"], math.nan) for name in ("moved", "occupied"))
    percent = 100 * occupied / moved if moved > 0 else math.nan
    told = [_known(after.get(name), math.nan) for name in AFTER]
    village = str(site["region_code"])
    above = release.region(village).name(lang) if village in release.tree.index else ""
    return Row(None, str(site["name_zh"]), above, (moved, occupied, percent, *told), str(site["site_id"]))


def _sites(code: str) -> Any:
    s = monitoring.relocation_site
    columns = (s.c.site_id, s.c.name_zh, s.c.region_code, s.c.moved_household_count, s.c.occupied_household_count)
    return select(*columns).where(s.c.region_code.in_(_under(code)))


def _under(code: str) -> Any:
    return select(region_ancestor.c.region_code).where(region_ancestor.c.ancestor_code == code)


def _moved(release: Release, code: str, period: int) -> Any:
    """Households by site, and how they live: asked of those moved alone, not of all who take part."""
    x, z, h = monitoring.household_relocation, monitoring.relocation_site, core.household
    u, e = industry.industry_participation, livelihood.person_employment
    taking = exists().where(u.c.household_id == x.c.household_id, u.c.stat_year == period)
    working = exists().where(e.c.household_id == x.c.household_id, e.c.stat_year == period, e.c.worked_month_count > 0)
    each: list[ColumnElement[Any]] = [x.c.site_id]
    if release.themes["industry"]:
        each.append(case((taking, 1), else_=0).label("in_industry"))
    if release.themes["employment"]:
        each.append(case((working, 1), else_=0).label("in_job"))
    moved = (
        select(*each)
        .select_from(x.join(z, z.c.site_id == x.c.site_id).join(h, h.c.household_id == x.c.household_id))
        .where(h.c.is_valid == 1, z.c.region_code.in_(_under(code)))
        .subquery("moved")
    )
    sums = [func.sum(moved.c[name]).label(name) for name in ("in_industry", "in_job") if name in moved.c]
    if len(sums) == 2:
        neither = case((moved.c.in_industry + moved.c.in_job == 0, 1), else_=0)
        sums.append(func.sum(neither).label("in_neither"))
    return select(moved.c.site_id, func.count().label("on_record"), *sums).group_by(moved.c.site_id)
