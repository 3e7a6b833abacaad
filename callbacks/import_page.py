"""What the page of imports shows of a job, in words."""

from typing import Any, Final

from callbacks.import_files import MOST_FILES
from callbacks.import_start import RESULT
from callbacks.live.uploads import MOST_BYTES
from data_access.jobs import Job
from data_access.ledger.choices import CHOICES
from data_access.ledger.jobs import LEDGER
from data_access.ledger.results import kept_result, on_page, said_result, said_sentence
from data_access.messages import messages, text

STEPS: Final = ("files", "look", "do", "wall")
_STEP_OF: Final = {"born": 0, "looking": 1, "looked": 1, "doing": 2, "building": 3, "done": 3}
OFFSETS: Final = ("auto", "gcj02", "bd09", "none")
"""As geo.preview has them, which a server does not load."""

ENCODINGS: Final = ("UTF-8", "GB18030", "GBK", "BIG5")


def told(job: Job | None, lang: str) -> dict[str, Any]:
    """The values of the template."""
    step = 0 if job is None else _STEP_OF.get(job.state, 1)
    values: dict[str, Any] = {
        "state": "none" if job is None else job.state,
        "kind": "" if job is None else job.kind,
        "steps": [(text(f"imports.step.{name}", lang), k < step, k == step) for k, name in enumerate(STEPS)],
        "choices": dict.fromkeys(CHOICES, "") | ({} if job is None else job.choices),
        "offsets": [(name, text(f"imports.offset.{name}", lang)) for name in OFFSETS],
        "encodings": ENCODINGS,
        "error": "",
        "progress": progress(job, lang),
        "result": {},
    }  # fmt: skip
    if job is None:
        return values
    values["files"] = [path.name for path in job.files]
    values["owner"] = job.owner
    if job.error is not None:
        values["error"] = on_page(said_sentence(job.error[0], job.error[1], lang), lang)
    if job.state in ("looked", "done"):
        values["result"] = _result(job, lang)
    return values


def data(job: Job | None, lang: str) -> dict[str, Any]:
    """What the page's script is told."""
    return {
        "working": job is not None and job.is_working,
        "state": "" if job is None else job.state,
        "most": MOST_BYTES,
        "files": MOST_FILES,
        "texts": {name: text(f"imports.{name}", lang) for name in ("too_large", "too_many_files", "sending", "chosen")},
    }


def progress(job: Job | None, lang: str) -> dict[str, Any]:
    """How far a job is: its state, the stage in words, done of total."""
    if job is None:
        return {"state": "none", "words": "", "done": 0, "total": 0}
    key = job.stage if job.stage in messages() else f"progress.{job.stage}"
    words = text(key, lang) if job.stage and key in messages() else text(f"imports.state.{job.state}", lang)
    return {"state": job.state, "words": words, "done": min(job.done, job.total), "total": job.total}


def _result(job: Job, lang: str) -> dict[str, Any]:
    found = kept_result(job.folder / RESULT)
    if not found:
        return {}
    wrong = found.get("release_error")
    release = {"release_error": said_sentence(wrong["key"], wrong["values"], lang) if wrong else ""}
    if job.kind == LEDGER:
        return {**said_result(found, lang), **release}
    return {**found, "notes": [on_page(note, lang) for note in found["notes"][str(lang)]], **release}
