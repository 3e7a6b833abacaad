"""PostgreSQL and MariaDB give the same release, and the same rows about people, as SQLite."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from data_access.database import Engine, open_database
from data_access.household_index import Filters, HouseholdIndex, IndexStore, Order
from data_access.households import household_card, household_tiles
from data_access.households.behind import counted_by, households_counted
from data_access.households.door_cards import door_cards
from data_access.households.dossier import household_dossier
from data_access.households.found import found_households
from data_access.households.industry import households_by_industry
from data_access.households.listed import listed_households
from data_access.release import Release, ReleaseStore, build_release
from data_access.scope import WALL, Role, Scope
from data_access.settings import Settings
from data_access.tokens import HouseholdTokens
from tests.engines import SERVERS, SQLITE, Copies, engine_of_this_run
from tests.one_secret import share_secret

SECRET = sha256(b"engines").hexdigest()
TOKENS = HouseholdTokens(bytes.fromhex(SECRET))
OFFICER = Scope(Role.COUNTY, None, "officer")
OF_THIS_BUILD = {"id", "created_at", "database", "built_in_seconds", "files"}
FIGURES = (
    "household_count", "registered_person_count", "lifted_household_count", "employed_person_count",
    "assurance_household_count", "monitoring_open_household_count", "BELOW_LINE_SHARE", "helper_household_count",
    "industry_household_count.SOLAR", "labour_person_count.03", "ELDER_SHARE",
)  # fmt: skip
WORDS = ("李", "张", "王", "zhang", "2345", "li")

pytestmark = pytest.mark.skipif(engine_of_this_run() != SQLITE, reason="the run itself is on a server")


@dataclass(frozen=True)
class Read:
    """A county as the product has it from one engine."""

    folder: Path
    release: Release
    index: HouseholdIndex
    engine: Engine


Both = tuple[Read, Read]


@pytest.fixture(scope="module", params=[f"{engine}-{county}" for engine in SERVERS for county in ("trap", "qilian")])
def both(
    request: pytest.FixtureRequest, on_server: Callable[[str], Copies], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """Settings of a county in SQLite and on a server, the releases and indexes of both built."""
    engine, _, county = str(request.param).partition("-")
    named = request.getfixturevalue("trap_settings_once" if county == "trap" else "scenario_settings")
    made: Settings = named if county == "trap" else named(county)
    copies = on_server(engine)
    url = copies.url_of(Path(made.database_url.removeprefix("sqlite:///")))
    theirs = replace(made, home=tmp_path_factory.mktemp(engine), database_url=url, is_demo=False)
    share_secret(made.home, theirs.home)
    build_release(theirs)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GUATU_SECRET_KEY", SECRET)
        read = _read(made, replace(made, home=tmp_path_factory.mktemp("ours"))), _read(theirs, theirs)
        yield read
        for each in read:
            each.engine.dispose()


def _read(built: Settings, settings: Settings) -> Read:
    """The release that was built, with an index under the home of `settings`, which has the secret of this test."""
    release, store = ReleaseStore(built.releases).current(), IndexStore(settings)
    store.build(release)
    return Read(built.releases / release.id, release, store.current(), open_database(settings.database_url))


def test_the_releases_are_equal(both: Both) -> None:
    assert both[1].release.meta.database.partition(":")[0] in ("postgresql", "mysql")
    left, right = (
        {key: value for key, value in asdict(each.release.meta).items() if key not in OF_THIS_BUILD} for each in both
    )
    assert left == right
    tables = sorted(path.name for path in both[0].folder.glob("*.parquet"))
    assert len(tables) > 10
    for name in tables:
        mine, other = (pd.read_parquet(each.folder / name) for each in both)
        # SQLite says 3 where others say 3.0: a column whose amounts are all whole has another dtype there
        pd.testing.assert_frame_equal(mine, other, rtol=1e-9, check_dtype=False, obj=name)


def test_the_rows_about_people_are_equal(both: Both) -> None:
    release = both[0].release
    as_of, themes, seen = release.as_of, release.themes, 0
    for village in [str(each.code) for each in release.villages(release.root.code)][:6]:
        tiles, other = (
            household_tiles(each.engine, WALL, village, as_of=as_of, tokens=TOKENS, themes=themes) for each in both
        )
        assert tiles == other
        doors = [door_cards(each.engine, OFFICER, village, as_of, tokens=TOKENS, themes=themes) for each in both]
        assert doors[0] == doors[1]
        for token in [tile.token for tile in tiles.tiles[:6]]:
            cards = [household_card(each.engine, WALL, village, token, as_of, tokens=TOKENS, themes=themes)
                     for each in both]  # fmt: skip
            assert cards[0] == cards[1]
            dossiers = [household_dossier(each.engine, OFFICER, village, token, as_of, tokens=TOKENS, themes=themes)
                        for each in both]  # fmt: skip
            assert dossiers[0] == dossiers[1]
            seen += 1
    assert seen > 4


def test_the_lists_are_equal(both: Both) -> None:
    left, right = (each.index for each in both)
    assert left.meta.households == right.meta.households > 4
    assert left.meta.facets == right.meta.facets
    assert left.counts(OFFICER, Filters()) == right.counts(OFFICER, Filters())
    for order in (Order("place"), Order("visit", is_descending=True)):
        pages = [
            listed_households(
                each.engine, OFFICER, each.index, each.index.page(OFFICER, Filters(), order, 0, 200).rows, TOKENS
            )
            for each in both
        ]
        assert pages[0] == pages[1]
    found = 0
    for words in WORDS:
        results = [found_households(each.engine, OFFICER, each.index, words, TOKENS) for each in both]
        assert results[0] == results[1]
        found += results[0].total
    assert found or left.meta.households < 100  # in the county of traps nobody is called so


def test_the_households_behind_figures_are_equal(both: Both) -> None:
    ours, listed = both[0].release, 0
    code, year = ours.root.code, ours.as_of.year
    for figure in (name for name in FIGURES if counted_by(ours, name, code, year) is not None):
        left, right = (
            households_counted(each.engine, WALL, each.release, figure, code, year, tokens=TOKENS) for each in both
        )
        assert left == right
        listed += left.total
    if ours.themes["industry"]:
        gaps = [households_by_industry(each.engine, WALL, each.release, code, tokens=TOKENS) for each in both]
        assert gaps[0] == gaps[1]
        listed += gaps[0].total
    assert listed or both[0].index.meta.households < 100  # there nothing is counted that may be listed
