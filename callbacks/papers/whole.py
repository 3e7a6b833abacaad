"""A whole paper: its scenes one after the other, the definitions of what stands in them, and what limits them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from callbacks.briefing_words import fault_words
from callbacks.kpi_strip import headlines_of
from callbacks.papers.asked import Asked, asked_of
from callbacks.papers.composing import sheet_of
from callbacks.papers.order import Order
from callbacks.papers.people import has_list, people_of
from callbacks.services import Sources
from callbacks.view import choices_under
from data_access.briefings import Briefing, BriefingScene
from data_access.messages import text
from data_access.release import Release
from layouts.papers.sheet import Definition, NotedLine, Origin, Paper, Progress, Sheet
from layouts.view_state import Choices, ViewState


def paper_of(sources: Sources, release: Release, order: Order, briefing: Briefing | None, told: Progress) -> Paper:
    """The paper of a briefing, or of the one view of the order; `told` hears of each scene that is composed."""
    choices = choices_under(sources.settings, release)
    scenes = (BriefingScene("", order.search),) if briefing is None else briefing.scenes
    theme: Literal["light", "dark"] = "dark" if order.kind == "png" and order.theme != "light" else "light"
    sheets, every = [], []
    for place, scene in enumerate(scenes, 1):
        asked = _asked(sources, release, choices, scene, order)
        every.append(asked)
        sheets.append(_sheet(asked, scene, order, theme))
        told(place, len(scenes))
    lang = order.lang
    return Paper(
        title=sheets[0].title if briefing is None and sheets else "" if briefing is None else briefing.title,
        lang=lang,
        is_demo=release.is_demo,
        as_of=text("wall.as_of", lang, date=release.as_of.isoformat()),
        release=release.id,
        made_at=datetime.now(),
        made_by=order.by,
        approval=order.approval,
        watermark=order.mark if any(table.is_about_people for sheet in sheets for table in sheet.tables) else "",
        sheets=tuple(sheets),
        definitions=tuple(_definitions(every)),
        theme=theme,
        noted=() if briefing is None else tuple(_noted(briefing, lang)),
        conditions=tuple(_conditions(release, every, sheets, order)),
        origins=tuple(_origins(release, lang)),
    )


def _asked(sources: Sources, release: Release, choices: Choices, scene: BriefingScene, order: Order) -> Asked:
    view = replace(ViewState.from_search(scene.search, choices), language=order.lang, household=None)
    return asked_of(sources, order.scope, release, view, choices)


def _sheet(asked: Asked, scene: BriefingScene, order: Order, theme: str) -> Sheet:
    missing = [fault_words(name, asked.release, order.lang) for name in asked.view.refused]
    if not asked.is_within:
        missing.append(text("papers.outside", order.lang))
    sheet = sheet_of(asked, theme, title=scene.name, notes=scene.notes, missing=tuple(missing))
    if not order.mark or not has_list(asked):
        return sheet
    people = people_of(asked)
    if people is None:
        return replace(sheet, missing=(*sheet.missing, text("papers.people_none", order.lang)))
    return replace(sheet, tables=(*sheet.tables, people))


def _definitions(every: Iterable[Asked]) -> Iterable[Definition]:
    """What the figures of all scenes mean, each once, in the order in which they come."""
    seen: set[str] = set()
    for asked in every:
        headlines = headlines_of(asked.sources.settings, asked.release, asked.view)
        for code in (asked.view.indicator, *(one.indicator for one in headlines)):
            if code is None or code in seen or code not in asked.release.indicators:
                continue
            seen.add(code)
            one, lang = asked.release.indicator(code), asked.lang
            name = one.name(asked.view.period, lang)
            yield Definition(name, one.unit_text(lang), one.definition(lang), one.source_columns)


def _noted(briefing: Briefing, lang: str) -> Iterable[NotedLine]:
    for one in briefing.noted:
        until = one.until.isoformat() if one.until else text("briefings.no_day", lang)
        kind = text(f"briefings.kind.{one.kind}", lang)
        yield NotedLine(kind, one.said, one.who or text("briefings.nobody", lang), until, one.is_done)


def _conditions(release: Release, every: Sequence[Asked], sheets: Sequence[Sheet], order: Order) -> Iterable[str]:
    """What the reader must know of the figures: themes that are not connected, withheld and unreported ones."""
    lang = order.lang
    absent = [text(f"papers.theme.{name}", lang) for name, is_there in release.themes.items()
              if not is_there and name in _THEMES]  # fmt: skip
    if absent:
        yield text("papers.not_connected", lang, names=text("standing.and", lang).join(absent))
    states = {state.state for sheet in sheets if sheet.map is not None for state in sheet.map.states}
    if "withheld" in states:
        yield text("papers.withheld", lang)
    if "missing" in states:
        yield text("papers.missing", lang)
    if order.mark and not any(table.is_about_people for sheet in sheets for table in sheet.tables):
        yield text("papers.people_none", lang)
    short = sum(bool(asked.view.refused) or not asked.is_within for asked in every)
    if short:
        yield text("papers.scenes_short", lang, count=short)


_THEMES = frozenset({
    "assurance", "income", "employment", "responsibility", "measures", "industry", "monitoring", "insurance",
    "relocation", "tasks", "ranking", "quality",
})  # fmt: skip


def _origins(release: Release, lang: str) -> Iterable[Origin]:
    for source in release.meta.sources:
        day = source.as_of.isoformat() if source.as_of else text("wall.unknown", lang)
        yield Origin(source.name_zh, day)
