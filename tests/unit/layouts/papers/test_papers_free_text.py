"""Whatever people write in a story: every kind of paper is drawn, and nothing leaves its page."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from layouts.papers.line_breaks import broken, cut
from layouts.papers.poster import poster
from layouts.papers.report import report
from layouts.papers.sheet import (
    Area,
    Chart,
    Choropleth,
    Column,
    Definition,
    Headline,
    NotedLine,
    Paper,
    Series,
    Sheet,
    Table,
)
from layouts.papers.slides import slides
from tests.made_papers import a_paper, misplaced, outside, square

ODD = [
    "", "\x00\x1b[2J", "😀👨\u200d👩\u200d👧", "W" * 400, "长" * 300, "=1+1", "<b>&amp;", "\ud800", "a\nb\r\tc",
    "(" * 60, "\\)(",
]  # fmt: skip
WORDS = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(), max_size=12),
    st.sampled_from(
        [
            "",
            "\x00\x1b[2J",
            "😀👨‍👩‍👧",
            "W" * 400,
            "长" * 300,
            "=1+1",
            "<b>&amp;",
            "\ud800",
            "a\nb\r\tc",
            "(" * 60,
            "\\)(",
        ]
    ),
)
NUMBERS = st.one_of(st.none(), st.floats(-1e15, 1e15), st.integers(-10, 10).map(float))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    say = lambda: draw(WORDS)  # noqa: E731
    number = lambda: draw(NUMBERS)  # noqa: E731
    names = tuple(say() for _ in range(draw(st.integers(0, 4))))
    kind = draw(st.sampled_from(["bar", "column", "stacked", "line"]))
    series = tuple(Series(say(), tuple(number() for _ in names), "primary") for _ in range(draw(st.integers(0, 3))))
    columns = tuple(
        Column(say(), draw(st.sampled_from(["text", "count", "rate", "date"])), 1)
        for _ in range(draw(st.integers(0, 6)))
    )
    rows = tuple(tuple(draw(st.one_of(WORDS, NUMBERS)) for _ in columns) for _ in range(draw(st.integers(0, 3))))
    areas = tuple(Area(say(), (square(n * 900.0, 0.0),), n, say()) for n in range(draw(st.integers(0, 3))))
    headlines = tuple(Headline(say(), say(), say(), say()) for _ in range(draw(st.integers(0, 9))))
    drawn = draw(st.sampled_from([None, Choropleth(say(), say(), areas, ())]))
    sheet = Sheet(
        say(), say(), say(), say(), say(), headlines, drawn, (Chart(kind, say(), say(), names, series, 1),),
        (Table(say(), columns, rows, note=say()),), (say(),),
    )  # fmt: skip
    return a_paper(
        sheet, title=say(), made_by=say(), approval=say(), as_of=say(), release=say(), conditions=(say(),),
        definitions=(Definition(say(), say(), say(), say()),),
        noted=(NotedLine(say(), say(), say(), say(), is_done=True),),
    )  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(papers())
def test_the_report_is_drawn(paper: Paper) -> None:
    assert outside(report(paper)) == []


def test_a_legend_is_no_taller_than_its_map() -> None:
    """Without classes it is as narrow as its words allow; with two rows of headlines above there is not much room."""
    areas = tuple(Area("", (square(n * 900.0, 0.0),), n, "") for n in range(2))
    drawn = Choropleth("", "W" * 400, areas, ())
    sheet = Sheet("", "", "", "", "", tuple(Headline("", "1", "", "") for _ in range(5)), drawn, (), (), ())
    assert outside(report(a_paper(sheet))) == []


@settings(max_examples=6, deadline=None)
@given(papers())
def test_the_slides_are_made(paper: Paper) -> None:
    assert misplaced(slides(paper)) == []


@settings(max_examples=4, deadline=None)
@given(papers(), st.sampled_from([(960, 540), (540, 960), (1600, 400)]))
def test_the_poster_is_drawn(paper: Paper, size: tuple[int, int]) -> None:
    assert Image.open(io.BytesIO(poster(paper, *size))).size == size


@given(st.text(), st.integers(1, 30))
def test_lines_hold_all_words_and_are_no_wider(words: str, width: int) -> None:
    lines = broken(words, width, len)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(len(line) <= width for line in lines)


@given(st.text(), st.integers(1, 12), st.integers(1, 4))
def test_few_lines_end_in_dots_where_words_are_left_out(words: str, width: int, most: int) -> None:
    lines = broken(words, width, len, most=most)
    assert len(lines) <= most and all(len(line) <= width for line in lines)
    if len(broken(words, width, len)) > most:
        assert lines[-1].endswith("…")


def test_lines_end_where_they_may() -> None:
    assert broken("最高云沟镇6.62%,最低长城梁乡。", 6, len) == ["最高云沟镇", "6.62%,", "最低长城梁", "乡。"]
    assert broken("甲乙丙丁(戊己)", 5, len) == ["甲乙丙丁", "(戊己)"]
    assert broken("poverty incidence of all", 10, len) == ["poverty", "incidence", "of all"]
    assert broken("poverty incidence of all", 12, len, most=2) == ["poverty", "incidence o…"]
    assert broken("  甲", 2, len) == ["甲"]
    assert cut("贫困发生率", 4, len) == "贫困发…"
    assert cut("贫困", 4, len) == "贫困"
