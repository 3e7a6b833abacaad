"""How figures are written on the screen."""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from data_access.messages import text

UNKNOWN: Final = "—"


class Said(NamedTuple):
    """An amount as it is written: the number, and the unit that it is in."""

    number: str
    unit: str

    def __str__(self) -> str:
        """Both side by side; the number alone where it is not known."""
        return f"{self.number} {self.unit}" if self.unit and self.number != UNKNOWN else self.number


Steps = tuple[tuple[float, float, str, int], ...]
"""From which amount on, in what it is divided, key of the unit, and decimals; largest first."""

_STEPS: Final[Mapping[tuple[str, str], Steps]] = {
    ("yuan", "zh"): ((1e8, 1e8, "yuan_100m", 2), (1e7, 1e4, "yuan_10k", 0), (1e4, 1e4, "yuan_10k", 2)),
    ("yuan", "en"): ((1e7, 1e6, "yuan_100m", 1), (1e6, 1e6, "yuan_100m", 2), (1e5, 1e3, "yuan_10k", 0)),
    ("kw", "zh"): ((1e4, 1e4, "kw_10k", 1),),
    ("kw", "en"): ((1e3, 1e3, "kw_10k", 1),),
    ("kwh", "zh"): ((1e8, 1e8, "kwh_100m", 2), (1e7, 1e4, "kwh_10k", 0), (1e4, 1e4, "kwh_10k", 1)),
    ("kwh", "en"): ((1e6, 1e6, "kwh_100m", 1), (1e4, 1e3, "kwh_10k", 0)),
    ("count", "zh"): ((1e8, 1e8, "count_100m", 2), (1e6, 1e4, "count_10k", 1)),
    ("count", "en"): ((1e6, 1e6, "count_100m", 2),),
}


def money(yuan: float, lang: str) -> Said:
    """Yuan: 亿元 from 100 million on, 万元 from ten thousand on (English: M from a million on, k from 100,000 on)."""
    return _amount(yuan, "yuan", lang)


def power(kilowatt: float, lang: str) -> Said:
    """Capacity: 万千瓦 from ten thousand on (English: MW from a thousand on), else in kW."""
    return _amount(kilowatt, "kw", lang)


def energy(kilowatt_hours: float, lang: str) -> Said:
    """Electricity: 亿 and 万 kWh (English: GWh and MWh)."""
    return _amount(kilowatt_hours, "kwh", lang)


def counted(value: float, unit: str, lang: str) -> Said:
    """A count in its own unit: whole, and from a million on in 万 (English: millions)."""
    said = _amount(value, "count", lang)
    return Said(said.number, f"{said.unit} {unit}".strip() if lang == "en" else f"{said.unit}{unit}")


def energy_scale(kilowatt_hours: float, lang: str) -> tuple[float, str]:
    """What amounts about as large are divided by, and the unit that they are then in: for the bars of a chart."""
    divisor, unit, _ = _step(kilowatt_hours, "kwh", lang)
    return divisor, text(f"amount.{unit}", lang)


def _amount(value: float, sort: str, lang: str) -> Said:
    divisor, unit, places = _step(value, sort, lang)
    return Said(decimal(value / divisor, places), text(f"amount.{unit}", lang))


def _step(value: float, sort: str, lang: str) -> tuple[float, str, int]:
    """The largest unit that an amount reaches; what rounds up to the next unit is said in that one."""
    found = (1.0, sort, 0)
    for start, divisor, unit, places in reversed(_STEPS[sort, "en" if lang == "en" else "zh"]):
        if not abs(value) + found[0] / 10 ** found[2] / 2 >= start:
            break
        found = (divisor, unit, places)
    return found


def whole(value: float) -> str:
    """A count with thousands separators; "—" when it is not known."""
    return UNKNOWN if math.isnan(value) else f"{round(value):,}"


def decimal(value: float, places: int) -> str:
    """A number with `places` decimals and thousands separators; "—" when it is not known."""
    return UNKNOWN if math.isnan(value) else f"{value:,.{places}f}"


def share(part: float, whole_value: float) -> float:
    """100 * part / whole_value; NaN when either is not known or the whole is zero."""
    if math.isnan(part) or math.isnan(whole_value) or whole_value == 0:
        return math.nan
    return 100 * part / whole_value


def signed(value: float) -> str:
    """A whole difference with its sign: +12, −6,434, ±0; "—" when it is not known."""
    if math.isnan(value):
        return UNKNOWN
    rounded = round(value)
    return "±0" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded):,}"
