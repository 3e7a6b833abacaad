"""The point layers of the map follow the catalogue of the database: a kind is drawn as soon as it stands somewhere."""

import sqlite3
from datetime import date

import pytest

from callbacks.layers import layer_names, layer_points, layers_of, map_layers
from data_access.errors import UnknownRegionError
from data_access.messages import Tongue
from data_access.release import Release, ReleaseStore, build_release
from data_access.settings import Settings
from layouts.figures.choropleth import choropleth

FUNGI = (
    "INSERT INTO industry_kind (industry_kind_code, name_zh, name_2026_zh, name_en, is_covering, sort_no) "
    "VALUES ('FUNGI', '食用菌', '菌菇产业', 'edible fungi', 1, 99), ('BAMBOO', '竹业', NULL, 'bamboo', 1, 98)",
    "INSERT INTO industry_metric (industry_kind_code, industry_metric_code, name_zh, name_en, unit_zh, is_flow, "
    "sort_no) VALUES ('FUNGI', 'SHED_COUNT', '菌棚', 'sheds', '座', 0, 1)",
    "INSERT INTO industry_activity (activity_id, industry_kind_code, name_zh, region_code, business_entity_code, "
    "operating_status_code, valid_from, longitude, latitude) VALUES "
    "('F1', 'FUNGI', '小棚', 'V5', 'COOPERATIVE', 'RUNNING', '2018-03-01', 115.1, 41.1), "
    "('F2', 'FUNGI', '大棚', 'V3', 'COOPERATIVE', 'WATCHED', '2018-03-01', 115.2, 41.2), "
    "('F3', 'FUNGI', '停棚', 'V3', 'COOPERATIVE', 'STOPPED', '2018-03-01', 115.3, 41.3), "
    "('F4', 'FUNGI', '无处', 'V3', 'COOPERATIVE', 'RUNNING', '2018-03-01', NULL, NULL), "
    "('B1', 'BAMBOO', '竹场', 'V3', 'COOPERATIVE', 'RUNNING', '2018-03-01', 115.4, 41.4)",
    "INSERT INTO industry_figure (activity_id, industry_metric_code, stat_year, stat_month, quantity) VALUES "
    "('F1', 'SHED_COUNT', 2019, 8, 30), ('F2', 'SHED_COUNT', 2019, 8, 120)",
)


@pytest.fixture
def release(trap_settings: Settings) -> Release:
    with sqlite3.connect(trap_settings.database_url.removeprefix("sqlite:///")) as connection:
        for statement in FUNGI:
            connection.execute(statement)
    connection.close()
    build_release(trap_settings, today=date(2019, 9, 30))
    return ReleaseStore(trap_settings.releases).current()


def test_a_kind_of_the_countys_own_has_a_layer_by_rows_alone(release: Release, trap_release_once: Release) -> None:
    before, now = layers_of(trap_release_once), layers_of(release)
    assert set(now) - set(before) == {"bamboo", "fungi"}
    order = [str(kind).lower() for kind in release.industry_kinds["kind"]]
    assert list(now) == [name for name in order if name in now]
    assert layer_names(release, "zh")["fungi"] == "食用菌"
    assert layer_names(release, Tongue("zh", "2026"))["fungi"] == "菌菇产业"
    assert layer_names(release, "en")["fungi"] == "edible fungi"


def test_no_two_layers_look_alike(release: Release) -> None:
    looks = {layer.name: layer for layer in map_layers(release, "zh")}
    assert len({layer.symbol for layer in looks.values()}) == len(looks)
    assert (looks["fungi"].sized_by, looks["fungi"].unit) == ("菌棚", "座")
    assert looks["bamboo"].sized_by is None
    drawn = {trace.name: trace for trace in choropleth(tuple(looks.values())).data}
    assert {name: drawn[name].marker.symbol for name in looks} == {n: layer.symbol for n, layer in looks.items()}


def test_points_are_as_large_as_what_they_are_and_those_that_stand_still_are_marked(release: Release) -> None:
    points = layer_points(release, "C", "fungi")
    assert points["name"] == ["大棚", "小棚", "停棚"], "the largest first, that it lies under the others"
    assert points["size"] == [120, 30, None]
    assert (points["most"], points["least"]) == (120, 30)
    assert points["off"] == {"2": "STOPPED"}
    assert next(zip(points["lon"], points["lat"], strict=True)) == (115.2, 41.2)
    assert layer_points(release, "V5", "fungi")["name"] == ["小棚"]
    bamboo = layer_points(release, "C", "bamboo")
    assert (bamboo["size"], bamboo["most"]) == (None, None)


def test_an_unknown_layer_is_refused(release: Release) -> None:
    with pytest.raises(UnknownRegionError):
        layer_points(release, "C", "moon")
