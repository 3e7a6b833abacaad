"""What every peer shows: three indicators of the demo county, counted by pandas over whole tables.

Written as tutorials write it: tables are read into frames once, and each picture filters and groups them. Nothing of
Guatu is imported, so that the peers run without it and a test can hold these figures against Guatu's own.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

COUNTY = "990101000000"
YEAR = 2019
INDICATORS = {
    "POVERTY_INCIDENCE": "Poverty incidence",
    "HOUSE_VACANCY_RATE": "House vacancy rate",
    "INCOME_PER_PERSON": "Income per person",
}
REGIONS = "SELECT region_code AS code, parent_code AS township, name_zh AS name FROM region"
REPORTS = "SELECT * FROM region_year"
INCOMES = """SELECT i.*, h.region_code FROM household_income i JOIN household h ON h.household_id = i.household_id
WHERE h.is_valid = 1 AND h.household_type_code = '1'"""


@dataclass
class County:
    """The tables as frames, and the outlines as GeoJSON; all of it in memory, as the tutorials have it."""

    database: Path
    townships: Path
    villages: Path

    @classmethod
    def of_environment(cls) -> County:
        """Where the bench put the files."""
        folder = Path(os.environ["PEERS_FOLDER"])
        return cls(Path(os.environ["PEERS_DATABASE"]), folder / "townships.geojson", folder / "villages.geojson")

    def _read(self, query: str) -> pd.DataFrame:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return pd.read_sql(query, connection)

    @cached_property
    def regions(self) -> pd.DataFrame:
        """code, township (its parent), name."""
        return self._read(REGIONS)

    @cached_property
    def reports(self) -> pd.DataFrame:
        """What villages report of a year."""
        return self._read(REPORTS).merge(self.regions, left_on="region_code", right_on="code")

    @cached_property
    def incomes(self) -> pd.DataFrame:
        """Incomes of registered households, one row a household and year."""
        return self._read(INCOMES).merge(self.regions, left_on="region_code", right_on="code")

    def outlines(self, parent: str) -> dict[str, Any]:
        """One GeoJSON a level, whole: a picture names the regions that it wants of it."""
        return self._townships if parent == COUNTY else self._villages

    @cached_property
    def _townships(self) -> dict[str, Any]:
        return dict(json.loads(self.townships.read_text("utf-8")))

    @cached_property
    def _villages(self) -> dict[str, Any]:
        return dict(json.loads(self.villages.read_text("utf-8")))

    def warm(self) -> County:
        """Read everything now, as a module does that reads its frames when it is imported."""
        _ = self.reports, self.incomes, self._townships, self._villages
        return self

    def values(self, indicator: str, parent: str, year: int = YEAR) -> pd.DataFrame:
        """One indicator for the townships of the county or the villages of a township.

        Returns code, name, value (% or yuan), ordered by code; a village without both figures is left out of the sums.
        """
        if indicator == "POVERTY_INCIDENCE":
            rows, over, under, scale = self.reports, "poor_population_count", "rural_population_count", 100
        elif indicator == "HOUSE_VACANCY_RATE":
            rows, over, under, scale = self.reports, "vacant_house_count", "house_count", 100
        else:
            rows, over, under, scale = self.incomes, "net_income_yuan", "member_count", 1
        rows = rows[rows["stat_year"] == year].dropna(subset=[over, under])
        if parent != COUNTY:
            rows = rows[rows["township"] == parent]
        sums = rows.groupby("township" if parent == COUNTY else "code")[[over, under]].sum()
        shown = (scale * sums[over] / sums[under]).rename("value").rename_axis("code").reset_index()
        return shown.merge(self.regions[["code", "name"]], on="code").sort_values("code", ignore_index=True)
