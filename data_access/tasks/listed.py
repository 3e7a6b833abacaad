"""Tasks one by one: what is late and whose it is, and the works map; a page of the release's keys, read now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, Date, Engine, Select, String, bindparam, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import database_errors, read_rows
from data_access.households.village import day_of
from data_access.quantities.listed_tasks import OPEN, is_open
from data_access.release import Release
from data_access.schema import core, responsibility, work
from data_access.scope import Scope

LATE_PAGE: Final = 25
WORKS_PAGE: Final = 14
_T: Final = work.task
_IDS: Final[Any] = bindparam("ids", expanding=True, type_=String)


@dataclass(frozen=True, slots=True)
class LateTask:
    """One task past its end: by how many days, where, how much of it is done (None = nobody says), and whose it is.

    part_of_zh is the task that it is a step of; region_code is None where the region is not on today's map;
    organisation and official are None where none is named.
    """

    task_id: str
    title_zh: str
    part_of_zh: str | None
    region_code: str | None
    region_zh: str
    due_on: date
    days: int
    done: float | None
    target: float | None
    unit_zh: str
    organisation_zh: str | None
    official_zh: str | None


@dataclass(frozen=True, slots=True)
class LateTasks:
    """One page of the late tasks, the longest late first."""

    rows: tuple[LateTask, ...]
    total: int
    page: int
    page_size: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a work: planned days and the day it was finished; None = not stated, not finished."""

    start: date | None
    end: date
    finished: date | None


@dataclass(frozen=True, slots=True)
class Work:
    """One plan of the works map with its steps in order; `is_late`: past its end and open."""

    task_id: str
    title_zh: str
    region_code: str | None
    start: date
    end: date
    finished: date | None
    done: float | None
    target: float | None
    is_late: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class WorksMap:
    """One page of the works map, open works first by their end; `day` is the day of the data.

    undated   works that cannot be drawn: no planned start, or no planned end
    """

    rows: tuple[Work, ...]
    undated: int
    day: date
    total: int
    page: int
    page_size: int


def late_tasks(engine: Engine, scope: Scope, release: Release, code: str, *, page: int = 0) -> LateTasks:
    """The tasks under the region `code` that are past their planned end and neither finished nor closed.

    Which they are is of the release, what they are is read now; one that is no longer late, or is gone, is left out of
    its page. `page` counts from 0 and falls back to the last. Raises UnknownRegionError, the DatabaseError family.
    Source: the release's late_tasks; task, region, organisation, official.
    """
    keys, day = release.tasks.late(code, scope.region_code), day_of_tasks(release)
    page = _within(page, len(keys), LATE_PAGE)
    statement = _late(has_owners=release.themes["responsibility"])
    with database_errors(), engine.connect() as connection:
        rows = _read(connection, statement, keys[page * LATE_PAGE : (page + 1) * LATE_PAGE], day=day)
    shown = tuple(_late_task(row, day, release) for row in rows if _is_seen(row, scope, release))
    return LateTasks(shown, len(keys), page, LATE_PAGE)


def works_map(engine: Engine, scope: Scope, release: Release, code: str, *, page: int = 0) -> WorksMap:
    """The works under the region `code` with their steps: those still open first, the earliest end first.

    A work is a task that is part of no other and that is no issue to put right. Which they are and in what order is of
    the release, what they are is read now; one that is gone is left out of its page. Raises as `late_tasks`. Source:
    the release's works; task.
    """
    (keys, undated), day = release.tasks.works(code, scope.region_code), day_of_tasks(release)
    page = _within(page, len(keys), WORKS_PAGE)
    shown = slice(page * WORKS_PAGE, (page + 1) * WORKS_PAGE)
    with database_errors(), engine.connect() as connection:
        rows = _read(connection, _works(), keys[shown])
        rows = [row for row in rows if _is_seen(row, scope, release)]
        ids = release.tasks.steps(keys, shown)
        steps = read_rows(connection, _steps(), ids=ids) if ids else []
    of: dict[str, list[Step]] = {}
    for row in steps:
        end = day_of(row["planned_end_on"])
        if end is not None:
            step = Step(day_of(row["planned_start_on"]), end, day_of(row["finished_on"]))
            of.setdefault(str(row["parent_task_id"]), []).append(step)
    drawn = tuple(_work(row, of.get(str(row["task_id"]), ()), day, release) for row in rows)
    return WorksMap(drawn, undated, day, len(keys), page, WORKS_PAGE)


def day_of_tasks(release: Release) -> date:
    """ "Today" of the tasks: the day that their source reaches, else that of the data."""
    return release.meta.table_days.get("task", release.as_of)


def _read(connection: Connection, statement: Select[Any], keys: Sequence[str], **asked: object) -> list[dict[str, Any]]:
    """The rows of some tasks in the order of `keys`, as far as they are there."""
    found = {str(row["task_id"]): row for row in read_rows(connection, statement, ids=keys, **asked)} if keys else {}
    return [found[key] for key in keys if key in found]


def _is_seen(row: dict[str, Any], scope: Scope, release: Release) -> bool:
    """Whether the task is still where the scope reaches: since the release it may have been given to another region.

    One on record under a region that has ended is where the release placed it.
    """
    at = release.tree.index.get(str(row["region_code"]))
    return scope.region_code is None or at is None or bool(release.tree.under(scope.region_code, np.array([at]))[0])


def _within(page: int, total: int, size: int) -> int:
    return max(0, min(page, -(-total // size) - 1))


@cache
def _late(*, has_owners: bool) -> Select[Any]:
    """Late tasks by their keys; names of who answers only where the theme is connected."""
    r, g, o = core.region, responsibility.organisation, responsibility.official
    whole = _T.alias("whole_task")
    tables = _T.join(r, r.c.region_code == _T.c.region_code).outerjoin(whole, whole.c.task_id == _T.c.parent_task_id)
    owners: list[ColumnElement[Any]] = []
    if has_owners:
        tables = tables.outerjoin(g, g.c.organisation_id == _T.c.organisation_id).outerjoin(
            o, o.c.official_id == _T.c.official_id
        )
        owners = [g.c.name_zh.label("organisation_zh"), o.c.name_zh.label("official_zh")]
    return (
        select(*_told(_T), r.c.name_zh.label("region_zh"), whole.c.title_zh.label("part_of_zh"), *owners)
        .select_from(tables)
        .where(_T.c.task_id.in_(_IDS), is_open(), _T.c.planned_end_on < bindparam("day", type_=Date))
    )


def _told(task: Any) -> Sequence[ColumnElement[Any]]:
    t = task.c
    return (
        t.task_id, t.title_zh, t.region_code, t.planned_start_on, t.planned_end_on, t.finished_on, t.done_quantity,
        t.target_quantity, t.unit_zh, t.task_status_code,
    )  # fmt: skip


@cache
def _works() -> Select[Any]:
    return select(*_told(_T)).where(_T.c.task_id.in_(_IDS))


@cache
def _steps() -> Select[Any]:
    return (
        select(_T.c.parent_task_id, _T.c.planned_start_on, _T.c.planned_end_on, _T.c.finished_on)
        .where(_T.c.task_id.in_(_IDS))
        .order_by(_T.c.parent_task_id, _T.c.planned_end_on, _T.c.task_id)
    )


def _late_task(row: dict[str, Any], day: date, release: Release) -> LateTask:
    due = day_of(row["planned_end_on"]) or day
    return LateTask(
        str(row["task_id"]), str(row["title_zh"]), row["part_of_zh"], _known(release, row["region_code"]),
        str(row["region_zh"]), due,
        (day - due).days, row["done_quantity"], row["target_quantity"], str(row["unit_zh"] or ""),
        row.get("organisation_zh"), row.get("official_zh"),
    )  # fmt: skip


def _work(row: dict[str, Any], steps: Sequence[Step], day: date, release: Release) -> Work:
    start, end = day_of(row["planned_start_on"]) or day, day_of(row["planned_end_on"]) or day
    finished = day_of(row["finished_on"])
    is_late = finished is None and row["task_status_code"] in OPEN and end < day
    return Work(
        str(row["task_id"]), str(row["title_zh"]), _known(release, row["region_code"]), start, max(start, end),
        finished, row["done_quantity"], row["target_quantity"], is_late, tuple(steps),
    )  # fmt: skip


def _known(release: Release, code: object) -> str | None:
    """The code of a region of today; None for one that has ended, or that nobody knows."""
    at = release.tree.index.get(str(code))
    return None if at is None or release.tree.is_past[at] else str(code)
