"""Workbooks: read back with the XML library alone, as any reader of the format would."""

import io
import math
import zipfile
from datetime import date
from xml.etree import ElementTree as Tree

import pytest

from data_access.spreadsheet import Sheet, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(content: bytes) -> dict[str, dict[str, tuple[str, str]]]:
    """Sheet -> cell -> (type, text)."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        book = Tree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - our own
        types = archive.read("[Content_Types].xml").decode()
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
        for number, sheet in enumerate(book.iter(f"{MAIN}sheet"), 1):
            path = f"worksheets/sheet{number}.xml"
            assert f"/xl/{path}" in types
            assert path in links
            cells = {}
            for cell in Tree.fromstring(archive.read(f"xl/{path}")).iter(f"{MAIN}c"):  # noqa: S314
                value = cell.find(f".//{MAIN}t")
                value = cell.find(f"{MAIN}v") if value is None else value
                assert value is not None
                cells[cell.attrib["r"]] = (cell.attrib.get("t", "n"), value.text or "")
            found[sheet.attrib["name"]] = cells
    return found


def test_cells_keep_their_kind() -> None:
    rows = [("=1+1", 2.5, None), ('<a & "b">\x07', math.nan, True), (date(2019, 9, 30), 12, math.inf)]
    cells = read(workbook([Sheet("村", ("名称", "数", "是"), rows)]))["村"]
    days = str((date(2019, 9, 30) - date(1899, 12, 30)).days)
    assert cells == {
        "A1": ("inlineStr", "名称"), "B1": ("inlineStr", "数"), "C1": ("inlineStr", "是"),
        "A2": ("inlineStr", "=1+1"), "B2": ("n", "2.5"),
        "A3": ("inlineStr", '<a & "b">'), "C3": ("b", "1"),
        "A4": ("n", days), "B4": ("n", "12"),
    }  # fmt: skip


@pytest.mark.parametrize("said", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_that_would_be_computed_is_marked_as_text(said: str) -> None:
    content = workbook([Sheet("s", (), [(said, "村")])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = Tree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
        styles = Tree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    assert not list(sheet.iter(f"{MAIN}f"))
    first, second = sheet.iter(f"{MAIN}c")
    formats = list(styles.find(f"{MAIN}cellXfs") or ())
    assert formats[int(first.attrib["s"])].attrib.get("quotePrefix") == "1"
    assert formats[int(second.attrib.get("s", 0))].attrib.get("quotePrefix") in (None, "0")


def test_titles_are_such_as_excel_allows() -> None:
    book = read(
        workbook([Sheet("a/b:c[1]", (), []), Sheet("", (), []), Sheet("x" * 40, (), []), Sheet("X" * 31, (), [])])
    )
    assert list(book) == ["a b c 1", "2", "x" * 31, "X" * 27 + " (4)"]


def test_columns_beyond_z() -> None:
    cells = read(workbook([Sheet("s", (), [list(range(1, 54))])]))["s"]
    assert [place for place, (_, value) in cells.items() if value in ("26", "27", "52", "53")] == [
        "Z1",
        "AA1",
        "AZ1",
        "BA1",
    ]


def test_no_sheet_is_no_workbook() -> None:
    with pytest.raises(ValueError, match="sheet"):
        workbook([])
