"""Questions that are answered by lists read now, not by the release alone: a household's card, the heaviest load of a
helper, the claims of insurance, the late tasks; each held against its own statement on the engine of the run."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import Engine, text

from data_access.database import open_database
from data_access.duty.officials import heaviest_helpers
from data_access.duty.tokens import OfficialTokens, official_tokens
from data_access.households import household_card
from data_access.monitoring.insurance import insurance
from data_access.release import Release, ReleaseStore
from data_access.scope import WALL
from data_access.settings import Settings
from data_access.tasks.listed import LateTask, late_tasks
from data_access.tokens import HouseholdTokens
from data_access.tree import TOWNSHIP_LEVEL
from layouts.numbers import money, whole
from layouts.panels.monitor_insurance import insurance_panel
from tests.questions import Rows, ask

KEY = b"k" * 32
TOKENS = HouseholdTokens(KEY)
VISITS = "SELECT visited_at FROM household_visit WHERE household_id = :id"
SOME = """SELECT household_id, region_code FROM household WHERE is_valid = 1 AND household_type_code = '1'
ORDER BY household_id LIMIT 12"""


@dataclass(frozen=True)
class County:
    """A demo county as it is served: its release and its own database."""

    release: Release
    engine: Engine
    officials: OfficialTokens

    def rows(self, name: str, region: str, **more: object) -> Rows:
        return ask(self.engine, name, region, self.release.as_of, **more)

    @property
    def regions(self) -> tuple[str, str]:
        """The whole, and its first township."""
        town = next(region.code for region in self.release.tree.regions if region.level == TOWNSHIP_LEVEL)
        return self.release.root.code, town


Counties = Callable[[str], County]


@pytest.fixture(scope="module")
def county(demo_settings: Settings, scenario_settings: Callable[[str], Settings]) -> Iterator[Counties]:
    engines: list[Engine] = []

    @cache
    def opened(name: str) -> County:
        settings = demo_settings if name == "bashang" else scenario_settings(name)
        engines.append(open_database(settings.database_url))
        officials = official_tokens(settings.home)
        return County(ReleaseStore(settings.releases).current(), engines[-1], officials)

    yield opened
    for engine in engines:
        engine.dispose()


def test_8_who_answers_for_a_household_and_when_they_came(county: Counties) -> None:
    asked, visited = county("bashang"), 0
    release, today = asked.release, asked.release.as_of.isoformat()
    with asked.engine.connect() as connection:
        households = connection.execute(text(SOME)).all()
        for household, village in households:
            token = TOKENS.token(str(household))
            card = household_card(
                asked.engine, WALL, str(village), token, release.as_of, tokens=TOKENS, themes=release.themes
            )
            rows = asked.rows("8", str(village), household_id=household)
            assert rows
            assert [(h.name_zh, h.title_zh, h.organisation_zh) for h in card.helpers] == [
                (row["name_zh"], row["title_zh"], row["organisation_zh"]) for row in rows
            ]
            days = [str(day)[:10] for day in connection.execute(text(VISITS), {"id": household}).scalars()]
            last = max((day for day in days if day <= today), default=None)
            assert card.last_visit is not None
            told = card.last_visit.visited_on
            assert (None if told is None else told.isoformat()) == last
            theirs = max((str(row["last_visited_at"])[:10] for row in rows if row["last_visited_at"]), default="")
            assert theirs <= (told.isoformat() if told else "")
            visited += bool(theirs)
    assert len(households) == 12
    assert visited > 6


@pytest.mark.parametrize("name", ["bashang", "weigong"])
def test_10_the_helpers_with_the_most_households(county: Counties, name: str) -> None:
    asked = county(name)
    year = asked.release.as_of.year
    for region in asked.regions:
        rows = asked.rows("10b", region)
        found = heaviest_helpers(asked.engine, WALL, asked.release, region, period=year, tokens=asked.officials)
        assert found
        told = [(one.official.name_zh, one.official.organisation_zh, one.household_count) for one in found]
        assert told == [(r["name_zh"], r["organisation_zh"], r["household_count"]) for r in rows[: len(found)]]
        most = asked.release.quantity("helper_most_household_count", region, year)
        assert most == rows[0]["household_count"]


def test_14_what_insurance_paid(county: Counties) -> None:
    asked = county("weigong")
    region = asked.release.root.code
    rows = asked.rows("14", region)
    found = insurance(asked.release, region)
    assert found is not None
    by_year = {year.period: year for year in found.years}
    assert set(by_year) == {row["stat_year"] for row in rows}
    for period, ours in by_year.items():
        theirs = [row for row in rows if row["stat_year"] == period]
        assert ours.claims == sum(row["claim_count"] for row in theirs)
        assert ours.paid_yuan == pytest.approx(sum(row["paid_yuan"] for row in theirs))
    assert sum(year.claims for year in found.years) > 0
    panel = json.dumps(insurance_panel(found, "zh", connected=True), cls=PlotlyJSONEncoder, ensure_ascii=False)
    last = found.years[-1]
    for said in (whole(last.claims), *money(last.paid_yuan, "zh"), *money(last.premium_yuan, "zh")):
        assert said in panel
    township = asked.regions[1]
    above = insurance(asked.release, township)
    assert above is not None and above.code == region, "a township without a policy is told those of its county"


@pytest.mark.parametrize("name", ["bashang", "weigong"])
def test_22_late_tasks_and_whose_they_are(county: Counties, name: str) -> None:
    asked = county(name)
    for region in asked.regions:
        rows = asked.rows("22", region)
        assert [_task(row) for row in rows] == [_told(task) for task in _late(asked, region)]
        late = asked.release.quantity("task_late_count", region, asked.release.as_of.year)
        assert (0 if math.isnan(late) else late) == len(rows)


def _late(asked: County, region: str) -> Iterator[LateTask]:
    """Every page of the list, one after another."""
    for page in count():
        found = late_tasks(asked.engine, WALL, asked.release, region, page=page)
        yield from found.rows
        if (page + 1) * found.page_size >= found.total:
            return


def _task(row: dict[str, Any]) -> tuple[object, ...]:
    return (
        row["task_id"], row["title_zh"], row["region_zh"], str(row["planned_end_on"]), row["done_quantity"],
        row["target_quantity"], row["unit_zh"], row["organisation_zh"], row["official_zh"],
    )  # fmt: skip


def _told(task: LateTask) -> tuple[object, ...]:
    return (
        task.task_id, task.title_zh, task.region_zh, task.due_on.isoformat(), task.done, task.target, task.unit_zh,
        task.organisation_zh, task.official_zh,
    )  # fmt: skip
