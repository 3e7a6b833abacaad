"""Where a request came from, and where one goes on: what a stranger says of either is not believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.addresses import client_address, is_encrypted, is_trusted
from callbacks.forms import after
from data_access.settings import Settings, read_settings


def settings(proxies: str = "10.0.0.1,10.2.0.0/16") -> Settings:
    return read_settings({"GUATU_HOME": str(Path("/nowhere")), "GUATU_TRUSTED_PROXIES": proxies})


@pytest.mark.parametrize(
    ("peer", "told", "expected"),
    [
        ("192.0.2.7", "6.6.6.6", "192.0.2.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "6.6.6.6, 192.0.2.7, 10.2.9.9", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, <script>", "10.0.0.1"),
        ("10.0.0.1", "10.2.0.1, 10.2.0.2", "10.0.0.1"),
        ("10.0.0.1", "2001:db8::7", "2001:db8::7"),
        (None, "192.0.2.7", ""),
    ],
)
def test_the_last_address_that_no_proxy_of_ours_has(peer: str | None, told: str, expected: str) -> None:
    assert client_address(settings(), peer, {"X-Forwarded-For": told}.get) == expected


def test_where_no_proxy_is_named_one_beside_us_says_for_whom_it_asks_and_no_more() -> None:
    told = {"X-Forwarded-For": "192.0.2.7"}.get
    assert client_address(settings(""), "127.0.0.1", told) == "192.0.2.7"
    assert client_address(settings(""), "::1", told) == "192.0.2.7"
    assert client_address(settings(""), "10.0.0.1", told) == "10.0.0.1"
    assert client_address(settings("10.0.0.1"), "127.0.0.1", told) == "127.0.0.1"
    assert not is_trusted(settings(""), "127.0.0.1"), "it does not say who a person is"


def test_only_a_trusted_proxy_says_that_there_was_tls() -> None:
    told = {"X-Forwarded-Proto": "https"}.get
    assert is_encrypted(settings(), "http", "10.0.0.1", told)
    assert not is_encrypted(settings(), "http", "192.0.2.7", told)
    assert not is_encrypted(settings(""), "http", "10.0.0.1", told)
    assert is_encrypted(settings(), "https", "192.0.2.7", {}.get)


@given(st.text(max_size=60), st.text(max_size=30))
def test_whatever_is_said_gives_an_address_or_the_peer(told: str, peer: str) -> None:
    assert client_address(settings(), peer, {"X-Forwarded-For": told}.get) is not None


@given(st.text(max_size=80))
def test_one_goes_on_within_the_product(told: str) -> None:
    found = after(told)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert "\n" not in found
    assert "\r" not in found


@pytest.mark.parametrize("told", ["/", "/audit?user=li", "/?region=T&period=2019", "/household/Ab_-9"])
def test_an_address_of_ours_is_kept(told: str) -> None:
    assert after(told) == told
