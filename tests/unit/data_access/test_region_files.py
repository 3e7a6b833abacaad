"""Tables of regions as offices keep them."""

from pathlib import Path

import pandas as pd
import pytest

from data_access.region_files import (
    RegionTableError,
    level_of,
    merge_region_tables,
    pad_code,
    read_region_csv,
)

VILLAGES = """code,village_name,kind,township_code,township_name,county_code,county
990101101001,柳村,村委会,990101101,白水镇,990101,坝上县
990101101002,河畔社区,居委会/社区,990101101,白水镇,990101,坝上县
990101400498,东风农场虚拟社区,其他,990101400,东风农场,990101,坝上县
"""
TOWNSHIPS = """code12,township_name,kind,county_code,county
990101101000,白水镇,镇,990101,坝上县
990101400000,东风农场,开发区/农场等(类似乡级单位),990101,坝上县
"""


def write(folder: Path, content: str, encoding: str = "utf-8", name: str = "regions.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_villages_bring_their_townships_and_county(tmp_path: Path, encoding: str, delimiter: str) -> None:
    table = read_region_csv(write(tmp_path, VILLAGES.replace(",", delimiter), encoding))
    assert table["region_code"].tolist() == [
        "990101000000",
        "990101101000",
        "990101400000",
        "990101101001",
        "990101101002",
        "990101400498",
    ]
    assert table["region_level_code"].tolist() == ["3", "4", "4", "5", "5", "5"]
    assert table["name_zh"].tolist()[:3] == ["坝上县", "白水镇", "东风农场"]
    parents = dict(zip(table["region_code"], table["parent_code"], strict=True))
    assert pd.isna(parents["990101000000"])
    assert parents["990101101000"] == "990101000000"
    assert parents["990101400498"] == "990101400000"


def test_two_files_become_one_table_with_the_kinds_of_both(tmp_path: Path) -> None:
    villages = read_region_csv(write(tmp_path, VILLAGES, name="v.csv"))
    townships = read_region_csv(write(tmp_path, TOWNSHIPS, name="t.csv"))
    for order in ([villages, townships], [townships, villages]):
        merged = merge_region_tables(order)
        kinds = dict(zip(merged["region_code"], merged["region_kind_code"], strict=True))
        assert len(merged) == 6
        assert kinds["990101101000"] == "TOWN"
        assert kinds["990101400000"] == "FARM"
        assert kinds["990101101002"] == "COMMUNITY"
        assert pd.isna(kinds["990101400498"])


def test_files_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    villages = read_region_csv(write(tmp_path, VILLAGES, name="v.csv"))
    townships = read_region_csv(write(tmp_path, TOWNSHIPS.replace("白水镇", "黑水镇"), name="t.csv"))
    with pytest.raises(RegionTableError) as refused:
        merge_region_tables([villages, townships])
    assert "白水镇" in str(refused.value)
    assert "黑水镇" in str(refused.value)


def test_plain_columns_with_points_and_foreign_codes(tmp_path: Path) -> None:
    content = "region_code,parent_code,region_level_code,name_zh,longitude,latitude\nA,,2,甲,5.1,44.5\nB-1,A,4,乙,,\n"
    table = read_region_csv(write(tmp_path, content))
    assert table["region_code"].tolist() == ["A", "B-1"]
    assert table.loc[0, "longitude"] == pytest.approx(5.1)
    assert table["latitude"].isna().tolist() == [False, True]
    assert table["longitude"].dtype == float


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no rows"),
        ("code,name_zh\n", "no rows"),
        ("kod,naam\n1,2\n", "needs a column"),
        ("code,name_zh\n990101101001,\n", "line 2"),
        ("code,name_zh\n,柳村\n", "line 2"),
        ("code,name_zh\nA,甲\n", "level of A"),
        (VILLAGES + "990101101001,柳村,村委会,990101101,白水镇,990101,坝上县\n", "more than once"),
        ("code,name_zh,longitude\n990101000000,县,east\n", "'east'"),
    ],
)
def test_each_fault_is_one_clear_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(RegionTableError) as refused:
        read_region_csv(write(tmp_path, content))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.message("zh") != str(refused.value)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_bytes(b"PK\x03\x04\x00\x00\xff\xfe\x81\x00")
    with pytest.raises(RegionTableError):
        read_region_csv(path)
    with pytest.raises(RegionTableError):
        read_region_csv(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("code", "padded", "level"),
    [
        ("99", "990000000000", "1"),
        ("9901", "990100000000", "2"),
        ("990101", "990101000000", "3"),
        ("990101400", "990101400000", "4"),
        ("990101400498", "990101400498", "5"),
        ("26001", "26001", None),
        ("3.26001", "3.26001", None),
    ],
)
def test_codes_tell_their_level_by_their_padding(code: str, padded: str, level: str | None) -> None:
    assert pad_code(code) == padded
    assert level_of(padded) == level
