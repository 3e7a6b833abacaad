"""The odd and hostile files of other libraries' tests: each is read, or refused in our own words; never a traceback."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import geopandas as gpd
import pytest

from geo.boundaries import read_boundaries
from geo.errors import GeoError
from geo.sources import opened

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("GUATU_SHARED", str(ROOT.parent / "shared"))) / "geo" / "edge_cases"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the edge cases are not here")

READ = {
    "fiona/coutwildrnp.shp": 67,
    "fiona/gre.shp": 1,
    "fiona/grenada.geojson": 1,
    "fiona/issue627.geojson": 3,
    "fiona/trio.geojson": 1,
    "pyshp/REL.zip": 1,
}
"""Files that are read -> their outlines."""

REFUSED = {
    "fiona/rmnp.geojson": "no_code_field",
    "fiona/example.topojson": "no_code_field",
    "fiona/multicurve.gml": "lines_not_areas",
    "fiona/test_tin.shp": "unsupported_geometry",
    "fiona/test_tz.geojson": "points_not_areas",
    "fiona/testopenfilegdb.gdb.zip": "no_code_field",
    "pyogrio/curvepolygon.gpkg": "no_code_field",
    "pyogrio/multisurface.gpkg": "no_code_field",
    "pyogrio/null_geom.geojson": "lines_not_areas",
    "pyshp/corrupt_too_long.shp": "lines_not_areas",
    "pyshp/empty_zipfile.zip": "zip_empty",
    "pyshp/latin1.shp": "no_crs",
}
"""Files that are refused -> the word for why."""


def every_file() -> list[str]:
    return sorted(f"{p.parent.name}/{p.name}" for p in SHARED.glob("*/*")) if SHARED.is_dir() else ["-"]


@pytest.mark.parametrize("file", every_file())
def test_each_is_read_or_refused_in_one_line_and_left_as_it_was(file: str) -> None:
    path = SHARED / file
    before = {p: p.stat().st_mtime_ns for p in path.parent.iterdir()}
    found: int | str
    try:
        found = sum(len(layer.frame) for layer in read_boundaries([path]).layers)
    except GeoError as error:
        found = error.code
        line = str(error)
        assert "\n" not in line
        assert len(line) < 300
        assert str(path.parent) not in line, "a path of the machine is no business of the message"
    assert {p: p.stat().st_mtime_ns for p in path.parent.iterdir()} == before
    whole = file.removesuffix(path.suffix) + ".shp"  # who names a file beside the .shp means that
    expected = {**READ, **REFUSED}.get(file, {**READ, **REFUSED}.get(whole))
    assert found in (
        {"file_unreadable", "file_truncated", "no_polygons", "no_outlines"} if expected is None else {expected}
    )


def test_none_is_forgotten() -> None:
    kinds = {".shp", ".geojson", ".topojson", ".gml", ".zip", ".gpkg"}
    assert {file for file in every_file() if Path(file).suffix in kinds} == set(READ) | set(REFUSED)


@pytest.mark.parametrize("file", ["curvepolygon.gpkg", "multisurface.gpkg"])
def test_curves_are_flattened_and_said(file: str, tmp_path: Path) -> None:
    shutil.copyfile(SHARED / "pyogrio" / file, tmp_path / file)
    frame = gpd.read_file(tmp_path / file)
    assert frame.geometry.iloc[0].is_valid
    with opened(tmp_path / file) as sources:
        assert sources[0].curved == {file.removesuffix(".gpkg")}


def test_the_fields_of_a_file_geodatabase_can_be_named_and_it_is_read() -> None:
    with opened(SHARED / "fiona/testopenfilegdb.gdb.zip") as sources:
        assert sources[0].path.suffix == ".gdb"
        assert len(sources[0].layers) > 10
