"""Briefings over HTTP: kept views, what a release no longer has, numbers that are held, notes."""

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.briefings import Briefings, BriefingScene, StaleBriefingError, open_briefings
from data_access.briefings.records import LONGEST_NOTES, MOST_SCENES, BriefingError, Kind
from data_access.errors import ForbiddenError, UnknownError
from data_access.own_stores import Place
from data_access.release import ReleaseStore, build_release
from data_access.settings import Settings
from tests.integration.conftest import make_trap_county
from tests.signing_in import signed_in


@pytest.fixture
def store(place: Place) -> Briefings:
    """Where briefings stand, with a clock that goes on by a second at each look."""
    ticks = iter(range(1_000_000))
    return open_briefings(place, clock=lambda: 1e9 + next(ticks))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The county full of traps as a demo, with a release and briefings of its own."""
    settings = replace(make_trap_county(tmp_path_factory.mktemp("briefings")), is_demo=True)
    build_release(settings)
    return settings


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    """A browser before a wall that anyone may change, as in the demo county."""
    return signed_in(create_app(settings))


def begun(client: FlaskClient, title: str = "月调度") -> str:
    """A new briefing; its id."""
    return str(client.post("/briefings.json", json={"title": title}).get_json()["id"])


def told(client: FlaskClient, id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/briefings/{id}/state").get_json()
    return found


def act(client: FlaskClient, id: str, what: str) -> dict[str, Any]:
    response = client.post(f"/briefings/{id}/act", json={"act": what})
    assert response.status_code == 200, response.get_json()
    found: dict[str, Any] = response.get_json()
    return found


def test_scenes_keep_their_order_and_of_two_writers_the_first_is_heard(store: Briefings) -> None:
    id = store.begin("  过堂会   三月 ", "officer")
    for name in ("一", "二", "三"):
        store.keep(id, BriefingScene(name, f"?region={name}", f"讲{name}"))
    whole = store.whole(id)
    assert (whole.title, [scene.name for scene in whole.scenes]) == ("过堂会 三月", ["一", "二", "三"])
    turned = store.write(id, "过堂会", whole.scenes[::-1], whole.version)
    assert [scene.name for scene in turned.scenes] == ["三", "二", "一"]
    with pytest.raises(StaleBriefingError):
        store.write(id, "别的", (), whole.version)
    assert store.whole(id) == turned
    store.drop(id)
    with pytest.raises(UnknownError):
        store.whole(id)


def test_what_is_too_much_is_refused_and_nothing_is_half_written(store: Briefings) -> None:
    for title in ("", "   ", "x" * 81, "a\x00b", "\ud800"):
        with pytest.raises(BriefingError):
            store.begin(title, "officer")
    assert store.all() == ()
    with pytest.raises(BriefingError):
        BriefingScene("", "", "x" * (LONGEST_NOTES + 1))
    id = store.begin("满", "officer")
    full = store.write(id, "满", [BriefingScene("", "?")] * MOST_SCENES, 1)
    for more in (
        lambda: store.keep(id, BriefingScene("", "?")),
        lambda: store.write(id, "空", [BriefingScene("", "?")] * (MOST_SCENES + 1), full.version),
    ):
        with pytest.raises(ForbiddenError):
            more()
    assert store.whole(id) == full


def test_what_is_noted_is_settled_or_struck_out(store: Briefings) -> None:
    id = store.begin("排队", "officer")
    other = store.begin("别的", "officer")
    store.note(id, Kind.QUESTION, "为什么  少了两户", who="", until=None, scene="全县", by="officer")
    store.note(id, Kind.TASK, "核实", who="民政局", until=None, scene="", by="officer")
    with pytest.raises(BriefingError):
        store.note(id, Kind.TASK, "   ", who="x", until=None, scene="", by="officer")
    question, task = store.whole(id).noted
    assert (question.said, question.kind, task.who, task.is_done) == ("为什么 少了两户", Kind.QUESTION, "民政局", False)
    store.settle(id, task.id, is_done=True)
    with pytest.raises(UnknownError):
        store.settle(other, task.id, is_done=False)
    store.strike(other, question.id)
    assert [one.is_done for one in store.whole(id).noted] == [False, True]
    store.strike(id, question.id)
    assert [one.id for one in store.whole(id).noted] == [task.id]


def test_a_kept_view_comes_back_without_the_card_that_stood_open(client: FlaskClient, settings: Settings) -> None:
    release = ReleaseStore(settings.releases).current()
    region = release.children(release.root.code)[0]
    id = begun(client)
    search = f"?view=industry&region={region.code}&household=abcdefghij"
    answer = client.post(f"/briefings/{id}/scenes", json={"search": search, "notes": " 先说产业 "})
    assert answer.get_json()["count"] == 1
    (scene,) = told(client, id)["scenes"]
    assert "household" not in scene["search"] + scene["show"]
    assert (scene["notes"], scene["faults"]) == ("先说产业", [])
    assert region.name_zh in scene["said"]
    page = client.get(f"/briefings/{id}").get_data(as_text=True)
    assert "先说产业" in page
    assert "abcdefghij" not in page


@pytest.mark.parametrize("gone", ["region=990000000999", "indicator=NO_SUCH", "period=1800", "spotlight=nothing"])
def test_a_scene_that_names_what_is_gone_says_so_and_the_rest_stands(client: FlaskClient, gone: str) -> None:
    id = begun(client)
    client.post(f"/briefings/{id}/scenes", json={"search": f"?view=industry&{gone}"})
    client.post(f"/briefings/{id}/scenes", json={"search": "?view=industry"})
    lost, whole = told(client, id)["scenes"]
    assert len(lost["faults"]) == 1
    assert lost["faults"][0].strip()
    assert gone.partition("=")[2] not in lost["show"]
    assert "view=industry" in lost["show"]
    assert (whole["faults"], whole["show"]) == ([], "?view=industry")


@pytest.mark.parametrize(
    ("method", "way", "body"),
    [
        ("PUT", "state", {"title": "x", "scenes": [1], "version": 1}),
        ("PUT", "state", {"title": "x", "scenes": {}, "version": 1}),
        ("PUT", "state", {"title": 5, "scenes": [], "version": 1}),
        ("POST", "scenes", {"search": 5}),
        ("POST", "act", {"act": "nothing"}),
        ("POST", "noted", {"kind": "order", "said": "x"}),
        ("POST", "noted", {"kind": "task", "said": "x", "until": "明天"}),
        ("POST", "noted/1", {"act": "burn"}),
    ],
)
def test_what_is_not_understood_is_said_and_changes_nothing(
    client: FlaskClient, method: str, way: str, body: object
) -> None:
    id = begun(client)
    before = told(client, id)
    answer = client.open(f"/briefings/{id}/{way}", method=method, json=body)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message_zh"]
    assert told(client, id) == before


def figures(client: FlaskClient, settings: Settings) -> list[object]:
    """Everything that the map and the API say of the whole county, by every indicator."""
    values = client.get("/wall/config").get_json()
    region, period, names = values["region"], values["period"], list(values["indicators"])
    base = f"/wall/values/{values['release']}/{values['drawn']}/{region}/{period}/zh"
    asked = [f"/api/v1/values?region={region}&indicator={name}&period={period}" for name in names]
    return [values["release"], client.get(base).get_json(), [client.get(one).get_json() for one in asked]]


def test_no_number_changes_while_a_briefing_is_told(settings: Settings, client: FlaskClient) -> None:
    """Three releases of changed data are built meanwhile; at the end the newest is shown."""
    id = begun(client)
    before = figures(client, settings)
    assert act(client, id, "start")["release"] == before[0]
    path = settings.database_url.removeprefix("sqlite:///")
    for _ in range(3):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(
                "UPDATE household SET member_count = member_count + 1, "
                "poverty_status_code = CASE poverty_status_code WHEN '0' THEN '2' ELSE '0' END"
            )
            connection.execute("UPDATE region_year SET poor_population_count = poor_population_count + 7")
        time.sleep(1.1)
        build_release(settings)
        assert figures(client, settings) == before
        assert figures(signed_in(create_app(settings)), settings) == before, "nor on a page opened meanwhile"
    assert client.get("/wall/config").get_json()["isPinned"] is True
    assert act(client, id, "end")["state"] == "ended"
    after = figures(client, settings)
    assert after[0] != before[0]
    assert after[2] != before[2]


def test_the_release_is_let_go_when_the_last_of_two_briefings_ends(client: FlaskClient, settings: Settings) -> None:
    store = ReleaseStore(settings.releases)
    first, second = begun(client, "一"), begun(client, "二")
    act(client, first, "start")
    act(client, second, "start")
    act(client, first, "end")
    assert store.pinned() is not None
    assert client.post(f"/briefings/{second}/act", json={"act": "drop"}).status_code == 403
    act(client, second, "end")
    assert store.pinned() is None


def test_a_release_that_was_held_before_stays_held(client: FlaskClient, settings: Settings) -> None:
    store = ReleaseStore(settings.releases)
    store.pin(store.current().id)
    id = begun(client)
    act(client, id, "start")
    act(client, id, "end")
    assert store.pinned() == store.current().id
    store.unpin()
