"""The colour and the mark of a kind of industry, the same wherever it is shown."""

from typing import Final

from dash import html

from layouts.attributes import attributes

TONES: Final = ("SOLAR", "TOURISM", "WORKSHOP", "AGRICULTURE")
"""Kinds with a colour of their own; all others share the neutral one and are told apart by name and mark."""

ICONS: Final = frozenset(
    {
        "agriculture", "all", "ecology", "ecommerce", "handicraft", "insurance", "jobs", "pairing", "relocation",
        "solar", "tourism", "workshop",
    }
)  # fmt: skip
"""Marks that the stylesheet draws; a kind with any other has the first letter of its name."""


def tone(kind: str) -> str:
    """The colour of a kind: the name of a token, without its dashes; also a modifier of a class (`tone-of-solar`)."""
    return kind.lower() if kind in TONES else "primary"


def mark(icon: str, name: str) -> html.Span:
    """The mark of a kind; the name beside it says what it is."""
    if icon in ICONS:
        return html.Span(className=f"kind-mark mark-{icon}", **attributes(aria_hidden="true"))
    return html.Span(name[:1], className="kind-mark is-plain", **attributes(aria_hidden="true"))
