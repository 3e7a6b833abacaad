"""A traced figure, and the list of gaps, with the rows behind them as sheets of a workbook: no name of a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from data_access.households.records import Official
from data_access.industry.gaps import villages_without
from data_access.industry.trace import trace
from data_access.industry.villages import COLUMNS, headings, villages_behind
from data_access.messages import text
from data_access.release import Release
from data_access.spreadsheet import Cell, Sheet

ROWS: Final = ("figure", "region", "period", "value", "unit", "definition", "formula", "tables", "as_of", "release")
GAPS: Final = ("code", "name", "township", "poor", "registered", "uncovered", "responsible")


def trace_sheets(release: Release, figure: str, code: str, period: int, lang: str = "zh") -> tuple[Sheet, Sheet]:
    """Where a figure comes from, and the villages that it is made of: two sheets; raises as `trace`."""
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
    listed = list(shown[list(COLUMNS)].itertuples(index=False))
    return (
        Sheet(text("trace.sheet.trace", lang), (), rows),
        stamped(Sheet(text(f"trace.sheet.{found.rows}", lang), headings(lang, found.rows), listed), release, lang),
    )


def gap_sheet(
    release: Release,
    code: str,
    period: int,
    offices: Mapping[str, Sequence[Official]],
    *,
    without: Collection[str] = (),
    lang: str = "zh",
) -> Sheet:
    """Every village under the region that no covering kind reaches, those in `without` left aside.

    `offices`: village -> who answers for it, said by role and organisation. Raises as `gaps.villages_without`.
    """
    found = villages_without(release, code, period, without=without, page_size=max(1, len(release.tree)))
    rows: list[tuple[Cell, ...]] = [
        (
            row.code,
            row.name_zh,
            row.township_zh,
            None if row.is_registered_poor is None else text(f"gaps.poor.{row.is_registered_poor}".lower(), lang),
            row.registered_households,
            row.uncovered_households,
            "; ".join(_office(official, lang) for official in offices.get(row.code, ())),
        )
        for row in found.rows
    ]
    heads = tuple(text(f"gaps.column.{name}", lang) for name in GAPS)
    return stamped(Sheet(text("gaps.sheet", lang), heads, rows), release, lang)


def _office(official: Official, lang: str) -> str:
    role = "" if official.role is None else official.role.name(lang)
    return " · ".join(part for part in (role, official.organisation_zh) if part)


def stamped(sheet: Sheet, release: Release, lang: str) -> Sheet:
    """The sheet with the day of its data below it, and that they are made up where they are."""
    foot: list[Sequence[Cell]] = [(), (text("trace.row.as_of", lang), release.as_of)]
    if release.is_demo:
        foot.append((text("trace.row.notice", lang), text("wall.demo", lang)))
    return replace(sheet, rows=[*sheet.rows, *foot])
