"""What is to be settled between departments: records that deny each other, and doubtful ones by rule."""

import math

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.tasks.checks import OPEN_ISSUES, CrossChecks, OpenIssues
from layouts.attributes import attributes
from layouts.numbers import whole
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced


def checks_panel(checks: CrossChecks, lang: str, *, connected: bool) -> html.Section:
    """A row a pair of records that deny each other, then a row a rule and department; `connected`: either theme is."""
    title = text("tasks.checks", lang)
    conflicts = [(name, count) for name, count in checks.conflicts if not math.isnan(count)]
    is_silent = not conflicts and math.isnan(checks.open_issues)
    if not connected or is_silent:
        return panel(title, "", nothing(lang, connected=connected), name="checks", lang=lang)
    rows = [_conflict(name, count, lang) for name, count in conflicts]
    rows += [_rule(issues, lang) for issues in checks.rules or ()]
    listed = html.Ol(rows, className="checks-list whole-rows", tabIndex="0", **attributes(aria_label=title))
    notes = [] if checks.rules is not None else [html.P(text("tasks.checks_above", lang), className="tasks-note")]
    unit = traced(text("tasks.checks_unit", lang, count=whole(checks.open_issues)), OPEN_ISSUES, lang)
    return panel(title, unit, html.Div([listed, *notes], className="checks"), name="checks", lang=lang)


def _conflict(name: str, count: float, lang: str) -> Component:
    said = text(f"tasks.conflict.{name}", lang)
    return html.Li(
        [
            html.Span(said, className="checks-what", title=said),
            html.Span(text(f"tasks.between.{name}", lang), className="checks-who"),
            traced(
                text("tasks.households", lang, count=whole(count)),
                name,
                lang,
                className="checks-count" + ("" if count else " is-none"),
            ),
        ],
        className="checks-row is-conflict",
        **attributes(data_check=name),
    )


def _rule(issues: OpenIssues, lang: str) -> Component:
    who = [issues.department_zh or text("tasks.no_department", lang)]
    if issues.since is not None:
        who.append(text("tasks.since", lang, day=issues.since.isoformat()))
    words = issues.rule_zh or text("tasks.rare_rule", lang)
    count = html.B(whole(issues.count), **attributes(data_figure="issues." + words))
    return html.Li(
        [
            html.Span(words, className="checks-what", title=words),
            html.Span(" · ".join(who), className="checks-who"),
            html.Span(count, className="checks-count"),
        ],
        className="checks-row",
    )
