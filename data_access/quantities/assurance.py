"""Quantities of the theme assurance: causes, health, insurance, guarantees."""

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from data_access.quantities.counting import Floats
from data_access.quantities.cross_checks import HOUSE, count_conflicts
from data_access.quantities.survey import ILL, Survey, count_if, count_known, registered, valid_household
from data_access.rules import DANGEROUS_GRADES
from data_access.schema import core, livelihood


def count_assurance(survey: Survey) -> None:
    """Count causes, states of health, medical insurance, guarantees, and what conflicts with them."""
    if not survey.themes["assurance"]:
        return
    _main_causes(survey)
    _health(survey)
    _medical_insurance(survey)
    count_conflicts(survey, _guarantees(survey))


def _main_causes(survey: Survey) -> None:
    c, h = livelihood.household_cause, core.household
    frame = survey.ask(
        select(
            h.c.region_code,
            c.c.cause_code,
            func.count().label("cause_household_count"),
            func.sum(h.c.member_count).label("cause_person_count"),
        )
        .select_from(c.join(h, h.c.household_id == c.c.household_id))
        .where(registered(), c.c.is_main == 1)
        .group_by(h.c.region_code, c.c.cause_code)
    )
    columns = ("cause_household_count", "cause_person_count")
    frame = _every_item(frame, "cause_code", columns, survey.items["CAUSE"])
    survey.tray.lay_items(
        frame, "cause_code", columns, survey.items["CAUSE"], period=survey.year, absent=_nobody(survey)
    )


def _every_item(frame: pd.DataFrame, item: str, columns: tuple[str, ...], items: tuple[str, ...]) -> pd.DataFrame:
    """The rows, and one of zeros for each item that a region of theirs does not name: it told of the others."""
    told = pd.MultiIndex.from_frame(frame[["region_code", item]])
    every = pd.MultiIndex.from_product([frame["region_code"].unique(), items], names=["region_code", item])
    zeros = every[~every.isin(told)].to_frame(index=False).assign(**dict.fromkeys(columns, 0.0))
    return pd.concat([frame, zeros], ignore_index=True) if len(zeros) and len(frame) else frame


def _nobody(survey: Survey) -> Floats:
    """What a village has without any row: 0 where no household is registered, else nobody told of it (NaN)."""
    households = survey.tray.take("registered_household_count", survey.year)
    missing = np.full(len(survey.tray.tree), np.nan)
    return missing if households is None else np.where(households == 0, 0.0, missing)


def _health(survey: Survey) -> None:
    """Persons and households by state of health (each may be in several), and ill persons counted once."""
    s, p, h = livelihood.person_health, core.person, core.household
    persons = s.join(p, (p.c.household_id == s.c.household_id) & (p.c.person_id == s.c.person_id)).join(
        h, h.c.household_id == p.c.household_id
    )
    by_state = survey.ask(
        select(
            h.c.region_code,
            s.c.health_code,
            func.count().label("health_person_count"),
            func.count(func.distinct(h.c.household_id)).label("health_household_count"),
        )
        .select_from(persons)
        .where(registered(), p.c.is_valid == 1)
        .group_by(h.c.region_code, s.c.health_code)
    )
    if by_state.empty:
        return
    columns, absent = ("health_person_count", "health_household_count"), _nobody(survey)
    every = _every_item(by_state, "health_code", columns, survey.items["HEALTH"])
    survey.tray.lay_items(every, "health_code", columns, survey.items["HEALTH"], period=survey.year, absent=absent)
    ill = select(s.c.household_id, s.c.person_id).where(s.c.health_code.in_(ILL)).distinct().subquery("ill_person")
    once = survey.ask(
        select(h.c.region_code, func.count().label("ill_person_count"))
        .select_from(
            ill.join(p, (p.c.household_id == ill.c.household_id) & (p.c.person_id == ill.c.person_id)).join(
                h, h.c.household_id == p.c.household_id
            )
        )
        .where(registered(), p.c.is_valid == 1)
        .group_by(h.c.region_code)
    )
    told = by_state.drop_duplicates("region_code")
    well = told.loc[~told["region_code"].isin(once["region_code"]), ["region_code"]].assign(ill_person_count=0.0)
    once = pd.concat([once, well], ignore_index=True) if len(once) and len(well) else once if len(once) else well
    survey.tray.lay(once, ["ill_person_count"], period=survey.year, absent=absent, even_empty=True)


def _medical_insurance(survey: Survey) -> None:
    s, p, h = livelihood.person_social_security, core.person, core.household
    frame = survey.ask(
        select(
            h.c.region_code,
            count_known(
                s.c.has_basic_medical_insurance == 1,
                s.c.has_basic_medical_insurance.is_not(None),
                "medically_insured_person_count",
            ),
            func.count(s.c.has_basic_medical_insurance).label("medical_known_person_count"),
        )
        .select_from(
            s.join(p, (p.c.household_id == s.c.household_id) & (p.c.person_id == s.c.person_id)).join(
                h, h.c.household_id == p.c.household_id
            )
        )
        .where(valid_household(), p.c.is_valid == 1)
        .group_by(h.c.region_code)
    )
    survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year)


def _guarantees(survey: Survey) -> pd.DataFrame:
    """Households checked, met and not met, in all and by guarantee; one put right since counts as met.

    Returns what was counted by guarantee: with it the houses found safe that are graded dangerous.
    """
    a, h = livelihood.household_assurance, core.household
    unmet = (a.c.is_met == 0) & a.c.resolved_on.is_(None)
    by_household = (
        select(a.c.household_id, a.c.stat_year, count_if(unmet, "unmet_count"))
        .group_by(a.c.household_id, a.c.stat_year)
        .subquery("checked")
    )
    frame = survey.ask(
        select(
            h.c.region_code,
            by_household.c.stat_year,
            func.count().label("assurance_household_count"),
            count_if(by_household.c.unmet_count == 0, "assured_household_count"),
            count_if(by_household.c.unmet_count > 0, "unmet_household_count"),
        )
        .select_from(by_household.join(h, h.c.household_id == by_household.c.household_id))
        .where(valid_household())
        .group_by(h.c.region_code, by_household.c.stat_year)
    )
    survey.tray.lay(frame, list(frame.columns[2:]))
    by_item = survey.ask(
        select(
            h.c.region_code,
            a.c.stat_year,
            a.c.assurance_code,
            count_if(unmet, "unmet_household_count"),
            count_if((a.c.is_met == 1) & a.c.house_grade_code.in_(DANGEROUS_GRADES), HOUSE),
        )
        .select_from(a.join(h, h.c.household_id == a.c.household_id))
        .where(valid_household())
        .group_by(h.c.region_code, a.c.stat_year, a.c.assurance_code)
    )
    survey.tray.lay_items(by_item, "assurance_code", ["unmet_household_count"], survey.items["ASSURANCE"])
    return by_item
