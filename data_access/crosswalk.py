"""Bring changes of regions into a contract database of one's own: which code took over from which, and on what day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Engine, bindparam, insert, inspect, select, update

from data_access.database import database_errors
from data_access.errors import ContractError
from data_access.region_changes import Change, links
from data_access.region_files import RegionTableError
from data_access.schema import core, geography

COUNTS: Final = ("household_count", "population_count")


@dataclass(frozen=True, slots=True)
class CrosswalkImport:
    """What an import of changes wrote.

    added    changes that are new; changed = changes that were replaced; kept = changes that stood there just so
    dated    regions whose first or last day was not on record and is now
    unshared codes of split regions of which no count says how much went where: only sums above them are carried on
    """

    added: int
    changed: int
    kept: int
    dated: int
    unshared: tuple[str, ...]


def import_crosswalk(engine: Engine, table: pd.DataFrame, *, replace: bool = False) -> CrosswalkImport:
    """Write changes of regions into a contract database, all or nothing.

    table    as `read_crosswalk_csv` gives it
    replace  change what stands there otherwise; without it that is an error

    Both regions must be on record. The old one ends on the day before, and the new one begins on the day, where their
    days are not on record. Raises RegionTableError (unknown codes, no day, other levels, days that contradict the
    regions', a circle, counts of a split that are known in part), ContractError and the DatabaseError family.
    """
    rows = [_row(record) for record in table.to_dict("records")]
    with database_errors(), engine.begin() as connection:
        if not {"region", "region_change"} <= set(inspect(connection).get_table_names()):
            raise ContractError("regions.no_contract")
        regions = _regions(connection)
        c = geography.region_change
        known = {(row["from_code"], row["to_code"]): dict(row) for row in connection.execute(select(c)).mappings()}
        _check_rows(rows, regions)
        every = {**known, **{(row["from_code"], row["to_code"]): row for row in rows}}
        _check_together(every.values())
        added = [row for row in rows if (row["from_code"], row["to_code"]) not in known]
        changed = [row for row in rows if _differs(row, known.get((row["from_code"], row["to_code"])))]
        if changed and not replace:
            raise RegionTableError(
                "crosswalk.exists", count=len(changed), old=changed[0]["from_code"], new=changed[0]["to_code"]
            )
        if added:
            connection.execute(insert(c), added)
        for row in changed:
            pair = (c.c.from_code == bindparam("old")) & (c.c.to_code == bindparam("new"))
            values = {name: row[name] for name in row if name not in ("from_code", "to_code")}
            connection.execute(update(c).where(pair).values(**values), {"old": row["from_code"], "new": row["to_code"]})
        dated = _write_days(connection, rows, regions, every.values())
    return CrosswalkImport(
        len(added), len(changed), len(rows) - len(added) - len(changed), dated, _unshared(every.values())
    )


def _row(record: Mapping[Any, Any]) -> dict[str, Any]:
    """One row of `region_change`."""
    found: dict[str, Any] = {
        "from_code": str(record["from_code"]),
        "to_code": str(record["to_code"]),
        "changed_on": record["changed_on"] or None,
        "region_change_code": str(record["change_code"]),
        "document_zh": record.get("document_zh") or None,
    }
    for name in COUNTS:
        value = record.get(name)
        found[name] = None if value is None or pd.isna(value) else int(value)
    return found


def _regions(connection: Connection) -> dict[str, dict[str, Any]]:
    r = core.region
    columns = (r.c.region_code, r.c.region_level_code, r.c.valid_from, r.c.valid_to)
    return {str(row["region_code"]): dict(row) for row in connection.execute(select(*columns)).mappings()}


def _check_rows(rows: Iterable[Mapping[str, Any]], regions: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse what contradicts the regions on record, naming the first and the number of such rows."""
    wrong: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        rule = _contradicts(row, regions.get(row["from_code"]), regions.get(row["to_code"]))
        if rule is not None:
            wrong.setdefault(rule, []).append(row)
    for rule, found in wrong.items():
        said = {"old": found[0]["from_code"], "new": found[0]["to_code"], "day": str(found[0]["changed_on"])}
        raise RegionTableError(f"crosswalk.{rule}", count=len(found), **said)


def _contradicts(row: Mapping[str, Any], old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str | None:
    """The rule that a change breaks; None where it breaks none."""
    on = row["changed_on"]
    if old is None or new is None:
        return "unknown"
    if on is None:
        return "no_day"
    if old["region_level_code"] != new["region_level_code"]:
        return "level"
    if old["valid_to"] not in (None, on - timedelta(days=1)) or (old["valid_from"] or date.min) >= on:
        return "ended"
    begins = new["valid_from"]
    if (new["valid_to"] or date.max) < on or (begins is not None and _begins_wrongly(row, begins)):
        return "began"
    return None


def _begins_wrongly(row: Mapping[str, Any], begins: date) -> bool:
    """A new code begins on the day of the change; only a neighbour that takes another in may have stood before."""
    on: date = row["changed_on"]
    return begins > on or (begins < on and row["region_change_code"] != "MERGE")


def _check_together(rows: Iterable[Mapping[str, Any]]) -> None:
    """Refuse changes that run in a circle, a code that ends twice, and a split of which only some counts are known."""
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_code.setdefault(row["from_code"], []).append(row)
    ahead = links(Change(row["from_code"], row["to_code"], None, "") for each in by_code.values() for row in each)
    for code, each in by_code.items():
        if len({row["changed_on"] for row in each}) > 1:
            raise RegionTableError("crosswalk.two_days", region=code)
        for name in COUNTS:
            told = [row[name] for row in each if row[name] is not None]
            if told and (len(told) < len(each) or min(told) < 0 or (len(each) > 1 and sum(told) == 0)):
                raise RegionTableError("crosswalk.shares", region=code, column=name)
    done: set[str] = set()
    for start in ahead:
        path: list[str] = []
        todo = [(start, False)]
        while todo:
            code, is_back = todo.pop()
            if is_back:
                path.pop()
                done.add(code)
            elif code in path:
                raise RegionTableError("crosswalk.circle", region=code)
            elif code not in done:
                path.append(code)
                todo.append((code, True))
                todo.extend((to, False) for to in ahead.get(code, ()))


def _differs(row: Mapping[str, Any], known: Mapping[str, Any] | None) -> bool:
    return known is not None and any(value is not None and known[name] != value for name, value in row.items())


def _write_days(
    connection: Connection,
    rows: Iterable[Mapping[str, Any]],
    regions: Mapping[str, Mapping[str, Any]],
    every: Iterable[Mapping[str, Any]],
) -> int:
    """Put first and last days on record that are not; returns of how many regions."""
    sources: dict[str, int] = {}
    for row in every:
        sources[row["to_code"]] = sources.get(row["to_code"], 0) + 1
    days: dict[str, dict[str, date]] = {}
    for row in rows:
        old, new, on = row["from_code"], row["to_code"], row["changed_on"]
        if regions[old]["valid_to"] is None:
            days.setdefault(old, {})["valid_to"] = on - timedelta(days=1)
        if regions[new]["valid_from"] is None and (row["region_change_code"] != "MERGE" or sources[new] > 1):
            days.setdefault(new, {})["valid_from"] = on
    r = core.region
    for code, values in days.items():
        connection.execute(update(r).where(r.c.region_code == bindparam("key")).values(**values), {"key": code})
    return len(days)


def _unshared(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_code.setdefault(row["from_code"], []).append(row)
    bare = [c for c, each in by_code.items() if len(each) > 1 and all(row[n] is None for row in each for n in COUNTS)]
    return tuple(sorted(bare))
