"""Where the figures of a code are counted: with its successors today, in trees of the past with its kin of then."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from data_access.history import History
from data_access.quantities import PastWay, Placement
from data_access.region_changes import Change, Steps, follow, links, reached, shares
from data_access.sheets import end_of, lives_of
from data_access.tree import RegionTree


def place_ended(regions: pd.DataFrame, changes: Sequence[Change], tree: RegionTree) -> Placement:
    """Find a place for every region code that is not in today's tree.

    A recoded, merged or transferred region goes whole to its successor; a split one in proportion to the households
    that passed (else the population); one whose shares are not known, and one without a successor, has only heirs.
    """
    steps = shares(changes)
    parents = _parents(regions)
    successors: dict[str, tuple[tuple[str, float], ...]] = {}
    heirs: dict[str, str] = {}
    for code in (c for c in parents if c not in tree.index):
        ends = follow(code, steps, tree.index)
        if ends:
            successors[code] = tuple(sorted(ends.items()))
            continue
        up, seen = parents.get(code), {code}
        while up is not None and up not in tree.index and up not in seen:
            seen.add(up)
            up = parents.get(up)
        if up is not None and up in tree.index:
            heirs[code] = up
    return Placement(successors, heirs)


def place_in_past(
    placement: Placement, regions: pd.DataFrame, history: History, trees: Sequence[RegionTree]
) -> Placement:
    """The same with the places that every code of the table `region` has among the regions of the past.

    A code that came later is counted with its predecessors: all of it with the only one, in proportion to what passed
    with several; where that is not known only with the region above them, and they themselves are not known.
    """
    if not history.sheets:
        return placement
    lives, parents = lives_of(regions, history.changes), _parents(regions)
    ahead, back = shares(history.changes), shares(history.changes, back=True)
    ways_ahead, ways_back = links(history.changes), links(history.changes, back=True)
    found: dict[str, list[PastWay]] = {}
    for sheet, tree in zip(history.sheets, trees, strict=True):
        mine = {code: tree.index[code] for code, at in sheet.own.items() if history.until[at] == sheet.last}
        for code in parents:
            if code in tree.index:
                if code in mine:
                    found.setdefault(code, []).append(PastWay(sheet.last, ((mine[code], 1.0),)))
                continue
            is_later = lives.is_later(code, end_of(sheet.last))
            way = _way(code, back if is_later else ahead, tree, mine)
            if way is None:
                kin = reached(code, ways_back if is_later else ways_ahead, tree.index)
                way = _heir(kin, _above(code, parents, tree), tree, mine)
            if way is not None:
                found.setdefault(code, []).append(replace(way, until=sheet.last))
    return replace(placement, past={code: tuple(ways) for code, ways in found.items()})


def _parents(regions: pd.DataFrame) -> dict[str, str | None]:
    pairs = zip(regions["region_code"], regions["parent_code"], strict=True)
    return {str(code): None if pd.isna(up) else str(up) for code, up in pairs}


def _way(code: str, steps: Steps, tree: RegionTree, mine: Mapping[str, int]) -> PastWay | None:
    """Where `code` is counted by known shares; None where these are not known."""
    ends = follow(code, steps, tree.index)
    if not ends:
        return None
    return PastWay(0, tuple((mine.get(end, -1), share) for end, share in sorted(ends.items())))


def _above(code: str, parents: Mapping[str, str | None], tree: RegionTree) -> str | None:
    up, seen = parents.get(code), {code}
    while up is not None and up not in tree.index and up not in seen:
        seen.add(up)
        up = parents.get(up)
    return up


def _heir(kin: Sequence[str], above: str | None, tree: RegionTree, mine: Mapping[str, int]) -> PastWay | None:
    """The region above all `kin` (else `above`) in their place; what each of them has of it is not known."""
    if kin:
        paths = [tree.ancestors(tree.index[code])[:-1] for code in kin]
        shared = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
        heir = shared[-1] if shared else None
    else:
        heir = tree.index.get(above) if above is not None else None
    places = set(mine.values())
    steps = [(tree.index[code], float("nan")) for code in kin if tree.index[code] in places]
    if heir is not None and heir in places:
        steps.append((heir, 1.0))
    return PastWay(0, tuple(steps), is_heir=True) if steps else None
