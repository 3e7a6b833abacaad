"""PostgreSQL as a county has it: the tables in schemas of their own, and an account that reads what it was granted."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from data_access.adoption.opening import open_shared
from data_access.catalogues import catalogue_rows
from data_access.check import check_database
from data_access.contract import create_contract
from data_access.database import contract_version, database_errors, present_themes, table_names
from data_access.errors import DatabaseError, SettingsError
from data_access.release import Release, ReleaseStore, build_release
from data_access.schema import CONTRACT_VERSION, metadata
from data_access.server_scripts import HEALTH_TABLES, ROLE, citus_script
from data_access.settings import Settings, read_settings
from tests.engines import SQLITE, Copies, engine_of_this_run
from tests.postgres import make_postgres_database, postgres_client

BOOK, MORE = "台账 2019", "more"

pytestmark = pytest.mark.skipif(engine_of_this_run() != SQLITE, reason="the run itself is on a server")


@pytest.fixture
def owner(on_server: Callable[[str], Copies], trap_settings_once: Settings, tmp_path: Path) -> Settings:
    """Settings of the owner of a ledger whose tables stand in two schemas, with a table of bank accounts beside."""
    url = on_server("postgresql").copy(Path(trap_settings_once.database_url.removeprefix("sqlite:///")))
    _run(
        url,
        f'ALTER SCHEMA public RENAME TO "{BOOK}"',
        f"CREATE SCHEMA {MORE}",
        f'ALTER TABLE "{BOOK}".solar_station SET SCHEMA {MORE}',
        f'CREATE TABLE "{BOOK}".bank_account (household_id TEXT, account_no TEXT)',
    )
    told = {"GUATU_HOME": str(tmp_path), "GUATU_DATABASE_URL": url, "GUATU_DATABASE_SCHEMA": f"{BOOK}, {MORE}"}
    return read_settings(told)


def _run(url: str, *statements: str) -> None:
    admin = create_engine(url)
    with admin.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


def _granted(owner: Settings, login: str) -> Settings:
    """What the account that role.sql makes is served with."""
    psql = postgres_client()
    assert psql is not None
    url = make_url(owner.database_url).set(drivername="postgresql")
    _run(owner.database_url, f'ALTER TABLE {MORE}.solar_station SET SCHEMA "{BOOK}"')  # the script knows one schema
    subprocess.run(
        [psql, "-qX", "-v", "ON_ERROR_STOP=1", "-v", f"schema={BOOK}", "-v", f"login={login}",
         "-f", str(ROLE), url.render_as_string(hide_password=False)],
        check=True, capture_output=True,
    )  # fmt: skip
    return replace(owner, database_url=make_url(owner.database_url).set(username=login).render_as_string())


def test_tables_in_other_schemas(owner: Settings, trap_release_once: Release) -> None:
    build_release(owner)
    theirs = ReleaseStore(owner.releases).current()
    assert theirs.meta.files.keys() == trap_release_once.meta.files.keys()
    assert theirs.meta.counts == trap_release_once.meta.counts
    assert theirs.themes == trap_release_once.themes
    engine = open_shared(owner)
    assert {each.rule for each in check_database(engine, date(2019, 9, 30))}.isdisjoint(
        {"table_missing", "theme_partial", "column_missing", "wrong_type", "view_missing"}
    )
    engine.dispose()
    unnamed = replace(owner, database_schema=())
    assert unnamed.workspace != owner.workspace
    with pytest.raises(DatabaseError) as refused:
        build_release(unnamed)
    assert refused.value.key == "release.core_missing"


def test_the_account_reads_what_it_was_granted(owner: Settings) -> None:
    reader = _granted(owner, "guatu_wall")
    build_release(reader)
    assert ReleaseStore(reader.releases).current().themes["assurance"]
    engine = open_shared(reader)
    names = table_names(engine)
    assert names >= set(metadata.tables) and "bank_account" not in names
    for statement in ("SELECT * FROM bank_account", "DELETE FROM region"):
        with pytest.raises(DatabaseError), database_errors(), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()


def test_a_table_that_is_not_there_keeps_nobody_out(owner: Settings) -> None:
    _run(owner.database_url, f'DROP TABLE "{BOOK}".household_relocation')
    engine = open_shared(_granted(owner, "guatu_desk"))
    names = table_names(engine)
    assert {"household", "relocation_site", "person_health"} <= names and "household_relocation" not in names
    engine.dispose()


def test_health_is_granted_apart(owner: Settings) -> None:
    reader = _granted(owner, "guatu_hall")
    _run(owner.database_url, "REVOKE guatu_health_reader FROM guatu_hall")
    engine = open_shared(reader)
    assert not table_names(engine) & set(HEALTH_TABLES)
    themes = present_themes(engine)
    assert themes["core"] and not themes["assurance"]
    with pytest.raises(DatabaseError) as refused, database_errors(), engine.connect() as connection:
        connection.execute(text("SELECT COUNT(*) FROM person_health"))
    assert refused.value.key == "database.refused"
    engine.dispose()
    build_release(reader)
    assert not ReleaseStore(reader.releases).current().themes["assurance"]


@pytest.mark.parametrize("url", ["sqlite:///x.sqlite", "mysql+pymysql://wall@host/county"])
def test_a_schema_is_for_postgresql(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"GUATU_DATABASE_URL": url, "GUATU_DATABASE_SCHEMA": "ledger"})
    assert refused.value.key == "settings.schema"


def test_the_script_of_the_cluster_makes_the_contract(on_server: Callable[[str], Copies]) -> None:
    """As far as one server without Citus can tell: what distributes the tables is left out."""
    server = on_server("postgresql").server
    parts = citus_script().split("\n\n")
    script = "\n\n".join(part for part in parts if "citus" not in part and "_table('" not in part)
    engine = create_engine(make_postgres_database(server, "cluster"))
    with engine.begin() as connection:
        connection.exec_driver_sql(script.replace("%", "%%"))
    assert contract_version(engine) == CONTRACT_VERSION
    with engine.begin() as connection:
        counted = connection.execute(text("SELECT COUNT(*) FROM code_item")).scalar_one()
        before = table_names(engine)
    assert counted == len(catalogue_rows("code_lists.csv"))
    create_contract(engine)
    assert table_names(engine) == before
    engine.dispose()
