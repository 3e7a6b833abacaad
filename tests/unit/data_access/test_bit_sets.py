"""Sets of codes gathered by a database, beside sets of Python."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, select
from sqlalchemy.dialects import mysql, postgresql, sqlite

from data_access.quantities.bit_sets import bit_of, union_of_bits

ITEMS = ("FOOD", "HOUSING", "WATER")

HELD = Table("held", MetaData(), Column("household", Integer()), Column("code", String(9)))

GATHERED = select(HELD.c.household, union_of_bits(bit_of(HELD.c.code, ITEMS)).label("told")).group_by(HELD.c.household)

rows = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([*ITEMS, "AIR", None])))


@given(rows)
def test_a_union_has_the_bit_of_each_code_that_any_row_of_the_group_has(held: list[tuple[int, str | None]]) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        HELD.create(connection)
        if held:
            connection.execute(HELD.insert(), [{"household": household, "code": code} for household, code in held])
        found = {row.household: {item for at, item in enumerate(ITEMS) if row.told >> at & 1}
                 for row in connection.execute(GATHERED)}  # fmt: skip
    engine.dispose()
    assert found == {one: {code for of, code in held if of == one} & set(ITEMS) for one, _ in held}


def test_without_items_no_code_has_a_bit() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        HELD.create(connection)
        connection.execute(HELD.insert(), [{"household": 1, "code": "FOOD"}])
        assert connection.execute(select(union_of_bits(bit_of(HELD.c.code, ())))).scalar_one() == 0
    engine.dispose()


def test_servers_gather_without_a_sort() -> None:
    assert "bit_or(CASE" in str(GATHERED.compile(dialect=postgresql.dialect()))
    assert "bit_or(CASE" in str(GATHERED.compile(dialect=mysql.dialect()))
    assert "sum(DISTINCT CASE" in str(GATHERED.compile(dialect=sqlite.dialect()))
