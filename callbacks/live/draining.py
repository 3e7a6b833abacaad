"""How a process ends without a wall noticing: nobody new is let in, and who is inside is answered and shown the door.

On SIGTERM the listening socket is closed at once, so a proxy goes to the next process. Connections that are open are
served for a few seconds more, each answer saying that it is the last; only then those that are idle are closed.
"""

from dataclasses import dataclass
from threading import Event
from typing import Any, Final

from uvicorn.protocols.http.auto import AutoHTTPProtocol

LAST: Final = (b"connection", b"close")
STATE: Final = "drain"


@dataclass(slots=True)
class Drain:
    """Whether the process was told to end gently, and how long its open connections may still be used."""

    seconds: float
    asked: Event


class Draining(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection that is not closed under the hands of a proxy which is just about to use it."""

    def shutdown(self) -> None:
        """As the server's own, a little later for a connection that is idle."""
        drain: Drain | None = self.app_state.get(STATE)
        cycle: Any = self.cycle
        if drain is None or not drain.asked.is_set() or not (cycle is None or cycle.response_complete):
            super().shutdown()
            return
        if LAST not in self.server_state.default_headers:
            self.server_state.default_headers = [*self.server_state.default_headers, LAST]
        self.loop.call_later(drain.seconds, super().shutdown)
