"""In which village a household lives that is only known by its token, where no index of the households is at hand."""

from contextlib import suppress
from datetime import date
from typing import Final

from sqlalchemy import Connection, Date, Engine, String, bindparam, select

from data_access.database import database_errors, read_rows
from data_access.errors import ForbiddenError, UnknownHouseholdError, UnknownRegionError
from data_access.households.village import village_in_scope
from data_access.schema import core, geography
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

_MOST_CHANGES: Final = 16
_ALL: Final = select(core.household.c.household_id, core.household.c.region_code).where(core.household.c.is_valid == 1)
_SUCCESSORS: Final = (
    select(geography.region_change.c.to_code)
    .distinct()
    .join(core.region, core.region.c.region_code == geography.region_change.c.from_code)
    .where(
        geography.region_change.c.from_code == bindparam("code", type_=String),
        core.region.c.valid_to < bindparam("as_of", type_=Date),
    )
)


def village_of(
    engine: Engine, scope: Scope, token: str, *, tokens: HouseholdTokens, as_of: date, has_changes: bool
) -> str:
    """The code of the village of today, within `scope`, in which the household of `token` is on record.

    Every household is looked at (a second for half a million), which the index of the households makes needless.
    Raises ForbiddenError, UnknownHouseholdError (also for one outside of the scope), the DatabaseError family.
    """
    if not scope.sees_people:
        raise ForbiddenError("household.forbidden")
    with database_errors(), engine.connect() as connection:
        code = _code_on_record(connection, token, tokens)
        if code is not None:
            today = today_code(connection, code, as_of) if has_changes else code
            with suppress(UnknownRegionError):
                return village_in_scope(connection, scope, today).place.code
    raise UnknownHouseholdError("household.unknown_household")


def _code_on_record(connection: Connection, token: str, tokens: HouseholdTokens) -> str | None:
    """The code under which the household is on record; the rest of the rows is given up before another question."""
    with connection.execute(_ALL.execution_options(yield_per=10_000)) as rows:
        return next((str(code) for key, code in rows if tokens.household_id(token, [str(key)]) is not None), None)


def village_taken_over(engine: Engine, code: str, as_of: date, *, has_changes: bool) -> str:
    """The code of today of a village whose code may have ended since; raises the DatabaseError family."""
    if not has_changes:
        return code
    with database_errors(), engine.connect() as connection:
        return today_code(connection, code, as_of)


def today_code(connection: Connection, code: str, as_of: date) -> str:
    """The code that took over `code` whole; itself where it did not end, or was split up."""
    for _ in range(_MOST_CHANGES):
        successors = read_rows(connection, _SUCCESSORS, code=code, as_of=as_of)
        if len(successors) != 1:
            break
        code = str(successors[0]["to_code"])
    return code
