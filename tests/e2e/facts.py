"""What the demo county's database says, read with plain sqlite3: nothing of the product's own code."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

COUNTY = "990101000000"


class Facts:
    """Plain queries against one SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(statement, values).fetchall()

    def children(self, parent: str) -> list[str]:
        """Codes of the regions directly below."""
        found = self.rows("SELECT region_code FROM region WHERE parent_code = ? ORDER BY region_code", parent)
        return [code for (code,) in found]

    def name(self, code: str) -> str:
        """The full name of a region."""
        return str(self.rows("SELECT name_zh FROM region WHERE region_code = ?", code)[0][0])

    def households(self, village: str) -> int:
        """Households on record in a village."""
        return int(self.rows("SELECT count(*) FROM household WHERE region_code = ? AND is_valid = 1", village)[0][0])

    def village_with(self, township: str, least: int, most: int) -> str:
        """A village of the township with so many households."""
        found = self.rows(
            """SELECT r.region_code FROM region r JOIN household h ON h.region_code = r.region_code
               WHERE r.parent_code = ? AND h.is_valid = 1
               GROUP BY r.region_code HAVING count(*) BETWEEN ? AND ? ORDER BY r.region_code""",
            township, least, most,
        )  # fmt: skip
        return str(found[0][0])

    def officials_of(self, village: str) -> set[str]:
        """Names of those who answer for the village or for one of its households, or came to visit one."""
        found = self.rows(
            """WITH home AS (SELECT household_id FROM household WHERE region_code = ?1)
               SELECT o.name_zh FROM official o WHERE o.official_id IN (
                 SELECT official_id FROM household_official WHERE household_id IN home
                 UNION SELECT official_id FROM household_visit WHERE household_id IN home
                 UNION SELECT official_id FROM region_official WHERE region_code = ?1)""",
            village,
        )
        return {name for (name,) in found}

    def secrets(self, village: str) -> dict[str, set[str]]:
        """What must never reach a browser about the people of a village, by kind."""
        people = self.rows(
            """SELECT p.name_zh, p.identity_no, p.phone_no, p.person_id, p.born_on, h.household_id, h.address_zh,
                      h.phone_no, h.qr_token
               FROM person p JOIN household h ON h.household_id = p.household_id WHERE h.region_code = ?""",
            village,
        )
        kinds = (
            "name",
            "identity",
            "phone",
            "person id",
            "birth date",
            "household id",
            "address",
            "phone ",
            "qr token",
        )
        found: dict[str, set[str]] = {}
        for kind, column in zip(kinds, zip(*people, strict=True), strict=True):
            found.setdefault(kind.strip(), set()).update(str(value) for value in column if value)
        return found


def written(value: float, decimals: int, unit: str) -> list[str]:
    """The ways to write a figure: thousands with commas, percent signs beside it; two ways for an exact half."""
    step = Decimal(1).scaleb(-decimals)
    numbers = dict.fromkeys(Decimal(value).quantize(step, rule) for rule in (ROUND_HALF_UP, ROUND_HALF_EVEN))
    return [f"{number:,}" + (unit if unit in ("%", "‰") else "") for number in numbers]


def leaks(words: Iterable[str], text: str) -> list[str]:
    """Those of `words` that stand in `text`."""
    return [word for word in words if word in text]
