"""A picture of an import before it is made: outlines that found their region, those that did not, regions without."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.outlines import polygons_only
from geo.preview import BoundaryPreview

WIDTH, HEIGHT = 1200, 900
_MARGIN, _TOP = 24, 78
_NAMED_MOST = 60
_SIZE = 15


@dataclass(frozen=True)
class PictureWords:
    """What the picture says: its title, and the three kinds of its legend."""

    title: str
    matched: str
    unmatched: str
    bare: str


@dataclass(frozen=True)
class PictureColours:
    """Its colours, as CSS writes them."""

    ground: str
    ink: str
    muted: str
    line: str
    matched: str
    unmatched: str


def outline_svg(preview: BoundaryPreview, words: PictureWords, colours: PictureColours) -> str:
    """The outlines as an SVG of WIDTH x HEIGHT; presentation attributes only, so that no policy forbids its style.

    Outlines without a region stand out and are named, as are regions without an outline where their point is known.
    """
    shapes = np.array(preview.outlines.geometry.tolist(), dtype=object)
    view, areas = _View.of(shapes), shapely.area(shapes).tolist()
    matched = preview.outlines["region_code"].notna().tolist()
    upper = _upper(shapes)
    body = [
        _path(view.seen(shapes[row]), _look(matched[row], row in upper, colours))
        for row in sorted(range(len(shapes)), key=lambda row: (row in upper and matched[row], -areas[row]))
    ]
    places = [
        (view.point(*shapes[row].representative_point().coords[0]), str(name or code), colours.ink)
        for row, (name, code) in enumerate(zip(preview.outlines["name"], preview.outlines["own_code"], strict=True))
        if not matched[row]
    ]
    bare = [(view.point(*point), name, colours.muted) for name, point in _bare(preview).items()]
    body += [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="none" stroke="{colours.muted}" stroke-width="2"/>'
        for (x, y), _, _ in bare
    ]
    body += _labels([*places, *bare], colours.ground)
    return "".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" ',
        'font-family="Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif" role="img">',
        f"<title>{escape(words.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.ground}"/>',
        f'<text x="{_MARGIN}" y="36" font-size="20" fill="{colours.ink}">{escape(words.title)}</text>',
        *_legend(words, colours),
        *body,
        "</svg>",
    ])  # fmt: skip


@dataclass(frozen=True)
class _View:
    """From degrees to the picture: longitude narrowed by the cosine of the latitude, north up."""

    west: float
    north: float
    narrow: float
    scale: float
    left: float
    top: float

    @classmethod
    def of(cls, shapes: np.ndarray[tuple[int], np.dtype[np.object_]]) -> _View:
        west, south, east, north = (float(value) for value in shapely.total_bounds(shapes))
        narrow = max(0.05, float(np.cos(np.radians((south + north) / 2))))
        wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
        room = WIDTH - 2 * _MARGIN, HEIGHT - _TOP - _MARGIN
        scale = min(room[0] / wide, room[1] / high)
        return cls(west, north, narrow, scale, (WIDTH - wide * scale) / 2, _TOP + (room[1] - high * scale) / 2)

    def point(self, x: Any, y: Any) -> tuple[Any, Any]:
        """A place in the picture, or many at once."""
        return self.left + (x - self.west) * self.narrow * self.scale, self.top + (self.north - y) * self.scale

    def seen(self, shape: BaseGeometry) -> BaseGeometry | None:
        """The outline as far as the picture can show it, in its pixels."""
        thin = polygons_only(shapely.simplify(shape, 0.5 / self.scale, preserve_topology=True))
        if thin is None:
            return None
        return shapely.transform(thin, lambda c: np.column_stack(self.point(c[:, 0], c[:, 1])))


def _upper(shapes: np.ndarray[tuple[int], np.dtype[np.object_]]) -> set[int]:
    """Outlines that others lie in: drawn as a line over what they hold."""
    points = shapely.point_on_surface(shapes)
    outer, inner = shapely.STRtree(list(points)).query(shapes, predicate="contains")
    areas = shapely.area(shapes)
    return {int(a) for a, b in zip(outer, inner, strict=True) if a != b and areas[a] > 1.5 * areas[b]}


def _look(matched: bool, upper: bool, colours: PictureColours) -> str:
    if upper and matched:
        return f'fill="none" stroke="{colours.ink}" stroke-width="1.6" stroke-opacity="0.7"'
    fill = colours.matched if matched else colours.unmatched
    opacity = 'fill-opacity="0.35"' if upper else ""
    return f'fill="{fill}" stroke="{colours.line}" stroke-width="0.8" {opacity}'


def _path(shape: BaseGeometry | None, look: str) -> str:
    if shape is None:
        return ""
    rings = shapely.get_rings(np.array([shape], dtype=object))
    lines = ("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z" for ring in rings)
    return f'<path d="{"".join(lines)}" fill-rule="evenodd" {look}/>'


def _bare(preview: BoundaryPreview) -> dict[str, tuple[float, float]]:
    """Regions without an outline whose point is known and lies in the picture."""
    if "longitude" not in preview.regions:
        return {}
    west, south, east, north = preview.outlines.total_bounds
    wanted = dict(preview.regions_without_outline)
    found = {}
    for code, x, y in preview.regions[["region_code", "longitude", "latitude"]].itertuples(index=False, name=None):
        if str(code) in wanted and x is not None and y is not None and west <= x <= east and south <= y <= north:
            found[wanted[str(code)] or str(code)] = (float(x), float(y))
    return found


def _labels(places: list[tuple[tuple[float, float], str, str]], halo: str) -> list[str]:
    """Names beside their places, those that would lie on another left out, _NAMED_MOST at most."""
    taken: list[tuple[float, float, float, float]] = []
    texts: list[str] = []
    for (x, y), name, colour in places:
        wide = sum(_SIZE if not character.isascii() else _SIZE * 0.6 for character in name) / 2
        box = (min(max(x, wide + 4), WIDTH - wide - 4) - wide, y - 24, 0.0, y - 4)
        box = (box[0], box[1], box[0] + 2 * wide, box[3])
        free = all(box[2] < t[0] or t[2] < box[0] or box[3] < t[1] or t[3] < box[1] for t in taken)
        if not free or len(texts) == _NAMED_MOST:
            continue
        taken.append(box)
        texts.append(
            f'<text x="{(box[0] + box[2]) / 2:.1f}" y="{y - 8:.1f}" font-size="{_SIZE}" text-anchor="middle" '
            f'fill="{colour}" stroke="{halo}" stroke-width="3" paint-order="stroke">{escape(name)}</text>'
        )
    return texts


def _legend(words: PictureWords, colours: PictureColours) -> list[str]:
    parts, x = [], float(_MARGIN)
    for word, mark in (
        (words.matched, f'fill="{colours.matched}"'),
        (words.unmatched, f'fill="{colours.unmatched}"'),
        (words.bare, f'fill="none" stroke="{colours.muted}" stroke-width="2"'),
    ):
        parts.append(f'<circle cx="{x + 6:.0f}" cy="58" r="6" {mark}/>')
        parts.append(f'<text x="{x + 18:.0f}" y="63" font-size="14" fill="{colours.muted}">{escape(word)}</text>')
        x += 42 + sum(14 if not character.isascii() else 8 for character in word)
    return parts
