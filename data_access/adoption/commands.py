"""`guatu map`: suggest, check and apply a mapping; settings in, lines out."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from data_access.adoption.attached import attach_mapping
from data_access.adoption.checking import check_mapping
from data_access.adoption.reading import read_mapping
from data_access.adoption.views import dialect_of, view_statements
from data_access.check import check_database
from data_access.database import open_database
from data_access.errors import MappingError, SettingsError
from data_access.messages import text
from data_access.progress import Progress
from data_access.settings import Settings

LOSSES = frozenset({"lost", "unmapped", "not_codes"})
"""Faults with which a mapping works, and leaves values out."""


class MappingUnfitError(MappingError):
    """The mapping names what the database has not; said as an error, so that no SQL file gets it for its content."""

    exit_code = 1


def run_map(told: Namespace, settings: Settings, lang: str, progress: Progress) -> tuple[list[str], int]:
    """The lines of one action of `guatu map`, and its exit code."""
    if told.action == "suggest":
        return suggest(told.url or settings.database_url, told.output, told.schema, lang)
    path = told.file or settings.mapping_path
    if path is None:
        raise SettingsError("cli.map.no_file")
    url = told.url or settings.database_url
    if told.action == "check":
        return check(path, url, told.today or date.today(), lang, progress)
    if not told.views:
        raise SettingsError("adoption.no_views_flag")
    return views(path, url, progress), 0


def check(path: Path, url: str, today: date, lang: str, progress: Progress) -> tuple[list[str], int]:
    """The mapping against the database, then the database, through the mapping, against the contract.

    Exit code 1 where the mapping has faults or loses values, or the contract check finds errors.
    """
    mapping = read_mapping(path)
    engine = open_database(url)
    try:
        attach_mapping(engine, mapping)
        faults = check_mapping(engine, progress=progress)
        lines = [fault.sentence(lang) for fault in faults]
        if any(fault.rule not in LOSSES for fault in faults):
            return [*lines, text("adoption.faults", lang, count=len(faults))], 1
        findings = check_database(engine, today, progress=progress)
    finally:
        engine.dispose()
    said = text("adoption.losses", lang, count=len(faults)) if faults else ""
    lines = [*lines, said or text("adoption.fits", lang, tables=len(mapping.present))]
    return [*lines, *findings.as_lines(lang)], 1 if faults or findings.errors else 0


def views(path: Path, url: str, progress: Progress) -> list[str]:
    """The CREATE VIEW statements of a mapping that fits the database; raises MappingError, the DatabaseError family."""
    mapping = read_mapping(path)
    engine = open_database(url)
    try:
        attach_mapping(engine, mapping)
        faults = check_mapping(engine, losses=False, progress=progress)
    finally:
        engine.dispose()
    if faults:
        raise MappingUnfitError(str(path), faults)
    return list(view_statements(mapping, dialect_of(url)))


def suggest(url: str, output: Path | None, schema: str | None, lang: str) -> tuple[list[str], int]:
    """A draft of a mapping, written to `output` or said."""
    from data_access.adoption.drafting import draft_mapping  # noqa: PLC0415 - the readings of Chinese take a moment

    if output is not None and output.exists():
        raise SettingsError("adoption.exists", path=output)
    engine = open_database(url)
    try:
        draft = draft_mapping(engine, schema, lang)
    finally:
        engine.dispose()
    if output is None:
        return draft.lines, 0
    output.write_text("\n".join(draft.lines) + "\n", encoding="utf-8", newline="\n")
    return [text("adoption.written", lang, path=output, **draft.counts)], 0
