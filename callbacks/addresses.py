"""Where a request came from, also through a proxy, whose word is taken only when it stands in the settings."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import Final

from data_access.settings import Settings

FORWARDED_FOR: Final = "X-Forwarded-For"
FORWARDED_PROTO: Final = "X-Forwarded-Proto"
_DIGITS: Final = frozenset("0123456789abcdefABCDEF.:")


_BESIDE_US: Final = ("127.0.0.0/8", "::1/128")

HeaderOf = Callable[[str], str | None]
"""A request's header by its name, whichever server read it."""


def is_trusted(settings: Settings, address: str | None) -> bool:
    """Whether `address` is one of the proxies of the settings, which may say who a person is."""
    return _is_in(address, settings.trusted_proxies)


def client_address(settings: Settings, peer: str | None, header: HeaderOf) -> str:
    """Where the request came from: the last address that no proxy of ours has; "" where nobody knows."""
    if not _speaks_for_others(settings, peer):
        return peer or ""
    for told in reversed((header(FORWARDED_FOR) or "").split(",")):
        address = told.strip()[:45]
        if not address or not set(address) <= _DIGITS:
            break
        if not _speaks_for_others(settings, address):
            return address
    return peer or ""


def is_encrypted(settings: Settings, scheme: str, peer: str | None, header: HeaderOf) -> bool:
    """Whether the browser speaks TLS, with us or with a proxy of ours."""
    return scheme == "https" or (
        _speaks_for_others(settings, peer) and (header(FORWARDED_PROTO) or "").strip().lower() == "https"
    )


def _speaks_for_others(settings: Settings, address: str | None) -> bool:
    """Whether it may say for whom it asks: a proxy of the settings; where they name none, whatever runs beside us."""
    return _is_in(address, settings.trusted_proxies or _BESIDE_US)


def _is_in(address: str | None, networks: tuple[str, ...]) -> bool:
    if address and networks:
        with suppress(ValueError):  # what a header says need not be an address
            return any(ip_address(address) in ip_network(network) for network in networks)
    return False
