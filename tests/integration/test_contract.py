"""The contract as it is made, against its design where that is at hand."""

import csv
import os
import sqlite3
from pathlib import Path

import pytest

from data_access.contract import create_contract
from data_access.database import open_database

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("GUATU_SHARED") or ROOT.parent / "shared")


AGREED_SINCE = {"region_group", "region_group_member"}
"""Tables that the contract has and its first design had not."""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "contract.sqlite"
    create_contract(open_database(f"sqlite:///{path}", read_only=False))
    return path


def shape(path: Path | str, script: str = "") -> dict[str, object]:
    """Tables, columns, keys, indexes and views, as SQLite itself tells them."""
    connection = sqlite3.connect(path)
    connection.executescript(script)
    told: dict[str, object] = {}
    for kind, name in connection.execute(
        "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    ).fetchall():
        if kind == "index":
            told[name] = [row[2] for row in connection.execute(f"PRAGMA index_info({name})")]
            continue
        columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
        keys = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
        told[name] = (
            [(c[1], plain(c[2]), c[3], c[4], c[5]) for c in columns] if kind == "table" else [c[1] for c in columns],
            sorted((key[2], key[3], key[4]) for key in keys),
        )
    connection.close()
    return told


def plain(kind: str) -> str:
    """One spelling of types that are the same."""
    said = kind.upper().replace(" ", "").replace("NUMERIC", "DECIMAL").replace("TIMESTAMP", "DATETIME")
    return said.replace("VARYING", "")


def test_it_is_the_design(made: Path) -> None:
    design = SHARED / "domain" / "schema.sql"
    if not design.is_file():
        pytest.skip("the design of the contract is not at hand")
    told = shape(made)
    assert set(told) >= AGREED_SINCE
    assert {name: what for name, what in told.items() if name not in AGREED_SINCE} == shape(
        ":memory:", design.read_text(encoding="utf-8")
    )


def test_catalogues_are_filled_row_by_row(made: Path) -> None:
    connection = sqlite3.connect(made)
    for file, table, key in (
        ("code_lists.csv", "code_item", ("list_code", "item_code")),
        ("industry_kinds.csv", "industry_kind", ("industry_kind_code",)),
        ("industry_metrics.csv", "industry_metric", ("industry_kind_code", "industry_metric_code")),
    ):
        with (ROOT / "data_access" / "catalogue" / file).open(encoding="utf-8-sig", newline="") as source:
            wanted = {tuple(row[name] for name in (*key, "name_zh")) for row in csv.DictReader(source)}
        assert wanted == set(connection.execute(f"SELECT {', '.join(key)}, name_zh FROM {table}"))
    assert connection.execute("SELECT DISTINCT is_active FROM code_item").fetchall() == [(1,)]
    assert connection.execute("SELECT COUNT(*) FROM code_item WHERE sort_no IS NULL OR name_en = ''").fetchone() == (0,)
    connection.close()


def test_a_second_call_changes_nothing(made: Path) -> None:
    connection = sqlite3.connect(made)
    connection.execute("UPDATE code_item SET name_zh = '我们的' WHERE list_code = 'CAUSE' AND item_code = '01'")
    connection.execute("INSERT INTO code_item (list_code, item_code, name_zh) VALUES ('CAUSE', 'L1', '本地')")
    connection.commit()
    before = list(connection.iterdump())
    create_contract(open_database(f"sqlite:///{made}", read_only=False))
    assert list(connection.iterdump()) == before
    connection.close()


def test_it_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "half.sqlite"

    def fail(_file: str) -> list[dict[str, object]]:
        raise RuntimeError("the power went off")

    monkeypatch.setattr("data_access.contract.catalogue_rows", fail)
    with pytest.raises(RuntimeError):
        create_contract(open_database(f"sqlite:///{path}", read_only=False))
    assert shape(path) == {}
