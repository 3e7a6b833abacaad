"""The page of a household as pure functions: bars, money in words, the picture of a village."""

import re
from dataclasses import replace

import pytest

from data_access.households.dossier_help import case_steps
from data_access.households.records import LineSide, Place, Status, Tile, TilePage
from data_access.households.records_dossier import Money, YearIncome
from data_access.households.records_village import TONES, Dwelling, TileBy, choices
from data_access.messages import text
from data_access.privacy import Band
from data_access.scope import WALL, Role, Scope
from layouts.income_bars import HEIGHT, WIDTH, income_bars
from layouts.money_words import money_words
from layouts.qr import qr_image
from layouts.village_map import village_map
from layouts.village_page import village_values

NOTHING = Money(None)
YEAR = YearIncome(2019, 2, {}, NOTHING, NOTHING, Money(Band(6000, 8000), 7260.0), 3218.0, LineSide.ABOVE)


def test_bars_stand_on_the_base_and_in_the_box() -> None:
    years = [
        replace(YEAR, stat_year=2014 + place, per_person=money)
        for place, money in enumerate(
            (Money(Band(0, 0), 0.0), Money(Band(None, 0), -500.0), NOTHING, Money(Band(6000, 8000)),
             Money(Band(100_000, None)), Money(Band(100_000, None), 123_456.0))
        )
    ]  # fmt: skip
    found = income_bars(years)
    assert [bar.said for bar in found.bars] == ["0", "-500", "—", "6–8k", "≥100k", "123,456"]
    for bar in found.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        if bar.height:
            assert bar.y is not None
            assert bar.y + bar.height == pytest.approx(found.base, abs=0.11)
            assert 0 < bar.y < HEIGHT
    zero, loss, missing, band, over, exact = found.bars
    assert (zero.height, loss.height, missing.height) == (0, 0, None)
    assert band.band_height
    assert not exact.band_height
    assert exact.height is not None and over.height is not None and exact.height > over.height


def test_the_line_is_as_high_as_its_amount() -> None:
    (bar,), (line,) = (found := income_bars([YEAR])).bars, found.lines
    assert bar.height is not None
    assert (found.base - line.y) / bar.height == pytest.approx(3218 / 7260, abs=0.01)
    assert income_bars([]).bars == ()


def test_money_in_words() -> None:
    assert money_words(Money(Band(7000, 8000), 7260.4), "zh") == "7,260 元"
    assert money_words(Money(Band(7000, 8000), 7260.4), "en", is_bare=True) == "7,260"
    assert money_words(Money(Band(7000, 8000)), "zh") == "7,000–8,000 元"
    assert money_words(Money(Band(0, 0)), "zh") == "无"
    assert money_words(NOTHING, "zh") == "未填报"
    assert money_words(Money(Band(100_000, None)), "zh", is_bare=True) == "100,000 以上"
    assert money_words(Money(Band(None, 0)), "zh") == "负值"


def test_days_are_counted_only_between_known_neighbours() -> None:
    from datetime import date  # noqa: PLC0415

    days = {"found": date(2019, 1, 1), "decided": None, "helped": date(2019, 1, 9), "eliminated": date(2019, 2, 9)}
    assert [step.days for step in case_steps(days)] == [None, None, None, 31]


def test_a_village_is_drawn_in_its_box() -> None:
    square = {"type": "Polygon", "coordinates": [[[114.0, 41.0], [114.1, 41.0], [114.1, 41.1], [114.0, 41.0]]]}
    homes = [Dwelling("t", 114.05, 41.02), Dwelling(None, 114.051, 41.021), Dwelling("far", 0.0, 0.0)]
    drawn = village_map(square, homes, {"t": "below"})
    assert drawn is not None
    assert [(dot.token, dot.tone) for dot in drawn.dots] == [("t", "below"), (None, "plain")]
    numbers = [float(n) for n in re.findall(r"[\d.]+", drawn.path)]
    assert max(numbers) <= max(WIDTH + 80, drawn.height)
    assert drawn.dots[1].y < drawn.dots[0].y  # north is up
    assert village_map(None, [], {}) is None
    alone = village_map(None, homes[:1], {})
    assert alone is not None
    assert len(alone.dots) == 1


def test_who_may_colour_by_what() -> None:
    themes = dict.fromkeys(("responsibility", "assurance", "industry", "income", "monitoring"), True)
    assert choices(Scope(Role.VILLAGE, "1", "v"), themes) == tuple(TileBy)
    sensitive = {TileBy.LINE, TileBy.MONITORING}
    assert set(choices(Scope(Role.LEADER, None, "l"), themes)) == set(TileBy) - sensitive
    assert not (sensitive | {TileBy.GUARANTEE}) & set(choices(WALL, themes))
    assert choices(Scope(Role.COUNTY, None, "c"), {}) == (TileBy.STATUS, TileBy.SIZE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_tone_has_its_words(lang: str) -> None:
    for by, tones in TONES.items():
        assert text(f"village.by_{by}", lang)
        assert all(text(f"village.tone.{tone}", lang) for tone in tones)


def test_the_most_pressing_come_first() -> None:
    tiles = tuple(Tile(name, name, 1, Status.LIFTED, None) for name in ("a", "b", "c"))
    page = TilePage(Place("1", "村", None), tiles, 3, 0, 10, {Status.LIFTED: 3}, 3, None)
    values = village_values(page, TileBy.LINE, (TileBy.LINE,), {"a": "above", "c": "below"}, None, [], "zh")
    assert [tile["token"] for tile in values["tiles"]] == ["c", "a", "b"]
    assert [(tone, count) for tone, _, count in values["legend"]] == [("below", 1), ("above", 2)]


def test_a_code_is_made_of_a_short_address_alone() -> None:
    assert qr_image(None) is None
    assert qr_image("x" * 1001) is None
    assert str(qr_image("http://x/h/abc")).startswith("data:image/svg+xml")
