"""A MariaDB server of one's own on loopback, and the contents of a SQLite database in it."""

import csv
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from data_access.schema import VIEW_DDL, metadata
from tests.copies import copy_database
from tests.loopback import folder_of, free_port

_PATH: Final = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
_SPEED: Final = (
    "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=256M",
    "--innodb-log-file-size=256M", "--innodb-flush-method=nosync", "--innodb-file-per-table=0", "--skip-log-bin",
    "--performance-schema=0",
)  # fmt: skip
_STRICT: Final = (
    "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO"
)
_PLAIN: Final = "ssl_disabled=true"
"""The server speaks no TLS; a driver that asks whether it does reads all of the machine's certificates each time."""

_NULL: Final = "\ue000NULL\ue001"
"""What stands for NULL while lines are written, and is in no text."""
_START_SECONDS: Final = 60.0


def mariadb_programs() -> tuple[str, str] | None:
    """The server and the program that makes its first files, None where they are not installed."""
    found = shutil.which("mariadbd", path=_PATH), shutil.which("mariadb-install-db", path=_PATH)
    return (found[0], found[1]) if found[0] and found[1] else None


@contextmanager
def mariadb_server() -> Iterator[str]:
    """The address of a fresh server without its database's name: `mysql+pymysql://root@127.0.0.1:PORT/`.

    As MySQL 8 it is strict about groups and values; its own sort order does not tell `a` from `A`.
    """
    programs = mariadb_programs()
    assert programs is not None, "MariaDB is not installed"
    server, install = programs
    with folder_of("mysql") as (folder, own):
        data, port = folder / "data", free_port()
        subprocess.run(
            [*own, install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
             "--skip-test-db", "--skip-name-resolve"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(
                [*own, server, "--no-defaults", f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1",
                 f"--socket={folder / 's'}", f"--pid-file={folder / 'pid'}", "--character-set-server=utf8mb4",
                 _STRICT, *_SPEED],
                stdout=log, stderr=log, cwd=folder,
            )  # fmt: skip
        try:
            url = f"mysql+pymysql://root@127.0.0.1:{port}/"
            _wait_for(url, running)
            yield url
        finally:
            running.kill()  # nothing of it is kept
            running.wait()


def _wait_for(url: str, running: "subprocess.Popen[bytes]") -> None:
    engine, until = create_engine(f"{url}?{_PLAIN}"), time.monotonic() + _START_SECONDS
    while True:
        try:
            with engine.connect():
                break
        except OperationalError:
            assert running.poll() is None and time.monotonic() < until, "MariaDB does not start"
            time.sleep(0.1)
    engine.dispose()


def make_mariadb_database(server: str, name: str, template: str = "") -> str:
    """A new database `name` on `server`, empty or with the tables of `template` without rows and keys to others; its
    URL."""
    maintenance = create_engine(f"{server}?{_PLAIN}", isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4"))
        for table in metadata.sorted_tables if template else ():
            connection.exec_driver_sql(f"CREATE TABLE `{name}`.{table.name} LIKE `{template}`.{table.name}")
        connection.exec_driver_sql(f"USE `{name}`")
        for view in VIEW_DDL.values() if template else ():
            connection.exec_driver_sql(view)
    maintenance.dispose()
    return mariadb_url(server, name)


def mariadb_url(server: str, name: str) -> str:
    """The URL of the database `name` on `server`."""
    return f"{server}{name}?charset=utf8mb4&{_PLAIN}"


def copy_into_mariadb(source: Path, server: str, name: str) -> str:
    """A new database `name` on `server`: the contract's tables with the rows of the SQLite file `source`; its URL."""
    url = make_mariadb_database(server, name)
    copy_database(source, url, fill_mariadb)
    return url


def fill_mariadb(engine: Engine, rows: sqlite3.Connection, tables: dict[str, list[str]]) -> None:
    """The rows of a SQLite database in the contract's tables, instead of those that came with them."""
    raw = engine.raw_connection()
    with folder_of("mysql") as (folder, _):
        try:
            cursor = raw.cursor()
            cursor.execute("SET foreign_key_checks = 0, unique_checks = 0")  # in the order of tables, not of their keys
            for table, names in tables.items():
                path, columns = folder / table, ", ".join(names)
                with path.open("w", encoding="utf-8", newline="") as out:
                    for lines in _lines(rows, table, names):
                        out.write(lines)
                cursor.execute(f"DELETE FROM {table}")  # the code lists may have come with the tables
                if not path.stat().st_size:
                    continue
                # not LOCAL: that would make something else of what does not fit, and say nothing
                cursor.execute(f"LOAD DATA INFILE '{path}' INTO TABLE {table} CHARACTER SET utf8mb4 ({columns})")
            raw.commit()
            cursor.execute("ANALYZE TABLE " + ", ".join(tables))
        finally:
            raw.close()


def _lines(rows: sqlite3.Connection, table: str, names: list[str]) -> Iterator[str]:
    """The rows of `table` as LOAD DATA reads them, some thousand lines at a time."""
    columns = ", ".join(f"ifnull({name}, '{_NULL}')" for name in names)
    found = rows.execute(f"SELECT {columns} FROM {table}")
    while some := found.fetchmany(5_000):
        out = StringIO()
        csv.writer(
            out, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, escapechar="\\", lineterminator="\n"
        ).writerows(some)
        yield out.getvalue().replace(_NULL, "\\N").replace("\0", "\\0")
