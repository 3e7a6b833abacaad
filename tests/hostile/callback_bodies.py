"""What a browser, and who plays one, sends to the callbacks: enumerated from the application's own list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.hostile import county
from tests.hostile.world import World

LIST, DOOR = "_dash-dependencies", "_dash-update-component"
Body = dict[str, Any]
REGIONS = (county.COUNTY, county.TOWN_A, county.TOWN_B, *county.VILLAGES)


def prefixes(world: World) -> list[str]:
    """Under which addresses an application of Dash answers."""
    rules = [str(rule) for rule in world.server.url_map.iter_rules()]
    return sorted(rule.removesuffix(LIST) for rule in rules if rule.endswith(LIST))


def listed(world: World, prefix: str, who: str = "county") -> list[Body]:
    """The callbacks of one application that the server answers."""
    response = world.ask(who, prefix + LIST)
    assert response.status_code == 200, (prefix, response.status_code)
    return [row for row in response.get_json() if not row.get("clientside_function")]


def scopes(world: World) -> Iterator[Body]:
    """Views that a page's store may hold, and some that none would: villages with their own and others' households."""
    own = {v: world.token_of[h.id] for v in county.VILLAGES for h in county.HOMES if h.village == v}
    pairs = [
        *((region, None) for region in REGIONS),
        *own.items(),
        *zip(own, [*list(own.values())[1:], own[county.A1]], strict=True),
    ]
    for region, household in pairs:
        view = "industry" if household is None and region == county.COUNTY else "overview"
        yield {"region": region, "period": county.YEAR, "household": household, "lang": "zh", "rem": 16, "view": view}
    yield {"region": county.A1, "period": county.YEAR, "lang": "zh", "view": "industry", "kind": "AGRICULTURE"}
    yield {"region": "%", "household": "_" * 20, "role": "county", "scope": {"role": "county"}}


def candidates(world: World, name: str, prop: str) -> list[Any]:
    """Values for one property of a page that is no scope."""
    token = world.token_of[county.HOMES[-1].id]
    search = f"?region={county.B1}&household={token}"
    if prop in ("search", "href", "pathname"):
        where = {"search": "", "pathname": f"/household/{token}", "href": "http://localhost/"}[prop]
        more = [f"{where}?region={code}&status=1&full=1" for code in (county.TOWN_A, county.X1)]
        return [
            "",
            where if prop == "pathname" else where + search,
            None,
            *more,
            f"{where}?cause=01&line=below&visit=30",
        ]
    if prop in ("n_clicks", "n_submit", "n_blur"):
        return [1, None]
    if prop.endswith("Request"):
        rows = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}}
        return [
            rows,
            {**rows, "startRow": -1, "endRow": 10**9},
            {**rows, "sortModel": [{"colId": "name", "sort": "up"}]},
        ]
    return [None, county.B1, token, {"region": county.B1, "household": token}, ["%", 1], "甲"]


def _wild(name: str) -> bool:
    return name.startswith("{")


def _concrete(name: str, at: int = 0) -> Body:
    return {key: (at if isinstance(value, list) else value) for key, value in json.loads(name).items()}


def _targets(output: str) -> Any:
    parts = output[2:-2].split("...") if output.startswith("..") else [output]
    told = []
    for part in parts:
        name, _, prop = part.partition("@")[0].rpartition(".")
        told.append({"id": _concrete(name) if _wild(name) else name.replace("\\.", "."), "property": prop})
    return told if output.startswith("..") else told[0]


def _given(world: World, row: list[Body], scope: Body, turn: int) -> Iterator[Any]:
    for one in row:
        name, prop = one["id"], one["property"]
        if _wild(name):
            yield [{"id": _concrete(name, turn % 3), "property": prop, "value": turn % 2 or None}]
        elif prop == "data" and name.endswith("scope"):
            yield {"id": name, "property": prop, "value": scope}
        else:
            found = candidates(world, name, prop)
            yield {"id": name, "property": prop, "value": found[turn % len(found)]}


def bodies(world: World, row: Body) -> Iterator[Body]:
    """Requests to one callback: every scope, every trigger, turns of the other values."""
    takes_scope = any(one["id"].endswith("scope") for one in [*row["inputs"], *row["state"]])
    told = list(scopes(world)) if takes_scope else [{}] * 6
    for (turn, scope), trigger in product(enumerate(told), row["inputs"][:2] or [None]):
        inputs = list(_given(world, row["inputs"], scope, turn))
        changed = []
        if trigger is not None:
            name = trigger["id"]
            said = json.dumps(_concrete(name, turn % 3), sort_keys=True, separators=(",", ":")) if _wild(name) else name
            changed = [f"{said}.{trigger['property']}"]
        yield {
            "output": row["output"],
            "outputs": _targets(row["output"]),
            "inputs": inputs,
            "state": list(_given(world, row["state"], scope, turn)),
            "changedPropIds": changed,
        }
