"""Reads a file of scenes: what is right is kept, what is not is said with its line and what to write instead."""

import re
import tomllib
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from data_access.messages import text
from data_access.scenes.blocks import Blocks
from data_access.scenes.records import IDLE_SECONDS, Hours, Night, Programme, Scene

LARGEST: Final = 200_000  # characters
MOST: Final = 200
LONGEST_NAME: Final = 60
DWELL: Final = (2, 86_400)
IDLE: Final = (5, 86_400)
DIMMEST: Final = 0.9

_PLACE: Final = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Known:
    """What a scene may name here: regions, indicators, periods and kinds of the release, and the words of the view.

    options   what `view`, `solar`, `deck`, `breaks`, `depth` and `spotlight` choose from
    """

    regions: Container[str]
    indicators: Container[str]
    periods: Sequence[int]
    layers: Sequence[str]
    kinds: Sequence[str]
    options: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not right: its line (None = no line of its own), its scene (None = the whole file), its key.

    `kind` and `values` name the sentence in the message catalogue.
    `is_unknown` marks a name that this release does not have; the file itself is well written.
    """

    kind: str
    line: int | None = None
    scene: int | None = None
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    is_unknown: bool = False

    def said(self, lang: str = "zh") -> str:
        """What is wrong and what to write instead, without the place."""
        return text(f"scenes.fault.{self.kind}", lang, **self.values)

    def sentence(self, lang: str = "zh") -> str:
        """The fault with its place: line, scene, key."""
        places = [text("scenes.at.line", lang, line=self.line)] if self.line else []
        places += [text("scenes.at.scene", lang, scene=self.scene)] if self.scene else []
        places += [self.key] if self.key else []
        return " · ".join(places) + (text("scenes.at.colon", lang) if places else "") + self.said(lang)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source says: the programme of its good scenes (None = it is no TOML), its rows as written, its faults."""

    programme: Programme | None
    rows: tuple[Mapping[str, Any], ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_well_written(self) -> bool:
        """Whether nothing is wrong but names that this release does not have."""
        return all(fault.is_unknown for fault in self.faults)


class _WrongError(Exception):
    """One value is not right; carries the message and its values."""

    def __init__(self, message: str, *, unknown: bool = False, **values: object) -> None:
        super().__init__(message)
        self.message, self.unknown, self.values = message, unknown, values


def read_scenes(source: str, known: Known) -> Reading:
    """Read the TOML `source`; never raises: a scene with a fault is left out and the fault is said."""
    if len(source) > LARGEST:
        return Reading(None, faults=(Fault("too_large", values={"most": LARGEST}),))
    try:
        said = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at, reason = _PLACE.search(str(error)), _PLACE.sub("", str(error))
        line = None if at is None else int(at[1] or source.count("\n") + 1)
        return Reading(None, faults=(Fault("syntax", line, values={"reason": reason}),))
    return _Reader(Blocks.of(source), known).read(said)


class _Reader:
    """Reads the tables of one source and collects their faults."""

    def __init__(self, blocks: Blocks, known: Known) -> None:
        self._blocks, self._known = blocks, known
        self._faults: list[Fault] = []

    def read(self, said: Mapping[str, Any]) -> Reading:
        self._strangers(said, ("idle_seconds", "night", "scene"), None)
        idle = self._value(said, "idle_seconds", _whole(*IDLE), IDLE_SECONDS, None)
        night = self._night(said["night"]) if "night" in said else None
        rows = said.get("scene", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._fault(_WrongError("not_scenes"), None, "scene")
            rows = []
        if len(rows) > MOST:
            self._fault(_WrongError("too_many", most=MOST), None, "scene")
            rows = rows[:MOST]
        scenes = [self._scene(row, number) for number, row in enumerate(rows, 1)]
        programme = Programme(tuple(scene for scene in scenes if scene), idle, night)
        return Reading(programme, tuple(rows), tuple(self._faults))

    def _scene(self, row: Mapping[str, Any], number: int) -> Scene | None:
        before = len(self._faults)
        parsers = _parsers(self._known)
        self._strangers(row, tuple(parsers), number)
        told = {name: self._value(row, name, parse, None, number) for name, parse in parsers.items()}
        if len(self._faults) > before:
            return None
        told["is_off"] = told.pop("off")
        return Scene(**{name: value for name, value in told.items() if value is not None}, number=number)

    def _night(self, table: object) -> Night | None:
        before = len(self._faults)
        if not isinstance(table, dict):
            self._fault(_WrongError("not_night"), None, "night")
            return None
        self._strangers(table, ("from", "to", "dim"), None, "night.")
        dim = self._value(table, "dim", _number(0, DIMMEST), Night.__dataclass_fields__["dim"].default, None, "night.")
        try:
            hours = Hours.between(str(table.get("from", "")), str(table.get("to", "")))
        except ValueError:
            self._fault(_WrongError("night"), None, "night.from" if "from" in table else "night")
            return None
        return None if len(self._faults) > before else Night(hours, dim)

    def _value(
        self,
        table: Mapping[str, Any],
        name: str,
        parse: Callable[[Any], Any],
        default: Any,
        scene: int | None,
        prefix: str = "",
    ) -> Any:
        if name not in table:
            return default
        try:
            return parse(table[name])
        except _WrongError as wrong:
            self._fault(wrong, scene, prefix + name)
            return default

    def _strangers(
        self, table: Mapping[str, Any], allowed: tuple[str, ...], scene: int | None, prefix: str = ""
    ) -> None:
        for name in table:
            if name not in allowed:
                self._fault(_WrongError("unknown_key", allowed=", ".join(allowed)), scene, prefix + _short(name))

    def _fault(self, wrong: _WrongError, scene: int | None, name: str) -> None:
        line = self._blocks.line_of(scene, name)
        self._faults.append(Fault(wrong.message, line, scene, name, wrong.values, wrong.unknown))


def _parsers(known: Known) -> dict[str, Callable[[Any], Any]]:
    """Key of a scene -> what reads its value; in the order in which the keys are written."""
    return {
        "name": _name,
        "name_en": _name,
        "view": _choice(known.options["view"]),
        "kind": _kind(known),
        "solar": _choice(known.options["solar"]),
        "deck": _choice(known.options["deck"]),
        "region": _one_of_many("region", known.regions),
        "indicator": _one_of_many("indicator", known.indicators),
        "period": _period(known),
        "layers": _layers(known),
        "compare": _compare(known),
        "breaks": _choice(known.options["breaks"]),
        "depth": _choice(known.options["depth"]),
        "spotlight": _choice(known.options["spotlight"]),
        "dwell": _whole(*DWELL),
        "hours": _hours,
        "off": _flag,
    }


def _short(value: object) -> str:
    """A value as it is said again: short, and without signs that no screen can show."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(value)[:LONGEST_NAME])


def _is_code(value: str) -> bool:
    return len(value) <= LONGEST_NAME and value.isprintable()


def _name(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise _WrongError("name", most=LONGEST_NAME)
    return value.strip()


def _one_of_many(kind: str, known: Container[str]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if not isinstance(value, str) or not _is_code(value):
            raise _WrongError("code", value=_short(value))
        if value not in known:
            raise _WrongError(kind, unknown=True, value=_short(value))
        return value

    return parse


def _kind(known: Known) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if not isinstance(value, str) or not _is_code(value):
            raise _WrongError("code", value=_short(value))
        if value not in known.kinds:
            raise _WrongError("kind", unknown=True, value=_short(value), allowed=", ".join(known.kinds))
        return value

    return parse


def _period(known: Known) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _WrongError("year", value=_short(value))
        if value not in known.periods:
            raise _WrongError("period", unknown=True, value=value, allowed=", ".join(map(str, known.periods)))
        return value

    return parse


def _layers(known: Known) -> Callable[[Any], tuple[str, ...]]:
    def parse(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise _WrongError("layers", allowed=", ".join(known.layers))
        if any(one not in known.layers for one in value):
            raise _WrongError("layers", allowed=", ".join(known.layers))
        return tuple(one for one in known.layers if one in value)

    return parse


def _compare(known: Known) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        written: object = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(written, str) or not _is_code(written):
            raise _WrongError("compare", value=_short(value))
        if written not in ("auto", "none", *map(str, known.periods)) and written not in known.regions:
            raise _WrongError("compare", unknown=True, value=_short(value))
        return written

    return parse


def _choice(allowed: Sequence[str]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if value not in allowed:
            raise _WrongError("choice", value=_short(value), allowed=", ".join(allowed))
        return str(value)

    return parse


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise _WrongError("whole", value=_short(value), low=low, high=high)
        return value

    return parse


def _number(low: float, high: float) -> Callable[[Any], float]:
    def parse(value: Any) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise _WrongError("number", value=_short(value), low=low, high=high)
        return float(value)

    return parse


def _hours(value: Any) -> Hours:
    try:
        return Hours.read(value if isinstance(value, str) else "")
    except ValueError as error:
        raise _WrongError("hours", value=_short(value)) from error


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _WrongError("flag", value=_short(value))
    return value
