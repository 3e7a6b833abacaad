"""From an opaque token to the village where the household lives: the index knows, else every household is looked at."""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache

from flask import request

from callbacks.addresses import is_encrypted
from callbacks.services import Services
from data_access.doors import Door, Doors, open_doors
from data_access.errors import ReleaseError, UnknownError
from data_access.households.whereabouts import village_of, village_taken_over
from data_access.release import Release
from data_access.scope import Scope
from data_access.settings import Settings
from data_access.tokens import household_tokens


def village_code(services: Services, scope: Scope, release: Release, token: str) -> str:
    """The code of the village of today; raises UnknownHouseholdError, ForbiddenError, the DatabaseError family.

    Whether `scope` may see the household is asked again by every query about it.
    """
    with suppress(ReleaseError):  # no index yet: one is being built
        return services.index.current_for(release).find(scope, token).region_code
    return village_of(
        services.database(),
        scope,
        token,
        tokens=household_tokens(services.settings.home),
        as_of=release.as_of,
        has_changes=bool(release.themes.get("boundaries")),
    )


def village_today(services: Services, release: Release, door: Door) -> str:
    """The same for the code on a door, which anybody may scan: without the index, where it lived when it was made."""
    with suppress(ReleaseError, UnknownError):
        return services.index.current_for(release).find(Scope(), door.household).region_code
    has_changes = bool(release.themes.get("boundaries"))
    return village_taken_over(services.database(), door.village, release.as_of, has_changes=has_changes)


@lru_cache(maxsize=8)
def doors_of(settings: Settings) -> Doors:
    """The codes on the doors, opened once a process."""
    return open_doors(settings)


def door_address(services: Services, village: str, token: str) -> str:
    """What the code on a household's door and on its card opens: the card for who may see it, else the plain page."""
    return door_addresses(services, village, [token])[token]


def door_addresses(services: Services, village: str, tokens: Sequence[str]) -> dict[str, str]:
    """The same for several households, by their tokens."""
    is_tls = is_encrypted(services.settings, request.scheme, request.remote_addr, request.headers.get)
    base = f"{'https' if is_tls else 'http'}://{request.host}/h/"
    return {token: base + code for token, code in doors_of(services.settings).codes(village, tokens).items()}
