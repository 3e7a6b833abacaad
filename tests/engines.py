"""The engines that the product reads, and the run of all integration tests on one of them.

GUATU_TEST_ENGINE=postgresql (or mariadb) python -m pytest tests/integration: the tests write their SQLite files as
ever, and their oracles read those; but what the product opens to read is a copy of the file on that server, made when
it is first opened and again when the file has changed.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

import psycopg
import pymysql
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DataError, IntegrityError

from data_access import database
from data_access.contract import create_contract
from data_access.database_session import AS_IT_IS
from data_access.schema import metadata
from tests.built_once import build_once
from tests.copies import fill_contract
from tests.mariadb import fill_mariadb, make_mariadb_database, mariadb_programs, mariadb_server, mariadb_url
from tests.postgres import fill_postgres, make_postgres_database, postgres_programs, postgres_server

SQLITE: Final = "sqlite"
SERVERS: Final = ("postgresql", "mariadb")
_TEMPLATE: Final = "contract"
_HOW: Final = {
    "postgresql": (postgres_server, make_postgres_database, fill_postgres),
    "mariadb": (mariadb_server, make_mariadb_database, fill_mariadb),
}
"""Engine -> how its server is started, a database made there, and filled."""

_REFUSALS: Final = (IntegrityError, DataError, psycopg.IntegrityError, psycopg.DataError, pymysql.IntegrityError,
                    pymysql.DataError)  # fmt: skip


@dataclass
class Copies:
    """Copies of SQLite files on a server, one for each content; `run` is the folder of the processes that share it."""

    engine: str
    server: str
    run: Path
    made: dict[str, str] = field(default_factory=dict)
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)
    opened: list[Engine] = field(default_factory=list)
    alone: int = 0
    aside: bool = False
    """While true SQLite files are read themselves."""

    def url_of(self, path: Path) -> str:
        """The URL of the copy of what the file at `path` holds now; skips the test where it cannot be held there."""
        files = sorted(path.parent.glob(f"{path.name}*"))
        state = tuple((each, each.stat().st_mtime_ns, each.stat().st_size) for each in files)
        if state not in self.seen:
            self.seen[state] = sha256(b"".join(each.read_bytes() for each in files)).hexdigest()
        content = self.seen[state]
        if content not in self.made:
            name = f"c_{content[:16]}"
            try:
                build_once(self.run, f"{name}{self._here()}", lambda _: self._copy(path, name))
            except _REFUSALS as error:
                pytest.skip(f"{self.engine} does not take what the test writes: {type(error).__name__}")
            self.made[content] = self._url(name)
        return self.made[content]

    def copy(self, path: Path) -> str:
        """The URL of a copy that nobody else reads, to be changed."""
        self.alone += 1
        name = f"alone{self.alone}"
        self._copy(path, name)
        return self._url(name)

    def empty(self, name: str) -> str:
        """The URL of a new database without any table."""
        return _HOW[self.engine][1](self.server, name)

    def _here(self) -> str:
        """What tells this server from those of other runs."""
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
        return f"_{make_url(self.server).port}_{run[:12]}"

    def _url(self, name: str) -> str:
        return mariadb_url(self.server, name) if self.engine == "mariadb" else f"{self.server}{name}"

    def _copy(self, path: Path, name: str) -> None:
        _, make, fill = _HOW[self.engine]
        engine = create_engine(make(self.server, name, _TEMPLATE))
        try:
            fill_contract(path, engine, fill)
        finally:
            engine.dispose()

    def open(self, path: Path) -> Engine:
        """An engine that reads the copy of `path`."""
        engine = database._open_server(make_url(self.url_of(path)), AS_IT_IS, read_only=True)
        self.opened.append(engine)
        return engine

    def rest(self) -> None:
        """Close what no statement runs on; the engines open again when they are asked."""
        for engine in self.opened:
            engine.dispose()


def is_installed(engine: str) -> bool:
    """Whether the programs of the server are on this machine."""
    programs = mariadb_programs() if engine == "mariadb" else postgres_programs()
    return programs is not None


@contextmanager
def serving(engine: str) -> Iterator[str]:
    """The address of a server of the engine that is ready for copies."""
    starting, make, _ = _HOW[engine]
    with starting() as server:
        template = create_engine(make(server, _TEMPLATE))
        create_contract(template)
        template.dispose()
        yield server


def watched(note: Callable[[], None], copies: Copies | None) -> Callable[..., Engine]:
    """In the place of `data_access.database._open_sqlite`: readers are noted, and get the copy if there are copies."""
    opens: Callable[..., Engine] = database._open_sqlite

    def elsewhere(url: URL, *, read_only: bool) -> Engine:
        own = opens(url, read_only=read_only)  # with all that it says of a path that is none
        path = Path(str(url.database)).absolute()
        if not read_only:
            return own
        note()
        if copies is None or copies.aside or not _holds_the_contract(path):
            return own
        own.dispose()
        return copies.open(path)

    return elsewhere


def _holds_the_contract(path: Path) -> bool:
    """Whether it is a SQLite file with any table of the contract; others are read where they are."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0)) as found:
            names = {name for (name,) in found.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError:  # no database, or one that is being written
        return False
    return not names.isdisjoint(metadata.tables)


def engine_of_this_run() -> str:
    """What GUATU_TEST_ENGINE names; SQLite without it."""
    named = os.environ.get("GUATU_TEST_ENGINE") or SQLITE
    assert named in (SQLITE, *SERVERS), f"GUATU_TEST_ENGINE must be one of {SQLITE}, {', '.join(SERVERS)}"
    return named
