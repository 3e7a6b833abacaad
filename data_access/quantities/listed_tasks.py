"""Which tasks are late, which are works and their steps, in the order of the lists: keys alone, for pages of them."""

from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import and_, case, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.gathered import placed_today
from data_access.quantities.survey import Survey
from data_access.schema import work

OPEN: Final = ("TODO", "DOING")
WORK_KINDS: Final = ("PLAN", "STEP")
TABLES: Final = {
    "late_tasks": ("region_code", "task_id"),
    "works": ("region_code", "task_id", "is_dated", "first_step", "step_count"),
    "work_steps": ("task_id",),
}


def list_tasks(survey: Survey) -> dict[str, pd.DataFrame]:
    """The late tasks, the longest late first; the works, open ones first by their end, those without days last; and the
    steps of the works with days, those of one together by their end: `first_step` is the row of a work's first.

    The tables `TABLES`. Late tasks and works stand once each under the region of today that stands for their own; equal
    days in the order of the keys. A work is a task that is part of no other and no issue.
    """
    t = work.task
    is_work = and_(t.c.parent_task_id.is_(None), t.c.task_kind_code.in_(WORK_KINDS))
    is_late = and_(is_open(), t.c.planned_end_on < survey.day("task"))
    is_dated = and_(t.c.planned_start_on.is_not(None), t.c.planned_end_on.is_not(None))
    marks = {"is_work": is_work, "is_late": is_late, "is_dated": is_dated, "is_open": is_open()}
    frame = survey.ask(
        select(
            t.c.task_id,
            t.c.region_code,
            t.c.parent_task_id,
            t.c.planned_end_on,
            *(case((mark, 1), else_=0).label(name) for name, mark in marks.items()),
        ).where(or_(is_late, is_work, t.c.parent_task_id.is_not(None)))
    )
    frame = frame.assign(has_ended=frame["is_open"] == 0, is_dated=frame["is_dated"] == 1)
    placed = placed_today(survey.tray, frame[(frame["is_work"] == 1) | (frame["is_late"] == 1)])
    codes = np.array(survey.tray.tree.codes, dtype=object)
    placed = placed.assign(region_code=codes[placed["region"]])
    works = placed[placed["is_work"] == 1]
    dated = _ordered(works[works["is_dated"]], "has_ended", "planned_end_on", "task_id")
    undated = _ordered(works[~works["is_dated"]], "task_id")
    both = pd.concat([dated, undated], ignore_index=True)
    steps, counts = _steps(frame[frame["parent_task_id"].notna()], dated["task_id"])
    counts = np.append(counts, np.zeros(len(undated), dtype=np.int64))
    found = {
        "late_tasks": _ordered(placed[placed["is_late"] == 1], "planned_end_on", "task_id"),
        "works": both.assign(step_count=counts, first_step=np.cumsum(counts) - counts),
        "work_steps": steps,
    }
    return {name: found[name][list(columns)] for name, columns in TABLES.items()}


def _steps(rows: pd.DataFrame, works: "pd.Series[str]") -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The rows that are steps of `works`, in the order of these, and how many each has."""
    at = pd.Index(works).get_indexer(pd.Index(rows["parent_task_id"]))
    steps = _ordered(rows.assign(work=at)[at >= 0], "work", "planned_end_on", "task_id")
    return steps, np.bincount(steps["work"], minlength=len(works)).astype(np.int64)


def is_open() -> ColumnElement[bool]:
    """A task that is neither finished nor closed."""
    t = work.task
    return and_(t.c.finished_on.is_(None), t.c.task_status_code.in_(OPEN))


def _ordered(rows: pd.DataFrame, *by: str) -> pd.DataFrame:
    """In the order of some columns, texts as their bytes stand: every engine's list is then the same."""
    table = pa.table({name: pa.array(rows[name]) for name in by})
    order = pc.sort_indices(table, [(name, "ascending") for name in by]).to_numpy()
    found: pd.DataFrame = rows.iloc[order].reset_index(drop=True)
    return found
