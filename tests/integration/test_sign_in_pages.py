"""Signing in and out, the password, the second step, the administrator's page and the log, as a browser sees them."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from data_access.accounts import Accounts
from data_access.audit import AuditLog
from data_access.scope import Role
from data_access.settings import Settings
from tests.signing_in import signed_in

HTML = {"Accept": "text/html"}
GOOD = "correct-horse-9"


@pytest.fixture
def app(trap_settings: Settings) -> Dash:
    return create_app(trap_settings)


@pytest.fixture
def accounts(app: Dash) -> Accounts:
    made: Accounts = app.server.extensions["guatu"].accounts()
    return made


@pytest.fixture
def audit(app: Dash) -> AuditLog:
    made: AuditLog = app.server.extensions["guatu"].audit()
    return made


@pytest.fixture
def browser(app: Dash) -> Iterator[FlaskClient]:
    client = app.server.test_client()
    client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    yield client


def come_in(browser: FlaskClient, name: str, password: str, **more: str) -> tuple[int, str]:
    answer = browser.post("/sign-in?lang=en", data={"name": name, "password": password, **more})
    return answer.status_code, answer.headers.get("Location", "")


def events(audit: AuditLog) -> list[tuple[str, str, str]]:
    """Event, user and object of every record, the oldest first."""
    return [(record.event, record.user, record.object) for record in reversed(audit.search(rows=1000).records)]


def test_the_first_sign_in_only_leads_to_a_new_password(
    browser: FlaskClient, accounts: Accounts, audit: AuditLog
) -> None:
    first = accounts.add("wang", Role.COUNTY, None, "王某")
    assert come_in(browser, "WANG ", first, next="/account") == (303, "/password")
    for address in ("/", "/account", "/_dash-layout"):
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/password"), address
    assert browser.get("/api/v1/regions", headers={"Accept": "*/*"}).status_code == 403
    wrong = browser.post("/password?lang=en", data={"old": first, "new": GOOD, "again": GOOD + "x"})
    assert wrong.status_code == 400
    assert "The two new passwords differ" in wrong.get_data(as_text=True)
    done = browser.post("/password", data={"old": first, "new": GOOD, "again": GOOD})
    assert (done.status_code, done.headers["Location"]) == (303, "/")
    page = browser.get("/account").get_data(as_text=True)
    assert "王某" in page
    assert [event[0] for event in events(audit)] == ["sign_in", "password_changed"]


def test_the_cookie_is_out_of_reach(browser: FlaskClient, accounts: Accounts) -> None:
    first = accounts.add("li", Role.COUNTY)
    cookie = browser.post("/sign-in", data={"name": "li", "password": first}).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Max-Age" not in cookie
    over_tls = browser.post("/sign-in", data={"name": "li", "password": first}, base_url="https://localhost",
                            headers={"Origin": "https://localhost"})  # fmt: skip
    assert "Secure" in over_tls.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "told",
    [
        "//elsewhere.example",
        "https://elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/sign-out",
        "/a\r\nSet-Cookie: x=1",
        "/" + "x" * 5000,
        "",
    ],
)
def test_one_is_led_nowhere_else(browser: FlaskClient, accounts: Accounts, told: str) -> None:
    first = accounts.add("zhao", Role.COUNTY)
    accounts.set_password("zhao", first, GOOD)
    status, where = come_in(browser, "zhao", GOOD, next=told)
    assert (status, where) in ((303, "/"), (400, ""))


def test_failures_are_said_alike_and_logged_without_what_was_typed(
    browser: FlaskClient, accounts: Accounts, audit: AuditLog
) -> None:
    accounts.add("wang", Role.COUNTY)
    said = []
    for name in ("wang", "my-secret-password"):
        answer = browser.post("/sign-in?lang=en", data={"name": name, "password": "x" * 12})
        assert answer.status_code == 401
        said.append(re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True)))
    assert said[0] == said[1]
    for _ in range(5):
        status, _where = come_in(browser, "wang", "y" * 12)
    assert status == 429
    told = events(audit)
    assert ("sign_in_failed", "", "wang") in told
    assert ("locked_out", "", "wang") in told
    assert not any("secret" in part for event in told for part in event)


TWO = {"name": "a", "password": "b"}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"name": "a"},
        TWO | {"name": "a" * 500},
        TWO | {"name": "a\0"},
        TWO | {"way": "ldap"},
        TWO | {"way": "x"},
        TWO | {"next": "x" * 20_000},
    ],
)
def test_a_form_that_is_not_ours_is_refused(browser: FlaskClient, form: dict[str, str]) -> None:
    assert browser.post("/sign-in", data=form).status_code == 400


def test_signing_out_ends_the_session(browser: FlaskClient, accounts: Accounts, audit: AuditLog) -> None:
    first = accounts.add("sun", Role.COUNTY)
    accounts.set_password("sun", first, GOOD)
    come_in(browser, "sun", GOOD)
    cookie = browser.get_cookie("guatu_session")
    assert cookie is not None
    assert browser.post("/sign-out").headers["Location"] == "/sign-in"
    assert browser.get_cookie("guatu_session") is None
    browser.set_cookie("guatu_session", cookie.value)
    assert browser.get("/account").status_code == 303
    assert events(audit)[-1][0] == "sign_out"


def test_the_second_step(browser: FlaskClient, accounts: Accounts, audit: AuditLog) -> None:
    first = accounts.add("qian", Role.COUNTY)
    accounts.set_password("qian", first, GOOD)
    come_in(browser, "qian", GOOD)
    page = browser.post("/account/totp/start").get_data(as_text=True)
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found is not None
    assert "data:image/svg+xml" in page
    assert browser.post("/account/totp/confirm", data={"code": "000"}).status_code == 401
    assert browser.post("/account/totp/confirm", data={"code": pyotp.TOTP(found[1]).now()}).status_code == 303
    browser.post("/sign-out")
    answer = browser.post("/sign-in?lang=en", data={"name": "qian", "password": GOOD})
    assert answer.status_code == 401
    assert "six digits of your authenticator" in answer.get_data(as_text=True)
    later = pyotp.TOTP(found[1]).at(int(time.time()) + 30)
    assert come_in(browser, "qian", GOOD, code=later) == (303, "/")
    assert "totp_changed" in [event[0] for event in events(audit)]
    assert "sign_in_failed" not in [event[0] for event in events(audit)], "a code that is asked for is no failure"


def secret_on(page: str) -> str:
    found = re.search(r'class="once">([^<]+)<', page)
    assert found is not None
    return html.unescape(found[1])


def test_an_administrator_keeps_the_accounts(trap_settings_once: Settings) -> None:
    app = create_app(trap_settings_once)
    services = app.server.extensions["guatu"]
    accounts, audit = services.accounts(), services.audit()
    admin = signed_in(app, Role.ADMINISTRATOR)
    page = admin.post("/admin/add", data={"name": "zhou", "shown": "周<b>某", "role": "township", "region": "none"})
    assert page.status_code == 400, "no such region"
    township = services.releases.current().children("C")[0].code
    for role, region in (("township", "C"), ("village", township), ("township", "")):
        answer = admin.post("/admin/add?lang=zh", data={"name": "zhou", "role": role, "region": region})
        assert answer.status_code == 400, (role, region)
    page = admin.post("/admin/add", data={"name": "zhou", "shown": "周<b>某", "role": "township", "region": township})
    assert page.status_code == 200, page.get_data(as_text=True)
    assert "周<b>某" not in page.get_data(as_text=True)
    assert "周&lt;b&gt;某" in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"
    password = secret_on(page.get_data(as_text=True))
    assert accounts.sign_in("zhou", password, "", "").must_change
    assert password not in admin.get("/admin").get_data(as_text=True), "shown this once"
    assert admin.post("/admin/disable", data={"name": "zhou"}).status_code == 200
    assert not accounts.user("zhou").is_enabled
    assert admin.post("/admin/enable", data={"name": "zhou"}).status_code == 200
    assert admin.post("/admin/change", data={"name": "zhou", "role": "leader", "region": ""}).status_code == 200
    assert accounts.user("zhou").role is Role.LEADER
    assert secret_on(admin.post("/admin/reset", data={"name": "zhou"}).get_data(as_text=True)) != password
    assert admin.post("/admin/remove", data={"name": "zhou"}).status_code == 200
    assert admin.post("/admin/remove", data={"name": "zhou"}).status_code == 404
    assert admin.post("/admin/explode", data={"name": "zhou"}).status_code == 404
    assert admin.post("/admin/change", data={"name": "zhou", "role": "wall"}).status_code == 400
    acts = [record.detail["act"] for record in audit.search(event="admin_user").records]
    assert acts == ["remove", "reset", "change", "enable", "disable", "add"]
    assert not any(password in str(record.detail) for record in audit.search(rows=1000).records)


def test_an_administrator_keeps_screens_and_sessions(app: Dash, accounts: Accounts, audit: AuditLog) -> None:
    admin = signed_in(app, Role.ADMINISTRATOR)
    code = secret_on(admin.post("/admin/add_kiosk", data={"name": "hall", "region": ""}).get_data(as_text=True))
    assert accounts.kiosk_bind(code, "device")
    assert admin.post("/admin/revoke_kiosk", data={"name": "hall"}).status_code == 200
    assert accounts.kiosks() == []
    other = signed_in(app, Role.LEADER)
    [session] = [one for one in accounts.sessions() if one.scope.role is Role.LEADER]
    assert admin.post("/admin/end_session", data={"session": session.id, "name": session.scope.user}).status_code == 200
    assert other.get("/account").status_code == 401
    assert [record.event for record in audit.search().records][:3] == ["admin_session", "admin_kiosk", "admin_kiosk"]


def test_the_log_is_found_and_verified(app: Dash, audit: AuditLog, trap_settings: Settings) -> None:
    for number in range(120):
        audit.record("card_view", user="li" if number % 2 else "wang", role="county", object=f"token-{number}")
    audit.record("search", user='<script>alert("x")</script>', detail={"words": "<img src=x onerror=alert(1)>"})
    auditor = signed_in(app, Role.AUDITOR)
    page = auditor.get("/audit?lang=en").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "121 records" in page
    mine = auditor.get("/audit?lang=en&user=li&event=card_view").get_data(as_text=True)
    assert "60 records" in mine
    assert mine.count("<tr>") == 1 + 50
    second = re.search(r'href="(/audit\?[^"]*page=2[^"]*)"', mine)
    assert second is not None
    assert auditor.get(html.unescape(second[1])).get_data(as_text=True).count("<tr>") == 1 + 10
    assert "0 records" in auditor.get("/audit?lang=en&since=2099-01-01").get_data(as_text=True)
    for odd in ("since=x", "until=9999-99-99", "page=-1", "page=99999999999", "event=nonsense", "since=0001-01-01"):
        assert auditor.get(f"/audit?{odd}").status_code == 200, odd
    assert "The log holds" in auditor.post("/audit/verify?lang=en").get_data(as_text=True)
    read = audit.search(event="audit_read")
    assert read.total == 12, "each page, and each verifying besides"
    forge(trap_settings.home / "audit.sqlite")
    assert "does not hold" in auditor.post("/audit/verify?lang=en").get_data(as_text=True)


def forge(path: Path) -> None:
    """Change a record as somebody who has the file would."""
    import sqlite3  # noqa: PLC0415

    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE record SET user = 'nobody' WHERE seq = 5")
    connection.commit()
    connection.close()
