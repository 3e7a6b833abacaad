"""Sums are packed once and sent as they were kept; what names a household is not; a village's answer is short."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from data_access.release import Release
from data_access.settings import Settings
from layouts import ids
from tests.signing_in import signed_in

COUNTY = "990101000000"
TOWNSHIP = "990101106000"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture(scope="module")
def client(demo_release: Release, demo_settings: Settings) -> FlaskClient:
    assert demo_release.id
    return signed_in(create_app(demo_settings))


def panel(client: FlaskClient, name: str, accepted: str, store: str = ids.SCOPE, period: int = 2019) -> TestResponse:
    scope = {"region": COUNTY, "period": period, "household": None, "lang": "zh", "rem": 16}
    body = {
        "output": f"{name}.children",
        "outputs": {"id": name, "property": "children"},
        "inputs": [{"id": store, "property": "data", "value": scope}],
        "state": [],
        "changedPropIds": [f"{store}.data"],
    }
    return client.post("/_dash-update-component", json=body, headers={"Accept-Encoding": accepted})


def told(response: TestResponse) -> Any:
    assert response.status_code == 200
    return json.loads(UNPACK[response.headers.get("Content-Encoding")](response.data))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip, deflate", "gzip"), ("identity", None), ("br;q=0, gzip", "gzip"), ("", None)],
)
def test_a_panel_of_sums_is_packed_as_the_browser_takes_it_the_first_time_and_again(
    client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    plain = panel(client, ids.KPI, "identity", period=2018)
    made, kept = (panel(client, ids.KPI, accepted, period=2018) for _ in range(2))
    for answer in (made, kept):
        assert answer.headers.get("Content-Encoding") == encoding
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert told(answer) == plain.get_json()
        own = {"Content-Length", "Content-Encoding", "Date", "X-Request-Id", "Set-Cookie"}
        assert {*answer.headers.keys()} - own == {*plain.headers.keys()} - own, "no header of a plain answer is lost"
        assert encoding is None or len(answer.data) < len(plain.data) / 2


def test_what_names_an_official_or_a_household_is_not_packed(client: FlaskClient) -> None:
    for name in (ids.DUTY_CHAIN, ids.DUTY_LOADS):
        answer = panel(client, name, "gzip, br", store="duty-scope")
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers


def values(client: FlaskClient, release: Release, region: str, period: int) -> Mapping[str, Any]:
    answer = client.get(f"/wall/values/{release.id}/3-none/{region}/{period}/zh", headers={"Accept-Encoding": "br"})
    found: Mapping[str, Any] = told(answer)
    return found


@pytest.mark.parametrize("period", [2016, 2019])
def test_a_village_says_only_what_it_does_not_share_with_its_township(
    client: FlaskClient, demo_release: Release, period: int
) -> None:
    around = values(client, demo_release, TOWNSHIP, period)
    for place, code in enumerate(around["codes"]):
        own = values(client, demo_release, code, period)
        assert own["around"] == TOWNSHIP
        assert not {"codes", "names", "breaks", "values", "absent"} & own.keys()
        whole = {**around, **own}
        assert whole.keys() - {"around"} == around.keys(), "as many parts as any map has"
        assert (whole["selected"], whole["region"]["code"]) == (code, code)
        for name, (shown, numerators, denominators) in whole["values"].items():
            row = [shown[place], numerators[place], denominators[place]]
            assert whole["own"].get(name, [None] * 3) == row, f"{name} of {code}: not the column of its township"
