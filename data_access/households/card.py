"""One household's card, read live and masked before it leaves."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, Executable

from data_access.database import database_errors, read_rows
from data_access.errors import UnknownHouseholdError
from data_access.households import statements as sql
from data_access.households.income import income_by_year, income_composition, income_line, industry_participations
from data_access.households.labels import Labels, status_of
from data_access.households.members import household_members
from data_access.households.records import HouseholdCard, Notice, Relocation, Status
from data_access.households.support import (
    assurances,
    last_visit,
    monitoring_state,
    officials,
    timeline,
    visit_notices,
)
from data_access.households.village import Row, Village, codes_on_record, day_of, flag_of, village_in_scope, whole_of
from data_access.privacy import scanned_text
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

TAIL_LENGTH = 4
_SHORTEST_NUMBER = 8
"""A household number shorter than this would be given away, or nearly, by its tail."""


def household_card(
    engine: Engine,
    scope: Scope,
    village_code: str,
    token: str,
    as_of: date,
    *,
    tokens: HouseholdTokens,
    themes: Mapping[str, bool],
) -> HouseholdCard:
    """The card of the household that `token` stands for in this village, as known on `as_of`.

    Everything in it is masked. A theme that `themes` does not name as connected is not asked for. At most thirteen
    statements, each bound to the household or its village.
    Raises UnknownRegionError (no village, or outside `scope`), UnknownHouseholdError (no valid household of this
    village has the token), the DatabaseError family.
    Source: the tables of people of the contract; code_item for names; policy_line for the line.
    """
    with card_reader(engine, scope, village_code, token, as_of, tokens=tokens, themes=themes) as reader:
        return reader.card(token)


@contextmanager
def card_reader(
    engine: Engine,
    scope: Scope,
    village_code: str,
    token: str,
    as_of: date,
    *,
    tokens: HouseholdTokens,
    themes: Mapping[str, bool],
) -> Iterator["CardReader"]:
    """What asks about the household of `token` on one connection; raises as `household_card` does."""
    with database_errors(), engine.connect() as connection:
        village = village_in_scope(connection, scope, village_code, has_loads=bool(themes.get("quality")))
        codes = codes_on_record(connection, village_code, as_of, has_changes=bool(themes.get("boundaries")))
        ids = read_rows(connection, sql.household_ids(), villages=codes)
        household_id = tokens.household_id(token, (str(row["household_id"]) for row in ids))
        if household_id is None:
            raise UnknownHouseholdError("household.unknown_household")
        yield CardReader(connection, village, codes, household_id, as_of, themes)


class CardReader:
    """Asks the statements of one card on one connection; a theme that is not connected gives no rows.

    `incomes` and `listed_keys` (the keys of the members that the card lists, in its order) are there once the card is.
    """

    def __init__(
        self,
        connection: Connection,
        village: Village,
        codes: tuple[str, ...],
        household_id: str,
        as_of: date,
        themes: Mapping[str, bool],
    ) -> None:
        self._connection = connection
        self.village = village
        self._codes = codes
        self.household_id = household_id
        self.as_of = as_of
        self.themes = themes
        self.visits_on = village.visits_on or as_of
        self.incomes: list[Row] = []
        self.listed_keys: tuple[str, ...] = ()

    def rows(self, statement: Executable, theme: str = "core", **params: object) -> list[Row]:
        """The rows of `statement` about this household; none where `theme` is not connected."""
        if theme != "core" and not self.themes.get(theme):
            return []
        return list(read_rows(self._connection, statement, household_id=self.household_id, **params))

    def labels(self, statement: Executable) -> Labels:
        """The names of the codes that `statement` selects."""
        return Labels(read_rows(self._connection, statement))

    def card(self, token: str) -> HouseholdCard:
        """The masked card; raises UnknownHouseholdError when the household was cancelled meanwhile."""
        themes, as_of, visits_on = self.themes, self.as_of, self.visits_on
        labels = self.labels(sql.CODE_NAMES)
        own = self.rows(
            sql.household(has_cause=bool(themes.get("assurance")), has_relocation=bool(themes.get("relocation")))
        )
        if not own:  # cancelled between the two statements
            raise UnknownHouseholdError("household.unknown_household")
        row = own[0]
        people = household_members(
            self.rows(
                sql.members(has_health=bool(themes.get("assurance")), has_employment=bool(themes.get("employment"))),
                year=as_of.year,
            ),
            labels,
            as_of=as_of,
            head_person_id=row["head_person_id"],
            stated_count=whole_of(row["member_count"]),
            themes=themes,
        )
        cases = self.rows(sql.monitoring_cases(), "monitoring")
        monitoring = monitoring_state(cases, labels) if themes.get("monitoring") else None
        checks = self.rows(sql.assurances(), "assurance", year=as_of.year)
        self.listed_keys = people.listed_keys
        incomes = self.incomes = self.rows(sql.incomes(self.village.ancestors), "income", year=as_of.year)
        answering = self.rows(sql.officials(), "responsibility", villages=self._codes, as_of=as_of)
        visits = self.rows(sql.visits(), "responsibility", tomorrow=visits_on + timedelta(days=1))
        measures = self.rows(
            sql.measures(has_organisation=bool(themes.get("responsibility"))), "measures", year=as_of.year
        )
        joined_in = self.rows(sql.participations(), "industry", year=as_of.year)
        status = status_of(row["household_type_code"], row["poverty_status_code"])
        notices = [*people.notices, *visit_notices(visits)]
        if status is Status.UNKNOWN:
            notices.append(Notice("household.notice.unknown_status"))
        return HouseholdCard(
            token=token,
            place=self.village.place,
            as_of=as_of,
            connected=frozenset(name for name, present in themes.items() if present),
            number_tail=self.household_id[-TAIL_LENGTH:] if len(self.household_id) >= _SHORTEST_NUMBER else None,
            head_name=people.head_name,
            member_count=whole_of(row["member_count"]),
            status=status,
            status_year=_status_year(row, status),
            attribute=labels.of("HOUSEHOLD_ATTRIBUTE", row["household_attribute_code"]),
            main_cause=labels.of("CAUSE", row.get("cause_code")),
            is_living_away=flag_of(row["is_living_away"]),
            monitoring=monitoring,
            helpers=officials(answering, labels, is_team=False),
            team=officials(answering, labels, is_team=True),
            last_visit=last_visit(visits, visits_on, is_monitored=bool(monitoring and monitoring.is_open))
            if themes.get("responsibility")
            else None,
            assurances=assurances(checks, labels, as_of, has_school_age=people.has_school_age)
            if themes.get("assurance")
            else (),
            line=income_line(incomes, self.village.ancestors, labels),
            income=income_by_year(incomes, self.village.ancestors),
            composition=income_composition(incomes, labels),
            participations=industry_participations(joined_in, labels, as_of.year),
            members=people.members,
            minor_count=people.minor_count,
            unknown_age_count=people.unknown_age_count,
            relocation=_relocation(row, labels),
            records=timeline(measures, visits, labels),
            measure_count=int(measures[0]["measure_count"]) if measures else 0,
            notices=tuple(notices),
        )


def _status_year(row: Row, status: Status) -> int | None:
    if status in (Status.LIFTED, Status.LIFTED_SUPPORTED):
        return whole_of(row["exited_year"])
    return whole_of(row["identified_year"]) if status is Status.POOR else None


def _relocation(row: Row, labels: Labels) -> Relocation | None:
    if row.get("relocated_id") is None:
        return None
    return Relocation(
        kind=labels.of("RELOCATION_KIND", row["relocation_kind_code"]),
        site_zh=scanned_text(row["site_zh"]),
        moved_on=day_of(row["moved_on"]),
        is_occupied=flag_of(row["is_occupied"]),
    )
