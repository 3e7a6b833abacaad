"""The public interface: what it answers, and how it refuses."""

import json
import sqlite3
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from callbacks import routes_api, routes_errors, routes_health
from data_access.release import ReleaseStore, build_release
from data_access.settings import Settings
from geo.errors import GeoError
from geo.published import PublishedBoundaries
from tests.signing_in import signed_in

VALUES = "/api/v1/values?region=C&indicator=POVERTY_INCIDENCE&period=2019"


def _client(settings: Settings) -> FlaskClient:
    server = Flask("test")
    services: Any = SimpleNamespace(
        settings=settings,
        releases=ReleaseStore(settings.releases),
        boundaries=PublishedBoundaries(settings.boundaries),
        draining=Event(),
    )
    routes_api.register(server, services)
    routes_health.register(server, services)
    return server.test_client()


@pytest.fixture(scope="module")
def client(trap_settings_once: Settings) -> FlaskClient:
    return _client(trap_settings_once)


def test_before_the_first_release(trap_settings: Settings) -> None:
    client = _client(trap_settings)
    assert client.get("/healthz").status_code == 200
    for path in ("/readyz", "/api/v1/indicators", "/api/v1/regions", VALUES):
        response = client.get(path)
        assert response.status_code == 503, path
        assert "guatu refresh" in response.get_json()["error"]["message"]


def test_ready(client: FlaskClient) -> None:
    body = client.get("/readyz").get_json()
    assert body["data_as_of"] == "2019-09-30"
    assert body["counts"]["villages"] == 6
    assert body["pinned"] is None
    assert body["release"]


def test_indicators(client: FlaskClient) -> None:
    rows = {row["code"]: row for row in client.get("/api/v1/indicators").get_json()["indicators"]}
    assert len(rows) >= 44
    incidence = rows["POVERTY_INCIDENCE"]
    assert incidence["available"] is True
    assert incidence["periods"] == [2018, 2019]
    assert incidence["class_breaks"] == [0, 0.5, 1, 2, 3, 10]
    assert (incidence["unit"], incidence["good_direction"], incidence["lowest_level"]) == ("%", -1, 5)
    assert rows["INCOME_PER_PERSON"]["available"] is False
    assert rows["INCOME_PER_PERSON"]["periods"] == []


def test_regions(client: FlaskClient) -> None:
    roots = client.get("/api/v1/regions").get_json()["regions"]
    assert roots == [{"code": "C", "name": "区C", "level": 3, "parent_code": None}]
    under = client.get("/api/v1/regions?parent=C").get_json()["regions"]
    assert [row["code"] for row in under] == ["T1", "T2", "V6"]
    assert {row["parent_code"] for row in under} == {"C"}
    assert client.get("/api/v1/regions?parent=V6").get_json()["regions"] == []


def test_values(client: FlaskClient) -> None:
    body = client.get(VALUES).get_json()
    assert (body["unit"], body["period"], body["data_as_of"], body["level"]) == ("%", 2019, "2019-09-30", "children")
    assert body["release"]
    row = body["rows"][0]
    assert {k: row[k] for k in ("code", "name", "level", "numerator", "denominator", "value")} == {
        "code": "T1", "name": "区T1", "level": 4, "numerator": 10, "denominator": 1000, "value": 1,
    }  # fmt: skip
    one = client.get(VALUES + "&level=self").get_json()["rows"]
    assert [(r["code"], r["numerator"], r["denominator"]) for r in one] == [("C", 19, 1500)]
    villages = client.get(VALUES + "&level=villages").get_json()["rows"]
    assert [r["code"] for r in villages] == ["V1", "V2", "V3", "V4", "V5", "V6"]
    assert villages[1]["value"] is None
    assert villages[1]["state"] == "missing"
    assert villages[5]["value"] == 0, "none poor is a figure, not a gap"


def test_health_of_a_village_is_withheld(client: FlaskClient) -> None:
    rows = client.get("/api/v1/values?region=T1&indicator=ILL_SHARE&period=2019").get_json()["rows"]
    for row in rows:
        assert row["state"] in ("withheld", "missing", "none")
        assert row["numerator"] is row["denominator"] is row["value"] is None
    assert rows[0]["state"] == "withheld"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "missing_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE", 400, "missing_parameter"),
        ("region=&indicator=POVERTY_INCIDENCE&period=2019", 400, "missing_parameter"),
        ("region=C&region=T1&indicator=POVERTY_INCIDENCE&period=2019", 400, "duplicate_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=2019&foo=1", 400, "unknown_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=2019&level=", 400, "missing_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=2019&level=province", 400, "bad_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=20x9", 400, "bad_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=-2019", 400, "bad_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=2019.0", 400, "bad_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=%D9%A2%D9%A0%D9%A1%D9%A9", 400, "bad_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=" + "9" * 5000, 400, "bad_parameter"),
        ("region=C&indicator=POVERTY_INCIDENCE&period=1999", 404, "unknown_value"),
        ("region=V0&indicator=POVERTY_INCIDENCE&period=2019", 404, "unknown_value"),
        ("region=%27%20OR%201=1--&indicator=POVERTY_INCIDENCE&period=2019", 404, "unknown_value"),
        ("region=%00&indicator=POVERTY_INCIDENCE&period=2019", 404, "unknown_value"),
        ("region=C&indicator=poverty_incidence&period=2019", 404, "unknown_value"),
        ("region=C&indicator=INCOME_PER_PERSON&period=2019", 404, "not_connected"),
        ("region=C&indicator=household_count&period=2019", 404, "unknown_value"),
        ("region=C&indicator=%3Cscript%3E&period=2019", 404, "unknown_value"),
    ],
)
def test_refusals(client: FlaskClient, query: str, status: int, code: str) -> None:
    response = client.get(f"/api/v1/values?{query}")
    assert response.status_code == status
    assert response.content_type == "application/json"
    error = response.get_json()["error"]
    assert error["code"] == code
    assert error["allowed"]
    assert error["message"]
    assert error["message_zh"]
    assert len(error["message"]) < 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/api/v1/indicators", "/api/v1/regions", "/api/v1/values", "/readyz", "/healthz"])
def test_other_methods(client: FlaskClient, method: str, path: str) -> None:
    response = getattr(client, method)(path, data=b"x" * 100)
    assert response.status_code == 405
    assert response.get_json()["error"]["code"] == "http_405"
    assert "GET" in response.headers["Allow"]


def test_unknown_paths(client: FlaskClient) -> None:
    for path in ("/api/v1/households", "/api/v2/indicators", "/api/v1/values/C"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.get_json()["error"]["code"] == "http_404"
    assert client.get("/api/v1/regions?parent=").status_code == 400
    assert client.get("/api/v1/indicators?x=1").status_code == 400


def test_etag_follows_the_release(trap_settings: Settings) -> None:
    build_release(trap_settings)
    client = _client(trap_settings)
    first = client.get(VALUES)
    tag = first.headers["ETag"]
    again = client.get(VALUES, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert client.get(VALUES + "&level=self").headers["ETag"] != tag
    with sqlite3.connect(trap_settings.database_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE region_year SET poor_population_count = 11 WHERE region_code = 'V1'")
    build_release(trap_settings)
    fresh = client.get(VALUES, headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != tag


def test_damaged_boundaries_leave_the_wall_and_its_values(trap_settings: Settings) -> None:
    build_release(trap_settings)
    trap_settings.boundaries.mkdir(parents=True, exist_ok=True)
    (trap_settings.boundaries / "manifest.json").write_text("{")
    client = signed_in(create_app(trap_settings))
    for path in ("/", "/_dash-layout", "/readyz", VALUES):
        assert client.get(path).status_code == 200, path
    response = client.get("/boundaries/C-coarse-000000000000.json")
    assert (response.status_code, response.get_json()["error"]["code"]) == (404, "geo.not_published")


def test_an_error_of_the_boundaries_is_said_in_json(trap_settings: Settings) -> None:
    server = Flask("test")
    routes_errors.register(server)

    @server.get("/boundaries/x")
    def broken() -> str:
        raise GeoError("damaged_manifest", file="manifest.json")

    response = server.test_client().get("/boundaries/x")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "geo.damaged_manifest")
    assert "import the boundaries again" in response.get_json()["error"]["message"]


def test_an_unforeseen_error_tells_nothing(trap_settings: Settings) -> None:
    server = Flask("test")

    class Broken:
        def current(self) -> None:
            raise RuntimeError("secret of the machine")

    services: Any = SimpleNamespace(settings=trap_settings, releases=Broken())
    routes_api.register(server, services)
    response = server.test_client().get("/api/v1/indicators")
    assert response.status_code == 500
    assert "secret" not in response.get_data(as_text=True)
    assert json.loads(response.data)["error"]["code"] == "http_500"
