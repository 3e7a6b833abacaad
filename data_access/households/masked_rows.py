"""Rows of lists of households: masked, with who answers for them; and the check that the asker may see them."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Date, Select, SmallInteger, String, bindparam, exists, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import read_rows
from data_access.errors import ForbiddenError, UnknownRegionError
from data_access.households.labels import Labels, status_of
from data_access.households.records import IndustryHousehold, Label, Official
from data_access.households.tiles import head_names
from data_access.households.village import Row, whole_of
from data_access.release import Release
from data_access.rules import HELPER_ROLE, VILLAGE_ROLES
from data_access.schema import core, geography, livelihood, region_ancestor, responsibility
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

HOPS: Final = 10
KEYS: Final = (
    core.household.c.household_id,
    core.household.c.region_code,
    core.household.c.household_type_code,
    core.household.c.poverty_status_code,
    core.household.c.member_count,
    core.household.c.head_person_id,
)
"""What a row of a list is made of."""

_IDS: Final[Any] = bindparam("household_ids", expanding=True, type_=String)
_CODES: Final[Any] = bindparam("codes", expanding=True, type_=String)
_ROLE_LIST: Final = "OFFICIAL_ROLE"


def hold(connection: Connection, scope: Scope, codes: Sequence[str]) -> None:
    """Check by the database's own tree that the regions are under the scope.

    Raises ForbiddenError (its role sees no rows about people), UnknownRegionError (one of them is not under it).
    """
    if not scope.sees_people:
        raise ForbiddenError("household.forbidden")
    if scope.region_code is None:
        return
    held = read_rows(connection, _under(), codes=list(codes), scope=scope.region_code)
    if set(codes) - {str(row["region_code"]) for row in held}:
        raise UnknownRegionError("household.unknown_village")


@cache
def _under() -> Select[Any]:
    r = region_ancestor
    within = r.c.ancestor_code == bindparam("scope", type_=String)
    return select(r.c.region_code).where(r.c.region_code.in_(_CODES), within)


def codes_of(connection: Connection, villages: Sequence[str], release: Release) -> dict[str, str]:
    """Code on record -> village of today: each village itself, and the ended ones that it took over whole."""
    today = {code: code for code in villages}
    if not release.themes["boundaries"]:
        return today
    fresh = list(villages)
    for _ in range(HOPS):
        if not fresh:
            break
        steps = read_rows(connection, _taken_over(), codes=fresh, as_of=release.as_of)
        new = {str(step["from_code"]): today[str(step["to_code"])] for step in steps}
        fresh = [old for old in new if old not in today]
        today |= {old: new[old] for old in fresh}
    return today


@cache
def _taken_over() -> Select[Any]:
    """What ended before the day and went whole into one of the regions."""
    change, region = geography.region_change, core.region
    other = change.alias("other_change")
    elsewhere = exists().where(other.c.from_code == change.c.from_code, other.c.to_code != change.c.to_code)
    return (
        select(change.c.from_code, change.c.to_code)
        .join(region, region.c.region_code == change.c.from_code)
        .where(change.c.to_code.in_(_CODES), region.c.valid_to < bindparam("as_of", type_=Date), ~elsewhere)
    )


def masked_rows(
    connection: Connection, release: Release, tokens: HouseholdTokens, shown: Sequence[Row], today: Mapping[str, str]
) -> tuple[IndustryHousehold, ...]:
    """Households as they may be seen, in the order of `shown` (`KEYS`); `today`: code on record -> village of today."""
    ids = [str(row["household_id"]) for row in shown]
    heads = head_names(connection, shown, ids, release.as_of)
    jobs = _with_job(connection, ids, release) if release.themes["employment"] and ids else None
    helpers = _helpers(connection, ids, release) if release.themes["responsibility"] and ids else {}
    return tuple(
        IndustryHousehold(
            token=tokens.token(household_id),
            village_code=(village := today[str(row["region_code"])]),
            village_zh=release.region(village).name_zh,
            head_name=heads.get(household_id),
            member_count=whole_of(row["member_count"]),
            status=status_of(row["household_type_code"], row["poverty_status_code"]),
            has_job=None if jobs is None else household_id in jobs,
            helper=helpers.get(household_id),
        )
        for household_id, row in zip(ids, shown, strict=True)
    )


def _with_job(connection: Connection, ids: list[str], release: Release) -> set[str]:
    found = read_rows(connection, _worked(), household_ids=ids, year=release.as_of.year)
    return {str(row["household_id"]) for row in found}


@cache
def _worked() -> Select[Any]:
    e = livelihood.person_employment
    year = bindparam("year", type_=SmallInteger)
    worked = e.c.household_id.in_(_IDS), e.c.stat_year == year, e.c.worked_month_count > 0
    return select(e.c.household_id).where(*worked).distinct()


def _helpers(connection: Connection, ids: list[str], release: Release) -> dict[str, Official]:
    """The first helper in office of each household."""
    rows = read_rows(connection, _helpers_in_office(), household_ids=ids, as_of=release.as_of)
    labels = role_labels(release) if rows else None
    found: dict[str, Official] = {}
    for row in rows:
        owner = str(row["owner"])
        if owner not in found:
            found[owner] = official_of(row, labels)
    return found


def role_labels(release: Release) -> Labels:
    """The names of what officials are, as the release has them: no list has to ask for them anew."""
    names = {
        item: [release.code_name(_ROLE_LIST, item, lang) for lang in ("zh", "en")] for item in release.items(_ROLE_LIST)
    }
    return Labels(
        [{"list_code": _ROLE_LIST, "item_code": item, "name_zh": zh, "name_en": en} for item, (zh, en) in names.items()]
    )


@cache
def _helpers_in_office() -> Select[Any]:
    f = responsibility.household_official
    return _in_office(f, f.c.household_id, (HELPER_ROLE,)).where(f.c.household_id.in_(_IDS))


@cache
def offices_of_regions(*, is_scoped: bool) -> Select[Any]:
    """Who is in office on the day `as_of` in the regions `codes`; `is_scoped`: only in those under `scope`."""
    r = responsibility.region_official
    found = _in_office(r, r.c.region_code, VILLAGE_ROLES).where(r.c.region_code.in_(_CODES))
    return found.where(r.c.region_code.in_(_under())) if is_scoped else found


def _in_office(table: Any, owner: ColumnElement[Any], roles: Sequence[str]) -> Select[Any]:
    o, g = responsibility.official, responsibility.organisation
    as_of: ColumnElement[Any] = bindparam("as_of", type_=Date)
    return (
        select(
            owner.label("owner"),
            o.c.official_id,
            table.c.official_role_code,
            o.c.name_zh,
            o.c.title_zh,
            g.c.name_zh.label("organisation_zh"),
        )
        .select_from(
            table.join(o, o.c.official_id == table.c.official_id).outerjoin(
                g, g.c.organisation_id == o.c.organisation_id
            )
        )
        .where(
            table.c.official_role_code.in_(list(roles)),
            table.c.valid_from <= as_of,
            or_(table.c.valid_to.is_(None), table.c.valid_to >= as_of),
        )
        .order_by(owner, o.c.official_id)
    )


def official_of(row: Row, labels: Labels | None) -> Official:
    role: Label | None = labels.of(_ROLE_LIST, row["official_role_code"]) if labels else None
    return Official(row["name_zh"], role, row["title_zh"], row["organisation_zh"])
