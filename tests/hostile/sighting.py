"""Who may be told which canary, and which of them stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from data_access.scope import DUTY_ROLES, Role, Scope
from tests.hostile import county
from tests.hostile.county import Word

_MARKED = re.compile(r"ZQ\w+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RUN = re.compile(r"(?<!\d)\d{11,20}(?!\d)")
_NAME = re.compile(r"[\u9e00-\u9e1f][\u9bc0-\u9c5f][\u9c60-\u9cff]")
_LETTER = re.compile(r"[\u9e00-\u9e1f]")
WHOLE_ID = re.compile(r"(?<![\w.%-])[1-9]\d{16}[\dXx](?![\w-])")
"""An ID number with all its digits; not a part of a longer number, of a hash or of a fraction."""

UNCOVERED = frozenset({"name", "identity_no", "phone_no"})
"""What one request with a reason may tell of one household, to those who may."""


@cache
def _by_text() -> dict[str, Word]:
    return {word.said: word for word in county.words()}


@cache
def _marked() -> tuple[Word, ...]:
    return tuple(word for word in county.words() if word.said.startswith("ZQ"))


@lru_cache(maxsize=64)
def _seen(text: str) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """The canaries of `text` but for tokens, and its ID numbers; one answer is often given to everybody in turn."""
    known, found = _by_text(), []
    for pattern in (_NUMBER, _RUN, _NAME, _LETTER):
        found += [known[said] for said in set(pattern.findall(text)) if said in known]
    for said in set(_MARKED.findall(text)):
        found += [word for word in _marked() if word.said in said]
    return tuple(found), tuple(WHOLE_ID.findall(text))


def words_in(text: str, tokens: dict[str, county.Home]) -> list[Word]:
    """Every canary in `text`; a household's token is one as well."""
    return [
        *_seen(text)[0],
        *(Word(token, home.id, home.village, "token") for token, home in tokens.items() if token in text),
    ]


def may_be_told(scope: Scope | None, word: Word, *, uncovered: bool = False) -> bool:
    """Whether a visitor with the rights `scope` (None: a stranger) may be told this word."""
    if scope is None or scope.role in (Role.AUDITOR, Role.ADMINISTRATOR):
        return False
    if not county.under(scope.region_code, word.village):
        return False
    if word.kind in ("masked name", "token"):
        return True
    if scope.role not in DUTY_ROLES:
        return word.kind == "rule_zh"
    return word.kind not in county.NEVER or (uncovered and word.kind in UNCOVERED)


def leaks(
    text: str,
    scope: Scope | None,
    tokens: dict[str, county.Home],
    said_by_asker: str = "",
    *,
    uncovered: bool = False,
) -> list[str]:
    """What `text` tells that its reader may not know; what the reader said is no news to them."""
    found = [
        f"{word.kind} of {word.village}: {word.said}"
        for word in words_in(text, tokens)
        if not may_be_told(scope, word, uncovered=uncovered) and word.said not in said_by_asker
    ]
    if scope is None or scope.role not in DUTY_ROLES:
        found += [f"18 digits: {said}" for said in _seen(text)[1] if said not in said_by_asker]
    return found


def told(lines: Iterable[str], most: int = 12) -> str:
    """The first of many findings."""
    listed = sorted(set(lines))
    return "\n".join(listed[:most] + ([f"... and {len(listed) - most} more"] if len(listed) > most else []))
