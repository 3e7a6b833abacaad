"""The door to the shared database as the settings have it: through a mapping where one is named."""

from pathlib import Path

from sqlalchemy import Engine

from data_access.adoption.attached import attach_mapping
from data_access.adoption.reading import read_mapping
from data_access.database import open_database
from data_access.database_session import AS_IT_IS, Reading
from data_access.settings import Settings


def open_shared(settings: Settings, *, for_build: bool = False) -> Engine:
    """The shared database, read-only; with GUATU_MAPPING every query reads it through the mapping.

    `for_build` is for those that read whole tables: each statement may take as long as GUATU_BUILD_TIMEOUT says.
    Raises the DatabaseError family, MappingError.
    """
    seconds = settings.build_timeout if for_build else settings.statement_timeout
    return open_mapped(
        settings.database_url, settings.mapping_path, Reading(settings.database_schema, seconds, is_short=not for_build)
    )


def open_mapped(url: str, mapping_path: Path | None, reading: Reading = AS_IT_IS) -> Engine:
    """The database at `url`, read-only, through the mapping in the file at `mapping_path` if there is one."""
    mapping = None if mapping_path is None else read_mapping(mapping_path)
    engine = open_database(url, reading=reading)
    if mapping is not None:
        attach_mapping(engine, mapping)
    return engine
