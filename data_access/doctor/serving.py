"""How the product is reached: from where, whether over TLS, how long an idle session lives."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final

from data_access.doctor.findings import Finding, good, unsafe, weak
from data_access.settings import Settings

LONGEST_IDLE_MINUTES: Final = 30
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def serving_findings(settings: Settings) -> Iterator[Finding]:
    """Demo or not, host, proxy, idle time."""
    if settings.is_demo:
        yield unsafe("demo")
    is_local = settings.host in _LOOPBACK or _is_loopback(settings.host)
    if not is_local and not settings.trusted_proxies:
        yield unsafe("bare", host=settings.host)
    elif not is_local:
        yield weak("open_beside_proxy", host=settings.host)
    elif not settings.trusted_proxies:
        yield weak("no_proxy", host=settings.host)
    else:
        yield good("behind_proxy", proxies=", ".join(settings.trusted_proxies))
    wide = [proxy for proxy in settings.trusted_proxies if proxy.endswith("/0")]
    if wide:
        yield unsafe("every_proxy", proxies=", ".join(wide))
    if settings.idle_minutes > LONGEST_IDLE_MINUTES:
        yield weak("idle_long", minutes=settings.idle_minutes, most=LONGEST_IDLE_MINUTES)
    else:
        yield good("idle", minutes=settings.idle_minutes)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
