"""What is to be said of one indicator: the region's own value, the best and the worst below it, what moved, what is not
there. Values are those that the screen shows, and differences are between these."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_access.changes.baseline import Baseline, NoBaseline, baseline_of
from data_access.changes.differences import differences
from data_access.indicators import Indicator
from data_access.rankings.places import Margin, Place, Standings
from data_access.rankings.standings import figures_of, standings
from data_access.release import Region, Release
from data_access.sentences.comparing import break_between
from data_access.values import MISSING, OK, value_of


@dataclass(frozen=True, slots=True)
class Own:
    """The region's own value, and what it was before.

    value, state  as shown; states of `values.values_by_region`
    before        what it is compared with, or why with nothing
    broken        the year in which policy changed what is counted, between the two: then nothing is compared
    then          the value of that time; NaN = not known
    """

    value: float
    state: str
    before: Baseline | NoBaseline
    broken: int | None
    then: float


@dataclass(frozen=True, slots=True)
class Holders:
    """The regions that share a value; `near` = how little separates them from those before or behind them."""

    names: tuple[str, ...]
    value: float
    near: Margin | None = None


@dataclass(frozen=True, slots=True)
class Below:
    """The regions directly below.

    level   the level that most of them have
    count   of them, `ranked` with a value
    best, worst  first and last by the direction of the indicator; highest and lowest where it has none. `worst` is None
            where all that have a value have the same
    under   how many are under the line that was asked for; None = none was
    silent  state -> how many have no value for that reason
    """

    level: int
    count: int
    ranked: int
    best: Holders | None
    worst: Holders | None
    under: int | None
    silent: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Moves:
    """How many regions rose, fell, stayed, and cannot be compared; who rose and who fell the most, and by how much."""

    up: int
    down: int
    same: int
    silent: int
    most_up: Holders | None
    most_down: Holders | None


@dataclass(frozen=True, slots=True)
class Field:
    """All of it.

    is_told  the indicator is known of any region in this year; else there is nothing to say of those below
    level, around   its own level, and the name of the region above it, "" = none
    below    None where nothing lies below; then `beside` tells the region's place among its sisters, where it has one
    beside   its place, and of how many
    unreported  lowest regions under it that did not report, of level `unit_level`, where they are not those of `below`
    """

    name: str
    level: int
    around: str
    period: int
    is_told: bool
    indicator: Indicator
    own: Own
    below: Below | None
    moves: Moves | None
    beside: tuple[Place, int] | None
    unreported: int
    unit_level: int


def field(
    release: Release, indicator_code: str, code: str, period: int, since: str, lang: str, line: float | None = None
) -> Field:
    """What is to be said of an indicator under the region `code`; `since` as in `changes.baseline`, `line` a threshold.

    Raises UnknownIndicatorError, UnknownRegionError, UnknownPeriodError. Source: the release's pairs.
    """
    indicator, region = release.indicator(indicator_code), release.region(code)
    own = _own(release, indicator, region, period, since)
    children = release.children(code)
    before = own.before if isinstance(own.before, Baseline) and own.broken is None else None
    found = standings(release, indicator_code, code, period, before, lang)
    unreported, unit_level = _unreported(release, indicator_code, region, period)
    return Field(
        name=region.name(lang),
        level=region.level,
        around="" if region.parent_code is None else release.region(region.parent_code).name(lang),
        period=period,
        is_told=period in release.indicator_periods(indicator_code),
        indicator=indicator,
        own=own,
        below=below_of(found, children, line) if children else None,
        moves=_moves(release, before, indicator_code, children, period, lang) if children and before else None,
        beside=None if children else _beside(found, region),
        unreported=0 if children and all(not release.children(child.code) for child in children) else unreported,
        unit_level=unit_level,
    )


def below_of(found: Standings, children: Sequence[Region], line: float | None = None) -> Below:
    """Who is first and last of the regions ranked."""
    ranked = found.places[: found.ranked]
    best = _holders(ranked, ranked[0]) if ranked else None
    last = _holders(ranked, ranked[-1]) if ranked and ranked[-1].rank != ranked[0].rank else None
    if best is not None:
        behind = ranked[len(best.names)] if len(best.names) < len(ranked) else None
        best = Holders(best.names, best.value, behind.margin if behind else None)
    if last is not None:
        last = Holders(last.names, last.value, ranked[-len(last.names)].margin)
    return Below(
        level=level_of(children),
        count=len(found.places),
        ranked=found.ranked,
        best=best,
        worst=last,
        under=None if line is None else sum(place.value < line for place in ranked),
        silent=Counter(place.state if place.state != OK else MISSING for place in found.silent),
    )


def level_of(regions: Sequence[Region]) -> int:
    """The level that most of the regions have."""
    return Counter(region.level for region in regions).most_common(1)[0][0]


def _own(release: Release, indicator: Indicator, region: Region, period: int, since: str) -> Own:
    now = figures_of(release, indicator, [region], period).iloc[0]
    before = baseline_of(release, since, period)
    then, broken = math.nan, None
    if isinstance(before, Baseline):
        broken = break_between(indicator.code, before.period, period)
        if broken is None and indicator.code in before.release.indicators:
            then = float(figures_of(before.release, indicator, [region], before.period).iloc[0]["shown"])
    return Own(float(now["shown"]), str(now["state"]), before, broken, then)


def _holders(ranked: Sequence[Place], one: Place) -> Holders:
    return Holders(tuple(place.name for place in ranked if place.rank == one.rank), one.value)


def _beside(found: Standings, region: Region) -> tuple[Place, int] | None:
    """The region's own place among its sisters; none where it has no value or no sister with one."""
    place = next((place for place in found.places if place.code == region.code), None)
    return None if place is None or place.rank is None or found.ranked < 2 else (place, found.ranked)


def _moves(
    release: Release, before: Baseline, indicator: str, children: Sequence[Region], period: int, lang: str
) -> Moves | None:
    found = differences(release, before, indicator, children, period)
    rows = [
        (value, region.name(lang))
        for value, region in zip(found.values, children, strict=True)
        if not math.isnan(value)
    ]
    if not rows:
        return None
    highest, lowest = max(value for value, _ in rows), min(value for value, _ in rows)
    up, down, same, silent = found.counts()
    return Moves(
        up,
        down,
        same,
        silent,
        Holders(tuple(name for value, name in rows if value == highest), highest) if highest > 0 else None,
        Holders(tuple(name for value, name in rows if value == lowest), -lowest) if lowest < 0 else None,
    )


def _unreported(release: Release, indicator: str, region: Region, period: int) -> tuple[int, int]:
    """How many of the lowest regions did not report, and the level that most of these have."""
    row = value_of(release, indicator, region.code, period).iloc[0]
    tree = release.tree
    here = tree.under(region.code, tree.order) & tree.is_unit
    levels = Counter(tree.level[here].tolist()).most_common(1)
    is_told = row["state"] == OK and bool(release.children(region.code))
    return int(row["expected"] - row["reported"]) if is_told else 0, levels[0][0] if levels else region.level
