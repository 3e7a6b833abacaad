"""The open streams of this worker: each has a short queue of its own, and who does not read is let go."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from secrets import randbelow
from typing import Any, Final

MOST_WAITING: Final = 64
"""Events that may wait for a slow reader; the next one ends its stream, and it comes back for the present state."""

COMING_BACK_MS: Final = (200, 1800)
"""At the earliest, and how much later at the most."""

MOST_STREAMS: Final = 600
"""Streams of one worker: beyond them a process would run out of files before it runs out of time."""

MOST_OF_ONE: Final = 300
"""Streams of one address: a proxy or a router may stand for a whole building, a runaway page must not for all."""


@dataclass(slots=True, eq=False)
class Stream:
    """One open page.

    wall   the name of the wall that it is or drives; None for a screen of its own
    role   "screen" shows the wall and counts as one, "remote" drives it
    """

    client: str
    wall: str | None
    role: str
    waiting: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    is_over: bool = False

    @property
    def is_screen(self) -> bool:
        """Whether it counts as a screen of a wall with a name."""
        return self.wall is not None and self.role == "screen"

    def tell(self, event: str, data: Mapping[str, Any]) -> None:
        """Put one event into the queue; where it is full the stream ends."""
        self.put(f"event: {event}\ndata: {json.dumps(dict(data), ensure_ascii=False, separators=(',', ':'))}\n\n")

    def put(self, text: str) -> None:
        """Put a ready event into the queue."""
        if self.waiting.full():
            self.end()
        elif not self.is_over:
            self.waiting.put_nowait(text)

    def end(self) -> None:
        """Nothing more is sent."""
        self.is_over = True
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(None)

    def send_elsewhere(self) -> None:
        """End it, and have the page come back a little later than others: not all of a building at the same moment."""
        self.end()
        self.waiting.get_nowait()
        self.waiting.put_nowait(f"retry: {COMING_BACK_MS[0] + randbelow(COMING_BACK_MS[1])}\n\n")
        self.waiting.put_nowait(None)


class Hub:
    """The streams of one worker; used from its event loop only."""

    def __init__(self, counted: Callable[[int], None] = lambda _streams: None) -> None:
        self._counted = counted
        self._streams: set[Stream] = set()
        self._of: Counter[str] = Counter()
        self._screens = 0
        self.is_closing = False

    def join(self, stream: Stream) -> bool:
        """Take a stream in; False where there are too many."""
        if self.is_closing or len(self._streams) >= MOST_STREAMS or self._of[stream.client] >= MOST_OF_ONE:
            return False
        self._streams.add(stream)
        self._of[stream.client] += 1
        self._screens += stream.is_screen
        self._counted(len(self._streams))
        return True

    def part(self, stream: Stream) -> None:
        """Forget a stream."""
        if stream in self._streams:
            self._streams.remove(stream)
            self._of[stream.client] -= 1
            self._of += Counter()
            self._screens -= stream.is_screen
            self._counted(len(self._streams))

    def tell(self, event: str, data: Mapping[str, Any], to: Callable[[Stream], bool] = lambda _stream: True) -> None:
        """One event to every stream that `to` picks; it is written once."""
        text = f"event: {event}\ndata: {json.dumps(dict(data), ensure_ascii=False, separators=(',', ':'))}\n\n"
        for stream in list(self._picked(to)):
            stream.put(text)

    @property
    def screens(self) -> int:
        """How many screens of walls with a name are here; may be asked from any thread."""
        return self._screens

    def end(self, which: Callable[[Stream], bool]) -> None:
        """End the streams that `which` picks; their pages come back by themselves."""
        for stream in list(self._picked(which)):
            stream.end()

    def close(self) -> None:
        """End all streams, and let no other in."""
        self.is_closing = True
        for stream in self._streams:
            stream.send_elsewhere()

    def __len__(self) -> int:
        return len(self._streams)

    def _picked(self, to: Callable[[Stream], bool]) -> Iterator[Stream]:
        return (stream for stream in self._streams if to(stream))
