"""Guarantees that are not met: how many households, which guarantee, which village, and nearby which household."""

import math
from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.tasks.guarantees import CHECKED, UNMET, Unmet, UnmetGuarantees, UnmetHouseholds, UnmetVillage
from layouts import ids
from layouts.attributes import attributes
from layouts.markup import Markup, still
from layouts.numbers import whole
from layouts.panels.frame import nothing, panel
from layouts.panels.tasks_pager import pager, place_link
from layouts.panels.traced import still_traced, traced


def unmet_panel(
    unmet: UnmetGuarantees,
    households: UnmetHouseholds | None,
    names: Mapping[str, str],
    lang: str,
    *,
    connected: bool,
    in_village: bool,
) -> html.Section:
    """A figure a guarantee (`names`: item -> its name), then villages, or the `households` where they are listed."""
    title = text("tasks.unmet", lang)
    told = [one for one in unmet.items if not math.isnan(one.households) or one.item in unmet.withheld]
    if not connected or (math.isnan(unmet.checked) and not told):
        return panel(title, "", nothing(lang, connected=connected), name="unmet", lang=lang)
    figures = html.Div([_figure(one, names[one.item], lang) for one in told], className="unmet-figures")
    body: list[Component] = [figures]
    if households is not None:
        body += _households(households, names, lang)
    if not in_village and households is None:
        body += _villages(unmet, names, lang)
    unit = traced(text("tasks.checked", lang, count=whole(unmet.checked)), CHECKED, lang)
    return panel(title, unit, html.Div(body, className="unmet"), name="unmet", lang=lang)


def _figure(one: Unmet, name: str, lang: str) -> Component:
    """How many households, large; 0 is good, and said so by its mark."""
    said = text("wall.withheld", lang) if math.isnan(one.households) else whole(one.households)
    tone = "none" if one.households == 0 else "withheld" if math.isnan(one.households) else "some"
    figure = html.B(said, **attributes(data_figure=f"unmet.{one.item}"))
    return html.Div(
        [
            html.Span(name, className="unmet-name", title=name),
            traced(figure, f"{UNMET}.{one.item}", lang, className="unmet-count"),
        ],
        className=f"unmet-item is-{tone}",
    )


def _villages(unmet: UnmetGuarantees, names: Mapping[str, str], lang: str) -> list[Component]:
    if not unmet.villages:
        return [html.P(text("tasks.unmet_none", lang), className="tasks-none")]
    rows = [_village(row, names[row.item], lang) for row in unmet.villages]
    listed = html.Ol(
        rows, className="unmet-list whole-rows", tabIndex="0", **attributes(aria_label=text("tasks.unmet", lang))
    )
    notes = []
    if unmet.total > len(unmet.villages):
        notes.append(text("tasks.unmet_more", lang, shown=len(unmet.villages), count=whole(unmet.total)))
    if unmet.withheld:
        notes.append(text("tasks.unmet_withheld", lang, names="、".join(names[item] for item in unmet.withheld)))
    return [listed, html.P(" · ".join(notes), className="tasks-note")] if notes else [listed]


def _village(row: UnmetVillage, name: str, lang: str) -> Markup:
    return still(
        "li",
        [
            place_link(row.code, row.name_zh),
            still("span", row.township_zh, className="unmet-township", title=row.township_zh),
            still("span", name, className="unmet-what", title=name),
            still_traced(
                text("tasks.households", lang, count=whole(row.households)),
                f"{UNMET}.{row.item}",
                lang,
                region=row.code,
                className="unmet-number",
            ),
        ],
        className="unmet-row",
        **attributes(data_region=row.code, data_item=row.item),
    )


def _households(found: UnmetHouseholds, names: Mapping[str, str], lang: str) -> list[Component]:
    """Masked households; each opens its card."""
    if not found.rows:
        return [html.P(text("tasks.unmet_none", lang), className="tasks-none")]
    rows = [
        still(
            "li",
            [
                still(
                    "button",
                    household.head_name or text("household.tiles.no_name", lang),
                    type="button",
                    className="tasks-place",
                    **attributes(data_household=household.token, data_household_region=household.village_code),
                ),
                still("span", household.village_zh, className="unmet-township", title=household.village_zh),
                still("span", names[item], className="unmet-what", title=names[item]),
                still("span", household.helper.name_zh if household.helper else "—", className="unmet-helper"),
            ],
            className="unmet-row",
        )
        for item, household in found.rows
    ]
    listed = html.Ol(
        rows, className="unmet-list whole-rows", tabIndex="0", **attributes(aria_label=text("tasks.unmet", lang))
    )
    foot = html.Div(pager(ids.TASKS_UNMET_TURN, found.page, found.total, found.page_size, lang), className="tasks-foot")
    return [listed, foot]
