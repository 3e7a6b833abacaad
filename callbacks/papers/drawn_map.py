"""The map of a view on paper: the very regions, classes and words of the wall, on a plane."""

import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from callbacks.outlines_of_time import drawn_in, regions_drawn
from callbacks.papers.asked import Asked
from callbacks.routes_change import ranges_of
from callbacks.routes_levels import is_known
from data_access.changes.baseline import Baseline, baseline_of
from data_access.changes.differences import differences
from data_access.class_breaks import MADE, cut
from data_access.indicators import Indicator
from data_access.industry.change import Change, signed
from data_access.messages import messages, text
from data_access.region_levels import DEPTHS, regions_at
from data_access.release import Region, Release
from data_access.standing import Standing
from data_access.value_columns import ValueColumn, value_column
from data_access.values import MISSING, WITHHELD, class_breaks
from geo.drawn_rings import Rings, drawn_rings
from geo.published import PublishedBoundaries
from layouts.papers.sheet import Area, Choropleth, ClassRow, Ring, StateRow
from layouts.theme import colour, ramp

_METRES: Final = 111_320.0
"""Of a degree along the equator."""

_OTHER: Final = "not_applicable"
State = Literal["withheld", "missing", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Values:
    """What the map is coloured by, in the order of `regions`: values as they are shown (None where `states` say why),
    their classes, and the same in words."""

    release: Release
    indicator: Indicator
    regions: tuple[Region, ...]
    values: tuple[float | None, ...]
    classes: tuple[int | None, ...]
    states: tuple[str, ...]
    column: ValueColumn


def values_of(asked: Asked) -> Values | None:
    """The regions of the map with their values; None where the release has not the indicator."""
    view = asked.view
    if view.indicator not in asked.release.indicators:
        return None
    indicator = asked.release.indicator(view.indicator)
    shown = _regions(asked)
    column = value_column(asked.release, indicator.code, [region.code for region in shown], view.period)
    bounds = bounds_of(asked, column, shown)
    sorted_by = column.values if view.breaks not in MADE else [_rounded(v, indicator) for v in column.values]
    classes = tuple(None if v is None else max(0, bisect_right(bounds, v) - 1) for v in sorted_by)
    states = ["" if value is not None else MISSING for value in column.values]
    for state, at in column.absent.items():
        for place in at:
            states[place] = state
    return Values(asked.release, indicator, shown, tuple(column.values), classes, tuple(states), column)


def bounds_of(asked: Asked, column: ValueColumn, shown: Sequence[Region]) -> tuple[float, ...]:
    """Lower bounds of the classes, cut as the view says."""
    indicator = asked.release.indicator(asked.view.indicator)
    if asked.view.breaks in MADE:
        return cut(column.values, indicator, asked.view.breaks)
    level = Counter(region.level for region in shown).most_common(1)[0][0]
    return class_breaks(asked.release, indicator.code, level) or (0.0,)


def map_of(asked: Asked, found: Values | None, theme: str) -> Choropleth | None:
    """The map; None where no outlines are published, or there is nothing to colour it by."""
    outlines = None if found is None else _outlines(asked)
    if found is None or outlines is None:
        return None
    change = _change(asked, found) if asked.view.view == "ranking" and asked.view.difference == "on" else None
    title, unit, rows, classes, words, states = change or _plain(asked, found)
    colours = _colours(len(rows), found.indicator, theme, is_change=change is not None)
    areas = tuple(
        Area(region.name(asked.lang), outlines.get(region.code, ()), classes[at], words[at],
             "" if classes[at] is not None else _state(states[at]))
        for at, region in enumerate(found.regions) if region.code in outlines
    )  # fmt: skip
    said = {_state(why): why for why, k in zip(states, classes, strict=True) if k is None}
    return Choropleth(
        title=title,
        unit=unit,
        areas=areas,
        classes=tuple(ClassRow(label, one) for label, one in zip(rows, colours, strict=True)),
        states=tuple(StateRow(state, asked.say(f"wall.{_word(state, why)}")) for state, why in said.items()),
        approval=_approval(asked),
    )  # fmt: skip


def said_value(value: float | None, state: str, indicator: Indicator, lang: str) -> str:
    """A value as the map says it."""
    if value is None:
        return text(f"wall.{state or MISSING}", lang)
    unit = indicator.unit_text(lang)
    return indicator.format(value, lang) + (unit if unit in ("%", "‰") else "")


Told = tuple[str, str, list[str], Sequence[int | None], list[str], Sequence[str]]
"""Title, unit, names of the classes; class of each region, its words, and why it has none."""


def _plain(asked: Asked, found: Values) -> Told:
    indicator, period = found.indicator, asked.view.period
    bounds = bounds_of(asked, found.column, found.regions)
    policy = asked.view.breaks not in MADE
    rows = []
    for k in range(len(bounds)):
        key = f"map.class.{indicator.code}.{k}"
        said = f"{asked.say(key)} " if policy and key in messages() else ""
        rows.append(said + _span(k, bounds, None if policy else indicator.decimals, asked.lang))
    words = [said_value(v, s, indicator, asked.lang) for v, s in zip(found.values, found.states, strict=True)]
    return indicator.name(period, asked.lang), indicator.unit_text(asked.lang), rows, found.classes, words, found.states


def _change(asked: Asked, found: Values) -> Told | None:
    """What changed since the year or release that the view names; None where that is nothing to compare with."""
    before = baseline_of(asked.release, asked.view.since, asked.view.period)
    if not isinstance(before, Baseline):
        return None
    made = differences(asked.release, before, found.indicator.code, found.regions, asked.view.period)
    classes = [None if math.isnan(v) else max(0, bisect_right(made.bounds, v) - 1) for v in made.values]
    words = [text(f"wall.{state}", asked.lang) if math.isnan(v) else signed(v, found.indicator.decimals)
             for v, state in zip(made.values, made.states, strict=True)]  # fmt: skip
    name, since = found.indicator.name(asked.view.period, asked.lang), before.said(asked.lang)
    unit = Change(found.indicator.code, found.indicator, before.since).unit(asked.lang)
    title = asked.say("changes.difference", name=name, since=since)
    return title, unit, ranges_of(made, found.indicator, asked.lang), classes, words, made.states


def _span(k: int, bounds: Sequence[float], decimals: int | None, lang: str) -> str:
    """From where to where a class reaches: policy's bounds as policy writes them, others with the decimals shown."""

    def said(value: float) -> str:
        if decimals is not None:
            return f"{value:,.{decimals}f}"
        whole, _, rest = f"{value:,.6f}".rstrip("0").partition(".")
        return f"{whole}.{rest}" if rest else whole

    if len(bounds) == 1:
        return text("wall.all", lang)
    if k == 0:
        return f"< {said(bounds[1])}"
    return f"≥ {said(bounds[k])}" if k == len(bounds) - 1 else f"{said(bounds[k])}–{said(bounds[k + 1])}"


def _colours(count: int, indicator: Indicator, theme: str, *, is_change: bool) -> tuple[str, ...]:
    if not is_change:
        return ramp(count, theme)
    steps = [colour(f"shift-{k}", theme) for k in ((1, 2, 3, 4, 5) if count == 5 else (1, 3, 5))]
    return tuple(reversed(steps) if indicator.good_direction < 0 else steps)


def _regions(asked: Asked) -> tuple[Region, ...]:
    release, code, period = asked.place
    if is_known(release, code, asked.view.depth, period):
        return regions_at(release, code, asked.view.depth)
    return regions_drawn(release, code)[1]


def _rounded(value: float | None, indicator: Indicator) -> float | None:
    return None if value is None else round(value, indicator.decimals)


def _state(state: str) -> State:
    return "withheld" if state == WITHHELD else "missing" if state in ("", MISSING) else _OTHER


def _word(state: str, why: str) -> str:
    return why if state == _OTHER else state


_Outlines = Mapping[str, tuple[Ring, ...]]
"""By code the rings of each region, on one plane."""


def _outlines(asked: Asked) -> _Outlines | None:
    """The outlines of the regions that are drawn."""
    release, code, period = asked.place
    manifest = asked.sources.boundaries.manifest
    depth = asked.view.depth
    if manifest is not None and is_known(release, code, depth, period):
        parent = manifest["parents"].get(code)
        entry = None if parent is None else parent.get("levels", {}).get(str(DEPTHS[depth]))
        return None if entry is None else _read(asked.sources.boundaries, [entry["files"]], {}, fine="coarse")
    stand = Standing(release, code, moved=False)
    told = drawn_in(asked.sources, stand, period, period, asked.lang).outlines
    return None if told is None else _read(asked.sources.boundaries, told["files"], told.get("rename", {}))


def _read(
    boundaries: PublishedBoundaries, files: Sequence[Mapping[str, str]], rename: Mapping[str, str], fine: str = "fine"
) -> _Outlines:
    found: Rings = {}
    for names in files:
        name = names.get(fine) or next(iter(names.values()))
        for code, rings in drawn_rings(json.loads(boundaries.open(name)[0])).items():
            found.setdefault(rename.get(code, code), []).extend(rings)
    latitudes = [y for rings in found.values() for ring in rings for _, y in ring]
    if not latitudes:
        return {}
    across = _METRES * math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    return {
        code: tuple(tuple((x * across, y * _METRES) for x, y in ring) for ring in rings)
        for code, rings in found.items()
    }


def _approval(asked: Asked) -> str:
    manifest = asked.sources.boundaries.manifest
    number = None if manifest is None else manifest["map_approval_no"]
    return asked.say("wall.map_approval", number=number) if number else ""
