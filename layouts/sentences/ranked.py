"""The places of the ranking view in words: who is first and last, who moved, what is equal, and who has no place."""

import math
from collections.abc import Callable

from data_access.messages import text
from data_access.rankings.announced import Announced
from data_access.rankings.score_file import Score
from data_access.rankings.scored import Scored
from data_access.sentences.field import Holders
from data_access.sentences.ranked import Climb, Ranked
from layouts.numbers import decimal
from layouts.sentences.field import near, silent
from layouts.sentences.written import day, holders, names


def score_sentence(told: Ranked, score: Score, found: Scored, lang: str) -> str:
    """By which score is ranked, and what it is made of."""
    parts = [
        text("paragraph.score_part", lang, name=part.name, percent=decimal(part.share, 0))
        for part in found.parts
        if part.is_counted
    ]
    said = {"score": score.name(lang), "parts": text("paragraph.and", lang).join(parts)}
    return text("paragraph.by_score", lang, **_where(told, lang), **said)


def announced_sentence(told: Ranked, found: Announced, lang: str) -> str:
    """At which occasion the places were announced."""
    event = found.events[found.event]
    return text("paragraph.by_announced", lang, **_where(told, lang), event=event, date=day(found.held_on, lang))


def places_sentence(told: Ranked, write: Callable[[float], str], lang: str) -> str:
    """The first and the last with `write` for their values, ties, and those without a place."""
    below = told.below
    where = _where(told, lang)
    if below.best is None:
        return text("paragraph.ranked_nobody", lang, **where)
    if below.worst is None:
        return text("paragraph.ranked_equal", lang, **{**where, "count": below.ranked}) + silent(below, lang)
    lead, lag = near(below.best.near, "next", lang), near(below.worst.near, "previous", lang)
    if told.first:
        first = [text("paragraph.ranked_place", lang, rank=rank, name=name) for rank, name in told.first]
        first[0] += text("paragraph.aside", lang, said=lead.lstrip(",; ")) if lead else ""
        said = text("paragraph.ranked", lang, first=text("paragraph.and", lang).join(first), **where)
    else:
        said = text("paragraph.ranked_shared", lang, names=names(below.best.names, lang))
    parts = [said, text("paragraph.ranked_last", lang, holders=_last(below.worst, write, lag, lang))]
    if told.tied:
        parts.append(text("paragraph.ranked_tied", lang, count=told.tied))
    return text("paragraph.semicolon", lang).join(parts) + silent(below, lang)


def climbs_sentence(told: Ranked, lang: str) -> str:
    """Who rose and who fell by the most places; "" where nothing is compared."""
    if not told.since:
        return ""
    moved = [_climb(key, one, lang) for key, one in (("rose", told.rose), ("fell", told.fell)) if one]
    if not moved:
        return text("paragraph.nobody_moved", lang, since=told.since)
    same = [text("paragraph.kept_place", lang, count=told.same)] if told.same else []
    return text(
        "paragraph.climbs", lang, since=told.since, moved=text("paragraph.semicolon", lang).join([*moved, *same])
    )


def _climb(key: str, one: Climb, lang: str) -> str:
    return text(f"paragraph.{key}", lang, names=names(one.names, lang), count=one.by)


def _last(who: Holders, write: Callable[[float], str], aside: str, lang: str) -> str:
    """Who is last, with the value where there is one."""
    return names(who.names, lang) if math.isnan(who.value) else holders(who, write(who.value), lang, aside)


def _where(told: Ranked, lang: str) -> dict[str, object]:
    return {"around": told.around, "count": told.below.count, "level": text(f"level.{told.below.level}", lang)}
