"""The remote: a light page for phone and pad that drives a wall it was paired with."""

from typing import Final

from flask import Flask, Response

from callbacks.kind_words import told_kinds
from callbacks.pages import page, page_language
from callbacks.services import Services
from data_access.messages import text
from layouts.view_state import DECK, IN_ALL, OPTIONS, VIEWS
from layouts.views import VIEW_OF

PANELS: Final = {
    **{name: VIEWS for name in ("none", *IN_ALL) if name != "map2"},
    **{panel: (view.name,) for view in VIEW_OF.values() for panel in view.panels},
    **{name: ("industry",) for name in DECK if name not in IN_ALL},
}
"""What can be enlarged, and in which views."""
WORDS: Final = (
    "connected", "connecting", "lost", "paired_lost", "screens", "nobody", "card_open", "card_none", "compare_auto",
    "compare_none", "all", "refused", "open_number", "driving",
)  # fmt: skip


def register(server: Flask, services: Services) -> None:
    """Serve `/remote`."""

    @server.get("/remote")
    def remote() -> Response:
        lang = page_language(services)
        return page(
            services,
            "remote",
            panels=[(panel, " ".join(views), text(_panel(panel), lang)) for panel, views in PANELS.items()],
            views=VIEWS,
            kinds=_kinds(services, lang),
            decks=DECK,
            choices=[(name, OPTIONS[name]) for name in ("breaks", "depth", "theme")],
            data={
                "lang": lang,
                "texts": {name: text(f"remote.{name}", lang, count="{count}", n="{n}") for name in WORDS},
            },
        )


def _panel(name: str) -> str:
    """The key of a panel's word: what all panels lie under, else the word of the list of the scenes."""
    return "remote.panel_none" if name == "none" else f"scenes.panel.{name}"


def _kinds(services: Services, lang: str) -> list[tuple[str, str]]:
    """What the industry view can be asked to tell of; nothing while there is no release."""
    release, _reason = services.releases.current_or_reason()
    return [] if release is None else told_kinds(release, release.latest_period, lang)
