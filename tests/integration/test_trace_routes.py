"""Where a figure comes from, over HTTP: against plain SQL on the demo county, and what may and may not be kept."""

import io
import sqlite3
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.industry.gaps import ORDERS, villages_without
from data_access.release import Release
from data_access.scope import Role
from data_access.settings import Settings
from tests.signing_in import signed_in

COUNTY = "990101000000"
TOWNSHIP = "990101100000"
VILLAGE = "990101100201"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

TAKING = """
SELECT DISTINCT h.region_code, h.household_id, a.industry_kind_code FROM household h
JOIN industry_participation p ON p.household_id = h.household_id AND p.stat_year = 2019
JOIN industry_activity a ON a.activity_id = p.activity_id JOIN industry_kind k USING (industry_kind_code)
WHERE k.is_covering = 1 AND h.is_valid = 1 AND h.household_type_code = '1'
AND (a.operating_status_code IS NULL OR a.operating_status_code IN ('RUNNING', 'WATCHED'))
"""
DUE = "SELECT region_code, household_id FROM household WHERE is_valid = 1 AND household_type_code = '1'"


@pytest.fixture(scope="module")
def client(demo_release: Release, demo_settings: Settings) -> FlaskClient:
    assert demo_release.id
    return signed_in(create_app(demo_settings))


@pytest.fixture(scope="module")
def kinds_of(demo_database: Path) -> dict[tuple[str, str], set[str]]:
    """Village and household -> the covering kinds that it takes part in."""
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        found: dict[tuple[str, str], set[str]] = {(r, h): set() for r, h in connection.execute(DUE)}
        for region, household, kind in connection.execute(TAKING):
            found[region, household].add(kind)
    return found


def traced(client: FlaskClient, release: Release, figure: str, region: str = COUNTY, lang: str = "zh") -> Any:
    response = client.get(f"/wall/trace/{release.id}/{figure}/{region}/2019/{lang}")
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    return response.get_json()


def number(said: str) -> float:
    return float(said.replace(",", ""))


@pytest.mark.parametrize(
    ("figure", "counts"),
    [
        ("industry_household_count", bool),
        ("industry_household_count@0", lambda kinds: not kinds),
        ("industry_household_count@2", lambda kinds: len(kinds) == 2),
        ("industry_household_count@3", lambda kinds: len(kinds) >= 3),
        ("industry_household_count!SOLAR", lambda kinds: bool(kinds - {"SOLAR"})),
        ("industry_household_count@0!SOLAR", lambda kinds: not kinds - {"SOLAR"}),
        ("industry_household_count@SOLAR-TOURISM", lambda kinds: kinds == {"SOLAR", "TOURISM"}),
        ("industry_household_count@AGRICULTURE!SOLAR", lambda kinds: kinds - {"SOLAR"} == {"AGRICULTURE"}),
    ],
)
def test_households_by_kind(
    client: FlaskClient, demo_release: Release, kinds_of: dict[tuple[str, str], set[str]], figure: str, counts: Any
) -> None:
    expected: dict[str, int] = dict.fromkeys({region for region, _ in kinds_of}, 0)
    for (region, _), kinds in kinds_of.items():
        expected[region] += counts(kinds)
    found = traced(client, demo_release, figure)
    assert number(found["value"]) == sum(expected.values()) > 0
    villages = found["villages"]
    assert {code: n for code, n in zip(villages["codes"], villages["values"], strict=True) if n} == {
        code: n for code, n in expected.items() if n
    }


def test_a_share_is_made_of_its_parts(client: FlaskClient, demo_release: Release, demo_database: Path) -> None:
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        (part,) = connection.execute(
            "SELECT COUNT(*) FROM household_cause c JOIN household h USING (household_id) WHERE c.is_main = 1"
            " AND c.cause_code = '07' AND h.is_valid = 1 AND h.household_type_code = '1'"
        ).fetchone()
        (whole,) = connection.execute(f"SELECT COUNT(*) FROM ({DUE})").fetchone()
    found = traced(client, demo_release, "cause_household_count.07@registered_household_count", lang="en")
    assert found["value"] == f"{100 * part / whole:.1f}"
    assert found["formula"] == f"100 × {part:,} ÷ {whole:,} = {100 * part / whole:.1f} %"
    assert [said for _, said in found["parts"]] == [f"{part:,}", f"{whole:,}"]
    assert [table for table, _ in found["tables"]] == ["household_cause", "household", "household_year"]


def test_villages_are_told_by_poverty(client: FlaskClient, demo_release: Release) -> None:
    assert traced(client, demo_release, "industry_village_count.SOLAR")["poverty"] == "其中贫困村 199 个,其他村 167 个"


def test_alerts_open_too(client: FlaskClient, demo_release: Release) -> None:
    rows = demo_release.alerts(COUNTY)
    for kind, item in {(str(r.alert_code), str(r.item_code)) for r in rows.itertuples()}:
        expected = rows.loc[(rows["alert_code"] == kind) & (rows["item_code"] == item), "count"].sum()
        found = traced(client, demo_release, f"alert.{kind}.{item}" if item else f"alert.{kind}")
        assert number(found["value"]) == expected
        assert found["tables"]


def test_what_stands_for_nothing_is_said(client: FlaskClient, demo_release: Release) -> None:
    for figure in (
        "MAGIC",
        "industry_village_count@MAGIC",
        "industry_village_count!MAGIC",
        "solar_sales_yuan@2",
        "a@b",
    ):
        assert client.get(f"/wall/trace/{demo_release.id}/{figure}/{COUNTY}/2019/zh").get_json() == {"unknown": True}
    found = client.get(
        "/wall/trace.xlsx", query_string={"figure": "MAGIC", "region": COUNTY, "period": 2019, "lang": "zh"}
    )
    assert found.status_code == 404
    other = client.get(f"/wall/trace/an-older-release/POVERTY_INCIDENCE/{COUNTY}/2019/zh")
    assert other.headers["Cache-Control"] == "no-store"


def test_households_behind_a_figure_are_live_and_masked(
    client: FlaskClient, demo_release: Release, demo_database: Path, kinds_of: dict[tuple[str, str], set[str]]
) -> None:
    said = {"figure": "industry_household_count@0", "region": VILLAGE, "lang": "zh"}
    response = client.get("/wall/trace-households", query_string=said)
    assert response.headers["Cache-Control"] == "no-store"
    found = response.get_json()
    expected = sum(region == VILLAGE and not kinds for (region, _), kinds in kinds_of.items())
    assert found["total"] == len(found["rows"]) == expected > 0
    assert {row["village"] for row in found["rows"]} == {demo_release.region(VILLAGE).name_zh}
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        named = {name for (name,) in connection.execute("SELECT DISTINCT name_zh FROM person")}
    assert not {row["head"] for row in found["rows"]} & named
    aside = client.get(
        "/wall/trace-households", query_string=said | {"figure": "industry_household_count@0!SOLAR"}
    ).get_json()
    without = sum(region == VILLAGE and not kinds - {"SOLAR"} for (region, _), kinds in kinds_of.items())
    assert aside["total"] == len(aside["rows"]) == without > expected
    assert not traced(client, demo_release, "industry_household_count@0", COUNTY)["lists"], "not above the township"
    for refused in (said | {"region": COUNTY}, said | {"figure": "POVERTY_INCIDENCE"}, said | {"lang": "xx"}):
        assert client.get("/wall/trace-households", query_string=refused).status_code in (400, 404)


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    """Sheet -> rows of texts, read with the XML library alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = Tree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - our own
        found = {}
        for number_, sheet in enumerate(book.iter(f"{MAIN}sheet"), 1):
            page = Tree.fromstring(archive.read(f"xl/worksheets/sheet{number_}.xml"))  # noqa: S314
            found[sheet.attrib["name"]] = [
                ["".join(cell.itertext()) for cell in row.iter(f"{MAIN}c")] for row in page.iter(f"{MAIN}row")
            ]
    return found


def test_the_workbooks_have_no_name_of_a_person(
    client: FlaskClient, demo_release: Release, demo_database: Path
) -> None:
    given = {"region": VILLAGE, "period": 2019, "lang": "zh"}
    one = client.get("/wall/trace.xlsx", query_string=given | {"figure": "industry_household_count@0"})
    two = client.get("/wall/gaps.xlsx", query_string=given | {"region": TOWNSHIP, "solar": "without"})
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        names = {
            name for (name,) in connection.execute("SELECT name_zh FROM person UNION SELECT name_zh FROM official")
        }
    for response in (one, two):
        assert response.headers["Cache-Control"] == "no-store"
        disposition = response.headers["Content-Disposition"]
        assert disposition.isascii() and 'filename="' in disposition and "filename*=UTF-8''" in disposition
        for title, rows in sheets(response.data).items():
            cells = [cell for row in rows for cell in row]
            assert any("演示数据" in cell for cell in cells), title
            assert "数据截至" in cells, title
            assert not names & set(cells), title
    assert list(sheets(one.data)) == ["出处", "各村", "农户(已脱敏)"]
    assert len(sheets(two.data)["空白村"]) == 1 + 6 + 3


def test_the_list_of_gaps_is_ordered(client: FlaskClient, demo_release: Release) -> None:
    for by in ORDERS:
        up = villages_without(demo_release, COUNTY, 2019, without=("SOLAR",), page_size=400, by=by)
        down = villages_without(demo_release, COUNTY, 2019, without=("SOLAR",), page_size=400, by=by, down=True)
        assert (up.total, len(up.rows), len(down.rows)) == (119, 119, 119)
        assert {row.code for row in up.rows} == {row.code for row in down.rows}
    most = villages_without(demo_release, COUNTY, 2019, without=("SOLAR",), page_size=400, by="uncovered").rows
    assert [r.uncovered_households for r in most] == sorted((r.uncovered_households for r in most), reverse=True)


def test_households_leave_in_a_workbook_only_with_who_may_take_them(demo_settings: Settings) -> None:
    app = create_app(demo_settings)
    log = app.server.extensions["guatu"].audit()
    given = {"figure": "industry_household_count@0", "region": VILLAGE, "period": 2019, "lang": "zh"}
    held = {}
    for role in (Role.WALL, Role.LEADER, Role.VILLAGE, Role.COUNTY):
        before = log.search(event="export").total
        region = VILLAGE if role is Role.VILLAGE else None
        answer = signed_in(app, role, region).get("/wall/trace.xlsx", query_string=given)
        assert answer.status_code == 200
        held[role] = "农户(已脱敏)" in sheets(answer.data)
        logged = log.search(event="export")
        assert logged.total - before == held[role]
        if held[role]:
            assert (logged.records[0].role, logged.records[0].object) == (role, VILLAGE)
            assert logged.records[0].detail["figure"] == given["figure"]
            with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
                last = max(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
                assert f"{role}-{region or 'all'}" in archive.read(last).decode(), "whose copy it is"
    assert held == {Role.WALL: False, Role.LEADER: False, Role.VILLAGE: True, Role.COUNTY: True}


def test_a_change_is_one_period_less_the_other(client: FlaskClient, demo_release: Release) -> None:
    def by_region(period: int) -> dict[str, float]:
        asked = f"/api/v1/values?indicator=POVERTY_INCIDENCE&region={COUNTY}&period={period}"
        return {row["code"]: round(row["value"], 2) for row in client.get(asked).get_json()["rows"]}

    now, before = by_region(2019), by_region(2017)
    assert TOWNSHIP in now
    for code in now:
        told = traced(client, demo_release, "POVERTY_INCIDENCE@since-2017", code)
        change = round(now[code] - before[code], 2)
        assert told["value"] == (f"{change:+.2f}".replace("-", "−") if change else "±0.00")
        assert told["unit"] == "个百分点"
        assert not told["lists"]
    villages = told["villages"]
    assert villages["heads"] == ["地区", "上级", "本期", "前期", "变化"]
    for latest, earlier, change, state in zip(
        villages["numerators"], villages["denominators"], villages["values"], villages["states"], strict=True
    ):
        assert state or change == pytest.approx(latest - earlier, abs=1e-6)
    for unknown in ("POVERTY_INCIDENCE@since-1999", "NOTHING@since-2017", "POVERTY_INCIDENCE@since-"):
        answer = client.get(f"/wall/trace/{demo_release.id}/{unknown}/{COUNTY}/2019/zh")
        assert answer.get_json() == {"unknown": True}
