"""What an administrator may do, by name: each reads its form, does it, and tells what was done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from callbacks.forms import chosen
from callbacks.forms import field as typed
from callbacks.pages import page_language
from callbacks.services import Services
from data_access.accounts.regions import check_level
from data_access.scope import Role

_ROLES: Final = tuple(str(role) for role in Role if role is not Role.WALL)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: how it is said, how it is logged, and a secret that is shown this once and kept nowhere."""

    said: str
    object: str
    event: str = "admin_user"
    detail: Mapping[str, Any] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


def _name() -> str:
    return typed("name", 120)


def _region(services: Services, role: Role) -> str | None:
    """The region of the form, which must fit the role; None for the whole database. Raises FormError, AccountError."""
    code = typed("region", 60, default="").strip() or None
    release, _reason = services.releases.current_or_reason()
    if code is None or release is None:
        return code
    lang = page_language(services)
    known = code in release.tree.index
    found = release.region(code) if known else None
    check_level(role, code, found.level if found else None, found.name(lang) if found else "", lang)
    return code


def _add(services: Services) -> Done:
    role = Role(chosen("role", _ROLES))
    region = _region(services, role)
    password = services.accounts().add(_name(), role, region, typed("shown", 60, default=""))
    return Done("desk.done.add", _name(), detail={"role": str(role), "region": region}, secret=password)


def _change(services: Services) -> Done:
    role = Role(chosen("role", _ROLES))
    region = _region(services, role)
    services.accounts().change(_name(), role, region, typed("shown", 60, default="") or None)
    return Done("desk.done.change", _name(), detail={"role": str(role), "region": region})


def _disable(services: Services) -> Done:
    services.accounts().disable(_name())
    return Done("desk.done.disable", _name())


def _enable(services: Services) -> Done:
    services.accounts().enable(_name())
    return Done("desk.done.enable", _name())


def _unlock(services: Services) -> Done:
    services.accounts().unlock(_name())
    return Done("desk.done.unlock", _name())


def _remove(services: Services) -> Done:
    services.accounts().remove(_name())
    return Done("desk.done.remove", _name())


def _reset(services: Services) -> Done:
    return Done("desk.done.reset", _name(), secret=services.accounts().reset_password(_name()))


def _clear_totp(services: Services) -> Done:
    services.accounts().clear_totp(_name())
    return Done("desk.done.clear_totp", _name())


def _end_session(services: Services) -> Done:
    services.accounts().end_session(typed("session", 40))
    return Done("desk.done.end_session", typed("name", 120), "admin_session")


def _add_kiosk(services: Services) -> Done:
    region = _region(services, Role.WALL)
    code = services.accounts().kiosk_add(_name(), region)
    return Done("desk.done.add_kiosk", _name(), "admin_kiosk", {"region": region}, code)


def _revoke_kiosk(services: Services) -> Done:
    services.accounts().kiosk_revoke(_name())
    return Done("desk.done.revoke_kiosk", _name(), "admin_kiosk")


def _revoke_remotes(services: Services) -> Done:
    ended = services.walls().revoke(_name())
    return Done("desk.done.revoke_remotes", _name(), "admin_kiosk", {"remotes": ended})


ACTS: Final[Mapping[str, Callable[[Services], Done]]] = {
    "add": _add,
    "change": _change,
    "disable": _disable,
    "enable": _enable,
    "unlock": _unlock,
    "remove": _remove,
    "reset": _reset,
    "clear_totp": _clear_totp,
    "end_session": _end_session,
    "add_kiosk": _add_kiosk,
    "revoke_kiosk": _revoke_kiosk,
    "revoke_remotes": _revoke_remotes,
}
"""Name in the address -> what is done."""
