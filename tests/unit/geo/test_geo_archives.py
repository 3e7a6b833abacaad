"""Zips as people send them, and zips that mean harm: taken out inside their folder, or refused with a word for why."""

from __future__ import annotations

import errno
import shutil
import stat
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, box

from geo import archives, streaming
from geo.boundaries import read_boundaries
from geo.errors import GeoError


def villages(path: Path, count: int = 2, encoding: str | None = None) -> None:
    frame = gpd.GeoDataFrame(
        {"ZLDWDM": [f"99010110020{i}0000000" for i in range(count)], "ZLDWMC": [f"南关{i}村" for i in range(count)]},
        geometry=[box(114 + i / 10, 41, 114.1 + i / 10, 41.1) for i in range(count)],
        crs="EPSG:4490",
    )
    frame.to_file(path, **({"encoding": encoding} if encoding else {}))


def packed(path: Path, folder: Path, under: str = "") -> Path:
    """A zip of all files in a folder."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in sorted(folder.iterdir()):
            archive.write(item, under + item.name)
    return path


def refused(path: Path) -> str:
    with pytest.raises(GeoError) as caught:
        read_boundaries([path])
    return caught.value.code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.mark.parametrize("under", ["", "深/一层/", "deep\\windows\\"])
def test_a_zipped_shapefile_is_found_however_deep(tmp_path: Path, folder: Path, under: str) -> None:
    villages(folder / "村.shp", encoding="gbk")
    path = packed(tmp_path / "a.zip", folder, under)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"__MACOSX/{under}._村.shp", "not a shapefile")
    (layer,) = read_boundaries([path]).layers
    assert layer.frame["name"].tolist() == ["南关0村", "南关1村"]
    assert layer.frame["region_code"].tolist() == ["990101100200", "990101100201"]


def test_names_of_files_that_windows_wrote_in_gbk_are_read(tmp_path: Path, folder: Path) -> None:
    villages(folder / "XX.geojson")
    path = packed(tmp_path / "a.zip", folder)
    path.write_bytes(path.read_bytes().replace(b"XX.geojson", "村.geojson".encode("gbk")))
    assert read_boundaries([path]).layers[0].file == "a.zip/村.geojson"


def test_a_folder_is_read_as_its_files(folder: Path) -> None:
    villages(folder / "a.shp", encoding="utf-8")
    assert len(read_boundaries([folder]).layers[0].frame) == 2
    assert len(read_boundaries([folder / "a.dbf"]).layers[0].frame) == 2


def test_of_one_layer_in_several_formats_one_is_taken_and_the_rest_said(tmp_path: Path, folder: Path) -> None:
    villages(folder / "a.shp", encoding="utf-8")
    villages(folder / "a.geojson")
    villages(folder / "b.geojson", count=3)
    read = read_boundaries([packed(tmp_path / "mixed.zip", folder)])
    assert sorted((layer.file, len(layer.frame)) for layer in read.layers) == [
        ("mixed.zip/a.shp", 2),
        ("mixed.zip/b.geojson", 3),
    ]
    assert [f.params["names"] for f in read.findings if f.code == "twins_left"] == ["a.geojson"]


@pytest.mark.parametrize("name", ["../out.geojson", "a/../../out.geojson", "/out.geojson", "C:\\out.geojson"])
def test_what_points_out_of_the_zip_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "{}")
    assert refused(tmp_path / "a.zip") == "zip_outside"


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.geojson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
    assert refused(tmp_path / "a.zip") == "zip_outside"


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "BOMB_BYTES", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", bytes(5_000_000))
    assert refused(tmp_path / "a.zip") == "zip_bomb"


def test_a_zip_that_lies_about_its_size_stops_where_it_lied(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", bytes(3_000_000))
    raw = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(raw.replace((3_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    assert refused(tmp_path / "a.zip") in {"zip_bomb", "file_truncated"}


def test_other_archives_and_archives_in_archives_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x00")
    (tmp_path / "b.zip").write_bytes(b"7z\xbc\xaf\x27\x1c")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("inner.zip", "PK")
    (tmp_path / "d.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    found = {name: refused(tmp_path / name) for name in ("a.rar", "b.zip", "c.zip", "d.zip")}
    assert found == {
        "a.rar": "packed_otherwise",
        "b.zip": "packed_otherwise",
        "c.zip": "zip_nested",
        "d.zip": "file_truncated",
    }


def test_a_full_disk_is_said(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    villages(folder / "a.geojson")
    path = packed(tmp_path / "a.zip", folder)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archives, "_take_out", full)
    assert refused(path) == "disk_full"


def test_drawn_lines_are_refused_with_what_to_do(tmp_path: Path) -> None:
    drawing = [
        "0",
        "SECTION",
        "2",
        "ENTITIES",
        "0",
        "LINE",
        "8",
        "0",
        "10",
        "1.0",
        "20",
        "1.0",
        "11",
        "5.0",
        "21",
        "5.0",
    ]
    (tmp_path / "plan.dxf").write_text("\n".join([*drawing, "0", "ENDSEC", "0", "EOF", ""]))
    assert refused(tmp_path / "plan.dxf") == "lines_not_areas"
    lines = gpd.GeoDataFrame({"code": ["1"]}, geometry=[LineString([(0, 0), (1, 0), (1, 1)])], crs=4326)
    lines.to_file(tmp_path / "l.geojson")
    assert refused(tmp_path / "l.geojson") == "lines_not_areas"


def test_kml_is_read_by_its_names(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_bytes(
        '<?xml version="1.0" encoding="GBK"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        "<Placemark><name>南关村</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        "114,41,0 114.1,41,0 114.1,41.1,0 114,41,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        "</Document></kml>".encode("gbk")
    )
    read = read_boundaries([tmp_path / "a.kml"])
    assert read.layers[0].frame["name"].tolist() == ["南关村"]
    assert not read.layers[0].frame.geometry.has_z.any()
    assert "text_recoded" in {finding.code for finding in read.findings}


def test_a_large_file_is_read_in_pieces_and_its_neighbours_stay_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    villages(tmp_path / "a.gpkg", count=4)
    frame = gpd.read_file(tmp_path / "a.gpkg")
    frame["geometry"] = shapely.segmentize(np.asarray(frame.geometry.values), 0.0001)
    frame.to_file(tmp_path / "a.shp", encoding="utf-8")
    monkeypatch.setattr("geo.sources.STREAMED_FROM", 10_000)
    monkeypatch.setattr(streaming, "POINTS_MOST", 2_000)
    monkeypatch.setattr(streaming, "PIECE", 40_000)
    told: list[tuple[str, int, int]] = []
    read = read_boundaries([tmp_path / "a.shp"], progress=lambda *step: told.append(step))
    found = np.asarray(read.layers[0].frame.geometry.values)
    assert shapely.get_num_coordinates(found).sum() < 5_000 < shapely.get_num_coordinates(frame.geometry.values).sum()
    assert shapely.coverage_is_valid(found)
    assert shapely.area(found) == pytest.approx([0.01] * 4, rel=0.02)
    assert read.layers[0].frame["name"].tolist() == ["南关0村", "南关1村", "南关2村", "南关3村"]
    assert [f.code for f in read.findings if f.code == "thinned"] == ["thinned"]
    assert [step for step in told if step[0] == "load"][-1] == ("load", 4, 4)
    monkeypatch.setattr(streaming, "READ_MOST", 20_000)
    assert refused(tmp_path / "a.shp") == "file_too_large"


def test_whole_files_are_read_alike_in_pieces_and_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    villages(tmp_path / "a.gpkg", count=5)
    villages(tmp_path / "b.geojson", count=5)
    at_once = [read_boundaries([tmp_path / name]).layers[0].frame for name in ("a.gpkg", "b.geojson")]
    monkeypatch.setattr("geo.sources.STREAMED_FROM", 0)
    for name, before in zip(("a.gpkg", "b.geojson"), at_once, strict=True):
        after = read_boundaries([tmp_path / name]).layers[0].frame
        assert after.drop(columns="geometry").equals(before.drop(columns="geometry"))
        assert after.geometry.geom_equals(before.geometry).all()


def test_nothing_is_left_behind(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "work"))
    villages(folder / "a.geojson")
    read_boundaries([packed(tmp_path / "a.zip", folder)])
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "a.geojson").write_text("{broken")
    assert refused(packed(tmp_path / "b.zip", folder)) in {"file_unreadable", "file_truncated"}
    assert list((tmp_path / "work").iterdir()) == []
