"""Figures of the distributions of income with and without an industry: where they come from, and the bands behind them.

effect.with.q50.SOLAR.07.1       the median of households with solar, main cause 07, one member able to work
effect.without.count.*.*.*       how many households without any kind are told of; `NONE` where a trait is not stated
"""

import math
import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data_access.industry.effect import OK, QUANTILES, Effect, Side, cause_names, effect, told_above
from data_access.industry.kinds import covering_kinds, kind_names
from data_access.messages import text
from data_access.release import Release
from data_access.release.industry.bands import ANY
from data_access.values import WITHHELD

COUNT: Final = "count"
UNSTATED: Final = "NONE"
BEYOND: Final = "beyond"
"""State of a quantile that lies in the last, open band."""

TABLES: Final = ("household_income", "industry_participation", "household_cause", "person", "household")

_GRAMMAR: Final = re.compile(
    r"effect\.(with|without)\.(count|q\d\d)\.([A-Z0-9_]+|\*)\.([A-Z0-9_]+|\*)\.([0-2]|NONE|\*)", re.ASCII
)
_RANKS: Final = {f"q{100 * q:.0f}": q for q in QUANTILES}


@dataclass(frozen=True, slots=True)
class Distributed:
    """One side (`is_with`) of the households of a `kind`, `cause` and `labour`; `measure` is "count" or a quantile."""

    is_with: bool
    measure: str
    kind: str
    cause: str
    labour: str

    def side(self, found: Effect) -> Side:
        """The side of `found` that is meant."""
        return found.with_kind if self.is_with else found.without_kind


def distributed(release: Release, figure: str) -> Distributed | None:
    """What `figure` says of a distribution, None where it says nothing of one."""
    found = _GRAMMAR.fullmatch(figure)
    if found is None or (found[2] != COUNT and found[2] not in _RANKS):
        return None
    if found[3] != ANY and found[3] not in covering_kinds(release):
        return None
    cause, labour = ("?" if said == UNSTATED else said for said in found.groups()[3:])
    return Distributed(found[1] == "with", found[2], found[3], cause, labour)


def distribution_figure(found: Effect, measure: str, *, is_with: bool) -> str:
    """The name of a figure of one side of `found`."""
    traits = (UNSTATED if said == "?" else said for said in (found.cause, found.labour))
    return ".".join(("effect", "with" if is_with else "without", measure, found.kind, *traits))


def distribution_of(release: Release, made: Distributed, code: str, period: int) -> Effect:
    """The distributions that a figure is of; raises UnknownRegionError, UnknownPeriodError."""
    return effect(release, code, period, made.kind, cause=made.cause, labour=made.labour)


def distribution_value(made: Distributed, found: Effect) -> tuple[float, str]:
    """The value of the figure, and its state."""
    if found.state != OK:
        return math.nan, found.state
    side = made.side(found)
    if made.measure == COUNT:
        return float(side.count), OK
    value = side.quantiles[QUANTILES.index(_RANKS[made.measure])]
    return (value, OK) if math.isfinite(value) else (math.nan, BEYOND if math.isinf(value) else WITHHELD)


def distribution_words(release: Release, made: Distributed, found: Effect, lang: str) -> dict[str, str]:
    """Title, definition, unit, formula and what is counted, in words."""
    value, state = distribution_value(made, found)
    side = made.side(found)
    kind = text("effect.any", lang) if made.kind == ANY else kind_names(release, found.period, lang)[made.kind]
    cause = (
        "" if made.cause == ANY else cause_names(release, lang).get(made.cause) or text("effect.cause_unknown", lang)
    )
    labour = "" if made.labour == ANY else text(f"effect.labour.{made.labour.replace('?', 'unknown')}", lang)
    households = text(
        f"trace.effect.{'with' if made.is_with else 'without'}", lang, kind=kind,
        stratum=" · ".join(filter(None, (cause, labour))) or text("effect.all", lang),
    )  # fmt: skip
    measure = "count" if made.measure == COUNT else "median" if made.measure == "q50" else "quantile"
    rank = round(100 * _RANKS.get(made.measure, 0))
    above = told_above(release, found.region, found.region, lang)
    said = {"households": households, "rank": rank, "count": f"{side.count:,}", "value": f"{value:,.0f}"}
    unit = text("trace.unit.household" if made.measure == COUNT else "trace.unit.yuan", lang)
    formula = text(f"trace.effect.formula_{measure}" if state == OK else "trace.formula_none", lang,
                   reason=text(f"trace.state.{state}", lang), unit=unit, **said)  # fmt: skip
    region = above or release.region(found.region).name(lang)
    return {
        "title": text(f"trace.effect.{measure}", lang, **said),
        "definition": text(f"trace.effect.definition_{measure}", lang, region=region, **said),
        "unit": unit,
        "formula": formula,
        "counted": households,
    }


def bands_behind(made: Distributed, found: Effect, lang: str) -> pd.DataFrame:
    """The bands of income that a figure is made of: columns as `villages.villages_behind`, the code empty."""
    counts = np.array(made.side(found).counts, dtype=np.float64)
    edges = [0, *found.edges]
    names = [
        text("trace.effect.band", lang, low=f"{low:,}", high=f"{high:,}")
        for low, high in zip(edges, found.edges, strict=False)
    ]
    names.append(text("trace.effect.last_band", lang, low=f"{edges[-1]:,}"))
    nothing = np.full(len(counts), np.nan)
    return pd.DataFrame(
        {
            "code": [""] * len(counts),
            "name": names,
            "township": [""] * len(counts),
            "numerator": counts,
            "denominator": nothing,
            "value": counts,
            "state": pd.array(np.where(np.isnan(counts), WITHHELD, OK), dtype="str"),
        }
    )
