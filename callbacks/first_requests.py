"""What a page will ask for before it can show the map, told to the browser ahead of the frame that would ask."""

from urllib.parse import quote

from flask import request

from callbacks.outlines_of_time import regions_drawn
from callbacks.routes_boundaries import drawn_with
from callbacks.routes_levels import is_known
from callbacks.scene_list import opened
from callbacks.services import Services
from callbacks.view import choices_of
from data_access.standing import standing
from data_access.tree import Region
from layouts.view_state import ViewState


def first_requests(services: Services) -> list[str]:
    """Addresses below the base, in the order of need: the map of the view that this address means."""
    release, _reason = services.releases.current_or_reason()
    if release is None:
        return []
    choices = choices_of(services, release)
    search = opened(request.query_string.decode("ascii", "ignore"), services.settings, choices)
    view = ViewState.from_search(search, choices)
    stand = standing(release, view.region, view.period)
    around = regions_drawn(stand.release, stand.code)[0]
    era = "" if view.era == "auto" else f"?era={view.era}"
    edition = f"{release.id}/{drawn_with(services)}"
    said = f"{view.period}/{view.language}"
    if is_known(release, view.region, view.depth, view.period):
        level = f"wall/under/{edition}/{_said(view.region)}/{view.depth}/{said}"
        needed = [f"{level}{era}", f"{level}/{view.indicator}{era}"]
    else:
        drawn = [view.region] if around.code == stand.code else [view.region, around.code]
        needed = [f"wall/values/{edition}/{_said(code)}/{said}{era}" for code in drawn] + _lines(services, around)
    return [
        *needed,
        *(f"wall/points/{release.id}/{_said(around.code)}/{layer}" for layer in view.layers),
    ]


def _said(code: str) -> str:
    """The code as the browser writes it into an address: an address told ahead is of use only when it is the same."""
    return quote(code, safe="!*'()~")


def _lines(services: Services, around: Region) -> list[str]:
    """The borders inside; the outlines are not among these, for only the browser knows how fine it needs them."""
    manifest = services.boundaries.manifest
    entry = None if manifest is None else manifest["parents"].get(around.code)
    return [f"boundaries/{entry['lines']}"] if entry and entry["lines"] else []
