"""How personal data is masked before it leaves data_access: pure functions, no I/O.

Each returns None for None or blank (not reported stays not reported). Source of the forms: the contract's notes on
personal data (PIPL; the forms 138****1234 and 990101********1234 of the de-identification notices).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

MINOR_AGE: Final = 14
"""Under this age a person is sensitive as a whole and only ever counted."""

OLDEST_AGE: Final = 120

_BAND_WIDTHS: Final = ((6_000, 1_000), (20_000, 2_000), (50_000, 5_000), (100_000, 10_000))
"""Up to this amount in yuan, bands are this wide; above the last there is one open band."""

_NUMBERS: Final = re.compile(
    r"\d{11,}[Xx]?"  # mobile numbers, identity numbers of 15 and 18, disability certificates, bank accounts
    r"|(?<!\d)\d{6}[ \-—_]\d{8}[ \-—_]\d{3}[\dXx]"
    r"|(?<!\d)1\d{2}[ \-—_]\d{4}[ \-—_]\d{4}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Band:
    """An amount of money known only to lie in `low` <= amount < `high`, yuan; None = open on that side; 0, 0 = none."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class AgeBand:
    """An age known only by its item of code list AGE_BAND; `is_minor` when under 14."""

    code: str
    is_minor: bool


def masked_name(name: str | None) -> str | None:
    """张三丰 → 张*丰, 张三 → 张*, 欧阳中华 → 欧**华: the first and the last character stay, of two only the first."""
    letters = "".join((name or "").split())
    if not letters:
        return None
    if len(letters) <= 2:
        return letters[0] + "*" if len(letters) == 2 else "*"
    return letters[0] + "*" * (len(letters) - 2) + letters[-1]


def masked_identity_no(number: str | None) -> str | None:
    """18 digits → first 6, 8 stars, last 4; 15 → first 6, 6 stars, last 3; a disability certificate → first 6 only.

    The birth date is always covered. A number of any other length is covered whole.
    """
    digits = "".join((number or "").split())
    if not digits:
        return None
    if len(digits) == 18:
        return digits[:6] + "*" * 8 + digits[-4:]
    if len(digits) == 15:
        return digits[:6] + "*" * 6 + digits[-3:]
    if len(digits) in (20, 22):
        return digits[:6] + "*" * (len(digits) - 6)
    return "*" * len(digits)


def masked_phone_no(number: str | None) -> str | None:
    """11 digits → 138****1234; anything else (a landline, two numbers in one field) is covered whole."""
    digits = "".join((number or "").split())
    if not digits:
        return None
    if len(digits) == 11 and digits.isdigit():
        return digits[:3] + "****" + digits[-4:]
    return "*" * len(digits)


def scanned_text(words: str | None) -> str | None:
    """Free text with every run of 11 and more digits (phone, identity, account; also in groups) replaced by ***."""
    stripped = (words or "").strip()
    return _NUMBERS.sub("***", stripped) or None


def age_on(born_on: date | None, as_of: date) -> int | None:
    """Full years on `as_of`; None when unknown or impossible (not yet born, or over 120)."""
    if born_on is None:
        return None
    years = as_of.year - born_on.year - ((as_of.month, as_of.day) < (born_on.month, born_on.day))
    return years if 0 <= years <= OLDEST_AGE and born_on <= as_of else None


def age_band(born_on: date | None, as_of: date) -> AgeBand | None:
    """The band of code list AGE_BAND (0-15, 16-59, 60-69, 70 and over) on `as_of`; None when unknown or impossible."""
    age = age_on(born_on, as_of)
    if age is None:
        return None
    code = "A0" if age < 16 else "A1" if age < 60 else "A2" if age < 70 else "A3"
    return AgeBand(code, is_minor=age < MINOR_AGE)


def money_band(amount_yuan: float | None) -> Band | None:
    """The band in which an amount lies: 1,000 yuan wide to 6,000, 2,000 to 20,000, 5,000 to 50,000, 10,000 to 100,000.

    Above that it is open; a loss is only known as below zero, and nothing at all as 0 to 0. NaN counts as None.
    """
    if amount_yuan is None or amount_yuan != amount_yuan:  # noqa: PLR0124 - NaN is the value unequal to itself
        return None
    if amount_yuan <= 0:
        return Band(0, 0) if amount_yuan == 0 else Band(None, 0)
    for limit, width in _BAND_WIDTHS:
        if amount_yuan < limit:
            low = int(amount_yuan // width) * width
            return Band(low, low + width)
    return Band(_BAND_WIDTHS[-1][0], None)


def rounded_shares(parts: Sequence[float]) -> tuple[int, ...]:
    """The shares of `parts`, none of them negative, in whole steps of 5 % that add up to 100 (largest remainders).

    Steps of 5 % do not give back the amounts. All zero when the parts are.
    """
    whole = sum(parts)
    if whole <= 0:
        return (0,) * len(parts)
    exact = [part / whole * 20 for part in parts]
    steps = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (steps[i] - exact[i], i))
    for i in by_remainder[: 20 - sum(steps)]:
        steps[i] += 1
    return tuple(step * 5 for step in steps)
