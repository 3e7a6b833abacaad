"""One import at a time, whoever asks for it and whichever process does it.

A job is born when files come in, is looked at, done, and ended.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

from data_access.errors import StoreError
from data_access.jobs import Job, Jobs
from data_access.ledger.errors import LedgerError

LEDGER: Final = "ledger"
BOUNDARIES: Final = "boundaries"
KINDS: Final = (LEDGER, BOUNDARIES)


def sweep_imports(home: Path) -> None:
    """Remove what lies about of an import that nobody finished within a day; does nothing where there was none."""
    with suppress(StoreError):  # the page says so; the wall must start
        if (home / "imports.sqlite").is_file():
            ImportJobs(home).current()


class ImportJobs(Jobs):
    """The imports of this installation."""

    area = "imports"
    refusal = LedgerError

    def current(self) -> Job | None:
        """The job that is shown: the one that is open."""
        return next(iter(self.open_jobs()), None)

    def refuse(self, others: list[Job], owner: str) -> None:
        """Raises LedgerError while another is open, whoever it is whose."""
        if others:
            raise LedgerError("imports.busy")
