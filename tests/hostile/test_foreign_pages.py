"""What another site's page could make a signed-in browser do, and what a filter would tell who may not use it."""

from __future__ import annotations

import pytest

from data_access.household_index.facets import SENSITIVE
from tests.hostile import county
from tests.hostile.walking import doors
from tests.hostile.world import World

VALUES = {"line": "below", "cause": "01", "attribute": "05", "monitoring": "1"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ],
    ids=("foreign", "null", "alike", "said", "site", "sister", "silent"),
)
def test_no_other_site_can_write(world: World, headers: dict[str, str]) -> None:
    """Every request that changes something is refused when no page of ours sent it; so is every callback."""
    asked = set()
    for endpoint, _door, ask in doors(world):
        if ask.method == "GET" or (endpoint, ask.method) in asked:
            continue
        asked.add((endpoint, ask.method))
        who = "administrator" if endpoint.startswith("admin") else "county"
        with world.foreign(who, ask.path, ask.method, headers, **ask.sent) as response:
            assert response.status_code == 403, (endpoint, headers, response.status_code)
    assert len(asked) > 20


def test_a_sensitive_filter_tells_a_leader_nothing(world: World) -> None:
    """Counts by what a leader may not be told would be a way to ask it of one household after another."""
    assert VALUES.keys() == SENSITIVE, "a new one needs a value here"

    def counts(who: str, search: str) -> object:
        with world.ask(who, f"/households/map{search}") as response:
            assert response.status_code == 200
            return response.get_json()["values"]

    for facet, value in VALUES.items():
        assert counts("leader", f"?{facet}={value}") == counts("leader", ""), facet
    assert any(counts("county", f"?{facet}={value}") != counts("county", "") for facet, value in VALUES.items())


def test_a_child_is_never_uncovered(world: World) -> None:
    """Nor an illness, nor what is no field: the walk over all addresses asks the same as everybody."""
    home = county.HOMES[0]
    with world.ask("village A1", f"/household/{world.token_of[home.id]}") as response:
        page = response.get_data(as_text=True)
    assert home.letter in page
    assert not any(home.name(n) in page for n in range(county.PERSONS_EACH))
    for field in ("disease_zh", "born_on", "health_code", "__class__", "name_zh"):
        asked = {"field": field, "member": "", "reason": "verify", "words": ""}
        with world.ask("village A1", f"/household/{world.token_of[home.id]}/uncover", "POST", json=asked) as response:
            assert response.status_code == 400, field
