"""What may be seen of people: every query about a household or a person takes a `Scope`."""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Scope:
    """The rights with which rows about people are asked.

    role         who asks; "wall" is the big screen, which nobody signed in to
    region_code  rows may come from this region and all under it; None = from the whole database
    masked       always True: no role of this version sees a name, number or amount in full
    """

    role: Literal["wall"] = "wall"
    region_code: str | None = None
    masked: Literal[True] = True

    def __post_init__(self) -> None:
        if self.role != "wall" or self.masked is not True:
            raise ValueError("only the masked view of the wall exists")


WALL: Final = Scope()
"""The big screen of the highest region: everything, masked."""
