"""The user's state: what the URL says, in one frozen object with one way in and one way out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlencode

LAYERS: Final = ("solar", "tourism", "workshop")
"""The point layers of the map, in the order of their buttons."""

LANGUAGES: Final = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a view may say here, and what it says when the URL is silent.

    regions, indicators, periods   the values that stand for something in this release
    region, indicator, period      the defaults
    """

    regions: Collection[str]
    indicators: Collection[str]
    periods: Collection[int]
    region: str
    indicator: str
    period: int
    layers: tuple[str, ...] = ("solar",)
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class ViewState:
    """One view of the wall; `refused` names the parameters whose values stood for nothing and fell back."""

    region: str
    indicator: str
    period: int
    layers: tuple[str, ...]
    language: str
    household: str | None = None
    refused: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_search(cls, search: str | None, choices: Choices) -> "ViewState":
        """Read the query string `search`; an unknown or malformed value falls back and is named in `refused`."""
        said = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
        refused: list[str] = []

        def one_of(name: str, allowed: Iterable[str], default: str) -> str:
            value = said.get(name, default)
            if value == default or value in allowed:
                return value
            refused.append(name)
            return default

        region = one_of("region", choices.regions, choices.region)
        layers = choices.layers
        if "layers" in said:
            asked = tuple(part for part in said["layers"].split(",") if part and part != "none")
            layers = tuple(name for name in LAYERS if name in asked)
            if len(layers) != len(set(asked)):
                refused.append("layers")
        household = said.get("household")
        if household is not None and ("region" in refused or not _is_token(household)):
            refused.append("household")
            household = None
        return cls(
            region=region,
            indicator=one_of("indicator", choices.indicators, choices.indicator),
            period=int(one_of("period", {str(period) for period in choices.periods}, str(choices.period))),
            layers=layers,
            language=one_of("lang", LANGUAGES, choices.language),
            household=household,
            refused=tuple(refused),
        )

    def to_search(self, choices: Choices) -> str:
        """The query string of this view, with a leading "?" unless it is empty; defaults are left out."""
        said: dict[str, str] = {}
        if self.region != choices.region:
            said["region"] = self.region
        if self.indicator != choices.indicator:
            said["indicator"] = self.indicator
        if self.period != choices.period:
            said["period"] = str(self.period)
        if self.layers != choices.layers:
            said["layers"] = ",".join(self.layers) or "none"
        if self.language != choices.language:
            said["lang"] = self.language
        if self.household:
            said["household"] = self.household
        return f"?{urlencode(said, safe=',')}" if said else ""


def _is_token(value: str) -> bool:
    """Whether `value` has the shape of a household's opaque token."""
    return len(value) <= 64 and all(c.isascii() and (c.isalnum() or c in "-_") for c in value)
