"""The household card: a dialog over the wall, made of masked values only."""

from collections.abc import Sequence
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from data_access.households.records import Assurance, AssuranceState, HouseholdCard, Record, RecordKind
from data_access.messages import text
from data_access.privacy import Band
from layouts.attributes import attributes
from layouts.figures.income import income, income_words
from layouts.figures.income_composition import TONES, income_composition
from layouts.figures.style import CONFIG
from layouts.panels.frame import nothing, panel_head
from layouts.panels.household_card_head import household_card_head
from layouts.panels.household_card_members import household_card_members
from layouts.qr import qr_image

_SHOWN_INDUSTRIES = 4


def household_card(
    card: HouseholdCard,
    lang: str,
    *,
    address: str | None = None,
    whole: str | None = None,
    rem: float = 16.0,
    theme: str = "dark",
) -> Component:
    """The card with its scrim; `address` is what the QR code opens, `whole` the household's own page (None: none).

    A click on what carries `data-close` closes it. `rem` is the screen's root font size in px, for the charts.
    """
    return html.Div(
        [
            html.Div(className="card-scrim", **attributes(data_close="")),
            html.Section(
                [
                    household_card_head(card, lang, qr_image(address), whole),
                    html.Div(
                        [
                            _assurances(card, lang),
                            _income(card, lang, rem, theme),
                            _box(
                                "members",
                                text("household.card.members", lang),
                                text("household.card.masked", lang),
                                household_card_members(card, lang),
                            ),
                            _composition(card, lang, rem, theme),
                            _records(card, lang),
                        ],
                        className="card-grid",
                    ),
                ],
                className="card",
                role="dialog",
                **attributes(
                    aria_modal="true", aria_label=text("household.card.label", lang, village=card.place.name_zh)
                ),
            ),
        ],
        className="card-layer",
    )


def _box(name: str, title: str, unit: str, children: Component | Sequence[Component]) -> html.Section:
    return html.Section(
        [panel_head(title, unit), html.Div(children, className="panel-body")], className=f"panel card-box card-{name}"
    )


def band_words(band: Band | None, lang: str) -> str:
    """A band of money in words; "not reported" for None."""
    if band is None:
        return text("household.not_reported", lang)
    if band.low is None:
        return text("household.band.below_zero", lang)
    if band.high == 0:
        return text("household.band.none", lang)
    if band.high is None:
        return text("household.band.over", lang, low=band.low)
    return text("household.band.range", lang, low=band.low, high=band.high)


def _assurances(card: HouseholdCard, lang: str) -> html.Section:
    title = text("household.card.assurances", lang)
    if "assurance" not in card.connected:
        return _box("assurances", title, "", nothing(lang))
    days = [item.checked_on for item in card.assurances if item.checked_on is not None]
    unit = text("household.card.checked", lang, date=_month(max(days))) if days else ""
    items = [
        html.Li(
            [html.Span(item.assurance.name(lang), className="assurance-name"), html.Span(_finding(item, lang))],
            className=f"assurance assurance-{item.state.replace('_', '-')}",
        )
        for item in card.assurances
    ]
    return _box("assurances", title, unit, html.Ul(items, className="assurances"))


def _finding(item: Assurance, lang: str) -> str:
    said = [text(f"household.assurance.{item.state}", lang)]
    if item.house_grade is not None:
        said.append(item.house_grade.name(lang))
    if item.stat_year is not None and item.state is not AssuranceState.NOT_REPORTED:
        said.append(_month(item.checked_on) if item.checked_on else str(item.stat_year))
    return " · ".join(said)


def _income(card: HouseholdCard, lang: str, rem: float, theme: str) -> html.Section:
    title = text("household.card.income", lang)
    if "income" not in card.connected:
        return _box("income", title, "", nothing(lang))
    if not card.income:
        return _box("income", title, "", _not_reported(lang))
    chart = dcc.Graph(
        figure=income(card.income, card.line.name(lang), lang, rem, theme), config=CONFIG, className="chart"
    )
    words = html.P(income_words(card.income, lang), className="visually-hidden")
    return _box("income", title, text("household.card.income_unit", lang), [chart, words])


def _composition(card: HouseholdCard, lang: str, rem: float, theme: str) -> html.Section:
    title = text("household.card.composition", lang)
    made_of = card.composition
    body: list[Component] = []
    unit = ""
    if "income" not in card.connected:
        body.append(nothing(lang))
    elif made_of is None:
        body.append(_not_reported(lang))
    else:
        unit = text(
            "household.card.composition_unit", lang, year=made_of.stat_year, band=band_words(made_of.net_income, lang)
        )
        if any(part.share_percent for part in made_of.parts):
            body.append(
                dcc.Graph(
                    figure=income_composition(made_of, lang, rem, theme), config=CONFIG, className="chart chart-bar"
                )
            )
        parts = [
            html.Li(
                [
                    html.Span(className=f"part-swatch part-swatch-{TONES.get(part.item.code, 'missing')}"),
                    html.Span(part.item.name(lang)),
                    html.Span(band_words(part.band, lang), className="part-band"),
                ]
            )
            for part in made_of.parts
        ]
        if made_of.business_cost is not None:
            cost = band_words(made_of.business_cost, lang)
            parts.append(
                html.Li([html.Span(text("household.card.cost", lang)), html.Span(cost, className="part-band")])
            )
        body.append(html.Ul(parts, className="parts"))
    body.append(_industries(card, lang))
    return _box("composition", title, unit, body)


def _industries(card: HouseholdCard, lang: str) -> Component:
    """The industries that take the household along, as chips."""
    if "industry" not in card.connected:
        return html.P(text("household.card.industries_absent", lang), className="quiet-line")
    if not card.participations:
        return html.P(text("household.card.industries_none", lang), className="quiet-line")
    chips = []
    for joined in card.participations[:_SHOWN_INDUSTRIES]:
        said = [joined.kind.name(lang)]
        if joined.product_zh:
            said.append(joined.product_zh)
        if joined.mode:
            said.append(joined.mode.name(lang))
        chips.append(
            html.Li(
                [html.B(" · ".join(said)), html.Span(band_words(joined.income, lang))],
                className=f"chip chip-{joined.kind.code.lower().replace('_', '-').replace('.', '-')}",
            )
        )
    more = len(card.participations) - _SHOWN_INDUSTRIES
    if more > 0:
        chips.append(html.Li(text("household.card.industries_more", lang, count=more), className="chip"))
    return html.Ul(chips, className="chips")


def _records(card: HouseholdCard, lang: str) -> html.Section:
    title = text("household.card.records", lang)
    has_measures, has_visits = "measures" in card.connected, "responsibility" in card.connected
    if not has_measures and not has_visits:
        return _box("records", title, "", nothing(lang))
    key = "records_unit" if has_measures and has_visits else "measures_only" if has_measures else "visits_only"
    visits = card.last_visit.visit_count if card.last_visit else 0
    unit = text(f"household.card.{key}", lang, measures=card.measure_count, visits=visits)
    if not card.records:
        return _box("records", title, unit, html.P(text("household.card.records_none", lang), className="quiet-line"))
    return _box(
        "records", title, unit, html.Ol([_record(record, lang) for record in card.records], className="records")
    )


def _record(record: Record, lang: str) -> html.Li:
    when = record.happened_on.isoformat() if record.happened_on else str(record.stat_year)
    what = [label.name(lang) for label in (record.what, record.detail) if label is not None]
    state, tone = "", "muted"
    if record.kind is RecordKind.VISIT:
        what.insert(0, text("household.record.visit", lang))
        if record.photo_count:
            what.append(text("household.record.photos", lang, count=record.photo_count))
        if record.is_on_site is not None:
            state = text(f"household.record.{'on_site' if record.is_on_site else 'off_site'}", lang)
            tone = "good" if record.is_on_site else "warn"
    elif record.state is not None:
        state = record.state.name(lang)
        tone = {"DONE": "good", "DOING": "accent"}.get(record.state.code, "muted")
    if record.who_zh:
        what.append(record.who_zh)
    if record.amount is not None:
        what.append(band_words(record.amount, lang))
    return html.Li(
        [
            html.Time(when),
            html.Span(" · ".join(what) or text("household.not_reported", lang), className="record-what"),
            html.B(state, className=f"tone-{tone}"),
        ]
    )


def _not_reported(lang: str) -> html.P:
    return html.P(text("household.not_reported", lang), className="not-connected")


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
