"""Townships of a made-up county: neighbouring villages gathered until each township has exactly its number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.demo.terrain import Floats, Ints, grow

ATTEMPTS = 12

Links = list[list[tuple[int, float]]]


def gather(
    links: Links,
    x: Floats,
    y: Floats,
    *,
    weight: Ints,
    quotas: list[int],
    centre: int,
    rng: np.random.Generator,
    exact: bool = True,
) -> Ints:
    """The township (position in `quotas`) of each village, every township connected and filled to its quota.

    Not `exact`: filled about to its quota, no township with fewer than three villages or a third of its quota.
    weight: how many villages a node stands for (2 where it holds an enclave). Township 0 is the seat, kept at `centre`.
    Raises RuntimeError when the quotas cannot be met on this land.
    """
    wanted = np.array(quotas)
    for _ in range(ATTEMPTS):
        seeds = _spread(x, y, quotas, centre, rng)
        owner, seeds = _balance(links, x, y, weight=weight, wanted=wanted, seeds=seeds)
        if not exact:
            filled = np.bincount(owner, weights=weight, minlength=wanted.size)
            if (filled >= np.minimum(3, wanted)).all() and (filled >= wanted / 3).all():
                return owner
            continue
        settled = _settle(links, x, y, owner=owner, weight=weight, wanted=wanted, seeds=seeds)
        if settled is not None:
            return settled
    raise RuntimeError("the quotas cannot be met: grow the county with another seed")


def _balance(
    links: Links, x: Floats, y: Floats, *, weight: Ints, wanted: NDArray[np.int64], seeds: list[int]
) -> tuple[Ints, list[int]]:
    """Near enough the quotas: townships grown again and again, those too full held back at the start."""
    everywhere = np.ones(x.size, dtype=bool)
    step = float(np.median([price for link in links for _, price in link]))
    head_start = np.zeros(wanted.size)
    best: tuple[float, Ints, list[int]] = (np.inf, np.zeros(x.size, dtype=np.int64), seeds)
    for turn in range(160):
        owner, _ = grow(links, seeds, everywhere, head_start)
        filled = np.bincount(owner, weights=weight, minlength=wanted.size)
        off = float(np.abs(filled - wanted).sum())
        if turn > 80 and off < best[0]:
            best = (off, owner, list(seeds))
        head_start += step * max(0.1, 0.6 - turn / 200) * (filled - wanted) / np.sqrt(wanted) / 2
        if turn in (20, 40, 60):
            seeds = _recentre(owner, seeds, x, y)
    return best[1], best[2]


def _spread(x: Floats, y: Floats, quotas: list[int], centre: int, rng: np.random.Generator) -> list[int]:
    """First seeds: the seat in the middle, the others far from each other, larger quotas given more room."""
    seeds = [centre]
    room = np.sqrt(np.array(quotas, dtype=float))
    order = list(range(1, len(quotas)))
    chosen: dict[int, int] = {0: centre}
    for township in order:
        distance = np.min(
            [np.hypot(x - x[s], y - y[s]) / (room[t] + room[township]) for t, s in chosen.items()], axis=0
        )
        best = int(np.argmax(distance * rng.uniform(0.8, 1.0, x.size)))
        chosen[township] = best
        seeds.append(best)
    return seeds


def _recentre(owner: Ints, seeds: list[int], x: Floats, y: Floats) -> list[int]:
    moved = [seeds[0]]
    for township in range(1, len(seeds)):
        mine = np.flatnonzero(owner == township)
        if mine.size == 0:
            moved.append(seeds[township])
            continue
        middle = np.hypot(x[mine] - x[mine].mean(), y[mine] - y[mine].mean())
        moved.append(int(mine[np.argmin(middle)]))
    return moved


def _connected(links: Links, members: set[int]) -> bool:
    if not members:
        return False
    start = next(iter(members))
    seen, todo = {start}, [start]
    while todo:
        for other, _ in links[todo.pop()]:
            if other in members and other not in seen:
                seen.add(other)
                todo.append(other)
    return len(seen) == len(members)


def _settle(
    links: Links, x: Floats, y: Floats, *, owner: Ints, weight: Ints, wanted: NDArray[np.int64], seeds: list[int]
) -> Ints | None:
    """Hand single villages from township to township, until every quota is exact; None where stuck."""
    owner = owner.copy()
    for _ in range(300):
        over = np.bincount(owner, weights=weight, minlength=wanted.size).astype(int) - wanted
        if not over.any():
            return owner
        moves = _moves(links, x, y, owner=owner, weight=weight, seeds=seeds)
        chain = _chain(moves, over)
        if chain is None:
            return None
        # One step at a time: a gift may cut the next township in two, so the moves are looked up afresh.
        donor, receiver = chain[0], chain[1]
        owner[moves[donor][receiver][1]] = receiver
    return None


def _moves(
    links: Links, x: Floats, y: Floats, *, owner: Ints, weight: Ints, seeds: list[int]
) -> dict[int, dict[int, tuple[float, int]]]:
    """moves[a][b]: the least harmful village that township a can give its neighbour b without falling apart."""
    moves: dict[int, dict[int, tuple[float, int]]] = {}
    for village in range(owner.size):
        a = int(owner[village])
        if village == seeds[a] or weight[village] != 1:
            continue
        receivers = {int(owner[other]) for other, _ in links[village]} - {a}
        if not receivers or not _connected(links, set(np.flatnonzero(owner == a).tolist()) - {village}):
            continue
        for b in receivers:
            near = float(np.hypot(x[village] - x[seeds[b]], y[village] - y[seeds[b]]))
            far = float(np.hypot(x[village] - x[seeds[a]], y[village] - y[seeds[a]]))
            if (near - far, village) < moves.setdefault(a, {}).get(b, (np.inf, -1)):
                moves[a][b] = (near - far, village)
    return moves


def _chain(moves: dict[int, dict[int, tuple[float, int]]], over: NDArray[np.int64]) -> list[int] | None:
    """The shortest chain of gifts from a township with too many villages to one with too few."""
    paths = [[int(t)] for t in np.flatnonzero(over > 0)]
    seen = {path[0] for path in paths}
    while paths:
        path = paths.pop(0)
        if over[path[-1]] < 0:
            return path
        for receiver in sorted(moves.get(path[-1], {})):
            if receiver not in seen:
                seen.add(receiver)
                paths.append([*path, receiver])
    return None
