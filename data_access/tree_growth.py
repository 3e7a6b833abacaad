"""The tree of the regions of one day, grown from the rows of the table `region`."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from data_access.errors import ReleaseError
from data_access.messages import text
from data_access.tree import VILLAGE_LEVEL, WHOLE, Region, RegionTree, plant

_FLAGS: Final = ("is_registered_poor", "is_deeply_poor")


def grow_tree(frame: pd.DataFrame, today: date) -> RegionTree:
    """Build the tree of the regions valid on `today` from rows of the table `region`.

    A parent that has ended hands its children to the nearest valid region above; a parent that is not there makes its
    children highest regions. Raises ReleaseError when there is no region, or when parents run in a circle.
    """
    day = pd.Timestamp(today)
    ended = frame["valid_to"].notna() & (frame["valid_to"] < day)
    future = frame["valid_from"].notna() & (frame["valid_from"] > day)
    valid = frame.loc[~ended & ~future].drop_duplicates("region_code")
    if valid.empty:
        raise ReleaseError("release.no_regions")
    parent_of = {
        str(r): (None if pd.isna(p) else str(p))
        for r, p in zip(frame["region_code"], frame["parent_code"], strict=True)
    }
    alive = {str(code) for code in valid["region_code"]}
    above = {code: _nearest(code, parent_of, alive) for code in alive}
    order = _parents_first(above)
    position = {code: i for i, code in enumerate(order)}
    rows = {str(row["region_code"]): row for row in valid.to_dict("records")}
    regions: list[Region] = []
    for code in order:
        up = above[code]
        regions.append(region_of(rows[code], up, regions[position[up]].level if up else None))
    return plant(_under_one(regions))


def _nearest(code: str, parent_of: Mapping[str, str | None], alive: set[str]) -> str | None:
    """The nearest valid region above `code`; raises ReleaseError when the way up runs in a circle."""
    seen = {code}
    up = parent_of.get(code)
    while up is not None and up not in alive:
        if up in seen:
            raise ReleaseError("release.circular_regions", code=code)
        seen.add(up)
        up = parent_of.get(up)
    return up


def _parents_first(above: Mapping[str, str | None]) -> list[str]:
    """Codes ordered by depth, parent and code; raises ReleaseError when parents run in a circle."""
    under: dict[str | None, list[str]] = {}
    for code, up in above.items():
        under.setdefault(up, []).append(code)
    order = sorted(under.get(None, ()))
    for code in order:  # grows while it is read: breadth first
        order.extend(sorted(under.get(code, ())))
    if len(order) < len(above):
        raise ReleaseError("release.circular_regions", code=min(set(above) - set(order)))
    return order


def region_of(row: Mapping[Hashable, Any], up: str | None, level_above: int | None) -> Region:
    """One row of the table `region` as a region under `up`, whose level is `level_above`."""
    raw = str(row["region_level_code"]).strip()
    level = int(raw) if raw in ("1", "2", "3", "4", "5") else min(VILLAGE_LEVEL, (level_above or 2) + 1)
    name = str(row["name_zh"])
    flags = [None if pd.isna(row[flag]) else bool(row[flag]) for flag in _FLAGS]
    return Region(
        code=str(row["region_code"]),
        parent_code=up,
        level=level,
        name_zh=name,
        short_name_zh=_text(row["short_name_zh"]) or name,
        name_en=_text(row["name_en"]),
        kind=_text(row["region_kind_code"]),
        is_registered_poor=flags[0],
        is_deeply_poor=flags[1],
        exited_year=None if (year := _number(row["exited_year"])) is None else int(year),
        longitude=_number(row["longitude"]),
        latitude=_number(row["latitude"]),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> float | None:
    if isinstance(value, (int, float, np.integer, np.floating)) and not np.isnan(value):
        return float(value)
    return None


def _under_one(regions: list[Region]) -> list[Region]:
    """Put several highest regions under the synthetic one `*`, one level above theirs (at least 1)."""
    highest = [region for region in regions if region.parent_code is None]
    if len(highest) == 1:
        return regions
    level = max(1, min(region.level for region in highest) - 1)
    whole = Region(WHOLE, None, level, text("release.whole"), text("release.whole"), text("release.whole", "en"))
    return [whole, *(replace(r, parent_code=WHOLE) if r.parent_code is None else r for r in regions)]
