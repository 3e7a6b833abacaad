"""An official's telephone number in full: for a duty role, with a reason, recorded before it is shown."""

from typing import Final

from sqlalchemy import Engine

from data_access.doors import Doors
from data_access.duty.official import held_by, number_of
from data_access.duty.tokens import OfficialTokens
from data_access.errors import ForbiddenError, TooOftenError, UncoverError, UnknownError
from data_access.households.uncovered import Reason, Recorder
from data_access.release import Release
from data_access.scope import Scope

FIELD: Final = "official_phone_no"


def official_phone(
    engine: Engine,
    scope: Scope,
    release: Release,
    token: str,
    *,
    reason: str,
    officials: OfficialTokens,
    doors: Doors,
    record: Recorder,
) -> str | None:
    """The number as it is on record; None = not reported.

    It is counted (as every field that is uncovered) and recorded before it is read; refusals are recorded too.
    Raises ForbiddenError (no duty role), UncoverError (no reason), TooOftenError, UnknownOfficialError (outside the
    scope), StoreError, the DatabaseError family.
    """
    detail = {"field": FIELD, "reason": reason[:20]}
    if not scope.may_uncover:
        record("forbidden", detail)
        raise ForbiddenError("uncover.forbidden")
    if reason not in set(Reason) - {Reason.OTHER}:
        raise UncoverError("uncover.wrong")
    try:
        official_id = held_by(engine, scope, release, token, officials=officials)
        doors.count_uncovering(scope.user)
    except TooOftenError:
        record("too_often", detail)
        raise
    except UnknownError:
        record("unknown", detail)
        raise
    record("ok", detail)
    return number_of(engine, official_id)
