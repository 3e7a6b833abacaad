"""The demo county keeps the contract that it is there to show."""

from datetime import date
from pathlib import Path

from data_access.check import check_database
from data_access.database import open_database, present_themes


def test_the_check_finds_nothing_on_the_day_of_the_data(demo_database: Path) -> None:
    findings = check_database(open_database(f"sqlite:///{demo_database.as_posix()}"), date(2019, 9, 30))
    assert [str(f) for f in findings] == []


def test_what_the_county_has_not_is_absent_and_all_else_present(demo_database: Path) -> None:
    themes = present_themes(open_database(f"sqlite:///{demo_database.as_posix()}"))
    absent = {name for name, there in themes.items() if not there}
    assert absent == {"boundaries", "insurance", "relocation", "region_group"}
