"""The user's state: what the URL says, in one frozen object with one way in and one way out."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qs, urlencode

from data_access.changes.baseline import BEFORE, BRIEFING, RELEASE_ID
from data_access.questions.catalogue import ANSWERED
from data_access.settings import THEMES
from layouts.views import VIEW_OF

LANGUAGES: Final = ("zh", "en")

VIEWS: Final = tuple(VIEW_OF)
"""What the wall is about; the first is the default."""

DECK: Final = ("gaps", "flows", "matrix", "belts", "ranking")
"""The panels of the industry view that take turns in one place where the wall has no room for all."""

ENTRIES: Final = ("RELOCATION", "JOBS", "INSURANCE", "PAIRING")
"""What stands beside the kinds of industry and is chosen like one."""

EVERY_KIND: Final = "ALL"

IN_ALL: Final = ("kpi", "map", "map2", "ranking", "matrix")
"""What every view has."""

PANELS: Final = (
    *IN_ALL,
    *(panel for view in VIEW_OF.values() for panel in view.panels),
    *(name for name in DECK if name not in IN_ALL),
)
"""What can be enlarged over the wall."""

OPTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "view": VIEWS,
        "solar": ("with", "without"),
        "deck": DECK,
        "meet": ("village", "household"),
        "flow": ("yuan", "household"),
        "rank": ("indicator", "score", "announced"),
        "difference": ("off", "on"),
        "lapse": ("visit", "helper", "team"),
        "tiles": ("status", "visit", "industry", "helper", "size"),
        "theme": THEMES,
        "era": ("auto", "2014", "2021", "2026"),
        "breaks": ("policy", "quantile", "natural"),
        "depth": ("below", "county", "township", "village"),
        "mode": ("wall", "desk"),
        "spotlight": ("none", *PANELS),
        "ask": ("none", *(f"{number}" for number in ANSWERED)),
        "aloud": ("off", "on"),
        "blank": ("off", "on"),
        "rotate": ("off", "on"),
    }
)
"""The parameters that choose from a fixed list, and their lists; the first is the default (but see `Choices.theme`)."""

SCREEN: Final = ("lang", "theme", "era", "mode", "rotate", "aloud", "wall")
"""The parameters that belong to a screen, not to what it shows: a scene or a remote leaves them as they are."""

LONGEST_WALL_NAME: Final = 40
_HOUSEHOLD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_FIGURE: Final = re.compile(r"[A-Za-z0-9_.!*@-]{1,120}", re.ASCII)
_WALL: Final = re.compile(rf"[\w .·#()()-]{{1,{LONGEST_WALL_NAME}}}")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a view may say here, and what it says when the URL is silent.

    regions, indicators, periods, kinds   the values that stand for something in this release
    offered                               the point layers of the map, in the order of their buttons
    region, indicator, period             the defaults; `indicators_of_views` holds views that open on another indicator
    layers_of_views                       the layers that views show by default; a view that is not named shows none
    """

    regions: Collection[str]
    indicators: Collection[str]
    periods: Collection[int]
    region: str
    indicator: str
    period: int
    offered: tuple[str, ...] = ("solar", "tourism", "workshop")
    language: str = "zh"
    theme: str = "dark"
    kinds: Collection[str] = ()
    indicators_of_views: Mapping[str, str] = field(default_factory=dict)
    layers_of_views: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def indicator_of(self, view: str) -> str:
        """The indicator that the map of a view shows when the URL is silent."""
        return self.indicators_of_views.get(view) or self.indicator

    def layers_of(self, view: str) -> tuple[str, ...]:
        """The point layers that the map of a view shows when the URL is silent."""
        return self.layers_of_views.get(view, ())

    def default(self, option: str) -> str:
        """What the parameter `option` of `OPTIONS` says when the URL is silent."""
        return self.theme if option == "theme" else OPTIONS[option][0]


@dataclass(frozen=True, slots=True)
class ViewState:
    """One view of the wall; `refused` names the parameters whose values stood for nothing and fell back.

    view       what the wall is about
    kind       the kind of industry, or entry beside it, that the industry view tells of; "ALL" = all together
    solar      whether solar counts where gaps and meetings of kinds are looked at
    deck       which panel of `DECK` stands in their one place
    meet       where the kinds that meet are counted
    flow       what the bands of the flows are as wide as
    rank       by what the ranking view ranks: the indicator, a weighted score, or as it was announced
    difference "on": the map of the ranking view shows what changed since `since`
    since      what figures are compared with: "before" the year before, "briefing", a period, or a release's id
    lapse      which duty that was not done the duty view lists
    tiles      what colours the households of a village
    trace      the figure whose origin is laid open, None = none
    theme      which of the three sets of colours
    era        whose words the labels speak; "auto" = those of the period shown
    breaks     how the classes of the map are cut
    depth      the regions that the map draws: those directly below, or a whole level at once
    compare    the second map: "auto" the period before where there is room, "none", a period, or a region's code
    mode       "wall" fits the screen, "desk" scrolls
    spotlight  the panel that is enlarged, or "none"
    ask        the number of the question whose answer is laid over the wall, or "none"
    aloud      "on": the paragraph that can be read out is laid over the foot of the wall
    blank      "on": the wall shows nothing
    rotate     "on": the scenes take turns
    wall       the name of the wall that this screen is, None for a screen of its own
    """

    region: str
    indicator: str
    period: int
    layers: tuple[str, ...]
    language: str
    household: str | None = None
    view: str = VIEWS[0]
    kind: str = EVERY_KIND
    solar: str = "with"
    deck: str = DECK[0]
    meet: str = "village"
    flow: str = "yuan"
    lapse: str = "visit"
    tiles: str = "status"
    trace: str | None = None
    theme: str = "dark"
    era: str = "auto"
    breaks: str = "policy"
    depth: str = "below"
    compare: str = "auto"
    rank: str = "indicator"
    difference: str = "off"
    since: str = BEFORE
    mode: str = "wall"
    spotlight: str = "none"
    ask: str = "none"
    aloud: str = "off"
    blank: str = "off"
    rotate: str = "off"
    wall: str | None = None
    refused: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_search(cls, search: str | None, choices: Choices) -> "ViewState":
        """Read the query string `search`; an unknown or malformed value falls back and is named in `refused`."""
        said = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
        refused: list[str] = []

        def allowed(name: str, default: str, *, by: Callable[[str], bool]) -> str:
            value = said.get(name, default)
            if value == default or by(value):
                return value
            refused.append(name)
            return default

        def one_of(name: str, values: Iterable[str], default: str) -> str:
            return allowed(name, default, by=lambda value: value in values)

        periods = {str(period) for period in choices.periods}
        region = one_of("region", choices.regions, choices.region)
        options = {name: one_of(name, values, choices.default(name)) for name, values in OPTIONS.items()}
        layers = choices.layers_of(options["view"])
        if "layers" in said:
            asked = tuple(part for part in said["layers"].split(",") if part and part != "none")
            layers = tuple(name for name in choices.offered if name in asked)
            if len(layers) != len(set(asked)):
                refused.append("layers")
        household = said.get("household")
        if household is not None and ("region" in refused or not _HOUSEHOLD.fullmatch(household)):
            refused.append("household")
            household = None
        return cls(
            region=region,
            indicator=one_of("indicator", choices.indicators, choices.indicator_of(options["view"])),
            period=int(one_of("period", periods, str(choices.period))),
            layers=layers,
            language=one_of("lang", LANGUAGES, choices.language),
            household=household,
            kind=one_of("kind", choices.kinds, EVERY_KIND),
            trace=allowed("trace", "", by=lambda value: bool(_FIGURE.fullmatch(value))) or None,
            compare=allowed(
                "compare", "auto", by=lambda value: value == "none" or value in periods or value in choices.regions
            ),
            since=allowed(
                "since",
                BEFORE,
                by=lambda value: value == BRIEFING or value in periods or bool(RELEASE_ID.fullmatch(value)),
            ),
            wall=allowed("wall", "", by=is_wall_name) or None,
            refused=tuple(refused),
            **options,
        )

    def to_search(self, choices: Choices) -> str:
        """The query string of this view, with a leading "?" unless it is empty; defaults are left out."""
        said: dict[str, str] = {}
        if self.region != choices.region:
            said["region"] = self.region
        if self.indicator != choices.indicator_of(self.view):
            said["indicator"] = self.indicator
        if self.period != choices.period:
            said["period"] = str(self.period)
        if self.layers != choices.layers_of(self.view):
            said["layers"] = ",".join(self.layers) or "none"
        if self.language != choices.language:
            said["lang"] = self.language
        if self.household:
            said["household"] = self.household
        if self.kind != EVERY_KIND:
            said["kind"] = self.kind
        if self.trace:
            said["trace"] = self.trace
        others = {"compare": (self.compare, "auto"), "since": (self.since, BEFORE)}
        said |= {name: value for name, (value, usual) in others.items() if value != usual}
        for name in OPTIONS:
            value = str(getattr(self, name))
            if value != choices.default(name):
                said[name] = value
        if self.wall:
            said["wall"] = self.wall
        return f"?{urlencode(said, safe=',')}" if said else ""


def is_wall_name(value: str) -> bool:
    """Whether `value` may name a wall: letters of any script, digits, spaces and a few signs, at most 40 characters."""
    return bool(_WALL.fullmatch(value)) and value == value.strip()
