"""What `guatu regions crosswalk` does, in words."""

from pathlib import Path

import pandas as pd
from sqlalchemy import inspect

from data_access.adoption.opening import open_shared
from data_access.commands import Report
from data_access.crosswalk import import_crosswalk
from data_access.database import database_errors, open_database
from data_access.database_session import Reading
from data_access.errors import SettingsError
from data_access.messages import text
from data_access.region_changes import read_changes
from data_access.region_files import read_crosswalk_csv
from data_access.schema import geography
from data_access.settings import Settings

NAMED = 5
"""Codes that are named where some are counted."""


def write_crosswalk(settings: Settings, path: Path, *, replace: bool, lang: str) -> Report:
    """Write the changes of regions in a file into the database of the settings; never into the demo county.

    Raises SettingsError, RegionTableError, ContractError and the DatabaseError family.
    """
    if settings.is_demo:
        raise SettingsError("cli.no_database")
    if settings.mapping_path is not None:
        raise SettingsError("settings.mapping_writes")
    table = read_crosswalk_csv(path)
    engine = open_database(settings.database_url, read_only=False, reading=Reading(settings.database_schema))
    try:
        done = import_crosswalk(engine, table, replace=replace)
    finally:
        engine.dispose()
    lines = [text("crosswalk.done", lang, added=done.added, changed=done.changed, kept=done.kept, dated=done.dated)]
    if done.unshared:
        names = ", ".join(done.unshared[:NAMED]) + (" …" if len(done.unshared) > NAMED else "")
        lines.append(text("crosswalk.unshared", lang, count=len(done.unshared), names=names))
    return Report(lines)


def recorded_changes(settings: Settings) -> pd.DataFrame:
    """The changes of codes on record in the database, by which outlines of old codes find their regions.

    Returns from_code and to_code, ordered; empty where there are none. Raises the DatabaseError family. Source:
    region_change.
    """
    engine = open_shared(settings)
    try:
        with database_errors(), engine.connect() as connection:
            changes = read_changes(connection) if inspect(connection).has_table(geography.region_change.name) else ()
    finally:
        engine.dispose()
    rows = [(change.from_code, change.to_code) for change in changes]
    return pd.DataFrame(rows, columns=["from_code", "to_code"], dtype=object)
