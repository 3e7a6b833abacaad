"""Several connections that see one state of the database, and the parts of a count that run on them side by side."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from queue import SimpleQueue
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data_access.quantities import Survey, Tray

MOST_LANES: Final = 4
"""Connections that a build takes at most, however many processors there are: others read that database too."""

_TRIES: Final = 3

_ROOM: Final = """
SELECT set_config(name, CASE name
    WHEN 'jit' THEN 'off'
    WHEN 'work_mem' THEN greatest(setting::bigint, 131072)::text || 'kB'
    ELSE greatest(setting::float, 4)::text
END, true)
FROM pg_settings WHERE name IN ('jit', 'work_mem', 'hash_mem_multiplier')
"""
"""For a transaction that reads whole tables: room to group a million rows without files, and no compiling of statements
that run once. Groups of several columns are guessed to be as many as the rows, and sorted in a file where these would
not fit; what they take is a tenth of that. Asked of the settings there are, for not every relative of PostgreSQL has
them."""

_WITHOUT_HELPERS: Final = """
SELECT set_config(name, '0', true) FROM pg_settings WHERE name = 'max_parallel_workers_per_gather'
"""
"""For one of several transactions side by side, which fill the processors: a statement that PostgreSQL divides among
processes groups each subquery in every one of them, and hands a million rows over; that took a fifth more time."""

Part = Callable[[Survey], object]

T = TypeVar("T")


@contextmanager
def one_state(engine: Engine, lanes: int | None = None) -> Iterator[list[Connection]]:
    """Open transactions that all see the same state of the database: one a processor, of `MOST_LANES` at most.

    One alone where the engine cannot promise it: a server that shares no snapshot, a SQLite file that is written to at
    this very moment. Raises SQLAlchemyError where not even one opens.
    """
    wanted = min(MOST_LANES, _processors()) if lanes is None else lanes
    with ExitStack() as open_ones:
        yield _together(engine, wanted, open_ones)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _together(engine: Engine, wanted: int, kept: ExitStack) -> list[Connection]:
    if wanted > 1 and engine.dialect.name == "postgresql":
        first = _begun(engine, kept)
        with ExitStack() as more:
            try:
                name = first.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
                others = [_begun(engine, more, f"SET TRANSACTION SNAPSHOT '{name}'") for _ in range(wanted - 1)]
            except SQLAlchemyError:  # a pooler between, or no connection to spare: the count goes on with one
                return [_again(engine, kept, first)]
            kept.push(more.pop_all())
            lanes = [first, *others]
            for connection in lanes:
                connection.exec_driver_sql(_WITHOUT_HELPERS)
            return lanes
    if wanted > 1 and engine.dialect.name == "sqlite":
        for _ in range(_TRIES):
            with ExitStack() as more, suppress(SQLAlchemyError):
                found = _unchanged(engine, wanted, more)
                if found is not None:
                    kept.push(more.pop_all())
                    return found
    return [_begun(engine, kept)]


def _begun(engine: Engine, kept: ExitStack, statement: str | None = None) -> Connection:
    connection = kept.enter_context(engine.connect())
    kept.enter_context(connection.begin())
    if statement is not None:
        connection.exec_driver_sql(statement)
    if engine.dialect.name == "postgresql":
        connection.exec_driver_sql(_ROOM)
    return connection


def _again(engine: Engine, kept: ExitStack, failed: Connection) -> Connection:
    """Another transaction after one in which a statement failed."""
    failed.rollback()
    return _begun(engine, kept)


def _unchanged(engine: Engine, wanted: int, kept: ExitStack) -> list[Connection] | None:
    """Transactions of SQLite begun one after the other; None when somebody committed between the first and the last."""
    watching = kept.enter_context(_raw(engine))
    before = watching.execute("PRAGMA data_version").fetchone()
    found = [_begun(engine, kept, "SELECT 1 FROM sqlite_master LIMIT 1") for _ in range(wanted)]
    return found if watching.execute("PRAGMA data_version").fetchone() == before else None


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    connection = engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.close()


def count_side_by_side(survey: Survey, connections: Sequence[Connection], parts: Sequence[Part]) -> list[object]:
    """What each of `parts` gives, in their order; each counts on a connection of its own into the tray of `survey`.

    A part sees what was counted before, not what the others count. With one connection they run one after the other.
    When one fails the others are stopped and its error is raised.
    """
    if len(connections) < 2:
        return [part(survey) for part in parts]
    branches = [_branch(survey) for _ in parts]
    found = ask_side_by_side(connections, [partial(_counted, *each) for each in zip(parts, branches, strict=True)])
    for branch in branches:
        _merge(survey.tray, branch.tray)
        survey.doubts.extend(branch.doubts)
    return found


def _counted(part: Part, branch: Survey, connection: Connection) -> object:
    return part(replace(branch, connection=connection))


def ask_side_by_side(connections: Sequence[Connection], asked: Sequence[Callable[[Connection], T]]) -> list[T]:
    """What each of `asked` gives, in their order; each has a connection for itself, as many at once as there are.

    When one fails the others are stopped and its error is raised.
    """
    if len(connections) < 2 or not asked:
        return [ask(connections[0]) for ask in asked]
    free: SimpleQueue[Connection] = SimpleQueue()
    for connection in connections:
        free.put(connection)

    def run(ask: Callable[[Connection], T]) -> T:
        connection = free.get()
        try:
            return ask(connection)
        finally:
            free.put(connection)

    with ThreadPoolExecutor(min(len(connections), len(asked)), "guatu-count") as threads:
        waiting = [threads.submit(run, ask) for ask in asked]
        try:
            wait(waiting, return_when=FIRST_EXCEPTION)
            for future in sorted(waiting, key=_is_good):
                if future.done():
                    future.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            while not all(future.done() for future in waiting):
                for connection in connections:
                    _stop(connection)
                wait(waiting, timeout=0.1)
        return [future.result() for future in waiting]


def _is_good(future: "Future[Any]") -> bool:
    """Whether a part has not failed, as far as is known."""
    return not future.done() or future.exception() is None


def _branch(survey: Survey) -> Survey:
    tray = survey.tray
    cells = {name: dict(periods) for name, periods in tray.cells.items()}
    return replace(survey, tray=replace(tray, cells=cells, combine=dict(tray.combine), unplaced=set()), doubts=[])


def _merge(tray: Tray, branch: Tray) -> None:
    for name, periods in branch.cells.items():
        tray.cells.setdefault(name, {}).update(periods)
    tray.combine.update(branch.combine)
    tray.unplaced |= branch.unplaced


def _stop(connection: Connection) -> None:
    """End the statement that runs on a connection, from another thread."""
    driver = connection.connection.driver_connection
    for name in ("interrupt", "cancel"):
        ends = getattr(driver, name, None)
        if ends is not None:
            with suppress(Exception):
                ends()
            return
