"""A county whose rankings are full of traps, and what changes between two of its releases.

C ── T1 ── V1    reports, equal to T2 as it is shown
  ├─ T2 ── V2    reports; in 2018 silent
  ├─ T3 ── V3    never reports
  ├─ T4 ── V4    the worst
  └─ T5 ── V5    has nobody to measure: a population of 0
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, delete, insert, update

from app import create_app
from callbacks.routes_change import change_told
from data_access.changes.balance import balances
from data_access.changes.baseline import Baseline, NoBaseline, baseline_of
from data_access.contract import create_contract
from data_access.industry.trace import trace
from data_access.rankings.announced import announced
from data_access.rankings.places import field_of
from data_access.rankings.standings import standings
from data_access.release import Release, ReleaseStore, build_release
from data_access.release.files import read_release
from data_access.schema import metadata
from data_access.settings import Settings, read_settings
from layouts.panels.ranking_standing import as_announced, by_indicator
from tests.signing_in import signed_in

INCIDENCE = "POVERTY_INCIDENCE"
TOWNS = ("T1", "T2", "T3", "T4", "T5")
DAY = date(2019, 9, 30)
REPORTED: dict[str, dict[int, tuple[int | None, int]]] = {  # village -> year -> poor, rural
    "V1": {2018: (30, 1000), 2019: (10, 1000)},
    "V2": {2018: (None, 1000), 2019: (20, 2001)},
    "V4": {2018: (40, 1000), 2019: (50, 1000)},
    "V5": {2018: (0, 0), 2019: (0, 0)},
}
PLACES: dict[date, dict[str, tuple[Any, ...]]] = {  # day -> town -> place, score, named, mended
    date(2019, 6, 28): {"T1": (1, 95.0, 3, 3), "T2": (2, 90.0, 5, 1), "T4": (3, 80.0, 2, 2)},
    date(2019, 9, 27): {
        "T1": (2, 91.0, 4, 3), "T2": (2, 91.0, 6, 6), "T4": (1, 88.0, None, None), "T3": (None, None, 9, 0),
    },
}  # fmt: skip


@dataclass(frozen=True)
class County:
    """The county after its second release: the release shown, the one before it, and the store of both."""

    settings: Settings
    engine: Engine
    store: ReleaseStore
    first: str
    release: Release


def _rows() -> dict[str, list[dict[str, Any]]]:
    town = [
        {"region_code": code, "parent_code": "C", "region_level_code": "4", "name_zh": f"镇{code}"} for code in TOWNS
    ]
    villages = [
        {"region_code": f"V{code[1]}", "parent_code": code, "region_level_code": "5", "name_zh": f"村{code[1]}"}
        for code in TOWNS
    ]
    county = {"region_code": "C", "parent_code": None, "region_level_code": "3", "name_zh": "县"}
    years = [
        {"region_code": code, "stat_year": year, "poor_population_count": poor, "rural_population_count": rural}
        for code, told in REPORTED.items()
        for year, (poor, rural) in told.items()
    ]
    homes = [
        {"household_id": f"H{n}", "region_code": f"V{n % 3 + 1}", "member_count": 3, "household_type_code": "1",
         "poverty_status_code": status, "is_valid": 1}
        for n, status in enumerate(["0", "0", "3", "1", "4", None])
    ]  # fmt: skip
    cases = [
        {"household_id": f"H{n}", "case_id": "1", "member_count": 3, "identified_on": date(2019, 3, 1),
         "is_eliminated": 0, "monitoring_object_code": "2"}
        for n in (0, 1)
    ]  # fmt: skip
    ranked = [
        {"ranking_event_code": "QUARTER_RANK", "held_on": day, "region_code": code, "place_no": place, "score": score,
         "issue_count": named, "fixed_issue_count": mended}
        for day, told in PLACES.items()
        for code, (place, score, named, mended) in told.items()
    ]  # fmt: skip
    loads = [{"load_id": "1", "source_id": "L", "table_name": "household", "as_of_on": DAY, "load_status_code": "OK"}]
    sources = [{"source_id": "L", "name_zh": "台账", "source_kind_code": "LEDGER"}]
    return {
        "region": [county, *town, *villages], "region_year": years, "household": homes, "monitoring_case": cases,
        "ranking": ranked, "data_source": sources, "data_load": loads,
    }  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    folder = tmp_path_factory.mktemp("ranked")
    path = folder / "county.sqlite"
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    create_contract(engine)
    table = metadata.tables
    with engine.begin() as connection:
        for name, rows in _rows().items():
            keys = sorted({key for row in rows for key in row})
            connection.execute(insert(table[name]), [{key: row.get(key) for key in keys} for row in rows])
    settings = read_settings({"GUATU_HOME": str(folder / "home"), "GUATU_DATABASE_URL": f"sqlite:///{path.as_posix()}"})
    first = build_release(settings).id
    home, case, year = table["household"], table["monitoring_case"], table["region_year"]
    with engine.begin() as connection:  # two lifted, one falls back, two are new and one is struck off; one case ends
        connection.execute(update(home).where(home.c.household_id == "H0").values(poverty_status_code="1"))
        connection.execute(update(home).where(home.c.household_id == "H3").values(poverty_status_code="3"))
        connection.execute(update(home).where(home.c.household_id == "H1").values(is_valid=0))
        connection.execute(update(home).where(home.c.household_id == "H2").values(poverty_status_code="4"))
        new = {"region_code": "V4", "member_count": 2, "household_type_code": "1", "poverty_status_code": "0"}
        connection.execute(insert(home), [{"household_id": key, "is_valid": 1, **new} for key in ("H9", "H10")])
        ended = {"is_eliminated": 1, "elimination_mode_code": "HELP", "eliminated_on": date(2019, 9, 1)}
        connection.execute(update(case).where(case.c.household_id == "H0").values(**ended))
        connection.execute(delete(case).where(case.c.household_id == "H1"))
        connection.execute(
            insert(case),
            [{"household_id": "H9", "case_id": "1", "member_count": 2, "identified_on": date(2019, 8, 1),
              "is_eliminated": 0, "monitoring_object_code": "1"}],
        )  # fmt: skip
        connection.execute(
            update(year).where(year.c.region_code == "V1", year.c.stat_year == 2019).values(poor_population_count=12)
        )
    store = ReleaseStore(settings.releases)
    store.pin(first)
    build_release(settings)
    store.unpin()
    release = store.current()
    assert release.id != first
    yield County(settings, engine, store, first, release)
    engine.dispose()


def test_a_region_without_a_figure_has_no_place_and_ties_share_one(county: County) -> None:
    release = county.store.open(county.first)
    before = baseline_of(release, "2018", 2019)
    assert isinstance(before, Baseline)
    found = standings(release, INCIDENCE, "C", 2019, before)
    assert [(p.code, p.rank, p.is_shared, p.state) for p in found.places] == [
        ("T1", 1, True, "ok"), ("T2", 1, True, "ok"), ("T4", 3, False, "ok"), ("T3", None, False, "missing"),
        ("T5", None, False, "none"),
    ]  # fmt: skip
    assert [p.moved for p in found.places] == [0, None, 0, None, None], "T2 was silent before: nothing moved past it"
    said = str(by_indicator(found, release.indicator(INCIDENCE), before, 2019, "zh"))
    assert "未上报,不排名:镇T3(共 1 个)。 没有可计量的对象,不排名:镇T5(共 1 个)。" in said
    assert "两期都有数的 2 个之间" in said


def test_places_are_shown_as_announced_and_doubt_is_said(county: County) -> None:
    found = announced(county.engine, county.release, "C", 2019)
    assert found is not None
    assert (found.event, found.held_on, found.before_on) == ("QUARTER_RANK", date(2019, 9, 27), date(2019, 6, 28))
    assert [(p.code, p.rank, p.is_shared, p.moved) for p in found.standings.places] == [
        ("T4", 1, False, 2), ("T1", 2, True, -1), ("T2", 2, True, 0), ("T3", None, False, None),
        ("T5", None, False, None),
    ]  # fmt: skip
    assert found.doubtful == ("镇T4", "镇T1", "镇T2")
    assert found.issues["T2"] == (6, 6)
    said = str(as_announced(found, "C", "zh", connected=True))
    assert "名次与得分不符:镇T4、镇T1、镇T2" in said
    assert "不排名:镇T3、镇T5" in said
    assert "—/—" in said, "problems nobody told of are no zero"
    assert announced(county.engine, county.release, "C", 2018) is None


def test_what_there_is_nothing_to_compare_with_says_why(county: County) -> None:
    release, alone = county.release, read_release(county.store.folder / county.first)
    reasons = {
        since: found.key
        for since in ("before", "2019", "2011", "briefing", release.id, "20190101T000000-abcdef01", "../../etc")
        if isinstance(found := baseline_of(release, since, 2018 if since == "before" else 2019), NoBaseline)
    }
    assert reasons == {
        "2019": "changes.same_year", "2011": "changes.no_such_year", release.id: "changes.same_release",
        "20190101T000000-abcdef01": "changes.gone", "../../etc": "changes.gone",
        **({"before": "changes.no_earlier"} if release.periods[0] == 2018 else {}),
    }  # fmt: skip
    nothing = baseline_of(alone, "briefing", 2019)
    assert isinstance(nothing, NoBaseline)
    assert nothing.key == "changes.no_briefing"
    itself = baseline_of(county.store.open(county.first), "briefing", 2019)
    assert isinstance(itself, NoBaseline)
    assert itself.key == "changes.same_briefing"


def test_since_the_last_briefing_is_against_the_release_that_was_pinned(county: County) -> None:
    before = baseline_of(county.release, "briefing", 2019)
    assert isinstance(before, Baseline)
    assert (before.since, before.of_briefing, before.is_year) == (county.first, True, False)
    told = change_told(county.release, before, INCIDENCE, field_of(county.release, "C"), 2019, "zh")
    assert dict(zip(told["codes"], told["values"], strict=True)) == {
        "T1": 0.2, "T2": 0, "T3": None, "T4": 0, "T5": None,
    }  # fmt: skip
    assert told["states"] == ["ok", "ok", "missing", "ok", "none"]
    assert "1 个上升,0 个下降,2 个不变,2 个缺一期数据" in told["sentence"]


def test_households_in_and_out_add_up(county: County) -> None:
    before = baseline_of(county.release, county.first, 2019)
    assert isinstance(before, Baseline)
    found = {balance.key: balance for balance in balances(county.release, before, "C", 2019)}
    poverty = {step.key: step.value for step in found["poverty"].steps}
    # before 0 0 3 1 4 -: three poor, two lifted of six; now 1 4 3 4 - 0 0: three poor, three lifted of seven
    assert poverty == {"then": 3, "registered": 1, "lifted": -1, "now": 3}
    assert found["poverty"].note == ("fallen_back_household_count", 1)
    cases = {step.key: step.value for step in found["monitoring"].steps}
    # two open; one found, one ended by help, and one struck off the record
    assert cases["then"] == 2
    assert cases["now"] == 1
    for balance in found.values():
        first, *steps, last = (step.value for step in balance.steps)
        assert first + sum(steps) == last


def test_a_change_since_a_release_opens_with_both_figures(county: County) -> None:
    found = trace(county.release, f"{INCIDENCE}@since-{county.first}", "T1", 2019)
    assert found.value == pytest.approx(0.2)
    assert found.unit == "个百分点"
    assert "1.20 − 1.00 = +0.20" in found.formula
    gone = trace(county.release, f"{INCIDENCE}@since-20190101T000000-abcdef01", "T1", 2019)
    assert gone.state == "missing"


def test_the_release_of_the_last_briefing_is_kept_whatever_is_built(county: County, tmp_path: Path) -> None:
    store = ReleaseStore(county.settings.releases, keep=1)
    store.publish(county.release.id)
    assert {kept.id for kept in store.kept()} >= {county.first, county.release.id}
    assert store.briefed() == county.first
    assert ReleaseStore(tmp_path).briefed() is None


def test_the_differences_are_answered_by_address(county: County) -> None:
    client = signed_in(create_app(county.settings))
    place = f"/wall/change/{county.release.id}/C/below/2019"
    told = client.get(f"{place}/briefing/{INCIDENCE}/zh")
    assert told.get_json()["since"] == county.first
    assert told.headers["Cache-Control"] == "no-store", "the next briefing is another"
    assert "immutable" in client.get(f"{place}/{county.first}/{INCIDENCE}/zh").headers["Cache-Control"]
    assert client.get(f"{place}/2019/{INCIDENCE}/zh").get_json() == {"reason": "比较的就是2019年本身"}
    for wrong in (f"{place}/2018/NOBODY/zh", place.replace("/C/", "/X/") + f"/2018/{INCIDENCE}/zh"):
        assert client.get(wrong).get_json() == {"unknown": True}
