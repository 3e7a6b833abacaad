"""Files with bytes cut off, zeroed, changed or put in: read, or refused in our own words; never another error."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from geo.boundaries import read_boundaries
from geo.errors import GeoError

DRIVERS = {"a.shp": "ESRI Shapefile", "a.gpkg": "GPKG", "a.geojson": "GeoJSON", "a.kml": "KML", "a.tab": "MapInfo File"}
DAMAGED = {
    "a.shp": "a.shp", "a.shx": "a.shp", "a.dbf": "a.shp", "a.prj": "a.shp", "a.gpkg": "a.gpkg",
    "a.geojson": "a.geojson", "a.kml": "a.kml", "a.map": "a.tab", "a.zip": "a.zip",
}  # fmt: skip
"""The file that is damaged -> the file that is then opened."""
ROUNDS = 2


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    frame = gpd.GeoDataFrame(
        {"code": [f"99010110020{n}" for n in range(6)], "name": [f"{n}号村" for n in range(6)]},
        geometry=[box(114 + n, 41, 115 + n, 42) for n in range(6)],
        crs=4490,
    )
    for name, driver in DRIVERS.items():
        frame.to_file(folder / name, driver=driver)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            archive.write(folder / f"a{suffix}", f"x/a{suffix}")
    return folder


def cut(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(len(raw)) :]


def changed(raw: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 3, 20])):
        raw[chance.randrange(min(len(raw), chance.choice([120, 100_000])))] = chance.randrange(256)


def zeroed(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw))
    raw[start : start + 50] = bytes(len(raw[start : start + 50]))


def put_in(raw: bytearray, chance: random.Random) -> None:
    raw.insert(chance.randrange(len(raw)), chance.randrange(256))


@pytest.mark.parametrize("how", [cut, changed, zeroed, put_in])
@pytest.mark.parametrize("name", sorted(DAMAGED))
def test_damage_is_survived_or_said(
    whole: Path, tmp_path: Path, name: str, how: Callable[[bytearray, random.Random], None]
) -> None:
    chance = random.Random(f"{name} {how.__name__}")
    shutil.copytree(whole, tmp_path / "work")
    for _ in range(ROUNDS):
        raw = bytearray((whole / name).read_bytes())
        how(raw, chance)
        (tmp_path / "work" / name).write_bytes(raw)
        try:
            read_boundaries([tmp_path / "work" / DAMAGED[name]])
        except GeoError as error:
            assert "\n" not in str(error)
            assert str(tmp_path) not in str(error)


def test_a_prj_that_says_nothing_is_passed_over_and_said(whole: Path, tmp_path: Path) -> None:
    for suffix in (".shp", ".shx", ".dbf"):
        shutil.copy(whole / f"a{suffix}", tmp_path)
    (tmp_path / "a.prj").write_text("GEOGCS[")
    read = read_boundaries([tmp_path / "a.shp"])
    assert {finding.code for finding in read.findings} >= {"prj_unreadable", "crs_guessed"}
    assert read.layers[0].frame.total_bounds.tolist() == [114, 41, 120, 42]
