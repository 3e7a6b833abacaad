"""A region table from a file of levels, and the import of its boundaries under the same codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from geo.commands import import_boundaries, read_region_table
from geo.errors import GeoError
from geo.statements import resembles


def layer(file: Path, name: str, rows: list[dict[str, Any]]) -> None:
    frame = gpd.GeoDataFrame([{k: v for k, v in row.items() if k != "at"} for row in rows],
                             geometry=[box(*row["at"]) for row in rows], crs="EPSG:4326")  # fmt: skip
    frame.to_file(file, layer=name)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """One county, two districts (west, east), three towns of which the middle one straddles, six villages."""
    file = tmp_path / "county.gpkg"
    layer(file, "county", [{"code": "9", "name": "县", "at": (110, 40, 116, 41)}])
    layer(file, "districts", [{"code": "1", "name": "西", "at": (110, 40, 112.6, 41)},
                              {"code": "2", "name": "东", "at": (112.6, 40, 116, 41)}])  # fmt: skip
    layer(file, "towns", [{"code": f"{t + 1}", "name": f"镇{t + 1}", "at": (110 + 2 * t, 40, 112 + 2 * t, 41)}
                          for t in range(3)])  # fmt: skip
    layer(file, "villages", [
        {"code": f"{v + 1}", "name": f"村{v + 1}", "town": f"{v // 2 + 1}", "district": "W" if v < 2 else "E",
         "people": 100.0 * (v + 1), "at": (110 + v, 40, 111 + v, 41)} for v in range(6)])  # fmt: skip
    return file


def change(file: Path, **values: Any) -> None:
    """Change fields of the villages: field={row: value}."""
    frame = gpd.read_file(file, layer="villages")
    for field, rows in values.items():
        for row, value in rows.items():
            frame.loc[row, field] = value
    frame.to_file(file, layer="villages")


def parents(table: pd.DataFrame) -> dict[str, str | None]:
    return dict(zip(table["region_code"], table["parent_code"], strict=True))


def test_levels_follow_the_number_of_outlines_and_codes_that_collide_are_prefixed(county: Path) -> None:
    table = read_region_table([county], figures={"villages.people": "POPULATION"})
    regions = table.regions
    assert regions["region_level_code"].value_counts().to_dict() == {"5": 6, "4": 3, "3": 2, "2": 1}
    assert parents(regions) == {
        "9": None, "3.1": "9", "3.2": "9", "4.1": "3.1", "4.2": "3.2", "4.3": "3.2",
        "1": "4.1", "2": "4.1", "3": "4.2", "4": "4.2", "5": "4.3", "6": "4.3",
    }  # fmt: skip
    assert table.figures == ["POPULATION"]
    assert regions["POPULATION"].isna().sum() == 6
    assert regions["POPULATION"].sum() == 2100
    inside = regions.set_index("region_code").loc["5"]
    assert 114 < inside["longitude"] < 115
    assert 40 < inside["latitude"] < 41


def test_parents_stand_before_their_children(county: Path) -> None:
    regions = read_region_table([county]).regions
    place = {code: row for row, code in enumerate(regions["region_code"])}
    assert all(place[p] < place[c] for c, p in parents(regions).items() if p is not None)


def test_a_row_without_its_parent_hangs_under_the_next_level_and_is_named(county: Path) -> None:
    change(county, town={4: None, 5: ""}, district={5: None})
    table = read_region_table([county])
    assert parents(table.regions)["5"] == "3.2", "by what its district says, though that is no code"
    assert parents(table.regions)["6"] == "3.2", "the district is silent too, so by where it lies"
    named = [(f.params["name"], f.params["level"], f.params["parent"]) for f in table.findings
             if f.code == "stated_parent_missing"]  # fmt: skip
    assert named == [("村5", "town", "3.2"), ("村6", "town", "3.2"), ("村6", "district", "3.2")]


def test_a_missing_upper_parent_is_named_though_the_next_is_there(county: Path) -> None:
    change(county, district={3: None})
    table = read_region_table([county])
    assert parents(table.regions)["4"] == "4.2"
    named = [str(f) for f in table.findings if f.code == "stated_parent_missing"]
    assert named == ["4 村4: its district is not stated; placed under 4.2 镇2"]


def test_a_town_in_two_districts_goes_to_the_larger_share_and_is_named_once(county: Path) -> None:
    change(county, district={2: "W"})
    found = [f for f in read_region_table([county]).findings if f.code == "child_straddles"]
    assert [(f.params["name"], f.params["parent_name"], f.params["names"]) for f in found] == [("镇2", "东", "村3")]


def test_layers_levels_and_parents_can_be_said(county: Path) -> None:
    change(county, people={0: 1})
    table = read_region_table([county], layers=[("towns", "4"), ("villages", "5")], parents={"villages.town": "towns"})
    assert set(table.regions["region_level_code"]) == {"4", "5"}
    assert parents(table.regions)["6"] == "4.3"
    assert parents(table.regions)["4.1"] is None


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"figures": {"villages.souls": "P"}}, "field_missing"),
        ({"figures": {"villages.district": "P"}}, "figure_not_number"),
        ({"figures": {"people": "P"}}, "field_missing"),
        ({"parents": {"villages.nothing": "towns"}}, "field_missing"),
        ({"layers": [("towns", "7")]}, "levels_unclear"),
        ({"layers": [("cities", "2")]}, "layer_missing"),
    ],
)
def test_what_does_not_exist_is_refused(county: Path, options: dict[str, Any], code: str) -> None:
    with pytest.raises(GeoError) as caught:
        read_region_table([county], **options)
    assert caught.value.code == code


def test_the_boundaries_of_the_same_file_bear_the_same_codes(county: Path, tmp_path: Path) -> None:
    regions = read_region_table([county]).regions
    report = import_boundaries([county], regions, tmp_path / "out")
    assert report.matched == len(regions)
    assert report.unmatched_outlines == []
    assert report.regions_without_outline == []
    assert set(report.manifest["regions"]) == set(regions["region_code"])


def regions_of(*rows: tuple[str, str | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["region_code", "parent_code", "name_zh"])
    return frame.assign(region_level_code="5")


def test_codes_of_6_and_19_digits_find_their_region(tmp_path: Path) -> None:
    layer(tmp_path / "a.gpkg", "a", [{"XZQDM": "130722", "at": (0, 0, 2, 2)}])
    layer(tmp_path / "b.gpkg", "b", [{"ZLDWDM": "1307221000010000000", "at": (0, 0, 1, 1)}])
    regions = regions_of(("130722000000", None, "县"), ("130722100001", "130722000000", "村"))
    report = import_boundaries([tmp_path / "a.gpkg", tmp_path / "b.gpkg"], regions, tmp_path / "out")
    assert report.matched == 2


def test_names_match_only_where_they_are_unique_or_lie_in_the_right_parent(tmp_path: Path) -> None:
    layer(tmp_path / "a.gpkg", "a", [
        {"code": "T1", "name": "东镇", "at": (0, 0, 2, 1)}, {"code": "T2", "name": "西镇", "at": (2, 0, 4, 1)},
        {"code": "x1", "name": "新村", "at": (0, 0, 1, 1)}, {"code": "x2", "name": "新村", "at": (2, 0, 3, 1)},
        {"code": "x3", "name": "老村", "at": (1, 0, 2, 1)},
        {"code": "x4", "name": "远村", "at": (3, 0, 4, 1)}])  # fmt: skip
    regions = regions_of(("T1", None, "东镇"), ("T2", None, "西镇"), ("A", "T1", "新村"), ("B", "T2", "新村"),
                         ("C", "T1", "老村"), ("D", "T2", "近村"))  # fmt: skip
    report = import_boundaries([tmp_path / "a.gpkg"], regions, tmp_path / "out")
    assert report.unmatched_outlines == [("x4", "远村")]
    assert report.regions_without_outline == [("D", "近村")]
    boxes = {code: entry["bbox"][0] for code, entry in report.manifest["regions"].items()}
    assert (boxes["A"], boxes["B"], boxes["C"]) == (0, 2, 1)
    codes = {finding.code for finding in report.findings}
    assert {"matched_by_name", "outline_unmatched", "region_without_outline", "own_outline_used"} <= codes


def test_where_nothing_matches_nothing_is_written(tmp_path: Path) -> None:
    layer(tmp_path / "a.gpkg", "a", [{"code": "1", "at": (0, 0, 1, 1)}])
    with pytest.raises(GeoError) as caught:
        import_boundaries([tmp_path / "a.gpkg"], regions_of(("2", None, "村")), tmp_path / "out")
    assert caught.value.code == "nothing_matches"
    assert not (tmp_path / "out").exists()


def test_a_damaged_file_leaves_the_last_edition(county: Path, tmp_path: Path) -> None:
    regions = read_region_table([county]).regions
    before = import_boundaries([county], regions, tmp_path / "out").manifest
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    county.write_bytes(county.read_bytes()[:20_000])
    with pytest.raises(GeoError):
        import_boundaries([county], regions, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == files
    assert before["edition"]


def test_fields_resemble_layers() -> None:
    assert resembles("canton", "cantons")
    assert resembles("XIANG_DM", "xiang")
    assert not resembles("code", "cantons")
    assert not resembles("id", "identities")
