"""From what a page asks to the release and the view it means: the first step of every callback."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from callbacks.layers import layers_of
from callbacks.outlines_of_time import seen
from callbacks.services import Services
from data_access.messages import Tongue
from data_access.release import Release
from data_access.settings import Settings
from data_access.vocabulary import spoken_era
from layouts.view_state import ENTRIES, EVERY_KIND, Choices, ViewState

TABS: tuple[str, ...] = (
    "POVERTY_INCIDENCE",
    "INDUSTRY_HOUSEHOLD_COVERAGE",
    "SOLAR_INCOME_PER_HOUSEHOLD",
    "HOUSE_VACANCY_RATE",
    "INCOME_PER_PERSON",
    "RISK_ELIMINATION_RATE",
    "VISIT_RATE",
)
"""The indicators that have a tab of their own where the release can give them; all others stand in the list beside."""

INDUSTRY_TABS: tuple[str, ...] = (
    "INDUSTRY_VILLAGE_COVERAGE",
    "INDUSTRY_VILLAGE_COVERAGE_BESIDE_SOLAR",
    "INDUSTRY_HOUSEHOLD_COVERAGE",
    "INDUSTRY_KIND_NUMBER",
    "SOLAR_INCOME_PER_HOUSEHOLD",
    "WORKSHOP_ASSISTED_WORKERS",
    "TOURISM_VILLAGE_COVERAGE",
)
"""The same for the industry view."""

FIRST_OF_INDUSTRY = (
    "INDUSTRY_VILLAGE_COVERAGE_BESIDE_SOLAR",
    "INDUSTRY_VILLAGE_COVERAGE",
    "INDUSTRY_HOUSEHOLD_COVERAGE",
)
"""What the map of the industry view opens on, the first that is known: with solar nearly every village is reached."""

MOST_TABS = 6

_SCOPE = ("region", "period", "household", "lang", "theme", "era", "view", "kind", "solar", "meet", "flow", "tiles")


def tabs_of(release: Release) -> tuple[str, ...]:
    """The tabs of this release: the preferred ones it has, filled up with its first others."""
    preferred = [code for code in TABS if code in release.indicators]
    others = [code for code in release.indicators if code not in preferred]
    return tuple([*preferred, *others][:MOST_TABS])


def industry_tabs_of(release: Release) -> tuple[str, ...]:
    """The tabs of the industry view: the preferred ones it has."""
    return tuple(code for code in INDUSTRY_TABS if code in release.indicators)[:MOST_TABS]


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
    return Choices(
        regions=release.known_codes,
        indicators=release.indicators.keys(),
        periods=periods,
        region=release.root.code,
        indicator=tabs[0] if tabs else "",
        period=periods[-1],
        layers=tuple(name for name in layers_of(release) if name == "solar"),
        offered=layers_of(release),
        language=settings.language,
        theme=settings.theme,
        kinds=kinds_of(release),
        industry_indicator=next((code for code in FIRST_OF_INDUSTRY if code in release.indicators), ""),
    )


def view_of(services: Services, scope: Mapping[str, Any] | None) -> tuple[Release, ViewState]:
    """The current release and the view that `scope` (region, period, household, lang, theme, era) means in it.

    The release has the regions of the period, and the view the one that stands for the region asked for then. Its
    language speaks in the words of the era.
    """
    release = services.releases.current()
    said = {name: str(scope[name]) for name in _SCOPE if scope and scope.get(name)}
    view = ViewState.from_search(urlencode(said), choices_of(services, release))
    stand = seen(services, release, view.region, view.period)
    tongue = Tongue(view.language, spoken_era(view.era, view.period))
    return stand.release, replace(view, region=stand.code, language=tongue)


def rem_of(scope: Mapping[str, Any] | None) -> float:
    """The root font size of the asking screen in CSS pixels, within reason; 16 when it does not say."""
    said = (scope or {}).get("rem", 16)
    return min(max(float(said), 6.0), 128.0) if isinstance(said, int | float) else 16.0


def page_of(told: object) -> int:
    """The page that a button's id or an address names; 0 where it names none."""
    said = str(told)
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0
