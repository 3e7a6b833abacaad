"""The wall in any size: a page for those who plan a screen that does not hang yet."""

from typing import Final

from flask import Flask, Response, request

from callbacks.pages import page, page_language, page_theme
from callbacks.services import Services
from data_access.messages import text
from layouts.theme import THEMES
from layouts.type_size import CHARACTER_EM, FIGURE_EM, GOOD_SHARE, LEAST_SHARE

SIZES: Final = (
    (1366, 768, "laptop"), (1920, 1080, ""), (2560, 1080, "ultrawide"), (3840, 2160, ""), (7680, 2160, "wide"),
    (5760, 1080, "wider"), (4864, 1294, "spliced"), (6656, 1792, "spliced"), (1080, 1920, "upright"),
    (2160, 3840, "upright"),
)  # fmt: skip
"""Width, height and the key of the word for each screen on the list."""


def register(server: Flask, services: Services) -> None:
    """Serve `/preview`."""

    @server.get("/preview")
    def preview() -> Response:
        lang = page_language(services)
        return page(
            services,
            "preview",
            sizes=[(width, height, text(f"preview.{key}", lang) if key else "") for width, height, key in SIZES],
            themes=THEMES,
            data={
                "lang": lang,
                "asked": "lang" in request.args,
                "theme": page_theme(services),
                "themes": THEMES,
                "distance": services.settings.viewing_distance,
                "pitch": services.settings.pixel_pitch,
                "legible": LEAST_SHARE / FIGURE_EM,
                "comfortable": GOOD_SHARE / CHARACTER_EM,
                "texts": {"facts": text("preview.facts", lang, width="{width}", height="{height}", percent="{percent}",
                                        ratio="{ratio}")},
            },
        )  # fmt: skip
