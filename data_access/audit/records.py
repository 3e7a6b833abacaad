"""What a record of the audit holds, and what it must not: an ID number or telephone that was typed is starred."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

EVENTS: Final = (
    "sign_in", "sign_in_failed", "locked_out", "sign_out", "password_changed", "totp_changed", "card_view", "uncover",
    "search", "list_view", "export", "print_cards", "admin_user", "admin_session", "admin_kiosk", "admin_door",
    "admin_import", "briefing", "paper", "kiosk_bound", "refused", "audit_read", "audit_pruned",
)  # fmt: skip
"""Everything that is recorded."""

EAGER: Final = frozenset({"card_view", "list_view", "search", "sign_in_failed", "locked_out", "refused", "audit_read"})
"""What happens often, so that nobody should wait for the disk because of it."""

_LONGEST: Final = {"user": 120, "role": 20, "session": 20, "address": 60, "object": 120, "result": 40}
_MOST_DETAIL: Final = 2000
_NUMBERS: Final = re.compile(r"\d{15,}[0-9Xx]?|(?<!\d)1[3-9]\d{9}(?!\d)")
"""An ID number, a certificate of disability, a mobile telephone; a region's code is shorter."""


@dataclass(frozen=True, slots=True)
class Record:
    """One act.

    seq      counts all records ever made, from 1, without a gap
    at       seconds since 1970
    user, role, session, address   who, in which role, in which session (its public id), from where; "" = unknown
    event    what was done, one of EVENTS
    object   on what: a household's token, a region's code, a user's name; never a name or number of the poor
    detail   more of it: a small JSON object
    result   "ok", or why not
    """

    seq: int
    at: float
    user: str
    role: str
    session: str
    address: str
    event: str
    object: str
    detail: Mapping[str, Any]
    result: str


def told_values(**values: object) -> dict[str, str]:
    """The texts of a record as they are kept: without control characters, of bounded length, no number in clear."""
    return {name: _kept(str(value), _LONGEST[name]) for name, value in values.items()}


def told_detail(detail: Mapping[str, Any] | None) -> str:
    """The detail as it is kept: always the same text for the same detail; cut to nothing but a note when very long."""
    told = json.dumps(_plain(dict(detail or {})), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return told if len(told) <= _MOST_DETAIL else '{"too_long":true}'


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_kept(str(key), 40): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < 10**10 else _kept(str(value), 40)
    return _kept(str(value), 200)


def _kept(told: str, most: int) -> str:
    shown = "".join(c if c.isprintable() else " " for c in told[: 4 * most])
    return _NUMBERS.sub(lambda found: "*" * len(found[0]), shown)[:most]
