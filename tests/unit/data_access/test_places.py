"""Places, ties and handfuls; and what a file of scores may say."""

from __future__ import annotations

import math
import random

import pytest

from data_access.rankings.margins import Lever, margin
from data_access.rankings.places import compared_ranks, ranks
from data_access.rankings.score_file import SHIPPED, parse_scores
from data_access.rankings.standings import place_all

NAN = math.nan


def test_equal_values_share_a_place_and_the_next_is_left_out() -> None:
    assert ranks([3.0, 1.0, 1.0, NAN, 2.0], -1) == [4, 1, 1, None, 3]
    assert ranks([3.0, 1.0, 1.0, NAN, 2.0], 1) == [1, 3, 3, None, 2]
    assert ranks([3.0, 1.0], 0) == [1, 2], "where neither side is better, from high to low"
    assert ranks([NAN, NAN], 1) == [None, None]


def test_a_place_is_one_more_than_the_number_of_better_ones() -> None:
    dice = random.Random(7)
    for direction in (-1, 1):
        values = [dice.choice([NAN, *range(6)]) * 1.0 for _ in range(40)]
        for value, rank in zip(values, ranks(values, direction), strict=True):
            better = sum(direction * other > direction * value for other in values)
            assert rank == (None if math.isnan(value) else 1 + better)


def test_movement_is_told_among_those_that_reported_both_times() -> None:
    now, before = compared_ranks([1.0, 2.0, 3.0, NAN], [5.0, NAN, 4.0, 1.0], -1)
    assert now == [1, None, 2, None]
    assert before == [2, None, 1, None]


def test_silent_regions_stand_behind_without_a_place() -> None:
    found = place_all([("b", "B"), ("a", "A"), ("c", "C")], [NAN, 2.0, 1.0], ["missing", "ok", "ok"], direction=-1)
    assert [(place.code, place.rank) for place in found.places] == [("c", 1), ("a", 2), ("b", None)]
    assert (found.ranked, [place.name for place in found.silent]) == (2, ["B"])
    assert all(place.moved is None for place in found.places)


@pytest.mark.parametrize(
    ("gap", "step", "unit", "count"),
    [(1.0, 0.25, "household", 4), (1.0, 0.2, "household", 5), (1.01, 0.2, "household", None), (0.0001, 1, "village", 1),
     (1.0, 0.25, "yuan", None), (1.0, NAN, "household", None), (1.0, 0.0, "household", None)],
)  # fmt: skip
def test_a_handful_bridges_a_gap_or_does_not(gap: float, step: float, unit: str, count: int | None) -> None:
    found = margin(gap, [Lever(unit, step)], [], "上")
    assert (None if found is None else found.count) == count


def test_the_smaller_of_two_neighbours_is_the_lever() -> None:
    found = margin(1.0, [Lever("person", 0.1)], [Lever("person", 0.5)], "上")
    assert found is not None
    assert found.count == 2


def test_the_scores_that_come_with_the_product_can_be_read() -> None:
    (score,) = parse_scores(SHIPPED.read_text(encoding="utf-8"))
    assert sum(part.weight for part in score.parts) == 100
    assert score.name("zh") != score.name("en")


HEAD = '[[score]]\nkey = "k"\nzh = "得分"\nen = "score"\n'
PART = '[[score.part]]\nindicator = "POVERTY_INCIDENCE"\nweight = {}\n'


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "no [[score]]"),
        ("score = 3", "no [[score]]"),
        ("score = [3]", "needs key, zh and en"),
        ('[[score]]\nkey = "k"', "needs key, zh and en"),
        (HEAD, "1 to 12"),
        (HEAD + PART.format('"much"'), "no number above 0"),
        (HEAD + PART.format("0"), "no number above 0"),
        (HEAD + PART.format("nan"), "no number above 0"),
        (HEAD + PART.format("true"), "no number above 0"),
        (HEAD + PART.format("1") * 2, "stands twice"),
        (HEAD + '[[score.part]]\nindicator = "HAPPINESS"\nweight = 1\n', "no indicator 'HAPPINESS'"),
        (HEAD + '[[score.part]]\nindicator = "ELDER_SHARE"\nweight = 1\n', "no better side"),
        ((HEAD + PART.format("1")) * 2, "same key"),
        (HEAD + "part = [1]", "no indicator"),
        ("[[score]", ""),
    ],
)
def test_what_is_wrong_in_a_file_of_scores_is_said(source: str, said: str) -> None:
    with pytest.raises(ValueError, match=None) as caught:
        parse_scores(source)
    assert said in str(caught.value)
