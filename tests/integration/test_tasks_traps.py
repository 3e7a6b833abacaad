"""Tasks without days, owners or progress, guarantees and checks in a county where every row is a trap."""

import math
from datetime import date

from data_access.database import open_database
from data_access.scope import WALL
from data_access.settings import Settings
from data_access.tasks.checks import cross_checks
from data_access.tasks.guarantees import unmet_guarantees
from data_access.tasks.listed import late_tasks, works_map
from data_access.tasks.progress import funds, task_progress
from tests.trap_industry import bent

TASK = (
    "INSERT INTO task (task_id, task_kind_code, title_zh, region_code, organisation_id, planned_start_on, "
    "planned_end_on, finished_on, done_quantity, target_quantity, task_status_code) VALUES "
)
TASKS = (
    "('NO_DAYS', 'ISSUE', '无日期', 'V1', NULL, NULL, NULL, NULL, NULL, NULL, 'DOING')",
    "('HALF', 'PLAN', '无开工日', 'V1', 'G', NULL, '2020-03-01', NULL, 0, 5, 'TODO')",
    "('SILENT', 'PLAN', '未报进度', 'V2', 'G', '2019-05-01', '2019-10-15', NULL, NULL, 5, 'DOING')",
    "('NEAR', 'PLAN', '快完成', 'V2', 'G', '2019-05-01', '2019-09-30', NULL, 4, 5, 'DOING')",
    "('FAR', 'PLAN', '还早', 'V2', 'G', '2019-05-01', '2019-10-16', NULL, 0, 5, 'DOING')",
    "('NOBODY', 'STEP', '单位不在册', 'V4', 'GONE', '2019-05-01', '2019-09-29', NULL, 1, 5, 'TODO')",
    "('CLOSED', 'ISSUE', '销号无日期', 'V4', 'G', '2019-05-01', '2019-06-01', NULL, 1, 1, 'CLOSED')",
    "('AFTER', 'ISSUE', '超期后完成', 'V4', 'G', '2019-05-01', '2019-06-01', '2019-07-01', 1, 1, 'DONE')",
    "('ENDED', 'ISSUE', '村已撤', 'V0', 'G', '2018-05-01', '2018-06-01', NULL, 0, 1, 'DOING')",
    "('BACKWARD', 'PLAN', '起止颠倒', 'V6', 'G', '2019-08-01', '2019-07-01', NULL, 0, 1, 'DOING')",
)
PROJECTS = (
    "INSERT INTO project (project_id, stat_year, name_zh, region_code, project_category_code, budget_yuan, paid_yuan, "
    "benefit_household_count) VALUES ('P1', 2019, '一', 'V1', 'ROAD', 100, 40, 3), "
    "('P2', 2019, '二', 'V1', 'ROAD', 500, NULL, NULL), ('P3', 2019, '三', 'V2', 'NEW_SORT', 50, 50, 2), "
    "('P4', 2018, '四', 'V2', 'ROAD', 70, 70, 1)"
)


def test_tasks_that_lack_what_they_need(trap_settings: Settings) -> None:
    release = bent(trap_settings, *(TASK + row for row in TASKS), PROJECTS)
    found = task_progress(release, "C", 2019)
    whole = found.whole
    assert (whole.count, whole.due, whole.finished) == (9, 5, 2)
    assert (whole.on_time, whole.at_risk, whole.late) == (4, 1, 3), "AFTER was finished, and late; CLOSED is neither"
    assert (whole.undated, whole.unowned) == (1, 1)
    by_code = {sums.region.code: sums for sums in found.rows}
    assert by_code["T1"].late == 1, "a village that ended counts in its township"
    assert [sums.region.code for sums in found.rows] == ["V6", "T2", "T1"], "the largest part late first"
    engine = open_database(trap_settings.database_url)
    late = late_tasks(engine, WALL, release, "C")
    assert [(row.task_id, row.days, row.organisation_zh, row.official_zh) for row in late.rows] == [
        ("ENDED", 486, None, None), ("BACKWARD", 91, None, None), ("NOBODY", 1, None, None),
    ]  # fmt: skip
    assert late.rows[0].region_code is None, "it stands on no map of today"
    works = works_map(engine, WALL, release, "C")
    assert ([work.task_id for work in works.rows], works.undated) == (
        ["BACKWARD", "NOBODY", "NEAR", "SILENT", "FAR"],
        1,
    )
    assert works.rows[0].start == works.rows[0].end == date(2019, 8, 1), "never longer than nothing"
    every, categories = funds(release, "C", 2019)
    assert (every.count, every.budget, every.paid, every.households) == (3, 150, 90, 5)
    assert [(one.category, one.count, one.paid_percent) for one in categories] == [("ROAD", 2, 40), ("UNKNOWN", 1, 100)]
    assert math.isnan(funds(release, "T2", 2019)[0].paid_percent), "no money there is no share paid"


def test_guarantees_and_checks(trap_settings: Settings) -> None:
    release = bent(
        trap_settings,
        "DELETE FROM household_assurance",
        "INSERT INTO household_assurance (household_id, stat_year, assurance_code, is_met, resolved_on, "
        "house_grade_code) VALUES ('H1', 2019, 'HOUSING', 1, NULL, 'D'), ('H1', 2019, 'WATER', 0, NULL, NULL), "
        "('H2', 2019, 'WATER', 0, '2019-08-01', NULL), ('H3', 2018, 'WATER', 0, NULL, NULL)",
    )
    found = unmet_guarantees(release, "C", 2019)
    figures = {one.item: one.households for one in found.items}
    assert (found.checked, figures["WATER"], figures["HOUSING"]) == (2, 1, 0)
    assert [(row.item, row.households) for row in found.villages] == [("WATER", 1)]
    assert unmet_guarantees(release, "C", 2018).checked == 1
    checks = cross_checks(WALL, release, "C", 2019)
    told = dict(checks.conflicts)
    assert (told["house_conflict_household_count"], told["school_conflict_household_count"]) == (1, 0)
