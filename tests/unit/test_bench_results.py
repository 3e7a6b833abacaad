"""The page of results: a section that is measured again stands anew, and all others stay."""

import re
from pathlib import Path

from bench.figures import Figure, put, sections_of
from bench.peers import table

TITLES = ["A", "B", "C"]
PEERS = [table.TITLE, "", "| what | Guatu |", "|---|---|", "| a click | 1 |"]


def test_a_section_stands_anew_in_its_place_and_the_others_stay(tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    for title, value in (("C", 3.0), ("A", 1.0)):
        put(results, ["a machine"], TITLES, title, [Figure("a time", value, "ms", 2)])
    table.put(results, PEERS)
    first = sections_of(results.read_text("utf-8"))
    put(results, ["another machine"], TITLES, "B", [Figure("a time", 2.0, "ms", 2)])
    put(results, ["another machine"], TITLES, "A", [Figure("a time", 9.0, "ms", 2)])
    text = results.read_text("utf-8")
    found = sections_of(text)
    assert list(found) == ["A", "B", "C", table.TITLE.removeprefix("## ")]
    assert "| a time | 9.00 | ms | ≤ 2 | **over** |" in found["A"]
    assert re.search(r"^Measured .*, pace [1-9]\d* ms\.$", found["A"], re.MULTILINE)
    assert found["C"] == first["C"]
    assert found["Peers"] == "\n".join(PEERS[2:])
    assert "another machine" in text.partition("## ")[0]
    assert "a machine" not in text


def test_the_peers_measured_again_leave_the_figures(tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    table.put(results, PEERS)
    put(results, ["a machine"], TITLES, "A", [Figure("a size", 7, "bytes")])
    table.put(results, [*PEERS, "| a drill | 2 |"])
    found = sections_of(results.read_text("utf-8"))
    assert "| a size | 7 | bytes |" in found["A"]
    assert found["Peers"].endswith("| a drill | 2 |")
