"""The slides: figures that can be edited, gaps where they are missing, nothing over another or beyond the slide."""

import io
import zipfile
from dataclasses import replace

from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from layouts.papers.sheet import Chart, Choropleth, Headline, Series, Sheet, Table
from layouts.papers.slides import slides
from tests.made_papers import CHARTS, SENTENCE, a_map, a_paper, a_sheet, a_table, misplaced, slides_of, words_of

SMALLEST = Pt(12)


def said(file: bytes) -> str:
    return "".join("".join(word for slide in slides_of(file) for word in words_of(slide)).split())


def charts_of(file: bytes) -> list:
    return [shape.chart for slide in slides_of(file) for shape in slide.shapes if getattr(shape, "has_chart", False)]


def test_everything_is_said() -> None:
    told: list[tuple[int, int]] = []
    file = slides(a_paper(), lambda done, of: told.append((done, of)))
    words = said(file)
    for part in (
        "2019年9月扶贫工作月调度", "示范市坝上县", "数据截至2019-09-30", "20191001T080000-2ed2196c",
        "坝办发〔2019〕12号", "演示数据", SENTENCE, "37,053户", "户均1.80人", "36.6", "24.1", "188", "141", "193",
        "12007", "9613", "16.96", "4.87", "1,205", "6.37", "分子是未脱贫人口。", "停运的三个村何时修好?",
        "未脱贫人口除以农村户籍人口。", "2个乡镇未上报", "张为民",
    ):  # fmt: skip
        assert "".join(part.split()) in words, part
    assert told == [(1, 1)]
    assert misplaced(file) == []
    footed = [slide for slide in slides_of(file)[1:] if "数据截至 2019-09-30" not in " ".join(words_of(slide))]
    assert footed == []


def test_a_missing_figure_leaves_a_gap() -> None:
    charts = charts_of(slides(a_paper()))
    assert len(charts) == 4
    values = {
        chart.chart_title.text_frame.text: [list(series.values) for series in chart.plots[0].series] for chart in charts
    }
    assert values["致贫原因 · %"] == [[36.6, 24.1, None]]
    assert values["新识别与消除 · 户"] == [[188.0, None, 141.0], [160.0, 193.0, 155.0]]
    assert values["逐年 · %"] == [[16.96, None, 4.87, 2.79]]
    for chart in charts:
        blanks = chart._chartSpace.findall(".//{*}dispBlanksAs")
        assert all(one.get("val") == "gap" for one in blanks)
        with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
            assert "xl/worksheets/sheet1.xml" in book.namelist(), "the figures can be edited"


def test_words_are_large_enough_and_in_the_type_of_offices() -> None:
    file = slides(a_paper(a_sheet("很长的题目" * 20)))
    for slide in slides_of(file):
        for shape in slide.shapes:
            frames = [shape.text_frame] if shape.has_text_frame else []
            if getattr(shape, "has_table", False):
                frames = [cell.text_frame for row in shape.table.rows for cell in row.cells]
            sizes = [run.font.size for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]
            assert all(size is not None and size >= SMALLEST for size in sizes), shape.name
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        theme = etree.fromstring(packed.read("ppt/theme/theme1.xml"))
        fonts = theme.findall(".//{*}majorFont/{*}ea") + theme.findall(".//{*}minorFont/{*}ea")
        assert {font.get("typeface") for font in fonts} == {"Microsoft YaHei"}
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(packed.read(name))


def test_the_map_is_a_crisp_picture_with_words_for_who_cannot_see_it() -> None:
    (picture,) = [shape for slide in slides_of(slides(a_paper())) for shape in slide.shapes if shape.name == "Map"]
    pixels = Image.open(io.BytesIO(picture.image.blob))
    assert pixels.width >= 2 * picture.width / Pt(1) * 960 / 960
    assert pixels.mode == "RGBA" and pixels.getchannel("A").getextrema() == (0, 255)
    assert abs(pixels.width / pixels.height - picture.width / picture.height) < 0.02
    assert picture._element.nvPicPr.cNvPr.get("descr") == "贫困发生率"


def test_notes_are_in_the_notes() -> None:
    deck = slides_of(slides(a_paper()))
    noted = [slide.notes_slide.notes_text_frame.text for slide in deck if slide.has_notes_slide]
    assert noted == ["先看云沟镇。\n再看产业。"]


def test_long_tables_and_many_bars_take_more_slides() -> None:
    names = tuple(f"第{n}村" for n in range(60))
    bars = Chart("bar", "各村", "户", names, (Series("户", tuple(1000.0 + n for n in range(60)), "primary"),))
    sheet = Sheet(
        "一", "甲县", "", charts=(bars,), tables=(a_table(60), a_table(3, title="小表"), a_table(0, title="空表"))
    )
    file = slides(a_paper(sheet))
    words = said(file)
    assert all(str(1000 + n) in words for n in range(60))
    assert "第26乡" in words and "第27乡" not in words
    assert "另有34行未列" in words and "小表" in words and "空表" in words
    assert misplaced(file) == []


def test_many_headlines_long_words_and_nothing_at_all() -> None:
    long = "一段很长的话,里面有数字12,345和标点。" * 60
    many = tuple(Headline(f"第{n}项很长很长的名称", f"{n},000,000", "万元/户", "较上年 −6,412") for n in range(21))
    file = slides(
        a_paper(Sheet("一", "甲县", "2019年", sentence=long, headlines=many, map=a_map(1)), conditions=(long,))
    )
    assert misplaced(file) == []
    assert said(file).count("一段很长的话") >= 120
    assert all(f"{n},000,000" in said(file) for n in range(21))
    bare = Sheet(
        "",
        "",
        "",
        map=Choropleth("", "", (), ()),
        charts=(Chart("bar", "空", "", (), ()),),
        tables=(Table("", (), ()),),
    )
    for paper in (a_paper(bare), a_paper(sheets=(), definitions=(), noted=(), conditions=())):
        assert misplaced(slides(paper)) == []


def test_english() -> None:
    sheet = replace(a_sheet("Poverty"), charts=CHARTS[:1])
    words = said(slides(a_paper(sheet, lang="en")))
    for part in ("Release2019", "Demodata", "Definitionsandsources", "Questionsaskedandtasksgiven", "open"):
        assert part in words, part


def test_the_watermark_stands_on_every_slide() -> None:
    for mark in ("", "张为民 2019-10-08 09:30"):
        for slide in slides_of(slides(a_paper(watermark=mark))):
            found = [shape.text_frame.text for shape in slide.shapes if shape.name == "Watermark"]
            assert found == ([mark] * 3 if mark else [])


def test_the_file_opens_again_and_says_who_made_it() -> None:
    made = Presentation(io.BytesIO(slides(a_paper())))
    assert made.core_properties.title == "2019年9月扶贫工作月调度"
    assert made.core_properties.author == "张为民"
    assert all(slide.shapes.title is not None and slide.shapes.title.text_frame.text for slide in made.slides)
