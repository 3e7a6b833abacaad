"""The household list as a browser asks for it: who may, what comes, what is logged, what leaves as a workbook."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app import create_app
from data_access.audit import open_audit
from data_access.household_index import IndexStore
from data_access.release import ReleaseStore, build_release
from data_access.scope import Role
from data_access.settings import Settings
from tests import household_county as county
from tests.integration.conftest import settings_for
from tests.signing_in import signed_in

UPDATE = "/households/_dash-update-component"
HEAD = "..list-head.children...list-facets.children...list-bar.children...list-box.children...list-wait.disabled.."


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("list")
    made = settings_for(county.write_county(folder / "county.sqlite"), folder / "home")
    build_release(made)
    assert IndexStore(made).build(ReleaseStore(made.releases).current())
    return made


@pytest.fixture(scope="module")
def app(settings: Settings) -> Dash:
    return create_app(settings)


@pytest.fixture
def officer(app: Dash) -> FlaskClient:
    return signed_in(app)


def rows(client: FlaskClient, search: str = "", **asked: Any) -> tuple[int, dict[str, Any]]:
    """A block of rows as the grid asks for it."""
    request = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}} | asked
    body = {
        "output": "list-grid.getRowsResponse",
        "outputs": {"id": "list-grid", "property": "getRowsResponse"},
        "inputs": [{"id": "list-grid", "property": "getRowsRequest", "value": request}],
        "state": [{"id": "location", "property": "search", "value": search}],
        "changedPropIds": ["list-grid.getRowsRequest"],
    }
    answer = client.post(UPDATE, json=body)
    return answer.status_code, json.loads(answer.data) if answer.data else {}


def drawn(client: FlaskClient, search: Any = "") -> tuple[int, str]:
    """What stands around the grid."""
    names = [part.rsplit(".", 1) for part in HEAD.strip(".").split("...")]
    body = {
        "output": HEAD,
        "outputs": [{"id": name, "property": prop} for name, prop in names],
        "inputs": [
            {"id": "location", "property": "search", "value": search},
            {"id": "list-wait", "property": "n_intervals", "value": None},
        ],
        "changedPropIds": ["location.search"],
    }
    answer = client.post(UPDATE, json=body)
    return answer.status_code, answer.get_data(as_text=True)


def told(answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = answer["response"]["list-grid"]["getRowsResponse"]
    return found


def test_a_page_of_rows(officer: FlaskClient) -> None:
    status, answer = rows(officer)
    assert status == 200
    page = told(answer)
    assert page["rowCount"] == 7
    names = {row["head_name"] for row in page["rowData"]}
    assert {"李*山", "欧**华", "周*来", "未填报"} == names
    text = json.dumps(page, ensure_ascii=False)
    assert "李某" not in text
    assert "HH9901" not in text
    assert all(re.fullmatch(r"[\w-]{20}", row["token"]) for row in page["rowData"])


def test_filters_and_orders_of_the_address(officer: FlaskClient) -> None:
    assert told(rows(officer, "?status=poor,lifted")[1])["rowCount"] == 2
    assert told(rows(officer, "?unmet=MEDICAL&cause=01")[1])["rowCount"] == 1
    assert told(rows(officer, f"?region={county.B1}")[1])["rowCount"] == 1
    assert told(rows(officer, "?status=poor,zzz&region=nowhere")[1])["rowCount"] == 1
    by_size = told(rows(officer, sortModel=[{"colId": "member_count", "sort": "desc"}])[1])["rowData"]
    assert [row["member_count"] for row in by_size][-3:] == [2, 1, 1] or by_size[0]["member_count"] in (5, "未填报")
    assert len(told(rows(officer, startRow=5, endRow=6)[1])["rowData"]) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"startRow": -5, "endRow": 10**9},
        {"startRow": "x", "endRow": None},
        {"sortModel": "no"},
        {"sortModel": [None]},
        {"sortModel": [{"colId": "head_name; DROP", "sort": 5}]},
    ],
)
def test_what_no_grid_asks(officer: FlaskClient, asked: dict[str, Any]) -> None:
    status, answer = rows(officer, **asked)
    assert status == 200
    assert told(answer)["rowCount"] == 7


def test_no_payload_is_a_failure(app: Dash) -> None:
    """Whatever stands where the grid's request, the address or the words should be; of somebody else's allowance."""
    officer = signed_in(app, Role.VILLAGE, county.A2)
    odd: list[Any] = [None, 5, True, [], {}, "\ud800", "x" * 3000, "?region=%ff&status=%00,\ud800", [{"a": 1}], 1e300]
    for one in odd:
        body = {
            "output": "list-grid.getRowsResponse",
            "outputs": {"id": "list-grid", "property": "getRowsResponse"},
            "inputs": [{"id": "list-grid", "property": "getRowsRequest", "value": one}],
            "state": [{"id": "location", "property": "search", "value": one}],
            "changedPropIds": ["list-grid.getRowsRequest"],
        }
        assert officer.post(UPDATE, json=body).status_code in (200, 204, 400), one
        assert drawn(officer, one)[0] in (200, 400), one
        for path in ("search", "saved", "export"):
            sent = {"words": one, "name": one, "search": one, "purpose": one, "sensitive": one}
            assert officer.post(f"/households/{path}", json=sent).status_code in (200, 400, 429), (path, one)
        officer.delete("/households/saved", json={"name": "x" * 40})


def test_sensitive_columns_only_when_asked_for_and_allowed(app: Dash, officer: FlaskClient) -> None:
    plain = told(rows(officer)[1])["rowData"]
    assert not any("cause" in row or "line" in row for row in plain)
    full = told(rows(officer, "?columns=all")[1])["rowData"]
    assert any(row.get("cause") == "因病" for row in full)
    leader = signed_in(app, Role.LEADER)
    for search in ("?columns=all", "?cause=01", "?columns=all&line=below&monitoring=1&attribute=05"):
        status, answer = rows(leader, search)
        page = told(answer)
        assert (status, page["rowCount"]) == (200, 7), search
        assert not any("cause" in row or "line" in row for row in page["rowData"])
    assert "因病" not in drawn(leader, "?cause=01")[1]
    assert "因病" in drawn(officer)[1]


def test_a_township_sees_its_own(app: Dash) -> None:
    client = signed_in(app, Role.TOWNSHIP, county.TOWN_B)
    assert told(rows(client)[1])["rowCount"] == 1
    for search in (f"?region={county.A1}", f"?region={county.COUNTY}", "?region=x"):
        assert told(rows(client, search)[1])["rowCount"] == 1, "a foreign region falls back to one's own"
    assert client.get(f"/households/map?region={county.A1}").get_json()["title"].startswith("云沟镇")
    assert "柳条沟镇" not in drawn(client)[1]
    found = client.post("/households/search", json={"words": "李某山"}).get_json()
    assert found["households"] == []


@pytest.mark.parametrize("role", [None, Role.WALL, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not(app: Dash, role: Role | None) -> None:
    client = app.server.test_client() if role is None else signed_in(app, role)
    asked = {"words": "李某山"}
    answers = [
        client.get("/households/map"),
        client.get("/households/saved"),
        client.post("/households/search", json=asked),
        client.post("/households/saved", json={"name": "a", "search": ""}),
        client.post("/households/export", json={"purpose": "a purpose"}),
    ]
    assert {answer.status_code for answer in answers} <= {401, 403}
    assert rows(client)[0] in (401, 403)
    assert drawn(client)[0] in (401, 403)
    assert not any("*" in answer.get_data(as_text=True) for answer in answers)


def test_search_is_no_get_and_is_logged_without_its_words(officer: FlaskClient, settings: Settings) -> None:
    assert officer.get("/households/search?words=x").status_code in (404, 405)
    found = officer.post("/households/search", json={"words": "李某山"}).get_json()
    assert [one["name"] for one in found["households"]] == ["李*山"]
    last = open_audit(settings.home).search(event="search").records[0]
    assert last.user
    assert "李" not in json.dumps(last.detail, ensure_ascii=False)
    for body in ({}, {"words": None}, {"words": ["x"]}, {"words": "x" * 5000}, []):
        assert officer.post("/households/search", json=body).status_code == 200
    assert officer.post("/households/search", data="no json").status_code == 200


def test_the_map_counts_villages(officer: FlaskClient) -> None:
    answer = officer.get("/households/map?status=poor").get_json()
    assert answer["values"][county.A1][2:] == ["1", "6"]
    assert answer["values"][county.A2][0] == 0
    assert "REGION" in answer["href"]
    village = officer.get(f"/households/map?region={county.A1}").get_json()
    assert set(village["values"]) == {county.A1, county.A2}, "a village is shown among its neighbours"


def test_saved_filters_are_ones_own(app: Dash, officer: FlaskClient) -> None:
    kept = officer.post("/households/saved", json={"name": " 住房 ", "search": "?unmet=HOUSING&zzz=1&status=nope"})
    assert kept.get_json()["saved"] == [{"name": "住房", "search": "?unmet=HOUSING"}]
    leader = signed_in(app, Role.LEADER)
    assert leader.get("/households/saved").get_json()["saved"] == []
    leader.post("/households/saved", json={"name": "x", "search": "?cause=01"})
    assert leader.get("/households/saved").get_json()["saved"] == [{"name": "x", "search": ""}]
    assert officer.delete("/households/saved", json={"name": "住房"}).get_json()["saved"] == []
    for name in ("", " ", "x" * 41):
        assert officer.post("/households/saved", json={"name": name, "search": ""}).status_code == 400


def test_export(app: Dash, officer: FlaskClient, settings: Settings) -> None:
    assert officer.post("/households/export", json={"purpose": " a "}).status_code == 400
    answer = officer.post("/households/export?status=lifted_supported", json={"purpose": "核查住房=1"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    lines = list(sheet.values)
    assert lines[0][0] == "户主"
    assert len(lines) == 3
    assert all("核查住房=1" in str(line[-1]) for line in lines[1:])
    assert "核查住房=1" in sheet.oddHeader.center.text
    assert "因病" not in str(lines)
    assert "主要原因" not in lines[0]
    record = open_audit(settings.home).search(event="export").records[0]
    assert (record.detail["rows"], record.detail["sensitive"]) == (2, False)
    full = officer.post("/households/export", json={"purpose": "核查原因", "sensitive": True})
    assert "因病" in str(list(load_workbook(io.BytesIO(full.data)).worksheets[0].values))
    assert signed_in(app, Role.LEADER).post("/households/export", json={"purpose": "看看名单"}).status_code == 403


def test_the_wall_does_not_load_the_grid(app: Dash, officer: FlaskClient) -> None:
    wall, desk = (officer.get(path).get_data(as_text=True) for path in ("/", "/households/"))
    assert "ag_grid/" not in wall
    assert "ag_grid/" in desk
    assert not re.search(r"<script[^>]*plotly", desk)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", desk), "no script in the page"
    for src in re.findall(r'<script[^>]* src="([^"]+)"', desk):
        assert officer.get(src).status_code == 200, src
    policy = officer.get("/households/").headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self';" in policy
    assert officer.get("/households/").headers["Cache-Control"] == "no-store"


def test_while_there_is_no_index(settings: Settings, tmp_path: Path) -> None:
    """The list says so, and how far it is; nothing fails."""
    fresh = settings_for(county.write_county(tmp_path / "county.sqlite"), tmp_path / "home")
    build_release(fresh)
    app = create_app(fresh)
    client = signed_in(app)
    status, said = drawn(client)
    assert status == 200
    assert "正在建立" in str(json.loads(said))
    answer = client.get("/households/map")
    assert answer.status_code == 200
    assert answer.get_json().get("waiting") or answer.get_json()["values"]
    app.server.extensions["guatu"].index.wait(60)
    assert told(rows(client)[1])["rowCount"] == 7
