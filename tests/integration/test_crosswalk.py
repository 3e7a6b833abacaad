"""`guatu regions crosswalk`: changes of codes come into the database, or are refused in words with nothing written."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app import main
from tests.history_county import CHANGES, make_history_county

HEAD = "from_code,to_code,changed_on,change_code,household_count\n"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The county with its regions and without a change or a day on record."""
    path = make_history_county(tmp_path / "bare.sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM region_change")
        connection.execute("UPDATE region SET valid_from = NULL, valid_to = NULL")
    return path


@pytest.fixture
def imported(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Imports rows of a crosswalk; the exit code."""
    monkeypatch.setenv("GUATU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GUATU_LANGUAGE", "zh")
    monkeypatch.setenv("GUATU_DATABASE_URL", f"sqlite:///{bare.as_posix()}")

    def run(rows: str, *options: str) -> int:
        file = tmp_path / "changes.csv"
        file.write_text(HEAD + rows, encoding="utf-8")
        return main(["regions", "crosswalk", str(file), *options])

    return run


def all_rows() -> str:
    return "".join(f"{a},{b},{on},{kind},{'' if count is None else count}\n" for a, b, on, kind, count in CHANGES)


def table(path: Path, columns: str, name: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return sorted(connection.execute(f"SELECT {columns} FROM {name}"), key=str)


def test_changes_come_in_with_the_days_of_their_regions(
    bare: Path, imported: Callable[..., int], tmp_path: Path
) -> None:
    assert imported(all_rows()) == 0
    whole = make_history_county(tmp_path / "whole.sqlite")
    columns = "from_code, to_code, changed_on, region_change_code, household_count"
    assert table(bare, columns, "region_change") == table(whole, columns, "region_change")
    days = "region_code, valid_from, valid_to"
    assert table(bare, days, "region") == table(whole, days, "region")


def test_the_same_file_again_changes_nothing(
    bare: Path, imported: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(all_rows()) == 0
    before = table(bare, "*", "region_change"), table(bare, "*", "region")
    capsys.readouterr()
    assert imported(all_rows()) == 0
    assert "新增 0 条,修改 0 条,未变 8 条" in capsys.readouterr().out
    assert (table(bare, "*", "region_change"), table(bare, "*", "region")) == before


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A1,A,2017-07-01,MERGE,\nZ9,A,2017-07-01,MERGE,\n", "Z9 → A"),
        ("A1,A,,MERGE,\n", "没有日期"),
        ("A1,T1,2017-07-01,MERGE,\n", "不在同一层级"),
        ("B1,B2,2018-03-01,SPLIT,60\nB1,B3,2018-04-01,SPLIT,40\n", "不同的日期"),
        ("B1,B2,2018-03-01,SPLIT,60\nB1,B3,2018-03-01,SPLIT,\n", "只填了一部分"),
        ("B1,B2,2018-03-01,SPLIT,0\nB1,B3,2018-03-01,SPLIT,0\n", "全为 0"),
        ("A1,A2,2017-07-01,RECODE,\nA2,A3,2018-07-01,RECODE,\nA3,A1,2019-07-01,RECODE,\n", "成环"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(
    bare: Path, imported: Callable[..., int], capsys: pytest.CaptureFixture[str], rows: str, said: str
) -> None:
    before = table(bare, "*", "region")
    assert imported(rows) != 0
    assert said in capsys.readouterr().err
    assert table(bare, "*", "region_change") == []
    assert table(bare, "*", "region") == before


def test_days_on_record_must_fit(bare: Path, imported: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(bare) as connection:
        connection.execute("UPDATE region SET valid_to = '2016-12-31' WHERE region_code = 'A1'")
        connection.execute("UPDATE region SET valid_from = '2017-01-01' WHERE region_code = 'E1'")
    assert imported("A1,A,2017-07-01,MERGE,\n") != 0
    assert "旧区划应止于变更前一天" in capsys.readouterr().err
    assert imported("D1,E1,2019-01-01,RECODE,\n") != 0
    assert "新区划应自变更当天起" in capsys.readouterr().err


def test_a_changed_row_needs_a_word(
    bare: Path, imported: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported("B1,B2,2018-03-01,SPLIT,60\nB1,B3,2018-03-01,SPLIT,40\n") == 0
    assert imported("B1,B2,2018-03-01,SPLIT,70\nB1,B3,2018-03-01,SPLIT,40\n") != 0
    assert "--replace" in capsys.readouterr().err
    assert imported("B1,B2,2018-03-01,SPLIT,70\nB1,B3,2018-03-01,SPLIT,40\n", "--replace") == 0
    assert table(bare, "household_count", "region_change") == [(40,), (70,)]


def test_a_split_without_counts_is_told(imported: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert imported("B1,B2,2018-03-01,SPLIT,\nB1,B3,2018-03-01,SPLIT,\n") == 0
    assert "1 个拆分的区划没有户数或人口(B1)" in capsys.readouterr().out
