"""What a file of scenes says: scenes in their order, when they are shown, when the wall is dimmed."""

import re
from dataclasses import dataclass
from typing import Final

DAY: Final = 24 * 60
IDLE_SECONDS: Final = 120
DWELL_SECONDS: Final = 20

_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of every day: from `start` up to but not including `end`, minutes since midnight; may cross midnight."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and 0 < self.end <= DAY) or self.start == self.end:
            raise ValueError("hours run from one time of the day to another")

    @classmethod
    def read(cls, written: str) -> "Hours":
        """Read "08:00-20:00"; raises ValueError when it says no part of a day."""
        start, dash, end = written.replace("–", "-").partition("-")
        if not dash:
            raise ValueError("hours are written as 08:00-20:00")
        return cls.between(start, end)

    @classmethod
    def between(cls, start: str, end: str) -> "Hours":
        """From one time of the day to another; raises ValueError when one is none."""
        return cls(_minutes(start) % DAY, _minutes(end) or DAY)

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end)}"

    def hold(self, minute: int) -> bool:
        """Whether `minute` of the day lies within."""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def clock(minute: int) -> str:
    """A minute of the day as it is written: 480 -> "08:00"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _minutes(written: str) -> int:
    found = _CLOCK.fullmatch(written.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
    if minutes > DAY:
        raise ValueError("a time of the day is written as 08:00")
    return minutes


@dataclass(frozen=True, slots=True)
class Night:
    """When the wall is dimmed, and by how much: 0 not at all, 0.9 nearly dark."""

    hours: Hours
    dim: float = 0.6


@dataclass(frozen=True, slots=True)
class Scene:
    """One view of the wall and how long it stays; None = what the wall shows by itself.

    name        what is said of it on the screen; "" = region and indicator; `name_en` where the screen speaks English
    view        what the wall is about: "overview" or "industry"; in the latter `kind` which kind of industry, or entry
                beside them, "ALL" = all together; `solar` "with" or "without"; `deck` the panel in the shared place
    region      region code, or "@" and that of a group; indicator its code in the catalogue; period a year, None = the
                newest
    layers      point layers of the map
    compare     "auto", "none", a year or a region code: the second map
    breaks      how the classes are cut; depth how deep the map is drawn, "below" = the next level; spotlight the panel
                that is enlarged, or "none"
    dwell       seconds; hours the part of the day in which it is shown, None = always
    is_off      it keeps its place in the file and is passed over
    number      its place in the file, from 1; 0 = it stands in none
    """

    name: str = ""
    name_en: str = ""
    view: str = "overview"
    kind: str = "ALL"
    solar: str = "with"
    deck: str = "gaps"
    region: str | None = None
    indicator: str | None = None
    layers: tuple[str, ...] | None = None
    period: int | None = None
    compare: str = "auto"
    breaks: str = "policy"
    depth: str = "below"
    spotlight: str = "none"
    dwell: int = DWELL_SECONDS
    hours: Hours | None = None
    is_off: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Programme:
    """All scenes in their order; `idle_seconds` after the last touch they go on; `night` when the wall is dimmed."""

    scenes: tuple[Scene, ...] = ()
    idle_seconds: int = IDLE_SECONDS
    night: Night | None = None
