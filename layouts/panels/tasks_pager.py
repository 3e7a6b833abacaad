"""The pages of a list of the battle map."""

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts.attributes import attributes
from layouts.markup import Markup, still


def pager(turn: str, page: int, total: int, size: int, lang: str) -> list[Component]:
    """The way to the page before and after, by buttons of the type `turn`; nothing where there is but one page."""
    pages = -(-total // size)
    if pages <= 1:
        return []

    def button(key: str, target: int) -> html.Button:
        return html.Button(
            text(f"gaps.{key}", lang),
            id={"type": turn, "page": target},
            type="button",
            className="tasks-turn",
            title=text(f"trace.word.{key}", lang),
            disabled=not 0 <= target < pages,
        )

    where = html.Span(f"{page + 1} / {pages}", **attributes(aria_live="polite"))
    return [html.Nav([button("previous", page - 1), where, button("next", page + 1)], className="tasks-pager")]


def place_link(code: str | None, name: str) -> Markup:
    """The name of a region, which opens it; its name alone where it is on no map."""
    if code is None:
        return still("span", name, className="tasks-place", title=name)
    href = f"?view=tasks&region={code}"
    return still("a", name, href=href, className="tasks-place", title=name, **attributes(data_go=code))
