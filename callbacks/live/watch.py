"""One watcher a worker: it looks where others write, and tells the streams of this worker what is new."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from threading import Event, Thread
from types import MappingProxyType
from typing import Any, Final

from callbacks.live.arenas import give_back
from callbacks.live.hub import Hub, Stream
from callbacks.live.version import Version, version_of
from callbacks.live.views import without_household
from callbacks.services import Services
from data_access.store import Command, Seen, ShownView, WallStore

LOOK_SECONDS: Final = 0.05
VERSION_SECONDS: Final = 0.5
BEAT_SECONDS: Final = 10.0
FAILED_SECONDS: Final = 2.0


log = logging.getLogger("guatu")


class Watcher:
    """Looks at the store of walls every 50 ms, at release, boundaries and scenes every half second, in two threads.

    The store's question costs microseconds while nothing is written; nothing is shared between workers but the files.
    """

    def __init__(self, services: Services, hub: Hub, worker: str) -> None:
        self.version: Version | None = None
        self.views: Mapping[str, ShownView] = {}
        self.codes: Mapping[str, tuple[str, float]] = {}
        self._services = services
        self._hub = hub
        self._worker = worker
        self._ended = Event()
        self._threads = [
            Thread(target=self._for_weeks, args=(look,), name=name, daemon=True)
            for name, look in (("walls", self._watch_walls), ("version", self._watch_version))
        ]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._last_command = 0
        self._was_short = False

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to watch; what is new is told in `loop`."""
        self._loop = loop
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Watch no more."""
        self._ended.set()
        self._services.walls().changed.set()
        for thread in self._threads:
            thread.join(2)

    def _for_weeks(self, look: Callable[[], None]) -> None:
        """Look until the end is said. A disk that is full or gone may come back: a failure is logged by its kind."""
        while not self._ended.is_set():
            with _Surviving():
                look()
            self._ended.wait(FAILED_SECONDS)

    def _watch_version(self) -> None:
        """A release is read here before anybody hears of it: whoever asks for it then does not wait."""
        while not self._ended.wait(VERSION_SECONDS if self.version else 0):
            self._services.shared_files.look()
            found = version_of(self._services)
            if found != self.version:
                self.version = found
                self._in_loop(self._hub.tell, "version", found.as_event())
                give_back()

    def _watch_walls(self) -> None:
        store = self._services.walls()
        self._last_command = store.last_command()
        seen, renewed = None, time.monotonic()
        with store.watching() as version:
            while not self._ended.is_set():
                store.changed.clear()
                if time.monotonic() - renewed >= BEAT_SECONDS:
                    renewed = time.monotonic()
                    self._renew(store)
                marked = version()
                if marked != seen:
                    seen = marked
                    self._look_at_walls(store.look(self._last_command))
                store.changed.wait(LOOK_SECONDS)

    def _renew(self, store: WallStore) -> None:
        """Screens that the store has forgotten, as when the machine's clock jumps, are sent away to come back."""
        forgotten = store.renew(self._worker) < self._hub.screens
        if forgotten and self._was_short:
            self._in_loop(self._hub.end, lambda stream: stream.is_screen)
        self._was_short = forgotten and not self._was_short

    def _look_at_walls(self, seen: Seen) -> None:
        before = self.views, self.codes
        self.views, self.codes = seen.views, seen.codes
        for name, view in seen.views.items():
            known = before[0].get(name)
            if known is None or known.serial != view.serial:
                self._in_loop(self._tell_view, name, view)
        for name, (digits, left) in seen.codes.items():
            if before[1].get(name, ("", 0.0))[0] != digits:
                self._in_loop(self._hub.tell, "code", {"code": digits, "seconds": round(left)}, screen_of(name))
        for name in before[1].keys() - seen.codes.keys():
            self._in_loop(self._hub.tell, "code", {"code": None}, screen_of(name))
        for command in seen.commands:
            self._last_command = command.id
            self._in_loop(self._tell_command, command)

    def _tell_view(self, name: str, view: ShownView) -> None:
        self._hub.tell("view", view_event(view), screen_of(name))
        self._hub.tell("view", view_event(view, is_private=False), remote_of(name))

    def _tell_command(self, command: Command) -> None:
        self._hub.tell(command.kind, command.body, screen_of(command.name))

    def _in_loop(self, do: Callable[..., None], *arguments: Any) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(do, *arguments)


class _Surviving:
    """A block whose failure is logged by its kind and goes no further."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: object) -> bool:
        if kind is not None:
            log.error("the watcher failed and looks again: %s", kind.__name__)
        return kind is not None and issubclass(kind, Exception)


async def keep_beating(hub: Hub) -> None:
    """Tell every page the time, whatever the disk does: it is how a page knows that the server lives."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        hub.tell("beat", beat())


def beat() -> Mapping[str, Any]:
    """The server's time in seconds since 1970, and how many minutes its clock on the wall is ahead of UTC."""
    return {"time": round(time.time(), 3), "ahead": (time.localtime().tm_gmtoff or 0) // 60}


NOTHING: Final[Mapping[str, Any]] = MappingProxyType({"serial": 0, "search": "", "by": "", "origin": "", "card": {}})
"""What a stream is told of a wall of which nobody has said what it shows."""


def view_event(view: ShownView, *, is_private: bool = True) -> Mapping[str, Any]:
    """What a stream is told of a wall's view; a remote learns that a card is open, not whose."""
    search = view.search if is_private else without_household(view.search)
    return {"serial": view.serial, "search": search, "by": view.by, "origin": view.origin, "card": dict(view.card)}


def screen_of(name: str) -> Callable[[Stream], bool]:
    """Picks the screens of one wall."""
    return lambda stream: stream.wall == name and stream.role == "screen"


def remote_of(name: str) -> Callable[[Stream], bool]:
    """Picks the remotes of one wall."""
    return lambda stream: stream.wall == name and stream.role == "remote"
