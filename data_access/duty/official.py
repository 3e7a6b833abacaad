"""One official's own card: which regions and households are theirs, visits made and due, days, tasks."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from sqlalchemy import Connection, Engine

from data_access.database import database_errors, read_rows
from data_access.duty import official_statements as sql
from data_access.duty.lapsed import is_late, visits_day
from data_access.duty.records import DutyTask, HelpedHousehold, OfficialCard, RegionDuty, VillageHouseholds
from data_access.duty.tokens import OfficialTokens
from data_access.errors import ForbiddenError, UnknownOfficialError
from data_access.households.masked_rows import role_labels
from data_access.households.tiles import head_names
from data_access.households.village import Row, day_of, whole_of
from data_access.privacy import masked_phone_no, scanned_text
from data_access.quantities.survey import last_moment
from data_access.release import Release
from data_access.rules import MONITORED_VISIT_DAYS, VISIT_DAYS
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

MOST_HOUSEHOLDS: Final = 200
"""So many of an official's households are listed, the longest without a visit first; all of them are counted."""


def official_card(
    engine: Engine,
    scope: Scope,
    release: Release,
    token: str,
    *,
    officials: OfficialTokens,
    households: HouseholdTokens,
) -> OfficialCard:
    """The card of the official that `token` stands for, as known on the day of the data.

    Regions, households and tasks outside `scope` are left out; who then has none is unknown here. Households are
    masked, and listed only for who may list households; their visits count by the rule (30 days for a monitored one,
    else 90). Raises UnknownOfficialError, ForbiddenError, the DatabaseError family. Source: official, organisation,
    region_official, official_attendance, household_official, household, household_visit, monitoring_case, task.
    """
    if not scope.sees_people:
        raise ForbiddenError("household.forbidden")
    official_id = officials.official_id(token)
    if not release.themes["responsibility"]:
        raise UnknownOfficialError("duty.unknown_official")
    day = visits_day(release)
    with database_errors(), engine.connect() as connection:
        people = read_rows(connection, sql.person(), official_id=official_id)
        offices = read_rows(
            connection, sql.offices(), official_id=official_id, as_of=release.as_of, year=release.as_of.year
        )
        mine = read_rows(connection, sql.households(), official_id=official_id, as_of=release.as_of)
        tasks = read_rows(connection, sql.tasks(), official_id=official_id) if release.themes["tasks"] else None
        held, helping = _seen(release, scope, offices), _seen(release, scope, mine)
        if not people or (scope.region_code is not None and not held and not helping):
            raise UnknownOfficialError("duty.unknown_official")
        labels = role_labels(release)
        helped, own = _helped(connection, release, helping, official_id, day, households)
    villages = _by_village(release, helping, helped)
    person = people[0]
    return OfficialCard(
        token=token,
        name_zh=scanned_text(person["name_zh"]) or "—",
        title_zh=scanned_text(person["title_zh"]),
        organisation_zh=scanned_text(person["organisation_zh"]),
        phone_no=masked_phone_no(person["phone_no"]) if scope.lists_households else None,
        as_of=release.as_of,
        duties=tuple(
            RegionDuty(
                region_code=str(row["region_code"]),
                region_zh=_region_zh(release, str(row["region_code"])),
                role=labels.of("OFFICIAL_ROLE", row["official_role_code"]),
                since=row["valid_from"],
                until=row["valid_to"],
                day_count=whole_of(row["village_day_count"]),
                required_day_count=whole_of(row["required_day_count"]),
            )
            for row in held
        ),
        villages=villages,
        household_count=len(helping),
        overdue_count=sum(one.is_overdue for one in helped),
        visit_count=sum(int(row["visit_count"]) for row in own),
        last_visited_on=max((on for row in own if (on := day_of(row["last_visited_at"]))), default=None),
        households=tuple(_worst_first(helped)[:MOST_HOUSEHOLDS]) if scope.lists_households else None,
        tasks=None if tasks is None else tuple(_task(release, row) for row in _seen(release, scope, tasks)),
    )


def _seen(release: Release, scope: Scope, rows: Sequence[Row]) -> list[Row]:
    """The rows whose region lies under the scope, by the tree of the release; all where the scope is the whole."""
    if scope.region_code is None:
        return list(rows)
    index = release.tree.index
    return [
        row
        for row in rows
        if str(row["region_code"]) in index
        and scope.region_code in (above.code for above in release.ancestors(str(row["region_code"])))
    ]


def _region_zh(release: Release, code: str) -> str:
    return release.region(code).name_zh if code in release.tree.index else code


def _helped(
    connection: Connection, release: Release, mine: Sequence[Row], official_id: str, day: date, tokens: HouseholdTokens
) -> tuple[list[HelpedHousehold], Sequence[Row]]:
    """The official's households, each masked, and the visits that the official made to them this year."""
    ids = [str(row["household_id"]) for row in mine]
    if not ids:
        return [], []
    visits = read_rows(connection, sql.last_visits(), household_ids=ids, until=last_moment(day))
    last = {str(row["household_id"]): day_of(row["last_visited_at"]) for row in visits}
    watched: set[str] = set()
    if release.themes["monitoring"]:
        watched = {str(row["household_id"]) for row in read_rows(connection, sql.watched(), household_ids=ids)}
    since = datetime.combine(day.replace(month=1, day=1), time())
    own = read_rows(
        connection, sql.own_visits(), household_ids=ids, official_id=official_id, since=since, until=last_moment(day)
    )
    came = {str(row["household_id"]): int(row["visit_count"]) for row in own}
    heads = head_names(connection, mine, ids, release.as_of)
    helped = []
    for row, key in zip(mine, ids, strict=True):
        on = last.get(key)
        rule = MONITORED_VISIT_DAYS if key in watched else VISIT_DAYS
        helped.append(
            HelpedHousehold(
                token=tokens.token(key),
                village_zh=_region_zh(release, str(row["region_code"])),
                head_name=heads.get(key),
                visited_on=on,
                own_visit_count=came.get(key, 0),
                is_overdue=is_late(None if on is None else (day - on).days, rule),
            )
        )
    return helped, own


def _worst_first(helped: Sequence[HelpedHousehold]) -> list[HelpedHousehold]:
    return sorted(helped, key=lambda one: (not one.is_overdue, one.visited_on or date.min, one.token))


def _by_village(
    release: Release, mine: Sequence[Row], helped: Sequence[HelpedHousehold]
) -> tuple[VillageHouseholds, ...]:
    counts = Counter(str(row["region_code"]) for row in mine)
    late = Counter(str(row["region_code"]) for row, one in zip(mine, helped, strict=True) if one.is_overdue)
    return tuple(
        VillageHouseholds(code, _region_zh(release, code), counts[code], late[code]) for code in sorted(counts)
    )


def _task(release: Release, row: Row) -> DutyTask:
    end, done = day_of(row["planned_end_on"]), day_of(row["finished_on"])
    is_open = done is None and row["task_status_code"] in ("TODO", "DOING")
    return DutyTask(
        title_zh=scanned_text(row["title_zh"]) or "—",
        region_zh=_region_zh(release, str(row["region_code"])),
        planned_end_on=end,
        finished_on=done,
        is_late=is_open and end is not None and end < release.as_of,
    )


def held_by(engine: Engine, scope: Scope, release: Release, token: str, *, officials: OfficialTokens) -> str:
    """The key of the official, who answers today for something under `scope`; stays inside.

    Raises UnknownOfficialError, the DatabaseError family.
    """
    official_id, asked = officials.official_id(token), {"as_of": release.as_of}
    with database_errors(), engine.connect() as connection:
        rows = [
            *read_rows(connection, sql.offices(), official_id=official_id, year=release.as_of.year, **asked),
            *read_rows(connection, sql.households(), official_id=official_id, **asked),
        ]
    if not _seen(release, scope, rows):
        raise UnknownOfficialError("duty.unknown_official")
    return official_id


def number_of(engine: Engine, official_id: str) -> str | None:
    """The telephone number in full; only `duty.phone` may ask. Raises the DatabaseError family."""
    with database_errors(), engine.connect() as connection:
        rows = read_rows(connection, sql.person(), official_id=official_id)
    return str(rows[0]["phone_no"]).strip() or None if rows and rows[0]["phone_no"] is not None else None
