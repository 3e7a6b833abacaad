"""In which encoding names are read: by what the file says where that makes words, else by what does."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from geo.boundaries import BoundaryFrame, read_boundaries
from geo.encodings import stated_encoding
from geo.fields import Known

CHINESE = ["张北镇", "公会镇", "二台镇", "大囫囵镇", "台路沟乡"]
FRENCH = ["Véronne", "Saint-Bonnet-de-Valclérieux", "Châteauneuf-de-Galaure"]


def shapefile(folder: Path, names: list[str], encoding: str, cpg: str | None = None, language: int = 0) -> Path:
    """A shapefile whose names stand in one encoding while its .cpg and its language byte say what they say."""
    frame = gpd.GeoDataFrame(
        {"code": [str(row) for row in range(len(names))], "name": names},
        geometry=[box(110 + row, 40, 111 + row, 41) for row in range(len(names))],
        crs="EPSG:4490",
    )
    frame.to_file(folder / "a.shp", encoding=encoding)
    (folder / "a.cpg").unlink()
    if cpg is not None:
        (folder / "a.cpg").write_text(cpg)
    table = bytearray((folder / "a.dbf").read_bytes())
    table[29] = language
    (folder / "a.dbf").write_bytes(table)
    return folder / "a.shp"


def names(read: BoundaryFrame) -> list[str]:
    return [str(name) for name in read.layers[0].frame["name"]]


@pytest.mark.parametrize("language", [0, 0x4D, 0x57])
@pytest.mark.parametrize(("wanted", "encoding"), [
    (CHINESE, "gbk"), (CHINESE, "utf-8"), (FRENCH, "utf-8"), (FRENCH, "iso-8859-1"),
])  # fmt: skip
def test_names_without_a_cpg_are_read_right(tmp_path: Path, wanted: list[str], encoding: str, language: int) -> None:
    read = read_boundaries([shapefile(tmp_path, wanted, encoding, language=language)])
    assert names(read) == wanted
    assert [f.params["sample"] for f in read.findings if f.code == "encoding_guessed"] == [wanted[0]]


@pytest.mark.parametrize(("encoding", "cpg"), [("gbk", "UTF-8"), ("utf-8", "GBK"), ("utf-8", "ISO-8859-1")])
def test_a_cpg_that_makes_no_words_is_not_believed(tmp_path: Path, encoding: str, cpg: str) -> None:
    read = read_boundaries([shapefile(tmp_path, CHINESE, encoding, cpg)])
    assert names(read) == CHINESE
    assert "encoding_contradicts" in {finding.code for finding in read.findings}


@pytest.mark.parametrize(("wanted", "encoding", "cpg"), [
    (CHINESE, "gbk", "936"), (CHINESE, "gbk", "GBK"), (CHINESE, "utf-8", "UTF-8"), (FRENCH, "iso-8859-1", "ISO-8859-1"),
])  # fmt: skip
def test_a_cpg_that_is_right_is_followed_in_silence(tmp_path: Path, wanted: list[str], encoding: str, cpg: str) -> None:
    read = read_boundaries([shapefile(tmp_path, wanted, encoding, cpg)])
    assert names(read) == wanted
    assert read.findings == []


def test_known_names_settle_what_the_characters_do_not(tmp_path: Path) -> None:
    """Two rare characters whose GBK bytes are good UTF-8 too."""
    name = b"\xd1\xa7\xd1\xa7".decode("gbk")
    path = shapefile(tmp_path, [name], "gbk")
    assert names(read_boundaries([path], known=Known(names=frozenset({name})))) == [name]


def test_what_a_cpg_may_say() -> None:
    folder = Path(__file__).parent
    assert stated_encoding(None) is None
    assert stated_encoding(folder / "test_geo_encodings.py") is None


def test_geojson_in_gbk_is_read_and_said(tmp_path: Path) -> None:
    path = shapefile(tmp_path, CHINESE, "utf-8")
    gpd.read_file(path, encoding="utf-8").to_file(tmp_path / "a.geojson")
    whole = (tmp_path / "a.geojson").read_text(encoding="utf-8")
    (tmp_path / "a.geojson").write_bytes(whole.encode("gbk"))
    read = read_boundaries([tmp_path / "a.geojson"])
    assert names(read) == CHINESE
    assert {finding.code for finding in read.findings} == {"text_recoded"}
