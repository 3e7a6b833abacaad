"""Resident work teams: villages that have one and a first secretary, and their days there against the rule."""

import math
from collections.abc import Mapping

from dash import html

from data_access.messages import text
from layouts.numbers import decimal
from layouts.panels.duty_parts import bar, counted, share_row
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced

DAYS = "team_village_day_count@per@team_day_official_count"
REQUIRED = "team_required_day_count@per@team_day_official_count"


def teams_panel(figures: Mapping[str, float], lang: str, *, connected: bool) -> html.Section:
    """Villages with a team and with a first secretary; days in the village each against the rule; who falls short."""
    title = text("duty.teams", lang)
    if not connected or math.isnan(figures["team_village_count"]):
        return panel(title, "", nothing(lang, connected=connected), name="teams", lang=lang)
    rows = [
        share_row(text("duty.team", lang), "team_village_count", "village_count", figures, lang),
        share_row(text("duty.first_secretary", lang), "first_secretary_village_count", "village_count", figures, lang),
    ]
    unit = traced(
        text("duty.lacking", lang, count=f"{figures['team_lacking_village_count']:,.0f}"),
        "team_lacking_village_count", lang,
    )  # fmt: skip
    body = [html.Div(rows, className="duty-rows", role="table"), _days(figures, lang)]
    return panel(title, unit, html.Div(body, className="duty teams"), name="teams", lang=lang)


def _days(figures: Mapping[str, float], lang: str) -> html.Div:
    """Days each against those required, and the members and villages that fall short; said where nobody reports."""
    people, spent, due = (
        figures[name] for name in ("team_day_official_count", "team_village_day_count", "team_required_day_count")
    )
    if math.isnan(people) or not people > 0 or not due > 0:
        return html.Div(html.P(text("duty.days_missing", lang), className="duty-note"), className="team-days")
    return html.Div(
        [
            html.Div(
                [
                    html.Span(text("duty.days", lang), className="duty-label"),
                    html.Span(
                        [
                            traced(html.B(decimal(spent / people, 0)), DAYS, lang, className="duty-figure"),
                            " / ",
                            traced(decimal(due / people, 0), REQUIRED, lang),
                        ],
                        className="duty-of",
                    ),
                    traced(
                        f"{decimal(100 * spent / due, 0)}%",
                        "team_village_day_count@team_required_day_count",
                        lang,
                        className="duty-share",
                    ),
                    bar(min(100 * spent / due, 100)),
                ],
                className="duty-row" + (" is-short" if spent < due else ""),
            ),
            html.P(
                [
                    text("duty.short", lang),
                    counted(figures, "team_short_official_count", lang, text("duty.unit.people", lang), tone="is-bad"),
                    counted(figures, "team_short_village_count", lang, text("duty.unit.villages", lang), tone="is-bad"),
                ],
                className="duty-note",
            ),
        ],
        className="team-days",
    )
