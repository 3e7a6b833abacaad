"""The log for the auditor: found by who, what, on what and when; and whether it is whole."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, Response, request

from callbacks.pages import page, page_language, region_name
from callbacks.records import note
from callbacks.services import Services
from callbacks.times import told_time
from data_access.audit import EVENTS, Record, Verdict
from data_access.messages import messages, text

ASKED: Final = ("user", "event", "object", "since", "until", "failed")
LONGEST: Final = 120
MOST_PAGE: Final = 1_000_000


def register(server: Flask, services: Services) -> None:
    """Serve `/audit` and `/audit/verify`."""

    @server.get("/audit")
    def audit_page() -> Response:
        return audit(services)

    @server.post("/audit/verify")
    def audit_verify() -> Response:
        verdict = services.audit().verify()
        note(services, "audit_read", detail={"act": "verify", "holds": verdict.holds})
        return audit(services, verdict)


def audit(services: Services, verdict: Verdict | None = None) -> Response:
    """A page of records, newest first; what was asked is itself noted."""
    lang, asked = page_language(services), _asked()
    found = services.audit().search(
        asked["user"],
        asked["event"] if asked["event"] in EVENTS else "",
        asked["object"],
        _day(asked["since"], timedelta()),
        _day(asked["until"], timedelta(days=1)),
        _number(request.args.get("page", "1")),
        failed=asked["failed"] == "1",
    )
    said = {name: value for name, value in asked.items() if value}
    note(services, "audit_read", detail={**said, "page": found.page})
    return page(
        services,
        "audit",
        way="audit",
        asked=asked,
        events=[(event, event_words(event, lang)) for event in EVENTS],
        records=[_told(services, record, lang) for record in found.records],
        total=f"{found.total:,}",
        number=found.page,
        pages=found.pages,
        newer=_address(said, found.page - 1) if found.page > 1 else "",
        older=_address(said, found.page + 1) if found.page < found.pages else "",
        verdict=verdict,
        verdict_words="" if verdict is None else _verdict_words(verdict, lang),
    )


def event_words(event: str, lang: str) -> str:
    """What an event is called; its own name where the catalogue of messages has none."""
    return _known_words(f"audit.event.{event}", event, lang)


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:LONGEST] for name in ASKED}


def _number(said: str) -> int:
    return min(int(said), MOST_PAGE) if said.isascii() and said.isdecimal() and len(said) < 8 else 1


def _day(said: str, more: timedelta) -> float | None:
    """Midnight before the day, or after it; None where it is no day."""
    with suppress(ValueError, OverflowError, OSError):
        return (datetime.combine(date.fromisoformat(said), time()) + more).astimezone().timestamp()
    return None


def _address(said: Mapping[str, str], number: int) -> str:
    kept = {name: request.args[name] for name in ("lang", "theme") if name in request.args}
    return f"/audit?{urlencode({**said, 'page': number, **kept})}"


def _told(services: Services, record: Record, lang: str) -> dict[str, Any]:
    return {
        "seq": record.seq,
        "at": told_time(record.at, seconds=True),
        "user": record.user,
        "role": _known_words(f"role.{record.role}", record.role, lang),
        "address": record.address,
        "event": event_words(record.event, lang),
        "object": record.object,
        "object_words": _place(services, record.object, lang),
        "detail": " · ".join(
            f"{_known_words(f'desk.detail.{name}', name, lang)} {value}"
            for name, value in record.detail.items()
            if value not in ("", None)
        ),
        "result": record.result,
        "is_ok": record.result == "ok",
        "result_words": _reason(record.result, lang),
    }


def _place(services: Services, code: str, lang: str) -> str:
    name = region_name(services, code, lang) if code else ""
    return name if name != code else ""


def _reason(result: str, lang: str) -> str:
    """Why it did not go well, in a word or two; the event itself says that something was refused."""
    if result in ("ok", "refused"):
        return ""
    return _known_words(f"desk.reason.{result.rpartition('.')[2]}", result, lang)


def _known_words(key: str, default: str, lang: str) -> str:
    found = messages().get(key)
    return default if found is None or "{" in found["zh"] else text(key, lang)


def _verdict_words(verdict: Verdict, lang: str) -> list[str]:
    """What the whole log was found to be, and each thing that is wrong with it."""
    if verdict.holds:
        said = text("desk.verdict_holds", lang, count=f"{verdict.records:,}", last=verdict.last)
        return [said, text("desk.verdict_hash", lang, hash=verdict.last_hash[:16])]
    return [
        text("desk.verdict_broken", lang),
        *(text(f"audit.problem.{problem.kind}", lang, seq=problem.seq) for problem in verdict.problems),
    ]
