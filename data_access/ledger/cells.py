"""What a cell of a workbook says, in the type of the contract's column; a CellError where it says nothing sensible."""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, Date, DateTime, Integer, Numeric, SmallInteger, String

from data_access.adoption import in_process
from data_access.check.shape import is_flag
from data_access.ledger.rejected import CellError

Value = str | int | float | None
Convert = Callable[[Any], Value]

BLANKS: Final = frozenset({"", "-", "--", "—", "——", "/", "\\", "无数据", "NULL", "null", "None", "#N/A", "N/A"})
"""What offices write where nothing stands."""

_SERIALS: Final = (366.0, 73_051.0)
"""Days as Excel counts them, 1901 to 2099: a number in a column of days is one, or eight digits."""

_EXACT: Final = 10**15
"""From here on a spreadsheet keeps no number exactly."""

_MONTH: Final = re.compile(r"([12]\d{3})[-./年](\d{1,2})月?")
_UNITS: Final = (("亿元", 1e8), ("亿", 1e8), ("万元", 1e4), ("万", 1e4), ("元", 1.0))
_TAILS: Final = ("人", "户", "口", "个", "次", "张", "岁", "年", "个月", "月", "天", "亩")
_YEARS: Final = (1900, 2100)
_MOST_WHOLE: Final = 2_147_483_647
_KEPT: Final = 4096


def said(value: Any) -> Any:
    """The cell without what typing leaves behind: full-width signs, blanks around it, a leading apostrophe."""
    if not isinstance(value, str):
        return value
    told = unicodedata.normalize("NFKC", value).replace("\u200b", "").replace("\ufeff", "").strip().lstrip("'")
    return None if told in BLANKS else told


def converter(column: "Column[Any]", factor: float = 1.0) -> Convert:
    """The function that turns a cell into a value of `column`; `factor` is what the heading's unit multiplies.

    Days come as ISO texts, moments as ISO texts with a blank, numbers rounded to the column's scale; None = blank.
    The function raises CellError.
    """
    kind = column.type
    if is_flag(column):
        return _cached(_flag)
    if isinstance(kind, DateTime):
        return _cached(_moment)
    if isinstance(kind, Date):
        return _cached(_day)
    if isinstance(kind, SmallInteger | Integer):
        return _cached(_year if column.name.endswith("_year") else _whole)
    if isinstance(kind, Numeric):
        scale, most = kind.scale or 0, 10.0 ** ((kind.precision or 12) - (kind.scale or 0))
        return _cached(lambda value: _number(value, factor, scale, most))
    longest = kind.length if isinstance(kind, String) and kind.length else 1000
    return lambda value: _text(value, longest)


def text_of(value: Any) -> str | None:
    """The cell as text; a whole number without its decimals. Raises CellError where Excel has rounded it."""
    told = said(value)
    if told is None or isinstance(told, str):
        return told
    if isinstance(told, bool):
        return "1" if told else "0"
    if isinstance(told, int | float):
        if not math.isfinite(told) or abs(told) >= _EXACT:
            raise CellError("rounded")
        return str(int(told)) if float(told).is_integer() else str(told)
    if isinstance(told, datetime):
        return told.isoformat(" ") if told.time() != datetime.min.time() else told.date().isoformat()
    return str(told)


def _cached(convert: Convert) -> Convert:
    """Most cells of a column say the same few things; a value keeps its type, for 1 and True are equal."""
    kept: Convert = lru_cache(maxsize=_KEPT, typed=True)(convert)
    return kept


def _text(value: Any, longest: int) -> str | None:
    told = text_of(value)
    if told is not None and len(told) > longest:
        raise CellError("too_long", most=longest)
    if told is not None and any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in told):
        raise CellError("control")
    return told


def _flag(value: Any) -> int | None:
    told = said(value)
    if told is None:
        return None
    if isinstance(told, float) and told.is_integer():
        told = int(told)
    found = in_process.flag(int(told) if isinstance(told, bool) else told)
    if found is None:
        raise CellError("flag")
    return found


def _number(value: Any, factor: float, scale: int, most: float) -> float | None:
    told = said(value)
    if told is None or isinstance(told, bool | datetime):
        if told is None:
            return None
        raise CellError("number")
    if isinstance(told, str):
        bare, own = _without_unit(told)
        found, factor = in_process.number(bare.replace(" ", "").removeprefix("¥")), own or factor
    else:
        found = float(told)
    if found is None or not math.isfinite(found):
        raise CellError("number")
    made = round(found * factor, scale)
    if abs(made) >= most:
        raise CellError("number_range")
    return made


def _without_unit(told: str) -> tuple[str, float | None]:
    for unit, factor in _UNITS:
        if told.endswith(unit):
            return told.removesuffix(unit).strip(), factor
    return told, None


def _whole(value: Any) -> int | None:
    told = said(value)
    if told is None:
        return None
    if isinstance(told, str):
        for tail in _TAILS:
            told = told.removesuffix(tail)
    found = None if isinstance(told, bool | datetime) else in_process.whole(told)
    if found is None:
        raise CellError("whole")
    if abs(found) > _MOST_WHOLE:
        raise CellError("number_range")
    return found


def _year(value: Any) -> int | None:
    told = said(value)
    if told is None:
        return None
    if isinstance(told, datetime | date):
        return told.year
    found = in_process.year(int(told) if isinstance(told, float) and told.is_integer() else told)
    if found is None or not _YEARS[0] <= found <= _YEARS[1]:
        raise CellError("year")
    return found


def _day(value: Any) -> str | None:
    found = _moment_of(value)
    return None if found is None else found[:10]


def _moment(value: Any) -> str | None:
    return _moment_of(value)


def _moment_of(value: Any) -> str | None:
    told = said(value)
    if told is None:
        return None
    if isinstance(told, datetime):
        return _within(told.replace(microsecond=0).isoformat(" "))
    if isinstance(told, date):
        return _within(told.isoformat() + " 00:00:00")
    if isinstance(told, int | float) and not isinstance(told, bool):
        if _SERIALS[0] <= told < _SERIALS[1]:
            return (datetime(1899, 12, 30) + timedelta(seconds=round(told * 86_400))).isoformat(" ")
        told = str(int(told)) if float(told).is_integer() else str(told)
    if not isinstance(told, str):
        raise CellError("day")
    month = _MONTH.fullmatch(told)
    if month is not None:  # a month alone is its first day
        told = f"{month[1]}-{month[2]}-1"
    day = in_process.day(told)
    found = in_process.moment(told) or (None if day is None else f"{day} 00:00:00")
    if found is None:
        raise CellError("day")
    return _within(found)


def _within(told: str) -> str:
    if not _YEARS[0] <= int(told[:4]) <= _YEARS[1]:
        raise CellError("day")
    return told
