"""Where the labels of a map stand: within their areas, the largest areas first, none over another."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from layouts.papers.ink import Box

_TRIED: Final = 9
"""Places tried across and down an area."""
_MOST: Final = 400
"""How many of the largest areas may have a label."""


class Label(NamedTuple):
    """What an area says of itself: its name, its value, what it is drawn in, and its rings on the page."""

    name: str
    value: str
    ground: str
    rings: Sequence[NDArray[np.float64]]


class PlacedLabel(NamedTuple):
    """Lines in the middle of a box of the page."""

    box: Box
    lines: tuple[str, ...]
    ground: str

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return self.box.x + self.box.width / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return self.box.y + self.box.height / 2


def placed(
    labels: Sequence[Label],
    size: float,
    width: Callable[[str, float], float],
    taken: Sequence[Box],
    avoided: Sequence[Box],
    page: Box,
) -> Iterator[PlacedLabel]:
    """Those that find room within `page`: name over value, else the name alone.

    `taken`: boxes that none may meet; `avoided`: those that one meets only where it finds no other place.
    """
    used = list(taken)
    for label in sorted(labels, key=lambda one: max(map(_size, one.rings), default=0.0), reverse=True)[:_MOST]:
        shape = _largest(label.rings)
        for lines in _ways(label):
            wide = max(width(line, size) for line in lines) + size * 0.3
            tall = size * 1.18 * len(lines)
            found = _room(shape, wide, tall, [*used, *avoided], page) or _room(shape, wide, tall, used, page)
            if found is not None:
                used.append(found)
                yield PlacedLabel(found, lines, label.ground)
                break


def _ways(label: Label) -> list[tuple[str, ...]]:
    whole = tuple(part for part in (label.name, label.value) if part)
    return [whole, (label.name,)] if len(whole) == 2 and label.name else [whole] if whole else []


def _size(ring: NDArray[np.float64]) -> float:
    """The surface within a ring."""
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def _largest(rings: Sequence[NDArray[np.float64]]) -> shapely.Polygon:
    """The area's largest part; an empty one where no ring is one."""
    return shapely.Polygon(max((ring for ring in rings if len(ring) > 2), key=_size, default=None))


def _room(shape: shapely.Polygon, wide: float, tall: float, used: Sequence[Box], page: Box) -> Box | None:
    """A box of that size in the shape, near its middle, that meets none of those in use."""
    if shape.is_empty or shape.area < wide * tall:
        return None
    left, top, right, bottom = shape.bounds
    if right - left < wide or bottom - top < tall:
        return None
    middle = shape.centroid
    xs = np.append(np.linspace(left + wide / 2, right - wide / 2, _TRIED), middle.x)
    ys = np.append(np.linspace(top + tall / 2, bottom - tall / 2, _TRIED), middle.y)
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    order = np.argsort((x - middle.x) ** 2 + (y - middle.y) ** 2)
    x, y = x[order], y[order]
    shapely.prepare(shape)
    inside = np.ones(len(x), dtype=bool)
    for across in (-0.5, 0.0, 0.5):
        for down in (-0.5, 0.5):
            inside &= shapely.contains_xy(shape, x + across * wide, y + down * tall)
    for at_x, at_y in zip(x[inside], y[inside], strict=True):
        box = Box(float(at_x) - wide / 2, float(at_y) - tall / 2, wide, tall)
        within = page.x <= box.x and box.right <= page.right and page.y <= box.y and box.bottom <= page.bottom
        if within and not any(box.meets(other) for other in used):
            return box
    return None
