"""Who vouches for a person: our own password, a directory, a trusted proxy, an identity provider."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from flask import redirect, request
from itsdangerous import URLSafeTimedSerializer
from werkzeug.wrappers import Response as Answer

from callbacks.addresses import is_encrypted
from callbacks.cookies import SIGN_IN, SIGN_IN_SECONDS, give
from callbacks.forms import FormError, field
from callbacks.recognition import proxy_user
from callbacks.records import address_of
from callbacks.services import Services
from data_access.accounts import Person, Session
from data_access.accounts.ldap import Directory, sign_in_by_directory
from data_access.accounts.oidc import Begun, IdentityProvider, sign_in_by_provider
from data_access.accounts.ways import LdapWay, OidcWay
from data_access.errors import WrongPasswordError
from data_access.secret_key import derived_key, secret_key

_MOST_GROUPS: Final = 500
_RETURN: Final = "/sign-in/oidc/return"


def by_password(services: Services, way: str, name: str, password: str) -> Session:
    """A session for who knows the password; raises the errors of signing in, and FormError for a way that is closed."""
    if way not in services.settings.sign_in or way not in ("local", "ldap"):
        raise FormError("gate.way_closed")
    accounts, ways = services.accounts(), services.sign_in_ways()
    if way == "local":
        return accounts.sign_in(name, password, field("code", 20, default=""), address_of(services))
    return sign_in_by_directory(accounts, _directory(ways.ldap), ways, name, password, address_of(services))


def by_proxy(services: Services) -> Session | None:
    """A session for whom a trusted proxy names; None where it names nobody. Raises DisabledError without a role."""
    subject = proxy_user(services, request.headers.get, request.remote_addr)
    if not subject:
        return None
    ways = services.sign_in_ways()
    shown = request.headers.get(ways.proxy.name_header, "").encode("latin-1", "replace").decode("utf-8", "replace")
    told = request.headers.get(ways.proxy.groups_header, "").encode("latin-1", "replace").decode("utf-8", "replace")
    groups = tuple(part.strip() for part in told.split(ways.proxy.separator) if part.strip())[:_MOST_GROUPS]
    person = Person(subject, shown or subject, groups)
    return sign_in_by_provider(services.accounts(), person, ways, "proxy", address_of(services))


def to_provider(services: Services, following: str) -> Answer:
    """Send the browser to the identity provider; what its answer is known by goes along in a signed cookie."""
    address, begun = _provider(services).begin(_return_address(services))
    response = redirect(address, 303)
    kept = _seal(services).dumps({**asdict(begun), "next": following})
    give(response, services, SIGN_IN, str(kept), seconds=SIGN_IN_SECONDS)
    return response


def by_provider(services: Services) -> tuple[Session, str]:
    """A session for who came back from the identity provider, and where to go on; raises the errors of signing in."""
    loaded, kept = _opened(services, request.cookies.get(SIGN_IN, ""))
    if not loaded or "error" in request.args:
        raise WrongPasswordError("gate.oidc_failed")
    begun = Begun(kept["state"], kept["nonce"], kept["verifier"])
    person = _provider(services).person(
        request.args.get("code", "")[:2000], request.args.get("state", "")[:200], begun, _return_address(services)
    )
    session = sign_in_by_provider(services.accounts(), person, services.sign_in_ways(), "oidc", address_of(services))
    return session, str(kept["next"])


def _opened(services: Services, cookie: str) -> tuple[bool, Any]:
    return _seal(services).loads_unsafe(cookie, max_age=SIGN_IN_SECONDS)


def _seal(services: Services) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(derived_key(secret_key(services.settings.home), "sign-in"))


def _return_address(services: Services) -> str:
    is_tls = is_encrypted(services.settings, request.scheme, request.remote_addr, request.headers.get)
    return f"{'https' if is_tls else 'http'}://{urlsplit(request.host_url).netloc}{_RETURN}"


def _provider(services: Services) -> IdentityProvider:
    way = services.sign_in_ways().oidc
    if "oidc" not in services.settings.sign_in or way is None:
        raise FormError("gate.way_closed")
    return _identity_provider(way)


@lru_cache(maxsize=8)
def _identity_provider(way: OidcWay) -> IdentityProvider:
    return IdentityProvider(way)


def _directory(way: LdapWay | None) -> Directory:
    if way is None:
        raise FormError("gate.way_closed")
    return Directory(way)
