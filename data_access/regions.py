"""Bring a table of regions, and figures about them, into a contract database of one's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

import pandas as pd
from sqlalchemy import Connection, Engine, Table, bindparam, delete, insert, inspect, select, update

from data_access.check.tree import Node, circular
from data_access.contract import create_contract_in
from data_access.database import database_errors, read_frame
from data_access.errors import ContractError
from data_access.progress import Progress, silent
from data_access.region_changes import read_changes
from data_access.region_files import REGION_COLUMNS, RegionTableError
from data_access.schema import core, geography, work
from data_access.sheets import parents_on

FIGURE_COLUMNS: Final = (
    "region_code",
    "indicator_code",
    "stat_year",
    "numerator",
    "denominator",
    "unit_zh",
    "name_zh",
)

_TOLD: Final = ("region_code", "parent_code", "region_level_code", "name_zh", "longitude", "latitude")

SOURCE_ID: Final = "GUATU_IMPORT"
"""The source under which imported rows stand in data_source."""


@dataclass(frozen=True, slots=True)
class RegionImport:
    """What an import wrote.

    created   the contract was made first, the database being empty
    added     regions that are new; changed = regions that were replaced; kept = regions that stood there just so
    figures   rows of region_figure; missing = figures left out because the file had no value for them
    """

    created: bool
    added: int
    changed: int
    kept: int
    figures: int
    missing: int


def import_regions(
    engine: Engine,
    table: pd.DataFrame,
    *,
    figures: pd.DataFrame | None = None,
    replace: bool = False,
    today: date | None = None,
    progress: Progress = silent,
) -> RegionImport:
    """Write regions, and figures about them, into a contract database, all or nothing.

    table    REGION_COLUMNS as `read_region_csv` gives them; further columns are ignored
    figures  FIGURE_COLUMNS: stat_year int, numerator and denominator float; a NaN numerator is not written
    replace  change regions and figures that stand there otherwise; without it they are an error

    An empty database gets the contract first. Regions that the table does not name stay as they are. Writes the
    rows' data_source and data_load, so that the day of the data is known. Raises RegionTableError, ContractError
    and the DatabaseError family.
    """
    day = today or date.today()
    started = datetime.now()
    rows = _clean(table)
    with database_errors(), engine.begin() as connection:
        created = not inspect(connection).get_table_names()
        if created:
            create_contract_in(connection)
        elif not {"region", "region_figure", "data_load"} <= set(inspect(connection).get_table_names()):
            raise ContractError("regions.no_contract")
        known = {
            row["region_code"]: dict(row)
            for row in connection.execute(select(*(core.region.c[name] for name in REGION_COLUMNS))).mappings()
        }
        check_tree({code: _node(row) for code, row in (known | rows).items()})
        added = [row for code, row in rows.items() if code not in known]
        changed = [row for code, row in rows.items() if code in known and _differs(row, known[code])]
        if changed and not replace:
            raise RegionTableError("regions.exists", count=len(changed), region=changed[0]["region_code"])
        _write_source(connection)
        for done, row_group in enumerate(_by_level(added)):
            progress("regions", done, 5)
            connection.execute(insert(core.region), [row | {"source_id": SOURCE_ID} for row in row_group])
        if changed:
            _update_regions(connection, changed)
        _write_load(connection, core.region, day, started, len(added) + len(changed))
        written = missing = 0
        if figures is not None:
            written, missing = _write_figures(connection, figures, set(known) | set(rows), replace=replace)
            _write_load(connection, geography.region_figure, day, started, written)
        progress("regions", 5, 5)
    return RegionImport(created, len(added), len(changed), len(rows) - len(added) - len(changed), written, missing)


def check_tree(nodes: dict[str, Node]) -> None:
    """Refuse regions that are no tree: unknown levels or parents, circles, levels that do not go down.

    Raises RegionTableError with the number of regions and the first of them.
    """
    wrong: dict[str, list[str]] = {"bad_level": [], "no_parent": [], "level_order": []}
    for code, (parent, level) in nodes.items():
        if level not in ("1", "2", "3", "4", "5"):
            wrong["bad_level"].append(code)
        elif parent is not None and parent not in nodes:
            wrong["no_parent"].append(code)
        elif parent is not None and level <= (nodes[parent][1] or ""):
            wrong["level_order"].append(code)
    wrong["circle"] = sorted(circular(nodes))
    for rule in ("circle", "bad_level", "no_parent", "level_order"):
        if wrong[rule]:
            raise RegionTableError(f"regions.{rule}", count=len(wrong[rule]), region=wrong[rule][0])


def read_tree(engine: Engine, *, on: date | None = None) -> pd.DataFrame:
    """The regions of the database as `geo` takes them: all of them, or with `on` the tree of that day.

    Returns region_code, parent_code (None at the top), region_level_code, name_zh as object, longitude and latitude as
    float (NaN where not known), ordered by level and code. Raises the DatabaseError family, ReleaseError where no
    region stood on that day. Source: region, and for a day region_change.
    """
    columns = [core.region.c[name] for name in (*_TOLD, "valid_from", "valid_to")]
    order = (core.region.c.region_level_code, core.region.c.region_code)
    with database_errors(), engine.connect() as connection:
        frame = read_frame(connection, select(*columns).order_by(*order))
        has_changes = inspect(connection).has_table(geography.region_change.name)
        changes = read_changes(connection) if on is not None and has_changes else ()
    for name in _TOLD[:4]:
        frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    for name in _TOLD[4:]:
        frame[name] = frame[name].astype(float)
    told = frame[list(_TOLD)]
    if on is None:
        return told
    above = parents_on(frame, changes, on)
    of_day = told[told["region_code"].isin(list(above))]
    parents = pd.Series([above[code] for code in of_day["region_code"]], index=of_day.index, dtype=object)
    return of_day.assign(parent_code=parents).reset_index(drop=True)


def _clean(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Code -> row of the table region; None for what is not known."""
    if table.empty:
        raise RegionTableError("regions.no_rows", file="-")
    repeated = table.loc[table["region_code"].duplicated(), "region_code"]
    if len(repeated):
        raise RegionTableError("regions.duplicate", region=repeated.iloc[0], count=len(repeated))
    columns = [name for name in REGION_COLUMNS if name in table.columns]
    rows: dict[str, dict[str, Any]] = {}
    for record in table[columns].to_dict("records"):
        row: dict[str, Any] = dict.fromkeys(REGION_COLUMNS)
        row.update({str(name): None if pd.isna(value) else value for name, value in record.items()})
        if not row["region_code"] or not row["name_zh"]:
            raise RegionTableError("regions.cell_empty", file="-", line=len(rows) + 1)
        row["region_level_code"] = str(row["region_level_code"])
        rows[str(row["region_code"])] = row
    return rows


def _node(row: dict[str, Any]) -> Node:
    return row["parent_code"], row["region_level_code"]


def _differs(row: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether the new row says something else; what it does not know does not count, six decimals of a degree do."""
    for name, value in row.items():
        old = known[name]
        if name in ("longitude", "latitude"):
            if value is not None and (old is None or abs(float(value) - float(old)) > 1e-6):
                return True
        elif (value is not None or name == "parent_code") and value != old:
            return True
    return False


def _by_level(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Parents before children: the foreign key asks for it."""
    for level in "12345":
        group = [row for row in rows if row["region_level_code"] == level]
        if group:
            yield group


def _update_regions(connection: Connection, rows: list[dict[str, Any]]) -> None:
    region = core.region
    for row in rows:
        values = {name: value for name, value in row.items() if value is not None or name == "parent_code"}
        code = values.pop("region_code")
        connection.execute(
            update(region).where(region.c.region_code == bindparam("key")).values(**values, source_id=SOURCE_ID),
            {"key": code},
        )


def _write_figures(
    connection: Connection, figures: pd.DataFrame, regions: set[str], *, replace: bool
) -> tuple[int, int]:
    """Write the catalogue rows and the figures; returns how many figures were written and how many had no value."""
    indicator, figure = geography.region_indicator, geography.region_figure
    strangers = figures.loc[~figures["region_code"].isin(list(regions)), "region_code"]
    if len(strangers):
        raise RegionTableError("regions.figure_region", count=len(strangers), region=strangers.iloc[0])
    told = figures.dropna(subset=["numerator"])
    catalogue = figures.drop_duplicates("indicator_code")
    known = set(connection.execute(select(indicator.c.region_indicator_code)).scalars())
    fresh = [
        {
            "region_indicator_code": row["indicator_code"],
            "name_zh": row["name_zh"],
            "indicator_theme_code": "POPULATION",
            "unit_zh": row["unit_zh"],
            "good_direction": 0,
        }
        for row in catalogue.to_dict("records")
        if row["indicator_code"] not in known
    ]
    if fresh:
        connection.execute(insert(indicator), fresh)
    for keys, group in told.groupby(["indicator_code", "stat_year"]):
        code, year = str(keys[0]), int(str(keys[1]))
        same = (figure.c.region_indicator_code == code) & (figure.c.stat_year == year) & (figure.c.stat_month == 0)
        there = set(connection.execute(select(figure.c.region_code).where(same)).scalars())
        both = sorted(there & set(group["region_code"]))
        if both and not replace:
            raise RegionTableError("regions.figure_exists", indicator=code, year=year, count=len(both))
        for region_code in both:
            connection.execute(delete(figure).where(same, figure.c.region_code == region_code))
        connection.execute(insert(figure), [_figure_row(row) for row in group.to_dict("records")])
    return len(told), len(figures) - len(told)


def _figure_row(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "region_code": row["region_code"],
        "region_indicator_code": row["indicator_code"],
        "stat_year": int(row["stat_year"]),
        "stat_month": 0,
        "numerator": float(row["numerator"]),
        "denominator": None if pd.isna(row["denominator"]) else float(row["denominator"]),
        "figure_qualifier_code": "EXACT",
        "source_id": SOURCE_ID,
    }


def _write_source(connection: Connection) -> None:
    source = work.data_source
    if connection.execute(select(source.c.source_id).where(source.c.source_id == SOURCE_ID)).first() is None:
        row = {"source_id": SOURCE_ID, "name_zh": "区划导入", "source_kind_code": "MANUAL"}
        connection.execute(insert(source), [row])


def _write_load(connection: Connection, table: Table, day: date, started: datetime, count: int) -> None:
    connection.execute(
        insert(work.data_load),
        [
            {
                "load_id": uuid4().hex,
                "source_id": SOURCE_ID,
                "table_name": table.name,
                "as_of_on": day,
                "started_at": started.replace(microsecond=0),
                "finished_at": datetime.now().replace(microsecond=0),
                "row_count": count,
                "load_status_code": "OK",
            }
        ],
    )
