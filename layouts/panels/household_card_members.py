"""The members' table of a household card: classes instead of facts, children only as a count."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data_access.households.records import HouseholdCard, Label, Member
from data_access.messages import text

_COLUMNS = ("name", "relation", "age", "health", "labour", "doing")


def household_card_members(card: HouseholdCard, lang: str) -> list[Component]:
    """The table, and below it how many members are counted but not listed."""
    head = html.Thead(html.Tr([html.Th(text(f"household.member.{column}", lang), scope="col") for column in _COLUMNS]))
    rows = [html.Tr([html.Td(words) for words in _cells(member, card, lang)]) for member in card.members]
    counted = [
        html.P(text(f"household.member.{key}", lang, count=count), className="quiet-line")
        for key, count in (("minors", card.minor_count), ("unknown_age", card.unknown_age_count))
        if count
    ]
    if not rows and not counted:
        return [html.P(text("household.notice.no_members", lang), className="not-connected")]
    return [html.Table([head, html.Tbody(rows)], className="members"), *counted]


def _cells(member: Member, card: HouseholdCard, lang: str) -> Sequence[str]:
    unknown = text("household.not_reported", lang)

    def said(label: Label | None) -> str:
        return unknown if label is None else label.name(lang)

    def of_theme(theme: str, words: str) -> str:
        return words if theme in card.connected else text("household.card.not_connected", lang)

    return (
        member.name or unknown,
        said(member.relation),
        text("household.member.impossible_age", lang) if member.is_age_impossible else said(member.age),
        of_theme("assurance", "、".join(label.name(lang) for label in member.health) or unknown),
        said(member.labour),
        said(member.doing) if member.doing else of_theme("employment", unknown),
    )
