"""The transforms as functions that SQLite calls: it has neither regular expressions nor GBK, but runs in this process.

They are given to each connection under the names in `FUNCTIONS`. Each gives None for what it cannot read, as the SQL of
data_access.adoption.steps does for the other engines and for views; a test holds the two together.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

TRUE_WORDS: Final = ("1", "1.0", "是", "有", "y", "yes", "t", "true", "√", "对")
FALSE_WORDS: Final = ("0", "0.0", "否", "无", "没有", "n", "no", "f", "false", "×", "错")
FROM_WINDOWS: Final = {
    0x20AC: 0x80, 0x201A: 0x82, 0x0192: 0x83, 0x201E: 0x84, 0x2026: 0x85, 0x2020: 0x86, 0x2021: 0x87,
    0x02C6: 0x88, 0x2030: 0x89, 0x0160: 0x8A, 0x2039: 0x8B, 0x0152: 0x8C, 0x017D: 0x8E, 0x2018: 0x91,
    0x2019: 0x92, 0x201C: 0x93, 0x201D: 0x94, 0x2022: 0x95, 0x2013: 0x96, 0x2014: 0x97, 0x02DC: 0x98,
    0x2122: 0x99, 0x0161: 0x9A, 0x203A: 0x9B, 0x0153: 0x9C, 0x017E: 0x9E, 0x0178: 0x9F,
}  # fmt: skip
"""Letters that Windows-1252 has where Latin-1 has the bytes 80 to 9F -> these bytes."""

_FLAGS: Final = dict.fromkeys(TRUE_WORDS, 1) | dict.fromkeys(FALSE_WORDS, 0)
_NUMBER: Final = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_YEAR: Final = re.compile(r"[12][0-9]{3}(?:年.*|[-/.].*|[01][0-9].*)?", re.S)
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?: .*)?", re.S)
_SOLID: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})( .*)?", re.S)
_STAMP: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})")
_MOMENT: Final = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?: +([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:-[0-9]+)?)?)?"
)
_DASHES: Final = {0x5E74: "-", 0x6708: "-", 0x65E5: None, 0x53F7: None, 0x002F: "-", 0x002E: "-", 0x0054: " "}
"""年 月 日 号 / . T -> what divides a day, or nothing."""


def flag(value: object) -> int | None:
    """是, 有, 1, Y, true -> 1; 否, 无, 0, N, false -> 0."""
    return None if value is None else _FLAGS.get(str(value).strip(" ").lower())


def number(value: object) -> float | None:
    """A number, with thousands separators or without."""
    if value is None or isinstance(value, float):
        return value
    said = str(value).strip(" ").replace(",", "").replace(",", "")
    return float(said) if _NUMBER.fullmatch(said) else None


def whole(value: object) -> int | None:
    """A whole number; 3.0 is one, 3.5 is none."""
    if isinstance(value, int):
        return value
    found = number(value)
    return int(found) if found is not None and found.is_integer() else None


def year(value: object) -> int | None:
    """The year of 2019, 2019年, 2019-09, 20190930."""
    said = "" if value is None else str(value).strip(" ")
    return int(said[:4]) if _YEAR.fullmatch(said) else None


def day(value: object) -> str | None:
    """2019-9-30, 2019/9/30, 2019.9.30, 2019年9月30日, 20190930, with a time behind it or without -> 2019-09-30."""
    said = "" if value is None else str(value)
    try:
        if said[4:5] == said[7:8] == "-" and len(said) == 10:
            return date.fromisoformat(said).isoformat()  # as most are; ten times as quick as what follows
        found = _DAY.fullmatch(_dashed(said))
        return None if found is None else date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:  # 30 February
        return None


def moment(value: object) -> str | None:
    """A day as above, with hours and minutes, and seconds, behind it -> 2019-09-30 08:05:00."""
    found = None if value is None else _MOMENT.fullmatch(_dashed(str(value)))
    if found is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups())).isoformat(" ")  # type: ignore[arg-type]
    except ValueError:
        return None


def gbk_bytes(value: bytes | None) -> str | None:
    """Text that stands as bytes of GBK."""
    try:
        return None if value is None else value.decode("gb18030")
    except UnicodeDecodeError:
        return None


def gbk_text(value: object) -> object:
    """Text whose GBK was read as Latin-1 or Windows-1252, put right; any other value as it stands."""
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        return value.translate(FROM_WINDOWS).encode("latin-1").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value


def _dashed(said: str) -> str:
    said = said.strip(" ").translate(_DASHES)
    found = _SOLID.fullmatch(said)
    if found is not None:
        return f"{found[1]}-{found[2]}-{found[3]}{found[4] or ''}"
    stamp = _STAMP.fullmatch(said)
    return said if stamp is None else "{}-{}-{} {}:{}:{}".format(*stamp.groups())


FUNCTIONS: Final[dict[str, Callable[[Any], object]]] = {
    "guatu_flag": flag,
    "guatu_number": number,
    "guatu_whole": whole,
    "guatu_year": year,
    "guatu_day": day,
    "guatu_moment": moment,
    "guatu_gbk_bytes": gbk_bytes,
    "guatu_gbk_text": gbk_text,
}
"""Name in SQL -> function of one value."""
