"""`python -m bench.peers`: start every peer, click them turn by turn, write the section "Peers" of RESULTS.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.peers import desks, rounds, table
from bench.peers.bare import lay_bare, serve_bare
from bench.peers.county import COUNTY, INDICATORS, County
from bench.peers.outlines import lay_out
from bench.peers.programs import environment_of, start
from bench.peers.superset_api import start_superset
from data_access.settings import demo_database_path, read_settings
from tests.e2e.conftest import ARGUMENTS, BROWSERS
from tests.e2e.serving import ROOT, Server, environment

INSTALL_S = 900.0
PEERS = ("dash", "streamlit", "panel")


def main() -> int:
    """Start, measure, write; 1 when the peers cannot be had."""
    told = _arguments()
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        return _stop("make peers needs a browser: apt-get install chromium")
    say("the peers' packages ...")
    python = environment_of("requirements", INSTALL_S)
    if isinstance(python, str):
        return _stop(f"the peers: {python}")
    results = ROOT / "bench" / "RESULTS.md"
    of_superset = environment_of("superset", INSTALL_S)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        home = told.home or folder / "home"
        say("Guatu ...")
        guatu = Server.start({**environment(home), "GUATU_WORKERS": "2"}, folder / "guatu.log")
        stack.callback(guatu.interrupt)
        database = demo_database_path(home)
        lay_out(read_settings({"GUATU_HOME": str(home)}).boundaries, folder)
        county = County(database, folder / "townships.geojson", folder / "villages.geojson")
        townships = county.values("POVERTY_INCIDENCE", COUNTY)["code"].tolist()
        lay_bare(county, folder / "bare")
        bare = serve_bare(folder / "bare")
        stack.callback(bare.shutdown)
        env = {**os.environ, "PEERS_FOLDER": str(folder), "PEERS_DATABASE": str(database)}
        say("the peers ...")
        programs = {name: start(name, python, env, folder) for name in PEERS}
        for program in programs.values():
            stack.callback(program.end)
            program.wait()
        bases = {"bare": f"http://127.0.0.1:{bare.server_address[1]}", "guatu": guatu.base}
        bases |= {name: program.base for name, program in programs.items()}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
            say("turn by turn ...")
            before = rounds.load()
            timed = rounds.take_turns(browser, bases, townships, told.rounds)
            after = rounds.load()
            clicks = rounds.clicks_of_the_wall(browser, guatu.base, townships[:6])
            version = browser.version
            browser.close()
        say("twenty clients ...")
        served = _clients(python, bases, clicks, rounds.naive_clicks(townships[:6]))
        served["superset"] = _superset(of_superset, env, folder, database)
        about = _about(version, before, after)
        table.put(results, table.section(about, timed, {}, served))  # what is measured is not lost to what follows
        say("what they forget ...")
        kept = _kept(found, {name: base for name, base in bases.items() if name != "bare"}, townships)
        table.put(results, table.section(about, timed, kept, served))
    say("bench/RESULTS.md")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.peers")
    parser.add_argument("--rounds", type=int, default=rounds.ROUNDS, help="turns of each page, 17 at most")
    parser.add_argument("--home", type=Path, help="a GUATU_HOME in which the demo county stands already")
    return parser.parse_args()


def _about(browser: str, before: float, after: float) -> list[str]:
    return [
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, Chromium {browser};",
        f"load of the machine {before:.1f} before the rounds and {after:.1f} after.",
    ]


def say(words: str) -> None:
    """Progress, beside the results."""
    print(words, file=sys.stderr, flush=True)


def _stop(words: str) -> int:
    say(words)
    return 1


def _by_protocol(python: Path, module: str, base: str, *more: str) -> desks.Served | str:
    """Clients that need the peer's own packages run in its environment."""
    command = [str(python), "-m", f"bench.peers.{module}", base, str(desks.SECONDS), *more]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=150, check=True)
        said = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return "not answered within 150 s"
    except (subprocess.CalledProcessError, ValueError, IndexError):
        return "its clients failed"
    return desks.Served.of(said["times"], said["seconds"], len(said["times"]))


def _kept(found: str, bases: Mapping[str, str], townships: Sequence[str]) -> dict[str, rounds.Kept]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        kept = {name: rounds.forgets(browser, name, base, townships) for name, base in bases.items()}
        browser.close()
    return kept


def _clients(
    python: Path,
    bases: Mapping[str, str],
    mine: Sequence[Sequence[desks.Asked]],
    naive: Sequence[Sequence[desks.Asked]],
) -> dict[str, desks.Served | str]:
    """Twenty of them at each server, one server after the other."""
    return {
        "guatu": desks.http_desks(bases["guatu"], mine),
        "dash": desks.http_desks(bases["dash"], naive),
        "streamlit": _by_protocol(python, "desks_streamlit", bases["streamlit"], *INDICATORS.values()),
        "panel": _by_protocol(python, "desks_panel", bases["panel"]),
    }


def _superset(python: Path | str, env: dict[str, str], folder: Path, database: Path) -> desks.Served | str:
    if isinstance(python, str):
        return python
    try:
        program, asked = start_superset(python, env, folder, database)
    except (RuntimeError, OSError, KeyError, AssertionError, subprocess.SubprocessError) as error:
        return f"does not start: {type(error).__name__}"
    try:
        return desks.http_desks(program.base, [[one] for one in asked])
    finally:
        program.end()


if __name__ == "__main__":
    raise SystemExit(main())
