"""Households: read live, paged, masked before anything leaves; never cached, never logged."""

from data_access.households.card import household_card
from data_access.households.records import HouseholdCard, Status, Tile, TilePage
from data_access.households.tiles import household_tiles

__all__ = ["HouseholdCard", "Status", "Tile", "TilePage", "household_card", "household_tiles"]
