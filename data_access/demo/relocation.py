"""Resettlement sites: where they stand, how many moved there, which registered households did."""

import numpy as np
import pandas as pd

from data_access.demo.apportion import Ints, numbered, shares
from data_access.demo.draft import Draft, Frames


def site_rows(
    draft: Draft, rng: np.random.Generator, seat: Ints, households: int, persons: int | None, occupied: int | None
) -> pd.DataFrame:
    """Rows of relocation_site in the villages `seat`: `households` planned; where they moved already (`persons`), all
    of them did, and `occupied` of them live there. What is not known stays NULL."""
    land = draft.land
    longitude, latitude = land.near(rng, seat)
    weight = np.exp(rng.normal(0, 0.7, seat.size))
    rows = pd.DataFrame({"site_id": numbered("SITE", seat.size, 3)})
    rows["name_zh"] = land.villages["township_zh"].to_numpy(dtype=object)[seat] + "集中安置区"
    again = rows.groupby("name_zh").cumcount().to_numpy()
    rows["name_zh"] = [f"{n}{k + 1}" if k else n for n, k in zip(rows["name_zh"], again.tolist(), strict=True)]
    rows["region_code"] = land.villages["region_code"].to_numpy()[seat]
    rows["planned_household_count"] = shares(households, weight, 20)
    if persons is not None and occupied is not None:
        moved = rows["planned_household_count"].to_numpy(dtype=np.float64)
        rows["moved_household_count"] = rows["planned_household_count"]
        rows["moved_population_count"] = shares(persons, moved * rng.uniform(0.93, 1.07, seat.size))
        rows["occupied_household_count"] = rows["moved_household_count"] - shares(households - occupied, moved)
    rows["longitude"], rows["latitude"], rows["source_id"] = longitude, latitude, "REFORM"
    return rows


def moved_households(draft: Draft, rng: np.random.Generator, household: Ints, sites: pd.DataFrame) -> Frames:
    """Rows of household_relocation for registered households (positions), to the nearest site of their county."""
    land, roster = draft.land, draft.people.roster
    home = roster["village"].to_numpy()[household]
    place = {code: i for i, code in enumerate(land.villages["region_code"])}
    site_village = np.array([place[code] for code in sites["region_code"]])
    x, y = (land.villages[c].to_numpy(dtype=np.float64) for c in ("longitude", "latitude"))
    nearest = np.empty(len(land.villages), dtype=np.int64)
    for village in range(len(land.villages)):
        far = np.hypot(x[site_village] - x[village], y[site_village] - y[village])
        nearest[village] = int(np.argmin(far))
    rows = pd.DataFrame({"household_id": roster["household_id"].to_numpy(dtype=object)[household]})
    rows["relocation_kind_code"] = "CENTRAL"
    rows["site_id"] = sites["site_id"].to_numpy(dtype=object)[nearest[home]]
    start = np.datetime64(draft.scenario.on(2, "06-01"), "D")
    rows["moved_on"] = start + rng.integers(0, 800, home.size).astype("timedelta64[D]")
    rows["is_occupied"] = (rng.random(home.size) < 0.995).astype(np.int64)
    rows["is_old_house_demolished"] = (rng.random(home.size) < 0.94).astype(np.int64)
    return {"household_relocation": rows.assign(source_id="LEDGER")}
