"""Grow the land of a demo scenario: `python -m geo.demo.grow NAME` writes its outlines and points, and its measures.

Cells are gathered into villages, villages into townships, these into counties, so the levels nest exactly; one
`coverage_simplify` over the villages then thins every border once for all levels. Nothing here is a real place.
The county bashang takes its tree from data_access/demo; the others get theirs, codes and names, from their land.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.demo.growth import Grown, Plan, grow_land
from geo.demo.measures import measures
from geo.demo.names import township_names, village_names
from geo.demo.plans import PLANS
from geo.demo.terrain import Ints, smooth_noise
from geo.outlines import label_point

KM_PER_DEGREE_NORTH = 111.073
_COLUMNS = (
    "region_code", "parent_code", "region_level_code", "region_kind_code", "name_zh", "is_registered_poor",
    "is_deeply_poor",
)  # fmt: skip
_PACKED_ON = (2020, 1, 1, 0, 0, 0)

REPOSITORY = Path(__file__).resolve().parents[2]
TREES = REPOSITORY / "data_access" / "demo"
OUTLINES = Path(__file__).resolve().parent

Row = dict[str, str]


def read_tree(path: Path) -> list[Row]:
    """The regions of a tree that is given, in the order of the file; raises ValueError unless it has one county."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = sum(row["region_level_code"] == "3" for row in rows)
    if found != 1:
        raise ValueError(f"{path.name}: exactly one row of level 3 (the county) is needed, found {found}")
    return rows


def with_quotas(plan: Plan, tree: Sequence[Row]) -> Plan:
    """The plan with as many villages in each township as the given tree has."""
    townships = [row["region_code"] for row in tree if row["region_level_code"] == "4"]
    quotas = tuple(sum(row["parent_code"] == code for row in tree) for code in townships)
    return replace(plan, quotas=quotas, townships=len(quotas), villages=sum(quotas))


def number_around(middles: NDArray[np.float64], first: int | None = None) -> list[int]:
    """The order in which places are numbered: the one nearest their middle (or `first`), then around it by bearing."""
    offset = middles - middles.mean(axis=0)
    start = int(np.argmin(np.hypot(offset[:, 0], offset[:, 1]))) if first is None else first
    bearing = np.arctan2(offset[:, 0], offset[:, 1])
    bearing[start] = -10.0
    return [int(place) for place in np.argsort(bearing, kind="stable")]


def name_villages(grown: Grown, tree: Sequence[Row]) -> list[str]:
    """A code of the given tree for each outline: the villages of a township are numbered around its middle."""
    townships = [row["region_code"] for row in tree if row["region_level_code"] == "4"]
    middle = shapely.get_coordinates(shapely.centroid(grown.villages))
    codes = [""] * len(grown.villages)
    for township, parent in enumerate(townships):
        mine = np.flatnonzero(grown.township == township)
        names = [row["region_code"] for row in tree if row["parent_code"] == parent]
        for place, code in zip(mine[number_around(middle[mine])].tolist(), names, strict=True):
            codes[place] = code
    return codes


def make_tree(plan: Plan, grown: Grown) -> tuple[list[Row], list[str]]:
    """Codes, names and registers for a land that has none: its regions as rows, and the code of each outline."""
    rng = np.random.default_rng([plan.seed, 99])
    middle = shapely.get_coordinates(shapely.centroid(grown.villages))
    poor, deep = _registers(plan, middle, rng)
    is_city = len(plan.counties_zh) > 1
    seats = np.array([middle[grown.township == t].mean(axis=0) for t in range(plan.townships)])
    of_county = np.array([int(grown.county[np.argmax(grown.township == t)]) for t in range(plan.townships)])
    counties = [middle[grown.county == c].mean(axis=0) for c in range(max(len(plan.counties_zh), 1))]
    rows: list[Row] = [_row(plan.root, "", "2" if is_city else "3", "CITY" if is_city else "COUNTY", plan.name_zh, "1")]
    codes = [""] * len(grown.villages)
    names = _township_names(plan, rng)
    is_deep_county = np.arange(len(counties)) >= len(counties) - plan.deep_counties
    for number, county in enumerate(number_around(np.array(counties), int(of_county[0])) if is_city else [0], 1):
        parent = plan.root
        if is_city:
            parent = f"{plan.root[:4]}{number:02d}000000"
            kind = "DISTRICT" if plan.counties_zh[number - 1].endswith("区") else "COUNTY"
            row = _row(parent, plan.root, "3", kind, plan.counties_zh[number - 1], str(int(kind == "COUNTY")))
            rows.append(row | {"is_deeply_poor": str(int(is_deep_county[number - 1]))})
        mine = np.flatnonzero(of_county == county)
        order = mine[number_around(seats[mine], 0 if 0 in mine.tolist() else None)].tolist()
        towns = round(plan.towns * len(order) / plan.townships)
        for place, township in enumerate(order):
            is_town = place < towns
            code = f"{parent[:6]}{100 + place if is_town else 200 + place - towns:03d}000"
            name = names["镇" if is_town else "乡"].pop()
            rows.append(_row(code, parent, "4", "TOWN" if is_town else "TOWNSHIP", name, ""))
            inside = np.flatnonzero(grown.township == township)
            called = village_names(rng, inside.size)
            for step, village in enumerate(inside[number_around(middle[inside])].tolist()):
                codes[village] = f"{code[:9]}{200 + step:03d}"
                row = _row(codes[village], code, "5", "VILLAGE", called[step], str(int(poor[village])))
                rows.append(row | {"is_deeply_poor": str(int(deep[village]))})
    return rows, codes


def _row(code: str, parent: str, level: str, kind: str, name: str, is_poor: str) -> Row:
    return dict(zip(_COLUMNS, (code, parent, level, kind, name, is_poor, ""), strict=True))


def _township_names(plan: Plan, rng: np.random.Generator) -> dict[str, list[str]]:
    spare = 2 * max(len(plan.counties_zh), 1)
    names = township_names(rng, plan.towns + spare, plan.townships - plan.towns + spare)
    return {kind: [name for name in names if name.endswith(kind)] for kind in ("镇", "乡")}


def _registers(plan: Plan, middle: NDArray[np.float64], rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Which villages are registered as poor, and which of them as deeply poor: those of the harder land."""
    x, y = middle[:, 0], middle[:, 1]
    hard = smooth_noise(x, y, rng, 30.0 * plan.reach * plan.factor, 3) + rng.normal(0, 0.45, x.size)
    place = np.argsort(np.argsort(-hard, kind="stable"), kind="stable")
    return (place < plan.poor).astype(np.int64), (place < plan.deep).astype(np.int64)


def to_degrees(plan: Plan, geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Outlines from km around the middle to longitude and latitude, rounded to 1e-5 degree (about a metre)."""
    scale = np.array((111.320 * float(np.cos(np.radians(plan.middle[1]))), KM_PER_DEGREE_NORTH))
    shift = np.array(plan.middle)
    return np.asarray(shapely.transform(geometries, lambda c: np.round(c / scale + shift, 5)), dtype=object)


def write_land(plan: Plan, grown: Grown, tree: Sequence[Row], codes: list[str], outlines: Path, points: Path) -> None:
    """Write the villages' outlines as GeoJSON (in a zip by its suffix), label point and area of all regions as CSV."""
    degrees = to_degrees(plan, grown.villages)
    order = np.argsort(codes)
    lines = [
        json.dumps(
            {"type": "Feature", "properties": {"code": codes[i]}, "geometry": shapely.geometry.mapping(degrees[i])},
            separators=(",", ":"),
        )
        for i in order
    ]
    body = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    if outlines.suffix == ".zip":
        with zipfile.ZipFile(outlines, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            member = zipfile.ZipInfo(f"{plan.name}.geojson", _PACKED_ON)
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, body)
    else:
        outlines.write_text(body, encoding="utf-8")
    under: dict[str, list[int]] = {}
    parent = {row["region_code"]: row["parent_code"] for row in tree}
    for place, code in enumerate(codes):
        while code:
            under.setdefault(code, []).append(place)
            code = parent[code]  # noqa: PLW2901 - the way up
    own = set(codes)
    above = [row["region_code"] for row in tree if row["region_code"] not in own]
    with points.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["region_code", "longitude", "latitude", "area_km2"])
        for code in [*above, *(codes[i] for i in order)]:
            longitude, latitude = label_point(shapely.union_all(degrees[under[code]]))
            area = float(shapely.area(grown.villages[under[code]]).sum())
            table.writerow([code, f"{longitude:.5f}", f"{latitude:.5f}", f"{area:.3f}"])


def write_tree(tree: Sequence[Row], path: Path) -> None:
    """Write the regions as the CSV that data_access reads."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(tree)


def main() -> None:
    """Grow the land of one scenario, write it into the repository, and print its measures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("name", choices=sorted(PLANS))
    parser.add_argument("--seed", type=int)
    parser.add_argument("--trees", type=Path, default=TREES, help="folder of the CSV files")
    parser.add_argument("--outlines", type=Path, default=OUTLINES, help="folder of the outlines")
    options = parser.parse_args()
    plan = PLANS[options.name]
    if options.seed is not None:
        plan = replace(plan, seed=options.seed)
    if plan.name == "bashang":
        tree = read_tree(TREES / "bashang_regions.csv")
        plan = with_quotas(plan, tree)
        grown = grow_land(plan)
        codes = name_villages(grown, tree)
        outlines = options.outlines / "bashang.geojson"
    else:
        grown = grow_land(plan)
        tree, codes = make_tree(plan, grown)
        write_tree(tree, options.trees / f"{plan.name}_regions.csv")
        outlines = options.outlines / f"{plan.name}.zip"
    write_land(plan, grown, tree, codes, outlines, options.trees / f"{plan.name}_points.csv")
    sys.stdout.write("\n".join(measures(grown.villages, grown.township)) + f"\nbytes {outlines.stat().st_size}\n")


if __name__ == "__main__":
    main()
