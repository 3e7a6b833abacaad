"""How an indicator changed from one period to another, as a figure that opens.

POVERTY_INCIDENCE@since-2018     its value in the period that is shown less that of 2018
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data_access.indicators import Indicator
from data_access.messages import messages, text
from data_access.release import Release
from data_access.values import OK, value_of, values_by_village

_GRAMMAR: Final = re.compile(r"(\w+)@since-(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Change:
    """The change of `indicator` since the period `since`."""

    indicator: Indicator
    since: int

    def unit(self, lang: str) -> str:
        """Percentage points for a share; else the unit of the indicator."""
        unit = self.indicator.unit_text(lang)
        key = f"map.points_{unit}"
        return text(key, lang) if key in messages() else unit


def change_of(release: Release, figure: str) -> Change | None:
    """What `figure` says of a change, None where it says nothing of one that this release can tell."""
    found = _GRAMMAR.fullmatch(figure)
    if found is None or found[1] not in release.indicators or int(found[2]) not in release.periods:
        return None
    return Change(release.indicator(found[1]), int(found[2]))


def signed(value: float, decimals: int) -> str:
    """A difference as it is written on the screen: +0.45, −0.45, ±0.00."""
    size = f"{abs(value):,.{decimals}f}"
    return ("±" if float(size.replace(",", "")) == 0 else "+" if value > 0 else "−") + size


def changed(release: Release, made: Change, code: str, period: int, lang: str = "zh") -> pd.DataFrame:
    """The change of the region itself: one row as of `changed_by_village`; raises as `values.value_of`."""
    asked = (value_of(release, made.indicator.code, code, at, lang=lang) for at in (period, made.since))
    return _difference(made.indicator.decimals, *asked)


def changed_by_village(release: Release, made: Change, code: str, period: int, lang: str = "zh") -> pd.DataFrame:
    """The change of each village under the region: code, name, numerator, denominator, value, state.

    `numerator` is the value in `period`, `denominator` that in the period before, both as they are shown, and `value`
    the one less the other, so that what the screen subtracts is what it says. NaN where `state` is not "ok": then it
    says why, of the later period first. Raises as `values.values_by_village`.
    """
    asked = (values_by_village(release, made.indicator.code, code, at, lang=lang) for at in (period, made.since))
    return _difference(made.indicator.decimals, *asked)


def _difference(decimals: int, now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    now, before = (
        frame.assign(value=[_as_shown(value, decimals) for value in frame["value"]]) for frame in (now, before)
    )
    earlier = before.set_index("code").reindex(now["code"]).reset_index()
    is_told = (now["state"] == OK).to_numpy() & (earlier["state"] == OK).to_numpy()
    state = np.where(now["state"] == OK, earlier["state"], now["state"])
    return pd.DataFrame(
        {
            "code": now["code"],
            "name": now["name"],
            "numerator": now["value"],
            "denominator": earlier["value"].to_numpy(),
            "value": np.where(is_told, now["value"].to_numpy() - earlier["value"].to_numpy(), np.nan),
            "state": pd.array(state, dtype="str"),
        },
        index=now.index,
    )


def _as_shown(value: float, decimals: int) -> float:
    return float(f"{value:.{decimals}f}")
