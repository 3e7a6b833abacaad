"""Groups of regions in a release and on the wires: held against plain sums over the raw tables of the file."""

import math
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, insert

from app import create_app
from callbacks.routes_api_industry import VIEWS
from data_access.check import check_database
from data_access.errors import UnknownRegionError
from data_access.households.industry import households_by_industry
from data_access.industry.facets import facet_table
from data_access.industry.gaps import villages_without
from data_access.industry.solar import solar
from data_access.industry.trace import trace
from data_access.industry.villages import villages_behind
from data_access.release import Release, ReleaseStore, build_release
from data_access.schema import geography
from data_access.scope import WALL, Scope
from data_access.settings import Settings
from data_access.tokens import HouseholdTokens
from data_access.values import values_by_region
from tests.integration.conftest import make_trap_county, settings_for
from tests.signing_in import signed_in

YEAR = 2016
COUNTED = {
    "rural_population_count": "rural_population_count",
    "poor_person_count": "poor_population_count",
    "collective_income_yuan": "collective_income_yuan",
}
"""Quantity -> the column of region_year that it sums."""


@pytest.fixture(scope="module")
def city(scenario_settings: Callable[[str], Settings]) -> Release:
    """The release of the city with belts."""
    return ReleaseStore(scenario_settings("taihang").releases).current()


@pytest.fixture(scope="module")
def raw(scenario_database: Callable[[str], Path]) -> Iterator[Callable[[str], pd.DataFrame]]:
    connection = sqlite3.connect(f"file:{scenario_database('taihang')}?mode=ro", uri=True)
    yield lambda name: pd.read_sql_query(f"SELECT * FROM {name}", connection)
    connection.close()


@pytest.fixture(scope="module")
def under(raw: Callable[[str], pd.DataFrame]) -> Callable[[str], set[str]]:
    """Code of a group as the table has it -> all regions under its members."""
    member = raw("region_group_member")
    parent = dict(zip(raw("region")["region_code"], raw("region")["parent_code"], strict=True))

    def find(group: str) -> set[str]:
        found = set(member[member["region_group_code"] == group]["region_code"])
        while new := {c for c, p in parent.items() if p in found} - found:
            found |= new
        return found

    return find


def test_every_group_of_the_file_is_a_region_with_its_own_name(
    city: Release, raw: Callable[[str], pd.DataFrame]
) -> None:
    rows = raw("region_group").sort_values("sort_no")
    member = raw("region_group_member").groupby("region_group_code")["region_code"].agg(set)
    assert [group.code for group in city.groups] == ["@" + code for code in rows["region_group_code"]]
    for group, row in zip(city.groups, rows.to_dict("records"), strict=True):
        region = city.region(group.code)
        assert (region.name(), region.name("en")) == (row["name_zh"], row["name_en"])
        assert set(group.members) == member[row["region_group_code"]] == {r.code for r in city.children(group.code)}
        kind = row["industry_kind_code"]
        assert group.industry_kind == (kind if isinstance(kind, str) else None)
        assert [r.code for r in city.ancestors(group.code)] == [city.root.code, group.code]
    assert not {group.code for group in city.groups} & {r.code for r in city.children(city.root.code)}


def test_sums_and_rates_are_those_of_the_members(
    city: Release, raw: Callable[[str], pd.DataFrame], under: Callable[[str], set[str]]
) -> None:
    years = raw("region_year").query("stat_year == 2016")
    activity = raw("industry_activity")
    for group in city.groups:
        places = under(group.code[1:])
        rows = years[years["region_code"].isin(places)]
        for name, column in COUNTED.items():
            assert city.quantity(name, group.code, YEAR) == pytest.approx(rows[column].sum()), (group.code, name)
        rate = 100 * rows["poor_population_count"].sum() / rows["rural_population_count"].sum()
        assert city.value("POVERTY_INCIDENCE", group.code, YEAR) == pytest.approx(rate)
        there = activity[activity["region_code"].isin(places)]
        for kind, count in there.groupby("industry_kind_code").size().items():
            assert city.quantity(f"industry_activity_count.{kind}", group.code, YEAR) == count
        villages = {r.code for r in city.villages(group.code)}
        level = raw("region").set_index("region_code")["region_level_code"]
        assert villages == {code for code in places if str(level[code]) == "5"}
        assert city.quantity("village_count", group.code, YEAR) == len(villages)


def test_the_views_of_industry_take_a_group_like_a_region(
    city: Release, raw: Callable[[str], pd.DataFrame], under: Callable[[str], set[str]]
) -> None:
    activity, covered = raw("industry_activity"), raw("industry_coverage").query("stat_year == 2016")
    running = activity[activity["operating_status_code"].isin(["RUNNING", "WATCH"])]["activity_id"]
    for group in city.groups:
        places = under(group.code[1:])
        reached = set(covered[covered["activity_id"].isin(running)]["region_code"]) & places
        gaps = villages_without(city, group.code, YEAR, page_size=5000)
        villages = {r.code for r in city.villages(group.code)}
        assert {row.code for row in gaps.rows} <= villages - reached
        assert gaps.village_count == len(villages)
        fruit = raw("industry_figure").merge(activity, on="activity_id").query("industry_metric_code == 'AREA_MU'")
        table = facet_table(city, group.code, YEAR, "AGRICULTURE", "subkind", ["AREA_MU"]).set_index("item")["AREA_MU"]
        wanted = fruit[fruit["region_code"].isin(places)]["quantity"].sum()
        assert table.sum() == pytest.approx(wanted)
        assert solar(city, group.code, YEAR).station_count == len(
            activity[(activity["industry_kind_code"] == "SOLAR") & activity["region_code"].isin(places)]
        )
        found = trace(city, "POVERTY_INCIDENCE", group.code, YEAR)
        assert found.reported == found.expected == len(villages)
        behind = villages_behind(city, "POVERTY_INCIDENCE", group.code, YEAR)
        assert set(behind["code"]) == villages


def test_no_sum_above_knows_of_the_groups(
    city: Release, scenario_database: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "plain.sqlite"
    shutil.copyfile(scenario_database("taihang"), path)
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP TABLE region_group_member; DROP TABLE region_group;")
    connection.close()
    made = settings_for(path, tmp_path / "home")
    build_release(made, today=date(2016, 9, 1))
    plain = ReleaseStore(made.releases).current()
    assert plain.groups == ()
    assert "groups.parquet" not in plain.meta.files
    assert plain.quantity_names == city.quantity_names
    size = len(plain.tree)
    assert city.tree.codes[:size] == plain.tree.codes
    for period in plain.periods:
        for name in plain.quantity_names:
            np.testing.assert_array_equal(plain.figures(name, period), city.figures(name, period)[:size])  # type: ignore[index]
    for code, indicator in plain.indicators.items():
        for part in ("numerator", "denominator", "reported"):
            ours, theirs = (getattr(r.pairs(indicator), part) for r in (plain, city))
            np.testing.assert_array_equal(ours, theirs[:, :size], err_msg=code)


GROUPS: list[tuple[str, str, dict[str, object]]] = [
    ("PAIR", "V1", {}), ("PAIR", "V4", {}),
    ("OLD", "V0", {}), ("OLD", "V5", {}),  # V0 ended: V1 took it over
    ("NEST", "T2", {}), ("NEST", "V5", {}), ("NEST", "V6", {}),  # V5 lies under T2
    ("LOST", "X9", {}), ("LOST", "T1", {}),  # nobody knows X9
    ("PAST", "T1", {"valid_to": date(2019, 1, 1)}), ("PAST", "T2", {"valid_from": date(2019, 1, 1)}),
    ("GONE", "T1", {"valid_to": date(2019, 1, 1)}),  # no member left
    ("BAD CODE", "T1", {}),
]  # fmt: skip
"""Group, member, its days: in the county full of traps."""


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the county full of traps with `GROUPS`, its release built."""
    made = make_trap_county(tmp_path_factory.mktemp("groups"))
    engine = create_engine(made.database_url)
    with engine.begin() as connection:
        for code in dict.fromkeys(code for code, _, _ in GROUPS):
            row = {"region_group_code": code, "region_group_kind_code": "BELT", "name_zh": f"带{code}"}
            connection.execute(insert(geography.region_group), row)
        for code, region, days in GROUPS:
            key = {"region_group_code": code, "region_code": region}
            connection.execute(insert(geography.region_group_member), {**key, **days})
    engine.dispose()
    build_release(made, today=date(2019, 9, 30))
    return made


@pytest.fixture(scope="module")
def release(trapped: Settings) -> Release:
    return ReleaseStore(trapped.releases).current()


def test_members_that_stand_for_nothing_are_left_out_and_said(trapped: Settings, release: Release) -> None:
    assert {group.code: group.members for group in release.groups} == {
        "@PAIR": ("V1", "V4"),
        "@OLD": ("V1", "V5"),
        "@NEST": ("T2", "V6"),
        "@LOST": ("T1",),
        "@PAST": ("T2",),
    }
    assert release.meta.counts["unplaced_regions"] == 1
    assert release.meta.counts["regions"] == 9
    assert release.quantity("village_count", "@NEST", 2019) == 3  # V4 and V5 once, V6
    engine = create_engine(trapped.database_url)
    found = {(f.table, f.rule): f for f in check_database(engine, date(2019, 9, 30))}
    engine.dispose()
    assert found["region_group_member", "nested_member"].example == "V5"
    assert found["region_group_member", "orphan"].example == "X9"
    assert found["region_group", "group_code"].example == "BAD CODE"


def test_nothing_withheld_of_a_member_comes_back_through_its_group(release: Release) -> None:
    hidden = 0
    for group in release.groups:
        for name in release.quantity_names:
            for period in release.periods:
                states = {release.quantity_state(name, member, period) for member in group.members}
                if "withheld" in states:
                    hidden += 1
                    assert release.quantity_state(name, group.code, period) == "withheld", (group.code, name)
        for code, indicator in release.indicators.items():
            for period in release.periods:
                row = release.pairs(indicator).numerator[release.period_row(period)]
                members = [release.tree.at(member) for member in group.members]
                if np.isinf(row[members]).any():
                    hidden += 1
                    assert math.isnan(release.value(code, group.code, period)), (group.code, code)
    assert hidden > 10
    rows = values_by_region(release, "POVERTY_INCIDENCE", "@PAIR", 2019)
    assert list(rows["code"]) == ["V1", "V4"]


def test_helpers_are_counted_once_in_a_group(release: Release) -> None:
    # O1 helps in V1 and V2, O2 in V1, O3 in V5: three persons, though the villages of the group have four of them
    assert release.quantity("helper_official_count", "@OLD", 2019) == 3
    assert release.quantity("helper_official_count", "@LOST", 2019) == 2


@pytest.fixture(scope="module")
def client(trapped: Settings) -> FlaskClient:
    found: FlaskClient = signed_in(create_app(trapped))
    return found


def test_other_programs_find_the_groups_and_ask_for_them_like_regions(client: FlaskClient) -> None:
    groups = {group["code"]: group for group in client.get("/api/v1/groups").get_json()["groups"]}
    assert groups["@PAIR"] == {
        "code": "@PAIR", "name": "带PAIR", "name_en": None, "level": 4, "parent_code": "C", "kind": "BELT",
        "industry_kind": None, "definition": None, "members": ["V1", "V4"],
    }  # fmt: skip
    below = client.get("/api/v1/regions?parent=@NEST").get_json()["regions"]
    assert [(region["code"], region["parent_code"]) for region in below] == [("T2", "C"), ("V6", "C")]
    asked = "/api/v1/values?region=@NEST&indicator=POVERTY_INCIDENCE&period=2019&level="
    own = client.get(asked + "self").get_json()["rows"][0]
    # V4 is not reported: of T2 V5 alone knows both, 9 of 100; V6 0 of 400
    assert (own["numerator"], own["denominator"], own["reported"], own["expected"]) == (9, 500, 2, 3)
    assert [row["code"] for row in client.get(asked + "villages").get_json()["rows"]] == ["V4", "V5", "V6"]


@pytest.mark.parametrize("view", [name for name in VIEWS if name != "trace"])
def test_every_view_of_industry_answers_for_a_group(client: FlaskClient, view: str) -> None:
    for code in ("@PAIR", "@NEST"):
        assert client.get(f"/api/v1/industry/{view}?region={code}&period=2019").status_code == 200


def test_the_wall_draws_the_members_and_the_way_to_the_group(client: FlaskClient) -> None:
    release = client.get("/api/v1/groups").get_json()["release"]
    shown = client.get(f"/wall/values/{release}/x/%40NEST/2019/zh").get_json()
    assert [code for code, _ in shown["path"]] == ["C", "@NEST"]
    assert (shown["codes"], shown["parent"], shown["selected"]) == (["T2", "V6"], "@NEST", None)
    assert {code for code, _ in shown["sisters"]} <= {"@PAIR", "@OLD", "@LOST", "@PAST"}
    assert shown["own"]["POVERTY_INCIDENCE"] == [1.8, 9, 500]
    assert client.get(f"/wall/matrix/{release}/%40NEST/2019/zh").get_json()["codes"] == ["T2", "V6"]
    breaks = client.get(f"/wall/breaks/{release}/quantile/%40NEST@2019~%40PAIR@2019").get_json()
    assert "unknown" not in breaks
    member = client.get(f"/wall/values/{release}/x/V6/2019/zh").get_json()
    assert [code for code, _ in member["path"]] == ["C", "V6"], "a member has the tree's own way"
    assert client.get(f"/wall/values/{release}/x/%40GONE/2019/zh").get_json() == {"unknown": True}


def test_a_group_of_another_scope_has_no_households(trapped: Settings, release: Release) -> None:
    engine = create_engine(trapped.database_url)
    tokens = HouseholdTokens(b"t" * 32)
    inside = households_by_industry(engine, Scope(region_code="C"), release, "@NEST", tokens=tokens, kind="SOLAR")
    assert inside.total == households_by_industry(engine, WALL, release, "@NEST", tokens=tokens, kind="SOLAR").total > 0
    assert {row.village_code for row in inside.rows} <= {"V4", "V5", "V6"}
    with pytest.raises(UnknownRegionError):  # V6 does not lie under the township
        households_by_industry(engine, Scope(region_code="T2"), release, "@NEST", tokens=tokens, kind="SOLAR")
    engine.dispose()
