"""The SQL of a household's dossier: each statement asks for one household by its key, as those of the card do.

Only the statements that say `for_duty` select an identity or phone number, a free text, an employer or a wage; no
statement selects a disease, a coordinate or an account.
"""

from functools import cache
from typing import Any, Final

from sqlalchemy import Date, Select, SmallInteger, String, bindparam, case, func, or_, select

from data_access.schema import core, industry, livelihood, monitoring, responsibility, work

_H: Final = bindparam("household_id", type_=String)
_YEAR: Final = bindparam("year", type_=SmallInteger)

CODE_LISTS: Final = (
    "AGE_BAND", "ALERT_KIND", "ALERT_RESULT", "ASSURANCE", "CAUSE", "DEPARTMENT", "EDUCATION", "ELIMINATION_MODE",
    "FOUND_CHANNEL", "HOUSE_GRADE", "IDENTIFICATION_STANDARD", "INCOME_ITEM", "INSURED_GROUP", "ISSUE_STATUS",
    "MEASURE", "MEASURE_ITEM", "MEASURE_STATUS", "MONITORING_OBJECT", "PARTICIPATION_MODE", "RELATION", "RISK",
    "VISIT_KIND",
)  # fmt: skip
"""The code lists whose names a dossier shows beside those of the card."""

VISIT_LIMIT: Final = 24
MEASURE_LIMIT: Final = 60

CODE_NAMES: Final = (
    select(core.code_item.c.list_code, core.code_item.c.item_code, core.code_item.c.name_zh, core.code_item.c.name_en)
    .where(core.code_item.c.list_code.in_(CODE_LISTS))
    .order_by(core.code_item.c.list_code, core.code_item.c.sort_no, core.code_item.c.item_code)
)


@cache
def contacts(*, for_duty: bool) -> Select[Any]:
    """The standard by which the household was identified; for a duty role group, phone, and whether it has an address.

    The address itself is never selected.
    """
    h = core.household
    columns: list[Any] = [h.c.identification_standard_code]
    if for_duty:
        has_address = func.coalesce(func.length(h.c.address_zh), 0)
        columns += [h.c.village_group_zh, h.c.phone_no, has_address.label("address_length")]
    return select(*columns).where(h.c.household_id == _H, h.c.is_valid == 1)


@cache
def people(*, has_security: bool, for_duty: bool) -> Select[Any]:
    """One row a valid member: education, social security; for a duty role identity and phone number, to be masked."""
    p, s = core.person, livelihood.person_social_security
    columns: list[Any] = [p.c.person_id, p.c.education_code]
    source: Any = p
    if has_security:
        columns += [
            s.c.has_basic_medical_insurance, s.c.has_critical_illness_insurance, s.c.has_pension_insurance,
            s.c.has_family_doctor, s.c.is_minimum_living_allowance, s.c.is_extreme_poverty_support,
        ]  # fmt: skip
        source = source.outerjoin(s, (s.c.household_id == p.c.household_id) & (s.c.person_id == p.c.person_id))
    if for_duty:
        columns += [p.c.identity_no, p.c.phone_no]
    return select(*columns).select_from(source).where(p.c.household_id == _H, p.c.is_valid == 1)


@cache
def jobs(*, for_duty: bool) -> Select[Any]:
    """The latest recorded job of each member; for a duty role with employer and wage."""
    j = livelihood.person_employment
    latest = select(func.max(j.c.stat_year)).where(j.c.household_id == _H, j.c.stat_year <= _YEAR).scalar_subquery()
    columns = [j.c.person_id, j.c.worked_month_count, *([j.c.employer_zh, j.c.wage_yuan] if for_duty else [])]
    return select(*columns).where(j.c.household_id == _H, j.c.stat_year == latest)


@cache
def causes(*, for_duty: bool) -> Select[Any]:
    """The causes, the main one first; for a duty role with the note."""
    c = livelihood.household_cause
    columns = [c.c.cause_code, c.c.is_main, *([c.c.note_zh] if for_duty else [])]
    return select(*columns).where(c.c.household_id == _H).order_by(c.c.is_main.desc(), c.c.cause_code)


@cache
def participations() -> Select[Any]:
    """The industries of all years to this one, the latest first."""
    p, a, k = industry.industry_participation, industry.industry_activity, industry.industry_kind
    return (
        select(
            p.c.stat_year, p.c.participation_mode_code, p.c.worker_count, p.c.income_yuan,
            a.c.name_zh.label("activity_zh"), a.c.business_entity_code, a.c.product_zh,
            k.c.industry_kind_code, k.c.name_zh, k.c.name_2021_zh, k.c.name_2026_zh, k.c.name_en,
        )
        .select_from(
            p.outerjoin(a, a.c.activity_id == p.c.activity_id).outerjoin(
                k, k.c.industry_kind_code == a.c.industry_kind_code
            )
        )
        .where(p.c.household_id == _H, p.c.stat_year <= _YEAR)
        .order_by(p.c.stat_year.desc(), k.c.sort_no, p.c.activity_id, p.c.participation_mode_code)
    )  # fmt: skip


@cache
def measures(*, has_organisation: bool, for_duty: bool) -> Select[Any]:
    """The measures to this year, the latest first; for a duty role with content and the member's relation."""
    m, g, p = responsibility.household_measure, responsibility.organisation, core.person
    columns: list[Any] = [
        m.c.stat_year, m.c.measure_code, m.c.measure_item_code, m.c.measure_status_code, m.c.valid_from, m.c.valid_to,
        m.c.amount_yuan,
    ]  # fmt: skip
    source: Any = m
    if has_organisation:
        columns.append(g.c.name_zh.label("organisation_zh"))
        source = source.outerjoin(g, g.c.organisation_id == m.c.organisation_id)
    if for_duty:
        columns += [m.c.content_zh, p.c.relation_code]
        source = source.outerjoin(p, (p.c.household_id == m.c.household_id) & (p.c.person_id == m.c.person_id))
    return (
        select(*columns)
        .select_from(source)
        .where(m.c.household_id == _H, m.c.stat_year <= _YEAR)
        .order_by(m.c.stat_year.desc(), m.c.valid_from.desc(), m.c.measure_id)
        .limit(MEASURE_LIMIT)
    )


@cache
def cases() -> Select[Any]:
    """One row a monitoring case and risk, the latest case first, risks in their order."""
    c, r = monitoring.monitoring_case, monitoring.monitoring_risk
    return (
        select(
            c.c.case_id, c.c.monitoring_object_code, c.c.member_count, c.c.found_channel_code, c.c.found_on,
            c.c.identified_on, c.c.assisted_on, c.c.eliminated_on, c.c.net_income_yuan, c.c.line_yuan,
            c.c.is_without_labour, c.c.is_eliminated, c.c.elimination_mode_code, r.c.risk_code,
        )
        .select_from(c.outerjoin(r, (r.c.household_id == c.c.household_id) & (r.c.case_id == c.c.case_id)))
        .where(c.c.household_id == _H)
        .order_by(c.c.is_eliminated, c.c.identified_on.desc(), c.c.case_id, r.c.risk_no)
    )  # fmt: skip


@cache
def alerts() -> Select[Any]:
    """What departments warned of, the latest first, with the relation of whom it concerns: for a duty role."""
    a, p = monitoring.monitoring_alert, core.person
    return (
        select(
            a.c.alert_kind_code, a.c.department_code, a.c.raised_on, a.c.due_on, a.c.checked_on,
            a.c.alert_result_code, a.c.amount_yuan, a.c.line_yuan, p.c.relation_code,
        )
        .select_from(
            a.outerjoin(p, (p.c.household_id == a.c.household_id) & (p.c.person_id == a.c.person_id))
        )
        .where(a.c.household_id == _H)
        .order_by(a.c.raised_on.desc(), a.c.alert_id)
        .limit(VISIT_LIMIT)
    )  # fmt: skip


@cache
def visits(*, for_duty: bool) -> Select[Any]:
    """The latest visits before `tomorrow`; for a duty role with the note."""
    v, o = responsibility.household_visit, responsibility.official
    columns = [v.c.visited_at, v.c.visit_kind_code, v.c.is_on_site, v.c.photo_count, o.c.name_zh.label("official_zh")]
    return (
        select(*columns, *([v.c.note_zh] if for_duty else []))
        .select_from(v.outerjoin(o, o.c.official_id == v.c.official_id))
        .where(v.c.household_id == _H, v.c.visited_at < bindparam("tomorrow"))
        .order_by(v.c.visited_at.desc(), v.c.visit_id)
        .limit(VISIT_LIMIT)
    )


@cache
def checks(*, for_duty: bool) -> Select[Any]:
    """The checks of guarantees to this year, the latest first; for a duty role with the problem."""
    a = livelihood.household_assurance
    columns = [a.c.assurance_code, a.c.stat_year, a.c.is_met, a.c.checked_on, a.c.house_grade_code, a.c.resolved_on]
    return (
        select(*columns, *([a.c.problem_zh] if for_duty else []))
        .where(a.c.household_id == _H, a.c.stat_year <= _YEAR)
        .order_by(a.c.stat_year.desc(), a.c.assurance_code)
    )


@cache
def old_house() -> Select[Any]:
    """Whether the house before the relocation is gone."""
    moved = monitoring.household_relocation
    return select(moved.c.is_old_house_demolished).where(moved.c.household_id == _H)


@cache
def claims() -> Select[Any]:
    """The claims that an insurer paid, the latest first: for a duty role."""
    c = monitoring.insurance_claim
    return (
        select(c.c.paid_on, c.c.cause_code, c.c.insured_group_code, c.c.paid_yuan)
        .where(c.c.household_id == _H)
        .order_by(c.c.paid_on.desc(), c.c.claim_id)
        .limit(VISIT_LIMIT)
    )


@cache
def issues() -> Select[Any]:
    """The doubts about the household's data, open ones first."""
    i = work.data_issue
    is_open = case((i.c.issue_status_code == "OPEN", 1), else_=0).label("is_open")
    return (
        select(i.c.rule_zh, i.c.found_on, i.c.fixed_on, i.c.issue_status_code, is_open)
        .where(i.c.household_id == _H, or_(i.c.found_on.is_(None), i.c.found_on <= bindparam("as_of", type_=Date)))
        .order_by(is_open.desc(), i.c.found_on.desc(), i.c.issue_id)
        .limit(VISIT_LIMIT)
    )
