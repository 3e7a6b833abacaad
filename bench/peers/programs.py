"""The peers' own environments and processes: made once, started together on loopback, ended together."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.e2e.serving import ROOT, free_port

HERE = Path(__file__).parent
ENVIRONMENTS = ROOT / ".venv" / "peers"
PATIENCE_S = 120.0


def environment_of(name: str, within_s: float) -> Path | str:
    """The interpreter of an environment with the pinned requirements `name`.txt, or why there is none."""
    wanted = HERE / f"{name}.txt"
    mark = hashlib.sha256(wanted.read_bytes()).hexdigest()[:16]
    folder = ENVIRONMENTS / f"{name}-{mark}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "installed"
    if stamp.exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
    try:
        done = subprocess.run(
            [*install, "--require-hashes", f"--requirement={wanted}"],
            capture_output=True,
            text=True,
            timeout=within_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"not installed within {within_s:.0f} s"
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        return f"does not install: {(said or ['pip failed'])[-1][:120]}"
    stamp.touch()
    return python


class Program:
    """One server of a peer."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], port: int, log: Path, cwd: Path = ROOT) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                list(command), cwd=cwd, env=dict(env), stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )

    def wait(self, path: str = "/") -> None:
        """Until it answers; raises RuntimeError with the end of its log when it does not."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urlopen(self.base + path, timeout=30) as answer:  # noqa: S310 - always http://127.0.0.1
                    answer.read()
                    return
            except HTTPError as error:
                error.close()
                if error.code < 500:
                    return
            except (URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.3)
        raise RuntimeError(self.log.read_text("utf-8", errors="replace")[-1500:])

    def end(self) -> None:
        """It and the processes that it started."""
        if os.name == "nt":
            self.process.kill()
            self.process.wait()
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        with suppress(ProcessLookupError):  # Panel's processes outlive the one that started them
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(name: str, python: Path, env: Mapping[str, str], folder: Path) -> Program:
    """naive_dash, streamlit or panel, the way its own documentation serves it."""
    port = free_port()
    commands = {
        "dash": ["-m", "gunicorn", "bench.peers.naive_dash:server", "--workers", "2", "--bind", f"127.0.0.1:{port}"],
        "streamlit": [
            "-m", "streamlit", "run", str(HERE / "streamlit_page.py"), "--server.port", str(port),
            "--server.address", "127.0.0.1", "--server.headless", "true",
        ],
        "panel": [
            "-m", "panel", "serve", str(HERE / "panel_page.py"), "--port", str(port), "--address", "127.0.0.1",
            "--num-procs", "2",
        ],
    }  # fmt: skip
    return Program([str(python), *commands[name]], {**env, "PYTHONPATH": str(ROOT)}, port, folder / f"{name}.log")
