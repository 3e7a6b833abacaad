"""What a leader must see to now, for the wall: counts by kind, and where they are; never a household."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.messages import text
from data_access.release import Release

HIGH: Final = "high"
MEDIUM: Final = "medium"
LOW: Final = "low"

SEVERITY: Final = {
    "ALERT_OVERDUE": HIGH,
    "VISIT_OVERDUE_MONITORED": HIGH,
    "ASSURANCE_UNMET": HIGH,
    "SOLAR_STOPPED": MEDIUM,
    "VISIT_OVERDUE": MEDIUM,
    "SOLAR_LOW": MEDIUM,
    "SOLAR_UNPAID": MEDIUM,
    "ALERT_PENDING": LOW,
}
"""Kind of alert -> how urgent it is; the order breaks ties."""

LISTS: Final = {"ALERT_OVERDUE": "ALERT_KIND", "ALERT_PENDING": "ALERT_KIND", "ASSURANCE_UNMET": "ASSURANCE"}
NAMED: Final = 1
"""How many regions a sentence names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One row of the list.

    severity     "high", "medium" or "low"
    kind         ALERT_OVERDUE, ALERT_PENDING, VISIT_OVERDUE_MONITORED, VISIT_OVERDUE, ASSURANCE_UNMET, SOLAR_STOPPED,
                 SOLAR_LOW, SOLAR_UNPAID; item the kind of alert or guarantee within it, "" where there is none
    count        households, alerts or stations, all regions together
    on           the day of the newest of them
    regions      codes of the regions directly under the one asked for (or itself), most first; counts theirs
    """

    severity: str
    kind: str
    item: str
    count: int
    on: date
    regions: tuple[str, ...]
    counts: tuple[int, ...]
    names_zh: tuple[str, ...]
    names_en: tuple[str, ...]
    item_zh: str
    item_en: str

    @property
    def key(self) -> str:
        """Key of the sentence in the message catalogue; its values are those of `params`."""
        return f"alert.{self.kind.lower()}"

    def params(self, lang: str = "zh") -> dict[str, object]:
        """What the sentence is filled with: where, item, count."""
        names = self.names_en if lang == "en" else self.names_zh
        joined = (", " if lang == "en" else "、").join(names[:NAMED])
        where = joined if len(names) <= NAMED else text("alert.more", lang, names=joined, number=len(names))
        return {"where": where, "item": self.item_en if lang == "en" else self.item_zh, "count": self.count}

    def sentence(self, lang: str = "zh") -> str:
        """The alert in words."""
        return text(self.key, lang, **self.params(lang))


def alerts(release: Release, code: str, limit: int = 6, *, days: int | None = None) -> list[Alert]:
    """What needs attention under the region `code`: the most urgent of each kind first, then the rest.

    `days` keeps what is of the last days before the day of the data only. Empty when nothing does or no theme is
    connected that could tell. Raises UnknownRegionError. Source: `Release.alerts`.
    """
    rows = release.alerts(code, days)
    if rows.empty:
        return []
    child = _child_of(release, code, rows["region_code"])
    keys = ["alert_code", "item_code", "child"]
    together = rows.assign(child=child).groupby(keys, sort=True)
    counts, newest = together["count"].sum(), together["on"].max()
    parts: dict[tuple[str, str], list[tuple[int, int, pd.Timestamp]]] = {}
    for (kind, item, at), count, on in zip(counts.index, counts, newest, strict=True):
        parts.setdefault((str(kind), str(item)), []).append((int(at), int(count), on))
    found = [_alert(release, kind, item, part) for (kind, item), part in parts.items()]
    found.sort(key=lambda a: (list(SEVERITY).index(a.kind), -a.count, a.item))
    first: list[Alert] = []
    rest: list[Alert] = []
    for alert in found:
        (rest if any(other.kind == alert.kind for other in first) else first).append(alert)
    return [*first, *rest][:limit]


def _child_of(release: Release, code: str, regions: "pd.Series[str]") -> NDArray[np.int64]:
    """For each region the index of the one directly under `code` that it belongs to, or of `code` itself."""
    names, place = np.unique(regions.to_numpy(dtype=str), return_inverse=True)
    at = release.tree.child_above(code, np.array([release.tree.index[name] for name in names], dtype=np.int64))
    found: NDArray[np.int64] = at[place]
    return found


def _alert(release: Release, kind: str, item: str, part: list[tuple[int, int, pd.Timestamp]]) -> Alert:
    part = sorted(part, key=lambda row: -row[1])
    regions = [release.tree.regions[at] for at, _, _ in part]
    code_list = LISTS.get(kind, "")
    return Alert(
        severity=SEVERITY[kind],
        kind=kind,
        item=item,
        count=sum(count for _, count, _ in part),
        on=max(on for _, _, on in part).date(),
        regions=tuple(region.code for region in regions),
        counts=tuple(count for _, count, _ in part),
        names_zh=tuple(region.name_zh for region in regions),
        names_en=tuple(region.name("en") for region in regions),
        item_zh=release.code_name(code_list, item) if item else "",
        item_en=release.code_name(code_list, item, "en") if item else "",
    )
