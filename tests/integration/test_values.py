"""What the panels read of the demo county: values, kinds of industry, alerts."""

import math

import pandas as pd
import pytest

from data_access.alerts import alerts
from data_access.errors import UnknownIndicatorError, UnknownPeriodError, UnknownRegionError
from data_access.industries import coverage_by_kind
from data_access.release import Release
from data_access.values import COLUMNS, value_of, values_by_region, values_by_village


def test_shape(demo_release: Release) -> None:
    rows = values_by_region(demo_release, "POVERTY_INCIDENCE", demo_release.root.code, 2019)
    assert tuple(rows.columns) == COLUMNS
    assert rows["code"].is_monotonic_increasing
    assert len(rows) == 18
    assert {c: str(t) for c, t in rows.dtypes.items() if c not in ("code", "name")} == {
        "level": "int64", "numerator": "float64", "denominator": "float64", "value": "float64", "reported": "int64",
        "expected": "int64", "state": "str",
    }  # fmt: skip
    assert rows["expected"].sum() == 366


def test_children_add_up_and_rates_are_not_averaged(demo_release: Release) -> None:
    county = demo_release.root.code
    for code, indicator in demo_release.indicators.items():
        if code in ("HELPER_LOAD", "INCOME_GROWTH", "DATA_FRESHNESS") or indicator.is_published:
            continue
        period = demo_release.indicator_periods(code)[-1]
        own = value_of(demo_release, code, county, period).iloc[0]
        below = values_by_region(demo_release, code, county, period)
        issues = 0 if code != "DATA_ISSUE_RATE" else math.inf  # records of no one township
        assert below["numerator"].sum() == pytest.approx(own["numerator"], rel=1e-9, abs=issues), code
        if indicator.denominator:
            assert below["denominator"].sum() == pytest.approx(own["denominator"], rel=1e-9), code


def test_errors(demo_release: Release) -> None:
    county = demo_release.root.code
    with pytest.raises(UnknownRegionError):
        values_by_region(demo_release, "POVERTY_INCIDENCE", "990101999999", 2019)
    with pytest.raises(UnknownIndicatorError):
        values_by_region(demo_release, "NOTHING", county, 2019)
    with pytest.raises(UnknownPeriodError, match="2019"):
        values_by_village(demo_release, "POVERTY_INCIDENCE", county, 1850)


def test_not_offered_below_the_lowest_level(demo_release: Release) -> None:
    township = demo_release.children(demo_release.root.code)[0].code
    rows = values_by_region(demo_release, "VILLAGE_EXIT_RATE", township, 2019)
    assert set(rows["state"]) == {"not_offered"}
    assert rows[["numerator", "denominator", "value"]].isna().all(axis=None)
    assert math.isnan(demo_release.value("VILLAGE_EXIT_RATE", rows["code"][0], 2019))


def test_no_small_count_of_health_can_be_read_or_subtracted(demo_release: Release) -> None:
    names = [f"health_person_count.0{n}" for n in (2, 3, 4)] + [f"cause_household_count.0{n}" for n in (1, 2)]
    for township in demo_release.children(demo_release.root.code):
        villages = demo_release.children(township.code)
        for name in names:
            shown = [demo_release.quantity(name, v.code, 2019) for v in villages]
            assert not [v for v in shown if 1 <= v <= 4]
            hidden = [v for v in shown if math.isnan(v)]
            missing = demo_release.quantity(name, township.code, 2019) - sum(v for v in shown if not math.isnan(v))
            assert len(hidden) != 1 or missing > 4 or missing == 0 or len(villages) == 1, (township.code, name)


def test_coverage_by_kind(demo_release: Release) -> None:
    rows = coverage_by_kind(demo_release, demo_release.root.code, 2019).set_index("kind")
    assert rows.loc["SOLAR", ["villages", "village_count", "activities"]].tolist() == [366, 366, 180]
    assert rows.loc["TOURISM", ["townships", "villages", "households"]].tolist() == [14, 70, 6814]
    assert rows.loc["WORKSHOP", ["townships", "villages", "activities"]].tolist() == [14, 20, 24]
    assert rows.loc["SOLAR", "key_figures"]["solar_capacity_kw"] == 605000
    assert rows.loc["HANDICRAFT", "state"] == "not_connected"
    assert math.isnan(rows.loc["HANDICRAFT", "villages"])
    assert rows.loc["SOLAR", "name"] == "光伏扶贫"
    village = demo_release.villages(demo_release.root.code)[0].code
    own = coverage_by_kind(demo_release, village, 2019, "en").set_index("kind")
    assert own.loc["SOLAR", ["name", "villages", "village_count"]].tolist() == ["solar", 1, 1]


def test_alerts(demo_release: Release) -> None:
    county = demo_release.root.code
    found = alerts(demo_release, county, 4)
    assert len(found) == 4
    assert len({a.kind for a in found}) == 4, "one of each kind comes before a second"
    order = ["high", "medium", "low"]
    assert [order.index(a.severity) for a in found] == sorted(order.index(a.severity) for a in found)
    for alert in alerts(demo_release, county, 100):
        assert sum(alert.counts) == alert.count > 0
        assert alert.on <= demo_release.as_of
        assert str(alert.count) in alert.sentence()
        assert alert.sentence("en").isascii() is False  # names stay Chinese where there are no others
        assert set(alert.regions) <= {r.code for r in demo_release.children(county)}
    overdue = [a for a in alerts(demo_release, county, 100) if a.kind == "ALERT_OVERDUE"]
    assert sum(a.count for a in overdue) == demo_release.quantity("monitoring_alert_overdue_count", county, 2019)
    for village in demo_release.villages(county)[:60]:
        assert not [a for a in alerts(demo_release, village.code, 100) if a.item == "MEDICAL"]


def test_solar_alerts_follow_the_median(demo_release: Release) -> None:
    rows = demo_release.alerts(demo_release.root.code)
    low = rows[rows["alert_code"] == "SOLAR_LOW"]
    assert 0 < low["count"].sum() < 90
    assert (low["on"] == pd.Timestamp("2019-09-30")).all()
    assert not set(rows.columns) & {"household_id", "activity_id"}
