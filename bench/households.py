"""The list, the search and the card of households, on the database that the settings name (bench.copies makes one).

GUATU_HOME=… GUATU_DATABASE_URL=… python -m bench.households
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.copies import copy_county
from bench.figures import Figure, spread, typical
from data_access.database import open_database
from data_access.household_index import Filters, IndexStore, Order
from data_access.households.dossier import household_dossier
from data_access.households.found import found_households
from data_access.households.listed import listed_households
from data_access.release import ReleaseStore, build_release
from data_access.scope import Role, Scope
from data_access.settings import Settings, read_settings
from data_access.tokens import household_tokens
from tests.postgres import copy_into_postgres, postgres_programs, postgres_server, settle

ROUNDS = 25
LIST_MS, SEARCH_MS, CARD_MS = 120.0, 100.0, 40.0
OFFICER = Scope(Role.COUNTY, None, "bench")
TWO_FILTERS = (
    {"cause": ("01",), "visit": ("60",)},
    {"line": ("below",), "industry": ("none",)},
    {"status": ("poor", "lifted"), "unmet": ("HOUSING",)},
)
WORDS = ("李某山", "李", "lms", "zhang", "2345", "云沟")


def measure(settings: Settings) -> list[Figure]:
    """Build the index where it is of another release, then time pages of 100 rows, their counts, and searches."""
    release, store = ReleaseStore(settings.releases).current(), IndexStore(settings)
    if not store.is_for(release):
        store.build(release)
    index, engine, tokens = store.current(), open_database(settings.database_url), household_tokens(settings.home)

    def page(filters: Filters) -> None:
        rows = index.page(OFFICER, filters, Order("visit"), 0, 100).rows
        listed_households(engine, OFFICER, index, rows, tokens)

    built = index.meta.built_in_seconds
    figures = [Figure(f"index of {index.meta.households:,} households", built, "s")]
    for chosen in TWO_FILTERS:
        filters, name = Filters(chosen=chosen), " and ".join(chosen)
        figures.append(_timed(f"page of 100 rows by {name}", LIST_MS, lambda filters=filters: page(filters)))
        figures.append(_timed(f"counts by {name}", None, lambda filters=filters: index.counts(OFFICER, filters)))
    for words in WORDS:
        ask = lambda words=words: found_households(engine, OFFICER, index, words, tokens)  # noqa: E731
        figures.append(_timed(f"search {words}", SEARCH_MS, ask))
    shown = listed_households(engine, OFFICER, index, range(0, index.meta.households, 20_000), tokens)
    cards = itertools.cycle([(one.village_code, one.token) for one in shown if not one.is_gone])

    def card() -> None:
        village, token = next(cards)
        household_dossier(engine, OFFICER, village, token, release.as_of, tokens=tokens, themes=release.themes)

    figures.append(_timed("card, another household each time", CARD_MS, card))
    engine.dispose()
    return figures


def measure_city(county: Path, folder: Path) -> list[Figure]:
    """The same on half a million households, in SQLite and in PostgreSQL where it is installed."""
    path = folder / "city.sqlite"
    copy_county(county, path)
    figures = _served(f"sqlite:///{path.as_posix()}", folder / "sqlite", "SQLite")
    if postgres_programs() is not None:
        with postgres_server() as server:
            url = copy_into_postgres(path, server, "city")
            settle(url)
            figures += _served(url, folder / "postgres", "PostgreSQL")
    return figures


def _served(url: str, home: Path, name: str) -> list[Figure]:
    settings = read_settings({"GUATU_HOME": str(home), "GUATU_DATABASE_URL": url})
    began = time.perf_counter()
    build_release(settings)
    release = Figure("release", time.perf_counter() - began, "s")
    return [replace(figure, what=f"{name}: {figure.what}") for figure in (release, *measure(settings))]


def _timed(what: str, limit: float | None, ask: Callable[[], object]) -> Figure:
    ask()
    times: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return Figure(what, typical(times), "ms", limit, spread(times))


if __name__ == "__main__":
    for figure in measure(read_settings()):
        print(figure.row())
