"""One kind of industry at a time, or all of them: a row to choose from, the particulars, and the data in doubt."""

from collections.abc import Sequence

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.industry.chosen import ALL, Chosen
from data_access.industry.doubts import Doubt
from data_access.industry.other_kinds import KindView
from data_access.industry.solar import Solar
from data_access.industry.support import Support
from data_access.industry.tourism import Tourism
from data_access.industry.workshops import Workshops
from layouts.attributes import attributes
from layouts.kind_marks import mark, tone
from layouts.numbers import whole
from layouts.panels.frame import not_connected, panel
from layouts.panels.kinds.every import every_kind
from layouts.panels.kinds.others import kind_parts
from layouts.panels.kinds.parts import Frame, joined
from layouts.panels.kinds.solar import solar_parts
from layouts.panels.kinds.support import support_parts
from layouts.panels.kinds.tourism import tourism_parts
from layouts.panels.kinds.workshops import workshop_parts


def industry_kind_panel(found: Chosen, period: int, lang: str, rem: float, theme: str) -> html.Section:
    """The panel of kinds; its title is what was chosen."""
    frame = Frame(lang, rem, theme, period)
    body = html.Div(
        [
            _chooser(found, frame),
            html.Div(html.Div(_parts(found, frame), className="kind-parts"), className="kind-scroll", tabIndex="-1"),
            _doubts(found.doubts, frame),
        ],
        className=f"kind tone-of-{tone(found.kind)}",
        **attributes(data_kind=found.kind),
    )
    return panel(_title(found, frame), frame.text("year", year=period), body, name="kind", lang=lang)


def _title(found: Chosen, frame: Frame) -> str:
    if found.entry is not None:
        return found.entry.name[:1].upper() + found.entry.name[1:]
    return frame.text("all" if found.kind == ALL else f"entry.{found.kind.lower()}")


def _chooser(found: Chosen, frame: Frame) -> Component:
    """A button for all, for each kind, and for each entry beside industry; those not connected are pale."""
    choices = [(ALL, "all", frame.text("all_short"), True)]
    choices += [(entry.code, entry.icon, entry.name, entry.state == "connected") for entry in found.entries]
    choices += [
        (entry.entry, entry.entry.lower(), frame.text(f"entry.{entry.entry.lower()}"), entry.state == "connected")
        for entry in found.beside
    ]
    buttons = [
        html.Button(
            [mark(icon, name), html.Span(name, className="kind-choice-name")],
            type="button",
            title=name,
            className=f"kind-choice tone-of-{tone(code)}" + ("" if connected else " is-absent"),
            **attributes(data_set=f"kind={code}", aria_label=name, aria_pressed=str(code == found.kind).lower()),
        )
        for code, icon, name, connected in choices
    ]
    return html.Div(buttons, role="group", className="kind-chooser", **attributes(aria_label=frame.text("choose")))


def _parts(found: Chosen, frame: Frame) -> Sequence[Component]:
    match found.told:
        case Solar() as told:
            parts = solar_parts(told, frame)
        case Tourism() as told:
            parts = tourism_parts(told, frame)
        case Workshops() as told:
            parts = workshop_parts(told, frame)
        case KindView() as told:
            parts = kind_parts(told, frame)
        case Support() as told:
            parts = support_parts(told, frame)
        case pd.DataFrame() as told:
            parts = every_kind(found, told, frame)
        case None:
            parts = [not_connected(frame.lang)]
    return parts


def _doubts(found: Sequence[Doubt], frame: Frame) -> Component:
    """What was left out, by the rule that it breaks, and what mends it; nothing where there is nothing."""
    if not found:
        return html.P(frame.text("doubts_none"), className="kind-doubts-none")
    rows = [
        html.Li(
            [
                html.P([html.Strong(doubt.name), html.Span(frame.text("doubt_rows", count=whole(doubt.count)))]),
                html.P(joined(doubt.examples, frame)),
                html.P(doubt.mend, className="kind-note"),
            ],
            **attributes(data_rule=doubt.rule),
        )
        for doubt in found
    ]
    total = sum(doubt.count for doubt in found)
    return html.Details(
        [
            html.Summary(frame.text("doubts", count=whole(total))),
            html.Div([html.P(frame.text("doubts_note"), className="kind-note"), html.Ul(rows)]),
        ],
        className="kind-doubts",
    )
