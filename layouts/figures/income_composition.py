"""What a household's gross income is made of, as one bar of shares."""

import plotly.graph_objects as go

from data_access.households.records import IncomeComposition
from data_access.messages import text
from layouts.figures.style import dressed
from layouts.theme import colour

TONES = {"A": "purple", "B": "good", "C": "solar", "D": "primary"}
"""Item of code list INCOME_ITEM -> token of its colour; the legend beside the bar has the same by class."""

_NARROWEST = 8
"""A part under this share, per cent, has no room for a figure inside; the legend has it."""


def income_composition(composition: IncomeComposition, lang: str, rem: float = 16.0, theme: str = "dark") -> go.Figure:
    """One horizontal bar: the kinds of gross income in steps of 5 %; a kind that is not reported is left out.

    `rem` is the screen's root font size in px: every size is a multiple of it.
    """
    shown = [(part, max(part.share_percent, 1)) for part in composition.parts if part.share_percent is not None]
    bars = [
        go.Bar(
            x=[width],
            y=[""],
            orientation="h",
            name=part.item.name(lang),
            marker={
                "color": colour(TONES.get(part.item.code, "missing-line"), theme),
                "line": {"color": colour("surface", theme), "width": rem * 0.12},
            },
            text=[text("household.income.share", lang, share=part.share_percent) if width >= _NARROWEST else ""],
            textposition="inside",
            insidetextfont={"color": colour("text-on-mark", theme), "size": rem * 1.125},
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            width=1,
        )
        for part, width in shown
    ]
    figure = dressed(go.Figure(bars), rem, theme, left=0, right=0, top=0, bottom=0)
    return figure.update_layout(
        barmode="stack",
        xaxis={"range": [0, max(1, sum(width for _, width in shown))], "visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True},
    )
