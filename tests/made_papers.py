"""Papers made up for tests of how papers are drawn, and readers of what was drawn that share no code with it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

import pypdfium2
from pptx import Presentation

from layouts.papers.sheet import (
    Area,
    Chart,
    Choropleth,
    ClassRow,
    Column,
    Definition,
    Headline,
    NotedLine,
    Paper,
    Series,
    Sheet,
    StateRow,
    Table,
)

SENTENCE = "坝上县2019年贫困发生率2.79%,最高云沟镇6.62%,最低长城梁乡0.33%。"
MADE_AT = datetime(2019, 10, 8, 9, 30)
TOWNSHIPS = tuple(f"{name}乡" for name in "甲乙丙丁戊己庚辛壬癸子丑")


def square(x: float, y: float, side: float = 900.0) -> tuple[tuple[float, float], ...]:
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))


def a_map(count: int = 12) -> Choropleth:
    """Squares in rows of four; the third is withheld, the fourth missing, the fifth has nothing to measure."""
    states = {2: "withheld", 3: "missing", 4: "not_applicable"}
    areas = tuple(
        Area(
            TOWNSHIPS[place % len(TOWNSHIPS)],
            (square(place % 4 * 900.0, place // 4 * 900.0),),
            None if place in states else place % 3,
            {2: "不公开", 3: "未上报", 4: "不适用"}.get(place, f"{place}.25%"),
            states.get(place, ""),
        )
        for place in range(count)
    )
    classes = (ClassRow("< 1", "#579981"), ClassRow("1–2", "#3568b1"), ClassRow("≥ 2", "#1c1c4a"))
    rows = (StateRow("withheld", "不公开"), StateRow("missing", "未上报"), StateRow("not_applicable", "不适用"))
    return Choropleth("贫困发生率", "%", areas, classes, states=rows, approval="GS(2019)1822")


def a_table(rows: int = 6, *, title: str = "各乡镇贫困发生率") -> Table:
    columns = (
        Column("排名", "count"), Column("乡镇"), Column("人数", "count"), Column("发生率(%)", "rate", 2),
        Column("日期", "date"),
    )  # fmt: skip
    return Table(
        title,
        columns,
        tuple(
            (float(place + 1), f"第{place + 1}乡", 1200.0 + place, None if place == 1 else 1.37 + place, "2019-09-30")
            for place in range(rows)
        ),
        note="分子是未脱贫人口。",
    )


CHARTS = (
    Chart("bar", "致贫原因", "%", ("因病", "缺劳力", "其他"), (Series("占比", (36.6, 24.1, None), "primary"),), 1),
    Chart("column", "新识别与消除", "户", ("2017", "2018", "2019"),
          (Series("新识别", (188.0, None, 141.0), "bad"), Series("消除", (160.0, 193.0, 155.0), "good"))),
    Chart("stacked", "年龄", "人", ("男", "女"),
          (Series("60岁以下", (12007.0, 12180.0), "ramp-2"), Series("60岁以上", (9011.0, 9613.0), "ramp-4"))),
    Chart("line", "逐年", "%", ("2016", "2017", "2018", "2019"),
          (Series("发生率", (16.96, None, 4.87, 2.79), "accent"),), 2),
)  # fmt: skip


def a_sheet(title: str = "全县贫困发生率") -> Sheet:
    return Sheet(
        title, "示范市坝上县", "2019年", "先看云沟镇。\n再看产业。", SENTENCE,
        (Headline("建档立卡户", "37,053", "户", "户均 1.80 人"), Headline("贫困发生率", "2.79", "%")),
        a_map(), CHARTS, (a_table(),),
    )  # fmt: skip


def a_paper(*sheets: Sheet, **changed: object) -> Paper:
    told: dict[str, object] = {
        "title": "2019年9月扶贫工作月调度", "lang": "zh", "is_demo": True, "as_of": "数据截至 2019-09-30",
        "release": "20191001T080000-2ed2196c", "made_at": MADE_AT, "made_by": "张为民",
        "approval": "坝办发〔2019〕12号",
        "watermark": "", "sheets": sheets or (a_sheet(),),
        "definitions": (Definition("贫困发生率", "%", "未脱贫人口除以农村户籍人口。", "建档立卡"),),
        "noted": (NotedLine("提问", "停运的三个村何时修好?", "县能源局", "2019-10-15", is_done=False),),
        "conditions": ("2 个乡镇未上报,不在合计之内。",),
    }  # fmt: skip
    return Paper(**(told | changed))  # type: ignore[arg-type]


def pdf_pages(document: bytes) -> list[str]:
    """The text of each page without white space."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return ["".join(opened[number].get_textpage().get_text_bounded().split()) for number in range(len(opened))]
    finally:
        opened.close()


def outside(document: bytes) -> list[tuple[int, tuple[float, ...]]]:
    """Each visible character that does not stand within its page."""
    found = []
    opened = pypdfium2.PdfDocument(document)
    try:
        for number in range(len(opened)):
            page = opened[number]
            wide, tall = page.get_size()
            said = page.get_textpage()
            for place in range(said.count_chars()):
                left, bottom, right, top = said.get_charbox(place)
                if right > left and (left < -0.5 or bottom < -0.5 or right > wide + 0.5 or top > tall + 0.5):
                    found.append((number, (left, bottom, right, top)))
    finally:
        opened.close()
    return found


def slides_of(file: bytes) -> list[object]:
    return list(Presentation(io.BytesIO(file)).slides)


def words_of(slide: object) -> Iterator[str]:
    """Everything that is written on a slide: in boxes, in tables, and in and behind charts."""
    for shape in slide.shapes:  # type: ignore[attr-defined]
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        if getattr(shape, "has_chart", False) and shape.has_chart:
            yield "".join(shape.chart._chartSpace.itertext())


BEHIND = ("Bar", "Watermark")


def misplaced(file: bytes) -> list[str]:
    """Shapes that leave their slide, and pairs that lie over each other."""
    said = []
    made = Presentation(io.BytesIO(file))
    for number, slide in enumerate(made.slides, start=1):
        boxes = []
        for shape in slide.shapes:
            left, top = shape.left, shape.top
            right, bottom = left + shape.width, top + shape.height
            if left < 0 or top < 0 or right > made.slide_width or bottom > made.slide_height:
                said.append(f"{number}: {shape.name} leaves the slide")
            if shape.name not in BEHIND:
                boxes.append((shape.name, left, top, right, bottom))
        for place, (name, left, top, right, bottom) in enumerate(boxes):
            said.extend(
                f"{number}: {name} over {other}"
                for other, x, y, end, low in boxes[place + 1 :]
                if left < end - 1 and x < right - 1 and top < low - 1 and y < bottom - 1
            )
    return said
