"""The state of the household list: what its address says, in one frozen object with one way in and one way out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import parse_qs, urlencode

from data_access.household_index.facets import BY_NAME, Shape
from data_access.household_index.filters import Filters
from data_access.settings import THEMES
from layouts.view_state import LANGUAGES

MOST_VALUES: Final = 20
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a list may say here and for who asks.

    is_region   whether a code is a region of the scope
    is_value    whether a facet that may be used has a value
    """

    is_region: Callable[[str], bool]
    is_value: Callable[[str, str], bool]
    language: str = "zh"
    theme: str = "dark"
    has_sensitive: bool = False


@dataclass(frozen=True)
class ListView:
    """One view of the list; `refused` names the parameters whose values stood for nothing here and were left out.

    is_full  the sensitive columns are shown as well
    """

    filters: Filters = field(default_factory=Filters)
    is_full: bool = False
    language: str = "zh"
    theme: str = "dark"
    refused: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_search(cls, search: str | None, allowed: Allowed) -> "ListView":
        """Read the query string `search`; what is unknown, malformed or not allowed is left out and said."""
        said = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
        refused: list[str] = []
        region = said.get("region")
        if region is not None and not allowed.is_region(region):
            refused.append("region")
            region = None
        chosen: dict[str, tuple[str, ...]] = {}
        for name in BY_NAME:
            asked = [value for value in said.get(name, "").split(",") if value][:MOST_VALUES]
            kept = tuple(value for value in asked if len(value) <= _LONGEST and allowed.is_value(name, value))
            if len(kept) < len(asked):
                refused.append(name)
            chosen[name] = kept[:1] if BY_NAME[name].shape is Shape.DAYS else kept
        language, theme = said.get("lang", allowed.language), said.get("theme", allowed.theme)
        return cls(
            filters=Filters(region, chosen),
            is_full=allowed.has_sensitive and said.get("columns") == "all",
            language=language if language in LANGUAGES else allowed.language,
            theme=theme if theme in THEMES else allowed.theme,
            refused=tuple(refused),
        )

    def to_search(self, allowed: Allowed) -> str:
        """The query string of this view with a leading "?", empty where all is as by default."""
        said: dict[str, str] = {}
        if self.filters.region is not None:
            said["region"] = self.filters.region
        said |= {name: ",".join(self.filters.chosen[name]) for name in BY_NAME if name in self.filters.chosen}
        if self.is_full:
            said["columns"] = "all"
        if self.language != allowed.language:
            said["lang"] = self.language
        if self.theme != allowed.theme:
            said["theme"] = self.theme
        return f"?{urlencode(said, safe=',')}" if said else ""

    def toggled(self, name: str, value: str) -> "ListView":
        """The same with one value put in or taken out; of days there is one at a time."""
        alone = BY_NAME[name].shape is Shape.DAYS
        return replace(self, filters=self.filters.toggled(name, value, alone=alone))

    def at(self, region: str | None) -> "ListView":
        """The same elsewhere."""
        return replace(self, filters=self.filters.with_region(region))

    def cleared(self) -> "ListView":
        """The same region without any filter."""
        return replace(self, filters=Filters(self.filters.region))
