"""Every trap of the small county, each against a figure worked out by hand."""

import math

import pytest

from data_access.release import Release
from data_access.values import value_of, values_by_region


def _is(found: float, wanted: float) -> bool:
    return math.isnan(found) if math.isnan(wanted) else found == pytest.approx(wanted, abs=1e-9)


QUANTITIES = [
    # a rate counts only villages that know both; sums of what is known stay what they are
    ("poor_person_count", "C", 2019, 69),
    ("rural_population_count", "C", 2019, 2000),
    ("poor_person_count", "V3", 2019, math.nan),
    ("poor_person_count", "V4", 2019, math.nan),
    ("poor_person_count", "V6", 2019, 0),
    # an ended village is counted with the one that took it over
    ("poor_person_count", "V1", 2018, 10),
    ("registered_household_count", "V1", 2019, 3),
    ("registered_household_count", "V1", 2018, 2),
    ("village_count", "C", 2019, 6),
    # cancelled and general households count nowhere among the registered
    ("registered_household_count", "V4", 2019, 0),
    ("registered_household_count", "C", 2019, 8),
    ("household_count", "C", 2019, 9),
    ("registered_household_count", "C", 2018, 2),
    ("registered_person_count", "V2", 2019, 4),
    ("lifted_person_count", "C", 2019, 3 + 2 + 6 + 1),
    ("lifted_household_count", "V2", 2019, 1),
    # people by age on the day of the data
    ("registered_member_count", "C", 2019, 7),
    ("elder_person_count", "C", 2019, 2),
    ("age_person_count.A1", "V1", 2019, 1),
    ("age_person_count.A2", "V1", 2019, 1),
    ("age_person_count.A3", "V2", 2019, 1),
    ("age_person_count.UNKNOWN", "C", 2019, 2),
    ("labour_person_count.UNKNOWN", "C", 2019, 2),
    ("no_labour_person_count", "C", 2019, 2),
    ("dropout_person_count", "C", 2019, 1),
    ("cause_household_count.07", "C", 2019, 1),
    ("cause_household_count.08", "C", 2019, 0),
    ("cause_household_count.UNKNOWN", "C", 2019, 1),
    ("ill_person_count", "C", 2019, 1),
    # helpers once in every region, a planned end is no end
    ("helper_household_count", "C", 2019, 3),
    ("helper_official_count", "C", 2019, 3),
    ("helper_official_count", "T1", 2019, 2),
    ("helper_official_count", "V2", 2019, 1),
    ("team_village_count", "C", 2019, 2),
    # monitored ones within 30 days, others within 90, nothing after the day of the data
    ("visit_due_household_count", "C", 2019, 9),
    ("visited_household_count", "C", 2019, 1),
    ("visit_overdue_monitored_household_count", "V6", 2019, 1),
    ("monitoring_eliminated_case_count.HELP", "C", 2019, 1),
    ("monitoring_eliminated_case_count.NATURAL", "C", 2019, 1),
    ("monitoring_clued_case_count", "C", 2019, 1),
    ("monitoring_in_time_case_count", "C", 2019, 1),
    ("monitoring_in_time_case_count", "C", 2018, 0),
    # stopped ones and pairing cover nothing; a station in no one village counts in its township
    ("industry_village_count", "C", 2019, 2),
    ("industry_village_count.CAPABLE_PERSON", "V5", 2019, 1),
    ("no_industry_village_count", "C", 2019, 4),
    ("industry_township_count.SOLAR", "C", 2019, 1),
    ("industry_received_yuan.SOLAR", "C", 2019, 30000),
    ("industry_received_yuan.SOLAR", "V2", 2019, math.nan),
    ("solar_receiving_village_count", "C", 2019, 1),
    ("solar_capacity_kw", "T1", 2019, 300),
    ("solar_generated_kwh", "C", 2018, 300000),
    ("solar_generated_kwh", "C", 2019, 30000),
]


@pytest.mark.parametrize(("name", "code", "period", "wanted"), QUANTITIES)
def test_quantity(trap_release_once: Release, name: str, code: str, period: int, wanted: float) -> None:
    found = trap_release_once.quantity(name, code, period)
    assert _is(found, wanted), f"{name} of {code} in {period}: {found}, by hand {wanted}"


VALUES = [
    # V1 and V5 and V6 only: 10 + 9 + 0 of 1000 + 100 + 400
    ("POVERTY_INCIDENCE", "C", 2019, 19, 1500, 3),
    ("POVERTY_INCIDENCE", "T1", 2019, 10, 1000, 1),
    ("POVERTY_INCIDENCE", "C", 2018, 10, 300, 1),
    ("VILLAGE_EXIT_RATE", "C", 2018, 1, 3, 5),
    ("VILLAGE_EXIT_RATE", "C", 2019, 2, 3, 5),
    ("HELPER_LOAD", "C", 2019, 3, 3, 6),
    ("RISK_ELIMINATION_RATE", "C", 2019, 1, 3, 6),
    ("SOLAR_FULL_LOAD_HOURS", "T1", 2018, 300000, 300, 3),
    ("DATA_FRESHNESS", "C", 2019, 1, 2, 6),
    ("MONITORED_SHARE", "V6", 2019, 7, 400, 1),
]


@pytest.mark.parametrize("case", VALUES, ids=lambda case: f"{case[0]}-{case[1]}-{case[2]}")
def test_value(trap_release_once: Release, case: tuple[str, str, int, float, float, int]) -> None:
    indicator, code, period, numerator, denominator, reported = case
    row = value_of(trap_release_once, indicator, code, period).iloc[0]
    assert (row["numerator"], row["denominator"], row["reported"]) == (numerator, denominator, reported)
    scale = trap_release_once.indicators[indicator].scale
    assert row["value"] == pytest.approx(scale * numerator / denominator)
    assert row["state"] == "ok"


def test_children_of_a_county_with_a_skipped_level(trap_release_once: Release) -> None:
    rows = values_by_region(trap_release_once, "POVERTY_INCIDENCE", "C", 2019)
    assert rows["code"].tolist() == ["T1", "T2", "V6"]
    assert rows["level"].tolist() == [4, 4, 5]
    assert rows["reported"].tolist() == [1, 1, 1]
    assert rows["expected"].tolist() == [3, 2, 1]
    assert rows["value"].tolist() == pytest.approx([1.0, 9.0, 0.0])


def test_missing_is_missing_and_an_empty_denominator_is_none(trap_release_once: Release) -> None:
    villages = values_by_region(trap_release_once, "POVERTY_INCIDENCE", "T1", 2019).set_index("code")
    assert villages["state"].to_dict() == {"V1": "ok", "V2": "missing", "V3": "missing"}
    assert math.isnan(villages.loc["V2", "value"])
    assert value_of(trap_release_once, "EXIT_RATE", "V4", 2019)["state"].tolist() == ["none"]


def test_health_is_withheld_below_the_township(trap_release_once: Release) -> None:
    release = trap_release_once
    assert value_of(release, "ILL_SHARE", "V1", 2019)["state"].tolist() == ["withheld"]
    # V6 lies directly under the county, and it and T2 have one person together: the county less T1 would tell of them
    assert value_of(release, "ILL_SHARE", "T1", 2019)["state"].tolist() == ["withheld"]
    assert value_of(release, "ILL_SHARE", "C", 2019)["state"].tolist() == ["ok"]
    assert math.isnan(release.quantity("ill_person_count", "V1", 2019))
    assert release.quantity_state("cause_household_count.01", "V1", 2019) == "withheld"
    assert release.quantity("cause_household_count.01", "T1", 2019) == 1
    assert "ill_person_count" not in release.quantities("V1", 2019)


def test_absent_themes_are_not_connected(trap_release_once: Release) -> None:
    release = trap_release_once
    assert not release.themes["income"]
    assert "INCOME_PER_PERSON" not in release.indicators
    assert release.quantity_state("net_income_yuan", "C", 2019) == "not_connected"
    assert math.isnan(release.quantity("tourism_visitor_count", "C", 2019))


def test_alerts_tell_no_household_and_no_health_of_a_village(trap_release_once: Release) -> None:
    rows = trap_release_once.alerts("C")
    assert not {"household_id", "person_id"} & set(rows.columns)
    medical = rows[rows["item_code"] == "MEDICAL"]
    assert medical["region_code"].tolist() == ["T1"]
    assert medical["alert_code"].tolist() == ["ALERT_OVERDUE"]
    income = rows[rows["item_code"] == "INCOME"]
    assert income[["region_code", "alert_code"]].to_numpy().tolist() == [["V1", "ALERT_PENDING"]]
    assert trap_release_once.alerts("C", 15)["item_code"].tolist().count("MEDICAL") == 0


def test_a_person_among_the_activities_has_no_name(trap_release_once: Release) -> None:
    rows = trap_release_once.activities("C", "CAPABLE_PERSON")
    assert rows["name_zh"].tolist() == ["能人带动"]
    assert "A3" not in rows["activity_id"].tolist()
    assert trap_release_once.activities("T1", "SOLAR")["size"].tolist() == [300]
    assert trap_release_once.activities("V5")["kind"].tolist() == ["CAPABLE_PERSON"]
