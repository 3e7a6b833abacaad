"""What may be seen of people: every query about a household or a person takes a `Scope`.

A scope is made from who signed in (or from the wall's kiosk token), never from what a browser sends.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """Who asks, from the wall, which nobody signed in to, to those who keep the product and its log."""

    WALL = "wall"
    LEADER = "leader"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


DUTY_ROLES: Final = frozenset({Role.COUNTY, Role.TOWNSHIP, Role.VILLAGE})
"""Those whose work the households are: they may uncover a field, with a reason, and see sensitive things in classes."""

_LISTING: Final = DUTY_ROLES | {Role.LEADER}
_LOCAL: Final = frozenset({Role.TOWNSHIP, Role.VILLAGE})
_EXPORTED_ROWS: Final = {Role.COUNTY: 50_000, Role.TOWNSHIP: 10_000, Role.VILLAGE: 3_000}


@dataclass(frozen=True, slots=True)
class Scope:
    """The rights with which rows about people are asked.

    role         who asks; "wall" is the big screen, which nobody signed in to
    region_code  rows may come from this region and all under it; None = from the whole database
    user         whose name the audit holds; "" where nobody signed in
    Raises ValueError for a township officer or a village team without a region: their rows are their own only.
    """

    role: Role = Role.WALL
    region_code: str | None = None
    user: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.role, Role):
            raise TypeError("role is a Role")
        if self.role in _LOCAL and not self.region_code:
            raise ValueError(f"the role {self.role} needs a region")

    @property
    def sees_people(self) -> bool:
        """Whether rows about people are shown at all, if only masked: not to those who keep the product and its log."""
        return self.role is Role.WALL or self.role in _LISTING

    @property
    def lists_households(self) -> bool:
        """Whether households may be listed, filtered and searched; the wall only has those of the village it shows."""
        return self.role in _LISTING

    @property
    def may_uncover(self) -> bool:
        """Whether one field of one household may be uncovered with a reason. On the wall never."""
        return self.role in DUTY_ROLES

    @property
    def exported_rows(self) -> int:
        """The most rows about people that one export may hold; 0 = none."""
        return _EXPORTED_ROWS.get(self.role, 0)

    def on_wall(self) -> "Scope":
        """The same region and user with no more rights than the wall has: what a page shows that others read along.

        Who may see no rows about people still sees none.
        """
        return replace(self, role=Role.WALL) if self.sees_people else self


WALL: Final = Scope()
"""The big screen of the highest region: everything, masked."""
