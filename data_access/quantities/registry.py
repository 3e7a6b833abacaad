"""What each quantity means: read from the catalogue, for definitions on the screen and for the tests."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent.parent / "catalogue" / "quantities.csv"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One additive quantity, or a family of them.

    items         code list whose items follow the name after a point (name.ITEM); None when there are none
    period_rule   "year" a figure of each year, "as_of" only of the day of the data
    """

    name: str
    items: str | None
    theme: str
    unit: str
    period_rule: str
    meaning: str


@cache
def quantity_catalogue() -> dict[str, Quantity]:
    """All quantities by name (families by the part before the point), in the order of the catalogue."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["name"]: Quantity(
            name=row["name"],
            items=row["items"] or None,
            theme=row["theme"],
            unit=row["unit"],
            period_rule=row["period_rule"],
            meaning=row["meaning"],
        )
        for row in rows
    }


def quantity_named(name: str) -> Quantity:
    """The quantity `name`, or the family it belongs to; raises KeyError for one that no statement counts."""
    return quantity_catalogue()[name.partition(".")[0]]
