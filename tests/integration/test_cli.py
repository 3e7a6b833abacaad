"""The command line as a user meets it: exit codes, one clear line, nothing of a traceback."""

import io
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from app import main
from data_access.accounts import open_accounts
from tests.signing_in import session_of

ROOT = Path(__file__).resolve().parents[2]
VILLAGES = """code,village_name,kind,township_code,township_name,county_code,county
990101101001,柳村,村委会,990101101,白水镇,990101,坝上县
990101101002,河畔社区,居委会/社区,990101101,白水镇,990101,坝上县
"""
Environment = dict[str, str]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GUATU_", "LC_", "LANG"))}
    return kept | {
        "GUATU_HOME": str(tmp_path / "home"),
        "GUATU_DATABASE_URL": f"sqlite:///{tmp_path / 'wall.sqlite'}",
        "LANG": "C.UTF-8",
        "PYTHONWARNINGS": "default",
    }


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    path = tmp_path / "villages.csv"
    path.write_text(VILLAGES, encoding="gb18030")
    return path


def process(environment: Mapping[str, str], *line: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a user starts it."""
    command = [sys.executable, str(ROOT / "app.py"), *map(str, line)]
    return subprocess.run(
        command, env=dict(environment), capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


def guatu(environment: Mapping[str, str], *line: object) -> subprocess.CompletedProcess[str]:
    """The same command without the seconds that a process takes to start."""
    said, errors = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(said), redirect_stderr(errors):
        for name in os.environ.keys() - environment.keys():
            patched.delenv(name)
        for name, value in environment.items():
            patched.setenv(name, value)
        code = main([str(part) for part in line])
    return subprocess.CompletedProcess(line, code, said.getvalue(), errors.getvalue())


def refused(done: subprocess.CompletedProcess[str], code: int, said: str) -> None:
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert done.stderr.startswith("guatu")
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_help_in_both_languages(environment: Environment) -> None:
    english = process(environment, "--help")
    assert english.returncode == 0
    assert "GUATU_DATABASE_URL" in english.stdout
    chinese = process(environment | {"LANG": "zh_CN.UTF-8"}, "check", "--help")
    assert "契约" in chinese.stdout


def test_usage_is_refused(environment: Environment) -> None:
    refused(guatu(environment, "regions", "import"), 2, "FILE")


def test_a_missing_database(environment: Environment, villages: Path) -> None:
    refused(process(environment, "check"), 3, "wall.sqlite")
    refused(guatu(environment, "boundaries", "import", villages), 3, "wall.sqlite")
    refused(guatu(environment, "refresh"), 3, "wall.sqlite")
    refused(guatu(environment | {"LANG": "zh_CN.UTF-8"}, "check"), 3, "不存在")


def test_a_refused_import_leaves_no_file_behind(environment: Environment, tmp_path: Path) -> None:
    circle = tmp_path / "circle.csv"
    circle.write_text("region_code,name_zh,parent_code,region_level_code\n1,甲,2,3\n2,乙,1,4\n", encoding="utf-8")
    done = guatu(environment, "regions", "import", circle)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "wall.sqlite").exists()


def test_settings_that_make_no_sense(environment: Environment) -> None:
    refused(guatu(environment | {"GUATU_PORT": "http"}, "serve"), 2, "GUATU_PORT")
    refused(guatu(environment | {"GUATU_DATABASE_URL": "nonsense"}, "check"), 2, "GUATU_DATABASE_URL")
    refused(guatu(environment, "demo", "atlantis"), 2, "bashang")


def test_the_demo_county_takes_no_imports(environment: Environment, villages: Path) -> None:
    del environment["GUATU_DATABASE_URL"]
    refused(guatu(environment, "regions", "import", villages), 2, "GUATU_DATABASE_URL")


def test_no_release_yet(environment: Environment) -> None:
    refused(guatu(environment, "release", "list"), 4, "guatu refresh")
    refused(guatu(environment, "release", "pin", "nope"), 4, "nope")


def test_from_a_csv_to_a_release(environment: Environment, villages: Path, tmp_path: Path) -> None:
    taken = guatu(environment, "regions", "import", villages)
    assert taken.returncode == 0, taken.stderr
    assert "4 added" in taken.stdout
    assert guatu(environment, "check").returncode == 0
    connection = sqlite3.connect(tmp_path / "wall.sqlite")
    connection.execute("UPDATE region SET region_kind_code = 'KASTEEL' WHERE region_level_code = '5'")
    connection.commit()
    connection.close()
    checked = guatu(environment, "check")
    assert checked.returncode == 1
    assert "KASTEEL" in checked.stdout
    assert checked.stderr == ""
    built = guatu(environment, "refresh")
    assert built.returncode == 0, built.stderr
    listed = guatu(environment, "release", "list")
    release = listed.stdout.split()[0]
    assert "current" in listed.stdout
    assert guatu(environment, "release", "pin").stdout.strip() == f"release {release} is pinned"
    assert "villages 2" in guatu(environment, "release", "show", release).stdout
    assert guatu(environment, "release", "unpin").returncode == 0
    refused(guatu(environment, "regions", "import", tmp_path / "none.csv"), 1, "none.csv")
    refused(guatu(environment, "boundaries", "import", tmp_path / "none.gpkg"), 1, "none.gpkg")


def test_check_prints_the_contract(environment: Environment) -> None:
    printed = guatu(environment, "check", "--document")
    assert printed.stdout == (ROOT / "data_access" / "CONTRACT.md").read_text(encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def wall(environment: Environment, request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`guatu serve` on a free port; killed when the test did not end it."""
    if getattr(request, "param", None):
        guatu(environment, "regions", "import", request.getfixturevalue("villages"))
    else:
        sqlite3.connect(environment["GUATU_DATABASE_URL"].removeprefix("sqlite:///")).close()
    assert guatu(environment, "user", "add", "wang", "--role", "administrator").returncode == 0
    port = free_port()
    command = [sys.executable, str(ROOT / "app.py"), "serve", "--port", str(port)]
    serving = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    yield serving, port
    serving.kill()
    serving.communicate()


def ask(port: int, path: str, wanted: int, seconds: float = 30) -> str:
    """The body of the first answer with the status `wanted`; fails when none comes in time."""
    end = time.monotonic() + seconds
    status: object = None
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                status, body = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                status, body = error.code, error.read().decode()
        except OSError as error:
            status = error
        if status == wanted:
            return body
        time.sleep(0.1)
    raise AssertionError(f"{path}: {status}")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_serve_without_data_says_why_and_ends_cleanly(
    wall: tuple[subprocess.Popen[str], int], environment: Environment, ending: signal.Signals
) -> None:
    serving, port = wall
    assert ask(port, "/healthz", 200)
    assert json.loads(ask(port, "/readyz", 503))
    refused(process(environment, "serve", "--port", port), 2, str(port))
    serving.send_signal(ending)
    said, errors = serving.communicate(timeout=20)
    assert serving.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in errors
    assert "guatu check" in errors


@pytest.mark.parametrize("wall", [True], indirect=True)
def test_serve_builds_the_first_release_by_itself(
    wall: tuple[subprocess.Popen[str], int], environment: Environment
) -> None:
    _process, port = wall
    ready = json.loads(ask(port, "/readyz", 200))
    assert ready["counts"]["villages"] == 2
    with (
        pytest.raises(urllib.error.HTTPError) as strange,
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5),
    ):
        pass
    with strange.value as answer:
        assert answer.code == 401
    cookie = {"Cookie": f"guatu_session={session_of(open_accounts(Path(environment['GUATU_HOME']))).token}"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers=cookie)
    with urllib.request.urlopen(asked, timeout=5) as page:  # noqa: S310 - our own server
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
        assert page.headers["Server"] == "guatu"
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/_dash-update-component",
        data=b" " * 1_500_000,
        headers=cookie | {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"},
    )
    with pytest.raises(urllib.error.HTTPError) as too_large:
        urllib.request.urlopen(request, timeout=10)  # noqa: S310 - our own server
    with too_large.value as answer:
        assert answer.code == 413
