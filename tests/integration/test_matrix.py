"""The industry matrix of the demo county, against plain SQL on its database."""

import json
import math
import sqlite3
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.errors import UnknownPeriodError
from data_access.industries import industry_matrix, matrix_kinds
from data_access.release import Release
from data_access.settings import Settings
from tests.signing_in import signed_in

COUNTY = "990101000000"
TOWNSHIP = "990101106000"
EARLIER = 2018

REACHED = """
SELECT v.parent_code, a.industry_kind_code, COUNT(DISTINCT c.region_code)
FROM industry_coverage c JOIN industry_activity a ON a.activity_id = c.activity_id
JOIN region v ON v.region_code = c.region_code
WHERE c.stat_year = :year AND v.region_level_code = '5'
  AND (a.valid_from IS NULL OR a.valid_from <= :year || '-12-31')
  AND (a.valid_to IS NULL OR a.valid_to >= :year || '-01-01')
GROUP BY 1, 2
"""
VILLAGES = "SELECT parent_code, COUNT(*) FROM region WHERE region_level_code = '5' GROUP BY 1"


@pytest.fixture(scope="module")
def client(demo_release: Release, demo_settings: Settings) -> FlaskClient:
    assert demo_release.id
    return signed_in(create_app(demo_settings))


def test_each_township_has_the_share_of_plain_sql(demo_release: Release, demo_database: Path) -> None:
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        reached = {(town, kind): n for town, kind, n in connection.execute(REACHED, {"year": str(EARLIER)})}
        villages = dict(connection.execute(VILLAGES).fetchall())
    codes = [region.code for region in demo_release.children(COUNTY)]
    cells = industry_matrix(demo_release, codes, EARLIER)
    assert len(cells) == 18 * len(matrix_kinds(demo_release)) > 18
    found = {(row.code, row.kind): row.share for row in cells.itertuples()}
    expected = {key: 100 * reached.get(key, 0) / villages[key[0]] for key in found}
    assert found == pytest.approx(expected)
    assert any(0 < share < 100 for share in expected.values())


def test_kinds_that_do_not_count_or_are_not_told_of_have_no_column(demo_release: Release) -> None:
    kinds = matrix_kinds(demo_release)
    assert "SOLAR" in kinds
    assert "CAPABLE_PERSON" not in kinds  # pairing is no industry
    assert set(kinds) <= demo_release.kinds_told


def test_in_a_village_households_are_counted(demo_release: Release) -> None:
    villages = [region.code for region in demo_release.children(TOWNSHIP)]
    cells = industry_matrix(demo_release, villages, 2019)
    wholes = {row.code: row.whole for row in cells.itertuples()}
    for code in villages:
        assert wholes[code] == demo_release.quantity("registered_household_count", code, 2019)
    known = [share for share in cells["share"] if not math.isnan(share)]
    assert known and all(0 <= share <= 100 for share in known)


def test_an_unknown_period_is_said(demo_release: Release) -> None:
    with pytest.raises(UnknownPeriodError):
        industry_matrix(demo_release, [TOWNSHIP], 1850)


def test_the_address_answers_for_the_map_and_is_kept(client: FlaskClient, demo_release: Release) -> None:
    response = client.get(f"/wall/matrix/{demo_release.id}/{COUNTY}/2019/zh")
    found = json.loads(response.data)
    assert "immutable" in response.headers["Cache-Control"]
    assert (found["counted"], len(found["codes"]), len(found["shares"])) == ("villages", 18, 18)
    assert all(len(row) == len(found["kinds"]) for row in (*found["shares"], *found["counts"]))
    village = demo_release.children(TOWNSHIP)[0].code
    below = json.loads(client.get(f"/wall/matrix/{demo_release.id}/{village}/2019/en").data)
    assert below["counted"] == "households"
    assert village in below["codes"]  # among its sisters
    assert json.loads(client.get(f"/wall/matrix/{demo_release.id}/nowhere/2019/zh").data) == {"unknown": True}
    assert "no-store" in client.get(f"/wall/matrix/another/{COUNTY}/2019/zh").headers["Cache-Control"]


def test_the_words_of_an_era_name_the_kinds(client: FlaskClient, demo_release: Release) -> None:
    address = f"/wall/matrix/{demo_release.id}/{COUNTY}/2019/zh"
    then, now = (json.loads(client.get(address + asked).data)["kinds"] for asked in ("", "?era=2021"))
    assert then[0] != now[0] and "扶贫" in then[0] and "帮扶" in now[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_preview_is_a_page_of_its_own(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/preview?lang={lang}&theme=light")
    html = page.get_data(as_text=True)
    assert page.status_code == 200 and 'data-theme="light"' in html
    assert ("大屏预览" in html) is (lang == "zh")
    assert "7680x2160" in html and 'src="/assets/pages/preview.js"' in html
    assert "<script>" not in html
    assert "unknown" not in client.get("/preview?theme=unknown&lang=xx").get_data(as_text=True)
