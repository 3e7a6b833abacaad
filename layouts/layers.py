"""How the point layers of the map look: a sign of its own for each, and one colour a kind wherever it is drawn."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

SYMBOLS: Final = (
    "circle", "diamond", "square", "triangle-up", "cross", "star", "triangle-down", "hourglass", "x", "pentagon",
    "bowtie", "hexagram", "star-square", "hexagon",
)  # fmt: skip
"""Signs by the place of a kind, so that no two look alike; each has its twin in the sheet (`.mark-<symbol>`)."""

COLOURS: Final = ("solar", "tourism", "workshop", "agriculture")
"""Layers with a colour of their own; its token has the layer's name."""

NEUTRAL: Final = "layer"
"""The token of every other layer: apart from each class of the map, or a filled sign would look like a hollow one."""

LAYERS_SHOWN: Final = 3
"""So many switches stand beside the map; the others are in a sheet."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One point layer: name in the address, what it is called, its sign and the token of its colour.

    sized_by, unit   what its points are as large as, in words; None = all alike
    """

    name: str
    said: str
    symbol: str
    colour: str
    sized_by: str | None = None
    unit: str | None = None


def symbol_of(place: int, taken: Collection[str] = ()) -> str:
    """The sign of the kind at `place` in the catalogue of the database, or the next one that is not `taken`."""
    after = (SYMBOLS[(place + step) % len(SYMBOLS)] for step in range(len(SYMBOLS)))
    return next((symbol for symbol in after if symbol not in taken), SYMBOLS[place % len(SYMBOLS)])


def colour_of(name: str) -> str:
    """The token of a layer's colour."""
    return name if name in COLOURS else NEUTRAL
