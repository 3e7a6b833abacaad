"""The income chart of a household's page as shapes of an SVG: one bar a year, and the line of each year over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data_access.households.records import LineSide
from data_access.households.records_dossier import YearIncome

WIDTH: Final = 400
HEIGHT: Final = 230
_TOP, _FOOT, _SIDE = 30, 28, 6
_BAR_SHARE: Final = 0.56
_ROOM: Final = 1.12
"""The highest bar leaves this much room above it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: `height` up to what is sure, `band_height` up to what may be; None where nothing is reported."""

    stat_year: int
    x: float
    width: float
    middle: float
    y: float | None
    height: float | None
    band_y: float | None
    band_height: float | None
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one year as a stroke over its bar."""

    x1: float
    x2: float
    y: float


@dataclass(frozen=True, slots=True)
class IncomeBars:
    """All shapes in a box of WIDTH x HEIGHT units."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    base: float


_TONES: Final = {LineSide.BELOW: "bad", LineSide.ACROSS: "warn", LineSide.ABOVE: "good", LineSide.NO_LINE: "primary"}


def income_bars(years: Sequence[YearIncome]) -> IncomeBars:
    """The shapes for `years`, oldest first. A loss stands as a bar without height, and its figure is said."""
    base = HEIGHT - _FOOT
    highest = max((max(_high(year), year.line_yuan or 0.0) for year in years), default=0.0) * _ROOM or 1.0
    step = (WIDTH - 2 * _SIDE) / max(1, len(years))

    def up(amount: float) -> float:
        return round((base - _TOP) * max(0.0, amount) / highest, 1)

    bars, lines = [], []
    for place, year in enumerate(years):
        middle = _SIDE + step * (place + 0.5)
        width = step * _BAR_SHARE
        sure, may = _low(year), _high(year)
        is_known = year.per_person.band is not None
        band = year.per_person.yuan is None and may > sure
        bars.append(
            Bar(
                stat_year=year.stat_year,
                x=round(middle - width / 2, 1),
                width=round(width, 1),
                middle=round(middle, 1),
                y=base - up(sure) if is_known else None,
                height=up(sure) if is_known else None,
                band_y=base - up(may) if is_known and band else None,
                band_height=round(up(may) - up(sure), 1) if is_known and band else None,
                said=_said(year),
                tone=_TONES[year.side],
            )
        )
        if year.line_yuan is not None:
            lines.append(Line(round(middle - step / 2, 1), round(middle + step / 2, 1), base - up(year.line_yuan)))
    return IncomeBars(tuple(bars), tuple(lines), base)


def _low(year: YearIncome) -> float:
    if year.per_person.yuan is not None:
        return year.per_person.yuan
    band = year.per_person.band
    return float(band.low or 0) if band else 0.0


def _high(year: YearIncome) -> float:
    if year.per_person.yuan is not None:
        return year.per_person.yuan
    band = year.per_person.band
    return float(band.high if band and band.high is not None else _low(year))


def _said(year: YearIncome) -> str:
    """The figure over the bar: digits alone, so that it needs no language."""
    money = year.per_person
    if money.yuan is not None:
        return f"{money.yuan:,.0f}"
    if money.band is None:
        return "—"
    if money.band.low is None:
        return "<0"
    if money.band.high is None:
        return f"≥{money.band.low / 1000:g}k"
    return "0" if money.band.high == 0 else f"{money.band.low / 1000:g}–{money.band.high / 1000:g}k"
