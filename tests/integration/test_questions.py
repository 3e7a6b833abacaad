"""Each of the leader's questions: what the product answers is what the question's own statement gives."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.database import open_database
from data_access.industry.gaps import villages_without
from data_access.monitoring.warnings import warnings
from data_access.questions.answer import Answer
from data_access.questions.answers import answer_of
from data_access.questions.catalogue import ANSWERED
from data_access.rankings.announced import announced
from data_access.release import Release, ReleaseStore
from data_access.settings import Settings
from data_access.tree import TOWNSHIP_LEVEL
from tests.questions import Rows, ask


@dataclass(frozen=True)
class Asked:
    """A county with its release, its own database, and the region that is asked about."""

    release: Release
    engine: Engine
    region: str

    def rows(self, name: str, **more: object) -> Rows:
        """What the question's own statement gives."""
        return ask(self.engine, name, self.region, self.release.as_of, **more)

    def quantity(self, name: str, code: str | None = None) -> float:
        """A figure of the release."""
        return self.release.quantity(name, code or self.region, self.release.as_of.year)

    def answer(self, number: int) -> Answer:
        """The product's own answer."""
        period = self.release.as_of.year
        return answer_of(lambda: self.engine, self.release, number, self.region, period, "zh")

    def fact(self, number: int, key: str) -> float:
        """One sum of it."""
        return next(fact.value for fact in self.answer(number).facts if fact.key == key)


@pytest.fixture(scope="module")
def county(demo_settings: Settings, scenario_settings: Callable[[str], Settings]) -> Iterator[Callable[[str], Asked]]:
    """Opens a demo county by name."""
    engines: list[Engine] = []

    @cache
    def opened(name: str) -> Asked:
        settings = demo_settings if name == "bashang" else scenario_settings(name)
        release = ReleaseStore(settings.releases).current()
        engines.append(open_database(settings.database_url))
        return Asked(release, engines[-1], release.root.code)

    yield opened
    for engine in engines:
        engine.dispose()


@pytest.fixture(scope="module")
def bashang(county: Callable[[str], Asked]) -> Asked:
    return county("bashang")


@pytest.fixture(scope="module")
def weigong(county: Callable[[str], Asked]) -> Asked:
    return county("weigong")


def township(asked: Asked) -> Asked:
    """The same asked about its first township."""
    code = next(r.code for r in asked.release.tree.regions if r.level == TOWNSHIP_LEVEL)
    return Asked(asked.release, asked.engine, code)


@pytest.fixture(scope="module", params=["county", "township"])
def place(request: pytest.FixtureRequest, bashang: Asked) -> Asked:
    return bashang if request.param == "county" else township(bashang)


def numbers(answer: Answer, *columns: int) -> dict[str, tuple[Any, ...]]:
    """Key or code of each row -> some of its cells, NaN as None and zero the same as nothing."""

    def cell(value: object) -> object:
        return None if isinstance(value, float) and (math.isnan(value) or value == 0) else value

    return {row.code or row.key: tuple(cell(row.cells[at]) for at in columns) for row in answer.rows}


def test_1_households_and_persons(place: Asked) -> None:
    row = place.rows("1")[0]
    expected = {"still_poor": "poor", "registered": "registered", "monitoring_open": "monitored"}
    for name, theirs in expected.items():
        for of in ("household", "person"):
            assert place.fact(1, f"{name}_{of}_count") == (row[f"{theirs}_{of}_count"] or 0)


def test_2_the_worst_township(bashang: Asked) -> None:
    rows, release = bashang.rows("2"), bashang.release
    ours = {
        r.code: release.value("POVERTY_INCIDENCE", r.code, release.as_of.year) for r in release.children(bashang.region)
    }
    assert max(ours, key=lambda code: ours[code]) == rows[0]["region_code"]
    assert {code: round(value, 2) for code, value in ours.items()} == pytest.approx(
        {row["region_code"]: row["incidence_percent"] for row in rows}, abs=0.011
    )


@pytest.mark.parametrize("name", ["bashang", "weigong"])
def test_3_villages_without_industry(county: Callable[[str], Asked], name: str) -> None:
    asked = county(name)
    page = villages_without(asked.release, asked.region, asked.release.as_of.year, page_size=10_000)
    assert [row.code for row in page.rows] == [row["region_code"] for row in asked.rows("3")]


def test_4_households_without_industry_or_job(place: Asked) -> None:
    rows = place.rows("4")
    by_village = Counter(row["region_code"] for row in rows)
    assert rows
    assert place.quantity("idle_household_count") == len(rows)
    assert {code: place.quantity("idle_household_count", code) for code in by_village} == by_village


def test_5_causes(place: Asked) -> None:
    theirs = {row["cause_code"]: (row["household_count"], row["person_count"]) for row in place.rows("5")}
    assert numbers(place.answer(5), 0, 1) == theirs


def test_6_and_7_at_risk(bashang: Asked) -> None:
    open_ones, without_help = bashang.rows("6"), bashang.rows("7")
    assert bashang.quantity("monitoring_open_household_count") == len({row["household_id"] for row in open_ones})
    theirs = len({row["household_id"] for row in without_help})
    assert bashang.quantity("monitoring_undeveloped_household_count") == theirs


def test_9_not_visited(place: Asked) -> None:
    assert place.quantity("visit_overdue_household_count") == len(place.rows("9"))


def test_10_helpers(place: Asked) -> None:
    assert place.quantity("no_helper_household_count") == len(place.rows("10"))


def test_11_teams(place: Asked) -> None:
    assert place.quantity("team_lacking_village_count") == len(place.rows("11"))


def test_12_guarantees(place: Asked, bashang: Asked) -> None:
    theirs: Counter[str] = Counter()
    for row in place.rows("12"):
        theirs[row["assurance_code"]] += row["unmet_household_count"]
    ours = {item: place.quantity(f"unmet_household_count.{item}") for item in theirs}
    assert theirs or place is not bashang
    assert {item: 0 if math.isnan(value) else value for item, value in ours.items()} == theirs


def test_13_solar_money(place: Asked) -> None:
    names = ("received_yuan", "post_yuan", "work_yuan", "relief_yuan", "household_count")
    rows = place.rows("13")
    theirs = {row["region_code"]: tuple(row[name] or None for name in names) for row in rows}
    answer = place.answer(13)
    ours = numbers(answer, 0, 1, 2, 3, 4)
    assert ours == {code: theirs[code] for code in ours}
    assert answer.total == len(rows)
    assert place.fact(13, "unpaid_villages") == sum(not row["received_yuan"] for row in rows)


def test_14_insurance(weigong: Asked) -> None:
    rows = weigong.rows("14")
    assert rows
    names = {"premium_yuan": "insurance_premium_yuan", "eligible_count": "insurance_eligible_count",
             "monitored_count": "insurance_monitored_count"}  # fmt: skip
    for year in {row["stat_year"] for row in rows}:
        of_year = [row for row in rows if row["stat_year"] == year]
        for theirs, ours in names.items():
            counted = weigong.release.quantity(ours, weigong.region, year)
            stated = [row[theirs] for row in of_year if row[theirs] is not None]
            assert counted == sum(stated) if stated else math.isnan(counted), (year, theirs)


def test_15_modes_of_tourism(bashang: Asked) -> None:
    names = ("operator_count", "township_count", "village_count", "household_count", "income_yuan")
    theirs = {row["mode_code"]: tuple(row[name] for name in names) for row in bashang.rows("15")}
    assert numbers(bashang.answer(15), 0, 1, 2, 3, 4) == theirs


@pytest.mark.parametrize("name", ["bashang", "weigong"])
def test_16_micro_factories(county: Callable[[str], Asked], name: str) -> None:
    asked = county(name)
    rows = asked.rows("16")
    assert len(rows) == asked.fact(16, "factories")
    assert asked.fact(16, "workers") == sum(row["worker_count"] for row in rows)
    assert asked.fact(16, "assisted") == sum(row["assisted_worker_count"] for row in rows)
    states = Counter(row["workshop_watch_code"] for row in rows)
    assert (asked.fact(16, "watch_clear"), asked.fact(16, "watch_watch")) == (states["CLEAR"], states["WATCH"])
    shown = [row.code for row in asked.answer(16).rows]
    assert len(shown) == min(200, len(rows))
    assert [row.key for row in asked.answer(16).rows][: states["CLEAR"]] == ["CLEAR"] * states["CLEAR"]


def test_17_without_a_job(place: Asked) -> None:
    rows = place.rows("17")
    assert rows
    assert place.quantity("job_wanted_count") == sum(row["person_count"] for row in rows)
    assert all(place.quantity("job_wanted_count", row["region_code"]) == row["person_count"] for row in rows)


def test_18_income_that_fell(place: Asked) -> None:
    rows = place.rows("18")
    assert all(row["line_yuan"] is None for row in rows), "no line of monitoring is set here: the falling ones alone"
    assert place.fact(18, "income_fallen_household_count") == len(rows) > 0
    theirs = Counter(row["region_code"] for row in rows)
    assert all((cells[0] or 0) == theirs[code] for code, cells in numbers(place.answer(18), 0).items())


def test_19_what_income_is_made_of(place: Asked) -> None:
    names = ("on_transfers_household_count", "wage_yuan", "business_yuan", "property_yuan", "transfer_yuan")
    rows = place.rows("19")
    answer = place.answer(19)
    theirs = {row["region_code"]: tuple(row[name] or None for name in names) for row in rows}
    ours = numbers(answer, 0, 1, 2, 3, 4)
    assert ours
    for code, cells in ours.items():
        assert cells == pytest.approx(theirs[code])
    assert answer.total == len(rows)


@pytest.mark.parametrize("name", ["bashang", "weigong", "saibei"])
def test_20_hollow_villages(county: Callable[[str], Asked], name: str) -> None:
    asked = county(name)
    names = ("house_count", "vacant_house_count", "activity_count", "relocated_household_count")
    rows = asked.rows("20")
    answer = asked.answer(20)
    ours = numbers(answer, 0, 1, 3, 4)
    assert answer.total == len(rows) > 0
    theirs = {row["region_code"]: tuple(row[name] or None for name in names) for row in rows}
    assert ours == {code: theirs[code] for code in ours}


def test_21_resettlement(county: Callable[[str], Asked]) -> None:
    asked = county("saibei")
    names = ("moved_household_count", "occupied_household_count", "household_count", "in_industry_count",
             "in_job_count", "in_neither_count")  # fmt: skip
    rows = asked.rows("21")
    theirs = {row["site_id"]: tuple(row[name] or None for name in names) for row in rows}
    answer = asked.answer(21)
    assert answer.total == len(rows) > 0
    assert numbers(answer, 0, 1, 3, 4, 5, 6) == theirs


def test_23_first_and_last(weigong: Asked) -> None:
    found = announced(weigong.engine, weigong.release, weigong.region, weigong.release.as_of.year)
    assert found is not None
    rows = weigong.rows("23", held_on=found.held_on)
    ours = [place.code for place in found.standings.places[: found.standings.ranked]]
    assert ours == [row["region_code"] for row in rows]
    assert {code: told for code, told in found.issues.items() if code in ours} == {
        row["region_code"]: (row["issue_count"], row["fixed_issue_count"]) for row in rows
    }


def test_24_alerts_of_departments(bashang: Asked) -> None:
    rows = bashang.rows("24")
    found = warnings(bashang.release, bashang.region)
    assert found is not None
    assert (found.pending, found.overdue) == (
        sum(row["pending_count"] for row in rows), sum(row["overdue_count"] for row in rows)
    )  # fmt: skip


def test_25_sources_and_doubts(bashang: Asked) -> None:
    sources, doubts = bashang.rows("25"), bashang.rows("25b")
    told = numbers(bashang.answer(25), 0)
    for source in sources:  # what a load delivered in part reaches its day as well
        assert str(told[source["source_id"]][0]) >= str(source["as_of_on"] or "")
    assert {row["rule_code"]: told[row["rule_code"]][0] for row in doubts} == {
        row["rule_code"]: row["open_count"] for row in doubts
    }
    assert bashang.fact(25, "open_issues") == sum(row["open_count"] for row in doubts)


@pytest.mark.parametrize("number", ANSWERED)
def test_every_answer_is_given_everywhere(county: Callable[[str], Asked], number: int) -> None:
    for name in ("bashang", "weigong"):
        asked = county(name)
        villages = asked.release.villages(asked.region)
        for code in (asked.region, villages[0].code):
            for period in asked.release.periods[-2:]:
                answer_of(partial(_same, asked.engine), asked.release, number, code, period, "en")


def _same(engine: Engine) -> Engine:
    return engine
