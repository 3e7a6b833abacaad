"""nginx on loopback with the file that `deploy/` hands to users: only ports and places are put in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.loopback import free_port

DEPLOY = Path(__file__).parents[1] / "deploy"


def nginx_program() -> str | None:
    """The program; None where it is not installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def configuration(folder: Path, port: int, upstream: Sequence[int]) -> Path:
    """deploy/nginx.conf with everything in `folder`, listening on loopback."""
    said = (DEPLOY / "nginx.conf").read_text("utf-8")
    servers = (DEPLOY / "upstream.conf").read_text("utf-8")
    line = re.search(r"server 127\.0\.0\.1:8051 (.*);", servers)
    assert line
    (folder / "upstream.conf").write_text(
        "".join(f"server 127.0.0.1:{one} {line[1]};\n" for one in upstream), encoding="utf-8"
    )
    for old, new in (
        ("/run/guatu-nginx.pid", f"{folder}/pid"),
        ("/var/log/nginx/guatu-error.log crit", f"{folder}/error.log warn"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
    ):
        assert old in said, old
        said = said.replace(old, new)
    places = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    said = said.replace("http {\n", "http {\n" + places, 1)
    path = folder / "nginx.conf"
    path.write_text(("user root;\n" if os.geteuid() == 0 else "") + said, encoding="utf-8")
    return path


@contextmanager
def nginx_before(folder: Path, upstream: Sequence[int]) -> Iterator[str]:
    """A running nginx before the ports `upstream`; its address."""
    program, port = nginx_program(), free_port()
    assert program is not None
    path = configuration(folder, port, upstream)
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(path), "-g", "daemon off;"])
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert process.poll() is None, "nginx ended"
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - loopback
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("nginx does not answer")
