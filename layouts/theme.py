"""The colours of the charts, read from the tokens of the stylesheet so that each colour is written once."""

import re
from functools import cache
from pathlib import Path
from typing import Final

_TOKENS: Final = Path(__file__).parent.parent / "assets" / "00-tokens.css"

RAMP_STEPS: Final = 6


@cache
def tokens() -> dict[str, str]:
    """Each custom property of the stylesheet without its dashes -> its value, e.g. {"accent": "#ffcf5c"}."""
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", _TOKENS.read_text(encoding="utf-8")))


def colour(name: str) -> str:
    """The value of the token `name`; raises KeyError when the stylesheet has none."""
    return tokens()[name]


def ramp(classes: int = RAMP_STEPS) -> tuple[str, ...]:
    """Colours of `classes` ordered classes (1..6), dark to light, spread over the whole ramp."""
    steps = [colour(f"ramp-{i}") for i in range(1, RAMP_STEPS + 1)]
    if classes <= 1:
        return (steps[2],)
    return tuple(steps[round(i * (RAMP_STEPS - 1) / (classes - 1))] for i in range(classes))
