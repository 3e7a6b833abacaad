"""Places of the ranking view open: a score its indicators, an announced place its row; held against SQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.release import Release
from data_access.settings import Settings
from tests.signing_in import signed_in

COUNTY, TOWN = "990101000000", "990101100000"
WEIGHTS = {
    "POVERTY_INCIDENCE": (40, -1), "INDUSTRY_HOUSEHOLD_COVERAGE": (20, 1),
    "INDUSTRY_VILLAGE_COVERAGE_BESIDE_SOLAR": (20, 1), "INCOME_PER_PERSON": (20, 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def client(demo_release: Release, demo_settings: Settings) -> FlaskClient:
    assert demo_release.id
    return signed_in(create_app(demo_settings))


def opened(
    client: FlaskClient, release: Release, figure: str, region: str, lang: str = "zh", period: int = 2019
) -> Any:
    response = client.get(f"/wall/trace/{release.id}/{figure}/{region}/{period}/{lang}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store", "the file of scores and the table may change at any time"
    return response.get_json()


def test_a_score_opens_its_indicators(client: FlaskClient, demo_release: Release) -> None:
    towns = [town.code for town in demo_release.children(COUNTY)]
    told = opened(client, demo_release, f"score.overall@{COUNTY}", TOWN)
    rows = told["villages"]
    assert rows["codes"] == list(WEIGHTS)
    assert rows["numerators"] == [weight for weight, _ in WEIGHTS.values()]
    whole = 0.0
    for (indicator, (weight, direction)), points, brought in zip(
        WEIGHTS.items(), rows["denominators"], rows["values"], strict=True
    ):
        values = {town: demo_release.value(indicator, town, 2019) for town in towns}
        low, high = min(values.values()), max(values.values())
        own = 100 * (values[TOWN] - low) / (high - low)
        own = own if direction > 0 else 100 - own
        assert points == pytest.approx(own, abs=0.006)
        assert brought == pytest.approx(weight * own / 100, abs=0.0001)
        whole += weight * own / 100
    assert float(told["value"]) == pytest.approx(whole, abs=0.051)
    assert told["formula"].endswith(f"= {told['value']} 分")
    assert "region_year" in {table for table, _day in told["tables"]}
    assert (told["isBook"], told["lists"]) == (False, False)


def test_an_announced_place_opens_its_row(client: FlaskClient, demo_release: Release, demo_database: Path) -> None:
    told = opened(client, demo_release, f"announced.QUARTER_RANK@{COUNTY}", TOWN)
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        held = connection.execute(
            "SELECT held_on, place_no, score, issue_count, fixed_issue_count, s.name_zh FROM ranking k"
            " JOIN data_source s USING (source_id) WHERE ranking_event_code = 'QUARTER_RANK' AND region_code = ?"
            " ORDER BY held_on DESC",
            [TOWN],
        ).fetchall()
        (many,) = connection.execute(
            "SELECT count(*) FROM ranking WHERE ranking_event_code = 'QUARTER_RANK' AND held_on = ?", [held[0][0]]
        ).fetchone()
    rows = told["villages"]
    assert list(zip(rows["names"], rows["numerators"], rows["values"], strict=True)) == [row[:3] for row in held]
    assert rows["denominators"] == [many] * len(held)
    day, place, score, named, mended, source = held[0]
    assert told["value"] == f"{score:.1f}"
    for said in (day, f"第 {place} 名", f"问题 {named} 个", f"整改 {mended} 个", source):
        assert said in told["formula"]
    english = opened(client, demo_release, f"announced.QUARTER_RANK@{COUNTY}", TOWN, "en")
    assert f"place {place} of {many}" in english["formula"]
    assert english["unit"] == "points"


@pytest.mark.parametrize(
    ("figure", "region", "period"),
    [
        (f"score.other@{COUNTY}", TOWN, 2019),
        ("score.overall@nowhere", TOWN, 2019),
        (f"score.overall@{COUNTY}", COUNTY, 2019),
        (f"score.overall@{COUNTY}", "nowhere", 2019),
        (f"score.overall@{COUNTY}", TOWN, 1066),
        (f"announced.NOTHING@{COUNTY}", TOWN, 2019),
        (f"announced.QUARTER_RANK@{COUNTY}", COUNTY, 2019),
        (f"announced.QUARTER_RANK@{COUNTY}", TOWN, 2014),
    ],
)
def test_what_stands_for_nothing_is_unknown(
    client: FlaskClient, demo_release: Release, figure: str, region: str, period: int
) -> None:
    assert opened(client, demo_release, figure, region, period=period) == {"unknown": True}
