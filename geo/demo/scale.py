"""The land of a whole city, grown as the counties are on coarser ground, and of a province on a lattice.

Its tree, points and outlines are written where data_access and the import of boundaries read them. The same seed gives
the same land.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.demo.grow import Row, make_tree, write_land, write_tree
from geo.demo.growth import Grown, Plan, grow_land
from geo.demo.names import county_names
from geo.demo.province import grow_province, province_tree
from geo.demo.terrain import smooth_noise

Progress = Callable[[str, int, int], None]

CITY: Final = Plan(
    "city", "泉岭市", "990600000000", villages=4_200, townships=200, towns=90, area_km2=34_000.0,
    middle=(113.6, 40.4), seed=11, spacing=0.6, detail=0.06, township_ragged_km=1.0, exclaves=6,
)  # fmt: skip
PROVINCE: Final = Plan(
    "province", "北原省", "990000000000", villages=50_000, townships=2_300, area_km2=190_000.0, middle=(113.5, 38.5),
    seed=4,
)  # fmt: skip
COUNTIES: Final = 17
DISTRICTS: Final = 2
PROVINCE_COUNTIES: Final = 170
PROVINCE_CITIES: Final = 11


@dataclass(frozen=True, slots=True)
class ScaleLand:
    """The files of a land: its tree and points (CSV), and the outlines of its villages (GeoJSON in a zip)."""

    tree: Path
    points: Path
    outlines: Path

    @property
    def is_whole(self) -> bool:
        """Whether all of them stand; the outlines are written last but one, the points last."""
        return all(path.is_file() for path in (self.tree, self.outlines, self.points))


def scale_files(name: str, folder: Path) -> ScaleLand:
    """Where the files of a land stand below `folder`."""
    return ScaleLand(folder / f"{name}_regions.csv", folder / f"{name}_points.csv", folder / f"{name}.zip")


def city_plan(
    *, counties: int = COUNTIES, villages: int = CITY.villages, townships: int = CITY.townships, seed: int = CITY.seed
) -> Plan:
    """The plan of a city of so many counties, townships and villages; its size follows that of the whole."""
    names = county_names(np.random.default_rng([seed, 17]), counties, min(DISTRICTS, counties - 1))
    part = villages / CITY.villages
    return replace(
        CITY,
        villages=villages,
        townships=townships,
        towns=round(0.45 * townships),
        area_km2=CITY.area_km2 * part,
        seed=seed,
        counties_zh=tuple(names),
        exclaves=round(CITY.exclaves * part),
    )


def grow_scale(plan: Plan, folder: Path, progress: Progress | None = None) -> ScaleLand:
    """Grow the land of `plan` and write its files into `folder`; progress hears (stage, done, total).

    Raises RuntimeError when the land that the seed gives cannot be divided so.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    tell("grow", 0, 2)
    grown = grow_land(plan)
    return _write(plan, grown, *make_tree(plan, grown), folder=folder, tell=tell)


def grow_province_land(
    folder: Path,
    progress: Progress | None = None,
    *,
    plan: Plan = PROVINCE,
    counties: int = PROVINCE_COUNTIES,
    cities: int = PROVINCE_CITIES,
) -> ScaleLand:
    """The same of a province of so many counties and cities."""
    tell = progress or (lambda _stage, _done, _total: None)
    tell("grow", 0, 2)
    grown = grow_province(plan, counties, cities)
    land = Grown(grown.villages, grown.township, grown.county)
    return _write(plan, land, *province_tree(plan, grown), folder=folder, tell=tell)


def _write(plan: Plan, grown: Grown, tree: list[Row], codes: list[str], *, folder: Path, tell: Progress) -> ScaleLand:
    middle = shapely.get_coordinates(shapely.centroid(grown.villages))
    tree = with_registers(plan, tree, codes, middle)
    tell("grow", 1, 2)
    files = scale_files(plan.name, folder)
    folder.mkdir(parents=True, exist_ok=True)
    files.points.unlink(missing_ok=True)
    write_tree(tree, files.tree)
    write_land(plan, grown, tree, codes, files.outlines, files.points)
    tell("grow", 2, 2)
    return files


def land_of(name: str, folder: Path, progress: Progress | None = None) -> ScaleLand:
    """The files of the land of this name in `folder`, grown when they do not stand there whole."""
    files = scale_files(name, folder)
    if files.is_whole:
        return files
    return grow_province_land(folder, progress) if name == PROVINCE.name else grow_scale(city_plan(), folder, progress)


def with_registers(plan: Plan, tree: Sequence[Row], codes: list[str], middle: NDArray[np.float64]) -> list[Row]:
    """The tree with poor and deeply poor villages in every county: most of the harder land, some everywhere."""
    rng = np.random.default_rng([plan.seed, 98])
    x, y = middle[:, 0], middle[:, 1]
    hard = smooth_noise(x, y, rng, 30.0 * plan.reach * plan.factor, 3) + rng.normal(0, 0.45, x.size)
    poor: set[str] = set()
    deep: set[str] = set()
    county = np.array([code[:6] for code in codes])
    for each in np.unique(county).tolist():
        mine = np.flatnonzero(county == each)
        share = float(np.clip(0.42 + 0.5 * hard[mine].mean(), 0.16, 0.72))
        order = mine[np.argsort(-hard[mine], kind="stable")].tolist()
        many = max(round(share * len(order)), 2)
        poor |= {codes[place] for place in order[:many]}
        deep |= {codes[place] for place in order[: round(0.16 * many)]}
    return [
        row | {"is_registered_poor": str(int(row["region_code"] in poor)),
               "is_deeply_poor": str(int(row["region_code"] in deep))}
        if row["region_level_code"] == "5" else row
        for row in tree
    ]  # fmt: skip
