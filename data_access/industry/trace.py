"""Every number opens: what it means, how it was made, of which tables and days, what was published, what is behind."""

import csv
import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data_access.errors import UnknownIndicatorError
from data_access.messages import text
from data_access.quantities.registry import quantity_catalogue
from data_access.release import Release
from data_access.values import MISSING, OK, WITHHELD, value_of, values_by_village

_FOLDER: Final = Path(__file__).parent.parent / "catalogue"
NOT_CONNECTED: Final = "not_connected"
COLUMNS: Final = ("code", "name", "township", "numerator", "denominator", "value", "state")


@dataclass(frozen=True, slots=True)
class Published:
    """One figure as a document gives it: quoted, never recomputed; `qualifier` of the code list FIGURE_QUALIFIER."""

    name_zh: str
    period: int
    value: float
    unit_zh: str
    qualifier: str | None
    quote_zh: str | None
    note_zh: str | None


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

    figure       code of an indicator, or name of a quantity
    unit         of an indicator; of a quantity as the catalogue has it
    value        NaN where `state` is not "ok" (states of `values.values_by_region`, and "not_connected")
    formula      the formula with the actual numerator and denominator, or why there is none
    denominator  None for an amount
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
    state: str
    definition: str
    formula: str
    numerator: Part
    denominator: Part | None
    reported: int
    expected: int
    tables: tuple[str, ...]
    as_of: date
    days: dict[str, date]
    sources: tuple[tuple[str, date | None], ...]
    published: tuple[Published, ...]


def trace(release: Release, figure: str, code: str, period: int, lang: str = "zh") -> Trace:
    """Trace an indicator or a quantity; raises UnknownRegionError, UnknownPeriodError, UnknownIndicatorError."""
    release.tree.at(code)
    release.period_row(period)
    if figure in release.indicators:
        return _of_indicator(release, figure, code, period, lang)
    if figure.partition(".")[0] in quantity_catalogue():
        return _of_quantity(release, figure, code, period, lang)
    raise UnknownIndicatorError("trace.unknown_figure", name=figure[:60])


def _of_indicator(release: Release, figure: str, code: str, period: int, lang: str) -> Trace:
    indicator = release.indicator(figure)
    row = value_of(release, figure, code, period, lang=lang).iloc[0]
    n = _part(release, indicator.numerator, float(row["numerator"]), lang)
    d = None
    if indicator.denominator is not None:
        d = _part(release, indicator.denominator, float(row["denominator"]), lang)
    definition = (indicator.definition_en if lang == "en" else None) or indicator.definition_zh or indicator.formula
    state, value = str(row["state"]), float(row["value"])
    unit = indicator.unit
    tables = _tables(n, d)
    days = _days(release, tables)
    return Trace(
        figure=figure,
        title=indicator.name(period, lang),
        region=code,
        period=period,
        unit=unit,
        value=value,
        state=state,
        definition=str(definition or ""),
        formula=_formula(state, value, n, d, indicator.scale, unit, indicator.decimals, lang),
        numerator=n,
        denominator=d,
        reported=int(row["reported"]),
        expected=int(row["expected"]),
        tables=tables,
        as_of=min([*days.values(), release.as_of]),
        days=days,
        sources=_sources(release),
        published=published(release, figure, code, period),
    )


def _of_quantity(release: Release, figure: str, code: str, period: int, lang: str) -> Trace:
    value, state = release.quantity(figure, code, period), release.quantity_state(figure, code, period)
    n = _part(release, figure, value, lang)
    known = release.figures(figure, period)
    units = np.flatnonzero(release.tree.is_unit & release.tree.under(code, release.tree.order))
    reported = 0 if known is None else int((~np.isnan(known[units])).sum())
    unit = quantity_catalogue()[figure.partition(".")[0]].unit
    days = _days(release, n.tables)
    return Trace(
        figure=figure,
        title=n.meaning,
        region=code,
        period=period,
        unit=unit,
        value=value,
        state=state,
        definition=n.meaning,
        formula=_formula(state, value, n, None, 1, "", 0, lang),
        numerator=n,
        denominator=None,
        reported=0 if state == WITHHELD else reported,
        expected=len(units),
        tables=n.tables,
        as_of=min([*days.values(), release.as_of]),
        days=days,
        sources=_sources(release),
        published=published(release, figure, code, period),
    )


def published(release: Release, figure: str, code: str, period: int) -> tuple[Published, ...]:
    """What documents give of one figure for the region itself, up to `period`; newest first.

    A row of region_figure stands for a figure when its indicator has the figure's name (in capitals, `_` for a point),
    or the catalogue says so. Raises UnknownRegionError.
    """
    names = {figure.upper().replace(".", "_"), *(alias for name, alias in _aliases() if name == figure)}
    rows = release.quoted(code)
    rows = rows[rows["indicator"].isin(names) & (rows["period"] <= period)]
    return tuple(
        Published(
            name_zh=str(row["name_zh"]),
            period=int(row["period"]),
            value=float(row["quoted_value"]),
            unit_zh=str(row["unit_zh"]),
            qualifier=_said(row["qualifier"]),
            quote_zh=_said(row["quote_zh"]),
            note_zh=_said(row["note_zh"]),
        )
        for row in rows.to_dict("records")
    )


def villages_behind(release: Release, figure: str, code: str, period: int, lang: str = "zh") -> pd.DataFrame:
    """The villages that a figure is made of: code, name, township, numerator, denominator, value, state, by code.

    Numbers are float64, NaN where the state is not "ok" (denominator also for an amount). Raises as `trace`.
    """
    tree = release.tree
    if figure in release.indicators:
        rows = values_by_village(release, figure, code, period, lang=lang)
        found = rows[["code", "name", "numerator", "denominator", "value", "state"]]
    elif figure.partition(".")[0] in quantity_catalogue():
        at = np.array(tree.villages(code), dtype=np.int64)
        known = release.figures(figure, period)
        values = np.full(len(at), np.nan) if known is None else known[at]
        state = np.select([np.isnan(values), np.isinf(values)], [MISSING, WITHHELD], default=OK)
        shown = np.where(np.isfinite(values), values, np.nan)
        found = pd.DataFrame(
            {
                "code": [tree.regions[i].code for i in at],
                "name": [tree.regions[i].name(lang) for i in at],
                "numerator": shown,
                "denominator": np.nan,
                "value": shown,
                "state": pd.array(state, dtype="str"),
            }
        )
    else:
        raise UnknownIndicatorError("trace.unknown_figure", name=figure[:60])
    parents = [tree.parent[tree.index[str(region)]] for region in found["code"]]
    above = ["" if up < 0 else tree.regions[up].name(lang) for up in parents]
    return found.assign(township=pd.Series(above, index=found.index, dtype="str"))[list(COLUMNS)]


def headings(lang: str = "zh") -> tuple[str, ...]:
    """What the columns of `villages_behind` are called."""
    return tuple(text(f"trace.column.{column}", lang) for column in COLUMNS)


def _part(release: Release, name: str, value: float, lang: str) -> Part:
    base, _, item = name.partition(".")
    zh, tables = _quantity_sources().get(base, (name, ()))
    known = quantity_catalogue().get(base)
    meaning = zh if lang == "zh" or known is None else known.meaning
    if item:
        code_list = known.items if known is not None and known.items else ""
        shown = _item_name(release, code_list, item, lang)
        meaning = f"{meaning}({shown})" if lang == "zh" else f"{meaning}: {shown}"
    return Part(name, meaning, value, tables)


def _item_name(release: Release, code_list: str, item: str, lang: str) -> str:
    """The name of an item of a code list, of a kind of industry, or of a rule of industry."""
    if code_list == "INDUSTRY_RULE":
        return text(f"industry_rule.{item.lower()}", lang)
    if code_list in ("INDUSTRY_KIND", "INDUSTRY_METRIC"):
        kind, _, metric = item.partition(".")
        column = "name_en" if lang == "en" else "name_zh"
        kinds = release.industry_kinds
        names = [str(name) for name in kinds[kinds["kind"] == kind][column]]
        metrics = release.industry_metrics
        names += [str(n) for n in metrics[(metrics["kind"] == kind) & (metrics["metric"] == metric)][column]]
        return " · ".join(names) or item
    return release.code_name(code_list, item, lang)


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
        return text("trace.formula_amount", lang, **said)
    return text("trace.formula_rate", lang, denominator=f"{d.value:,.15g}", **said)


def _tables(n: Part, d: Part | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*n.tables, *(d.tables if d else ())]))


def _days(release: Release, tables: tuple[str, ...]) -> dict[str, date]:
    return {table: release.meta.table_days[table] for table in tables if table in release.meta.table_days}


def _sources(release: Release) -> tuple[tuple[str, date | None], ...]:
    return tuple((source.name_zh, source.as_of) for source in release.meta.sources)


def _said(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


@cache
def _quantity_sources() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Quantity -> its meaning in Chinese, and the tables that it is counted from."""
    with (_FOLDER / "quantity_sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["meaning_zh"], tuple(row["tables"].split(";"))) for row in csv.DictReader(file)}


@cache
def _aliases() -> tuple[tuple[str, str], ...]:
    """Figures that documents give under another name: (figure, region indicator)."""
    with (_FOLDER / "published_names.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["figure"], row["region_indicator_code"]) for row in csv.DictReader(file))
