"""The chain of duty: who answers from the county down to the household, and for each region under the one shown."""

import math
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from data_access.duty.figures import Link
from data_access.duty.records import DutyOfficial
from data_access.messages import text
from data_access.tree import Region
from layouts.attributes import attributes
from layouts.numbers import whole
from layouts.panels.duty_parts import bar, people
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced


def chain_panel(
    links: Sequence[Link],
    path: Sequence[Region],
    below: Sequence[Region],
    offices: Mapping[str, Sequence[DutyOfficial]],
    lang: str,
    *,
    connected: bool,
) -> html.Section:
    """The regions of `path` (the highest first) with who is in office there, then the `links` that lie under the last.

    `below` are the regions under the one shown, each with its first officials of `offices` (code -> officials).
    """
    title = text("duty.chain", lang)
    if not connected or all(math.isnan(link.led) for link in links):
        return panel(title, "", nothing(lang, connected=connected), name="chain", lang=lang)
    here = path[-1].level if path else 0
    steps = [_named(region, offices.get(region.code, ()), lang) for region in path]
    steps += [_link(link, lang) for link in links if link.level > here]
    rows = [
        html.Tr(
            [
                html.Th(html.A(region.name(lang), href=f"?view=duty&region={region.code}",
                               **attributes(data_go=region.code)), scope="row"),
                html.Td(people(offices.get(region.code, ()), lang, 2)),
            ],
            className="" if region.code in offices else "is-lacking",
        )
        for region in below
    ]  # fmt: skip
    body: list[Component] = [html.Ol(steps, className="chain-links")]
    if rows:
        table = html.Table(html.Tbody(rows), **attributes(aria_label=text("duty.chain_below", lang)))
        body.append(html.Div(table, className="duty-list whole-rows", tabIndex="0"))
    return panel(title, text("duty.chain_unit", lang), html.Div(body, className="duty chain"), name="chain", lang=lang)


def _named(region: Region, officials: Sequence[DutyOfficial], lang: str) -> html.Li:
    """A region of the way down: who answers for it, with their offices."""
    first = officials[0].role if officials else None
    return html.Li(
        [
            html.Span(text(f"duty.level.{region.level}", lang), className="chain-level"),
            html.Span(people(officials, lang), className="chain-who"),
            html.Span("" if first is None else first.name(lang), className="chain-role"),
        ],
        className="chain-link is-named" + ("" if officials else " is-short"),
        title=region.name(lang),
    )


def _link(link: Link, lang: str) -> html.Li:
    """A level under the region: for how many of its regions or households somebody answers."""
    percent = 100 * link.led / link.whole if not math.isnan(link.led) else math.nan
    return html.Li(
        [
            html.Span(text(f"duty.level.{link.level}", lang), className="chain-level"),
            html.Span(text(f"duty.role.{link.role}", lang), className="chain-who"),
            html.Span(
                [
                    traced(html.B(whole(link.led)), link.led_figure, lang),
                    " / ",
                    traced(whole(link.whole), link.whole_figure, lang),
                ],
                className="chain-count",
            ),
            bar(percent),
        ],
        className="chain-link" + (" is-short" if link.led < link.whole else ""),
    )
