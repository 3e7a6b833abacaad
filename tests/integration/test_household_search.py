"""One box for everything, in a county written by hand: what is found, what is not told, and that rows are live."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.database import open_database
from data_access.errors import ForbiddenError
from data_access.household_index import HouseholdIndex, IndexStore
from data_access.households.found import SearchResult, found_households
from data_access.households.listed import listed_households
from data_access.release import ReleaseStore, build_release
from data_access.scope import Role, Scope
from data_access.settings import Settings
from data_access.tokens import household_tokens
from tests import household_county as county
from tests.integration.conftest import settings_for

COUNTY = Scope(Role.COUNTY, None, "wang")
Search = Callable[..., SearchResult]


def make(folder: Path) -> Settings:
    """Settings of the county with identity numbers; its release and index are built."""
    path = county.write_county(folder / "county.sqlite")
    with closing(sqlite3.connect(path)) as database:
        tails = {f"{county.ORDINARY}-1": "99010118000101123x", f"{county.ORDINARY}-4": "990101180601011111",
                 f"{county.TWO_HEADS}-1": "99010118000101123X4301"}  # fmt: skip
        for person, number in tails.items():
            database.execute("UPDATE person SET identity_no = ? WHERE person_id = ?", (number, person))
        database.commit()
    made = settings_for(path, folder / "home")
    build_release(made)
    assert IndexStore(made).build(ReleaseStore(made.releases).current())
    return made


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make(tmp_path_factory.mktemp("search"))


@pytest.fixture(scope="module")
def index(settings: Settings) -> HouseholdIndex:
    return IndexStore(settings).current()


@pytest.fixture(scope="module")
def engine(settings: Settings) -> Iterator[Engine]:
    engine = open_database(settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def search(settings: Settings, index: HouseholdIndex, engine: Engine) -> Search:
    tokens = household_tokens(settings.home)
    return lambda words, scope=COUNTY: found_households(engine, scope, index, words, tokens)


def heads(result: SearchResult) -> list[str | None]:
    return [one.line.head_name for one in result.households]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("李某山", ["李*山"]),
        ("某山", ["李*山"]),
        ("赵某花", ["李*山"]),  # a member: the line is the household's, and says nothing of who
        ("欧阳", ["欧**华"]),
        ("lms", ["李*山"]),
        ("oyzh", ["欧**华"]),
        ("limoushan", ["李*山"]),
        ("zhaomouh", ["李*山"]),
        (" 李 某 山 ", ["李*山"]),
        ("李某童", []),  # thirteen years old
        ("吴某孤", []),  # a child at the head
        ("周某孙", []),  # nobody knows how old
        ("李某去", []),  # not a member any more
        ("李某河", []),
        ("山某", []),
        ("", []),
        ("zz", []),
        ("%", []),
        ("李%", []),
        ("😀", []),
    ],
)
def test_names(search: Search, words: str, expected: list[str]) -> None:
    assert heads(search(words)) == expected


def test_numbers(search: Search) -> None:
    assert heads(search(county.ORDINARY)) == ["李*山"]
    assert heads(search(county.ORDINARY.lower())) == ["李*山"]
    assert heads(search("00000042")) == ["李*山"]
    assert heads(search("0042")) == ["李*山"]
    assert search("10042").households == ()
    assert search(county.CANCELLED).households == ()


def test_the_last_four_of_an_identity_number(search: Search) -> None:
    assert sorted(map(str, heads(search("123X")))) == sorted(map(str, heads(search("123x")))) == ["李*山", "欧**华"]
    assert search("1111").households == (), "a child's"
    assert search("4301").households == (), "the end of a certificate says kind and grade"
    assert search("123X", Scope(Role.LEADER)).households == ()
    assert search("99010118000101123X").households == (), "whole numbers are not searched for"


def test_villages_by_name_and_initials(search: Search) -> None:
    assert [place.code for place in search("喜鹊沟").places] == [county.A1, county.B1]
    assert [place.code for place in search("xqg").places] == [county.A1, county.B1]
    assert [place.code for place in search("沟镇", Scope(Role.TOWNSHIP, county.TOWN_A, "li")).places] == [county.TOWN_A]


def test_a_search_ends_at_the_scope(search: Search) -> None:
    other = Scope(Role.TOWNSHIP, county.TOWN_B, "li")
    for words in ("李某山", "lms", "0042", county.ORDINARY, "123X", "柳条沟"):
        result = search(words, other)
        assert (result.households, result.places, result.total) == ((), (), 0), words
    for role in (Role.WALL, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(ForbiddenError):
            search("李某山", Scope(role))


def test_lines_are_masked_and_sensitive_values_for_duty_roles(
    settings: Settings, index: HouseholdIndex, engine: Engine
) -> None:
    row = index.row_of(county.ORDINARY)
    assert row is not None
    tokens = household_tokens(settings.home)
    (line,) = listed_households(engine, COUNTY, index, [row], tokens)
    assert (line.head_name, line.number_tail, line.member_count, line.village_zh) == ("李*山", "0042", 5, "喜鹊沟村")
    assert line.values("unmet") == ("MEDICAL",)
    assert {name for name, _ in line.told} >= {"cause", "attribute", "monitoring", "line"}
    (plain,) = listed_households(engine, Scope(Role.LEADER), index, [row], tokens)
    assert not {name for name, _ in plain.told} & {"cause", "attribute", "monitoring", "line"}
    child = index.row_of(county.CHILD_HEAD)
    assert child is not None
    assert listed_households(engine, COUNTY, index, [child], tokens)[0].head_name is None
    with pytest.raises(ForbiddenError):
        listed_households(engine, Scope(Role.WALL), index, [row], tokens)
    with pytest.raises(ValueError, match="at most"):
        listed_households(engine, COUNTY, index, [row] * 501, tokens)


def test_a_household_that_moved_away_since_is_told_of_no_more(tmp_path: Path) -> None:
    """The index is of yesterday; whose household it is today is asked of the database."""
    settings = make(tmp_path)
    index, engine = IndexStore(settings).current(), open_database(settings.database_url)
    row = index.row_of(county.ORDINARY)
    assert row is not None
    mine, tokens = Scope(Role.TOWNSHIP, county.TOWN_A, "li"), household_tokens(settings.home)
    assert listed_households(engine, mine, index, [row], tokens)[0].head_name == "李*山"
    with closing(sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))) as database:
        database.execute("UPDATE household SET region_code = ? WHERE household_id = ?", (county.B1, county.ORDINARY))
        database.execute("UPDATE household SET is_valid = 0 WHERE household_id = ?", (county.TWO_HEADS,))
        database.execute("UPDATE person SET name_zh = '郑某新' WHERE person_id = ?", (f"{county.NOT_YET_BORN}-1",))
        database.commit()
    engine.dispose()
    engine = open_database(settings.database_url)
    (line,) = listed_households(engine, mine, index, [row], tokens)
    assert (line.is_gone, line.head_name, line.number_tail, line.told) == (True, None, None, ())
    for words, scope in (("李某山", mine), ("欧阳", COUNTY), ("周某来", COUNTY)):
        assert found_households(engine, scope, index, words, tokens).households == (), words
    engine.dispose()
