"""Every number opens: what it means, how it was made, of which tables and days, what was published, what is behind.

A figure is named by the code of an indicator, by the name of a quantity or of a composition of kinds (`composed`), or,
for the share of one in a quantity in percent, by both: `cause_household_count.07@registered_household_count`.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from data_access.errors import UnknownIndicatorError
from data_access.industry.named import (
    amount_by_village,
    amount_of,
    counts_villages,
    is_amount,
    is_quantity,
    meaning_of,
    reporting,
    tables_of,
    title_of,
    unit_of,
)
from data_access.industry.published import Published, published
from data_access.messages import text
from data_access.release import Release
from data_access.values import MISSING, OK, WITHHELD, value_of, values_by_village

NOT_CONNECTED: Final = "not_connected"
NONE: Final = "none"
OF: Final = "@"
COLUMNS: Final = ("code", "name", "township", "numerator", "denominator", "value", "state")


@dataclass(frozen=True, slots=True)
class Part:
    """A numerator or denominator: the quantity of the release, its meaning, its figure, and the tables it is from."""

    name: str
    meaning: str
    value: float
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one figure of one region and period comes from.

    figure       code of an indicator, name of a quantity, or two joined by "@"
    unit         as it is written beside the value, in the language asked for
    value        NaN where `state` is not "ok" (states of `values.values_by_region`, and "not_connected")
    decimals     with how many places the value is shown
    formula      the formula with the actual numerator and denominator, or why there is none
    denominator  None for an amount
    poor, others         of a number of villages: those of registered poor villages, and the rest; else NaN
    reported, expected   units under the region that report, of how many
    as_of        the day up to which all its tables reach; that of the data where their loads name none
    days         table -> the day that its own loads reach, of those that name one
    sources      all that the release was read from, with their own days (name, day or None)
    published    what documents give for the same region, newest first
    """

    figure: str
    title: str
    region: str
    period: int
    unit: str
    value: float
    decimals: int
    state: str
    definition: str
    formula: str
    numerator: Part
    denominator: Part | None
    poor: float
    others: float
    reported: int
    expected: int
    tables: tuple[str, ...]
    as_of: date
    days: dict[str, date]
    sources: tuple[tuple[str, date | None], ...]
    published: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the three ways of making a figure do not share."""

    title: str
    definition: str
    unit: str
    decimals: int
    value: float
    state: str
    formula: str
    numerator: Part
    denominator: Part | None
    reported: int
    expected: int


def is_figure(release: Release, figure: str) -> bool:
    """Whether `figure` names something that can be traced in this release, connected or not."""
    return figure in release.indicators or all(is_amount(release, name) for name in names_of(figure))


def names_of(figure: str) -> tuple[str, ...]:
    """The amounts that a figure is made of: one, or part and whole of a share."""
    part, of, whole = figure.rpartition(OF)
    return (part, whole) if of and is_quantity(whole) else (figure,)


def trace(release: Release, figure: str, code: str, period: int, lang: str = "zh") -> Trace:
    """Trace one figure; raises UnknownRegionError, UnknownPeriodError, UnknownIndicatorError."""
    release.tree.at(code)
    release.period_row(period)
    if not is_figure(release, figure):
        raise UnknownIndicatorError("trace.unknown_figure", name=figure[:60])
    if figure in release.indicators:
        found = _of_indicator(release, figure, code, period, lang)
    elif len(names_of(figure)) > 1:
        found = _of_share(release, figure, code, period, lang)
    else:
        found = _of_quantity(release, figure, code, period, lang)
    n, d = found.numerator, found.denominator
    tables = tuple(dict.fromkeys([*n.tables, *(d.tables if d else ())]))
    days = {table: release.meta.table_days[table] for table in tables if table in release.meta.table_days}
    poor, others = _by_poverty(release, figure, code, period) if found.state == OK else (math.nan, math.nan)
    return Trace(
        figure=figure,
        title=found.title,
        region=code,
        period=period,
        unit=found.unit,
        value=found.value,
        decimals=found.decimals,
        state=found.state,
        definition=found.definition,
        formula=found.formula,
        numerator=n,
        denominator=d,
        poor=poor,
        others=others,
        reported=found.reported,
        expected=found.expected,
        tables=tables,
        as_of=min([*days.values(), release.as_of]),
        days=days,
        sources=tuple((source.name_zh, source.as_of) for source in release.meta.sources),
        published=published(release, figure, code, period),
    )


def _of_indicator(release: Release, figure: str, code: str, period: int, lang: str) -> _Found:
    indicator = release.indicator(figure)
    row = value_of(release, figure, code, period, lang=lang).iloc[0]
    n = _part(release, indicator.numerator, float(row["numerator"]), lang)
    d = None
    if indicator.denominator is not None:
        d = _part(release, indicator.denominator, float(row["denominator"]), lang)
    definition = (indicator.definition_en if lang == "en" else None) or indicator.definition_zh or indicator.formula
    state, value, unit = str(row["state"]), float(row["value"]), indicator.unit_text(lang)
    return _Found(
        title=indicator.name(period, lang),
        definition=str(definition or ""),
        unit=unit,
        decimals=indicator.decimals,
        value=value,
        state=state,
        formula=_formula(state, value, n, d, indicator.scale, unit, indicator.decimals, lang),
        numerator=n,
        denominator=d,
        reported=int(row["reported"]),
        expected=int(row["expected"]),
    )


def _of_quantity(release: Release, figure: str, code: str, period: int, lang: str) -> _Found:
    value, state = amount_of(release, figure, code, period)
    n = _part(release, figure, value, lang)
    unit, decimals = unit_of(release, figure, lang), _decimals(value)
    reported, expected = reporting(release, figure, code, period, state)
    formula = _formula(state, value, n, None, 1, unit, decimals, lang)
    villages = villages_behind(release, figure, code, period, lang)["value"]
    if state == OK and len(villages) > 1:
        is_sum = math.isclose(float(villages.sum()), value, rel_tol=1e-9, abs_tol=1e-6)
        key = "trace.formula_sum" if is_sum else "trace.formula_count"
        formula = text(key, lang, count=int(villages.notna().sum()), value=f"{value:,.{decimals}f}", unit=unit).rstrip()
    return _Found(
        title_of(release, figure, lang), n.meaning, unit, decimals, value, state, formula, n, None, reported, expected
    )


def _of_share(release: Release, figure: str, code: str, period: int, lang: str) -> _Found:
    names = names_of(figure)
    amounts = [amount_of(release, name, code, period) for name in names]
    parts = [_part(release, name, value, lang) for name, (value, _) in zip(names, amounts, strict=True)]
    states = [state for _, state in amounts]
    state = next((said for said in states if said != OK), OK if parts[1].value else NONE)
    value = 100 * parts[0].value / parts[1].value if state == OK else math.nan
    reported, expected = reporting(release, names[0], code, period, state)
    return _Found(
        title=text("trace.share", lang, part=title_of(release, names[0], lang)),
        definition=text("trace.share_definition", lang, part=parts[0].meaning, whole=parts[1].meaning),
        unit="%",
        decimals=1,
        value=value,
        state=state,
        formula=_formula(state, value, parts[0], parts[1], 100, "%", 1, lang),
        numerator=parts[0],
        denominator=parts[1],
        reported=reported,
        expected=expected,
    )


def _by_poverty(release: Release, figure: str, code: str, period: int) -> tuple[float, float]:
    """Registered poor villages and others, of a figure that counts villages; NaN of another, or where not known."""
    regions, at = release.tree.regions, release.tree.villages(code)
    if not counts_villages(figure) or any(regions[i].is_registered_poor is None for i in at):
        return math.nan, math.nan
    values = np.nan_to_num(amount_by_village(release, figure, code, period))
    poor = np.array([bool(regions[i].is_registered_poor) for i in at], dtype=np.bool_)
    return float(values[poor].sum()), float(values[~poor].sum())


def villages_behind(release: Release, figure: str, code: str, period: int, lang: str = "zh") -> pd.DataFrame:
    """The villages that a figure is made of: code, name, township, numerator, denominator, value, state, by code.

    Numbers are float64, NaN where the state is not "ok" (denominator also for an amount). Raises as `trace`.
    """
    tree = release.tree
    if not is_figure(release, figure):
        raise UnknownIndicatorError("trace.unknown_figure", name=figure[:60])
    if figure in release.indicators:
        rows = values_by_village(release, figure, code, period, lang=lang)
        found = rows[["code", "name", "numerator", "denominator", "value", "state"]]
    else:
        at = np.array(tree.villages(code), dtype=np.int64)
        found = pd.DataFrame(
            {
                "code": [tree.regions[i].code for i in at],
                "name": [tree.regions[i].name(lang) for i in at],
                **_figures(release, names_of(figure), code, period),
            }
        )
    parents = [tree.parent[tree.index[str(region)]] for region in found["code"]]
    above = ["" if up < 0 else tree.regions[up].name(lang) for up in parents]
    return found.assign(township=pd.Series(above, index=found.index, dtype="str"))[list(COLUMNS)]


def _figures(release: Release, names: tuple[str, ...], code: str, period: int) -> dict[str, object]:
    """Numerator, denominator, value and state of one amount, or of the share of one in another, of each village."""
    columns = [amount_by_village(release, name, code, period) for name in names]
    state = np.select(
        [np.any(np.isinf(columns), axis=0), np.any(np.isnan(columns), axis=0)], [WITHHELD, MISSING], default=OK
    )
    shown = [np.where(state == OK, column, np.nan) for column in columns]
    denominator = shown[1] if len(shown) > 1 else np.full(len(shown[0]), np.nan)
    value = shown[0]
    if len(shown) > 1:
        state = np.where((state == OK) & (denominator == 0), NONE, state)
        value = np.divide(100 * shown[0], denominator, out=np.full(len(denominator), np.nan), where=denominator > 0)
    return {
        "numerator": shown[0],
        "denominator": denominator,
        "value": value,
        "state": pd.array(state, dtype="str"),
    }


def headings(lang: str = "zh") -> tuple[str, ...]:
    """What the columns of `villages_behind` are called."""
    return tuple(text(f"trace.column.{column}", lang) for column in COLUMNS)


def _part(release: Release, name: str, value: float, lang: str) -> Part:
    return Part(name, meaning_of(release, name, lang), value, tables_of(name))


def _decimals(value: float) -> int:
    """Two places for what is not whole."""
    return 0 if math.isnan(value) or math.isclose(value, round(value), abs_tol=5e-3) else 2


def _formula(
    state: str, value: float, n: Part, d: Part | None, scale: float, unit: str, decimals: int, lang: str
) -> str:
    if state != OK or math.isnan(value):
        return text("trace.formula_none", lang, reason=text(f"trace.state.{MISSING if state == OK else state}", lang))
    said = {
        "scale": "" if scale == 1 else f"{scale:g} × ",
        "numerator": f"{n.value:,.15g}",
        "value": f"{value:,.{decimals}f}",
        "unit": unit,
    }
    if d is None:
        return text("trace.formula_amount", lang, **said).rstrip()
    return text("trace.formula_rate", lang, denominator=f"{d.value:,.15g}", **said).rstrip()
