"""The columns of a large release are mapped from a file of their own, and read as those that are held in memory."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_access.release import ReleaseStore, mapped
from data_access.settings import Settings


def test_mapped_columns_are_the_columns(trap_settings_once: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
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
    finally:
        place.unlink(missing_ok=True)


def full(*_told: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
