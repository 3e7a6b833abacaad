"""Two processes behind nginx are restarted one after the other: no request fails, no wall shows that anything was."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e.conftest import OpenWall
from tests.e2e.serving import Server, free_port
from tests.nginx import configuration, nginx_before, nginx_program

pytestmark = pytest.mark.skipif(nginx_program() is None, reason="nginx is not installed")


class Clicking(threading.Thread):
    """A desk that asks without pause, over a connection that it keeps; every answer is counted."""

    def __init__(self, base: str, body: bytes) -> None:
        super().__init__(daemon=True)
        self.address = urlsplit(base).netloc
        self.body = body
        self.seen: Counter[str] = Counter()
        self.ended = threading.Event()

    def run(self) -> None:
        """GET and POST in turn until the end."""
        connection = HTTPConnection(self.address, timeout=20)
        asks = (("GET", "/api/v1/indicators", None), ("POST", "/_dash-update-component", self.body), ("GET", "/", None))
        while not self.ended.is_set():
            for method, path, body in asks:
                headers = {"Content-Type": "application/json"} if body else {}
                try:
                    connection.request(method, path, body, headers)
                    answer = connection.getresponse()
                    answer.read()
                    self.seen[f"{method} {answer.status}"] += 1
                except (OSError, HTTPException) as error:
                    self.seen[f"{method} {path} {type(error).__name__}"] += 1
                    connection.close()
            time.sleep(0.02)
        connection.close()


def restarted(server: Server, env: dict[str, str], log: Path) -> Server:
    """The process ends as its unit ends it, and comes again on its port."""
    port = urlsplit(server.base).port
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0, server.said()
    return Server.start(env, log, port=port)


def test_a_restart_of_one_after_the_other_is_seen_by_nobody(
    demo_env: dict[str, str], open_wall: OpenWall, tmp_path: Path
) -> None:
    ports = [free_port(), free_port()]
    logs = [tmp_path / f"serve{n}.log" for n in range(2)]
    servers = [Server.start(demo_env, log, port=port) for log, port in zip(logs, ports, strict=True)]
    scope = {"region": "990101000000", "period": 2019, "household": None, "lang": "zh", "rem": 16}
    asked = {
        "output": "causes.children",
        "outputs": {"id": "causes", "property": "children"},
        "inputs": [{"id": "overview-scope", "property": "data", "value": scope}],
        "state": [],
        "changedPropIds": ["overview-scope.data"],
    }
    folder = tmp_path / "nginx"
    folder.mkdir()
    try:
        with nginx_before(folder, ports) as base:
            screen = open_wall(Server(servers[0].process, base, logs[0], 0.0))
            screen.go()
            screen.allow(r"503 .*/live\)")  # a stream that comes while both are on the move comes again by itself
            page = screen.page
            page.evaluate(
                """() => { window.lost = []; new MutationObserver(() => {
                  const bar = document.querySelector('.lost-band');
                  if (bar && bar.offsetParent) window.lost.push(bar.innerText); })
                  .observe(document.body, {subtree: true, childList: true, attributes: true}); }"""
            )
            desks = [Clicking(base, json.dumps(asked).encode()) for _ in range(4)]
            for desk in desks:
                desk.start()
            for n in range(2):
                servers[n] = restarted(servers[n], demo_env, logs[n])
            heard = page.evaluate("() => guatu.live.heardAt()")
            page.wait_for_timeout(2500)
            for desk in desks:
                desk.ended.set()
            for desk in desks:
                desk.join(20)
            seen = sum((desk.seen for desk in desks), Counter())
            assert set(seen) == {"GET 200", "POST 200"}, (seen, (folder / "error.log").read_text()[-1500:])
            assert seen["POST 200"] > 100, seen
            assert page.evaluate("() => performance.now() - guatu.live.heardAt()") < 12_000, heard
            assert page.evaluate("() => window.lost") == []
    finally:
        for server in servers:
            server.interrupt()
    for log in logs:
        assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")[-2000:]


def test_the_file_for_nginx_is_right_as_it_stands(tmp_path: Path) -> None:
    program = nginx_program()
    path = configuration(tmp_path, free_port(), [8051, 8052])
    done = subprocess.run(
        [program, "-t", "-p", str(tmp_path), "-c", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr, done.stderr
