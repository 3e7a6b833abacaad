"""Real people's data are served with a strong key and an administrator, or not at all."""

import errno
import os
import socket
from contextlib import closing
from importlib.util import find_spec

from data_access.accounts import accounts_stand, open_accounts
from data_access.accounts.ways import read_sign_in_ways
from data_access.errors import SettingsError
from data_access.scope import Role
from data_access.secret_key import check_secret_key
from data_access.settings import Settings


class ServeError(SettingsError):
    """The wall cannot listen where it was told to."""


def refuse_unsafe_start(settings: Settings) -> None:
    """Raise SettingsError, with the mend, unless only demo data are served or the installation is safe to serve from.

    A cache on Redis wants its driver, whatever is served.

    Asked for: a secret that cannot be guessed nor read by others, every open way of signing in described, and somebody
    who can come in as administrator: an enabled local account, or a group that another open way gives the role.
    """
    if settings.cache not in ("memory", "files") and find_spec("redis") is None:
        raise SettingsError("database.driver", driver="redis")
    if settings.is_demo:
        return
    check_secret_key(settings.home, settings.environment)
    ways = read_sign_in_ways(settings.home, settings.sign_in)
    others = set(settings.sign_in) - {"local"}
    by_group = any(rule.role is Role.ADMINISTRATOR and rule.provider in {"", *others} for rule in ways.groups)
    if others and by_group:
        return
    if "local" not in settings.sign_in or not _has_administrator(settings):
        raise SettingsError("start.no_administrator")


def _has_administrator(settings: Settings) -> bool:
    if not accounts_stand(settings):
        return False
    with closing(open_accounts(settings)) as accounts:
        return accounts.has_administrator()


def claim_port(settings: Settings) -> None:
    """Say that the port is taken before minutes are spent on building; raises ServeError."""
    try:
        kind, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        taken = error.errno in (errno.EADDRINUSE, errno.EACCES, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))
        key = "cli.port_taken" if taken else "cli.host_unknown"
        raise ServeError(key, host=settings.host, port=settings.port) from error
