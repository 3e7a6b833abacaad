"""An administrator brings in a ledger with three bad rows, sees why, and then the outlines of the villages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from data_access.accounts import open_accounts
from data_access.database import open_database
from data_access.regions import import_regions
from data_access.scope import Role
from tests.e2e.conftest import OpenWall
from tests.e2e.serving import Server, environment
from tests.signing_in import session_of

REGIONS = [
    ("130722000000", None, "3", "张县"), ("130722101000", "130722000000", "4", "公会镇"),
    ("130722101201", "130722101000", "5", "大西湾村"), ("130722101202", "130722101000", "5", "杨家村"),
]  # fmt: skip
HEADINGS = ["户编号", "乡镇", "行政村", "家庭人口数", "脱贫状态", "识别年度"]
WAIT_MS = 120_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("imports")
    engine = open_database(f"sqlite:///{made / 'county.sqlite'}", read_only=False)
    import_regions(
        engine, pd.DataFrame(REGIONS, columns=["region_code", "parent_code", "region_level_code", "name_zh"])
    )
    engine.dispose()
    book = Workbook()
    book.active.append(["张县台账"])
    book.active.append(HEADINGS)
    for number in range(40):
        book.active.append([f"H{number:08}", "公会镇", "杨家村" if number % 2 else "大西湾", 3, "未脱贫", 2014])
    book.active.append(["H1", "公会镇", "无名村", 3, "未脱贫", 2014])
    book.active.append(["H2", "公会镇", "杨家村", "三", "未脱贫", 2014])
    book.active.append([1234567890123456789, "公会镇", "杨家村", 3, "未脱贫", 2014])
    book.save(made / "台账.xlsx")
    squares = [
        {"type": "Feature", "properties": {"XZQDM": code, "XZQMC": name},
         "geometry": {"type": "Polygon", "coordinates": [[[x, 41], [x, 42], [x + 0.1, 42], [x + 0.1, 41], [x, 41]]]}}
        for x, (code, name) in ((114.6, ("130722101201", "大西湾村")), (114.7, ("130722101202", "杨家村")),
                                (114.8, ("139999999999", "别处村")))
    ]  # fmt: skip
    (made / "村界.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": squares}), "utf-8")
    return made


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    session = session_of(open_accounts(home), Role.ADMINISTRATOR).token
    accounts = open_accounts(home)
    accounts.set_password("chief", accounts.add("chief", Role.ADMINISTRATOR, None, "主任"), "correct-horse-9")
    server = Server.start(environment(home, f"sqlite:///{home / 'county.sqlite'}"), home / "serve.log")
    server.session = session
    yield server
    assert server.interrupt() == 0, server.said()
    assert "Traceback" not in server.log.read_text("utf-8"), server.said()


def test_a_ledger_and_the_outlines_are_brought_in(server: Server, home: Path, open_wall: OpenWall) -> None:
    screen = open_wall(server, (1366, 768), apart=True)
    page = screen.page
    cookie = {"name": "guatu_session", "value": server.session, "url": server.base}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{server.base}/imports?lang=zh")
    ledger = page.locator("[data-kind=ledger]")
    ledger.locator("input[type=file]").set_input_files(home / "台账.xlsx")
    expect(ledger.locator("[data-chosen]")).to_have_text("台账.xlsx")
    ledger.locator("button[type=submit]").click()
    expect(page.locator("[data-rejected]")).to_have_text("3", timeout=WAIT_MS)
    expect(page.locator("[data-taken]")).to_have_text("40")
    rows = page.locator("[data-rejections] tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("区划里没有“无名村”")
    expect(page.locator(".page")).not_to_contain_text("1234567890123456789")
    with page.expect_download() as download:
        page.get_by_text("下载未采用的行").click()
    assert download.value.suggested_filename == "未采用清单.xlsx"
    assert count(home) == 0, "nothing is written before it is confirmed"
    page.locator("form[action^='/imports/do'] button").click()
    expect(page.get_by_text("台账已导入")).to_be_visible(timeout=WAIT_MS)
    assert count(home) == 40
    page.locator("form[action^='/imports/end'] button").click()
    outlines = page.locator("[data-kind=boundaries]")
    outlines.locator("input[type=file]").set_input_files(home / "村界.geojson")
    outlines.locator("button[type=submit]").click()
    expect(page.locator("[data-matched]")).to_have_text("2", timeout=WAIT_MS)
    assert page.locator("img.picture").evaluate("img => img.complete && img.naturalWidth") > 0
    expect(page.get_by_text("别处村").first).to_be_visible()
    page.locator("form[action^='/imports/do'] button").click()
    expect(page.locator(".said[role=status]")).to_contain_text("已发布", timeout=WAIT_MS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("form[action^='/imports/end'] button").click()
    expect(page.locator("[data-kind=ledger]")).to_be_visible()
    assert not [path for path in (home / "imports").rglob("*") if path.is_file()]


def count(home: Path) -> int:
    connection = sqlite3.connect(home / "county.sqlite")
    found = int(connection.execute("SELECT COUNT(*) FROM household").fetchone()[0])
    connection.close()
    return found
