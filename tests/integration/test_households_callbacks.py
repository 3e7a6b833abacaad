"""The two callbacks about households as a browser calls them: by POST, over the demo county's release."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, dcc, html
from flask_caching import Cache
from sqlalchemy import text as sql

from callbacks import household_card, household_tiles, notices
from callbacks.services import Services
from callbacks.visitor import DEMO, admit
from data_access.accounts import open_accounts
from data_access.audit import open_audit
from data_access.database import open_database
from data_access.household_index import IndexStore
from data_access.release import Release, ReleaseStore
from data_access.settings import Settings
from data_access.shared_files import SharedFiles
from data_access.store import open_store
from data_access.tokens import household_tokens
from geo.published import PublishedBoundaries
from layouts import ids

Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def ask(demo_settings: Settings) -> Ask:
    """Ask a callback: output, inputs by "id.property", states by "id.property" -> status and response."""
    app = Dash(__name__, enable_mcp=False, on_error=notices.on_error)
    app.layout = html.Div([dcc.Store(id=ids.SCOPE), dcc.Location(id=ids.LOCATION), html.Div(id=ids.HOUSEHOLDS),
                           html.Div(id=ids.CARD), html.Div(id=ids.NOTICE)])  # fmt: skip
    engine = open_database(demo_settings.database_url)
    services = Services(
        settings=demo_settings,
        releases=ReleaseStore(demo_settings.releases),
        boundaries=PublishedBoundaries(demo_settings.boundaries),
        database=lambda: engine,
        cache=Cache(),
        walls=lambda: open_store(demo_settings.workspace),
        accounts=lambda: open_accounts(demo_settings.home),
        audit=lambda: open_audit(demo_settings.home),
        index=IndexStore(demo_settings),
        shared_files=SharedFiles(demo_settings),
    )
    app.server.before_request(lambda: admit(DEMO))
    household_tiles.register(app, services)
    household_card.register(app, services)
    client = app.server.test_client()
    outputs = [row["output"] for row in client.get("/_dash-dependencies").get_json() if "@" not in row["output"]]

    def call(output: str, scope: object, **states: object) -> tuple[int, dict[str, Any]]:
        name = next(name for name in outputs if name.strip(".").startswith(f"{output}.children"))
        parts = [part.rsplit(".", 1) for part in name.strip(".").split("...")]
        targets = [{"id": part, "property": prop} for part, prop in parts]
        scoped = {"id": ids.SCOPE, "property": "data", "value": scope}
        payload = {
            "output": name,
            "outputs": targets if len(targets) > 1 else targets[0],
            "inputs": [scoped, []] if output == ids.HOUSEHOLDS else [scoped],
            "changedPropIds": [f"{ids.SCOPE}.data"],
            "state": [
                {"id": key.split("__")[0], "property": key.split("__")[1].replace("_", "-"), "value": value}
                for key, value in states.items()
            ],
        }
        answer = client.post("/_dash-update-component", json=payload)
        return answer.status_code, json.loads(answer.data) if answer.data else {}

    return call


@pytest.fixture(scope="module")
def village(demo_release: Release) -> str:
    return str(demo_release.villages(demo_release.root.code)[0].code)


def scope_of(region: str, household: str | None = None, lang: str = "zh") -> dict[str, Any]:
    return {"region": region, "period": 2019, "household": household, "lang": lang, "rem": 16}


def test_tiles_of_a_village_and_nothing_above(ask: Ask, demo_release: Release, village: str) -> None:
    status, answer = ask(ids.HOUSEHOLDS, scope_of(village), households__data_shown=None)
    assert status == 200
    text = json.dumps(answer, ensure_ascii=False)
    assert text.count("data-household") > 10
    assert demo_release.region(village).name_zh in text
    _, above = ask(ids.HOUSEHOLDS, scope_of(demo_release.root.code), households__data_shown="x")
    assert above["response"][ids.HOUSEHOLDS] == {"children": [], "data-shown": ""}


def test_tiles_stay_while_the_card_opens(ask: Ask, village: str) -> None:
    _, first = ask(ids.HOUSEHOLDS, scope_of(village), households__data_shown=None)
    shown = first["response"][ids.HOUSEHOLDS]["data-shown"]
    assert "data-shown" in first["response"][ids.HOUSEHOLDS]
    _, again = ask(ids.HOUSEHOLDS, scope_of(village, "x" * 20), households__data_shown=shown)
    assert again.get("response", {}) == {}
    _, english = ask(ids.HOUSEHOLDS, scope_of(village, lang="en"), households__data_shown=shown)
    assert "children" in english["response"][ids.HOUSEHOLDS]


def test_card_of_a_token(ask: Ask, demo_settings: Settings, village: str) -> None:
    engine = open_database(demo_settings.database_url)
    with engine.connect() as connection:
        household_id, name = connection.execute(
            sql(
                "SELECT h.household_id, p.name_zh FROM household h JOIN person p ON p.person_id = h.head_person_id"
                " WHERE h.region_code = :village AND h.is_valid = 1 AND p.born_on < '1990-01-01' LIMIT 1"
            ),
            {"village": village},
        ).one()
    engine.dispose()
    token = household_tokens(Path(demo_settings.home)).token(household_id)
    status, answer = ask(ids.CARD, scope_of(village, token))
    text = json.dumps(answer, ensure_ascii=False)
    assert status == 200
    assert '"role": "dialog"' in text
    assert "data:image/svg+xml" in text
    assert household_id not in text
    assert name not in text
    assert f"{name[0]}*{name[-1]}" in text
    assert answer["response"][ids.CARD]["data-card"] == token
    assert ask(ids.CARD, scope_of(village))[1]["response"][ids.CARD] == {
        "children": [],
        "data-card": "",
    }


@pytest.mark.parametrize("household", ["x" * 20, "A-_0" * 5])
def test_an_unknown_token_is_a_notice_and_no_card(ask: Ask, village: str, household: str) -> None:
    status, answer = ask(ids.CARD, scope_of(village, household))
    assert status == 200
    assert ids.CARD not in answer.get("response", {})
    assert "链接已失效" in json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize("scope", [None, {}, {"region": "%"}, {"region": ["a"], "household": {"a": 1}, "rem": "big"}])
def test_a_forged_scope_gives_the_default_view(ask: Ask, scope: object) -> None:
    assert ask(ids.CARD, scope)[1]["response"][ids.CARD] == {"children": [], "data-card": ""}
    _, tiles = ask(ids.HOUSEHOLDS, scope, households__data_shown=None)
    assert tiles["response"][ids.HOUSEHOLDS]["children"] == []
