"""What stands on a map, and since when: the same eyes on every page that is timed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

PROBE = (Path(__file__).parent / "probe.js").read_text("utf-8")
"""Put into a page before it opens: `window.peer`."""

QUIET_MS = 500
PATIENCE_MS = 20_000


def arm(page: Page) -> None:
    """What stands on the map now is not the answer to what comes next."""
    page.evaluate("() => window.peer.arm()")


def quiet(page: Page, patience_ms: float = PATIENCE_MS) -> None:
    """Wait until the picture has changed, and then not again for a while. Raises playwright's TimeoutError."""
    page.wait_for_function(
        f"() => window.peer.took !== null && performance.now() - window.peer.at > {QUIET_MS}", timeout=patience_ms
    )


def took(page: Page, patience_ms: float = PATIENCE_MS) -> float:
    """Milliseconds from the last touch to the last change of the picture, painted; the page is left to itself after."""
    quiet(page, patience_ms)
    page.evaluate("() => window.peer.rest()")
    return float(page.evaluate("() => window.peer.took"))
