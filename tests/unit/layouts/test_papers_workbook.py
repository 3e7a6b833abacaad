"""A paper as a workbook: what a reader of the file finds in it, whatever stands in the words."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

from openpyxl import load_workbook

from layouts.papers.sheet import (
    Chart,
    Column,
    Definition,
    Headline,
    NotedLine,
    Origin,
    Paper,
    Series,
    Sheet,
    Table,
)
from layouts.papers.workbook import workbook

EVIL = '=HYPERLINK("http://evil.example","x")'
TABLE = Table(
    "贫困发生率 (%)",
    (Column("排名", "count"), Column("地区"), Column("贫困发生率 (%)", "rate", 2), Column("户", "count")),
    ((1.0, "甲镇", 0.5, 12345.0), ("—", EVIL, "未上报", "不公开")),
    note="分子:未脱贫人口",
)
LINE = Chart("line", "甲县 · 贫困发生率", "%", ("2018", "2019"), (Series("甲县", (3.25, None), "accent"),), 2)
PAPER = Paper(
    title="月调度",
    lang="zh",
    is_demo=True,
    as_of="数据截至 2019-09-30",
    release="20191001T000000-abcd",
    made_at=datetime(2019, 10, 1, 9, 30),
    made_by="甲",
    approval="甲〔2019〕3号",
    watermark="",
    sheets=(
        Sheet("开场: 总体/全县", "甲县", "2019 年", notes="先讲\n+后讲", sentence="一句话。",
              headlines=(Headline("建档立卡户", "37,053", "户", "户均 1.80 人"),), charts=(LINE,), tables=(TABLE,)),
        Sheet("开场: 总体/全县", "甲县", "2019 年", missing=("地区已撤并",)),
    ),
    definitions=(Definition("贫困发生率", "%", "未脱贫人口占比", "region_year"),),
    noted=(NotedLine("任务", "@一周内走访到位", "乙镇", "2019-10-15", is_done=False),),
    conditions=("部分地区未上报",),
    origins=(Origin("扶贫办", "2019-09-30"),),
)  # fmt: skip


def opened(paper: Paper) -> Any:
    return load_workbook(io.BytesIO(workbook(paper)))


def rows(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_there_is_a_sheet_a_scene_between_contents_and_definitions() -> None:
    names = opened(PAPER).sheetnames
    assert (names[0], names[-2:]) == ("目录", ["定义", "来源"])
    assert len(names) == 5 and len(set(names)) == 5 and all(len(name) <= 31 for name in names)


def test_numbers_are_numbers_and_what_is_absent_is_said() -> None:
    page = opened(PAPER).worksheets[1]
    first = next(row for row in page.iter_rows() if row[1].value == "甲镇")
    assert [cell.value for cell in first[:4]] == [1, "甲镇", 0.5, 12345]
    assert [cell.number_format for cell in first[2:4]] == ["#,##0.00", "#,##0"]
    second = next(row for row in page.iter_rows() if row[1].value == EVIL)
    assert [cell.value for cell in second[2:4]] == ["未上报", "不公开"]
    line = next(row for row in rows(page) if row[0] == "2019")
    assert line[1] == "未上报"


def test_no_word_is_computed() -> None:
    book = opened(replace(PAPER, title=EVIL, made_by="+cmd", approval="-1+1"))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    begins = [cell for cell in cells if isinstance(cell.value, str) and cell.value[:1] in "=+-@"]
    assert len(begins) >= 3
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in begins)


def test_of_which_data_it_is_stands_above_and_stays() -> None:
    for page in opened(PAPER).worksheets:
        head = " ".join(str(row[0]) for row in rows(page)[:3])
        for wanted in ("2019-09-30", PAPER.release, PAPER.approval, "演示数据"):
            assert wanted in head, page.title
        assert page.freeze_panes == "A4" and page.print_title_rows == "$1:$2"
        assert page.page_setup.orientation == "landscape" and page.sheet_properties.pageSetUpPr.fitToPage
        assert "演示数据" in page.oddHeader.right.text and PAPER.release in page.oddFooter.left.text
        assert max((d.width for d in page.column_dimensions.values()), default=0) <= 46


def test_the_watermark_stands_on_every_printed_page() -> None:
    for page in opened(replace(PAPER, watermark="甲 & 乙 2019")).worksheets:
        assert page.oddHeader.right.text == "甲 && 乙 2019"


def test_contents_lead_to_the_scenes_and_hold_what_was_noted() -> None:
    book = opened(PAPER)
    links = [cell.hyperlink.location for row in book["目录"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:3]]
    said = [value for row in rows(book["目录"]) for value in row if value]
    assert {"部分地区未上报", "@一周内走访到位", "乙镇", "未办"} <= set(said)
    assert "地区已撤并" in [row[0] for row in rows(book.worksheets[2])]


def test_progress_is_told_after_each_scene() -> None:
    heard: list[tuple[int, int]] = []
    workbook(PAPER, lambda done, total: heard.append((done, total)))
    assert heard == [(1, 2), (2, 2)]
