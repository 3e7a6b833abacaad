"""What is large of a release is mapped from files of its own, and reads as what is held in memory."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_access.release import ReleaseStore, mapped
from data_access.release.files import TABLES
from data_access.settings import Settings


def test_mapped_columns_are_the_columns(
    trap_settings_once: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    release = ReleaseStore(trap_settings_once.releases).current()
    folder = trap_settings_once.releases / release.id
    path, digest = folder / "quantities.parquet", release.meta.files["quantities.parquet"]
    rows = len(mapped.pq.read_table(path, columns=["period"]))
    shape = (len(release.periods), rows // len(release.periods))
    held = mapped.columns_of(path, shape, digest)
    monkeypatch.setattr(mapped, "LEAST_BYTES", 0)
    place = folder / f".quantities-{digest[:16]}.npy"
    try:
        for _ in range(2):  # once made, once found
            found = mapped.columns_of(path, shape, digest)
            assert found.keys() == held.keys() and place.is_file()
            assert all(np.array_equal(found[name], held[name], equal_nan=True) for name in held)
            assert not any(array.flags.writeable for array in found.values())
        del found
        place.unlink()
        monkeypatch.setattr(Path, "replace", full)
        found = mapped.columns_of(path, shape, digest)
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
        held = mapped.pq.read_table(path).to_pandas()
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


def full(*_told: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
