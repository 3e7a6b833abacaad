"""The section "Peers" of RESULTS.md: a table of pages, a table of servers, the limits, and what was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.peers.desks import DESKS, Served
from bench.peers.hands import PRESS_MS
from bench.peers.rounds import Kept, Timed

TITLE = "## Peers"
NAMES = {
    "bare": "bare page, plotly.js alone",
    "guatu": "Guatu",
    "dash": "Dash, as its tutorial",
    "streamlit": "Streamlit",
    "panel": "Panel",
    "superset": "Superset, data API",
}
NOTES = (
    "Painted: the last change of an outline or a fill of the map, seen once a frame, and two frames more; since the "
    f"button was let go, which a hand holds for {PRESS_MS} ms, or the list said its choice. Medians of rounds in which "
    "each page is clicked once.",
    "Guatu is the whole wall with all its panels, every other page one map; its new picture goes on moving for 380 ms, "
    "which is not counted, and what moves away is drawn while the button is down. Bytes are all that comes within "
    "0.5 s after the picture, answers asked ahead included.",
    "In the timed rounds the bench answers for the public host of plotly's coastlines; without a network is a run of "
    "its own, and the last column of that table counts what the page as shipped asked of others.",
    "All others draw the coarsest of the published outlines; Guatu in a township the finest.",
    "Servers: Guatu, Dash (gunicorn) and Panel two processes each, Streamlit one, which is all it has, Superset "
    "(gunicorn) two of ten threads, its answers cached as shipped. A click in Guatu is several requests, one after the "
    "other here; in the others it is one.",
)
CHANGE_LIMIT, DRILL_LIMIT, FEWER_BYTES, REQUESTS_PER_S = 1.3, 1.5, 10.0, 150.0


def section(
    about: Sequence[str],
    timed: Mapping[str, Timed],
    kept: Mapping[str, Kept],
    served: Mapping[str, Served | str],
) -> list[str]:
    """The lines of the section."""
    return [
        TITLE,
        "",
        "Written by `make peers`. " + " ".join(about),
        "",
        *(f"* {note}" for note in NOTES),
        "",
        *_pages(timed),
        "",
        *_servers(served),
        "",
        *_facts(kept),
        "",
        "| what | measured | unit | limit | within | how |",
        "|---|---:|---|---|---|---|",
        *(row for row in _limits(timed, served)),
    ]


def _pages(timed: Mapping[str, Timed]) -> list[str]:
    bare = timed["bare"]
    lines = [
        "| page | change of indicator, ms | ratio | bytes | click on a township, ms | ratio | bytes "
        "| to open, bytes | lost |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, one in timed.items():
        change, drill = median(one.change_ms), median(one.drill_ms)
        lines.append(
            f"| {NAMES[name]} | {change:,.0f} | {change / median(bare.change_ms):.2f} | "
            f"{median(one.change_bytes):,.0f} | {drill:,.0f} | {drill / median(bare.drill_ms):.2f} | "
            f"{median(one.drill_bytes):,.0f} | {one.opened_bytes:,} | {one.lost} |"
        )
    return lines


def _servers(served: Mapping[str, Served | str]) -> list[str]:
    lines = [
        f"| server, {DESKS} clients | clicks/s | requests/s | half of the clicks under, ms | 95 of 100 under, ms "
        "| clicks | failed |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, one in served.items():
        if isinstance(one, str):
            lines.append(f"| {NAMES[name]} | | | | | | {one} |")
        else:
            lines.append(
                f"| {NAMES[name]} | {one.clicks_per_s:,.1f} | {one.requests_per_s:,.1f} | {one.p50_ms:,.0f} | "
                f"{one.p95_ms:,.0f} | {one.clicks:,} | {one.failed} |"
            )
    return lines


def _facts(kept: Mapping[str, Kept]) -> list[str]:
    lines = [
        "| page | opened again by a second click on the same township | indicator keeps the township | after the way "
        "back, indicator keeps the county | reload keeps the township | draws without a network | requests to others |",
        "|---|---|---|---|---|---|---|",
    ]
    said = {True: "yes", False: "**no**", None: "not to be tried"}
    for name, one in kept.items():
        hosts = f"{one.foreign}: {', '.join(one.foreign_hosts)}" if one.foreign else "0"
        answers = (
            one.again, one.indicator_keeps_township, one.stays_in_county, one.reload_keeps_township, one.draws_offline,
        )  # fmt: skip
        lines.append(f"| {NAMES[name]} | {' | '.join(said[answer] for answer in answers)} | {hosts} |")
    return lines


def _limits(timed: Mapping[str, Timed], served: Mapping[str, Served | str]) -> list[str]:
    bare, mine = timed["bare"], timed["guatu"]
    rows = [
        Figure(
            "Guatu: change of indicator to the bare page",
            median(mine.change_ms) / median(bare.change_ms), "ratio", CHANGE_LIMIT, f"medians of {len(mine.change_ms)}",
        ).row(),
        Figure(
            "Guatu: click on a township to the bare page",
            median(mine.drill_ms) / median(bare.drill_ms), "ratio", DRILL_LIMIT, f"medians of {len(mine.drill_ms)}",
        ).row(),
    ]  # fmt: skip
    for name, one in timed.items():
        if name not in ("bare", "guatu"):
            both = median(mine.change_bytes) + median(mine.drill_bytes)
            fewer = (median(one.change_bytes) + median(one.drill_bytes)) / max(both, 1)
            rows.append(
                _least(f"bytes of {NAMES[name]} to Guatu's", fewer, "times", FEWER_BYTES, "a change and a click")
            )
    answered = served["guatu"]
    if not isinstance(answered, str):
        rows.append(
            _least(f"Guatu: {DESKS} clients", answered.requests_per_s, "requests/s", REQUESTS_PER_S, "as a click asks")
        )
    return rows


def _least(what: str, value: float, unit: str, limit: float, note: str) -> str:
    return f"| {what} | {value:,.1f} | {unit} | ≥ {limit:g} | {'yes' if value >= limit else '**under**'} | {note} |"


def section_of(text: str) -> str:
    """The section as it stands in RESULTS.md, "" where there is none."""
    if TITLE not in text:
        return ""
    after = text[text.index(TITLE) + len(TITLE) :]
    end = after.find("\n## ")
    return TITLE + (after if end < 0 else after[:end])


def put(path: Path, lines: Sequence[str]) -> None:
    """The section anew at the end of RESULTS.md; the other sections stay."""
    text = path.read_text("utf-8") if path.exists() else "# Results\n"
    old = section_of(text)
    kept = text.replace(old, "").rstrip() if old else text.rstrip()
    path.write_text(kept + "\n\n" + "\n".join(lines).rstrip() + "\n", "utf-8")
