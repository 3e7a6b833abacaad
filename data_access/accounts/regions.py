"""Whether a region fits a role: a township officer's is a township, a village team's a village."""

from collections.abc import Mapping
from typing import Final

from data_access.errors import AccountError
from data_access.messages import text
from data_access.scope import Role
from data_access.tree import TOWNSHIP_LEVEL, VILLAGE_LEVEL

LOWEST_WANTED: Final[Mapping[Role, int]] = {Role.TOWNSHIP: TOWNSHIP_LEVEL, Role.VILLAGE: VILLAGE_LEVEL}
"""The level that a role's region has at the least; 1 is a province, 5 a village."""


def check_level(role: Role, code: str | None, level: int | None, name: str = "", lang: str = "zh") -> None:
    """Refuse a region that would show a local role more than its own.

    code, level, name   of the region; level None = there is no such region; code None = the whole database
    Raises AccountError, its words in `lang`.
    """
    if code is None:
        return
    if level is None:
        raise AccountError("accounts.unknown_region", code=code)
    lowest = LOWEST_WANTED.get(role, 0)
    if level < lowest:
        wanted = text(f"accounts.level_{lowest}", lang)
        raise AccountError("accounts.region_too_high", code=code, name=name or code, wanted=wanted)
