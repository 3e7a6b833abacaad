"""The transforms as PostgreSQL works them out, the views in a schema of their own, types that do not fit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import postgresql

from data_access.adoption.attached import attach_mapping
from data_access.adoption.dialects import Spoken
from data_access.adoption.reading import read_mapping
from data_access.adoption.steps import apply_step
from data_access.adoption.views import dialect_of, view_statements
from data_access.check import check_database
from data_access.database import open_database
from data_access.schema import VIEWS, metadata
from data_access.settings import Settings
from tests.national_county import MAPPING, make_national_county
from tests.postgres import postgres_programs, postgres_server
from tests.unit.data_access.test_mapping_steps import MADE

pytestmark = pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def ledger(trap_settings_once: Settings) -> Iterator[str]:
    """The address of the ledger of the county full of traps."""
    with postgres_server() as server:
        source = Path(trap_settings_once.database_url.removeprefix("sqlite:///"))
        make_national_county(source, f"{server}postgres").dispose()
        yield f"{server}postgres"


def test_what_the_transforms_make(ledger: str) -> None:
    engine, spoken = create_engine(ledger), Spoken(postgresql.dialect())
    with engine.connect() as connection:
        for step, value, expected in MADE:
            sql = apply_step(step, "x", spoken).replace("%", "%%")
            statement = f"SELECT {sql} FROM (SELECT CAST(%(value)s AS TEXT) AS x) t"
            (made,) = connection.exec_driver_sql(statement, {"value": str(value)}).one()
            if step in ("day", "moment"):
                made = None if made is None else str(made)
            assert made == expected, (step, value)
            assert connection.exec_driver_sql(statement, {"value": None}).one() == (None,)
    engine.dispose()


def test_no_bytes_stop_a_query(ledger: str) -> None:
    """Every pair of two bytes, most of which are no character at all."""
    engine, spoken = create_engine(ledger), Spoken(postgresql.dialect())
    every = "GENERATE_SERIES(0, 255) a, GENERATE_SERIES(0, 255) b"
    pairs = f"SELECT SET_BYTE(SET_BYTE('\\x0000', 0, a), 1, b) AS x FROM {every}"
    with engine.connect() as connection:
        for step, rows in (("gbk_bytes", pairs), ("gbk_text", f"SELECT CONVERT_FROM(x, 'LATIN1') AS x FROM ({pairs}) q "
                                                  "WHERE POSITION('\\x00'::BYTEA IN x) = 0")):  # fmt: skip
            sql = f"SELECT COUNT({apply_step(step, 'x', spoken)}) FROM ({rows}) t"
            assert connection.exec_driver_sql(sql.replace("%", "%%")).scalar_one() > 20_000
        for word in ("张三", "〇二组"):
            sql = f"SELECT {apply_step('gbk_bytes', 'x', spoken)} FROM (SELECT CAST(%(x)s AS BYTEA) AS x) t"
            assert connection.exec_driver_sql(sql, {"x": word.encode("gb18030")}).scalar_one() == word
    engine.dispose()


def test_views_have_the_mapped_rows(ledger: str) -> None:
    mapping = read_mapping(MAPPING)
    writer = create_engine(ledger)
    with writer.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA wall")
        connection.exec_driver_sql("SET LOCAL search_path = wall, public")
        for statement in view_statements(mapping, dialect_of(ledger)):
            connection.exec_driver_sql(statement.replace("%", "%%"))
    mapped = open_database(ledger)
    attach_mapping(mapped, mapping)
    with mapped.connect() as left, writer.connect() as right:
        right.exec_driver_sql("SET search_path = wall, public")
        for name in (*metadata.tables, *(view.name for view in VIEWS)):
            rows = [sorted(map(str, each.execute(text(f"SELECT * FROM {name}")).all())) for each in (left, right)]
            assert rows[0] == rows[1], name
    writer.dispose()
    mapped.dispose()


def test_a_text_where_a_number_is_agreed(ledger: str, tmp_path: Path) -> None:
    path = tmp_path / "county.toml"
    content = MAPPING.read_text(encoding="utf-8").replace('{ from = "AAC017", as = "whole" }', '"AAC017"')
    path.write_text(content, encoding="utf-8")
    engine = open_database(ledger)
    attach_mapping(engine, read_mapping(path))
    found = {(each.place, each.rule) for each in check_database(engine, date(2019, 12, 31))}
    assert ("household.member_count", "wrong_type") in found
    assert not any(rule == "wrong_type" and place != "household.member_count" for place, rule in found)
    engine.dispose()
