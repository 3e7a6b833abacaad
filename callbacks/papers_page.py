"""The page of papers in words: what can be made, of what, and what was made."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from callbacks.briefing_words import name_of_view
from callbacks.papers.order import KINDS, SIZES, Order
from callbacks.times import told_time
from data_access.briefings import Briefing
from data_access.jobs import Job
from data_access.ledger.results import said_sentence
from data_access.messages import text
from data_access.papers.jobs import KEPT_SECONDS, RESULT
from data_access.release import Release
from layouts.view_state import Choices, ViewState

MIMES: Final = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "zip": "application/zip",
}

_MEGA: Final = 1e6
_NOT_IN_NAMES: Final = '\\/:*?"<>|'


def told_subject(
    release: Release, choices: Choices, briefing: Briefing | None, search: str, lang: str
) -> dict[str, Any]:
    """Of what a paper would be made: a briefing, or a view of the wall."""
    if briefing is not None:
        return {"title": briefing.title, "scenes": len(briefing.scenes), "id": briefing.id, "search": "",
                "is_ended": str(briefing.state) == "ended",
                "release": "" if str(briefing.state) == "draft" else briefing.release}  # fmt: skip
    view = ViewState.from_search(search, choices)
    return {
        "title": name_of_view(view, release, lang),
        "scenes": 1,
        "id": "",
        "search": search,
        "is_ended": False,
        "release": "",
    }


def told_papers(jobs: list[Job], lang: str) -> list[dict[str, Any]]:
    """The papers of a person, the newest first."""
    return [_told(job, lang) for job in jobs]


def _told(job: Job, lang: str) -> dict[str, Any]:
    order = Order.read(job.choices)
    words = text(f"papers.state.{job.state}", lang)
    if job.state == "doing" and job.stage:
        words = text(job.stage, lang, done=min(job.done, job.total), total=job.total)
    if job.error is not None:
        words = said_sentence(job.error[0], job.error[1], lang)
    size = _size(job.folder / RESULT) if job.state == "done" else 0
    return {
        "id": job.id,
        "title": order.title,
        "kind": text(f"papers.kind_{order.kind}", lang),
        "state": job.state,
        "is_working": job.is_working or job.state == "born",
        "words": words,
        "done": job.done,
        "total": job.total,
        "size": _size_words(size, lang),
        "until": "" if job.is_working else text("papers.kept_until", lang, time=told_time(job.beat + KEPT_SECONDS)),
    }


def _size_words(size: int, lang: str) -> str:
    if not size:
        return ""
    if size >= _MEGA:
        return text("papers.size", lang, size=f"{size / _MEGA:.1f}")
    return text("papers.size_small", lang, size=f"{max(1, round(size / 1e3))}")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def file_name(order: Order, suffix: str) -> str:
    """What the file is called where it is kept."""
    title = "".join(" " if sign in _NOT_IN_NAMES or not sign.isprintable() else sign for sign in order.title)
    return f"{' '.join(title.split())[:80]}-{datetime.now():%Y%m%d}.{suffix}"


def kinds(lang: str) -> list[tuple[str, str, str]]:
    """What a paper can be made as: code, name, hint."""
    return [(kind, text(f"papers.kind_{kind}", lang), text(f"papers.kind_{kind}_hint", lang)) for kind in KINDS]


def sizes() -> dict[str, int]:
    """The bounds of a picture."""
    (least_wide, most_wide), (least_high, most_high) = SIZES
    return {"least_wide": least_wide, "most_wide": most_wide, "least_high": least_high, "most_high": most_high}
