"""Industry in a county where every row is a trap: kinds by rows alone, only what runs, gaps, money and support."""

import math
from dataclasses import asdict

import pytest

from data_access.database import open_database
from data_access.errors import ReleaseError, UnknownRegionError
from data_access.households.industry import households_by_industry, offices_of_villages
from data_access.industry.coverage import by_number_of_kinds, coverage, intersections, township_by_kind
from data_access.industry.flows import flows
from data_access.industry.gaps import villages_without
from data_access.industry.kinds import kind_entries
from data_access.industry.other_kinds import farming, kind_view
from data_access.industry.solar import solar
from data_access.industry.support import support
from data_access.release import Release, ReleaseStore, build_release
from data_access.release.meta import RELEASE_FORMAT
from data_access.scope import WALL, Scope
from data_access.settings import Settings
from tests.trap_industry import MUSHROOMS, PART, STATIONS, TOKENS, bent


def test_a_county_adds_its_own_kind_by_rows_alone(trap_settings: Settings) -> None:
    release = bent(trap_settings, *MUSHROOMS)
    entry = next(entry for entry in kind_entries(release, 2019) if entry.code == "FUNGI")
    assert (entry.name, entry.icon, entry.state, entry.is_covering) == ("食用菌", "mushroom", "connected", True)
    assert (entry.size_by, entry.table, entry.definition_zh) == ("SHED_COUNT", "industry_activity", "在产菌棚")
    assert [(metric.code, metric.unit_zh, metric.is_flow) for metric in entry.metrics] == [
        ("SHED_COUNT", "座", False), ("OUTPUT_YUAN", "元", True),
    ]  # fmt: skip
    assert next(e.name for e in kind_entries(release, 2019, "en") if e.code == "FUNGI") == "edible fungi"
    points = release.activities("C", "FUNGI").set_index("activity_id")
    assert (points.loc["F1", "size"], points.loc["F1", "size_unit"]) == (34, "SHED_COUNT")
    view = farming(release, "C", 2019)["FUNGI"]
    assert view.metrics == {"SHED_COUNT": 34, "OUTPUT_YUAN": 1500}
    assert (view.activity_count, view.running_count, view.villages, view.households) == (2, 1, 1, 2)
    assert view.persons == 10
    sort = view.sorts.to_dict("records")[0]
    assert (sort["name"], sort["activity_count"], sort["village_count"], sort["household_count"]) == ("冷棚", 2, 1, 2)
    assert view.products["item"].tolist() == ["香菇"]
    assert view.months[view.months["month"] == 9].to_dict("records")[0]["OUTPUT_YUAN"] == 500
    assert math.isnan(view.months[view.months["month"] == 7]["OUTPUT_YUAN"].iloc[0])
    assert coverage(release, "C", 2019).villages.count == 3
    assert coverage(release, "C", 2019, without=("SOLAR",)).villages.count == 1
    matrix = township_by_kind(release, "C", 2019)
    assert matrix[(matrix["code"] == "T2") & (matrix["kind"] == "FUNGI")]["villages"].tolist() == [1]
    assert kind_view(release, "C", 2019, "NOTHING") is None


def test_only_what_runs_counts_for_villages_households_and_persons(trap_settings: Settings) -> None:
    employment = (
        "INSERT INTO person_employment (household_id, person_id, stat_year, worked_month_count, activity_id) VALUES "
        "('H7', 'P7', 2019, 6, 'F1'), ('H1', 'P2', 2019, 6, 'F2'), ('H1', 'P1', 2019, 0, 'F1'), "
        "('H2', 'P4', 2019, 3, NULL)"
    )
    release = bent(trap_settings, *MUSHROOMS, employment)
    found = coverage(release, "C", 2019)
    assert asdict(found)["households"] == {"count": 2, "of": 8}, "H5 takes part in what stands still"
    assert asdict(found)["persons"] == {"count": 1, "of": 3}
    sets = {row["kinds"]: row["count"] for row in intersections(release, "C", 2019, "household").to_dict("records")}
    assert sets == {(): 6, ("FUNGI",): 1, ("SOLAR", "FUNGI"): 1}
    assert by_number_of_kinds(release, "C", 2019, "household") == {"0": 6, "1": 1, "2": 1, "3+": 0}
    assert by_number_of_kinds(release, "C", 2019) == {"0": 3, "1": 3, "2": 0, "3+": 0}
    assert coverage(release, "C", 2019, without=("FUNGI",)).households.count == 1
    links = {(link.source, link.target): link.income_yuan for link in flows(release, "C", 2019).joining}
    assert links == {("SOLAR", "POST"): 3000, ("FUNGI", "SELF_RUN"): 9000, ("FUNGI", "LAND_RENT"): 800}
    parts = {(link.source, link.target) for link in flows(release, "C", 2019).earning}
    assert parts == {("POST", "A"), ("SELF_RUN", "B"), ("LAND_RENT", "C")}
    assert flows(release, "C", 2019).household_count == 2
    assert all(math.isnan(link.income_yuan) for link in flows(release, "V2", 2019).joining), (
        "it would be one household's"
    )


@pytest.mark.parametrize(
    ("change", "runs"),
    [
        ("operating_status_code = 'WATCHED'", True),
        ("operating_status_code = 'IDLE'", False),
        ("operating_status_code = 'BUILDING'", False),
        ("operating_status_code = NULL", False),
        ("valid_to = '2019-09-29'", False),
        ("valid_to = '2019-09-30'", True),
        ("valid_to = '2020-12-31'", True),
        ("valid_from = '2019-10-01'", False),
        ("valid_from = NULL", True),
        ("valid_from = '2019-09-01', valid_to = '2019-08-31'", False),
    ],
)
def test_status_and_days_say_what_runs(trap_settings: Settings, change: str, runs: bool) -> None:
    release = bent(trap_settings, *MUSHROOMS, f"UPDATE industry_activity SET {change} WHERE activity_id = 'F1'")
    found = coverage(release, "V5", 2019)
    assert (found.villages.count, found.households.count) == ((1, 1) if runs else (0, 0))
    assert release.quantity("industry_running_activity_count.FUNGI", "C", 2019) == (1 if runs else 0)


def test_nobody_who_tells_is_no_zero(trap_release_once: Release) -> None:
    assert math.isnan(coverage(trap_release_once, "C", 2019).households.count), "no participation is on record"
    assert by_number_of_kinds(trap_release_once, "C", 2019, "household") == {}
    assert math.isnan(coverage(trap_release_once, "C", 2018).villages.count)
    assert villages_without(trap_release_once, "C", 2018).rows == ()
    assert math.isnan(flows(trap_release_once, "C", 2019).household_count)


def test_stations_that_give_little_or_are_not_paid_are_alerts(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, *STATIONS,
        "UPDATE solar_month SET generated_kwh = 7900 WHERE activity_id = 'S2' AND stat_month = 7",
        "UPDATE solar_month SET generated_kwh = 8100 WHERE activity_id = 'S4' AND stat_month = 7",
        "UPDATE solar_month SET is_settled = 0 WHERE activity_id = 'S5' AND stat_month = 7",  # due 2019-09-29
        "INSERT INTO solar_month (activity_id, stat_year, stat_month, is_settled) VALUES ('S6', "
        "2019, 8, 0)",  # not due yet
        "UPDATE industry_activity SET operating_status_code = 'IDLE' WHERE activity_id = 'S1'",
    )  # fmt: skip
    found = solar(release, "C", 2019)
    assert (found.low, found.unpaid, found.stopped) == (1, 1, 1)
    marked = found.stations.set_index("activity_id")
    assert marked.index[marked["is_low"]].tolist() == ["S2"]
    assert marked.index[marked["is_unpaid"]].tolist() == ["S5"]
    assert (solar(release, "C", 2018).low, solar(release, "C", 2018).unpaid) == (None, None)
    assert set(release.alerts("V5")["alert_code"]) >= {"SOLAR_UNPAID"}


def test_annual_and_cumulative_sales_and_shares_stay_apart(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, *STATIONS,
        "INSERT INTO solar_month (activity_id, stat_year, stat_month, generated_kwh, sales_yuan, shared_yuan) "
        "VALUES ('S1', 2018, 0, 90000, 70000, 50000)",
    )  # fmt: skip
    found = solar(release, "V1", 2019)
    assert (found.sales.annual, found.sales.cumulative, found.sales.since) == (16000, 86000, 2018)
    assert (found.shared.annual, found.shared.cumulative) == (12000, 62000)
    assert found.full_load_hours == 200
    assert solar(release, "V1", 2018).months.empty, "of 2018 the total alone is known"


def test_the_gap_lists(trap_settings: Settings) -> None:
    release = bent(trap_settings, *MUSHROOMS)
    gap = villages_without(release, "C", 2019)
    assert [row.code for row in gap.rows] == ["V3", "V4", "V6"]
    assert (gap.total, gap.village_count) == (3, 6)
    poor_first = villages_without(release, "C", 2019, without=("SOLAR", "FUNGI"), page_size=2)
    assert [row.code for row in poor_first.rows] == ["V1", "V2"]
    assert [row.code for row in villages_without(release, "C", 2019, page=9, page_size=2).rows] == ["V6"]
    engine = open_database(trap_settings.database_url)
    shown = households_by_industry(engine, WALL, release, "C", tokens=TOKENS)
    assert [row.token for row in shown.rows] == [TOKENS.token(f"H{n}") for n in (1, 2, 8, 4, 5, 10)]
    assert shown.total == len(shown.rows) == 6
    assert shown.rows[2].village_code == "V1", "H8 is still on record under the village that V1 took over"
    pages = [
        row.token
        for page in range(3)
        for row in households_by_industry(engine, WALL, release, "C", tokens=TOKENS, page=page, page_size=2).rows
    ]
    assert pages == [row.token for row in shown.rows]
    taking = households_by_industry(engine, WALL, release, "C", tokens=TOKENS, kind="FUNGI", takes_part=True)
    assert [row.token for row in taking.rows] == [TOKENS.token("H3"), TOKENS.token("H7")]
    without = households_by_industry(engine, WALL, release, "T2", tokens=TOKENS, kind="SOLAR")
    assert [row.token for row in without.rows] == [TOKENS.token("H7")]
    assert shown.rows[0].helper is not None
    assert shown.rows[0].helper.name_zh == "干部1"
    engine.dispose()


def test_who_asks_from_elsewhere_sees_nobody(trap_settings: Settings) -> None:
    release = bent(trap_settings, *MUSHROOMS)
    engine = open_database(trap_settings.database_url)
    with pytest.raises(UnknownRegionError):
        households_by_industry(engine, Scope(region_code="T2"), release, "T1", tokens=TOKENS)
    with pytest.raises(UnknownRegionError):
        households_by_industry(engine, Scope(region_code="T2"), release, "C", tokens=TOKENS)
    assert offices_of_villages(engine, Scope(region_code="T2"), release, ["V1", "V4"]).keys() == {"V4"}
    offices = offices_of_villages(engine, WALL, release, ["V1", "V3", "V4"])
    assert {code: [o.name_zh for o in found] for code, found in offices.items()} == {"V1": ["干部2"], "V4": ["干部4"]}
    engine.dispose()


def test_support_beside_industry(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, *MUSHROOMS,
        "INSERT INTO relocation_site (site_id, name_zh, region_code, planned_household_count, moved_household_count, "
        "moved_population_count, occupied_household_count) VALUES ('R1', '安置区', 'V5', 12, 10, 33, 9)",
        "INSERT INTO household_relocation (household_id, relocation_kind_code, site_id, "
        "is_old_house_demolished) VALUES "
        "('H7', 'CENTRAL', 'R1', 1), ('H1', 'SCATTERED', NULL, 0), ('H2', 'CENTRAL', 'R1', NULL), "
        "('H6', 'CENTRAL', 'R1', 1)",
        "INSERT INTO person_employment (household_id, person_id, stat_year, worked_month_count, is_willing) VALUES "
        "('H1', 'P2', 2019, 6, 1), ('H2', 'P4', 2019, 0, 1)",
        "INSERT INTO insurance_policy (policy_id, region_code, stat_year, insured_count, "
        "monitored_count, eligible_count) "
        "VALUES ('I1', 'C', 2019, 900, 50, 8)",
        "INSERT INTO insurance_claim (household_id, claim_id, policy_id, insured_group_code, "
        "paid_on, paid_yuan) VALUES "
        "('H1', '1', 'I1', 'UNSTABLE', '2019-03-01', 6000), ('H3', '1', 'I1', 'LOW_INCOME', '2019-04-01', 500), "
        "('H7', '1', 'I1', 'UNSTABLE', '2018-04-01', 700)",
        f"{PART} VALUES ('H5', 2019, 'A3', 'OTHER', 100)",
    )  # fmt: skip
    found = {entry.entry: entry for entry in support(release, "C", 2019)}
    moved = found["RELOCATION"]
    assert (moved.state, moved.percent) == ("connected", 90)
    names = ("household", "in_industry", "in_job", "in_neither")
    assert [moved.figures[f"relocated_{name}_count"] for name in names] == [3, 1, 1, 1]
    assert moved.items == {"CENTRAL": 2, "SCATTERED": 1}
    assert moved.figures["old_house_demolished_count"] == 1
    assert moved.figures["relocation_moved_person_count"] == 33
    assert found["JOBS"].percent == 50
    assert (found["INSURANCE"].percent, found["INSURANCE"].figures["insurance_paid_yuan"]) == (16, 6500)
    assert release.quantity_state("insurance_paid_yuan", "V1", 2019) == "withheld", "one household's claim"
    assert (found["PAIRING"].state, found["PAIRING"].figures["industry_household_count.CAPABLE_PERSON"]) == (
        "connected",
        1,
    )
    assert {entry.state for entry in support(release, "C", 2018)} == {"connected"}


def test_a_release_of_another_format_is_refused_and_says_how_to_mend_it(trap_settings: Settings) -> None:
    meta = build_release(trap_settings)
    store = ReleaseStore(trap_settings.releases)
    path = trap_settings.releases / meta.id / "meta.json"
    path.write_text(path.read_text("utf-8").replace(f'"format": {RELEASE_FORMAT}', '"format": 1'), "utf-8")
    with pytest.raises(ReleaseError, match=f"format 1, this program needs {RELEASE_FORMAT}: run guatu refresh"):
        store.open(meta.id)
    with pytest.raises(ReleaseError, match="guatu refresh"):
        store.current()
    anew = bent(trap_settings, "UPDATE household SET member_count = 4 WHERE household_id = 'H1'")
    assert anew.meta.format == RELEASE_FORMAT
