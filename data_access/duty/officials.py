"""Who is in office for regions, and which helpers have the most households: live, in scope, named as work asks for."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Date, Engine, Select, String, and_, bindparam, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import database_errors, read_rows
from data_access.duty.records import DutyOfficial, Loaded
from data_access.duty.tokens import OfficialTokens
from data_access.households.labels import Labels
from data_access.households.masked_rows import codes_of, hold, role_labels
from data_access.households.village import Row
from data_access.privacy import scanned_text
from data_access.release import Release
from data_access.rules import FIRST_SECRETARY, HELPER_ROLE, LEADER_ROLES, TEAM_LEADER
from data_access.schema import region_ancestor, responsibility
from data_access.scope import Scope
from data_access.tree import Region

REGION_ROLES: Final = (
    *LEADER_ROLES.values(), FIRST_SECRETARY, TEAM_LEADER, "VILLAGE_SECRETARY", "TEAM_MEMBER", "GRID_KEEPER",
)  # fmt: skip
"""Who answers for a region, the first to be asked first."""

_CODES: Final[Any] = bindparam("codes", expanding=True, type_=String)
_IDS: Final[Any] = bindparam("ids", expanding=True, type_=String)
_AS_OF: Final[Any] = bindparam("as_of", type_=Date)


def in_office(table: Any) -> ColumnElement[bool]:
    """The office of a row of `table` holds on the day `as_of`."""
    return and_(table.c.valid_from <= _AS_OF, or_(table.c.valid_to.is_(None), table.c.valid_to >= _AS_OF))


@cache
def _of_regions(*, is_scoped: bool) -> Select[Any]:
    r, o, g = responsibility.region_official, responsibility.official, responsibility.organisation
    found = (
        select(
            r.c.region_code, o.c.official_id, r.c.official_role_code, o.c.name_zh, o.c.title_zh,
            g.c.name_zh.label("organisation_zh"),
        )
        .select_from(
            r.join(o, o.c.official_id == r.c.official_id)
            .outerjoin(g, g.c.organisation_id == o.c.organisation_id)
        )
        .where(r.c.region_code.in_(_CODES), r.c.official_role_code.in_(REGION_ROLES), in_office(r))
    )  # fmt: skip
    a = region_ancestor
    within = select(a.c.region_code).where(
        a.c.region_code.in_(_CODES), a.c.ancestor_code == bindparam("scope", type_=String)
    )
    return found.where(r.c.region_code.in_(within)) if is_scoped else found


def officials_of_regions(
    engine: Engine,
    scope: Scope,
    release: Release,
    codes: Sequence[str],
    *,
    tokens: OfficialTokens,
    most: int | None = None,
) -> dict[str, tuple[DutyOfficial, ...]]:
    """Who is in office today for each of the regions `codes`: in the order of `REGION_ROLES`, each person once.

    Of each region the first `most`, None for all. A region outside `scope`, or for which nobody is in office, is left
    out; empty where responsibility is not connected. Raises the DatabaseError family. Source: region_official,
    official, organisation.
    """
    if not codes or not release.themes["responsibility"] or not scope.sees_people:
        return {}
    under = {} if scope.region_code is None else {"scope": scope.region_code}
    with database_errors(), engine.connect() as connection:
        today = codes_of(connection, codes, release)
        statement = _of_regions(is_scoped=scope.region_code is not None)
        rows = read_rows(connection, statement, codes=sorted(today), as_of=release.as_of, **under)
        labels = role_labels(release) if rows else None
    rows.sort(key=lambda row: (REGION_ROLES.index(row["official_role_code"]), str(row["official_id"])))
    found: dict[str, dict[str, DutyOfficial]] = {}
    for row in rows:
        here, official = found.setdefault(today[str(row["region_code"])], {}), str(row["official_id"])
        if official not in here and (most is None or len(here) < most):
            here[official] = named(row, labels, tokens)
    return {code: tuple(officials.values()) for code, officials in found.items()}


def named(row: Row, labels: Labels | None, tokens: OfficialTokens) -> DutyOfficial:
    """The official of a row with official_id, official_role_code, name_zh, title_zh, organisation_zh."""
    role = str(row["official_role_code"])
    return DutyOfficial(
        token=tokens.token(str(row["official_id"])),
        name_zh=scanned_text(row["name_zh"]) or "—",
        role=labels.of("OFFICIAL_ROLE", role) if labels else None,
        role_code=role,
        title_zh=scanned_text(row["title_zh"]),
        organisation_zh=scanned_text(row["organisation_zh"]),
    )


def led_path(release: Release, scope: Scope, code: str) -> list[Region]:
    """The regions from the county down to `code` that somebody must answer for, of those under the scope."""
    path = release.ancestors(code)
    codes = [region.code for region in path]
    first = codes.index(scope.region_code) if scope.region_code in codes else 0
    seen = scope.region_code is None or scope.region_code in codes
    return [region for region in path[first:] if region.level in LEADER_ROLES] if seen else []


@cache
def _by_id() -> Select[Any]:
    o, g = responsibility.official, responsibility.organisation
    return (
        select(o.c.official_id, o.c.name_zh, o.c.title_zh, g.c.name_zh.label("organisation_zh"))
        .select_from(o.outerjoin(g, g.c.organisation_id == o.c.organisation_id))
        .where(o.c.official_id.in_(_IDS))
    )


def heaviest_helpers(
    engine: Engine, scope: Scope, release: Release, code: str, *, period: int, tokens: OfficialTokens
) -> tuple[Loaded, ...]:
    """The helpers with the most registered households in the region, the heaviest first, then by key.

    How many households is of the release, who it is is asked now. Empty where responsibility is not connected, and in
    other years than that of the data. Raises UnknownRegionError (no such region, or outside `scope`), the DatabaseError
    family. Source: the release's helper_loads; official, organisation.
    """
    release.region(code)
    if period != release.as_of.year or not release.themes["responsibility"]:
        return ()
    loads = release.helper_loads(code)
    ids = [tokens.opened(str(token)) for token in loads["official"]]
    with database_errors(), engine.connect() as connection:
        group = release.group(code)
        hold(connection, scope, group.members if group else (code,))
        people = officials_by_id(connection, [key for key in ids if key is not None], release, tokens)
    counted = zip((people.get(key or "") for key in ids), loads["household_count"].tolist(), strict=True)
    return tuple(Loaded(person, count) for person, count in counted if person is not None)


def officials_by_id(
    connection: Connection, ids: Sequence[str], release: Release, tokens: OfficialTokens
) -> Mapping[str, DutyOfficial]:
    """Key -> the helper that it is of; those not on record are left out."""
    if not ids:
        return {}
    labels = role_labels(release)
    found = read_rows(connection, _by_id(), ids=sorted(set(ids)))
    return {str(row["official_id"]): named({**row, "official_role_code": HELPER_ROLE}, labels, tokens) for row in found}
