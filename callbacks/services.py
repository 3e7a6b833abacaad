"""What a callback or a route may ask: the parts that `app.create_app` put together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from callbacks.answers import Answers
from callbacks.metrics import Metrics
from data_access.accounts import Accounts
from data_access.accounts.ways import SignInWays
from data_access.audit import AuditLog
from data_access.database import Engine
from data_access.household_index import IndexStore
from data_access.release import ReleaseStore
from data_access.settings import Settings
from data_access.shared_files import SharedFiles
from data_access.store import WallStore
from geo.published import PublishedBoundaries


class Sources(Protocol):
    """What figures are made of: the part of the services that a process beside the server has as well."""

    @property
    def settings(self) -> Settings: ...

    @property
    def boundaries(self) -> PublishedBoundaries: ...

    @property
    def database(self) -> Callable[[], Engine]: ...


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the releases, the published boundaries, a way to the shared database, the cache, the walls.

    The cache holds aggregated answers only, under keys that begin with the release id; never a row about a person.
    `walls` opens the store of walls and remotes, `accounts` and `audit` those of who may sign in and of what was done;
    `sign_in_ways` tells of the ways besides our own passwords; `index` keeps the index of the households,
    `shared_files` the outlines and scenes alike on all machines; `product`
    tells one edition of the product from another; `draining` is set once the process was told to end.
    """

    settings: Settings
    releases: ReleaseStore
    boundaries: PublishedBoundaries
    database: Callable[[], Engine]
    cache: Answers
    walls: Callable[[], WallStore]
    accounts: Callable[[], Accounts]
    audit: Callable[[], AuditLog]
    index: IndexStore
    shared_files: SharedFiles
    product: str = "none"
    sign_in_ways: Callable[[], SignInWays] = SignInWays
    metrics: Metrics = field(default_factory=Metrics)
    draining: Event = field(default_factory=Event)
