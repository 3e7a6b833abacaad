"""The papers that are made and kept for a while, each for who asked for it alone."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from data_access.errors import GuatuError, StoreError, UnknownError
from data_access.jobs import Job, Jobs

MOST_WORKING: Final = 2
"""Papers that are worked at at a time: the walls come first."""

KEPT_SECONDS: Final = 3600.0
MOST_KEPT: Final = 8
"""Of one person: the oldest goes when another is begun."""

RESULT: Final = "paper"
"""The file that was made, in the folder of its job."""

RESULT_TOLD: Final = "result.json"
"""What there is to say of it, beside it."""


class PaperError(GuatuError):
    """A paper cannot be made, or not now."""

    status = 409
    exit_code = 2


class PaperJobs(Jobs):
    """The papers of this installation."""

    area = "papers"
    refusal = PaperError
    kept_seconds = KEPT_SECONDS

    def of(self, owner: str) -> list[Job]:
        """The papers of one person, the newest first."""
        return [job for job in reversed(self.open_jobs()) if job.owner == owner]

    def mine(self, job_id: str, owner: str) -> Job:
        """One of them; raises UnknownError for another's as for none."""
        for job in self.of(owner):
            if job.id == job_id:
                return job
        raise UnknownError("papers.gone")

    def refuse(self, others: list[Job], owner: str) -> None:
        """Raises PaperError while one of the same person is worked at, or as many as may be at all."""
        working = [job for job in others if job.is_working or job.state == "born"]
        if any(job.owner == owner for job in working):
            raise PaperError("papers.busy")
        if len(working) >= MOST_WORKING:
            raise PaperError("papers.many")

    def make_room(self, owner: str) -> None:
        """Let the oldest papers of a person go, beyond those that are kept."""
        for job in [one for one in self.of(owner) if not one.is_working][MOST_KEPT - 1 :]:
            self.end(job.id)


def keep_paper(folder: Path, content: bytes) -> None:
    """Write what was made, for this user's eyes only; raises OSError, as for a full disk."""
    part = folder / f"{RESULT}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    part.replace(folder / RESULT)


def sweep_papers(home: Path) -> None:
    """Remove the papers whose time is over; does nothing where there was none."""
    with suppress(StoreError):
        if (home / "papers.sqlite").is_file():
            PaperJobs(home).open_jobs()
