"""What works at a paper, in a process of its own: no wall waits for it.

A server imports nothing from here: what draws papers takes a second and fifty megabytes to load.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial

from callbacks.papers.order import Order
from callbacks.papers.whole import paper_of
from data_access.adoption.opening import open_shared
from data_access.briefings import open_briefings
from data_access.database import Engine
from data_access.ledger.results import keep
from data_access.papers.jobs import RESULT_TOLD, PaperJobs, keep_paper
from data_access.release import open_releases
from data_access.settings import Settings, read_settings
from geo.published import PublishedBoundaries
from layouts.papers.sheet import Paper, Progress


@dataclass(frozen=True, slots=True)
class Own:
    """What figures are made of, in this process."""

    settings: Settings
    boundaries: PublishedBoundaries
    database: Callable[[], Engine]


def work(settings: Settings, job_id: str) -> None:
    """Make the paper of the job; whatever goes wrong is said in its state."""
    jobs = PaperJobs(settings.home)
    order = Order.read(jobs.by_id(job_id).choices)
    with jobs.beating(job_id), jobs.failures_said(job_id):
        own = Own(settings, PublishedBoundaries(settings.boundaries), cache(partial(open_shared, settings)))
        release = open_releases(settings).open(order.release)
        briefing = open_briefings(settings).whole(order.briefing) if order.briefing else None
        told = partial(jobs.progress, job_id)
        paper = paper_of(own, release, order, briefing, partial(told, "papers.stage.composing"))
        content = drawn(paper, order, partial(told, "papers.stage.drawing"))
        folder = jobs.by_id(job_id).folder
        keep_paper(folder, content)
        rows = sum(len(table.rows) for sheet in paper.sheets for table in sheet.tables if table.is_about_people)
        keep(folder / RESULT_TOLD, {"rows": rows, "scenes": len(paper.sheets), "bytes": len(content)})
        jobs.move(job_id, "done")


def drawn(paper: Paper, order: Order, progress: Progress) -> bytes:
    """The file: what draws its kind is loaded, and nothing else."""
    if order.kind == "pptx":
        from layouts.papers.slides import slides  # noqa: PLC0415

        return slides(paper, progress)
    if order.kind == "pdf":
        from layouts.papers.report import report  # noqa: PLC0415

        return report(paper, progress)
    if order.kind == "png":
        from layouts.papers.poster import poster  # noqa: PLC0415

        return poster(paper, order.width, order.height, progress)
    from layouts.papers.workbook import workbook  # noqa: PLC0415

    return workbook(paper, progress)


if __name__ == "__main__":
    with suppress(AttributeError, OSError):
        os.nice(5)  # the walls come first
    work(read_settings(), sys.argv[1])
