"""The product with every text of its catalogue in brackets: what stands on a screen without them is in no catalogue."""

from __future__ import annotations

import sys

import app
from data_access.messages import messages

OPEN, CLOSE = "⟦", "⟧"


def mark_all() -> None:
    """Put brackets round every text, of this process alone."""
    for entry in messages().values():
        for lang, said in entry.items():
            entry[lang] = f"{OPEN}{said}{CLOSE}"


if __name__ == "__main__":
    mark_all()
    sys.exit(app.main())
