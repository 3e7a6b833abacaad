"""Where the figures of ended regions are counted: with their successors, else with the nearest region still there."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
from sqlalchemy import Connection, select

from data_access.database import read_frame
from data_access.quantities import Placement
from data_access.schema import geography
from data_access.tree import RegionTree

HOPS: Final = 10
Shares = dict[str, float]


def place_ended(
    connection: Connection, themes: Mapping[str, bool], regions: pd.DataFrame, tree: RegionTree
) -> Placement:
    """Find a place for every region code that is not in today's tree.

    A recoded, merged or transferred region goes whole to its successor; a split one in proportion to the households
    that passed (else the population); one whose shares are not known, and one without a successor, has only heirs.
    """
    steps = _steps(connection) if themes["boundaries"] else {}
    parents = {str(r): p for r, p in zip(regions["region_code"], regions["parent_code"], strict=True)}
    successors: dict[str, tuple[tuple[str, float], ...]] = {}
    heirs: dict[str, str] = {}
    for code in (c for c in parents if c not in tree.index):
        ends = _follow(code, steps, tree.index)
        if ends:
            successors[code] = tuple(sorted(ends.items()))
            continue
        up, seen = parents.get(code), {code}
        while isinstance(up, str) and up not in tree.index and up not in seen:
            seen.add(up)
            up = parents.get(up)
        if isinstance(up, str) and up in tree.index:
            heirs[code] = up
    return Placement(successors, heirs)


def _steps(connection: Connection) -> dict[str, Shares]:
    """Ended code -> successors and their shares, for the changes whose shares are known."""
    c = geography.region_change
    frame = read_frame(connection, select(c.c.from_code, c.c.to_code, c.c.household_count, c.c.population_count))
    steps: dict[str, Shares] = {}
    for code, rows in frame.groupby("from_code"):
        for column in ("household_count", "population_count"):
            counts = rows[column].astype(float)
            if len(rows) == 1:
                steps[str(code)] = {str(rows["to_code"].iloc[0]): 1.0}
                break
            if counts.notna().all() and counts.sum() > 0:
                shares = counts / counts.sum()
                steps[str(code)] = dict(zip(rows["to_code"].astype(str), shares, strict=True))
                break
    return steps


def _follow(code: str, steps: Mapping[str, Shares], alive: Mapping[str, int]) -> Shares:
    """Where `code` ended up and with what shares; empty when some of it cannot be followed into today's tree."""
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
