"""A crosswalk of changed codes as a CSV file: taken in, or refused with the line that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_access.region_files import CROSSWALK_COLUMNS, RegionTableError, read_crosswalk_csv

HEAD = "from_code,to_code,changed_on,change_code,household_count,from_name\n"


def written(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    (folder / "c.csv").write_bytes(text.encode(encoding))
    return folder / "c.csv"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_changes_are_read_with_dates_counts_and_padded_codes(tmp_path: Path, encoding: str) -> None:
    rows = "130722001,130722100,2019-01-01,recode,,旧乡\n130722100201,130722100202,,MERGE,55,\n"
    table = read_crosswalk_csv(written(tmp_path, HEAD + rows, encoding))
    assert tuple(table.columns) == CROSSWALK_COLUMNS
    assert table["from_code"].tolist() == ["130722001000", "130722100201"]
    assert table["changed_on"].tolist() == [date(2019, 1, 1), None]
    assert table["change_code"].tolist() == ["RECODE", "MERGE"]
    assert table["household_count"].tolist() == [None, 55]
    assert table["from_name"].tolist() == ["旧乡", ""]


@pytest.mark.parametrize(("rows", "code"), [
    ("A,A,,RECODE,,", "regions.crosswalk_row"), ("A,,,RECODE,,", "regions.crosswalk_row"),
    ("A,B,,GONE,,", "regions.crosswalk_row"), ("A,B,,MERGE,,\nA,B,,SPLIT,,", "regions.crosswalk_row"),
    ("A,B,2019-13-01,MERGE,,", "regions.crosswalk_day"), ("A,B,,MERGE,-5,", "regions.crosswalk_count"),
    ("", "regions.no_rows"),
])  # fmt: skip
def test_what_is_no_change_is_refused(tmp_path: Path, rows: str, code: str) -> None:
    with pytest.raises(RegionTableError) as caught:
        read_crosswalk_csv(written(tmp_path, HEAD + rows))
    assert caught.value.key == code
    assert all(word not in caught.value.message("en") for word in "{}")
    assert str(tmp_path) not in caught.value.message("zh")


def test_columns_are_needed(tmp_path: Path) -> None:
    with pytest.raises(RegionTableError) as caught:
        read_crosswalk_csv(written(tmp_path, "old,new\n1,2\n"))
    assert caught.value.key == "regions.crosswalk_columns"
