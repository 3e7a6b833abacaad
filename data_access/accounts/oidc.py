"""Signing in by an identity provider (OpenID Connect, code flow with PKCE): it vouches, its groups give the role.

The token is taken from the provider itself over TLS, and its signature, issuer, audience, time and nonce are checked.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from data_access.accounts import Accounts
from data_access.accounts.records import Person, Session
from data_access.accounts.ways import OidcWay, SignInWays
from data_access.errors import DirectoryError, DisabledError, WrongPasswordError

_PATIENCE_S: Final = 5.0
_LEEWAY_S: Final = 60
_MOST_GROUPS: Final = 500
_LARGEST: Final = 1_000_000
_SIGNATURES: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a public key; a shared secret, or none, would let others write a token."""

_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Begun:
    """What is remembered of a sign-in while the person is away: by `state` and `nonce` its answer is known again."""

    state: str
    nonce: str
    verifier: str = field(repr=False)


class IdentityProvider:
    """One provider; what it publishes of itself is read when it is first needed. `client` is another one for tests."""

    def __init__(self, way: OidcWay, client: httpx.Client | None = None) -> None:
        self._way = way
        self._client = client or httpx.Client(timeout=_PATIENCE_S, follow_redirects=False)
        self._published: Mapping[str, Any] = {}

    def begin(self, return_address: str) -> tuple[str, Begun]:
        """Where to send the browser, and what to remember meanwhile; raises DirectoryError."""
        begun = Begun(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        asked = {
            "response_type": "code",
            "client_id": self._way.client_id,
            "redirect_uri": return_address,
            "scope": self._way.scopes,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": create_s256_code_challenge(begun.verifier),
            "code_challenge_method": "S256",
        }
        address = self._address("authorization_endpoint")
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}", begun

    def person(self, code: str, state: str, begun: Begun, return_address: str) -> Person:
        """Who came back with `code`; raises WrongPasswordError for an answer to no question of ours, DirectoryError."""
        if not hmac.compare_digest(state.encode(), begun.state.encode()) or not code:
            raise WrongPasswordError("gate.oidc_failed")
        told = self._json(
            "POST",
            self._address("token_endpoint"),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": return_address,
                "code_verifier": begun.verifier,
            },
            auth=(self._way.client_id, self._way.client_secret),
        )
        claims = self._claims(str(told.get("id_token", "")), begun.nonce)
        if self._way.groups_claim not in claims and told.get("access_token") and "userinfo_endpoint" in self._about():
            claims = self._with_more(claims, str(told["access_token"]))
        subject = claims.get(self._way.subject_claim)
        if not isinstance(subject, str) or not subject:
            raise DirectoryError("gate.oidc_failed")
        shown = claims.get(self._way.name_claim)
        return Person(subject, shown if isinstance(shown, str) else subject, _groups(claims, self._way.groups_claim))

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        """What the token says, once all of it is checked."""
        keys = self._json("GET", self._address("jwks_uri"))
        wanted = {
            "iss": {"essential": True, "value": self._about().get("issuer")},
            "aud": {"essential": True, "value": self._way.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
        }
        told = {"nonce": nonce, "client_id": self._way.client_id}
        try:
            read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_SIGNATURES)  # type: ignore[arg-type]
            claims = CodeIDToken(read.claims, read.header, wanted, told)
            claims.validate(leeway=_LEEWAY_S)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise DirectoryError("gate.oidc_failed") from error
        return dict(claims)

    def _with_more(self, claims: Mapping[str, Any], access_token: str) -> Mapping[str, Any]:
        """The claims with those that the provider tells only when asked once more, of the same person."""
        more = self._json(
            "GET", self._address("userinfo_endpoint"), headers={"Authorization": f"Bearer {access_token}"}
        )
        return {**more, **claims} if more.get("sub") == claims.get("sub") else claims

    def _about(self) -> Mapping[str, Any]:
        if not self._published:
            issuer = self._way.issuer.rstrip("/")
            told = self._json("GET", f"{issuer}/.well-known/openid-configuration")
            if str(told.get("issuer", "")).rstrip("/") != issuer:
                raise DirectoryError("gate.oidc_failed")
            self._published = told
        return self._published

    def _address(self, name: str) -> str:
        address = str(self._about().get(name, ""))
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise DirectoryError("gate.oidc_failed")
        return address

    def _json(self, method: str, address: str, **more: Any) -> Mapping[str, Any]:
        try:
            answer = self._client.request(method, address, headers=more.pop("headers", None), **more)
            told = answer.json() if answer.status_code == 200 and len(answer.content) <= _LARGEST else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise DirectoryError("gate.oidc_silent") from error
        if not isinstance(told, dict):
            raise DirectoryError("gate.oidc_failed")
        return told


def sign_in_by_provider(accounts: Accounts, person: Person, ways: SignInWays, provider: str, address: str) -> Session:
    """A session for whom `provider` vouches and whose groups have a role here; raises DisabledError."""
    found = ways.role_of(provider, person.groups)
    if found is None:
        raise DisabledError("accounts.not_admitted")
    return accounts.admit(provider, person.subject, person.shown_name, *found, address)


def _groups(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    told = claims.get(name, ())
    listed = told.split() if isinstance(told, str) else told if isinstance(told, list | tuple) else ()
    return tuple(group for group in listed if isinstance(group, str))[:_MOST_GROUPS]
