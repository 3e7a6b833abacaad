"""Characters and numbers as keyed hashes, and what the characters sound like: what names are searched by."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hmac import digest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.household_index.files import LETTERS
from data_access.secret_key import derived_key

Codes = NDArray[np.uint16]
_DROPPED: Final = re.compile(r"[\s·•・.]+")
_TAIL: Final = 4
_MOST_READINGS: Final = 8


def plain_name(name: str | None) -> str:
    """A name as it is compared: without spaces and dots, small letters."""
    return _DROPPED.sub("", name or "").casefold()


def tail_of(number: str | None) -> str:
    """The last four signs of a number as they are compared; empty when it is too short."""
    signs = "".join((number or "").split()).upper()
    return signs[-_TAIL:] if len(signs) >= _TAIL else ""


def identity_tail(number: str | None) -> str:
    """The last four of an identity number; a disability certificate begins with its owner's."""
    return tail_of("".join((number or "").split())[:18])


class Letters:
    """Codes of characters and hashes of numbers under the installation's secret; readings of all characters seen."""

    def __init__(self, secret: bytes) -> None:
        self._key = derived_key(secret, "household index: letters")
        self._codes: dict[str, int] = {}

    def code(self, letter: str) -> int:
        """The code of one character, 1 to 65,535; a few characters may share one."""
        code = self._codes.get(letter)
        if code is None:
            found = int.from_bytes(digest(self._key, b"letter:" + letter.encode(), "sha256")[:2], "big")
            code = self._codes[letter] = found or 1
        return code

    def row(self, name: str) -> tuple[int, ...]:
        """The codes of the first characters of a plain name, 0 where it has no more."""
        codes = [self.code(letter) for letter in name[:LETTERS]]
        return (*codes, *(0,) * (LETTERS - len(codes)))

    def hashed(self, kind: str, signs: str) -> int:
        """The keyed hash of a few signs, never 0; 0 for none."""
        if not signs:
            return 0
        return int.from_bytes(digest(self._key, f"{kind}:{signs}".encode(), "sha256")[:4], "big") or 1

    def readings(self) -> tuple[NDArray[np.uint16], tuple[str, ...]]:
        """Every character seen with each of its readings: rows of (code, place in the list of syllables)."""
        said = [(code, sound) for letter, code in self._codes.items() for sound in sounds(letter)]
        syllables = tuple(sorted({sound for _, sound in said}))
        place = {sound: at for at, sound in enumerate(syllables)}
        pairs = sorted({(code, place[sound]) for code, sound in said})
        return np.array(pairs, dtype=np.uint16).reshape(-1, 2), syllables


@lru_cache(maxsize=30_000)
def sounds(letter: str) -> tuple[str, ...]:
    """How a character may be read, without tones, ü as v; a Latin letter as itself."""
    if letter.isascii():
        return (letter,) if letter.isalpha() else ()
    from pypinyin import Style, pinyin  # noqa: PLC0415 - 55 MB of dictionaries, which a server may never ask

    found = pinyin(letter, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return tuple(dict.fromkeys(sound for sound in (found[0] if found else []) if sound.isascii() and sound.isalpha()))


def initials(name: str) -> str:
    """The first letters of a name as it is most often read."""
    return "".join(sounds(letter)[0][0] for letter in plain_name(name) if sounds(letter))


def segments(word: str, syllables: frozenset[str]) -> list[tuple[str, ...]]:
    """How typed small letters may be meant: initials of a name, or its syllables, the last one perhaps unfinished."""
    ways: list[tuple[str, ...]] = [tuple(word)] if 2 <= len(word) <= LETTERS else []
    ways += list(_spelled(word, syllables))[:_MOST_READINGS]
    return list(dict.fromkeys(ways))


def _spelled(word: str, syllables: frozenset[str], depth: int = 0) -> Iterator[tuple[str, ...]]:
    if depth >= LETTERS:
        return
    for size in range(min(6, len(word)), 0, -1):
        head, rest = word[:size], word[size:]
        if head in syllables and (size > 1 or not rest or head in ("a", "o", "e")):
            if not rest:
                yield (head,)
            for more in _spelled(rest, syllables, depth + 1) if rest else ():
                yield (head, *more)
    if depth and len(word) == 1:
        yield (word,)


def sounds_like(name: str, way: Iterable[str]) -> bool:
    """Whether a plain name begins with these sounds: a single letter stands for every syllable that begins with it."""
    parts = list(way)
    return len(parts) <= len(name) and all(
        any(sound.startswith(part) if len(part) == 1 else sound == part for sound in sounds(letter))
        for part, letter in zip(parts, name, strict=False)
    )
