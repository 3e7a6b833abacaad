"""A measured figure with its limit, and the page they are written on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from timeit import repeat


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the results; `limit` is an upper one unless `at_least`, None where none is set."""

    what: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""
    at_least: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the limit is broken."""
        return self.limit is not None and (self.value < self.limit if self.at_least else self.value > self.limit)

    def row(self) -> str:
        """The line of the table."""
        shown = f"{self.value:,.0f}" if self.unit in ("bytes", "requests", "clicks") else f"{self.value:,.2f}"
        limit = "" if self.limit is None else f"{'≥' if self.at_least else '≤'} {self.limit:,g}"
        state = "" if self.limit is None else "**over**" if self.is_over else "yes"
        return f"| {self.what} | {shown} | {self.unit} | {limit} | {state} | {self.note} |"


def spread(times: list[float]) -> str:
    """Smallest, largest tenth and number of the measurements, in words."""
    tenth = quantiles(times, n=10)[-1]
    return f"median of {len(times)}; least {min(times):.1f}, nine of ten under {tenth:.1f}"


def typical(times: list[float]) -> float:
    """The median."""
    return float(median(times))


def machine(browser: str) -> list[str]:
    """What the figures were measured on: never a path or a name."""
    memory = ""
    try:
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB memory"
    except (AttributeError, ValueError):  # Windows does not say it this way
        memory = "memory unknown"
    libraries = ", ".join(f"{name} {version(name)}" for name in ("dash", "plotly", "pandas", "sqlalchemy", "pyarrow"))
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return [
        f"{os.cpu_count()} cores ({platform.machine()}), {memory}, {system}",
        f"Python {platform.python_version()}, {libraries}",
        f"Browser {browser}, headless, software rendering, 1920 × 1080",
    ]


def put(path: Path, about: list[str], titles: list[str], title: str, figures: list[Figure]) -> None:
    """One section of RESULTS.md anew under a description of the machine; all others stay as they are.

    Sections stand in the order of `titles`; those of others, such as the peers', come last.
    """
    kept = sections_of(path.read_text("utf-8")) if path.exists() else {}
    lines = [f"Measured {date.today()}, {conditions()}.", "", "| what | measured | unit | limit | within | how |"]
    lines += ["|---|---:|---|---|---|---|", *(figure.row() for figure in figures)]
    kept[title] = "\n".join(lines)
    head = [
        "# Results",
        "",
        "Written by `make bench`. Times are of this machine; ratios and bytes travel.",
        "Pace is what a sum of a million squares takes one thread of Python: times of two days differ as it does.",
        "",
    ]
    head += [f"* {line}" for line in about]
    order = [name for name in titles if name in kept] + [name for name in kept if name not in titles]
    parts = ["\n".join(head), *(f"## {name}\n\n{kept[name]}" for name in order)]
    path.write_text("\n\n".join(parts) + "\n", "utf-8")


def sections_of(text: str) -> dict[str, str]:
    """Title -> what stands under it, of a page of results."""
    parts = [part.partition("\n") for part in f"\n{text}".split("\n## ")[1:]]
    return {title.strip(): body.strip() for title, _, body in parts}


def conditions() -> str:
    """How busy the machine is, where it says so, and how quick it is at this moment."""
    load = f"load {os.getloadavg()[0]:.1f}, " if hasattr(os, "getloadavg") else ""
    return f"{load}pace {pace():.0f} ms"


def pace() -> float:
    """Milliseconds that the same sum takes one thread of Python, the least of five: a machine has slow days."""
    return min(repeat(lambda: sum(n * n for n in range(1_000_000)), number=1, repeat=5)) * 1000
