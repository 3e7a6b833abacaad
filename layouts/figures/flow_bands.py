"""A Sankey of three stages: kinds of industry, ways of joining them, parts of household income.

Its names and numbers are text of the page, each with a place to itself that no other lies over; only the bands between
the nodes are drawn. So every number opens its origin, and a slow screen has no chart to lay out.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data_access.industry.flows import Flows, Link
from layouts.figures.pictures import address
from layouts.kind_marks import tone
from layouts.theme import colour

SMALLEST: Final = 0.015
"""A kind or a way with less than this share of all is gathered with the others like it."""

REST: Final = "~"
"""The node of what is gathered."""

LAST: Final = 2
"""The stage whose nodes have the number under the name."""

MOST: Final = 7
"""So many nodes have a stage to themselves; the smallest of more are gathered too."""

ROOM: Final = 11.5
"""What a node has at least, in per cent of the height: a line of type."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its stage (0 kind, 1 way, 2 part of income), its code, its size (the larger of what comes and goes).

    `told` is its number: of households those of the kind or the way, each once, where its bands hold some twice.
    `codes` are those that it stands for: its own, those gathered, or the ways that feed a part of income.
    """

    stage: int
    code: str
    size: float
    told: float
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """Nodes stage by stage, largest first, what is gathered last; links as (node, node, size).

    `untold` counts the links whose size is not known: they are not drawn.
    """

    nodes: tuple[Node, ...]
    links: tuple[tuple[int, int, float], ...]
    untold: int


def bands(flows: Flows, by: str) -> Bands:
    """The bands of `flows`, as wide as `by` says ("yuan" or "household"); small kinds and small ways are gathered."""
    untold = sum(math.isnan(_size(link, by)) for link in (*flows.joining, *flows.earning))
    joining = [link for link in flows.joining if _size(link, by) > 0]
    earning = [link for link in flows.earning if _size(link, by) > 0]
    kinds = _gathered(_sums(joining, by, lambda link: link.source))
    ways = _gathered(_sums([*joining, *earning], by, _way_in(joining)))
    found: dict[tuple[tuple[int, str], tuple[int, str]], float] = {}
    for link in joining:
        ends = (0, kinds[link.source]), (1, ways[link.target])
        found[ends] = found.get(ends, 0.0) + _size(link, by)
    for link in earning:
        ends = (1, ways[link.source]), (2, link.target)
        found[ends] = found.get(ends, 0.0) + _size(link, by)
    out: dict[tuple[int, str], float] = {}
    into: dict[tuple[int, str], float] = {}
    for (source, target), size in found.items():
        out[source] = out.get(source, 0.0) + size
        into[target] = into.get(target, 0.0) + size
    sizes = {end: max(out.get(end, 0.0), into.get(end, 0.0)) for end in {*out, *into}}
    order = sorted(sizes, key=lambda end: (end[0], end[1] == REST, -sizes[end], end[1]))
    at = {end: place for place, end in enumerate(order)}
    links = sorted((at[source], at[target], size) for (source, target), size in found.items())
    told = sizes | {end: out[end] for end in out if end[0] == 1}
    if by == "household":
        once = {(0, kind): count for kind, count in flows.kind_households.items()}
        told |= {end: once[end] for end in sizes if once.get(end, math.nan) > 0}
        rest = [count for kind, count in flows.kind_households.items() if kinds.get(kind) == REST and count > 0]
        told |= {(0, REST): math.fsum(rest)} if rest else {}
    stand_for = _codes(kinds, ways, earning)
    return Bands(tuple(Node(*end, sizes[end], told[end], stand_for[end]) for end in order), tuple(links), untold)


def _codes(
    kinds: Mapping[str, str], ways: Mapping[str, str], earning: Sequence[Link]
) -> dict[tuple[int, str], tuple[str, ...]]:
    """Stage and node -> the codes that it stands for; a part of income those of the ways that feed it."""
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    ends = [*(((0, node), code) for code, node in kinds.items()), *(((1, node), code) for code, node in ways.items())]
    for end, code in [*ends, *(((2, link.target), link.source) for link in earning)]:
        found[end] = tuple(sorted({*found.get(end, ()), code}))
    return found


def _way_in(joining: Sequence[Link]) -> Callable[[Link], str]:
    """What of a link is the way of joining: its end in the first stage, its beginning in the second."""
    first = set(map(id, joining))
    return lambda link: link.target if id(link) in first else link.source


def _size(link: Link, by: str) -> float:
    return link.income_yuan if by == "yuan" else link.household_count


def _sums(links: Sequence[Link], by: str, end: Callable[[Link], str]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for link in links:
        sums[end(link)] = sums.get(end(link), 0.0) + _size(link, by)
    return sums


def _gathered(sums: Mapping[str, float]) -> dict[str, str]:
    """Code -> the node that it is drawn as; a single small one stands as itself."""
    total = sum(sums.values())
    order = sorted(sums, key=lambda code: (-sums[code], code))
    small = {code for at, code in enumerate(order) if sums[code] < SMALLEST * total}
    if len(order) - len(small) + bool(small) > MOST:
        small = set(order[MOST - 1 :])
    return {code: REST if code in small and len(small) > 1 else code for code in sums}


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a node stands, in per cent of the height: the room that is its own, and the bar in the middle of it."""

    top: float
    room: float
    bar_top: float
    bar: float


def slots(found: Bands) -> tuple[list[Slot], float]:
    """The place of each node, and how many per cent of the height one unit of size is: the same in all stages.

    Small nodes have the room of a line of type all the same; what is left is shared out as gaps.
    """
    stages: dict[int, list[float]] = {}
    for node in found.nodes:
        stages.setdefault(node.stage, []).append(node.size)
    scale = min(_scale(sizes, _least(stage, len(sizes))) for stage, sizes in stages.items())
    places: list[Slot] = []
    for stage, sizes in stages.items():
        least = _least(stage, len(sizes))
        rooms = [max(scale * size, least) for size in sizes]
        spare = (100.0 - sum(rooms)) / len(sizes)
        top = 0.0
        for size, room in zip(sizes, rooms, strict=True):
            own = room + spare
            places.append(Slot(top, own, top + (own - scale * size) / 2, scale * size))
            top += own
    return places, scale


def _least(stage: int, count: int) -> float:
    """The room of a small node: a line of type, in the last stage two."""
    return min(ROOM * (2 if stage == LAST else 1), 95.0 / count)


def _scale(sizes: Sequence[float], least: float) -> float:
    """How large a unit may be drawn, so that bars and the room of the small ones fill the height."""
    order = sorted(sizes, reverse=True)
    for large in range(len(order), 0, -1):
        scale = (100.0 - least * (len(order) - large)) / sum(order[:large])
        if scale * order[large - 1] >= least:
            return scale
    return least / order[0]


def ribbons(found: Bands, stage: int, theme: str) -> str:
    """The bands from the nodes of `stage` to the next, as the address of a picture that may be stretched at will.

    They leave and arrive in the order of the nodes at their other end, so that none crosses another without need.
    """
    places, scale = slots(found)
    links = [link for link in found.links if found.nodes[link[0]].stage == stage]
    leaving = _stacked(links, 0, places, scale)
    arriving = _stacked(links, 1, places, scale)
    drawn = []
    for link in sorted(links, key=lambda link: -link[2]):
        width = scale * link[2]
        y0, y1 = leaving[link[:2]], arriving[link[:2]]
        node = found.nodes[link[0]]
        fill = colour(tone(node.code) if stage == 0 else "primary", theme)
        drawn.append(
            f'<path fill="{fill}" fill-opacity="0.42" d="M0 {y0:.2f}C50 {y0:.2f} 50 {y1:.2f} 100 {y1:.2f}'
            f'V{y1 + width:.2f}C50 {y1 + width:.2f} 50 {y0 + width:.2f} 0 {y0 + width:.2f}Z"/>'
        )
    return address(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none">'
        + "".join(drawn)
        + "</svg>"
    )


def _stacked(
    links: Sequence[tuple[int, int, float]], end: int, places: Sequence[Slot], scale: float
) -> dict[tuple[int, int], float]:
    """(source, target) -> where the band begins at its node of `end` (0 source, 1 target), stacked in its middle."""
    starts: dict[tuple[int, int], float] = {}
    at_node: dict[int, list[tuple[int, int, float]]] = {}
    for link in sorted(links, key=lambda link: link[1 - end]):
        at_node.setdefault(link[:2][end], []).append(link)
    for node, own in at_node.items():
        place = places[node]
        at = place.bar_top + (place.bar - scale * sum(size for *_, size in own)) / 2
        for source, target, size in own:
            starts[source, target] = at
            at += scale * size
    return starts
