"""The catalogue of indicators: what each means, how it is computed, how it is coloured, and how far down it goes."""

import csv
import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from data_access.messages import text, year_in

_FILE: Final = Path(__file__).parent / "catalogue" / "indicators.csv"

KIND_MODEL: Final = "INDUSTRY_VILLAGE_COVERAGE"
"""The indicator that the coverage by one kind is made after."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: value = scale x numerator / denominator, or scale x numerator where there is no denominator.

    name_zh          as said until 2020; name_2021_zh and name_2026_zh from those years, None = as before
    theme            an item of code list INDICATOR_THEME (POPULATION, SOLAR ...)
    good_direction   1 higher is better, -1 lower is better, 0 neither
    numerator        name of a quantity of the release; denominator another, or None for an amount
    scale            100 for %, 1000 for permille, 1e-4 for 10,000 yuan, else 1
    breaks           lower bounds of the colour classes, ascending; the last class is open
    lowest_level     below this level (5 village) the indicator is not offered
    period_rule      "year" a figure of each year, "as_of" only of the day of the data
    needs            themes of the shared database without which it cannot be computed
    is_sensitive     withheld for villages (health)
    is_published     from the catalogue of published figures, not from ours
    """

    code: str
    name_zh: str
    name_en: str
    theme: str
    unit: str
    unit_en: str
    good_direction: int
    numerator: str
    denominator: str | None
    numerator_zh: str
    denominator_zh: str
    scale: float
    decimals: int
    breaks: tuple[float, ...]
    lowest_level: int
    period_rule: str
    needs: tuple[str, ...]
    definition_zh: str
    definition_en: str
    formula: str
    source_columns: str
    caveat: str
    name_2021_zh: str | None = None
    name_2026_zh: str | None = None
    is_sensitive: bool = False
    is_published: bool = False

    def name(self, period: int | None = None, lang: str = "zh") -> str:
        """The name as it is said in `period` (None: the oldest wording), or in the era of `lang` if it has one."""
        if lang == "en":
            return self.name_en or self.name_zh
        period = year_in(lang, period)
        if period is not None and period >= 2026 and self.name_2026_zh:
            return self.name_2026_zh
        if period is not None and period >= 2021 and self.name_2021_zh:
            return self.name_2021_zh
        return self.name_zh

    def definition(self, lang: str = "zh") -> str:
        """What the indicator means, in one sentence."""
        return self.definition_en if lang == "en" else self.definition_zh

    def unit_text(self, lang: str = "zh") -> str:
        """The unit as it is written beside a value."""
        return self.unit_en if lang == "en" else self.unit

    def direction(self, lang: str = "zh") -> str:
        """Which way is better, in words."""
        return text(("indicator.lower", "indicator.neutral", "indicator.higher")[self.good_direction + 1], lang)

    def value(self, numerator: float, denominator: float | None = None) -> float:
        """The value in the indicator's unit; NaN where an operand is not known or the denominator is 0."""
        if self.denominator is None:
            return self.scale * numerator
        if denominator is None or math.isnan(denominator) or denominator == 0:
            return math.nan
        return self.scale * numerator / denominator

    def format(self, value: float, lang: str = "zh") -> str:
        """The value with its decimals, thousands marked, without unit; the word for "not reported" when NaN."""
        return text("indicator.missing", lang) if math.isnan(value) else f"{value:,.{self.decimals}f}"


@cache
def read_catalogue() -> tuple[Indicator, ...]:
    """Our own indicators in the order of the catalogue; raises ValueError when a row of it makes no sense."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(_indicator(row) for row in rows)


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        code=row["indicator_code"],
        name_zh=row["name_zh"],
        name_2026_zh=row["name_2026_zh"] or None,
        name_en=row["name_en"],
        theme=row["theme"],
        unit=row["unit"],
        unit_en=row["unit_en"],
        good_direction=int(row["good_direction"]),
        numerator=row["numerator_quantity"],
        denominator=row["denominator_quantity"] or None,
        numerator_zh=row["numerator"],
        denominator_zh=row["denominator"],
        scale=float(row["scale"]),
        decimals=int(row["decimals"]),
        breaks=read_breaks(row["class_breaks"]),
        lowest_level=int(row["lowest_level"]),
        period_rule=row["period_rule"],
        needs=tuple(row["needs"].split(";")),
        definition_zh=row["definition_zh"],
        definition_en=row["definition_en"],
        formula=row["formula"],
        source_columns=row["columns"],
        caveat=row["caveat_and_benchmark"],
        is_sensitive=row["is_sensitive"] == "1",
    )


def kind_indicators(kinds: Iterable[Mapping[Hashable, object]]) -> tuple[Indicator, ...]:
    """The coverage of villages by each kind of industry that has no indicator of its own in the catalogue.

    `kinds` are rows of the database's catalogue of kinds: kind, name_zh, name_2021_zh, name_2026_zh, name_en,
    is_covering. A kind that a county adds by data alone has its map by this.
    """
    whole = next(i for i in read_catalogue() if i.code == KIND_MODEL)
    own = {i.numerator for i in read_catalogue()}
    found = []
    for row in kinds:
        numerator = f"{whole.numerator}.{row['kind']}"
        if row["is_covering"] != 1 or numerator in own:
            continue
        name = str(row["name_zh"])
        english = _text(row.get("name_en")) or name
        since = {era: _text(row.get(f"name_{era}_zh")) for era in (2021, 2026)}
        told = {era: text("indicator.kind", "zh", kind=said) if said else None for era, said in since.items()}
        found.append(
            replace(
                whole,
                code=f"{KIND_MODEL}.{row['kind']}",
                name_zh=text("indicator.kind", "zh", kind=name),
                name_2021_zh=told[2021],
                name_2026_zh=told[2026],
                name_en=text("indicator.kind", "en", kind=english),
                numerator=numerator,
                numerator_zh=text("indicator.kind_numerator", "zh", kind=name),
                breaks=(0.0, 10.0, 20.0, 40.0, 60.0),
                lowest_level=5,
                formula="100*n/N",
                source_columns=f"industry_coverage.region_code of kind {row['kind']} / region.region_code",
                definition_zh=text("indicator.kind_definition", "zh", kind=name),
                definition_en=text("indicator.kind_definition", "en", kind=english),
                caveat="",
            )
        )
    return tuple(found)


def published_indicator(row: "dict[str, object]", *, has_denominator: bool, values: Iterable[float]) -> Indicator:
    """The indicator of one row of `region_indicator`; its figures are the quantities figure.CODE and figure_base.CODE.

    Where the row has no class_breaks, the classes are fifths of `values` with bounds of two significant digits, and the
    definition says so.
    """
    unit = str(row["unit_zh"])
    scale = {"%": 100.0, "‰": 1000.0}.get(unit, 1.0) if has_denominator else 1.0
    stated = row.get("class_breaks")
    breaks = read_breaks(stated) if isinstance(stated, str) and stated.strip() else ()
    made = not breaks
    breaks = breaks or quantile_breaks(v * scale for v in values)
    name = str(row["name_zh"])
    said = row.get("definition_zh")
    definition = said if isinstance(said, str) and said else text("indicator.published", "zh", name=name)
    english = _text(row.get("name_en")) or name
    note_zh, note_en = (text("indicator.quantiles", lang) if made else "" for lang in ("zh", "en"))
    code = str(row["region_indicator_code"])
    direction = row.get("good_direction")
    return Indicator(
        code=code,
        name_zh=name,
        name_2021_zh=_text(row.get("name_2021_zh")),
        name_2026_zh=_text(row.get("name_2026_zh")),
        name_en=english,
        theme=str(row["indicator_theme_code"]),
        unit=unit,
        unit_en=unit,
        good_direction=int(direction) if isinstance(direction, (int, float)) and direction in (-1, 0, 1) else 0,
        numerator=f"figure.{code}",
        denominator=f"figure_base.{code}" if has_denominator else None,
        numerator_zh=name,
        denominator_zh="",
        scale=scale,
        decimals=2 if has_denominator else 0,
        breaks=breaks,
        lowest_level=5,
        period_rule="year",
        needs=("figures",),
        definition_zh=definition + note_zh,
        definition_en=text("indicator.published", "en", name=english) + note_en,
        formula="SUM(n)/SUM(N)" if has_denominator else "SUM(n)",
        source_columns="region_figure.numerator / region_figure.denominator",
        caveat="",
        is_published=True,
    )


def read_breaks(written: str) -> tuple[float, ...]:
    """Class bounds written as "0;0.5;2"; raises ValueError when they are no ascending numbers."""
    breaks = tuple(float(part) for part in written.split(";") if part.strip())
    if list(breaks) != sorted(set(breaks)):
        raise ValueError(f"class breaks {written!r} do not ascend")
    return breaks


def quantile_breaks(values: Iterable[float], classes: int = 5) -> tuple[float, ...]:
    """Lower bounds of `classes` classes that hold about equally many of `values`, at two significant digits."""
    ordered = sorted(v for v in values if not math.isnan(v))
    if not ordered:
        return (0.0,)
    bounds = [_two_digits(ordered[min(len(ordered) - 1, len(ordered) * i // classes)]) for i in range(classes)]
    bounds[0] = 0.0 if ordered[0] >= 0 else math.floor(ordered[0])
    return tuple(sorted(set(bounds)))


def _two_digits(value: float) -> float:
    return float(f"{value:.1e}")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
