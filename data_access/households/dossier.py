"""One household's dossier: its card and what the departments know beside it, for those who sit at a desk."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Engine

from data_access.households import dossier_statements as sql
from data_access.households.card import CardReader, card_reader
from data_access.households.dossier_help import alerts, cases, joined_in, measures, visits
from data_access.households.dossier_people import IDENTITY_NOTICE, causes, dossier_members, insurance
from data_access.households.income import yearly_income
from data_access.households.labels import Labels
from data_access.households.records import Notice
from data_access.households.records_dossier import Check, Contacts, Dossier, Housing, Issue
from data_access.households.village import Row, day_of, flag_of
from data_access.privacy import masked_phone_no, scanned_text
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens


def household_dossier(
    engine: Engine,
    scope: Scope,
    village_code: str,
    token: str,
    as_of: date,
    *,
    tokens: HouseholdTokens,
    themes: Mapping[str, bool],
) -> Dossier:
    """Everything that `scope` may see of the household that `token` stands for in this village, as known on `as_of`.

    Names, numbers and ages are masked for every role. Exact amounts, notes, the employer and masked numbers are asked
    of the database for a duty role (`scope.may_uncover`) alone. A theme that is not connected is not asked for.
    Raises ForbiddenError (a role that sees no rows about people), UnknownRegionError (no village, or outside `scope`),
    UnknownHouseholdError, the DatabaseError family.
    Source: the tables of people of the contract, data_issue for doubts.
    """
    with card_reader(engine, scope, village_code, token, as_of, tokens=tokens, themes=themes) as reader:
        return _dossier(reader, token, tokens, for_duty=scope.may_uncover)


def _dossier(reader: CardReader, token: str, tokens: HouseholdTokens, *, for_duty: bool) -> Dossier:
    card = reader.card(token)
    labels = reader.labels(sql.CODE_NAMES)
    year, themes = reader.as_of.year, reader.themes
    own = reader.rows(sql.contacts(for_duty=for_duty))
    people = reader.rows(sql.people(has_security=bool(themes.get("assurance")), for_duty=for_duty))
    members = dossier_members(
        card.members,
        reader.listed_keys,
        people,
        reader.rows(sql.jobs(for_duty=for_duty), "employment", year=year),
        labels,
        as_of=reader.as_of,
        key_of=(lambda key: member_key(tokens, reader.household_id, key)) if for_duty else None,
    )
    checks = reader.rows(sql.checks(for_duty=for_duty), "assurance", year=year)
    moved = reader.rows(sql.old_house(), "relocation")
    wrong = sum(member.is_identity_wrong is True for member in members)
    claims = reader.rows(sql.claims(), "insurance") if for_duty else []
    raised = reader.rows(sql.alerts(), "monitoring") if for_duty else []
    given = sql.measures(has_organisation=bool(themes.get("responsibility")), for_duty=for_duty)
    came = reader.rows(sql.visits(for_duty=for_duty), "responsibility", tomorrow=reader.visits_on + timedelta(days=1))
    return Dossier(
        card=card,
        is_duty=for_duty,
        contacts=_contacts(own[0]) if own and for_duty else None,
        standard=labels.of("IDENTIFICATION_STANDARD", own[0]["identification_standard_code"]) if own else None,
        members=members,
        causes=causes(reader.rows(sql.causes(for_duty=for_duty), "assurance"), labels),
        incomes=yearly_income(reader.incomes, reader.village.ancestors, is_exact=for_duty),
        joined=joined_in(reader.rows(sql.participations(), "industry", year=year), labels, year, is_exact=for_duty),
        measures=measures(reader.rows(given, "measures", year=year), labels, is_exact=for_duty),
        cases=cases(reader.rows(sql.cases(), "monitoring"), labels, is_exact=for_duty),
        alerts=alerts(raised, labels),
        visits=visits(came, labels),
        problems=_problems(checks, labels),
        housing=_housing(checks, moved, labels),
        insurance=insurance(people, claims, labels) if themes.get("assurance") else None,
        issues=_issues(reader.rows(sql.issues(), "quality", as_of=reader.as_of), labels),
        notices=(*card.notices, *([Notice(IDENTITY_NOTICE, {"count": wrong})] if wrong else [])),
    )


def member_key(tokens: HouseholdTokens, household_id: str, person_id: str) -> str:
    """The opaque name of one member of one household; it says nothing and cannot be a household's own token."""
    return tokens.token(f"{household_id}\x1f{person_id}")


def _contacts(row: Row) -> Contacts:
    return Contacts(
        group_zh=scanned_text(row["village_group_zh"]),
        phone=masked_phone_no(row["phone_no"]),
        has_address=bool(row["address_length"]),
    )


def _problems(rows: list[Row], labels: Labels) -> tuple[Check, ...]:
    """The checks that found the guarantee unmet."""
    return tuple(_check(row, labels) for row in rows if row["is_met"] == 0)


def _check(row: Row, labels: Labels) -> Check:
    return Check(
        assurance=labels.of("ASSURANCE", row["assurance_code"]) or labels.unknown(),
        stat_year=int(row["stat_year"]),
        checked_on=day_of(row["checked_on"]),
        house_grade=labels.of("HOUSE_GRADE", row["house_grade_code"]),
        problem_zh=scanned_text(row.get("problem_zh")),
        resolved_on=day_of(row["resolved_on"]),
    )


def _housing(checks: list[Row], moved: list[Row], labels: Labels) -> Housing:
    graded = next((row for row in checks if row["house_grade_code"] is not None), None)
    return Housing(
        grade=labels.of("HOUSE_GRADE", graded["house_grade_code"]) if graded else None,
        graded_on=day_of(graded["checked_on"]) if graded else None,
        is_old_house_demolished=flag_of(moved[0]["is_old_house_demolished"]) if moved else None,
    )


def _issues(rows: list[Row], labels: Labels) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            rule_zh=scanned_text(row["rule_zh"]) or "—",
            found_on=day_of(row["found_on"]),
            fixed_on=day_of(row["fixed_on"]),
            state=labels.of("ISSUE_STATUS", row["issue_status_code"]),
        )
        for row in rows
    )
