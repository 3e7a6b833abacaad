"""The remote: a light page for phone and pad that drives a wall it was paired with."""

from typing import Final

from flask import Flask, Response

from callbacks.kind_words import told_kinds
from callbacks.pages import page, page_language
from callbacks.services import Services
from data_access.messages import text
from layouts.view_state import DECK, OPTIONS, VIEWS

PANELS: Final = {
    "none": VIEWS, "kpi": VIEWS, "map": VIEWS, "ranking": VIEWS, "matrix": VIEWS,
    "causes": ("overview",), "structure": ("overview",), "progress": ("overview",), "coverage": ("overview",),
    "alerts": ("overview",), "reach": ("industry",), "meets": ("industry",), "effect": ("industry",),
    "kind": ("industry",), "gaps": ("industry",), "flows": ("industry",), "belts": ("industry",),
}  # fmt: skip
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
