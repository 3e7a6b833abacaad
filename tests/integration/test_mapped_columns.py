"""What is large of a release is mapped from files of its own, and reads as what is held in memory."""

from __future__ import annotations

import errno
import os
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_access import values
from data_access.release import ReleaseStore, build_release, mapped
from data_access.release.files import TABLES
from data_access.settings import Settings


@pytest.mark.parametrize("by_row", [False, True])
def test_mapped_columns_are_the_columns(
    trap_settings_once: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, by_row: bool
) -> None:
    release = ReleaseStore(trap_settings_once.releases).current()
    folder = trap_settings_once.releases / release.id
    path, digest = folder / "quantities.parquet", release.meta.files["quantities.parquet"]
    rows = len(pq.read_table(path, columns=["period"]))
    shape = (len(release.periods), rows // len(release.periods))
    held = mapped.columns_of(path, shape, digest)
    monkeypatch.setattr(mapped, "LEAST_BYTES", 0)
    monkeypatch.setattr(mapped, "ROWS", 7)  # the rows are no multiple of it
    place = folder / f".quantities-{digest[:16]}.npy"
    try:
        mapped.columns_of(path, shape, digest, by_row=not by_row)  # laid out otherwise by a program before
        for _ in range(2):  # once made, once found
            found = mapped.columns_of(path, shape, digest, by_row=by_row)
            assert found.keys() == held.keys() and place.is_file()
            assert all(np.array_equal(found[name], held[name], equal_nan=True) for name in held)
            assert not any(array.flags.writeable for array in found.values())
            first, second, *_ = found.values()
            assert second.ctypes.data - first.ctypes.data == (8 if by_row else first.nbytes)
        del found, first, second
        place.unlink()
        monkeypatch.setattr(Path, "replace", full)
        found = mapped.columns_of(path, shape, digest, by_row=by_row)
        assert found.keys() == held.keys()
        assert not list(folder.glob(".quantities*"))
        assert "quantities.parquet" in caplog.text and os.strerror(errno.ENOSPC) in caplog.text
    finally:
        place.unlink(missing_ok=True)


def test_mapped_tables_are_the_tables(trap_settings_once: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    release = ReleaseStore(trap_settings_once.releases).current()
    folder = trap_settings_once.releases / release.id
    monkeypatch.setattr(mapped, "LEAST_BYTES", 0)
    with_gaps = 0
    for name in TABLES:
        path, digest = folder / f"{name}.parquet", release.meta.files[f"{name}.parquet"]
        held = pq.read_table(path).to_pandas()
        place = folder / f".{name}-{digest[:16]}.arrow"
        try:
            for _ in range(2):
                pd.testing.assert_frame_equal(mapped.frame_of(path, digest), held)
                assert place.is_file()
            with_gaps += int(held.select_dtypes("float").isna().to_numpy().any())
            place.write_bytes(place.read_bytes()[:-9])
            pd.testing.assert_frame_equal(mapped.frame_of(path, digest), held)
        finally:
            place.unlink(missing_ok=True)
    assert with_gaps > 1


def _resident(place: Path) -> int:
    """Kilobytes of a file that this process has in its memory."""
    found, is_here = 0, False
    for line in Path("/proc/self/smaps").read_text("utf-8").splitlines():
        if "-" in line.split(" ", 1)[0]:
            is_here = line.endswith(str(place))
        elif is_here and line.startswith("Rss:"):
            found += int(line.split()[1])
    return found


@pytest.mark.skipif(not Path("/proc/self/smaps").is_file(), reason="Linux tells what a process holds of a file")
def test_what_is_let_go_is_read_again(trap_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "LEAST_BYTES", 0)
    build_release(trap_settings)
    release = ReleaseStore(trap_settings.releases).current()
    indicator = next(iter(release.indicators.values()))
    place = trap_settings.releases / release.id / f".values-{release.meta.files['values.parquet'][:16]}.npy"
    every = release.tree.order
    kept = values.measured(release, indicator, every, 0)
    assert _resident(place) > 0
    monkeypatch.setattr(values, "MANY", len(every))
    found = values.measured(release, indicator, every, 0)
    assert _resident(place) == 0
    assert np.array_equal(found.value, kept.value, equal_nan=True) and np.isfinite(found.value).any()
    monkeypatch.setattr(values, "MANY", 1)
    assert len(values.values_by_village(release, indicator.code, release.root.code, release.latest_period)) > 1
    assert _resident(place) == 0
    monkeypatch.setattr(values, "MANY", len(every))
    values.measured(release, indicator, every[1:], 0)
    assert _resident(place) > 0
    mapped.let_go(np.zeros(3))


class _Slow(FileIO):
    """A file that takes less than it is given, and tells what it was given."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "wb")
        self.given: list[tuple[int, int]] = []

    def write(self, data: Any, /) -> int:
        self.given.append((self.tell(), len(data)))
        return super().write(data[:1000]) or 0


class _InSlowPieces(mapped.InPieces, _Slow):
    """In pieces into such a file."""


def test_files_are_written_in_pieces_that_begin_at_round_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapped, "PIECE", 4096)
    numbers = np.arange(5000, dtype=np.float64).reshape(50, 100)
    with _InSlowPieces(tmp_path / "pieces") as file:
        sizes = [file.write(part) for part in (b"head", b"", numbers.data)]
        given = file.given
    assert sizes == [4, 0, 40_000]
    assert (tmp_path / "pieces").read_bytes() == b"head" + numbers.tobytes()
    assert all(begin // 4096 == (begin + size - 1) // 4096 for begin, size in given)
    assert {size for begin, size in given if begin % 4096 == 0} == {4, 4096, 40_004 % 4096}


def full(*_told: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
