"""Grow the demo county: `python -m geo.demo.grow_bashang` writes its outlines and prints how believable they are.

Cells are gathered into villages, villages into townships, townships into the county, so the levels nest exactly; one
`coverage_simplify` over the villages then thins every border once for all levels. Nothing here is a real place.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.demo.measures import measures
from geo.demo.terrain import Floats, Ground, Ints, grow, lay_ground, ragged, shared_edges, smooth_noise
from geo.demo.townships import gather
from geo.outlines import label_point

SEED = 7
AREA_KM2 = 4_200.0
SPACING_KM = 0.3
BORDER_DETAIL_KM = 0.03
SETTLINGS = 2
VILLAGE_RAGGED_KM = 0.32
TOWNSHIP_RAGGED_KM = 0.6
MIDDLE = (114.7, 41.2)
KM_PER_DEGREE = (111.320 * float(np.cos(np.radians(MIDDLE[1]))), 111.073)

REPOSITORY = Path(__file__).resolve().parents[2]
REGIONS_CSV = REPOSITORY / "data_access" / "demo" / "bashang_regions.csv"
POINTS_CSV = REPOSITORY / "data_access" / "demo" / "bashang_points.csv"
OUTLINES = Path(__file__).resolve().parent / "bashang.geojson"


@dataclass(frozen=True)
class County:
    """A grown county: each village's outline in km, and the township (position in the quotas) that it belongs to."""

    villages: NDArray[np.object_]
    township: Ints


def grow_county(quotas: list[int], seed: int) -> County:
    """A county whose townships have exactly `quotas` villages, the first township being the small seat in the middle.

    Same seed, same county. Raises RuntimeError when the land that the seed gives cannot be divided so.
    """
    rng = np.random.default_rng(seed)
    ground = lay_ground(rng, 52.0, 40.0, SPACING_KM)
    inside = _silhouette(ground, rng)
    owner = ragged(ground, _villages(ground, inside, sum(quotas) - 1, rng), None, VILLAGE_RAGGED_KM, rng)
    links, x, y = _village_links(ground, owner, rng)
    host, enclave = _enclave(ground, owner)
    weight = np.where(np.arange(x.size) == host, 2, 1).astype(np.int64)
    centre = int(np.argmin(np.hypot(x - x.mean(), y - y.mean())))
    township = gather(links, x, y, weight=weight, quotas=quotas, centre=centre, rng=rng)
    owner[enclave] = x.size
    township = np.append(township, township[host])
    owner = ragged(ground, owner, township, TOWNSHIP_RAGGED_KM, rng)
    _exclaves(ground, owner, township, links, 2)
    outlines = np.array([shapely.union_all(ground.polygons[owner == v]) for v in range(x.size + 1)], dtype=object)
    clean = shapely.coverage_simplify(outlines, BORDER_DETAIL_KM)
    return County(np.asarray(clean, dtype=object), township)


def _silhouette(ground: Ground, rng: np.random.Generator) -> NDArray[np.bool_]:
    """The cells of the county: grown from its middle over uneven ground until the area is reached, holes filled."""
    x, y = ground.x, ground.y
    stretch = (np.abs(x / 46.0) ** 2.3 + np.abs(y / 33.0) ** 2.3) ** (1 / 2.3)
    stretch = stretch * (1 + 0.24 * smooth_noise(x, y, rng, 42.0, 5))
    rim = (np.abs(x) > np.abs(x).max() - 2) | (np.abs(y) > np.abs(y).max() - 2)
    stretch[rim] = np.inf  # the outermost cells have no outer neighbour and reach far out
    order = np.argsort(stretch)
    level = float(stretch[order[int(np.searchsorted(np.cumsum(ground.area[order]), AREA_KM2))]])
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
    low, high, seeds = 1.0, 6.0, np.zeros(0, dtype=np.int64)
    for _ in range(40):
        scale = (low + high) / 2
        seeds = _apart(order, x, y, np.clip(reach, 0.4, 1.5) * scale, count)
        if seeds.size == count:
            low = scale
        else:
            high = scale
    if seeds.size < count:
        seeds = _apart(order, x, y, np.clip(reach, 0.4, 1.5) * low, count)
    owner, _ = grow(ground.neighbours, seeds.tolist(), inside, np.zeros(count))
    # Again from the middles of what was grown: no village is left a sliver between two greater ones.
    for _ in range(SETTLINGS):
        for village in range(count):
            mine = np.flatnonzero(owner == village)
            seeds[village] = mine[np.argmin(np.hypot(x[mine] - x[mine].mean(), y[mine] - y[mine].mean()))]
        owner, _ = grow(ground.neighbours, seeds.tolist(), inside, np.zeros(count))
    return owner


def _apart(order: Ints, x: Floats, y: Floats, gap: Floats, count: int) -> Ints:
    """Up to `count` cells of `order`, no two nearer than their gap."""
    chosen: list[int] = []
    blocked = np.zeros(x.size, dtype=bool)
    for cell in order.tolist():
        if blocked[cell]:
            continue
        chosen.append(cell)
        if len(chosen) == count:
            break
        blocked |= np.hypot(x - x[cell], y - y[cell]) < gap[cell]
    return np.array(chosen, dtype=np.int64)


def _village_links(
    ground: Ground, owner: Ints, rng: np.random.Generator
) -> tuple[list[list[tuple[int, float]]], Floats, Floats]:
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
    links: list[list[tuple[int, float]]] = [[] for _ in range(count)]
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


def _exclaves(ground: Ground, owner: Ints, township: Ints, links: list[list[tuple[int, float]]], count: int) -> None:
    """Give a patch of one village to a village of another township two steps away, `count` times, far apart."""
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


def read_tree(path: Path) -> tuple[str, list[str], list[list[str]]]:
    """The county's code, its townships' codes and each township's villages' codes, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    county = [r["region_code"] for r in rows if r["region_level_code"] == "3"]
    townships = [r["region_code"] for r in rows if r["region_level_code"] == "4"]
    villages = [[r["region_code"] for r in rows if r["parent_code"] == t] for t in townships]
    if len(county) != 1:
        raise ValueError(f"{path.name}: exactly one row of level 3 (the county) is needed, found {len(county)}")
    return county[0], townships, villages


def name_villages(county: County, villages: list[list[str]]) -> list[str]:
    """A code for each outline: within a township the villages are numbered around its middle, the nearest one first."""
    middle = shapely.get_coordinates(shapely.centroid(county.villages))
    codes = [""] * len(county.villages)
    for township, names in enumerate(villages):
        mine = np.flatnonzero(county.township == township)
        offset = middle[mine] - middle[mine].mean(axis=0)
        first = int(np.argmin(np.hypot(offset[:, 0], offset[:, 1])))
        bearing = np.arctan2(offset[:, 0], offset[:, 1])
        bearing[first] = -10.0
        for place, code in zip(mine[np.argsort(bearing)].tolist(), names, strict=True):
            codes[place] = code
    return codes


def to_degrees(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Outlines from km around the middle to longitude and latitude, rounded to 1e-5 degree (about a metre)."""
    scale, shift = np.array(KM_PER_DEGREE), np.array(MIDDLE)
    moved = shapely.transform(geometries, lambda c: np.round(c / scale + shift, 5))
    return np.asarray(moved, dtype=object)


def write_county(county: County, tree: tuple[str, list[str], list[list[str]]], outlines: Path, points: Path) -> None:
    """Write the villages' outlines as GeoJSON and the label point and area of every region as CSV."""
    root, townships, villages = tree
    codes = name_villages(county, villages)
    degrees = to_degrees(county.villages)
    order = np.argsort(codes)
    lines = [
        json.dumps(
            {"type": "Feature", "properties": {"code": codes[i]}, "geometry": shapely.geometry.mapping(degrees[i])},
            separators=(",", ":"),
        )
        for i in order
    ]
    outlines.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
    regions = [(root, shapely.union_all(degrees), county.villages)]
    for t, code in enumerate(townships):
        regions.append((code, shapely.union_all(degrees[county.township == t]), county.villages[county.township == t]))
    regions += [(codes[i], degrees[i], county.villages[i : i + 1]) for i in order]
    with points.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["region_code", "longitude", "latitude", "area_km2"])
        for code, outline, parts in regions:
            longitude, latitude = label_point(outline)
            table.writerow([code, f"{longitude:.5f}", f"{latitude:.5f}", f"{float(shapely.area(parts).sum()):.3f}"])


def main() -> None:
    """Grow the county for the seed and the codes in the repository, write it, and print its measures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--outlines", type=Path, default=OUTLINES)
    parser.add_argument("--points", type=Path, default=POINTS_CSV)
    parser.add_argument("--regions", type=Path, default=REGIONS_CSV)
    options = parser.parse_args()
    tree = read_tree(options.regions)
    county = grow_county([len(v) for v in tree[2]], options.seed)
    write_county(county, tree, options.outlines, options.points)
    sys.stdout.write("\n".join(measures(county.villages, county.township)) + "\n")


if __name__ == "__main__":
    main()
