"""All villages of the county at once, against plain SQL and the answers of the single townships."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.release import Release
from data_access.settings import Settings
from tests.signing_in import signed_in

COUNTY = "990101000000"
TOWNSHIP = "990101106000"
INDICATOR = "POVERTY_INCIDENCE"


@pytest.fixture(scope="module")
def client(demo_release: Release, demo_settings: Settings) -> FlaskClient:
    assert demo_release.id
    return signed_in(create_app(demo_settings))


@pytest.fixture(scope="module")
def drawn(client: FlaskClient) -> str:
    return str(client.get("/wall/config").get_json()["drawn"])


def under(client: FlaskClient, release: Release, drawn: str, rest: str) -> Any:
    return client.get(f"/wall/under/{release.id}/{drawn}/{rest}").get_json()


def test_the_regions_are_all_villages_of_plain_sql(
    client: FlaskClient, demo_release: Release, demo_database: Path, drawn: str
) -> None:
    shown = under(client, demo_release, drawn, f"{COUNTY}/village/2019/zh")
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT region_code, name_zh FROM region WHERE region_level_code = '5' AND valid_to IS NULL ORDER BY 1"
        ).fetchall()
    assert list(zip(shown["codes"], shown["names"], strict=True)) == rows
    assert (shown["region"]["code"], shown["depth"], shown["selected"]) == (COUNTY, "village", None)
    assert shown["path"][-1][0] == COUNTY


def test_each_figure_is_what_its_township_says(client: FlaskClient, demo_release: Release, drawn: str) -> None:
    regions = under(client, demo_release, drawn, f"{COUNTY}/village/2019/zh")
    for indicator in (INDICATOR, "VISIT_RATE", "INCOME_PER_PERSON"):
        column = under(client, demo_release, drawn, f"{COUNTY}/village/2019/zh/{indicator}")
        place = {code: i for i, code in enumerate(regions["codes"])}
        said = {
            (i, state) for state, at in column["absent"].items() for i in (at if at is not True else place.values())
        }
        for township in demo_release.children(COUNTY):
            below = client.get(f"/wall/values/{demo_release.id}/{drawn}/{township.code}/2019/zh").get_json()
            single = below["values"].get(indicator, [[None] * len(below["codes"])] * 3)
            at = [place[code] for code in below["codes"]]
            assert [[part[i] for i in at] for part in column["values"]] == single, township.code
            for state, where in below["absent"].get(indicator, {}).items():
                assert {(at[i], state) for i in (range(len(at)) if where is True else where)} <= said
        assert column["breaks"]
        assert regions["region"]["name"] in column["sentence"]


def test_what_is_no_such_picture_is_said_to_be_unknown(client: FlaskClient, demo_release: Release, drawn: str) -> None:
    for rest in (
        f"{TOWNSHIP}/village/2019/zh",  # what lies directly below is the usual picture
        f"{COUNTY}/township/2019/zh",
        f"{COUNTY}/hamlet/2019/zh",
        f"{COUNTY}/village/1066/zh",
        "nowhere/village/2019/zh",
        f"{COUNTY}/village/2019/zh/NOTHING",
    ):
        assert under(client, demo_release, drawn, rest) == {"unknown": True}, rest


def test_it_is_packed_as_the_browser_takes_it_and_kept_only_under_its_own_release(
    client: FlaskClient, demo_release: Release, drawn: str
) -> None:
    address = f"/wall/under/{demo_release.id}/{drawn}/{COUNTY}/village/2019/en/{INDICATOR}"
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    for encoding, undo in unpack.items():
        answer = client.get(address, headers={"Accept-Encoding": f"deflate, {encoding}"})
        assert answer.headers["Content-Encoding"] == encoding
        assert undo(answer.data) == plain.data
        assert "immutable" in answer.headers["Cache-Control"]
    other = client.get(address.replace(demo_release.id, "another"))
    assert other.headers["Cache-Control"] == "no-store"


def test_made_classes_are_cut_through_the_villages(client: FlaskClient, demo_release: Release, drawn: str) -> None:
    address = f"/wall/under-breaks/{demo_release.id}/quantile/village/{INDICATOR}/{COUNTY}@2019"
    (breaks,) = client.get(address).get_json().values()
    column = under(client, demo_release, drawn, f"{COUNTY}/village/2019/zh/{INDICATOR}")
    known = sorted(round(value, 2) for value in column["values"][0] if value is not None)
    assert breaks[0] == known[0]
    assert len(breaks) == 5
    counts = [sum(low <= value < high for value in known) for low, high in zip(breaks, [*breaks[1:], 1e9], strict=True)]
    assert max(counts) - min(counts) < len(known) / 10
    assert json.loads(client.get(address.replace("quantile", "policy")).data) == {"unknown": True}
