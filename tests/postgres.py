"""A PostgreSQL server of one's own on loopback, and the contents of a SQLite database in it."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from tests.copies import copy_database
from tests.loopback import folder_of, free_port

_NEWEST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
_SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB -c max_wal_size=4GB"


def postgres_programs() -> Path | None:
    """The folder of the server's programs, None where none is installed."""
    found = shutil.which("initdb")
    return Path(found).parent if found else (_NEWEST[-1] if _NEWEST else None)


def postgres_client() -> str | None:
    """The program psql, None where it is not installed."""
    found = [path / "psql" for path in _NEWEST if (path / "psql").is_file()]
    return shutil.which("psql") or (str(found[-1]) if found else None)


@contextmanager
def postgres_server(*, in_memory: bool = True) -> Iterator[str]:
    """The address of a fresh server without its database's name: `postgresql+psycopg://guatu@127.0.0.1:PORT/`.

    Its sort order is that of the characters' codes, as SQLite's.
    """
    programs = postgres_programs()
    assert programs is not None, "PostgreSQL is not installed"
    with folder_of("postgres", in_memory=in_memory) as (folder, own):
        data, port = folder / "data", free_port()

        def run(program: str, *options: str) -> None:
            subprocess.run([*own, str(programs / program), *options], check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run("initdb", "-D", str(data), "-U", "guatu", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        listening = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {_SPEED}"
        run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-w", "-o", listening, "start")
        try:
            yield f"postgresql+psycopg://guatu@127.0.0.1:{port}/"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def make_postgres_database(server: str, name: str, template: str = "template1") -> str:
    """A new database `name` on `server`, like `template`; its URL."""
    maintenance = create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    maintenance.dispose()
    return f"{server}{name}"


def copy_into_postgres(source: Path, server: str, name: str) -> str:
    """A new database `name` on `server`: the contract's tables with the rows of the SQLite file `source`; its URL."""
    url = make_postgres_database(server, name)
    copy_database(source, url, fill_postgres)
    return url


def settle(url: str) -> None:
    """What a server does by itself in the minutes after it was filled, and then beside whatever is timed."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM (ANALYZE)"))
    engine.dispose()


def fill_postgres(engine: Engine, rows: sqlite3.Connection, tables: dict[str, list[str]]) -> None:
    """The rows of a SQLite database in the contract's tables, instead of those that came with them."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("SET session_replication_role = replica")  # rows come in the order of tables, not of their keys
        filled = [table for table in tables if rows.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()]
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # the code lists came with the tables
        for table in filled:
            columns = ", ".join(tables[table])
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copying:  # type: ignore[attr-defined]
                for row in rows.execute(f"SELECT {columns} FROM {table}"):
                    copying.write_row(row)
        if filled:
            cursor.execute("ANALYZE " + ", ".join(filled))
        raw.commit()
    finally:
        raw.close()
