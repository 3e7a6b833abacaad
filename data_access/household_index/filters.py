"""Which households are asked for, as frozen values: chosen values of facets within a region."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from data_access.household_index.facets import BY_NAME

SORTS: Final = ("place", "status", "size", "age", "visit")
"""Columns that a list may be ordered by; the first, by village and number, is the default."""


@dataclass(frozen=True)
class Filters:
    """Households of `region` (None = all that may be seen) that have one of the chosen values of every facet named.

    Raises ValueError for a facet that does not exist.
    """

    region: str | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not set(self.chosen) <= set(BY_NAME):
            raise ValueError("no such facet")
        kept = {name: tuple(dict.fromkeys(values)) for name, values in self.chosen.items() if values}
        object.__setattr__(self, "chosen", MappingProxyType(kept))

    def with_region(self, region: str | None) -> "Filters":
        """The same facets elsewhere."""
        return replace(self, region=region)

    def toggled(self, name: str, value: str, *, alone: bool = False) -> "Filters":
        """The same with `value` of facet `name` put in, or taken out where it is in; `alone`: instead of the others."""
        before = self.chosen.get(name, ())
        if value in before:
            values = tuple(one for one in before if one != value)
        else:
            values = (value,) if alone else (*before, value)
        return replace(self, chosen={**self.chosen, name: values})

    @property
    def uses_sensitive(self) -> bool:
        """Whether a facet is used that not everybody who lists households may use."""
        return any(BY_NAME[name].is_sensitive for name in self.chosen)


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is ordered; ties by village and number."""

    by: str = SORTS[0]
    is_descending: bool = False

    def __post_init__(self) -> None:
        if self.by not in SORTS:
            raise ValueError("no such order")
