"""The head of a household card: who, where, how it stands, who answers for it, and its QR code."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data_access.households.records import HouseholdCard, Official, Status
from data_access.messages import text
from layouts.attributes import attributes

_TONES = {
    Status.POOR: "bad",
    Status.FALLEN_BACK: "bad",
    Status.LIFTED_SUPPORTED: "good",
    Status.LIFTED: "good",
    Status.GENERAL: "muted",
    Status.UNKNOWN: "muted",
}
_SHOWN_PEOPLE = 2


def household_card_head(card: HouseholdCard, lang: str, qr: str | None, whole: str | None = None) -> html.Header:
    """Name and place, badges, helper, team and last visit, what is odd in the data, QR code, close button.

    `whole` is the address of the household's own page, for who may open it.
    """
    return html.Header(
        [
            html.Div(
                [
                    html.Div([html.H2(card.head_name or text("household.card.no_head", lang)), _place(card, lang)],
                             className="card-who"),
                    html.Ul([*(html.Li(words, className=f"badge tone-{tone}") for words, tone in _badges(card, lang)),
                             *([html.Li(_whole(whole, lang))] if whole else [])], className="badges"),
                    *_notices(card, lang),
                ],
                className="card-left",
            ),
            _answering(card, lang),
            *([html.Img(src=qr, alt=text("household.card.qr", lang), className="card-qr")] if qr else []),
            html.Button(
                "×",
                type="button",
                className="card-close",
                **attributes(data_close="", aria_label=text("household.card.close", lang)),
            ),
        ],
        className="card-head",
    )  # fmt: skip


def _whole(address: str, lang: str) -> html.A:
    words = text("household.card.whole", lang)
    return html.A(words, href=address, target="_blank", rel="noopener", className="card-whole")


def _place(card: HouseholdCard, lang: str) -> html.P:
    said = [" ".join(name for name in (card.place.township_zh, card.place.name_zh) if name)]
    if card.number_tail:
        said.append(text("household.card.number", lang, tail=card.number_tail))
    said.append(
        text("household.card.persons_unknown", lang)
        if card.member_count is None
        else text("household.card.persons", lang, count=card.member_count)
    )
    return html.P(" · ".join(said))


def _badges(card: HouseholdCard, lang: str) -> list[tuple[str, str]]:
    """Words and tone of each badge: status, monitoring, attribute, cause, away, relocated."""
    status = text(f"household.status.{card.status}", lang)
    if card.status_year is not None:
        status = text("household.card.status_year", lang, status=status, year=card.status_year)
    badges = [(status, _TONES[card.status])]
    case = card.monitoring
    if case is None:
        badges.append((text("household.card.monitoring_absent", lang), "absent"))
    elif case.is_open:
        kind = case.monitoring_object.name(lang) if case.monitoring_object else text("household.not_reported", lang)
        key = "household.card.monitored_risk" if case.risk else "household.card.monitored"
        badges.append((text(key, lang, object=kind, risk=case.risk.name(lang) if case.risk else ""), "accent"))
    elif case.identified_on is not None:
        badges.append((text("household.card.eliminated", lang), "good"))
    if card.attribute is not None:
        badges.append((card.attribute.name(lang), "muted"))
    if card.main_cause is not None:
        badges.append((text("household.card.cause", lang, cause=card.main_cause.name(lang)), "muted"))
    if card.is_living_away:
        badges.append((text("household.card.away", lang), "warn"))
    if card.relocation is not None:
        kind = card.relocation.kind.name(lang) if card.relocation.kind else text("household.not_reported", lang)
        badges.append((text("household.card.relocated", lang, kind=kind), "muted"))
    elif "relocation" not in card.connected:
        badges.append((text("household.card.relocation_absent", lang), "absent"))
    return badges


def _notices(card: HouseholdCard, lang: str) -> list[Component]:
    if not card.notices:
        return []
    said = "; ".join(text(notice.key, lang, **notice.values) for notice in card.notices)
    return [html.P([html.B(text("household.card.notices", lang)), f" {said}"], className="card-notices", role="note")]


def _answering(card: HouseholdCard, lang: str) -> html.Dl:
    absent = "responsibility" not in card.connected
    none = text("household.card.not_connected", lang) if absent else None
    rows = [
        ("helper", [none] if none else _people(card.helpers, text("household.card.helper_none", lang), lang)),
        ("team", [none] if none else _people(card.team, text("household.card.team_none", lang), lang)),
        ("visit", [none] if none else _visit(card, lang)),
    ]
    lines: list[Component] = []
    for key, words in rows:
        lines += [html.Dt(text(f"household.card.{key}", lang)), html.Dd(words)]
    return html.Dl(lines, className="card-answering")


def _people(people: Sequence[Official], none: str, lang: str) -> list[Component | str]:
    """Name, organisation and title of the first of them, and how many there are."""
    if not people:
        return [html.B(none, className="tone-warn")]
    first = people[0]
    place = " ".join(word for word in (first.organisation_zh, first.title_zh) if word)
    others = [person.name_zh for person in people[1:_SHOWN_PEOPLE]]
    said: list[Component | str] = [html.B("、".join([first.name_zh, *others])), f" {place}" if place else ""]
    if len(people) > _SHOWN_PEOPLE:
        said.append(" " + text("household.card.more_people", lang, count=len(people)))
    return said


def _visit(card: HouseholdCard, lang: str) -> list[Component | str]:
    visit = card.last_visit
    if visit is None or visit.visited_on is None or visit.day_count is None:
        allowed = visit.rule_day_count if visit else 0
        return [
            html.B(text("household.card.visit_never", lang), className="tone-warn"),
            f"({text('household.card.visit_rule_only', lang, rule=allowed)})",
        ]
    days = text("household.card.visit_days", lang, days=visit.day_count) if visit.day_count else text(
        "household.card.visit_today", lang
    )  # fmt: skip
    rule = text("household.card.visit_rule", lang, date=visit.visited_on.isoformat(), rule=visit.rule_day_count)
    late = [html.B(" " + text("household.card.visit_overdue", lang), className="tone-bad")] if visit.is_overdue else []
    return [html.B(days), f"({rule})", *late]
