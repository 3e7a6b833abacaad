"""The report: every figure of the model is in it as text, what is missing never becomes 0, nothing leaves a page."""

from dataclasses import replace

import pypdfium2

from data_access.messages import messages
from layouts.papers.ink import Ink
from layouts.papers.report import report
from layouts.papers.sheet import Area, Chart, Choropleth, Series, Sheet, Table
from tests.made_papers import CHARTS, SENTENCE, a_map, a_paper, a_sheet, a_table, outside, pdf_pages


def test_everything_is_said() -> None:
    told: list[tuple[int, int]] = []
    document = report(a_paper(), lambda done, of: told.append((done, of)))
    said = "".join(pdf_pages(document))
    for words in (
        "2019年9月扶贫工作月调度", "示范市坝上县", "2019年10月8日", "数据截至2019-09-30",
        "数据版本20191001T080000-2ed2196c",
        "审批号坝办发〔2019〕12号", "审图号GS(2019)1822", "演示数据", "一、全县贫困发生率",
        "(一)总体情况", "(四)明细数据",
        "图1贫困发生率", "图5逐年", "表1各乡镇贫困发生率", "37,053", "户均1.80人", "2.79%", "不公开", "未上报", "5.25%",
        "36.6", "24.1", "188", "141", "193", "12,007", "9,613", "16.96", "4.87", "1,205", "6.37", "2019-09-30",
        "分子是未脱贫人口。", "附件1提问与交办事项", "停运的三个村何时修好?", "待办", "附件2指标口径与来源",
        "未脱贫人口除以农村户籍人口。", "2个乡镇未上报,不在合计之内。", "—1—", "成文人张为民",
    ):  # fmt: skip
        assert words in said, words
    assert "".join(SENTENCE.split()) in said
    assert told == [(1, 1)]
    assert outside(document) == []


def test_a_figure_that_is_missing_is_a_dash() -> None:
    chart = Chart("bar", "原因", "户", ("甲", "乙"), (Series("户", (None, 77.0), "primary"),))
    table = Table("表", a_table().columns, ((1.0, "甲", None, None, None),))
    said = "".join(
        pdf_pages(report(a_paper(Sheet("一", "", "", charts=(chart,), tables=(table,)), definitions=(), noted=())))
    )
    body = said[said.index("一、一") :]
    assert body.count("—") >= 4
    assert "77" in body
    assert "0.00" not in body and "甲0" not in body


def test_a_long_table_goes_on_with_its_heading() -> None:
    pages = pdf_pages(report(a_paper(Sheet("一", "", "", tables=(a_table(60),)))))
    with_heading = [page for page in pages if "发生率(%)日期" in page]
    assert len(with_heading) >= 2
    assert "(续)" in with_heading[1]
    said = "".join(pages)
    assert all(f"第{place}乡{said_count}" in said for place, said_count in ((1, "1,200"), (30, "1,229"), (60, "1,259")))


def test_a_table_that_is_longer_says_how_much_and_where_the_rest_is() -> None:
    said = "".join(pdf_pages(report(a_paper(Sheet("一", "", "", tables=(a_table(362),))))))
    assert "第60乡" in said and "第61乡" not in said
    assert "另有302行未列,全表见本件的表格文件(XLSX)。" in said


def test_figures_without_room_stand_in_a_table() -> None:
    years = tuple(str(year) for year in range(2000, 2020))
    lines = tuple(Series(f"第{n}线", tuple(n * 1000.0 + year for year in range(20)), "primary") for n in (1, 2))
    said = "".join(pdf_pages(report(a_paper(Sheet("一", "", "", charts=(Chart("line", "收入", "元", years, lines),))))))
    assert "收入(图中数据)" in said
    assert all(f"{n},{year:03d}" in said for n in (1, 2) for year in range(20))


def test_english() -> None:
    paper = a_paper(replace(a_sheet("Poverty"), sentence="Poverty incidence stood at 2.79% in 2019."), lang="en")
    said = "".join(pdf_pages(report(paper)))
    for words in (
        "1.Poverty",
        "1.1Overall",
        "Figure1.",
        "Table1.",
        "Release2019",
        "Demodata",
        "Annex2.Definitionsandsources",
    ):
        assert words in said, words


def test_where_there_is_nothing() -> None:
    assert "没有可以成文的内容" in "".join(pdf_pages(report(a_paper(sheets=()))))
    empty = Sheet("没了的乡", "", "2019年", missing=("所指的乡已并入云沟镇。",))
    assert "所指的乡已并入云沟镇。" in "".join(pdf_pages(report(a_paper(empty))))
    for bare in (
        Choropleth("图", "%", (), ()),
        Choropleth("图", "%", (Area("甲", (), None, "", "missing"),), ()),
        a_map(1),
    ):
        charts = (
            *CHARTS,
            Chart("bar", "空", "", (), ()),
            Chart("line", "空线", "", ("甲",), (Series("", (None,), "bad"),)),
        )
        document = report(
            a_paper(Sheet("一", "", "", map=bare, charts=charts, tables=(Table("空表", (), ()), a_table(0))))
        )
        assert outside(document) == []


def test_many_columns_stand_below_each_other() -> None:
    wide = a_table(3)
    columns = (*wide.columns, *(replace(wide.columns[2], name=f"第{n}项人数合计") for n in range(24)))
    rows = tuple((*row, *(90000.0 + n for n in range(24))) for row in wide.rows)
    document = report(a_paper(Sheet("一", "", "", tables=(replace(wide, columns=columns, rows=rows),))))
    said = "".join(pdf_pages(document))
    assert all(f"90,0{n:02d}" in said for n in range(24))
    assert outside(document) == []


def test_signs_that_the_type_lacks() -> None:
    said = "".join(pdf_pages(report(a_paper(a_sheet("café ⑴ 𠀀 😀 终\x00\u200b点")))))
    assert "cafe(1)〓〓终点" in said


def test_the_type_has_all_that_the_papers_say_by_themselves() -> None:
    with Ink("light", "", "zh") as ink:
        for key, said in messages().items():
            if key.startswith("drawn."):
                assert ink.shown(said["zh"] + said["en"]) == said["zh"] + said["en"], key


def test_the_watermark_stands_on_every_page_and_words_can_be_read_through() -> None:
    document = report(a_paper(watermark="张为民 2019-10-08 09:30"))
    plain = pypdfium2.PdfDocument(report(a_paper()))
    marked = pypdfium2.PdfDocument(document)
    try:
        assert len(marked) == len(plain)
        for number in range(len(marked)):
            assert "张为民 2019-10-08 09:30" in marked[number].get_textpage().get_text_bounded()
            assert "张为民 2019-10-08 09:30" not in plain[number].get_textpage().get_text_bounded()
            histogram = marked[number].render(scale=1).to_pil().convert("L").histogram()
            assert histogram[255] > 0.5 * sum(histogram), "the ground has stayed white"
    finally:
        plain.close()
        marked.close()
