"""The regions of an index, each with its part of the households, as far as the scope of who asks reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from data_access.errors import ForbiddenError, UnknownRegionError
from data_access.household_index.files import PlacedRegions
from data_access.scope import Scope
from data_access.tree import VILLAGE_LEVEL


@dataclass(frozen=True, slots=True)
class Place:
    """A region of the index; `first` to `end` is its part of a walk through the tree, `rows` of the households."""

    code: str
    name_zh: str
    name_en: str
    level: int
    first: int
    end: int
    rows: slice

    def name(self, lang: str) -> str:
        """Its name in `lang`."""
        return self.name_en if lang == "en" else self.name_zh


class ScopedRegions:
    """The tree of the index; what is asked of a role that lists no households raises ForbiddenError."""

    def __init__(self, regions: PlacedRegions) -> None:
        self._regions = regions
        self._place = {code: at for at, code in enumerate(regions.codes)}

    def own_rows(self, scope: Scope) -> slice:
        """The rows that the scope reaches, whatever its role; none for a region that is not there."""
        at = self._place.get(scope.region_code) if scope.region_code else 0
        return slice(0, 0) if at is None else slice(self._regions.rows[at], self._regions.rows_end[at])

    def region(self, scope: Scope, code: str | None) -> Place:
        """The region `code`, or the highest that the scope may see."""
        if not scope.lists_households:
            raise ForbiddenError("households.forbidden")
        own = self._at(scope.region_code) if scope.region_code else 0
        here = own if code is None else self._at(code)
        r = self._regions
        if not r.first[own] <= r.first[here] < r.end[own]:
            raise UnknownRegionError("households.unknown_region")
        return self._region(here)

    def path(self, scope: Scope, code: str | None) -> tuple[Place, ...]:
        """From the highest region that the scope may see down to `code`."""
        here, top = self.region(scope, code), self.region(scope, None)
        path = [self._place[here.code]]
        while self._regions.codes[path[-1]] != top.code:
            path.append(self._regions.parents[path[-1]])
        return tuple(self._region(at) for at in reversed(path))

    def place_of(self, code: str) -> str | None:
        """The code of today under which rows of `code` stand; None for one that the index does not know."""
        return code if code in self._place else self._regions.moved.get(code)

    def is_in(self, scope: Scope, code: str) -> bool:
        """Whether rows on record under `code` may be seen by the scope."""
        today = self.place_of(code)
        return scope.region_code is None if today is None else self.has_region(scope, today)

    def has_region(self, scope: Scope, code: str) -> bool:
        """Whether `code` is a region of today within the scope."""
        own, here = self._place.get(scope.region_code or self._regions.codes[0]), self._place.get(code)
        r = self._regions
        return own is not None and here is not None and r.first[own] <= r.first[here] < r.end[own]

    def _at(self, code: str) -> int:
        try:
            return self._place[code]
        except KeyError:
            raise UnknownRegionError("households.unknown_region") from None

    def _region(self, at: int) -> Place:
        r = self._regions
        rows = slice(r.rows[at], r.rows_end[at])
        return Place(r.codes[at], r.names_zh[at], r.names_en[at], r.levels[at], r.first[at], r.end[at], rows)

    def parent_of(self, place: Place) -> Place | None:
        """The region directly above; None for the highest."""
        up = self._regions.parents[self._place[place.code]]
        return None if up < 0 else self._region(up)

    @cached_property
    def _children(self) -> Mapping[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for at, up in enumerate(self._regions.parents):
            found.setdefault(up, []).append(at)
        return {up: tuple(sorted(children, key=self._regions.codes.__getitem__)) for up, children in found.items()}

    def called(self, scope: Scope, words: str, most: int) -> tuple[Place, ...]:
        """Regions of the scope whose name holds the words or whose initials begin with them, the highest first."""
        top, r = self.region(scope, None), self._regions
        found: list[int] = []
        for at in range(len(r.codes)):
            if words in r.names_zh[at] or r.initials[at].startswith(words) or words in r.names_en[at].casefold():
                if top.first <= r.first[at] < top.end:
                    found.append(at)
                if len(found) >= most:
                    break
        return tuple(self._region(at) for at in found)

    def under(self, above: Place, *, villages: bool = False) -> tuple[Place, ...]:
        """The regions directly under a region by code, or its villages; a village is its own."""
        here = self._place[above.code]
        if not villages:
            return tuple(self._region(at) for at in self._children.get(here, ()))
        stack, found = [here], []
        while stack:
            at = stack.pop()
            if self._regions.levels[at] == VILLAGE_LEVEL:
                found.append(at)
            stack.extend(self._children.get(at, ()))
        return tuple(self._region(at) for at in sorted(found, key=self._regions.codes.__getitem__))
