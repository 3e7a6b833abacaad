"""What the wall shows of the demo county, against plain SQL on its database."""

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from data_access.headlines import headlines
from data_access.profile import ages, causes, labour, progress
from data_access.release import Release
from data_access.settings import Settings
from layouts import ids
from layouts.figures.causes import causes_bars
from layouts.figures.progress import progress_chart
from layouts.figures.structure import share_strip
from tests.signing_in import signed_in

COUNTY = "990101000000"
TOWNSHIP = "990101106000"


@pytest.fixture(scope="module")
def app(demo_release: Release, demo_settings: Settings) -> Dash:
    assert demo_release.id
    return create_app(demo_settings)


@pytest.fixture(scope="module")
def client(app: Dash) -> FlaskClient:
    return signed_in(app)


def ask(database: Path, statement: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute(statement).fetchall()


def picture(client: FlaskClient, release: Release, region: str, period: int = 2019, lang: str = "zh") -> dict[str, Any]:
    response = client.get(
        f"/wall/values/{release.id}/3-none/{region}/{period}/{lang}", headers={"Accept-Encoding": "gzip"}
    )
    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == "gzip"
    found: dict[str, Any] = json.loads(gzip.decompress(response.data))
    return found


def test_the_map_holds_every_township_with_the_value_of_plain_sql(
    client: FlaskClient, demo_release: Release, demo_database: Path
) -> None:
    shown = picture(client, demo_release, COUNTY)
    rows = ask(
        demo_database,
        "SELECT r.parent_code, 100.0 * SUM(y.poor_population_count) / SUM(y.rural_population_count) FROM region_year y"
        " JOIN region r ON r.region_code = y.region_code WHERE y.stat_year = 2019 GROUP BY 1 ORDER BY 1",
    )
    assert shown["codes"] == [code for code, _ in rows]
    assert shown["values"]["POVERTY_INCIDENCE"][0] == [float(f"{value:.2f}") for _, value in rows]
    assert len(shown["names"]) == len(set(shown["codes"])) == 18


@pytest.mark.parametrize("region", [COUNTY, TOWNSHIP])
def test_a_value_is_rounded_once_and_keeps_its_class(client: FlaskClient, demo_release: Release, region: str) -> None:
    shown = picture(client, demo_release, region)
    for name, (values, numerators, denominators) in shown["values"].items():
        indicator, breaks = demo_release.indicators[name], shown["breaks"][name]
        for value, n, d in zip(values, numerators, denominators, strict=True):
            if value is None or indicator.denominator is None or name == "INCOME_GROWTH":
                continue
            exact = indicator.scale * n / d
            assert f"{value:.{indicator.decimals}f}" == f"{exact:.{indicator.decimals}f}"
            assert sum(b <= value for b in breaks) == sum(b <= exact for b in breaks)


def test_a_village_is_drawn_among_its_sisters(client: FlaskClient, demo_release: Release) -> None:
    village = demo_release.children(TOWNSHIP)[0].code
    shown = picture(client, demo_release, village)
    assert shown["selected"] == village
    assert shown["parent"] == TOWNSHIP
    assert shown["households"] is True
    assert [code for code, _ in shown["path"]] == [COUNTY, TOWNSHIP, village]


def test_health_is_withheld_for_villages_and_shown_for_townships(client: FlaskClient, demo_release: Release) -> None:
    assert "ILL_SHARE" in picture(client, demo_release, COUNTY)["values"]
    below = picture(client, demo_release, TOWNSHIP)
    values, numerators, denominators = below["values"]["ILL_SHARE"]
    assert {*values, *numerators, *denominators} == {None}
    assert below["absent"]["ILL_SHARE"] == {"withheld": True}


def test_an_answer_is_kept_for_ever_only_under_its_own_release(client: FlaskClient, demo_release: Release) -> None:
    own = client.get(f"/wall/values/{demo_release.id}/3-none/{COUNTY}/2019/zh")
    other = client.get(f"/wall/values/another/3-none/{COUNTY}/2019/zh")
    assert "immutable" in own.headers["Cache-Control"]
    assert other.headers["Cache-Control"] == "no-store"


def test_an_unknown_region_falls_back_without_an_error(client: FlaskClient, demo_release: Release) -> None:
    for region in ("nowhere", "99%25", "990101000000'", "*"):
        response = client.get(f"/wall/values/{demo_release.id}/3-none/{region}/2019/zh")
        assert response.status_code == 200
        assert response.get_json() == {"unknown": True}
        assert response.headers["Cache-Control"] == "no-store"


def test_an_answer_about_other_outlines_is_not_kept(client: FlaskClient, demo_release: Release) -> None:
    response = client.get(f"/wall/values/{demo_release.id}/3-0123456789ab/{COUNTY}/2019/zh")
    assert response.headers["Cache-Control"] == "no-store"


def test_the_sentence_is_in_the_language_that_was_asked(client: FlaskClient, demo_release: Release) -> None:
    assert "贫困发生率2.79%" in picture(client, demo_release, COUNTY)["sentences"]["POVERTY_INCIDENCE"]
    assert "2.79%" in picture(client, demo_release, COUNTY, lang="en")["sentences"]["POVERTY_INCIDENCE"]


def test_other_breaks_are_cut_through_the_figures_shown(client: FlaskClient, demo_release: Release) -> None:
    shown = picture(client, demo_release, COUNTY)
    said = client.get(f"/wall/breaks/{demo_release.id}/quantile/{COUNTY}@2019")
    assert "immutable" in said.headers["Cache-Control"]
    found = said.get_json()
    assert set(found) == set(shown["values"])
    for name, breaks in found.items():
        figures = [v for v in shown["values"][name][0] if v is not None]
        rounded = [round(v, demo_release.indicators[name].decimals) for v in figures]
        assert breaks == sorted(set(breaks)) and len(breaks) <= 5, name
        assert set(breaks) <= {*rounded, 0.0}, name
    both = client.get(f"/wall/breaks/{demo_release.id}/natural/{COUNTY}@2019~{COUNTY}@2017").get_json()
    alone = client.get(f"/wall/breaks/{demo_release.id}/natural/{COUNTY}@2019").get_json()
    assert both["POVERTY_INCIDENCE"] != alone["POVERTY_INCIDENCE"]


@pytest.mark.parametrize(
    "asked",
    ["policy/990101000000@2019", "quantile/nowhere@2019", "quantile/990101000000@1066", "quantile/990101000000"],
)
def test_breaks_of_nothing_are_unknown(client: FlaskClient, demo_release: Release, asked: str) -> None:
    response = client.get(f"/wall/breaks/{demo_release.id}/{asked}")
    assert response.get_json() == {"unknown": True}


def test_a_region_knows_its_sisters(client: FlaskClient, demo_release: Release) -> None:
    assert picture(client, demo_release, COUNTY)["sisters"] == []
    sisters = picture(client, demo_release, TOWNSHIP)["sisters"]
    assert len(sisters) == 17 and TOWNSHIP not in [code for code, _ in sisters]


def test_points_are_activities_and_nobody_s_home(
    client: FlaskClient, demo_release: Release, demo_database: Path
) -> None:
    shown = client.get(f"/wall/points/{demo_release.id}/{COUNTY}/solar").get_json()
    (count,) = ask(demo_database, "SELECT COUNT(*) FROM industry_activity WHERE industry_kind_code = 'SOLAR'")[0]
    assert len(shown["lon"]) == len(shown["lat"]) == len(shown["name"]) == count
    assert client.get(f"/wall/points/{demo_release.id}/{COUNTY}/moon").status_code == 404


def test_the_headline_figures_are_those_of_plain_sql(demo_release: Release, demo_database: Path) -> None:
    shown = {h.key: h for h in headlines(demo_release, COUNTY, 2019, 2.0)}
    (households, persons, lifted) = ask(
        demo_database,
        "SELECT COUNT(*), SUM(member_count), SUM(CASE WHEN poverty_status_code IN ('1', '4') THEN member_count END)"
        " FROM household WHERE is_valid = 1 AND household_type_code = '1'",
    )[0]
    assert shown["registered_households"].value == households
    assert shown["registered_persons"].value == persons
    assert shown["lifted"].value == lifted
    assert shown["industry_villages"].value == shown["industry_villages"].of == 366


def test_causes_add_up_to_all_households_and_hide_small_ones(demo_release: Release) -> None:
    for village in demo_release.villages(TOWNSHIP):
        parts = causes(demo_release, village.code, 2019)
        assert parts is not None
        total = demo_release.quantity("registered_household_count", village.code, 2019)
        assert sum(part.count for part in parts) == pytest.approx(total)
        assert sum(part.share for part in parts) == pytest.approx(100)
        assert not [part for part in parts if part.code in ("01", "02") and part.count < 5]


def test_a_year_without_figures_is_not_a_year_of_zeros(demo_release: Release) -> None:
    assert causes(demo_release, COUNTY, 2014) is None
    assert ages(demo_release, COUNTY, 2014) is None
    assert labour(demo_release, COUNTY, 2014) is None


def test_the_charts_hold_the_figures_they_were_given(demo_release: Release) -> None:
    parts = causes(demo_release, COUNTY, 2019)
    assert parts is not None
    bars = causes_bars(
        [part.name for part in parts], [part.share for part in parts], [part.code for part in parts], 16, "dark"
    )
    assert bars["data"][0]["x"] == [part.share for part in parts][::-1]
    bands = ages(demo_release, COUNTY, 2019)
    assert bands is not None
    strip = share_strip([("", [(part.name, part.share, True, part.code) for part in bands])], 16, "dark")
    assert sum(bar["x"][0] for bar in strip["data"]) == pytest.approx(100)
    persons, rates = progress(demo_release, COUNTY, demo_release.periods)
    chart = progress_chart(demo_release.periods, persons, rates, 2019, 16, "zh", "dark")
    assert [y for y in chart["data"][0]["y"] if y is not None][-1] == 8114
    assert chart["data"][1]["y"][-1] == pytest.approx(2.79, abs=0.005)
    for figure in (bars, strip, chart):
        go.Figure(figure)  # raises on a property that Plotly does not know
        assert len(json.dumps(figure)) < 4000
        assert "template" not in figure["layout"]


def test_plotly_s_schema_would_find_a_wrong_property() -> None:
    figure = causes_bars(["a"], [100.0], [None], 16, "dark")
    figure["data"][0]["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        go.Figure(figure)


OVERVIEW = (ids.CAUSES, ids.STRUCTURE, ids.PROGRESS, ids.COVERAGE)
PANELS = {
    **dict.fromkeys((ids.KPI, ids.ALERTS), ids.SCOPE),
    **dict.fromkeys(OVERVIEW, ids.OVERVIEW_SCOPE),
}
"""Panel -> the store that it follows."""


@pytest.mark.parametrize("region", [COUNTY, TOWNSHIP])
@pytest.mark.parametrize("panel", [*PANELS])
def test_each_panel_answers_in_few_bytes(client: FlaskClient, app: Dash, region: str, panel: str) -> None:
    scope = {"region": region, "period": 2019, "household": None, "lang": "zh", "rem": 16}
    store = PANELS[panel]
    response = client.post(
        "/_dash-update-component",
        json={
            "output": f"{panel}.children",
            "outputs": {"id": panel, "property": "children"},
            "inputs": [{"id": store, "property": "data", "value": scope}],
            "changedPropIds": [f"{store}.data"],
        },
    )
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert 200 < len(response.data) <= 8192
