"""Changes of regions by their codes, and what follows from them: where a region came from, and where it went."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd
from sqlalchemy import Connection, select

from data_access.database import read_frame
from data_access.schema import geography

HOPS: Final = 10
Shares = dict[str, float]
Steps = Mapping[str, Shares]


@dataclass(frozen=True, slots=True)
class Change:
    """One code that took over from another on a day, and what passed (None = not known).

    kind is of the code list REGION_CHANGE: RECODE, MERGE, SPLIT, TRANSFER.
    """

    from_code: str
    to_code: str
    on: date | None
    kind: str
    households: float | None = None
    persons: float | None = None


def links(changes: Iterable[Change], *, back: bool = False) -> dict[str, tuple[str, ...]]:
    """Code -> the codes that took over from it; with `back` those from which it took over."""
    found: dict[str, list[str]] = {}
    for change in changes:
        a, b = (change.to_code, change.from_code) if back else (change.from_code, change.to_code)
        found.setdefault(a, []).append(b)
    return {code: tuple(sorted(each)) for code, each in found.items()}


def shares(changes: Iterable[Change], *, back: bool = False) -> dict[str, Shares]:
    """Code -> its successors and their shares of it (with `back` its predecessors'), where the shares are known.

    One alone has all of it; several share in proportion to the households that passed, else to the persons.
    """
    by_code: dict[str, list[Change]] = {}
    for change in changes:
        by_code.setdefault(change.to_code if back else change.from_code, []).append(change)
    found: dict[str, Shares] = {}
    for code, rows in by_code.items():
        ends = [row.from_code if back else row.to_code for row in rows]
        for counts in ([row.households for row in rows], [row.persons for row in rows]):
            whole = sum(count or 0.0 for count in counts)
            if len(rows) == 1:
                found[code] = {ends[0]: 1.0}
            elif whole > 0 and all(count is not None for count in counts):
                found[code] = {end: (count or 0.0) / whole for end, count in zip(ends, counts, strict=True)}
            if code in found:
                break
    return found


def follow(code: str, steps: Steps, alive: Container[str]) -> Shares:
    """Where `code` ended up and with what shares; empty when some of it cannot be followed to regions `alive`."""
    here: Shares = {code: 1.0}
    for _ in range(HOPS):
        if all(c in alive for c in here):
            return here
        there: Shares = {}
        for at, share in here.items():
            nexts = {at: 1.0} if at in alive else steps.get(at, {})
            if not nexts:
                return {}
            for to, part in nexts.items():
                there[to] = there.get(to, 0.0) + share * part
        here = there
    return {}


def reached(code: str, ways: Mapping[str, tuple[str, ...]], alive: Container[str]) -> tuple[str, ...]:
    """The regions `alive` at which the links from `code` arrive, whatever their shares, ordered."""
    found: set[str] = set()
    seen, todo = {code}, [code]
    while todo:
        for to in ways.get(todo.pop(), ()):
            if to in alive:
                found.add(to)
            elif to not in seen:
                seen.add(to)
                todo.append(to)
    return tuple(sorted(found))


def nearest_kin(code: str, found: Iterable[str]) -> str | None:
    """The one of `found` whose code has most of `code`'s beginning: the township that a village's code names."""

    def shared(other: str) -> int:
        return sum(1 for end in range(1, len(code) + 1) if other.startswith(code[:end]))

    return max(sorted(found), key=shared, default=None)


def read_changes(connection: Connection) -> tuple[Change, ...]:
    """All changes on record, ordered by codes; raises the DatabaseError family. Source: region_change."""
    c = geography.region_change
    passed = (c.c.household_count, c.c.population_count)
    columns = select(c.c.from_code, c.c.to_code, c.c.changed_on, c.c.region_change_code, *passed)
    frame = read_frame(connection, columns.order_by(c.c.from_code, c.c.to_code))
    return tuple(
        Change(
            str(row["from_code"]),
            str(row["to_code"]),
            None if pd.isna(row["changed_on"]) else pd.Timestamp(row["changed_on"]).date(),
            str(row["region_change_code"]),
            None if pd.isna(row["household_count"]) else float(row["household_count"]),
            None if pd.isna(row["population_count"]) else float(row["population_count"]),
        )
        for row in frame.to_dict("records")
    )
