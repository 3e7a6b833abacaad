"""The text of a file of scenes in its blocks, so that each scene moves with the comments that stand above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_HEADER: Final = re.compile(r"\s*(?:\[\[\s*(scene)\s*\]\]|\[\s*(night)\s*\])\s*(?:#.*)?")
_KEY: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(?:=|\.)""")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: kind is "head", "night" or "scene"; `first` is the number of the first line."""

    kind: str
    lines: tuple[str, ...]
    first: int

    @property
    def source(self) -> str:
        """The block's own text."""
        return "\n".join(self.lines)

    def line_of(self, name: str) -> int | None:
        """The line in which the key `name` is written."""
        for number, line in enumerate(self.lines, self.first):
            found = _KEY.match(line)
            if found and (found[1] or found[2] or found[3]) == name:
                return number
        return None

    def header_line(self) -> int:
        """The line of its header; the first one where it has none."""
        numbered = enumerate(self.lines, self.first)
        return next((number for number, line in numbered if _HEADER.fullmatch(line)), self.first)


@dataclass(frozen=True, slots=True)
class Blocks:
    """The head, then the tables in their order."""

    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, source: str) -> "Blocks":
        """Cut `source` before each table, above the comments that stand directly on its header."""
        lines = source.splitlines()
        starts = [(number, match) for number, line in enumerate(lines) if (match := _HEADER.fullmatch(line))]
        cuts = [(_above(lines, number), match[1] or match[2]) for number, match in starts]
        edges = [0, *(cut for cut, _ in cuts), len(lines)]
        kinds = ["head", *(kind for _, kind in cuts)]
        pairs = zip(kinds, edges, edges[1:], strict=False)
        return cls(tuple(Block(kind, tuple(lines[start:end]), start + 1) for kind, start, end in pairs))

    @property
    def scenes(self) -> Sequence[Block]:
        """The blocks of the scenes, in their order."""
        return [block for block in self.blocks if block.kind == "scene"]

    def line_of(self, scene: int | None, name: str) -> int | None:
        """The line of a key of a scene (counted from 1), of `night.key`, or of the head; else that of its table."""
        table, dot, key = name.partition(".")
        if scene is not None:
            block = self.scenes[scene - 1] if scene <= len(self.scenes) else None
            key = name
        elif table == "night" and (found := [b for b in self.blocks if b.kind == "night"]):
            block, key = found[0], key if dot else ""
        else:
            block, key = self.blocks[0], name
        if block is None:
            return None
        return block.line_of(key) or (None if block.kind == "head" else block.header_line())


def _above(lines: Sequence[str], number: int) -> int:
    """The first of the comment lines that stand without a gap above line `number`."""
    while number > 0 and lines[number - 1].lstrip().startswith("#"):
        number -= 1
    return number
