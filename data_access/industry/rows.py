"""Rows of a small table as plain values."""

from typing import Any

import pandas as pd


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row by the names of its columns, in order; what is missing as the table has it.

    `DataFrame.to_dict` does the same: of ten rows in ten times the time, and a panel is made of dozens of such tables.
    """
    names = [str(name) for name in table.columns]
    columns = [table[name].tolist() for name in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
