"""Attributes of HTML elements whose names have a hyphen (data-*, aria-*), as keyword arguments for a component."""

from typing import Any


def attributes(**named: str) -> dict[str, Any]:
    """`data_household="x"` -> {"data-household": "x"}, to be spread into a component of dash.html."""
    return {name.replace("_", "-"): value for name, value in named.items()}
