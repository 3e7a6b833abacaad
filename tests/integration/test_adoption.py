"""A ledger with national names, codes and encodings, adopted by a mapping alone, is the contract database again."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from data_access.adoption.opening import open_shared
from data_access.database import open_database, present_themes
from data_access.households import household_card, household_tiles
from data_access.release import Release, ReleaseStore, build_release
from data_access.schema import VIEWS, metadata
from data_access.scope import WALL
from data_access.settings import Settings, read_settings
from data_access.tokens import HouseholdTokens
from tests.engines import SQLITE, Copies, engine_of_this_run
from tests.national_county import make_national_county, mapping_for
from tests.one_secret import share_secret

TOKENS = HouseholdTokens(b"0123456789abcdef0123456789abcdef")
OF_THIS_BUILD = {"id", "created_at", "database", "built_in_seconds", "files"}
ON = [(SQLITE, "trap"), ("postgresql", "trap"), ("mariadb", "trap"), (SQLITE, "qilian"), ("postgresql", "qilian")]
"""Engines with the county of traps, and a demo county on those whose transforms are quick."""

pytestmark = pytest.mark.skipif(engine_of_this_run() != SQLITE, reason="the run itself is on a server")


@dataclass(frozen=True)
class Adopted:
    """A contract database, and settings that read the ledger made from it through the mapping."""

    ours: Settings
    theirs: Settings


@pytest.fixture(scope="module", params=ON, ids="-".join)
def adopted(
    request: pytest.FixtureRequest, on_server: Callable[[str], Copies], tmp_path_factory: pytest.TempPathFactory
) -> Adopted:
    """A county whose ledger stands on an engine, its release built."""
    engine, county = request.param
    named = request.getfixturevalue("trap_settings_once" if county == "trap" else "scenario_settings")
    ours: Settings = named if county == "trap" else named(county)
    home = tmp_path_factory.mktemp("adopted")
    share_secret(ours.home, home)
    url = f"sqlite:///{(home / 'ledger.sqlite').as_posix()}"
    if engine != SQLITE:
        url = on_server(engine).empty(f"ledger_{county}")
    make_national_county(Path(ours.database_url.removeprefix("sqlite:///")), url).dispose()
    told = {"GUATU_HOME": str(home), "GUATU_DATABASE_URL": url, "GUATU_MAPPING": str(mapping_for(url, home))}
    theirs = read_settings(told)
    build_release(theirs)
    return Adopted(ours, theirs)


def _release(settings: Settings) -> Release:
    return ReleaseStore(settings.releases).current()


def test_the_releases_are_equal(adopted: Adopted) -> None:
    ours, theirs = adopted.ours, adopted.theirs
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


def test_the_cards_are_equal(adopted: Adopted) -> None:
    release = _release(adopted.ours)
    engines = [open_database(adopted.ours.database_url), open_shared(adopted.theirs)]
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


@pytest.mark.parametrize("adopted", ON[:3], ids="-".join, indirect=True)
def test_every_table_has_the_same_rows(adopted: Adopted) -> None:
    plain, mapped = open_database(adopted.ours.database_url), open_shared(adopted.theirs)
    for table in (*metadata.sorted_tables, *VIEWS):
        rows = []
        for each in (plain, mapped):
            with each.connect() as connection:
                found = connection.execute(table.select()).all()
                rows.append(sorted(tuple(map(str, row)) for row in found))
        assert [tuple(map(_plain, row)) for row in rows[0]] == [tuple(map(_plain, row)) for row in rows[1]], table.name
    plain.dispose()
    mapped.dispose()


@pytest.mark.parametrize("adopted", ON[:1], ids="-".join, indirect=True)
def test_nothing_is_written(adopted: Adopted) -> None:
    path = Path(adopted.theirs.database_url.removeprefix("sqlite:///"))
    before = sha256(path.read_bytes()).hexdigest()
    engine = open_shared(adopted.theirs)
    assert present_themes(engine)["core"]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM person")).scalar_one() > 0
        assert connection.execute(text("SELECT COUNT(*) FROM temp.sqlite_master")).scalar_one() == 0
    engine.dispose()
    assert sha256(path.read_bytes()).hexdigest() == before
    assert sorted(each.name for each in path.parent.glob("ledger*")) == ["ledger.sqlite"]


def _plain(cell: str) -> str:
    """1 and 1.0 are the same amount."""
    return cell.removesuffix(".0")
