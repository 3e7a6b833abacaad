"""Tiles, card and their charts as components: what they say of missing data, and what they never hold."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from data_access.households.records import (
    HouseholdCard,
    IncomeComposition,
    IncomePart,
    IncomeYear,
    Label,
    LineSide,
    Place,
    Status,
    Tile,
    TilePage,
)
from data_access.households.records_village import TileBy
from data_access.messages import messages
from data_access.privacy import Band
from layouts.figures.income import income, income_words
from layouts.figures.income_composition import income_composition
from layouts.panels.household_card import band_words, household_card
from layouts.panels.household_tiles import household_tiles

PLACE = Place("990101100201", "喜鹊沟村", "柳条沟镇")
LINE = Label("POVERTY_CURRENT", "国家扶贫标准(现价)", "poverty line at current prices")
YEARS = (
    IncomeYear(2014, Band(1000, 2000), 2800.0, LineSide.BELOW),
    IncomeYear(2015, Band(2000, 3000), 2855.0, LineSide.ACROSS),
    IncomeYear(2016, None, 2952.0, LineSide.NO_LINE),
    IncomeYear(2017, Band(100_000, None), None, LineSide.NO_LINE),
    IncomeYear(2018, Band(None, 0), 2995.0, LineSide.BELOW),
    IncomeYear(2019, Band(0, 0), 3218.0, LineSide.BELOW),
)
BARE = HouseholdCard(
    token="t" * 20, place=PLACE, as_of=date(2019, 9, 30), connected=frozenset({"core"}), number_tail=None,
    head_name=None, member_count=None, status=Status.UNKNOWN, status_year=None, attribute=None, main_cause=None,
    is_living_away=None, monitoring=None, helpers=(), team=(), last_visit=None, assurances=(), line=LINE, income=(),
    composition=None, participations=(), members=(), minor_count=0, unknown_age_count=0, relocation=None, records=(),
    measure_count=0, notices=(),
)  # fmt: skip


def written(component: Any) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def page(count: int, *, shown: int = 3) -> TilePage:
    tiles = tuple(Tile("t" * 20, "李*山", 2, Status.LIFTED, is_overdue=n == 0) for n in range(min(count, shown)))
    return TilePage(PLACE, tiles, count, 0, shown, {Status.LIFTED: count} if count else {}, None, None)


def test_income_chart_names_every_year_and_marks_what_is_below_the_line() -> None:
    labels = [annotation.text for annotation in income(YEARS, LINE.zh, "zh").layout.annotations]
    assert labels[:6] == ["▼ 1–2", "2–3", "未填报", "≥100", "▼ <0", "▼ 0"]
    assert "3,218" in labels[6]
    assert "2016 未填报" in income_words(YEARS, "zh")


def test_income_chart_floats_from_low_to_high_and_breaks_the_line() -> None:
    figure = income(YEARS, LINE.zh, "zh")
    band, line = figure.data[1], figure.data[2]
    assert list(band.base) == [1000, 2000, 100_000, 0, 0]
    assert list(band.y)[:2] == [1000, 1000]
    assert list(band.marker.pattern.shape) == ["", "/", "", "", ""]
    assert line.y[3] is None


def test_income_chart_without_lines_or_figures() -> None:
    nothing = (IncomeYear(2019, None, None, LineSide.NO_LINE),)
    labels = [annotation.text for annotation in income(nothing, LINE.zh, "zh").layout.annotations]
    assert labels == ["未填报", "这些年份<br>没有标准线"]


@pytest.mark.parametrize("rem", [10.0, 16.0, 32.0])
def test_chart_type_grows_with_the_screen(rem: float) -> None:
    assert income(YEARS, LINE.zh, "zh", rem).layout.font.size == rem


def test_composition_leaves_out_what_is_not_reported() -> None:
    parts = (
        IncomePart(Label("A", "工资性收入", "wage"), Band(20000, 25000), 95),
        IncomePart(Label("B", "生产经营性收入", "business"), Band(0, 1000), 5),
        IncomePart(Label("D", "转移性收入", "transfer"), None, None),
    )
    figure = income_composition(IncomeComposition(2019, parts, None, None), "zh")
    assert [bar.name for bar in figure.data] == ["工资性收入", "生产经营性收入"]
    assert [bar.text[0] for bar in figure.data] == ["95%", ""], "a narrow part has no room for a figure"


@pytest.mark.parametrize(
    ("band", "words"),
    [
        (Band(8000, 10000), "8,000–10,000 元"),
        (Band(100_000, None), "100,000 元以上"),
        (Band(None, 0), "负值"),
        (Band(0, 0), "无"),
        (None, "未填报"),
    ],
)
def test_bands_in_words(band: Band | None, words: str) -> None:
    assert band_words(band, "zh") == words


def test_a_card_without_themes_says_not_connected_and_never_zero() -> None:
    text = written(household_card(BARE, "zh"))
    assert text.count("未接入") >= 8
    assert "0 次" not in text
    assert "人数未填报" in text


def test_a_card_with_empty_themes_says_not_reported() -> None:
    text = written(household_card(replace(BARE, connected=frozenset({"core", "income", "measures"})), "zh"))
    assert text.count("未填报") >= 3
    assert "暂无帮扶记录" in text


def test_the_card_is_a_dialog_with_a_way_out() -> None:
    text = written(household_card(BARE, "zh"))
    assert '"role": "dialog"' in text
    assert '"aria-modal": "true"' in text
    assert text.count('"data-close": ""') == 2


@pytest.mark.parametrize(("address", "count"), [("http://wall/?household=x", 1), (None, 0), ("x" * 5000, 0)])
def test_qr_code_of_an_address(address: str | None, count: int) -> None:
    assert written(household_card(BARE, "zh", address=address)).count("data:image/svg+xml") == count


def test_tiles_are_buttons_with_token_mark_and_words() -> None:
    text = written(household_tiles(page(3), "zh"))
    assert text.count('"tag": "button"') == 3
    assert text.count("tile-lifted is-late") == 1
    assert "李*山,2 人,已脱贫(不再享受),90 天内无走访" in text
    assert '"data-mark": "脱"' in text


def test_a_pager_only_when_there_is_more_than_a_page() -> None:
    assert "household-page" not in written(household_tiles(page(3), "zh"))
    assert written(household_tiles(page(4), "zh")).count("household-page") == 2
    assert "没有在册的户" in written(household_tiles(page(0), "zh"))


def test_every_status_has_a_name_a_mark_and_a_style() -> None:
    marks = {messages()[f"household.glyph.{status}"]["zh"] for status in Status}
    assert len(marks) == len(Status), "two statuses with one mark differ by colour alone"
    assert all(f"household.status.{status}" in messages() for status in Status)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_styled_in_line(lang: str) -> None:
    for component in (household_card(BARE, lang), household_tiles(page(4), lang)):
        assert '"style"' not in written(component)


def test_tiles_by_another_indicator_say_it_in_words_and_marks() -> None:
    tiles = tuple(Tile(name, name, 1, Status.LIFTED, None) for name in ("a", "b", "c"))
    page = TilePage(PLACE, tiles, 3, 0, 10, {Status.LIFTED: 3}, 3, None)
    tones = {"a": "late", "b": "visited"}
    drawn = written(household_tiles(page, "zh", by=TileBy.VISIT, choices=tuple(TileBy)[:2], tones=tones))
    assert drawn.count("tile tile-visit-late") == 1
    assert drawn.count("tile tile-visit-visited") == 2  # one that came meanwhile is not said to be pressing
    assert '"data-set": "tiles=visit"' in drawn
    assert "90 天内无走访" in drawn
    alone = written(household_tiles(page, "zh"))
    assert "tiles-choices" not in alone
    assert alone.count("tile tile-lifted") == 3
