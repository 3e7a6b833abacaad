"""Builds the database of a whole city or province."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

from data_access.database import open_database
from data_access.demo.draft import Frames
from data_access.demo.land import Land, region_rows
from data_access.demo.scale.county import RANKED, county_frames, county_scenarios
from data_access.demo.scale.keys import COMMON, summed_loads, with_own_keys
from data_access.demo.scale.sink import Sink, filled
from data_access.demo.scale.sizes import Scale
from data_access.demo.scenario import Scenario
from data_access.demo.works import ranking_rows
from data_access.demo.write import without_waiting
from data_access.errors import DatabaseError
from data_access.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """What was built: rows of each table, the most rows that were held at once, seconds taken."""

    row_counts: dict[str, int]
    most_rows: int
    seconds: float


def build_scale(url: str, scale: Scale, regions: pd.DataFrame, *, progress: Progress = silent) -> ScaleReport:
    """Fill the database at `url` with the people of all counties of `regions`; the same seed gives the same rows.

    url: a SQLite file, replaced when the new one is whole, or an empty database of another engine that takes writes.
    regions: a tree with its points, as `read_scale_land` gives it. One county is held in memory at a time. `progress`
    hears (stage, done, total). An interrupted build leaves nothing. Raises the DatabaseError family.
    """
    start = perf_counter()
    with _opened(url) as engine, filled(engine, lambda done, total: progress("index", done, total)) as rows:
        most = _write(rows, scale, regions, progress)
    return ScaleReport(rows.counts, most, perf_counter() - start)


def _write(rows: Sink, scale: Scale, regions: pd.DataFrame, progress: Progress) -> int:
    loads: list[pd.DataFrame] = []
    common: Frames = {}
    above = regions[regions["region_level_code"].isin(["1", "2"])].sort_values("region_level_code")
    total, most = int((regions["region_level_code"] == "3").sum()), 0
    for number, (scenario, own) in enumerate(county_scenarios(scale, regions)):
        progress("county", number, total)
        frames = county_frames(scenario, own)
        if number == 0:
            rows.add({"data_source": frames["data_source"], "region": _above(above, scenario)})
            common = {table: frames[table] for table in COMMON if table != "data_source"}
        loads.append(frames["data_load"])
        most = max(most, sum(len(frame) for frame in frames.values()))
        rows.add(with_own_keys(frames, scenario.root))
    rows.add(common | {"data_load": summed_loads(loads), "ranking": _ranked(regions, scale)})
    progress("county", total, total)
    return most


def _ranked(regions: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """The rankings of the regions under each one above the counties; the counties rank their townships themselves."""
    below = regions[regions["region_level_code"].isin(["2", "3"]) & regions["parent_code"].isin(regions["region_code"])]
    each = [
        ranking_rows(scale.seed + number, group["region_code"], RANKED)
        for number, (_code, group) in enumerate(below.groupby("parent_code"), 1)
    ]
    return pd.concat(each, ignore_index=True)


def _above(regions: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Rows of the regions above the counties."""
    land = Land(regions.reset_index(drop=True), pd.DataFrame({"region_code": []}))
    return region_rows(land, np.array([], dtype=object), scenario.as_of).assign(sort_no=0)


def read_scale_land(tree: Path, points: Path) -> pd.DataFrame:
    """The tree and the points that geo.demo wrote."""
    codes = {"region_code": str, "parent_code": str, "region_level_code": str}
    return pd.read_csv(tree, dtype=codes).merge(
        pd.read_csv(points, dtype={"region_code": str}), on="region_code", validate="one_to_one"
    )


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    """The database, open for writing; of SQLite a draft beside it, renamed when all is done."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        engine = create_engine(url, hide_parameters=True)
        try:
            yield engine
        finally:
            engine.dispose()
        return
    if not address.database or address.database == ":memory:":
        raise DatabaseError("database.address")
    path = Path(address.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.unlink(missing_ok=True)
        engine = open_database(f"sqlite:///{draft.as_posix()}", read_only=False)
        event.listen(engine, "connect", without_waiting)
        try:
            yield engine
        finally:
            engine.dispose()
        draft.replace(path)
    finally:
        for left in (draft, draft.with_name(draft.name + "-journal")):
            left.unlink(missing_ok=True)
