"""What the panels of the ranking view ask: by an indicator, by a score, or as it was announced."""

from collections.abc import Callable
from dataclasses import dataclass

from callbacks.services import Sources
from data_access.rankings.announced import Announced, announced
from data_access.rankings.courses import Courses, announced_courses, indicator_courses, score_courses
from data_access.rankings.opened import announced_figure, score_figure
from data_access.rankings.score_file import Score, read_scores
from data_access.release import Release
from layouts.numbers import decimal
from layouts.view_state import ViewState


@dataclass(frozen=True, slots=True)
class Asked:
    """The courses of the regions, the figure that they open (None = none), and how a value is written."""

    courses: Courses | None
    figure: str | None
    write: Callable[[float], str]
    connected: bool = True


def score_of(services: Sources) -> Score:
    """The score that regions are ranked by: the first of the file; raises SettingsError."""
    return read_scores(services.settings)[0]


def announcement(services: Sources, release: Release, view: ViewState, event: str | None = None) -> Announced | None:
    """What was announced for the regions of the view."""
    if not release.themes.get("ranking"):
        return None
    return announced(services.database(), release, view.region, view.period, event, view.language)


def courses_asked(services: Sources, release: Release, view: ViewState) -> Asked:
    """The courses of the view, by what it ranks by."""
    if view.rank == "announced":
        found = announcement(services, release, view)
        told = None if found is None else announced_courses(found)
        figure = None if found is None else announced_figure(found, view.region)
        return Asked(told, figure, lambda value: decimal(value, 1), connected=bool(release.themes.get("ranking")))
    place = view.region, view.period, view.language
    if view.rank == "score":
        score = score_of(services)
        figure = score_figure(score, view.region)
        return Asked(score_courses(release, score, *place), figure, lambda value: decimal(value, 1))
    indicator = release.indicator(view.indicator)
    unit = indicator.unit_text(view.language)
    sign = unit if unit in ("%", "‰") else ""
    courses = indicator_courses(release, indicator.code, *place)
    return Asked(courses, indicator.code, lambda value: decimal(value, indicator.decimals) + sign)
