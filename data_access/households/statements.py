"""The SQL of the household card: each statement asks for one household by its key and is pushed down whole.

Portable over the engines of the contract; dates are bound, never computed in SQL. No statement selects an identity or
phone number, an address, a coordinate, a disease, an employer, a wage or a free text.
"""

from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import (
    CompoundSelect,
    Date,
    Select,
    SmallInteger,
    String,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from data_access.households.village import belongs
from data_access.rules import HELPER_ROLES, LINES_IN_ORDER, NATIONAL, TEAM_ROLES
from data_access.schema import core, industry, livelihood, monitoring, responsibility

_H: Final = bindparam("household_id", type_=String)
_YEAR: Final = bindparam("year", type_=SmallInteger)

CODE_LISTS: Final = (
    "AGE_BAND", "ASSURANCE", "CAUSE", "EMPLOYMENT_CHANNEL", "HEALTH", "HOUSEHOLD_ATTRIBUTE", "HOUSE_GRADE",
    "INCOME_ITEM", "LABOUR_ABILITY", "MEASURE", "MEASURE_ITEM", "MEASURE_STATUS", "MONITORING_OBJECT",
    "OFFICIAL_ROLE", "PARTICIPATION_MODE", "POLICY_LINE", "PUBLIC_POST", "RELATION", "RELOCATION_KIND", "RISK",
    "VISIT_KIND", "WORK_AREA",
)  # fmt: skip
"""The code lists whose names the card shows."""

RECORD_LIMIT: Final = 6

CODE_NAMES: Final = (
    select(core.code_item.c.list_code, core.code_item.c.item_code, core.code_item.c.name_zh, core.code_item.c.name_en)
    .where(core.code_item.c.list_code.in_(CODE_LISTS))
    .order_by(core.code_item.c.list_code, core.code_item.c.sort_no, core.code_item.c.item_code)
)


@cache
def household_ids() -> Select[Any]:
    """The keys of all valid households of the village."""
    h = core.household
    return select(h.c.household_id).where(belongs(h.c.region_code), h.c.is_valid == 1)


@cache
def household(*, has_cause: bool, has_relocation: bool) -> Select[Any]:
    """The household's own row, with its main cause and relocation where these themes are connected."""
    h, cause, moved, site = (
        core.household,
        livelihood.household_cause,
        monitoring.household_relocation,
        monitoring.relocation_site,
    )
    columns: list[Any] = [
        h.c.household_type_code,
        h.c.household_attribute_code,
        h.c.poverty_status_code,
        h.c.identified_year,
        h.c.exited_year,
        h.c.is_living_away,
        h.c.member_count,
        h.c.head_person_id,
    ]
    source: Any = h
    if has_cause:
        columns.append(cause.c.cause_code)
        source = source.outerjoin(cause, (cause.c.household_id == h.c.household_id) & (cause.c.is_main == 1))
    if has_relocation:
        columns += [
            moved.c.relocation_kind_code,
            moved.c.moved_on,
            moved.c.is_occupied,
            site.c.name_zh.label("site_zh"),
            moved.c.household_id.label("relocated_id"),
        ]
        source = source.outerjoin(moved, moved.c.household_id == h.c.household_id)
        source = source.outerjoin(site, site.c.site_id == moved.c.site_id)
    return select(*columns).select_from(source).where(h.c.household_id == _H, h.c.is_valid == 1)


@cache
def members(*, has_health: bool, has_employment: bool) -> Select[Any]:
    """One row a valid member and state of health, with the latest job; only what the card may show or must hide by."""
    p, health, job = core.person, livelihood.person_health, livelihood.person_employment
    columns = [
        p.c.person_id,
        p.c.name_zh,
        p.c.born_on,
        p.c.relation_code,
        p.c.student_status_code,
        p.c.labour_ability_code,
    ]
    source: Any = p
    if has_health:
        columns.append(health.c.health_code)
        # by the household itself, not by the member's: SQLite hands on what is asked to a mapped table only so
        source = source.outerjoin(health, (health.c.household_id == _H) & (health.c.person_id == p.c.person_id))
    if has_employment:
        latest = (
            select(func.max(job.c.stat_year))
            .where(job.c.household_id == _H, job.c.stat_year <= _YEAR)
            .scalar_subquery()
        )
        columns += [
            job.c.worked_month_count,
            job.c.employment_channel_code,
            job.c.work_area_code,
            job.c.public_post_code,
        ]
        source = source.outerjoin(
            job,
            (job.c.household_id == p.c.household_id) & (job.c.person_id == p.c.person_id) & (job.c.stat_year == latest),
        )
    return select(*columns).select_from(source).where(p.c.household_id == _H, p.c.is_valid == 1).order_by(p.c.person_id)


@cache
def monitoring_cases() -> Select[Any]:
    """The household's monitoring cases, open ones first and then the latest, each with its main risk."""
    c, risk = monitoring.monitoring_case, monitoring.monitoring_risk
    return (
        select(c.c.monitoring_object_code, c.c.identified_on, c.c.is_eliminated, c.c.eliminated_on, risk.c.risk_code)
        .select_from(
            c.outerjoin(
                risk,
                (risk.c.household_id == c.c.household_id) & (risk.c.case_id == c.c.case_id) & (risk.c.risk_no == 1),
            )
        )
        .where(c.c.household_id == _H)
        .order_by(c.c.is_eliminated, c.c.identified_on.desc())
    )


@cache
def assurances() -> Select[Any]:
    """All checks of the household to this year, oldest first, without the free text of a problem."""
    a = livelihood.household_assurance
    return (
        select(a.c.assurance_code, a.c.stat_year, a.c.is_met, a.c.checked_on, a.c.house_grade_code, a.c.resolved_on)
        .where(a.c.household_id == _H, a.c.stat_year <= _YEAR)
        .order_by(a.c.stat_year)
    )


@lru_cache(maxsize=256)
def incomes(ancestors: tuple[str, ...]) -> Select[Any]:
    """Income of each year, one row for each line that the village, a region above it or the nation set for it."""
    i, line = livelihood.household_income, livelihood.policy_line
    return (
        select(
            i.c.stat_year,
            i.c.member_count,
            i.c.wage_income_yuan,
            i.c.business_income_yuan,
            i.c.property_income_yuan,
            i.c.transfer_income_yuan,
            i.c.business_cost_yuan,
            i.c.net_income_yuan,
            line.c.policy_line_code.label("line_code"),
            line.c.region_code.label("line_region_code"),
            line.c.amount_yuan.label("line_yuan"),
        )
        .select_from(
            i.outerjoin(
                line,
                (line.c.stat_year == i.c.stat_year)
                & line.c.policy_line_code.in_(LINES_IN_ORDER)
                & line.c.region_code.in_((*ancestors, NATIONAL)),
            )
        )
        .where(i.c.household_id == _H, i.c.stat_year <= _YEAR)
        .order_by(i.c.stat_year)
    )


@cache
def officials() -> CompoundSelect[Any]:
    """Who answers today for the household (helpers) and for its village (resident team)."""
    f, r, o, g = (
        responsibility.household_official,
        responsibility.region_official,
        responsibility.official,
        responsibility.organisation,
    )
    as_of: Any = bindparam("as_of", type_=Date)

    def bound(table: Any, owner: Any, roles: tuple[str, ...], team: int) -> Select[Any]:
        return (
            select(
                literal(team).label("is_team"),
                o.c.official_id,
                table.c.official_role_code,
                o.c.name_zh,
                o.c.title_zh,
                g.c.name_zh.label("organisation_zh"),
            )
            .select_from(
                table.join(o, o.c.official_id == table.c.official_id).outerjoin(
                    g, g.c.organisation_id == o.c.organisation_id
                )
            )
            .where(
                owner,
                table.c.official_role_code.in_(roles),
                table.c.valid_from <= as_of,
                or_(table.c.valid_to.is_(None), table.c.valid_to >= as_of),
            )
        )

    return union_all(
        bound(f, f.c.household_id == _H, HELPER_ROLES, 0),
        bound(r, belongs(r.c.region_code), TEAM_ROLES, 1),
    )


@cache
def visits() -> Select[Any]:
    """The latest visits before `tomorrow` (later ones, which cannot be, come last), with counts over all visits."""
    v, o = responsibility.household_visit, responsibility.official
    is_later = case((v.c.visited_at >= bindparam("tomorrow"), 1), else_=0)
    return (
        select(
            v.c.visited_at,
            v.c.visit_kind_code,
            v.c.is_on_site,
            v.c.photo_count,
            o.c.name_zh.label("official_zh"),
            is_later.label("is_later"),
            func.count().over().label("visit_count"),
            func.sum(is_later).over().label("later_count"),
        )
        .select_from(v.outerjoin(o, o.c.official_id == v.c.official_id))
        .where(v.c.household_id == _H)
        .order_by(is_later, v.c.visited_at.desc(), v.c.visit_id)
        .limit(RECORD_LIMIT)
    )


@cache
def measures(*, has_organisation: bool) -> Select[Any]:
    """The latest measures to this year with the count of all; the giver's name where the theme of it is connected."""
    m, g = responsibility.household_measure, responsibility.organisation
    source: Any = m
    giver: Any = null().label("organisation_zh")
    if has_organisation:
        source = m.outerjoin(g, g.c.organisation_id == m.c.organisation_id)
        giver = g.c.name_zh.label("organisation_zh")
    return (
        select(
            m.c.stat_year,
            m.c.measure_code,
            m.c.measure_item_code,
            m.c.measure_status_code,
            m.c.valid_from,
            m.c.amount_yuan,
            giver,
            func.count().over().label("measure_count"),
        )
        .select_from(source)
        .where(m.c.household_id == _H, m.c.stat_year <= _YEAR)
        .order_by(m.c.stat_year.desc(), m.c.valid_from.desc(), m.c.measure_id)
        .limit(RECORD_LIMIT)
    )


@cache
def participations() -> Select[Any]:
    """The industries that the household takes part in, of the latest year that has any."""
    p, a, k = industry.industry_participation, industry.industry_activity, industry.industry_kind
    latest = select(func.max(p.c.stat_year)).where(p.c.household_id == _H, p.c.stat_year <= _YEAR).scalar_subquery()
    return (
        select(p.c.stat_year, p.c.participation_mode_code, p.c.income_yuan, a.c.product_zh)
        .add_columns(k.c.industry_kind_code, k.c.name_zh, k.c.name_2021_zh, k.c.name_2026_zh, k.c.name_en)
        .select_from(
            p.outerjoin(a, a.c.activity_id == p.c.activity_id).outerjoin(
                k, k.c.industry_kind_code == a.c.industry_kind_code
            )
        )
        .where(p.c.household_id == _H, p.c.stat_year == latest)
        .order_by(k.c.sort_no, p.c.activity_id, p.c.participation_mode_code)
    )
