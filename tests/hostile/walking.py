"""Walks every address and every callback as everybody, and keeps what went wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.hostile import reading, sighting
from tests.hostile.addresses import DOORS, Door
from tests.hostile.asks import Ask
from tests.hostile.callback_bodies import DOOR, bodies, listed, prefixes
from tests.hostile.world import World

RIGHT = frozenset({200, 204, 206, 302, 303, 304, 400, 401, 403, 404, 405, 413, 429})
ANSWERED = frozenset({200, 204, 206})
UNCOVERING = frozenset({"uncover_field"})
"""Endpoints whose very purpose is to tell one field of one household, to those who may."""

NAMED_BY_TOKEN = frozenset({"audit_page", "audit_verify"})
"""The log names a household by its token, which says nothing to an auditor."""

DESK = ("household", "village", "/households/", "uncover", "print_cards", "revoke_door", "door")
"""Pages of one person; whatever else is answered may stand on a wall, and tells no more than the wall may."""


@dataclass(slots=True)
class Findings:
    """What everybody was told."""

    statuses: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    bodies: int = 0
    asked: set[str] = field(default_factory=set)

    def take(self, world: World, who: str, endpoint: str, ask: Ask, besides: frozenset[int] = frozenset()) -> int:
        """Send one request and judge its answer."""
        with world.ask(who, ask.path, ask.method, ask.headers, **ask.sent) as response:
            status, body = response.status_code, response.get_data()
            told = f"{reading.plain(body)}\n{reading.unescaped(str(response.headers))}"
            keeping = response.headers.get("Cache-Control", "")
        self.bodies += 1
        self.asked.add(endpoint)
        self.statuses[(who, endpoint, status)] += 1
        if status not in RIGHT | besides:
            self.wrong.append(f"{status} for {who} at {endpoint}: {ask.method} {ask.path[:160]} {str(ask.sent)[:300]}")
        uncovered, tokens = endpoint in UNCOVERING, {} if endpoint in NAMED_BY_TOKEN else world.tokens
        rights = world.scope(who)
        if rights is not None and not endpoint.startswith(DESK):
            rights = rights.on_wall()
        found = sighting.leaks(told, rights, tokens, reading.unescaped(ask.said), uncovered=uncovered)
        rows = [word for word in sighting.words_in(told, world.tokens) if word.said not in ask.said]
        if rows and "no-store" not in keeping:
            self.wrong.append(f"{endpoint} tells of a household and may be kept: {keeping or 'nothing said'}")
        if ask.opens:
            found = [leak for leak in found if not leak.startswith(f"masked name of {ask.opens}")]
        self.leaks += [f"{who} at {endpoint} ({ask.path[:90]}): {leak}" for leak in found]
        return status


def doors(world: World) -> Iterator[tuple[str, Door, Ask]]:
    """Every request of the table."""
    for endpoint, door in DOORS.items():
        for ask in door.asks(world):
            yield endpoint, door, ask


def callbacks(world: World) -> Iterator[tuple[str, Ask]]:
    """Every request to every callback of every application, by the callback's name."""
    for prefix in prefixes(world):
        for row in listed(world, prefix):
            for body in bodies(world, row):
                yield f"{prefix}{row['output']}", Ask(prefix + DOOR, "POST", {"json": body})


def drawn(body: bytes) -> Any:
    """What a callback answered; {} where it answered nothing."""
    return json.loads(body) if body else {}
