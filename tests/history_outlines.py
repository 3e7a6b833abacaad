"""Outlines of the county whose regions change: squares of one grid, put together as each time has them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import create_engine

from data_access.regions import read_tree
from geo.publish import publish_boundaries

SIDE: Final = 0.05
LAST_OF_2016: Final = date(2016, 12, 31)
_BEFORE: Final = {
    "A1": "02",
    "A2": "12",
    "A3": "01",
    "A4": "11",
    "B1": "22 32",
    "B4": "21 31",
    "D1": "00 10",
    "D2": "20 30",
}
_TODAY: Final = {
    "A": "02 12",
    "A3": "01",
    "B2": "22",
    "B3": "32",
    "B4": "21 31",
    "B5": "11",
    "E1": "00 10",
    "E2": "20 30",
}


def _squares(cells: Mapping[str, str]) -> dict[str, BaseGeometry]:
    def square(cell: str) -> BaseGeometry:
        x, y = 115 + int(cell[0]) * SIDE, 41 + int(cell[1]) * SIDE
        return shapely.box(x, y, x + SIDE, y + SIDE)

    return {code: shapely.union_all([square(cell) for cell in said.split()]) for code, said in cells.items()}


def publish_history(database: Path, folder: Path, *, with_past: bool) -> None:
    """Publish today's outlines into `folder`, and `with_past` those of the end of 2016."""
    engine = create_engine(f"sqlite:///{database.as_posix()}")
    for day, cells in ((date(2020, 6, 30), _TODAY), (LAST_OF_2016, _BEFORE)):
        if day != LAST_OF_2016 or with_past:
            outlines = _squares(cells)
            frame = gpd.GeoDataFrame({"region_code": list(outlines)}, geometry=list(outlines.values()), crs="EPSG:4326")
            valid_on = day if day == LAST_OF_2016 else None
            publish_boundaries(frame, read_tree(engine, on=day), folder, source="made up", valid_on=valid_on)
    engine.dispose()
