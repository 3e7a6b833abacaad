"""How large the made-up city and the made-up province are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Scale:
    """A land of many counties: its name, the code of its highest region, its registered persons, its seed."""

    name: str
    root: str
    persons: int
    seed: int


CITY: Final = Scale("city", "990600000000", 1_000_000, 20_190_906)
PROVINCE: Final = Scale("province", "990000000000", 10_000_000, 20_190_900)
SCALE_OF: Final[Mapping[str, Scale]] = {scale.name: scale for scale in (CITY, PROVINCE)}
