"""The words of a paragraph on made-up places: ties, one region, none, some silent, a handful between neighbours."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.changes.baseline import NoBaseline
from data_access.indicators import Indicator, read_catalogue
from data_access.rankings.margins import Lever
from data_access.rankings.standings import place_all
from data_access.sentences.clauses import clause, known, share, yuan
from data_access.sentences.comparing import break_between
from data_access.sentences.field import Below, Field, Own, below_of
from data_access.sentences.ranked import Ranked, ranked_among
from data_access.tree import Region
from layouts.sentences.field import below_sentence, own_sentence
from layouts.sentences.paragraph import of_view
from layouts.sentences.ranked import climbs_sentence, places_sentence
from layouts.sentences.written import clauses, names

INCIDENCE = next(i for i in read_catalogue() if i.code == "POVERTY_INCIDENCE")
NAMES = ("甲镇", "乙镇", "丙镇", "丁镇", "戊镇", "己镇")


def below(values: Sequence[float], states: Sequence[str] = (), step: float = math.nan, direction: int = -1) -> Below:
    """Townships with these values; `step` is what one household more moves them by."""
    regions = [Region(f"{i}", "C", 4, NAMES[i], NAMES[i]) for i in range(len(values))]
    told = states or ["missing" if math.isnan(value) else "ok" for value in values]
    levers = [(Lever("household", step),)] * len(values)
    found = place_all(
        [(r.code, r.name_zh) for r in regions], values, told, direction=direction, exact=values, levers=levers
    )
    return below_of(found, regions, 2.0)


def field(of: Below | None, indicator: Indicator = INCIDENCE, value: float = 2.5, state: str = "ok") -> Field:
    own = Own(value, state, NoBaseline("changes.no_earlier", "2014"), None, math.nan)
    return Field("坝上县", 3, "", 2014, True, indicator, own, of, None, None, 0, 5)


def said(values: Sequence[float], states: Sequence[str] = (), lang: str = "zh", **more: float) -> str:
    return below_sentence(field(below(values, states, **more)), lang)


@given(
    values=st.lists(st.one_of(st.just(math.nan), st.integers(0, 400).map(lambda n: n / 100)), min_size=1, max_size=6)
)
def test_best_and_worst_are_by_an_own_sort(values: list[float]) -> None:
    words, told = said(values), [(v, NAMES[i]) for i, v in enumerate(values) if not math.isnan(v)]
    silent = len(values) - len(told)
    if len({v for v, _ in told}) < 2:
        assert "最好" not in words and "最差" not in words
    else:
        first, last = min(told)[0], max(told)[0]
        found = re.search(r"最好的是(.*?)\((?:均为 )?([\d.]+)%\),最差的是(.*?)\((?:均为 )?([\d.]+)%\)", words)
        assert found is not None, words
        for group, value, number in ((found[1], first, found[2]), (found[3], last, found[4])):
            holders = [name for v, name in told if v == value]
            assert number == f"{value:.2f}"
            assert group.split("等")[0].split("、") == holders[:3]
            assert (f"等 {len(holders)} 个" in group) == (len(holders) > 3)
    if told and silent:
        assert f" {silent} 个乡镇未上报" in words
    if not told:
        assert words == f"下辖 {len(values)} 个乡镇均未上报"


def test_what_separates_by_a_handful_is_no_order() -> None:
    assert (
        said([1.0, 1.4, 3.0], step=0.1)
        == "3 个乡镇中,最好的是甲镇(1.00%,与下一位只差 4 户,不分先后),最差的是丙镇(3.00%)"
    )
    assert "不分先后" not in said([1.0, 1.6, 3.0], step=0.1)
    two = said([1.0, 1.1], step=0.1)
    assert two.count("不分先后") == 1  # between the two there is one gap


def test_one_region_and_one_that_reports() -> None:
    assert said([2.0]) == "下辖只有甲镇,2.00%"
    assert said([2.0, math.nan]) == "2 个乡镇中只有甲镇有数,2.00%;另有 1 个乡镇未上报"
    assert said([2.0, 2.0]) == "2 个乡镇均为 2.00%"
    assert said([2.0, 2.0, math.nan]) == "有数的 2 个乡镇均为 2.00%;另有 1 个乡镇未上报"


def test_the_withheld_are_counted_and_never_named() -> None:
    words = said([1.0, math.nan, 3.0, math.nan], ["ok", "withheld", "ok", "none"])
    assert words.endswith(";另有 1 个乡镇没有可计量的对象、1 个乡镇因人数少不公布")
    assert "乙镇" not in words and "丁镇" not in words
    assert said([math.nan, math.nan], ["withheld", "withheld"]) == "下辖 2 个乡镇均因人数少不公布"
    assert said([math.nan, math.nan], ["withheld", "missing"]) == "下辖 2 个乡镇都没有可公布的数"
    assert said([math.nan], ["not_offered"]) == "这一项不统计到乡镇"


def test_without_a_good_direction_highest_and_lowest() -> None:
    neutral = replace(INCIDENCE, good_direction=0)
    assert "最高的是丙镇(3.00%),最低的是甲镇(1.00%)" in below_sentence(
        field(below([1.0, 2.0, 3.0], direction=0), neutral), "zh"
    )
    assert "the highest is 丙镇" in below_sentence(field(below([1.0, 2.0, 3.0], direction=0), neutral), "en")


def test_under_the_line() -> None:
    assert ";2 个低于 2% 的退出线" in below_sentence(field(below([1.0, 1.99, 2.0])), "zh", 2.0)
    assert "退出线" not in below_sentence(field(below([2.0, 3.0])), "zh", 2.0)


@pytest.mark.parametrize(("state", "words"), [
    ("missing", "未上报"), ("withheld", "因人数少不公布"), ("none", "没有计入"), ("not_offered", "不统计到"),
])  # fmt: skip
def test_an_own_value_that_is_not_there(state: str, words: str) -> None:
    said = own_sentence(field(None, value=math.nan, state=state), "zh")
    assert words in said
    assert not re.search(r"\d", said.replace("2014", ""))


def test_rows_of_names() -> None:
    assert names(NAMES[:3], "zh") == "甲镇、乙镇、丙镇"
    assert names(NAMES[:4], "zh") == "甲镇、乙镇、丙镇等 4 个"
    assert names(NAMES[:4], "en") == "甲镇, 乙镇, 丙镇 and others, 4 in all"


def test_what_is_not_known_is_not_said() -> None:
    parts = known(
        [clause("tasks_late", count=math.nan, at_risk=3.0), clause("tasks", count=1200.0), clause("causes", causes=())]
    )
    assert clauses(parts, "zh") == "有完成期限的任务 1,200 项"
    money = clause("money", budget=yuan(205_130_000), paid=yuan(99_644_503), percent=share(99_644_503, 205_130_000))
    assert clauses([money], "zh") == "项目安排资金 2.05 亿元,已支付 9,964 万元,支付率 48.6%"
    assert not clause("money", budget=yuan(0), paid=yuan(0), percent=share(0, 0)).is_known


def test_the_first_words_say_the_day_and_that_it_is_a_demonstration() -> None:
    told = [(clause("tasks", count=3.0),)]
    day = {"exit_line": 2.0, "as_of": date(2019, 9, 30)}
    assert of_view(None, told, "zh", **day, is_demo=True) == "按截至2019年9月30日的演示数据,有完成期限的任务 3 项。"  # type: ignore[arg-type]
    real = of_view(field(None), told, "en", **day, is_demo=False)  # type: ignore[arg-type]
    assert real.startswith("By data of 2019-09-30, the poverty incidence of 坝上县 stood at 2.50% in 2014")
    assert real.endswith(". 3 tasks have a planned end.")


def test_policy_breaks_the_course_of_some_indicators() -> None:
    assert break_between("POVERTY_INCIDENCE", 2020, 2021) == break_between("POVERTY_INCIDENCE", 2021, 2020) == 2021
    assert break_between("INDUSTRY_HOUSEHOLD_COVERAGE", 2025, 2026) == 2026
    assert break_between("POVERTY_INCIDENCE", 2018, 2019) is None
    assert break_between("VISIT_RATE", 2020, 2021) is None


def ranked_of(values: Sequence[float], before: Sequence[float] | None = None) -> Ranked:
    regions = [Region(f"{i}", "C", 4, NAMES[i], NAMES[i]) for i in range(len(values))]
    states = ["missing" if math.isnan(value) else "ok" for value in values]
    found = place_all([(r.code, r.name_zh) for r in regions], values, states, direction=1, before=before)
    return ranked_among("坝上县", regions, found, "2018年" if before else "")


def test_places_their_ties_and_their_moves() -> None:
    def percent(value: float) -> str:
        return f"{value:.0f}%"

    told = ranked_of([9, 8, 7, 6, math.nan], [6, 8, 7, 9, 1])
    assert places_sentence(told, percent, "zh") == (
        "坝上县排名在前的是第 1 甲镇、第 2 乙镇、第 3 丙镇;列末位的是丁镇(6%);另有 1 个乡镇未上报"
    )
    assert (
        climbs_sentence(told, "zh")
        == "名次与2018年相比,上升最多的是甲镇(上升 3 位);下降最多的是丁镇(下降 3 位);2 个未变"
    )
    assert (
        places_sentence(ranked_of([9, 8, 7]), percent, "zh")
        == "坝上县排名在前的是第 1 甲镇、第 2 乙镇;列末位的是丙镇(7%)"
    )
    tied = places_sentence(ranked_of([9, 9, 9, 9, 7]), percent, "zh")
    assert tied == "并列第 1 的有甲镇、乙镇、丙镇等 4 个;列末位的是戊镇(7%);有并列的共 4 个"
    assert places_sentence(ranked_of([9, 9]), percent, "zh") == "2 个乡镇数值相同,不分先后"
    assert places_sentence(ranked_of([math.nan]), percent, "zh") == "没有可排名的乡镇"
    assert climbs_sentence(ranked_of([9, 8]), "zh") == ""
    assert climbs_sentence(ranked_of([9, 8], [7, 6]), "zh") == "名次与2018年相比没有变化"
