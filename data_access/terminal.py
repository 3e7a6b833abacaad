"""What `guatu` writes to a terminal: lines, and a progress bar for whatever takes longer than two seconds."""

import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, Self, TextIO

from tqdm import tqdm

from data_access.messages import messages, text

PATIENCE_SECONDS: Final = 2.0
"""What is done sooner needs no bar."""


def say(lines: Iterable[str] | str, stream: TextIO | None = None) -> None:
    """Write lines to `stream` (standard output when None); a terminal that lacks a character shows '?' for it."""
    out = stream or sys.stdout
    encoding = out.encoding or "utf-8"
    for line in [lines] if isinstance(lines, str) else lines:
        out.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    out.flush()


class ProgressBars:
    """A listener for long work (`progress(stage, done, total)`), on standard error, that wipes out its traces.

    A person sees it at once; a log, which keeps every line, only after two seconds.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._stage: str | None = None
        self._bar: tqdm[Any] | None = None
        self._delay, self._pause = (0.0, 0.1) if sys.stderr.isatty() else (PATIENCE_SECONDS, PATIENCE_SECONDS)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Move the bar to `done` of `total`; stages that count on to the same total share one bar."""
        bar = self._bar
        if bar is not None and stage != self._stage and not (bar.total == total and done > bar.n):
            self.close()
            bar = None
        if bar is None:
            bar = tqdm(total=total, delay=self._delay, leave=False, file=sys.stderr, mininterval=self._pause)
            self._bar = bar
        if stage != self._stage:
            bar.set_description(self._label(stage), refresh=self._delay == 0)
            self._stage = stage
        bar.total = total
        bar.update(done - bar.n)
        if done >= total:
            self.close()

    def _label(self, stage: str) -> str:
        key = stage if stage in messages() else f"progress.{stage}"
        return text(key, self._lang) if key in messages() else stage

    def close(self) -> None:
        """End the current bar."""
        if self._bar is not None:
            self._bar.close()
        self._bar = self._stage = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()
