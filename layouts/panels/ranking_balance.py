"""What changed: with what it is compared, and households in and out as bars that lead from one total to the other."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data_access.changes.balance import Balance, Step
from data_access.changes.baseline import BEFORE, BRIEFING, Baseline, NoBaseline
from data_access.industry.change import signed
from data_access.messages import messages, text
from data_access.release.earlier import Kept
from layouts.attributes import attributes
from layouts.numbers import whole
from layouts.panels.frame import panel
from layouts.panels.traced import traced
from layouts.view_state import OPTIONS

MOST_YEARS = 6
MOST_RELEASES = 3
CUT = 0.25
"""Where all bars end in the last quarter of the scale, its beginning is left out, and the totals are marked as cut."""


def balance_panel(
    found: Sequence[Balance],
    before: Baseline | NoBaseline,
    since: str,
    difference: str,
    years: Sequence[int],
    releases: Sequence[Kept],
    lang: str,
) -> html.Section:
    """The choice of the earlier side, then a balance for each kind of household that is known twice.

    `since` and `difference` are what is chosen now, `years` and `releases` those that can be compared with. Without
    anything to compare with the panel says why.
    """
    title = text("balance.title", lang)
    said = before.said(lang)
    body: list[Component] = [_choice(since, years, releases, lang), _map_choice(difference, lang)]
    if isinstance(before, NoBaseline):
        return panel(title, "", html.Div([*body, _none(said)], className="balance"), name="balance", lang=lang)
    if found:
        body += [_balance(balance, before, lang) for balance in found]
    else:
        body.append(_none(text("balance.nothing", lang)))
    unit = text("balance.unit", lang, since=said)
    return panel(title, unit, html.Div(body, className="balance"), name="balance", lang=lang)


def _none(said: str) -> Component:
    return html.P(said, className="ranking-none")


def _chip(name: str, parameter: str, *, pressed: bool = False, hint: str = "") -> Component:
    return html.Button(
        name,
        type="button",
        className="ranking-chip",
        title=hint or None,
        **attributes(data_set=parameter, aria_pressed=str(pressed).lower()),
    )


def _choice(since: str, years: Sequence[int], releases: Sequence[Kept], lang: str) -> Component:
    """The year before, the last briefing, other years, other releases."""
    chips = [
        _chip(text(f"balance.{name}", lang), f"since={name}", pressed=since == name) for name in (BEFORE, BRIEFING)
    ]
    chips += [_chip(str(year), f"since={year}", pressed=since == str(year)) for year in years[-MOST_YEARS:]]
    for kept in releases[:MOST_RELEASES]:
        hint = text("changes.release_of", lang, built=f"{kept.created_at:%Y-%m-%d %H:%M}", as_of=kept.as_of.isoformat())
        chips.append(_chip(f"{kept.created_at:%m-%d %H:%M}", f"since={kept.id}", pressed=since == kept.id, hint=hint))
    label = attributes(aria_label=text("balance.since", lang))
    return html.Div(chips, className="ranking-chips", role="group", **label)


def _map_choice(difference: str, lang: str) -> Component:
    """Whether the map shows the values or what has changed."""
    chips = [
        _chip(text(f"balance.map_{value}", lang), f"difference={value}", pressed=value == difference)
        for value in OPTIONS["difference"]
    ]
    label = attributes(aria_label=text("balance.map", lang))
    return html.Div(chips, className="ranking-chips is-map", role="group", **label)


def _balance(balance: Balance, before: Baseline, lang: str) -> Component:
    """One bar a step: totals from the ground, changes from where the one before ended."""
    spans = _spans(balance.steps)
    top = max(high for _, high in spans)
    bottom = min(low if low > 0 else high for low, high in spans)
    width = top - bottom
    ground = bottom - width / 2 if 0 < width < CUT * top and bottom > 0 else 0.0
    scale = (top - ground) or 1.0
    rows = [
        _row(step, 100 * max(0.0, low - ground) / scale, 100 * (high - max(low, ground)) / scale, before, lang,
             is_cut=ground > 0)
        for step, (low, high) in zip(balance.steps, spans, strict=True)
    ]  # fmt: skip
    head: list[str | Component] = [text(f"balance.of.{balance.key}", lang)]
    if balance.note is not None:
        name, value = balance.note
        head += [" · ", traced(text(f"balance.note.{name}", lang, count=whole(value)), name, lang)]
    return html.Div([html.P(head, className="balance-of"), *rows], className="balance-kind")


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """From where to where each bar reaches."""
    spans: list[tuple[float, float]] = []
    at = 0.0
    for step in steps:
        if step.is_total:
            at = step.value
            spans.append((0.0, at))
        else:
            spans.append((min(at, at + step.value), max(at, at + step.value)))
            at += step.value
    return spans


def _row(step: Step, start: float, width: float, before: Baseline, lang: str, *, is_cut: bool) -> Component:
    key = f"balance.step.{step.key}"
    name = text(key if key in messages() else "balance.step.other", lang)
    if step.key == "then" and before.is_year:
        name = str(before.period)
    said = whole(step.value) if step.is_total else signed(step.value, 0)
    number: Component = html.Span(said, className="balance-number")
    if step.figure is not None:
        number = traced(said, step.figure, lang, period=step.period, className="balance-number")
    sort = "total" if step.is_total else "out" if step.value < 0 else "in"
    cut = " is-cut" if is_cut and step.is_total else ""
    bar = html.Span(
        className=f"balance-bar is-{sort}{cut}", style={"--start": f"{start:.2f}%", "--width": f"{width:.2f}%"}
    )
    return html.Div([html.Span(name, className="balance-name"), html.Span(bar, className="balance-track"), number],
                    className="balance-row")  # fmt: skip
