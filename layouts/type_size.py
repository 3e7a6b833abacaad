"""How large the type must be to be read from where people sit."""

from dataclasses import dataclass
from typing import Final

LEAST_SHARE: Final = 0.004
"""Height of the smallest figure over the distance: under it a label cannot be read."""

GOOD_SHARE: Final = 0.006
"""The same for Chinese characters to be read at ease."""

FIGURE_EM: Final = 0.73
CHARACTER_EM: Final = 0.92
"""Height of a figure and of a Chinese character of the product's typeface, over the size of its type."""


@dataclass(frozen=True, slots=True)
class TypeSize:
    """The least size of the wall's smallest type in CSS px: `legible` to be read at all, `comfortable` to be read well.

    Both 0 when no distance is told. The stylesheet takes them as far as the screen has room for a wall in that type.
    """

    legible: float
    comfortable: float


def type_size(distance_m: float, pitch_mm: float) -> TypeSize:
    """What `distance_m` metres ask of a screen whose pixels lie `pitch_mm` millimetres apart; pitch over 0."""
    pixels = distance_m * 1000 / pitch_mm
    return TypeSize(
        legible=round(LEAST_SHARE / FIGURE_EM * pixels, 2), comfortable=round(GOOD_SHARE / CHARACTER_EM * pixels, 2)
    )


def type_style(size: TypeSize) -> str:
    """The sizes as custom properties for the root element's style; "" when there are none."""
    if not size.comfortable:
        return ""
    return f"--type-legible:{size.legible:g}px;--type-comfortable:{size.comfortable:g}px"
