"""How ledgers write what the contract writes in one way; each function picks one of their ways by the value itself."""

from datetime import datetime
from itertools import count
from typing import Any
from zlib import crc32

from data_access.catalogues import read_catalogue

_ROWS = read_catalogue("code_lists.csv")
_turns = count()
LABELS = {(row["list_code"], row["item_code"]): row["name_zh"] for row in _ROWS}
NATIONAL = {(row["list_code"], row["item_code"]): row["national_code"] for row in _ROWS if row["national_code"]}


def _one_of(value: object, *ways: Any) -> Any:
    return ways[crc32(str(value).encode()) % len(ways)]


def label(list_code: str, code: str | None) -> str | None:
    """The name of a code, or the code itself; nothing is blank."""
    return "" if code is None else _one_of(code, LABELS.get((list_code, code), code), code)


def national(list_code: str, code: str | None) -> str | None:
    """The code of the national system."""
    return code if code is None else NATIONAL.get((list_code, code), code)


def padded(value: str | None) -> str | None:
    """With blanks around it, as CHAR columns have."""
    return value if value is None else f" {value}  "


def as_bytes(value: str | None) -> bytes | None:
    """The bytes of GBK."""
    return value if value is None else value.encode("gb18030")


def as_latin(value: str | None) -> str | None:
    """GBK that a program read as Windows-1252, or as Latin-1 where that cannot."""
    if value is None:
        return None
    written = value.encode("gb18030")
    try:
        return _one_of(value, written.decode("cp1252"), written.decode("latin-1"))
    except UnicodeDecodeError:
        return written.decode("latin-1")


def as_flag(value: int | None) -> str | None:
    """是/否, 有/无, 1/0, Y/N, true/false."""
    yes, no = (("是", "1", "Y", "有", "true", " 1 "), ("否", "0", "n", "无", "FALSE", "0"))
    if value is None:
        return _one_of("nothing", None, "")
    return str(_one_of(next(_turns), *(yes if value else no)))


def as_number(value: float | None) -> str | None:
    """Thousands separators, blanks, a needless point."""
    if value is None:
        return ""
    if isinstance(value, int) or float(value).is_integer():
        whole = int(value)
        return str(_one_of(whole, f"{whole:,}", f" {whole}", f"{whole}.00", f"{whole}"))
    return f"{value:,}"


def as_day(value: str | None) -> str | None:
    """Six ways to write a day."""
    if value is None:
        return _one_of("nothing", None, "")
    year, month, day = (int(part) for part in value[:10].split("-"))
    return str(
        _one_of(
            value, value[:10], f"{year}{month:02}{day:02}", f"{year}/{month}/{day}", f"{year}年{month}月{day}日",
            f"{year}.{month:02}.{day:02}", f"{value[:10]} 00:00:00.0",
        )
    )  # fmt: skip


def as_moment(value: str | None) -> str | None:
    """Four ways to write a moment."""
    if value is None:
        return None
    at = datetime.fromisoformat(value)
    return str(
        _one_of(
            value, at.strftime("%Y-%m-%d %H:%M:%S"), at.strftime("%Y%m%d%H%M%S"), at.strftime("%Y-%m-%dT%H:%M:%S.000"),
            f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02}:{at.second:02}",
        )
    )  # fmt: skip
