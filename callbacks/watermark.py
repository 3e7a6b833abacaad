"""What stands on everything that leaves the house with rows about people: who took it, when, what for."""

from datetime import datetime

from callbacks.visitor import visitor
from data_access.messages import text


def watermark(purpose: str, lang: str) -> str:
    """The present visitor's mark, in `lang`."""
    now = f"{datetime.now():%Y-%m-%d %H:%M}"
    return text("households.watermark", lang, user=visitor().scope.user or "-", purpose=purpose, time=now)
