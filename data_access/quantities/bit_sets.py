"""Sets of the items of a code list as whole numbers, one bit an item, gathered by the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, case, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement


def bit_of(code: ColumnElement[Any], items: Sequence[str], other: int = 0) -> ColumnElement[int]:
    """The bit of a code among `items`, the first of which has 1; `other` of one that is not among them."""
    places = {item: 1 << place for place, item in enumerate(items)}
    return case(places, value=code, else_=other) if items else literal(other)


class union_of_bits(FunctionElement[int]):  # noqa: N801 named as functions of SQL are
    """The bits of all rows of a group together: an aggregate of a column that has one bit a row, or 0."""

    type = BigInteger()
    name = "union_of_bits"
    inherit_cache = True


@compiles(union_of_bits)
def _sum_of_distinct(element: union_of_bits, compiler: Any, **options: Any) -> str:
    return f"sum(DISTINCT {compiler.process(element.clauses, **options)})"


@compiles(union_of_bits, "postgresql", "mysql", "mariadb")
def _bit_or(element: union_of_bits, compiler: Any, **options: Any) -> str:
    """Servers sort for a sum of distinct values."""
    return f"bit_or({compiler.process(element.clauses, **options)})"
