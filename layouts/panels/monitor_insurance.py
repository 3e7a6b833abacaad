"""Insurance against poverty: insured, watched, eligible, and what was paid against the premium, by year."""

import math

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.monitoring.insurance import CLAIMS, PAID, PERSONS, PREMIUM, Insurance, PolicyYear
from layouts.attributes import attributes
from layouts.numbers import money, share, whole
from layouts.panels.frame import not_connected, panel
from layouts.panels.monitor_frame import bar, percent
from layouts.panels.traced import traced, worded

WORDS = ("insured", "monitored", "eligible")


def insurance_panel(found: Insurance | None, lang: str, *, connected: bool) -> html.Section:
    """A block a year, the latest first: persons, claims, and a bar of what was paid in the premium."""
    title = text("insurance.title", lang)
    if not connected:
        return panel(title, "", not_connected(lang), name="insurance", lang=lang)
    if found is None:
        none = html.P(text("insurance.none", lang), className="monitor-none")
        return panel(title, "", none, name="insurance", lang=lang)
    years = [_year(found.code, year, lang) for year in reversed(found.years)]
    unit = text("insurance.of", lang, region=found.name)
    return panel(title, unit, html.Ol(years, className="insurance"), name="insurance", lang=lang)


def _year(code: str, year: PolicyYear, lang: str) -> html.Li:
    def opens(said: str, figure: str, **props: str) -> Component:
        return traced(said, figure, lang, region=code, period=year.period, **props)

    facts = [
        html.Span([html.Span(text(f"insurance.{word}", lang)), opens(whole(count), name)], className="insurance-fact")
        for word, name, count in zip(WORDS, PERSONS, year.persons, strict=True)
    ]
    at = {"region": code, "period": year.period}
    figures = {
        "claims": (whole(year.claims), CLAIMS),
        "paid": (str(money(year.paid_yuan, lang)), PAID),
        "premium": (str(money(year.premium_yuan, lang)), PREMIUM),
    }
    spent = share(year.paid_yuan, year.premium_yuan)
    ratio = {"share": (percent(year.paid_yuan, year.premium_yuan), f"{PAID}@{PREMIUM}")}
    is_over = not math.isnan(spent) and spent > 100
    part = 0.0 if math.isnan(spent) else min(spent, 100.0)
    of_premium = html.Span(worded("insurance.share", lang, ratio, at=at), className="is-over" if is_over else "")
    return html.Li(
        [
            html.Span([html.B(str(year.period)), *facts], className="insurance-head"),
            html.Span([bar(("bad" if is_over else "step", part)), of_premium], className="insurance-spent"),
            html.Span(worded("insurance.paid", lang, figures, at=at), className="insurance-paid"),
        ],
        **attributes(data_policy_year=str(year.period)),
    )
