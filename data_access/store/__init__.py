"""The product's own small store: walls that are connected, what each shows, and who may drive it."""

from data_access.store.leases import Leases
from data_access.store.opening import open_leases, open_store, open_walls
from data_access.store.walls import Command, ConnectedWall, Seen, ShownView, WallStore

__all__ = [
    "Command",
    "ConnectedWall",
    "Leases",
    "Seen",
    "ShownView",
    "WallStore",
    "open_leases",
    "open_store",
    "open_walls",
]
