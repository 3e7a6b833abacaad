"""The administrator's page: users, walls' screens, sessions, paired phones. Each act is a form, and is logged."""

from typing import Any

from flask import Flask, Response

from callbacks.admin_acts import ACTS, Done
from callbacks.forms import say_errors
from callbacks.pages import page, page_language, region_name
from callbacks.records import note
from callbacks.services import Services
from callbacks.times import told_time
from callbacks.visitor import visitor
from data_access.errors import GuatuError, UnknownError
from data_access.messages import text
from data_access.scope import Role
from data_access.tree import VILLAGE_LEVEL

ROLES: tuple[Role, ...] = tuple(role for role in Role if role is not Role.WALL)
MOST_REGIONS = 6000
"""So many regions are offered in a list; of a larger tree its villages are typed by their codes."""


def register(server: Flask, services: Services) -> None:
    """Serve `/admin` and `/admin/<act>`."""

    @server.get("/admin")
    def admin_page() -> Response:
        return admin(services)

    @server.post("/admin/<act>")
    def admin_act(act: str) -> Response:
        if act not in ACTS:
            raise UnknownError("api.http_404")
        done = ACTS[act](services)
        note(services, done.event, object=done.object, detail={"act": act, **done.detail})
        return admin(services, done=done)

    say_errors(server, "admin_act", lambda error: admin(services, error))


def admin(services: Services, error: GuatuError | None = None, *, done: Done | None = None) -> Response:
    """The whole page; after an act with what was done, and with a secret that is shown this once."""
    lang = page_language(services)
    accounts = services.accounts()
    return page(
        services,
        "admin",
        status=200 if error is None else error.status,
        way="admin",
        bad="" if error is None else error.message(lang),
        done="" if done is None else text(done.said, lang, name=done.object),
        secret="" if done is None else done.secret,
        secret_words="" if done is None or not done.secret else text(f"{done.said}_secret", lang),
        roles=[(str(role), text(f"role.{role}", lang)) for role in ROLES],
        regions=_regions(services, lang),
        users=[_user(services, user, lang) for user in accounts.users()],
        kiosks=[_kiosk(services, kiosk, lang) for kiosk in accounts.kiosks()],
        sessions=[_session(services, session, lang) for session in accounts.sessions()],
        remotes=sorted(services.walls().pairings().items()),
        me=visitor().scope.user,
    )


def _regions(services: Services, lang: str) -> list[tuple[str, str]]:
    release, _reason = services.releases.current_or_reason()
    if release is None:
        return []
    told = [r for r in release.tree.regions if len(release.tree) <= MOST_REGIONS or r.level != VILLAGE_LEVEL]
    return [(r.code, r.name(lang)) for r in told]


def _user(services: Services, user: Any, lang: str) -> dict[str, Any]:
    state = "disabled" if not user.is_enabled else "locked" if user.is_locked else "fresh" if user.must_change else "on"
    return {
        "name": user.name,
        "shown": user.shown_name,
        "role": str(user.role),
        "role_words": text(f"role.{user.role}", lang),
        "region_code": user.region_code or "",
        "region": region_name(services, user.region_code, lang),
        "provider": user.provider,
        "state": state,
        "state_words": text(f"desk.state.{state}", lang),
        "has_totp": user.has_totp,
        "last": told_time(user.last_sign_in),
    }


def _kiosk(services: Services, kiosk: Any, lang: str) -> dict[str, Any]:
    state = "on" if kiosk.is_bound else "fresh" if kiosk.is_waiting else "locked"
    words = "bound" if kiosk.is_bound else "waiting" if kiosk.is_waiting else "expired"
    return {
        "name": kiosk.name,
        "region": region_name(services, kiosk.region_code, lang),
        "state": state,
        "state_words": text(f"desk.kiosk_{words}", lang),
        "last": told_time(kiosk.last_seen),
    }


def _session(services: Services, session: Any, lang: str) -> dict[str, Any]:
    return {
        "id": session.id,
        "user": session.scope.user,
        "shown": session.shown_name,
        "role": text(f"role.{session.scope.role}", lang),
        "region": region_name(services, session.scope.region_code, lang),
        "address": session.address,
        "started": told_time(session.started),
        "last": told_time(session.last_seen),
        "is_mine": session.id == visitor().session,
    }
