"""A PostgreSQL server of one's own on loopback, and the contents of a SQLite database in it."""

import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from data_access.contract import create_contract
from data_access.schema import metadata

_NEWEST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
_SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB -c max_wal_size=4GB"


def postgres_programs() -> Path | None:
    """The folder of the server's programs, None where none is installed."""
    found = shutil.which("initdb")
    return Path(found).parent if found else (_NEWEST[-1] if _NEWEST else None)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a fresh server without its database's name: `postgresql+psycopg://guatu@127.0.0.1:PORT/`.

    The server refuses to run as root; then it runs as the user postgres that its package made. Its sort order is that
    of the characters' codes, as SQLite's.
    """
    programs = postgres_programs()
    assert programs is not None, "PostgreSQL is not installed"
    folder = Path(tempfile.mkdtemp(prefix="guatu-pg-"))
    own: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        own = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data, log = folder / "data", folder / "log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        subprocess.run([*own, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    try:
        run(str(programs / "initdb"), "-D", str(data), "-U", "guatu", "-A", "trust", "-E", "UTF8", "--locale=C")
        listening = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {_SPEED}"
        run(str(programs / "pg_ctl"), "-D", str(data), "-l", str(log), "-w", "-o", listening, "start")
        try:
            yield f"postgresql+psycopg://guatu@127.0.0.1:{port}/"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_into_postgres(source: Path, server: str, name: str) -> str:
    """A new database `name` on `server`: the contract's tables with the rows of the SQLite file `source`; its URL."""
    maintenance = create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    maintenance.dispose()
    url = f"{server}{name}"
    engine, rows = create_engine(url), sqlite3.connect(f"file:{source.as_posix()}?mode=ro", uri=True)
    held = {table for (table,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = [table for table in metadata.sorted_tables if table.name in held]
    create_contract(engine)
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("SET session_replication_role = replica")  # rows come in the order of tables, not of their keys
        cursor.execute("TRUNCATE " + ", ".join(table.name for table in tables))  # the code lists came with the tables
        for table in tables:
            columns = ", ".join(column.name for column in table.columns)
            with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copying:  # type: ignore[attr-defined]
                for row in rows.execute(f"SELECT {columns} FROM {table.name}"):
                    copying.write_row(row)
        cursor.execute("ANALYZE")
        raw.commit()
    finally:
        raw.close()
        rows.close()
        engine.dispose()
    return url
