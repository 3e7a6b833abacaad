"""Coordinate systems: what a file states, what its values tell where it does not, and what has to be asked."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from shapely.geometry import box

from geo.boundaries import BoundaryFrame, read_boundaries
from geo.errors import GeoError
from geo.fields import Known
from geo.systems import system_of

VILLAGE = box(114.60, 41.10, 114.70, 41.20)


def one(crs: str | int, **moved: float) -> gpd.GeoDataFrame:
    """One village in a system, its coordinates moved by so many units east or north."""
    frame = gpd.GeoDataFrame({"code": ["990101100200"]}, geometry=[VILLAGE], crs=4326).to_crs(crs)
    return frame.set_geometry(frame.geometry.translate(moved.get("east", 0.0), moved.get("north", 0.0)))


def bare(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    """The frame as a shapefile that does not say its system."""
    frame.to_file(folder / "a.shp", encoding="utf-8")
    (folder / "a.prj").unlink()
    return folder / "a.shp"


def said(frame: BoundaryFrame) -> dict[str, str]:
    return {finding.code: str(finding.params.get("crs", "")) for finding in frame.findings}


def lies_there(frame: BoundaryFrame) -> bool:
    return frame.layers[0].frame.geometry.iloc[0].symmetric_difference(VILLAGE).area < 1e-5


def refused(path: Path, **options: object) -> GeoError:
    with pytest.raises(GeoError) as caught:
        read_boundaries([path], **options)  # type: ignore[arg-type]
    return caught.value


def test_projected_outlines_come_out_in_degrees(tmp_path: Path) -> None:
    one("EPSG:4527").to_file(tmp_path / "a.gpkg")
    read = read_boundaries([tmp_path / "a.gpkg"])
    assert lies_there(read)
    assert said(read) == {}
    assert read.layers[0].seen.system == "CGCS2000 / 3-degree Gauss-Kruger zone 39"


@pytest.mark.parametrize("crs", ["EPSG:4610", "EPSG:4214", "EPSG:2363"])
def test_old_datums_are_found_to_be_rough(tmp_path: Path, crs: str) -> None:
    one(crs).to_file(tmp_path / "a.gpkg")
    assert set(said(read_boundaries([tmp_path / "a.gpkg"]))) == {"ballpark_datum"}


@pytest.mark.parametrize(("crs", "guessed"), [(4490, 4490), (4526, 4526), (4527, 4527), (4498, 4498), (3857, 3857)])
def test_without_prj_the_values_tell_degrees_zones_of_both_widths_and_the_web(
    tmp_path: Path, crs: int, guessed: int
) -> None:
    read = read_boundaries([bare(one(crs), tmp_path)])
    assert said(read)["crs_guessed"] == f"EPSG:{guessed}"
    assert lies_there(read)


def test_eastings_without_a_zone_are_asked_for_and_the_meridian_answers(tmp_path: Path) -> None:
    path = bare(one("EPSG:4547"), tmp_path)
    asked = refused(path)
    assert (asked.code, asked.params["meridian"]) == ("no_crs_metres", "…")
    near = refused(path, known=Known(box=(114.2, 40.9, 115.2, 41.5)))
    assert near.params["meridian"] == "114"
    read = read_boundaries([path], meridian=114)
    assert said(read)["crs_assumed"] == "EPSG:4547"
    assert lies_there(read)
    assert refused(path, crs="EPSG:nonsense").code == "bad_crs"
    assert refused(path, meridian=400).code == "bad_crs"


def test_a_county_may_have_a_meridian_of_its_own(tmp_path: Path) -> None:
    own = "+proj=tmerc +lat_0=0 +lon_0=114.75 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m"
    assert lies_there(read_boundaries([bare(one(own), tmp_path)], meridian=114.75))


def test_small_numbers_that_lie_nowhere_are_not_taken_for_degrees(tmp_path: Path) -> None:
    path = bare(gpd.GeoDataFrame({"code": ["1"]}, geometry=[box(0, 0, 90, 60)], crs=4326), tmp_path)
    assert refused(path).code == "no_crs"
    assert "crs_guessed" in said(read_boundaries([path], known=Known(box=(10, 10, 50, 50))))


def test_axes_the_wrong_way_round_are_turned_and_said(tmp_path: Path) -> None:
    turned = gpd.GeoDataFrame({"code": ["1"]}, geometry=[box(41.10, 114.60, 41.20, 114.70)], crs=4326)
    read = read_boundaries([bare(turned, tmp_path)])
    assert set(said(read)) == {"axes_swapped", "crs_guessed"}
    assert lies_there(read)


@pytest.mark.parametrize(("stated", "east"), [(4527, -39_000_000), (4547, 38_000_000)])
def test_a_zone_number_too_much_or_too_little_is_set_right(tmp_path: Path, stated: int, east: float) -> None:
    one(stated, east=east).to_file(tmp_path / "a.gpkg")
    read = read_boundaries([tmp_path / "a.gpkg"])
    assert set(said(read)) == {"zone_prefix_mended"}
    assert lies_there(read)


def test_metres_that_claim_to_be_degrees_are_refused_unless_they_tell_their_zone(tmp_path: Path) -> None:
    one(4547).set_crs(4490, allow_override=True).to_file(tmp_path / "a.gpkg")
    assert refused(tmp_path / "a.gpkg").code == "not_degrees"
    one(4527).set_crs(4490, allow_override=True).to_file(tmp_path / "b.gpkg")
    read = read_boundaries([tmp_path / "b.gpkg"])
    assert set(said(read)) == {"crs_contradicted"}
    assert lies_there(read)


@given(st.integers(25, 45))
def test_every_meridian_is_its_zone(zone: int) -> None:
    system = system_of(None, float(zone * 3))
    assert system is not None
    assert system == CRS.from_epsg(4534 + zone - 25)
    assert f"CM {zone * 3}E" in system.name
