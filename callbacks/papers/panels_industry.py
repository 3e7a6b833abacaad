"""The panels of the industry view on paper."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from callbacks.industry_gaps import SOLAR
from callbacks.papers.asked import Asked, Shown, bars, columns, figure
from callbacks.papers.panels_overview import coverage as every_kind
from data_access.industries import is_village
from data_access.industry.belts import belts as groups_of
from data_access.industry.coverage import Reach, by_number_of_kinds, coverage, coverage_without_solar, intersections
from data_access.industry.effect import OK, Effect, Side, cause_names, effects, told_above
from data_access.industry.gaps import villages_without
from data_access.industry.kinds import covering_kinds, kind_names
from data_access.release.industry.bands import ANY
from layouts.numbers import UNKNOWN
from layouts.panels.industry_effect import KNOWN_LABOUR, MOST_ROWS
from layouts.panels.industry_meets import columns_of
from layouts.panels.industry_reach import UNIT_OF
from layouts.papers.sheet import Cell, Chart, Column, ColumnKind, Series, Table

MOST_VILLAGES: Final = 500
"""Of a list in one table."""

_MEDIAN: Final = 2


def reach(asked: Asked) -> Shown:
    """Whom industry reaches, with solar and without it."""
    everything, beside = coverage(*asked.place), coverage_without_solar(*asked.place)
    if not asked.release.themes["industry"]:
        return Shown()
    sides = [("reach.with_solar", everything)] + ([("reach.without_solar", beside)] if beside is not None else [])
    rows: list[tuple[Cell, ...]] = []
    for unit in ("villages", "households", "persons"):
        for key, side in sides:
            part: Reach = getattr(side, unit)
            said = f"{asked.say(f'reach.{unit}')} · {asked.say(key)}"
            rows.append((said, figure(asked, part.count), figure(asked, part.of), figure(asked, part.percent)))
    title = asked.say("reach.title")
    heads = (*columns(title, asked.say("papers.reached"), asked.say("papers.of")), Column("%", "rate", 1))
    counts = by_number_of_kinds(
        *asked.place, "household" if is_village(asked.release, asked.view.region) else "village"
    )
    number = asked.say("reach.by_number")
    charts = (bars(number, "", [(asked.say(f"reach.number.{n}"), float(c)) for n, c in counts.items()], lying=False),)
    return Shown(charts if counts else (), (Table(title, heads, tuple(rows), note=asked.say("reach.unit")),))


def meets(asked: Asked) -> Shown:
    """Which kinds meet in the same villages, or households."""
    without = SOLAR if asked.view.solar == "without" else ()
    unit = "household" if is_village(asked.release, asked.view.region) else asked.view.meet
    names = kind_names(asked.release, asked.view.period, asked.lang)
    found = columns_of(intersections(*asked.place, unit, without=without))
    if not found:
        return Shown()
    nothing = asked.say("reach.number.0")
    rows = tuple(
        (" + ".join(names.get(kind, kind) for kind in one.kinds) or (asked.say("papers.smaller", count=one.merged)
                                                                     if one.merged else nothing), float(one.count))
        for one in found
    )  # fmt: skip
    title, said = asked.say("meets.title"), asked.say(f"reach.{UNIT_OF[unit]}")
    return Shown((bars(title, said, rows),), (Table(title, columns(title, said), rows),))


def effect(asked: Asked) -> Shown:
    """Incomes with a kind of industry and without it: medians of like households."""
    kind = asked.view.kind if asked.view.kind in covering_kinds(asked.release) else ANY
    found = [one for one in effects(*asked.place, kind, most=MOST_ROWS) if one.state == OK]
    if not found:
        return Shown()
    names = kind_names(asked.release, asked.view.period, asked.lang)
    title = asked.say("effect.title", kind=names.get(kind) or asked.say("effect.any"))
    region = told_above(asked.release, asked.view.region, found[0].region, asked.lang)
    causes = cause_names(asked.release, asked.lang)
    said = [_stratum(asked, one, causes) for one in found]
    yuan, households = asked.say("papers.median"), asked.say("papers.unit.households")
    sides = [(asked.say("effect.with"), "good", [one.with_kind for one in found]),
             (asked.say("effect.without"), "missing-line", [one.without_kind for one in found])]  # fmt: skip
    series = tuple(Series(name, tuple(map(_median, told)), tone) for name, tone, told in sides)
    heads = [Column(title)]
    rows: list[list[Cell]] = [[name] for name in said]
    for name, _, told in sides:
        heads += [Column(f"{name} · {households}", "count"), Column(f"{name} · {yuan}", "money")]
        for row, side in zip(rows, told, strict=True):
            row += [float(side.count), UNKNOWN if _median(side) is None else _median(side)]
    note = " ".join(part for part in (asked.say("effect.unit_of", region=region) if region else "",
                                      asked.say("effect.note")) if part)  # fmt: skip
    chart = Chart("bar", title, yuan, tuple(said), series)
    return Shown((chart,), (Table(title, tuple(heads), tuple(map(tuple, rows)), note=note),))


def _median(side: Side) -> float | None:
    """The median income; None where too few are shown, and where it lies in the open band."""
    value = side.quantiles[_MEDIAN]
    return value if math.isfinite(value) else None


def _stratum(asked: Asked, one: Effect, causes: Mapping[str, str]) -> str:
    if one.cause == ANY:
        return asked.say("effect.all")
    labour = one.labour if one.labour in KNOWN_LABOUR else "unknown"
    return f"{causes.get(one.cause) or asked.say('effect.cause_unknown')} · {asked.say(f'effect.labour.{labour}')}"


def gaps(asked: Asked) -> Shown:
    """The villages that no kind reaches."""
    without = SOLAR if asked.view.solar == "without" else ()
    found = villages_without(*asked.place, without=without, page_size=MOST_VILLAGES)
    if not asked.release.themes["industry"] or not found.village_count:
        return Shown()
    title = asked.say("gaps.sheet")
    names = ("name", "township", "poor", "registered", "uncovered")
    kinds: tuple[ColumnKind, ...] = ("text", "text", "text", "count", "count")
    heads = tuple(Column(asked.say(f"gaps.column.{name}"), kind) for name, kind in zip(names, kinds, strict=True))
    rows = tuple(
        (row.name_zh, row.township_zh,
         UNKNOWN if row.is_registered_poor is None else asked.say(f"gaps.poor.{str(row.is_registered_poor).lower()}"),
         figure(asked, row.registered_households), figure(asked, row.uncovered_households))
        for row in found.rows
    )  # fmt: skip
    note = asked.say("papers.list_of", shown=len(rows), count=found.total, of=found.village_count)
    return Shown(tables=(Table(title, heads, rows, note=note if rows else asked.say("gaps.none")),))


def belts(asked: Asked) -> Shown:
    """The belts and areas of the region."""
    found = groups_of(*asked.place, asked.lang)
    if not found:
        return Shown()
    heads = columns(
        asked.say("belts.title"), *(asked.say(f"belts.{name}") for name in ("villages", "households", "running"))
    )
    rows = tuple((one.name, figure(asked, one.covered), figure(asked, one.households), figure(asked, one.running))
                 for one in found)  # fmt: skip
    return Shown(tables=(Table(asked.say("belts.title"), heads, rows),))


PANELS: Final[Mapping[str, Callable[[Asked], Shown]]] = MappingProxyType(
    {"reach": reach, "gaps": gaps, "kind": every_kind, "effect": effect, "meets": meets, "belts": belts}
)
