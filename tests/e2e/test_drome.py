"""A county that nobody here drew, from its file to the wall, by the commands that a user would type."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.serving import ROOT, Server, admitted, environment, guatu

DROME = Path(os.environ.get("GUATU_SHARED", str(ROOT.parent / "shared"))) / "geo" / "drome" / "drome.gpkg"
FIVE = {"Miribel", "Saint-Bonnet-de-Valclérieux", "Mureils", "Treschenu-Creyers", "Véronne"}
NOT_CONNECTED = "未接入"

pytestmark = pytest.mark.skipif(not DROME.is_file(), reason="the Drôme file is not here")


def rows(path: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return connection.execute(statement, values).fetchall()


@dataclass(frozen=True)
class Drome:
    server: Server
    database: Path
    said: str


@pytest.fixture(scope="module")
def drome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drome]:
    folder = tmp_path_factory.mktemp("drome")
    database = folder / "drome.sqlite"
    env = environment(folder / "home", f"sqlite:///{database.as_posix()}")
    said = []
    for command in (
        ("regions", "import", str(DROME), "--figure", "communes.population=POPULATION", "--year", "2018"),
        ("boundaries", "import", str(DROME), "--source", "IGN Admin Express COG 2018, Licence Ouverte"),
        ("refresh",),
    ):
        done = guatu(*command, env=env)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        said.append(done.stdout + done.stderr)
    session = admitted(env)
    server = Server.start(env, folder / "serve.log")
    server.session = session
    yield Drome(server, database, "\n".join(said))
    assert server.interrupt() == 0, server.said()


def test_the_import_names_the_five_communes_without_a_canton(drome: Drome) -> None:
    assert [name for name in FIVE if name not in drome.said] == []
    levels = dict(rows(drome.database, "SELECT region_level_code, count(*) FROM region GROUP BY 1"))
    assert levels == {"2": 1, "3": 3, "4": 19, "5": 367}


def test_population_is_a_figure_of_every_level_and_sums(drome: Drome) -> None:
    total, silent = rows(DROME, "SELECT sum(population), sum(population IS NULL) FROM communes")[0]
    indicators = drome.server.json("/api/v1/indicators")["indicators"]
    found = next(i for i in indicators if i["code"].endswith("POPULATION") and i["available"])
    values = drome.server.json("/api/v1/values", region="26", indicator=found["code"], period=2018, level="self")
    assert values["rows"][0]["value"] == total
    below = drome.server.json("/api/v1/values", region="26", indicator=found["code"], period=2018)
    assert sum(row["value"] for row in below["rows"]) == total
    everywhere = drome.server.json(
        "/api/v1/values", region="26", indicator=found["code"], period=2018, level="villages"
    )
    assert sum(row["value"] is None for row in everywhere["rows"]) == silent == 5


def test_three_levels_by_clicks(drome: Drome, open_wall: OpenWall) -> None:
    wall = open_wall(drome.server)
    wall.go()
    assert sorted(wall.on_map()) == ["3.26001", "3.26002", "3.26003"]
    assert "人口" in wall.text("#map-legend")
    total = rows(DROME, "SELECT sum(population) FROM communes")[0][0]
    assert f"{total:,.0f}" in wall.text("#sentence")
    wall.shot("departement")
    arrondissement = "3.26002"
    wall.open_region(arrondissement)
    cantons = [c for (c,) in rows(drome.database, "SELECT region_code FROM region WHERE parent_code = ? ORDER BY 1",
                                  arrondissement)]  # fmt: skip
    assert sorted(wall.on_map()) == cantons
    wall.shot("arrondissement")
    canton = max(cantons, key=lambda c: rows(drome.database, "SELECT count(*) FROM region WHERE parent_code = ?", c))
    wall.open_region(canton)
    communes = rows(drome.database, "SELECT region_code FROM region WHERE parent_code = ? ORDER BY 1", canton)
    assert sorted(wall.on_map()) == [code for (code,) in communes]
    population = dict(rows(DROME, "SELECT code, population FROM communes"))
    shown = wall.table()
    assert {code: word for code, word in shown.items() if population[code] is not None} == {
        code: f"{population[code]:,.0f}" for code in shown if population[code] is not None
    }
    wall.shot("canton")
    wall.open_region(communes[0][0])
    assert wall.breadcrumb()[0] == "Drôme"
    assert len(wall.breadcrumb()) == 4
    wall.shot("commune")


def test_the_five_stand_on_the_map_under_their_arrondissement(drome: Drome, open_wall: OpenWall) -> None:
    found = rows(
        drome.database,
        f"SELECT region_code, parent_code FROM region WHERE name_zh IN ({','.join('?' * len(FIVE))})",
        *sorted(FIVE),
    )
    assert len(found) == 5
    wall = open_wall(drome.server)
    parent = dict(rows(drome.database, "SELECT region_code, parent_code FROM region"))
    for code, up in found:
        arrondissement = up if up.startswith("3.") else parent[up]
        assert arrondissement.startswith("3."), (code, up)
        wall.go(f"?region={up}")
        assert code in wall.on_map()
        box = wall.page.locator(f'#map path[data-region="{code}"]').bounding_box()
        assert box and box["width"] > 2 and box["height"] > 2
    wall.shot("one-of-the-five")


def test_the_enclave_is_a_hole(drome: Drome, open_wall: OpenWall) -> None:
    (hole,) = shapely.get_parts(gpd.read_file(DROME, layer="departement").geometry.iloc[0])[0].interiors
    middle = shapely.Polygon(hole).representative_point()  # in the Canton of Valréas, of another département
    wall = open_wall(drome.server)
    for search in ("", "?region=3.26002"):
        wall.go(search)
        inside = wall.page.evaluate(
            """place => {
              const node = document.getElementById('map');
              const at = node._fullLayout.geo._subplot.projection(place);
              const box = node.getBoundingClientRect();
              const point = new DOMPoint(box.left + at[0], box.top + at[1]);
              const within = [...document.querySelectorAll('#map path[data-region]')].filter(p =>
                p.isPointInFill(point.matrixTransform(p.getScreenCTM().inverse()))).map(p => p.dataset.region);
              const x = point.x, y = point.y;
              return [within, x, y, box.left < x && x < box.right && box.top < y && y < box.bottom];
            }""",
            [middle.x, middle.y],
        )
        assert inside[3], "the enclave is not on the screen"
        assert inside[0] == [], f"{inside[0]} covers the enclave"
        before = wall.painted()["region"]
        wall.page.mouse.click(inside[1], inside[2])
        wall.quiet()
        assert wall.painted()["region"] == before, "a click into the enclave opens a region"
        wall.shot("enclave")


def test_panels_without_data_say_so_and_show_no_zero(drome: Drome, open_wall: OpenWall) -> None:
    wall = open_wall(drome.server)
    for view in ("industry", "overview"):
        wall.go(f"?view={view}")
        panels = wall.page.locator(f".slot.of-{view}").evaluate_all("nodes => nodes.map(n => [n.id, n.textContent])")
        assert len(panels) >= 5
        for name, words in panels:
            assert NOT_CONNECTED in words, (name, words)
    kpi = wall.text("#kpi")
    assert NOT_CONNECTED in kpi or "未上报" in kpi, kpi
    expect(wall.page.locator("#households [data-household]")).to_have_count(0)
    assert wall.page.locator("#map-layers [data-layer]").count() == 0
