"""Turn by turn through all pages: another indicator, a township, back; then what each page forgets."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as Late

from bench.peers.county import COUNTY
from bench.peers.desks import Asked
from bench.peers.hands import CODES, Screen

ROUNDS = 10
SETTLE_MS = 6000  # the wall asks ahead for the townships when it has nothing else to do
FORGOTTEN_MS = 2500


@dataclass
class Timed:
    """Milliseconds and bytes of one page, a number a round."""

    opened_bytes: int = 0
    change_ms: list[float] = field(default_factory=list)
    change_bytes: list[int] = field(default_factory=list)
    drill_ms: list[float] = field(default_factory=list)
    drill_bytes: list[int] = field(default_factory=list)
    lost: int = 0


def take_turns(
    browser: Browser, bases: Mapping[str, str], townships: Sequence[str], rounds: int = ROUNDS
) -> dict[str, Timed]:
    """All pages stand at once; in each round each of them is clicked once, the first page another one each time.

    All changes of indicator come before the clicks on townships: what some pages remember of a click would spoil them.
    """
    screens = {name: Screen(browser, name, base) for name, base in bases.items()}
    timed = {name: Timed() for name in screens}
    for name, screen in screens.items():
        screen.page.bring_to_front()
        assert screen.stands(), f"{name} draws nothing"
        screen.page.wait_for_timeout(SETTLE_MS if name == "guatu" else SETTLE_MS / 6)
        timed[name].opened_bytes = screen.bytes
        screen.page.evaluate("() => window.peer.rest()")
        for code in [*CODES[1:], CODES[0]]:  # what is drawn for the first time is not measured
            screen.choose(code)
    names = list(screens)
    order = [[*names[n % len(names) :], *names[: n % len(names)]] for n in range(rounds)]
    for turn, row in enumerate(order):
        for name in row:
            _lose(screens[name], timed[name], partial(_change, code=CODES[(turn + 1) % len(CODES)]))
    for screen in screens.values():
        screen.drill(townships[-1])
        screen.back()
    for turn, row in enumerate(order):
        for name in row:
            _lose(screens[name], timed[name], partial(_drill, township=townships[turn]))
    for screen in screens.values():
        screen.close()
    return timed


def _lose(screen: Screen, timed: Timed, do: Callable[[Screen, Timed], object]) -> None:
    """A click that is never answered is counted, and its page opened anew."""
    try:
        do(screen, timed)
    except Late:
        timed.lost += 1
        screen.page.goto(screen.address, wait_until="commit")
        screen.stands()


def _change(screen: Screen, timed: Timed, code: str) -> None:
    took, sent = screen.choose(code)
    timed.change_ms.append(took)
    timed.change_bytes.append(sent)


def _drill(screen: Screen, timed: Timed, township: str) -> None:
    took, sent = screen.drill(township)
    timed.drill_ms.append(took)
    timed.drill_bytes.append(sent)
    screen.back()


@dataclass(frozen=True)
class Kept:
    """What a page does after the simplest of clicks; None where it could not be tried."""

    again: bool | None
    indicator_keeps_township: bool | None
    stays_in_county: bool | None
    reload_keeps_township: bool | None
    draws_offline: bool
    foreign: int
    foreign_hosts: tuple[str, ...]


def forgets(browser: Browser, name: str, base: str, townships: Sequence[str]) -> Kept:
    """Seen on fresh pages, nothing timed. The codes that plotly keeps with its paths say which region is drawn."""
    closed = Screen(browser, name, base, closed=True)
    offline = closed.stands(12_000)
    hosts = tuple(sorted({url.split("/")[2] for url in closed.foreign}))
    foreign = len(closed.foreign)
    closed.close()
    first, second = townships[:2]
    (again,) = _seen(browser, name, base, lambda screen: _again(screen, first), 1)
    keeps, reloads = _seen(browser, name, base, lambda screen: _after_change(screen, first), 2)
    (stays,) = _seen(browser, name, base, lambda screen: _after_back(screen, second), 1)
    return Kept(again, keeps, stays, reloads, offline, foreign, hosts)


def _seen(
    browser: Browser, name: str, base: str, look: Callable[[Screen], Sequence[bool]], count: int
) -> Sequence[bool | None]:
    screen = Screen(browser, name, base)
    try:
        screen.stands()
        screen.page.wait_for_timeout(1500)
        return look(screen)
    except Late:
        return [None] * count
    finally:
        screen.close()


def _county_is_left(screen: Screen, county: str) -> bool:
    screen.page.wait_for_timeout(FORGOTTEN_MS)
    return screen.shape != county


def _again(screen: Screen, township: str) -> tuple[bool]:
    """The same township, clicked a second time after the way back: does it open?"""
    county = screen.shape
    screen.drill(township)
    screen.back()
    screen.page.mouse.click(*screen.point(township))
    return (_county_is_left(screen, county),)


def _after_change(screen: Screen, township: str) -> tuple[bool, bool]:
    """Another indicator in a township, then the page loaded anew: is it still the township?"""
    county = screen.shape
    screen.drill(township)
    screen.choose(CODES[1])
    is_kept = _county_is_left(screen, county)
    screen.page.reload(wait_until="commit")
    screen.stands()
    return is_kept, _county_is_left(screen, county)


def _after_back(screen: Screen, township: str) -> tuple[bool]:
    """Another indicator after the way back: is it still the county?"""
    county = screen.shape
    screen.drill(township)
    screen.back()
    screen.choose(CODES[1])
    return (not _county_is_left(screen, county),)


def clicks_of_the_wall(browser: Browser, base: str, townships: Sequence[str]) -> list[list[Asked]]:
    """What the wall's page sends when a township is clicked, request by request, to be sent again by many.

    The callbacks, and what is asked for the township itself; what the browser asks ahead of the next click is left out.
    """
    screen = Screen(browser, "guatu", base)
    screen.stands()
    screen.page.wait_for_timeout(SETTLE_MS)
    clicks = []
    for township in townships:
        first = len(screen.asked)
        screen.drill(township)
        screen.page.wait_for_timeout(600)
        sent = [one for one in screen.asked[first:] if one.method == "POST" or township in one.url]
        clicks.append([_as_sent(one.method, one.url[len(base) :], one.post_data, base) for one in sent])
        screen.back()
        screen.page.wait_for_timeout(600)
    screen.close()
    return clicks


def _as_sent(method: str, path: str, body: str | None, base: str) -> Asked:
    headers = [("Accept-Encoding", "gzip, br"), ("Origin", base)]
    if body is not None:
        headers.append(("Content-Type", "application/json"))
    return Asked(method, path, (body or "").encode(), tuple(headers))


def naive_clicks(townships: Sequence[str]) -> list[list[Asked]]:
    """What naïve Dash is sent for a change of indicator in the county, and for a click on a township."""
    import json  # noqa: PLC0415

    def body(code: str, clicked: str | None, changed: str) -> bytes:
        point = {"points": [{"location": clicked}]} if clicked else None
        inputs = [
            {"id": "indicator", "property": "value", "value": code},
            {"id": "map", "property": "clickData", "value": point},
            {"id": "back", "property": "n_clicks", "value": None},
        ]
        output = {"id": "map", "property": "figure"}
        said = {"output": "map.figure", "outputs": output, "inputs": inputs, "changedPropIds": [changed]}
        return json.dumps(said).encode()

    headers = (("Content-Type", "application/json"), ("Accept-Encoding", "gzip, br"))
    path = "/_dash-update-component"
    changes = [[Asked("POST", path, body(code, None, "indicator.value"), headers)] for code in CODES]
    drills = [[Asked("POST", path, body(CODES[0], one, "map.clickData"), headers)] for one in townships]
    return [click for pair in zip(changes * len(drills), drills, strict=False) for click in pair]


def load() -> float:
    """The machine's load over the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


__all__ = ["COUNTY", "Kept", "Timed", "clicks_of_the_wall", "forgets", "load", "naive_clicks", "take_turns"]
