"""People and causes of a dossier: what rows say of the members whom the card lists, and of all as counts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from data_access.households.identity import is_identity_possible
from data_access.households.labels import Labels
from data_access.households.records import Member
from data_access.households.records_dossier import Cause, Claim, DossierMember, Insurance, Money
from data_access.households.village import Row, day_of, flag_of, whole_of
from data_access.privacy import masked_identity_no, masked_phone_no, money_band, scanned_text

IDENTITY_NOTICE: Final = "household.notice.impossible_identity"


def money_of(amount: float | None, *, is_exact: bool) -> Money:
    """An amount as a band, and in full for a role that may know it."""
    known = None if amount is None else float(amount)
    return Money(money_band(known), known if is_exact else None)


def dossier_members(
    members: Sequence[Member],
    keys: Sequence[str],
    people: Sequence[Row],
    jobs: Sequence[Row],
    labels: Labels,
    *,
    as_of: date,
    key_of: Callable[[str], str] | None,
) -> tuple[DossierMember, ...]:
    """The listed members with what is known beside the card; without `key_of` nothing that a duty role alone sees."""
    by_key: Mapping[str, Row] = {str(row["person_id"]): row for row in people}
    job_of: Mapping[str, Row] = {str(row["person_id"]): row for row in jobs}
    found = []
    for member, key in zip(members, keys, strict=True):
        row, job = by_key.get(key, {}), job_of.get(key, {})
        is_possible = is_identity_possible(row.get("identity_no"), as_of)
        found.append(
            DossierMember(
                member=member,
                key=key_of(key) if key_of else None,
                education=labels.of("EDUCATION", row.get("education_code")),
                is_insured=flag_of(row.get("has_basic_medical_insurance")),
                has_pension=flag_of(row.get("has_pension_insurance")),
                worked_months=whole_of(job.get("worked_month_count")),
                wage=money_of(job.get("wage_yuan"), is_exact=key_of is not None),
                employer_zh=scanned_text(job.get("employer_zh")),
                identity=masked_identity_no(row.get("identity_no")),
                is_identity_wrong=None if is_possible is None else not is_possible,
                phone=masked_phone_no(row.get("phone_no")),
            )
        )
    return tuple(found)


def causes(rows: Sequence[Row], labels: Labels) -> tuple[Cause, ...]:
    """The causes, the main one first."""
    return tuple(
        Cause(
            cause=labels.of("CAUSE", row["cause_code"]) or labels.unknown(),
            is_main=bool(row["is_main"]),
            note_zh=scanned_text(row.get("note_zh")),
        )
        for row in rows
    )


def insurance(people: Sequence[Row], claims: Sequence[Row], labels: Labels) -> Insurance:
    """How many members each insurance and support reaches, children among them; None where nobody's row says."""

    def reached(column: str) -> int | None:
        said = [flag for row in people if (flag := flag_of(row.get(column))) is not None]
        return sum(said) if said else None

    return Insurance(
        member_count=len(people),
        basic_count=reached("has_basic_medical_insurance"),
        critical_count=reached("has_critical_illness_insurance"),
        pension_count=reached("has_pension_insurance"),
        doctor_count=reached("has_family_doctor"),
        allowance_count=reached("is_minimum_living_allowance"),
        extreme_count=reached("is_extreme_poverty_support"),
        claims=tuple(
            Claim(
                paid_on=day_of(row["paid_on"]),
                cause=labels.of("CAUSE", row["cause_code"]),
                group=labels.of("INSURED_GROUP", row["insured_group_code"]),
                paid=money_band(row["paid_yuan"]),
            )
            for row in claims
        ),
    )
