"""The public interface of industry: each view answers, refuses what it does not know, and never tells of a person."""

import json
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbacks import routes_api, routes_api_industry
from data_access.release import ReleaseStore
from data_access.settings import Settings

COUNTY = "990101000000"


def _client(settings: Settings) -> FlaskClient:
    server = Flask("test")
    services: Any = SimpleNamespace(settings=settings, releases=ReleaseStore(settings.releases))
    routes_api.register(server, services)
    routes_api_industry.register(server, services)
    return server.test_client()


@pytest.fixture(scope="module")
def client(demo_settings: Settings) -> FlaskClient:
    return _client(demo_settings)


def _ask(client: FlaskClient, view: str, **given: object) -> Any:
    query = {"region": COUNTY, "period": 2019} | given
    response = client.get(f"/api/v1/industry/{view}", query_string=query)
    assert response.status_code == 200, response.get_json()
    return response.get_json()


@pytest.mark.parametrize("view", sorted(routes_api_industry.VIEWS))
def test_every_view_answers_in_json_that_others_can_read(client: FlaskClient, demo_database: Path, view: str) -> None:
    given = {"figure": "WORKSHOP_ASSISTED_RATE"} if view == "trace" else {}
    response = client.get(f"/api/v1/industry/{view}", query_string={"region": COUNTY, "period": 2019, **given})
    assert response.status_code == 200
    said = response.get_data(as_text=True)
    body = json.loads(said, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert (body["region"], body["period"], body["data_as_of"]) == (COUNTY, 2019, "2019-09-30")
    again = client.get(
        f"/api/v1/industry/{view}", query_string={"region": COUNTY, "period": 2019, **given},
        headers={"If-None-Match": response.headers["ETag"]},
    )  # fmt: skip
    assert again.status_code == 304
    with sqlite3.connect(demo_database) as connection:
        names = [row[0] for row in connection.execute("SELECT DISTINCT name_zh FROM person LIMIT 4000")]
        officials = [row[0] for row in connection.execute("SELECT DISTINCT name_zh FROM official")]
    assert not [name for name in names + officials if f'"{name}"' in said]
    assert "household_id" not in said


def test_what_the_views_say(client: FlaskClient) -> None:
    tourism = _ask(client, "coverage", without="SOLAR,WORKSHOP,AGRICULTURE,ECOMMERCE,HANDICRAFT,ECOLOGY,OTHER")
    assert tourism["villages"] == {"count": 70, "of": 366, "percent": pytest.approx(19.1257, abs=1e-3)}
    rows = _ask(client, "intersections", unit="household")["rows"]
    assert sum(row["count"] for row in rows) == 37053
    assert _ask(client, "solar")["received"] == {
        "annual": 160000000, "cumulative": 368300000, "since": 2016, "until": 2019,
    }  # fmt: skip
    assert [row["name"] for row in _ask(client, "tourism")["modes"]] == ["景区带动", "农旅互动", "节庆拉动", "能力推动"]
    assert _ask(client, "gaps")["total"] == 0
    assert _ask(client, "gaps", without="SOLAR")["total"] == 119
    assert _ask(client, "trace", figure="solar_sales_yuan", lang="en")["title"] == "sales of electricity and subsidy"
    assert _ask(client, "effect")["region_of_incomes"] == COUNTY
    effect = _ask(client, "effect", kind="TOURISM", cause="08", labour="0")
    assert effect["state"] == "ok"
    assert None not in effect["with_kind"]["quantiles"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("magic?region=C&period=2019", 404, "unknown_value"),
        ("solar?period=2019", 400, "missing_parameter"),
        (f"solar?region={COUNTY}&period=19", 400, "bad_parameter"),
        (f"solar?region={COUNTY}&period=1999", 404, "unknown_value"),
        ("solar?region=nowhere&period=2019", 404, "unknown_value"),
        (f"solar?region={COUNTY}&period=2019&x=1", 400, "unknown_parameter"),
        (f"solar?region={COUNTY}&period=2019&lang=fr", 400, "bad_parameter"),
        (f"coverage?region={COUNTY}&period=2019&without=MAGIC", 400, "bad_parameter"),
        (f"intersections?region={COUNTY}&period=2019&unit=person", 400, "bad_parameter"),
        (f"effect?region={COUNTY}&period=2019&kind=MAGIC", 400, "bad_parameter"),
        (f"gaps?region={COUNTY}&period=2019&page=-1", 400, "bad_parameter"),
        (f"trace?region={COUNTY}&period=2019", 400, "missing_parameter"),
        (f"trace?region={COUNTY}&period=2019&figure=MAGIC", 404, "unknown_value"),
    ],
)
def test_a_question_that_stands_for_nothing_is_refused(client: FlaskClient, path: str, status: int, code: str) -> None:
    response = client.get(f"/api/v1/industry/{path}")
    error = response.get_json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert error["message"]
    assert error["message_zh"]
    assert error["allowed"]
