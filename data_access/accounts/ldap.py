"""Signing in by a directory (LDAP). Its groups give the role; nothing of it is kept but name, shown name and role."""

import warnings

from data_access.accounts import Accounts
from data_access.accounts.records import Person, Session
from data_access.accounts.signing_in import external_name
from data_access.accounts.users import user_name
from data_access.accounts.ways import LdapWay, SignInWays
from data_access.errors import DirectoryError, DisabledError, WrongPasswordError


class Directory:
    """One LDAP server; `strategy` is ldap3's, another one for tests. Raises SettingsError."""

    def __init__(self, way: LdapWay, strategy: str = "SYNC") -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # ldap3 asks pyasn1 for its old names
            # a sixth of a second that nobody needs who signs in otherwise
            from data_access.accounts.ldap_client import LdapClient  # noqa: PLC0415
        self.client = LdapClient(way, strategy)

    def person(self, name: str, password: str) -> Person | None:
        """Who this is, where the password is right; None where it is not. Raises DirectoryError."""
        return self.client.person(name, password)


def sign_in_by_directory(
    accounts: Accounts, directory: Directory, ways: SignInWays, name: str, password: str, address: str
) -> Session:
    """A session for whom the directory vouches and whose groups have a role here.

    Failures count as those of our own accounts do. Raises WrongPasswordError, LockedOutError, DisabledError,
    DirectoryError (which is no failure of the person).
    """
    counted = external_name("ldap", name)
    left = accounts.claim(counted)
    try:
        person = directory.person(user_name(name), password)
    except DirectoryError:
        accounts.unclaim(counted)
        raise
    if person is None:
        raise WrongPasswordError("accounts.wrong_password", left=left)
    accounts.forgive(counted)
    found = ways.role_of("ldap", person.groups)
    if found is None:
        raise DisabledError("accounts.not_admitted")
    return accounts.admit("ldap", person.subject, person.shown_name, *found, address)
