"""The scenes as a wall takes them: each a query string of a view, with the name that stands on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from callbacks.view import choices_under, tabs_of
from data_access.commands import Report
from data_access.messages import text
from data_access.release import Release
from data_access.scenes import Fault, Known, Programme, Scene, SceneFile, default_scenes
from data_access.settings import Settings
from data_access.vocabulary import AUTO, spoken_year
from layouts.view_state import LAYERS, OPTIONS, Choices, ViewState

FILE: Final = "file"
KEPT: Final = "kept"
MADE: Final = "made"


@dataclass(frozen=True, slots=True)
class SceneList:
    """The programme that runs, where it comes from (the file, its last good text, made from the release), its faults.

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
        layers=LAYERS,
        breaks=OPTIONS["breaks"],
        spotlights=OPTIONS["spotlight"],
    )


def scene_list(settings: Settings, release: Release) -> SceneList:
    """The scenes of this installation; those made from the release where nobody has written any."""
    choices = choices_under(settings, release)
    found = SceneFile(settings.scenes).find(known_names(choices))
    faults = found.broken.faults if found.broken else ()
    if found.reading is not None and found.reading.programme is not None:
        reading, origin = found.reading, KEPT if found.broken else FILE
        return SceneList(found.reading.programme, origin, reading.rows, (*faults, *reading.faults), found.version)
    scenes = default_scenes(release, tabs_of(release), choices.period)
    rows = tuple({"region": scene.region, "indicator": scene.indicator} for scene in scenes)
    return SceneList(Programme(scenes), MADE, rows, faults, found.version)


def search_of(scene: Scene, choices: Choices) -> str:
    """The query string of the view that the scene means."""
    return ViewState(
        region=scene.region or choices.region,
        indicator=scene.indicator or choices.indicator,
        period=scene.period or choices.period,
        layers=choices.layers if scene.layers is None else scene.layers,
        language=choices.language,
        theme=choices.theme,
        compare=scene.compare,
        breaks=scene.breaks,
        spotlight=scene.spotlight,
    ).to_search(choices)


def name_of(scene: Scene, release: Release, choices: Choices, lang: str, era: str) -> str:
    """What is said of the scene on the screen."""
    if scene.name:
        return scene.name
    period = spoken_year(era, scene.period or choices.period)
    indicator = release.indicators.get(scene.indicator or choices.indicator)
    region = release.region(scene.region or choices.region).name(lang)
    return region if indicator is None else f"{region} · {indicator.name(period, lang)}"


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
