"""How the work at a job is begun, in a process of its own."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from data_access.jobs import Job
from data_access.settings import Settings

RESULT: Final = "result.json"
"""What the work found, in the folder of its job."""

_ROOT: Final = Path(__file__).parent.parent


IMPORTS: Final = "callbacks.import_worker"
PAPERS: Final = "callbacks.papers.worker"
"""The modules that work: a server imports neither of them."""


def begin_work(settings: Settings, job: Job, worker: str = IMPORTS) -> None:
    """Let a process of its own work at the job; it tells the store of the jobs how far it is."""
    env = {**os.environ, **settings.environment, "GUATU_HOME": str(settings.home)}
    env["GUATU_DATABASE_URL"] = "" if settings.is_demo else settings.database_url
    told = [sys.executable, "-m", worker, job.id]
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - nothing of a request is in it
        told, cwd=_ROOT, env=env, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )
    threading.Thread(target=process.wait, daemon=True).start()  # else it stays as a zombie
