"""The index of the households: what lists, filters and searches of half a million households are answered from."""

from data_access.household_index.filters import Filters, Order
from data_access.household_index.reading import Found, HouseholdIndex, Page
from data_access.household_index.store import Building, IndexStore

__all__ = ["Building", "Filters", "Found", "HouseholdIndex", "IndexStore", "Order", "Page"]
