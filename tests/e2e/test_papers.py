"""A story of ten scenes leaves the room as each kind of file, and each says what it is and of which data."""

from __future__ import annotations

import io
import re
import sqlite3
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.e2e.conftest import OpenWall
from tests.e2e.serving import Server

TITLE = f"月调度 {token_hex(3)}"
APPROVAL = f"甲发〔2019〕{token_hex(2)}号"
SECONDS = 60  # of a machine that does other things as well; alone the slowest kind takes eight
SIZE = (960, 540)
SCENES = (
    "?indicator=POVERTY_INCIDENCE", "?view=industry", "?view=industry&solar=without&spotlight=gaps", "?view=monitor",
    "?view=duty", "?view=duty&lapse=team&spotlight=silent", "?view=tasks", "?view=ranking",
    "?view=ranking&difference=on&since=2017", "?region=000000000000&indicator=NOT_ANY_MORE",
)  # fmt: skip


@pytest.fixture(scope="module")
def registered(demo_database: Path) -> str:
    """The registered households of the county, as a paper writes them."""
    asked = "SELECT COUNT(*) FROM household WHERE is_valid = 1 AND household_type_code = '1'"
    with closing(sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)) as connection:
        return f"{connection.execute(asked).fetchone()[0]:,}"


def of_workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == len(SCENES) + 3
    cells = [cell.value for page in book for row in page.iter_rows() for cell in row]
    assert sum(isinstance(value, int | float) for value in cells) > 1000
    return " ".join(str(value) for value in cells if value is not None)


def of_report(content: bytes) -> str:
    with closing(pypdfium2.PdfDocument(content)) as report:
        pages = [report[at] for at in range(len(report))]
        assert all(round(min(page.get_size())) == 595 for page in pages), "A4"
        return " ".join(page.get_textpage().get_text_range() for page in pages)


def of_slides(content: bytes) -> str:
    deck = Presentation(io.BytesIO(content))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    assert sum(shape.has_chart for shape in shapes) >= len(SCENES), "charts that can be changed"
    assert any(shape.shape_type == 13 for shape in shapes), "maps as pictures"
    words = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return " ".join([*words, *cells])


def of_pictures(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        names = pack.namelist()
        assert len(names) == len(SCENES)
        for name in names:
            with Image.open(io.BytesIO(pack.read(name))) as picture:
                assert picture.size == SIZE and len(picture.getcolors(1 << 20) or range(999)) > 50, name
    return ""


READ: dict[str, Callable[[bytes], str]] = {
    "xlsx": of_workbook, "pdf": of_report, "pptx": of_slides, "png": of_pictures,
}  # fmt: skip


def made(page: Page, kind: str) -> tuple[float, bytes]:
    """Order one kind; the seconds until it was ready, and the file."""
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("[name=approval]").fill(APPROVAL)
    if kind == "png":
        for name, side in zip(("width", "height"), SIZE, strict=True):
            page.locator(f"[name={name}]").fill(str(side))
    before = time.monotonic()
    page.locator("#order [type=submit]").click()
    first = page.locator(".made > li").first
    expect(first).to_have_attribute("data-state", re.compile("done|failed"), timeout=120_000)
    expect(first).to_have_attribute("data-state", "done")
    seconds = time.monotonic() - before
    with page.expect_download() as coming:
        first.locator("a[download]").click()
    assert TITLE in coming.value.suggested_filename
    return seconds, Path(coming.value.path()).read_bytes()


@pytest.mark.timed
def test_ten_scenes_as_each_kind_of_file(demo_server: Server, open_wall: OpenWall, registered: str) -> None:
    desk = open_wall(demo_server, (1440, 900), "papers", apart=True)
    page = desk.page
    page.goto(f"{demo_server.base}/briefings")
    page.locator("form.begin [name=title]").fill(TITLE)
    page.locator("form.begin [type=submit]").click()
    id = urlsplit(page.url).path.rpartition("/")[2]
    for search in SCENES:
        kept = page.request.post(f"{demo_server.base}/briefings/{id}/scenes", data={"search": search})
        assert kept.ok, kept.text()
    page.reload()
    page.locator(".top a[href^='/papers']").click()
    expect(page.locator("#make")).to_have_text(TITLE)
    meta = demo_server.json("/wall/config")
    for kind, read in READ.items():
        seconds, content = made(page, kind)
        print(f"{kind}: {len(SCENES)} scenes in {seconds:.1f} s, {len(content) / 1e3:.0f} KB")
        said = "".join(read(content).split())
        wanted = (TITLE, "数据截至", meta["release"], APPROVAL, "演示数据", registered, "地区不存在", "2.79")
        assert [words for words in wanted if said and "".join(words.split()) not in said] == [], kind
        assert seconds <= SECONDS, kind
    desk.shot("made")
    tags = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    found = Axe().run(page, options=tags).response["violations"]
    assert found == [], found


def test_the_wall_leads_to_the_paper_of_what_it_shows(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server, apart=True)
    wall.go("?view=duty&period=2018")
    wall.page.locator("#menu > summary").click()
    wall.page.locator("[data-paper]").click()
    expect(wall.page.locator("#make")).to_contain_text("责任")
    asked = parse_qs(urlsplit(wall.page.url).query)
    assert (asked["w"], asked["h"]) == (["1920"], ["1080"])
    assert parse_qs(asked["of"][0].lstrip("?"))["view"] == ["duty"]
    wall.go("?view=tasks")
    wall.page.keyboard.press("Control+k")
    wall.page.locator(".commands-input").fill("本页成文")
    wall.page.keyboard.press("Enter")
    expect(wall.page.locator("#make")).to_contain_text("作战")
