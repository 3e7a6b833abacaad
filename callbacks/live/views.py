"""The views that walls and remotes send each other: query strings, checked against what this release can show."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from callbacks.routes_errors import ParameterError
from layouts.view_state import OPTIONS, Choices, ViewState

LONGEST: Final = 2000
PARAMETERS: Final = ("region", "indicator", "period", "layers", "kind", "trace", "household", "compare", *OPTIONS)
"""What a view may state. A wall's name and language are its own; theme, mode and rotation only where they are said."""


def stated(search: str, choices: Choices) -> str:
    """The view `search` as it stands, without what is no parameter of a view; defaults that it states stay stated.

    Raises ParameterError where a value stands for nothing in this release.
    """
    view = ViewState.from_search(search, choices)
    if view.refused or len(search) > LONGEST:
        names = ", ".join(view.refused) or "search"
        raise ParameterError("bad_view", area="live", status=400, allowed=list(PARAMETERS), names=names)
    said = dict(parse_qsl(search.lstrip("?")))
    return _written({name: said[name] for name in PARAMETERS if name in said})


def without_household(search: str) -> str:
    """The view without the household whose card is open in it."""
    return _written({name: value for name, value in parse_qsl(search.lstrip("?")) if name != "household"})


def with_household_of(search: str, shown: str) -> str:
    """The view `search` with the card that is open in `shown`, where both show one village."""
    said, now = dict(parse_qsl(search.lstrip("?"))), dict(parse_qsl(shown.lstrip("?")))
    if "household" in now and said.get("region") == now.get("region"):
        said["household"] = now["household"]
    return _written(said)


def _written(said: dict[str, str]) -> str:
    return f"?{urlencode(said, safe=',')}" if said else ""
