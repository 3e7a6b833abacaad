"""One import at a time, whoever asks for it and whichever process does it: kept in a store of the product's own.

A job is born when files come in, is looked at, done, and ended. What its files say of people stands in its folder
alone, with the files, and is gone with them: when it is ended, or after a day.
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Engine, Float, Integer, MetaData, String, Table, insert, select, update

from data_access.errors import GuatuError, StoreError
from data_access.ledger.errors import LedgerError
from data_access.own_stores import open_own_store
from data_access.store.transactions import BEGIN, store_errors

LEDGER: Final = "ledger"
BOUNDARIES: Final = "boundaries"
KINDS: Final = (LEDGER, BOUNDARIES)

WORKING: Final = frozenset({"looking", "doing", "building"})
OPEN: Final = frozenset({"born", "looked", "failed", "done"}) | WORKING
"""States of a job that is still shown; "ended" is the other."""

SILENT_SECONDS: Final = 60.0
"""A job that works and has not been heard of for so long has lost its process."""

KEPT_SECONDS: Final = 86_400.0
_BEAT_SECONDS: Final = 0.5

metadata: Final = MetaData()
job_table: Final = Table(
    "job",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("owner", String(120), nullable=False),
    Column("state", String(12), nullable=False),
    Column("stage", String(60), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("started", Float, nullable=False),
    Column("beat", Float, nullable=False),
    Column("choices", String, nullable=False),
    Column("error", String, nullable=False),
)


def _first(connection: Connection) -> None:
    metadata.create_all(connection)


def sweep_imports(home: Path) -> None:
    """Remove what lies about of an import that nobody finished within a day; does nothing where there was none."""
    with suppress(StoreError):  # the page says so; the wall must start
        if (home / "imports.sqlite").is_file():
            ImportJobs(home).current()


@dataclass(frozen=True, slots=True)
class Job:
    """An import that somebody began.

    state    born, looking, looked, doing, building, done, failed, ended
    stage    key of what is being done, done of total; started and beat are seconds since 1970
    choices  what was chosen in the form; error = key and values of the sentence that says why it failed
    """

    id: str
    kind: str
    owner: str
    state: str
    stage: str
    done: int
    total: int
    started: float
    beat: float
    choices: dict[str, str]
    error: tuple[str, dict[str, Any]] | None
    folder: Path = field(compare=False)

    @property
    def files(self) -> list[Path]:
        """The files that came in, by name."""
        return sorted((self.folder / "files").glob("*"))

    @property
    def is_working(self) -> bool:
        """Whether a process is at it."""
        return self.state in WORKING


class ImportJobs:
    """The imports of this installation."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "imports"
        self._engine: Engine = open_own_store(home / "imports.sqlite", (_first,), synchronous="NORMAL")
        self._told = 0.0

    def current(self) -> Job | None:
        """The job that is shown: the one that is open; of one whose process is lost it is said that it failed."""
        now = time.time()
        with self._reading() as connection:
            row = connection.execute(select(job_table).where(job_table.c.state.in_(OPEN))).mappings().first()
        if row is None:
            return None
        job = self._job(row)
        if job.is_working and now - job.beat > SILENT_SECONDS:
            self.fail(job.id, "imports.lost", {})
            return self.current()
        if not job.is_working and now - job.beat > KEPT_SECONDS:
            self.end(job.id)
            return None
        return job

    def begin(self, kind: str, owner: str) -> Job:
        """A new job with an empty folder of its own; raises LedgerError while another is open, StoreError."""
        self.current()
        made = secrets.token_hex(8)
        now = time.time()
        with self._writing() as connection:
            if connection.execute(select(job_table.c.id).where(job_table.c.state.in_(OPEN))).first() is not None:
                raise LedgerError("imports.busy")
            row = {"id": made, "kind": kind, "owner": owner, "state": "born", "stage": "", "done": 0, "total": 0,
                   "started": now, "beat": now, "choices": "{}", "error": ""}  # fmt: skip
            connection.execute(insert(job_table), [row])
        self._sweep(made)
        for folder in (self.folder, self.folder / made, self.folder / made / "files"):
            folder.mkdir(mode=0o700, exist_ok=True)
        return self._job(row)

    @contextmanager
    def beginning(self, kind: str, owner: str) -> Iterator[Job]:
        """A new job, as `begin` has it; whatever goes wrong before it works ends it."""
        job = self.begin(kind, owner)
        try:
            yield job
        except BaseException:
            self.end(job.id)
            raise

    @contextmanager
    def failures_said(self, job_id: str, *coded: type[Exception]) -> Iterator[None]:
        """Say in the state of the job whatever goes wrong; `coded` errors have a geo sentence's `code`, `params`."""
        try:
            yield
        except GuatuError as error:
            self.fail(job_id, error.key, error.values)
        except coded as error:
            self.fail(job_id, f"geo.{getattr(error, 'code', '')}", dict(getattr(error, "params", {})))
        except MemoryError:
            self.fail(job_id, "imports.memory", {})
        except OSError as error:
            self.fail(job_id, "imports.files_failed", {"reason": os.strerror(error.errno) if error.errno else "-"})
        except Exception as error:  # noqa: BLE001 - its text may hold a value of a row, so only its kind is said
            self.fail(job_id, "imports.broken", {"kind": type(error).__name__})

    def start(self, job_id: str, state: str, come_from: tuple[str, ...], choices: dict[str, str] | None = None) -> Job:
        """Let a job that is in one of the states `come_from` work; raises LedgerError where it is in no such state."""
        values: dict[str, Any] = {"state": state, "stage": "", "done": 0, "total": 0, "beat": time.time(), "error": ""}
        if choices is not None:
            values["choices"] = json.dumps(choices, ensure_ascii=False)
        with self._writing() as connection:
            asked = update(job_table).where(job_table.c.id == job_id, job_table.c.state.in_(come_from))
            if connection.execute(asked.values(**values)).rowcount != 1:
                raise LedgerError("imports.elsewhere")
        return self.by_id(job_id)

    def by_id(self, job_id: str) -> Job:
        """The job of this id; raises LedgerError."""
        with self._reading() as connection:
            row = connection.execute(select(job_table).where(job_table.c.id == job_id)).mappings().first()
        if row is None:
            raise LedgerError("imports.elsewhere")
        return self._job(row)

    def progress(self, job_id: str, stage: str, done: int, total: int) -> None:
        """Say how far a job is, a few times a second at most."""
        now = time.monotonic()
        if now - self._told < _BEAT_SECONDS and done < total:
            return
        self._told = now
        self._set(job_id, stage=stage, done=done, total=total)

    def beat(self, job_id: str) -> None:
        """Say that the process of a job is alive."""
        self._set(job_id)

    def move(self, job_id: str, state: str) -> None:
        """Say which state a job has come to."""
        self._set(job_id, state=state, stage="", done=0, total=0)

    def fail(self, job_id: str, key: str, values: dict[str, Any]) -> None:
        """Say that a job came to nothing, and why."""
        told = json.dumps({"key": key, "values": values}, ensure_ascii=False, default=str)
        self._set(job_id, state="failed", error=told)

    def end(self, job_id: str) -> None:
        """The job is shown no more, and its files are gone."""
        self._set(job_id, state="ended")
        shutil.rmtree(self.folder / job_id, ignore_errors=True)

    def forget_files(self, job: Job) -> None:
        """Remove the files of a job that is done; its report stays until it is ended."""
        shutil.rmtree(job.folder / "files", ignore_errors=True)

    def _sweep(self, kept: str) -> None:
        """Folders of jobs that nobody ended, as after a power cut."""
        with suppress(OSError):
            for folder in self.folder.iterdir():
                if folder.name != kept:
                    shutil.rmtree(folder, ignore_errors=True) if folder.is_dir() else folder.unlink(missing_ok=True)

    def _set(self, job_id: str, **values: Any) -> None:
        with self._writing() as connection:
            connection.execute(update(job_table).where(job_table.c.id == job_id).values(beat=time.time(), **values))

    def _job(self, row: Any) -> Job:
        error = json.loads(row["error"]) if row["error"] else None
        told = {
            name: row[name] for name in ("id", "kind", "owner", "state", "stage", "done", "total", "started", "beat")
        }
        said = None if error is None else (str(error["key"]), dict(error["values"]))
        return Job(**told, choices=json.loads(row["choices"]), error=said, folder=self.folder / row["id"])

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with store_errors(), self._engine.execution_options(**{BEGIN: "BEGIN"}).begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with store_errors(), self._engine.begin() as connection:
            yield connection
