"""What a callback or a route may ask: the parts that `app.create_app` put together."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_caching import Cache

from data_access.database import Engine
from data_access.release import ReleaseStore
from data_access.settings import Settings
from data_access.store import WallStore
from geo.published import PublishedBoundaries


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the releases, the published boundaries, a way to the shared database, the cache, the walls.

    The cache holds aggregated answers only, under keys that begin with the release id; never a row about a person.
    `walls` opens the store of walls and remotes; `product` tells one edition of the product from another.
    """

    settings: Settings
    releases: ReleaseStore
    boundaries: PublishedBoundaries
    database: Callable[[], Engine]
    cache: Cache
    walls: Callable[[], WallStore]
    product: str = "none"
