"""The scenes as a wall takes them: each a query string of a view, with the name that stands on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from callbacks.kind_words import kind_word
from callbacks.view import choices_under, tabs_of
from data_access.commands import Report
from data_access.messages import text
from data_access.release import Release
from data_access.scenes import (
    Fault,
    Known,
    Programme,
    Reading,
    Scene,
    SceneFile,
    default_scenes,
    read_scenes,
    written_row,
)
from data_access.settings import Settings
from data_access.standing import region_name
from data_access.vocabulary import AUTO, spoken_year
from layouts.view_state import EVERY_KIND, OPTIONS, SCREEN, Choices, ViewState

FILE: Final = "file"
KEPT: Final = "kept"
DEMO: Final = "demo"
MADE: Final = "made"


@dataclass(frozen=True, slots=True)
class SceneList:
    """The programme that runs, where it comes from (file, its last good text, demo scenario, release), its faults.

    rows      the scenes as they are written, also those with faults; made ones as they would be written
    version   hash of the file, "absent" where there is none
    """

    programme: Programme
    origin: str
    rows: tuple[Mapping[str, Any], ...]
    faults: tuple[Fault, ...]
    version: str


def known_names(choices: Choices) -> Known:
    """What a scene may name in the release of `choices`."""
    return Known(
        regions=choices.regions,
        indicators=choices.indicators,
        periods=tuple(choices.periods),
        layers=choices.offered,
        kinds=tuple(choices.kinds),
        options=OPTIONS,
    )


def scene_list(settings: Settings, release: Release) -> SceneList:
    """The scenes of this installation: where nobody has written any the demo's own, else those made of the release."""
    choices = choices_under(settings, release)
    found = SceneFile(settings.scenes).find(known_names(choices))
    faults = found.broken.faults if found.broken else ()
    if found.reading is not None and found.reading.programme is not None:
        reading, origin = found.reading, KEPT if found.broken else FILE
        return SceneList(found.reading.programme, origin, reading.rows, (*faults, *reading.faults), found.version)
    told = told_by_demo(settings, choices)
    if told is not None and told.programme is not None:
        return SceneList(told.programme, DEMO, told.rows, (*faults, *told.faults), found.version)
    scenes = default_scenes(release, tabs_of(release), choices.period)
    rows = tuple(written_row(scene) for scene in scenes)
    return SceneList(Programme(scenes), MADE, rows, faults, found.version)


def told_by_demo(settings: Settings, choices: Choices) -> Reading | None:
    """The scenes that tell the story of the demo scenario that is served; None where none is."""
    path = settings.demo_scenes
    return None if path is None else read_scenes(path.read_text("utf-8"), known_names(choices))


def opening(settings: Settings, choices: Choices) -> str:
    """The query string of the view on which a page opens whose address says none; "" = the usual one."""
    told = told_by_demo(settings, choices)
    scenes = told.programme.scenes if told and told.programme else ()
    return search_of(scenes[0], choices) if scenes else ""


def opening_name(settings: Settings, release: Release, lang: str) -> str:
    """What is said of the scene on which a page of the demo opens; "" where it opens as usual."""
    choices = choices_under(settings, release)
    told = told_by_demo(settings, choices)
    scenes = told.programme.scenes if told and told.programme else ()
    return name_of(scenes[0], release, choices, lang, AUTO) if scenes else ""


def opened(search: str, settings: Settings, choices: Choices) -> str:
    """What an address means when a page opens on it: one that says nothing but what belongs to the screen, the opening.

    The browser's twin is `route` in assets/10-state.js.
    """
    said = [part for part in search.lstrip("?").split("&") if part]
    if any(part.partition("=")[0] not in SCREEN for part in said):
        return search
    return "&".join([*filter(None, [opening(settings, choices).lstrip("?")]), *said])


def search_of(scene: Scene, choices: Choices) -> str:
    """The query string of the view that the scene means."""
    return ViewState(
        view=scene.view,
        kind=scene.kind,
        solar=scene.solar,
        deck=scene.deck,
        region=scene.region or choices.region,
        indicator=scene.indicator or choices.indicator_of(scene.view),
        period=scene.period or choices.period,
        layers=choices.layers_of(scene.view) if scene.layers is None else scene.layers,
        language=choices.language,
        theme=choices.theme,
        compare=scene.compare,
        breaks=scene.breaks,
        depth=scene.depth,
        spotlight=scene.spotlight,
    ).to_search(choices)


def name_of(scene: Scene, release: Release, choices: Choices, lang: str, era: str) -> str:
    """What is said of the scene on the screen."""
    written = (scene.name_en if lang == "en" else "") or scene.name
    if written:
        return written
    period = spoken_year(era, scene.period or choices.period)
    parts = [region_name(release, scene.region or choices.region, lang)]
    if scene.kind != EVERY_KIND:
        parts.append(kind_word(release, scene.kind, period, lang))
    elif indicator := release.indicators.get(scene.indicator or choices.indicator_of(scene.view)):
        parts.append(indicator.name(period, lang))
    return " · ".join(parts)


def report(settings: Settings, release: Release, action: str, lang: str) -> Report:
    """What `guatu scenes show` and `check` say; exit code 1 when the file has a fault."""
    listing = scene_list(settings, release)
    faults = [fault.sentence(lang) for fault in listing.faults]
    if action == "check":
        said = text(f"cli.scenes.{listing.origin}", lang, path=settings.scenes, count=len(listing.programme.scenes))
        return Report([*faults, said], 1 if faults else 0)
    choices = choices_under(settings, release)
    return Report(
        [_line(scene, number, release, choices, lang) for number, scene in enumerate(listing.programme.scenes, 1)]
    )


def _line(scene: Scene, number: int, release: Release, choices: Choices, lang: str) -> str:
    """One scene in a line: place, seconds, hours, name, address."""
    hours = str(scene.hours) if scene.hours else text("cli.scenes.always", lang)
    name = name_of(scene, release, choices, lang, AUTO)
    off = text("cli.scenes.off", lang) if scene.is_off else ""
    row = text(
        "cli.scenes.row",
        lang,
        number=number,
        dwell=scene.dwell,
        hours=hours,
        name=name,
        search=f"/{search_of(scene, choices)}",
        off=off,
    )
    return row.rstrip()
