"""The page on which those who use no terminal bring in ledgers and boundaries: choose, look, do, see it on the wall."""

from functools import cache
from typing import Final

from flask import Flask, Response, abort, jsonify, redirect, request, send_file
from werkzeug.wrappers import Response as Answer

from callbacks import import_page
from callbacks.forms import FormError, chosen, field, say_errors
from callbacks.import_files import receive_files
from callbacks.import_start import RESULT, begin_work
from callbacks.pages import page, page_language, page_theme
from callbacks.records import note
from callbacks.services import Services
from callbacks.visitor import visitor
from data_access.errors import GuatuError, UnknownError
from data_access.jobs import Job
from data_access.ledger.choices import CHOICES, LONGEST, read_choices
from data_access.ledger.jobs import BOUNDARIES, KINDS, LEDGER, ImportJobs
from data_access.ledger.results import kept_result
from data_access.messages import text
from data_access.spreadsheet import MIME

REFUSED: Final = ("no_room", "too_slow", "upload_too_large")


def register(server: Flask, services: Services) -> None:
    """Serve `/imports` and what stands below it."""

    @cache
    def jobs() -> ImportJobs:
        return ImportJobs(services.settings.home)

    @server.get("/imports")
    def imports_page() -> Response:
        return shown(services, jobs())

    @server.post("/imports/files")
    def imports_files() -> Answer:
        return _take_files(services, jobs())

    @server.post("/imports/<act>")
    def imports_act(act: str) -> Answer:
        if act not in ("look", "do", "end"):
            raise UnknownError("api.http_404")
        return _act(services, jobs(), act)

    @server.get("/imports/state.json")
    def imports_state() -> Response:
        return jsonify(import_page.progress(jobs().current(), page_language(services)))

    @server.get("/imports/report")
    def imports_report() -> Response:
        return _report(services, jobs().current())

    @server.get("/imports/picture.svg")
    def imports_picture() -> Response:
        return _picture(services, jobs().current())

    for endpoint in ("imports_files", "imports_act"):
        say_errors(server, endpoint, lambda error: shown(services, jobs(), error))


def shown(services: Services, jobs: ImportJobs, error: GuatuError | None = None) -> Response:
    """The whole page: the forms, or the job that is open."""
    lang, job = page_language(services), jobs.current()
    refused = request.args.get("refused", "")
    bad = text(f"live.{refused}", lang) if refused in REFUSED else ""
    return page(
        services,
        "imports",
        data=import_page.data(job, lang),
        status=200 if error is None else error.status,
        way="imports",
        bad=bad if error is None else error.message(lang),
        theme_name=page_theme(services),
        **import_page.told(job, lang),
    )


def _take_files(services: Services, jobs: ImportJobs) -> Answer:
    """Take the files in, and let them be looked at; a job whose files cannot be taken is no job."""
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        raise FormError("gate.bad_form")
    with jobs.beginning(kind, visitor().scope.user) as job:
        choices = read_choices(receive_files(job.folder / "files"))
        note(services, "admin_import", object=kind, detail={"act": "files", "count": len(job.files)})
        begin_work(services.settings, jobs.start(job.id, "looking", ("born",), choices))
    return _back(services)


def _act(services: Services, jobs: ImportJobs, act: str) -> Answer:
    job = jobs.current()
    if job is None or field("job", 40, default="") not in ("", job.id):
        return _back(services)
    if act == "look":
        chosen("offset", import_page.OFFSETS) if job.kind == BOUNDARIES else None
        choices = read_choices({name: field(name, LONGEST, default="") for name in CHOICES})
        begin_work(services.settings, jobs.start(job.id, "looking", ("looked", "failed"), choices))
    elif act == "do":
        found = kept_result(job.folder / RESULT)
        counts = {name: sum(written.values()) for name, written in found.get("tables", {}).items()}
        sums = {"rejected": found.get("rejected", 0), "matched": found.get("matched", 0)}
        doing = jobs.start(job.id, "doing", ("looked",))
        note(services, "admin_import", object=job.kind, detail={"act": "do", "tables": counts, **sums})
        begin_work(services.settings, doing)
    elif not job.is_working:
        jobs.end(job.id)
        note(services, "admin_import", object=job.kind, detail={"act": "end", "state": job.state})
    return _back(services)


def _report(services: Services, job: Job | None) -> Response:
    """The rows or regions that were not taken, as a file."""
    lang = page_language(services)
    suffix, mime = ("xlsx", MIME) if job is not None and job.kind == LEDGER else ("csv", "text/csv; charset=utf-8")
    path = None if job is None else job.folder / f"report-{lang}.{suffix}"
    if path is None or job is None or not path.is_file():
        abort(404)
    note(services, "admin_import", object=job.kind, detail={"act": "report"})
    name = f"{text('imports.report_name', lang)}.{suffix}"
    return send_file(path, mimetype=mime, as_attachment=True, download_name=name, max_age=None, etag=False)


def _picture(services: Services, job: Job | None) -> Response:
    path = None if job is None else job.folder / f"picture-{page_language(services)}-{page_theme(services)}.svg"
    if path is None or not path.is_file():
        abort(404)
    return send_file(path, mimetype="image/svg+xml", max_age=None, etag=False)


def _back(services: Services) -> Answer:
    kept = {name: value for name, value in request.args.items() if name in ("lang", "theme")}
    query = "&".join(f"{name}={value}" for name, value in kept.items() if value.isalnum())
    return redirect(f"/imports?{query}" if query else "/imports", 303)
