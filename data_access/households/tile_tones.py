"""What each household of a village is by one indicator: the tone of its tile."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Date, Engine, SmallInteger, Subquery, bindparam, func, or_, select

from data_access.database import database_errors, read_rows
from data_access.errors import ForbiddenError
from data_access.households.records_village import Dwelling, TileBy, choices
from data_access.households.village import Village, belongs, codes_on_record, day_of, village_in_scope
from data_access.rules import HELPER_ROLES, LINES_IN_ORDER, NATIONAL, VISIT_DAYS, nearest_line
from data_access.schema import core, industry, livelihood, monitoring, responsibility
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

_YEAR: Final = bindparam("year", type_=SmallInteger)
_FEW: Final = 3
_ROUNDED: Final = 3


def tile_tones(
    engine: Engine,
    scope: Scope,
    village_code: str,
    by: TileBy,
    as_of: date,
    *,
    tokens: HouseholdTokens,
    themes: Mapping[str, bool],
) -> dict[str, str]:
    """Household token -> its tone (an item of TONES[by]) for every valid household of the village; not for STATUS.

    Raises ForbiddenError where `scope` may not colour by it or it is not connected, UnknownRegionError, the
    DatabaseError family. Source: the table that the indicator is about; policy_line for the line.
    """
    if by is TileBy.STATUS or by not in choices(scope, themes):
        raise ForbiddenError("household.forbidden")
    with database_errors(), engine.connect() as connection:
        village = village_in_scope(connection, scope, village_code, has_loads=bool(themes.get("quality")))
        found = _Tones(connection, village, as_of, has_changes=bool(themes.get("boundaries"))).by(by)
    return {tokens.token(key): tone for key, tone in found.items()}


class _Tones:
    """One connection, one village, one day."""

    def __init__(self, connection: Connection, village: Village, as_of: date, *, has_changes: bool) -> None:
        self._connection, self._village, self._as_of = connection, village, as_of
        h = core.household
        self._codes = codes_on_record(connection, village.place.code, as_of, has_changes=has_changes)
        here = belongs(h.c.region_code) & (h.c.is_valid == 1)
        self._own: Subquery = select(h.c.household_id, h.c.member_count).where(here).subquery("own")

    def _rows(self, statement: Any, **params: object) -> list[dict[str, Any]]:
        return read_rows(self._connection, statement, villages=self._codes, as_of=self._as_of, **params)

    def by(self, by: TileBy) -> dict[str, str]:
        sizes = {str(row["household_id"]): row["member_count"] for row in self._rows(select(self._own))}
        if by is TileBy.SIZE:
            return {key: _size(count) for key, count in sizes.items()}
        asked = {
            TileBy.VISIT: self._visits, TileBy.GUARANTEE: self._guarantees, TileBy.INDUSTRY: self._industries,
            TileBy.HELPER: self._helpers, TileBy.LINE: self._lines, TileBy.MONITORING: self._cases,
        }[by]  # fmt: skip
        found, otherwise = asked()
        return {key: found.get(key, otherwise) for key in sizes}

    def _visits(self) -> tuple[dict[str, str], str]:
        v, until = responsibility.household_visit, self._village.visits_on or self._as_of
        last = select(v.c.household_id, func.max(v.c.visited_at).label("last_at")).join(
            self._own, self._own.c.household_id == v.c.household_id
        )
        rows = self._rows(
            last.where(v.c.visited_at < bindparam("tomorrow")).group_by(v.c.household_id),
            tomorrow=until + timedelta(days=1),
        )
        limit = until - timedelta(days=VISIT_DAYS)
        late = {str(row["household_id"]): (day_of(row["last_at"]) or limit) < limit for row in rows}
        return {key: "late" if is_late else "visited" for key, is_late in late.items()}, "late"

    def _guarantees(self) -> tuple[dict[str, str], str]:
        a = livelihood.household_assurance
        asked = (
            select(a.c.household_id, a.c.assurance_code, a.c.is_met, a.c.resolved_on)
            .join(self._own, self._own.c.household_id == a.c.household_id)
            .where(a.c.stat_year <= _YEAR)
            .order_by(a.c.stat_year)
        )
        latest = {(str(row["household_id"]), row["assurance_code"]): row for row in self._rows(asked, year=self._year)}
        tones: dict[str, str] = {}
        for (key, _), row in latest.items():
            done = day_of(row["resolved_on"])
            is_unmet = row["is_met"] == 0 and not (done is not None and done <= self._as_of)
            tones[key] = "unmet" if is_unmet or tones.get(key) == "unmet" else "met"
        return tones, "unchecked"

    def _industries(self) -> tuple[dict[str, str], str]:
        p = industry.industry_participation
        asked = (
            select(p.c.household_id)
            .distinct()
            .join(self._own, self._own.c.household_id == p.c.household_id)
            .where(p.c.stat_year == _YEAR)
        )
        return {str(row["household_id"]): "joined" for row in self._rows(asked, year=self._year)}, "not_joined"

    def _helpers(self) -> tuple[dict[str, str], str]:
        f, as_of = responsibility.household_official, bindparam("as_of", type_=Date)
        asked = (
            select(f.c.household_id)
            .distinct()
            .join(self._own, self._own.c.household_id == f.c.household_id)
            .where(
                f.c.official_role_code.in_(HELPER_ROLES),
                f.c.valid_from <= as_of,
                or_(f.c.valid_to.is_(None), f.c.valid_to >= as_of),
            )
        )
        return {str(row["household_id"]): "helped" for row in self._rows(asked)}, "alone"

    def _lines(self) -> tuple[dict[str, str], str]:
        i, line = livelihood.household_income, livelihood.policy_line
        codes = (*self._village.ancestors, NATIONAL)
        lines = self._rows(
            select(line.c.policy_line_code, line.c.region_code, line.c.amount_yuan).where(
                line.c.stat_year == _YEAR,
                line.c.policy_line_code.in_(LINES_IN_ORDER),
                line.c.region_code.in_(codes),
            ),
            year=self._year,
        )
        amounts = {(str(row["policy_line_code"]), str(row["region_code"])): row["amount_yuan"] for row in lines}
        nearest = nearest_line(amounts, self._village.ancestors)
        if nearest is None:
            return {}, "unknown"
        asked = (
            select(i.c.household_id, i.c.net_income_yuan, i.c.member_count)
            .join(self._own, self._own.c.household_id == i.c.household_id)
            .where(i.c.stat_year == _YEAR, i.c.net_income_yuan.is_not(None), i.c.member_count > 0)
        )
        limit = float(amounts[nearest])
        return {
            str(row["household_id"]): "below" if row["net_income_yuan"] / row["member_count"] < limit else "above"
            for row in self._rows(asked, year=self._year)
        }, "unknown"

    def _cases(self) -> tuple[dict[str, str], str]:
        c = monitoring.monitoring_case
        asked = select(c.c.household_id, func.min(c.c.is_eliminated).label("is_over")).join(
            self._own, self._own.c.household_id == c.c.household_id
        )
        rows = self._rows(asked.group_by(c.c.household_id))
        return {str(row["household_id"]): "closed" if row["is_over"] else "open" for row in rows}, "never"

    @property
    def _year(self) -> int:
        return self._as_of.year


def _size(count: int | None) -> str:
    if count is None or count < 1:
        return "unknown"
    return "one" if count == 1 else "few" if count <= _FEW else "many"


def dwellings(
    engine: Engine,
    scope: Scope,
    village_code: str,
    as_of: date,
    *,
    tokens: HouseholdTokens,
    themes: Mapping[str, bool],
) -> tuple[Dwelling, ...]:
    """Where the houses of a village stand, as `scope` may know: exact for a duty role, rounded for a leader.

    None on the wall. Raises ForbiddenError, UnknownRegionError, the DatabaseError family. Source: household.
    """
    if not scope.lists_households:
        raise ForbiddenError("household.forbidden")
    h = core.household
    with database_errors(), engine.connect() as connection:
        village_in_scope(connection, scope, village_code)
        codes = codes_on_record(connection, village_code, as_of, has_changes=bool(themes.get("boundaries")))
        here = belongs(h.c.region_code) & (h.c.is_valid == 1)
        asked = select(h.c.household_id, h.c.longitude, h.c.latitude).where(
            here, h.c.longitude.between(-180, 180), h.c.latitude.between(-90, 90)
        )
        rows = read_rows(connection, asked.order_by(h.c.household_id), villages=codes)
    if scope.may_uncover:
        return tuple(
            Dwelling(tokens.token(str(row["household_id"])), float(row["longitude"]), float(row["latitude"]))
            for row in rows
        )
    rounded = {(round(float(row["longitude"]), _ROUNDED), round(float(row["latitude"]), _ROUNDED)) for row in rows}
    return tuple(Dwelling(None, *point) for point in sorted(rounded))
