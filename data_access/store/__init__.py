"""The product's own small store: walls that are connected, what each shows, and who may drive it."""

from data_access.store.opening import open_store
from data_access.store.walls import Command, ConnectedWall, Seen, ShownView, WallStore

__all__ = ["Command", "ConnectedWall", "Seen", "ShownView", "WallStore", "open_store"]
