"""Rows of lists of households: masked, with who answers for them; and the check that the asker may see them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Date, Select, bindparam, exists, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import read_frame
from data_access.errors import ForbiddenError, UnknownRegionError
from data_access.households.labels import Labels, status_of
from data_access.households.records import IndustryHousehold, Label, Official
from data_access.households.statements import CODE_NAMES
from data_access.households.tiles import head_names
from data_access.households.village import Row, rows_of, whole_of
from data_access.release import Release
from data_access.rules import HELPER_ROLE
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

_IDS: Final[Any] = bindparam("household_ids", expanding=True)


def hold(connection: Connection, scope: Scope, codes: Sequence[str]) -> None:
    """Check by the database's own tree that the regions are under the scope.

    Raises ForbiddenError (its role sees no rows about people), UnknownRegionError (one of them is not under it).
    """
    if not scope.sees_people:
        raise ForbiddenError("household.forbidden")
    if scope.region_code is None:
        return
    r = region_ancestor
    held = select(r.c.region_code).where(r.c.region_code.in_(codes), r.c.ancestor_code == scope.region_code)
    if set(codes) - set(read_frame(connection, held)["region_code"]):
        raise UnknownRegionError("household.unknown_village")


def codes_of(connection: Connection, villages: Sequence[str], release: Release) -> dict[str, str]:
    """Code on record -> village of today: each village itself, and the ended ones that it took over whole."""
    today = {code: code for code in villages}
    if not release.themes["boundaries"]:
        return today
    change, region = geography.region_change, core.region
    other = change.alias("other_change")
    elsewhere = exists().where(other.c.from_code == change.c.from_code, other.c.to_code != change.c.to_code)
    fresh = list(villages)
    for _ in range(HOPS):
        if not fresh:
            break
        steps = read_frame(
            connection,
            select(change.c.from_code, change.c.to_code)
            .join(region, region.c.region_code == change.c.from_code)
            .where(change.c.to_code.in_(fresh), region.c.valid_to < release.as_of, ~elsewhere),
        )
        new = {str(old): today[str(to)] for old, to in zip(steps["from_code"], steps["to_code"], strict=True)}
        fresh = [old for old in new if old not in today]
        today |= {old: new[old] for old in fresh}
    return today


def masked_rows(
    connection: Connection, release: Release, tokens: HouseholdTokens, shown: Sequence[Row], today: Mapping[str, str]
) -> tuple[IndustryHousehold, ...]:
    """Households as they may be seen, in the order of `shown` (`KEYS`); `today`: code on record -> village of today."""
    ids = [str(row["household_id"]) for row in shown]
    heads = head_names(connection, list(shown), ids, release.as_of)
    jobs = _with_job(connection, ids, release) if release.themes["employment"] and ids else None
    helpers = _helpers(connection, ids, release.as_of) if release.themes["responsibility"] and ids else {}
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
    e = livelihood.person_employment
    statement = (
        select(e.c.household_id)
        .where(e.c.household_id.in_(_IDS), e.c.stat_year == release.as_of.year, e.c.worked_month_count > 0)
        .distinct()
    )
    return {str(found) for found in read_frame(connection, statement, household_ids=ids)["household_id"]}


def _helpers(connection: Connection, ids: list[str], as_of: date) -> dict[str, Official]:
    """The first helper in office of each household."""
    f = responsibility.household_official
    statement = in_office(f, f.c.household_id, (HELPER_ROLE,)).where(f.c.household_id.in_(_IDS))
    rows = rows_of(read_frame(connection, statement, household_ids=ids, as_of=as_of))
    labels = Labels(rows_of(read_frame(connection, CODE_NAMES))) if rows else None
    found: dict[str, Official] = {}
    for row in rows:
        found.setdefault(str(row["owner"]), official_of(row, labels))
    return found


def in_office(table: Any, owner: ColumnElement[Any], roles: Sequence[str]) -> Select[Any]:
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
    role: Label | None = labels.of("OFFICIAL_ROLE", row["official_role_code"]) if labels else None
    return Official(row["name_zh"], role, row["title_zh"], row["organisation_zh"])
