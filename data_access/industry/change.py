"""How a figure changed from one period, or one release, to another, as a figure that opens.

POVERTY_INCIDENCE@since-2018                       its value in the period that is shown less that of 2018
lifted_household_count@since-2018                  the same of a quantity
POVERTY_INCIDENCE@since-20191001T080000-1a2b3c4d   less that of the same period in an earlier release
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data_access.changes.baseline import Baseline, baseline_of
from data_access.indicators import Indicator
from data_access.messages import messages, text
from data_access.quantities.registry import quantity_catalogue
from data_access.release import Release
from data_access.values import MISSING, OK, WITHHELD, value_of, values_by_village

_GRAMMAR: Final = re.compile(r"([A-Za-z]\w*(?:\.[A-Z0-9_]+)?)@since-(\d{4}|\d{8}T\d{6}-[0-9a-f]{4,16})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Change:
    """The change of the figure `name` since `since`; `indicator` where it is one, else it is a quantity."""

    name: str
    indicator: Indicator | None
    since: str

    @property
    def counted(self) -> str:
        """The quantity that changed: the numerator of an indicator."""
        return self.name if self.indicator is None else self.indicator.numerator

    @property
    def decimals(self) -> int:
        """With how many places it is told."""
        return 0 if self.indicator is None else self.indicator.decimals

    def unit(self, lang: str) -> str:
        """Percentage points for a share; else the unit of the indicator; "" of a quantity, whose unit others know."""
        unit = "" if self.indicator is None else self.indicator.unit_text(lang)
        key = f"map.points_{unit}"
        return text(key, lang) if key in messages() else unit

    def baseline(self, release: Release, period: int) -> Baseline | None:
        """The earlier side; None where there is none."""
        found = baseline_of(release, self.since, period)
        return found if isinstance(found, Baseline) else None


def change_of(release: Release, figure: str) -> Change | None:
    """What `figure` says of a change, None where it says nothing of one that this release can tell."""
    found = _GRAMMAR.fullmatch(figure)
    if found is None:
        return None
    name, since = found[1], found[2]
    if len(since) == 4 and int(since) not in release.periods:
        return None
    if name in release.indicators:
        return Change(name, release.indicator(name), since)
    return Change(name, None, since) if name.partition(".")[0] in quantity_catalogue() else None


def signed(value: float, decimals: int) -> str:
    """A difference as it is written on the screen: +0.45, −0.45, ±0.00."""
    size = f"{abs(value):,.{decimals}f}"
    return ("±" if float(size.replace(",", "")) == 0 else "+" if value > 0 else "−") + size


def changed(release: Release, made: Change, code: str, period: int, lang: str = "zh") -> pd.DataFrame:
    """The change of the region itself: one row as of `changed_by_village`; raises as `values.value_of`."""
    return _difference(release, made, code, period, lang, of_villages=False)


def changed_by_village(release: Release, made: Change, code: str, period: int, lang: str = "zh") -> pd.DataFrame:
    """The change of each village under the region: code, name, numerator, denominator, value, state.

    `numerator` is the value in `period`, `denominator` that before, both as they are shown, and `value` the one less
    the other, so that what the screen subtracts is what it says. NaN where `state` is not "ok": then it says why, of
    the later side first. A region that the earlier side does not have is "missing" there. Raises as
    `values.values_by_village`.
    """
    return _difference(release, made, code, period, lang, of_villages=True)


def _difference(
    release: Release, made: Change, code: str, period: int, lang: str, *, of_villages: bool
) -> pd.DataFrame:
    before = made.baseline(release, period)
    now = _told(release, made, code, period, lang, of_villages=of_villages)
    if before is None or code not in before.release.tree.index:
        earlier = now.assign(value=np.nan, state=MISSING)
    else:
        told = _told(before.release, made, code, before.period, lang, of_villages=of_villages)
        earlier = told.set_index("code").reindex(now["code"]).reset_index()
        earlier["state"] = earlier["state"].fillna(MISSING)
    is_told = (now["state"] == OK).to_numpy() & (earlier["state"] == OK).to_numpy()
    later_ok = (now["state"] == OK).to_numpy()
    state = np.where(later_ok, earlier["state"].to_numpy(dtype=object), now["state"].to_numpy(dtype=object))
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


def _told(release: Release, made: Change, code: str, period: int, lang: str, *, of_villages: bool) -> pd.DataFrame:
    """One side: code, name, value as it is shown, state."""
    if made.indicator is None:
        return _quantity(release, made.name, code, period, lang, of_villages=of_villages)
    if made.name not in release.indicators:
        at = release.tree.villages(code) if of_villages else (release.tree.at(code),)
        regions = [release.tree.regions[i] for i in at]
        return pd.DataFrame(
            {
                "code": [r.code for r in regions],
                "name": [r.name(lang) for r in regions],
                "value": np.full(len(regions), np.nan),
                "state": [MISSING] * len(regions),
            }
        )
    ask = values_by_village if of_villages else value_of
    frame = ask(release, made.name, code, period, lang=lang)[["code", "name", "value", "state"]]
    return frame.assign(value=[float(f"{value:.{made.decimals}f}") for value in frame["value"]])


def _quantity(release: Release, name: str, code: str, period: int, lang: str, *, of_villages: bool) -> pd.DataFrame:
    at = np.array(release.tree.villages(code) if of_villages else (release.tree.at(code),), dtype=np.int64)
    figures = release.figures(name, period)
    values = np.full(len(at), np.nan) if figures is None else figures[at]
    state = np.select([np.isnan(values), np.isinf(values)], [MISSING, WITHHELD], default=OK)
    return pd.DataFrame(
        {
            "code": [release.tree.regions[i].code for i in at],
            "name": [release.tree.regions[i].name(lang) for i in at],
            "value": np.where(state == OK, values, np.nan),
            "state": state,
        }
    )
