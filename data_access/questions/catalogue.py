"""Where each of the leader's questions is answered: the catalogue of questions."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent.parent / "catalogue" / "questions.toml"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; its words stand in the messages as `questions.q.<number>`.

    theme    the group in which it is shown, one of `THEMES`
    search   the query string of the view that answers it, without region and period: those stay as they are
    later    the same from 2021 on, where it is another
    words    by what else it is found in the command box
    """

    number: int
    theme: str
    search: str
    later: str
    words: tuple[str, ...]

    def way(self, period: int) -> str:
        """The query string that answers it in `period`."""
        return self.later if period >= LATER else self.search


LATER: Final = 2021
"""From this year on nobody is counted as poor any more; who might become poor is."""

ANSWERED: Final = (1, 5, 13, 15, 16, 18, 19, 20, 21, 25)
"""The questions that no panel of a view answers: they have answers of their own (`answers`)."""

THEMES: Final = ("status", "industry", "income", "monitoring", "duty", "work", "data")
"""The groups, in their order."""


@cache
def questions() -> tuple[Question, ...]:
    """All questions, by number."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["question"]
    return tuple(
        Question(
            number=int(row["number"]),
            theme=str(row["theme"]),
            search=str(row["search"]),
            later=str(row.get("later", row["search"])),
            words=tuple(map(str, row["words"])),
        )
        for row in rows
    )
