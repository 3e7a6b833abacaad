"""The product over the county of canaries, and everybody who may come to its door."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from callbacks.cookies import KIOSK, REMOTE, SESSION
from callbacks.services import Services
from data_access.release import build_release
from data_access.scope import Role, Scope
from data_access.settings import Settings, read_settings
from data_access.tokens import household_tokens
from tests.hostile import county

BROWSER = "Mozilla/5.0 (hostile)"
HALL = "hall"
CLEAN = {"User-Agent": BROWSER, "Origin": "http://localhost"}

ROLES: dict[str, tuple[Role, str | None]] = {
    "leader": (Role.LEADER, None),
    "county": (Role.COUNTY, None),
    "township A": (Role.TOWNSHIP, county.TOWN_A),
    "township B": (Role.TOWNSHIP, county.TOWN_B),
    "village A1": (Role.VILLAGE, county.A1),
    "village X1": (Role.VILLAGE, county.X1),
    "auditor": (Role.AUDITOR, None),
    "administrator": (Role.ADMINISTRATOR, None),
}
KIOSKS = {"wall": None, "wall of A": county.TOWN_A}
EVERYBODY = ("anonymous", "remote", *KIOSKS, *ROLES)


class Heard(logging.Handler):
    """Everything that was logged meanwhile."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = self.format(record)
        self.lines.append(said)
        if record.levelno >= logging.ERROR:
            self.errors.append(said)


class World:
    """One installation; `ask` sends a request as one of `EVERYBODY`, signed in anew where a session was ended."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        database = county.write(folder / "county.sqlite")
        self.settings: Settings = read_settings(
            {"GUATU_HOME": str(self.home), "GUATU_DATABASE_URL": f"sqlite:///{database.as_posix()}"}
        )
        build_release(self.settings)
        self.dash = create_app(self.settings)
        self.server: Flask = self.dash.server
        self.services: Services = self.server.extensions["guatu"]
        self.release = self.services.releases.current()
        self.services.index.build(self.release)
        made = household_tokens(self.settings.home)
        self.tokens = {made.token(home.id): home for home in county.HOMES}
        self.token_of = {home.id: token for token, home in self.tokens.items()}
        self.heard = Heard()
        logging.getLogger().addHandler(self.heard)
        self._client = self.server.test_client(use_cookies=False)
        self._cookies: dict[str, str] = {}

    def close(self) -> None:
        logging.getLogger().removeHandler(self.heard)

    def scope(self, who: str) -> Scope | None:
        """What this visitor may see of people; None: nothing."""
        if who in KIOSKS:
            return Scope(Role.WALL, KIOSKS[who])
        return Scope(*ROLES[who]) if who in ROLES else None

    def cookie(self, who: str) -> str:
        """The Cookie header by which this visitor is known."""
        if who not in self._cookies:
            self._cookies[who] = self._arrive(who)
        return self._cookies[who]

    def _arrive(self, who: str) -> str:
        accounts = self.services.accounts()
        if who in ROLES:
            role, region = ROLES[who]
            session = accounts.admit("oidc", who.replace(" ", "-").lower(), who, role, region, "127.0.0.1")
            return f"{SESSION}={session.token}"
        if who in KIOSKS:
            code = accounts.kiosk_add(who, KIOSKS[who])
            bound = self._client.open("/kiosk", method="POST", headers=CLEAN, data={"code": code})
            told = next(line for line in bound.headers.getlist("Set-Cookie") if line.startswith(f"{KIOSK}="))
            return told.partition(";")[0]
        if who == "remote":
            walls, hall = self.services.walls(), f"{HALL} {len(self.services.walls().pairings())}"
            walls.enter("worker", hall)
            walls.ask_code(hall)
            return f"{REMOTE}={walls.pair(hall, walls.look(0).codes[hall][0])}"
        return ""

    def ask(
        self, who: str, path: str, method: str = "GET", headers: dict[str, str] | None = None, **body: Any
    ) -> TestResponse:
        """One request as `who`."""
        told = {**CLEAN, **(headers or {})}
        cookie = self.cookie(who)
        response = self._client.open(path, method=method, headers=told | ({"Cookie": cookie} if cookie else {}), **body)
        ended = "Set-Cookie" in response.headers or response.status_code == 401 or "Location" in response.headers
        if ended and cookie and not self._is_known(who):
            del self._cookies[who]
            if response.status_code == 401:  # what was asked before has ended the session: it is asked anew
                return self.ask(who, path, method, headers, **body)
        return response

    def foreign(self, who: str, path: str, method: str, headers: dict[str, str], **body: Any) -> TestResponse:
        """A request that the browser of `who` sends for a page of another site: with the cookie, and these headers."""
        told = {"User-Agent": BROWSER, "Cookie": self.cookie(who), **headers}
        return self._client.open(path, method=method, headers=told, **body)

    def _is_known(self, who: str) -> bool:
        name, _, token = self._cookies.get(who, "").partition("=")
        if name == SESSION:
            return self.services.accounts().session(token) is not None
        if name == KIOSK:
            return any(kiosk.name == who.casefold() and kiosk.is_bound for kiosk in self.services.accounts().kiosks())
        return self.services.walls().is_remote(token)
