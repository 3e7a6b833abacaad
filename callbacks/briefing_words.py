"""A briefing as its pages are told: each scene with what it is called, what is wrong with it, and its sentence."""

import math
from datetime import UTC, datetime
from typing import Any

from callbacks.kind_words import kind_word
from callbacks.times import told_time
from data_access.briefings import Briefing, BriefingScene, Noted
from data_access.messages import Tongue, text
from data_access.release import Release
from data_access.standing import region_name
from data_access.vocabulary import spoken_era
from layouts.view_state import EVERY_KIND, VIEWS, Choices, ViewState


def told_scene(scene: BriefingScene, release: Release, choices: Choices, lang: str) -> dict[str, Any]:
    """One scene: `said` is its name or what it shows, `show` the view for the wall, `faults` what it names in vain.

    A scene that names what this release does not have is shown as far as it stands for something.
    """
    view = ViewState.from_search(scene.search, choices)
    shown = scene.search if not view.refused else view.to_search(choices)
    return {
        "name": scene.name,
        "said": scene.name or name_of_view(view, release, lang),
        "what": name_of_view(view, release, lang),
        "search": scene.search,
        "show": shown or f"?view={view.view}",
        "notes": scene.notes,
        "faults": [fault_words(name, release, lang) for name in view.refused],
    }


def name_of_view(view: ViewState, release: Release, lang: str) -> str:
    """What a view shows, in words: region, what the wall is about, kind or indicator, year."""
    tongue = Tongue(lang, spoken_era(view.era, view.period))
    parts = [region_name(release, view.region, tongue)]
    if view.view != VIEWS[0]:
        parts.append(text(f"view.{view.view}", tongue))
    if view.kind != EVERY_KIND:
        parts.append(kind_word(release, view.kind, view.period, tongue))
    elif indicator := release.indicators.get(view.indicator):
        parts.append(indicator.name(view.period, tongue))
    if view.spotlight != "none":
        parts.append(text(f"scenes.panel.{view.spotlight}", tongue))
    return " · ".join([*parts, str(view.period)])


def told_briefing(briefing: Briefing, release: Release, choices: Choices, lang: str) -> dict[str, Any]:
    """The whole briefing for its pages' scripts."""
    return {
        **told_head(briefing, lang),
        "version": briefing.version,
        "release": briefing.release,
        "scenes": [told_scene(scene, release, choices, lang) for scene in briefing.scenes],
        "noted": [told_noted(one, lang) for one in briefing.noted],
    }


def told_head(briefing: Briefing, lang: str) -> dict[str, Any]:
    """What a list says of a briefing."""
    return {
        "id": briefing.id,
        "title": briefing.title,
        "state": str(briefing.state),
        "state_words": text(f"briefings.state.{briefing.state}", lang),
        "made": _time(briefing.made_at),
        "by": briefing.made_by,
        "started": _time(briefing.started_at),
        "started_at": None if math.isnan(briefing.started_at) else briefing.started_at,
        "ended": _time(briefing.ended_at),
    }


def told_noted(noted: Noted, lang: str) -> dict[str, Any]:
    """A question or a task as the list of the pages says it."""
    today = datetime.now(UTC).astimezone().date()
    return {
        "id": noted.id,
        "kind": str(noted.kind),
        "kind_words": text(f"briefings.kind.{noted.kind}", lang),
        "said": noted.said,
        "who": noted.who or text("briefings.nobody", lang),
        "until": noted.until.isoformat() if noted.until else text("briefings.no_day", lang),
        "is_late": not noted.is_done and noted.until is not None and noted.until < today,
        "scene": noted.scene,
        "at": _time(noted.at),
        "is_done": noted.is_done,
    }


def _time(seconds: float) -> str:
    return "" if math.isnan(seconds) else told_time(seconds)


def fault_words(name: str, release: Release, lang: str) -> str:
    """What is said of a parameter whose value stands for nothing in this release."""
    if name == "region":
        return text("refused.region", lang, region=release.root.name(lang))
    known = ("indicator", "period", "layers", "lang", "household")
    return text(f"refused.{name}" if name in known else "refused.option", lang)
