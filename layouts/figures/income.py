"""Income per person of one household as floating bars: a band a year, against the line of that year."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from data_access.households.records import IncomeYear, LineSide
from data_access.messages import text
from data_access.privacy import Band
from layouts.figures.style import dressed
from layouts.theme import colour

_SIDES = {
    LineSide.BELOW: "bad",
    LineSide.ACROSS: "primary",
    LineSide.ABOVE: "primary",
    LineSide.NO_LINE: "missing-line",
}
_OPEN_BAND_YUAN = 10_000


def income(years: Sequence[IncomeYear], line_name: str, lang: str, rem: float = 16.0, theme: str = "dark") -> go.Figure:
    """A bar from the lower to the upper end of each year's band over a pale stem, and the policy line dotted.

    Red with ▼ means the whole band lies under the line, hatched that the line runs through it. A year without a figure
    says so in words. `rem` is the screen's root font size in px: every size is a multiple of it.
    """
    names = [str(year.stat_year) for year in years]
    top = max([1.0, *(_high(year.per_person) for year in years), *(year.line_yuan or 0.0 for year in years)])
    line = go.Scatter(
        x=names,
        y=[year.line_yuan for year in years],
        mode="lines+markers",
        marker={"color": colour("accent", theme), "size": rem * 0.3},
        line={"color": colour("accent", theme), "width": rem * 0.17, "dash": "dot"},
    )
    figure = dressed(go.Figure([*_bars(years, rem, theme), line]), rem, theme, right=8, top=0.25, bottom=1.6)
    return figure.update_layout(
        barmode="overlay",
        annotations=[
            *(_label(place, year, lang, rem, theme) for place, year in enumerate(years)),
            _line_label([year for year in years if year.line_yuan is not None], line_name, lang, top, theme),
        ],
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": names,
            "range": [-0.6, len(years) - 0.4],
            "showgrid": False,
            "linecolor": colour("line", theme),
            "fixedrange": True,
        },
        yaxis={"range": [0, top * 1.16], "visible": False, "fixedrange": True},
    )


def income_words(years: Sequence[IncomeYear], lang: str) -> str:
    """The same figures as one sentence, for those who cannot see the chart."""
    said = "; ".join(
        f"{year.stat_year} {_words(year, lang) if year.per_person else text('household.not_reported', lang)}"
        for year in years
    )
    return text("household.income.alt", lang, years=said)


def _bars(years: Sequence[IncomeYear], rem: float, theme: str) -> list[go.Bar]:
    """Stem and band of every year that has a figure."""
    known = [year for year in years if year.per_person is not None]
    names = [str(year.stat_year) for year in known]
    lows = [_low(year.per_person) for year in known]
    tones = [colour(_SIDES[year.side], theme) for year in known]
    return [
        go.Bar(x=names, y=lows, marker={"color": colour("surface-2", theme)}, width=0.56),
        go.Bar(
            x=names,
            y=[_high(year.per_person) - low for year, low in zip(known, lows, strict=True)],
            base=lows,
            marker={
                "color": tones,
                "line": {"color": tones, "width": rem * 0.08},
                "pattern": {
                    "shape": ["/" if year.side is LineSide.ACROSS else "" for year in known],
                    "bgcolor": colour("surface-2", theme),
                    "size": rem * 0.5,
                },
            },
            width=0.56,
        ),
    ]


def _label(place: int, year: IncomeYear, lang: str, rem: float, theme: str) -> dict[str, Any]:
    """The band in thousands above its bar, or that the year is not reported; a category is placed by its number."""
    label = {"x": place, "showarrow": False, "yanchor": "bottom", "yshift": rem * 0.1}
    if year.per_person is None:
        words = text("household.not_reported", lang)
        return label | {"y": 0, "text": words, "font": {"color": colour("text-muted", theme)}}
    return label | {"y": max(_high(year.per_person), year.line_yuan or 0), "text": _words(year, lang)}


def _line_label(lines: Sequence[IncomeYear], name: str, lang: str, top: float, theme: str) -> dict[str, Any]:
    """The name of the dotted line at its right end, or that there is none."""
    if not lines:
        words = text("household.income.no_line", lang)
        label = {"xref": "paper", "x": 1.01, "y": top, "xanchor": "left", "yanchor": "top", "showarrow": False}
        return label | {"text": words, "font": {"color": colour("text-muted", theme)}}
    last = lines[-1]
    amount = last.line_yuan or 0.0
    words = text(
        "household.income.line", lang, name="<br>".join(_folded(name)), year=last.stat_year, amount=f"{amount:,.0f}"
    )
    return {
        "xref": "paper",
        "x": 1.01,
        "y": min(max(amount, top * 0.12), top * 0.95),
        "xanchor": "left",
        "align": "left",
        "showarrow": False,
        "text": words,
        "font": {"color": colour("accent", theme)},
    }


def _folded(name: str) -> list[str]:
    """A name in pieces short enough for the margin: Chinese before its bracket, English at spaces."""
    if " " not in name:
        return name.replace("(", "\n(", 1).split("\n")
    pieces: list[str] = [""]
    for word in name.split():
        if len(pieces[-1]) + len(word) > 12 and pieces[-1]:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {word}".strip()
    return pieces


def _low(band: Band | None) -> float:
    return float(band.low or 0) if band else 0.0


def _high(band: Band | None) -> float:
    if band is None:
        return 0.0
    return float(band.high) if band.high is not None else _low(band) + _OPEN_BAND_YUAN


def _words(year: IncomeYear, lang: str) -> str:
    band = year.per_person
    if band is None:
        return ""
    mark = "▼ " if year.side is LineSide.BELOW else ""
    if band.low is None:
        return mark + text("household.income.below_zero", lang)
    low = f"{band.low / 1000:g}"
    if band.high == 0:
        return mark + low
    if band.high is None:
        return mark + text("household.income.over", lang, low=low)
    return mark + text("household.income.range", lang, low=low, high=f"{band.high / 1000:g}")
