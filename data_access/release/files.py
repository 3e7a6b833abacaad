"""The files of a release: Parquet tables and one JSON catalogue, written whole and checked by SHA-256 when read."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_access.errors import ReleaseError
from data_access.grouped_tree import with_groups
from data_access.history import History
from data_access.indicators import Indicator
from data_access.privacy import scanned_text
from data_access.region_groups import RegionGroup
from data_access.release.history_file import HISTORY, read_history, told
from data_access.release.industry_tables import INDUSTRY_TABLES
from data_access.release.level_breaks import breaks_by_level
from data_access.release.mapped import columns_of, frame_of, map_columns, map_frame, read_parquet
from data_access.release.meta import RELEASE_FORMAT, ReleaseMeta, read_meta
from data_access.release.monitoring_tables import MONITORING_TABLES
from data_access.release.pairs import Floats, Pairs
from data_access.release.reading import Release
from data_access.release.told import Told
from data_access.tree import Region, RegionTree, plant

T = TypeVar("T")

WAITS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between the tries to replace a file that another process has open."""

GROUPS: Final = "groups.parquet"
"""The groups of regions, in their order; a release without any does not have the file."""

_OF_KINDS: Final = ("industry_activity_count.", "industry_village_count.", "industry_household_count.")

_WORDS: Final = ("name_zh", "name_en", "definition_zh")

TABLES: Final = (
    "activities", "alerts", "code_names", "helper_loads", "industry_kinds", "late_tasks", "open_issues", "quoted",
    "work_steps", "works", *INDUSTRY_TABLES, *MONITORING_TABLES,
)  # fmt: skip


def write_tables(
    folder: Path,
    *,
    periods: tuple[int, ...],
    tree: RegionTree,
    totals: Mapping[str, Floats],
    indicators: tuple[Indicator, ...],
    pairs: Mapping[str, Pairs],
    tables: Mapping[str, pd.DataFrame],
    history: History,
) -> dict[str, str]:
    """Write all files but the description into `folder`; returns file name -> SHA-256. Raises OSError.

    `tree` is the counting tree, with the regions of `history` behind those of today.
    """
    own = tree.regions[: tree.size]
    if history.changes or history.sheets:
        (folder / HISTORY).write_text(told(history, _region_row), encoding="utf-8")
    made = {"regions": pa.Table.from_pylist([_region_row(region) for region in own])}
    if tree.groups:
        made[Path(GROUPS).stem] = pa.Table.from_pylist([_group_row(group) for group in tree.groups])
    keys: dict[str, Any] = {
        "region_code": pa.array(tree.codes * len(periods)).dictionary_encode(),
        "period": np.repeat(np.array(periods, dtype=np.int16), len(tree)),
    }
    made["quantities"] = pa.table(keys | {n: totals[n].ravel() for n in sorted(totals)})
    columns = dict(keys)
    for code, pair in pairs.items():
        columns[f"{code}|n"] = pair.numerator.ravel()
        columns[f"{code}|d"] = pair.denominator.ravel()
        columns[f"{code}|reported"] = pair.reported.ravel().astype(np.int32)
    made["values"] = pa.table(columns)
    made |= {name: pa.Table.from_pandas(tables[name], preserve_index=False) for name in TABLES}
    with ThreadPoolExecutor() as threads:  # pyarrow packs without holding the others up
        for writing in [threads.submit(_write, folder / f"{name}.parquet", table) for name, table in made.items()]:
            writing.result()
    catalogue = {
        "indicators": [_indicator_row(i, periods, tree, pairs[i.code].numerator) for i in indicators],
        "kinds_told": sorted(_kinds_told(totals)),
    }
    (folder / "indicators.json").write_text(json.dumps(catalogue, ensure_ascii=False, indent=1), encoding="utf-8")
    return {path.name: hash_file(path) for path in sorted(folder.iterdir())}


def _indicator_row(indicator: Indicator, periods: tuple[int, ...], tree: RegionTree, figures: Floats) -> dict[str, Any]:
    """One indicator with what is told of it at all; its level as text, as it is a key of JSON."""
    breaks = {str(level): found for level, found in breaks_by_level(tree, indicator, figures).items()}
    return asdict(indicator) | {"periods": _periods_told(periods, figures), "level_breaks": breaks}


def _periods_told(periods: tuple[int, ...], figures: Floats) -> list[int]:
    """The periods in which any region has a figure."""
    return [period for period, row in zip(periods, figures, strict=True) if not np.isnan(row).all()]


def _kinds_told(totals: Mapping[str, Floats]) -> Iterator[str]:
    """The kinds of industry of which there is an activity, or a place or household reached, in any year."""
    for name, figures in totals.items():
        if name.startswith(_OF_KINDS) and bool((figures[:, 0] > 0).any()):
            yield name.partition(".")[2]


def _region_row(region: Region) -> dict[str, Any]:
    """One region as a row; its names without the numbers that somebody wrote into them, unless that is its own code."""
    row = asdict(region)
    for name in ("name_zh", "short_name_zh", "name_en"):
        if row[name] is not None and row[name] != region.code:
            row[name] = scanned_text(row[name]) or region.code
    return row


def _group_row(group: RegionGroup) -> dict[str, Any]:
    """One group as a row; its names as those of regions."""
    said = {name: scanned_text(own) if (own := getattr(group, name)) else None for name in _WORDS}
    return {**asdict(group), **said, "name_zh": said["name_zh"] or group.code, "members": list(group.members)}


def _write(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="zstd")


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal; raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def replace_patiently(draft: Path, path: Path) -> None:
    """Put `draft` in the place of `path`, in one step; raises OSError.

    Windows refuses while another process has `path` open for reading, which is a matter of milliseconds: tried again.
    """
    for wait in WAITS:
        try:
            draft.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    draft.replace(path)


def read_release(folder: Path) -> Release:
    """Read the release in `folder`, every file checked; raises ReleaseError when one is missing or damaged."""
    try:
        meta = read_meta(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError("release.damaged", id=folder.name, file="meta.json") from error
    if meta.format != RELEASE_FORMAT:
        raise ReleaseError("release.old_format", id=meta.id, format=meta.format, wanted=RELEASE_FORMAT)
    for name, expected in meta.files.items():
        try:
            found = hash_file(folder / name)
        except OSError as error:
            raise ReleaseError("release.damaged", id=meta.id, file=name) from error
        if found != expected:
            raise ReleaseError("release.damaged", id=meta.id, file=name)
    try:
        return _read(folder, meta)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:  # of another make than this program
        raise ReleaseError("release.damaged", id=meta.id, file="*.parquet") from error


def map_large(folder: Path, meta: ReleaseMeta, places: int) -> None:
    """Make the files that large tables of the release in `folder` are mapped from, so that no reader has to.

    `places`: how many regions a figure has values for. What cannot be written is made by a reader, or not at all.
    """
    with ThreadPoolExecutor() as threads:
        making: list[Future[Any]] = []

        def later(path: Path, shape: tuple[int, int], digest: str, *, by_row: bool = False) -> None:
            making.append(threads.submit(map_columns, path, shape, digest, by_row=by_row))

        _figures(folder, meta, places, later)
        for name in TABLES:
            making.append(threads.submit(map_frame, folder / f"{name}.parquet", meta.files[f"{name}.parquet"]))
        for each in making:
            each.result()


def _regions(table: pa.Table) -> Iterator[Region]:
    """The regions one by one, equal texts shared: fifty thousand rows as dicts would leave holes in the memory."""
    names = table.column_names
    kept: dict[Any, Any] = {}
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        texts = (kept.setdefault(value, value) if isinstance(value, str) else value for value in row)
        yield Region(**dict(zip(names, texts, strict=True)))


def _read(folder: Path, meta: ReleaseMeta) -> Release:
    regions = list(_regions(read_parquet(folder / "regions.parquet")))
    groups = read_parquet(folder / GROUPS).to_pylist() if GROUPS in meta.files else []
    found = [RegionGroup(**{**row, "members": tuple(row["members"])}) for row in groups]
    tree = with_groups(plant(regions), found)
    history = read_history(folder / HISTORY) if HISTORY in meta.files else History()
    quantities, columns = _figures(folder, meta, len(tree) + len(history.past), columns_of)
    catalogue: dict[str, Any] = json.loads((folder / "indicators.json").read_text(encoding="utf-8"))
    told = _told(catalogue)
    indicators = {
        row["code"]: Indicator(**{**row, "breaks": tuple(row["breaks"]), "needs": tuple(row["needs"])})
        for row in catalogue["indicators"]
    }
    pairs = {
        code: Pairs(columns[f"{code}|n"], columns[f"{code}|d"], columns[f"{code}|reported"]) for code in indicators
    }
    tables = {name: frame_of(folder / f"{name}.parquet", meta.files[f"{name}.parquet"]) for name in TABLES}
    return Release(
        meta, tree, indicators=indicators, quantities=quantities, pairs=pairs, tables=tables,
        told=told, history=history,
    )  # fmt: skip


def _figures(folder: Path, meta: ReleaseMeta, places: int, take: Callable[..., T]) -> tuple[T, T]:
    """Quantities, of which one is asked for many regions, and values, all of which are asked for the few on a map."""
    shape = (len(meta.periods), places)
    quantities, values = "quantities.parquet", "values.parquet"
    return (
        take(folder / quantities, shape, meta.files[quantities]),
        take(folder / values, shape, meta.files[values], by_row=True),
    )


def _told(catalogue: dict[str, Any]) -> Told:
    """What the catalogue tells beside the indicators themselves, taken out of their rows."""
    rows = catalogue["indicators"]
    return Told(
        periods={row["code"]: tuple(row.pop("periods")) for row in rows},
        breaks={
            row["code"]: {int(level): tuple(found) for level, found in row.pop("level_breaks").items()} for row in rows
        },
        kinds=frozenset(catalogue["kinds_told"]),
    )
