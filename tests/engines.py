"""The engines that the product reads, and the run of all integration tests on one of them.

GUATU_TEST_ENGINE=postgresql (or mariadb) python -m pytest tests/integration: the tests write their SQLite files as
ever, and their oracles read those; but what the product opens to read is a copy of the file on that server, made when
it is first opened and again when the file has changed.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

import psycopg
import pymysql
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError

from data_access import database
from data_access.contract import create_contract
from data_access.database_session import AS_IT_IS
from tests.copies import copy_database, fill_contract
from tests.mariadb import fill_mariadb, make_mariadb_database, mariadb_programs, mariadb_server
from tests.postgres import fill_postgres, make_postgres_database, postgres_programs, postgres_server

SQLITE: Final = "sqlite"
SERVERS: Final = ("postgresql", "mariadb")
_TEMPLATE: Final = "contract"


@dataclass
class Copies:
    """Copies of SQLite files on a server, one for each content."""

    engine: str
    server: str
    made: dict[str, str] = field(default_factory=dict)
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)
    opened: list[Engine] = field(default_factory=list)
    alone: int = 0

    def url_of(self, path: Path) -> str:
        """The URL of the copy of what the file at `path` holds now; skips the test where it cannot be held there."""
        files = sorted(path.parent.glob(f"{path.name}*"))
        state = tuple((each, each.stat().st_mtime_ns, each.stat().st_size) for each in files)
        if state not in self.seen:
            self.seen[state] = sha256(b"".join(each.read_bytes() for each in files)).hexdigest()
        content = self.seen[state]
        if content not in self.made:
            try:
                self.made[content] = self._copy(path, f"c{len(self.made)}_{content[:8]}")
            except (DatabaseError, psycopg.Error, pymysql.Error) as error:
                pytest.skip(f"{self.engine} does not take what the test writes: {type(error).__name__}")
        return self.made[content]

    def copy(self, path: Path) -> str:
        """The URL of a copy that nobody else reads, to be changed."""
        self.alone += 1
        return self._copy(path, f"alone{self.alone}")

    def _copy(self, path: Path, name: str) -> str:
        if self.engine == "mariadb":
            url = make_mariadb_database(self.server, name)
            copy_database(path, url, fill_mariadb)
            return url
        url = make_postgres_database(self.server, name, _TEMPLATE)
        engine = create_engine(url)
        try:
            fill_contract(path, engine, fill_postgres)
        finally:
            engine.dispose()
        return url

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
def served(engine: str) -> Iterator[Copies]:
    """A server of the engine, with no copies yet."""
    if engine == "mariadb":
        with mariadb_server() as server:
            yield Copies(engine, server)
        return
    with postgres_server() as server:
        template = create_engine(make_postgres_database(server, _TEMPLATE))
        create_contract(template)
        template.dispose()
        yield Copies(engine, server)


def reads_from(copies: Copies) -> Callable[..., Engine]:
    """In the place of `data_access.database._open_sqlite`: readers get the copy, writers the file itself."""
    opens: Callable[..., Engine] = database._open_sqlite

    def elsewhere(url: URL, *, read_only: bool) -> Engine:
        own = opens(url, read_only=read_only)  # with all that it says of a path that is none
        path = Path(str(url.database)).absolute()
        if not read_only or not _is_database(path):
            return own
        own.dispose()
        return copies.open(path)

    return elsewhere


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(15) == b"SQLite format 3"


def engine_of_this_run() -> str:
    """What GUATU_TEST_ENGINE names; SQLite without it."""
    named = os.environ.get("GUATU_TEST_ENGINE") or SQLITE
    assert named in (SQLITE, *SERVERS), f"GUATU_TEST_ENGINE must be one of {SQLITE}, {', '.join(SERVERS)}"
    return named
