"""What the panels read of the demo county: values, kinds of industry, alerts."""

import math
from collections.abc import Callable

import pandas as pd
import pytest

from data_access.alerts import alerts
from data_access.errors import UnknownIndicatorError, UnknownPeriodError, UnknownRegionError
from data_access.industries import coverage_by_kind
from data_access.profile import causes
from data_access.release import Release
from data_access.values import COLUMNS, value_of, values_by_region, values_by_village

Figure = Callable[[str], float]


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
        assert "withheld" not in set(below["state"]), "no township of several villages is withheld"
        if code == "INDUSTRY_KIND_NUMBER":  # a kind that two townships have is one kind of the county
            assert below["numerator"].max() <= own["numerator"] < below["numerator"].sum()
            continue
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


def _given_back(demo_release: Release, figures: dict[str, Figure], *, adds_up: bool) -> list[tuple[str, str]]:
    """Withheld figures that follow from those shown: the only unknown of a sum becomes known, again and again."""
    codes = [r.code for r in demo_release.tree.regions]
    unknown = {(name, code) for name, read in figures.items() for code in codes if math.isnan(read(code))}
    everything = set(unknown)
    sums = [
        {(name, code), *((name, child.code) for child in demo_release.children(code))}
        for name in figures
        for code in codes
        if demo_release.children(code)
    ]
    if adds_up:
        sums += [{(name, code) for name in figures} for code in codes]
    while True:
        found = {next(iter(of & unknown)) for of in sums if len(of & unknown) == 1}
        if not found:
            return sorted(everything - unknown)
        unknown -= found


def test_nothing_withheld_can_be_subtracted(demo_release: Release) -> None:
    """Over the whole tree, over all items of a quantity, and over the pairs of the indicators that villages hide."""
    row = demo_release.periods.index(2019)
    groups = {
        "health": [f"health_person_count.{item}" for item in demo_release.items("HEALTH")],
        "households": [f"cause_household_count.{item}" for item in demo_release.items("CAUSE")],
        "persons": [f"cause_person_count.{item}" for item in demo_release.items("CAUSE")],
        "others": ["ill_person_count", "unmet_household_count.MEDICAL", "assured_household_count",
                   "dropout_person_count", "monitoring_open_person_count", "medically_insured_person_count"],
    }  # fmt: skip
    withheld = 0
    for group, names in groups.items():
        told = [name for name in names if name in demo_release.quantity_names]
        figures = {name: lambda code, name=name: demo_release.quantity(name, code, 2019) for name in told}
        assert _given_back(demo_release, figures, adds_up=group in ("households", "persons")) == []
        villages = demo_release.villages(demo_release.root.code)
        withheld += sum(math.isnan(read(v.code)) for read in figures.values() for v in villages)
    assert withheld > 366
    for code in ("ILL_SHARE", "ASSURANCE_RATE", "DROPOUT_COUNT", "MONITORED_SHARE", "MEDICAL_INSURANCE_COVERAGE"):
        n = demo_release.pairs(demo_release.indicator(code)).numerator[row]
        cells = dict(zip(demo_release.tree.codes, n, strict=True))
        shown = {code: lambda region, cells=cells: cells[region] if math.isfinite(cells[region]) else math.nan}
        assert any(math.isnan(shown[code](v.code)) for v in demo_release.villages(demo_release.root.code))
        assert _given_back(demo_release, shown, adds_up=False) == []


def test_no_village_shows_one_to_four_people(demo_release: Release) -> None:
    for code in ("DROPOUT_COUNT", "MONITORED_SHARE", "MEDICAL_INSURANCE_COVERAGE"):
        rows = values_by_village(demo_release, code, demo_release.root.code, 2019)
        assert (rows["state"] == "withheld").any(), code
        assert (rows["state"] == "ok").sum() > 150, "most villages stay"
        assert not rows["numerator"].between(1, 4).any(), code
        assert not (rows["denominator"] - rows["numerator"]).between(1, 4).any(), code
    villages = [v.code for v in demo_release.villages(demo_release.root.code)]
    names = [f"health_person_count.0{n}" for n in (2, 3, 4)] + [f"cause_household_count.0{n}" for n in (1, 2)]
    for name in [*names, "monitoring_open_person_count", "dropout_person_count"]:
        assert not [v for v in villages if 1 <= demo_release.quantity(name, v, 2019) <= 4], name


def test_the_rest_of_the_causes_is_no_single_illness(demo_release: Release) -> None:
    hidden = 0
    for village in demo_release.villages(demo_release.root.code):
        parts = causes(demo_release, village.code, 2019)
        assert parts, "the panel is never blank"
        states = {
            item: demo_release.quantity_state(f"cause_household_count.{item}", village.code, 2019)
            for item in demo_release.items("CAUSE")
        }
        withheld = {item for item, state in states.items() if state == "withheld"}
        if withheld & {"01", "02"}:
            hidden += 1
            known = sum(demo_release.quantity(f"cause_household_count.{i}", village.code, 2019)
                        for i in states if i not in withheld)  # fmt: skip
            total = demo_release.quantity("registered_household_count", village.code, 2019)
            assert total - known >= 5, village.code
            assert withheld - {"01", "02"}, village.code
            assert parts[-1].code == ""
            assert parts[-1].count >= 5
    assert 0 < hidden < 366


def test_the_medical_guarantee_of_a_village_is_nowhere(demo_release: Release) -> None:
    county = demo_release.root.code
    assert demo_release.quantity("unmet_household_count.MEDICAL", county, 2019) > 0
    rows = values_by_village(demo_release, "ASSURANCE_RATE", county, 2019)
    assert set(rows["state"]) == {"withheld"}
    assert rows[["numerator", "denominator", "value"]].isna().all(axis=None)
    assert set(values_by_region(demo_release, "ASSURANCE_RATE", county, 2019)["state"]) == {"ok"}
    for village in demo_release.villages(county):
        for name in ("unmet_household_count", "unmet_household_count.MEDICAL", "assured_household_count"):
            assert demo_release.quantity_state(name, village.code, 2019) == "withheld"
    medical = demo_release.alerts(county)
    medical = medical[medical["item_code"] == "MEDICAL"]
    assert {demo_release.region(code).level for code in medical["region_code"]} == {4}


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
