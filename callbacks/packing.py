"""Answers that are packed once and sent as they were kept: brotli or gzip, as the browser takes it."""

import gzip
import json
from collections.abc import Callable
from typing import Any, Final

import brotli
from flask import Response, request

from callbacks.routes_boundaries import FOR_EVER
from callbacks.services import Services

QUALITY: Final = 5
"""Of brotli: four times as quick as the best one, and a tenth larger."""


def encoding_taken() -> str:
    """ "br" or "gzip", whichever is better of what the browser takes; "" where it takes neither."""
    taken = request.headers.get("Accept-Encoding", "").replace(" ", "")
    names = {part.partition(";")[0] for part in taken.split(",") if not part.endswith(";q=0")}
    return next((name for name in ("br", "gzip") if name in names), "")


def packed(plain: bytes, encoding: str) -> bytes:
    """The same bytes in an encoding of `encoding_taken`; "" leaves them as they are."""
    if encoding == "br":
        return bytes(brotli.compress(plain, quality=QUALITY))
    return gzip.compress(plain, 6, mtime=0) if encoding == "gzip" else plain


def json_of(body: bytes, encoding: str) -> Response:
    """An answer of JSON that is packed already."""
    response = Response(body, content_type="application/json")
    say_packed(response, encoding)
    return response


def say_packed(response: Response, encoding: str) -> None:
    """The headers of a body in this encoding."""
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding


def frozen(services: Services, key: str, is_current: bool, make: Callable[[], Any]) -> Response:
    """The JSON made by `make`, from the cache when it is there.

    The browser keeps it for ever, but only when it is of the current release.
    """
    encoding = encoding_taken()
    body = services.cache.get(f"{key}|{encoding}")
    if body is None:
        body = packed(json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode(), encoding)
        services.cache.set(f"{key}|{encoding}", body)
    response = json_of(body, encoding)
    response.headers["Cache-Control"] = FOR_EVER if is_current else "no-store"
    return response
