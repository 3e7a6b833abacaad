"""What a mapping file says: where each table of the contract comes from in a database that others made."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data_access.messages import text

USES: Final = ("item", "national", "label")
"""What a code rule takes from the catalogue of codes by itself: the contract's items, their codes in the national
system, their Chinese names."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a person must mend in the mapping file: its sentence is `adoption.<rule>` in the catalogue.

    place   table, table.column or codes.rule; "" = the file
    values  what the sentence names; never a value of a row about a person
    """

    place: str
    rule: str
    values: MappingOf[str, object] = field(default_factory=dict)

    def sentence(self, lang: str = "zh") -> str:
        """What is wrong, and the mend."""
        said = text(f"adoption.{self.rule}", lang, **self.values)
        return f"{self.place}: {said}" if self.place else said


@dataclass(frozen=True, slots=True)
class CodeRule:
    """Their codes or words -> items of a list of the contract.

    items   their value -> item; None = known to say nothing
    other   the item of every other value; None = such a value says nothing, and the check counts it
    """

    name: str
    list_code: str
    items: MappingOf[str, str | None]
    other: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where one column of the contract comes from: an expression of theirs, or one value for all rows.

    steps    names of transforms (data_access.adoption.steps), in their order
    unknown  values that stand for "not known"
    codes    name of the code rule
    times    factor, such as 10000 for 万元
    """

    expression: str | None
    value: str | int | float | None = None
    steps: tuple[str, ...] = ()
    unknown: tuple[str | int | float, ...] = ()
    codes: str | None = None
    times: int | float | None = None

    @property
    def is_plain(self) -> bool:
        """Whether their value is taken as it stands."""
        return not (self.steps or self.unknown or self.codes or self.times is not None)


@dataclass(frozen=True, slots=True)
class Split:
    """A column that holds several values in one text: each becomes a row, and the column `into` holds it."""

    column: str
    into: str
    separators: str


@dataclass(frozen=True, slots=True)
class Source:
    """One table or SELECT of theirs whose rows become rows of a table of the contract.

    same_rest   columns that are not named have the same name there; otherwise they are not known
    distinct    equal rows become one
    """

    columns: MappingOf[str, ColumnMap]
    table: str | None = None
    schema: str | None = None
    select: str | None = None
    where: str | None = None
    split: Split | None = None
    same_rest: bool = False
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping file.

    tables     table of the contract -> the sources whose rows it has; () = no row
    catalogue  tables whose rows are those that come with the product
    as_is      tables that stand in the database as the contract has them
    A table of the contract that is in none of them is absent, whatever the database has under its name.
    """

    path: Path
    tables: MappingOf[str, tuple[Source, ...]]
    codes: MappingOf[str, CodeRule]
    catalogue: frozenset[str]
    as_is: frozenset[str]

    @property
    def present(self) -> frozenset[str]:
        """The tables of the contract that can be read through the mapping."""
        return frozenset(self.tables) | self.catalogue | self.as_is
