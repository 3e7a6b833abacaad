"""Activities of any kind that stand in villages and take households along: the small change of every scenario."""

from typing import Any

import numpy as np
import pandas as pd

from data_access.demo.apportion import Flags, Floats, Ints, Words, numbered
from data_access.demo.draft import Frames
from data_access.demo.industries import activity_rows, coverage_rows, joined
from data_access.demo.land import Land
from data_access.demo.roster import poor_until
from data_access.demo.scenario import Scenario


def spread(rng: np.random.Generator, among: Ints, count: int) -> Ints:
    """`count` villages out of `among`, each used once before any is used again."""
    rounds = -(-count // among.size)
    return np.concatenate([rng.permutation(among) for _ in range(rounds)])[:count]


def activities(
    land: Land, rng: np.random.Generator, prefix: str, seat: Ints, *, name: Words | str, since: Ints, **columns: Any
) -> pd.DataFrame:
    """Rows of industry_activity in the villages `seat` (positions), named after them, begun in the years `since`."""
    village = land.villages["name_zh"].to_numpy(dtype=object)[seat]
    rows = activity_rows(
        land,
        seat,
        land.near(rng, seat),
        {
            "activity_id": numbered(prefix, seat.size, 4),
            "name_zh": village + name,
            "operator_zh": village + "经营主体(演示)",
            "operating_status_code": "RUNNING",
            "valid_from": np.array([f"{y}-03-01" for y in since.tolist()], dtype="datetime64[D]"),
            **columns,
        },
    )
    again = rows.groupby("name_zh").cumcount().to_numpy()
    rows["name_zh"] = [n if k == 0 else f"{n}({k + 1})" for n, k in zip(rows["name_zh"], again.tolist(), strict=True)]
    return rows


def reached(
    scenario: Scenario, land: Land, activity: Words, village: Ints, since: Ints, leading: int = 0
) -> pd.DataFrame:
    """Rows of industry_coverage: each of `activity` reaches the village beside it from the year `since` on."""
    codes = land.villages["region_code"].to_numpy(dtype=object)
    frame = coverage_rows(scenario, activity, codes[village], since, leading)
    return frame.drop_duplicates(["activity_id", "region_code", "stat_year"], ignore_index=True)


def within(roster: pd.DataFrame, village: Ints) -> Flags:
    """Which households live in one of `village` (positions)."""
    flags: Flags = np.isin(roster["village"].to_numpy(), village)
    return flags


def share_among(rng: np.random.Generator, home: Ints, activity: Words, village: Ints) -> Words:
    """For each home (village of a household) one of the activities that reach that village."""
    order = np.argsort(village, kind="stable")
    sorted_villages, sorted_ids = village[order], activity[order]
    first = np.searchsorted(sorted_villages, home, side="left")
    many = np.searchsorted(sorted_villages, home, side="right") - first
    if (many == 0).any():
        raise ValueError("a household lives where none of the activities reaches")
    chosen: Words = sorted_ids[first + np.floor(rng.random(home.size) * many).astype(np.int64)]
    return chosen


def taken_along(
    scenario: Scenario,
    rng: np.random.Generator,
    roster: pd.DataFrame,
    household: Ints,
    activity: Words,
    *,
    mode: Words,
    income: Floats,
) -> pd.DataFrame:
    """Rows of industry_participation of this year and mostly of the last; who is still poor earns little."""
    poor = poor_until(roster, scenario.year)[household]
    return joined(scenario, rng, household, activity, mode=mode, income=income, poor=poor)


def this_year_only(frame: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """The rows of the year of the data."""
    return frame[frame["stat_year"] == scenario.year].reset_index(drop=True)


def gathered(*parts: Frames) -> Frames:
    """Several parts as one, table by table."""
    tables = dict.fromkeys(name for part in parts for name in part)
    return {name: pd.concat([part[name] for part in parts if name in part], ignore_index=True) for name in tables}
