"""What stands on the sheet of each view against plain SQL on the file that the release was made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from callbacks.papers.composing import PANELS
from callbacks.papers.order import Order
from callbacks.papers.whole import paper_of
from data_access.briefings import Briefing, BriefingScene, State
from data_access.commands import regions_of
from data_access.database import open_database
from data_access.messages import messages
from data_access.release import Release
from data_access.settings import Settings
from geo.commands import import_boundaries
from geo.published import PublishedBoundaries
from layouts.papers.sheet import Choropleth, Paper, Sheet, Table
from layouts.views import VIEW_OF

DRAWN = Path(__file__).parents[2] / "geo" / "demo"
YEAR, TODAY = 2019, "2019-09-30"
GONE = "gone"
SCENES = {
    "overview": "?indicator=POVERTY_INCIDENCE",
    "industry": "?view=industry&solar=without&spotlight=gaps",
    "monitor": "?view=monitor",
    "duty": "?view=duty",
    "tasks": "?view=tasks",
    "ranking": "?view=ranking&indicator=POVERTY_INCIDENCE",
    "people": "?view=duty&region={township}",
    "ill": "?region={township}&indicator=ILL_SHARE",
    "villages": "?indicator=POVERTY_INCIDENCE&depth=village",
    "cut": "?indicator=POVERTY_INCIDENCE&breaks=quantile",
    "change": "?view=ranking&indicator=POVERTY_INCIDENCE&difference=on&since=2017",
    GONE: "?region=000000000000&indicator=NOT_ANY_MORE&view=monitor",
}
UNDER = "IN (SELECT region_code FROM region_ancestor WHERE ancestor_code = ?)"


@dataclass(frozen=True)
class Own:
    """What figures are made of, without a server."""

    settings: Settings
    boundaries: PublishedBoundaries
    database: Callable[[], Engine]


@pytest.fixture(scope="module")
def sql(demo_settings: Settings) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Asks the database itself."""
    path = demo_settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield lambda asked, *values: connection.execute(asked, values).fetchall()


@pytest.fixture(scope="module")
def township(sql: Callable[..., list[tuple[Any, ...]]]) -> str:
    """One in which some monitored household was not visited for a month."""
    found = sql("SELECT region_code FROM region WHERE region_level_code = '4' ORDER BY region_code")
    return str(found[0][0])


@pytest.fixture(scope="module")
def outlines(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> PublishedBoundaries:
    """The outlines of the demo county, published beside its home."""
    folder = tmp_path_factory.mktemp("outlines")
    drawn = next(path for path in sorted(DRAWN.glob("bashang.*")) if path.suffix != ".py")
    import_boundaries([drawn], regions_of(demo_settings), folder)
    return PublishedBoundaries(folder)


@pytest.fixture(scope="module")
def paper(demo_settings: Settings, demo_release: Release, township: str, outlines: PublishedBoundaries) -> Paper:
    """All views, with the households."""
    engine = open_database(demo_settings.database_url)
    own = Own(demo_settings, outlines, lambda: engine)
    order = Order(kind="xlsx", lang="zh", release=demo_release.id, briefing="x", approval="甲〔2019〕1号",
                  mark="甲 月调度", user="county", role="county")  # fmt: skip
    scenes = tuple(BriefingScene(name, search.format(township=township)) for name, search in SCENES.items())
    nan = float("nan")
    briefing = Briefing("x", "月调度", State.DRAFT, 1, "甲", 0.0, nan, nan, "", scenes)
    heard: list[int] = []
    made = paper_of(own, demo_release, order, briefing, lambda done, _: heard.append(done))
    engine.dispose()
    assert heard == list(range(1, len(SCENES) + 1))
    return made


def sheet(paper: Paper, name: str) -> Sheet:
    return next(one for one in paper.sheets if one.title == name)


def table(found: Sheet, title: str) -> Table:
    return next(one for one in found.tables if one.title.startswith(title))


INCIDENCE = """SELECT t.name_zh, SUM(y.poor_population_count), SUM(y.rural_population_count) FROM region_year y
  JOIN region_ancestor u USING (region_code)
  JOIN region t ON t.region_code = u.ancestor_code AND t.region_level_code = '4'
  WHERE y.stat_year = ? AND y.poor_population_count IS NOT NULL AND y.rural_population_count IS NOT NULL GROUP BY 1"""


@pytest.mark.parametrize("view", ["overview", "ranking"])
def test_regions_have_their_value_its_parts_and_their_rank(paper: Paper, sql: Any, view: str) -> None:
    expected = {name: (float(poor), float(rural)) for name, poor, rural in sql(INCIDENCE, YEAR)}
    found = table(sheet(paper, view), "贫困发生率")
    assert {row[1]: (row[3], row[4]) for row in found.rows} == expected
    for rank, name, value, poor, rural in found.rows:
        assert isinstance(poor, float) and isinstance(rural, float) and isinstance(value, float)
        assert value == pytest.approx(100 * poor / rural, abs=0.0051), name
        assert rank == 1 + sum(round(100 * p / r, 2) < round(value, 2) for p, r in expected.values()), name


def test_a_bar_is_the_value_of_its_row(paper: Paper) -> None:
    found = sheet(paper, "overview")
    values = {row[1]: row[2] for row in table(found, "贫困发生率").rows}
    chart = next(one for one in found.charts if one.kind == "bar")
    assert dict(zip(chart.categories, chart.series[0].values, strict=True)) == values


def test_causes_are_those_of_registered_households(paper: Paper, sql: Any) -> None:
    asked = """SELECT COUNT(*) FROM household_cause c JOIN household h USING (household_id) WHERE c.is_main = 1
      AND h.is_valid = 1 AND h.household_type_code = '1' GROUP BY c.cause_code ORDER BY 1 DESC LIMIT 5"""
    found = [row[1] for row in table(sheet(paper, "overview"), "致贫原因").rows]
    assert found[:5] == [float(count) for (count,) in sql(asked)]


def test_villages_without_industry_beside_solar_stand_first(paper: Paper, sql: Any) -> None:
    asked = """SELECT name_zh FROM region WHERE region_level_code = '5' AND (valid_to IS NULL OR valid_to >= ?)
      AND region_code NOT IN (SELECT c.region_code FROM industry_coverage c JOIN industry_activity i USING (activity_id)
        JOIN industry_kind k USING (industry_kind_code) WHERE c.stat_year = ? AND k.is_covering = 1
        AND i.industry_kind_code <> 'SOLAR' AND i.operating_status_code IN ('RUNNING', 'WATCHED'))"""
    found = sheet(paper, "industry").tables[0]
    assert found.title == "空白村"
    assert sorted(row[0] for row in found.rows if isinstance(row[0], str)) == sorted(
        name for (name,) in sql(asked, TODAY, YEAR)
    )


def test_the_way_of_the_cases(paper: Paper, sql: Any) -> None:
    asked = """SELECT COUNT(*), SUM(assisted_on IS NOT NULL), SUM(is_eliminated = 1 AND elimination_mode_code = 'HELP'),
      SUM(is_eliminated = 1 AND elimination_mode_code = 'NATURAL'), SUM(is_eliminated = 0) FROM monitoring_case"""
    found = [row[1] for row in table(sheet(paper, "monitor"), "监测流程").rows]
    every, helped, by_help, naturally, left = map(float, sql(asked)[0])
    assert [found[at] for at in (0, 2, 3, 4, 5)] == [every, helped, by_help, naturally, left]


DUE = f"""SELECT l.household_id, l.region_code, m.household_id IS NOT NULL AS monitored,
  CAST(julianday('{TODAY}') - julianday(substr(max(l.last_visited_at), 1, 10)) AS INTEGER) AS days
  FROM household_last_visit l LEFT JOIN (SELECT DISTINCT household_id FROM open_monitoring_case) m USING (household_id)
  WHERE l.household_type_code = '1' OR m.household_id IS NOT NULL GROUP BY 1, 2, 3"""
LATE = "(days IS NULL OR days > 90 OR (monitored AND days > 30))"


def test_visits_missed_are_those_of_the_rule(paper: Paper, sql: Any) -> None:
    found = table(sheet(paper, "duty"), "入户走访")
    ((late, due, monitored),) = sql(f"SELECT SUM({LATE}), COUNT(*), SUM({LATE} AND monitored) FROM ({DUE})")
    assert found.rows[-1][1:3] == (float(late), float(due))
    assert found.rows[0][1] == float(monitored)
    silent = table(sheet(paper, "duty"), "责任缺口")
    assert sum(row[2] for row in silent.rows if isinstance(row[2], float)) == late


def test_tasks_finished_and_late(paper: Paper, sql: Any) -> None:
    asked = "SELECT COUNT(*), SUM(finished_on IS NOT NULL) FROM task WHERE planned_end_on IS NOT NULL"
    whole = table(sheet(paper, "tasks"), "推进表").rows[0]
    assert (whole[1], whole[3]) == tuple(map(float, sql(asked)[0]))
    lists = table(sheet(paper, "tasks"), "超期任务")
    assert isinstance(whole[5], float) and f"共 {whole[5]:.0f} 条" in lists.note
    days = [row[3] for row in lists.rows]
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]


def test_unmet_guarantees_by_item(paper: Paper, sql: Any) -> None:
    asked = """SELECT assurance_code, COUNT(DISTINCT household_id) FROM household_assurance WHERE stat_year = ?
      AND is_met = 0 AND resolved_on IS NULL GROUP BY 1"""
    expected = dict(sql(asked, YEAR))
    found = {row[0]: row[1] for row in table(sheet(paper, "tasks"), "保障未达标").rows}
    assert found["住房"] == float(expected.get("HOUSING", 0))
    assert found["饮水"] == float(expected.get("WATER", 0))


def test_households_are_listed_masked_and_make_the_watermark(paper: Paper, sql: Any, township: str) -> None:
    found = sheet(paper, "people").tables[-1]
    assert found.is_about_people and paper.watermark == "甲 月调度"
    ((count,),) = sql(f"SELECT COUNT(*) FROM ({DUE}) WHERE {LATE} AND region_code {UNDER}", township)
    assert len(found.rows) == count > 0
    heads = {name for (name,) in sql("SELECT name_zh FROM person")}
    assert not heads & {row[1] for row in found.rows}
    assert not any(one.is_about_people for one in sheet(paper, "duty").tables), "the wall lists none of a county"


def test_a_scene_that_names_what_is_gone_says_so_and_shows_the_rest(paper: Paper) -> None:
    found = sheet(paper, GONE)
    assert len(found.missing) >= 2 and any("地区" in said for said in found.missing)
    assert any("指标" in said for said in found.missing)
    assert found.place == sheet(paper, "monitor").place
    assert found.headlines == sheet(paper, "monitor").headlines


def test_headlines_and_sentences_stand_on_every_sheet(paper: Paper) -> None:
    for one in paper.sheets:
        assert len(one.headlines) == 6 and one.sentence, one.title
    incidence = next(one for one in sheet(paper, "overview").headlines if one.label == "贫困发生率")
    assert incidence.value in sheet(paper, "overview").sentence


def test_every_panel_on_paper_is_one_of_its_view_and_has_a_name() -> None:
    for view, named in PANELS.items():
        assert set(named) <= set(VIEW_OF[view].panels) | {"gaps", "belts"}, view
        assert all(f"scenes.panel.{name}" in messages() for name in named), view
    assert set(PANELS) == set(VIEW_OF)


def test_definitions_name_every_indicator_once(paper: Paper) -> None:
    names = [one.name for one in paper.definitions]
    assert "贫困发生率" in names and len(names) == len(set(names))
    assert all(one.words and one.source for one in paper.definitions)


def drawn(paper: Paper, name: str) -> Choropleth:
    found = sheet(paper, name).map
    assert found is not None
    return found


def test_regions_stand_in_the_classes_of_policy(paper: Paper, sql: Any) -> None:
    found = drawn(paper, "overview")
    assert [row.label for row in found.classes] == ["< 0.5", "0.5–1", "1–2", "2–3", "3–10", "≥ 10"]
    rates = {name: round(100 * poor / rural, 2) for name, poor, rural in sql(INCIDENCE, YEAR)}
    assert {area.name: area.class_ for area in found.areas} == {
        name: sum(rate >= low for low in (0.5, 1, 2, 3, 10)) for name, rate in rates.items()
    }
    assert {area.name: area.value_text for area in found.areas} == {name: f"{r:.2f}%" for name, r in rates.items()}
    assert found.states == () and all(len(ring) > 3 for area in found.areas for ring in area.rings)
    (least, *_), (most, *_) = min(found.areas[0].rings[0]), max(found.areas[0].rings[0])
    assert 1_000 < most - least < 100_000, "metres"


def spread(found: Choropleth) -> list[float]:
    """West, south, east, north of all areas."""
    points = [point for area in found.areas for ring in area.rings for point in ring]
    return [least(point[at] for point in points) for least in (min, max) for at in (0, 1)]


def test_a_whole_level_is_drawn_where_its_regions_lie(paper: Paper, sql: Any) -> None:
    found = drawn(paper, "villages")
    asked = "SELECT COUNT(*) FROM region WHERE region_level_code = '5' AND (valid_to IS NULL OR valid_to >= ?)"
    assert len(found.areas) == sql(asked, TODAY)[0][0]
    assert spread(found) == pytest.approx(spread(drawn(paper, "overview")), rel=1e-3)


def test_other_breaks_hold_as_many_regions_each(paper: Paper) -> None:
    found = drawn(paper, "cut")
    held = [sum(area.class_ == at for area in found.areas) for at in range(len(found.classes))]
    assert len(held) == 5 and max(held) - min(held) <= 1


def test_what_is_not_told_of_a_village_has_no_class_and_says_why(paper: Paper) -> None:
    found = drawn(paper, "ill")
    assert found.areas and all(area.class_ is None and area.state == "withheld" for area in found.areas)
    assert [row.label for row in found.states] == ["不公开"] == list({area.value_text for area in found.areas})
    assert {row[2] for row in table(sheet(paper, "ill"), found.title).rows} == {"不公开"}


def test_a_map_of_changes_has_two_ends(paper: Paper, sql: Any) -> None:
    found = drawn(paper, "change")
    now, then = ({name: round(100 * p / r, 2) for name, p, r in sql(INCIDENCE, year)} for year in (YEAR, 2017))
    assert "较2017年" in found.title and len(found.classes) in (3, 5)
    for area in found.areas:
        change = round(now[area.name] - then[area.name], 2)
        assert area.value_text.replace("−", "-").replace("±", "") == f"{change:+.2f}".replace("+0.00", "0.00"), (
            area.name
        )
        middle = len(found.classes) // 2
        assert area.class_ is not None and (area.class_ < middle) == (change < 0)
