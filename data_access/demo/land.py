"""The regions of a scenario, where they lie, and how poverty is spread over them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Days, Floats, Ints, Words, day, shares, stream
from data_access.demo.scenario import FOLDER, Scenario

_KM_PER_DEGREE: Final = (85.0, 111.0)


@dataclass(frozen=True)
class Land:
    """The tree with its points, and one row a village of what the other themes are drawn from.

    regions   all regions: the columns of NAME_regions.csv, longitude, latitude, area_km2
    villages  one row a village ordered by code: region_code, parent_code, township (position), county (position),
              name_zh, township_zh, is_poor, longitude, latitude, area_km2, distance (0-1 from the seat), hardship (mean
              0, deviation 1; high in the south-west), rural_population, registered (households), poor_weight; the last
              three only where the scenario has households
    """

    regions: pd.DataFrame
    villages: pd.DataFrame

    @property
    def townships(self) -> pd.DataFrame:
        """The regions of level 4, in order."""
        return self.regions[self.regions["region_level_code"] == "4"].reset_index(drop=True)

    @property
    def counties(self) -> pd.DataFrame:
        """The regions of level 3, in order."""
        return self.regions[self.regions["region_level_code"] == "3"].reset_index(drop=True)

    def near(self, rng: np.random.Generator, village: Ints) -> tuple[Floats, Floats]:
        """Points at most a quarter of the village's breadth from its label point: longitude, latitude."""
        rows = self.villages.iloc[village]
        reach = 0.25 * np.sqrt(rows["area_km2"].to_numpy(dtype=np.float64)) * np.sqrt(rng.random(village.size))
        turn = rng.random(village.size) * 2 * np.pi
        longitude = rows["longitude"].to_numpy(dtype=np.float64) + reach * np.cos(turn) / _KM_PER_DEGREE[0]
        latitude = rows["latitude"].to_numpy(dtype=np.float64) + reach * np.sin(turn) / _KM_PER_DEGREE[1]
        return np.round(longitude, 6), np.round(latitude, 6)


def read_land(scenario: Scenario) -> Land:
    """Read the tree and the points of the scenario and draw its spatial pattern."""
    regions = pd.read_csv(
        FOLDER / f"{scenario.name}_regions.csv",
        dtype={"region_code": str, "parent_code": str, "region_level_code": str},
    )
    points = pd.read_csv(FOLDER / f"{scenario.name}_points.csv", dtype={"region_code": str})
    regions = regions.merge(points, on="region_code", how="left", validate="one_to_one")
    if regions["longitude"].isna().any():
        raise ValueError(f"{scenario.name}_points.csv lacks regions: run python -m geo.demo.grow {scenario.name}")
    return lay_land(scenario, regions)


def lay_land(scenario: Scenario, regions: pd.DataFrame) -> Land:
    """The land of a tree with its points, and the spatial pattern that the seed draws on it."""
    return Land(regions, _villages(scenario, regions, stream(scenario.seed, "land")))


def _villages(scenario: Scenario, regions: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    townships = regions[regions["region_level_code"] == "4"].reset_index(drop=True)
    villages = regions[regions["region_level_code"] == "5"].sort_values("region_code").reset_index(drop=True)
    number = pd.Series(townships.index, index=townships["region_code"])
    villages["township"] = villages["parent_code"].map(number).to_numpy(dtype=np.int64)
    counties = regions[regions["region_level_code"] == "3"].reset_index(drop=True)
    above = townships["parent_code"].map(pd.Series(counties.index, index=counties["region_code"]))
    villages["county"] = above.to_numpy(dtype=np.int64)[villages["township"]]
    villages["township_zh"] = townships["name_zh"].to_numpy()[villages["township"]]
    villages["is_poor"] = villages["is_registered_poor"].astype(np.int64)
    x, y = (_scaled(villages[c].to_numpy(dtype=np.float64)) for c in ("longitude", "latitude"))
    seat = villages["township"].to_numpy() == 0
    distance = np.hypot(x - x[seat].mean(), y - y[seat].mean())
    villages["distance"] = distance / distance.max()
    villages["hardship"] = _hardship(villages, x, y, rng)
    if scenario.population is None:
        return villages
    hardship = villages["hardship"].to_numpy()
    people = np.exp(rng.normal(0, 0.38, len(villages)) - 0.25 * villages["distance"].to_numpy())
    villages["rural_population"] = shares(scenario.population.rural, people, 150)
    registered = villages["rural_population"].to_numpy() * np.exp(0.22 * hardship + rng.normal(0, 0.12, len(villages)))
    villages["registered"] = shares(
        scenario.population.households, registered * (1 + 0.25 * villages["is_poor"].to_numpy()), 10
    )
    steep = np.exp(0.95 * np.minimum(hardship, 1.1) + rng.normal(0, 0.35, len(villages)))
    villages["poor_weight"] = villages["rural_population"].to_numpy() * steep * (0.75 + 0.4 * villages["is_poor"])
    return villages


def _scaled(values: Floats) -> Floats:
    middle, reach = (values.max() + values.min()) / 2, (values.max() - values.min()) / 2
    scaled: Floats = (values - middle) / reach
    return scaled


def _hardship(villages: pd.DataFrame, x: Floats, y: Floats, rng: np.random.Generator) -> Floats:
    """High in the south-west, low near the seat, with hills and hollows in between and a character of each township."""
    field = -0.7 * x - 0.7 * y + 1.5 * villages["distance"].to_numpy(dtype=np.float64)
    for _ in range(4):
        turn, phase, waves = rng.random() * 2 * np.pi, rng.random() * 2 * np.pi, 1.5 + 2 * rng.random()
        field = field + 0.3 * np.cos(waves * (x * np.cos(turn) + y * np.sin(turn)) + phase)
    field = (
        field
        + rng.normal(0, 0.28, int(villages["township"].max()) + 1)[villages["township"].to_numpy()]
        + rng.normal(0, 0.22, x.size)
    )
    result: Floats = (field - field.mean()) / field.std()
    return result


def region_rows(land: Land, exited_year: Words, as_of: np.datetime64) -> pd.DataFrame:
    """Rows of table region; `exited_year` in the order of land.villages, None = still poor or never poor."""
    regions = land.regions
    exits = dict(zip(land.villages["region_code"], exited_year, strict=True))
    level = regions["region_level_code"].to_numpy()
    start: Days = np.full(len(regions), day("2011-01-01"))
    if (start > as_of).any():
        raise ValueError("regions begin after the day of the data")
    return pd.DataFrame(
        {
            "region_code": regions["region_code"],
            "parent_code": regions["parent_code"],
            "region_level_code": level,
            "region_kind_code": regions["region_kind_code"],
            "name_zh": regions["name_zh"],
            "short_name_zh": regions["name_zh"].str.slice(0, -1),
            "urban_rural_code": pd.Series(level).map({"5": "220", "4": "210"}),
            "is_registered_poor": regions["is_registered_poor"],
            "is_deeply_poor": regions["is_deeply_poor"],
            "exited_year": [exits.get(code) for code in regions["region_code"]],
            "longitude": regions["longitude"].round(6),
            "latitude": regions["latitude"].round(6),
            "valid_from": start,
            "sort_no": np.arange(1, len(regions) + 1),
            "source_id": "DEMO",
        }
    )
