"""One box for everything: regions by name, households by a grown-up's name, by number, by the last four of an ID."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.household_index.letters import Letters, plain_name, segments, tail_of
from data_access.household_index.reading import HouseholdIndex
from data_access.household_index.scoped_regions import Place
from data_access.scope import Scope

LONGEST_WORDS: Final = 40
_NUMBER: Final = re.compile(r"(?=.*\d)[0-9A-Za-z-]{4,40}", re.ASCII)
_IDENTITY: Final = re.compile(r"\d{3}[\dXx]", re.ASCII)
_SOUND: Final = re.compile(r"[a-z]{2,30}", re.ASCII)
SPARE: Final = 10
"""So many more are thought of than told: some may have changed in the database since."""

_MOST_ROWS: Final = 4_000
"""So many households whose numbers end alike are looked at."""


class Way(StrEnum):
    """By what a household was found."""

    NAME = "name"
    SOUND = "sound"
    NUMBER = "number"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the index says: regions, and rows of households by each way, the likeliest first; to be verified live.

    word   the words as they are compared
    total  how many households the index thinks of
    """

    word: str
    places: tuple[Place, ...]
    rows: dict[Way, tuple[int, ...]]
    total: int


def candidates(index: HouseholdIndex, scope: Scope, words: str, letters: Letters, limit: int = 20) -> Candidates:
    """Regions and households that the words may mean, all within the scope; at most a few more than `limit` a way.

    Raises ForbiddenError for a role that lists no households. The last four of an ID are searched only by those who may
    uncover one.
    """
    here = index.region(scope, None).rows
    word = plain_name(words[:LONGEST_WORDS].encode("utf-8", "ignore").decode())
    if not word:
        return Candidates("", (), {}, 0)
    rows: dict[Way, tuple[int, ...]] = {}
    total = 0
    if _NUMBER.fullmatch(word):
        numbered = _numbered(index, here, letters, word)
        rows[Way.NUMBER], total = numbered[: limit + SPARE], len(numbered)
        if scope.may_uncover and _IDENTITY.fullmatch(word):
            people = _people(index, here)
            hashes = index.column("person_identity")[people]
            found = np.flatnonzero(hashes == np.uint32(letters.hashed("identity", tail_of(word))))
            rows[Way.IDENTITY], count = _ranked(index, people, found, None, limit)
            total += count
    else:
        people = _people(index, here)
        names = index.column("person_name")[:, people]
        if _SOUND.fullmatch(word):
            found, length = _sounding(index, names, word), 0
            rows[Way.SOUND], total = _ranked(index, people, found, None, limit)
        else:
            found, length = _named(names, [letters.code(letter) for letter in word]), len(word)
            rows[Way.NAME], total = _ranked(index, people, found, names[:, found], limit, length)
    return Candidates(word, index.called(scope, word, 8), rows, total)


def _people(index: HouseholdIndex, here: slice) -> slice:
    owners = index.column("person_row")
    return slice(int(np.searchsorted(owners, here.start)), int(np.searchsorted(owners, here.stop)))


def _named(names: NDArray[np.uint16], codes: list[int]) -> NDArray[np.int64]:
    """The people in whose names the codes follow each other anywhere."""
    size = len(names)
    if len(codes) > size:
        codes = codes[:size]
    found = np.zeros(names.shape[1], dtype=np.bool_)
    for start in range(size - len(codes) + 1):
        hit = names[start] == codes[0]
        if len(codes) > 1 and hit.any():
            at = np.flatnonzero(hit)
            for step, code in enumerate(codes[1:], start + 1):
                at = at[names[step][at] == code]
            found[at] = True
        else:
            found |= hit
    return np.flatnonzero(found)


def _sounding(index: HouseholdIndex, names: NDArray[np.uint16], word: str) -> NDArray[np.int64]:
    """The people whose names may begin with the sounds that the word spells, or with its letters as initials."""
    syllables, readings = index.meta.syllables, index.column("readings")
    found = np.zeros(names.shape[1], dtype=np.bool_)
    for way in segments(word, frozenset(syllables)):
        at = np.array([], dtype=np.int64)
        for step, part in enumerate(way):
            meant = [k for k, one in enumerate(syllables) if (one.startswith(part) if len(part) == 1 else one == part)]
            allowed = np.zeros(65_536, dtype=np.bool_)
            allowed[readings[np.isin(readings[:, 1], meant), 0]] = True
            at = at[allowed[names[step][at]]] if step else np.flatnonzero(allowed[names[0]])
        found[at] = True
    return np.flatnonzero(found)


def _ranked(
    index: HouseholdIndex,
    people: slice,
    found: NDArray[np.int64],
    names: NDArray[np.uint16] | None,
    limit: int,
    length: int = 0,
) -> tuple[tuple[int, ...], int]:
    """Rows of households, first those whose person is called nothing more, then heads, by place; and their number."""
    owners = np.asarray(index.column("person_row")[people][found])
    is_head = np.asarray(index.column("person_is_head")[people][found])
    is_longer = np.zeros(len(found), dtype=np.bool_)
    if names is not None and 0 < length < len(names):
        is_longer = (names[length] != 0) | (np.count_nonzero(names, axis=0) != length)
    order = np.lexsort((owners, ~is_head, is_longer))
    likely = dict.fromkeys(owners[order[: 12 * limit]].tolist())
    return tuple(likely)[: limit + SPARE], int(np.count_nonzero(np.diff(owners))) + (len(owners) > 0)


def _numbered(index: HouseholdIndex, here: slice, letters: Letters, word: str) -> tuple[int, ...]:
    """The household of this number, and those whose numbers end with it."""
    upper = word.upper()
    whole = [row for one in {word, upper} if (row := index.row_of(one)) is not None and here.start <= row < here.stop]
    tails = index.column("number_tail")[here]
    ends = np.flatnonzero(tails == np.uint32(letters.hashed("number", tail_of(word))))[:_MOST_ROWS] + here.start
    return tuple(dict.fromkeys([*whole, *(row for row in ends.tolist() if index.key(row).upper().endswith(upper))]))
