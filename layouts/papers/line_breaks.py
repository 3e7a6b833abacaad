"""Where a line of Chinese or English ends: between characters of Chinese, between words of English."""

import re
from collections.abc import Callable, Iterator
from typing import Final

_PART: Final = re.compile(r"[!-~À-ɏ]+|\s+|.", re.DOTALL)
"""A word or a number as one, else each character by itself."""
_LAST: Final = re.compile(r"([!-~À-ɏ]+|.)$", re.DOTALL)
_NOT_FIRST: Final = "，。；：、！？）》〉」』】〕”’…%‰°℃％,.;:!?)]}"
_NOT_LAST: Final = "（《〈「『【〔“‘([{"

Measure = Callable[[str], float]


def broken(words: str, width: float, measure: Measure, *, most: int = 0) -> list[str]:
    """Lines no wider than `width` (one character at least); beyond `most` lines (0: no limit) the last ends in …."""
    lines: list[str] = []
    line, used = "", 0.0
    for part in _parts(words, width, measure):
        wide = measure(part)
        if line and used + wide > width and not part.isspace():
            kept, carried = _carried(line, part)
            if measure(carried + part) > width:
                kept, carried = line, ""
            if kept.strip():
                lines.append(kept)
            line = carried + part
            used = measure(line)
        elif line or not lines or not part.isspace():
            line, used = line + part, used + wide
    if line.strip():
        lines.append(line)
    if most and len(lines) > most:
        lines[most - 1 :] = [cut("".join(lines[most - 1 :]).rstrip(), width, measure)]
    return [line.rstrip() for line in lines]


def cut(words: str, width: float, measure: Measure) -> str:
    """As many of the first characters as fit, with … where some are left out."""
    if measure(words) <= width:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(words[:middle].rstrip() + "…") <= width:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…" if low else ("…" if measure("…") <= width else "")


def _parts(words: str, width: float, measure: Measure) -> Iterator[str]:
    """Words, spaces and characters; a word that no line can hold comes in its letters."""
    for part in _PART.findall(words):
        if len(part) > 1 and measure(part) > width:
            yield from part
        else:
            yield part


def _carried(line: str, part: str) -> tuple[str, str]:
    """What of a full line goes down with the next part: a sign that must not end it, or the word (the character) before
    a sign that must not begin the next."""
    if line[-1] not in _NOT_LAST and (part[0] not in _NOT_FIRST or line[-1].isspace()):
        return line, ""
    last = _LAST.search(line)
    kept = line[: last.start()] if last else ""
    return (kept, line[len(kept) :]) if kept.strip() else (line, "")
