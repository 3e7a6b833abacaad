"""Region codes: the 12-digit division code where a source gives it longer or shorter; any other code as it is."""

from __future__ import annotations

import re
from math import isnan

from geo.errors import GeoError

_FORM = re.compile(r"[\w.\-]{1,64}")
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")


def region_code(value: object, *, padded: bool = True) -> str | None:
    """One region code from a field's value; None where the field is empty.

    A 19-digit code of the land survey keeps its first 12 digits; with `padded`, codes of 6 or 9 digits
    (county, township) are padded with zeros to 12. Other codes (foreign, farms) stay as they are.
    Raises GeoError `bad_region_code`.
    """
    if value is None or (isinstance(value, float) and isnan(value)):
        return None
    text = str(value).strip()
    whole = _WHOLE_NUMBER.fullmatch(text)
    if whole:
        text = whole.group(1)
    if not text:
        return None
    if not _FORM.fullmatch(text):
        raise GeoError("bad_region_code", value=text[:80])
    if text.isascii() and text.isdigit():
        if len(text) == 19:
            return text[:12]
        if padded and len(text) in (6, 9):
            return text.ljust(12, "0")
    return text


def looks_chinese(codes: list[str]) -> bool:
    """Whether the codes are Chinese division codes, so that padding them is right: all digits, of 6, 9, 12 or 19."""
    return bool(codes) and all(code.isascii() and code.isdigit() and len(code) in (6, 9, 12, 19) for code in codes)
