"""A release is whole or not there; the one before stays; one can be pinned; a damaged one is passed over."""

import json
import shutil
import sqlite3
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from data_access.errors import ContractError, DatabaseMissingError, NoReleaseError, ReleaseError, UnknownRegionError
from data_access.release import ReleaseStore, build_release
from data_access.release import build as build_module
from data_access.release import store as store_module
from data_access.settings import Settings


def _database(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _leftovers(settings: Settings) -> list[str]:
    return [p.name for p in settings.releases.iterdir() if p.name.startswith(".")]


def test_build_describes_itself(trap_settings: Settings) -> None:
    meta = build_release(trap_settings)
    assert meta.as_of == date(2019, 9, 30), "a failed load does not make data newer"
    assert meta.periods == (2018, 2019)
    assert {s.source_id: s.as_of for s in meta.sources} == {"L": date(2019, 9, 30), "D": date(2019, 6, 30)}
    assert meta.counts["regions"] == 9
    assert meta.database == "sqlite:trap.sqlite"
    assert not meta.is_demo
    assert str(_database(trap_settings).parent) not in (trap_settings.releases / meta.id / "meta.json").read_text()
    assert _leftovers(trap_settings) == []


def test_no_personal_row_is_in_any_file(trap_settings: Settings) -> None:
    meta = build_release(trap_settings)
    personal = {f"H{n}" for n in range(20)} | {f"P{n}" for n in range(1, 20)} | {f"O{n}" for n in range(9)} | {"王某能"}
    for path in (trap_settings.releases / meta.id).glob("*.parquet"):
        if path.name in ("code_names.parquet", "industry_kinds.parquet"):  # catalogues
            continue
        frame = pd.read_parquet(path)
        assert not {"household_id", "person_id", "official_id"} & set(frame.columns)
        for column in frame.columns:
            texts = set(frame[column].dropna().astype(str)) - ({"P1", "P2"} if column == "activity_id" else set())
            assert not personal & texts, (path.name, column)


def test_same_data_give_the_same_content(trap_settings: Settings) -> None:
    first, second = build_release(trap_settings), build_release(trap_settings)
    assert first.files == second.files


def test_there_is_none_at_first(trap_settings: Settings) -> None:
    store = ReleaseStore(trap_settings.releases)
    with pytest.raises(NoReleaseError):
        store.current()
    assert store.list() == []
    assert store.pinned() is None


def test_a_failure_in_the_middle_leaves_the_release_before(
    trap_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build_release(trap_settings)
    store = ReleaseStore(trap_settings.releases)

    def full_disk(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build_module, "write_tables", full_disk)
    with pytest.raises(ReleaseError, match="No space left"):
        build_release(trap_settings)
    assert store.current().id == before.id
    assert _leftovers(trap_settings) == []
    assert [m.id for m in store.list()] == [before.id]


@pytest.mark.of_files
def test_an_interrupt_leaves_nothing(trap_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build_module, "write_tables", stop)
    with pytest.raises(KeyboardInterrupt):
        build_release(trap_settings)
    assert list(trap_settings.releases.iterdir()) == []


def test_a_database_that_breaks_leaves_the_release_before(trap_settings: Settings) -> None:
    before = build_release(trap_settings)
    with sqlite3.connect(_database(trap_settings)) as connection:
        connection.execute("ALTER TABLE household_year DROP COLUMN poverty_status_code")
    with pytest.raises(ContractError, match="poverty_status_code"):
        build_release(trap_settings)
    _database(trap_settings).unlink()
    with pytest.raises(DatabaseMissingError):
        build_release(trap_settings)
    assert ReleaseStore(trap_settings.releases).current().id == before.id


def test_a_database_without_core_is_refused(trap_settings: Settings) -> None:
    with sqlite3.connect(_database(trap_settings)) as connection:
        connection.execute("DROP TABLE region_year")
    with pytest.raises(ContractError, match="guatu check"):
        build_release(trap_settings)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE region SET parent_code = 'V1' WHERE region_code = 'T1'", "run in a circle"),
        ("UPDATE region SET valid_to = '2001-01-01'", "no valid region"),
    ],
)
def test_a_broken_tree_is_refused(trap_settings: Settings, statement: str, said: str) -> None:
    with sqlite3.connect(_database(trap_settings)) as connection:
        connection.execute(statement)
    with pytest.raises(ReleaseError, match=said):
        build_release(trap_settings)


def test_several_highest_regions_stand_under_a_synthetic_one(trap_settings: Settings) -> None:
    with sqlite3.connect(_database(trap_settings)) as connection:
        connection.execute("UPDATE region SET parent_code = 'NOWHERE' WHERE region_code IN ('T1', 'T2', 'V6')")
    build_release(trap_settings)
    release = ReleaseStore(trap_settings.releases).current()
    assert release.root.code == "*"
    assert [r.code for r in release.roots] == ["C", "T1", "T2", "V6"]
    assert release.quantity("village_count", "*", 2019) == 6
    assert [r.code for r in release.ancestors("V1")] == ["*", "T1", "V1"]


def test_empty_tables_are_not_connected(trap_settings: Settings) -> None:
    with sqlite3.connect(_database(trap_settings)) as connection:
        for table in ("household_cause", "person_health", "household_visit", "official", "region_official"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM household_official")
    build_release(trap_settings)
    release = ReleaseStore(trap_settings.releases).current()
    assert not release.themes["assurance"]
    assert not release.themes["responsibility"]
    for name in ("cause_household_count.01", "team_village_count", "helper_household_count", "visited_household_count"):
        assert release.quantity_state(name, "C", 2019) == "not_connected"
    assert not {"ILL_SHARE", "VISIT_RATE", "WORK_TEAM_COVERAGE"} & set(release.indicators)


@pytest.mark.of_files
def test_the_newest_is_current_until_one_is_pinned(trap_settings: Settings) -> None:
    store = ReleaseStore(trap_settings.releases)
    first = build_release(trap_settings)
    assert store.current().id == first.id
    with sqlite3.connect(_database(trap_settings)) as connection:
        connection.execute("UPDATE region_year SET poor_population_count = 11 WHERE region_code = 'V1'")
    second = build_release(trap_settings)
    assert store.current().id == second.id
    assert store.current().quantity("poor_person_count", "V1", 2019) == 11
    store.pin(first.id)
    assert store.pinned() == first.id
    assert store.current().quantity("poor_person_count", "V1", 2019) == 10
    build_release(trap_settings)
    assert ReleaseStore(trap_settings.releases).current().id == first.id
    store.unpin()
    assert store.current().quantity("poor_person_count", "V1", 2019) == 11
    with pytest.raises(ReleaseError, match="no release"):
        store.pin("../../etc/passwd")
    with pytest.raises(ReleaseError):
        store.show("nothing")
    assert replace(store.show(second.id), built_in_seconds=second.built_in_seconds) == second


@pytest.mark.of_files
def test_the_last_n_are_kept_and_the_pinned_one(trap_settings: Settings) -> None:
    settings = replace(trap_settings, keep_releases=2)
    store = ReleaseStore(settings.releases, keep=2)
    built = []
    for number in range(4):
        with sqlite3.connect(_database(settings)) as connection:
            connection.execute(f"UPDATE region_year SET poor_population_count = {number} WHERE region_code = 'V1'")
        built.append(build_release(settings).id)
        if number == 0:
            store.pin(built[0])
    kept = {meta.id for meta in store.list()}
    assert built[0] in kept
    assert built[3] in kept
    assert len(kept) == 3


@pytest.mark.parametrize("harm", ["cut", "flip", "swap", "gone", "meta"])
@pytest.mark.of_files
def test_a_damaged_release_is_passed_over_with_the_reason(trap_settings: Settings, harm: str) -> None:
    good = build_release(trap_settings)
    with sqlite3.connect(_database(trap_settings)) as connection:
        connection.execute("UPDATE region_year SET poor_population_count = 11 WHERE region_code = 'V1'")
    bad = build_release(trap_settings)
    assert bad.id != good.id
    path = trap_settings.releases / bad.id / "quantities.parquet"
    body = path.read_bytes()
    if harm == "cut":
        path.write_bytes(body[: len(body) // 2])
    elif harm == "flip":
        path.write_bytes(body[:100] + bytes([body[100] ^ 255]) + body[101:])
    elif harm == "swap":  # readable, and not what was written
        shutil.copyfile(trap_settings.releases / good.id / path.name, path)
    elif harm == "gone":
        path.unlink()
    else:
        (path.parent / "meta.json").write_text("{", encoding="utf-8")
    store = ReleaseStore(trap_settings.releases)
    assert store.current().id == good.id
    assert bad.id in store.skipped
    assert "missing or damaged" in store.skipped[bad.id]
    shutil.rmtree(trap_settings.releases / good.id)
    with pytest.raises(ReleaseError, match="no release is intact"):
        ReleaseStore(trap_settings.releases).current()


def test_progress_is_told(trap_settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    build_release(trap_settings, progress=lambda key, done, of: told.append((key, done, of)))
    assert told[0] == ("release.stage.read", 0, 5)
    assert told[-1] == ("release.stage.write", 5, 5)


def test_unknown_region_and_description(trap_settings: Settings) -> None:
    meta = build_release(trap_settings)
    release = ReleaseStore(trap_settings.releases).current()
    with pytest.raises(UnknownRegionError):
        release.region("V0")  # ended
    raw = json.loads((trap_settings.releases / meta.id / "meta.json").read_text(encoding="utf-8"))
    assert raw["contract_version"] == "1"
    assert set(raw["files"]) == {p.name for p in (trap_settings.releases / meta.id).iterdir()} - {"meta.json"}


def test_what_nobody_is_named_for_is_taken_for_a_person(trap_settings: Settings) -> None:
    rows = [
        ("B1", "张建国农家乐 13812345678", None, 115.123456, 41.5),
        ("B2", "李某 13812345678", "NOT_IN_THE_LIST", 115.123456, 41.5),
        ("B3", "好客合作社 电话13812345678", "COOPERATIVE", 115.7, 41.7),
    ]
    with sqlite3.connect(_database(trap_settings)) as connection:
        connection.execute("UPDATE region SET name_zh = '某村 13812345678', longitude = 115, latitude = 41 "
                           "WHERE region_code = 'V5'")  # fmt: skip
        for row in rows:
            connection.execute(
                "INSERT INTO industry_activity (activity_id, industry_kind_code, region_code, operating_status_code, "
                "name_zh, business_entity_code, longitude, latitude) "
                "VALUES (?, 'TOURISM', 'V5', 'RUNNING', ?, ?, ?, ?)",
                row,
            )
    meta = build_release(trap_settings)
    release = ReleaseStore(trap_settings.releases).current()
    found = release.activities("V5", "TOURISM")
    assert found["name_zh"].tolist().count("好客合作社 电话***") == 1
    others = found[found["name_zh"] != "好客合作社 电话***"]
    assert len(others) == 2
    assert not others["name_zh"].str.contains("张|李").any()
    assert others[["longitude", "latitude"]].to_numpy().tolist() == [[115.0, 41.0], [115.0, 41.0]]
    assert not {"B1", "B2"} & set(found["activity_id"])
    assert release.region("V5").name_zh == "某村 ***"
    for path in (trap_settings.releases / meta.id).iterdir():
        assert b"13812345678" not in path.read_bytes()
        if path.suffix == ".parquet":
            frame = pd.read_parquet(path)
            assert not any(frame[c].astype(str).str.contains("13812345678").any() for c in frame.columns), path.name


@pytest.mark.of_files
def test_the_held_release_stays_when_a_pointer_cannot_be_read(
    trap_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    meta = build_release(trap_settings)
    store = ReleaseStore(trap_settings.releases)
    assert store.current().id == meta.id

    def refused(self: Path, *_args: object, **_more: object) -> str:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(Path, "read_text", refused)
    assert store.current().id == meta.id
    with pytest.raises(ReleaseError):
        ReleaseStore(trap_settings.releases).current()


@pytest.mark.of_files
def test_a_pointer_that_is_open_elsewhere_is_replaced_a_moment_later(
    trap_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    meta = build_release(trap_settings)
    replace_file, refusals = Path.replace, [1, 1, 1]

    def busy(self: Path, target: Path) -> Path:
        if Path(target).name == "pinned" and refusals:
            refusals.pop()
            raise PermissionError(13, "used by another process")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    store = ReleaseStore(trap_settings.releases)
    store.pin(meta.id)
    assert store.pinned() == meta.id
    refusals.extend([1] * 100)
    with pytest.raises(ReleaseError):
        store.pin(meta.id)


@pytest.mark.of_files
def test_damaged_releases_are_not_read_again_at_every_request(
    trap_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    meta = build_release(trap_settings)
    (trap_settings.releases / meta.id / "values.parquet").write_bytes(b"no")
    read, real = [], store_module.read_release
    monkeypatch.setattr(store_module, "read_release", lambda folder: (read.append(folder), real(folder))[1])
    store = ReleaseStore(trap_settings.releases)
    for _ in range(5):
        with pytest.raises(ReleaseError, match="no release is intact"):
            store.current()
    assert len(read) == 1
    good = build_release(trap_settings)
    assert store.current().id == good.id, "a new one is noticed at once"


@pytest.mark.of_files
def test_a_damaged_release_is_not_taken_for_its_remedy(
    trap_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same content, built again within the same second, is another release and is noticed at once."""
    now = datetime(2026, 11, 22, 4, 29, 14)

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return now

    monkeypatch.setattr(build_module, "datetime", Stopped)
    first = build_release(trap_settings)
    assert build_release(trap_settings).id == first.id, "an intact one is not written twice"
    (trap_settings.releases / first.id / "values.parquet").write_bytes(b"no")
    store = ReleaseStore(trap_settings.releases)
    with pytest.raises(ReleaseError, match="no release is intact"):
        store.current()
    remedy = build_release(trap_settings)
    assert remedy.id != first.id
    assert remedy.files == first.files
    assert store.current().id == remedy.id
    assert _leftovers(trap_settings) == []


@pytest.mark.of_files
def test_a_reader_never_sees_another_release_than_the_pointer_says(trap_settings: Settings) -> None:
    """`_held` and what it stands for change in one step: a thread between the two would serve the old as the new."""
    first = build_release(trap_settings)
    store = ReleaseStore(trap_settings.releases)
    held = store.current()
    with sqlite3.connect(_database(trap_settings)) as connection:
        connection.execute("UPDATE region_year SET poor_population_count = 12 WHERE region_code = 'V1'")
    second = build_release(trap_settings)
    between: list[str] = []
    look = store._look

    def slow(wanted: str) -> object:
        between.append(wanted)
        assert store._held is not None
        assert (store._held.wanted, store._held.found) == (first.id, held)
        return look(wanted)

    store._look = slow  # type: ignore[method-assign,assignment]
    assert store.current().id == second.id
    assert between == [second.id]
