"""What a paper holds, whatever it is drawn as: the one model between what was composed and the kinds of file.

Words are in the paper's language and stand as they are to be shown. A number that is None is missing or withheld: a gap
in a chart, a dash or the word for it in a table, never 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Ring: TypeAlias = tuple[tuple[float, float], ...]
"""A closed line of points (x eastwards, y northwards) on a plane, both in metres of one projection."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told after each sheet: how many are drawn, of how many."""

Cell: TypeAlias = str | float | None
"""Of a table: words, a number, or None where nothing is said of that row."""

ColumnKind: TypeAlias = Literal["text", "count", "rate", "money", "date"]


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure in large type: `value` as it is read, with the signs of its thousands; `note` says what it is beside."""

    label: str
    value: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart, one a category; `colour_token` without its dashes, as in 00-tokens.css."""

    name: str
    values: tuple[float | None, ...]
    colour_token: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers over categories. `bar` lies, `column` stands, `stacked` stands with the series on each other."""

    kind: Literal["bar", "column", "stacked", "line"]
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """Of a table; numbers of `kind` other than text and date have `decimals` places behind the point."""

    name: str
    kind: ColumnKind = "text"
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; `is_about_people`: rows about households, which need the watermark; `note` stands below."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_about_people: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A region on the map. `rings`: every ring, holes too (fill by even and odd); `class_`: its place in the classes,
    None where `state` says why there is none; `value_text`: its value as it is read."""

    name: str
    rings: tuple[Ring, ...]
    class_: int | None
    value_text: str
    state: Literal["", "withheld", "missing", "not_applicable"] = ""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A row of the legend; `colour` as #rrggbb, of the paper's theme."""

    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """A row of the legend for a state that some area of the map has."""

    state: Literal["withheld", "missing", "not_applicable"]
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """Something that stands at a place of the map."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Choropleth:
    """A map: areas in the colours of their classes, within the outline of the region above them."""

    title: str
    unit: str
    areas: tuple[Area, ...]
    classes: tuple[ClassRow, ...]
    outline: tuple[Ring, ...] = ()
    points: tuple[Point, ...] = ()
    states: tuple[StateRow, ...] = ()
    approval: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One scene, or one view. `notes` are for who speaks; `missing`: what this scene names in vain, in words."""

    title: str
    place: str
    period: str
    notes: str = ""
    sentence: str = ""
    headlines: tuple[Headline, ...] = ()
    map: Choropleth | None = None
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure of the paper means, and where it comes from."""

    name: str
    unit: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A source of the figures, and the day that it reaches in words."""

    name: str
    as_of: str


@dataclass(frozen=True, slots=True)
class NotedLine:
    """A question asked or a task given while it was told; `kind` in words, `until` in words."""

    kind: str
    said: str
    who: str
    until: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole.

    as_of      the day of the data, in words ("数据截至 …"); `release` its id
    watermark  who took it, what for and when, where rows about people are inside, else empty
    origins    the sources with the days that they reach; `conditions` what limits the figures, in words
    """

    title: str
    lang: str
    is_demo: bool
    as_of: str
    release: str
    made_at: datetime
    made_by: str
    approval: str
    watermark: str
    sheets: tuple[Sheet, ...]
    definitions: tuple[Definition, ...] = ()
    theme: Literal["light", "dark"] = "light"
    noted: tuple[NotedLine, ...] = ()
    conditions: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
