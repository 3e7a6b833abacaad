"""A made-up land grown cell by cell: cells into villages, villages into townships, townships into counties.

It grows in a country of its own whose villages are as large as those of the first demo county, so that its borders
wind as theirs do whatever its real size; `Plan.factor` stretches it at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.demo.terrain import Floats, Ground, Ints, grow, lay_ground, ragged, shared_edges, smooth_noise
from geo.demo.townships import Links, gather

VILLAGE_KM2 = 4_200.0 / 366
"""Mean village of the country that everything grows in."""

SETTLINGS = 2
VILLAGE_RAGGED_KM = 0.32


@dataclass(frozen=True)
class Plan:
    """What is to be grown.

    villages, townships, counties: how many (counties 1 = a county, more = a city). quotas: villages of each township
    where they are given; without them townships are as large as they come. area_km2: real size of all of it. middle:
    longitude, latitude. spacing, detail: breadth of a cell, and how much a border is thinned, before stretching.
    township_ragged_km: how far the borders of
    townships wander. poor, deep: villages on the registers of poor and of deeply poor villages, which lie together.
    """

    name: str
    name_zh: str
    root: str
    villages: int
    townships: int
    area_km2: float
    middle: tuple[float, float]
    seed: int
    counties_zh: tuple[str, ...] = ()
    quotas: tuple[int, ...] = ()
    towns: int = 0
    poor: int = 0
    deep: int = 0
    deep_counties: int = 0
    spacing: float = 0.3
    detail: float = 0.03
    exclaves: int = 2
    township_ragged_km: float = 0.6

    @property
    def grown_km2(self) -> float:
        """Its size before stretching."""
        return self.villages * VILLAGE_KM2

    @property
    def factor(self) -> float:
        """How much longer every border is in the end."""
        return float(np.sqrt(self.area_km2 / self.grown_km2))

    @property
    def reach(self) -> float:
        """How much broader the land is than the first demo county, before stretching."""
        return float(np.sqrt(self.grown_km2 / 4_200.0))


@dataclass(frozen=True)
class Grown:
    """Each village's outline in km, its township and its county (positions); a single county is county 0."""

    villages: NDArray[np.object_]
    township: Ints
    county: Ints


def grow_land(plan: Plan) -> Grown:
    """Grow what the plan says; the first township is the small seat in the middle.

    Same plan, same land. Raises RuntimeError when the land that the seed gives cannot be divided so.
    """
    rng = np.random.default_rng(plan.seed)
    ground = lay_ground(rng, 52.0 * plan.reach, 40.0 * plan.reach, plan.spacing)
    inside = _silhouette(ground, rng, plan.reach, plan.grown_km2)
    owner = ragged(ground, _villages(ground, inside, plan.villages - 1, rng), None, VILLAGE_RAGGED_KM, rng)
    links, x, y = _village_links(ground, owner, rng)
    host, enclave = _enclave(ground, owner)
    weight = np.where(np.arange(x.size) == host, 2, 1).astype(np.int64)
    centre = int(np.argmin(np.hypot(x - x.mean(), y - y.mean())))
    quotas = list(plan.quotas) or _quotas(plan, rng)
    township = gather(links, x, y, weight=weight, quotas=quotas, centre=centre, rng=rng, exact=bool(plan.quotas))
    owner[enclave] = x.size
    township = np.append(township, township[host])
    owner = ragged(ground, owner, township, plan.township_ragged_km, rng)
    _exclaves(ground, owner, township, links, plan.exclaves)
    outlines = np.array([shapely.union_all(ground.polygons[owner == v]) for v in range(x.size + 1)], dtype=object)
    clean = np.asarray(shapely.coverage_simplify(outlines, plan.detail), dtype=object)
    county = np.zeros(township.size, dtype=np.int64)
    if len(plan.counties_zh) > 1:
        county = _counties(plan, links, x, y, township=township[:-1], rng=rng)[township]
    if plan.factor != 1.0:
        clean = np.asarray(shapely.transform(clean, lambda c: c * plan.factor), dtype=object)
    return Grown(clean, township, county)


def _quotas(plan: Plan, rng: np.random.Generator) -> list[int]:
    """Villages that each township should have, about: the seat few, the others unevenly many."""
    size = np.exp(rng.normal(0, 0.25, plan.townships))
    size[0] = 0.45
    return [max(round(float(part)), 3) for part in size / size.sum() * plan.villages]


def _counties(plan: Plan, links: Links, x: Floats, y: Floats, *, township: Ints, rng: np.random.Generator) -> Ints:
    """The county of each township, gathered as townships are from villages."""
    count = plan.townships
    size = np.bincount(township, minlength=count)
    middle = [np.bincount(township, weights=v, minlength=count) / size for v in (x, y)]
    price: dict[tuple[int, int], float] = {}
    for village, near in enumerate(links):
        for other, cost in near:
            pair = (int(township[village]), int(township[other]))
            if pair[0] != pair[1]:
                price[pair] = min(price.get(pair, np.inf), cost)
    net: Links = [[] for _ in range(count)]
    for (a, b), cost in sorted(price.items()):
        net[a].append((b, cost))
    many = len(plan.counties_zh)
    return gather(
        net, middle[0], middle[1], weight=np.ones(count, dtype=np.int64), quotas=[count // many] * many, centre=0,
        rng=rng, exact=False,
    )  # fmt: skip


def _silhouette(ground: Ground, rng: np.random.Generator, reach: float, area_km2: float) -> NDArray[np.bool_]:
    """The cells of the land: grown from its middle over uneven ground until the area is reached, holes filled."""
    x, y = ground.x, ground.y
    stretch = (np.abs(x / (46.0 * reach)) ** 2.3 + np.abs(y / (33.0 * reach)) ** 2.3) ** (1 / 2.3)
    stretch = stretch * (1 + 0.24 * smooth_noise(x, y, rng, 42.0 * reach, 5))
    rim = (np.abs(x) > np.abs(x).max() - 2) | (np.abs(y) > np.abs(y).max() - 2)
    stretch[rim] = np.inf  # the outermost cells have no outer neighbour and reach far out
    order = np.argsort(stretch)
    level = float(stretch[order[int(np.searchsorted(np.cumsum(ground.area[order]), area_km2))]])
    candidate = stretch <= level
    middle = int(np.argmin(np.hypot(x, y)))
    owner, _ = grow(ground.neighbours, [middle], candidate, np.zeros(1))
    outside, _ = grow(ground.neighbours, [int(np.argmax(y - x))], owner < 0, np.zeros(1))
    return outside < 0


def _villages(ground: Ground, inside: NDArray[np.bool_], count: int, rng: np.random.Generator) -> Ints:
    """The village of each cell (-1 outside), from seeds that lie closer together around the county seat."""
    x, y = ground.x, ground.y
    distance = np.hypot(x, y)
    reach = 1.0 - 0.5 * np.exp(-((distance / 9.0) ** 2)) + 0.28 * smooth_noise(x, y, rng, 30.0, 2)
    order = rng.permutation(np.flatnonzero(inside))
    points = np.asarray(shapely.points(x, y), dtype=object)
    tree = shapely.STRtree(points)
    low, high, seeds = 1.0, 6.0, np.zeros(0, dtype=np.int64)
    for _ in range(40):
        scale = (low + high) / 2
        seeds = _apart(order, tree, points, np.clip(reach, 0.4, 1.5) * scale, count)
        if seeds.size == count:
            low = scale
        else:
            high = scale
    if seeds.size < count:
        seeds = _apart(order, tree, points, np.clip(reach, 0.4, 1.5) * low, count)
    owner, _ = grow(ground.neighbours, seeds.tolist(), inside, np.zeros(count))
    # Again from the middles of what was grown: no village is left a sliver between two greater ones.
    for _ in range(SETTLINGS):
        for village in range(count):
            mine = np.flatnonzero(owner == village)
            seeds[village] = mine[np.argmin(np.hypot(x[mine] - x[mine].mean(), y[mine] - y[mine].mean()))]
        owner, _ = grow(ground.neighbours, seeds.tolist(), inside, np.zeros(count))
    return owner


def _apart(order: Ints, tree: shapely.STRtree, points: NDArray[np.object_], gap: Floats, count: int) -> Ints:
    """Up to `count` cells of `order`, no two nearer than their gap."""
    chosen: list[int] = []
    blocked = np.zeros(points.size, dtype=bool)
    for cell in order.tolist():
        if blocked[cell]:
            continue
        chosen.append(cell)
        if len(chosen) == count:
            break
        blocked[tree.query(points[cell], predicate="dwithin", distance=gap[cell])] = True
    return np.array(chosen, dtype=np.int64)


def _village_links(ground: Ground, owner: Ints, rng: np.random.Generator) -> tuple[Links, Floats, Floats]:
    """The villages as a net (who borders whom, at what cost) and their middles in km."""
    count = int(owner.max()) + 1
    mine = owner >= 0
    total = np.bincount(owner[mine], weights=ground.area[mine], minlength=count)
    x = np.bincount(owner[mine], weights=(ground.x * ground.area)[mine], minlength=count) / total
    y = np.bincount(owner[mine], weights=(ground.y * ground.area)[mine], minlength=count) / total
    first, second = shared_edges(ground.polygons)
    a, b = owner[first], owner[second]
    across = (a != b) & (a >= 0) & (b >= 0)
    pairs, borders = np.unique(np.sort(np.column_stack([a, b])[across], axis=1), axis=0, return_counts=True)
    lie = smooth_noise(x, y, rng, 14.0, 3)
    links: Links = [[] for _ in range(count)]
    for (i, j), border in zip(pairs.tolist(), borders.tolist(), strict=True):
        if border < 3:  # touching at little more than a corner holds no township together
            continue
        length = float(np.hypot(x[i] - x[j], y[i] - y[j]))
        price = length * float(np.exp(1.1 * (lie[i] + lie[j]) / 2 + rng.normal(0, 0.45)))
        links[i].append((j, price))
        links[j].append((i, price))
    return links, x, y


def _enclave(ground: Ground, owner: Ints) -> tuple[int, Ints]:
    """A large village, and the cells in its midst (about 2.4 km2) that become a village of their own."""
    area = np.bincount(owner[owner >= 0], weights=ground.area[owner >= 0])
    best: tuple[float, int, int] = (0.0, -1, -1)
    border = np.array([any(owner[o] != owner[c] for o, _ in ground.neighbours[c]) for c in range(owner.size)])
    for host in np.argsort(area)[-25:].tolist():
        cells = np.flatnonzero(owner == host)
        edge = cells[border[cells]]
        gap = np.min(np.hypot(ground.x[cells][:, None] - ground.x[edge], ground.y[cells][:, None] - ground.y[edge]), 1)
        if float(gap.max()) > best[0]:
            best = (float(gap.max()), host, int(cells[np.argmax(gap)]))
    _, host, heart = best
    core = (owner == host) & ~border
    _, reached = grow(ground.neighbours, [heart], core, np.zeros(1))
    order = np.argsort(reached)
    cells = order[: int(np.searchsorted(np.cumsum(ground.area[order]), 2.4)) + 1]
    if not np.isfinite(reached[cells]).all():
        raise RuntimeError("no village is wide enough to hold an enclave: grow the county with another seed")
    return host, cells


def _exclaves(ground: Ground, owner: Ints, township: Ints, links: Links, count: int) -> None:
    """Give a patch of one village to a village of another township two steps away, `count` times, far apart."""
    if count == 0:
        return
    used: list[tuple[float, float]] = []
    area = np.bincount(owner[owner >= 0], weights=ground.area[owner >= 0])
    for land in np.argsort(area)[::-1].tolist():
        if land >= len(links):
            continue
        near = {o for o, _ in links[land]}
        far = {p for o in near for p, _ in links[o]} - near - {land}
        takers = sorted(p for p in far if township[p] != township[land])
        own_only = [
            c
            for c in np.flatnonzero(owner == land).tolist()
            if all(owner[o] >= 0 and township[owner[o]] == township[land] for o, _ in ground.neighbours[c])
        ]
        core = np.zeros(owner.size, dtype=bool)
        core[[c for c in own_only if all(owner[o] == land for o, _ in ground.neighbours[c])]] = True
        if not takers or not core.any():
            continue
        taker = takers[0]
        there = owner == taker
        middle = (ground.x[there].mean(), ground.y[there].mean())
        candidates = np.flatnonzero(core)
        heart = int(candidates[np.argmin(np.hypot(ground.x[candidates] - middle[0], ground.y[candidates] - middle[1]))])
        place = (float(ground.x[heart]), float(ground.y[heart]))
        if any(np.hypot(place[0] - u, place[1] - v) < 25 for u, v in used):
            continue
        _, reached = grow(ground.neighbours, [heart], core, np.zeros(1))
        order = np.argsort(reached)
        patch = order[: int(np.searchsorted(np.cumsum(ground.area[order]), 1.6)) + 1]
        rest = shapely.union_all(ground.polygons[np.setdiff1d(np.flatnonzero(owner == land), patch)])
        if not np.isfinite(reached[patch]).all() or rest.geom_type != "Polygon":
            continue
        owner[patch] = taker
        used.append(place)
        if len(used) == count:
            return
    raise RuntimeError("no room for the exclaves: grow the county with another seed")
