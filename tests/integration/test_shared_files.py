"""Two machines with one database of the product's own: outlines and scenes of one are those of the other."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from callbacks.import_worker import work
from data_access import shared_files
from data_access.errors import StoreError
from data_access.ledger.jobs import LEDGER, ImportJobs
from data_access.settings import Settings
from data_access.shared_files import SharedFiles, share_files
from data_access.state import prepare_folders
from data_access.store import open_leases
from data_access.store.shared import schema_of

Two = tuple[Settings, Settings]


@pytest.fixture
def two(own_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    """Two machines with a database each may read; parts are small, so that there are several."""
    monkeypatch.setattr(shared_files, "_PART_BYTES", 3000)
    one = Settings(home=tmp_path / "one", database_url=f"sqlite:///{tmp_path}/x.sqlite", store_url=own_server)
    other = replace(one, home=tmp_path / "other")
    for machine in (one, other):
        prepare_folders(machine)
    yield one, other
    sql(one, f"DROP SCHEMA IF EXISTS {schema_of(one)} CASCADE")


def sql(settings: Settings, statement: str) -> int:
    engine = create_engine(settings.store_url or "")
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL search_path = {schema_of(settings)}"))
        done = connection.execute(text(statement))
        found = int(done.scalar_one()) if done.returns_rows else 0
    engine.dispose()
    return found


def publish(settings: Settings, edition: str, *names: str) -> None:
    """What an import leaves: files with hashes in their names, and the manifest, which names them."""
    for name in names:
        (settings.boundaries / name).write_bytes(edition.encode() * 2000)
    (settings.boundaries / "manifest.json").write_text(f'{{"edition": "{edition}"}}', encoding="utf-8")


def files(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.boundaries.iterdir()}


def test_what_one_publishes_stands_at_the_other_and_the_old_goes(two: Two) -> None:
    one, other = two
    publish(one, "e1", "a-1.json", "a-1.json.br")
    share_files(one)
    share_files(other)
    assert files(other) == files(one)
    publish(other, "e2", "a-2.json")
    (other.boundaries / "a-1.json").unlink()
    share_files(other)
    share_files(one)
    assert files(one) == files(other)
    assert "a-1.json" not in files(one)
    assert sql(one, "SELECT count(DISTINCT upload) FROM published_part") == 1, "what was replaced is gone"
    share_files(one)
    assert sql(one, "SELECT count(DISTINCT upload) FROM published_part") == 1, "nothing new, nothing sent"


def test_scenes_written_at_one_are_shown_at_the_other_and_the_first_of_two_stands(two: Two) -> None:
    one, other = two
    one.scenes.write_text("idle_seconds = 60\n", encoding="utf-8")
    share_files(one)
    share_files(other)
    assert other.scenes.read_text(encoding="utf-8") == "idle_seconds = 60\n"
    other.scenes.write_text("idle_seconds = 70\n", encoding="utf-8")
    one.scenes.write_text("idle_seconds = 80\n", encoding="utf-8")
    share_files(other)
    share_files(one)
    assert one.scenes.read_text(encoding="utf-8") == other.scenes.read_text(encoding="utf-8") == "idle_seconds = 70\n"
    assert not list(one.boundaries.iterdir()), "the scenes bring no other file"


def test_a_machine_that_comes_later_takes_what_all_have(two: Two) -> None:
    one, other = two
    publish(one, "new", "a-1.json")
    publish(other, "own", "b-1.json")
    share_files(one)
    share_files(other)
    assert files(other) == files(one)


def test_a_damaged_original_is_not_taken_and_what_stands_stays(two: Two) -> None:
    one, other = two
    publish(one, "e1", "a-1.json")
    publish(other, "own", "b-1.json")
    share_files(one)
    sql(one, "DELETE FROM published_part WHERE number > 0")
    before = files(other)
    with pytest.raises(StoreError):
        share_files(other)
    assert files(other)["manifest.json"] == before["manifest.json"]
    assert files(other)["b-1.json"] == before["b-1.json"]


def test_one_import_writes_at_a_time_among_all_machines(two: Two) -> None:
    one, other = two
    jobs = ImportJobs(other.home)
    job = jobs.start(jobs.begin(LEDGER, "wang").id, "doing", ("born",))
    leases = open_leases(one)
    with leases.held("imports") as held:
        assert held is not None
        work(other, job.id)
        assert jobs.by_id(job.id).error == ("imports.busy", {})
    leases.close()


def test_without_the_database_it_is_said_once_and_nothing_changes(
    two: Two, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = two
    publish(one, "e1", "a-1.json")
    monkeypatch.setattr(shared_files, "AGAIN_SECONDS", 0.0)
    gone = SharedFiles(replace(one, store_url="postgresql+psycopg://nobody@127.0.0.1:9/none"))
    with caplog.at_level(logging.WARNING):
        gone.look()
        gone.look()
    assert sum("do not come here" in line for line in caplog.messages) == 1
    alone = SharedFiles(replace(one, store_url=None))
    alone.look()
    alone.look_now()
    assert sorted(files(one)) == ["a-1.json", "manifest.json"]
