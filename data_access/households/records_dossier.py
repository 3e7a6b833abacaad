"""What a desk page may show of one household: its card, and what the departments know beside it.

The conventions are those of `records`. What only a duty role sees is None or empty for everybody else; nobody sees the
name of a child or of an illness, or a number in full.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data_access.households.records import HouseholdCard, Label, LineSide, Member, Notice
from data_access.privacy import Band


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as its reader may know it: the band for all, `yuan` for a duty role; both None = not reported."""

    band: Band | None
    yuan: float | None = None


@dataclass(frozen=True, slots=True)
class DossierMember:
    """One listed member with what is known beside the card.

    key             opaque name of the member, to ask for one field of him or her; None where nobody may
    education       completed education, or in school
    is_insured, has_pension   basic medical insurance, pension insurance
    worked_months, wage       of the latest year that is recorded
    identity, phone   masked; is_identity_wrong: of a length or check digit that cannot be (None = nothing to check)
    """

    member: Member
    key: str | None
    education: Label | None
    is_insured: bool | None
    has_pension: bool | None
    worked_months: int | None
    wage: Money
    employer_zh: str | None
    identity: str | None
    is_identity_wrong: bool | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Contacts:
    """How to find the household, for a duty role: group in full, phone masked, whether an address is on record."""

    group_zh: str | None
    phone: str | None
    has_address: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of the household's poverty; the note is free text without numbers, for a duty role."""

    cause: Label
    is_main: bool
    note_zh: str | None


@dataclass(frozen=True, slots=True)
class YearIncome:
    """One year's income by kind (items A-D of INCOME_ITEM), held against the line of the year and region."""

    stat_year: int
    member_count: int | None
    parts: Mapping[str, Money]
    cost: Money
    net: Money
    per_person: Money
    line_yuan: float | None
    side: LineSide


@dataclass(frozen=True, slots=True)
class Joined:
    """One industry that the household took part in: what it paid that year; a person's name as a name is masked."""

    stat_year: int
    kind: Label
    activity_zh: str | None
    mode: Label | None
    product_zh: str | None
    worker_count: int | None
    income: Money


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of one year and its state; content and to whom it is given (relation) are for a duty role."""

    stat_year: int
    what: Label | None
    item: Label | None
    state: Label | None
    began_on: date | None
    ended_on: date | None
    amount: Money
    giver_zh: str | None
    given_to: Label | None
    content_zh: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a monitoring case: `found`, `decided`, `helped`, `eliminated`; days since the step before it.

    days is None where either date is missing; a negative number stands where the dates contradict each other.
    """

    name: str
    happened_on: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """One time that the household was taken under monitoring."""

    monitoring_object: Label | None
    is_open: bool
    channel: Label | None
    risks: tuple[Label, ...]
    steps: tuple[Step, ...]
    elimination: Label | None
    income_per_person: Money
    line_yuan: float | None
    is_without_labour: bool | None


@dataclass(frozen=True, slots=True)
class Alert:
    """What a department warned of, before any decision; for a duty role."""

    kind: Label | None
    department: Label | None
    concerns: Label | None
    raised_on: date | None
    due_on: date | None
    checked_on: date | None
    result: Label | None
    amount: Money
    line_yuan: float | None

    def is_late(self, as_of: date) -> bool:
        """Whether nobody has checked it although it was due before `as_of`."""
        return self.checked_on is None and self.due_on is not None and self.due_on < as_of


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; the note is free text without numbers, for a duty role."""

    visited_on: date
    kind: Label | None
    who_zh: str | None
    is_on_site: bool | None
    photo_count: int | None
    note_zh: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a guarantee that found a problem, and whether and when it was put right."""

    assurance: Label
    stat_year: int
    checked_on: date | None
    house_grade: Label | None
    problem_zh: str | None
    resolved_on: date | None


@dataclass(frozen=True, slots=True)
class Housing:
    """The house: its grade at the last check, and of a relocation whether the old one is gone."""

    grade: Label | None
    graded_on: date | None
    is_old_house_demolished: bool | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim that an insurer paid, as a band for everybody who sees it."""

    paid_on: date | None
    cause: Label | None
    group: Label | None
    paid: Band | None


@dataclass(frozen=True, slots=True)
class Insurance:
    """How many members the insurances reach, of how many on record; claims are for a duty role."""

    member_count: int
    basic_count: int | None
    critical_count: int | None
    pension_count: int | None
    doctor_count: int | None
    allowance_count: int | None
    extreme_count: int | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """One doubt about the household's data: what the departments say does not agree with the ledger."""

    rule_zh: str
    found_on: date | None
    fixed_on: date | None
    state: Label | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that one role may see of one household at a desk.

    is_duty      whether the reader's work it is: exact amounts, notes, masked numbers, and fields to be uncovered
    visit_count  visits up to the day that their source reaches; `visits` are the latest of them
    notices      what is odd in the data, those of the card included
    """

    card: HouseholdCard
    is_duty: bool
    contacts: Contacts | None
    standard: Label | None
    members: tuple[DossierMember, ...]
    causes: tuple[Cause, ...]
    incomes: tuple[YearIncome, ...]
    joined: tuple[Joined, ...]
    measures: tuple[Measure, ...]
    cases: tuple[Case, ...]
    alerts: tuple[Alert, ...]
    visits: tuple[Visit, ...]
    problems: tuple[Check, ...]
    housing: Housing
    insurance: Insurance | None
    issues: tuple[Issue, ...]
    notices: tuple[Notice, ...]
