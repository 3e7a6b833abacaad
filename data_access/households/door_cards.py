"""What may be said at a household's door: who answers for it, and which kinds of help it is given. Nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Date, Engine, SmallInteger, bindparam, func, or_, select

from data_access.database import database_errors, read_rows
from data_access.errors import ForbiddenError, UnknownHouseholdError
from data_access.households.labels import Labels
from data_access.households.members import head_name
from data_access.households.records import Place
from data_access.households.records_door import DoorCard
from data_access.households.statements import CODE_NAMES
from data_access.households.village import Village, belongs, codes_on_record, village_in_scope
from data_access.privacy import scanned_text
from data_access.rules import HELPER_ROLES
from data_access.schema import core, responsibility
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

MOST_CARDS: Final = 1000
"""Cards of one print: a village has hundreds of households."""

_IDS: Final[Any] = bindparam("household_ids", expanding=True)
_HOUSEHOLD: Final = core.household
_HEADS: Final = (
    select(core.person.c.household_id, core.person.c.person_id, core.person.c.name_zh, core.person.c.born_on)
    .join(_HOUSEHOLD, _HOUSEHOLD.c.household_id == core.person.c.household_id)
    .where(
        core.person.c.household_id.in_(_IDS),
        core.person.c.is_valid == 1,
        or_(core.person.c.person_id == _HOUSEHOLD.c.head_person_id, core.person.c.relation_code == "01"),
    )
    .order_by(core.person.c.household_id, (core.person.c.person_id == _HOUSEHOLD.c.head_person_id).desc())
)
_BOUND: Final = responsibility.household_official
_OFFICIAL: Final = responsibility.official
_OFFICE: Final = responsibility.organisation
_MEASURE: Final = responsibility.household_measure
_MEASURES: Final = (
    select(_MEASURE.c.household_id, _MEASURE.c.measure_code)
    .distinct()
    .where(
        _MEASURE.c.household_id.in_(_IDS),
        _MEASURE.c.stat_year == bindparam("year", type_=SmallInteger),
        or_(_MEASURE.c.measure_status_code.is_(None), _MEASURE.c.measure_status_code.in_(("DOING", "DONE"))),
    )
)


_UNSAID: Final = frozenset({"M45", "M48"})
"""Items of MEASURE that tell of an illness or of minimum living support."""


def door_card(
    engine: Engine, village_code: str, token: str, as_of: date, *, tokens: HouseholdTokens, themes: Mapping[str, bool]
) -> DoorCard:
    """The card of one household, for whoever scans the code on its door: no status, income, number or phone.

    Raises UnknownRegionError, UnknownHouseholdError, the DatabaseError family. Source: household, person (the head),
    household_official, official, household_measure.
    """
    with database_errors(), engine.connect() as connection:
        village = village_in_scope(connection, Scope(), village_code)
        rows = _households(connection, village, as_of, themes)
        found = tokens.household_id(token, (str(row["household_id"]) for row in rows))
        own = [row for row in rows if row["household_id"] == found]
        if not own:
            raise UnknownHouseholdError("door.unknown")
        return _cards(connection, village, own, as_of, tokens, themes, with_phone=False)[0]


def door_cards(
    engine: Engine, scope: Scope, village_code: str, as_of: date, *, tokens: HouseholdTokens, themes: Mapping[str, bool]
) -> tuple[DoorCard, ...]:
    """The cards of all valid households of a village, to be printed by a duty role: at most MOST_CARDS, by key.

    Raises ForbiddenError, UnknownRegionError (no village, or outside `scope`), the DatabaseError family.
    """
    if not scope.may_uncover:
        raise ForbiddenError("door.forbidden")
    with database_errors(), engine.connect() as connection:
        village = village_in_scope(connection, scope, village_code)
        rows = _households(connection, village, as_of, themes)[:MOST_CARDS]
        return _cards(connection, village, rows, as_of, tokens, themes, with_phone=True)


def _households(
    connection: Connection, village: Village, as_of: date, themes: Mapping[str, bool]
) -> list[dict[str, Any]]:
    has_changes = bool(themes.get("boundaries"))
    codes = codes_on_record(connection, village.place.code, as_of, has_changes=has_changes)
    asked = select(_HOUSEHOLD.c.household_id).where(belongs(_HOUSEHOLD.c.region_code), _HOUSEHOLD.c.is_valid == 1)
    return read_rows(connection, asked.order_by(_HOUSEHOLD.c.household_id), villages=codes)


def _cards(
    connection: Connection,
    village: Village,
    rows: Sequence[Mapping[str, Any]],
    as_of: date,
    tokens: HouseholdTokens,
    themes: Mapping[str, bool],
    *,
    with_phone: bool,
) -> tuple[DoorCard, ...]:
    ids = [str(row["household_id"]) for row in rows]
    if not ids:
        return ()
    labels = Labels(read_rows(connection, CODE_NAMES))
    heads: dict[str, str | None] = {}
    for row in read_rows(connection, _HEADS, household_ids=ids):
        heads.setdefault(str(row["household_id"]), head_name(row, as_of))
    helpers: dict[str, Mapping[str, Any]] = {}
    if themes.get("responsibility"):
        for row in read_rows(connection, _helpers(with_phone=with_phone), household_ids=ids, as_of=as_of):
            helpers.setdefault(str(row["household_id"]), row)
    given: dict[str, list[str]] = {}
    if themes.get("measures"):
        for row in read_rows(connection, _MEASURES, household_ids=ids, year=as_of.year):
            given.setdefault(str(row["household_id"]), []).append(str(row["measure_code"]))
    return tuple(_card(key, village.place, heads, helpers, given, labels, tokens) for key in ids)


def _helpers(*, with_phone: bool) -> Any:
    """Who answers today, the helper before the contact of the monitoring; the phone for the printed card alone."""
    as_of: Any = bindparam("as_of", type_=Date)
    columns = [_BOUND.c.household_id, _OFFICIAL.c.name_zh, _OFFICE.c.name_zh.label("office_zh")]
    source = _BOUND.join(_OFFICIAL, _OFFICIAL.c.official_id == _BOUND.c.official_id).outerjoin(
        _OFFICE, _OFFICE.c.organisation_id == _OFFICIAL.c.organisation_id
    )
    return (
        select(*columns, *([_OFFICIAL.c.phone_no] if with_phone else []))
        .select_from(source)
        .where(
            _BOUND.c.household_id.in_(_IDS),
            _BOUND.c.official_role_code.in_(HELPER_ROLES),
            _BOUND.c.valid_from <= as_of,
            func.coalesce(_BOUND.c.valid_to, as_of) >= as_of,
        )
        .order_by(_BOUND.c.household_id, _BOUND.c.official_role_code, _BOUND.c.official_id)
    )


def _card(
    key: str,
    place: Place,
    heads: Mapping[str, str | None],
    helpers: Mapping[str, Mapping[str, Any]],
    given: Mapping[str, list[str]],
    labels: Labels,
    tokens: HouseholdTokens,
) -> DoorCard:
    helper = helpers.get(key, {})
    codes = [code for code in sorted(given.get(key, [])) if code not in _UNSAID]
    return DoorCard(
        token=tokens.token(key),
        place=place,
        head_name=heads.get(key),
        helper_zh=scanned_text(helper.get("name_zh")),
        helper_office_zh=scanned_text(helper.get("office_zh")),
        helper_phone=(helper.get("phone_no") or "").strip() or None,
        measures=tuple(label for code in codes if (label := labels.of("MEASURE", code)) is not None),
    )
