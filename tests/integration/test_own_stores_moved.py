"""The lasting stores of a machine are moved once into the database that several share."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app import main
from data_access.accounts import open_accounts
from data_access.audit import open_audit
from data_access.briefings import BriefingScene, open_briefings
from data_access.briefings.records import Kind
from data_access.doors import open_doors
from data_access.errors import WrongPasswordError
from data_access.saved_filters import open_saved_filters
from data_access.scope import Role
from data_access.settings import Settings
from tests.own_places import drop_own_stores, empty_own_stores

HOME = "10.0.0.7"
TABLES = {
    "accounts": ("user", "session", "attempt", "kiosk"),
    "audit": ("record", "head", "checkpoint"),
    "doors": ("door", "uncovering"),
    "saved": ("saved_filter",),
    "briefings": ("briefing", "scene", "noted"),
}


@pytest.fixture
def lived(own_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An installation of one machine in which something stands in each store; the settings of several."""
    drop_own_stores(own_server)
    monkeypatch.setenv("GUATU_HOME", str(tmp_path))
    monkeypatch.setenv("GUATU_LANGUAGE", "en")
    monkeypatch.delenv("GUATU_STORE", raising=False)
    accounts = open_accounts(tmp_path)
    accounts.add("wang", Role.ADMINISTRATOR)
    accounts.admit("oidc", "li", "李", Role.COUNTY, None, HOME)
    accounts.kiosk_add("hall", None)
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("wang", "a guess", "", HOME)
    log = open_audit(tmp_path)
    for number in range(30):
        log.record("card_view", user="wang", object=f"t{number}", detail={"名": number})
    doors = open_doors(tmp_path)
    doors.codes("990101100001", ["a" * 20, "b" * 20])
    doors.count_uncovering("wang")
    open_saved_filters(tmp_path).keep("wang", "我的", "?q=1")
    briefings = open_briefings(tmp_path)
    id = briefings.begin("月调度", "wang")
    briefings.keep(id, BriefingScene("一", "?region=1", "读"))
    briefings.note(id, Kind.TASK, "通水", who="李", until=date(2026, 12, 1), scene="一", by="wang")
    yield Settings(home=tmp_path, database_url="sqlite://", store_url=own_server)
    empty_own_stores(own_server)


def counted(home: Path) -> dict[str, int]:
    found = {}
    for name, tables in TABLES.items():
        with closing(sqlite3.connect(home / f"{name}.sqlite")) as file:
            found[name] = sum(file.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables)
    return found


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, str]]:
    code = main(["store", "move", *arguments])
    lines = [line.partition(": ") for line in capsys.readouterr().out.splitlines()]
    return code, {name: told for name, _, told in lines if name in TABLES}


def test_everything_is_moved_once_and_goes_on(
    lived: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["store", "move"]) != 0
    assert "GUATU_STORE is not set" in capsys.readouterr().err
    monkeypatch.setenv("GUATU_STORE", str(lived.store_url))
    before = counted(lived.home)
    assert min(before.values()) > 0
    code, told = said(capsys, "--dry-run")
    assert (code, told) == (0, {name: f"{rows} rows would be moved" for name, rows in before.items()})
    main(["doctor"])
    assert "run guatu store move" in capsys.readouterr().out
    code, told = said(capsys)
    assert (code, told) == (0, {name: f"{rows} rows moved" for name, rows in before.items()})
    main(["doctor"])
    assert "shared by all machines" in capsys.readouterr().out

    log = open_audit(lived)
    assert log.record("sign_in") == 31
    found = log.verify()
    assert (found.holds, found.records) == (True, 31)
    assert log.search(object="t7").records[0].detail == {"名": 7}
    accounts, old = open_accounts(lived), open_accounts(lived.home)
    assert [(user.name, user.role, user.shown_name) for user in accounts.users()] == [
        (user.name, user.role, user.shown_name) for user in old.users()
    ]
    assert accounts.kiosks() == old.kiosks()
    assert open_doors(lived).codes("990101100001", ["a" * 20]) == open_doors(lived.home).codes(
        "990101100001", ["a" * 20]
    )
    assert open_doors(lived).count_uncovering("wang") == 2
    assert open_saved_filters(lived).of("wang") == open_saved_filters(lived.home).of("wang")
    briefings = open_briefings(lived)
    (one,) = briefings.all()
    assert briefings.whole(one.id) == open_briefings(lived.home).whole(one.id)
    briefings.note(one.id, Kind.QUESTION, "何时", who="", until=None, scene="", by="wang")
    assert len({noted.id for noted in briefings.whole(one.id).noted}) == 2

    code, told = said(capsys)
    assert code == 0
    assert set(told.values()) == {f"is in the database already ({rows} rows), nothing done" for rows in before.values()}
    assert log.verify().records == 31
    assert counted(lived.home) == before, "the files stay as they were"


def test_what_stands_there_is_never_overwritten(
    lived: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUATU_STORE", str(lived.store_url))
    open_accounts(lived).add("zhao", Role.ADMINISTRATOR)
    code, told = said(capsys)
    assert code == 1
    assert "holds something else" in told["accounts"]
    assert told["doors"].endswith("rows moved")
    assert [user.name for user in open_accounts(lived).users()] == ["zhao"]
    assert open_audit(lived).verify().records == 30


def test_a_machine_with_a_secret_of_its_own_is_found_out(
    lived: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("GUATU_STORE", str(lived.store_url))
    assert said(capsys)[0] == 0
    monkeypatch.setenv("GUATU_HOME", str(lived.home / "other"))
    with caplog.at_level(logging.WARNING):
        main(["doctor"])
    assert "the same GUATU_SECRET_KEY" in capsys.readouterr().out
    assert any("another secret" in line for line in caplog.messages)


def test_a_log_that_does_not_verify_stays_where_it_is(
    lived: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUATU_STORE", str(lived.store_url))
    with closing(sqlite3.connect(lived.home / "audit.sqlite")) as file:
        file.execute("DROP TRIGGER record_no_update")
        file.execute("UPDATE record SET user = 'x' WHERE seq = 3")
        file.commit()
    assert main(["store", "move"]) != 0
    assert "does not verify" in capsys.readouterr().err
    assert open_audit(replace(lived, home=lived.home / "other")).verify().records == 0
