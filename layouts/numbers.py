"""How figures are written on the screen."""

import math


def whole(value: float) -> str:
    """A count with thousands separators; "—" when it is not known."""
    return "—" if math.isnan(value) else f"{round(value):,}"


def decimal(value: float, places: int) -> str:
    """A number with `places` decimals and thousands separators; "—" when it is not known."""
    return "—" if math.isnan(value) else f"{value:,.{places}f}"


def share(part: float, whole_value: float) -> float:
    """100 * part / whole_value; NaN when either is not known or the whole is zero."""
    if math.isnan(part) or math.isnan(whole_value) or whole_value == 0:
        return math.nan
    return 100 * part / whole_value


def signed(value: float) -> str:
    """A whole difference with its sign: +12, −6,434, ±0; "—" when it is not known."""
    if math.isnan(value):
        return "—"
    rounded = round(value)
    return "±0" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded):,}"
