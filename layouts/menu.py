"""The menu of the footer: how this screen shows what it shows. Every choice is a parameter of the address."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes
from layouts.view_state import OPTIONS

_PAGES = ("remote", "scenes", "preview", "questions")
_OWN_PAGES = (
    ("households", "/households/"), ("briefings", "/briefings"), ("imports", "/imports"), ("audit", "/audit"),
    ("admin", "/admin"),
)  # fmt: skip
"""Pages that are not everybody's: shown to whom they answer."""


def display_menu(lang: str) -> html.Details:
    """Theme, words, classes, language, screen or desk, rotation, and the ways to the pages beside the wall."""
    rows = [
        _row("theme", OPTIONS["theme"], lang),
        _row("era", OPTIONS["era"], lang),
        _row("breaks", OPTIONS["breaks"], lang),
        _row("depth", OPTIONS["depth"], lang),
        _row("lang", ("zh", "en"), lang),
        _row("mode", OPTIONS["mode"], lang),
        _row("rotate", ("on", "off"), lang),
        _row("blank", ("on",), lang),
        html.P(
            [
                html.Span(text("menu.pages", lang), className="menu-name"),
                *(html.A(text(f"menu.pages_{name}", lang), href=f"/{name}?lang={lang}") for name in _PAGES),
                *(
                    html.A(
                        text(f"desk.way.{name}", lang),
                        href=f"{address}?lang={lang}",
                        hidden=True,
                        **attributes(data_way=name),
                    )
                    for name, address in _OWN_PAGES
                ),
            ],
            className="menu-row",
        ),
        html.Div(
            [
                html.Span(text("menu.paper", lang), className="menu-name"),
                html.Button(text("menu.print", lang), type="button", **attributes(data_print="")),
                html.Button(
                    text("papers.open_view", lang),
                    type="button",
                    title=text("papers.command", lang),
                    hidden=True,
                    **attributes(data_paper="", data_way="papers"),
                ),
                html.Button(
                    text("briefings.keep", lang),
                    type="button",
                    hidden=True,
                    **attributes(data_keep="", data_way="briefings"),
                ),
            ],
            className="menu-row",
        ),
        _who(lang),
        html.P(text("menu.keys", lang), className="menu-keys"),
    ]
    return html.Details(
        [html.Summary(text("menu.title", lang), className="quiet"), html.Div(rows, className="menu-sheet")],
        id=ids.MENU,
        className="menu",
    )


def _who(lang: str) -> Component:
    """Who is signed in; assets/67-who.js says it, and shows what is theirs, since what a page keeps names nobody."""
    own = attributes(data_own="")
    return html.Div(
        [
            html.Span(text("menu.who", lang), className="menu-name"),
            html.Span(**attributes(data_said="")),
            html.A(text("desk.account", lang), href=f"/account?lang={lang}", hidden=True, **own),
            html.Form(
                html.Button(text("desk.sign_out", lang), type="submit"),
                action=f"/sign-out?lang={lang}",
                method="post",
                hidden=True,
                **own,
            ),
        ],
        className="menu-row",
        **attributes(data_who=""),
    )


def _row(name: str, values: Sequence[str], lang: str) -> Component:
    """One parameter and what it may say, as buttons; the pressed one is what it says now."""
    said = text(f"menu.{name}", lang)
    return html.Div(
        [
            html.Span(said, className="menu-name"),
            *(
                html.Button(
                    text(f"menu.{name}_{value}", lang),
                    type="button",
                    **attributes(data_set=f"{name}={value}", aria_pressed="false"),
                )
                for value in values
            ),
        ],
        className="menu-row",
        role="group",
        **attributes(aria_label=said),
    )


def commands_button(lang: str) -> html.Button:
    """What opens the command box: questions, places and indicators by name."""
    hint = text("questions.open_hint", lang)
    return html.Button(
        text("questions.open", lang),
        type="button",
        className="quiet commands-open",
        title=hint,
        **attributes(data_commands="", aria_haspopup="dialog", aria_keyshortcuts="Control+K"),
    )
