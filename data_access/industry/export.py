"""A traced figure and the rows behind it as sheets of a workbook."""

from typing import Final

from data_access.industry.trace import COLUMNS, headings, trace, villages_behind
from data_access.messages import text
from data_access.release import Release
from data_access.spreadsheet import Cell, Sheet

ROWS: Final = ("figure", "region", "period", "value", "unit", "definition", "formula", "tables", "as_of", "release")


def trace_sheets(release: Release, figure: str, code: str, period: int, lang: str = "zh") -> tuple[Sheet, Sheet]:
    """Where a figure comes from, and the villages that it is made of: two sheets; raises as `trace`.

    The first says in its last rows what was published, and that the data are made up where they are.
    """
    found = trace(release, figure, code, period, lang)
    said: dict[str, Cell] = {
        "figure": found.title,
        "region": release.region(code).name(lang),
        "period": found.period,
        "value": found.value,
        "unit": found.unit,
        "definition": found.definition,
        "formula": found.formula,
        "tables": ", ".join(found.tables),
        "as_of": found.as_of,
        "release": release.id,
    }
    rows: list[tuple[Cell, ...]] = [(text(f"trace.row.{name}", lang), said[name]) for name in ROWS]
    for row in found.published:
        quote = " ".join(part for part in (row.quote_zh, row.note_zh) if part)
        rows.append((text("trace.row.published", lang), row.value, row.unit_zh, row.period, quote or row.name_zh))
    if release.is_demo:
        rows.append((text("trace.row.notice", lang), text("wall.demo", lang)))
    villages = villages_behind(release, figure, code, period, lang)
    shown = villages.assign(state=[text(f"trace.state.{state}", lang) for state in villages["state"]])
    return (
        Sheet(text("trace.sheet.trace", lang), (), rows),
        Sheet(text("trace.sheet.villages", lang), headings(lang), list(shown[list(COLUMNS)].itertuples(index=False))),
    )
