"""The grid of the household list: its columns, its rows as texts, its words. No function travels to the browser."""

from collections.abc import Sequence
from typing import Any, Final

from data_access.household_index.facets import NEVER
from data_access.household_index.records import ListedHousehold
from data_access.messages import messages, text
from layouts.household_words import Names, value_name

BLOCK: Final = 100
SORTABLE: Final = {"status": "status", "member_count": "size", "age": "age", "visit": "visit"}
"""Column -> order of the list."""

_COLUMNS: Final = (
    ("head_name", 116, False), ("number_tail", 96, False), ("village", 128, False), ("above", 118, False),
    ("status", 172, False), ("line", 124, True), ("monitoring", 132, True), ("cause", 116, True),
    ("attribute", 140, True), ("member_count", 84, False), ("age", 104, False), ("unmet", 134, False),
    ("industry", 150, False), ("helper", 104, False), ("visit", 116, False),
)  # fmt: skip
"""Name, width in pixels and whether it is sensitive, in order."""

_FIGURES: Final = frozenset({"member_count", "visit"})


def columns(lang: str, connected: Sequence[str], *, is_full: bool) -> list[dict[str, Any]]:
    """The definitions of the columns; those of a facet that is not connected or not allowed are left out."""
    return [
        {
            "field": name,
            "headerName": text(f"households.column.{name}", lang),
            "width": width,
            "sortable": name in SORTABLE and SORTABLE[name] in connected,
            **({"pinned": "left", "cellClass": "is-name"} if name == "head_name" else {}),
            **({"type": "rightAligned"} if name in _FIGURES else {}),
            **({"headerClass": "is-sensitive"} if is_sensitive else {}),
        }
        for name, width, is_sensitive in _COLUMNS
        if (is_full or not is_sensitive) and (name not in _FACETS or name in connected)
    ]


_FACETS: Final = frozenset({"age", "unmet", "industry", "line", "monitoring", "cause", "attribute", "visit", "helper"})


def grid_row(line: ListedHousehold, lang: str, names: Names, *, is_full: bool) -> dict[str, Any]:
    """One household as the grid shows it: texts, and the token that leads to its card."""
    village, above = (line.village_zh, line.above_zh) if lang == "zh" else (line.village_en, line.above_en)
    row: dict[str, Any] = {"token": line.token, "village": village, "above": above or ""}
    unknown = text("households.not_told", lang)
    if line.is_gone:
        return row | {"head_name": text("households.gone", lang)}
    row |= {
        "head_name": line.head_name or unknown,
        "number_tail": f"*{line.number_tail}" if line.number_tail else unknown,
        "status": text(f"household.status.{line.status}", lang),
        "member_count": unknown if line.member_count is None else line.member_count,
        "helper": line.helper_zh or text("households.value.helper.none", lang),
        "visit": _visit(line.visit_days, lang),
    }
    for facet in ("age", "unmet", "industry", *(("line", "monitoring", "cause", "attribute") if is_full else ())):
        row[facet] = _told(line.values(facet), facet, lang, names)
    return row


def row_texts(row: dict[str, Any], shown: Sequence[str]) -> list[Any]:
    """The cells of a row in the order of the columns shown."""
    return [row.get(name, "") for name in shown]


def _told(values: Sequence[str], facet: str, lang: str, names: Names) -> str:
    return (
        "、".join(value_name(facet, value, lang, names) for value in values)
        if lang == "zh"
        else ", ".join(value_name(facet, value, lang, names) for value in values)
    )


def _visit(days: str | None, lang: str) -> str:
    if days is None:
        return ""
    return text("households.value.visit.never", lang) if days == NEVER else text("households.days", lang, count=days)


def options(lang: str) -> dict[str, Any]:
    """How the grid behaves: it asks for a hundred rows at a time, and speaks the page's language."""
    return {
        "cacheBlockSize": BLOCK,
        "maxBlocksInCache": 12,
        "rowHeight": 40,
        "headerHeight": 42,
        "suppressMultiSort": True,
        "suppressMovableColumns": True,
        "animateRows": False,
        "suppressDragLeaveHidesColumns": True,
        "tooltipShowDelay": 400,
        "localeText": words(lang),
    }


def words(lang: str) -> dict[str, str]:
    """The grid's own words, by its own keys."""
    return {key.rpartition(".")[2]: text(key, lang) for key in messages() if key.startswith("households.grid.")}
