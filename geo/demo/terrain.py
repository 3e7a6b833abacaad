"""The ground of a made-up county: small Voronoi cells, and the ridges and rivers that borders settle on."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

RIDGE = 3.0
UNEVEN = 0.4
SCATTER = 0.9
RAGGED_WAVE_KM = 1.0
WORN = 0.5

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Ground:
    """The cells of the land and what it costs to cross from one to the next.

    polygons: shapely polygons; x, y: their seed points in km east and north of the county's middle; area: km2;
    neighbours[i]: (cell, cost) pairs, the cost being the length in km times the roughness of the ground between.
    """

    polygons: NDArray[np.object_]
    x: Floats
    y: Floats
    area: Floats
    neighbours: list[list[tuple[int, float]]]


def smooth_noise(x: Floats, y: Floats, rng: np.random.Generator, wavelength: float, octaves: int) -> Floats:
    """Smooth random relief, about -1 to 1, whose broadest swell is `wavelength` km and which halves `octaves` times."""
    total = np.zeros_like(x)
    for octave in range(octaves):
        step = wavelength / 2**octave
        u, v = (x - x.min()) / step + 1.0, (y - y.min()) / step + 1.0
        lattice = rng.uniform(-1, 1, (int(u.max()) + 3, int(v.max()) + 3))
        column, row = u.astype(int), v.astype(int)
        fu, fv = u - column, v - row
        fu, fv = fu * fu * (3 - 2 * fu), fv * fv * (3 - 2 * fv)
        low = lattice[column, row] * (1 - fu) + lattice[column + 1, row] * fu
        high = lattice[column, row + 1] * (1 - fu) + lattice[column + 1, row + 1] * fu
        total += (low * (1 - fv) + high * fv) / 1.8**octave
    return np.asarray(total, dtype=np.float64)


def _river(x: Floats, y: Floats, rng: np.random.Generator) -> Floats:
    """Distance in km of each point from one winding river that crosses the land."""
    turn = rng.uniform(0, np.pi)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    course = np.full_like(along, rng.uniform(-22, 22))
    for wavelength, swing in ((61, 6.0), (23, 2.4), (9, 1.0), (3.5, 0.45)):
        course += swing * np.sin(2 * np.pi * along / wavelength + rng.uniform(0, 2 * np.pi))
    return np.asarray(np.abs(across - course), dtype=np.float64)


def lay_ground(rng: np.random.Generator, half_width: float, half_height: float, spacing: float) -> Ground:
    """Ground over a box of 2 x `half_width` by 2 x `half_height` km, in cells about `spacing` km apart."""
    columns, rows = int(2 * half_width / spacing), int(2 * half_height / spacing)
    grid_x, grid_y = np.meshgrid(np.arange(columns) * spacing - half_width, np.arange(rows) * spacing - half_height)
    grid_x[1::2] += spacing / 2
    x = (grid_x + rng.uniform(-0.42, 0.42, grid_x.shape) * spacing).ravel()
    y = (grid_y + rng.uniform(-0.42, 0.42, grid_y.shape) * spacing).ravel()
    cells = shapely.voronoi_polygons(shapely.MultiPoint(np.column_stack([x, y])), ordered=True)
    polygons = shapely.get_parts(cells)
    polygons = shapely.set_precision(polygons, 1e-6, mode="pointwise")

    ridge = 1 - np.abs(smooth_noise(x, y, rng, 9.0, 4))
    rough = 0.6 + RIDGE * np.clip(ridge, 0, None) ** 6
    # Uneven ground below a kilometre makes the fronts meet in winding lines, as real borders between fields do.
    rough += np.exp(UNEVEN * smooth_noise(x, y, rng, 2.4, 3) + rng.normal(0, SCATTER, x.size))
    for _ in range(5):
        rough += RIDGE * np.exp(-((_river(x, y, rng) / 0.5) ** 2))

    first, second = shared_edges(polygons)
    cost = np.hypot(x[first] - x[second], y[first] - y[second]) * (rough[first] + rough[second]) / 2
    neighbours: list[list[tuple[int, float]]] = [[] for _ in range(x.size)]
    for i, j, price in zip(first.tolist(), second.tolist(), cost.tolist(), strict=True):
        neighbours[i].append((j, price))
        neighbours[j].append((i, price))
    return Ground(polygons, x, y, shapely.area(polygons), neighbours)


def shared_edges(polygons: NDArray[np.object_]) -> tuple[Ints, Ints]:
    """Pairs of polygons (by position) that share an edge, each pair once a shared edge."""
    coords, owner = shapely.get_coordinates(polygons, return_index=True)
    _, vertex = np.unique(np.round(coords, 6), axis=0, return_inverse=True)
    vertex = vertex.ravel()
    same = owner[1:] == owner[:-1]
    a, b, who = vertex[:-1][same], vertex[1:][same], owner[1:][same]
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((who, high, low))
    low, high, who = low[order], high[order], who[order]
    twin = (low[1:] == low[:-1]) & (high[1:] == high[:-1]) & (who[1:] != who[:-1]) & (low[1:] != high[1:])
    return who[:-1][twin].astype(np.int64), who[1:][twin].astype(np.int64)


def grow(
    neighbours: list[list[tuple[int, float]]], seeds: list[int], allowed: NDArray[np.bool_], head_start: Floats
) -> tuple[Ints, Floats]:
    """Give every allowed cell to the seed that reaches it at least cost (multi-source shortest path).

    `head_start[k]` is added to every path from seed k. Returns the owning seed of each cell (-1: none) and the cost.
    """
    owner = np.full(len(neighbours), -1, dtype=np.int64)
    reached = np.full(len(neighbours), np.inf)
    heap = [(float(head_start[k]), cell, k) for k, cell in enumerate(seeds)]
    heapq.heapify(heap)
    while heap:
        cost, cell, seed = heapq.heappop(heap)
        if owner[cell] >= 0:
            continue
        owner[cell], reached[cell] = seed, cost
        for other, price in neighbours[cell]:
            if owner[other] < 0 and allowed[other]:
                heapq.heappush(heap, (cost + price, other, seed))
    return owner, reached


def ragged(ground: Ground, owner: Ints, township: Ints | None, reach: float, rng: np.random.Generator) -> Ints:
    """The same villages with winding borders: each cell asks a place about `reach` km off whose it is.

    With `township` (of each village) only the borders between townships, and the county's own, are made to wind.

    Bits cut off by that go to the village around them, so that every village stays in one piece, and so does the land.
    """
    x, y = ground.x, ground.y
    pushed = [v + reach * smooth_noise(x, y, rng, RAGGED_WAVE_KM, 3) for v in (x, y)]
    tree = shapely.STRtree([shapely.Point(*place) for place in zip(x.tolist(), y.tolist(), strict=True)])
    asked = owner[tree.nearest(shapely.points(*pushed))]
    if township is not None:
        group = np.append(township, -1)  # the last one answers for -1, outside
        asked = np.where(group[asked] == group[owner], owner, asked)
    mine = owner >= 0
    before = np.bincount(owner[mine])
    after = np.bincount(asked[asked >= 0], minlength=before.size)
    # A small village would be worn away: it keeps the borders that it had.
    asked = np.where(mine & (after < WORN * before)[owner], owner, asked)
    kept = np.full(owner.size, -2, dtype=np.int64)
    for village, cells in pieces(ground.neighbours, asked):
        if cells.size > np.count_nonzero(kept == village):
            kept[kept == village] = -2
            kept[cells] = village
    count = int(owner.max()) + 1
    plain = [[(other, 1.0) for other, _ in near] for near in ground.neighbours]
    seeds = np.flatnonzero(kept != -2).tolist()
    nearest, _ = grow(plain, seeds, np.ones(owner.size, dtype=bool), np.zeros(len(seeds)))
    found = kept[np.array(seeds)[nearest]]
    if np.unique(found[found >= 0]).size != count:
        raise RuntimeError("a village was worn away: make the borders less ragged")
    return np.asarray(found, dtype=np.int64)


def pieces(neighbours: list[list[tuple[int, float]]], owner: Ints) -> list[tuple[int, Ints]]:
    """The connected pieces of the land of each owner: (owner, cells)."""
    seen = np.zeros(owner.size, dtype=bool)
    found: list[tuple[int, Ints]] = []
    names = owner.tolist()
    for start in range(owner.size):
        if seen[start]:
            continue
        seen[start] = True
        todo, cells = [start], [start]
        while todo:
            for other, _ in neighbours[todo.pop()]:
                if not seen[other] and names[other] == names[start]:
                    seen[other] = True
                    todo.append(other)
                    cells.append(other)
        found.append((names[start], np.array(cells, dtype=np.int64)))
    return found
