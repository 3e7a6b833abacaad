"""Answers that are kept: sums alone, under keys that begin with the release id, in one of three places."""

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask
from flask_caching import Cache

from data_access.settings import Settings

MOST: Final = 2000
"""Answers in memory or on disk; Redis has a limit of its own."""

WEEK: Final = 7 * 86_400
"""As long as an answer stays in Redis, where nothing else would let go of a release of yesterday."""

REDIS_OPTIONS: Final[Mapping[str, Any]] = MappingProxyType({"socket_timeout": 0.5, "socket_connect_timeout": 0.5})
"""A Redis that does not answer must not make a wall wait."""

AGAIN_SECONDS: Final = 10.0
"""A cache that failed is left alone for so long: to wait for it at each request would be the failure itself."""

log = logging.getLogger("guatu")


class Plain:
    """Bytes as they are: what stands in a cache that others can write must not be a pickle, which may run anything."""

    def dumps(self, value: bytes) -> bytes:
        return b"=" + value

    def loads(self, value: bytes | None) -> bytes | None:
        return value[1:] if value is not None and value[:1] == b"=" else None

    def dump(self, value: object, file: Any, protocol: int = 0) -> None:
        file.write(b"%d" % value if isinstance(value, int) else self.dumps(bytes(value)))  # type: ignore[call-overload]

    def load(self, file: Any) -> bytes | int | None:
        said: bytes = file.read()
        return int(said) if said.isdigit() else self.loads(said)


class Answers:
    """The cache of one application; one that fails is said once and done without."""

    def __init__(
        self, server: Flask, settings: Settings, counted: Callable[[str], None] = lambda _result: None
    ) -> None:
        self._cache = Cache(config=_config(settings))
        self._cache.init_app(server)
        self._counted = counted
        self._is_silent = False
        self._not_before = 0.0
        backend: Any = self._cache.cache
        if settings.cache != "memory":
            backend.serializer = Plain()

    def get(self, key: str) -> bytes | None:
        """What is kept under `key`; None where nothing is, or the cache cannot be asked."""
        found = self._try(lambda: self._cache.get(key))
        self._counted("miss" if found is None else "hit")
        return found if isinstance(found, bytes) else None

    def set(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`."""
        self._try(lambda: self._cache.set(key, value))

    def _try(self, do: Callable[[], Any]) -> Any:
        if time.monotonic() < self._not_before:
            return None
        watch = _Watch()
        with watch:
            done = do()
        if watch.kind is None:
            if self._is_silent:
                log.warning("the cache can be used again")
            self._is_silent = False
            return done
        self._counted("failure")
        if not self._is_silent:
            log.warning("the cache cannot be used: %s", watch.kind)
        self._is_silent = True
        self._not_before = time.monotonic() + AGAIN_SECONDS
        return None

    @property
    def cache(self) -> Any:
        """What stands behind it, to be looked into by tests."""
        return self._cache.cache


class _Watch:
    """A block whose failure ends it and is known by its kind: each backend has errors of its own."""

    def __init__(self) -> None:
        self.kind: str | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: object) -> bool:
        self.kind = None if kind is None else kind.__name__
        return kind is not None and issubclass(kind, Exception)


def is_shared(settings: Settings) -> bool:
    """Whether a Redis server is set, which all processes and machines share."""
    return settings.cache not in ("memory", "files")


def _config(settings: Settings) -> dict[str, Any]:
    if settings.cache == "memory":
        return {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": MOST, "CACHE_DEFAULT_TIMEOUT": 0}
    if settings.cache == "files":
        folder = settings.workspace / "cache"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return {
            "CACHE_TYPE": "FileSystemCache",
            "CACHE_DIR": str(folder),
            "CACHE_THRESHOLD": MOST,
            "CACHE_DEFAULT_TIMEOUT": 0,
        }
    return {
        "CACHE_TYPE": "RedisCache",
        "CACHE_REDIS_URL": settings.cache,
        "CACHE_REDIS_DB": _number(settings.cache),
        "CACHE_KEY_PREFIX": f"guatu:{Path(settings.workspace).name}:",
        "CACHE_DEFAULT_TIMEOUT": WEEK,
        "CACHE_OPTIONS": dict(REDIS_OPTIONS),
    }


def _number(url: str) -> int:
    """The number of the database that a Redis address names."""
    said = urlsplit(url).path.strip("/")
    return int(said) if said.isdecimal() else 0
