"""Reading boundary files: what is whole opens, what is broken is mended or refused with one clear line."""

from __future__ import annotations

import json
import os
import shutil
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import Point, Polygon, box

from geo.boundaries import BoundaryFrame, read_boundaries
from geo.errors import GeoError
from geo.sources import dbf_texts, opened

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("GUATU_SHARED", str(ROOT.parent / "shared"))) / "geo" / "edge_cases"


def squares(codes: list[str | None], names: list[str] | None = None, **extra: object) -> gpd.GeoDataFrame:
    shapes = [box(110 + i, 40, 111 + i, 41) for i in range(len(codes))]
    fields = {"XZQDM": codes, "XZQMC": names or [f"村{i}" for i in range(len(codes))], **extra}
    return gpd.GeoDataFrame(fields, geometry=shapes, crs="EPSG:4490")


def said(frame: BoundaryFrame) -> set[str]:
    return {finding.code for finding in frame.findings}


def refusal(path: Path, **options: str) -> GeoError:
    with pytest.raises(GeoError) as caught:
        read_boundaries([path], **options)  # type: ignore[arg-type]
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 300
    assert str(path.parent) not in line, "a path of the machine is no business of the message"
    return caught.value


def test_a_geopackage_is_read_with_its_survey_fields(tmp_path: Path) -> None:
    squares(["130722100001", "130722100002"], ["甲", "乙"], area=[1.5, 2.5]).to_file(tmp_path / "a.gpkg")
    frame = read_boundaries([tmp_path / "a.gpkg"])
    assert frame.layers[0].frame["region_code"].tolist() == ["130722100001", "130722100002"]
    assert frame.layers[0].frame["name"].tolist() == ["甲", "乙"]
    assert frame.layers[0].attributes["area"].tolist() == [1.5, 2.5]
    assert frame.findings == []


def test_projected_outlines_come_out_in_degrees(tmp_path: Path) -> None:
    squares(["1", "2"]).to_crs("EPSG:4527").to_file(tmp_path / "a.gpkg")
    bounds = read_boundaries([tmp_path / "a.gpkg"]).layers[0].frame.total_bounds
    assert bounds == pytest.approx([110, 40, 112, 41], abs=1e-5)


def test_old_datums_are_found_to_be_rough(tmp_path: Path) -> None:
    squares(["1"]).set_crs("EPSG:4610", allow_override=True).to_file(tmp_path / "a.gpkg")
    assert said(read_boundaries([tmp_path / "a.gpkg"])) == {"ballpark_datum"}


def test_without_prj_it_is_refused_until_told(tmp_path: Path) -> None:
    squares(["1"]).to_file(tmp_path / "a.shp", encoding="utf-8")
    (tmp_path / "a.prj").unlink()
    assert refusal(tmp_path / "a.shp").code == "no_crs"
    assert "crs_assumed" in said(read_boundaries([tmp_path / "a.shp"], crs="EPSG:4490"))
    assert refusal(tmp_path / "a.shp", crs="EPSG:nonsense").code == "bad_crs"


def test_eastings_with_a_zone_tell_the_likely_system(tmp_path: Path) -> None:
    frame = squares(["1"]).set_geometry([box(39_477_785, 4_500_000, 39_487_785, 4_510_000)])
    frame.to_file(tmp_path / "a.shp", encoding="utf-8")
    (tmp_path / "a.prj").unlink()
    error = refusal(tmp_path / "a.shp")
    assert (error.code, error.params["crs"]) == ("no_crs_zone", "EPSG:4527")


def test_metres_that_claim_to_be_degrees_are_refused(tmp_path: Path) -> None:
    frame = squares(["1"]).set_geometry([box(477_785, 4_500_000, 487_785, 4_510_000)])
    frame.to_file(tmp_path / "a.gpkg")
    assert refusal(tmp_path / "a.gpkg").code == "not_degrees"


def test_a_missing_shx_is_rebuilt_without_touching_the_folder(tmp_path: Path) -> None:
    squares(["1", "2"]).to_file(tmp_path / "a.shp", encoding="utf-8")
    (tmp_path / "a.shx").unlink()
    before = sorted(p.name for p in tmp_path.iterdir())
    frame = read_boundaries([tmp_path / "a.shp"])
    assert len(frame.layers[0].frame) == 2
    assert "index_restored" in said(frame)
    assert sorted(p.name for p in tmp_path.iterdir()) == before


@pytest.mark.parametrize("share", [0.9, 0.5, 0.02])
@pytest.mark.parametrize("kind", ["shp", "gpkg", "geojson", "zip"])
def test_a_file_cut_short_is_refused(tmp_path: Path, kind: str, share: float) -> None:
    file = tmp_path / f"a.{kind}"
    squares([str(i) for i in range(40)]).to_file(tmp_path / ("a.shp" if kind == "zip" else file.name), encoding="utf-8")
    if kind == "zip":
        with zipfile.ZipFile(file, "w") as archive:
            for part in tmp_path.glob("a.[!z]*"):
                archive.write(part, part.name)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(file).code in {"file_truncated", "file_unreadable"}


@pytest.mark.parametrize(("language", "encoding"), [(0x4D, "gbk"), (0, "gbk"), (0, "utf-8"), (0x4D, "utf-8")])
def test_names_without_a_stated_encoding_are_read_right(tmp_path: Path, language: int, encoding: str) -> None:
    squares(["1", "2"], ["张北镇", "公会镇"]).to_file(tmp_path / "a.shp", encoding=encoding)
    (tmp_path / "a.cpg").unlink()
    table = bytearray((tmp_path / "a.dbf").read_bytes())
    table[29] = language
    (tmp_path / "a.dbf").write_bytes(table)
    frame = read_boundaries([tmp_path / "a.shp"])
    assert frame.layers[0].frame["name"].tolist() == ["张北镇", "公会镇"]
    assert "encoding_guessed" in said(frame)


def test_the_encoding_that_the_user_says_is_used(tmp_path: Path) -> None:
    squares(["1"], ["张北镇"]).to_file(tmp_path / "a.shp", encoding="gbk")
    (tmp_path / "a.cpg").unlink()
    assert read_boundaries([tmp_path / "a.shp"], encoding="GBK").layers[0].frame["name"].tolist() == ["张北镇"]
    assert refusal(tmp_path / "a.shp", encoding="utf-8").code == "bad_encoding"
    assert refusal(tmp_path / "a.shp", encoding="klingon").code == "bad_encoding"


def test_text_fields_of_a_table_are_found_by_their_width() -> None:
    fields = b"A".ljust(11, b"\0") + b"N" + bytes(4) + bytes([3]) + bytes(15)
    fields += b"B".ljust(11, b"\0") + b"C" + bytes(4) + bytes([5]) + bytes(15)
    head = bytes([3, 1, 1, 1]) + struct.pack("<IHH", 2, 32 + len(fields) + 1, 9) + bytes(20)
    assert dbf_texts(head + fields + b"\r" + b"  12abc  " + b"   7     ") == [b"abc"]
    assert dbf_texts(b"") == []


def test_rows_that_are_no_outlines_are_left_out_and_named(tmp_path: Path) -> None:
    bowtie = Polygon([(114, 40), (115, 41), (115, 40), (114, 41)])
    frame = squares(["1", "2", "3", "4", "5"], ["甲", "乙", "丙", "丁", "戊"])
    frame["geometry"] = [box(110, 40, 111, 41), None, Polygon(), Point(113, 40), bowtie]
    frame.to_file(tmp_path / "a.geojson")
    read = read_boundaries([tmp_path / "a.geojson"])
    assert read.layers[0].frame["region_code"].tolist() == ["1", "5"]
    assert bool(read.layers[0].frame.geometry.is_valid.all())
    assert read.layers[0].frame.geometry.iloc[1].area == pytest.approx(0.5)
    texts = {finding.code: str(finding.params["names"]) for finding in read.findings}
    assert texts == {"null_geometry": "2, 3", "not_a_polygon": "4", "rings_repaired": "5"}


def test_a_code_on_two_outlines_is_one_region_of_two_parts(tmp_path: Path) -> None:
    frame = squares(["1", "2", "1"])
    frame.to_file(tmp_path / "a.gpkg")
    read = read_boundaries([tmp_path / "a.gpkg"])
    assert read.layers[0].frame["region_code"].tolist() == ["1", "2"]
    assert read.layers[0].frame.geometry.iloc[0].geom_type == "MultiPolygon"
    assert said(read) == {"duplicate_code"}


def test_outlines_without_a_code_are_left_out_and_named(tmp_path: Path) -> None:
    squares(["1", None, ""], ["甲", "乙", "丙"]).to_file(tmp_path / "a.gpkg")
    read = read_boundaries([tmp_path / "a.gpkg"])
    assert read.layers[0].frame["region_code"].tolist() == ["1"]
    assert [f.params["names"] for f in read.findings if f.code == "missing_code"] == ["乙, 丙"]


def test_fields_can_be_named_and_must_exist(tmp_path: Path) -> None:
    frame = squares(["1"]).rename(columns={"XZQDM": "eins", "XZQMC": "zwei"})
    frame.to_file(tmp_path / "a.gpkg")
    assert refusal(tmp_path / "a.gpkg").code == "no_code_field"
    assert refusal(tmp_path / "a.gpkg", code="drei").code == "field_missing"
    read = read_boundaries([tmp_path / "a.gpkg"], code="EINS", name="zwei")
    assert read.layers[0].frame["name"].tolist() == ["村0"]


def test_what_is_no_boundary_file_is_refused(tmp_path: Path) -> None:
    gpd.GeoDataFrame({"code": ["1"]}, geometry=[Point(1, 1)], crs=4326).to_file(tmp_path / "p.geojson")
    (tmp_path / "words.shp").write_text("this is no shapefile, though its name says so")
    (tmp_path / "table.csv").write_text("code,name\n1,2\n")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    codes = {name: refusal(tmp_path / name).code
             for name in ("p.geojson", "words.shp", "table.csv", "empty.zip", "gone.shp")}  # fmt: skip
    assert codes == {
        "p.geojson": "no_polygons", "words.shp": "file_unreadable", "table.csv": "no_polygons",
        "empty.zip": "zip_empty", "gone.shp": "file_missing",
    }  # fmt: skip


def test_a_zip_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    squares(["1"]).to_file(tmp_path / "a.geojson")
    with zipfile.ZipFile(tmp_path / "sly.zip", "w") as archive:
        archive.write(tmp_path / "a.geojson", "../../../../../../sly_guatu.geojson")
    assert len(read_boundaries([tmp_path / "sly.zip"]).layers[0].frame) == 1
    assert not Path("/sly_guatu.geojson").exists()


def test_layers_are_chosen_by_name(tmp_path: Path) -> None:
    squares(["1"]).to_file(tmp_path / "a.gpkg", layer="towns")
    squares(["1", "2"]).to_file(tmp_path / "a.gpkg", layer="villages")
    assert [layer.layer for layer in read_boundaries([tmp_path / "a.gpkg"], layers=["villages"]).layers] == ["villages"]
    with pytest.raises(GeoError, match="no layer cities; it has: towns, villages"):
        read_boundaries([tmp_path / "a.gpkg"], layers=["cities"])


def test_three_dimensions_become_two(tmp_path: Path) -> None:
    frame = squares(["1"])
    frame["geometry"] = shapely.force_3d(np.asarray(frame.geometry.values), 9.0)
    frame.to_file(tmp_path / "a.gpkg")
    assert not read_boundaries([tmp_path / "a.gpkg"]).layers[0].frame.geometry.has_z.any()


EDGE_CASES = {
    "fiona/coutwildrnp.shp": ("NAME", 67),
    "fiona/gre.shp": ("name", 1),
    "fiona/grenada.geojson": ("name", 1),
    "fiona/issue627.geojson": ("NAME", 3),
    "fiona/trio.geojson": ("name", 1),
    "fiona/rmnp.geojson": "no_code_field",
    "fiona/example.topojson": "no_code_field",
    "fiona/multicurve.gml": "no_polygons",
    "fiona/test_tin.shp": "unsupported_geometry",
    "fiona/test_tz.geojson": "no_polygons",
    "fiona/testopenfilegdb.gdb.zip": "no_code_field",
    "pyogrio/curvepolygon.gpkg": "no_code_field",
    "pyogrio/multisurface.gpkg": "no_code_field",
    "pyogrio/null_geom.geojson": "no_polygons",
    "pyshp/REL.zip": ("NAME", 1),
    "pyshp/corrupt_too_long.shp": "no_polygons",
    "pyshp/empty_zipfile.zip": "zip_empty",
    "pyshp/latin1.shp": "no_crs",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the edge cases are not here")
@pytest.mark.parametrize("file", sorted(EDGE_CASES))
def test_every_edge_case_opens_or_is_refused_with_one_line(file: str, tmp_path: Path) -> None:
    wanted = EDGE_CASES[file]
    before = {p: p.stat().st_mtime_ns for p in (SHARED / file).parent.iterdir()}
    if isinstance(wanted, str):
        assert refusal(SHARED / file).code == wanted
    else:
        assert sum(len(layer.frame) for layer in read_boundaries([SHARED / file]).layers) == wanted[1]
    assert {p: p.stat().st_mtime_ns for p in (SHARED / file).parent.iterdir()} == before


@pytest.mark.skipif(not SHARED.is_dir(), reason="the edge cases are not here")
def test_no_edge_case_is_forgotten() -> None:
    files = {
        f"{p.parent.name}/{p.name}" for p in SHARED.glob("*/*")
        if p.suffix in {".shp", ".geojson", ".topojson", ".gml", ".zip", ".gpkg"}
    }  # fmt: skip
    assert files == set(EDGE_CASES)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the edge cases are not here")
@pytest.mark.parametrize("file", ["curvepolygon.gpkg", "multisurface.gpkg"])
def test_curves_are_flattened_and_said(file: str, tmp_path: Path) -> None:
    shutil.copyfile(SHARED / "pyogrio" / file, tmp_path / file)
    frame = gpd.read_file(tmp_path / file)
    assert frame.geometry.iloc[0].is_valid
    with opened(tmp_path / file) as sources:
        assert sources[0].curved == {file.removesuffix(".gpkg")}


def test_geojson_ids_given_as_numbers_are_codes(tmp_path: Path) -> None:
    body = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"adcode": 130722, "name": "张北县"},
         "geometry": {"type": "Polygon", "coordinates": [[[114, 41], [115, 41], [115, 42], [114, 41]]]}}]}  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(body), encoding="utf-8")
    assert read_boundaries([tmp_path / "a.json"]).layers[0].frame["region_code"].tolist() == ["130722"]
