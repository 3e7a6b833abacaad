"""The product as its users start it: a process of its own, its own files under one folder, reached over HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from data_access.accounts import open_accounts
from data_access.scope import Role
from tests.signing_in import session_of

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 180.0


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, database_url: str | None = None, **more: str) -> dict[str, str]:
    """The process's environment, with nothing of the caller's own GUATU settings in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUATU_")}
    told = {"GUATU_HOME": str(home), "GUATU_LANGUAGE": "zh", "PYTHONUNBUFFERED": "1", **more}
    return {**kept, **told, **({"GUATU_DATABASE_URL": database_url} if database_url else {})}


def guatu(*arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """One command of the command line, run to its end."""
    command = [sys.executable, "-m", "app", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=dict(env), capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


def admitted(env: Mapping[str, str]) -> str:
    """The token of an officer; there is an administrator besides, without whom no real county is served."""
    accounts = open_accounts(Path(env["GUATU_HOME"]))
    if not accounts.has_administrator():
        accounts.add("chief", Role.ADMINISTRATOR)
    return session_of(accounts).token


@dataclass
class Server:
    """A running `guatu serve`."""

    process: subprocess.Popen[bytes]
    base: str
    log: Path
    ready_s: float
    session: str = ""
    """The token of who asks, where the server lets nobody in without one."""

    @classmethod
    def start(cls, env: Mapping[str, str], log: Path, *, port: int | None = None, module: str = "app") -> Server:
        """Start it and wait until `/readyz` answers 200; raises AssertionError with the log when it does not."""
        port = port or free_port()
        began = time.perf_counter()
        with log.open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", module, "serve", "--port", str(port)],
                cwd=ROOT,
                env=dict(env),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        server = cls(process, f"http://127.0.0.1:{port}", log, 0.0)
        while time.perf_counter() - began < PATIENCE_S:
            assert process.poll() is None, f"serve ended with {process.returncode}: {server.said()}"
            if server.status("/readyz") == 200:
                server.ready_s = time.perf_counter() - began
                return server
            time.sleep(0.05)
        process.kill()
        process.wait()
        raise AssertionError(f"not ready after {PATIENCE_S:.0f} s: {server.said()}")

    def said(self) -> str:
        """The end of what the process wrote."""
        return self.log.read_text("utf-8", errors="replace")[-2000:]

    def status(self, path: str) -> int:
        """The HTTP status of a GET; 0 when nobody answers."""
        try:
            with urlopen(self._asked(path), timeout=30) as response:  # noqa: S310 - always http://127.0.0.1
                return int(response.status)
        except HTTPError as error:
            with error:
                return error.code
        except (URLError, ConnectionError, TimeoutError):
            return 0

    def json(self, path: str, **parameters: object) -> Any:
        """The JSON of a GET."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        with urlopen(self._asked(path + query), timeout=20) as response:  # noqa: S310 - always http://127.0.0.1
            return json.load(response)

    def _asked(self, path: str) -> Request:
        headers = {"Cookie": f"guatu_session={self.session}"} if self.session else {}
        return Request(self.base + path, headers=headers)  # noqa: S310 - always http://127.0.0.1

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self.process.kill()
        self.process.wait(timeout=40)
