"""Where the money of industry goes: from its kinds over the ways of joining to the parts of household income."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from data_access.industry.flows import Flows
from data_access.messages import messages, text
from data_access.rules import OTHER_INCOME
from layouts.attributes import attributes
from layouts.figures.flow_bands import REST, Bands, Node, Slot, bands, ribbons, slots
from layouts.kind_marks import tone
from layouts.numbers import decimal, whole
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced, worded

FIGURES: Final = {"yuan": "industry_income_yuan", "household": "industry_household_count"}
"""What a band may be as wide as -> the quantity of a kind that it is traced by."""

MILLION: Final = 1_000_000.0
HEADS: Final = ("kind", "way", "part")


def flows_panel(
    flows: Flows,
    names: Mapping[str, Mapping[str, str]],
    by: str,
    lang: str,
    theme: str,
    *,
    connected: bool,
) -> html.Section:
    """The Sankey of `flows`, its bands as wide as `by` ("yuan" or "household"), and what must be said of it.

    `names` has the names of kinds, ways and parts ("kind", "way", "part" -> code -> name).
    """
    title = text("flows.title", lang)
    found = bands(flows, by)
    if not connected or not found.links:
        return panel(title, "", nothing(lang, connected=connected), name="flows", lang=lang)
    scale = Scale.of(found, by, lang)
    said = {(node.stage, node.code): node_name(node, names, lang) for node in found.nodes}
    places, _ = slots(found)
    parts: list[Component] = []
    for stage, head in enumerate(HEADS):
        nodes = [
            _node(node, place, said[stage, node.code], by, scale, lang)
            for node, place in zip(found.nodes, places, strict=True)
            if node.stage == stage
        ]
        parts.append(html.Div(nodes, className=f"flows-stage is-{head}", **attributes(aria_label=_head(head, lang))))
        if stage < len(HEADS) - 1:
            parts.append(
                html.Img(
                    src=ribbons(found, stage, theme),
                    alt=in_words(found, stage, said, scale),
                    className=f"flows-ribbons is-{stage}",
                )
            )
    heads = [html.Span(_head(head, lang), className=f"flows-head is-{head}") for head in HEADS]
    households = {"households": (whole(flows.household_count), FIGURES["household"])}
    notes = worded("flows.note", lang, households)
    notes += [" " + text("flows.untold", lang, count=found.untold)] if found.untold else []
    body = [
        html.Div([*parts, *heads], className="flows-grid"),
        html.Div([_switch(by, lang), _note(notes, lang)], className="flows-foot"),
    ]
    total = flows.income_yuan if by == "yuan" else flows.household_count
    figure = f"{FIGURES[by]}.*@join-ALL" if by == "yuan" else FIGURES[by]
    unit = html.Span(worded("flows.total", lang, {"total": (f"{scale.number(total)} {scale.unit}", figure)}))
    return panel(title, unit, html.Div(body, className="flows"), name="flows", lang=lang)


def _note(whole_note: Sequence[str | Component], lang: str) -> Component:
    """What must be said, in a few words where there is little room."""
    short = html.Span(text("flows.note_short", lang), className="is-short")
    return html.P([short, html.Span(list(whole_note), className="is-long")], className="flows-note")


@dataclass(frozen=True, slots=True)
class Scale:
    """How all numbers of one picture are written, so that they can be compared: divided by the same, in one unit."""

    divisor: float
    unit: str

    @classmethod
    def of(cls, found: Bands, by: str, lang: str) -> "Scale":
        """The scale that the sum of `found` asks for."""
        if by == "household":
            return cls(1.0, text("flows.unit_household", lang))
        large = 10_000.0 if lang == "zh" else MILLION
        total = sum(node.size for node in found.nodes if node.stage == 0)
        return (
            cls(large, text("flows.unit_large", lang)) if total >= 10 * large else cls(1.0, text("amount.yuan", lang))
        )

    def number(self, value: float) -> str:
        """A size: whole, but with a decimal in millions and where a whole one would say 0."""
        scaled = value / self.divisor
        return decimal(scaled, 1) if self.divisor >= MILLION or 0 < scaled < 1 else whole(scaled)


def node_name(node: Node, names: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """What a node is called: by its short word where there is one."""
    special = {
        (0, REST): "flows.other_kinds",
        (1, REST): "flows.other_ways",
        (2, OTHER_INCOME): "flows.OTHER",
    }
    stage = HEADS[node.stage]
    key = special.get((node.stage, node.code), f"flows.{stage}.{node.code}")
    return text(key, lang) if key in messages() else names[stage].get(node.code, node.code)


def in_words(found: Bands, stage: int, names: Mapping[tuple[int, str], str], scale: Scale) -> str:
    """The bands that leave a stage, largest first, for those who cannot see them."""
    links = sorted((link for link in found.links if found.nodes[link[0]].stage == stage), key=lambda link: -link[2])
    ends = [names[node.stage, node.code] for node in found.nodes]
    return "; ".join(f"{ends[source]} → {ends[target]} {scale.number(size)}" for source, target, size in links)


def _head(head: str, lang: str) -> str:
    return text(f"flows.heads.{head}", lang)


def _node(node: Node, place: Slot, name: str, by: str, scale: Scale, lang: str) -> Component:
    """A bar as high as the node is large, and its name and number in the room that is its own."""
    said: list[str | Component] = [scale.number(node.told), html.Span(scale.unit, className="visually-hidden")]
    codes = "-".join(node.codes)
    figure = f"{FIGURES[by]}.{codes}" if node.stage == 0 else f"{FIGURES[by]}.*@join-{codes}"
    number = traced(said, figure, lang, className="flows-number")
    tint = f" tone-of-{tone(node.code)}" if node.stage == 0 else ""
    return html.Div(
        [
            html.Span(className="flows-bar", style={"--bar": f"{max(place.bar, 0.4) / place.room * 100:.2f}%"}),
            html.Span([html.Span(name, className="flows-name", title=name), number], className="flows-label"),
        ],
        className=f"flows-node{tint}",
        style={"--top": f"{place.top:.2f}%", "--room": f"{place.room:.2f}%"},
    )


def _switch(by: str, lang: str) -> Component:
    buttons = [
        html.Button(
            text(f"flows.{way}", lang),
            type="button",
            className="face-button",
            **attributes(data_set=f"flow={way}", aria_pressed=str(way == by).lower()),
        )
        for way in FIGURES
    ]
    return html.Div(
        buttons, className="flows-switch", role="group", **attributes(aria_label=text("flows.switch", lang))
    )
