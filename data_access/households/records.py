"""What may leave data_access about a household: frozen records that hold masked values only.

Conventions: None = not reported (未填报). A theme that is not connected (未接入) is missing in
`HouseholdCard.connected`, and its fields are then None or empty.
Dates are calendar dates, money is a `Band` in yuan, a share is in per cent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from data_access.privacy import Band


@dataclass(frozen=True, slots=True)
class Label:
    """An item of a code list with its names; an item that the list does not have is never echoed."""

    code: str
    zh: str
    en: str

    def name(self, lang: str = "zh") -> str:
        """The name in `lang`."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Place:
    """A village and the region above it."""

    code: str
    name_zh: str
    township_zh: str | None


class Status(StrEnum):
    """Where a household stands, in the order in which the tiles show it."""

    POOR = "poor"
    FALLEN_BACK = "fallen_back"
    LIFTED_SUPPORTED = "lifted_supported"
    LIFTED = "lifted"
    GENERAL = "general"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tile:
    """One household of a village: masked name of its head, and whether nobody came for a quarter (None = not known).

    Says nothing of attribute, health or monitoring: these stand on the card only.
    """

    token: str
    head_name: str | None
    member_count: int | None
    status: Status
    is_overdue: bool | None


@dataclass(frozen=True, slots=True)
class TilePage:
    """One page of a village's households, with counts over the whole village.

    counts           households by status, in the order of `Status`, only those that occur
    member_count     sum of the members stated; None when no household states them
    monitored_count  households under monitoring today; None when the theme is not connected
    """

    place: Place
    tiles: tuple[Tile, ...]
    total: int
    page: int
    page_size: int
    counts: Mapping[Status, int]
    member_count: int | None
    monitored_count: int | None

    @property
    def page_count(self) -> int:
        """How many pages the village has, at least one."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The latest monitoring case of a household and its main risk."""

    is_open: bool
    monitoring_object: Label | None
    risk: Label | None
    identified_on: date | None
    eliminated_on: date | None


@dataclass(frozen=True, slots=True)
class Official:
    """Who answers for a household or its village: work information, shown in full."""

    name_zh: str
    role: Label | None
    title_zh: str | None
    organisation_zh: str | None


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The last visit against the rule: 30 days for a monitored household, 90 for any other; None = never visited."""

    visited_on: date | None
    day_count: int | None
    rule_day_count: int
    visit_count: int

    @property
    def is_overdue(self) -> bool:
        """Whether the last visit is longer ago than the rule allows, or there is none."""
        return self.day_count is None or self.day_count > self.rule_day_count


class AssuranceState(StrEnum):
    """What the last check found; NOT_APPLICABLE: no check, and nobody of school age to check for."""

    MET = "met"
    UNMET = "unmet"
    RESOLVED = "resolved"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Assurance:
    """One of the six guarantees (两不愁三保障 and water) at its last check; the free text of a problem stays inside."""

    assurance: Label
    state: AssuranceState
    stat_year: int | None
    checked_on: date | None
    house_grade: Label | None


class LineSide(StrEnum):
    """Where an income band lies against the line of its year."""

    BELOW = "below"
    ACROSS = "across"
    ABOVE = "above"
    NO_LINE = "no_line"


@dataclass(frozen=True, slots=True)
class IncomeYear:
    """Net income per person of one year as a band, and the policy line of that year and region (yuan per person)."""

    stat_year: int
    per_person: Band | None
    line_yuan: float | None
    side: LineSide


@dataclass(frozen=True, slots=True)
class IncomePart:
    """One kind of gross income: band, and share of the gross income in steps of 5 %."""

    item: Label
    band: Band | None
    share_percent: int | None


@dataclass(frozen=True, slots=True)
class IncomeComposition:
    """What the household's income of the latest year is made of."""

    stat_year: int
    parts: tuple[IncomePart, ...]
    net_income: Band | None
    business_cost: Band | None


@dataclass(frozen=True, slots=True)
class Participation:
    """One industry that the household takes part in, without the name of the activity (it may be a person's)."""

    stat_year: int
    kind: Label
    mode: Label | None
    product_zh: str | None
    income: Band | None


@dataclass(frozen=True, slots=True)
class Member:
    """One member of 14 years or more: masked name, and everything else as a class."""

    name: str | None
    relation: Label | None
    age: Label | None
    is_age_impossible: bool
    health: tuple[Label, ...]
    labour: Label | None
    doing: Label | None


class RecordKind(StrEnum):
    """What a line of the timeline tells of."""

    MEASURE = "measure"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the timeline, made of codes; the writers' free text is hidden on the wall.

    happened_on  None = only the year is known
    what, detail measure and its item, or kind of visit
    who_zh       organisation that gives, or official who came
    """

    kind: RecordKind
    stat_year: int
    happened_on: date | None
    what: Label | None
    detail: Label | None
    who_zh: str | None
    amount: Band | None
    state: Label | None
    is_on_site: bool | None
    photo_count: int | None


@dataclass(frozen=True, slots=True)
class Relocation:
    """Whether and where the household was moved."""

    kind: Label | None
    site_zh: str | None
    moved_on: date | None
    is_occupied: bool | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd in the household's data: a key of the message catalogue and its values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """Everything that the wall may show of one household.

    number_tail       the last 4 characters of the 户编号; None when it is too short to hide the rest
    member_count      as the household's row states it
    status_year       year of exit for a lifted household, of identification for a poor one
    line              the policy line that the incomes are held against
    minor_count       members under 14: counted, never listed
    unknown_age_count members who may be under 14 because their birth date is missing or impossible: counted too
    notices           what is odd in the data, to be said on the card
    """

    token: str
    place: Place
    as_of: date
    connected: frozenset[str]
    number_tail: str | None
    head_name: str | None
    member_count: int | None
    status: Status
    status_year: int | None
    attribute: Label | None
    main_cause: Label | None
    is_living_away: bool | None
    monitoring: Monitoring | None
    helpers: tuple[Official, ...]
    team: tuple[Official, ...]
    last_visit: LastVisit | None
    assurances: tuple[Assurance, ...]
    line: Label
    income: tuple[IncomeYear, ...]
    composition: IncomeComposition | None
    participations: tuple[Participation, ...]
    members: tuple[Member, ...]
    minor_count: int
    unknown_age_count: int
    relocation: Relocation | None
    records: tuple[Record, ...]
    measure_count: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class IndustryHousehold:
    """One household, masked; has_job: someone of it worked this year (None = not known); helper: who answers for it."""

    token: str
    village_code: str
    village_zh: str
    head_name: str | None
    member_count: int | None
    status: Status
    has_job: bool | None
    helper: Official | None


@dataclass(frozen=True, slots=True)
class IndustryHouseholds:
    """One page of households; `total` is that of the release, whose villages tell which ones are asked."""

    rows: tuple[IndustryHousehold, ...]
    total: int
    page: int
    page_size: int


@dataclass(frozen=True, slots=True)
class CountedHouseholds:
    """One page of the households behind a figure, by village and key.

    counts    what is counted of each of the rows; None where that is one household, or money, which is not told
    total     households in all
    counted   what is counted of all of them together: the figure itself, unless the database has moved on since
    has_moved the database has moved on since the release was made
    """

    rows: tuple[IndustryHousehold, ...]
    counts: tuple[int, ...] | None
    total: int
    counted: float
    has_moved: bool
    page: int
    page_size: int
