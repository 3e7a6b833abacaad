"""What the dialog of an answered question says: sums and rows as written figures, for the browser to lay out."""

import math
from typing import Any, Final

from data_access.messages import text
from data_access.questions.answer import Answer, Column, Fact, Row, Sort
from layouts.numbers import UNKNOWN, decimal, money, whole

WORDS: Final = ("close",)


def answer_told(answer: Answer, number: int, place: str, period: int, as_of: str, lang: str) -> dict[str, Any]:
    """The answer to question `number` of the region called `place`: title, sums, columns and rows as they are written.

    facts   [label, figure, unit, what it opens or "", the key of its words]
    heads   [said, whether it is of numbers]; rows: [code or null, name, above, [[said, what it opens or "", number]]]
    """
    has_above = any(row.above for row in answer.rows)
    heads = [[text("questions.column.name", lang), False]]
    heads += [[text("questions.column.above", lang), False]] if has_above else []
    heads += [[text(f"questions.column.{c.key}", lang), c.sort is not Sort.WORDS] for c in answer.columns]
    notes = [text(f"questions.note.{key}", lang) for key in answer.notes]
    if answer.total > len(answer.rows):
        notes.append(text("questions.rows", lang, total=whole(answer.total), shown=whole(len(answer.rows))))
    return {
        "number": number,
        "title": text(f"questions.q.{number}", lang),
        "place": place,
        "period": period,
        "asOf": text("wall.as_of", lang, date=as_of),
        "facts": [_fact(fact, lang) for fact in answer.facts],
        "heads": heads if answer.rows else [],
        "hasAbove": has_above,
        "rows": [_row(row, answer.columns, lang) for row in answer.rows],
        "total": answer.total,
        "notes": notes if answer.connected else [text("questions.not_connected", lang)],
        "words": {name: text(f"questions.{name}", lang) for name in WORDS},
    }


def _fact(fact: Fact, lang: str) -> list[Any]:
    label = text(f"questions.fact.{fact.key}", lang)
    said = written(fact.value, fact.sort, lang)
    unit = text(f"questions.unit.{fact.unit}", lang) if fact.unit and said != UNKNOWN else ""
    return [label, said, unit, "" if said == UNKNOWN else fact.figure, fact.key]


def _row(row: Row, columns: tuple[Column, ...], lang: str) -> list[Any]:
    cells = [_cell(row, cell, column, lang) for cell, column in zip(row.cells, columns, strict=True)]
    return [row.code, row.name, row.above, cells]


def _cell(row: Row, cell: float | str | None, column: Column, lang: str) -> list[Any]:
    if isinstance(cell, str):
        return [cell, "", None]
    value = math.nan if cell is None else float(cell)
    said = written(value, column.sort, lang)
    if column.sort is Sort.PERCENT and said != UNKNOWN:
        said = f"{said}%"
    opens = column.figure.replace("{item}", row.key) if said != UNKNOWN else ""
    return [said, opens, None if math.isnan(value) else value]


def written(value: float, sort: Sort, lang: str) -> str:
    """A figure as it is written: money in its usual unit, shares to one place, all else whole."""
    if sort is Sort.YUAN:
        return str(money(value, lang))
    return decimal(value, 1) if sort is Sort.PERCENT else whole(value)
