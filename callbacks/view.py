"""From what a page asks to the release and the view it means: the first step of every callback."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from callbacks.layers import layers_of
from callbacks.outlines_of_time import seen
from callbacks.services import Services
from data_access.messages import Tongue
from data_access.release import Release
from data_access.settings import Settings
from data_access.vocabulary import spoken_era
from layouts.view_state import ENTRIES, EVERY_KIND, VIEWS, Choices, ViewState
from layouts.views import VIEW_OF, scopes

MOST_TABS = 6


def tabs_of(release: Release) -> tuple[str, ...]:
    """The tabs of this release: the preferred ones it has, filled up with its first others."""
    preferred = [code for code in VIEW_OF[VIEWS[0]].tabs if code in release.indicators]
    others = [code for code in release.indicators if code not in preferred]
    return tuple([*preferred, *others][:MOST_TABS])


def tabs_by_view(release: Release) -> dict[str, tuple[str, ...]]:
    """View -> its tabs in this release: the preferred ones that it has; the first view's are filled up."""
    named = {name: tuple(code for code in view.tabs if code in release.indicators) for name, view in VIEW_OF.items()}
    return {name: codes[:MOST_TABS] for name, codes in named.items()} | {VIEWS[0]: tabs_of(release)}


def kinds_of(release: Release) -> tuple[str, ...]:
    """What the industry view can tell of by itself: the kinds of the catalogue, and the entries beside them."""
    return (EVERY_KIND, *(str(kind) for kind in release.industry_kinds["kind"]), *ENTRIES)


def periods_of(release: Release, tabs: tuple[str, ...]) -> tuple[int, ...]:
    """The periods of the strip: where an indicator with a tab is known, no year an empty picture."""
    told = {period for code in tabs for period in release.indicator_periods(code)}
    return tuple(sorted(told)) or release.periods


def choices_of(services: Services, release: Release) -> Choices:
    """What a view may say in this release."""
    return choices_under(services.settings, release)


def choices_under(settings: Settings, release: Release) -> Choices:
    """What a view may say in this release, and under these settings by itself."""
    tabs = tabs_of(release)
    periods = periods_of(release, tabs)
    offered = layers_of(release)
    return Choices(
        regions=release.known_codes,
        indicators=release.indicators.keys(),
        periods=periods,
        region=release.root.code,
        indicator=tabs[0] if tabs else "",
        period=periods[-1],
        offered=offered,
        language=settings.language,
        theme=settings.theme,
        kinds=kinds_of(release),
        indicators_of_views=_first_indicators(release),
        layers_of_views={name: tuple(n for n in offered if n in view.layers) for name, view in VIEW_OF.items()},
    )


def _first_indicators(release: Release) -> dict[str, str]:
    """View -> what its map opens on, for the views that say so: the first that the release can give, or a tab of it."""
    wanted = {name: (*view.first, *view.tabs) for name, view in VIEW_OF.items() if view.first}
    found = {name: next((code for code in codes if code in release.indicators), "") for name, codes in wanted.items()}
    return {name: code for name, code in found.items() if code}


def view_of(services: Services, scope: Mapping[str, Any] | None) -> tuple[Release, ViewState]:
    """The current release and the view that `scope` (region, period, household, lang, theme, era) means in it.

    The release has the regions of the period, and the view the one that stands for the region asked for then. Its
    language speaks in the words of the era.
    """
    release = services.releases.current()
    said = {name: str(scope[name]) for name in _parts_of_scopes() if scope and scope.get(name)}
    view = ViewState.from_search(urlencode(said), choices_of(services, release))
    stand = seen(services, release, view.region, view.period)
    tongue = Tongue(view.language, spoken_era(view.era, view.period))
    return stand.release, replace(view, region=stand.code, language=tongue)


@cache
def _parts_of_scopes() -> frozenset[str]:
    """Every part of the state that some panel follows."""
    return frozenset(part for parts in scopes().values() for part in parts)


def rem_of(scope: Mapping[str, Any] | None) -> float:
    """The root font size of the asking screen in CSS pixels, within reason; 16 when it does not say."""
    said = (scope or {}).get("rem", 16)
    return min(max(float(said), 6.0), 128.0) if isinstance(said, int | float) else 16.0


def page_of(told: object) -> int:
    """The page that a button's id or an address names; 0 where it names none."""
    said = str(told)
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0
