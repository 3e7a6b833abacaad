"""The bar that stands in the footer while scenes take turns: which one, how many, and the three buttons."""

from dash import html

from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes

BUTTONS = ("previous", "pause", "next")


def rotation_bar(lang: str) -> html.Div:
    """Hidden until the browser's rotation shows it; the words that the browser needs are its data attributes."""
    return html.Div(
        [
            *(
                html.Button(
                    type="button",
                    className=f"rotation-button rotation-{name}",
                    title=text(f"rotation.{name}", lang),
                    **attributes(data_rotation=name, aria_label=text(f"rotation.{name}", lang)),
                )
                for name in BUTTONS
            ),
            html.Span(className="rotation-place"),
            html.Span(className="rotation-name"),
            html.Span(className="rotation-state"),
        ],
        id=ids.ROTATION,
        className="rotation",
        role="group",
        hidden=True,
        **attributes(
            aria_label=text("rotation.label", lang),
            data_text_pause=text("rotation.pause", lang),
            data_text_resume=text("rotation.resume", lang),
            data_text_paused=text("rotation.paused", lang),
            data_text_resuming=text("rotation.resuming", lang, seconds="{seconds}"),
            data_text_none=text("rotation.none", lang),
        ),
    )
