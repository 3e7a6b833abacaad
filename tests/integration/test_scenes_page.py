"""The scenes over HTTP: read by everyone, written by those who may, and of two writers only by the first."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.release import Release
from data_access.scope import Role
from data_access.settings import Settings
from tests.signing_in import signed_in

GOOD = {"idle_seconds": 60, "night": None, "scenes": [{"name": "全县", "indicator": "POVERTY_INCIDENCE", "dwell": 30}]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the scenes of this test stand."""
    return tmp_path / "scenes.toml"


@pytest.fixture
def client(trap_settings_once: Settings, file: Path) -> FlaskClient:
    """A browser before a wall that anyone may change, as in the demo county."""
    return signed_in(create_app(replace(trap_settings_once, is_demo=True, scenes_path=file)))


def etag(client: FlaskClient) -> str:
    """What the server says of the scenes as they are."""
    return client.get("/scenes.json").headers["ETag"]


def put(client: FlaskClient, body: object, **headers: str) -> tuple[int, dict[str, object]]:
    """Save; the status and the answer."""
    told = {"If-Match": headers.pop("match", None) or etag(client), **headers}
    response = client.put("/scenes.json?lang=en", json=body, headers=told)
    return response.status_code, response.get_json()


def test_nobody_wrote_any_and_the_wall_has_some(trap_settings_once: Settings, file: Path) -> None:
    client = signed_in(create_app(replace(trap_settings_once, scenes_path=file)))
    body = client.get("/scenes.json").get_json()
    assert body["origin"] == "made"
    assert body["version"] == "absent"
    assert body["scenes"]
    assert body["scenes"][0]["search"] == ""
    assert all(scene["name"] and scene["dwell"] == 20 for scene in body["scenes"])


def test_the_made_scenes_end_where_most_is_to_do(demo_settings: Settings, demo_release: Release) -> None:
    client = signed_in(create_app(demo_settings))
    scenes = client.get("/scenes.json").get_json()["scenes"]
    regions = [parse_qs(scene["search"].lstrip("?")).get("region", [demo_release.root.code])[0] for scene in scenes]
    townships = [region.code for region in demo_release.children(demo_release.root.code)]
    rates = {code: demo_release.value("POVERTY_INCIDENCE", code, 2019) for code in townships}
    assert regions[0] == demo_release.root.code
    assert set(regions[-2:]) == {max(rates, key=lambda code: rates[code])}


def test_the_made_scenes_tell_of_industry(demo_settings: Settings, demo_database: Path) -> None:
    client = signed_in(create_app(demo_settings))
    said = [parse_qs(scene["search"].lstrip("?")) for scene in client.get("/scenes.json").get_json()["scenes"]]
    industry = [parameters for parameters in said if parameters.get("view") == ["industry"]]
    with closing(sqlite3.connect(f"{demo_database.as_uri()}?mode=ro", uri=True)) as connection:
        villages = connection.execute(
            "SELECT industry_kind_code, COUNT(DISTINCT c.region_code) FROM industry_coverage c JOIN industry_activity a"
            " USING (activity_id) WHERE stat_year = 2019 GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
    assert [parameters.get("kind", ["ALL"])[0] for parameters in industry] == ["ALL", villages[0][0]]


def test_a_demo_county_tells_its_own_story_until_somebody_writes_another(client: FlaskClient) -> None:
    assert client.get("/scenes.json").get_json()["origin"] == "demo"
    put(client, GOOD)
    assert client.get("/scenes.json").get_json()["origin"] == "file"


def test_saved_scenes_are_read_by_every_wall(client: FlaskClient, file: Path) -> None:
    status, body = put(client, GOOD)
    assert status == 200
    assert 'name = "全县"' in file.read_text("utf-8")
    again = client.get("/scenes.json").get_json()
    assert again["idle_seconds"] == 60
    assert [(scene["name"], scene["dwell"]) for scene in again["scenes"]] == [("全县", 30)]
    assert body["version"] == again["version"] != "absent"


def test_what_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    assert client.get("/scenes.json", headers={"If-None-Match": etag(client)}).status_code == 304


def test_the_second_of_two_editors_is_told(client: FlaskClient, file: Path) -> None:
    seen = etag(client)
    assert put(client, GOOD, match=seen)[0] == 200
    before = file.read_text("utf-8")
    status, body = put(client, {**GOOD, "idle_seconds": 99}, match=seen)
    assert status == 412
    assert body["error"]["code"] == "scenes.stale"  # type: ignore[index]
    assert file.read_text("utf-8") == before


def test_faults_are_said_by_scene_and_nothing_is_written(client: FlaskClient, file: Path) -> None:
    status, body = put(client, {"scenes": [{}, {"dwell": 1}, {"hours": "8-9"}]})
    assert status == 400
    assert [(fault["scene"], fault["key"]) for fault in body["faults"]] == [(2, "dwell"), (3, "hours")]  # type: ignore[attr-defined]
    assert not file.exists()


def test_a_region_that_is_not_there_is_said_and_passed_over(client: FlaskClient) -> None:
    status, _ = put(client, {"scenes": [{"region": "12"}, {"name": "x"}]})
    assert status == 200
    body = client.get("/scenes.json?lang=en").get_json()
    assert [scene["name"] for scene in body["scenes"]] == ["x"]
    assert "there is no region '12'" in body["faults"][0]["sentence"]


def test_a_broken_file_is_said_and_the_last_good_one_stays(client: FlaskClient, file: Path) -> None:
    put(client, GOOD)
    file.write_text(file.read_text("utf-8") + "\n[[scene", "utf-8")
    body = client.get("/scenes.json").get_json()
    assert body["origin"] == "kept"
    assert [scene["name"] for scene in body["scenes"]] == ["全县"]
    assert body["faults"][0]["line"]
    assert put(client, GOOD)[0] == 200
    assert client.get("/scenes.json").get_json()["origin"] == "file"


@pytest.mark.parametrize(
    ("headers", "content", "kind", "status"),
    [
        ({"Origin": "http://elsewhere.example"}, json.dumps(GOOD), "application/json", 403),
        ({"Origin": "null"}, json.dumps(GOOD), "application/json", 403),
        ({}, json.dumps(GOOD), "text/plain", 415),
        ({}, json.dumps(GOOD) + " " * 70_000, "application/json", 413),
        ({"If-Match": ""}, json.dumps(GOOD), "application/json", 428),
        ({}, "{", "application/json", 400),
        ({}, "[]", "application/json", 400),
        ({}, '{"scenes": [3]}', "application/json", 400),
        ({}, '{"scenes": {}}', "application/json", 400),
        ({}, '{"scenes": [], "night": 3}', "application/json", 400),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(
    client: FlaskClient, file: Path, headers: dict[str, str], content: str, kind: str, status: int
) -> None:
    told = {"If-Match": etag(client), **headers}
    told = {name: value for name, value in told.items() if value}
    response = client.put("/scenes.json", data=content, content_type=kind, headers=told)
    assert response.status_code == status
    assert response.get_json()["error"]["message_zh"]
    assert not file.exists()


def test_our_own_origin_may_write(client: FlaskClient) -> None:
    assert put(client, GOOD, Origin="http://localhost")[0] == 200


def test_a_real_county_is_changed_by_its_officers_and_who_is_paired(trap_settings_once: Settings, file: Path) -> None:
    app = create_app(replace(trap_settings_once, scenes_path=file))
    client = signed_in(app, Role.LEADER)
    assert client.get("/scenes.json").status_code == 200
    assert put(client, GOOD)[0] == 401
    assert put(client, GOOD, Authorization="Bearer x")[0] == 401
    assert not file.exists()
    walls = app.server.extensions["guatu"].walls()
    walls.enter("worker", "大厅")
    walls.ask_code("大厅")
    token = walls.pair("大厅", walls.look(0).codes["大厅"][0])
    assert put(client, GOOD, Authorization=f"Bearer {token}")[0] == 200
    assert put(signed_in(app, Role.COUNTY), GOOD)[0] == 200


def test_the_page_holds_its_words_and_no_other_language(client: FlaskClient) -> None:
    for lang, title in (("zh", "轮播场景"), ("en", "Scenes of the wall")):
        response = client.get(f"/scenes?lang={lang}")
        assert response.status_code == 200
        assert f"<title>{title}</title>" in response.text
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
