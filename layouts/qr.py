"""A QR code as a picture for a page: dark on white in every theme, so that each phone reads it."""

from typing import Final

import segno

from layouts.theme import colour

_LONGEST_ADDRESS: Final = 1_000
"""An address longer than this is none of ours, and no code that a phone could read."""


def qr_image(address: str | None) -> str | None:
    """The code of `address` as an SVG data URI; None without an address, or with one that is too long."""
    if not address or len(address) > _LONGEST_ADDRESS:
        return None
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=2, dark=colour("text-on-light"), light=colour("paper")))
