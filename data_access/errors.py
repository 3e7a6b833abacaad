"""The family of errors that Guatu raises about data and settings.

    GuatuError                     something that a person must mend; says how, in both languages
    ├── SettingsError              a setting is missing or makes no sense                     exit 2
    │   └── MappingError           the file that maps another database onto the contract has faults
    ├── DatabaseError              the shared database cannot be read                          exit 3
    │   ├── DatabaseMissingError   there is no such file, host or database
    │   ├── DatabaseLockedError    another process holds it
    │   └── ContractError          tables or columns of the contract are not as agreed         exit 1
    ├── ReleaseError               a release cannot be built, found or trusted                 exit 4
    │   └── NoReleaseError         there is none yet
    ├── StoreError                 the product's own small store cannot be read or written     exit 4
    ├── RemoteError                a remote may not do that, or not now                        exit 2
    │   ├── CodeWrongError         403
    │   ├── CodeGoneError          410
    │   ├── NotPairedError         403
    │   └── TooSoonError           429
    ├── SignInError                nobody is let in                                        exit 2
    │   ├── WrongPasswordError     401
    │   ├── CodeNeededError        401
    │   ├── DisabledError          403
    │   ├── LockedOutError         429
    │   └── DirectoryError         503: the LDAP server or identity provider does not answer
    ├── AccountError               an account cannot be made or changed so (API: 400)      exit 2
    ├── UncoverError               a masked field is asked for without what it takes (API: 400)
    ├── TooOftenError              more was asked for than one person may within the hour (API: 429)
    ├── ForbiddenError             who asks may not see or do that (API: 403)              exit 2
    └── UnknownError               a name in a request stands for nothing here (API: 404)      exit 2
        ├── UnknownRegionError
        ├── UnknownIndicatorError
        ├── UnknownPeriodError
        ├── UnknownHouseholdError
        ├── UnknownOfficialError
        ├── UnknownUserError
        └── UnknownWallError

Each error is raised once, in data_access, with a key of the message catalogue; the screen, the API and the command line
show `message("zh")` or `message("en")` and never a traceback.
"""

import os
from collections.abc import Sequence
from typing import Protocol

from data_access.messages import text


class Sentence(Protocol):
    """Something that says what is wrong."""

    def sentence(self, lang: str = "zh") -> str:
        """What is wrong, and the mend, in `lang`."""
        ...


class GuatuError(Exception):
    """Something that a person must mend; `key` names its sentence in the message catalogue."""

    exit_code = 1
    status = 500

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def message(self, lang: str = "zh") -> str:
        """The sentence with its mend, in `lang` ("zh" or "en")."""
        return text(self.key, lang, **self.values)

    def __str__(self) -> str:
        return self.message("en")


class SettingsError(GuatuError):
    """A setting is missing or makes no sense."""

    exit_code = 2


class MappingError(SettingsError):
    """The file that maps another database onto the contract has faults; each is a line of the message."""

    def __init__(self, path: str, faults: Sequence[Sentence]) -> None:
        super().__init__("adoption.refused", path=path, count=len(faults))
        self.faults = tuple(faults)

    def message(self, lang: str = "zh") -> str:
        return "\n  ".join([super().message(lang), *(fault.sentence(lang) for fault in self.faults)])


class DatabaseError(GuatuError):
    """The shared database cannot be read."""

    exit_code = 3
    status = 503


class DatabaseMissingError(DatabaseError):
    """There is no such file, host or database."""


class DatabaseLockedError(DatabaseError):
    """Another process holds the database."""


class ContractError(DatabaseError):
    """Tables or columns of the contract are not as agreed."""

    exit_code = 1


class ReleaseError(GuatuError):
    """A release cannot be built, found or trusted."""

    exit_code = 4
    status = 503


class NoReleaseError(ReleaseError):
    """There is no release yet."""


class StoreError(GuatuError):
    """The product's own small store cannot be read or written."""

    exit_code = 4
    status = 503


class RemoteError(GuatuError):
    """A remote may not do that, or not now."""

    exit_code = 2
    status = 403


class CodeWrongError(RemoteError):
    """The code is not the one on the wall."""


class CodeGoneError(RemoteError):
    """The wall shows no code, or not any more."""

    status = 410


class NotPairedError(RemoteError):
    """The token is paired with no wall, or with another."""


class TooSoonError(RemoteError):
    """A code was asked for again too soon."""

    status = 429


class SignInError(GuatuError):
    """Nobody is let in; says no more than that person may know."""

    exit_code = 2
    status = 401


class WrongPasswordError(SignInError):
    """No such name, or not its password, or not the code: which of them is not said."""


class CodeNeededError(SignInError):
    """The password is right, and this account needs its six digits besides."""


class DisabledError(SignInError):
    """Who this is is proven, and may not come in: the account is disabled, or its groups have no role."""

    status = 403


class LockedOutError(SignInError):
    """Too many failures: nothing is tried for a while."""

    status = 429


class DirectoryError(SignInError):
    """The LDAP server or the identity provider does not answer, or not as agreed."""

    status = 503


class AccountError(GuatuError):
    """An account or a kiosk cannot be made or changed in this way."""

    exit_code = 2
    status = 400


class UncoverError(GuatuError):
    """A masked field is asked for without what it takes: the field, and a reason."""

    exit_code = 2
    status = 400


class TooOftenError(GuatuError):
    """More was asked for than one person may within the hour."""

    exit_code = 2
    status = 429


class ForbiddenError(GuatuError):
    """Who asks may not see or do that; says nothing of whether it exists."""

    exit_code = 2
    status = 403


class UnknownError(GuatuError):
    """A name in a request stands for nothing here."""

    exit_code = 2
    status = 404


class UnknownRegionError(UnknownError):
    """No region of this release has this code."""


class UnknownIndicatorError(UnknownError):
    """The catalogue of this release has no such indicator."""


class UnknownPeriodError(UnknownError):
    """The release holds no such period."""


class UnknownHouseholdError(UnknownError):
    """No household of this region has this token, or it may not be seen from here."""


class UnknownOfficialError(UnknownError):
    """No official has this token, or none who may be seen from here."""


class UnknownUserError(UnknownError):
    """There is no account, or kiosk, of this name."""


class UnknownWallError(UnknownError):
    """No wall of this name is connected."""


def said_in_log(error: GuatuError | OSError) -> str:
    """Why something failed, in one line of a log: a full disk is named with its file, and is no silence of a server."""
    if isinstance(error, GuatuError):
        return error.message("en")
    return ": ".join(part for part in (system_reason(error), str(error.filename or "")) if part)


def system_reason(error: OSError) -> str:
    """What the system says of an error, also of one that a library tells in its own words."""
    return os.strerror(error.errno) if error.errno else error.strerror or type(error).__name__
