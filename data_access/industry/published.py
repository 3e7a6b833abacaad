"""What documents give of a figure: quoted as they have it, never recomputed."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from data_access.release import Release

_NAMES: Final = Path(__file__).parent.parent / "catalogue" / "published_names.csv"


@dataclass(frozen=True, slots=True)
class Published:
    """One figure as a document gives it: quoted, never recomputed.

    indicator   its own code; `qualifier` of the code list FIGURE_QUALIFIER
    """

    indicator: str
    name_zh: str
    period: int
    value: float
    unit_zh: str
    qualifier: str | None
    quote_zh: str | None
    note_zh: str | None


def published(release: Release, figure: str, code: str, period: int) -> tuple[Published, ...]:
    """What documents give of one figure for the region itself, up to `period`; newest first.

    A row of region_figure stands for a figure when its indicator has the figure's name (in capitals, `_` for a point),
    or the catalogue says so. Raises UnknownRegionError.
    """
    names = {figure.upper().replace(".", "_"), *(alias for name, alias in _aliases() if name == figure)}
    rows = release.quoted(code)
    rows = rows[rows["indicator"].isin(names) & (rows["period"] <= period)]
    return _rows(rows)


def every_published(release: Release, code: str) -> tuple[Published, ...]:
    """All that documents give of the region itself, newest first; raises UnknownRegionError."""
    return _rows(release.quoted(code))


def _rows(rows: pd.DataFrame) -> tuple[Published, ...]:
    return tuple(
        Published(
            indicator=str(row["indicator"]),
            name_zh=str(row["name_zh"]),
            period=int(row["period"]),
            value=float(row["quoted_value"]),
            unit_zh=str(row["unit_zh"]),
            qualifier=_said(row["qualifier"]),
            quote_zh=_said(row["quote_zh"]),
            note_zh=_said(row["note_zh"]),
        )
        for row in rows.to_dict("records")
    )


def _said(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


@cache
def _aliases() -> tuple[tuple[str, str], ...]:
    """Figures that documents give under another name: (figure, region indicator)."""
    with _NAMES.open(encoding="utf-8", newline="") as file:
        return tuple((row["figure"], row["region_indicator_code"]) for row in csv.DictReader(file))
