"""Tiles and cards of a county written by hand: what they show, what they refuse, how often they ask."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from data_access.database import open_database
from data_access.errors import UnknownHouseholdError, UnknownRegionError
from data_access.households import HouseholdCard, Status, TilePage, household_card, household_tiles
from data_access.households.records import AssuranceState, LineSide
from data_access.privacy import Band
from data_access.scope import WALL, Scope
from data_access.tokens import HouseholdTokens
from tests import household_county as county

TOKENS = HouseholdTokens(b"t" * 32)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = county.write_county(tmp_path_factory.mktemp("county") / "county.sqlite")
    engine = open_database(f"sqlite:///{path.as_posix()}")
    yield engine
    engine.dispose()


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SELECTs that the engine is given."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def tiles(engine: Engine, village: str = county.A1, scope: Scope = WALL, **more: Any) -> TilePage:
    themes: Mapping[str, bool] = more.pop("themes", county.THEMES)
    return household_tiles(engine, scope, village, as_of=county.AS_OF, tokens=TOKENS, themes=themes, **more)


def card(
    engine: Engine,
    household_id: str,
    village: str = county.A1,
    scope: Scope = WALL,
    themes: Mapping[str, bool] = county.THEMES,
) -> HouseholdCard:
    return household_card(
        engine, scope, village, TOKENS.token(household_id), county.AS_OF, tokens=TOKENS, themes=themes
    )


def test_tiles_in_order_with_counts(engine: Engine) -> None:
    page = tiles(engine)
    assert (page.total, page.page, page.page_count, page.member_count, page.monitored_count) == (6, 0, 1, 13, 1)
    assert [tile.status for tile in page.tiles] == list(Status)
    assert page.counts == dict.fromkeys(Status, 1)
    assert [tile.head_name for tile in page.tiles] == [None, "周*来", "李*山", "欧**华", None, None]
    assert [tile.member_count for tile in page.tiles] == [3, 2, 5, 2, 1, None]
    assert (page.place.name_zh, page.place.township_zh) == ("喜鹊沟村", "柳条沟镇")


def test_overdue_is_the_quarter_for_everybody(engine: Engine) -> None:
    """The monitored household was visited 34 days ago: late on its card, not on its tile, or the tile would tell."""
    late = {tile.token: tile.is_overdue for tile in tiles(engine).tiles}
    assert late[TOKENS.token(county.ORDINARY)] is False
    assert late[TOKENS.token(county.EMPTY)] is True
    assert all(tile.is_overdue is None for tile in tiles(engine, themes={"core": True}).tiles)


def test_pages_hold_every_household_once(engine: Engine) -> None:
    pages = [tiles(engine, page=number, page_size=4) for number in range(2)]
    assert [len(page.tiles) for page in pages] == [4, 2]
    assert pages[0].page_count == 2
    assert {t.token for page in pages for t in page.tiles} == {t.token for t in tiles(engine).tiles}
    assert tiles(engine, page=99, page_size=4).page == 1
    assert tiles(engine, page=-5, page_size=4).page == 0
    with pytest.raises(ValueError, match="page_size"):
        tiles(engine, page_size=100_000)


def test_a_village_without_households(engine: Engine) -> None:
    page = tiles(engine, county.A2)
    assert (page.total, page.tiles, page.counts, page.member_count, page.monitored_count) == (0, (), {}, None, 0)


def test_an_absent_theme_is_not_connected_never_zero(engine: Engine) -> None:
    assert tiles(engine, themes={"core": True}).monitored_count is None
    bare = card(engine, county.ORDINARY, themes={"core": True})
    assert bare.connected == {"core"}
    assert (bare.monitoring, bare.last_visit, bare.composition, bare.main_cause, bare.relocation) == (None,) * 5
    assert (bare.income, bare.assurances, bare.helpers, bare.team, bare.records, bare.participations) == ((),) * 6
    assert all(member.health == () for member in bare.members)


@pytest.mark.parametrize(
    ("village", "scope"),
    [
        (county.A1, Scope(region_code=county.TOWN_B)),
        (county.B1, Scope(region_code=county.TOWN_A)),
        (county.A1, Scope(region_code=county.A2)),
        (county.A1, Scope(region_code="990101%")),
        (county.TOWN_A, WALL),
        (county.COUNTY, WALL),
        ("990101100999", WALL),
        ("99010110020_", WALL),
        ("%", WALL),
        ("' OR 1=1 --", WALL),
        ("", WALL),
    ],
)
def test_a_region_outside_the_scope_is_unknown(engine: Engine, village: str, scope: Scope) -> None:
    with pytest.raises(UnknownRegionError):
        tiles(engine, village, scope)
    with pytest.raises(UnknownRegionError):
        card(engine, county.ORDINARY, village, scope)


@pytest.mark.parametrize("region", [county.A1, county.TOWN_A, county.COUNTY, None])
def test_a_scope_reaches_down_its_subtree(engine: Engine, region: str | None) -> None:
    assert tiles(engine, scope=Scope(region_code=region)).total == 6
    assert card(engine, county.ORDINARY, scope=Scope(region_code=region)).head_name == "李*山"


@pytest.mark.parametrize(
    ("token", "village"),
    [
        (TOKENS.token(county.ORDINARY), county.B1),
        (TOKENS.token(county.CANCELLED), county.A1),
        (county.ORDINARY, county.A1),
        ("x" * 20, county.A1),
        ("%" * 20, county.A1),
        ("", county.A1),
    ],
)
def test_a_token_of_no_household_here_is_unknown(engine: Engine, token: str, village: str) -> None:
    with pytest.raises(UnknownHouseholdError) as caught:
        household_card(engine, WALL, village, token, county.AS_OF, tokens=TOKENS, themes=county.THEMES)
    assert county.ORDINARY not in str(caught.value)


def test_an_ordinary_card(engine: Engine) -> None:
    shown = card(engine, county.ORDINARY)
    assert (shown.head_name, shown.number_tail, shown.member_count) == ("李*山", "0042", 5)
    assert (shown.status, shown.status_year, shown.is_living_away) == (Status.LIFTED_SUPPORTED, 2018, False)
    assert shown.attribute is not None
    assert shown.attribute.name("zh") == "一般脱贫户"
    assert shown.monitoring is not None
    assert shown.monitoring.is_open
    assert [(o.name_zh, o.organisation_zh, o.title_zh) for o in shown.helpers] == [("王某军", "县教育体育局", "科员")]
    assert [o.name_zh for o in shown.team] == ["钱某队"]
    assert shown.relocation is not None
    assert [notice.key for notice in shown.notices] == ["household.notice.later_visits"]


def test_the_last_visit_against_the_rule_of_a_monitored_household(engine: Engine) -> None:
    visit = card(engine, county.ORDINARY).last_visit
    assert visit is not None
    assert (visit.visited_on, visit.day_count, visit.rule_day_count) == (date(2019, 8, 27), 34, 30)
    assert (visit.visit_count, visit.is_overdue) == (4, True)
    without = card(engine, county.ORDINARY, themes={**county.THEMES, "monitoring": False}).last_visit
    assert without is not None
    assert (without.rule_day_count, without.is_overdue) == (90, False)
    never = card(engine, county.EMPTY).last_visit
    assert never is not None
    assert (never.visited_on, never.is_overdue) == (None, True)


def test_six_guarantees(engine: Engine) -> None:
    found = {item.assurance.code: item for item in card(engine, county.ORDINARY).assurances}
    assert [found[code].state for code in ("FOOD", "MEDICAL", "HOUSING", "WATER")] == [
        AssuranceState.MET,
        AssuranceState.UNMET,
        AssuranceState.RESOLVED,
        AssuranceState.NOT_REPORTED,
    ]
    assert len(found) == 6
    assert found["HOUSING"].house_grade is not None
    assert found["HOUSING"].house_grade.code == "C"
    nobody = {item.assurance.code: item.state for item in card(engine, county.TWO_HEADS).assurances}
    assert (nobody["EDUCATION"], nobody["WATER"]) == (AssuranceState.NOT_APPLICABLE, AssuranceState.NOT_REPORTED)


def test_income_as_bands_against_the_line_of_the_nearest_region(engine: Engine) -> None:
    shown = card(engine, county.ORDINARY)
    by_year = {year.stat_year: year for year in shown.income}
    assert list(by_year) == [2014, 2015, 2016, 2017, 2018, 2019]
    assert (by_year[2014].per_person, by_year[2014].line_yuan) == (Band(1000, 2000), 2800)
    assert by_year[2014].side is LineSide.BELOW
    assert (by_year[2015].per_person, by_year[2015].side) == (Band(2000, 3000), LineSide.ACROSS)
    assert by_year[2016].side is LineSide.ABOVE
    assert (by_year[2017].line_yuan, by_year[2017].side) == (None, LineSide.NO_LINE)
    assert by_year[2018].per_person is None, "no member count, no income per person"
    assert by_year[2019].line_yuan == 3300, (
        "the county's line is nearer than the nation's; the other township's is not its"
    )
    assert shown.line.code == "POVERTY_CURRENT"


def test_composition_is_of_the_latest_year_and_says_what_is_not_reported(engine: Engine) -> None:
    made_of = card(engine, county.ORDINARY).composition
    assert made_of is not None
    assert [(part.item.code, part.band, part.share_percent) for part in made_of.parts] == [
        ("A", Band(20000, 25000), 70),
        ("B", Band(6000, 8000), 20),
        ("C", Band(3000, 4000), 10),
        ("D", None, None),
    ]
    assert (made_of.net_income, made_of.business_cost) == (Band(35000, 40000), Band(1000, 2000))
    joined = card(engine, county.ORDINARY).participations
    assert [(p.kind.code, p.kind.zh, p.product_zh, p.income) for p in joined] == [
        ("SOLAR", "光伏扶贫", None, Band(3000, 4000)),
        ("WORKSHOP", "扶贫微工厂", "服装", Band(8000, 10000)),
    ]


def test_children_are_counted_and_never_listed(engine: Engine) -> None:
    shown = card(engine, county.ORDINARY)
    assert [member.name for member in shown.members] == ["李*山", "赵*花", "李*学", "李*"]
    assert (shown.minor_count, shown.unknown_age_count) == (1, 0)
    assert [member.age.code if member.age else None for member in shown.members] == ["A1", "A1", "A0", "A3"]
    assert [label.zh for label in shown.members[0].health] == ["长期慢性病", "残疾"]
    assert [member.doing.zh if member.doing else None for member in shown.members] == [
        "护林员",
        "就业帮扶车间",
        "在校",
        None,
    ]
    orphan = card(engine, county.CHILD_HEAD)
    assert (orphan.head_name, orphan.members, orphan.minor_count) == (None, (), 1)


def test_the_card_is_held_against_the_line_of_the_map(tmp_path: Path) -> None:
    """A monitoring line counts before the poverty line, from the nearest region that set one; by year."""
    lines = [
        *county.LINES,
        {"policy_line_code": "MONITORING_INCOME", "region_code": county.COUNTY, "stat_year": 2019, "amount_yuan": 8000},
        {"policy_line_code": "MONITORING_INCOME", "region_code": county.TOWN_B, "stat_year": 2016, "amount_yuan": 9000},
    ]
    contents = [(table, lines if rows is county.LINES else rows) for table, rows in county.CONTENTS]
    other = open_database(f"sqlite:///{county.write_county(tmp_path / 'lines.sqlite', contents).as_posix()}")
    shown = card(other, county.ORDINARY)
    assert {year.stat_year: year.line_yuan for year in shown.income}[2019] == 8000
    assert {year.stat_year: (year.line_yuan, year.side) for year in shown.income}[2016][0] == 2952
    assert shown.income[-1].side is LineSide.BELOW
    assert shown.line.code == "POVERTY_CURRENT+MONITORING_INCOME"
    other.dispose()


def test_timeline_keeps_room_for_measures_and_visits(engine: Engine) -> None:
    shown = card(engine, county.ORDINARY)
    assert (len(shown.records), shown.measure_count) == (6, 4)
    assert [record.kind.value for record in shown.records].count("visit") == 3
    days = [record.happened_on for record in shown.records if record.happened_on]
    assert days == sorted(days, reverse=True)
    assert max(days) == date(2019, 8, 27), "a visit after the data-as-of does not count"


@pytest.mark.parametrize(
    ("household_id", "notices"),
    [
        (county.EMPTY, ["household.notice.no_members"]),
        (county.TWO_HEADS, ["household.notice.several_heads"]),
        (county.NOT_YET_BORN, ["household.notice.impossible_birth"]),
        (county.BARE, ["household.notice.no_members", "household.notice.unknown_status"]),
        (county.CHILD_HEAD, []),
    ],
)
def test_odd_data_open_the_card_and_say_so(engine: Engine, household_id: str, notices: list[str]) -> None:
    assert [notice.key for notice in card(engine, household_id).notices] == notices


def test_a_member_who_may_be_a_child_is_not_listed(engine: Engine) -> None:
    shown = card(engine, county.NOT_YET_BORN)
    assert [(m.name, m.age, m.is_age_impossible) for m in shown.members] == [("周*来", None, True)]
    assert (shown.minor_count, shown.unknown_age_count) == (0, 1)


@pytest.mark.parametrize("ask", [tiles, lambda engine: card(engine, county.ORDINARY)])
def test_few_statements(engine: Engine, statements: list[str], ask: Callable[[Engine], object]) -> None:
    ask(engine)
    assert 1 < len(statements) <= 12


def test_no_statement_selects_what_the_card_must_not_hold(engine: Engine, statements: list[str]) -> None:
    tiles(engine)
    card(engine, county.ORDINARY)
    selected = " ".join(statements)
    assert "name_zh" in selected
    for column in ("identity_no", "phone_no", "address_zh", "disease_zh", "note_zh", "problem_zh", "content_zh",
                   "employer_zh", "wage_yuan", "ethnicity_code", "political_status_code", "qr_token", "longitude",
                   "disability"):  # fmt: skip
        assert column not in selected


def test_the_demo_county_opens(demo_database: Path) -> None:
    """A village of the demo county: every tile of its first page opens."""
    engine = open_database(f"sqlite:///{demo_database.as_posix()}")
    with engine.connect() as connection:
        village, count = connection.exec_driver_sql(
            "SELECT region_code, COUNT(*) FROM household WHERE is_valid = 1 GROUP BY region_code ORDER BY 2, 1 LIMIT 1"
        ).one()
    page = tiles(engine, village)
    assert (page.total, sum(page.counts.values()), len(page.tiles)) == (count, count, count)
    for tile in page.tiles[:12]:
        shown = household_card(engine, WALL, village, tile.token, county.AS_OF, tokens=TOKENS, themes=county.THEMES)
        assert shown.head_name == tile.head_name
        assert shown.status is tile.status
        assert len(shown.members) + shown.minor_count + shown.unknown_age_count == shown.member_count
    engine.dispose()
