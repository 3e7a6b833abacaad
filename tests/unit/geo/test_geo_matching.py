"""Outlines find their regions: by code, by a crosswalk of changed codes, by names as offices write them."""

from __future__ import annotations

import pandas as pd
import pytest
from shapely.geometry import Polygon, box

from geo.crosswalk import CROSSWALK_COLUMNS, Crosswalk, draft
from geo.errors import GeoError
from geo.matching import match, stated_uppers
from geo.names import alike, stem
from geo.tree import RegionTree

COUNTY, TOWN, OTHER = "130722000000", "130722100000", "130722101000"
SOUTH, NORTH, OTHER_SOUTH = "130722100201", "130722100202", "130722101201"


def tree() -> RegionTree:
    rows = [
        (COUNTY, None, "张北县"), (TOWN, COUNTY, "张北镇"), (OTHER, COUNTY, "公会镇"),
        (SOUTH, TOWN, "南关村"), (NORTH, TOWN, "北关社区"), (OTHER_SOUTH, OTHER, "南关村"),
    ]  # fmt: skip
    return RegionTree(pd.DataFrame(rows, columns=["region_code", "parent_code", "name_zh"]))


def outlines(*rows: tuple[str | None, str], upper: tuple[str, ...] = (), shape: Polygon | None = None) -> pd.DataFrame:
    shapes = [shape or box(column, 0, column + 1, 1) for column in range(len(rows))]
    table = pd.DataFrame(rows, columns=["region_code", "name"], dtype=object)
    return table.assign(upper=pd.Series([upper] * len(rows), dtype=object), geometry=pd.Series(shapes, dtype=object))


@pytest.mark.parametrize(("name", "wanted"), [
    ("张北镇", ("张北", "township")), ("南关村民委员会", ("南关", "village")), ("南关 村委会", ("南关", "village")),
    ("北关社区居民委员会", ("北关", "village")), ("大滩回族乡", ("大滩", "township")), ("张北县", ("张北", "county")),
    ("大厂回族自治县", ("大厂", "county")), ("村", ("村", "")), ("三号", ("三号", "")),
])  # fmt: skip
def test_the_stem_of_a_name(name: str, wanted: tuple[str, str]) -> None:
    assert stem(name) == wanted


def test_a_town_is_not_the_county_of_its_name() -> None:
    assert alike("南关村", "南关社区")
    assert alike("南关", "南关村")
    assert not alike("张北镇", "张北县")


def test_codes_of_every_length_are_matched() -> None:
    found = match(outlines(("130722", ""), ("130722100", ""), ("1307221002010000000", ""), (NORTH, "")), tree())
    assert found.rows == {0: COUNTY, 1: TOWN, 2: SOUTH, 3: NORTH}
    assert found.findings == []


@pytest.mark.parametrize(("name", "region"), [
    ("北关村", NORTH), ("北关社区居委会", NORTH), ("张北镇北关社区", NORTH), ("张北县/公会镇/南关村", OTHER_SOUTH),
    ("公会", OTHER), ("张北", None), ("南关村", None), ("西关村", None),
])  # fmt: skip
def test_names_as_others_write_them(name: str, region: str | None) -> None:
    assert match(outlines((None, name)), tree()).rows == ({} if region is None else {0: region})


def test_a_name_that_two_bear_is_told_by_the_township_that_the_file_names() -> None:
    assert match(outlines((None, "南关村"), upper=("公会镇", "张北县")), tree()).rows == {0: OTHER_SOUTH}
    assert match(outlines((None, "北关社区"), upper=("公会镇",)), tree()).rows == {}, "it lies elsewhere, says the file"


def test_or_by_the_outline_that_it_lies_in() -> None:
    table = outlines((TOWN, "张北镇"), (None, "南关村"))
    table["geometry"] = pd.Series([box(0, 0, 9, 9), box(1, 1, 2, 2)], dtype=object)
    assert match(table, tree()).rows == {0: TOWN, 1: SOUTH}


def test_fields_that_name_townships_are_found_by_what_they_hold() -> None:
    table = pd.DataFrame(
        {"XIANG": ["张北镇", "公会乡", None], "REMARK": ["好", "张北镇", "坏"], "AREA": [1.0, 2.0, 3.0]}
    )
    assert stated_uppers(table, tree()) == [("张北镇",), ("公会乡",), ()]


def changes(*rows: tuple[str, str]) -> Crosswalk:
    return Crosswalk(pd.DataFrame(rows, columns=["from_code", "to_code"]))


def test_changed_codes_are_followed_through_every_change() -> None:
    way = changes(("A", "B"), ("B", SOUTH), ("C", NORTH), ("D", NORTH))
    found = match(outlines(("A", "旧村"), ("C", "丙"), ("D", "丁")), tree(), way)
    assert found.rows == {0: SOUTH, 1: NORTH, 2: NORTH}, "two that merged are both of the region that they became"
    assert [finding.code for finding in found.findings] == ["matched_by_crosswalk"]


def test_a_region_that_was_split_has_no_outline_and_it_is_said() -> None:
    found = match(outlines(("A", "大村")), tree(), changes(("A", SOUTH), ("A", NORTH)))
    assert found.rows == {}
    assert [(f.code, f.params["names"]) for f in found.findings] == [("split_in_crosswalk", "大村")]


def test_codes_newer_than_the_table_are_followed_back_where_one_became_one() -> None:
    assert match(outlines(("NEW", "")), tree(), changes((SOUTH, "NEW"))).rows == {0: SOUTH}
    assert match(outlines(("NEW", "")), tree(), changes((SOUTH, "NEW"), (NORTH, "NEW"))).rows == {}


def test_changes_in_a_circle_end() -> None:
    assert match(outlines(("A", "")), tree(), changes(("A", "B"), ("B", "A"))).rows == {}


def test_a_draft_is_made_of_what_matched_by_name_under_another_code() -> None:
    table = draft([("130722100999", SOUTH, "南关村委会", "南关村"), (NORTH, NORTH, "北关", "北关社区")])
    assert list(table.columns) == CROSSWALK_COLUMNS
    assert table.to_dict("records") == [
        {"from_code": "130722100999", "to_code": SOUTH, "changed_on": "", "change_code": "RECODE",
         "from_name": "南关村委会", "to_name": "南关村"},
    ]  # fmt: skip


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(GeoError, match="from_code, to_code"):
        Crosswalk(pd.DataFrame({"old": []}))
