"""Whether an identity number can be one: by its form, its date and its check digit (GB 11643). Pure functions."""

from datetime import date
from typing import Final

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_LONG, _SHORT = 18, 15
_CERTIFICATES: Final = (20, 22)
"""Lengths of a disability certificate: an identity number, kind, grade, and which copy it is."""


def is_identity_possible(number: str | None, as_of: date) -> bool | None:
    """Whether `number` has a length, a birth date up to `as_of` and a check digit that can be; None when blank."""
    digits = "".join((number or "").split()).upper()
    if not digits:
        return None
    if len(digits) in _CERTIFICATES and digits[_LONG:].isdecimal():
        digits = digits[:_LONG]
    if len(digits) == _SHORT and digits.isdecimal():
        return _is_birthday("19" + digits[6:12], as_of)
    if len(digits) != _LONG or not (digits[:-1].isascii() and digits[:-1].isdecimal()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:-1], _WEIGHTS, strict=True))
    return digits[-1] == _CHECKS[total % 11] and _is_birthday(digits[6:14], as_of)


def _is_birthday(written: str, as_of: date) -> bool:
    try:
        return date(1890, 1, 1) <= date(int(written[:4]), int(written[4:6]), int(written[6:])) <= as_of
    except ValueError:
        return False
