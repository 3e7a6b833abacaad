"""One directory (LDAP): a person is bound with the password that was typed, over TLS, and described by its entry."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from ldap3 import BASE, NONE, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPException
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn, parse_dn

from data_access.accounts.records import Person
from data_access.accounts.users import user_name
from data_access.accounts.ways import LdapWay
from data_access.errors import DirectoryError, SettingsError

_PATIENCE_S: Final = 5
_LONGEST: Final = 100
_MOST_GROUPS: Final = 500


class CheckedTls(Tls):  # type: ignore[misc]
    """TLS as Python's own library makes it: certificate and host name are checked before a byte is sent."""

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        """Encrypt the connection's socket; raises ssl.SSLError."""
        context = ssl.create_default_context(cafile=self.ca_certs_file)
        connection.socket = context.wrap_socket(connection.socket, server_hostname=connection.server.host)


class LdapClient:
    """One LDAP server; `strategy` is ldap3's, another one for tests."""

    def __init__(self, way: LdapWay, strategy: str = "SYNC") -> None:
        self._way = way
        self._strategy = strategy
        try:
            tls = CheckedTls(validate=ssl.CERT_REQUIRED, ca_certs_file=way.ca_file or None)
        except LDAPException as error:
            raise SettingsError("ways.bad_value", name="ldap.ca_file") from error
        self.server = Server(way.url, tls=tls, connect_timeout=_PATIENCE_S, get_info=NONE)

    def person(self, name: str, password: str) -> Person | None:
        """Who this is, where the password is right; None where it is not. Raises DirectoryError."""
        if not name or not password or len(name) > _LONGEST:
            return None  # a bind without a password is none: many directories say yes to it
        try:
            dn = self._dn(name)
            bound = self._bound(dn, password) if dn else None
            if dn is None or bound is None:
                return None
            with _ended(bound):
                return self._described(bound, dn, name)
        except LDAPException as error:
            raise DirectoryError("ways.directory_silent") from error

    def _dn(self, name: str) -> str | None:
        """Where in the directory the person stands; None for nobody, and for more than one."""
        way = self._way
        if way.user_dn:
            return way.user_dn.replace("{name}", escape_rdn(name))
        searching = self._bound(way.bind_dn, way.bind_password)
        if searching is None:
            raise DirectoryError("ways.directory_refuses")
        with _ended(searching):
            wanted = way.user_filter.replace("{name}", escape_filter_chars(name))
            searching.search(way.base, wanted, SUBTREE, attributes=[], size_limit=2)
            found = [entry["dn"] for entry in searching.response or [] if entry["type"] == "searchResEntry"]
        return found[0] if len(found) == 1 else None

    def _described(self, bound: Any, dn: str, name: str) -> Person:
        way = self._way
        bound.search(dn, "(objectClass=*)", BASE, attributes=[way.name_attribute, way.groups_attribute])
        attributes = _attributes(bound)
        groups = _texts(attributes.get(way.groups_attribute))
        if way.group_base:
            wanted = way.group_filter.replace("{dn}", escape_filter_chars(dn)).replace(
                "{name}", escape_filter_chars(name)
            )
            bound.search(way.group_base, wanted, SUBTREE, attributes=[], size_limit=_MOST_GROUPS)
            groups += [entry["dn"] for entry in bound.response or [] if entry["type"] == "searchResEntry"]
        shown = _texts(attributes.get(way.name_attribute))
        named = [part for group in groups[:_MOST_GROUPS] for part in (group, _first_value(group)) if part]
        return Person(user_name(name), shown[0] if shown else name, tuple(dict.fromkeys(named)))

    def _bound(self, dn: str, password: str) -> Any | None:
        """A connection that is bound; None where the directory does not take the password."""
        connection = Connection(
            self.server, user=dn or None, password=password or None, client_strategy=self._strategy,
            receive_timeout=_PATIENCE_S, read_only=True, auto_referrals=False, check_names=False,
        )  # fmt: skip
        try:
            if self._way.start_tls:
                connection.open()
                if not connection.start_tls():
                    raise DirectoryError("ways.directory_silent")
            if connection.bind():
                return connection
            connection.unbind()
        except LDAPException:
            if connection.socket is not None:
                connection.socket.close()  # ldap3 leaves it open when it could not connect
            raise
        return None


@contextmanager
def _ended(bound: Any) -> Iterator[None]:
    """Let go of the connection in any case: ldap3's own context leaves open what was bound before it."""
    try:
        yield
    finally:
        bound.unbind()


def _attributes(bound: Any) -> dict[str, Any]:
    for entry in bound.response or []:
        if entry["type"] == "searchResEntry":
            return dict(entry["raw_attributes"])
    return {}


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [each.decode("utf-8", "replace") for each in values if isinstance(each, bytes) and each]


def _first_value(group: str) -> str:
    """`wall` of cn=wall,ou=groups,…"""
    try:
        return str(parse_dn(group)[0][1])
    except (LDAPException, IndexError):
        return ""
