"""The pages about one household and one village: who gets which, what is in it, and what the audit holds of it."""

import json
import re
import sqlite3
from dataclasses import dataclass

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from callbacks.household_place import doors_of
from data_access.audit import AuditLog
from data_access.scope import Role
from data_access.settings import Settings
from data_access.tokens import household_tokens
from tests.signing_in import signed_in

PAGE = {"Accept": "text/html"}
ELSEWHERE = "990101203000"


@dataclass(frozen=True)
class Home:
    """One household of the demo county as its database has it, read without the product."""

    token: str
    village: str
    township: str
    secrets: tuple[str, ...]


@pytest.fixture(scope="module")
def home(demo_settings: Settings) -> Home:
    path = demo_settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        household_id, village, township = connection.execute(
            "SELECT h.household_id, h.region_code, r.parent_code FROM household h"
            " JOIN region r ON r.region_code = h.region_code"
            " JOIN monitoring_alert a ON a.household_id = h.household_id WHERE h.is_valid = 1 AND h.member_count > 3"
            " ORDER BY h.household_id LIMIT 1"
        ).fetchone()
        rows = connection.execute(
            "SELECT name_zh, identity_no, phone_no FROM person WHERE household_id = ?", (household_id,)
        ).fetchall()
        rows += connection.execute(
            "SELECT address_zh, phone_no, household_id FROM household WHERE household_id = ?", (household_id,)
        ).fetchall()
        diseases = connection.execute(
            "SELECT disease_zh FROM person_health WHERE household_id = ? AND disease_zh IS NOT NULL", (household_id,)
        ).fetchall()
    connection.close()
    secrets = tuple({str(value) for row in rows + diseases for value in row if value})
    return Home(household_tokens(demo_settings.home).token(household_id), village, township, secrets)


@pytest.fixture(scope="module")
def app(demo_settings: Settings) -> Dash:
    return create_app(demo_settings)


@pytest.fixture
def officer(app: Dash) -> FlaskClient:
    return signed_in(app)


def audit(app: Dash) -> AuditLog:
    log: AuditLog = app.server.extensions["guatu"].audit()
    return log


@pytest.mark.parametrize("role", [Role.COUNTY, Role.TOWNSHIP, Role.VILLAGE, Role.LEADER])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_opens_masked_and_is_kept_by_nobody(app: Dash, home: Home, role: Role, lang: str) -> None:
    region = {Role.TOWNSHIP: home.township, Role.VILLAGE: home.village}.get(role)
    client = signed_in(app, role, region)
    before = audit(app).search(event="card_view", object=home.token).total
    answer = client.get(f"/household/{home.token}?lang={lang}", headers=PAGE)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not [secret for secret in home.secrets if secret in answer.text]
    assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)1\d{10}(?!\d)", answer.text)
    assert " style=" not in answer.text
    assert ('class="small uncover"' in answer.text) is (role is not Role.LEADER)
    seen = audit(app).search(event="card_view", object=home.token)
    assert (seen.total, seen.records[0].role) == (before + 1, str(role))
    assert str(role) in seen.records[0].user


def test_others_learn_nothing(app: Dash, home: Home) -> None:
    path = f"/household/{home.token}"
    assert app.server.test_client().get(path).status_code == 401
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert signed_in(app, role).get(path).status_code == 403
    far = signed_in(app, Role.TOWNSHIP, ELSEWHERE)
    assert far.get(path).status_code == 404
    unknown = far.get("/household/AAAAAAAAAAAAAAAAAAAA")
    assert unknown.status_code == 404
    assert unknown.json == far.get(path).json  # what is not theirs is as if it were not there
    assert far.get(f"/village/{home.village}").status_code == 404


def test_one_field_for_a_minute(app: Dash, home: Home, officer: FlaskClient) -> None:
    asked = {"field": "phone_no", "member": "", "reason": "visit", "words": "约时间"}
    answer = officer.post(f"/household/{home.token}/uncover", json=asked)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json is not None
    assert answer.json["seconds"] == 60
    assert answer.json["value"] in home.secrets
    record = audit(app).search(event="uncover", object=home.token).records[0]
    assert (record.result, record.detail["field"], record.detail["words"]) == ("ok", "phone_no", "约时间")
    assert answer.json["value"] not in repr(record)


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "{}", '"x"', '{"field":1}', '{"field":"phone_no","reason":["visit"]}',
             '{"field":"phone_no","reason":"visit","words":{}}', '{"field":"' + "x" * 400 + '"}', "\x00"],
)  # fmt: skip
def test_anything_else_is_a_bad_request(home: Home, officer: FlaskClient, body: str) -> None:
    answer = officer.post(f"/household/{home.token}/uncover", data=body, content_type="application/json")
    assert answer.status_code == 400


def test_who_may_uncover(app: Dash, home: Home) -> None:
    asked = {"field": "phone_no", "member": "", "reason": "visit", "words": ""}
    path = f"/household/{home.token}/uncover"
    for role in (Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert signed_in(app, role).post(path, json=asked).status_code == 403
    assert signed_in(app, Role.TOWNSHIP, ELSEWHERE).post(path, json=asked).status_code == 404
    stranger = signed_in(app)
    stranger.environ_base["HTTP_ORIGIN"] = "http://elsewhere.example"
    assert stranger.post(path, json=asked).status_code == 403


def test_a_code_opens_the_card_or_the_plain_page(app: Dash, home: Home, officer: FlaskClient) -> None:
    code = doors_of(app.server.extensions["guatu"].settings).codes(home.village, [home.token])[home.token]
    opened = officer.get(f"/h/{code}", headers=PAGE)
    assert (opened.status_code, opened.headers["Location"]) == (303, f"/household/{home.token}")
    for client in (app.server.test_client(), signed_in(app, Role.TOWNSHIP, ELSEWHERE), signed_in(app, Role.AUDITOR)):
        plain = client.get(f"/h/{code}", headers=PAGE)
        assert plain.status_code == 200
        assert plain.headers["Cache-Control"] == "no-store"
        assert home.token not in plain.text
        assert not [secret for secret in home.secrets if secret in plain.text]
        assert not re.search(r"(?<!\d)1\d{10}(?!\d)", plain.text)
    assert officer.post(f"/household/{home.token}/revoke-door").status_code == 303
    assert app.server.test_client().get(f"/h/{code}", headers=PAGE).status_code == 404
    assert audit(app).search(event="admin_door", object=home.token).total >= 1


@pytest.mark.parametrize("code", ["x", "%00", "é", "a" * 500, "..%2f..%2fsecret.key"])
def test_no_such_door(app: Dash, code: str) -> None:
    assert app.server.test_client().get(f"/h/{code}", headers=PAGE).status_code == 404


def test_the_cards_of_a_village_as_a_pdf(app: Dash, home: Home, officer: FlaskClient) -> None:
    answer = officer.post(f"/village/{home.village}/doors.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    record = audit(app).search(event="print_cards", object=home.village).records[0]
    pages = len(re.findall(rb"/Type /Page\b", answer.data))
    assert pages == -(-record.detail["cards"] // 8)
    for role in (Role.LEADER, Role.AUDITOR):
        assert signed_in(app, role).post(f"/village/{home.village}/doors.pdf").status_code == 403


@pytest.mark.parametrize(
    "by", ["status", "visit", "guarantee", "industry", "helper", "size", "line", "monitoring", "x"]
)
def test_the_tiles_of_a_village_by_each_indicator(app: Dash, home: Home, officer: FlaskClient, by: str) -> None:
    answer = officer.get(f"/village/{home.village}?by={by}", headers=PAGE)
    assert answer.status_code == 200
    tiles = re.findall(r'class="tile by-(\w+)-', answer.text)
    assert set(tiles) == {by if by != "x" else "status"}
    assert not [secret for secret in home.secrets if secret in answer.text]
    record = audit(app).search(event="list_view", object=home.village).records[0]
    assert record.detail == {"page": "village", "by": by if by != "x" else "status"}
    leader = signed_in(app, Role.LEADER).get(f"/village/{home.village}?by={by}", headers=PAGE)
    assert ("by-line-" in leader.text, "by-monitoring-" in leader.text) == (False, False)
    assert not re.search(r'<a href="/household/[^"]+" data-household="[^"]+" tabindex', leader.text)  # no dwelling


def test_nothing_about_people_is_left_in_the_cache(app: Dash, home: Home, officer: FlaskClient) -> None:
    officer.get(f"/household/{home.token}")
    officer.get(f"/village/{home.village}")
    kept = json.dumps({key: repr(value) for key, value in app.server.extensions["guatu"].cache.cache._cache.items()})
    assert home.token not in kept
