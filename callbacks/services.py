"""What a callback or a route may ask: the parts that `app.create_app` put together."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_caching import Cache

from data_access.database import Engine
from data_access.release import ReleaseStore
from data_access.settings import Settings
from geo.published import PublishedBoundaries


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the releases, the published boundaries, a way to the shared database, and the cache.

    The cache holds aggregated answers only, under keys that begin with the release id; never a row about a person.
    """

    settings: Settings
    releases: ReleaseStore
    boundaries: PublishedBoundaries
    database: Callable[[], Engine]
    cache: Cache
