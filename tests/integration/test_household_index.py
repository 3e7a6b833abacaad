"""The index of the demo county against plain SQL and pandas, the scope of who asks, and what its files hold."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from data_access.database import open_database
from data_access.errors import ForbiddenError, UnknownHouseholdError, UnknownRegionError
from data_access.household_index import Filters, HouseholdIndex, IndexStore, Order
from data_access.household_index.store import IndexMissingError
from data_access.households.listed import listed_households
from data_access.release import Release, ReleaseStore, build_release
from data_access.scope import WALL, Role, Scope
from data_access.settings import Settings
from data_access.tokens import household_tokens

COUNTY = Scope(Role.COUNTY, None, "wang")


@pytest.fixture(scope="module")
def store(demo_settings: Settings, demo_release: Release) -> IndexStore:
    store = IndexStore(demo_settings)
    assert store.build(demo_release)
    return store


@pytest.fixture(scope="module")
def index(store: IndexStore) -> HouseholdIndex:
    return store.current()


@pytest.fixture(scope="module")
def database(demo_settings: Settings) -> Iterator[sqlite3.Connection]:
    path = demo_settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture(scope="module")
def told(database: sqlite3.Connection, index: HouseholdIndex) -> pd.DataFrame:
    """What the database says of each household, one row each by key."""
    ask = lambda sql: pd.read_sql_query(sql, database)  # noqa: E731 - one word for ten questions
    frame = ask("SELECT * FROM household WHERE is_valid = 1").set_index("household_id")
    day, visits_on = str(index.meta.as_of), pd.Timestamp(index.meta.visits_on)
    year = day[:4]
    frame["cause"] = ask("SELECT household_id, cause_code FROM household_cause WHERE is_main = 1").set_index(
        "household_id"
    )["cause_code"]
    last = ask(f"SELECT * FROM household_assurance WHERE stat_year <= {year}").sort_values("stat_year")
    last = last.drop_duplicates(["household_id", "assurance_code"], keep="last")
    bad = last[(last["is_met"] == 0) & last["resolved_on"].isna()]
    frame["unmet"] = bad.groupby("household_id")["assurance_code"].agg(set)
    helped = ask(
        f"SELECT DISTINCT household_id FROM household_official WHERE official_role_code = 'HELPER' "
        f"AND valid_from <= '{day}' AND (valid_to IS NULL OR valid_to >= '{day}')"
    )
    frame["has_helper"] = frame.index.isin(helped["household_id"])
    came = ask("SELECT household_id, max(substr(visited_at, 1, 10)) AS d FROM household_visit GROUP BY 1")
    came = came.set_index("household_id")["d"]
    frame["days"] = (visits_on - pd.to_datetime(came)).dt.days
    parts = ask(
        "SELECT p.household_id, a.industry_kind_code AS kind FROM industry_participation p JOIN industry_activity a "
        f"USING (activity_id) WHERE p.stat_year = (SELECT max(stat_year) FROM industry_participation "
        f"WHERE stat_year <= {year})"
    )
    frame["kinds"] = parts.groupby("household_id")["kind"].agg(set)
    income = ask(f"SELECT * FROM household_income WHERE stat_year <= {year}").sort_values("stat_year")
    income = income.drop_duplicates("household_id", keep="last").set_index("household_id")
    frame["per_person"] = income["net_income_yuan"] / income["member_count"]
    frame["income_year"] = income["stat_year"]
    return frame


def keys(index: HouseholdIndex, filters: Filters, scope: Scope = COUNTY) -> list[str]:
    page = index.page(scope, filters, None, 0, 1_000_000)
    assert page.total == len(page.rows)
    return [index.key(row) for row in page.rows]


def test_every_valid_household_once_by_village_and_number(index: HouseholdIndex, told: pd.DataFrame) -> None:
    found = keys(index, Filters())
    assert sorted(found) == sorted(told.index)
    villages = [told.at[key, "region_code"] for key in found]
    runs = [code for at, code in enumerate(villages) if at == 0 or villages[at - 1] != code]
    assert len(runs) == len(set(runs)), "a village stands in one piece"
    assert all(a < b for a, b, v, w in zip(found, found[1:], villages, villages[1:], strict=False) if v == w)


@pytest.mark.parametrize("code", ["0", "1", "3", "4"])
def test_status(index: HouseholdIndex, told: pd.DataFrame, code: str) -> None:
    name = {"0": "poor", "1": "lifted_supported", "3": "fallen_back", "4": "lifted"}[code]
    assert set(keys(index, Filters(chosen={"status": (name,)}))) == set(told.index[told["poverty_status_code"] == code])


def test_facets_against_the_database(index: HouseholdIndex, told: pd.DataFrame) -> None:
    expected = {
        ("cause", "01"): told["cause"] == "01",
        ("attribute", "04"): told["household_attribute_code"] == "04",
        ("unmet", "HOUSING"): told["unmet"].map(lambda one: isinstance(one, set) and "HOUSING" in one),
        ("industry", "WORKSHOP"): told["kinds"].map(lambda one: isinstance(one, set) and "WORKSHOP" in one),
        ("industry", "none"): told["kinds"].isna(),
        ("visit", "60"): told["days"].isna() | (told["days"] > 60),
        ("visit", "never"): told["days"].isna(),
        ("visit", "77"): told["days"].isna() | (told["days"] > 77),
        ("helper", "has"): told["has_helper"],
        ("size", "1"): told["member_count"] == 1,
        ("size", "6"): told["member_count"] >= 6,
    }
    for (facet, value), mask in expected.items():
        assert set(keys(index, Filters(chosen={facet: (value,)}))) == set(told.index[mask]), (facet, value)
        assert mask.any() or value == "never", "a test that finds nothing tests nothing"


def test_below_the_line(index: HouseholdIndex, told: pd.DataFrame, database: sqlite3.Connection) -> None:
    """The demo county has one line a year for all of it."""
    lines = pd.read_sql_query("SELECT * FROM policy_line", database)
    lines = lines[lines["policy_line_code"].isin(["MONITORING_INCOME", "POVERTY_CURRENT"])]
    lines = lines.sort_values("policy_line_code").drop_duplicates("stat_year").set_index("stat_year")["amount_yuan"]
    below = told["per_person"] < told["income_year"].map(lines)
    assert set(keys(index, Filters(chosen={"line": ("below",)}))) == set(told.index[below])


def test_monitoring(index: HouseholdIndex, database: sqlite3.Connection) -> None:
    cases = pd.read_sql_query("SELECT * FROM monitoring_case JOIN household USING (household_id)", database)
    cases = cases[cases["is_valid"] == 1]
    still = cases[cases["is_eliminated"] == 0]
    over = set(cases["household_id"]) - set(still["household_id"])
    assert set(keys(index, Filters(chosen={"monitoring": ("done",)}))) == over
    of_kind = set(still.loc[still["monitoring_object_code"] == "3", "household_id"])
    assert set(keys(index, Filters(chosen={"monitoring": ("3",)}))) == of_kind != set()


def test_values_of_a_facet_are_or_facets_are_and(index: HouseholdIndex, told: pd.DataFrame) -> None:
    found = keys(index, Filters(chosen={"cause": ("01", "08"), "size": ("1",)}))
    mask = told["cause"].isin(["01", "08"]) & (told["member_count"] == 1)
    assert set(found) == set(told.index[mask])


def test_counts_are_what_choosing_would_give(index: HouseholdIndex) -> None:
    filters = Filters(chosen={"cause": ("01",), "status": ("poor",), "visit": ("60",)})
    total, counts = index.counts(COUNTY, filters)
    assert total == len(keys(index, filters))
    for facet, values in counts.items():
        for value, count in list(values.items())[:4]:
            instead = Filters(chosen={**filters.chosen, facet: (value,)})
            assert index.page(COUNTY, instead).total == count, (facet, value)


def test_orders(index: HouseholdIndex, told: pd.DataFrame) -> None:
    filters = Filters(chosen={"unmet": ("HOUSING",)})
    for order, column in ((Order("visit"), "days"), (Order("size"), "member_count")):
        rows = index.page(COUNTY, filters, order, 0, 1000).rows
        values = [min(told.at[index.key(row), column], 6 if column == "member_count" else 9e9) for row in rows]
        assert values == sorted(values)
        back = index.page(COUNTY, filters, Order(order.by, is_descending=True), 0, 1000).rows
        assert sorted(back) == sorted(rows)
        assert told.at[index.key(back[0]), column] == max(told.at[index.key(row), column] for row in rows)
    pages = [index.page(COUNTY, Filters(), Order("visit"), first, 500).rows for first in range(0, 38_000, 500)]
    assert sorted(row for page in pages for row in page) == list(range(len(told)))


def test_by_region_adds_up(index: HouseholdIndex, told: pd.DataFrame) -> None:
    filters = Filters(chosen={"cause": ("01",)})
    top = index.region(COUNTY, None).code
    villages = index.by_region(COUNTY, filters, top, villages=True)
    expected = told[told["cause"] == "01"].groupby("region_code").size()
    assert {code: count for code, (count, _) in villages.items() if count} == expected.to_dict()
    assert sum(count for count, _ in index.by_region(COUNTY, filters, top).values()) == expected.sum()
    assert sum(every for _, every in villages.values()) == len(told)


def test_a_scope_is_its_region_and_nothing_beside(index: HouseholdIndex, told: pd.DataFrame) -> None:
    towns = index.under(index.region(COUNTY, None))
    for town in towns[:3]:
        scope = Scope(Role.TOWNSHIP, town.code, "li")
        villages = {place.code for place in index.under(town)}
        mine = told.index[told["region_code"].isin(villages)]
        assert set(keys(index, Filters(), scope)) == set(mine)
        total, counts = index.counts(scope, Filters())
        assert total == len(mine) == sum(counts["status"].values())
        other = next(one for one in towns if one.code != town.code)
        for ask in (
            lambda scope=scope, code=other.code: index.page(scope, Filters(code)),
            lambda scope=scope, code=other.code: index.counts(scope, Filters(code)),
            lambda scope=scope, code=other.code: index.by_region(scope, Filters(), code),
            lambda scope=scope: index.page(scope, Filters(index.region(COUNTY, None).code)),
            lambda scope=scope: index.page(scope, Filters("no such region")),
        ):
            with pytest.raises(UnknownRegionError):
                ask()
        stranger = told.index[~told["region_code"].isin(villages)][0]
        tokens = household_tokens_of(index)
        with pytest.raises(UnknownHouseholdError):
            index.find(scope, tokens.token(stranger))
        assert index.find(scope, tokens.token(mine[0])).key == mine[0]


def household_tokens_of(index: HouseholdIndex):  # type: ignore[no-untyped-def]
    return index._tokens


@pytest.mark.parametrize("role", [Role.WALL, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_lists_no_households(index: HouseholdIndex, role: Role) -> None:
    for ask in (index.page, index.counts):
        with pytest.raises(ForbiddenError):
            ask(Scope(role), Filters())


def test_a_leader_neither_filters_nor_counts_by_what_is_sensitive(index: HouseholdIndex) -> None:
    leader = Scope(Role.LEADER)
    _, counts = index.counts(leader, Filters())
    assert set(counts) == {"status", "unmet", "industry", "visit", "helper", "size", "age"}
    for facet, value in (("cause", "01"), ("line", "below"), ("monitoring", "1"), ("attribute", "04")):
        with pytest.raises(ForbiddenError):
            index.page(leader, Filters(chosen={facet: (value,)}))


def test_tokens(index: HouseholdIndex, told: pd.DataFrame, demo_settings: Settings) -> None:
    tokens = household_tokens(demo_settings.home)
    for key in told.index[::4001]:
        found = index.find(WALL, tokens.token(key))
        assert (found.key, found.region_code) == (key, told.at[key, "region_code"])
        assert key not in repr(found)
        assert index.row_of(key) == found.row
    for token in ("", "x", "A" * 20, "é" * 20, tokens.token("nobody"), tokens.token(told.index[0])[:-1] + "!"):
        with pytest.raises(UnknownHouseholdError):
            index.find(WALL, token)
    with pytest.raises(ForbiddenError):
        index.find(Scope(Role.AUDITOR), tokens.token(told.index[0]))


def test_nothing_in_clear(store: IndexStore, database: sqlite3.Connection) -> None:
    content = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    people = database.execute("SELECT name_zh, identity_no, household_id, phone_no FROM person LIMIT 20000").fetchall()
    for column in range(4):
        words = {row[column] for row in people if row[column]}
        for word in sorted(words)[:: max(1, len(words) // 60)]:
            for spelled in (word.encode(), word.encode("utf-16-le"), word.encode("utf-32-le")):
                assert spelled not in content, "in clear"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_for_this_users_eyes_only(store: IndexStore) -> None:
    assert store.folder.stat().st_mode & 0o777 == 0o700
    modes = {path.stat().st_mode & 0o777 for path in store.folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    folders = [path for path in store.folder.iterdir() if path.is_dir()]
    assert len(folders) == 1, "those before are dropped"


def test_another_secret_means_another_index(demo_settings: Settings, store: IndexStore, tmp_path: Path) -> None:
    folder = next(path for path in store.folder.iterdir() if path.is_dir())
    from data_access.errors import ReleaseError  # noqa: PLC0415

    with pytest.raises(ReleaseError):
        HouseholdIndex(folder, household_tokens(tmp_path))


def test_of_what_nobody_feeds_no_household_is_asked(trap_settings: Settings) -> None:
    """A filter would say of every household that nobody came, nobody helps and nobody checked it."""
    untold = {"visit": "household_visit", "helper": "household_official", "unmet": "household_assurance"}
    with closing(sqlite3.connect(trap_settings.database_url.removeprefix("sqlite:///"))) as connection:
        for table in untold.values():
            connection.execute(f"DELETE FROM {table}")
        connection.commit()
    build_release(trap_settings)
    store = IndexStore(trap_settings)
    store.build(ReleaseStore(trap_settings.releases).current())
    index = store.current()
    offered = {facet.name for facet in index.facets(COUNTY)}
    assert not set(untold) & offered and "industry" in offered
    engine, tokens = open_database(trap_settings.database_url), household_tokens(trap_settings.home)
    lines = listed_households(engine, COUNTY, index, index.page(COUNTY, Filters(), Order(), 0, 9).rows, tokens)
    assert lines and {line.visit_days for line in lines} == {None}
    engine.dispose()


def test_missing_then_built_in_the_background(trap_settings: Settings, trap_release_once: Release) -> None:
    store = IndexStore(trap_settings)
    assert store.building() is None
    with pytest.raises(IndexMissingError):
        store.current_for(trap_release_once)
    store.wait(60)
    assert store.current_for(trap_release_once).meta.release_id == trap_release_once.id
    assert store.building() is None
    assert store.is_for(trap_release_once)


def test_damage_is_passed_over_and_mended(trap_settings: Settings, trap_release_once: Release) -> None:
    store = IndexStore(trap_settings)
    assert store.build(trap_release_once)
    folder = next(path for path in store.folder.iterdir() if path.is_dir())
    (folder / "status.npy").write_bytes(b"no array")
    fresh = IndexStore(trap_settings)
    with pytest.raises(IndexMissingError):
        fresh.current_for(trap_release_once)
    fresh.wait(60)
    assert fresh.current().meta.households > 0


def test_a_build_that_goes_on_elsewhere_is_not_done_twice(trap_settings: Settings, trap_release_once: Release) -> None:
    store = IndexStore(trap_settings)
    store.folder.mkdir(parents=True)
    (store.folder / ".lock").touch()
    assert not store.build(trap_release_once)
    (store.folder / ".lock").unlink()
    assert store.build(trap_release_once)
    assert not (store.folder / ".lock").exists()
