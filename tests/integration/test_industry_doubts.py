"""Rows of industry that break a rule: counted out, listed with the rule's name, never drawn as zero."""

import json
import math

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from data_access.industry.chosen import chosen
from data_access.industry.coverage import coverage
from data_access.industry.doubts import doubt_rows, doubts
from data_access.industry.solar import solar
from data_access.release import Release
from data_access.settings import Settings
from layouts.panels.industry_kind import industry_kind_panel
from tests.trap_industry import MUSHROOMS, PART, STATIONS, bent


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
