"""The day of the data: how far each source reaches, and from that the "today" of every count."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Column, Connection, func, select

from data_access.database import read_frame
from data_access.release.meta import SourceDay
from data_access.rules import DELIVERED
from data_access.schema import core, monitoring, responsibility, work

DEMO_KIND = "DEMO"
LEDGER_TABLES = ("household", "person", "household_year", "region_year")
"""The tables whose day is the day of the data."""


def source_days(connection: Connection, themes: dict[str, bool]) -> tuple[SourceDay, ...]:
    """Every source with the last day of its successful loads, ordered by id; empty when quality is not connected."""
    if not themes["quality"]:
        return ()
    s, x = work.data_source, work.data_load
    loads = (
        select(x.c.source_id, func.max(x.c.as_of_on).label("as_of_on"), func.max(x.c.finished_at).label("finished_at"))
        .where(x.c.load_status_code.in_(DELIVERED))
        .group_by(x.c.source_id)
        .subquery("last_load")
    )
    frame = read_frame(
        connection,
        select(
            s.c.source_id,
            s.c.name_zh,
            s.c.source_kind_code,
            s.c.stale_after_day_count,
            loads.c.as_of_on,
            loads.c.finished_at,
        )
        .select_from(s.outerjoin(loads, loads.c.source_id == s.c.source_id))
        .order_by(s.c.source_id),
    )
    return tuple(
        SourceDay(
            source_id=str(row["source_id"]),
            name_zh=str(row["name_zh"]),
            kind=str(row["source_kind_code"]),
            as_of=None if pd.isna(row["as_of_on"]) else pd.Timestamp(row["as_of_on"]).date(),
            loaded_at=None if pd.isna(row["finished_at"]) else pd.Timestamp(row["finished_at"]).to_pydatetime(),
            stale_after_days=None if pd.isna(row["stale_after_day_count"]) else int(row["stale_after_day_count"]),
        )
        for row in frame.to_dict("records")
    )


def table_days(connection: Connection, themes: dict[str, bool], today: date) -> dict[str, date]:
    """The newest day up to `today` that successful loads of each table reach; empty when quality is not connected."""
    if not themes["quality"]:
        return {}
    x = work.data_load
    frame = read_frame(
        connection,
        select(x.c.table_name, func.max(x.c.as_of_on).label("as_of_on"))
        .where(x.c.load_status_code.in_(DELIVERED), x.c.as_of_on <= today)
        .group_by(x.c.table_name),
    )
    days = zip(frame["table_name"].astype(str), pd.to_datetime(frame["as_of_on"]), strict=True)
    return {table: day.date() for table, day in days if not pd.isna(day)}


def day_of_data(
    connection: Connection,
    themes: dict[str, bool],
    sources: tuple[SourceDay, ...],
    days: Mapping[str, date],
    today: date,
) -> date:
    """The newest day that the ledger's own tables reach (`days`), never after `today`; a department's is its own.

    Where no load names the ledger: the newest day of any source. Without sources: the newest day on which a household,
    visit or alert was written, else the end of the newest year reported, else `today`.
    """
    ledger = [days[table] for table in LEDGER_TABLES if table in days]
    if ledger:
        return max(ledger)
    reached = [source.as_of for source in sources if source.as_of is not None]
    if not reached:
        reached = _written_days(connection, themes)
    if not reached:
        years = [_newest(connection, table.c.stat_year) for table in (core.region_year, core.household_year)]
        reached = [date(int(year), 12, 31) for year in years if isinstance(year, (int, float)) and 1900 < year < 2200]
    past = [day for day in reached if day <= today]
    return max(past) if past else today


def _written_days(connection: Connection, themes: dict[str, bool]) -> list[date]:
    columns = [core.household.c.updated_at]
    if themes["responsibility"]:
        columns.append(responsibility.household_visit.c.visited_at)
    if themes["monitoring"]:
        columns.append(monitoring.monitoring_alert.c.raised_on)
    found = [_newest(connection, column) for column in columns]
    return [pd.Timestamp(day).date() for day in found if isinstance(day, (date, pd.Timestamp))]


def _newest(connection: Connection, column: Column[Any]) -> object:
    name = "newest_at" if column.name.endswith(("_at", "_on")) else "newest"
    frame = read_frame(connection, select(func.max(column).label(name)))
    value = frame[name].tolist()[0]
    return None if pd.isna(value) else value
