"""What the accounts tell of users, sessions and kiosks: never a password, a secret or a token that is in use."""

from dataclasses import dataclass, field

from data_access.scope import Role, Scope

LOCAL = "local"


@dataclass(frozen=True, slots=True)
class User:
    """One account.

    name         unique, in lower case; what the audit holds
    shown_name   how the screen addresses the person
    region_code  rows about people come from there only; None = from the whole database
    provider     "local", or the way of signing in that vouches for the person: "oidc", "ldap", "proxy"
    is_locked    too many failures; unlocks itself
    Times are seconds since 1970; None = never.
    """

    name: str
    shown_name: str
    role: Role
    region_code: str | None
    provider: str
    is_enabled: bool
    is_locked: bool
    must_change: bool
    has_totp: bool
    made_at: float
    password_at: float | None
    last_sign_in: float | None


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody, or a wall's own screen, that is signed in.

    id           names the session in lists and in the audit; of no use to anybody who learns it
    scope        read anew from the account at every request
    token        what the browser keeps; only in the session that has just been made, else ""
    must_change  a one-time password brought this session in, so it may only set another
    Times are seconds since 1970.
    """

    id: str
    scope: Scope
    shown_name: str
    started: float
    last_seen: float
    address: str = ""
    provider: str = LOCAL
    must_change: bool = False
    is_kiosk: bool = False
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A wall's own screen, bound to one device; `is_waiting`: its enrolment code may still be used."""

    name: str
    region_code: str | None
    is_bound: bool
    is_waiting: bool
    made_at: float
    bound_at: float | None
    last_seen: float | None


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a directory or an identity provider vouches for."""

    subject: str
    shown_name: str
    groups: tuple[str, ...]
