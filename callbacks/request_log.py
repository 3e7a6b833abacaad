"""Each answer as one line of the log and one count: endpoint, status, milliseconds; nothing of what was asked."""

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any, Final

from dash import Dash
from flask import Flask, Response, g, request

from callbacks.guard import read_body
from callbacks.metrics import Metrics, endpoint_of, seconds_since
from data_access.settings import Settings

REQUEST_ID: Final = "X-Request-ID"
log = logging.getLogger("guatu.request")


class AsJson(logging.Formatter):
    """One line of JSON a record. Of an error only its kind: a message may quote what a person typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, event, and what an answer says of itself."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
        said |= getattr(record, "answer", {})
        return json.dumps(said, ensure_ascii=False)


def log_as(settings: Settings) -> None:
    """Give this process's log its form; nothing changes for "text"."""
    if settings.log != "json":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson())
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("guatu").setLevel(logging.INFO)


def register(app: Dash, settings: Settings, metrics: Metrics) -> None:
    """Time every request of the server; before all else that looks at one."""
    server: Flask = app.server
    panels = {output: output.strip(".").split("...")[0].rpartition(".")[0] for output in app.callback_map}

    def begin() -> None:
        g.began = time.perf_counter()
        g.request_id = secrets.token_hex(8)

    def tell(response: Response) -> Response:
        began = g.pop("began", None)
        if began is None:
            return response
        seconds = seconds_since(began)
        endpoint = _name(panels)
        metrics.answered(endpoint, response.status_code, seconds)
        if (failure := g.pop("failure", None)) is not None:
            metrics.failed(failure)
        if settings.log == "json":
            response.headers.setdefault(REQUEST_ID, g.request_id)
            answer = {
                "endpoint": endpoint,
                "method": request.method if request.method in _METHODS else "other",
                "status": response.status_code,
                "ms": round(1000 * seconds, 1),
                "request_id": g.request_id,
            }
            log.info("request", extra={"answer": answer})
        return response

    server.before_request_funcs.setdefault(None, []).insert(0, begin)
    server.after_request_funcs.setdefault(None, []).insert(0, tell)  # the last to be called is the first in the list


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _name(panels: dict[str, str]) -> str:
    """The endpoint's name; of a callback the panel's besides, if there is such a panel."""
    body = read_body() if request.endpoint == "/_dash-update-component" else None
    output = body.get("output") if isinstance(body, dict) else None
    return endpoint_of(request.endpoint, panels.get(output) if isinstance(output, str) else None)
