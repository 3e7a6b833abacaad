"""Tasks one by one: what is late and whose it is, and the works map; live, paged, in scope. No rows about people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Date, Engine, Integer, Select, String, and_, bindparam, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import database_errors, read_rows
from data_access.households.village import day_of
from data_access.release import Release
from data_access.schema import core, region_ancestor, responsibility, work
from data_access.scope import Scope

OPEN: Final = ("TODO", "DOING")
LATE_PAGE: Final = 25
WORKS_PAGE: Final = 14
_T: Final = work.task
_CODES: Final[Any] = bindparam("codes", expanding=True, type_=String)
_DAY: Final[Any] = bindparam("day", type_=Date)
_FIRST: Final[Any] = bindparam("first", type_=Integer)
_SIZE: Final[Any] = bindparam("size", type_=Integer)


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

    `page` counts from 0 and falls back to the last. Raises UnknownRegionError, the DatabaseError family. Source: task,
    region, organisation, official; "late" as the release counts it.
    """
    asked = _asked(release, scope, code)
    with database_errors(), engine.connect() as connection:
        total = _total(connection, _late_total(is_scoped=scope.region_code is not None), asked)
        page = _within(page, total, LATE_PAGE)
        statement = _late(is_scoped=scope.region_code is not None, has_owners=release.themes["responsibility"])
        rows = read_rows(connection, statement, **asked, first=page * LATE_PAGE, size=LATE_PAGE)
    day: date = asked["day"]
    return LateTasks(tuple(_late_task(row, day, release) for row in rows), total, page, LATE_PAGE)


def works_map(engine: Engine, scope: Scope, release: Release, code: str, *, page: int = 0) -> WorksMap:
    """The works under the region `code` with their steps: those still open first, the earliest end first.

    A work is a task that is part of no other and that is no issue to put right. Raises as `late_tasks`. Source: task.
    """
    asked, is_scoped = _asked(release, scope, code), scope.region_code is not None
    inside = {name: value for name, value in asked.items() if name != "day"}
    with database_errors(), engine.connect() as connection:
        total = _total(connection, _works_total(is_scoped=is_scoped, is_dated=True), inside)
        undated = _total(connection, _works_total(is_scoped=is_scoped, is_dated=False), inside)
        page = _within(page, total, WORKS_PAGE)
        rows = read_rows(connection, _works(is_scoped=is_scoped), **inside, first=page * WORKS_PAGE, size=WORKS_PAGE)
        ids = [str(row["task_id"]) for row in rows]
        steps = read_rows(connection, _steps(), ids=ids) if ids else []
    of: dict[str, list[Step]] = {}
    for row in steps:
        end = day_of(row["planned_end_on"])
        if end is not None:
            step = Step(day_of(row["planned_start_on"]), end, day_of(row["finished_on"]))
            of.setdefault(str(row["parent_task_id"]), []).append(step)
    day: date = asked["day"]
    drawn = tuple(_work(row, of.get(str(row["task_id"]), ()), day, release) for row in rows)
    return WorksMap(drawn, undated, day, total, page, WORKS_PAGE)


def day_of_tasks(release: Release) -> date:
    """ "Today" of the tasks: the day that their source reaches, else that of the data."""
    return release.meta.table_days.get("task", release.as_of)


def _asked(release: Release, scope: Scope, code: str) -> dict[str, Any]:
    """Parameters: the region (of a group its members), the day, and under what the rows must lie."""
    release.region(code)
    group = release.group(code)
    asked: dict[str, Any] = {"codes": list(group.members) if group else [code], "day": day_of_tasks(release)}
    return asked if scope.region_code is None else asked | {"scope": scope.region_code}


def _total(connection: Connection, statement: Select[Any], asked: dict[str, Any]) -> int:
    return int(read_rows(connection, statement, **asked)[0]["total"])


def _within(page: int, total: int, size: int) -> int:
    return max(0, min(page, -(-total // size) - 1))


def _inside(*, is_scoped: bool) -> list[ColumnElement[bool]]:
    """The task lies in the region asked for, and under the scope."""
    a = region_ancestor
    here: list[ColumnElement[bool]] = [
        _T.c.region_code.in_(select(a.c.region_code).where(a.c.ancestor_code.in_(_CODES)))
    ]
    if is_scoped:
        under = a.c.ancestor_code == bindparam("scope", type_=String)
        here.append(_T.c.region_code.in_(select(a.c.region_code).where(under)))
    return here


def _is_late() -> ColumnElement[bool]:
    return and_(_T.c.finished_on.is_(None), _T.c.task_status_code.in_(OPEN), _T.c.planned_end_on < _DAY)


@cache
def _late_total(*, is_scoped: bool) -> Select[Any]:
    return select(func.count().label("total")).where(_is_late(), *_inside(is_scoped=is_scoped))


@cache
def _late(*, is_scoped: bool, has_owners: bool) -> Select[Any]:
    """A page of the late tasks; names of who answers only where the theme is connected."""
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
        .where(_is_late(), *_inside(is_scoped=is_scoped))
        .order_by(_T.c.planned_end_on, _T.c.task_id)
        .limit(_SIZE)
        .offset(_FIRST)
    )


def _told(task: Any) -> Sequence[ColumnElement[Any]]:
    t = task.c
    return (
        t.task_id, t.title_zh, t.region_code, t.planned_start_on, t.planned_end_on, t.finished_on, t.done_quantity,
        t.target_quantity, t.unit_zh, t.task_status_code,
    )  # fmt: skip


def _is_work() -> ColumnElement[bool]:
    return and_(_T.c.parent_task_id.is_(None), _T.c.task_kind_code.in_(("PLAN", "STEP")))


@cache
def _works_total(*, is_scoped: bool, is_dated: bool) -> Select[Any]:
    dated = and_(_T.c.planned_start_on.is_not(None), _T.c.planned_end_on.is_not(None))
    return select(func.count().label("total")).where(
        _is_work(), dated if is_dated else ~dated, *_inside(is_scoped=is_scoped)
    )


@cache
def _works(*, is_scoped: bool) -> Select[Any]:
    dated = and_(_T.c.planned_start_on.is_not(None), _T.c.planned_end_on.is_not(None))
    ended = _T.c.finished_on.is_not(None) | _T.c.task_status_code.not_in(OPEN)
    return (
        select(*_told(_T))
        .where(_is_work(), dated, *_inside(is_scoped=is_scoped))
        .order_by(ended, _T.c.planned_end_on, _T.c.task_id)
        .limit(_SIZE)
        .offset(_FIRST)
    )


@cache
def _steps() -> Select[Any]:
    ids: Any = bindparam("ids", expanding=True, type_=String)
    return (
        select(_T.c.parent_task_id, _T.c.planned_start_on, _T.c.planned_end_on, _T.c.finished_on)
        .where(_T.c.parent_task_id.in_(ids))
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
