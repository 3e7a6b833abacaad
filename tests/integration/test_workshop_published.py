"""The published share of the assisted in micro-factories stands beside the screen's own, each with its definition."""

import csv
import json
from collections.abc import Callable

import pytest
from plotly.utils import PlotlyJSONEncoder

from data_access.demo.scenario import FOLDER
from data_access.industry.chosen import chosen
from data_access.industry.trace import trace
from data_access.release import Release, ReleaseStore
from data_access.settings import Settings
from layouts.panels.industry_kind import industry_kind_panel

RATE = "WORKSHOP_ASSISTED_RATE"
QUOTE = "带贫率达到52.2%"


@pytest.fixture(scope="module")
def weigong(scenario_settings: Callable[[str], Settings]) -> Release:
    return ReleaseStore(scenario_settings("weigong").releases).current()


def drawn(release: Release, code: str, lang: str) -> str:
    panel = industry_kind_panel(chosen(release, code, 2018, "WORKSHOP", lang), 2018, lang, 16, "dark")
    return json.dumps(panel, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_panel_has_both_figures_each_with_its_definition(weigong: Release) -> None:
    panel = drawn(weigong, weigong.root.code, "zh")
    for words in ("本屏", "帮扶对象 ÷ 务工人数", "公开资料 · 2018 年", QUOTE, "公开资料的口径:原文未给出"):
        assert words in panel, words
    assert "published · 2018" in drawn(weigong, weigong.root.code, "en")


def test_a_township_of_which_nothing_is_published_has_the_own_figure_alone(weigong: Release) -> None:
    panel = drawn(weigong, weigong.children(weigong.root.code)[0].code, "zh")
    assert "公开资料" not in panel and QUOTE not in panel
    assert "带贫率" in panel


def test_the_trace_of_the_rate_quotes_the_document(weigong: Release) -> None:
    told = trace(weigong, RATE, weigong.root.code, 2018)
    assert [(row.value, row.unit_zh, row.quote_zh) for row in told.published] == [(52.2, "%", QUOTE)]
    assert round(told.value, 1) == 52.2
    assert trace(weigong, RATE, weigong.root.code, 2017).published == ()


def test_the_row_is_the_published_one(weigong: Release) -> None:
    with (FOLDER / "published.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["row_id"] == "004-343"]
    assert [(row["scenario"], row["period"], float(row["value"])) for row in rows] == [("weigong", "2018", 52.2)]
    (quoted,) = weigong.quoted(weigong.root.code).query("indicator == 'WORKSHOP_RATE_QUOTED'")["quoted_value"]
    assert quoted == 52.2
