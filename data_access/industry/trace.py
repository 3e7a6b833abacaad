"""Every number opens: what it means, how it was made, of which tables and days, what was published, what is behind.

A figure is named by the code of an indicator, by the name of a quantity or of a composition of kinds (`composed`), or,
for the share of one in a quantity in percent, by both: `cause_household_count.07@registered_household_count`.
"""

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data_access.changes.baseline import baseline_of
from data_access.errors import UnknownIndicatorError
from data_access.industry.change import Change, change_of, changed, signed
from data_access.industry.distribution import (
    TABLES,
    Distributed,
    distributed,
    distribution_of,
    distribution_value,
    distribution_words,
)
from data_access.industry.named import (
    amount_by_village,
    amount_of,
    counts_villages,
    meaning_of,
    reporting,
    tables_of,
    title_of,
    unit_of,
)
from data_access.industry.published import Published, published
from data_access.industry.ratios import Ratio, names_of, ratio_decimals, ratio_of, ratio_unit
from data_access.industry.villages import BANDS, CHANGES, NONE, VILLAGES, is_figure, villages_behind
from data_access.messages import text
from data_access.release import Release
from data_access.values import MISSING, OK, value_of


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
    rows         what stands behind it: "villages", their "changes", "bands" of income; of a place what its score is
                 made of ("scored") or the days on which it was "announced"
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
    rows: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What the ways of making a figure do not share."""

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


def numerator_of(release: Release, figure: str) -> str:
    """The amount that a figure counts: the numerator of an indicator or of a ratio, or the amount that it is."""
    change = change_of(release, figure)
    if change is not None:
        return change.counted
    return release.indicator(figure).numerator if figure in release.indicators else names_of(figure)[0]


def trace(release: Release, figure: str, code: str, period: int, lang: str = "zh") -> Trace:
    """Trace one figure; raises UnknownRegionError, UnknownPeriodError, UnknownIndicatorError."""
    release.tree.at(code)
    release.period_row(period)
    if not is_figure(release, figure):
        raise UnknownIndicatorError("trace.unknown_figure", name=figure[:60])
    if figure in release.indicators:
        found = _of_indicator(release, figure, code, period, lang)
    elif (spread := distributed(release, figure)) is not None:
        found = _of_distribution(release, figure, spread, code, period, lang)
    elif (change := change_of(release, figure)) is not None:
        found = _of_change(release, change, code, period, lang)
    elif (made := ratio_of(figure)) is not None:
        found = _of_ratio(release, made, code, period, lang)
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
        rows=CHANGES if change_of(release, figure) else BANDS if distributed(release, figure) else VILLAGES,
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


def _of_ratio(release: Release, made: Ratio, code: str, period: int, lang: str) -> _Found:
    names = (made.part, made.whole)
    amounts = [amount_of(release, name, code, period) for name in names]
    parts = [_part(release, name, value, lang) for name, (value, _) in zip(names, amounts, strict=True)]
    states = [state for _, state in amounts]
    state = next((said for said in states if said != OK), OK if parts[1].value else NONE)
    value = made.scale * parts[0].value / parts[1].value if state == OK else math.nan
    unit, decimals = ratio_unit(release, made, lang), ratio_decimals(made)
    reported, expected = reporting(release, names[0], code, period, state)
    sort = "share" if made.is_share else "ratio"
    titles = [title_of(release, name, lang) for name in names]
    return _Found(
        title=text(f"trace.{sort}", lang, part=titles[0], whole=titles[1]),
        definition=text(f"trace.{sort}_definition", lang, part=parts[0].meaning, whole=parts[1].meaning),
        unit=unit,
        decimals=decimals,
        value=value,
        state=state,
        formula=_formula(state, value, parts[0], parts[1], made.scale, unit, decimals, lang),
        numerator=parts[0],
        denominator=parts[1],
        reported=reported,
        expected=expected,
    )


def _of_change(release: Release, change: Change, code: str, period: int, lang: str) -> _Found:
    row = changed(release, change, code, period, lang).iloc[0]
    make = _of_quantity if change.indicator is None else _of_indicator
    now = make(release, change.name, code, period, lang)
    value, state, unit = float(row["value"]), str(row["state"]), change.unit(lang) or now.unit
    decimals = now.decimals if change.indicator is None else change.decimals
    formula = text("trace.formula_none", lang, reason=text(f"trace.state.{state}", lang))
    if state == OK:
        formula = text(
            "trace.formula_change",
            lang,
            now=f"{now.value:,.{decimals}f}",
            before=f"{float(row['denominator']):,.{decimals}f}",
            value=signed(value, decimals),
            unit=unit,
        ).rstrip()
    about = {"name": now.title, "period": period, "since": baseline_of(release, change.since, period).said(lang)}
    return replace(
        now,
        title=text("trace.change", lang, **about),
        definition=text("trace.change_definition", lang, definition=now.definition, **about),
        unit=unit,
        value=value,
        state=state,
        formula=formula,
    )


def _of_distribution(release: Release, figure: str, made: Distributed, code: str, period: int, lang: str) -> _Found:
    told = distribution_of(release, made, code, period)
    value, state = distribution_value(made, told)
    words = distribution_words(release, made, told, lang)
    reported, expected = reporting(release, "income_person_count", told.region, period, state)
    return _Found(
        title=words["title"],
        definition=words["definition"],
        unit=words["unit"],
        decimals=0,
        value=value,
        state=state,
        formula=words["formula"],
        numerator=Part(figure, words["counted"], float(made.side(told).count), TABLES),
        denominator=None,
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
