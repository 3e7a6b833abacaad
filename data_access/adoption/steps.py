"""The named transforms of a mapping, written in the SQL of each engine so that the database itself applies them.

Each makes NULL of what it cannot read; `guatu map check` counts what was lost so. Nothing here raises on a row: one
broken date of a million must not stop a release.
"""

from collections.abc import Callable
from typing import Final

from data_access.adoption import steps_mysql
from data_access.adoption.dialects import Spoken
from data_access.adoption.in_process import FALSE_WORDS, FROM_WINDOWS, FUNCTIONS, TRUE_WORDS


class StepUnknownError(Exception):
    """This engine has no SQL for the transform."""


def apply_step(name: str, sql: str, spoken: Spoken) -> str:
    """The expression `sql` with the transform `name` around it; raises StepUnknownError."""
    if spoken.calls and f"guatu_{name}" in FUNCTIONS:
        return f"guatu_{name}({f'CAST({sql} AS BLOB)' if name == 'gbk_bytes' else sql})"
    own = steps_mysql.STEPS.get(name) if spoken.family == "mysql" else _STEPS[name].get(spoken.family)
    made = own or _STEPS[name].get("any")
    if made is None:
        raise StepUnknownError(name)
    return made(sql, spoken)


def _text(sql: str, spoken: Spoken) -> str:
    return f"NULLIF({spoken.as_text(sql)}, '')"


def _flag(sql: str, spoken: Spoken) -> str:
    words = {item: [spoken.literal(word) for word in said] for item, said in ((1, TRUE_WORDS), (0, FALSE_WORDS))}
    branches = " ".join(f"WHEN {word} THEN {item}" for item, said in words.items() for word in said)
    return f"CASE LOWER({spoken.as_text(sql)}) {branches} END"


def _plain_number(sql: str, spoken: Spoken) -> str:
    """Digits without thousands separators."""
    if spoken.family == "postgresql":
        return f"TRANSLATE({spoken.as_text(sql)}, ',,', '')"
    return f"REPLACE(REPLACE({spoken.as_text(sql)}, ',', ''), ',', '')"


def _looks_a_number(said: str) -> str:
    """Without regular expressions: digits, one point at most, one sign at the front at most."""
    digits = f"REPLACE(LTRIM({said}, '-'), '.', '')"
    return f"{digits} <> '' AND {digits} NOT GLOB '*[^0-9]*' AND {said} NOT GLOB '*.*.*' AND {said} NOT GLOB '--*'"


def _number_sqlite(sql: str, spoken: Spoken) -> str:
    said = _plain_number(sql, spoken)
    return f"CASE WHEN {_looks_a_number(said)} THEN CAST({said} AS REAL) END"


def _whole_sqlite(sql: str, spoken: Spoken) -> str:
    said = _plain_number(sql, spoken)
    whole = f"CAST({said} AS REAL) = CAST({said} AS INTEGER)"
    return f"CASE WHEN {_looks_a_number(said)} AND {whole} THEN CAST({said} AS INTEGER) END"


_NUMBER: Final = "^-?([0-9]+[.]?[0-9]*|[.][0-9]+)$"
_WHOLE: Final = "^-?[0-9]{1,9}([.]0*)?$"


def _number_postgresql(sql: str, spoken: Spoken) -> str:
    said = _plain_number(sql, spoken)
    return f"CASE WHEN {said} ~ '{_NUMBER}' THEN CAST({said} AS NUMERIC) END"


def _whole_postgresql(sql: str, spoken: Spoken) -> str:
    said = _plain_number(sql, spoken)
    return f"CASE WHEN {said} ~ '{_WHOLE}' THEN CAST(CAST({said} AS NUMERIC) AS INTEGER) END"


_BARS: Final = (("年", "-"), ("月", "-"), ("日", ""), ("号", ""), ("/", "-"), (".", "-"), ("T", " "))


def _dashed(sql: str, spoken: Spoken) -> str:
    """2019年9月30日, 2019/9/30, 2019.9.30, 2019-9-30 8:05 -> 2019-9-30, 2019-9-30 8:05; fractions of seconds stay."""
    said = spoken.as_text(sql)
    for sign, other in _BARS:
        said = f"REPLACE({said}, '{sign}', '{other}')"
    return said


def _day_sqlite(sql: str, spoken: Spoken) -> str:
    day = "SUBSTR(s || ' ', 1, INSTR(s || ' ', ' ') - 1)"
    iso = f"SELECT {_iso('d')} AS i FROM (SELECT {day} AS d FROM ({_said(sql, spoken)}))"
    return f"(SELECT {_valid_day('i')} FROM ({iso}))"


def _said(sql: str, spoken: Spoken) -> str:
    return f"SELECT {_dashed(sql, spoken)} AS s"


def _iso(day: str) -> str:
    """Y-M-D of any widths, or YYYYMMDD, as YYYY-MM-DD."""
    year, rest = f"SUBSTR({day}, 1, 4)", f"SUBSTR({day}, 6)"
    month = f"SUBSTR('0' || SUBSTR({rest}, 1, INSTR({rest}, '-') - 1), -2)"
    last = f"SUBSTR('0' || SUBSTR({rest}, INSTR({rest}, '-') + 1), -2)"
    digit = "[0-9]"
    shapes = " OR ".join(
        f"{day} GLOB '{digit * 4}-{digit * month_width}-{digit * day_width}'"
        for month_width in (1, 2)
        for day_width in (1, 2)
    )
    whole = f"{year} || '-' || SUBSTR({day}, 5, 2) || '-' || SUBSTR({day}, 7, 2)"
    parts = f"{year} || '-' || {month} || '-' || {last}"
    return f"CASE WHEN {day} GLOB '{digit * 8}' THEN {whole} WHEN {shapes} THEN {parts} END"


def _valid_day(iso: str) -> str:
    """SQLite counts 30 February on into March: such a day is none."""
    return f"CASE WHEN DATE({iso}, '+0 days') = {iso} THEN {iso} END"


def _moment_sqlite(sql: str, spoken: Spoken) -> str:
    stamp = "SUBSTR(s, 1, 8) || ' ' || SUBSTR(s, 9, 2) || ':' || SUBSTR(s, 11, 2) || ':' || SUBSTR(s, 13, 2)"
    said = f"SELECT CASE WHEN s GLOB '{'[0-9]' * 14}' THEN {stamp} ELSE s END || ' ' AS s FROM ({_said(sql, spoken)})"
    parts = f"SELECT SUBSTR(s, 1, INSTR(s, ' ') - 1) AS d, TRIM(SUBSTR(s, INSTR(s, ' '))) AS c FROM ({said})"
    width = "CASE WHEN c GLOB '[0-9]:*' THEN '0' || c ELSE c END"
    clock = f"TIME(CASE WHEN c = '' THEN '00:00:00' ELSE SUBSTR({width}, 1, 8) END)"
    both = f"SELECT {_iso('d')} AS i, {clock} AS k FROM ({parts})"
    return f"(SELECT CASE WHEN DATE(i, '+0 days') = i THEN i || ' ' || k END FROM ({both}))"


_PG_DAY: Final = "[0-9]{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
_PG_CLOCK: Final = " +([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](-[0-9]+)?)?"


def _pieces_postgresql(sql: str, spoken: Spoken) -> str:
    """The day as c, the time behind it as k; no pattern catches groups, which is ten times as slow as one that fits."""
    dashed = f"TRANSLATE({spoken.as_text(sql)}, '年月/.T日号', '---- ')"
    solid = "LEFT(s, 4) || '-' || SUBSTR(s, 5, 2) || '-' || SUBSTR(s, 7)"
    stamp = (
        "LEFT(s, 4) || '-' || SUBSTR(s, 5, 2) || '-' || SUBSTR(s, 7, 2)"
        " || ' ' || SUBSTR(s, 9, 2) || ':' || SUBSTR(s, 11, 2) || ':' || SUBSTR(s, 13)"
    )
    said = f"CASE WHEN s ~ '^[0-9]{{8}}( |$)' THEN {solid} WHEN s ~ '^[0-9]{{14}}$' THEN {stamp} ELSE s END"
    return f"SELECT {said} AS c FROM (SELECT {dashed} AS s OFFSET 0) a OFFSET 0"


def _date_postgresql() -> str:
    """A day counted on from the first of its month: 30 February falls out of it, and raises nothing."""
    year, month = "CAST(SPLIT_PART(c, '-', 1) AS INTEGER)", "CAST(SPLIT_PART(c, '-', 2) AS INTEGER)"
    day = "CAST(SPLIT_PART(SPLIT_PART(c, '-', 3), ' ', 1) AS INTEGER)"
    return f"MAKE_DATE(GREATEST({year}, 1), {month}, 1) + ({day} - 1)"


def _valid_postgresql(made: str) -> str:
    month = "CAST(SPLIT_PART(c, '-', 2) AS INTEGER)"
    return f"CASE WHEN EXTRACT(MONTH FROM {_date_postgresql()}) = {month} AND c >= '0001' THEN {made} END"


def _day_postgresql(sql: str, spoken: Spoken) -> str:
    made = f"CASE WHEN c ~ '^{_PG_DAY}( |$)' THEN {_valid_postgresql(_date_postgresql())} END"
    return f"(SELECT {made} FROM ({_pieces_postgresql(sql, spoken)}) b)"


def _moment_postgresql(sql: str, spoken: Spoken) -> str:
    clock = "TRIM(SUBSTR(c, STRPOS(c || ' ', ' ')))"
    time = f"CAST(COALESCE(NULLIF(SPLIT_PART({clock}, '-', 1), ''), '0:0') AS TIME)"
    whole = _valid_postgresql(f"({_date_postgresql()}) + {time}")
    made = f"CASE WHEN c ~ '^{_PG_DAY}({_PG_CLOCK})?$' THEN {whole} END"
    return f"(SELECT {made} FROM ({_pieces_postgresql(sql, spoken)}) b)"


def _year_sqlite(sql: str, spoken: Spoken) -> str:
    said = spoken.as_text(sql)
    follows = " OR ".join(f"{said} GLOB '[12][0-9][0-9][0-9]{rest}'" for rest in ("", "年*", "[-/.]*", "[01][0-9]*"))
    return f"CASE WHEN {follows} THEN CAST(SUBSTR({said}, 1, 4) AS INTEGER) END"


_YEAR: Final = "^[12][0-9]{3}(年.*|[-/.].*|[01][0-9].*)?$"


def _year_postgresql(sql: str, spoken: Spoken) -> str:
    said = spoken.as_text(sql)
    return f"CASE WHEN {said} ~ '{_YEAR}' THEN CAST(SUBSTR({said}, 1, 4) AS INTEGER) END"


def _gbk_text_postgresql(sql: str, spoken: Spoken) -> str:
    windows, latin = "".join(map(chr, FROM_WINDOWS)), _escaped("".join(map(chr, FROM_WINDOWS.values())))
    letters = f"SELECT TRANSLATE(o, '{windows}', {latin}) AS g, o FROM (SELECT CAST({sql} AS TEXT) AS o) a"
    return f"(SELECT {_regained('g', 'o')} FROM ({letters}) b)"


def _gbk_bytes_postgresql(sql: str, spoken: Spoken) -> str:
    latin = f"CASE WHEN POSITION('\\x00'::bytea IN {sql}) = 0 THEN CONVERT_FROM({sql}, 'LATIN1') END"
    ascii_too = "CASE WHEN g ~ '^[\\u0001-\\u007f]*$' THEN g END"
    return f"(SELECT {_regained('g', ascii_too)} FROM (SELECT {latin} AS g) a)"


def _escaped(signs: str) -> str:
    return "U&'" + "".join(f"\\{ord(sign):04X}" for sign in signs) + "'"


def _regained(latin: str, otherwise: str) -> str:
    """Bytes of GBK that stand as letters of Latin-1 -> Chinese, where they can be such."""
    pairs = "^([\\u0001-\\u007f]|[\\u0081-\\u00fe][\\u0040-\\u007e\\u0080-\\u00fe])*$"
    can = f"{latin} ~ '[\\u0080-\\u00ff]' AND {latin} ~ '{pairs}'"
    return f"CASE WHEN {can} THEN CONVERT_FROM(CONVERT_TO({latin}, 'LATIN1'), 'GB18030') ELSE {otherwise} END"


Step = Callable[[str, Spoken], str]

_STEPS: Final[dict[str, dict[str, Step]]] = {
    "text": {"any": _text},
    "flag": {"any": _flag},
    "whole": {"sqlite": _whole_sqlite, "postgresql": _whole_postgresql},
    "number": {"sqlite": _number_sqlite, "postgresql": _number_postgresql},
    "day": {"sqlite": _day_sqlite, "postgresql": _day_postgresql},
    "moment": {"sqlite": _moment_sqlite, "postgresql": _moment_postgresql},
    "year": {"sqlite": _year_sqlite, "postgresql": _year_postgresql},
    "gbk_text": {"postgresql": _gbk_text_postgresql},
    "gbk_bytes": {"postgresql": _gbk_bytes_postgresql},
}
STEPS: Final = tuple(_STEPS)
"""Names of the transforms."""
