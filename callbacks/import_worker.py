"""What works at an import, in a process of its own: no wall waits for it.

A server imports nothing from here: what reads boundaries takes a second and a hundred megabytes to load.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from callbacks.boundary_import import picture, said, unmatched_csv
from callbacks.import_start import RESULT
from data_access import commands
from data_access.jobs import Job
from data_access.ledger.errors import LedgerError
from data_access.ledger.importing import import_ledger
from data_access.ledger.jobs import BOUNDARIES, LEDGER, ImportJobs
from data_access.ledger.rejected import report_workbook
from data_access.ledger.results import keep, kept_result, plain_result, release_errors_kept
from data_access.ledger.target import opened_target
from data_access.progress import Progress, staged
from data_access.region_files import read_crosswalk_csv
from data_access.settings import THEMES, Settings, read_settings
from data_access.shared_files import share_files
from data_access.state import prepare_folders
from data_access.store import open_leases
from geo.errors import GeoError
from geo.preview import OFFSETS, BoundaryPreview, ImportChoices, commit, look
from layouts.view_state import LANGUAGES

_BESIDE: Final = frozenset({".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qpj", ".qix", ".xml", ".csv"})
"""Files that belong to others: the parts of a shapefile, and the crosswalk of changed codes."""

_MOST_LISTED: Final = 200


def work(settings: Settings, job_id: str) -> None:
    """Do what the state of the job asks for; whatever goes wrong is said in its state."""
    jobs = ImportJobs(settings.home)
    job = jobs.by_id(job_id)
    acts: Mapping[tuple[str, str], Callable[[Settings, ImportJobs, Job], None]] = {
        (LEDGER, "looking"): _look_at_ledger,
        (LEDGER, "doing"): _import_ledger,
        (BOUNDARIES, "looking"): _look_at_boundaries,
        (BOUNDARIES, "doing"): _publish_boundaries,
    }
    with jobs.beating(job_id), jobs.failures_said(job_id, GeoError), _alone(settings, job):
        acts[job.kind, job.state](settings, jobs, job)


@contextmanager
def _alone(settings: Settings, job: Job) -> Iterator[None]:
    """One import writes at a time, among all machines; raises LedgerError."""
    if job.state != "doing":
        yield
        return
    with closing(open_leases(settings)) as leases, leases.held("imports") as held:
        if held is None:
            raise LedgerError("imports.busy")
        yield


def _look_at_ledger(settings: Settings, jobs: ImportJobs, job: Job) -> None:
    _take_in(settings, jobs, job, is_dry=True)
    jobs.move(job.id, "looked")


def _import_ledger(settings: Settings, jobs: ImportJobs, job: Job) -> None:
    _take_in(settings, jobs, job, is_dry=False)
    jobs.forget_files(job)
    _build_release(settings, jobs, job)


def _take_in(settings: Settings, jobs: ImportJobs, job: Job, *, is_dry: bool) -> None:
    year, as_of = job.choices.get("year", ""), job.choices.get("as_of", "")
    with opened_target(settings, None) as engine:
        done = import_ledger(
            engine, job.files, year=int(year) if year else None, as_of=date.fromisoformat(as_of) if as_of else None,
            is_dry=is_dry, progress=partial(jobs.progress, job.id),
        )  # fmt: skip
    result = plain_result(done)
    if not is_dry:  # the rows are in the database now, and nowhere else
        result |= {"sheets": [{**sheet, "first": []} for sheet in result["sheets"]]}
    keep(job.folder / RESULT, result)
    for lang in LANGUAGES:
        keep(job.folder / f"report-{lang}.xlsx", report_workbook(done.rejected.kept, lang))


def _build_release(settings: Settings, jobs: ImportJobs, job: Job) -> None:
    """The data is in whether or not a release can be built of it: that is said, and the last good one stays."""
    jobs.move(job.id, "building")
    with release_errors_kept(job.folder / RESULT):
        commands.refresh(settings, settings.language, partial(jobs.progress, job.id))
    jobs.move(job.id, "done")


def _preview(settings: Settings, job: Job, progress: Progress) -> BoundaryPreview:
    told = job.choices
    changed = next((path for path in job.files if path.suffix.lower() == ".csv"), None)
    meridian = told.get("meridian", "")
    choices = ImportChoices(
        code=told.get("code") or None,
        name=told.get("name") or None,
        encoding=told.get("encoding") or None,
        crs=told.get("crs") or None,
        meridian=float(meridian) if meridian else None,
        offset=told["offset"] if told.get("offset") in OFFSETS else "auto",
        crosswalk=None if changed is None else read_crosswalk_csv(changed),
    )
    paths = [path for path in job.files if path.suffix.lower() not in _BESIDE] or job.files
    return look(paths, commands.regions_of(settings), choices, published=settings.boundaries, progress=progress)


def _look_at_boundaries(settings: Settings, jobs: ImportJobs, job: Job) -> None:
    preview = _preview(settings, job, staged(partial(jobs.progress, job.id), "geo"))
    keep(job.folder / RESULT, _plain_preview(preview))
    for lang in LANGUAGES:
        keep(job.folder / f"report-{lang}.csv", unmatched_csv(preview, lang))
        for theme in THEMES:
            keep(job.folder / f"picture-{lang}-{theme}.svg", picture(preview, lang, theme).encode())
    jobs.move(job.id, "looked")


def _publish_boundaries(settings: Settings, jobs: ImportJobs, job: Job) -> None:
    prepare_folders(settings)
    progress = staged(partial(jobs.progress, job.id), "geo")
    preview = _preview(settings, job, progress)
    done = commit(
        preview, settings.boundaries, map_approval_no=job.choices.get("approval_no") or None,
        source=job.choices.get("source") or None, progress=progress,
    )  # fmt: skip
    share_files(settings)
    told = {"edition": done.manifest["edition"], "regions": len(done.manifest["regions"])}
    keep(job.folder / RESULT, {**kept_result(job.folder / RESULT), **told})
    jobs.forget_files(job)
    if commands.has_release(settings):
        jobs.move(job.id, "done")
    else:
        _build_release(settings, jobs, job)


def _plain_preview(preview: BoundaryPreview) -> dict[str, object]:
    return {
        "outlines": len(preview.outlines),
        "matched": preview.matched,
        "regions": len(preview.regions),
        "unmatched": preview.unmatched_outlines[:_MOST_LISTED],
        "unmatched_count": len(preview.unmatched_outlines),
        "bare": preview.regions_without_outline[:_MOST_LISTED],
        "bare_count": len(preview.regions_without_outline),
        "notes": {lang: said(preview.findings, lang) for lang in LANGUAGES},
        "files": [
            {"file": f.file, "layer": f.layer, "rows": f.rows, "fields": list(f.fields), "code_field": f.code_field,
             "name_field": f.name_field, "encoding": f.encoding, "system": f.system,
             "first_names": [name for name in f.first_names if name]}
            for f in preview.files
        ],
    }  # fmt: skip


if __name__ == "__main__":
    with suppress(AttributeError, OSError):
        os.nice(5)  # the walls come first
    work(replace(read_settings()), sys.argv[1])
