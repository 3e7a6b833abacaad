"""The transforms as the servers work them out, the views beside the ledger, types that do not fit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from data_access.adoption.attached import attach_mapping
from data_access.adoption.checking import check_mapping
from data_access.adoption.dialects import Spoken
from data_access.adoption.drafting import draft_mapping
from data_access.adoption.reading import read_mapping
from data_access.adoption.steps import apply_step
from data_access.adoption.views import dialect_of, view_statements
from data_access.check import check_database
from data_access.database import open_database
from data_access.schema import VIEWS, metadata
from data_access.settings import Settings
from tests.engines import SERVERS, SQLITE, Copies, engine_of_this_run
from tests.national_county import MAPPING, make_national_county, mapping_for
from tests.unit.data_access.test_mapping_steps import MADE

pytestmark = pytest.mark.skipif(engine_of_this_run() != SQLITE, reason="the run itself is on a server")

WORDS = ("张三", "〇二组", "碧江区", "脱贫不稳定户", "欧阳修", "联通")
CAST = {"postgresql": ("TEXT", "BYTEA"), "mariadb": ("CHAR", "BINARY")}
NUMBERS = {
    "postgresql": "SELECT GENERATE_SERIES(0, 255) AS n",
    "mariadb": "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < 255) SELECT n FROM s",
}
PAIR = {
    "postgresql": "SET_BYTE(SET_BYTE('\\x0000', 0, a.n), 1, b.n)",
    "mariadb": "CAST(CONCAT(CHAR(a.n), CHAR(b.n)) AS BINARY)",
}
AS_LATIN = {
    "postgresql": "SELECT CONVERT_FROM(x, 'LATIN1') AS x FROM ({}) q WHERE POSITION('\\x00'::BYTEA IN x) = 0",
    "mariadb": "SELECT CONVERT(CONVERT(x USING latin1) USING utf8mb4) AS x FROM ({}) q",
}


@dataclass(frozen=True)
class Ledger:
    """The ledger of the county full of traps on a server, and the mapping that adopts it."""

    engine: str
    url: str
    copies: Copies
    folder: Path

    def mapping(self, content: Callable[[str], str] = str, *, names_database: bool = False) -> Path:
        made = mapping_for(self.url, self.folder, names_database=names_database)
        path = self.folder / "changed.toml"
        path.write_text(content(made.read_text(encoding="utf-8")), encoding="utf-8")
        return path


@pytest.fixture(scope="module", params=SERVERS)
def ledger(
    request: pytest.FixtureRequest, on_server: Callable[[str], Copies], trap_settings_once: Settings,
    tmp_path_factory: pytest.TempPathFactory,
) -> Ledger:  # fmt: skip
    engine = str(request.param)
    copies = on_server(engine)
    url = copies.empty("ledger")
    make_national_county(Path(trap_settings_once.database_url.removeprefix("sqlite:///")), url).dispose()
    return Ledger(engine, url, copies, tmp_path_factory.mktemp("ledger"))


def _asked(connection: Connection, sql: str, **values: object) -> object:
    return connection.exec_driver_sql(sql, values).scalar_one()


def test_what_the_transforms_make(ledger: Ledger) -> None:
    engine = open_database(ledger.url)
    as_text, as_bytes = CAST[ledger.engine]
    with engine.connect() as connection:
        spoken = Spoken(engine.dialect)

        def made(step: str, value: object, kind: str) -> object:
            sql = apply_step(step, "x", spoken).replace("%", "%%")
            return _asked(connection, f"SELECT {sql} FROM (SELECT CAST(%(value)s AS {kind}) AS x) t", value=value)

        for step, value, expected in MADE:
            found = made(step, str(value), as_text)
            assert (str(found) if found and step in ("day", "moment") else found) == expected, (step, value)
            assert made(step, None, as_text) is None
        for word in WORDS:
            written = word.encode("gb18030")
            assert made("gbk_bytes", written, as_bytes) == word
            assert made("gbk_text", written.decode("latin-1"), as_text) == word
            assert made("gbk_text", word, as_text) == word
        assert made("gbk_text", "ÕÅ…", as_text) == "ÕÅ…"
        assert made("gbk_text", "café", as_text) == "café"
        assert made("gbk_bytes", b"\xff\xff", as_bytes) is None
    engine.dispose()


def test_no_bytes_stop_a_query(ledger: Ledger) -> None:
    """Every pair of two bytes, most of which are no character at all."""
    engine, numbers = open_database(ledger.url), NUMBERS[ledger.engine]
    pairs = f"SELECT {PAIR[ledger.engine]} AS x FROM ({numbers}) a CROSS JOIN ({numbers}) b"
    with engine.connect() as connection:
        spoken = Spoken(engine.dialect)
        for step, rows in (("gbk_bytes", pairs), ("gbk_text", AS_LATIN[ledger.engine].format(pairs))):
            sql = f"SELECT COUNT({apply_step(step, 'x', spoken)}) FROM ({rows}) t"
            assert int(str(_asked(connection, sql.replace("%", "%%")))) > 20_000
    engine.dispose()


def test_the_check_and_the_draft(ledger: Ledger) -> None:
    engine = open_database(ledger.url)
    attach_mapping(engine, read_mapping(ledger.mapping()))
    assert check_mapping(engine) == []
    engine.dispose()
    broken = {'region_code = "AAR008"': ("household.region_code", "no_column"),
              'map = { 9 = "9" }': ("household.poverty_status_code", "unmapped"),
              '{ from = "CSRQ", as = "day" }': ("person.born_on", "lost")}  # fmt: skip
    better = ['region_code = "AAR0080"', "", '{ from = "AAB001", as = "day" }']
    for (old, expected), new in zip(broken.items(), better, strict=True):
        engine = open_database(ledger.url)
        attach_mapping(engine, read_mapping(ledger.mapping(lambda said, old=old, new=new: said.replace(old, new))))
        assert [(fault.place, fault.rule) for fault in check_mapping(engine)][:1] == [expected]
        engine.dispose()
    engine = open_database(ledger.url)
    lines = draft_mapping(engine, None, "en").lines
    engine.dispose()
    for said in ('from = "AC01"', 'name_zh = { from = "AAB002", as = "gbk_bytes" }', 'split = { column = "AAB017" }',
                 'born_on = { from = "CSRQ", as = "day" }'):  # fmt: skip
        assert any(said in line for line in lines), said


def test_views_have_the_mapped_rows(ledger: Ledger) -> None:
    """In a schema of their own, which in MariaDB is a database."""
    mapping = read_mapping(ledger.mapping(names_database=ledger.engine == "mariadb"))
    if ledger.engine == "mariadb":
        writer = create_engine(ledger.copies.empty("wall"))
    else:
        writer = create_engine(make_url(ledger.url).update_query_dict({"options": "-csearch_path=wall,public"}))
    with writer.begin() as connection:
        if ledger.engine == "postgresql":
            connection.exec_driver_sql("CREATE SCHEMA wall")
        for statement in view_statements(mapping, dialect_of(ledger.url)):
            connection.exec_driver_sql(statement.replace("%", "%%"))
    writer.dispose()
    views, mapped = open_database(writer.url.render_as_string(hide_password=False)), open_database(ledger.url)
    attach_mapping(mapped, mapping)
    with mapped.connect() as left, views.connect() as right:
        for name in (*metadata.tables, *(view.name for view in VIEWS)):
            rows = [sorted(map(str, each.execute(text(f"SELECT * FROM {name}")).all())) for each in (left, right)]
            assert rows[0] == rows[1], name
    views.dispose()
    mapped.dispose()


def test_a_text_where_a_number_is_agreed(ledger: Ledger) -> None:
    if ledger.engine != "postgresql":
        pytest.skip("only PostgreSQL says of which type an expression is")
    said = MAPPING.read_text(encoding="utf-8").replace('{ from = "AAC017", as = "whole" }', '"AAC017"')
    engine = open_database(ledger.url)
    attach_mapping(engine, read_mapping(ledger.mapping(lambda _: said)))
    found = {(each.place, each.rule) for each in check_database(engine, date(2019, 12, 31))}
    assert ("household.member_count", "wrong_type") in found
    assert not any(rule == "wrong_type" and place != "household.member_count" for place, rule in found)
    engine.dispose()
