"""An official's own card: what it says against plain SQL, who gets which part of it, and what the audit holds of it."""

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

import pytest
from dash import Dash

from app import create_app
from data_access.audit import AuditLog
from data_access.database import open_database
from data_access.duty.official import official_card
from data_access.duty.tokens import LONGEST_TOKEN, OfficialTokens, official_tokens
from data_access.errors import UnknownOfficialError
from data_access.release import Release
from data_access.scope import WALL, Role, Scope
from data_access.settings import Settings
from data_access.tokens import household_tokens
from tests.signing_in import signed_in

PAGE = {"Accept": "text/html"}
ELSEWHERE = "990101203000"


@dataclass(frozen=True)
class Helper:
    """A helper of the demo county as its database has it, read without the product."""

    token: str
    name: str
    phone: str
    township: str
    households: int
    late: int
    visits: int
    heads: tuple[str, ...]


@pytest.fixture(scope="module")
def helper(demo_settings: Settings) -> Helper:
    path = demo_settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        key, name, phone, township = connection.execute(
            "SELECT o.official_id, o.name_zh, o.phone_no, r.parent_code FROM official o"
            " JOIN household_official f ON f.official_id = o.official_id AND f.official_role_code = 'HELPER'"
            " JOIN household_last_visit l ON l.household_id = f.household_id"
            " JOIN region r ON r.region_code = l.region_code WHERE l.last_visited_at < '2019-07-01'"
            " ORDER BY o.official_id LIMIT 1"
        ).fetchone()
        rows = connection.execute(
            "SELECT h.household_id, p.name_zh, (SELECT MAX(visited_at) FROM household_visit v WHERE v.household_id ="
            " h.household_id) < '2019-07-02', (SELECT COUNT(*) FROM household_visit v WHERE v.household_id ="
            " h.household_id AND v.official_id = f.official_id AND v.visited_at >= '2019-01-01')"
            " FROM household_official f JOIN household h ON h.household_id = f.household_id JOIN person p"
            " ON p.household_id = h.household_id AND p.person_id = h.head_person_id"
            " WHERE f.official_id = ? AND f.official_role_code = 'HELPER'",
            (key,),
        ).fetchall()
    connection.close()
    return Helper(
        official_tokens(demo_settings.home).token(key), name, phone, township, len(rows),
        sum(row[2] for row in rows), sum(row[3] for row in rows), tuple(row[1] for row in rows),
    )  # fmt: skip


@pytest.fixture(scope="module")
def app(demo_settings: Settings) -> Dash:
    return create_app(demo_settings)


def test_the_card_says_what_the_database_holds(demo_settings: Settings, demo_release: Release, helper: Helper) -> None:
    engine = open_database(demo_settings.database_url)
    kept: dict[str, Any] = {
        "officials": official_tokens(demo_settings.home),
        "households": household_tokens(demo_settings.home),
    }
    card = official_card(engine, Scope(Role.COUNTY, None, "x"), demo_release, helper.token, **kept)
    assert (card.name_zh, card.household_count, card.visit_count) == (helper.name, helper.households, helper.visits)
    assert card.overdue_count >= helper.late > 0
    assert card.households is not None
    assert [one.is_overdue for one in card.households] == sorted(
        (one.is_overdue for one in card.households), reverse=True
    )
    assert not {one.head_name for one in card.households} & set(helper.heads), "heads are masked"
    assert sum(village.household_count for village in card.villages) == helper.households
    seen = official_card(engine, WALL, demo_release, helper.token, **kept)
    assert (seen.phone_no, seen.households, seen.household_count) == (None, None, helper.households)
    with pytest.raises(UnknownOfficialError):
        official_card(engine, Scope(Role.TOWNSHIP, ELSEWHERE), demo_release, helper.token, **kept)
    engine.dispose()


def test_the_page_is_for_who_may_see_and_kept_by_nobody(app: Dash, helper: Helper) -> None:
    path = f"/official/{helper.token}"
    for role in (Role.COUNTY, Role.LEADER):
        answer = signed_in(app, role).get(path, headers=PAGE)
        said = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert helper.name in said
        assert helper.phone not in said
        assert not [name for name in helper.heads if name in said]
        assert ("/phone" in said) == (role is Role.COUNTY)
    assert signed_in(app, Role.TOWNSHIP, helper.township).get(path).status_code == 200
    assert signed_in(app, Role.TOWNSHIP, ELSEWHERE).get(path).status_code == 404
    assert signed_in(app, Role.AUDITOR).get(path).status_code == 403
    assert app.server.test_client().get(path).status_code in (302, 401)
    forged = helper.token[:-1] + ("A" if helper.token[-1] != "A" else "B")
    for token in (
        forged,
        "A",
        "%",
        "A" * 4000,
        household_tokens(app.server.extensions["guatu"].settings.home).token("x"),
    ):
        assert signed_in(app).get(f"/official/{token}").status_code == 404, token[:20]


def test_the_number_is_shown_in_full_to_a_duty_role_and_recorded_first(app: Dash, helper: Helper) -> None:
    path = f"/official/{helper.token}/phone"
    log: AuditLog = app.server.extensions["guatu"].audit()
    before = log.search(event="uncover", object=helper.token).total
    shown = signed_in(app).post(path, data={"reason": "visit"}, headers=PAGE)
    assert shown.status_code == 200
    assert helper.phone in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    for data in ({}, {"reason": "other"}, {"reason": "x" * 500}):
        assert signed_in(app).post(path, data=data).status_code in (400, 404)
    assert signed_in(app, Role.LEADER).post(path, data={"reason": "visit"}).status_code == 403
    assert signed_in(app, Role.TOWNSHIP, ELSEWHERE).post(path, data={"reason": "visit"}).status_code == 404
    found = log.search(event="uncover", object=helper.token)
    assert [record.result for record in found.records[: found.total - before]] == ["unknown", "ok"]
    assert helper.phone not in repr(found)


def test_a_token_hides_its_key_and_cannot_be_made_without_the_secret() -> None:
    tokens, others = OfficialTokens(b"a" * 32), OfficialTokens(b"b" * 32)
    for key in ("H00001", "张三", "x" * 120):
        token = tokens.token(key)
        assert tokens.official_id(token) == key
        assert re.fullmatch(r"[A-Za-z0-9_-]+", token)
        assert len(token) <= LONGEST_TOKEN
        assert key not in token
        with pytest.raises(UnknownOfficialError):
            others.official_id(token)
    assert tokens.token("H00001")[:10] != tokens.token("H00002")[:10]
    for token in ("", "A", "====", "é" * 20, tokens.token("H1")[:-2], "A" * 10000):
        with pytest.raises(UnknownOfficialError):
            tokens.official_id(token)
