"""The lists of the battle map that are made with the release, against plain SQL and against what happened since."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine

from data_access.database import open_database
from data_access.release import Release
from data_access.scope import WALL, Role, Scope
from data_access.settings import Settings
from data_access.tasks.checks import cross_checks
from data_access.tasks.listed import late_tasks, works_map
from tests.trap_industry import bent

GROUPS = (
    "INSERT INTO region_group (region_group_code, region_group_kind_code, name_zh) VALUES ('BOTH', 'BELT', '两乡'), "
    "('MIXED', 'BELT', '跨乡')",
    "INSERT INTO region_group_member (region_group_code, region_code) VALUES ('BOTH', 'T1'), ('BOTH', 'T2'), "
    "('MIXED', 'V1'), ('MIXED', 'V2'), ('MIXED', 'V4')",
)
TASKS = (
    "INSERT INTO task (task_id, parent_task_id, task_kind_code, title_zh, region_code, planned_start_on, "
    "planned_end_on, task_status_code) "
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 79) "
    "SELECT 'K' || (i * 37 % 80), "
    "CASE WHEN i % 5 = 4 THEN 'K' || (i * 37 * 3 % 80) END, substr('PLAN STEP ISSUE', 1 + 5 * (i % 3), 5), "
    "'任务' || i, substr('V0V1V2V4V5V6', 1 + 2 * (i % 6), 2), "
    "CASE WHEN i % 7 THEN date('2019-01-01', i || ' days') END, "
    "CASE WHEN i % 11 THEN date('2019-08-20', (i / 2) || ' days') END, CASE WHEN i % 13 THEN 'DOING' ELSE 'DONE' END "
    "FROM n",
    "UPDATE task SET task_kind_code = trim(task_kind_code), finished_on = CASE WHEN task_id LIKE '%3' "
    "THEN '2019-09-01' END",
)
STANDS = "CASE region_code WHEN 'V0' THEN 'V1' ELSE region_code END"
UNDER = STANDS + " IN (SELECT region_code FROM region_ancestor WHERE ancestor_code IN ({codes}))"
OPEN = "finished_on IS NULL AND task_status_code IN ('TODO', 'DOING')"
LATE = f"{OPEN} AND planned_end_on < '2019-09-30'"
WORK = "parent_task_id IS NULL AND task_kind_code IN ('PLAN', 'STEP')"
DATED = "(planned_start_on IS NOT NULL AND planned_end_on IS NOT NULL)"
MEMBERS = {"@BOTH": ("T1", "T2"), "@MIXED": ("V1", "V2", "V4")}
ASKED = [(code, None) for code in ("C", "T1", "T2", "V2", "V6", *MEMBERS)]
ASKED += [("C", "T1"), ("T1", "C"), ("T1", "T2"), ("@BOTH", "T2"), ("@MIXED", "T1"), ("@MIXED", "V2"), ("C", "GONE")]

pytestmark = pytest.mark.usefixtures("sqlite_itself")


def scope_of(region: str | None) -> Scope:
    return WALL if region is None else Scope(Role.TOWNSHIP, region, "officer").on_wall()


@pytest.fixture
def release(trap_settings: Settings) -> Release:
    """The county with eighty tasks in six villages, one of which has ended, and two groups."""
    return bent(trap_settings, *GROUPS, *TASKS)


@pytest.fixture
def engine(trap_settings: Settings) -> Engine:
    return open_database(trap_settings.database_url)


@pytest.fixture
def file(trap_settings: Settings) -> sqlite3.Connection:
    return sqlite3.connect(trap_settings.database_url.removeprefix("sqlite:///"), isolation_level=None)


def keys(file: sqlite3.Connection, code: str, within: str | None, where: str, order: str) -> list[str]:
    """The keys of some tasks by plain SQL; a village that was merged into another counts with that, as elsewhere."""
    above = [MEMBERS.get(code, (code,)), *([(within,)] if within else [])]
    inside = [UNDER.format(codes=", ".join(f"'{region}'" for region in regions)) for regions in above]
    asked = f"SELECT task_id FROM task WHERE {where} AND {' AND '.join(inside)} ORDER BY {order}"
    return [str(row[0]) for row in file.execute(asked)]


def test_pages_are_those_of_the_table(release: Release, engine: Engine, file: sqlite3.Connection) -> None:
    for code, within in ASKED:
        scope = scope_of(within)
        late = keys(file, code, within, LATE, "planned_end_on, task_id")
        first = late_tasks(engine, scope, release, code)
        last = -(-first.total // first.page_size)
        told = [late_tasks(engine, scope, release, code, page=page) for page in range(last)]
        assert [row.task_id for page in told for row in page.rows] == late
        assert first.total == len(late)
        dated = keys(file, code, within, f"{WORK} AND {DATED}", f"NOT ({OPEN}), planned_end_on, task_id")
        works = works_map(engine, scope, release, code, page=10_000)
        assert (works.total, works.page) == (len(dated), max(0, -(-len(dated) // works.page_size) - 1))
        drawn = [
            row for page in range(works.page + 1) for row in works_map(engine, scope, release, code, page=page).rows
        ]
        assert [row.task_id for row in drawn] == dated
        steps = "SELECT planned_end_on FROM task WHERE parent_task_id = ? AND planned_end_on IS NOT NULL ORDER BY 1"
        for row in drawn:
            assert [(str(step.end),) for step in row.steps] == file.execute(steps, [row.task_id]).fetchall()
        if (code, within) == ("C", None):
            assert sum(len(row.steps) for row in drawn) > 3
        assert works.undated == len(keys(file, code, within, f"{WORK} AND NOT {DATED}", "task_id"))
    late, dated = release.tasks.late("C"), release.tasks.works("C")[0]
    assert len(late) > 25 < len(dated) and len(release.tasks.late("@MIXED", "T1")) > 3, "there is something to tell"
    assert sorted(late) != list(late) and release.tasks.works("C")[1] > 3


def test_what_happened_since(release: Release, engine: Engine, file: sqlite3.Connection) -> None:
    listed, late_row = works_map(engine, WALL, release, "T1"), late_tasks(engine, WALL, release, "T1").rows[0]
    done, gone, moved, bare = (row.task_id for row in listed.rows[:4])
    file.execute("UPDATE task SET finished_on = '2019-10-03', task_status_code = 'DONE' WHERE task_id = ?", [done])
    file.execute("DELETE FROM task WHERE task_id = ?", [gone])
    file.execute("UPDATE task SET region_code = 'V4' WHERE task_id = ?", [moved])
    file.execute("UPDATE task SET planned_start_on = NULL, planned_end_on = NULL WHERE task_id = ?", [bare])
    found = works_map(engine, WALL, release, "T1")
    assert [row.task_id for row in found.rows] == [row.task_id for row in listed.rows if row.task_id != gone]
    assert found.total == listed.total, "the release says how many there were"
    assert (str(found.rows[0].finished), found.rows[0].is_late) == ("2019-10-03", False)
    scoped = {row.task_id for row in works_map(engine, scope_of("T1"), release, "C").rows}
    assert moved not in scoped and bare in scoped, "it is another township's now"
    file.execute("UPDATE task SET finished_on = '2019-10-03' WHERE task_id = ?", [late_row.task_id])
    assert late_row.task_id not in {row.task_id for row in late_tasks(engine, WALL, release, "T1").rows}
    file.execute("DELETE FROM task")
    assert (works_map(engine, WALL, release, "C").rows, late_tasks(engine, WALL, release, "C").rows) == ((), ())


ISSUE = "INSERT INTO data_issue (issue_id, rule_code, rule_zh, region_code, found_on, issue_status_code, source_id) "
SOURCES = (
    "INSERT INTO data_source (source_id, name_zh, source_kind_code, organisation_zh) VALUES ('A', '甲库', 'LEDGER', "
    "'甲局'), ('B', '乙库', 'LEDGER', NULL)"
)
FOUND = (  # rule, source, region, records
    ("R1", "A", "V1", 3), ("R1", "A", "V4", 3), ("R2", "A", "V1", 5), ("R2", "B", "V2", 4), ("R3", "A", "V0", 2),
    ("R3", "A", "V1", 3), ("R4", "GONE", "C", 6), ("R5", "A", "T2", 1),
)  # fmt: skip
PLACES = {"T1": ("V0", "V1", "V2"), "T2": ("T2", "V4"), "@BOTH": ("V0", "V1", "V2", "T2", "V4")}
PLACES |= {"C": (*PLACES["@BOTH"], "C"), "@MIXED": ("V0", "V1", "V2", "V4")}


def issues(rows: Sequence[tuple[str, str, str, int]]) -> tuple[str, ...]:
    said = [
        f"('{rule}-{source}-{region}-{i}', '{rule}', '规则{rule}', '{region}', '2019-0{i + 1}-01', 'OPEN', '{source}')"
        for rule, source, region, count in rows
        for i in range(count)
    ]
    fixed = "('FIXED', 'R9', '已改', 'V5', '2019-01-01', 'FIXED', 'A')"
    return ("DELETE FROM data_issue", "DELETE FROM data_source", SOURCES, f"{ISSUE} VALUES {', '.join([*said, fixed])}")


def by_hand(regions: Sequence[str]) -> tuple[dict[tuple[str, str | None], int], int]:
    """Rule and department -> records, of those with five at least; and how many more there are."""
    department = {"A": "甲局", "B": "乙库", "GONE": None}
    counts: Counter[tuple[str, str | None]] = Counter()
    for rule, source, region, count in FOUND:
        counts[f"规则{rule}", department[source]] += count if region in regions else 0
    common = {key: count for key, count in counts.items() if count >= 5}
    return common, counts.total() - sum(common.values())


def told(release: Release, code: str, within: str | None = None) -> tuple[dict[tuple[str, str | None], int], int]:
    rules = cross_checks(scope_of(within), release, code, 2019).rules
    assert rules is not None
    common = {(one.rule_zh, one.department_zh): one.count for one in rules if one.rule_zh is not None}
    return common, sum(one.count for one in rules if one.rule_zh is None)


def test_doubtful_records_by_rule(trap_settings: Settings) -> None:
    release = bent(trap_settings, *GROUPS, *issues(FOUND))
    for code, regions in PLACES.items():
        assert told(release, code) == by_hand(regions), code
    assert told(release, "@BOTH")[0]["规则R1", "甲局"] == 6, "three of each of two townships are six of both"
    assert told(release, "C", "T1") == told(release, "T1", "C") == told(release, "@BOTH", "T1") == told(release, "T1")
    assert told(release, "T1", "T2") == told(release, "C", "GONE") == ({}, 0)
    assert cross_checks(scope_of("V1"), release, "C", 2019).rules is None, "a rule would tell of a household"
    first = cross_checks(WALL, release, "T1", 2019).rules
    assert first is not None and [str(one.since) for one in first] == ["2019-01-01"] * len(first)
    assert release.quantity("open_issue_count", "C", 2019) == sum(row[-1] for row in FOUND)
    assert release.quantity("open_issue_count", "T2", 2019) == 4

    _no_rare_rule_stands_in_the_files(trap_settings, release)


def _no_rare_rule_stands_in_the_files(trap_settings: Settings, release: Release) -> None:
    folder = Path(trap_settings.releases) / release.id
    rows = pq.read_table(folder / "open_issues.parquet").to_pylist()
    assert all(row["record_count"] >= 5 for row in rows if row["rule_zh"] is not None)
    assert any(row["record_count"] < 5 for row in rows if row["rule_zh"] is None)
    words = {str(value) for path in folder.glob("*.parquet") for column in pq.read_table(path).to_pydict().values()
             for value in column if isinstance(value, str)}  # fmt: skip
    assert "规则R1" in words and not words & {"规则R5", "已改"} and "乙库" not in words


def test_a_county_without_any(trap_settings: Settings) -> None:
    release = bent(trap_settings, *GROUPS, *issues(FOUND[:0]), "DELETE FROM task")
    assert cross_checks(WALL, release, "C", 2019).rules == ()
    assert (len(release.tasks.late("C")), release.tasks.works("T1")[1]) == (0, 0)
