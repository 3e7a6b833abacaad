"""Quantities of the theme assurance: causes, health, insurance, guarantees."""

import numpy as np
import pandas as pd
from sqlalchemy import case, exists, func, select

from data_access.quantities.bit_sets import bit_of, union_of_bits
from data_access.quantities.counting import Floats
from data_access.quantities.cross_checks import HOUSE, HOUSING, count_conflicts
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
    is_ill = (s.c.household_id == p.c.household_id) & (s.c.person_id == p.c.person_id) & s.c.health_code.in_(ILL)
    once = survey.ask(
        select(h.c.region_code, func.count().label("ill_person_count"))
        .select_from(p.join(h, h.c.household_id == p.c.household_id))
        .where(registered(), p.c.is_valid == 1, exists().where(is_ill))
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

    Returns how many have a house found safe in the year of the data that is graded dangerous: region_code and `HOUSE`.
    """
    a, h = livelihood.household_assurance, core.household
    items = survey.items["ASSURANCE"]
    unmet = (a.c.is_met == 0) & a.c.resolved_on.is_(None)
    is_unsafe = (a.c.assurance_code == HOUSING) & (a.c.is_met == 1) & a.c.house_grade_code.in_(DANGEROUS_GRADES)
    unlisted = 1 << len(items)
    bit = bit_of(a.c.assurance_code, items, other=unlisted)
    of_household = (
        select(
            a.c.household_id,
            a.c.stat_year,
            union_of_bits(bit).label("told"),
            union_of_bits(case((unmet, bit), else_=0)).label("unmet"),
            count_if(unmet & (bit == unlisted), "unlisted_unmet_count"),
            count_if(is_unsafe, HOUSE),
        )
        .group_by(a.c.household_id, a.c.stat_year)
        .subquery("checked")
    )
    sets = [column for column in of_household.c if column.name != "household_id"]
    frame = survey.ask(
        select(h.c.region_code, *sets, func.count().label("household_count"))
        .select_from(of_household.join(h, h.c.household_id == of_household.c.household_id))
        .where(valid_household())
        .group_by(h.c.region_code, *sets)
    )
    where, count = frame[["region_code", "stat_year"]], frame["household_count"]
    every = where.assign(
        assurance_household_count=count,
        unmet_household_count=count.where(frame["unmet"] > 0, 0),
    )
    every["assured_household_count"] = count - every["unmet_household_count"]
    survey.tray.lay(every, list(every.columns[2:]))
    parts = []
    told_of, unmet_of = (frame[name].to_numpy(dtype=np.int64) for name in ("told", "unmet"))
    for place, item in enumerate(items):
        told, is_unmet = told_of >> place & 1 == 1, unmet_of >> place & 1
        parts.append(where.assign(assurance_code=item, unmet_household_count=count * is_unmet)[told])
    of_others = where.assign(assurance_code=None, unmet_household_count=count * frame["unlisted_unmet_count"])
    by_item = pd.concat([*parts, of_others[told_of & unlisted > 0]], ignore_index=True)
    survey.tray.lay_items(by_item, "assurance_code", ["unmet_household_count"], items)
    return where.assign(**{HOUSE: count * frame[HOUSE]})[frame["stat_year"] == survey.year].drop(columns="stat_year")
