"""Run the application: one process by itself, or several that a parent watches over."""

import logging
import os
import socket
from collections.abc import Callable
from typing import Final

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from callbacks.live.draining import Draining
from data_access.settings import Settings

BACKLOG: Final = 512
LAST_SECONDS: Final = 5
"""In which open requests may come to their end once the server is told to."""

KEPT_SECONDS: Final = 30
"""As long as a browser may pause between two clicks without opening a connection anew."""

SILENT_SECONDS: Final = 60
"""A browser that was unplugged is noticed so long after something was sent to it."""

SHARING: Final = "callbacks.live.sharing:Sharing"
"""The event loop of processes that share a socket, by its address: each makes its own."""


def run(application: Starlette | str, settings: Settings, say_ready: Callable[[], None]) -> None:
    """Serve until a signal ends it; `application` is the application itself, or its address for several processes."""
    config = uvicorn.Config(
        application,
        factory=isinstance(application, str),
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        backlog=BACKLOG,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # callbacks.addresses reads them, by the settings
        log_config=None,
        log_level="warning",
        http=Draining,
        loop=SHARING if isinstance(application, str) else "auto",
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=LAST_SECONDS + settings.drain_seconds,
        timeout_worker_healthcheck=30,
    )
    listening = _listen(settings, config.backlog)
    if isinstance(application, str):
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        say_ready()
        Workers(config, sockets=[listening]).run()
    else:
        say_ready()
        uvicorn.Server(config).run(sockets=[listening])


class Workers(Multiprocess):
    """The workers of one parent, whose listening socket goes first: what nobody listens to is refused at once."""

    def terminate_all(self) -> None:
        """Close the parent's copy of the socket, then tell the workers to end."""
        for listening in self.sockets:
            listening.close()
        super().terminate_all()


def _listen(settings: Settings, backlog: int) -> socket.socket:
    """The listening socket, which the workers share."""
    kind, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(kind, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # an answer leaves in two pieces, and the second must not wait 40 ms for the first to be acknowledged
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1), (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        options.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * SILENT_SECONDS))
    for level, option, value in options:
        listening.setsockopt(level, option, value)  # what the listening socket has, its connections have
    listening.bind(address)
    listening.listen(backlog)
    listening.set_inheritable(True)
    return listening
