"""Industry in a county where every row is a trap: kinds by rows alone, only what runs, and rows that break a rule."""

import json
import math
import sqlite3
from dataclasses import asdict
from datetime import date

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from data_access.database import open_database
from data_access.errors import ReleaseError, UnknownRegionError
from data_access.households.industry import households_by_industry, offices_of_villages
from data_access.industry.chosen import chosen
from data_access.industry.coverage import by_number_of_kinds, coverage, intersections, township_by_kind
from data_access.industry.doubts import doubt_rows, doubts
from data_access.industry.flows import flows
from data_access.industry.gaps import villages_without
from data_access.industry.kinds import kind_entries
from data_access.industry.other_kinds import farming, kind_view
from data_access.industry.solar import solar
from data_access.industry.support import support
from data_access.release import Release, ReleaseStore, build_release
from data_access.scope import WALL, Scope
from data_access.settings import Settings
from data_access.tokens import HouseholdTokens
from layouts.panels.industry_kind import industry_kind_panel

TOKENS = HouseholdTokens(b"t" * 32)
PART = "INSERT INTO industry_participation (household_id, stat_year, activity_id, participation_mode_code, income_yuan)"
MUSHROOMS = (
    "INSERT INTO industry_kind (industry_kind_code, name_zh, name_2026_zh, name_en, definition_zh, is_covering, "
    "icon_name, sort_no) VALUES ('FUNGI', '食用菌', '食用菌产业', 'edible fungi', '在产菌棚', 1, 'mushroom', 9)",
    "INSERT INTO industry_metric (industry_kind_code, industry_metric_code, name_zh, name_en, "
    "unit_zh, is_flow, sort_no)"
    " VALUES ('FUNGI', 'SHED_COUNT', '菌棚', 'sheds', '座', 0, 1), ('FUNGI', 'OUTPUT_YUAN', '产值', "
    "'output', '元', 1, 2)",
    "INSERT INTO code_item (list_code, item_code, name_zh, name_en, is_active) "
    "VALUES ('INDUSTRY_SUBKIND', 'FUNGI_COLD', '冷棚', 'cold sheds', 1)",
    "INSERT INTO industry_activity (activity_id, industry_kind_code, industry_subkind_code, name_zh, region_code, "
    "product_zh, business_entity_code, operating_status_code, valid_from) VALUES "
    "('F1', 'FUNGI', 'FUNGI_COLD', '一号菌棚', 'V5', '香菇', 'COOPERATIVE', 'RUNNING', '2018-03-01'), "
    "('F2', 'FUNGI', 'FUNGI_COLD', '二号菌棚', 'V3', '香菇', 'COOPERATIVE', 'STOPPED', '2018-03-01')",
    "INSERT INTO industry_figure (activity_id, industry_metric_code, stat_year, stat_month, quantity) VALUES "
    "('F1', 'SHED_COUNT', 2019, 8, 30), ('F1', 'SHED_COUNT', 2019, 9, 34), ('F1', 'OUTPUT_YUAN', 2019, 8, 1000), "
    "('F1', 'OUTPUT_YUAN', 2019, 9, 500)",
    "INSERT INTO industry_coverage (activity_id, region_code, stat_year) VALUES ('F1', 'V5', 2019), ('F2', 'V3', 2019)",
    f"{PART} VALUES ('H7', 2019, 'F1', 'SELF_RUN', 9000), ('H3', 2019, 'F1', 'LAND_RENT', 800), "
    "('H5', 2019, 'F2', 'WORK', 500), ('H3', 2019, 'A1', 'POST', 3000)",
)


def bent(settings: Settings, *statements: str, today: date | None = None) -> Release:
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        for statement in statements:
            connection.execute(statement)
    build_release(settings, today=today)
    return ReleaseStore(settings.releases).current()


def test_a_county_adds_its_own_kind_by_rows_alone(trap_settings: Settings) -> None:
    release = bent(trap_settings, *MUSHROOMS)
    entry = next(entry for entry in kind_entries(release, 2019) if entry.code == "FUNGI")
    assert (entry.name, entry.icon, entry.state, entry.is_covering) == ("食用菌", "mushroom", "connected", True)
    assert (entry.size_by, entry.table, entry.definition_zh) == ("SHED_COUNT", "industry_activity", "在产菌棚")
    assert [(metric.code, metric.unit_zh, metric.is_flow) for metric in entry.metrics] == [
        ("SHED_COUNT", "座", False), ("OUTPUT_YUAN", "元", True),
    ]  # fmt: skip
    assert next(e.name for e in kind_entries(release, 2019, "en") if e.code == "FUNGI") == "edible fungi"
    points = release.activities("C", "FUNGI").set_index("activity_id")
    assert (points.loc["F1", "size"], points.loc["F1", "size_unit"]) == (34, "SHED_COUNT")
    view = farming(release, "C", 2019)["FUNGI"]
    assert view.metrics == {"SHED_COUNT": 34, "OUTPUT_YUAN": 1500}
    assert (view.activity_count, view.running_count, view.villages, view.households) == (2, 1, 1, 2)
    assert view.persons == 10
    sort = view.sorts.to_dict("records")[0]
    assert (sort["name"], sort["activity_count"], sort["village_count"], sort["household_count"]) == ("冷棚", 2, 1, 2)
    assert view.products["item"].tolist() == ["香菇"]
    assert view.months[view.months["month"] == 9].to_dict("records")[0]["OUTPUT_YUAN"] == 500
    assert math.isnan(view.months[view.months["month"] == 7]["OUTPUT_YUAN"].iloc[0])
    assert coverage(release, "C", 2019).villages.count == 3
    assert coverage(release, "C", 2019, without=("SOLAR",)).villages.count == 1
    matrix = township_by_kind(release, "C", 2019)
    assert matrix[(matrix["code"] == "T2") & (matrix["kind"] == "FUNGI")]["villages"].tolist() == [1]
    assert kind_view(release, "C", 2019, "NOTHING") is None


def test_only_what_runs_counts_for_villages_households_and_persons(trap_settings: Settings) -> None:
    employment = (
        "INSERT INTO person_employment (household_id, person_id, stat_year, worked_month_count, activity_id) VALUES "
        "('H7', 'P7', 2019, 6, 'F1'), ('H1', 'P2', 2019, 6, 'F2'), ('H1', 'P1', 2019, 0, 'F1'), "
        "('H2', 'P4', 2019, 3, NULL)"
    )
    release = bent(trap_settings, *MUSHROOMS, employment)
    found = coverage(release, "C", 2019)
    assert asdict(found)["households"] == {"count": 2, "of": 8}, "H5 takes part in what stands still"
    assert asdict(found)["persons"] == {"count": 1, "of": 3}
    sets = {row["kinds"]: row["count"] for row in intersections(release, "C", 2019, "household").to_dict("records")}
    assert sets == {(): 6, ("FUNGI",): 1, ("SOLAR", "FUNGI"): 1}
    assert by_number_of_kinds(release, "C", 2019, "household") == {"0": 6, "1": 1, "2": 1, "3+": 0}
    assert by_number_of_kinds(release, "C", 2019) == {"0": 3, "1": 3, "2": 0, "3+": 0}
    assert coverage(release, "C", 2019, without=("FUNGI",)).households.count == 1
    links = {(link.source, link.target): link.income_yuan for link in flows(release, "C", 2019).joining}
    assert links == {("SOLAR", "POST"): 3000, ("FUNGI", "SELF_RUN"): 9000, ("FUNGI", "LAND_RENT"): 800}
    parts = {(link.source, link.target) for link in flows(release, "C", 2019).earning}
    assert parts == {("POST", "A"), ("SELF_RUN", "B"), ("LAND_RENT", "C")}
    assert flows(release, "C", 2019).household_count == 2
    assert all(math.isnan(link.income_yuan) for link in flows(release, "V2", 2019).joining), (
        "it would be one household's"
    )


@pytest.mark.parametrize(
    ("change", "runs"),
    [
        ("operating_status_code = 'WATCHED'", True),
        ("operating_status_code = 'IDLE'", False),
        ("operating_status_code = 'BUILDING'", False),
        ("operating_status_code = NULL", False),
        ("valid_to = '2019-09-29'", False),
        ("valid_to = '2019-09-30'", True),
        ("valid_to = '2020-12-31'", True),
        ("valid_from = '2019-10-01'", False),
        ("valid_from = NULL", True),
        ("valid_from = '2019-09-01', valid_to = '2019-08-31'", False),
    ],
)
def test_status_and_days_say_what_runs(trap_settings: Settings, change: str, runs: bool) -> None:
    release = bent(trap_settings, *MUSHROOMS, f"UPDATE industry_activity SET {change} WHERE activity_id = 'F1'")
    found = coverage(release, "V5", 2019)
    assert (found.villages.count, found.households.count) == ((1, 1) if runs else (0, 0))
    assert release.quantity("industry_running_activity_count.FUNGI", "C", 2019) == (1 if runs else 0)


def test_nobody_who_tells_is_no_zero(trap_release_once: Release) -> None:
    assert math.isnan(coverage(trap_release_once, "C", 2019).households.count), "no participation is on record"
    assert by_number_of_kinds(trap_release_once, "C", 2019, "household") == {}
    assert math.isnan(coverage(trap_release_once, "C", 2018).villages.count)
    assert villages_without(trap_release_once, "C", 2018).rows == ()
    assert math.isnan(flows(trap_release_once, "C", 2019).household_count)


STATIONS = tuple(
    statement
    for n in range(1, 7)
    for statement in (
        "INSERT INTO industry_activity (activity_id, industry_kind_code, industry_subkind_code, name_zh, region_code, "
        f"operating_status_code, business_entity_code) VALUES ('S{n}', 'SOLAR', 'SOLAR_VILLAGE', '电站{n}', 'V{n}', "
        "'RUNNING', 'COLLECTIVE')",
        f"INSERT INTO solar_station (activity_id, capacity_kw) VALUES ('S{n}', 100)",
        "INSERT INTO solar_month (activity_id, stat_year, stat_month, generated_kwh, sales_yuan, "
        "shared_yuan, is_settled)"
        f" VALUES ('S{n}', 2019, 6, 10000, 8000, 6000, 1), ('S{n}', 2019, 7, 10000, 8000, 6000, 1)",
        f"INSERT INTO industry_coverage (activity_id, region_code, stat_year, received_yuan) VALUES ('S{n}', 'V{n}', "
        "2019, 5000)",
    )
)


def rules(release: Release, code: str = "C") -> dict[str, int]:
    return {doubt.rule: doubt.count for doubt in doubts(release, code)}


@pytest.mark.parametrize(
    ("statement", "rule", "where"),
    [
        ("UPDATE industry_activity SET region_code = 'NOWHERE' WHERE activity_id = 'S3'", "ACTIVITY_REGION", "C"),
        ("UPDATE industry_activity SET industry_kind_code = 'MAGIC' WHERE activity_id = 'S3'", "ACTIVITY_KIND", "V3"),
        (
            "UPDATE industry_activity SET valid_from = '2019-05-01', valid_to = '2018-01-01' WHERE activity_id = 'S3'",
            "ACTIVITY_DATES", "V3",
        ),
        ("UPDATE industry_coverage SET region_code = 'NOWHERE' WHERE activity_id = 'S3'", "COVERAGE_REGION", "V3"),
    ],
)  # fmt: skip
def test_an_activity_that_cannot_be_is_counted_out_and_listed(
    trap_settings: Settings, statement: str, rule: str, where: str
) -> None:
    release = bent(trap_settings, "PRAGMA foreign_keys = OFF", *STATIONS, statement)
    assert rules(release) == {rule: 1}
    assert rules(release, where) == {rule: 1}
    assert rules(release, "V1") == {}
    row = doubt_rows(release, "C", rule).to_dict("records")[0]
    assert (row["activity_id"], row["name_zh"]) == ("S3", "电站3")
    assert coverage(release, "V3", 2019).villages.count == 0, "V3 had this station alone"
    assert coverage(release, "C", 2019).villages.count == 5
    assert release.quantity("industry_doubt_count", "C", 2019) == 1
    if rule != "COVERAGE_REGION":
        assert solar(release, "C", 2019).sales.annual == 5 * 16000
        assert release.quantity("industry_activity_count.SOLAR", "C", 2019) == 6, "five, and the trap's own"
        assert "S3" not in release.activities("C")["activity_id"].tolist()


@pytest.mark.parametrize("capacity", [0, -300])
def test_a_station_without_capacity_has_none_known(trap_settings: Settings, capacity: int) -> None:
    release = bent(
        trap_settings, *STATIONS, f"UPDATE solar_station SET capacity_kw = {capacity} WHERE activity_id = 'S3'"
    )
    assert rules(release) == {"STATION_CAPACITY": 1}
    assert doubt_rows(release, "V3")["stated"].tolist() == [capacity]
    assert release.quantity_state("solar_capacity_kw", "V3", 2019) == "missing", "never drawn as zero"
    assert release.quantity("solar_capacity_kw", "C", 2019) == 5 * 100 + 300
    assert release.quantity("solar_metered_capacity_kw", "C", 2019) == 5 * 100 + 300
    assert release.quantity("solar_sales_yuan", "V3", 2019) == 16000, "money is told all the same"
    assert coverage(release, "V3", 2019).villages.count == 1


@pytest.mark.parametrize(
    ("statement", "rule", "name", "kept"),
    [
        (
            "UPDATE solar_month SET sales_yuan = 8000000 WHERE activity_id = 'S3' AND stat_month = 7",
            "FIGURE_UNIT", "solar_sales_yuan", 8000,
        ),
        (
            "UPDATE solar_month SET shared_yuan = -6000 WHERE activity_id = 'S3' AND stat_month = 7",
            "FIGURE_NEGATIVE", "solar_shared_yuan", 6000,
        ),
        (
            "UPDATE solar_month SET sales_yuan = 8000000 WHERE activity_id = 'S3'",
            "FIGURE_UNIT", "solar_sales_yuan", None,
        ),
        (
            "UPDATE industry_coverage SET received_yuan = 50000000 WHERE activity_id = 'S3'",
            "FIGURE_UNIT", "industry_received_yuan.SOLAR", None,
        ),
    ],
)  # fmt: skip
def test_money_in_the_wrong_unit_is_counted_out_and_listed(
    trap_settings: Settings, statement: str, rule: str, name: str, kept: float | None
) -> None:
    release = bent(trap_settings, *STATIONS, statement)
    assert set(rules(release)) == {rule}
    row = doubt_rows(release, "V3").to_dict("records")[0]
    assert row["period"] == 2019
    if rule == "FIGURE_UNIT":
        assert row["stated"] > 100 * row["usual"] > 0
    if kept is None:
        assert release.quantity_state(name, "V3", 2019) == "missing", "never drawn as zero"
    else:
        assert release.quantity(name, "V3", 2019) == kept
    whole = {"solar_sales_yuan": 16000, "solar_shared_yuan": 12000, "industry_received_yuan.SOLAR": 5000}[name]
    extra = 30000 if name.startswith("industry") else 0
    assert release.quantity(name, "C", 2019) == 5 * whole + (kept or 0) + extra


def shown(release: Release, kind: str, code: str = "C", lang: str = "zh") -> str:
    """The panel of kinds as it comes to a browser."""
    panel = industry_kind_panel(chosen(release, code, 2019, kind, lang), 2019, lang, 16, "dark")
    return json.dumps(panel, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize(
    ("statement", "said", "mend", "in_solar"),
    [
        (
            "UPDATE industry_activity SET region_code = 'NOWHERE' WHERE activity_id = 'S3'",
            "产业项目所在地区不在区划表中", "在区划表中补上该地区", False,
        ),
        (
            "UPDATE industry_activity SET industry_kind_code = 'MAGIC' WHERE activity_id = 'S3'",
            "产业种类不在目录中", "在产业种类目录中登记该种类", False,
        ),
        (
            "UPDATE industry_activity SET valid_from = '2019-05-01', valid_to = '2018-01-01' WHERE activity_id = 'S3'",
            "停业日期早于开业日期", "核对并改正开业、停业日期", False,
        ),
        (
            "UPDATE solar_station SET capacity_kw = 0 WHERE activity_id = 'S3'",
            "电站装机容量为零或负数", "按并网资料补填装机容量", True,
        ),
        (
            "UPDATE solar_station SET capacity_kw = -300 WHERE activity_id = 'S3'",
            "电站装机容量为零或负数", "按并网资料补填装机容量", True,
        ),
        (
            "UPDATE solar_month SET sales_yuan = 8000000 WHERE activity_id = 'S3' AND stat_month = 7",
            "金额远超同类(疑为单位错误)", "核对金额单位", True,
        ),
    ],
)  # fmt: skip
def test_the_panel_lists_what_was_left_out(
    trap_settings: Settings, statement: str, said: str, mend: str, in_solar: bool
) -> None:
    release = bent(trap_settings, "PRAGMA foreign_keys = OFF", *STATIONS, statement)
    every = shown(release, "ALL")
    assert "数据疑点 1 行" in every
    assert said in every
    assert mend in every
    assert "电站3" in every, "whose row it is"
    assert (said in shown(release, "SOLAR")) is in_solar, "of no kind that anybody knows, it stands under all"
    assert "数据疑点" in shown(release, "TOURISM")
    assert said not in shown(release, "TOURISM")
    assert "rows in doubt: 1" in shown(release, "ALL", lang="en")
    assert "没有数据疑点" in shown(release, "ALL", code="V1"), "V1 has a sound station"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE solar_station SET capacity_kw = 0 WHERE activity_id = 'S3'",
            {"solar_capacity_kw": {"未上报"}, "solar_capacity_kw@subkind-SOLAR_VILLAGE": {"—"},
             "solar_sales_yuan": {"1.60 万元"}},
        ),
        (
            "UPDATE solar_month SET sales_yuan = 8000000 WHERE activity_id = 'S3'",
            {"solar_capacity_kw": {"100千瓦"}, "solar_sales_yuan": {"—"}, "solar_sales_yuan!TOTAL": {"—"},
             "solar_shared_yuan": {"1.20 万元"}},
        ),
    ],
)  # fmt: skip
def test_what_was_left_out_is_not_reported_and_never_zero(
    trap_settings: Settings, statement: str, told: dict[str, set[str]]
) -> None:
    release = bent(trap_settings, *STATIONS, statement)
    panel = industry_kind_panel(chosen(release, "V3", 2019, "SOLAR"), 2019, "zh", 16, "dark")
    found: dict[str, set[str]] = {}
    for figure, words in figures_of(json.loads(json.dumps(panel, cls=PlotlyJSONEncoder))):
        found.setdefault(figure, set()).add(words)
    assert {figure: found[figure] for figure in told} == told


def figures_of(tree: object) -> list[tuple[str, str]]:
    """Each figure of a tree of components and the words that it is written in, in order."""
    if isinstance(tree, list):
        return [pair for part in tree for pair in figures_of(part)]
    if not isinstance(tree, dict):
        return []
    props = tree.get("props", {})
    if isinstance(props, dict) and "data-trace" in props:
        return [(props["data-trace"], words_of(tree))]
    return [pair for part in tree.values() for pair in figures_of(part)]


def words_of(tree: object) -> str:
    if isinstance(tree, list):
        return "".join(map(words_of, tree))
    if isinstance(tree, dict):
        return words_of(tree.get("props", {}).get("children", ""))
    return str(tree)


def test_a_large_station_is_not_the_wrong_unit(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, *STATIONS, "UPDATE solar_station SET capacity_kw = 500000 WHERE activity_id = 'S3'",
        "UPDATE solar_month SET sales_yuan = 40000000 WHERE activity_id = 'S3'",
    )  # fmt: skip
    assert rules(release) == {}
    assert release.quantity("solar_sales_yuan", "V3", 2019) == 80000000


def test_figures_and_participations_of_nothing_are_listed(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, "PRAGMA foreign_keys = OFF", *MUSHROOMS,
        "INSERT INTO industry_figure (activity_id, industry_metric_code, stat_year, stat_month, quantity) VALUES "
        "('F1', 'COLOUR', 2019, 0, 5), ('F1', 'OUTPUT_YUAN', 2018, 0, -5)",
        f"{PART} VALUES ('H1', 2019, 'GONE', 'WORK', 100), ('H2', 2019, 'GONE', 'WORK', 100)",
    )  # fmt: skip
    assert rules(release) == {"FIGURE_NEGATIVE": 1, "FIGURE_METRIC": 1, "PARTICIPATION_ACTIVITY": 2}
    assert [doubt.name for doubt in doubts(release, "C", "en")][1] == "a metric that this kind does not have"
    row = doubt_rows(release, "V1", "PARTICIPATION_ACTIVITY").to_dict("records")[0]
    assert pd.isna(row["activity_id"])
    assert pd.isna(row["name_zh"])
    assert row["count"] == 2, "households are counted, never named"
    assert math.isnan(release.quantity("industry_quantity.FUNGI.OUTPUT_YUAN", "V5", 2018))


def test_stations_that_give_little_or_are_not_paid_are_alerts(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, *STATIONS,
        "UPDATE solar_month SET generated_kwh = 7900 WHERE activity_id = 'S2' AND stat_month = 7",
        "UPDATE solar_month SET generated_kwh = 8100 WHERE activity_id = 'S4' AND stat_month = 7",
        "UPDATE solar_month SET is_settled = 0 WHERE activity_id = 'S5' AND stat_month = 7",  # due 2019-09-29
        "INSERT INTO solar_month (activity_id, stat_year, stat_month, is_settled) VALUES ('S6', "
        "2019, 8, 0)",  # not due yet
        "UPDATE industry_activity SET operating_status_code = 'IDLE' WHERE activity_id = 'S1'",
    )  # fmt: skip
    found = solar(release, "C", 2019)
    assert (found.low, found.unpaid, found.stopped) == (1, 1, 1)
    marked = found.stations.set_index("activity_id")
    assert marked.index[marked["is_low"]].tolist() == ["S2"]
    assert marked.index[marked["is_unpaid"]].tolist() == ["S5"]
    assert (solar(release, "C", 2018).low, solar(release, "C", 2018).unpaid) == (None, None)
    assert set(release.alerts("V5")["alert_code"]) >= {"SOLAR_UNPAID"}


def test_annual_and_cumulative_sales_and_shares_stay_apart(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, *STATIONS,
        "INSERT INTO solar_month (activity_id, stat_year, stat_month, generated_kwh, sales_yuan, shared_yuan) "
        "VALUES ('S1', 2018, 0, 90000, 70000, 50000)",
    )  # fmt: skip
    found = solar(release, "V1", 2019)
    assert (found.sales.annual, found.sales.cumulative, found.sales.since) == (16000, 86000, 2018)
    assert (found.shared.annual, found.shared.cumulative) == (12000, 62000)
    assert found.full_load_hours == 200
    assert solar(release, "V1", 2018).months.empty, "of 2018 the total alone is known"


def test_the_gap_lists(trap_settings: Settings) -> None:
    release = bent(trap_settings, *MUSHROOMS)
    gap = villages_without(release, "C", 2019)
    assert [row.code for row in gap.rows] == ["V3", "V4", "V6"]
    assert (gap.total, gap.village_count) == (3, 6)
    poor_first = villages_without(release, "C", 2019, without=("SOLAR", "FUNGI"), page_size=2)
    assert [row.code for row in poor_first.rows] == ["V1", "V2"]
    assert [row.code for row in villages_without(release, "C", 2019, page=9, page_size=2).rows] == ["V6"]
    engine = open_database(trap_settings.database_url)
    shown = households_by_industry(engine, WALL, release, "C", tokens=TOKENS)
    assert [row.token for row in shown.rows] == [TOKENS.token(f"H{n}") for n in (1, 2, 8, 4, 5, 10)]
    assert shown.total == len(shown.rows) == 6
    assert shown.rows[2].village_code == "V1", "H8 is still on record under the village that V1 took over"
    pages = [
        row.token
        for page in range(3)
        for row in households_by_industry(engine, WALL, release, "C", tokens=TOKENS, page=page, page_size=2).rows
    ]
    assert pages == [row.token for row in shown.rows]
    taking = households_by_industry(engine, WALL, release, "C", tokens=TOKENS, kind="FUNGI", takes_part=True)
    assert [row.token for row in taking.rows] == [TOKENS.token("H3"), TOKENS.token("H7")]
    without = households_by_industry(engine, WALL, release, "T2", tokens=TOKENS, kind="SOLAR")
    assert [row.token for row in without.rows] == [TOKENS.token("H7")]
    assert shown.rows[0].helper is not None
    assert shown.rows[0].helper.name_zh == "干部1"
    engine.dispose()


def test_who_asks_from_elsewhere_sees_nobody(trap_settings: Settings) -> None:
    release = bent(trap_settings, *MUSHROOMS)
    engine = open_database(trap_settings.database_url)
    with pytest.raises(UnknownRegionError):
        households_by_industry(engine, Scope(region_code="T2"), release, "T1", tokens=TOKENS)
    with pytest.raises(UnknownRegionError):
        households_by_industry(engine, Scope(region_code="T2"), release, "C", tokens=TOKENS)
    assert offices_of_villages(engine, Scope(region_code="T2"), release, ["V1", "V4"]).keys() == {"V4"}
    offices = offices_of_villages(engine, WALL, release, ["V1", "V3", "V4"])
    assert {code: [o.name_zh for o in found] for code, found in offices.items()} == {"V1": ["干部2"], "V4": ["干部4"]}
    engine.dispose()


def test_support_beside_industry(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, *MUSHROOMS,
        "INSERT INTO relocation_site (site_id, name_zh, region_code, planned_household_count, moved_household_count, "
        "moved_population_count, occupied_household_count) VALUES ('R1', '安置区', 'V5', 12, 10, 33, 9)",
        "INSERT INTO household_relocation (household_id, relocation_kind_code, site_id, "
        "is_old_house_demolished) VALUES "
        "('H7', 'CENTRAL', 'R1', 1), ('H1', 'SCATTERED', NULL, 0), ('H2', 'CENTRAL', 'R1', NULL), "
        "('H6', 'CENTRAL', 'R1', 1)",
        "INSERT INTO person_employment (household_id, person_id, stat_year, worked_month_count, is_willing) VALUES "
        "('H1', 'P2', 2019, 6, 1), ('H2', 'P4', 2019, 0, 1)",
        "INSERT INTO insurance_policy (policy_id, region_code, stat_year, insured_count, "
        "monitored_count, eligible_count) "
        "VALUES ('I1', 'C', 2019, 900, 50, 8)",
        "INSERT INTO insurance_claim (household_id, claim_id, policy_id, insured_group_code, "
        "paid_on, paid_yuan) VALUES "
        "('H1', '1', 'I1', 'UNSTABLE', '2019-03-01', 6000), ('H3', '1', 'I1', 'LOW_INCOME', '2019-04-01', 500), "
        "('H7', '1', 'I1', 'UNSTABLE', '2018-04-01', 700)",
        f"{PART} VALUES ('H5', 2019, 'A3', 'OTHER', 100)",
    )  # fmt: skip
    found = {entry.entry: entry for entry in support(release, "C", 2019)}
    moved = found["RELOCATION"]
    assert (moved.state, moved.percent) == ("connected", 90)
    names = ("household", "in_industry", "in_job", "in_neither")
    assert [moved.figures[f"relocated_{name}_count"] for name in names] == [3, 1, 1, 1]
    assert moved.items == {"CENTRAL": 2, "SCATTERED": 1}
    assert moved.figures["old_house_demolished_count"] == 1
    assert moved.figures["relocation_moved_person_count"] == 33
    assert found["JOBS"].percent == 50
    assert (found["INSURANCE"].percent, found["INSURANCE"].figures["insurance_paid_yuan"]) == (16, 6500)
    assert release.quantity_state("insurance_paid_yuan", "V1", 2019) == "withheld", "one household's claim"
    assert (found["PAIRING"].state, found["PAIRING"].figures["industry_household_count.CAPABLE_PERSON"]) == (
        "connected",
        1,
    )
    assert {entry.state for entry in support(release, "C", 2018)} == {"connected"}


def test_a_release_of_another_format_is_refused_and_says_how_to_mend_it(trap_settings: Settings) -> None:
    meta = build_release(trap_settings)
    store = ReleaseStore(trap_settings.releases)
    path = trap_settings.releases / meta.id / "meta.json"
    path.write_text(path.read_text("utf-8").replace('"format": 2', '"format": 1'), "utf-8")
    with pytest.raises(ReleaseError, match="format 1, this program needs 2: run guatu refresh"):
        store.open(meta.id)
    with pytest.raises(ReleaseError, match="guatu refresh"):
        store.current()
    anew = bent(trap_settings, "UPDATE household SET member_count = 4 WHERE household_id = 'H1'")
    assert anew.meta.format == 2
