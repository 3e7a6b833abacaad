"""The panel of kinds over the demo county: every figure opens its origin, and says what the database says."""

import json
import math
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from data_access.industry.chosen import ALL, chosen
from data_access.industry.trace import trace
from data_access.industry.villages import is_figure
from data_access.release import Release
from layouts.kind_marks import ICONS
from layouts.panels.industry_kind import industry_kind_panel
from layouts.panels.kinds.parts import MADE

COUNTY = "990101000000"
ASSETS = Path(__file__).parents[2] / "assets"
KINDS = (
    ALL, "SOLAR", "TOURISM", "WORKSHOP", "AGRICULTURE", "ECOMMERCE", "HANDICRAFT", "ECOLOGY", "OTHER",
    "RELOCATION", "JOBS", "INSURANCE", "PAIRING",
)  # fmt: skip


def drawn(release: Release, kind: str, code: str = COUNTY, period: int = 2019, lang: str = "zh") -> Any:
    panel = industry_kind_panel(chosen(release, code, period, kind, lang), period, lang, 16, "dark")
    return json.loads(json.dumps(panel, cls=PlotlyJSONEncoder))


def walk(tree: Any) -> Iterator[dict[str, Any]]:
    """The properties of every component, outermost first."""
    if isinstance(tree, list):
        for part in tree:
            yield from walk(part)
    elif isinstance(tree, dict):
        if isinstance(tree.get("props"), dict):
            yield tree["props"]
        for part in tree.values():
            yield from walk(part)


def words(tree: Any) -> str:
    if isinstance(tree, list):
        return " ".join(filter(None, map(words, tree)))
    if isinstance(tree, dict):
        return words(tree.get("props", {}).get("children", ""))
    return "" if tree is None else str(tree)


def tile_of(tree: Any, label: str) -> str:
    """The figure under a label, and its remark."""
    tiles = [props for props in walk(tree) if props.get("className") == "kind-tile"]
    return next(words(tile["children"][1:]) for tile in tiles if words(tile["children"][0]) == label)


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_opens_its_origin(demo_release: Release, kind: str) -> None:
    tree = drawn(demo_release, kind)
    found = [props for props in walk(tree) if "data-trace" in props]
    assert [props["data-trace"] for props in found if not is_figure(demo_release, props["data-trace"])] == []
    assert all(props["tabIndex"] == "0" and props["role"] == "button" for props in found)
    connected = kind not in ("HANDICRAFT", "OTHER", "RELOCATION", "INSURANCE", "PAIRING")
    assert (len(found) > 3) is connected
    assert ("未接入" in words(tree)) is (not connected or kind == ALL)


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_opens_the_same_figure(demo_release: Release, kind: str) -> None:
    wrong = []
    for code in (COUNTY, demo_release.children(COUNTY)[3].code):
        for props in walk(drawn(demo_release, kind, code)):
            if "data-trace" not in props or props.get("className") == MADE:
                continue
            told = trace(demo_release, props["data-trace"], code, 2019)
            value = told.value * (10_000 if told.unit.startswith("万") else 1)
            said = numbers(words(props["children"]))
            if math.isnan(value) is bool(said) or (said and not any(abs(value - v) <= off for v, off in said)):
                wrong.append((code, props["data-trace"], words(props["children"]), told.value))
    assert wrong == []


def numbers(said: str) -> list[tuple[float, float]]:
    """Every number in a text, with what its last place leaves open."""
    found = []
    for whole, decimals, unit in re.findall(r"(\d[\d,]*)(\.\d+)?\s*([万亿]?)", said):
        times = {"万": 1e4, "亿": 1e8}.get(unit, 1.0)
        value = float(whole.replace(",", "") + decimals) * times
        found.append((value, 0.501 * times * 10.0 ** -max(len(decimals) - 1, 0)))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_it_can_be_drawn_for_any_region_and_period_in_any_language(demo_release: Release, kind: str) -> None:
    township = demo_release.children(COUNTY)[3].code
    for code in (COUNTY, township, demo_release.children(township)[2].code):
        for period in demo_release.periods[:: len(demo_release.periods) - 1]:
            said = words(drawn(demo_release, kind, code, period, "en"))
            for broken in ("nan", "None", "UNKNOWN", "inf"):
                assert broken not in said.split(), (code, period)


def test_it_says_what_the_database_says(demo_release: Release, demo_database: Path) -> None:
    with sqlite3.connect(demo_database) as connection:

        def one(statement: str) -> float:
            return float(connection.execute(statement).fetchone()[0])

        solar = drawn(demo_release, "SOLAR")
        stations = one("SELECT COUNT(*) FROM industry_activity WHERE industry_kind_code = 'SOLAR'")
        assert tile_of(solar, "电站") == f"{stations:.0f} 座"
        capacity = one("SELECT SUM(capacity_kw) FROM solar_station")
        assert tile_of(solar, "装机容量").startswith(f"{capacity / 1e4:.1f} 万千瓦")
        sums = {
            name: [
                one(f"SELECT SUM({name}_yuan) FROM solar_month WHERE {when}") for when in ("stat_year = 2019", "1 = 1")
            ]
            for name in ("sales", "shared")
        }
        rows = {words(props["children"][0]): words(props["children"][1:]) for props in walk(solar) if is_row(props)}
        assert rows["售电收入(含补贴)"] == " ".join(f"{yuan / 1e8:.2f} 亿元" for yuan in sums["sales"])
        assert rows["扶贫收益(用于村)"] == " ".join(f"{yuan / 1e8:.2f} 亿元" for yuan in sums["shared"])
        posts = one("SELECT SUM(post_yuan) FROM solar_distribution WHERE stat_year = 2019")
        assert f"公益岗位  {posts / 1e4:,.0f} 万元".split() == words(bar_of(solar, "公益岗位")).split()
        shops = drawn(demo_release, "WORKSHOP")
        last = """(SELECT m.* FROM workshop_month m JOIN (SELECT activity_id, MAX(stat_month) AS stat_month
            FROM workshop_month WHERE stat_year = 2019 GROUP BY activity_id) l USING (activity_id, stat_month)
            WHERE m.stat_year = 2019)"""
        assisted = one(f"SELECT SUM(assisted_worker_count) FROM {last}")
        workers = one(f"SELECT SUM(worker_count) FROM {last}")
        said = f"{100 * assisted / workers:.1f} % 100 × {assisted:,.0f} ÷ {workers:,.0f}"
        assert tile_of(shops, "带贫率") == said
        wages = one("SELECT SUM(assisted_wage_yuan) FROM workshop_month WHERE stat_year = 2019")
        assert tile_of(shops, "全年发放") == f"{wages / 1e4:,.2f} 万元"
        worked = """FROM person_employment e JOIN industry_activity a ON a.activity_id = e.activity_id
            JOIN household h ON h.household_id = e.household_id JOIN person p ON p.household_id = e.household_id
            AND p.person_id = e.person_id WHERE e.stat_year = 2019 AND e.worked_month_count > 0 AND p.is_valid = 1
            AND h.is_valid = 1 AND a.industry_kind_code = 'WORKSHOP'
            AND a.operating_status_code IN ('RUNNING', 'WATCHED')"""
        lifted = one(
            f"SELECT COUNT(*) {worked} AND h.poverty_status_code IN ('1', '4') AND h.household_type_code = '1'"
        )
        assert tile_of(shops, "脱贫户成员") == f"{lifted:,.0f} 人"
        watched = one(
            f"SELECT COUNT(*) {worked} AND EXISTS (SELECT 1 FROM monitoring_case c "
            "WHERE c.household_id = h.household_id AND c.is_eliminated = 0)"
        )
        assert tile_of(shops, "监测户成员") == f"{watched:,.0f} 人"
        modes = dict(
            connection.execute("SELECT tourism_mode_code, COUNT(*) FROM tourism_operator GROUP BY 1").fetchall()
        )
    connection.close()
    rows = {words(p["children"][0]): words(p["children"][1]) for p in walk(drawn(demo_release, "TOURISM")) if is_row(p)}
    names = {"SCENIC_LED": "景区带动", "FARM_TOUR": "农旅互动", "FESTIVAL": "节庆拉动", "CAPABLE": "能力推动"}
    assert {name: int(rows[name]) for name in names.values()} == {names[code]: modes[code] for code in names}


def is_row(props: dict[str, Any]) -> bool:
    """Whether these are the properties of a table's row of figures."""
    cells = props.get("children")
    return isinstance(cells, list) and len(cells) > 1 and all(
        isinstance(cell, dict) and cell.get("type") in ("Th", "Td") for cell in cells
    ) and cells[1]["type"] == "Td"  # fmt: skip


def bar_of(tree: Any, name: str) -> Any:
    bars = [props["children"] for props in walk(tree) if props.get("className") == "kind-bars"]
    return next(row for rows in bars for row in rows if words(row["props"]["children"][0]) == name)


def test_annual_and_cumulative_stand_in_columns_of_their_own(demo_release: Release) -> None:
    heads = [words(props["children"]) for props in walk(drawn(demo_release, "SOLAR")) if props.get("scope") == "col"]
    assert "2019 年" in heads
    assert "累计 2016–2019" in heads
    assert "不相加" in words(drawn(demo_release, "SOLAR"))


def test_stations_to_see_to_lead_to_their_villages(demo_release: Release) -> None:
    tree = drawn(demo_release, "SOLAR")
    alerts = demo_release.alerts(COUNTY)
    low = int(alerts[alerts["alert_code"] == "SOLAR_LOW"]["count"].sum())
    assert low > 0
    counted = [words(p["children"]) for p in walk(tree) if p.get("className") == "kind-alert"]
    assert counted[0] == f"{low} 低于全县中位数 80%"
    leads = [str(p["data-set"]) for p in walk(tree) if str(p.get("data-set", "")).startswith("region=")]
    assert len(leads) >= min(low, 12)
    assert all(demo_release.region(lead.removeprefix("region=")).level == 5 for lead in leads)
    before = words(drawn(demo_release, "SOLAR", period=2018))
    assert "只有最新年度才能判断" in before, "of an earlier year nobody knows it, which is not none"


def test_every_mark_is_drawn_by_the_stylesheet() -> None:
    sheet = (ASSETS / "82-industry-marks.css").read_text("utf-8")
    drawn_here = {line.split()[0].removeprefix(".mark-") for line in sheet.splitlines() if line.startswith(".mark-")}
    assert drawn_here == set(ICONS)
