"""The one place where an error in a callback becomes a notice on the screen; the last good picture stays."""

import logging
from time import time_ns
from typing import Any

from dash import ctx, set_props
from flask import g

from data_access.errors import GuatuError
from data_access.messages import text
from layouts import ids

log = logging.getLogger("guatu")


def on_error(error: Exception) -> None:
    """Show what a person can mend; log anything else by its kind alone, since values may be about people."""
    scope: dict[str, Any] = next((told for name in ids.SCOPES if (told := ctx.inputs.get(f"{name}.data"))), {})
    lang = "en" if scope.get("lang") == "en" else "zh"
    g.failure = type(error).__name__
    said = said_of(error, lang)
    set_props(ids.NOTICE, {"data-said": f"{time_ns()} {said}"})  # the number makes a notice that is said again a change


def said_of(error: Exception, lang: str) -> str:
    """The sentence for an error in a callback; one that nobody foresaw is logged by its kind."""
    if isinstance(error, GuatuError):
        return error.message(lang)
    log.error("callback failed: %s", type(error).__name__, exc_info=False)
    return text("wall.lost", lang)
