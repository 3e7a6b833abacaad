"""Answers are kept in memory, in files or in Redis; whatever becomes of these, the wall goes on."""

from __future__ import annotations

import json
import logging
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.settings import Settings, read_settings
from tests.loopback import free_port
from tests.signing_in import signed_in


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    if which("redis-server") is None:
        pytest.skip("Redis is not installed")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    from redis import Redis  # noqa: PLC0415 - skipped where there is no server

    with Redis(port=port) as client:
        for _ in range(100):
            try:
                if client.ping():
                    break
            except OSError:
                time.sleep(0.05)
            except Exception:  # noqa: BLE001 - redis has a family of its own
                time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/3", process
    process.kill()
    process.wait()


def clients(settings: Settings, count: int) -> list[tuple[Any, FlaskClient]]:
    apps = [create_app(settings) for _ in range(count)]
    return [(app.server.extensions["guatu"], signed_in(app)) for app in apps]


def panel(client: FlaskClient, region: str, period: int = 2020, household: str | None = None) -> Any:
    scope = {"region": region, "period": period, "household": household, "lang": "zh", "rem": 16}
    body = {
        "output": "causes.children",
        "outputs": {"id": "causes", "property": "children"},
        "inputs": [{"id": "overview-scope", "property": "data", "value": scope}],
        "state": [],
        "changedPropIds": ["overview-scope.data"],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.get_data()
    return answer.get_json()


def counted(services: Any) -> dict[str, float]:
    said = services.metrics.written([]).decode().splitlines()
    rows = [line for line in said if line.startswith("guatu_cache_total")]
    return {line.split('"')[1]: float(line.rsplit(" ", 1)[1]) for line in rows}


def test_files_are_shared_by_processes_and_hold_no_pickle(trap_settings_once: Settings, tmp_path: Path) -> None:
    settings = replace(trap_settings_once, cache="files")
    (one, first), (other, second) = clients(settings, 2)
    root = one.releases.current().root.code
    assert panel(first, root) == panel(second, root)
    assert counted(one) == {"miss": 1.0} and counted(other) == {"hit": 1.0}
    kept = list((settings.workspace / "cache").iterdir())
    assert kept and all(path.stat().st_mode & 0o077 == 0 for path in kept)
    assert any(b"=" + b'{"' in path.read_bytes() for path in kept)
    for path in kept:
        path.write_bytes(b"\x00\x00\x00\x00cposix\nsystem\n(S'false'\ntR.")  # who can write there runs nothing here
    assert panel(second, root) == panel(first, root)


def test_redis_is_shared_and_may_go_and_come(
    trap_settings_once: Settings, redis: tuple[str, subprocess.Popen[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    address, process = redis
    (one, first), (other, second) = clients(replace(trap_settings_once, cache=address), 2)
    release = one.releases.current()
    before = panel(first, release.root.code)
    assert panel(second, release.root.code) == before
    assert counted(other) == {"hit": 1.0}
    keys = [str(key) for key in one.cache.cache._read_client.scan_iter()]
    assert any(f"{release.id}|panel|" in key for key in keys)
    asked = [client.post("/kiosk", data={"code": "no"}).status_code for client in (first, second) * 6]
    assert asked[0] != 429 and asked[-1] == 429, "ten a minute, whichever process counts"
    process.kill()
    process.wait()
    began = time.monotonic()
    with caplog.at_level(logging.WARNING, "guatu"):
        for _ in range(5):
            assert panel(first, release.root.code) == before
        assert first.post("/kiosk", data={"code": "no"}).status_code < 500
    assert time.monotonic() - began < 8
    assert sum("cache cannot be used" in line for line in caplog.messages) == 1


def test_what_names_a_household_is_never_kept_and_every_key_begins_with_the_release(
    trap_settings_once: Settings,
) -> None:
    ((services, client),) = clients(trap_settings_once, 1)
    release = services.releases.current()
    panel(client, release.root.code, household="tkn")
    assert counted(services) == {}
    panel(client, release.root.code)
    client.get(f"/wall/values/{release.id}/x/{release.root.code}/{release.latest_period}/zh")
    keys = list(services.cache.cache._cache)
    assert len(keys) == 2 and all(key.split("|")[0].endswith(release.id) for key in keys)


def test_metrics_are_for_this_machine_or_who_knows_the_token(trap_settings_once: Settings) -> None:
    app = create_app(replace(trap_settings_once, metrics_token="t" * 40))
    client = app.server.test_client()
    client.get("/api/v1/values?region=990101&token=secret")
    client.get("/no-such/household/tkn")
    said = client.get("/metrics").get_data(as_text=True)
    assert 'guatu_requests_total{endpoint="api_values",status="401"} 1.0' in said
    assert "guatu_release_age_seconds" in said and "guatu_streams" in said
    assert not any(word in said for word in ("990101", "secret", "tkn", "no-such"))
    for headers, status in (
        ({"X-Forwarded-For": "10.1.2.3"}, 403),
        ({"X-Forwarded-For": "10.1.2.3", "Authorization": "Bearer wrong"}, 403),
        ({"X-Forwarded-For": "10.1.2.3", "Authorization": "Bearer " + "t" * 40}, 200),
    ):
        assert client.get("/metrics", headers=headers).status_code == status
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 403


def test_the_log_says_what_was_answered_and_nothing_of_what_was_asked(
    trap_settings_once: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from callbacks.request_log import log_as  # noqa: PLC0415

    root, mine = logging.getLogger(), logging.getLogger("guatu")
    monkeypatch.setattr(root, "handlers", [])
    levels = root.level, mine.level
    settings = replace(trap_settings_once, log="json")
    log_as(settings)
    try:
        client = create_app(settings).server.test_client()
        answer = client.get("/api/v1/values?region=990101&household=tkn-1", headers={"User-Agent": "who"})
        wrong = ValueError("王小明 13800000000")
        logging.getLogger("guatu").error("route failed", exc_info=(ValueError, wrong, None))
    finally:
        root.setLevel(levels[0])
        mine.setLevel(levels[1])
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    asked = next(line for line in lines if line["event"] == "request")
    assert {name: asked[name] for name in ("endpoint", "method", "status", "level")} == {
        "endpoint": "api_values", "method": "GET", "status": 401, "level": "info",
    }  # fmt: skip
    assert asked["request_id"] == answer.headers["X-Request-ID"] and asked["ms"] >= 0
    assert next(line for line in lines if line["event"] == "route failed")["error"] == "ValueError"
    assert not any(word in json.dumps(lines, ensure_ascii=False) for word in ("990101", "tkn", "who", "王小明", "1380"))


def test_settings_of_these_places_are_held_to_what_they_can_be() -> None:
    assert read_settings({"GUATU_CACHE": "redis://:pw@h:1/0"}).cache.startswith("redis")
    for name, wrong in (("GUATU_CACHE", "memcached://x"), ("GUATU_LOG", "xml")):
        with pytest.raises(Exception, match=name):
            read_settings({name: wrong})
