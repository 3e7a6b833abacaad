"""What opens the paragraph of the view, and the band over the wall in which it stands to be read out."""

from dash import html

from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes


def aloud_button(lang: str) -> html.Button:
    """Opens and closes the band; the key R does the same."""
    return html.Button(
        text("aloud.open", lang),
        type="button",
        className="quiet aloud-open",
        title=text("aloud.hint", lang),
        **attributes(data_set="aloud=on", aria_pressed="false", aria_keyshortcuts="R", aria_controls=ids.ALOUD),
    )


def aloud_band(lang: str) -> html.Section:
    """The paragraph, large, with the way to copy it; the browser fills it and shows it where the address says so."""
    close = text("aloud.close", lang)
    done = {name: text(f"aloud.{name}", lang) for name in ("copied", "selected")}
    said = html.P(className="aloud-said", tabIndex="0", **attributes(data_aloud_said="", aria_live="polite"))
    copy = html.Button(text("aloud.copy", lang), type="button", className="quiet", **attributes(data_aloud_copy=""))
    shut = html.Button(
        "×",
        type="button",
        className="aloud-close",
        title=close,
        **attributes(data_set="aloud=off", aria_label=close, aria_pressed="false"),
    )
    status = attributes(data_aloud_done="", data_copied=done["copied"], data_selected=done["selected"])
    return html.Section(
        [
            said,
            html.Div([html.Span(role="status", className="aloud-done", **status), copy, shut], className="aloud-acts"),
        ],
        id=ids.ALOUD,
        className="aloud",
        hidden=True,
        **attributes(aria_label=text("aloud.open", lang)),
    )
