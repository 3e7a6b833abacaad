"""How facets of households and their values are called."""

from collections.abc import Callable

from data_access.household_index.facets import BY_NAME, DONE, LARGEST_SIZE, NEVER, NONE, UNKNOWN
from data_access.messages import text

Names = Callable[[str, str], str]
"""Code list and item -> its name in the page's language."""


def facet_name(facet: str, lang: str) -> str:
    """What a facet is called."""
    return text(f"households.facet.{facet}", lang)


def value_name(facet: str, value: str, lang: str, names: Names) -> str:
    """What a value of a facet is called."""
    if value in (NONE, UNKNOWN, NEVER, DONE, "has", "below", "above") and facet != "status":
        return text(f"households.value.{facet}.{value}", lang)
    if facet == "status":
        return text(f"household.status.{value}", lang)
    if facet == "visit":
        return text("households.value.visit.more", lang, count=value)
    if facet == "size":
        key = "households.value.size.more" if value == str(LARGEST_SIZE) else "households.value.size.count"
        return text(key, lang, count=value)
    return names("INDUSTRY_KIND" if facet == "industry" else BY_NAME[facet].code_list, value)
