"""What may leave data_access about officials and their households: frozen records, households masked."""

from dataclasses import dataclass
from datetime import date

from data_access.households.records import Label


@dataclass(frozen=True, slots=True)
class DutyOfficial:
    """Who answers for a region or a household: work information, shown in full; the key stays inside as a token."""

    token: str
    name_zh: str
    role: Label | None
    role_code: str
    title_zh: str | None
    organisation_zh: str | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A helper and the registered households that he or she has in the region shown."""

    official: DutyOfficial
    household_count: int


@dataclass(frozen=True, slots=True)
class LapsedHousehold:
    """A household that nobody came to in time, or that has no helper; masked.

    head_name    None for one that only the monthly rule tells of: its name would tell that it is monitored
    is_monthly   that rule is why it is here
    visited_on, day_count   its last visit, and how many days ago; None = none on record
    """

    token: str
    village_code: str
    village_zh: str
    head_name: str | None
    is_monthly: bool
    visited_on: date | None
    day_count: int | None
    helper: DutyOfficial | None


@dataclass(frozen=True, slots=True)
class LapsedHouseholds:
    """One page of them; `total` is that of the release, whose villages tell which ones are asked."""

    rows: tuple[LapsedHousehold, ...]
    total: int
    page: int
    page_size: int


@dataclass(frozen=True, slots=True)
class RegionDuty:
    """One office in one region. Days in the village this year, and required; None = not reported."""

    region_code: str
    region_zh: str
    role: Label | None
    since: date
    until: date | None
    day_count: int | None
    required_day_count: int | None


@dataclass(frozen=True, slots=True)
class VillageHouseholds:
    """The households of an official in one village, and how many of them nobody came to in time."""

    region_code: str
    region_zh: str
    household_count: int
    overdue_count: int


@dataclass(frozen=True, slots=True)
class HelpedHousehold:
    """One household of an official, masked, with its last visit by anybody and by the official."""

    token: str
    village_zh: str
    head_name: str | None
    visited_on: date | None
    own_visit_count: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class DutyTask:
    """A task that stands in an official's name."""

    title_zh: str
    region_zh: str
    planned_end_on: date | None
    finished_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class OfficialCard:
    """What one official answers for.

    phone_no         masked; None = not reported, or the asker is the wall
    households       None for who may not list households
    visit_count      visits this year by the official to these households; `last_visited_on` the last of them
    tasks            None where the theme is not connected
    """

    token: str
    name_zh: str
    title_zh: str | None
    organisation_zh: str | None
    phone_no: str | None
    as_of: date
    duties: tuple[RegionDuty, ...]
    villages: tuple[VillageHouseholds, ...]
    household_count: int
    overdue_count: int
    visit_count: int
    last_visited_on: date | None
    households: tuple[HelpedHousehold, ...] | None
    tasks: tuple[DutyTask, ...] | None
