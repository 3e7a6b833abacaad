"""Published figures of regions (theme figures) as quantities: what documents say and no row can prove."""

from typing import Final

import pandas as pd
from sqlalchemy import select

from data_access.quantities.counting import Combine
from data_access.quantities.survey import Survey
from data_access.schema import geography

NOT_FACTS: Final = ("TARGET", "FORECAST", "RANGE_LOW", "RANGE_HIGH", "CLAIMED_ALL", "CLAIMED_ZERO")
"""Qualifiers of figures that are goals or claims: kept as quoted, never computed with."""

QUOTED: Final = (
    "region_code", "indicator", "period", "month", "quoted_value", "unit_zh", "qualifier", "quote_zh", "note_zh",
)  # fmt: skip


def count_figures(survey: Survey) -> pd.DataFrame:
    """Lay down published figures, and return those that are shown as quoted.

    An amount is summed upward unless a region states it itself; one that is a rate or a mean by its unit is not.
    Of a year with months the year's own row counts, else the last month.
    Returns columns region_code, indicator, period, month, quoted_value, unit_zh, qualifier, quote_zh, note_zh.
    """
    if not survey.themes["figures"]:
        return pd.DataFrame(columns=list(QUOTED))
    f, i = geography.region_figure, geography.region_indicator
    frame = survey.ask(
        select(
            f.c.region_code,
            f.c.region_indicator_code.label("indicator"),
            f.c.stat_year,
            f.c.stat_month,
            f.c.numerator,
            f.c.denominator,
            f.c.quoted_value,
            i.c.unit_zh,
            f.c.figure_qualifier_code.label("qualifier"),
            f.c.quote_zh,
            f.c.note_zh,
        ).select_from(f.join(i, i.c.region_indicator_code == f.c.region_indicator_code))
    )
    facts = frame[frame["numerator"].notna() & ~frame["qualifier"].isin(NOT_FACTS)]
    month = facts["stat_month"].where(facts["stat_month"] != 0, 99)
    facts = facts.assign(month=month).sort_values("month")
    facts = facts.drop_duplicates(["region_code", "indicator", "stat_year"], keep="last")
    for (code, unit), rows in facts.groupby(["indicator", "unit_zh"]):
        is_rate = rows["denominator"].notna().any()
        alone = not is_rate and not is_amount(str(unit))
        how: Combine = "fixed" if alone else "state"
        survey.tray.lay(rows, {"numerator": f"figure.{code}"}, combine=how)
        if is_rate:
            survey.tray.lay(rows, {"denominator": f"figure_base.{code}"}, combine="state")
    quoted = frame[frame["quoted_value"].notna()]
    return quoted.rename(columns={"stat_year": "period", "stat_month": "month"})[list(QUOTED)]


def is_amount(unit: str) -> bool:
    """A figure of this unit may be summed over regions: it is neither a share nor per head or per day."""
    return not ("/" in unit or "%" in unit or "‰" in unit or "每" in unit)
