"""What the sections share: the demo county, a server, a browser; each made when a section first asks for it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure
from data_access.commands import regions_of
from data_access.demo import build_demo
from data_access.release import build_release
from data_access.settings import Settings, demo_database_path, read_settings
from geo.commands import import_boundaries
from tests.e2e.conftest import ARGUMENTS, BROWSERS
from tests.e2e.serving import ROOT, Server, environment

STARTS: Final = 3


class Stand:
    """One run: `folder` is gone after it, `kept` is where large databases may stand already; `stack` ends the rest."""

    def __init__(self, folder: Path, kept: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.kept = kept
        self._stack = stack

    @cached_property
    def built(self) -> list[Figure]:
        """How long it took to build the demo county, its boundaries and its release."""
        home = self.folder / "home"
        settings, path = read_settings({"GUATU_HOME": str(home)}), demo_database_path(home)
        path.parent.mkdir(parents=True)
        demo = _seconds(lambda: build_demo(path))
        outlines = [ROOT / "geo" / "demo" / "bashang.geojson"]
        regions = regions_of(settings)
        boundaries = _seconds(lambda: import_boundaries(outlines, regions, settings.boundaries))
        release = min(_seconds(lambda: build_release(settings)) for _ in range(3))
        return [
            Figure("demo county: 37,053 households, 66,619 persons", demo, "s", 60),
            Figure("boundaries: 385 regions, three tolerances", boundaries, "s"),
            Figure("release of the demo county", release, "s", 5, "best of 3"),
        ]

    @property
    def home(self) -> Path:
        """The workspace in which the demo county stands."""
        assert self.built
        return self.folder / "home"

    @property
    def database(self) -> Path:
        """The demo county's file."""
        return demo_database_path(self.home)

    @property
    def settings(self) -> Settings:
        """Those of the demo county."""
        return read_settings({"GUATU_HOME": str(self.home)})

    def start(self) -> Figure:
        """How long a server takes until it is ready."""
        found = []
        for _ in range(STARTS):
            server = Server.start(environment(self.home), self.folder / "start.log")
            found.append(server.ready_s)
            server.interrupt()
        return Figure("start until /readyz", sorted(found)[1], "s", 5, f"median of {STARTS} later starts")

    @cached_property
    def server(self) -> Server:
        """One that serves the demo county until the end."""
        server = Server.start(environment(self.home), self.folder / "serve.log")
        self._stack.callback(server.interrupt)
        return server

    @cached_property
    def city(self) -> Server:
        """One that serves a city of a million persons until the end, with a release of this program."""
        home = self.kept / "city"
        env = environment(home, GUATU_DEMO="city")
        stands = demo_database_path(home, "city").is_file()
        made = ["refresh"] if stands else ["demo", "--scale", "city"]
        subprocess.run([sys.executable, "-m", "app", *made], cwd=ROOT, env=env, check=True, capture_output=True)
        server = Server.start(env, self.folder / "city.log")
        self._stack.callback(server.interrupt)
        return server

    @cached_property
    def browser(self) -> Browser:
        """A browser without a window; raises FileNotFoundError where none is installed."""
        playwright = self._stack.enter_context(sync_playwright())
        launched = playwright.chromium.launch(executable_path=_program(), args=list(ARGUMENTS))
        self._stack.callback(launched.close)
        return launched

    def browser_version(self) -> str:
        """What the browser calls itself."""
        try:
            said = subprocess.run([_program(), "--version"], capture_output=True, text=True, timeout=30, check=True)
        except (OSError, subprocess.SubprocessError):
            return "none"
        found = re.match(r"[A-Za-z ]+ [\d.]+", said.stdout)
        return found.group() if found else "unknown"


def _program() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("bench needs a browser: apt-get install chromium")
    return found


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
