"""The weighted scores that a county defines in a file: which indicators, with which weights."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data_access.errors import SettingsError
from data_access.indicators import Indicator, read_catalogue
from data_access.settings import Settings

SHIPPED: Final = Path(__file__).parent.parent / "catalogue" / "scores.toml"
NAME: Final = "scores.toml"
MOST_PARTS: Final = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator of a score and its weight."""

    indicator: str
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """A weighted score: its name in both languages, and its parts."""

    key: str
    zh: str
    en: str
    parts: tuple[Part, ...]

    def name(self, lang: str) -> str:
        """The name as it is said in `lang`."""
        return self.en if lang == "en" else self.zh


def read_scores(settings: Settings) -> tuple[Score, ...]:
    """The scores of the file beside the releases, or where there is none those that come with the product.

    Raises SettingsError, which names the file and what is wrong in it.
    """
    own = settings.workspace / NAME
    path = own if own.is_file() else SHIPPED
    try:
        return parse_scores(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("scores.unreadable", path=path.name, reason=type(error).__name__) from error
    except ValueError as error:  # a TOMLDecodeError is one
        raise SettingsError("scores.wrong", path=path.name, reason=str(error)[:200]) from error


def parse_scores(source: str) -> tuple[Score, ...]:
    """The scores that a text defines; raises ValueError, which says what is wrong and where."""
    known = {indicator.code: indicator for indicator in read_catalogue()}
    listed = tomllib.loads(source).get("score")
    if not isinstance(listed, list) or not listed:
        raise ValueError("no [[score]]")
    found = tuple(_score(entry, known) for entry in listed)
    keys = [score.key for score in found]
    if len(set(keys)) < len(keys):
        raise ValueError("two scores have the same key")
    return found


def _score(entry: Any, known: dict[str, Indicator]) -> Score:
    names = [entry.get(name) if isinstance(entry, dict) else None for name in ("key", "zh", "en")]
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError("a [[score]] needs key, zh and en")
    key, zh, en = map(str, names)
    parts = entry.get("part")
    if not isinstance(parts, list) or not 1 <= len(parts) <= MOST_PARTS:
        raise ValueError(f"{key}: 1 to {MOST_PARTS} [[score.part]]")
    made = tuple(_part(key, part, known) for part in parts)
    codes = [part.indicator for part in made]
    if len(set(codes)) < len(codes):
        raise ValueError(f"{key}: an indicator stands twice")
    return Score(key, zh, en, made)


def _part(key: str, part: Any, known: dict[str, Indicator]) -> Part:
    code, weight = (part.get(name) if isinstance(part, dict) else None for name in ("indicator", "weight"))
    if not isinstance(code, str) or code not in known:
        raise ValueError(f"{key}: no indicator {str(code)[:60]!r}")
    if known[code].good_direction == 0:
        raise ValueError(f"{key}: {code} has no better side, it cannot be scored")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 1000:
        raise ValueError(f"{key}: the weight of {code} is no number above 0")
    return Part(code, float(weight))
