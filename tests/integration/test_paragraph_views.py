"""What the paragraph says of each view: every number worked out anew from plain SQL or from the quantities."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from data_access.release import Release
from data_access.settings import Settings
from data_access.values import value_of
from tests.paragraphs import said, shown, some_regions

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
Figures = Mapping[str, float]


def counted(database: Path, code: str) -> Iterator[tuple[str, float]]:
    """Name -> figure of the views for one region, counted by plain SQL on the database."""
    under = f"(SELECT region_code FROM region_ancestor WHERE ancestor_code = '{code}')"
    valid = f"FROM household h WHERE h.is_valid = 1 AND h.region_code IN {under}"
    registered = f"{valid} AND h.household_type_code = '1'"
    here = f"JOIN household h USING (household_id) WHERE h.is_valid = 1 AND h.region_code IN {under}"
    cases = f"FROM monitoring_case c {here}"
    works = f"FROM task t WHERE t.region_code IN {under} AND t.planned_end_on IS NOT NULL"
    asked = {
        "households": f"SELECT COUNT(*) {registered}",
        "persons": f"SELECT SUM(h.member_count) {registered}",
        "lifted": f"SELECT SUM(h.member_count) {registered} AND h.poverty_status_code IN ('1', '4')",
        "cases": f"SELECT COUNT(*) {cases}",
        "by_help": f"SELECT COUNT(*) {cases} AND c.eliminated_on IS NOT NULL AND c.elimination_mode_code = 'HELP'",
        "checked": f"SELECT COUNT(DISTINCT household_id) FROM household_assurance a {here} AND a.stat_year = 2019",
        "tasks": f"SELECT COUNT(*) {works}",
    }  # fmt: skip
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for name, statement in asked.items():
            yield name, float(connection.execute(statement).fetchone()[0] or 0)


def test_the_sums_of_the_views_are_those_of_plain_sql(
    demo_release: Release, demo_settings: Settings, demo_database: Path
) -> None:
    for code in some_regions(demo_release)[:3]:
        sql = dict(counted(demo_database, code))
        overview = said(demo_release, demo_settings, code, 2019)
        assert f"共 {sql['households']:,.0f} 户 {sql['persons']:,.0f} 人" in overview
        assert f"累计脱贫 {sql['lifted']:,.0f} 人,占 {shown(100 * sql['lifted'] / sql['persons'], 1)}%" in overview
        monitor = said(demo_release, demo_settings, code, 2019, view="monitor")
        assert f"累计识别监测对象 {sql['cases']:,.0f} 例" in monitor
        assert f"经帮扶消除风险 {sql['by_help']:,.0f} 例" in monitor
        tasks = said(demo_release, demo_settings, code, 2019, view="tasks")
        assert f"任务 {sql['tasks']:,.0f} 项" in tasks
        assert f"{sql['checked']:,.0f} 户;" in tasks


Expected = list[str]


def percent(part: float, whole: float) -> str:
    return shown(100 * part / whole, 1)


def money(yuan: float) -> str:
    """As the wall writes yuan in Chinese."""
    steps = ((1e8, 1e8, 2), (1e7, 1e4, 0), (1e4, 1e4, 2), (0, 1, 0))
    return next(shown(yuan / unit, places) for least, unit, places in steps if yuan >= least)


def largest(q: Figures, family: str) -> list[float]:
    return sorted((v for name, v in q.items() if name.startswith(f"{family}.") and v > 0), reverse=True)[:3]


def overview_of(release: Release, code: str, q: Figures) -> Expected:
    persons, households = q["registered_person_count"], q["registered_household_count"]
    rate = value_of(release, "POVERTY_INCIDENCE", code, 2019).iloc[0]["value"]
    head = [f"{households:,.0f}", f"{persons:,.0f}", f"{q['lifted_person_count']:,.0f}",
            percent(q["lifted_person_count"], persons), shown(rate, 2)]  # fmt: skip
    causes = largest({k: v for k, v in q.items() if not k.endswith((".UNKNOWN", ".UNLISTED"))}, "cause_household_count")
    return head + [text for n in causes for text in (f"{n:,.0f}", percent(n, households))]


def industry_of(release: Release, code: str, q: Figures) -> Expected:
    due, taking = q["industry_due_household_count"], q["industry_household_count"]
    households = [f"{taking:,.0f}", f"{due:,.0f}", percent(taking, due)]
    if not release.children(code):
        return [f"{q['industry_kind_count']:,.0f}", *households]
    villages, reached = q["village_count"], q["industry_village_count"]
    beside, gaps = q["industry_beside_solar_village_count"], q["no_industry_village_count"]
    head = [f"{reached:,.0f}", f"{villages:,.0f}", percent(reached, villages), f"{beside:,.0f}",
            percent(beside, villages), f"{villages - beside:,.0f}"]  # fmt: skip
    covering = {f"industry_village_count.{kind}" for kind in release.covering_kinds}
    kinds = largest({name: v for name, v in q.items() if name in covering}, "industry_village_count")
    return head + ([f"{gaps:,.0f}"] if gaps else []) + households + [f"{n:,.0f}" for n in kinds]


def monitor_of(release: Release, code: str, q: Figures) -> Expected:
    found, in_time = q["monitoring_found_case_count"], q["monitoring_found_in_time_case_count"]
    said = [f"{q['monitoring_case_count']:,.0f}"]
    said += [f"{found:,.0f}", f"{in_time:,.0f}", "15", percent(in_time, found)] if found else []
    ended = [q.get(f"monitoring_eliminated_case_count.{way}", 0) for way in ("HELP", "NATURAL")]
    said += [f"{n:,.0f}" for n in (q["monitoring_helped_case_count"], *ended, q["monitoring_open_household_count"])]
    if "monitoring_open_person_count" in q:
        said.append(f"{q['monitoring_open_person_count']:,.0f}")
    unhelped, waiting = q["monitoring_unhelped_case_count"], q["monitoring_alert_pending_count"]
    said += [f"{unhelped:,.0f}", "30"] if unhelped else ["30"]
    said += [f"{waiting:,.0f}"] if waiting else []
    if late := q["monitoring_alert_overdue_count"]:
        rows = release.alerts(code).query("alert_code == 'ALERT_OVERDUE'")
        by = rows.groupby("department_code")["count"].sum().sort_values(ascending=False)
        said += [f"{late:,.0f}", *(str(n) for n in by.head(3)), *([str(len(by))] if len(by) > 3 else [])]
    return said


def duty_of(_release: Release, _code: str, q: Figures) -> Expected:
    due, done, late = (q[f"visit{n}_household_count"] for n in ("_due", "ed", "_overdue"))
    helpers, helped = q["helper_official_count"], q["helper_household_count"]
    said = [f"{due:,.0f}", f"{done:,.0f}", percent(done, due)]
    said += [f"{late:,.0f}", f"{q['visit_overdue_monitored_household_count']:,.0f}"] if late else []
    said += [
        f"{helpers:,.0f}",
        f"{helped:,.0f}",
        shown(helped / helpers, 2),
        f"{q['helper_most_household_count']:,.0f}",
    ]
    said += [f"{n:,.0f}" for n in (q["no_helper_household_count"],) if n]
    said += [f"{q['village_count']:,.0f}", f"{q['team_village_count']:,.0f}"]
    return said + [f"{n:,.0f}" for n in (q["team_lacking_village_count"],) if n]


def tasks_of(_release: Release, _code: str, q: Figures) -> Expected:
    count = q.get("task_count", math.nan)
    said = (
        [f"{count:,.0f}", f"{q['task_on_time_count']:,.0f}", percent(q["task_on_time_count"], count)]
        if count > 0
        else []
    )
    more = ("at_risk", "late", "undated", "unowned")
    said += [f"{n:,.0f}" for name in more if (n := q[f"task_{name}_count"]) or name in more[:2]] if count > 0 else []
    budget, paid = q.get("project_budget_yuan", 0), q.get("project_paid_yuan", 0)
    said += [money(budget), money(paid), percent(paid, budget)] if budget else []
    unmet = q.get("unmet_household_count", 0)
    return [*said, f"{q['assurance_household_count']:,.0f}", *([f"{unmet:,.0f}"] if unmet else [])]


EXPECTED = {"overview": overview_of, "industry": industry_of, "monitor": monitor_of, "duty": duty_of, "tasks": tasks_of}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("view", EXPECTED)
def test_every_number_of_a_view_is_worked_out_anew(
    demo_release: Release, demo_settings: Settings, view: str, lang: str
) -> None:
    """In Chinese in their order, in English the same but for money, which is told in thousands and millions."""
    names = sorted((region.name_zh for region in demo_release.tree.regions), key=len, reverse=True)
    for code in some_regions(demo_release):
        q = demo_release.quantities(code, 2019)
        words = said(demo_release, demo_settings, code, 2019, lang, view=view, indicator="NO_SUCH")
        body = words.partition(" " * (lang == "en") + "2019-09-30, " if lang == "en" else "数据,")[2]
        for name in names:
            body = body.replace(name, "")
        found, wanted = NUMBER.findall(body), EXPECTED[view](demo_release, code, q)
        if lang == "zh":
            assert found == wanted, words
        elif view != "tasks":
            assert sorted(found) == sorted(wanted), words


def test_a_withheld_count_cannot_be_worked_out(demo_release: Release, demo_settings: Settings) -> None:
    """A village whose persons at risk are few: not said, nor anything from which they follow."""
    village = some_regions(demo_release)[3]
    words = said(demo_release, demo_settings, village, 2019, view="monitor", indicator="MONITORED_SHARE")
    assert "因人数少不公布" in words.split("。")[0]
    assert "人数因少不公布" in words
    assert not re.search(r"\d 人", words)
    tasks = said(demo_release, demo_settings, village, 2019, view="tasks", indicator="ASSURANCE_RATE")
    assert "未达标户数因人数少不公布" in tasks
