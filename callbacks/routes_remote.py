"""The remote: a light page for phone and pad that drives a wall it was paired with."""

from typing import Final

from flask import Flask, Response

from callbacks.pages import page, page_language
from callbacks.services import Services
from data_access.messages import text
from layouts.view_state import OPTIONS

PANELS: Final = ("none", "kpi", "map", "causes", "structure", "progress", "coverage", "ranking", "alerts", "matrix")
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
            panels=[(panel, text(f"remote.panel_{panel}", lang)) for panel in PANELS],
            choices=[(name, OPTIONS[name]) for name in ("breaks", "theme")],
            data={
                "lang": lang,
                "texts": {name: text(f"remote.{name}", lang, count="{count}", n="{n}") for name in WORDS},
            },
        )
