"""The database that workbooks are written into: one that this product made, never one that other systems write."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, DateTime, Engine, MetaData, String, Table, insert, inspect, select

from data_access.contract import create_contract_in
from data_access.database import database_errors, open_database
from data_access.errors import DatabaseMissingError, SettingsError
from data_access.ledger.errors import LedgerError
from data_access.regions import SOURCE_ID as REGION_SOURCE
from data_access.schema import core, work
from data_access.settings import Settings

SOURCE_ID: Final = "GUATU_LEDGER"
"""The source under which imported rows stand in data_source."""

_MADE: Final = Table(
    "guatu_made", MetaData(), Column("made_by", String(40), primary_key=True), Column("made_at", DateTime())
)
"""A database with this table was made by the product: nobody else writes it."""


@contextmanager
def opened_target(settings: Settings, url: str | None) -> Iterator[Engine]:
    """The database to write: `url`, else that of the settings. Raises SettingsError, LedgerError, DatabaseError."""
    if url is None and settings.is_demo:
        raise SettingsError("ledger.no_database")
    if url is None and settings.mapping_path is not None:
        raise SettingsError("ledger.mapped")
    try:
        open_database(url or settings.database_url).dispose()  # a writer would make a file that is not there
    except DatabaseMissingError as error:
        if error.key in ("database.missing_file", "database.missing_folder"):
            raise LedgerError("ledger.no_regions") from error
        raise
    engine = open_database(url or settings.database_url, read_only=False)
    try:
        yield engine
    finally:
        engine.dispose()


def check_target(connection: Connection) -> None:
    """Refuse a database that other systems write, and one without regions; raises LedgerError, DatabaseError."""
    with database_errors():
        names = set(inspect(connection).get_table_names())
        if "region" not in names or connection.execute(select(core.region.c.region_code).limit(1)).first() is None:
            raise LedgerError("ledger.no_regions")
        if _MADE.name in names:
            return
        if "household" in names and connection.execute(select(core.household.c.household_id).limit(1)).first():
            raise LedgerError("ledger.of_others")
        if "data_source" not in names:
            raise LedgerError("ledger.of_others")
        sources = set(connection.execute(select(work.data_source.c.source_id)).scalars())
        if not sources or sources - {REGION_SOURCE, SOURCE_ID}:
            raise LedgerError("ledger.of_others")


def prepare_target(connection: Connection) -> None:
    """Make what is missing of the contract, and mark the database as one of the product's own; in a transaction."""
    create_contract_in(connection)
    with database_errors():
        _MADE.create(connection, checkfirst=True)
        if connection.execute(select(_MADE.c.made_by)).first() is None:
            connection.execute(
                insert(_MADE), [{"made_by": SOURCE_ID, "made_at": datetime.now().replace(microsecond=0)}]
            )
        source = work.data_source
        if connection.execute(select(source.c.source_id).where(source.c.source_id == SOURCE_ID)).first() is None:
            row = {"source_id": SOURCE_ID, "name_zh": "台账导入", "source_kind_code": "LEDGER"}
            connection.execute(insert(source), [row])
