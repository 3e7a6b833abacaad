"""The named transforms in the SQL of MariaDB and MySQL.

What the two write in different ways (back references of regular expressions) is not used: views are printed without a
connection, and one driver speaks to both.
"""

from collections.abc import Callable
from functools import reduce
from typing import Final

from data_access.adoption.dialects import Spoken
from data_access.adoption.in_process import FROM_WINDOWS

_NUMBER: Final = "^-?([0-9]+[.]?[0-9]*|[.][0-9]+)$"
_WHOLE: Final = "^-?[0-9]{1,9}([.]0*)?$"
_AGES: Final = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
"""Years: 0000 is none."""
_DAY: Final = f"{_AGES}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
_SOLID: Final = f"{_AGES}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = " +([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](-[0-9]+)?)?"
_YEAR: Final = "^[12][0-9]{3}(年.*|[-/.].*|[01][0-9].*)?$"
_GBK: Final = (
    "^([0-7][0-9A-F]|(8[1-9A-F]|[9A-E][0-9A-F]|F[0-9A-E])([4-6][0-9A-F]|7[0-9A-E]|[89A-E][0-9A-F]|F[0-9A-E]))*$"
)
"""Bytes in HEX that are letters of ASCII and pairs as GBK has them."""


def _plain_number(sql: str, spoken: Spoken) -> str:
    """Digits without thousands separators."""
    return f"REPLACE(REPLACE({spoken.as_text(sql)}, ',', ''), ',', '')"


def _number(sql: str, spoken: Spoken) -> str:
    said = _plain_number(sql, spoken)
    return f"CASE WHEN {said} REGEXP '{_NUMBER}' THEN CAST({said} AS DECIMAL(24, 6)) END"


def _whole(sql: str, spoken: Spoken) -> str:
    said = _plain_number(sql, spoken)
    return f"CASE WHEN {said} REGEXP '{_WHOLE}' THEN CAST(CAST({said} AS DECIMAL(20, 4)) AS SIGNED) END"


def _solid(sql: str, spoken: Spoken) -> str:
    """20190930 8:05 -> 2019-09-30 8:05."""
    return f"INSERT(INSERT({spoken.as_text(sql)}, 7, 0, '-'), 5, 0, '-')"


def _dashed(sql: str, spoken: Spoken) -> str:
    """2019年9月30日, 2019/9/30 8:05, 2019.9.30 -> 2019-9-30, 2019-9-30 8:05."""
    bare = f"REGEXP_REPLACE(REPLACE({spoken.as_text(sql)}, 'T', ' '), '[日号]', '')"
    return f"REGEXP_REPLACE({bare}, '[年月/.]', '-')"


def _day(sql: str, spoken: Spoken) -> str:
    """As a DATE, which 30 February is not; STR_TO_DATE would take it."""
    dashed, solid = _dashed(sql, spoken), _solid(sql, spoken)
    return (
        f"CASE WHEN {dashed} REGEXP '^{_DAY}( |$)' THEN CAST(SUBSTRING_INDEX({dashed}, ' ', 1) AS DATE)"
        f" WHEN {solid} REGEXP '^{_SOLID}([0-9]{{6}}$| |$)' THEN CAST(LEFT({solid}, 10) AS DATE) END"
    )


def _moment(sql: str, spoken: Spoken) -> str:
    """What stood for fractions of a second hangs behind one more dash, and is left out."""
    said, dashed, solid = spoken.as_text(sql), _dashed(sql, spoken), _solid(sql, spoken)
    branches = "".join(
        f" WHEN {each} REGEXP '^{day}({_CLOCK})?$' THEN {_timed(each)}"
        for each, day in ((dashed, _DAY), (solid, _SOLID))
    )
    return f"CASE WHEN {said} REGEXP '^[0-9]{{14}}$' THEN CAST({said} AS DATETIME){branches} END"


def _timed(said: str) -> str:
    clock = f"SUBSTRING_INDEX(TRIM(SUBSTR({said}, LOCATE(' ', CONCAT({said}, ' ')))), '-', 1)"
    return f"CAST(CONCAT(SUBSTRING_INDEX({said}, ' ', 1), ' ', COALESCE(NULLIF({clock}, ''), '0:0')) AS DATETIME)"


def _year(sql: str, spoken: Spoken) -> str:
    said = spoken.as_text(sql)
    return f"CASE WHEN {said} REGEXP '{_YEAR}' THEN CAST(SUBSTR({said}, 1, 4) AS SIGNED) END"


def _gbk_text(sql: str, spoken: Spoken) -> str:
    """Their `latin1` is Windows-1252: a letter that stands for one of the bytes 80 to 9F itself is made Windows' first.

    Few rows have anything to regain, and for the others nothing more is worked out than whether they have.
    """
    whole = f"CONVERT({sql} USING utf8mb4)"
    windows = reduce(
        lambda said, pair: f"REPLACE({said}, _utf8mb4 X'{chr(pair[1]).encode().hex()}', '{chr(pair[0])}')",
        FROM_WINDOWS.items(),
        whole,
    )
    latin = f"CONVERT({windows} USING latin1)"
    can = (
        f"{whole} REGEXP '[^ -~]' AND HEX({latin}) REGEXP '{_GBK}'"
        f" AND CONVERT({latin} USING utf8mb4) COLLATE utf8mb4_bin = {windows} AND {_regained(latin, back=True)}"
    )
    return f"CASE WHEN {can} THEN {_regained(latin)} ELSE {sql} END"


def _gbk_bytes(sql: str, spoken: Spoken) -> str:
    return f"CASE WHEN HEX({sql}) REGEXP '{_GBK}' AND {_regained(sql, back=True)} THEN {_regained(sql)} END"


def _regained(sql: str, *, back: bool = False) -> str:
    """The text of GBK's bytes; with `back` whether the same bytes come of it: a pair that is no letter becomes `?`."""
    text = f"CONVERT(CONVERT(CAST({sql} AS BINARY) USING gbk) USING utf8mb4)"
    return f"HEX(CONVERT({text} USING gbk)) = HEX({sql})" if back else f"{text} COLLATE utf8mb4_bin"


STEPS: Final[dict[str, Callable[[str, Spoken], str]]] = {
    "whole": _whole,
    "number": _number,
    "day": _day,
    "moment": _moment,
    "year": _year,
    "gbk_text": _gbk_text,
    "gbk_bytes": _gbk_bytes,
}
"""Transform -> its SQL; `text` and `flag` are the same in every engine."""
