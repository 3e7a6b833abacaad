"""What every count of a release is made with: the connection, the day of the data, and the shapes that SQL takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select, Table, and_, case, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import read_frame
from data_access.quantities.counting import Tray
from data_access.schema import core

LIFTED: Final = ("1", "4")
STILL_POOR: Final = ("0", "3")
FALLEN_BACK: Final = "3"
ABLE: Final = ("01", "02", "05")
WITHOUT_LABOUR: Final = ("03", "04")
ILL: Final = ("02", "03")
RUNNING: Final = ("RUNNING", "WATCHED")
DEVELOPMENT_MEASURES: Final = ("M39", "M40", "M41", "M42")


@dataclass(frozen=True)
class Survey:
    """One counting of the shared database.

    as_of    the day of the data: "today" of whatever has no day of its own
    days     table -> day up to which its own sources reach
    themes   which themes are connected
    items    code list -> its items in order
    doubts   rows left out because they break a rule, as `quantities.soundness.doubt_rows` makes them
    years    table -> years that its rows tell of; a table that is not there may tell of any
    """

    connection: Connection
    tray: Tray
    as_of: date
    themes: Mapping[str, bool]
    items: Mapping[str, tuple[str, ...]]
    days: Mapping[str, date] = field(default_factory=dict)
    doubts: list[pd.DataFrame] = field(default_factory=list)
    years: Mapping[str, frozenset[int]] = field(default_factory=dict, kw_only=True)

    @property
    def year(self) -> int:
        """The period that holds figures of the day of the data."""
        return self.as_of.year

    def day(self, table: str) -> date:
        """ "Today" of a rule about rows of `table`: the day of the source that feeds it, else that of the data."""
        return self.days.get(table, self.as_of)

    def years_of(self, table: str) -> tuple[int, ...]:
        """The periods that rows of `table` may tell of, ascending."""
        return tuple(period for period in self.tray.periods if period in self.years.get(table, self.tray.periods))

    def tells(self, table: Table) -> bool:
        """Whether the table has any row: of what nobody feeds nothing is known, which is not that nothing was done.

        Asked of the whole table, also where households are counted one by one.
        """
        return not read_frame(self.connection, select(literal(1)).select_from(table).limit(1)).empty

    def ask(self, statement: Select[Any]) -> pd.DataFrame:
        """The rows of one statement; raises the DatabaseError family."""
        return read_frame(self.connection, statement)


def valid_household() -> ColumnElement[bool]:
    """A household that is not cancelled."""
    return core.household.c.is_valid == 1


def registered() -> ColumnElement[bool]:
    """A household that is on the register of the poor (建档立卡) and not cancelled."""
    return and_(core.household.c.is_valid == 1, core.household.c.household_type_code == "1")


def count_if(condition: ColumnElement[bool], label: str) -> ColumnElement[Any]:
    """How many rows of the group fulfil `condition`; one whose columns are NULL does not."""
    return func.sum(case((condition, 1), else_=0)).label(label)


def count_known(condition: ColumnElement[bool], known: ColumnElement[bool], label: str) -> ColumnElement[Any]:
    """How many rows of the group fulfil `condition`; NULL when not one of them is `known`, which is not zero."""
    return func.sum(case((condition, 1), (known, 0))).label(label)


def sum_if(
    condition: ColumnElement[bool],
    amount: ColumnElement[Any],
    label: str,
    known: ColumnElement[bool] | None = None,
) -> ColumnElement[Any]:
    """Sum of `amount` over the rows of the group that fulfil `condition`; 0 when none does.

    NULL when some do and not one states an amount, or when of `known` rows there is none.
    """
    nothing = None if known is None else func.sum(case((known, 0)))
    return of_any(condition, func.sum(case((condition, amount))), label, nothing)


def of_any(
    condition: ColumnElement[bool], figure: ColumnElement[Any], label: str, nothing: ColumnElement[Any] | None = None
) -> ColumnElement[Any]:
    """`figure` of the group where some row fulfils `condition`, else `nothing` (0 when that is not given)."""
    nobody = func.sum(case((condition, 1), else_=0)) == 0
    return case((nobody, literal(0) if nothing is None else nothing), else_=figure).label(label)


def holds(valid_from: ColumnElement[Any], valid_to: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    """The state of a row holds on `day`: an end delivered may be a planned one, and counts only when it is past."""
    return and_(valid_from <= day, (valid_to.is_(None)) | (valid_to >= day))


def years_before(day: date, years: int) -> date:
    """The last birthday-date of people who are `years` old on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def at_school_age(born_on: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    """Of compulsory school age: 6 to 14 completed years on 31 August of the school year of `day`."""
    school_year = day.year if (day.month, day.day) >= (9, 1) else day.year - 1
    cutoff = day.replace(year=school_year, month=8, day=31)
    return and_(born_on <= years_before(cutoff, 6), born_on > years_before(cutoff, 15))


def just_before(day: date) -> datetime:
    """The last moment before `day`, for `>`: SQLite compares texts, and one with microseconds comes later."""
    return datetime.combine(day, time()) - timedelta(microseconds=1)


def last_moment(day: date) -> datetime:
    """The last moment of `day`, for `<=`."""
    return just_before(day + timedelta(days=1))


__all__ = [
    "ABLE", "DEVELOPMENT_MEASURES", "FALLEN_BACK", "ILL", "LIFTED", "RUNNING", "STILL_POOR", "WITHOUT_LABOUR", "Survey",
    "at_school_age", "count_if", "count_known", "holds", "just_before", "last_moment", "of_any", "registered", "sum_if",
    "valid_household", "years_before",
]  # fmt: skip
