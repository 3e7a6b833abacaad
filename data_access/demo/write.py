"""Writes the drawn rows into a SQLite file that appears only when it is whole."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, event

from data_access.contract import create_contract
from data_access.database import open_database
from data_access.schema import metadata

_CHUNK: Final = 40_000


def write_database(path: Path, frames: dict[str, pd.DataFrame], told: Callable[[int, int], None]) -> dict[str, int]:
    """Write `frames` (by table) into a new database at `path`, replacing an old one; returns the rows of each table.

    The rows go into a file beside it, renamed at the end: an interrupted build leaves the old file, or none.
    `told` hears (rows written, rows in all). Raises KeyError for a table or column that the contract has not.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.unlink(missing_ok=True)
        engine = open_database(f"sqlite:///{draft.as_posix()}", read_only=False)
        try:
            _fill(engine, frames, told)
        finally:
            engine.dispose()
        draft.replace(path)
    finally:
        for left in (draft, draft.with_name(draft.name + "-journal")):
            left.unlink(missing_ok=True)
    return {name: len(frame) for name, frame in frames.items()}


def _fill(engine: Engine, frames: dict[str, pd.DataFrame], told: Callable[[int, int], None]) -> None:
    event.listen(engine, "connect", without_waiting)
    create_contract(engine)
    total = sum(len(frame) for frame in frames.values())
    done = 0
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name not in frames:
                continue
            frame = frames[table.name]
            for start in range(0, len(frame), _CHUNK):
                part = frame.iloc[start : start + _CHUNK]
                insert_rows(connection, table.name, part)
                done += len(part)
                told(done, total)
        missing = set(frames) - set(metadata.tables)
        if missing:
            raise KeyError(f"no such tables in the contract: {sorted(missing)}")
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def without_waiting(connection: Any, _record: object) -> None:
    """Open a SQLite draft that a crash destroys, and that is thrown away then: no journal, no waiting for the disk."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-65536", "foreign_keys=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def insert_rows(connection: Connection, name: str, frame: pd.DataFrame) -> None:
    """Insert rows into a table of the contract; raises KeyError for a column that it has not."""
    columns = metadata.tables[name].c
    for column in frame.columns:
        if column not in columns:
            raise KeyError(f"{name} has no column {column}")
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * len(frame.columns))
    statement = f"INSERT INTO {name} ({', '.join(frame.columns)}) VALUES ({marks})"
    rows = list(zip(*(column_values(frame[column]) for column in frame.columns), strict=True))
    connection.exec_driver_sql(statement, rows)


def column_values(series: "pd.Series[Any]") -> list[object]:
    """A column as the engine stores it: days and times as text, whole numbers as integers, NULL for what is unknown."""
    if series.dtype.kind == "M":
        unit = (
            "D"
            if series.name is not None and str(series.name) != "visited_at" and not str(series.name).endswith("_at")
            else "s"
        )
        stamps = series.to_numpy().astype(f"datetime64[{unit}]")
        words = np.char.replace(np.datetime_as_string(stamps), "T", " ").astype(object)
        words[np.isnat(stamps)] = None
        return list(words.tolist())
    missing = series.isna().to_numpy()
    values = series.to_numpy(dtype=object)
    if missing.any():
        values = values.copy()
        values[missing] = None
    return list(values.tolist())
