"""Rules between rows: keys that repeat, rows that point nowhere, totals that contradict their parts."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, ForeignKeyConstraint, Select, Table, and_, func, select

from data_access.check.findings import Finding, Severity, may_show
from data_access.check.shape import Shape
from data_access.schema import core, livelihood, metadata


def link_findings(connection: Connection, shape: Shape, name: str) -> Iterator[Finding]:
    """Repeated keys, orphans and contradictions of the table `name`; every count is made by the database."""
    table = metadata.tables[name]
    yield from _repeated_keys(connection, shape, table)
    for constraint in table.foreign_key_constraints:
        yield from _orphans(connection, shape, constraint)
    yield from _unknown_sources(connection, shape, table)
    if "stat_month" in table.primary_key.columns and shape.has(name, *table.primary_key.columns.keys()):
        yield from _year_beside_months(connection, table)
    if name == "household":
        yield from _household_rules(connection, shape)
    if name == "person" and shape.has("person", "person_id"):
        yield from _persons_twice(connection)
    if name == "household_cause" and shape.has("household_cause", "household_id", "is_main"):
        yield from _main_causes(connection)


def _count(connection: Connection, rows: "Select[Any]") -> int:
    inner = rows.subquery()
    return int(connection.execute(select(func.count()).select_from(inner)).scalar_one())


def _repeated_keys(connection: Connection, shape: Shape, table: Table) -> Iterator[Finding]:
    key = list(table.primary_key.columns)
    names = tuple(column.name for column in key)
    if not shape.has(table.name, *names) or set(shape.keys[table.name]) == set(names):
        return  # the engine itself keeps them apart
    repeated = select(*key).group_by(*key).having(func.count() > 1)
    count = _count(connection, repeated)
    if count:
        first = connection.execute(repeated.order_by(*key).limit(1)).one()
        example = ", ".join(map(str, first)) if all(may_show(column) for column in key) else None
        yield Finding(
            Severity.ERROR, table.name, names[0], "repeated_key", count, example, {"columns": ", ".join(names)}
        )


def _orphans(connection: Connection, shape: Shape, constraint: ForeignKeyConstraint) -> Iterator[Finding]:
    table = constraint.table
    pairs = [(table.c[element.parent.name], element.column) for element in constraint.elements]
    parent = pairs[0][1].table
    if not shape.has(table.name, *(c.name for c, _ in pairs)) or not shape.has(
        parent.name, *(p.name for _, p in pairs)
    ):
        return
    other = parent.alias("parent_row")
    joined: list[ColumnElement[bool]] = [child == other.c[key.name] for child, key in pairs]
    lost = (
        select(func.count(), func.min(pairs[0][0]))
        .select_from(table.outerjoin(other, and_(*joined)))
        .where(other.c[pairs[0][1].name].is_(None), *(child.is_not(None) for child, _ in pairs))
    )
    count, example = connection.execute(lost).one()
    if count:
        column = pairs[0][0]
        yield Finding(
            Severity.ERROR,
            table.name,
            column.name if len(pairs) == 1 else pairs[-1][0].name,
            "orphan",
            int(count),
            str(example) if may_show(column) else None,
            {"parent": parent.name},
        )


def _unknown_sources(connection: Connection, shape: Shape, table: Table) -> Iterator[Finding]:
    """source_id has no foreign key, for the theme quality may be absent; where it is there, it should know them."""
    if "source_id" not in table.columns or table.c.source_id.foreign_keys:
        return
    source = metadata.tables["data_source"]
    if not shape.has(table.name, "source_id") or not shape.has("data_source", "source_id"):
        return
    if table.name == "data_source" or connection.execute(select(source.c.source_id).limit(1)).first() is None:
        return
    lost = (
        select(func.count())
        .select_from(table.outerjoin(source, table.c.source_id == source.c.source_id))
        .where(source.c.source_id.is_(None), table.c.source_id.is_not(None))
    )
    count = int(connection.execute(lost).scalar_one())
    if count:
        yield Finding(Severity.WARNING, table.name, "source_id", "unknown_source", count)


def _year_beside_months(connection: Connection, table: Table) -> Iterator[Finding]:
    key = [column for column in table.primary_key.columns if column.name != "stat_month"]
    both = select(*key).group_by(*key).having(func.min(table.c.stat_month) == 0, func.count() > 1)
    count = _count(connection, both)
    if count:
        yield Finding(Severity.ERROR, table.name, "stat_month", "year_beside_months", count)


def _household_rules(connection: Connection, shape: Shape) -> Iterator[Finding]:
    household, region, person = core.household, core.region, core.person
    if shape.has("household", "region_code") and shape.has("region", "region_code", "region_level_code"):
        elsewhere = (
            select(func.count())
            .select_from(household.join(region, household.c.region_code == region.c.region_code))
            .where(region.c.region_level_code != "5")
        )
        count = int(connection.execute(elsewhere).scalar_one())
        if count:
            yield Finding(Severity.ERROR, "household", "region_code", "household_not_in_village", count)
    if not shape.has("household", "household_id", "head_person_id", "member_count", "is_valid"):
        return
    if not shape.has("person", "household_id", "person_id", "is_valid"):
        return
    same = and_(person.c.household_id == household.c.household_id, person.c.person_id == household.c.head_person_id)
    heads = (
        select(func.count())
        .select_from(household.outerjoin(person, same))
        .where(household.c.head_person_id.is_not(None), person.c.person_id.is_(None))
    )
    count = int(connection.execute(heads).scalar_one())
    if count:
        yield Finding(Severity.WARNING, "household", "head_person_id", "unknown_head", count)
    members = (
        select(person.c.household_id, func.count().label("counted"))
        .where(person.c.is_valid == 1)
        .group_by(person.c.household_id)
        .subquery()
    )
    differ = (
        select(func.count())
        .select_from(household.outerjoin(members, members.c.household_id == household.c.household_id))
        .where(household.c.is_valid == 1, household.c.member_count != func.coalesce(members.c.counted, 0))
    )
    count = int(connection.execute(differ).scalar_one())
    if count:
        yield Finding(Severity.WARNING, "household", "member_count", "member_count_differs", count)


def _persons_twice(connection: Connection) -> Iterator[Finding]:
    person = core.person
    twice = select(person.c.person_id).group_by(person.c.person_id).having(func.count() > 1)
    count = _count(connection, twice)
    if count:
        yield Finding(Severity.ERROR, "person", "person_id", "person_twice", count)


def _main_causes(connection: Connection) -> Iterator[Finding]:
    cause = livelihood.household_cause
    wrong = select(cause.c.household_id).group_by(cause.c.household_id).having(func.sum(cause.c.is_main) != 1)
    count = _count(connection, wrong)
    if count:
        yield Finding(Severity.ERROR, "household_cause", "is_main", "main_cause", count)
