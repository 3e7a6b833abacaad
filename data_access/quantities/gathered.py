"""What rows of every region, with those of the regions under it, come to: for figures that no sum of regions gives."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from data_access.quantities.counting import Tray
from data_access.tree import RegionTree


def placed_today(tray: Tray, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose `region_code` has a region of today, with its place in the column `region` instead."""
    codes = rows["region_code"].astype("category")
    today = [tray.today_code(str(code)) for code in codes.cat.categories]
    places = np.array([-1 if code is None else tray.tree.index[code] for code in today], dtype=np.int64)
    region = places[codes.cat.codes] if len(places) else np.zeros(0, dtype=np.int64)
    return rows.drop(columns="region_code").assign(region=region)[region >= 0]


def gathered(tree: RegionTree, rows: pd.DataFrame, by: str, how: Mapping[str, str]) -> Iterator[pd.DataFrame]:
    """The rows (`region`, a place in the tree; `by`; the columns of `how`) of each region with those under it, one for
    each value of `by`: all regions of one depth together, the deepest first, then group by group.

    `how` says of each column how it is put together, as pandas names it.
    """
    carried = rows[["region", by, *how]]
    for depth in range(int(tree.depth.max()), -1, -1):
        at_depth = tree.depth[carried["region"]] == depth
        here = carried[at_depth].groupby(["region", by], as_index=False, sort=False).agg(how)
        yield here
        above = here.assign(region=tree.parent[here["region"]])
        carried = pd.concat([carried[~at_depth], above[above["region"] >= 0]])
    for group in tree.groups:
        inside = rows[tree.under(group.code, rows["region"].to_numpy())]
        yield inside.groupby(by, as_index=False, sort=False).agg(how).assign(region=tree.at(group.code))
