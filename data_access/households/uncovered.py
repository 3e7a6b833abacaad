"""One masked field of one household in full: for a duty role, with a reason, recorded before it is shown."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from sqlalchemy import Engine, Select, String, bindparam, select

from data_access.doors import Doors
from data_access.errors import ForbiddenError, TooOftenError, UncoverError, UnknownError
from data_access.households.card import CardReader, card_reader
from data_access.households.dossier import member_key
from data_access.households.members import may_be_child
from data_access.privacy import scanned_text
from data_access.schema import core
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

SHOWN_SECONDS: Final = 60
LONGEST_WORDS: Final = 200
_H: Final = bindparam("household_id", type_=String)


class Field(StrEnum):
    """What may be uncovered. An account, an illness, and anything about a child never are."""

    NAME = "name"
    IDENTITY_NO = "identity_no"
    PHONE_NO = "phone_no"
    ADDRESS = "address"


class Reason(StrEnum):
    """What a field may be uncovered for; OTHER needs words."""

    VERIFY = "verify"
    VISIT = "visit"
    PAY = "pay"
    HELP = "help"
    COMPLAINT = "complaint"
    OTHER = "other"


class Recorder(Protocol):
    """How what is about to be shown is recorded; raises when it cannot be, and nothing is shown then."""

    def __call__(self, result: str, detail: Mapping[str, Any]) -> None: ...


_OF_HOUSEHOLD: Final[Mapping[Field, Any]] = {
    Field.PHONE_NO: core.household.c.phone_no,
    Field.ADDRESS: core.household.c.address_zh,
}
_OF_MEMBER: Final[Mapping[Field, Any]] = {
    Field.NAME: core.person.c.name_zh,
    Field.IDENTITY_NO: core.person.c.identity_no,
    Field.PHONE_NO: core.person.c.phone_no,
}


def uncover(
    engine: Engine,
    scope: Scope,
    village_code: str,
    token: str,
    as_of: date,
    *,
    field: str,
    member: str,
    reason: str,
    words: str,
    tokens: HouseholdTokens,
    themes: Mapping[str, bool],
    doors: Doors,
    record: Recorder,
) -> str | None:
    """The field `field` of the household, or of its member named by the opaque key `member`; None = not reported.

    It is counted (20 an hour a user) and recorded before it is read: what cannot be recorded is not shown. Refusals are
    recorded too. Shown for `SHOWN_SECONDS` by the page; nothing of it is kept here.
    Raises ForbiddenError (no duty role), UncoverError (no such field, no reason, no such member, a child),
    TooOftenError, UnknownRegionError and UnknownHouseholdError (outside of the scope), StoreError, the DatabaseError
    family.
    """
    detail = {"field": field[:20], "member": bool(member), "reason": reason[:20], "words": scanned_text(words) or ""}
    if not scope.may_uncover:
        record("forbidden", detail)
        raise ForbiddenError("uncover.forbidden")
    column = (_OF_MEMBER if member else _OF_HOUSEHOLD).get(Field(field)) if field in set(Field) else None
    needs_words = reason == Reason.OTHER and len(words.strip()) < 2
    if column is None or reason not in set(Reason) or needs_words or len(words) > LONGEST_WORDS:
        raise UncoverError("uncover.wrong")
    with (
        _recorded(record, detail),
        card_reader(engine, scope, village_code, token, as_of, tokens=tokens, themes=themes) as reader,
    ):
        person_id = _listed_member(reader, tokens, member, as_of) if member else None
        if member and person_id is None:
            raise UncoverError("uncover.unknown")
        doors.count_uncovering(scope.user)
        record("ok", detail)
        rows = reader.rows(_asked(column, person_id))
    value = next(iter(rows[0].values())) if rows else None
    said = str(value).strip() if value is not None else ""
    return said or None


@contextmanager
def _recorded(record: Recorder, detail: Mapping[str, Any]) -> Iterator[None]:
    """Record what is refused inside the block."""
    try:
        yield
    except TooOftenError:
        record("too_often", detail)
        raise
    except (UnknownError, UncoverError):
        record("unknown", detail)
        raise


def _asked(column: Any, person_id: str | None) -> Select[Any]:
    if person_id is None:
        return select(column).where(core.household.c.household_id == _H, core.household.c.is_valid == 1)
    person = core.person
    return select(column).where(person.c.household_id == _H, person.c.person_id == person_id, person.c.is_valid == 1)


def _listed_member(reader: CardReader, tokens: HouseholdTokens, key: str, as_of: date) -> str | None:
    """The person_id of the member whose key it is, of those only whom the card lists: nobody who may be a child."""
    p, h = core.person, core.household
    asked = (
        select(p.c.person_id, p.c.born_on, p.c.relation_code, h.c.head_person_id)
        .join(h, h.c.household_id == p.c.household_id)
        .where(p.c.household_id == _H, p.c.is_valid == 1)
    )
    people = [
        row
        for row in reader.rows(asked)
        if not may_be_child(row, as_of, is_head=row["person_id"] == row["head_person_id"])
    ]
    keys: Mapping[str, str] = {
        member_key(tokens, reader.household_id, str(row["person_id"])): str(row["person_id"]) for row in people
    }
    return keys.get(key)
