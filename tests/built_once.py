"""What is dear to build is built once for a run, by whichever of its processes needs it first."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

BuildOnce = Callable[[str, Callable[[Path], object]], Path]
"""once(name, build): the folder of that name, which `build` has filled."""


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of a run share: GUATU_TEST_BUILT, where several runs share one."""
    if named := os.environ.get("GUATU_TEST_BUILT"):
        return Path(named)
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def build_once(run: Path, name: str, build: Callable[[Path], object]) -> Path:
    """The folder `name` in that of the run, filled by `build` unless another process has done so or is at it."""
    place = run / name
    with (run / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (place / "built").exists():
            shutil.rmtree(place, ignore_errors=True)  # what a process that failed has left
            place.mkdir()
            build(place)
            (place / "built").touch()
    return place
