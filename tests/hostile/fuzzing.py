"""Strategies for requests that no page of ours sends: mutations of real ones, and odd things in every place."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from tests.hostile import county
from tests.hostile.asks import Ask
from tests.hostile.callback_bodies import REGIONS
from tests.hostile.walking import callbacks, doors
from tests.hostile.world import World

ODD = (
    *("", "%", "_", "*", "'", '"', "<b>", "../../etc/passwd", "..%2f", "\x00", "\ud800", "\u202e", "𠮷", "a" * 3000),
    *("-1", "0", "1e400", "NaN", "99999999999999999999", "null", "true", "{}", "[]", "' OR '1'='1", "%00", "%s%n"),
    *("{{7*7}}", "\r\nX: y", "٣", "①", "2019.0", "0x7e3", "²", county.TOWN_B + "%", "__proto__", "constructor"),
)
"""Texts that have broken other programs."""

_STATIC = ("suites", "assets", "favicon", "static")


def texts(world: World) -> st.SearchStrategy[str]:
    """Odd texts, codes and tokens of this county, and any text at all."""
    return st.one_of(
        st.sampled_from(ODD), st.sampled_from(REGIONS), st.sampled_from(sorted(world.tokens)), st.text(max_size=30)
    )


def values(world: World) -> st.SearchStrategy[Any]:
    """Anything that JSON can say."""
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.integers(-3, 3000), st.floats(allow_nan=False), texts(world)
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.one_of(
                    st.sampled_from(("region", "household", "period", "lang", "rem", "view", "era")),
                    st.text(max_size=8),
                ),
                inner,
                max_size=5,
            ),
        ),
        max_leaves=8,
    )


def _paths(node: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [here]
    if isinstance(node, dict):
        found += [path for key, inner in node.items() for path in _paths(inner, (*here, key))]
    elif isinstance(node, list):
        found += [path for i, inner in enumerate(node) for path in _paths(inner, (*here, i))]
    return found


def _changed(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copied = dict(node) if isinstance(node, dict) else list(node)
    copied[path[0]] = _changed(node[path[0]], path[1:], value)
    return copied


class Fuzz:
    """Draws requests to one world: `request()` is (who asks, endpoint, what)."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._doors = [(endpoint, ask) for endpoint, _, ask in doors(world) if not any(s in endpoint for s in _STATIC)]
        by_name: dict[str, list[Ask]] = {}
        for name, ask in callbacks(world):
            by_name.setdefault(name, []).append(ask)
        self._callbacks = by_name
        self._texts, self._values = texts(world), values(world)

    def case(self, data: Any) -> tuple[str, Ask]:
        """One request, mutated once or several times, or not at all."""
        if data.draw(st.booleans()):
            name = data.draw(st.sampled_from(sorted(self._callbacks)))
            ask = data.draw(st.sampled_from(self._callbacks[name]))
            return name, Ask(ask.path, "POST", {"json": self._mutated(data, ask.sent["json"])})
        endpoint, ask = data.draw(st.sampled_from(self._doors))
        return endpoint, self._asked(data, ask)

    def _mutated(self, data: Any, body: Any) -> Any:
        for _ in range(data.draw(st.integers(1, 3))):
            paths = _paths(body)
            inside = [path for path in paths if "value" in path]
            wanted = inside if inside and data.draw(st.integers(0, 5)) else paths  # the frame of it is soon refused
            path = data.draw(st.sampled_from(wanted))
            body = _changed(body, path, data.draw(self._values))
        return body

    def _asked(self, data: Any, ask: Ask) -> Ask:
        """The address with a segment, a parameter or the body replaced; sometimes with another method."""
        path, _, query = ask.path.partition("?")
        parts = path.split("/")
        if data.draw(st.booleans()):
            at = data.draw(st.integers(1, len(parts) - 1))
            parts[at] = _quoted(data.draw(self._texts))
        pairs = [pair.partition("=") for pair in query.split("&") if pair]
        told = [(name, value) for name, _, value in pairs]
        if told and data.draw(st.booleans()):
            at = data.draw(st.integers(0, len(told) - 1))
            told[at] = (told[at][0], _quoted(data.draw(self._texts)))
        if data.draw(st.integers(0, 3)) == 0:
            name = data.draw(st.sampled_from(("region", "lang", "era", "page", "household", "theme", "by", "x")))
            told.append((name, _quoted(data.draw(self._texts))))
        sent = dict(ask.sent)
        if "json" in sent:
            sent = {"json": self._mutated(data, sent["json"])}
        elif "data" in sent and isinstance(sent["data"], dict) and sent["data"]:
            key = data.draw(st.sampled_from(sorted(sent["data"])))
            sent = {"data": {**sent["data"], key: _encodable(data.draw(self._texts))}}
        method = (
            ask.method
            if data.draw(st.integers(0, 9))
            else data.draw(st.sampled_from(("GET", "POST", "PUT", "DELETE", "PATCH")))
        )
        search = "&".join(f"{name}={value}" for name, value in told)
        path = f"/{'/'.join(parts).lstrip('/')}"  # two slashes at the beginning would name a host
        return Ask(path + (f"?{search}" if search else ""), method, sent, ask.headers, ask.opens)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _quoted(text: str) -> str:
    return quote(_encodable(text), safe="%") if "%" in text else quote(_encodable(text), safe="")


def shown(ask: Ask) -> str:
    """A request for a report, short."""
    return f"{ask.method} {ask.path[:200]} {json.dumps(ask.sent, ensure_ascii=True, default=str)[:600]}"
