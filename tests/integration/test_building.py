"""One process builds: two that want to at once make one release, and one that was killed is replaced."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data_access.building import build_once
from data_access.errors import ReleaseError
from data_access.release import ReleaseMeta, ReleaseStore, build_release, files
from data_access.release import build as build_module
from data_access.settings import Settings
from data_access.store import open_leases
from data_access.store.leases import BUILDING

pytestmark = pytest.mark.of_files

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from data_access.settings import read_settings
from data_access.store import open_leases
with open_leases(read_settings()).held("release", 1.5) as held:
    print("held" if held else "free", flush=True)
    time.sleep(60)
"""


def process(settings: Settings, *command: str) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GUATU_")}
    env |= {"GUATU_HOME": str(settings.home), "GUATU_DATABASE_URL": settings.database_url, "GUATU_LANGUAGE": "en"}
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_two_refreshes_at_once_make_one_release(trap_settings: Settings) -> None:
    leases = open_leases(trap_settings)
    with leases.held(BUILDING) as held:  # both come while a third builds
        assert held is not None
        both = [process(trap_settings, "-m", "app", "refresh") for _ in range(2)]
        for one in both:
            assert one.stderr is not None and "waiting for it" in one.stderr.readline()
    leases.close()
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert len(ReleaseStore(trap_settings.releases).list()) == 1
    assert sum("nothing to build" in out for out, _ in said) == 1, said


def test_a_builder_that_was_killed_is_replaced(trap_settings: Settings) -> None:
    killed = process(trap_settings, "-c", HOLD)
    assert killed.stdout is not None and killed.stderr is not None
    assert killed.stdout.readline() == "held\n"
    heard: list[str] = []
    time.sleep(2)  # the holder lives, and says so: its lease of a second and a half goes on
    leases = open_leases(trap_settings)
    assert leases.holder(BUILDING) is not None
    assert not leases.take(BUILDING, "another")
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    began = time.monotonic()
    meta, is_ours = build_once(trap_settings, waiting=heard.append)
    assert is_ours and ReleaseStore(trap_settings.releases).current().id == meta.id
    assert time.monotonic() - began < 20
    assert leases.holder(BUILDING) is None
    leases.close()


def test_the_timer_of_another_machine_takes_what_the_first_has_built(trap_settings: Settings) -> None:
    hour, now = timedelta(hours=1), timedelta(0)
    first, _ = build_once(trap_settings, within=hour)
    assert build_once(trap_settings, within=hour) == (first, False)
    time.sleep(1.1)  # releases tell their time in whole seconds
    assert build_once(trap_settings, within=now)[1]
    assert len(ReleaseStore(trap_settings.releases).list()) == 2
    late = process(trap_settings, "-m", "app", "refresh", "--within", "60")
    assert "nothing to build" in late.communicate(timeout=120)[0]
    assert len(ReleaseStore(trap_settings.releases).list()) == 2


def test_what_a_builder_makes_that_lost_its_lease_is_dropped(
    trap_settings: Settings, counted_once: Callable[[], ReleaseMeta]
) -> None:
    first = counted_once()
    store = ReleaseStore(trap_settings.releases)
    for pause in (0, 1.1):  # within the same second it is the very release that is on the wall
        time.sleep(pause)
        with pytest.raises(ReleaseError, match="another one builds"):
            build_release(trap_settings, may_publish=lambda: False)
        assert [meta.id for meta in store.list()] == [first.id]
        assert store.current().meta.id == first.id


@pytest.fixture
def counted_once(trap_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[], ReleaseMeta]:
    """Builds releases of the same counts, for tests of how they are written."""
    found: list[Any] = []
    count = build_module.count_database

    def counted(*told: Any) -> Any:
        found[:] = found or [count(*told)]
        return found[0]

    monkeypatch.setattr(build_module, "count_database", counted)
    return lambda: build_release(trap_settings)


def test_a_disk_that_fills_up_leaves_the_last_release_and_nothing_else(
    trap_settings: Settings, counted_once: Callable[[], ReleaseMeta]
) -> None:
    first = counted_once()
    for full_at in ("a table", "the catalogue", "the description", "the pointer"):
        time.sleep(1.1)  # a release tells its time in seconds, and the same one is not written twice
        with pytest.MonkeyPatch.context() as patch:
            fill_the_disk(trap_settings, patch, full_at, counted_once, first)
    time.sleep(1.1)  # a release tells its time in seconds
    assert counted_once().id != first.id


def fill_the_disk(
    trap_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    full_at: str,
    counted_once: Callable[[], ReleaseMeta],
    first: ReleaseMeta,
) -> None:
    """Build while the disk is full from one of the writes on."""
    before = sorted(path.name for path in trap_settings.releases.iterdir())
    write_text = Path.write_text
    wanted = {"the catalogue": "indicators.json", "the description": "meta.json", "the pointer": ".current"}

    def full(*_told: Any, **_named: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def text(path: Path, content: str, *told: Any, **named: Any) -> int:
        if full_at in wanted and path.name.startswith(wanted[full_at]):
            write_text(
                path, content[: len(content) // 2], *told, **named
            )  # as a full disk does: the beginning is there
            full()
        return write_text(path, content, *told, **named)

    monkeypatch.setattr(Path, "write_text", text)
    if full_at == "a table":
        monkeypatch.setattr(files.pq, "write_table", full)
    with pytest.raises(ReleaseError) as refused:
        counted_once()
    assert "No space left on device" in refused.value.message("en") and "磁盘空间" in refused.value.message("zh")
    assert sorted(path.name for path in trap_settings.releases.iterdir()) == before
    assert ReleaseStore(trap_settings.releases).current().id == first.id, full_at
