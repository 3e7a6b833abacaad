"""The land of a whole province, grown on a lattice of uneven quadrangles: fast, and a valid coverage by its making.

Villages grow from seeds that keep apart, townships from villages, counties from townships, cities from counties, so
that the levels nest exactly. Coarser than the counties that come along: some twenty cells a village.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.demo.growth import Plan
from geo.demo.names import county_names, township_names, village_names
from geo.demo.terrain import Floats, Ints, smooth_noise

Row = dict[str, str]

CELLS: Final = 20
"""Cells of a village, about."""

_STEP_KM: Final = 0.76
_SETTLINGS: Final = 2
_COLUMNS: Final = (
    "region_code", "parent_code", "region_level_code", "region_kind_code", "name_zh", "is_registered_poor",
    "is_deeply_poor",
)  # fmt: skip


@dataclass(frozen=True)
class Province:
    """Each village's outline in km around the middle, and of each village its township, county and city (positions)."""

    villages: NDArray[np.object_]
    township: Ints
    county: Ints
    city: Ints


@dataclass(frozen=True)
class Net:
    """Places with their neighbours: of the edges from `start[i]` to `start[i + 1]` the other end and the cost."""

    start: Ints
    other: Ints
    cost: Floats


def grow_province(plan: Plan, counties: int, cities: int) -> Province:
    """Grow the villages and townships of `plan` in so many counties and cities. Same plan, same land."""
    rng = np.random.default_rng([plan.seed, 71])
    side = int(np.sqrt(plan.villages * CELLS / 0.42))
    columns, rows = int(side * 1.2), int(side / 1.2)
    corner_x, corner_y = _corners(rng, columns, rows)
    x = (corner_x[:-1, :-1] + corner_x[1:, 1:]).ravel() / 2
    y = (corner_y[:-1, :-1] + corner_y[1:, 1:]).ravel() / 2
    inside = _silhouette(rng, x, y, plan.villages * CELLS)
    inside = _one_piece(inside.reshape(rows, columns)).ravel()
    place = np.flatnonzero(inside)
    net = _lattice(rng, x, y, inside, columns, place)
    x, y = x[place], y[place]
    grid = np.full((rows, columns), -1, dtype=np.int64)
    grid.ravel()[place] = np.arange(place.size)
    owner = _settled(net, _apart(rng, grid, place.size, plan.villages), x, y)
    quads = _quads(corner_x, corner_y)[place]
    order = np.argsort(owner, kind="stable")
    ends = np.searchsorted(owner[order], np.arange(1, plan.villages))
    grown = np.array([shapely.coverage_union_all(quads[mine]) for mine in np.split(order, ends)], dtype=object)
    outlines = np.asarray(shapely.coverage_simplify(grown, 0.5 * _STEP_KM), dtype=object)
    outlines = np.asarray(shapely.transform(outlines, lambda c: c * plan.factor), dtype=object)
    township, net, x, y = _gathered(rng, net, owner, x, y, plan.townships)
    county_of, net, x, y = _gathered(rng, net, township, x, y, counties)
    city_of, _, _, _ = _gathered(rng, net, county_of, x, y, cities)
    county = county_of[township]
    return Province(outlines, township, county, city_of[county])


def _corners(rng: np.random.Generator, columns: int, rows: int) -> tuple[Floats, Floats]:
    """Corners of the lattice around its middle, each a little off its place: no quadrangle folds over."""
    along, up = np.meshgrid(np.arange(columns + 1), np.arange(rows + 1))
    shift = rng.uniform(-0.33, 0.33, (2, rows + 1, columns + 1))
    return (along + shift[0] - columns / 2) * _STEP_KM, (up + shift[1] - rows / 2) * _STEP_KM


def _quads(x: Floats, y: Floats) -> NDArray[np.object_]:
    rings = [np.stack([x[a, b].ravel(), y[a, b].ravel()], axis=1) for a, b in (
        (slice(None, -1), slice(None, -1)), (slice(1, None), slice(None, -1)),
        (slice(1, None), slice(1, None)), (slice(None, -1), slice(1, None)),
    )]  # fmt: skip
    return np.asarray(shapely.polygons(np.stack([*rings, rings[0]], axis=1)), dtype=object)


def _silhouette(rng: np.random.Generator, x: Floats, y: Floats, cells: int) -> NDArray[np.bool_]:
    """The cells of the land: those nearest its middle, over uneven ground."""
    reach = max(float(np.abs(x).max()), float(np.abs(y).max()))
    far = np.hypot(x / np.abs(x).max(), y / np.abs(y).max()) * (
        1 + 0.2 * smooth_noise(x, y, rng, reach, 4) + 0.07 * smooth_noise(x, y, rng, min(reach / 5, 60.0), 5)
    )
    rim = (np.abs(x) > np.abs(x).max() * 0.99) | (np.abs(y) > np.abs(y).max() * 0.99)
    far[rim] = np.inf
    found = np.zeros(x.size, dtype=bool)
    found[np.argsort(far, kind="stable")[:cells]] = True
    return found


def _one_piece(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The piece of the land that holds its middle; the few cells that lie off it are sea."""
    rows, columns = inside.shape
    found = np.zeros_like(inside)
    todo = [(rows // 2, columns // 2)]
    found[todo[0]] = True
    while todo:
        row, column = todo.pop()
        for near in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if 0 <= near[0] < rows and 0 <= near[1] < columns and inside[near] and not found[near]:
                found[near] = True
                todo.append(near)
    return found


def _lattice(
    rng: np.random.Generator, x: Floats, y: Floats, inside: NDArray[np.bool_], columns: int, place: Ints
) -> Net:
    """The cells inside as a net; uneven ground makes the fronts meet in winding lines."""
    rough = np.exp(0.9 * smooth_noise(x, y, rng, 8.0, 4) + rng.normal(0, 0.5, x.size))
    number = np.full(x.size, -1, dtype=np.int64)
    number[place] = np.arange(place.size)
    here = np.arange(x.size)
    right = here[(here % columns < columns - 1)]
    pairs = np.concatenate([np.stack([right, right + 1], axis=1), np.stack([here[:-columns], here[columns:]], axis=1)])
    pairs = pairs[inside[pairs].all(axis=1)]
    a, b = pairs[:, 0], pairs[:, 1]
    cost = np.hypot(x[a] - x[b], y[a] - y[b]) * (rough[a] + rough[b]) / 2
    return _net(number[a], number[b], cost, place.size)


def _net(a: Ints, b: Ints, cost: Floats, count: int) -> Net:
    first, second = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.argsort(first, kind="stable")
    start = np.searchsorted(first[order], np.arange(count + 1))
    return Net(start.astype(np.int64), second[order], np.concatenate([cost, cost])[order])


def _apart(rng: np.random.Generator, grid: Ints, cells: int, count: int) -> Ints:
    """Exactly `count` cells, spread evenly: the widest gap between them at which so many find room."""
    rows, columns = np.nonzero(grid >= 0)
    order = rng.permutation(cells)
    low, high = 0, int(2 * np.sqrt(cells / count)) + 2
    best = order[:count]
    while low < high - 1:
        gap = (low + high) // 2
        chosen = _spaced(grid.shape, rows[order], columns[order], gap, count)
        if chosen.size == count:
            low, best = gap, order[chosen]
        else:
            high = gap
    return best


def _spaced(shape: tuple[int, ...], rows: Ints, columns: Ints, gap: int, count: int) -> Ints:
    taken = np.zeros(shape, dtype=bool)
    chosen: list[int] = []
    for at, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        if taken[row, column]:
            continue
        taken[max(row - gap, 0) : row + gap + 1, max(column - gap, 0) : column + gap + 1] = True
        chosen.append(at)
        if len(chosen) == count:
            break
    return np.array(chosen, dtype=np.int64)


def _settled(net: Net, seeds: Ints, x: Floats, y: Floats) -> Ints:
    """Who owns each place when all seeds grow at once; again from the middles of what was grown."""
    owner = _grow(net, seeds)
    for _ in range(_SETTLINGS):
        many = np.bincount(owner)
        middle = [np.bincount(owner, v) / many for v in (x, y)]
        off = np.hypot(x - middle[0][owner], y - middle[1][owner])
        order = np.lexsort((off, owner))
        seeds = order[np.searchsorted(owner[order], np.arange(many.size))]
        owner = _grow(net, seeds)
    return owner


def _grow(net: Net, seeds: Ints) -> Ints:
    """Each place goes to the seed that reaches it at least cost."""
    owner = [-1] * (net.start.size - 1)
    start, other, cost = net.start.tolist(), net.other.tolist(), net.cost.tolist()
    heap = [(0.0, seed, number) for number, seed in enumerate(seeds.tolist())]
    while heap:
        so_far, here, number = heapq.heappop(heap)
        if owner[here] >= 0:
            continue
        owner[here] = number
        for edge in range(start[here], start[here + 1]):
            if owner[other[edge]] < 0:
                heapq.heappush(heap, (so_far + cost[edge], other[edge], number))
    found = np.array(owner, dtype=np.int64)
    if (found < 0).any():
        raise RuntimeError("the land is in several pieces: grow it with another seed")
    return found


def _gathered(
    rng: np.random.Generator, net: Net, owner: Ints, x: Floats, y: Floats, count: int
) -> tuple[Ints, Net, Floats, Floats]:
    """The owners gathered into `count` larger ones: which each goes to; the net of the owners, and their middles."""
    size = int(owner.max()) + 1
    many = np.bincount(owner, minlength=size)
    x, y = (np.bincount(owner, v, minlength=size) / many for v in (x, y))
    here = np.repeat(np.arange(net.start.size - 1), np.diff(net.start))
    a, b = owner[here], owner[net.other]
    pairs = np.unique(np.stack([a, b], axis=1)[a < b], axis=0)
    cost = np.hypot(x[pairs[:, 0]] - x[pairs[:, 1]], y[pairs[:, 0]] - y[pairs[:, 1]])
    above = _net(pairs[:, 0], pairs[:, 1], cost * np.exp(rng.normal(0, 0.3, cost.size)), size)
    seeds = [int(np.argmin(np.hypot(x - x.mean(), y - y.mean())))]
    far = np.hypot(x - x[seeds[0]], y - y[seeds[0]])
    while len(seeds) < count:
        seeds.append(int(np.argmax(far * rng.uniform(0.85, 1.0, far.size))))
        far = np.minimum(far, np.hypot(x - x[seeds[-1]], y - y[seeds[-1]]))
    return _settled(above, np.array(seeds, dtype=np.int64), x, y), above, x, y


def province_tree(plan: Plan, grown: Province) -> tuple[list[Row], list[str]]:
    """Codes and names: the regions as rows, and the code of each outline; registers come after."""
    rng = np.random.default_rng([plan.seed, 99])
    rows = [_row(plan.root, "", "1", "PROVINCE", plan.name_zh)]
    codes = [""] * len(grown.villages)
    for city in range(int(grown.city.max()) + 1):
        of_city = np.unique(grown.county[grown.city == city]).tolist()
        names = county_names(rng, len(of_city) + 1, 1)
        code = f"{plan.root[:2]}{11 + city}00000000"
        rows.append(_row(code, plan.root, "2", "CITY", names[-1][:-1] + "市"))
        for number, county in enumerate(of_city, 1):
            below = f"{code[:4]}{number:02d}000000"
            kind = "DISTRICT" if number == 1 else "COUNTY"
            rows.append(_row(below, code, "3", kind, names[number - 1], str(int(number > 1))))
            townships = np.unique(grown.township[grown.county == county]).tolist()
            towns = round(0.45 * len(townships))
            called = township_names(rng, towns, len(townships) - towns)
            for place, township in enumerate(townships):
                is_town = place < towns
                own = f"{below[:6]}{100 + place if is_town else 200 + place - towns:03d}000"
                rows.append(_row(own, below, "4", "TOWN" if is_town else "TOWNSHIP", called[place]))
                villages = np.flatnonzero(grown.township == township).tolist()
                for step, (village, name) in enumerate(zip(villages, village_names(rng, len(villages)), strict=True)):
                    codes[village] = f"{own[:9]}{200 + step:03d}"
                    rows.append(_row(codes[village], own, "5", "VILLAGE", name, "0"))
    return rows, codes


def _row(code: str, parent: str, level: str, kind: str, name: str, is_poor: str = "") -> Row:
    return dict(zip(_COLUMNS, (code, parent, level, kind, name, is_poor, ""), strict=True))
