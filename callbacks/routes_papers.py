"""Papers: what the wall shows as a file, made beside the server for who asked, and kept for a while."""

from functools import cache
from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request, send_file
from werkzeug.wrappers import Response as Answer

from callbacks.forms import chosen, field, say_errors
from callbacks.gate_table import Who, may
from callbacks.import_start import PAPERS, begin_work
from callbacks.live.views import without_household
from callbacks.page_errors import said_page
from callbacks.pages import page, page_language
from callbacks.papers.order import KINDS, SIZES, Order
from callbacks.papers_page import MIMES, file_name, kinds, sizes, told_papers, told_subject
from callbacks.records import note
from callbacks.routes_household_export import LONGEST_PURPOSE, SHORTEST_PURPOSE
from callbacks.services import Services
from callbacks.view import choices_of
from callbacks.visitor import visitor
from callbacks.watermark import watermark
from data_access.briefings import Briefing, Briefings, State, open_briefings
from data_access.errors import ForbiddenError, GuatuError, UnknownError
from data_access.ledger.results import kept_result
from data_access.papers.jobs import RESULT, RESULT_TOLD, PaperError, PaperJobs
from layouts.view_state import ViewState

LONGEST_APPROVAL: Final = 60
LONGEST_SEARCH: Final = 2000


def register(server: Flask, services: Services) -> None:
    """Serve `/papers` and what stands below it."""

    @cache
    def jobs() -> PaperJobs:
        return PaperJobs(services.settings.home)

    @server.get("/papers")
    def papers_page() -> Response:
        return _page(services, jobs())

    @server.post("/papers")
    def order_paper() -> Answer:
        order = _order(services)
        store = jobs()
        store.make_room(visitor().scope.user)
        with store.beginning(order.kind, visitor().scope.user) as job:
            detail = {"act": "make", "kind": order.kind, "release": order.release, "people": bool(order.mark),
                      "approval": order.approval, "mark": order.mark}  # fmt: skip
            note(services, "paper", object=order.briefing or _region(services, order), detail=detail)
            begin_work(services.settings, store.start(job.id, "doing", ("born",), order.plain()), PAPERS)
        return redirect(f"/papers?{_kept()}", 303)

    say_errors(server, "order_paper", lambda error: _refusal(services, jobs(), error))

    @server.get("/papers/state.json")
    def papers_state() -> Response:
        response = jsonify(papers=told_papers(jobs().of(visitor().scope.user), page_language(services)))
        response.headers["Cache-Control"] = "no-store"
        return response

    @server.get("/papers/<id>")
    def fetch_paper(id: str) -> Response:
        job = jobs().mine(id, visitor().scope.user)
        path = job.folder / RESULT
        if job.state != "done" or not path.is_file():
            raise PaperError("papers.elsewhere")
        order = Order.read(job.choices)
        told = kept_result(job.folder / RESULT_TOLD)
        detail = {"act": "fetch", "kind": order.kind, "rows": told.get("rows", 0), "approval": order.approval}
        note(services, "paper", object=order.briefing or _region(services, order), detail=detail)
        suffix = order.suffix(int(told.get("scenes", 1)))
        name = file_name(order, suffix)
        response = send_file(
            path, mimetype=MIMES[suffix], as_attachment=True, download_name=name, max_age=None, etag=False
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @server.post("/papers/<id>/drop")
    def drop_paper(id: str) -> Answer:
        job = jobs().mine(id, visitor().scope.user)
        if not job.is_working:
            jobs().end(job.id)
        return redirect(f"/papers?{_kept()}", 303)

    say_errors(server, "drop_paper", lambda error: _refusal(services, jobs(), error))


def _refusal(services: Services, jobs: PaperJobs, error: GuatuError) -> Response:
    """The page again with what is wrong; a page of its own where the address names what is not there for the asker."""
    if isinstance(error, ForbiddenError | UnknownError):
        return said_page(services, error.status, error.message(page_language(services)))
    return _page(services, jobs, error)


def _page(services: Services, jobs: PaperJobs, error: GuatuError | None = None) -> Response:
    lang, asker = page_language(services), visitor()
    release = services.releases.current()
    briefing, search = _subject(services)
    subject = None
    if briefing is not None or request.args.get("of") is not None:
        subject = told_subject(release, choices_of(services, release), briefing, search, lang)
    papers = told_papers(jobs.of(asker.scope.user), lang)
    may_brief = may(asker, Who.BRIEFING)
    return page(
        services,
        "papers",
        status=200 if error is None else error.status,
        bad="" if error is None else error.message(lang),
        data={"working": any(one["is_working"] for one in papers), "papers": papers},
        way="papers",
        subject=subject,
        briefings=[(one.id, one.title) for one in _briefings(services).all()] if subject is None and may_brief else [],
        release=(release.id, release.as_of.isoformat()),
        kinds=kinds(lang),
        sizes=sizes(),
        size=(_number("w", SIZES[0]) or 1920, _number("h", SIZES[1]) or 1080),
        may_people=asker.scope.exported_rows > 0,
        papers=papers,
        back=_kept(),
        sent=request.form,
        purpose=(SHORTEST_PURPOSE, LONGEST_PURPOSE),
        longest_approval=LONGEST_APPROVAL,
    )


def _order(services: Services) -> Order:
    """What the form orders; raises PaperError, FormError, ForbiddenError, UnknownError."""
    asker, lang = visitor(), page_language(services)
    briefing, search = _subject(services)
    kind = chosen("kind", KINDS)
    approval = " ".join(field("approval", LONGEST_APPROVAL, default="").split())
    purpose = " ".join(field("purpose", LONGEST_PURPOSE, default="").split())
    wide, high = (_size(name, span) for name, span in zip(("width", "height"), SIZES, strict=True))
    mark = ""
    if field("people", 4, default=""):
        mark = _mark(approval, purpose, lang)
    if briefing is not None and not briefing.scenes:
        raise PaperError("papers.no_scenes")
    release = services.releases.current()
    subject = told_subject(release, choices_of(services, release), briefing, search, lang)
    return Order(
        kind=kind,
        lang=str(lang),
        release=_release_of(services, briefing, by_now=bool(field("now", 4, default=""))),
        title=subject["title"],
        briefing=subject["id"],
        search=search,
        width=wide,
        height=high,
        theme=chosen("theme", ("light", "dark")) if "theme" in request.form else "light",
        approval=approval,
        mark=mark,
        by=asker.shown_name or asker.scope.user,
        user=asker.scope.user,
        role=str(asker.scope.role),
        region=asker.scope.region_code or "",
    )


def _mark(approval: str, purpose: str, lang: str) -> str:
    """The watermark of a paper with rows about people, which needs a purpose and an approval."""
    if not visitor().scope.exported_rows:
        raise ForbiddenError("papers.people_forbidden")
    if not approval:
        raise PaperError("papers.approval_missing")
    if len(purpose) < SHORTEST_PURPOSE:
        raise PaperError("papers.purpose_missing", least=SHORTEST_PURPOSE)
    return watermark(purpose, lang)


def _release_of(services: Services, briefing: Briefing | None, *, by_now: bool) -> str:
    """The release whose figures the paper has: that of the telling, else the current one."""
    current = services.releases.current().id
    if briefing is None or briefing.state is State.DRAFT or not briefing.release:
        return current
    if any(kept.id == briefing.release for kept in services.releases.kept()):
        return briefing.release
    if by_now:
        return current
    raise PaperError("papers.release_gone", id=briefing.release)


def _subject(services: Services) -> tuple[Briefing | None, str]:
    """The briefing that the address names, or the view; raises UnknownError, ForbiddenError."""
    id = request.args.get("briefing", "")[:80]
    if not id:
        return None, without_household(request.args.get("of", "")[:LONGEST_SEARCH])
    if not may(visitor(), Who.BRIEFING):
        raise ForbiddenError("gate.not_yours")
    return _briefings(services).whole(id), ""


def _briefings(services: Services) -> Briefings:
    return open_briefings(services.settings)


def _region(services: Services, order: Order) -> str:
    release = services.releases.current()
    return ViewState.from_search(order.search, choices_of(services, release)).region


def _kept() -> str:
    """What the address of the page goes on with."""
    kept = {
        name: value for name, value in request.args.items() if name in ("lang", "theme", "briefing", "of", "w", "h")
    }
    return urlencode(kept)


def _number(name: str, span: tuple[int, int]) -> int | None:
    said = request.args.get(name, "")
    is_number = said.isascii() and said.isdecimal() and len(said) < 6
    return min(max(int(said), span[0]), span[1]) if is_number else None


def _size(name: str, span: tuple[int, int]) -> int:
    said = field(name, 6, default=str(1920 if name == "width" else 1080))
    low, high = span
    if not (said.isascii() and said.isdecimal() and low <= int(said) <= high):
        raise PaperError("papers.bad_size", low=low, high=high)
    return int(said)
