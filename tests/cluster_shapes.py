"""Whether a statement can be answered by every node of a cluster from its own rows: read from the statement's tree.

Shares nothing with the product but the names of the tables. What is asked of a statement: wherever two of the tables
that are distributed by household_id meet in one FROM, or a subquery looks at a row outside of it, or a row is looked
for among those of a subquery, they meet by it.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Alias, Column, Join, Select, Subquery, Table
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, Grouping, Tuple
from sqlalchemy.sql.selectable import CTE, CompoundSelect, FromClause

HOUSEHOLD: Final = "household_id"
REFERENCE_VIEWS: Final = frozenset({"region_ancestor"})
DISTRIBUTED_VIEWS: Final = frozenset({"household_last_visit", "open_monitoring_case"})


def faults(statement: Any, distributed: frozenset[str]) -> list[str]:
    """Where the statement needs rows of several nodes at once; empty when nowhere."""
    found: list[str] = []
    if touched(statement, distributed) and any(
        isinstance(each, CTE) and each.recursive for each in visitors.iterate(statement)
    ):
        found.append(f"it goes back step by step, which is answered where no rows are distributed: {statement}")
    for each in visitors.iterate(statement):
        if isinstance(each, Select):
            found += _of_select(each, distributed)
    return found


def touched(statement: Any, distributed: frozenset[str]) -> set[str]:
    """The distributed tables that a statement names."""
    return {each.name for each in visitors.iterate(statement) if isinstance(each, Table) and each.name in distributed}


def _of_select(select: Select[Any], distributed: frozenset[str]) -> list[str]:
    sources = [leaf for source in select.get_final_froms() for leaf in _leaves(source)]
    own = [leaf for leaf in sources if _is_distributed(leaf, distributed)]
    meets = _Meetings()
    for condition in _conditions(select):
        for left, right in _equalities(condition):
            meets.join(left, right)
    found = []
    groups = {meets.of(leaf) for leaf in own}
    if len(own) > 1 and len(groups) > 1:
        found.append(f"{', '.join(_name(leaf) for leaf in own)} do not meet by {HOUSEHOLD}: {select}")
    here = set(map(_root, sources))
    for outer in _outer(select, here, distributed):
        if own and meets.of(outer) not in groups:
            found.append(
                f"a subquery looks at {_name(outer)} outside of it by another column than {HOUSEHOLD}: {select}"
            )
    found += _lookups(select, distributed)
    return found


def _lookups(select: Select[Any], distributed: frozenset[str]) -> list[str]:
    """Rows of distributed tables that are looked for (IN) among those of others, by another column than the key."""
    found = []
    for each in _own_parts(select):
        if not isinstance(each, BinaryExpression) or each.operator not in (operators.in_op, operators.not_in_op):
            continue
        among = next((one for one in visitors.iterate(each.right) if isinstance(one, Select | CompoundSelect)), None)
        left = list(each.left.clauses) if isinstance(each.left, Tuple) else [each.left]
        sources = (getattr(mine, "table", None) for mine in left)
        if (
            among is None
            or not touched(among, distributed)
            or not any(_is_distributed(s, distributed) for s in sources)
        ):
            continue
        pairs = zip(left, among.selected_columns, strict=True)
        if not any(_household(mine) is not None and _is_household(theirs) for mine, theirs in pairs):
            found.append(f"{each.left} is looked for on other nodes, not by {HOUSEHOLD}: {select}")
    return found


def _own_parts(select: Select[Any]) -> Iterator[Any]:
    """All that a SELECT asks and shows, without what stands in the subqueries of it."""
    pending = [*_conditions(select), *select._raw_columns, *select._having_criteria]
    while pending:
        each = pending.pop()
        yield each
        if not isinstance(each, Select | CompoundSelect | FromClause):
            pending += list(each.get_children())


class _Meetings:
    """Sources that have equal households: told by the equations between their columns, and by values that are bound."""

    def __init__(self) -> None:
        self.parent: dict[object, object] = {}

    def of(self, key: object) -> object:
        key = _root(key) if isinstance(key, FromClause) else key
        while self.parent.get(key, key) != key:
            key = self.parent[key]
        return key

    def join(self, left: object, right: object) -> None:
        self.parent[self.of(left)] = self.of(right)


def _leaves(source: Any) -> Iterator[FromClause]:
    if isinstance(source, Join):
        yield from _leaves(source.left)
        yield from _leaves(source.right)
    else:
        yield source


def _root(source: Any) -> object:
    return id(source)


def _conditions(select: Select[Any]) -> Iterator[Any]:
    yield from select._where_criteria
    pending = list(select.get_final_froms())
    while pending:
        source = pending.pop()
        if isinstance(source, Join):
            yield source.onclause
            pending += [source.left, source.right]


def _equalities(condition: Any) -> Iterator[tuple[object, object]]:
    """Pairs of sources, or of a source and a bound value, whose households are equal wherever the condition holds."""
    if isinstance(condition, Grouping):
        yield from _equalities(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _equalities(part)
    elif isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
        sides = [_household(condition.left), _household(condition.right)]
        if all(side is not None for side in sides):
            yield sides[0], sides[1]


def _household(side: Any) -> object | None:
    """The source whose household a side of an equation is, or the bound value it is compared with."""
    if isinstance(side, BindParameter):
        return ("bound", side.key) if side.key == HOUSEHOLD else None
    if getattr(side, "table", None) is None or not _is_household(side):
        return None
    return _root(side.table)


def _is_household(column: Any) -> bool:
    """A column household_id, or a column of a subquery that is one all the way down."""
    bases = getattr(column, "base_columns", {column})
    return any(isinstance(base, Column) and base.name == HOUSEHOLD for base in bases)


def _is_distributed(source: Any, distributed: frozenset[str]) -> bool:
    """Rows of it lie on many nodes. A subquery without a household's key is gathered first, then known everywhere."""
    if isinstance(source, Table):
        return source.name in distributed
    if isinstance(source, CTE | Subquery | Alias):
        inner = source.element
        if isinstance(inner, Table):
            return inner.name in distributed
        return bool(touched(inner, distributed)) and any(_is_household(column) for column in source.c)
    return False


def _outer(select: Select[Any], here: set[object], distributed: frozenset[str]) -> Iterator[FromClause]:
    """Distributed sources that the conditions name and that no FROM of this SELECT holds."""
    seen: set[object] = set()
    for condition in _conditions(select):
        for each in _own_columns(condition):
            table = each.table
            if table is None or _root(table) in here | seen or not _is_distributed(table, distributed):
                continue
            seen.add(_root(table))
            yield table


def _own_columns(condition: Any) -> Iterator[Any]:
    """The columns of a condition, without those of the subqueries in it."""
    pending = [condition]
    while pending:
        each = pending.pop()
        if isinstance(each, Select | CompoundSelect):
            continue
        if isinstance(each, Column) or getattr(each, "table", None) is not None:
            yield each
            continue
        pending += list(each.get_children())


def _name(source: Any) -> str:
    return str(getattr(source, "name", source))
