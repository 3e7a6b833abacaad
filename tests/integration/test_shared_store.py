"""Two machines with one PostgreSQL of the product's own: releases, pins, walls and the builder's lease are theirs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from data_access.building import build_once
from data_access.errors import ReleaseError, StoreError
from data_access.release import ReleaseStore, build_release, open_releases
from data_access.settings import Settings, read_settings
from data_access.store import open_leases, open_walls
from data_access.store.leases import BUILDING
from data_access.store.shared import schema_of
from tests.postgres import postgres_programs, postgres_server

pytestmark = [
    pytest.mark.of_files,
    pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as address:
        yield address


@pytest.fixture
def two(server: str, trap_settings: Settings, tmp_path: Path) -> tuple[Settings, Settings]:
    """Two machines: homes of their own, one shared database, one store."""
    one = replace(trap_settings, store_url=f"{server}postgres")
    return one, replace(one, home=tmp_path / "other")


@pytest.fixture
def opened() -> Iterator[Callable[[Settings], ReleaseStore]]:
    """The releases of a machine; at the end nobody holds on to the database."""
    stores: list[ReleaseStore] = []

    def open_one(settings: Settings) -> ReleaseStore:
        stores.append(open_releases(settings))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


def query(settings: Settings, statement: str) -> list[tuple[object, ...]]:
    engine = create_engine(settings.store_url or "", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'SET search_path = "{schema_of(settings)}"'))
        done = connection.execute(text(statement))
        rows = [tuple(row) for row in done] if done.returns_rows else []
    engine.dispose()
    return rows


def test_a_release_of_one_machine_is_that_of_the_other(
    two: tuple[Settings, Settings], opened: Callable[[Settings], ReleaseStore]
) -> None:
    one, other = two
    first = build_release(one)
    assert opened(other).current().id == first.id
    assert sorted(p.name for p in (other.releases / first.id).iterdir()) == sorted([*first.files, "meta.json"])
    second = build_release(replace(one, keep_releases=2))
    theirs = opened(other)
    assert theirs.current().id == second.id
    theirs.pin(first.id)
    assert opened(one).current().id == first.id
    third = build_release(replace(one, keep_releases=2))
    assert {meta.id for meta in opened(other).list()} >= {first.id, third.id}
    assert {row[0] for row in query(one, "SELECT DISTINCT release_id FROM release_part")} >= {first.id, third.id}
    theirs.unpin()
    assert opened(one).current().id == third.id


def test_a_broken_copy_is_fetched_again_and_a_broken_original_is_not_used(
    two: tuple[Settings, Settings], opened: Callable[[Settings], ReleaseStore]
) -> None:
    one, other = two
    meta = build_release(one)
    assert opened(other).current().id == meta.id
    (other.releases / meta.id / "values.parquet").write_bytes(b"no")
    assert opened(other).current().id == meta.id
    query(
        one,
        "UPDATE release_file SET content = 'no' "
        "WHERE hash IN (SELECT hash FROM release_part WHERE name = 'values.parquet')",
    )
    third = replace(one, home=other.home.parent / "third")
    with pytest.raises(ReleaseError):
        opened(third).current()
    assert not [path for path in third.releases.glob("*") if path.is_dir()]


def test_without_its_store_a_machine_serves_what_it_has_and_says_so_once(
    two: tuple[Settings, Settings], opened: Callable[[Settings], ReleaseStore], caplog: pytest.LogCaptureFixture
) -> None:
    one, _ = two
    meta = build_release(one)
    gone = replace(one, store_url="postgresql+psycopg://nobody@127.0.0.1:9/none")
    releases = opened(gone)
    with caplog.at_level(logging.WARNING):
        assert releases.current().id == meta.id
        assert releases.current().id == meta.id
    assert sum("do not come here" in line for line in caplog.messages) == 1
    with pytest.raises(ReleaseError):
        releases.pin(meta.id)
    with pytest.raises(StoreError):
        build_once(gone)


def test_a_store_without_its_driver_says_what_to_install(two: tuple[Settings, Settings]) -> None:
    settings = replace(two[0], store_url="postgresql+pg8000://nobody@127.0.0.1:9/none")
    with pytest.raises(StoreError, match="pip install pg8000"):
        build_once(settings)


def test_walls_and_leases_are_those_of_all_machines(two: tuple[Settings, Settings]) -> None:
    one, other = two
    here, there = open_walls(one), open_walls(other)
    here.enter("worker", "一号厅")
    with there.watching() as rung:
        before = rung()
        assert here.move("一号厅", "?x=1", "hand", "a") == 1
        assert rung() > before
    assert there.shown("一号厅").search == "?x=1"  # type: ignore[union-attr]
    here.tell("一号厅", "scene", {"command": "next"})
    there.ask_code("一号厅")
    seen = there.look(0)
    assert [command.body for command in seen.commands] == [{"command": "next"}]
    digits, _left = here.look(0).codes["一号厅"]
    token = there.pair("一号厅", digits)
    assert here.right("一号厅", token, "remote") == "remote"
    leases, theirs = open_leases(one), open_leases(other)
    with leases.held(BUILDING) as held:
        assert held is not None and not theirs.take(BUILDING, "other")
    assert theirs.take(BUILDING, "other")
    for store in (here, there, leases, theirs):
        store.close()


def test_the_address_of_the_store_is_held_to_what_it_can_be() -> None:
    assert read_settings({"GUATU_STORE": "postgresql://u@h/d"}).store_url == "postgresql+psycopg://u@h/d"
    for wrong in ("sqlite:///x", "postgresql://u@h", "no"):
        with pytest.raises(Exception, match="GUATU_STORE"):
            read_settings({"GUATU_STORE": wrong})
