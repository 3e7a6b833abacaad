"""A county's own kind of industry, edible fungi, added by rows alone: it is wherever a kind is, with no code for it."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from dash import Dash, dcc, html
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from callbacks import industry_kind, routes_api, routes_api_industry
from callbacks.routes_matrix import matrix
from callbacks.view import choices_under
from data_access.industries import coverage_by_kind
from data_access.release import Release, ReleaseStore, build_release
from data_access.settings import Settings
from geo.published import PublishedBoundaries
from layouts import ids
from layouts.panels.coverage import coverage_panel
from layouts.view_state import ViewState
from tests.integration.conftest import make_trap_county

ROOT = Path(__file__).parents[2]
FUNGI = (
    "INSERT INTO industry_kind (industry_kind_code, name_zh, name_2021_zh, name_en, definition_zh, is_covering, "
    "icon_name, sort_no) VALUES ('FUNGI', '食用菌', '食用菌产业', 'edible fungi', '在产菌棚', 1, 'mushroom', 0)",
    "INSERT INTO industry_metric (industry_kind_code, industry_metric_code, name_zh, name_en, unit_zh, is_flow, "
    "sort_no) VALUES ('FUNGI', 'BAG_COUNT', '菌棒', 'logs', '万棒', 0, 1), "
    "('FUNGI', 'OUTPUT_YUAN', '产值', 'output', '元', 1, 2)",
    "INSERT INTO code_item (list_code, item_code, name_zh, name_en, is_active) "
    "VALUES ('INDUSTRY_SUBKIND', 'FUNGI_COLD', '冷棚', 'cold sheds', 1)",
    "INSERT INTO industry_activity (activity_id, industry_kind_code, industry_subkind_code, name_zh, region_code, "
    "product_zh, business_entity_code, operating_status_code, valid_from) VALUES "
    "('F1', 'FUNGI', 'FUNGI_COLD', '一号菌棚', 'V5', '香菇', 'COOPERATIVE', 'RUNNING', '2018-03-01'), "
    "('F2', 'FUNGI', NULL, '二号菌棚', 'V4', '木耳', 'COOPERATIVE', 'RUNNING', '2018-03-01'), "
    "('F3', 'FUNGI', 'FUNGI_COLD', '三号菌棚', 'V3', '香菇', 'COOPERATIVE', 'STOPPED', '2018-03-01')",
    "INSERT INTO industry_figure (activity_id, industry_metric_code, stat_year, stat_month, quantity) VALUES "
    "('F1', 'BAG_COUNT', 2019, 9, 34), ('F1', 'OUTPUT_YUAN', 2019, 8, 150000000), ('F1', 'OUTPUT_YUAN', 2019, 9, 5000)",
    "INSERT INTO industry_coverage (activity_id, region_code, stat_year) VALUES ('F1', 'V5', 2019), "
    "('F2', 'V4', 2019), ('F3', 'V3', 2019)",
    "INSERT INTO industry_participation (household_id, stat_year, activity_id, participation_mode_code, income_yuan) "
    "VALUES ('H7', 2019, 'F1', 'SELF_RUN', 9000), ('H3', 2019, 'F1', 'LAND_RENT', 800), "
    "('H5', 2019, 'F3', 'WORK', 500)",
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = make_trap_county(tmp_path_factory.mktemp("fungi"))
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        for statement in FUNGI:
            connection.execute(statement)
    build_release(settings)
    return settings


@pytest.fixture(scope="module")
def release(settings: Settings) -> Release:
    return ReleaseStore(settings.releases).current()


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    app = Dash(__name__, enable_mcp=False)
    app.layout = html.Div([dcc.Store(id=ids.INDUSTRY_SCOPE), html.Div(id=ids.INDUSTRY_KIND)])
    services: Any = SimpleNamespace(
        settings=settings,
        releases=ReleaseStore(settings.releases),
        boundaries=PublishedBoundaries(settings.boundaries),
    )
    routes_api.register(app.server, services)
    routes_api_industry.register(app.server, services)
    industry_kind.register(app, services)
    asker: FlaskClient = app.server.test_client()
    return asker


def panel(client: FlaskClient, **scope: object) -> str:
    """The panel of kinds as it comes to a browser."""
    said = {"region": "C", "period": 2019, "lang": "zh", "theme": "dark", "era": "auto", "view": "industry", "rem": 16}
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": f"{ids.INDUSTRY_KIND}.children",
            "outputs": {"id": ids.INDUSTRY_KIND, "property": "children"},
            "inputs": [{"id": ids.INDUSTRY_SCOPE, "property": "data", "value": said | scope}],
            "changedPropIds": [f"{ids.INDUSTRY_SCOPE}.data"],
        },
    )
    assert answer.status_code == 200
    return json.dumps(answer.get_json(), ensure_ascii=False)


def parts(tree: Any) -> Iterator[dict[str, Any]]:
    """The properties of every component of a tree."""
    if isinstance(tree, list):
        for part in tree:
            yield from parts(part)
    elif isinstance(tree, dict):
        if isinstance(tree.get("props"), dict):
            yield tree["props"]
        for part in tree.values():
            yield from parts(part)


def test_no_code_knows_of_it() -> None:
    rooms = [path for room in ("data_access", "layouts", "callbacks", "geo") for path in (ROOT / room).rglob("*.py")]
    sheets = [path for ending in ("*.css", "*.js") for path in (ROOT / "assets").glob(ending)]
    assert len(rooms) > 100
    found = {path for path in (*rooms, *sheets) if re.search("fungi|mushroom|食用菌", path.read_text("utf-8"), re.I)}
    assert {path for path in found if "demo" not in path.parts} == set(), "the scenarios have products of that name"


def test_it_is_in_the_interface_for_other_programs(client: FlaskClient) -> None:
    def ask(view: str, **given: object) -> Any:
        return client.get(f"/api/v1/industry/{view}", query_string={"region": "C", "period": 2019} | given).get_json()

    entry = next(kind for kind in ask("kinds")["kinds"] if kind["code"] == "FUNGI")
    assert (entry["name"], entry["state"], entry["icon"], entry["is_covering"]) == (
        "食用菌",
        "connected",
        "mushroom",
        True,
    )
    assert [metric["code"] for metric in entry["metrics"]] == ["BAG_COUNT", "OUTPUT_YUAN"]
    assert ask("farming")["kinds"]["FUNGI"]["metrics"] == {"BAG_COUNT": 34, "OUTPUT_YUAN": 150005000}
    assert ask("coverage")["villages"]["count"] == 4, "V1 and V2 by solar, V4 and V5 by fungi"
    assert ask("coverage", without="FUNGI")["villages"]["count"] == 2
    told = ask("trace", figure="industry_quantity.FUNGI.BAG_COUNT")
    assert told["value"] == 34
    assert "食用菌 · 菌棒" in told["title"]


def test_it_can_be_chosen_by_address(settings: Settings, release: Release) -> None:
    choices = choices_under(settings, release)
    assert "FUNGI" in choices.kinds
    view = ViewState.from_search("?view=industry&kind=FUNGI", choices)
    assert (view.kind, view.refused) == ("FUNGI", ())


def test_it_is_in_the_chooser_and_tells_its_own_figures(client: FlaskClient) -> None:
    said = panel(client, kind="FUNGI")
    button = next(part for part in parts(json.loads(said)) if part.get("data-set") == "kind=FUNGI")
    assert (button["title"], button["aria-label"], button["aria-pressed"]) == ("食用菌", "食用菌", "true")
    assert button["children"][0]["props"]["children"] == "食", "no mark is drawn for mushrooms: its first letter"
    for told in ("菌棒", "万棒", "1.50", "亿元", "冷棚", "未注明", "香菇", "木耳"):
        assert told in said, told
    assert '"data-trace": "industry_quantity.FUNGI.BAG_COUNT"' in said
    assert "edible fungi" in panel(client, kind="FUNGI", lang="en").lower()
    assert "食用菌产业" in panel(client, kind="FUNGI", era="2021")


def test_it_has_a_row_among_all_kinds(client: FlaskClient) -> None:
    said = panel(client, kind="ALL")
    assert '"data-trace": "industry_village_count.FUNGI"' in said
    assert '"data-trace": "industry_household_count.FUNGI"' in said
    assert '"data-trace": "industry_quantity.FUNGI.BAG_COUNT"' in said, "the first of its metrics says how large it is"


def test_it_is_in_the_coverage_of_the_overview_and_in_the_matrix(release: Release) -> None:
    shown = json.dumps(coverage_panel(coverage_by_kind(release, "C", 2019), 6, "zh"), cls=PlotlyJSONEncoder)
    assert shown.index("coverage.FUNGI") < shown.index("coverage.SOLAR"), "first in the county's own catalogue"
    assert "tone-of-primary" in shown
    cells = matrix(release, "C", 2019, "zh", 2019)
    column = cells["kinds"].index("食用菌")
    counts = dict(zip(cells["codes"], (row[column] for row in cells["counts"]), strict=True))
    assert counts["T2"] == [2, 2], "of V4 and V5 both"
    assert counts["T1"] == [0, 3], "what stands still in V3 reaches nobody"
