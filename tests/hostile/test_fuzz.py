"""Requests that no page sends: never a server error, never a row of another's region, never a failure in the log.

A few hundred cases in a test run, always the same; `make fuzz` draws twenty thousand others.
"""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.hostile.addresses import DOORS
from tests.hostile.fuzzing import Fuzz, shown
from tests.hostile.sighting import told
from tests.hostile.walking import Findings
from tests.hostile.world import EVERYBODY, World

ODD_STATUSES = frozenset({308, 410, 412, 415, 428})
"""Right where a slash is doubled, a code is gone, or the scenes are written without saying which."""

CASES = int(os.environ.get("GUATU_FUZZ_CASES", "400"))


def test_no_request_breaks_it_or_tells_what_is_anothers(world: World) -> None:
    fuzz, statuses, failures = Fuzz(world), Counter[int](), list[str]()

    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize="GUATU_FUZZ_CASES" not in os.environ,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), st.sampled_from(EVERYBODY))
    def try_one(data: st.DataObject, who: str) -> None:
        endpoint, ask = fuzz.case(data)
        findings, before = Findings(), len(world.heard.errors)
        besides = DOORS[endpoint].besides if endpoint in DOORS else frozenset()
        statuses[findings.take(world, who, endpoint, ask, besides | ODD_STATUSES)] += 1
        found = [*findings.wrong[:1], *findings.leaks[:2], *world.heard.errors[before:][:1]]
        if found:  # not raised: one run shows all that it finds, each by the request that showed it
            failures.append(f"as {who}: {shown(ask)}\n  {found}")

    try_one()
    print(f"\n{sum(statuses.values())} cases, {len(failures)} failures: {dict(sorted(statuses.items()))}")
    assert failures == [], told(failures)
    assert statuses[200] > CASES / 20, "most of it was refused at the door: the mutations are too wild"
