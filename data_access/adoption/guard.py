"""What may stand in a mapping file as SQL: one expression or one SELECT, which reads and does nothing else.

The file is the county's own and is trusted as its configuration is; this catches slips of the pen and statements
pasted in the wrong place. That nothing is written is held by the engine: the database is opened read-only.
"""

import re
from collections.abc import Iterator
from typing import Final

from data_access.schema import VIEWS, metadata

_QUOTED: Final = re.compile(r"'(?:[^']|'')*'" r'|"(?:[^"]|"")*"' r"|`[^`]*`")
_WRITES: Final = re.compile(
    r"\b(insert|update|delete|drop|alter|create|truncate|grant|revoke|merge|into|attach|detach|pragma|vacuum|copy|call"
    r"|exec|execute|lock|commit|rollback|begin|shutdown|load_file|pg_read_file|pg_sleep|sleep|benchmark|dblink"
    r"|load_extension|nextval|setval)\b",
    re.I,
)
_READS: Final = re.compile(r"\s*(select|with)\b", re.I)
_CONTRACT_NAMES: Final = frozenset((*metadata.tables, *(view.name for view in VIEWS)))
_FROM: Final = re.compile(r"\b(?:from|join)\s+(\w+)\b(?!\s*[.(])", re.I)
_FROM_QUOTED: Final = re.compile(r'\b(?:from|join)\s+["`](\w+)["`](?!\s*\.)', re.I)
_NAME: Final = re.compile(r"\d*[^\W\d]\w*")

Slip = tuple[str, dict[str, object]]
"""Rule and values of a fault."""


def is_name(sql: str) -> bool:
    """Whether it is one bare name, so that it can be quoted as the engine quotes; Chinese letters are letters.

    One that begins with a digit is a name too, as the national 100A03 is: a number is written as `value`.
    """
    return _NAME.fullmatch(sql) is not None


def slips(sql: str, *, is_select: bool = False) -> Iterator[Slip]:
    """What an expression, or a whole SELECT, may not have in it."""
    bare = _QUOTED.sub("''", sql)
    if not sql.strip():
        yield "sql_empty", {}
        return
    if "'" in bare.replace("''", "") or '"' in bare or "`" in bare:
        yield "sql_quote", {}
    if ";" in bare or "--" in bare or "/*" in bare:
        yield "sql_end", {"sign": next(sign for sign in (";", "--", "/*") if sign in bare)}
    written = _WRITES.search(bare)
    if written:
        yield "sql_writes", {"word": written.group().upper()}
    if not _closes(bare):
        yield "sql_brackets", {}
    if not is_select:
        return
    if not _READS.match(bare):
        yield "sql_no_select", {}
    for found in (*_FROM.findall(bare), *_FROM_QUOTED.findall(sql)):
        if found.lower() in _CONTRACT_NAMES:
            yield "sql_contract_name", {"name": found}
            return


def _closes(bare: str) -> bool:
    """Whether each bracket that opens closes, and none closes that was not open."""
    depth = 0
    for sign in bare:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
