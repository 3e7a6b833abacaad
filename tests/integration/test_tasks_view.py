"""The battle map: its figures and lists held against the demo county's own tables in plain SQL."""

import math
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from data_access.database import open_database
from data_access.errors import UnknownRegionError
from data_access.release import Release
from data_access.scope import WALL, Scope
from data_access.settings import Settings
from data_access.tasks.checks import cross_checks
from data_access.tasks.guarantees import unmet_guarantees, unmet_households
from data_access.tasks.headlines import task_headlines
from data_access.tasks.listed import late_tasks, works_map
from data_access.tasks.progress import funds, task_progress
from data_access.tokens import household_tokens

COUNTY, YEAR, DAY, NEAR = "990101000000", 2019, "2019-09-30", "2019-10-15"
OPEN = "finished_on IS NULL AND task_status_code IN ('TODO', 'DOING')"
SUMS = f"""
SELECT COUNT(planned_end_on), SUM(planned_end_on < '{DAY}'), SUM(planned_end_on IS NOT NULL AND NOT ({OPEN})),
       SUM(CASE WHEN finished_on IS NULL THEN planned_end_on >= '{DAY}' ELSE finished_on <= planned_end_on END),
       SUM({OPEN} AND planned_end_on BETWEEN '{DAY}' AND '{NEAR}'
           AND COALESCE(1.0 * done_quantity / target_quantity, 0) < 0.8),
       SUM({OPEN} AND planned_end_on < '{DAY}'), SUM({OPEN} AND planned_end_on IS NULL),
       SUM({OPEN} AND organisation_id IS NULL AND official_id IS NULL)
FROM task t JOIN region v ON v.region_code = t.region_code
"""
UNMET = """
SELECT a.assurance_code, h.region_code, COUNT(*) FROM household_assurance a JOIN household h USING (household_id)
WHERE a.stat_year = 2019 AND a.is_met = 0 AND a.resolved_on IS NULL AND h.is_valid = 1 GROUP BY 1, 2
"""
CONFLICTS = {
    "school_conflict_household_count": """
        SELECT COUNT(DISTINCT h.household_id) FROM household_assurance a JOIN household h USING (household_id)
        JOIN person p USING (household_id) WHERE a.stat_year = 2019 AND assurance_code = 'EDUCATION' AND is_met = 1
        AND h.is_valid = 1 AND p.is_valid = 1 AND p.student_status_code = '01'
        AND p.born_on > '2004-08-31' AND p.born_on <= '2013-08-31'""",
    "insurance_conflict_household_count": """
        SELECT COUNT(DISTINCT h.household_id) FROM household_assurance a JOIN household h USING (household_id)
        JOIN person p USING (household_id) JOIN person_social_security s USING (household_id, person_id)
        WHERE a.stat_year = 2019 AND assurance_code = 'MEDICAL' AND is_met = 1 AND h.is_valid = 1 AND p.is_valid = 1
        AND has_basic_medical_insurance = 0""",
    "house_conflict_household_count": """
        SELECT COUNT(*) FROM household_assurance a JOIN household h USING (household_id)
        WHERE a.stat_year = 2019 AND assurance_code = 'HOUSING' AND is_met = 1 AND h.is_valid = 1
        AND house_grade_code IN ('C', 'D')""",
}


@pytest.fixture(scope="module")
def facts(demo_database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)


def test_plan_against_actual(demo_release: Release, facts: sqlite3.Connection) -> None:
    found = task_progress(demo_release, COUNTY, YEAR)
    own = {"": facts.execute(SUMS).fetchone()}
    own |= {row[0]: row[1:] for row in facts.execute(SUMS.replace("SELECT", "SELECT v.parent_code,") + "GROUP BY 1")}
    for sums in (found.whole, *found.rows):
        told = sums.count, sums.due, sums.finished, sums.on_time, sums.at_risk, sums.late, sums.undated, sums.unowned
        assert told == own["" if sums is found.whole else sums.region.code]
        assert sums.due - sums.late <= sums.finished
    assert min(own[""]) > 0, "every column is there to be seen in the demo"
    shares = [sums.late_percent for sums in found.rows]
    assert len(shares) == 18 and shares == sorted(shares, reverse=True)
    assert math.isnan(task_progress(demo_release, COUNTY, 2018).whole.count), "tasks are of the day of the data alone"


def test_money_by_category(demo_release: Release, facts: sqlite3.Connection) -> None:
    asked = "SUM(budget_yuan), SUM(paid_yuan), SUM(benefit_household_count) FROM project WHERE stat_year = 2019"
    every, categories = funds(demo_release, COUNTY, YEAR)
    whole = facts.execute(f"SELECT COUNT(*), {asked}").fetchone()
    assert (every.count, every.budget, every.paid, every.households) == pytest.approx(whole)
    own = {row[0]: row[1:] for row in facts.execute(f"SELECT project_category_code, COUNT(*), {asked} GROUP BY 1")}
    assert {f.category: pytest.approx((f.count, f.budget, f.paid, f.households)) for f in categories} == own
    assert [f.budget for f in categories] == sorted((f.budget for f in categories), reverse=True)


def test_late_tasks_and_whose_they_are(
    demo_settings: Settings, demo_release: Release, facts: sqlite3.Connection
) -> None:
    asked = f"""
        SELECT t.task_id, CAST(julianday('{DAY}') - julianday(t.planned_end_on) AS INTEGER), g.name_zh, o.name_zh
        FROM task t LEFT JOIN organisation g USING (organisation_id)
        LEFT JOIN official o ON o.official_id = t.official_id
        WHERE t.finished_on IS NULL AND task_status_code IN ('TODO', 'DOING') AND t.planned_end_on < '{DAY}'
        ORDER BY t.planned_end_on, t.task_id"""
    own = facts.execute(asked).fetchall()
    engine = open_database(demo_settings.database_url)
    first = late_tasks(engine, WALL, demo_release, COUNTY)
    last = late_tasks(engine, WALL, demo_release, COUNTY, page=10_000)
    assert first.total == last.total == len(own) == demo_release.quantity("task_late_count", COUNTY, YEAR)
    size, rest = first.page_size, len(own) % first.page_size or first.page_size
    told = [(row.task_id, row.days, row.organisation_zh, row.official_zh) for row in (*first.rows, *last.rows)]
    assert told == [*own[:size], *own[-rest:]]
    assert any(row[2] is None and row[3] is None for row in own), "some have no owner"
    town = "990101100000"
    assert (
        late_tasks(engine, Scope(region_code=town), demo_release, COUNTY).total
        == late_tasks(engine, WALL, demo_release, town).total
        < len(own)
    )
    with pytest.raises(UnknownRegionError):
        late_tasks(engine, WALL, demo_release, "nowhere")


def test_the_works_map(demo_settings: Settings, demo_release: Release, facts: sqlite3.Connection) -> None:
    asked = "SELECT task_id, planned_start_on, planned_end_on, finished_on FROM task WHERE task_kind_code = 'PLAN'"
    own = {row[0]: row[1:] for row in facts.execute(asked)}
    found = works_map(open_database(demo_settings.database_url), WALL, demo_release, COUNTY)
    assert (found.total, found.undated, found.day.isoformat()) == (len(own), 0, DAY)
    for work in found.rows:
        days = (work.start, work.end, work.finished)
        assert tuple(None if day is None else day.isoformat() for day in days) == own[work.task_id]
        assert len(work.steps) == 5 and work.is_late == (work.finished is None and work.end.isoformat() < DAY)
        steps = "SELECT COUNT(finished_on) FROM task WHERE parent_task_id = ?"
        done = facts.execute(steps, [work.task_id]).fetchone()[0]
        assert done == sum(step.finished is not None for step in work.steps) == work.done
    assert [work.end for work in found.rows] == sorted(work.end for work in found.rows)


def test_guarantees_not_met(demo_settings: Settings, demo_release: Release, facts: sqlite3.Connection) -> None:
    own: dict[tuple[str, str], int] = {(item, code): count for item, code, count in facts.execute(UNMET)}
    found = unmet_guarantees(demo_release, COUNTY, YEAR)
    for one in found.items:
        assert one.households == sum(count for (item, _), count in own.items() if item == one.item)
    assert found.withheld == ("MEDICAL",)
    open_to_all = {key: count for key, count in own.items() if key[0] != "MEDICAL"}
    assert found.total == len(open_to_all) > len(found.villages) > 10
    assert {(row.item, row.code): row.households for row in found.villages}.items() <= open_to_all.items()
    parent = dict(facts.execute("SELECT region_code, parent_code FROM region").fetchall())
    town = parent[found.villages[0].code]
    engine, tokens = open_database(demo_settings.database_url), household_tokens(demo_settings.home)
    listed = unmet_households(engine, WALL, demo_release, town, tokens=tokens)
    assert listed is not None
    mine = {key: count for key, count in open_to_all.items() if parent[key[1]] == town}
    seen: dict[tuple[str, str], int] = {}
    for item, household in listed.rows:
        seen[item, household.village_code] = seen.get((item, household.village_code), 0) + 1
        assert household.head_name is None or "某" in household.head_name or "*" in household.head_name
    assert (seen, listed.total) == (mine, sum(mine.values()))
    assert unmet_households(engine, WALL, demo_release, COUNTY, tokens=tokens) is None
    with pytest.raises(UnknownRegionError):
        unmet_households(engine, Scope(region_code="990101101000"), demo_release, town, tokens=tokens)


def test_lists_to_settle(demo_release: Release, facts: sqlite3.Connection) -> None:
    found = cross_checks(WALL, demo_release, COUNTY, YEAR)
    assert dict(found.conflicts) == {name: facts.execute(sql).fetchone()[0] for name, sql in CONFLICTS.items()}
    assert dict(found.conflicts)["insurance_conflict_household_count"] > 0
    asked = """
        SELECT rule_zh, s.organisation_zh, COUNT(*) AS n, MIN(found_on) FROM data_issue d
        JOIN data_source s USING (source_id) WHERE issue_status_code = 'OPEN' GROUP BY 1, 2 ORDER BY n DESC"""
    own = facts.execute(asked).fetchall()
    assert found.rules is not None and sum(row.count for row in found.rules) == found.open_issues
    common = [row for row in own if row[2] >= 5]
    rare = [row for row in own if row[2] < 5]
    told = [(r.rule_zh, r.department_zh, r.count, str(r.since)) for r in found.rules if r.rule_zh is not None]
    assert sorted(told) == sorted(common)
    assert [r.count for r in found.rules if r.rule_zh is None] == ([sum(row[2] for row in rare)] if rare else [])
    village = demo_release.villages(COUNTY)[0].code
    assert cross_checks(WALL, demo_release, village, YEAR).rules is None, "a rule would tell of a household"
    assert cross_checks(WALL, demo_release, COUNTY, 2018).rules is None


def test_headlines(demo_release: Release, facts: sqlite3.Connection) -> None:
    told: dict[str, Any] = {headline.key: headline.value for headline in task_headlines(demo_release, COUNTY, YEAR)}
    count, _, _, _, _, late, *_ = facts.execute(SUMS).fetchone()
    homes = facts.execute(
        UNMET.replace("a.assurance_code, h.region_code, COUNT(*)", "COUNT(DISTINCT h.household_id)").replace(
            "GROUP BY 1, 2", ""
        )
    ).fetchone()[0]
    projects, paid = facts.execute("SELECT COUNT(*), SUM(paid_yuan) FROM project WHERE stat_year = 2019").fetchone()
    issues = facts.execute("SELECT COUNT(*) FROM data_issue WHERE issue_status_code = 'OPEN'").fetchone()[0]
    assert told == pytest.approx(
        {
            "tasks": count, "late_tasks": late, "projects": projects, "project_paid": paid, "unmet_households": homes,
            "open_issues": issues,
        }
    )  # fmt: skip
