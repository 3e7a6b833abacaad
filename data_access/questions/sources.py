"""How old the figures are: each source with its day, which of them is late, and the doubtful records still open."""

from datetime import date
from typing import Any

from sqlalchemy import Engine, case, func, select

from data_access.database import database_errors, read_rows
from data_access.messages import text
from data_access.questions.answer import NOT_CONNECTED, Answer, Column, Fact, Row, Sort, quantity_fact
from data_access.release import Release
from data_access.release.meta import SourceDay
from data_access.rules import SMALL_CELL
from data_access.schema import region_ancestor, work

LATE, FRESH, NEVER, UNSAID, DOUBT = "late", "fresh", "never", "unsaid", "doubt"


def state_of(source: SourceDay, today: date) -> str:
    """Whether a source is on time on `today`: a key of `questions.source.<state>`."""
    if source.as_of is None:
        return NEVER
    if source.stale_after_days is None:
        return UNSAID
    return LATE if (today - source.as_of).days > source.stale_after_days else FRESH


def how_old(engine: Engine, release: Release, code: str, period: int, lang: str) -> Answer:
    """The sources, the oldest first, and after them the doubtful records still open under the region, by rule.

    Raises the DatabaseError family. Source: the release's sources; data_issue.
    """
    if not release.themes["quality"]:
        return NOT_CONNECTED
    today = release.as_of
    sources = sorted(release.meta.sources, key=lambda s: (s.as_of is not None, s.as_of or date.min, s.source_id))
    said = {state: text(f"questions.source.{state}", lang) for state in (LATE, FRESH, NEVER, UNSAID, DOUBT)}
    rows = [
        Row(None, s.name_zh, "", (s.as_of.isoformat() if s.as_of else "", said[state_of(s, today)]), s.source_id)
        for s in sources
    ]
    with database_errors(), engine.connect() as connection:
        doubts = read_rows(connection, _open_by_rule(code))
    rare = text("tasks.rare_rule", lang)
    rows += [
        Row(None, str(d["rule_zh"] or rare), "", (float(d["open_count"]), said[DOUBT]), str(d["rule_code"]))
        for d in doubts
    ]
    late = sum(state_of(source, today) in (LATE, NEVER) for source in sources)
    open_count = float(sum(int(doubt["open_count"]) for doubt in doubts))
    facts = (
        quantity_fact(release, "source_count", code, period, "source"),
        Fact("late_sources", float(late), "source"),
        Fact("open_issues", open_count, "issue", figure="open_issue_count"),
    )
    columns = (Column("as_of", Sort.WORDS), Column("state", Sort.WORDS))
    return Answer(facts, columns, tuple(rows), len(rows))


def _open_by_rule(code: str) -> Any:
    """By rule; its words only where several records bear the same, for of one they may tell of the household."""
    d = work.data_issue
    is_common = (func.count() >= SMALL_CELL) & (func.min(d.c.rule_zh) == func.max(d.c.rule_zh))
    words = case((is_common, func.max(d.c.rule_zh))).label("rule_zh")
    under = select(region_ancestor.c.region_code).where(region_ancestor.c.ancestor_code == code)
    return (
        select(d.c.rule_code, words, func.count().label("open_count"))
        .where(d.c.issue_status_code == "OPEN", d.c.region_code.in_(under))
        .group_by(d.c.rule_code)
        .order_by(func.count().desc(), d.c.rule_code)
    )
