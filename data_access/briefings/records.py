"""What a briefing is: its scenes in their order with the speaker's notes, and what was noted while it was told."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from data_access.errors import GuatuError

LONGEST_TITLE: Final = 80
LONGEST_NOTES: Final = 4000
LONGEST_SEARCH: Final = 2000
LONGEST_SAID: Final = 500
LONGEST_WHO: Final = 80
MOST_SCENES: Final = 100
MOST_NOTED: Final = 1000
MOST_BRIEFINGS: Final = 500


class BriefingError(GuatuError):
    """What was typed is no title, no text of its length or no day."""

    status = 400


class State(StrEnum):
    """Where a briefing stands: being prepared, told now with its release held, or over."""

    DRAFT = "draft"
    LIVE = "live"
    ENDED = "ended"


class Kind(StrEnum):
    """What was noted: a question that nobody could answer on the spot, or a task given to somebody."""

    QUESTION = "question"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class BriefingScene:
    """One scene.

    name    what is said of it; "" = the region and the indicator of its view
    search  the query string of its view, never with a household in it
    notes   what the speaker wants to say; for the speaker's screen alone
    Raises BriefingError for what is too long or holds signs that no text has.
    """

    name: str
    search: str
    notes: str = ""

    def __post_init__(self) -> None:
        _fits(self.name, LONGEST_TITLE)
        _fits(self.search, LONGEST_SEARCH)
        _fits(self.notes, LONGEST_NOTES)


@dataclass(frozen=True, slots=True)
class Noted:
    """A question or a task, as it was noted.

    who    who is to answer or to act, "" = nobody was named; until the day by which, None = no day was named
    at     seconds since 1970; scene the name of the scene that stood then; is_done whether it was settled since
    """

    id: int
    kind: Kind
    said: str
    who: str
    until: date | None
    scene: str
    at: float
    by: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing; `version` counts its changes.

    made_by, made_at         who began it and when, seconds since 1970
    started_at, ended_at     when it was told; NaN while it was not
    release                  id of the release that all its numbers are of, "" before it was told
    """

    id: str
    title: str
    state: State
    version: int
    made_by: str
    made_at: float
    started_at: float
    ended_at: float
    release: str
    scenes: tuple[BriefingScene, ...] = ()
    noted: tuple[Noted, ...] = ()


def titled(words: str) -> str:
    """A title with its spaces put in order; raises BriefingError where none is left or it is too long."""
    title = " ".join(words.split())
    if not title:
        raise BriefingError("briefings.no_title")
    return _fits(title, LONGEST_TITLE)


def said_words(words: str, longest: int) -> str:
    """A line that somebody typed, with its spaces put in order; raises BriefingError where it is too long."""
    return _fits(" ".join(words.split()), longest)


def day_of(words: str) -> date | None:
    """The day that a form sent as 2026-11-22, None where it sent none; raises BriefingError."""
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise BriefingError("briefings.no_date") from error


def _fits(words: str, longest: int) -> str:
    """The words themselves; raises BriefingError where no file would take them."""
    if len(words) > longest or any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in words):
        raise BriefingError("briefings.too_long", most=longest)
    return words
