"""Incomes of households with and without a kind of industry, like held against like: distributions, never means."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from data_access.industry.distribution import distribution_figure
from data_access.industry.effect import MISSING, Effect, Side
from data_access.messages import text
from data_access.release.industry.bands import ANY
from layouts.attributes import attributes
from layouts.figures.income_split import MEDIAN, TICKS, income_split, place
from layouts.kind_marks import tone
from layouts.numbers import whole
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced, worded

KNOWN_LABOUR: Final = ("0", "1", "2")

MOST_ROWS: Final = 11
"""So many strata stand under all households together."""


def effect_panel(
    rows: Sequence[Effect],
    withheld: int,
    causes: Mapping[str, str],
    lang: str,
    theme: str,
    *,
    kind_name: str | None,
    region: str | None,
    connected: bool,
) -> html.Section:
    """A row a stratum with its two distributions; the first holds all households together.

    `withheld` strata are too small to be shown; `causes` has the names of the causes; `kind_name` None = any kind;
    `region` is said where the incomes are those of a region above the one asked for.
    """
    kind = kind_name or text("effect.any", lang)
    title = text("effect.title", lang, kind=kind)
    if not connected or not rows or rows[0].state == MISSING:
        return panel(title, "", nothing(lang, connected=connected), name="effect", lang=lang)
    unit = text("effect.unit_of", lang, region=region) if region else text("effect.unit", lang)
    told = [effect for effect in rows if effect.with_kind.count and effect.without_kind.count]
    if not told:
        return panel(title, unit, html.P(text("effect.withheld_all", lang), className="not-connected"),
                     name="effect", lang=lang)  # fmt: skip
    token = tone(told[0].kind)
    notes = [text("effect.note", lang)]
    notes += [text("effect.withheld", lang, count=withheld)] if withheld else []
    body = [
        _heads(lang),
        html.Div(
            [_row(effect, causes, token, lang, theme) for effect in told],
            className="effect-rows",
            tabIndex="0",
            role="list",
            **attributes(aria_label=title),
        ),
        html.P([html.Span(note) for note in notes], className="effect-note"),
    ]
    return panel(title, unit, html.Div(body, className=f"effect effect-{token}"), name="effect", lang=lang)


def _stratum(effect: Effect, causes: Mapping[str, str], lang: str) -> tuple[str, str]:
    """The main cause and the class of members able to work, in words; all together has no class."""
    if effect.cause == ANY:
        return text("effect.all", lang), ""
    labour = effect.labour if effect.labour in KNOWN_LABOUR else "unknown"
    cause = causes.get(effect.cause) or text("effect.cause_unknown", lang)
    return cause, text(f"effect.labour.{labour}", lang)


def _heads(lang: str) -> Component:
    """What the two halves are, the scale, and what stands at the right."""
    keys = html.Span(
        [html.Span(text(f"effect.{side}", lang), className=f"effect-key is-{side}") for side in ("with", "without")],
        className="effect-keys",
    )
    ticks = html.Span(
        [
            html.Span(f"{tick // 1000}", className="effect-tick", style={"--at": f"{100 * place(tick):.1f}%"})
            for tick in TICKS
        ],
        className="effect-ticks",
    )
    return html.Div([keys, ticks, html.Span(text("effect.median", lang), className="effect-median")],
                    className="effect-row effect-heads")  # fmt: skip


def _row(effect: Effect, causes: Mapping[str, str], token: str, lang: str, theme: str) -> Component:
    cause, labour = _stratum(effect, causes, lang)
    sides = effect.with_kind, effect.without_kind
    counts = text("effect.counts", lang, with_kind=whole(sides[0].count), without=whole(sides[1].count))
    figures = [[distribution_figure(effect, name, is_with=own) for own in (True, False)] for name in ("count", "q50")]
    opened = {
        name: (whole(side.count), figure)
        for name, side, figure in zip(("with_kind", "without"), sides, figures[0], strict=True)
    }
    name: list[Component] = [html.Span(cause, className="effect-cause")]
    if labour:
        name.append(html.Span(labour, className="effect-labour"))
    return html.Div(
        [
            html.Span(
                [*name, html.Span(worded("effect.counts", lang, opened), className="effect-counts")],
                className="effect-name",
                title=counts,
            ),
            html.Img(
                src=income_split(*sides, effect.edges, token, theme),
                alt=_words(sides, lang),
                className="effect-split",
            ),
            html.Span(
                [
                    traced(_yuan(side.quantiles[MEDIAN]), figure, lang, className=f"effect-key is-{name}")
                    for name, side, figure in zip(("with", "without"), sides, figures[1], strict=True)
                ],
                className="effect-medians",
            ),
        ],
        className="effect-row" + ("" if labour else " is-all"),
        role="listitem",
    )


def _words(sides: tuple[Side, Side], lang: str) -> str:
    """What the picture shows as a sentence, for those who cannot see it: whose incomes they are stands before it."""
    with_kind, without = sides
    return text(
        "effect.alt",
        lang,
        with_median=_yuan(with_kind.quantiles[MEDIAN]),
        with_low=_yuan(with_kind.quantiles[1]),
        with_high=_yuan(with_kind.quantiles[3]),
        without_median=_yuan(without.quantiles[MEDIAN]),
        without_low=_yuan(without.quantiles[1]),
        without_high=_yuan(without.quantiles[3]),
    )


def _yuan(value: float) -> str:
    """A quantile; one in the last, open band is only known to lie beyond it."""
    return ">30,000" if math.isinf(value) else whole(value)
