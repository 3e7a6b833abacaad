"""What is counted of the server's work, for Prometheus: by names of endpoints, never by what was asked or by whom."""

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the workers of one parent share their counts; it must stand before the library is imported."""

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_SECTIONS: Final = ("/_dash-update-component", "/households/_dash-update-component")


class Metrics:
    """The counters of one application; with several workers they lie in files which all of them read."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415 - see FOLDER

        self._own = own = CollectorRegistry()
        self._requests = Counter(
            "guatu_requests", "Answers by endpoint and status", ("endpoint", "status"), registry=own
        )
        self._seconds = Histogram(
            "guatu_request_seconds", "From request to answer", ("endpoint",), buckets=_BUCKETS, registry=own
        )
        self._answers = Counter("guatu_cache", "Answers looked for in the cache", ("result",), registry=own)
        self._failures = Counter("guatu_failures", "Failures by kind of error", ("kind",), registry=own)
        self._streams = Gauge("guatu_streams", "Open pages that listen", registry=own, multiprocess_mode="livesum")

    def answered(self, endpoint: str, status: int, seconds: float) -> None:
        """One request has its answer."""
        self._requests.labels(endpoint, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def looked_up(self, result: str) -> None:
        """One look into the cache: "hit", "miss" or "failure"."""
        self._answers.labels(result).inc()

    def failed(self, kind: str) -> None:
        """One error reached a route or a callback; `kind` is the name of its class."""
        self._failures.labels(kind).inc()

    def listening(self, streams: int) -> None:
        """So many pages listen to this worker now."""
        self._streams.set(streams)

    def written(self, facts: Iterable[tuple[str, str, float]]) -> bytes:
        """Everything in the text format; `facts` are (name, meaning, value) that are true of the whole installation."""
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

        told = CollectorRegistry()
        if os.environ.get(FOLDER):
            MultiProcessCollector(told)  # type: ignore[no-untyped-call]
        parts: list[bytes] = [generate_latest(told if os.environ.get(FOLDER) else self._own)]
        told = CollectorRegistry()

        class Facts:
            """What is asked anew each time."""

            def collect(self) -> Iterable[Any]:
                return [GaugeMetricFamily(name, meaning, value=value) for name, meaning, value in facts]

        told.register(Facts())
        return b"".join([*parts, generate_latest(told)])


def share_counts(home: Path) -> None:
    """Have the workers that this process will start count together; the files of the last run are thrown away."""
    folder = home / "metrics" / str(os.getpid())
    with suppress(OSError):
        for left in (home / "metrics").glob("*"):
            if left.name.isdecimal() and not _is_alive(int(left.name)):
                rmtree(left, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ[FOLDER] = str(folder)


def _is_alive(process: int) -> bool:
    if os.name != "posix":
        return False
    with suppress(ProcessLookupError):
        with suppress(PermissionError):  # one of another user is alive as well
            os.kill(process, 0)
        return True
    return False


def endpoint_of(endpoint: str | None, output: str | None) -> str:
    """The name under which a request is counted: its endpoint, of a panel's callback also the panel."""
    if endpoint is None:
        return "unknown"
    if endpoint in _SECTIONS and output:
        return f"{endpoint.rpartition('/')[0]}/panel:{output}"
    return endpoint


def seconds_since(began: float) -> float:
    """Seconds by the clock that no one moves."""
    return time.perf_counter() - began
