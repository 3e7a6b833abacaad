"""How the figures of kinds and entries are written, by what they count."""

from collections.abc import Mapping
from typing import Final

from data_access.indicators import read_catalogue
from data_access.industry.kinds import Metric
from data_access.messages import messages, text
from layouts.numbers import Said, counted, decimal, money
from layouts.panels.kinds.parts import Frame

_UNITS: Final[Mapping[str, str]] = {
    "site_count": "site",
    "household_count": "household",
    "industry_count": "household",
    "job_count": "household",
    "neither_count": "household",
    "demolished_count": "household",
    "claim_count": "claim",
    "village_count": "village",
}
"""How the name of a quantity ends -> its unit; any other counts persons."""


def as_indicator(value: float, code: str, frame: Frame) -> Said:
    """A value, before it is scaled, as the indicator of the catalogue writes it: in its unit, rounded as it is."""
    indicator = next(found for found in read_catalogue() if found.code == code)
    return Said(decimal(value * indicator.scale, indicator.decimals), indicator.unit_text(frame.lang))


def metric_said(metric: Metric, value: float, lang: str) -> Said:
    """A metric of a kind in its unit; yuan as money."""
    if metric.unit_zh == "元":
        return money(value, lang)
    key = f"metric_unit.{metric.unit_zh}"
    return counted(value, text(key, lang) if key in messages() else metric.unit_zh, lang)


def entry_figure(name: str, value: float, frame: Frame) -> Said:
    """A quantity of an entry beside industry in its unit."""
    base = name.partition(".")[0]
    if base.endswith("_yuan"):
        return money(value, frame.lang)
    unit = next((unit for ending, unit in _UNITS.items() if base.endswith(ending)), "person")
    return counted(value, frame.text(f"unit.{unit}"), frame.lang)
