"""The ways of signing in besides our own passwords, as `accounts.toml` under home names them, and the roles of groups.

    [ldap]                                                   [oidc]
    url = "ldaps://ldap.county.example"                      issuer = "https://id.county.example"
    user_dn = "uid={name},ou=people,dc=county,dc=example"    client_id = "guatu"
                                                             client_secret = "…"
    [proxy]
    user_header = "X-Remote-User"                            [[groups]]
                                                             group = "wall-{region}"     # wall-990101101 and the like
    [[groups]]                                               role = "township"
    group = "poverty-office"
    role = "county"
    region = "990101"

The first of `groups` that fits gives the role. A person without any is not let in.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from data_access.errors import SettingsError
from data_access.scope import Role, Scope

FILE: Final = "accounts.toml"
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_REGION: Final = "{region}"
Way = TypeVar("Way")


@dataclass(frozen=True, slots=True)
class OidcWay:
    """An identity provider (OpenID Connect, code flow); claims name where in its token the person is told of."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str = "openid profile"
    subject_claim: str = "sub"
    name_claim: str = "name"
    groups_claim: str = "groups"


@dataclass(frozen=True, slots=True)
class LdapWay:
    """A directory. A person is bound either as `user_dn` with {name} put in, or as what `user_filter` finds in `base`.

    ca_file        certificates that vouch for the directory; "" = those of the system
    start_tls      for an ldap:// address; a connection without TLS is made to this machine alone
    group_filter   where the person's entry does not name the groups: how to find them in `group_base`, with {dn}
    """

    url: str
    user_dn: str = ""
    bind_dn: str = ""
    bind_password: str = field(default="", repr=False)
    base: str = ""
    user_filter: str = "(uid={name})"
    name_attribute: str = "displayName"
    groups_attribute: str = "memberOf"
    group_base: str = ""
    group_filter: str = "(member={dn})"
    ca_file: str = ""
    start_tls: bool = False


@dataclass(frozen=True, slots=True)
class ProxyWay:
    """A proxy that has signed the person in; its headers count from the addresses of GUATU_TRUSTED_PROXIES alone."""

    user_header: str = "X-Remote-User"
    name_header: str = "X-Remote-Name"
    groups_header: str = "X-Remote-Groups"
    separator: str = ","


@dataclass(frozen=True, slots=True)
class GroupRole:
    """Members of `group` have `role`; `{region}` in its name stands for the code of their region."""

    group: str
    role: Role
    region: str | None = None
    provider: str = ""

    def given(self, group: str) -> tuple[Role, str | None] | None:
        """Role and region that membership in `group` gives (region None = the whole database); None = nothing."""
        if _REGION not in self.group:
            return (self.role, self.region) if group == self.group else None
        pattern = re.escape(self.group).replace(re.escape(_REGION), "([A-Za-z0-9_-]{1,20})")
        found = re.fullmatch(pattern, group)
        return (self.role, found[1]) if found else None


@dataclass(frozen=True, slots=True)
class SignInWays:
    """What stands in `accounts.toml`."""

    oidc: OidcWay | None = None
    ldap: LdapWay | None = None
    proxy: ProxyWay = ProxyWay()
    groups: tuple[GroupRole, ...] = ()

    def role_of(self, provider: str, groups: Iterable[str]) -> tuple[Role, str | None] | None:
        """Role and region of a person in these groups at `provider`; None where no group has a role here."""
        held = list(groups)
        rules = [rule for rule in self.groups if rule.provider in ("", provider)]
        given = (rule.given(group) for rule in rules for group in held)
        return next((right for right in given if right is not None), None)


def read_sign_in_ways(home: Path, wanted: Sequence[str] = ()) -> SignInWays:
    """Read `accounts.toml` under `home`; no file is an empty one.

    wanted   the ways that are open (`Settings.sign_in`): each must be described, and have a group with a role
    Raises SettingsError for whatever makes no sense, a secret that others may read included.
    """
    path = home / FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("ways.unreadable", path=str(path), reason=str(error)) from error
    _refuse_unknown(told, ("oidc", "ldap", "proxy", "groups"), "accounts.toml")
    ways = SignInWays(
        oidc=_way(OidcWay, told["oidc"], "oidc") if "oidc" in told else None,
        ldap=_way(LdapWay, told["ldap"], "ldap") if "ldap" in told else None,
        proxy=_way(ProxyWay, told.get("proxy", {}), "proxy"),
        groups=tuple(_group(entry) for entry in _list(told.get("groups", []))),
    )
    has_secret = (ways.oidc and ways.oidc.client_secret) or (ways.ldap and ways.ldap.bind_password)
    if has_secret and os.name == "posix" and path.stat().st_mode & 0o077:
        raise SettingsError("ways.open_to_others", path=str(path))
    _check(ways, wanted)
    return ways


def _check(ways: SignInWays, wanted: Sequence[str]) -> None:
    for name, way in (("oidc", ways.oidc), ("ldap", ways.ldap)):
        if name in wanted and way is None:
            raise SettingsError("ways.not_described", way=name)
    for name in set(wanted) - {"local"}:
        if not any(rule.provider in ("", name) for rule in ways.groups):
            raise SettingsError("ways.no_groups", way=name)
    if ways.oidc is not None:
        address = urlsplit(ways.oidc.issuer)
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            raise SettingsError("ways.no_tls", way="oidc.issuer")
    if ways.ldap is not None:
        address = urlsplit(ways.ldap.url)
        if address.scheme not in ("ldap", "ldaps") or not address.hostname:
            raise SettingsError("ways.bad_value", name="ldap.url")
        if address.scheme == "ldap" and not ways.ldap.start_tls and address.hostname not in _LOOPBACK:
            raise SettingsError("ways.no_tls", way="ldap.url")
        if bool(ways.ldap.user_dn) == bool(ways.ldap.base):
            raise SettingsError("ways.ldap_person")
        if "{name}" not in (ways.ldap.user_dn or ways.ldap.user_filter):
            raise SettingsError("ways.ldap_person")


def _way(kind: type[Way], told: Any, name: str) -> Way:
    """One table of the file as what it describes; every key must be known and of its kind."""
    if not isinstance(told, Mapping):
        raise SettingsError("ways.bad_value", name=name)
    known = {entry.name: entry for entry in fields(kind)}  # type: ignore[arg-type]
    _refuse_unknown(told, known, name)
    for key, value in told.items():
        if not isinstance(value, bool if known[key].type is bool else str):
            raise SettingsError("ways.bad_value", name=f"{name}.{key}")
    for key, entry in known.items():
        if entry.default is MISSING and not told.get(key):
            raise SettingsError("ways.bad_value", name=f"{name}.{key}")
    return kind(**told)


def _group(told: Any) -> GroupRole:
    if not isinstance(told, Mapping):
        raise SettingsError("ways.bad_value", name="groups")
    _refuse_unknown(told, ("group", "role", "region", "provider"), "groups")
    group, region = told.get("group"), told.get("region")
    if not isinstance(group, str) or not group or not isinstance(region, str | None):
        raise SettingsError("ways.bad_value", name="groups.group")
    if told.get("role") not in set(Role) - {Role.WALL}:
        raise SettingsError("ways.bad_value", name="groups.role")
    if told.get("provider", "") not in ("", "oidc", "ldap", "proxy"):
        raise SettingsError("ways.bad_value", name="groups.provider")
    rule = GroupRole(group, Role(told["role"]), region or None, told.get("provider", ""))
    try:
        Scope(rule.role, "a region" if _REGION in group else rule.region)
    except ValueError as error:
        raise SettingsError("ways.group_region", group=group) from error
    return rule


def _list(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise SettingsError("ways.bad_value", name="groups")
    return told


def _refuse_unknown(told: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    for key in told:
        if key not in set(known):
            raise SettingsError("ways.unknown_key", entry=key, where=where)
