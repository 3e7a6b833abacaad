"""Make the contract in a database of one's own: for the demo county, and for a first import of regions."""

from sqlalchemy import Connection, Engine, insert, inspect, literal, select, text

from data_access.catalogues import CATALOGUE_FILES, catalogue_rows
from data_access.database import database_errors
from data_access.schema import VIEW_DDL, metadata


def create_contract(engine: Engine) -> None:
    """Create what is missing of the contract's tables, indexes and views, and fill the catalogues that are empty.

    In one transaction where the engine's DDL knows transactions; a second call changes nothing.
    Raises the DatabaseError family.
    """
    with database_errors(), engine.begin() as connection:
        create_contract_in(connection)


def create_contract_in(connection: Connection) -> None:
    """The same inside the caller's transaction."""
    with database_errors():
        metadata.create_all(connection, checkfirst=True)
        there = {name.lower() for name in inspect(connection).get_view_names()}
        for name, ddl in VIEW_DDL.items():
            if name not in there:
                connection.execute(text(ddl))
        for file, table in CATALOGUE_FILES.items():
            if connection.execute(select(literal(1)).select_from(table).limit(1)).first() is None:
                connection.execute(insert(table), catalogue_rows(file))


def is_empty_database(connection: Connection) -> bool:
    """Whether the database has no table at all, so that the contract may be made in it."""
    with database_errors():
        return not inspect(connection).get_table_names()
