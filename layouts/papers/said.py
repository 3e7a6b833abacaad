"""What a paper says of itself, the same on every kind: its feet, its annexes, the numbers of its parts."""

from dataclasses import replace

from data_access.messages import text
from layouts.papers.sheet import Chart, Column, Paper, Sheet, Table


def standing(paper: Paper) -> tuple[str, ...]:
    """What stands on every page: as of when, of which release, under which approval, and whether it is a demo."""
    lang = paper.lang
    said = [paper.as_of, text("drawn.release", lang, release=paper.release)]
    if paper.approval:
        said.append(text("drawn.approval", lang, number=paper.approval))
    if paper.is_demo:
        said.append(text("drawn.demo", lang))
    return tuple(said)


def made(paper: Paper) -> str:
    """When it was made, and by whom where that is known."""
    said = [text("drawn.made", paper.lang, time=f"{paper.made_at:%Y-%m-%d %H:%M}")]
    if paper.made_by:
        said.append(text("drawn.made_by", paper.lang, who=paper.made_by))
    return " · ".join(said)


def where_and_when(sheet: Sheet) -> str:
    """The place and the period of a sheet."""
    return " · ".join(part for part in (sheet.place, sheet.period) if part)


def annexes(paper: Paper) -> tuple[Table, ...]:
    """What was noted while it was told, what the figures mean and where they come from; those that are not empty."""
    found = [noted(paper), definitions(paper), origins(paper)]
    return tuple(table for table in found if table.rows)


def noted(paper: Paper) -> Table:
    """Questions asked and tasks given."""
    lang = paper.lang
    names = ("kind", "said", "who", "until", "done")
    rows = tuple(
        (line.kind, line.said, line.who, line.until, text("drawn.is_done" if line.is_done else "drawn.is_open", lang))
        for line in paper.noted
    )
    return Table(text("drawn.noted", lang), tuple(Column(text(f"drawn.column_{name}", lang)) for name in names), rows)


def definitions(paper: Paper) -> Table:
    """What each figure means and where it comes from."""
    lang = paper.lang
    names = ("name", "unit", "words", "source")
    rows = tuple((one.name, one.unit, one.words, one.source) for one in paper.definitions)
    return Table(
        text("drawn.definitions", lang), tuple(Column(text(f"drawn.column_{name}", lang)) for name in names), rows
    )


def origins(paper: Paper) -> Table:
    """The sources of the figures and the day that each reaches."""
    columns = (Column(text("drawn.column_source", paper.lang)), Column(text("drawn.column_as_of", paper.lang)))
    return Table(text("drawn.origins", paper.lang), columns, tuple((one.name, one.as_of) for one in paper.origins))


def first_rows(table: Table, most: int, lang: str) -> Table:
    """The table with its first rows alone; what stands below it says how many more there are, and where."""
    left = len(table.rows) - most
    if left <= 0:
        return table
    note = " ".join(part for part in (table.note, text("drawn.left_rows", lang, count=left)) if part)
    return replace(table, rows=table.rows[:most], note=note)


def figures_of(chart: Chart, lang: str) -> Table:
    """The figures of a chart as a table, for where there is no room to write them on it."""
    columns = [Column(text("drawn.column_category", lang))]
    columns += [Column(series.name or chart.unit or chart.title, "rate", chart.decimals) for series in chart.series]
    rows = tuple(
        (name, *(series.values[place] if place < len(series.values) else None for series in chart.series))
        for place, name in enumerate(chart.categories)
    )
    return Table(text("drawn.figures_of", lang, title=chart.title), tuple(columns), rows)


def part_name(number: int, title: str, lang: str) -> str:
    """The heading of a part: 一、…"""
    return text("drawn.part", lang, number=number, chinese=_chinese(number, lang), title=title)


def section_name(part: int, number: int, title: str, lang: str) -> str:
    """The heading of a section of a part: (一)…"""
    return text("drawn.section", lang, part=part, number=number, chinese=_chinese(number, lang), title=title)


def _chinese(number: int, lang: str) -> str:
    """1 to 99 in the digits of headings: 一, 十, 十二, 二十, 二十一; larger ones as they are."""
    digits = text("drawn.digits", lang)
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + (digits[10] if tens else "") + (digits[ones] if ones else "")
