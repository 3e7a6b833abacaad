"""Canaries: each column of personal data holds a value found nowhere else; none may reach a screen or a log."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import Engine, create_engine, update
from sqlalchemy import text as sql

from data_access.database import open_database
from data_access.households import household_card, household_tiles
from data_access.schema import core, industry, livelihood, metadata, monitoring, responsibility
from data_access.scope import WALL
from data_access.tokens import HouseholdTokens
from layouts.panels.household_card import household_card as card_panel
from layouts.panels.household_tiles import household_tiles as tiles_panel
from tests import household_county as county

TOKENS = HouseholdTokens(b"t" * 32)
PHONE, IDENTITY = "10077665544", "990101180007077777"

TEXTS: dict[str, str] = {
    "person.name_zh": "鹂鸲鸫",
    "person.identity_no": IDENTITY,
    "person.phone_no": PHONE,
    "person.ethnicity_code": "QETH7",
    "person.political_status_code": "QPOL7",
    "household.phone_no": "10077665533",
    "household.address_zh": "鹂家弄七号",
    "household.village_group_zh": "鸫组",
    "household.qr_token": "QQRT7",
    "person_health.disease_zh": "鸲鸫病",
    "person_health.disability_type_code": "QDIS7",
    "person_health.disability_grade_code": "QGRD7",
    "household_cause.note_zh": "鸲因李某山",
    "household_visit.note_zh": f"鸲访 {PHONE}",
    "household_assurance.problem_zh": f"鸲题 {IDENTITY}",
    "household_measure.content_zh": "鸲容鸫",
    "official.phone_no": "10077665522",
    "person_employment.employer_zh": "鹂鸫车间",
    "industry_activity.name_zh": "鸫氏作坊",
    "industry_activity.operator_zh": "鸫鸲氏",
}
AMOUNTS: dict[str, float] = {
    "household_income.wage_income_yuan": 17653.21,
    "household_income.business_income_yuan": 7642.31,
    "household_income.property_income_yuan": 3631.41,
    "household_income.transfer_income_yuan": 5624.51,
    "household_income.business_cost_yuan": 1613.61,
    "household_income.net_income_yuan": 32692.71,
    "household_income.claim_income_yuan": 9671.81,
    "household_income.self_paid_cost_yuan": 4651.91,
    "monitoring_case.net_income_yuan": 8632.13,
    "monitoring_case.self_paid_cost_yuan": 6633.17,
    "industry_participation.income_yuan": 2627.19,
    "person_employment.wage_yuan": 13638.23,
    "household_measure.amount_yuan": 1637.29,
    "household.longitude": 114.637291,
    "household.latitude": 41.637293,
}
CODES: dict[str, str] = {
    "household.household_attribute_code": "QATT7",
    "household_cause.cause_code": "QCAU7",
    "monitoring_case.monitoring_object_code": "QMON7",
    "monitoring_risk.risk_code": "QRSK7",
    "person.student_status_code": "QSTU7",
    "person_health.health_code": "QHEA7",
    "person.labour_ability_code": "QLAB7",
}
BORN = date(1947, 7, 17)
TABLES = {
    table.name: table
    for module in (core, industry, livelihood, monitoring, responsibility)
    for table in vars(module).values()
    if hasattr(table, "columns") and getattr(table, "name", None) in metadata.tables
}


def canaries() -> list[str]:
    """Every way in which a planted value could be written on a screen."""
    found = [
        *TEXTS.values(),
        *CODES.values(),
        "1947",
        county.ORDINARY,
        f"{county.ORDINARY}-1",
        PHONE[3:7],
        IDENTITY[6:14],
    ]
    for amount in AMOUNTS.values():
        found += [f"{amount:g}", f"{amount:.2f}", f"{amount:,.2f}", f"{amount:,.0f}", str(int(amount))]
    return [word for word in found if len(word) > 2]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = county.write_county(tmp_path_factory.mktemp("canaries") / "county.sqlite")
    writer = create_engine(f"sqlite:///{path.as_posix()}")
    with writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM person_health WHERE person_id <> ?", (f"{county.ORDINARY}-1",))
        connection.exec_driver_sql("DELETE FROM person_health WHERE health_code = '04'")
        for planted in (TEXTS, AMOUNTS, CODES):
            for place, value in planted.items():
                table, column = place.split(".")
                connection.execute(update(TABLES[table]).values({column: value}))
        connection.execute(update(core.person).values(born_on=BORN))
    writer.dispose()
    reader = open_database(f"sqlite:///{path.as_posix()}")
    yield reader
    reader.dispose()


def screens(engine: Engine) -> dict[str, str]:
    """Tiles and card in both languages, as the JSON that a browser receives."""
    page = household_tiles(engine, WALL, county.A1, as_of=county.AS_OF, tokens=TOKENS, themes=county.THEMES)
    token = TOKENS.token(county.ORDINARY)
    card = household_card(engine, WALL, county.A1, token, county.AS_OF, tokens=TOKENS, themes=county.THEMES)
    address = f"http://localhost/?household={token}"
    shown: dict[str, Any] = {"records": [repr(page), repr(card)]}
    for lang in ("zh", "en"):
        shown[f"tiles {lang}"] = tiles_panel(page, lang)
        shown[f"card {lang}"] = card_panel(card, lang, address=address)
    return {name: json.dumps(part, cls=PlotlyJSONEncoder, ensure_ascii=False) for name, part in shown.items()}


def found_in(text: str) -> list[str]:
    return [word for word in canaries() if word in text]


def test_no_canary_reaches_the_screen(engine: Engine) -> None:
    for name, text in screens(engine).items():
        assert found_in(text) == [], name


def test_the_masks_did_show_something(engine: Engine) -> None:
    """Guards the test above: the card was not simply empty."""
    card = screens(engine)["card zh"]
    assert all(word in card for word in ("鹂*鸫", "70岁及以上", "王某军", "15", "光伏扶贫", "已脱贫"))


def test_the_canaries_sing_when_a_mask_fails(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_access.households.members.masked_name", lambda name: name)
    assert all("鹂鸲鸫" in found_in(text) for text in screens(engine).values())


def test_no_parameter_and_no_canary_in_the_log(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="sqlalchemy.engine"):
        engine_with_log = open_database(str(engine.url))
        screens(engine_with_log)
        engine_with_log.dispose()
    assert "SELECT" in caplog.text, "the statements were logged"
    assert found_in(re.sub(r"\b(?:generated in|cached since) [\d.e-]+s", "", caplog.text)) == [], "besides times taken"
    assert county.A1 not in caplog.text


def test_nobody_is_named_in_the_demo_countys_cards(demo_database: Path) -> None:
    """Whole names, numbers and birth dates of one village of the demo county against all that is shown of it."""
    engine = open_database(f"sqlite:///{demo_database.as_posix()}")
    with engine.connect() as connection:
        village = connection.exec_driver_sql(
            "SELECT region_code FROM household WHERE is_valid = 1 GROUP BY region_code ORDER BY COUNT(*) LIMIT 1"
        ).scalar_one()
        people = connection.execute(
            sql(
                "SELECT p.name_zh, p.identity_no, p.phone_no, p.born_on, p.person_id, h.household_id FROM person p"
                " JOIN household h ON h.household_id = p.household_id WHERE h.region_code = :village"
            ),
            {"village": village},
        ).all()
        officials = {row[0] for row in connection.exec_driver_sql("SELECT name_zh FROM official")}
    secrets = {str(value) for row in people for value in row if value is not None} - officials
    assert len(secrets) > 100
    page = household_tiles(engine, WALL, village, as_of=county.AS_OF, tokens=TOKENS, themes=county.THEMES)
    shown = [tiles_panel(page, "zh")]
    for tile in page.tiles[:10]:
        card = household_card(engine, WALL, village, tile.token, county.AS_OF, tokens=TOKENS, themes=county.THEMES)
        shown.append(card_panel(card, "zh", address=None))
    text = json.dumps(shown, cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert [secret for secret in secrets if secret in text] == []
    engine.dispose()


def test_a_visit_at_any_moment_shows_its_day_only(engine: Engine) -> None:
    assert datetime(2019, 8, 27, 10, 0).strftime("%H:%M") not in screens(engine)["card zh"]
