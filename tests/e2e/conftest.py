"""A real browser before a real server. Every page that is opened is watched: no error, no request to another host."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from callbacks.demo_building import publish_demo_boundaries
from data_access.commands import refresh
from data_access.progress import silent
from data_access.settings import read_settings
from tests.built_once import BuildOnce
from tests.e2e.screen import Screen
from tests.e2e.serving import Server, environment

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WITHOUT_WINDOWS = ("chromium-headless-shell", *BROWSERS)
"""The same engine without the browser's own windows first: a page there costs half the work to open."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--renderer-process-limit=1",  # by profile: see `context`
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other host is there
)
WALL = (1920, 1080)

OpenWall = Callable[..., Screen]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser; the files that take longest come first, so that no process waits at the end."""
    here = Path(__file__).parent
    tests = Counter(item.path for item in items)
    ranks = {path: (*_rank(path.read_text("utf-8")), -count) for path, count in tests.items() if here in path.parents}
    for item in items:
        if item.path in ranks:
            item.add_marker(pytest.mark.e2e)
    items.sort(key=lambda item: ranks.get(item.path, ()))


def _rank(source: str) -> tuple[bool, bool]:
    """Those that start servers first, and of them those that do not wait for the demo county's home."""
    return "Server.start(" not in source, "demo_env" in source


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    found = next((path for name in WITHOUT_WINDOWS if (path := shutil.which(name))), None)
    if found is None:
        reason = "no chromium on PATH: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile for most pages: what the browser keeps by address it keeps between tests, as on a wall.

    An empty page stays open in it, and with it the one process that draws: a page that is opened there finds the
    product's scripts compiled.
    """
    context = browser.new_context(locale="zh-CN", service_workers="block")
    context.new_page()
    yield context
    context.close()


def demo_home(database: Path, home: Path) -> Path:
    """A home in which a scenario's database stands already, so that `serve` does not build it again."""
    place = home / "demo" / database.name
    place.parent.mkdir(parents=True)
    try:
        place.hardlink_to(database)
    except OSError:  # another file system
        shutil.copyfile(database, place)
    return home


@pytest.fixture(scope="session")
def demo_env(demo_database: Path, once: BuildOnce) -> dict[str, str]:
    """The environment of a process that serves the demo county; all such processes of a run share one home."""

    def build(folder: Path) -> None:
        settings = read_settings(environment(demo_home(demo_database, folder / "home")))
        publish_demo_boundaries(settings, None, silent)
        refresh(settings, "zh", silent)

    return environment(once("wall", build) / "home")


@pytest.fixture(scope="session")
def demo_server(demo_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The wall on the demo county, as a process of its own; Ctrl-C must end it well."""
    server = Server.start(demo_env, tmp_path_factory.mktemp("served") / "serve.log")
    yield server
    assert server.interrupt() == 0, server.said()
    assert "Traceback" not in server.log.read_text("utf-8"), server.said()


def leave(page: Page) -> None:
    """Close a page of the common profile by a way that lets it say so.

    One that is closed at once ends without a word more often than not, as a browser does that crashed, and the next
    wall that is opened in the profile goes on where it was.
    """
    if not page.is_closed():
        page.goto("about:blank")
        page.close()


@pytest.fixture
def open_wall(browser: Browser, context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[OpenWall]:
    """Opens a wall, `apart` in a profile of its own; at the end none may have seen an error or asked another host.

    With `injects` the test puts sheets of its own into the page, which the page's policy would refuse.
    """
    with ExitStack() as stack:
        opened: list[Screen] = []

        def open_wall(
            server: Server, size: tuple[int, int] = WALL, name: str = "", *, apart: bool = False, injects: bool = False
        ) -> Screen:
            is_own = apart or injects
            own = {"locale": "zh-CN", "service_workers": "block", "bypass_csp": injects}
            profile = browser.new_context(**own) if is_own else context  # type: ignore[arg-type]
            if server.session:
                profile.add_cookies([{"name": "guatu_session", "value": server.session, "url": server.base}])
            page = profile.new_page()
            stack.callback(profile.close if is_own else lambda page=page: leave(page))
            page.set_viewport_size({"width": size[0], "height": size[1]})
            screen = Screen(page, server.base, name or request.node.name)
            opened.append(screen)
            return screen

        yield open_wall
        foreign = [url for screen in opened for url in screen.foreign]
        errors = [said for screen in opened for said in screen.unexpected()]
        assert foreign == [], "requests to other hosts"
        assert errors == [], "errors in the browser"


@pytest.fixture
def unopened(demo_server: Server, open_wall: OpenWall) -> Screen:
    """A screen of 1920 x 1080 before the demo county, for tests that open it at an address of their own."""
    return open_wall(demo_server)


@pytest.fixture
def wall(unopened: Screen) -> Screen:
    """The wall of the demo county as it opens."""
    unopened.go()
    return unopened
