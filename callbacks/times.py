"""Moments as the pages of the desk write them: by the server's own clock, to the minute or to the second."""

import time


def told_time(at: float | None, *, seconds: bool = False) -> str:
    """As in `2026-11-22 08:40`, for seconds since 1970; empty for never."""
    form = "%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M"
    return "" if at is None else time.strftime(form, time.localtime(at))
