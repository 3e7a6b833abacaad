"""Keys that many counties can share a database with, and the rows that all of them have in common."""

from typing import Final

import pandas as pd

from data_access.demo.draft import Frames

COMMON: Final = frozenset({"policy_line", "data_source"})
"""Tables whose rows are the same in every county."""

_LOAD: Final = ["source_id", "table_name", "as_of_on", "started_at", "finished_at", "load_status_code", "message_zh"]


def with_own_keys(frames: Frames, county: str) -> Frames:
    """The rows of the county of this code with its four digits before every key that is its own."""
    digits = county[2:6]
    found: Frames = {}
    for table, frame in frames.items():
        if table in COMMON or table == "data_load":
            continue
        keys = [column for column in frame.columns if column.endswith("_id") and column != "source_id"]
        found[table] = frame.assign(**{key: _prefixed(frame[key], digits) for key in keys})
    return found


def _prefixed(keys: "pd.Series[str]", digits: str) -> "pd.Series[str]":
    values = [None if key is None or key != key else digits + key for key in keys.tolist()]  # noqa: PLR0124 - NaN
    return pd.Series(values, index=keys.index, dtype=object)


def summed_loads(loads: list[pd.DataFrame]) -> pd.DataFrame:
    """The loads of all counties as if each source had been loaded for all of them at once."""
    every = pd.concat(loads, ignore_index=True)
    rows = every.groupby(_LOAD, dropna=False, sort=False)["row_count"].sum().reset_index()
    rows.insert(0, "load_id", [f"LOAD{number:04d}" for number in range(1, len(rows) + 1)])
    return rows
