"""Core quantities: villages, households, persons and the yearly report of the villages."""

import numpy as np
from sqlalchemy import case, func, select

from data_access.quantities.survey import (
    ABLE,
    FALLEN_BACK,
    LIFTED,
    STILL_POOR,
    WITHOUT_LABOUR,
    Survey,
    at_school_age,
    count_if,
    count_known,
    of_any,
    registered,
    sum_if,
    valid_household,
    years_before,
)
from data_access.schema import core

REPORTED_COLUMNS = {
    "rural_population_count": "rural_population_count",
    "poor_population_count": "poor_person_count",
    "poor_household_count": "poor_household_count",
    "house_count": "house_count",
    "vacant_house_count": "vacant_house_count",
    "collective_income_yuan": "collective_income_yuan",
}
"""Columns of region_year -> quantities of the same meaning."""

LOW_EDUCATION = ("01", "02")
LOW_SCHOOL = ("01", "02", "03")
"""Codes of EDUCATION up to primary school, and of STUDENT_STATUS for who has no education stated."""


def count_population(survey: Survey) -> None:
    """Count villages and households: what the counts of the themes are held against."""
    _villages(survey)
    _village_reports(survey)
    _households_today(survey)
    _households_by_year(survey)


def _villages(survey: Survey) -> None:
    """village_count, poor_village_count, exited_village_count of every period, from the regions of today."""
    tree = survey.tray.tree
    village = np.where(tree.is_village, 1.0, np.nan)
    poor = np.array([np.nan if r.is_registered_poor is None else float(r.is_registered_poor) for r in tree.regions])
    poor[~tree.is_village] = np.nan
    exit_year = np.array([9999 if r.exited_year is None else r.exited_year for r in tree.regions])
    for period in survey.tray.periods:
        survey.tray.put("village_count", period, village)
        survey.tray.put("poor_village_count", period, poor)
        exited = np.where(np.isnan(poor), np.nan, (poor == 1) & (exit_year <= period))
        survey.tray.put("exited_village_count", period, exited)


def _village_reports(survey: Survey) -> None:
    """What villages report of a year (region_year), and which of them are hollow."""
    y = core.region_year
    tray = survey.tray
    frame = survey.ask(select(y.c.region_code, y.c.stat_year, *(y.c[name] for name in REPORTED_COLUMNS)))
    tray.lay(frame, REPORTED_COLUMNS, combine="state")
    _newest_rural_population(survey)
    for period in tray.periods:
        houses, vacant = tray.take("house_count", period), tray.take("vacant_house_count", period)
        if houses is None or vacant is None:
            continue
        known = ~np.isnan(houses) & ~np.isnan(vacant) & (houses > 0) & tree_units(survey)
        tray.put("housing_reporting_village_count", period, np.where(known, 1.0, np.nan))
        tray.put("hollow_village_count", period, np.where(known, vacant * 2 >= houses, np.nan))


def _newest_rural_population(survey: Survey) -> None:
    """The newest rural population on record of each village, for shares of the day of the data.

    In the first months of a year this year's report is not there yet. A region above states its own where that is not
    older than what lies under it.
    """
    tray, unit = survey.tray, tree_units(survey)
    newest = np.full(len(tray.tree), np.nan)
    for period in sorted(p for p in tray.periods if p <= survey.year):
        reported = tray.take("rural_population_count", period)
        if reported is None or np.isnan(reported).all():
            continue
        newest[~unit] = np.nan
        newest = np.where(np.isnan(reported), newest, reported)
    if not np.isnan(newest).all():
        tray.put("newest_rural_population_count", survey.year, newest, "state")


def tree_units(survey: Survey) -> "np.typing.NDArray[np.bool_]":
    """The regions that report for themselves."""
    return survey.tray.tree.is_unit


def _households_today(survey: Survey) -> None:
    """Registered and lifted households and their members, as they stand on the day of the data."""
    h = core.household
    lifted = registered() & h.c.poverty_status_code.in_(LIFTED)
    poor = registered() & h.c.poverty_status_code.in_(STILL_POOR)
    back = registered() & (h.c.poverty_status_code == FALLEN_BACK)
    stated = registered() & h.c.poverty_status_code.is_not(None)
    frame = survey.ask(
        select(
            h.c.region_code,
            func.count().label("household_count"),
            count_if(registered(), "registered_household_count"),
            sum_if(registered(), h.c.member_count, "registered_person_count"),
            sum_if(stated, h.c.member_count, "exit_known_person_count"),
            of_any(registered(), count_known(lifted, stated, "n"), "lifted_household_count"),
            of_any(registered(), sum_if(lifted, h.c.member_count, "n", stated), "lifted_person_count"),
            of_any(registered(), count_known(poor, stated, "n"), "still_poor_household_count"),
            of_any(registered(), sum_if(poor, h.c.member_count, "n", stated), "still_poor_person_count"),
            of_any(registered(), count_known(back, stated, "n"), "fallen_back_household_count"),
        )
        .where(valid_household())
        .group_by(h.c.region_code)
    )
    survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0)


def _households_by_year(survey: Survey) -> None:
    """The same at the end of each earlier year, in the villages of that year."""
    y, h = core.household_year, core.household
    lifted = y.c.poverty_status_code.in_(LIFTED)
    stated = y.c.poverty_status_code.is_not(None)
    frame = survey.ask(
        select(
            y.c.region_code,
            y.c.stat_year,
            func.count().label("registered_household_count"),
            func.sum(y.c.member_count).label("registered_person_count"),
            sum_if(stated, y.c.member_count, "exit_known_person_count"),
            count_known(lifted, stated, "lifted_household_count"),
            sum_if(lifted, y.c.member_count, "lifted_person_count", stated),
            count_known(y.c.poverty_status_code.in_(STILL_POOR), stated, "still_poor_household_count"),
            sum_if(y.c.poverty_status_code.in_(STILL_POOR), y.c.member_count, "still_poor_person_count", stated),
            count_known(y.c.poverty_status_code == FALLEN_BACK, stated, "fallen_back_household_count"),
        )
        .select_from(y.join(h, h.c.household_id == y.c.household_id))
        .where(registered(), y.c.stat_year < survey.year)
        .group_by(y.c.region_code, y.c.stat_year)
    )
    survey.tray.lay(frame, list(frame.columns[2:]), absent=0)


def count_persons(survey: Survey) -> None:
    """Members of registered households by age, labour and schooling, on the day of the data."""
    p, h = core.person, core.household
    day = survey.as_of
    sixteen, sixty, seventy = (years_before(day, years) for years in (16, 60, 70))
    is_child = at_school_age(p.c.born_on, day)
    pupil = p.c.student_status_code.is_not(None) & is_child
    no_child = func.sum(case((is_child, 1), (p.c.born_on.is_not(None), 0))) == 0
    labour = survey.items["LABOUR_ABILITY"]
    born = p.c.born_on.is_not(None) & (p.c.born_on <= day)
    able = p.c.labour_ability_code.in_(labour)
    schooled, pupils = p.c.education_code.is_not(None), p.c.student_status_code
    low = p.c.education_code.in_(LOW_EDUCATION) | (p.c.education_code.is_(None) & pupils.in_(LOW_SCHOOL))
    frame = survey.ask(
        select(
            h.c.region_code,
            func.count().label("registered_member_count"),
            count_known((p.c.born_on > sixteen) & (p.c.born_on <= day), born, "age_person_count.A0"),
            count_known((p.c.born_on <= sixteen) & (p.c.born_on > sixty), born, "age_person_count.A1"),
            count_known((p.c.born_on <= sixty) & (p.c.born_on > seventy), born, "age_person_count.A2"),
            count_known(p.c.born_on <= seventy, born, "age_person_count.A3"),
            count_if(p.c.born_on.is_(None) | (p.c.born_on > day), "age_person_count.UNKNOWN"),
            count_if(born, "age_known_person_count"),
            count_known(p.c.born_on <= sixty, born, "elder_person_count"),
            *(count_known(p.c.labour_ability_code == code, able, f"labour_person_count.{code}") for code in labour),
            count_if(able, "labour_known_person_count"),
            count_if(
                p.c.labour_ability_code.is_(None) | p.c.labour_ability_code.not_in(labour),
                "labour_person_count.UNKNOWN",
            ),
            count_known(p.c.labour_ability_code.in_(WITHOUT_LABOUR), able, "no_labour_person_count"),
            count_known(p.c.labour_ability_code.in_(ABLE), able, "able_member_count"),
            count_known(low, schooled | pupils.is_not(None), "low_education_person_count"),
            count_if(schooled | pupils.is_not(None), "education_known_person_count"),
            case((no_child, 0), else_=count_known((p.c.student_status_code == "01") & is_child, pupil, "n")).label(
                "dropout_person_count"
            ),
        )
        .select_from(p.join(h, h.c.household_id == p.c.household_id))
        .where(registered(), p.c.is_valid == 1)
        .group_by(h.c.region_code)
    )
    names = {str(column): _proper(str(column)) for column in frame.columns[1:]}
    survey.tray.lay(frame, names, period=survey.year)


def _proper(column: str) -> str:
    """Give items their capitals back, which read_frame takes away."""
    name, dot, item = column.partition(".")
    return f"{name}{dot}{item.upper()}"
