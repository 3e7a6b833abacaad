"""Everybody walks every address and every callback: right statuses, no row of another's region, no whole name."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.hostile import reading, sighting
from tests.hostile.addresses import DOORS
from tests.hostile.sighting import told
from tests.hostile.walking import ANSWERED, Findings, callbacks, doors
from tests.hostile.world import EVERYBODY, World

NAMED_BY_TOKEN = r"audit\.sqlite|walls\.sqlite|doors\.sqlite|saved\.sqlite"
"""The product's own stores of what was done with a household; they name it by its token alone."""

OWN = re.compile(r"/people/|\.sqlite|secret\.key|audit")
"""Files under the product's home that its own account alone may read."""

CALLERS = ("anonymous", "remote", "wall", "wall of A", "leader", "county", "township A", "village X1", "auditor")
"""Who plays with callbacks: one of each right, and the odd places of the tree."""


@pytest.fixture(scope="module")
def walked(world: World) -> Findings:
    """What everybody was told everywhere."""
    findings = Findings()
    for endpoint, door, ask in doors(world):
        for who in EVERYBODY:
            findings.take(world, who, endpoint, ask, door.besides)
    for endpoint, ask in callbacks(world):
        for who in CALLERS:
            findings.take(world, who, endpoint, ask)
    return findings


def test_every_endpoint_is_in_the_table(world: World) -> None:
    served = {rule.endpoint for rule in world.server.url_map.iter_rules()}
    assert served - DOORS.keys() == set(), "give each a line in addresses.DOORS"
    assert DOORS.keys() - served == set(), "they are gone"


def test_everything_was_asked_and_every_callback_drew(world: World, walked: Findings) -> None:
    assert DOORS.keys() <= walked.asked
    for endpoint in {endpoint for endpoint, _ in callbacks(world)}:
        assert walked.statuses[("county", endpoint, 200)], f"{endpoint} never answered: its bodies are not the page's"


def test_no_status_but_the_right_ones(walked: Findings) -> None:
    assert walked.wrong == [], told(walked.wrong)
    assert walked.bodies > 4000


def test_only_those_who_may_are_answered(walked: Findings) -> None:
    wrong = [
        f"{who} got {status} at {endpoint}"
        for (who, endpoint, status) in walked.statuses
        if endpoint in DOORS and status in ANSWERED and who not in DOORS[endpoint].open_to
    ]
    assert wrong == [], told(wrong)


def test_those_who_may_are_answered(walked: Findings) -> None:
    """Guards the tests above: nobody learns anything from a server that refuses everybody."""
    for who in ("wall", "county", "township A", "leader"):
        answered = {endpoint for (name, endpoint, status) in walked.statuses if name == who and status == 200}
        assert {"wall_values", "trace_households", "trace_workbook"} <= answered, who


def test_no_failure_in_the_log(world: World, walked: Findings) -> None:
    assert walked.bodies
    assert world.heard.errors == [], told(world.heard.errors)


def test_no_foreign_canary_and_no_whole_name(walked: Findings) -> None:
    assert walked.leaks == [], told(walked.leaks, 40)


def test_own_rows_do_sing(world: World) -> None:
    """Guards the test above: those who may see a household do, so the canaries are in reach."""
    findings = Findings()
    for endpoint, ask in callbacks(world):
        if "card" in endpoint or "households" in endpoint:
            for who in ("anonymous", "wall", "county", "township A"):
                with world.ask(who, ask.path, ask.method, **ask.sent) as response:
                    text = reading.plain(response.get_data())
                findings.statuses[(who, "letter", sum(h.letter in text for h in world.tokens.values()))] += 1
    for who in ("wall", "county", "township A"):
        assert any(n for (name, _, n) in findings.statuses if name == who), who
    assert not any(n for (name, _, n) in findings.statuses if name == "anonymous")


def test_nothing_of_people_stays_in_files_caches_or_the_log(world: World, walked: Findings) -> None:
    assert walked.bodies
    kept = {f"file {name}": text for name, text in reading.of_folder(world.home).items()}
    memory = world.services.cache.cache
    for key, (_expires, pickled) in getattr(memory, "_cache", {}).items():
        kept[f"cache {key}"] = reading.unescaped(_unpacked(pickled))
    kept["log"] = "\n".join(world.heard.lines)
    assert any("releases" in name for name in kept) and any(name.startswith("cache") for name in kept)
    found = [
        f"{place}: {leak}"
        for place, text in kept.items()
        for leak in sighting.leaks(text, None, {} if re.search(NAMED_BY_TOKEN, place) else world.tokens)
        if not (leak.startswith("amount") and "/releases/" in place)  # a sum over one household; none such is shown
    ]
    assert found == [], told(found)


def test_what_is_kept_is_nobody_elses_on_the_machine(world: World, walked: Findings) -> None:
    assert walked.bodies
    own = [path for path in world.home.rglob("*") if path.is_file() and OWN.search(path.as_posix())]
    assert len(own) > 20
    assert [path.name for path in own if path.stat().st_mode & 0o077] == []


def _unpacked(pickled: bytes) -> str:
    """What a cache keeps: an answer packed by gzip within a pickle, or anything else as it is."""
    at = pickled.find(b"\x1f\x8b")
    if at < 0:
        return pickled.decode("utf-8", "replace")
    try:
        return gzip.decompress(pickled[at:]).decode("utf-8", "replace")
    except (OSError, EOFError):
        import zlib  # noqa: PLC0415

        return zlib.decompressobj(31).decompress(pickled[at:]).decode("utf-8", "replace")
