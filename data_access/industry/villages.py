"""The villages that a figure is made of."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.errors import UnknownIndicatorError
from data_access.industry.change import change_of, changed_by_village
from data_access.industry.distribution import bands_behind, distributed, distribution_of
from data_access.industry.named import amount_by_village, is_amount
from data_access.industry.ratios import names_of, ratio_of
from data_access.messages import text
from data_access.release import Release
from data_access.values import MISSING, OK, WITHHELD, values_by_village

NONE: Final = "none"
VILLAGES: Final = "villages"
BANDS: Final = "bands"
CHANGES: Final = "changes"
SCORED: Final = "scored"
ANNOUNCED: Final = "announced"
"""What the rows behind a figure are: villages, bands of income, or the change of villages from period to period."""

COLUMNS: Final = ("code", "name", "township", "numerator", "denominator", "value", "state")


def is_figure(release: Release, figure: str) -> bool:
    """Whether `figure` names something that can be traced in this release, connected or not."""
    if figure in release.indicators or distributed(release, figure) or change_of(release, figure):
        return True
    return all(is_amount(release, name) for name in names_of(figure))


def villages_behind(release: Release, figure: str, code: str, period: int, lang: str = "zh") -> pd.DataFrame:
    """The villages that a figure is made of: code, name, township, numerator, denominator, value, state, by code.

    Numbers are float64, NaN where the state is not "ok" (denominator also for an amount). Raises as `trace`.
    """
    tree = release.tree
    if not is_figure(release, figure):
        raise UnknownIndicatorError("trace.unknown_figure", name=figure[:60])
    spread = distributed(release, figure)
    if spread is not None:
        return bands_behind(spread, distribution_of(release, spread, code, period), lang)
    change = change_of(release, figure)
    if change is not None:
        found = changed_by_village(release, change, code, period, lang)
    elif figure in release.indicators:
        rows = values_by_village(release, figure, code, period, lang=lang)
        found = rows[["code", "name", "numerator", "denominator", "value", "state"]]
    else:
        at = np.array(tree.villages(code), dtype=np.int64)
        found = pd.DataFrame(
            {
                "code": [tree.regions[i].code for i in at],
                "name": [tree.regions[i].name(lang) for i in at],
                **_figures(release, figure, code, period),
            }
        )
    parents = [tree.parent[tree.index[str(region)]] for region in found["code"]]
    above = ["" if up < 0 else tree.regions[up].name(lang) for up in parents]
    return found.assign(township=pd.Series(above, index=found.index, dtype="str"))[list(COLUMNS)]


def _figures(release: Release, figure: str, code: str, period: int) -> dict[str, object]:
    """Numerator, denominator, value and state of one amount, or of a ratio of two, of each village."""
    made = ratio_of(figure)
    scale = 1.0 if made is None else made.scale
    columns = [amount_by_village(release, name, code, period) for name in names_of(figure)]
    state = np.select(
        [np.any(np.isinf(columns), axis=0), np.any(np.isnan(columns), axis=0)], [WITHHELD, MISSING], default=OK
    )
    shown = [np.where(state == OK, column, np.nan) for column in columns]
    denominator = shown[1] if len(shown) > 1 else np.full(len(shown[0]), np.nan)
    value = shown[0]
    if len(shown) > 1:
        state = np.where((state == OK) & (denominator == 0), NONE, state)
        value = np.divide(scale * shown[0], denominator, out=np.full(len(denominator), np.nan), where=denominator > 0)
    return {
        "numerator": shown[0],
        "denominator": denominator,
        "value": value,
        "state": pd.array(state, dtype="str"),
    }


def headings(lang: str = "zh", rows: str = VILLAGES) -> tuple[str, ...]:
    """What the columns of `villages_behind` are called; `rows` as `Trace.rows`."""
    said = {
        BANDS: {"name": "band"},
        CHANGES: {"numerator": "now", "denominator": "before", "value": "change"},
        SCORED: {"name": "indicator", "numerator": "weight", "denominator": "points", "value": "brought"},
        ANNOUNCED: {"name": "day", "numerator": "place", "denominator": "ranked", "value": "score"},
    }
    return tuple(text(f"trace.column.{said.get(rows, {}).get(column, column)}", lang) for column in COLUMNS)
