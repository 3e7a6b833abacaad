"""Households of whom one department says what another denies: lists to settle, nobody's verdict."""

import numpy as np
import pandas as pd
from sqlalchemy import Select, and_, func, select

from data_access.quantities.survey import Survey, at_school_age, valid_household
from data_access.schema import core, livelihood

NOT_AT_SCHOOL = "01"
"""Item of STUDENT_STATUS."""

HOUSING = "HOUSING"
"""Item of ASSURANCE: a safe house."""

HOUSE = "house_conflict_household_count"


def count_conflicts(survey: Survey, graded: pd.DataFrame) -> None:
    """Count households whose guarantee was found met in the year of the data, and of whom other records say otherwise.

    graded: region_code and `HOUSE`, of the houses. 0 where guarantees were checked and nothing conflicts; not known
    where nobody checked.
    """
    checked = survey.tray.take("assurance_household_count", survey.year)
    if checked is None:
        return
    frames = [graded, survey.ask(_absent_pupils(survey)), survey.ask(_uninsured(survey))]
    absent = np.where(np.isnan(checked), np.nan, 0.0)
    for frame in frames:
        survey.tray.lay(frame, [str(frame.columns[1])], period=survey.year, absent=absent, even_empty=True)


def _absent_pupils(survey: Survey) -> Select[tuple[str, int]]:
    """Education is met, and a child of that age is on record as not at school."""
    p = core.person
    pupil = and_(p.c.is_valid == 1, p.c.student_status_code == NOT_AT_SCHOOL, at_school_age(p.c.born_on, survey.as_of))
    homes = select(p.c.household_id).where(pupil)
    return _met(survey, "EDUCATION", homes, "school_conflict_household_count")


def _uninsured(survey: Survey) -> Select[tuple[str, int]]:
    """Medical care is met, and a member is on record as not insured."""
    p, s = core.person, livelihood.person_social_security
    people = s.join(p, and_(p.c.household_id == s.c.household_id, p.c.person_id == s.c.person_id))
    uninsured = and_(s.c.has_basic_medical_insurance == 0, p.c.is_valid == 1)
    homes = select(s.c.household_id).select_from(people).where(uninsured)
    return _met(survey, "MEDICAL", homes, "insurance_conflict_household_count")


def _met(survey: Survey, guarantee: str, homes: Select[tuple[str]], name: str) -> Select[tuple[str, int]]:
    """Of the few `homes` those with the guarantee met, by region."""
    a, h = livelihood.household_assurance, core.household
    return (
        select(h.c.region_code, func.count().label(name))
        .select_from(a.join(h, h.c.household_id == a.c.household_id))
        .where(
            a.c.household_id.in_(homes),
            a.c.stat_year == survey.year,
            a.c.assurance_code == guarantee,
            a.c.is_met == 1,
            valid_household(),
        )
        .group_by(h.c.region_code)
    )
