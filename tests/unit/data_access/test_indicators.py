"""The catalogue of indicators: whole, bilingual, and arithmetic that never invents a value."""

import math

import pytest

from data_access.indicators import Indicator, published_indicator, quantile_breaks, read_breaks, read_catalogue
from data_access.schema import THEMES


def _one(code: str) -> Indicator:
    return next(i for i in read_catalogue() if i.code == code)


def test_catalogue_is_whole() -> None:
    catalogue = read_catalogue()
    assert len(catalogue) == 49
    assert len({i.code for i in catalogue}) == 49
    themes = {theme.name for theme in THEMES}
    for indicator in catalogue:
        assert set(indicator.needs) <= themes, indicator.code
        assert indicator.breaks == tuple(sorted(indicator.breaks))
        assert indicator.good_direction in (-1, 0, 1)
        assert 1 <= indicator.lowest_level <= 5
        assert indicator.period_rule in ("year", "as_of")
        assert indicator.definition_zh
        assert indicator.definition_en.isascii()
        assert indicator.scale == {"%": 100, "‰": 1000, "万元": 1e-4, "万元/村": 1e-4}.get(indicator.unit, 1)


def test_only_health_is_sensitive() -> None:
    assert [i.code for i in read_catalogue() if i.is_sensitive] == ["ASSURANCE_RATE", "ILL_SHARE"]


def test_value() -> None:
    rate = _one("POVERTY_INCIDENCE")
    assert rate.value(8114, 290800) == pytest.approx(2.7902, abs=1e-4)
    assert math.isnan(rate.value(1, 0))
    assert math.isnan(rate.value(1, math.nan))
    assert math.isnan(rate.value(math.nan, 5))
    assert rate.value(0, 5) == 0
    assert _one("COLLECTIVE_INCOME").value(123456) == pytest.approx(12.3456)


def test_wording_by_era() -> None:
    kind = _one("HELPER_COVERAGE")
    assert kind.name(2019) == "帮扶责任人覆盖率"
    assert kind.name(2024) == "帮扶责任人覆盖率"
    assert kind.name(2026) == "帮扶联系人覆盖率"
    assert kind.name(2026, "en") == "helper coverage"


def test_format() -> None:
    assert _one("INCOME_PER_PERSON").format(12345.6) == "12,346"
    assert _one("POVERTY_INCIDENCE").format(math.nan) == "未上报"
    assert _one("POVERTY_INCIDENCE").direction("en") == "lower is better"


def test_breaks() -> None:
    assert read_breaks("0;0.5;2") == (0, 0.5, 2)
    with pytest.raises(ValueError, match="ascend"):
        read_breaks("0;2;1")
    assert quantile_breaks([float(v) for v in range(1, 101)]) == (0, 21, 41, 61, 81)
    assert quantile_breaks([5.0, 5.0, 5.0]) == (0, 5)
    assert quantile_breaks([math.nan]) == (0,)
    assert quantile_breaks([-2.5, 1234.0])[0] == -3


def test_published_indicator_says_how_it_is_classed() -> None:
    row: dict[str, object] = {
        "region_indicator_code": "POPULATION", "name_zh": "人口", "name_en": "population", "unit_zh": "人",
        "indicator_theme_code": "POPULATION", "good_direction": 0, "class_breaks": None, "definition_zh": None,
    }  # fmt: skip
    made = published_indicator(row, has_denominator=False, values=[10.0, 20.0, 30.0, 40.0, 50.0])
    assert made.breaks == (0, 20, 30, 40, 50)
    assert "五等分" in made.definition_zh
    assert "a fifth" in made.definition_en
    assert (made.numerator, made.denominator) == ("figure.POPULATION", None)
    rate = published_indicator({**row, "unit_zh": "%", "class_breaks": "0;5"}, has_denominator=True, values=[])
    assert (rate.scale, rate.breaks, rate.denominator) == (100, (0, 5), "figure_base.POPULATION")
    assert "五等分" not in rate.definition_zh
