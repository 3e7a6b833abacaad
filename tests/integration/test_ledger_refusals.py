"""Files that are no ledger, cut or hostile, and disks that fill up: refused with words, and what stood stays."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from data_access.database import open_database
from data_access.ledger import staging
from data_access.ledger.errors import LedgerError
from data_access.ledger.importing import import_ledger
from tests.ledger_county import GOOD, HEADINGS, asked, book, taken_in, village_county


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return village_county(tmp_path)


def ole(inside: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + inside


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/worksheets/sheet1.xml", bytes(40_000_000))


def leading_out(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/../../../etc/cron.d/x", "x")


def declaring(path: Path) -> None:
    book(path, HEADINGS, GOOD)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    declared = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]>'
    parts["xl/worksheets/sheet1.xml"] = b"<!--" + b" " * 9000 + b"-->" + declared + sheet.partition(b"?>")[2]
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "ledger.empty_file"),
    "old": (lambda path: path.write_bytes(ole(b"Workbook")), "ledger.old_format"),
    "locked": (lambda path: path.write_bytes(ole("EncryptedPackage".encode("utf-16-le"))), "ledger.password"),
    "page": (lambda path: path.write_bytes(b"\xef\xbb\xbf<html><table>"), "ledger.web_page"),
    "text": (lambda path: path.write_text("户编号,姓名"), "ledger.no_workbook"),
    "bomb": (bomb, "ledger.bomb"),
    "leading out": (leading_out, "ledger.part_names"),
    "declarations": (declaring, "ledger.damaged"),
    "zip": (lambda path: zipfile.ZipFile(path, "w").close(), "ledger.no_workbook"),
    "other table": (lambda path: book(path, ["a", "b"], [1, 2]), "ledger.nothing"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_ledger_is_refused_with_words(name: str, county: Path, tmp_path: Path) -> None:
    make, key = WRONG[name]
    make(tmp_path / "x.xlsx")
    with pytest.raises(LedgerError) as caught:
        taken_in(county, tmp_path / "x.xlsx")
    assert caught.value.key == key
    assert "x.xlsx" in caught.value.message("zh")
    assert "{" not in caught.value.message("zh") + caught.value.message("en")


def test_a_file_cut_anywhere_is_refused_and_nothing_written(county: Path, tmp_path: Path) -> None:
    whole = book(tmp_path / "whole.xlsx", HEADINGS, *[[f"H{n}", *GOOD[1:]] for n in range(400)]).read_bytes()
    cut = tmp_path / "cut.xlsx"
    for end in range(40, len(whole), len(whole) // 12):
        cut.write_bytes(whole[:end])
        with pytest.raises(LedgerError):
            taken_in(county, cut)
    place = whole.index(b"xl/worksheets/sheet1.xml") + 400  # within the packed sheet
    cut.write_bytes(whole[:place] + struct.pack("<Q", 0) * 8 + whole[place + 64 :])
    with pytest.raises(LedgerError):
        taken_in(county, cut)
    assert asked(county, "SELECT COUNT(*) FROM household") == [(0,)]


def test_a_disk_that_fills_up_leaves_what_stood(county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", HEADINGS, *[[f"H{n}", *GOOD[1:]] for n in range(300)])
    taken_in(county, path)
    before = asked(county, "SELECT * FROM household ORDER BY 1")
    path = book(tmp_path / "b.xlsx", HEADINGS, *[[f"K{n}", *GOOD[1:]] for n in range(1200)])
    engine = open_database(f"sqlite:///{county}", read_only=False)
    with engine.connect() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)
    event.listen(engine, "connect", lambda made, _record: made.execute(f"PRAGMA max_page_count = {pages + 8}"))
    engine.dispose()
    with pytest.raises(Exception) as caught:
        import_ledger(engine, [path])
    engine.dispose()
    assert getattr(caught.value, "key", "").startswith(("database.", "ledger.disk")), repr(caught.value)
    assert asked(county, "SELECT * FROM household ORDER BY 1") == before
    monkeypatch.setattr(staging, "_TABLES", staging._TABLES + "PRAGMA max_page_count = 20;")
    with pytest.raises(LedgerError, match="disk is full"):
        taken_in(county, path)
    assert asked(county, "SELECT * FROM household ORDER BY 1") == before
