"""Work that a process beside the server does, for whoever asked for it: kept in a store of the product's own.

A job is born, is looked at (where it has files), done, and ended. What it holds of people stands in its folder alone,
and is gone with it: when it is ended, or after a while.
"""

import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Engine, Float, Integer, MetaData, String, Table, insert, select, update

from data_access.errors import GuatuError
from data_access.own_stores import open_own_store
from data_access.store.transactions import BEGIN, store_errors

WORKING: Final = frozenset({"looking", "doing", "building"})
OPEN: Final = frozenset({"born", "looked", "failed", "done"}) | WORKING
"""States of a job that is still shown; "ended" is the other."""

SILENT_SECONDS: Final = 60.0
"""A job that works and has not been heard of for so long has lost its process."""

KEPT_SECONDS: Final = 86_400.0
_BEAT_SECONDS: Final = 0.5
_ALIVE_SECONDS: Final = 5.0

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


@dataclass(frozen=True, slots=True)
class Job:
    """Work that somebody began.

    state    born, looking, looked, doing, building, done, failed, ended
    stage    key of what is being done, done of total; started and beat are seconds since 1970
    choices  what was chosen in the form, by name; error = key and values of the sentence that says why it failed
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


class Jobs:
    """The jobs of one area of this installation: its file and folder, and its sentences, are named after it."""

    area = ""
    refusal: type[GuatuError] = GuatuError
    kept_seconds = KEPT_SECONDS

    def __init__(self, home: Path) -> None:
        self.folder = home / self.area
        self._engine: Engine = open_own_store(home, f"{self.area}.sqlite", (_first,), synchronous="NORMAL")
        self._told = 0.0

    def open_jobs(self) -> list[Job]:
        """The jobs that are shown, the oldest first; of one whose process is lost it is said that it failed."""
        now = time.time()
        with self._reading() as connection:
            asked = select(job_table).where(job_table.c.state.in_(OPEN)).order_by(job_table.c.started, job_table.c.id)
            rows = connection.execute(asked).mappings().all()
        found = []
        for job in map(self._job, rows):
            if job.is_working and now - job.beat > SILENT_SECONDS:
                self.fail(job.id, f"{self.area}.lost", {})
                found.append(self.by_id(job.id))
            elif not job.is_working and now - job.beat > self.kept_seconds:
                self.end(job.id)
            else:
                found.append(job)
        return found

    def begin(self, kind: str, owner: str) -> Job:
        """A new job with an empty folder of its own; raises what `refuse` does, StoreError, OSError."""
        self.open_jobs()
        made = secrets.token_hex(8)
        now = time.time()
        with self._writing() as connection:
            is_open = job_table.c.state.in_(OPEN)
            rows = connection.execute(select(job_table).where(is_open)).mappings().all()
            self.refuse([self._job(row) for row in rows], owner)
            row = {"id": made, "kind": kind, "owner": owner, "state": "born", "stage": "", "done": 0, "total": 0,
                   "started": now, "beat": now, "choices": "{}", "error": ""}  # fmt: skip
            connection.execute(insert(job_table), [row])
        self._sweep({made, *(row["id"] for row in rows)})
        for folder in (self.folder, self.folder / made, self.folder / made / "files"):
            folder.mkdir(mode=0o700, exist_ok=True)
        return self._job(row)

    def refuse(self, others: list[Job], owner: str) -> None:
        """Raise the area's error where the `others` that are open leave no room for one of `owner`."""
        raise NotImplementedError

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
    def beating(self, job_id: str) -> Iterator[None]:
        """Say again and again that the process of a job is alive, while it works."""
        ended = threading.Event()

        def keep() -> None:
            while not ended.wait(_ALIVE_SECONDS):
                with suppress(GuatuError):
                    self.beat(job_id)

        threading.Thread(target=keep, daemon=True).start()
        try:
            yield
        finally:
            ended.set()

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
            self.fail(job_id, f"{self.area}.memory", {})
        except OSError as error:
            self.fail(job_id, f"{self.area}.files_failed", {"reason": os.strerror(error.errno) if error.errno else "-"})
        except Exception as error:  # noqa: BLE001 - its text may hold a value of a row, so only its kind is said
            self.fail(job_id, f"{self.area}.broken", {"kind": type(error).__name__})

    def start(self, job_id: str, state: str, come_from: tuple[str, ...], choices: dict[str, str] | None = None) -> Job:
        """Let a job that is in one of the states `come_from` work; raises `refusal` where it is in no such state."""
        values: dict[str, Any] = {"state": state, "stage": "", "done": 0, "total": 0, "beat": time.time(), "error": ""}
        if choices is not None:
            values["choices"] = json.dumps(choices, ensure_ascii=False)
        with self._writing() as connection:
            asked = update(job_table).where(job_table.c.id == job_id, job_table.c.state.in_(come_from))
            if connection.execute(asked.values(**values)).rowcount != 1:
                raise self.refusal(f"{self.area}.elsewhere")
        return self.by_id(job_id)

    def by_id(self, job_id: str) -> Job:
        """The job of this id; raises `refusal`."""
        with self._reading() as connection:
            row = connection.execute(select(job_table).where(job_table.c.id == job_id)).mappings().first()
        if row is None:
            raise self.refusal(f"{self.area}.elsewhere")
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

    def _sweep(self, kept: set[str]) -> None:
        """Folders of jobs that nobody ended, as after a power cut."""
        with suppress(OSError):
            for folder in self.folder.iterdir():
                if folder.name not in kept:
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
