"""What a person may choose about an import: each choice as the forms and the command line take it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Final

from data_access.ledger.errors import LedgerError

CHOICES: Final = ("year", "as_of", "code", "name", "encoding", "crs", "meridian", "offset", "approval_no", "source")
"""Names of the choices."""

LONGEST: Final = 100
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,6})?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def read_choices(told: Mapping[str, str]) -> dict[str, str]:
    """The choices that are made, those left open left out; raises LedgerError for what cannot be."""
    found = {name: told.get(name, "").strip()[:LONGEST] for name in CHOICES}
    if found["year"] and not _YEAR.fullmatch(found["year"]):
        raise LedgerError("imports.bad_year")
    if found["meridian"] and (not _NUMBER.fullmatch(found["meridian"]) or float(found["meridian"]) > 180):
        raise LedgerError("imports.bad_meridian")
    try:
        date.fromisoformat(found["as_of"] or "2000-01-01")
    except ValueError as error:
        raise LedgerError("imports.bad_day") from error
    return {name: value for name, value in found.items() if value}


@contextmanager
def form_errors(malformed: Exception) -> Iterator[None]:
    """Say of files that cannot be taken out of a form: `malformed`, or that the disk is full."""
    try:
        yield
    except ValueError as error:
        raise malformed from error
    except OSError as error:
        raise LedgerError("ledger.disk") from error
