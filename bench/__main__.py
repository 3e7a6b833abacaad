"""`python -m bench [SECTION…]`: measure everything, or these sections, and write them into RESULTS.md beside this file.

A section that fails leaves what stands of it, and the others go on. `--folder` keeps the databases of the large ones
from one run to the next.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench import browser as in_browser
from bench import first_wall, households, industry, large_map, load, memory, questions, scale, story
from bench import server as on_server
from bench import walls as of_walls
from bench.figures import Figure, machine, put
from bench.stand import Stand
from tests.e2e.serving import ROOT, environment

Measure = Callable[[Stand], list[Figure]]

SECTIONS: Final[dict[str, tuple[str, Measure]]] = {
    "browser": ("In the browser", lambda s: in_browser.measure(s.browser, s.server.base)),
    "large_map": ("Whole levels on one map", lambda s: large_map.measure(s.browser, s.server.base)),
    "first_wall": ("The first wall", lambda s: first_wall.measure(s.browser, s.server.base)),
    "memory": ("What stays in memory", lambda s: memory.measure(s.browser, s.server, s.settings.releases)),
    "walls": (
        "A hundred walls", lambda s: of_walls.measure(s.browser, environment(s.home), s.folder / "walls.log")
    ),
    "load": ("A hundred desks", lambda s: load.measure(environment(s.home), s.folder / "load.log")),
    "callbacks": ("Warm callbacks of the server", lambda s: on_server.measure(s.settings)),
    "industry": (
        "Industry: the demo county, and a city of 300,000 households",
        lambda s: [*industry.measure_county(s.settings), *industry.measure(s.folder)],
    ),
    "households": ("Households: 518,742 of them", lambda s: households.measure_city(s.database, s.folder)),
    "scale": ("County, city, province", lambda s: scale.measure(s.kept / "scale")),
    "briefing": (
        "Questions and a story, on a city of a million persons",
        lambda s: [*questions.measure(s.browser, s.city.base), *story.measure(s.browser, s.city.base)],
    ),
    "building": ("Building and starting", lambda s: [*s.built, s.start()]),
}  # fmt: skip
"""Name -> its title in RESULTS.md, and what measures it."""


def main() -> int:
    """Measure and write, section by section; 1 when a limit is broken or a section fails."""
    told = _arguments()
    results, titles = ROOT / "bench" / "RESULTS.md", [title for title, _ in SECTIONS.values()]
    over: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stand = Stand(folder, told.folder or folder, stack)
        for name in told.sections or SECTIONS:
            title, measure = SECTIONS[name]
            print(f"{name} ...", file=sys.stderr, flush=True)
            try:
                figures = measure(stand)
            except Exception as error:  # noqa: BLE001 - whatever it is: hours of other sections must not be lost
                traceback.print_exc()
                over.append(f"not measured: {name} ({type(error).__name__})")
                continue
            put(results, machine(stand.browser_version()), titles, title, figures)
            over += [
                f"over its limit: {one.what}: {one.value:,.2f} {one.unit} ({one.limit:,g})"
                for one in figures
                if one.is_over
            ]
    print(*over, "bench/RESULTS.md", sep="\n")
    return 1 if over else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; none means all")
    parser.add_argument("--folder", type=Path, help="where the databases of the section scale are kept and found again")
    told = parser.parse_args()
    unknown = set(told.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    return told


if __name__ == "__main__":
    raise SystemExit(main())
