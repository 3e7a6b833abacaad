"""The village that a row names: by its code, then by the names on the way down to it, then by its name alone."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, select

from data_access.database import database_errors
from data_access.ledger.cells import text_of
from data_access.ledger.rejected import CellError
from data_access.region_files import pad_code
from data_access.schema import core

VILLAGE: Final = "5"
_TAILS: Final = (
    "村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "行政村", "社区", "村", "街道办事处", "街道",
    "民族乡", "镇", "乡", "自治县", "县", "自治州", "地区", "盟", "自治区", "市", "区", "旗", "省",
)  # fmt: skip
_MOST_SAID: Final = 5
_DIGITS: Final = re.compile(r"\d{12,19}")


@dataclass(frozen=True, slots=True)
class _Place:
    code: str
    name: str
    parent: str | None
    level: str
    is_ended: bool


class Places:
    """The regions of a database, to find villages in."""

    def __init__(self, rows: list[tuple[str, str, str | None, str, bool]]) -> None:
        """`rows`: code, name, code of the parent, level, whether it has ended."""
        self._all = {row[0]: _Place(*row) for row in rows}
        self._by_name: dict[str, list[_Place]] = {}
        for place in self._all.values():
            if place.level == VILLAGE:
                self._by_name.setdefault(short_name(place.name), []).append(place)
        self.find = lru_cache(maxsize=65_536)(self._find)

    def __len__(self) -> int:
        return len(self._all)

    def _find(self, code: Any, path: Any, names: tuple[Any, ...]) -> str | None:
        """The code of the village that is named by `code`, by one text that names the whole way, or by the names of
        province, city, county, township and village; None where all are blank. Raises CellError."""
        told_code, told_path = text_of(code), text_of(path)
        told = [text_of(name) for name in names]
        known = self._coded(told_code)
        if known is not None:
            return known
        if told_code is not None and not told_code.isascii():  # a name stands where a code belongs
            told_path, told_code = told_path or told_code, None
        if any(told):
            return self._named(told, told_code)
        if told_path is not None:
            return self._on_path(told_path)
        if told_code is None:
            return None
        raise self._refused(told_code)

    def _coded(self, code: str | None) -> str | None:
        if code is None:
            return None
        for tried in (code, pad_code(code), code[:12] if _DIGITS.fullmatch(code) else None):
            if tried in self._all and self._all[tried].level == VILLAGE:
                return tried
        return None

    def _named(self, told: list[str | None], code: str | None) -> str:
        *above, village = told
        if village is None:
            raise self._refused(code) if code else CellError("no_village")
        found = [
            place for place in self._by_name.get(short_name(village), []) if self._lies_under(place, above)
        ]  # fmt: skip
        if not found and any(sign in village for sign in "县镇乡"):
            return self._on_path(village)
        return self._one(found, village)

    def _on_path(self, path: str) -> str:
        """The only village whose name ends the text, and whose township and county stand in it where it is longer."""
        told = _even(path)
        found = [
            place for places in self._by_name.values() for place in places
            if _ends_with(told, place.name) and self._is_on(told, place)
        ]  # fmt: skip
        longest = max((len(short_name(place.name)) for place in found), default=0)
        return self._one([place for place in found if len(short_name(place.name)) == longest], path)

    def _is_on(self, told: str, place: _Place) -> bool:
        rest = told.removesuffix(_even(place.name))
        above = self._all.get(place.parent or "")
        return not rest or rest == told or (above is not None and short_name(above.name) in rest)

    def _lies_under(self, place: _Place, above: list[str | None]) -> bool:
        names: Mapping[str, str] = {p.level: short_name(p.name) for p in self._way_up(place)}
        return all(name is None or names.get(level, short_name(name)) == short_name(name)
                   for level, name in zip("1234", above, strict=True))  # fmt: skip

    def _way_up(self, place: _Place) -> list[_Place]:
        found: list[_Place] = []
        while place.parent in self._all and len(found) < 5:
            place = self._all[place.parent]
            found.append(place)
        return found

    def _one(self, found: list[_Place], said: str) -> str:
        living = [place for place in found if not place.is_ended] or found
        if len(living) == 1:
            return living[0].code
        if not living:
            raise CellError("place_unknown", name=said)
        shown = "、".join(f"{self._above(place)}{place.name} {place.code}" for place in living[:_MOST_SAID])
        raise CellError("place_ambiguous", name=said, count=len(living), places=shown)

    def _above(self, place: _Place) -> str:
        above = self._all.get(place.parent or "")
        return above.name if above else ""

    def _refused(self, code: str) -> CellError:
        place = self._all.get(pad_code(code) or "")
        if place is not None:
            return CellError("place_level", region=code, name=place.name)
        return CellError("place_code", region=code)


def read_places(connection: Connection) -> Places:
    """All regions of the database; raises the DatabaseError family. Source: region."""
    r = core.region.c
    with database_errors():
        rows = connection.execute(
            select(r.region_code, r.name_zh, r.parent_code, r.region_level_code, r.valid_to)
        ).all()
    return Places(
        [(str(code), name, parent, str(level), ended is not None) for code, name, parent, level, ended in rows]
    )


@lru_cache(maxsize=65_536)
def short_name(name: str) -> str:
    """The name without what says that it is a village, a town, a county; a name of one character keeps it."""
    told = _even(name)
    for tail in _TAILS:
        if told.endswith(tail) and len(told) > len(tail) + (1 if len(tail) == 1 else 0):
            return told.removesuffix(tail)
    return told


def _even(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _ends_with(told: str, name: str) -> bool:
    return told.endswith(_even(name)) or short_name(told).endswith(short_name(name))
