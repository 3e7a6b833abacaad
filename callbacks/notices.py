"""The one place where an error in a callback becomes a notice on the screen; the last good picture stays."""

import logging

from dash import set_props

from data_access.errors import GuatuError
from data_access.messages import text
from layouts import ids

log = logging.getLogger("guatu")


def on_error(error: Exception) -> None:
    """Show what a person can mend; log anything else by its kind alone, since values may be about people."""
    if isinstance(error, GuatuError):
        said = error.message("zh")
    else:
        log.error("callback failed: %s", type(error).__name__, exc_info=False)
        said = text("wall.lost")
    set_props(ids.NOTICE, {"children": said, "hidden": False})
