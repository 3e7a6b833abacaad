"""What documents say of a region as a whole: shares that follow from no counts, targets, totals without rows."""

import pandas as pd

from data_access.demo.scenario import FOLDER, Scenario

_INDICATOR = ["region_indicator_code", "name_zh", "indicator_theme_code", "unit_zh", "good_direction", "definition_zh"]


def figure_frames(scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Rows of region_indicator and region_figure from NAME_figures.csv, all of the highest region."""
    every = pd.read_csv(FOLDER / f"{scenario.name}_figures.csv", dtype=object, encoding="utf-8")
    every = every.astype(object).where(every.notna(), None)
    for column in ("stat_year", "good_direction"):
        every[column] = every[column].astype(int)
    for column in ("numerator", "quoted_value"):
        every[column] = every[column].astype(float)
    indicator = every[_INDICATOR].drop_duplicates("region_indicator_code", ignore_index=True)
    figure = every[["region_indicator_code", *[c for c in every.columns if c not in _INDICATOR]]]
    return {
        "region_indicator": indicator,
        "region_figure": figure.assign(region_code=scenario.root, stat_month=0, source_id="DEMO"),
    }
