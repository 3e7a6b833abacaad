"""What the dialog of a traced figure says: aggregates as plain columns and sentences, for the browser to lay out."""

import math
from typing import Any, Final

import pandas as pd

from data_access.households.records import CountedHouseholds
from data_access.industry.change import signed
from data_access.industry.published import Published
from data_access.industry.trace import Part, Trace
from data_access.industry.villages import ANNOUNCED, BANDS, CHANGES, COLUMNS, SCORED, headings
from data_access.messages import text
from data_access.values import OK

WORDS = (
    "definition", "formula", "numerator", "denominator", "tables", "as_of", "published", "villages", "households",
    "excel", "excel_hint", "close", "more", "none_published", "not_connected", "reporting", "head", "members", "status",
    "job", "helper", "previous", "next", "households_none", "yes", "no", "tiles", "count",
)  # fmt: skip

_NO_PLACES: Final = (BANDS, SCORED, ANNOUNCED)
"""Rows that are no villages: in an order of their own."""


def trace_told(
    found: Trace, villages: pd.DataFrame, place: str, lang: str, *, demo: bool, lists: bool
) -> dict[str, Any]:
    """One traced figure of the region called `place`; `villages` as of `villages_behind`.

    `lists`: the households behind it may be asked for, page by page.
    """
    is_told = found.state == OK
    parts = [part for part in (found.numerator, found.denominator) if part is not None]
    return {
        "figure": found.figure,
        "title": found.title,
        "place": place,
        "region": found.region,
        "period": found.period,
        "value": _said(found) if is_told else text(f"trace.state.{found.state}", lang),
        "unit": found.unit if is_told else "",
        "definition": found.definition,
        "formula": found.formula,
        "parts": [_part(part) for part in parts] if len(parts) > 1 and found.rows != CHANGES else [],
        "poverty": _poverty(found, lang),
        "reporting": text("trace.reporting", lang, reported=f"{found.reported:,}", expected=f"{found.expected:,}"),
        "tables": [[table, found.days[table].isoformat() if table in found.days else ""] for table in found.tables],
        "asOf": found.as_of.isoformat(),
        "published": [_published(row, lang) for row in found.published],
        "demo": text("wall.demo", lang) if demo else "",
        "villages": _columns(villages, found, lang),
        "lists": lists,
        "isBook": found.rows not in (SCORED, ANNOUNCED),
        "words": {name: text(f"trace.word.{name}", lang, date="{date}", count="{count}") for name in WORDS}
        | ({"villages": text(f"trace.word.{found.rows}", lang, count="{count}")} if found.rows in _NO_PLACES else {}),
    }


def _said(found: Trace) -> str:
    return signed(found.value, found.decimals) if found.rows == CHANGES else f"{found.value:,.{found.decimals}f}"


def _poverty(found: Trace, lang: str) -> str:
    if math.isnan(found.poor):
        return ""
    return text("trace.poverty", lang, poor=f"{found.poor:,.0f}", others=f"{found.others:,.0f}")


def _part(part: Part) -> list[str]:
    return [part.meaning, "—" if math.isnan(part.value) else f"{part.value:,.15g}"]


def _published(row: Published, lang: str) -> dict[str, Any]:
    known = f"trace.qualifier.{row.qualifier}"
    about = "" if row.qualifier in (None, "EXACT") else text(known, lang)
    return {
        "name": row.name_zh,
        "period": row.period,
        "value": f"{row.value:,.15g}",
        "unit": row.unit_zh,
        "about": about,
        "quote": row.quote_zh or "",
        "note": row.note_zh or "",
    }


def _columns(villages: pd.DataFrame, found: Trace, lang: str) -> dict[str, Any]:
    """Columns of the villages; numbers as numbers, None where `states` says why."""
    has_parts = found.denominator is not None or found.rows in (CHANGES, SCORED, ANNOUNCED)
    first = ("name",) if found.rows in _NO_PLACES else ("name", "township")
    called = dict(zip(COLUMNS, headings(lang, found.rows), strict=True))
    said = {state: text(f"trace.state.{state}", lang) for state in set(villages["state"])}
    return {
        "codes": villages["code"].tolist(),
        "names": villages["name"].tolist(),
        "townships": [] if found.rows in _NO_PLACES else villages["township"].tolist(),
        "values": [_number(value, 4) for value in villages["value"]],
        "states": ["" if state == OK else said[state] for state in villages["state"]],
        "numerators": [_number(value, 2) for value in villages["numerator"]] if has_parts else [],
        "denominators": [_number(value, 2) for value in villages["denominator"]] if has_parts else [],
        "decimals": found.decimals,
        "heads": [called[name] for name in (*first, *(("numerator", "denominator") if has_parts else ()), "value")],
    }


def _number(value: float, places: int) -> float | int | None:
    if not math.isfinite(value):
        return None
    rounded = round(float(value), places)
    return int(rounded) if rounded.is_integer() else rounded


def households_told(page: CountedHouseholds, lang: str) -> dict[str, Any]:
    """One page of masked households; a token opens the card."""
    return {
        "rows": [
            {
                "token": row.token,
                "region": row.village_code,
                "village": row.village_zh,
                "head": row.head_name or text("household.tiles.no_name", lang),
                "members": row.member_count,
                "status": text(f"household.status.{row.status.value}", lang),
                "job": row.has_job,
                "helper": row.helper.name_zh if row.helper else None,
                "count": count,
            }
            for row, count in zip(page.rows, page.counts or [None] * len(page.rows), strict=True)
        ],
        "counted": page.counts is not None,
        "moved": text("trace.households_moved", lang) if page.has_moved else "",
        "total": page.total,
        "page": page.page,
        "pages": max(1, -(-page.total // page.page_size)),
    }
