"""A ledger with national names, codes and encodings, adopted by a mapping alone, is the contract database again."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import create_engine, text

from data_access.adoption.opening import open_shared
from data_access.database import open_database, present_themes
from data_access.households import household_card, household_tiles
from data_access.release import Release, ReleaseStore, build_release
from data_access.schema import VIEWS, metadata
from data_access.scope import WALL
from data_access.settings import Settings, read_settings
from data_access.tokens import HouseholdTokens
from tests.national_county import MAPPING, make_national_county
from tests.postgres import postgres_programs, postgres_server

TOKENS = HouseholdTokens(b"0123456789abcdef0123456789abcdef")
OF_THIS_BUILD = {"id", "created_at", "database", "built_in_seconds", "files"}
ENGINES = (
    "sqlite",
    pytest.param(
        "postgresql", marks=pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")
    ),
)

Adopt = Callable[[str, Settings], Settings]


@pytest.fixture(scope="module")
def adopt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adopt]:
    """Makes the ledger of a contract database on an engine, once; settings that read it through the mapping."""
    made: dict[tuple[str, str], Settings] = {}
    servers = []

    def server() -> str:
        if not servers:
            servers.append(postgres_server())
            servers.append(servers[0].__enter__())
        return str(servers[1])

    def adopted(engine: str, ours: Settings) -> Settings:
        source = Path(ours.database_url.removeprefix("sqlite:///"))
        key = (engine, str(source))
        if key not in made:
            home = tmp_path_factory.mktemp("adopted")
            url = f"sqlite:///{(home / 'ledger.sqlite').as_posix()}"
            if engine == "postgresql":
                url = f"{server()}{_database(server(), f'ledger{len(made)}')}"
            make_national_county(source, url).dispose()
            told = {"GUATU_HOME": str(home), "GUATU_DATABASE_URL": url, "GUATU_MAPPING": str(MAPPING)}
            made[key] = read_settings(told)
            build_release(made[key])
        return made[key]

    yield adopted
    if servers:
        servers[0].__exit__(None, None, None)


def _database(server: str, name: str) -> str:
    maintenance = create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    maintenance.dispose()
    return name


@pytest.fixture(scope="module", params=["trap", "qilian"])
def ours(request: pytest.FixtureRequest) -> Settings:
    """The contract database: the county full of traps, and a demo county."""
    if request.param == "trap":
        return request.getfixturevalue("trap_settings_once")  # type: ignore[no-any-return]
    return request.getfixturevalue("scenario_settings")(request.param)  # type: ignore[no-any-return]


def _release(settings: Settings) -> Release:
    return ReleaseStore(settings.releases).current()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_releases_are_equal(adopt: Adopt, ours: Settings, engine: str) -> None:
    theirs = adopt(engine, ours)
    left, right = _release(ours), _release(theirs)
    assert {k: v for k, v in asdict(right.meta).items() if k not in OF_THIS_BUILD} == {
        k: v for k, v in asdict(left.meta).items() if k not in OF_THIS_BUILD
    }
    tables = sorted(path.name for path in (ours.releases / left.id).glob("*.parquet"))
    assert len(tables) > 10
    for name in tables:
        mine, other = (
            pd.read_parquet(folder / name) for folder in (ours.releases / left.id, theirs.releases / right.id)
        )
        # SQLite says 3 where others say 3.0: a column whose amounts are all whole has another dtype there
        pd.testing.assert_frame_equal(mine, other, rtol=1e-9, check_dtype=False, obj=name)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_cards_are_equal(adopt: Adopt, ours: Settings, engine: str) -> None:
    release = _release(ours)
    engines = [open_database(ours.database_url), open_shared(adopt(engine, ours))]
    seen = 0
    for village in [str(each.code) for each in release.villages(release.root.code)][:8]:
        left, right = (
            household_tiles(each, WALL, village, as_of=release.as_of, tokens=TOKENS, themes=release.themes)
            for each in engines
        )
        assert left == right
        for tile in left.tiles[:5]:
            cards = [
                household_card(each, WALL, village, tile.token, release.as_of, tokens=TOKENS, themes=release.themes)
                for each in engines
            ]
            assert cards[0] == cards[1]
            seen += 1
    assert seen > 4
    for each in engines:
        each.dispose()


def test_nothing_is_written(adopt: Adopt, trap_settings_once: Settings) -> None:
    settings = adopt("sqlite", trap_settings_once)
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    before = sha256(path.read_bytes()).hexdigest()
    engine = open_shared(settings)
    assert present_themes(engine)["core"]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM person")).scalar_one() > 0
        assert connection.execute(text("SELECT COUNT(*) FROM temp.sqlite_master")).scalar_one() == 0
    engine.dispose()
    assert sha256(path.read_bytes()).hexdigest() == before
    assert sorted(each.name for each in path.parent.glob("ledger*")) == ["ledger.sqlite"]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_table_has_the_same_rows(adopt: Adopt, trap_settings_once: Settings, engine: str) -> None:
    plain, mapped = open_database(trap_settings_once.database_url), open_shared(adopt(engine, trap_settings_once))
    for table in (*metadata.sorted_tables, *VIEWS):
        rows = []
        for each in (plain, mapped):
            with each.connect() as connection:
                found = connection.execute(table.select()).all()
                rows.append(sorted(tuple(map(str, row)) for row in found))
        assert [tuple(map(_plain, row)) for row in rows[0]] == [tuple(map(_plain, row)) for row in rows[1]], table.name
    plain.dispose()
    mapped.dispose()


def _plain(cell: str) -> str:
    """1 and 1.0 are the same amount."""
    return cell.removesuffix(".0")
