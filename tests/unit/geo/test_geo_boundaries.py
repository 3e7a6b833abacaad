"""Reading boundary files: what is whole opens, what is broken is mended or refused with one clear line."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import Point, Polygon, box

from geo.boundaries import BoundaryFrame, read_boundaries
from geo.encodings import dbf_texts
from geo.errors import GeoError
from geo.fields import Known


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


@pytest.mark.parametrize("codes", [("adcode", ["130722100001", "130722100002"]), ("x", ["a", "b"])])
def test_fields_that_hold_lists_and_objects_are_passed_over(tmp_path: Path, codes: tuple[str, list[str]]) -> None:
    """As web maps export them: `center` a list, `parent` an object."""
    rings = [[[110 + i, 40], [111 + i, 40], [111 + i, 41], [110 + i, 41], [110 + i, 40]] for i in range(2)]
    nested = {"center": [110.5, 40.5], "parent": {"adcode": 130722}, "acroutes": [[1], {"a": 2}]}
    features = [
        {
            "type": "Feature",
            "properties": {codes[0]: code, "name": f"村{i}", **nested},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for i, (code, ring) in enumerate(zip(codes[1], rings, strict=True))
    ]
    path = tmp_path / "web.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    known = Known(codes=frozenset({"130722100001", "130722100002"}))
    frame = read_boundaries([path], known=known).layers[0]
    assert frame.frame["name"].tolist() == ["村0", "村1"]
    assert not {"center", "parent", "acroutes"} & set(frame.attributes.columns)


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


def test_text_fields_of_a_table_are_found_by_their_width(tmp_path: Path) -> None:
    fields = b"A".ljust(11, b"\0") + b"N" + bytes(4) + bytes([3]) + bytes(15)
    fields += b"B".ljust(11, b"\0") + b"C" + bytes(4) + bytes([5]) + bytes(15)
    head = bytes([3, 1, 1, 1]) + struct.pack("<IHH", 2, 32 + len(fields) + 1, 9) + bytes(20)
    (tmp_path / "a.dbf").write_bytes(head + fields + b"\r" + b"  12abc  " + b"   7     ")
    (tmp_path / "b.dbf").write_bytes(b"")
    assert list(dbf_texts(tmp_path / "a.dbf")) == [b"abc"]
    assert list(dbf_texts(tmp_path / "b.dbf")) == []


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
        "p.geojson": "points_not_areas", "words.shp": "file_unreadable", "table.csv": "no_outlines",
        "empty.zip": "zip_empty", "gone.shp": "file_missing",
    }  # fmt: skip


def test_a_zip_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    squares(["1"]).to_file(tmp_path / "a.geojson")
    with zipfile.ZipFile(tmp_path / "sly.zip", "w") as archive:
        archive.write(tmp_path / "a.geojson", "../../../../../../sly_guatu.geojson")
    assert refusal(tmp_path / "sly.zip").code == "zip_outside"
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


def test_geojson_ids_given_as_numbers_are_codes(tmp_path: Path) -> None:
    body = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"adcode": 130722, "name": "张北县"},
         "geometry": {"type": "Polygon", "coordinates": [[[114, 41], [115, 41], [115, 42], [114, 41]]]}}]}  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(body), encoding="utf-8")
    assert read_boundaries([tmp_path / "a.json"]).layers[0].frame["region_code"].tolist() == ["130722"]


@pytest.mark.parametrize("place", [(114, 41), (5, 44)])
def test_topojson_is_in_degrees_wherever_it_lies(tmp_path: Path, place: tuple[int, int]) -> None:
    x, y = place
    village = {"type": "Polygon", "arcs": [[0]], "properties": {"code": "990101100200", "name": "南关村"}}
    body = {
        "type": "Topology",
        "objects": {"villages": {"type": "GeometryCollection", "geometries": [village]}},
        "arcs": [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y]]],
    }
    (tmp_path / "a.topojson").write_text(json.dumps(body), encoding="utf-8")
    read = read_boundaries([tmp_path / "a.topojson"])
    assert read.layers[0].frame["name"].tolist() == ["南关村"]
    assert read.layers[0].frame.total_bounds.tolist() == [x, y, x + 1, y + 1]
    assert read.findings == []


def test_many_codes_on_several_outlines_are_said_in_one_line(tmp_path: Path) -> None:
    """A layer of land parcels: each village in dozens of pieces."""
    codes = [f"99010110020{n % 10}" for n in range(30)]
    squares(codes).to_file(tmp_path / "a.gpkg")  # type: ignore[arg-type]
    read = read_boundaries([tmp_path / "a.gpkg"])
    assert len(read.layers[0].frame) == 10
    assert [(f.code, f.params["count"]) for f in read.findings] == [("duplicate_codes", 10)]
