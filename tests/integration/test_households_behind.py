"""The households behind a figure: those that plain SQL finds, as many as it says; none behind a withheld one."""

import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.database import open_database
from data_access.households.behind import counted_by, households_counted
from data_access.households.tiles import MAX_PAGE_SIZE
from data_access.industry.trace import trace
from data_access.industry.villages import villages_behind
from data_access.release import Release
from data_access.scope import WALL
from data_access.settings import Settings
from data_access.tokens import household_tokens
from tests.signing_in import signed_in

COUNTY = "990101000000"
TOWNSHIP = "990101100000"
YEAR = 2019

LISTED = "h.is_valid = 1 AND h.household_type_code = '1'"
HERE = "SELECT h.household_id, {counted} FROM household h {join} WHERE {where} GROUP BY h.household_id"
MEMBERS = "JOIN person p ON p.household_id = h.household_id AND p.is_valid = 1"
JOBS = f"{MEMBERS} JOIN person_employment e USING (household_id, person_id)"
RUNS = "(a.operating_status_code IS NULL OR a.operating_status_code IN ('RUNNING', 'WATCHED'))"
TAKES = (
    "JOIN industry_participation i ON i.household_id = h.household_id AND i.stat_year = 2019 "
    "JOIN industry_activity a ON a.activity_id = i.activity_id"
)
ORACLES: dict[str, tuple[str, str, str]] = {
    "household_count": ("1", "", "h.is_valid = 1"),
    "registered_household_count": ("1", "", LISTED),
    "registered_person_count": ("SUM(h.member_count)", "", LISTED),
    "lifted_household_count": ("1", "", f"{LISTED} AND h.poverty_status_code IN ('1', '4')"),
    "EXIT_RATE": ("SUM(h.member_count)", "", f"{LISTED} AND h.poverty_status_code IN ('1', '4')"),
    "cause_household_count.07": ("1", "JOIN household_cause c USING (household_id)",
                                 f"{LISTED} AND c.is_main = 1 AND c.cause_code = '07'"),
    "cause_household_count.07@registered_household_count": (
        "1", "JOIN household_cause c USING (household_id)", f"{LISTED} AND c.is_main = 1 AND c.cause_code = '07'"),
    "labour_person_count.03": ("COUNT(*)", MEMBERS, f"{LISTED} AND p.labour_ability_code = '03'"),
    "ELDER_SHARE": ("COUNT(*)", MEMBERS, f"{LISTED} AND p.born_on <= '1959-09-30'"),
    "employed_person_count": ("COUNT(*)", JOBS, f"{LISTED} AND e.stat_year = 2019 AND e.worked_month_count > 0"),
    "STABLE_EMPLOYMENT_RATE": ("COUNT(*)", JOBS, f"{LISTED} AND e.stat_year = 2019 AND e.worked_month_count >= 6"),
    "assurance_household_count": ("1", "JOIN household_assurance s USING (household_id)",
                                  "h.is_valid = 1 AND s.stat_year = 2019"),
    "unmet_household_count.HOUSING": (
        "1", "JOIN household_assurance s USING (household_id)",
        "h.is_valid = 1 AND s.stat_year = 2019 AND s.assurance_code = 'HOUSING' AND s.is_met = 0 "
        "AND s.resolved_on IS NULL"),
    "monitoring_open_household_count": ("1", "JOIN monitoring_case m USING (household_id)",
                                        "h.is_valid = 1 AND m.is_eliminated = 0"),
    "monitoring_case_count": ("COUNT(*)", "JOIN monitoring_case m USING (household_id)", "h.is_valid = 1"),
    "helper_household_count": ("1", "JOIN household_official o USING (household_id)",
                               f"{LISTED} AND o.official_role_code = 'HELPER' AND o.valid_from <= '2019-09-30' "
                               "AND (o.valid_to IS NULL OR o.valid_to >= '2019-09-30')"),
    "BELOW_LINE_SHARE": (
        "1", "JOIN household_income n ON n.household_id = h.household_id AND n.stat_year = 2019",
        f"{LISTED} AND n.member_count > 0 AND n.net_income_yuan < n.member_count * "
        "(SELECT amount_yuan FROM policy_line WHERE policy_line_code = 'POVERTY_CURRENT' AND stat_year = 2019)"),
    "industry_household_count.SOLAR": ("1", TAKES, f"{LISTED} AND a.industry_kind_code = 'SOLAR' AND {RUNS}"),
    "industry_household_count.*@join-POST-WORK": (
        "1", f"{TAKES} JOIN industry_kind k USING (industry_kind_code)",
        f"{LISTED} AND k.is_covering = 1 AND {RUNS} AND i.participation_mode_code IN ('POST', 'WORK')"),
    "industry_household_count.AGRICULTURE@subkind-AGRICULTURE_CROP": (
        "1", TAKES, f"{LISTED} AND a.industry_subkind_code = 'AGRICULTURE_CROP' AND {RUNS}"),
    "industry_household_count.TOURISM@entity-COOPERATIVE": (
        "1", TAKES,
        f"{LISTED} AND a.industry_kind_code = 'TOURISM' AND a.business_entity_code = 'COOPERATIVE' AND {RUNS}"),
    "industry_household_count.TOURISM@mode-FARM_TOUR": (
        "1", f"{TAKES} JOIN tourism_operator t USING (activity_id)",
        f"{LISTED} AND t.tourism_mode_code = 'FARM_TOUR' AND {RUNS}"),
}  # fmt: skip
"""Figure -> what is counted of a household, what is joined, and where: written without our code."""

HIDDEN = ("ill_person_count", "unmet_household_count", "cause_household_count.02", "monitoring_open_person_count")
TWICE = {"industry_household_count.*@join-POST-WORK"}
"""Here a household that joins in both ways is counted in both."""


@pytest.fixture(scope="module")
def client(demo_release: Release, demo_settings: Settings) -> FlaskClient:
    assert demo_release.id
    return signed_in(create_app(demo_settings))


@pytest.fixture(scope="module")
def database(demo_database: Path) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def village(demo_release: Release) -> str:
    """A village with many households."""
    counts = demo_release.figures("registered_household_count", YEAR)
    assert counts is not None
    return max(demo_release.villages(COUNTY), key=lambda region: counts[demo_release.tree.index[region.code]]).code


def asked(client: FlaskClient, figure: str, region: str, page: int = 0) -> Any:
    said = {"figure": figure, "region": region, "lang": "zh", "page": page}
    response = client.get("/wall/trace-households", query_string=said)
    assert response.status_code in (200, 404)
    return response.get_json() if response.status_code == 200 else None


def listed(client: FlaskClient, figure: str, region: str) -> tuple[dict[str, int | None], int]:
    """Token -> what is counted of the household, from all pages; and how many there are."""
    first = asked(client, figure, region)
    if first is None:
        return {}, 0
    pages = [first, *(asked(client, figure, region, page) for page in range(1, first["pages"]))]
    rows = [row for page in pages for row in page["rows"]]
    assert len({row["token"] for row in rows}) == len(rows) == first["total"]
    return {row["token"]: row["count"] for row in rows}, first["total"]


def most(release: Release, figure: str) -> str:
    """The village of which most is counted."""
    found = villages_behind(release, figure, COUNTY, YEAR)
    counted = found["numerator"].fillna(0)
    return str(found["code"][counted.idxmax()])


@pytest.mark.parametrize("figure", ORACLES)
def test_the_households_are_those_that_plain_sql_finds(
    database: sqlite3.Connection, demo_release: Release, demo_settings: Settings, figure: str
) -> None:
    tokens = household_tokens(demo_settings.home)
    counted, join, where = ORACLES[figure]
    engine = open_database(demo_settings.database_url)
    for place in (most(demo_release, figure), TOWNSHIP):
        villages = [region.code for region in demo_release.villages(place)]
        marks = ", ".join("?" * len(villages))
        where_here = f"{where} AND h.region_code IN ({marks})"
        found = dict(database.execute(HERE.format(counted=counted, join=join, where=where_here), villages).fetchall())
        numerator = trace(demo_release, figure, place, YEAR).numerator.value
        if not found and place == TOWNSHIP:
            is_told_nothing = "@" in figure and math.isnan(numerator)  # no activity of the sort: nobody tells of it
            assert numerator == 0 or is_told_nothing
            assert counted_by(demo_release, figure, place, YEAR) is None
            continue
        page = households_counted(
            engine, WALL, demo_release, figure, place, YEAR, tokens=tokens, page_size=MAX_PAGE_SIZE
        )
        counts = dict(zip((row.token for row in page.rows), page.counts or [None] * len(page.rows), strict=True))
        assert page.total == len(page.rows) == len(found) > 0
        assert set(counts) == {tokens.token(key) for key in found}, place
        assert all(count is None or count == found[key] for key, count in ((k, counts[tokens.token(k)]) for k in found))
        assert figure in TWICE or numerator == page.counted == sum(found.values()), place
    engine.dispose()


def test_nothing_is_listed_of_what_is_withheld(client: FlaskClient, demo_release: Release) -> None:
    hidden = {
        name: [
            region.code
            for region in demo_release.villages(COUNTY)
            if demo_release.quantity_state(name, region.code, YEAR) == "withheld"
        ]
        for name in HIDDEN
    }
    assert all(hidden.values())
    for name, villages in hidden.items():
        village = villages[0]
        above = str(demo_release.region(village).parent_code)
        for figure in (name, f"{name}@registered_household_count"):
            assert asked(client, figure, village) is None, figure
            assert asked(client, figure, above) is None, f"{figure}: the list of a township would tell its villages"
            shown = client.get(f"/wall/trace/{demo_release.id}/{figure}/{village}/{YEAR}/zh").get_json()
            assert not shown["lists"]
            sheet = {"figure": figure, "region": village, "period": YEAR, "lang": "zh"}
            assert "农户(已脱敏)".encode() not in client.get("/wall/trace.xlsx", query_string=sheet).data


def test_above_the_township_villages_stand_behind_a_figure(client: FlaskClient) -> None:
    assert asked(client, "registered_household_count", COUNTY) is None


def test_what_does_not_count_households_lists_none(client: FlaskClient, village: str) -> None:
    for figure in (
        "POVERTY_INCIDENCE",
        "COLLECTIVE_INCOME",
        "village_count",
        "effect.with.count.*.*.*",
        "MAGIC",
        "a@b",
    ):
        assert asked(client, figure, village) is None, figure


def test_no_money_of_a_household_is_told(client: FlaskClient, village: str) -> None:
    rows, total = listed(client, "INCOME_PER_PERSON", village)
    assert total > 0 and set(rows.values()) == {None}


def test_another_year_lists_those_of_that_year(client: FlaskClient, database: sqlite3.Connection, village: str) -> None:
    said = {"figure": "BELOW_LINE_SHARE", "region": village, "lang": "zh", "period": 2016}
    found = client.get("/wall/trace-households", query_string=said).get_json()
    (count,) = database.execute(
        f"SELECT COUNT(*) FROM household h JOIN household_income n USING (household_id) WHERE {LISTED} "
        "AND n.stat_year = 2016 AND n.member_count > 0 AND h.region_code = ? AND n.net_income_yuan < n.member_count * "
        "(SELECT amount_yuan FROM policy_line WHERE policy_line_code = 'POVERTY_CURRENT' AND stat_year = 2016)",
        [village],
    ).fetchone()
    assert (0 if found is None else found.get("total", 0)) == count > 0


def test_every_alert_of_people_lists_whom_it_counts(client: FlaskClient, demo_release: Release) -> None:
    rows = demo_release.alerts(COUNTY)
    told = 0
    for alert in ("VISIT_OVERDUE", "VISIT_OVERDUE_MONITORED"):
        of_kind = rows[rows["alert_code"] == alert]
        for region, count in list(zip(of_kind["region_code"], of_kind["count"], strict=True))[:2]:
            _, total = listed(client, f"alert.{alert}", str(region))
            assert total == count
            told += 1
    assert told
