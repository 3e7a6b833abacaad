"""A real county-like file that nobody here drew: three arrondissements, nineteen cantons, 367 communes."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.commands import ImportReport, import_boundaries, read_region_table
from geo.errors import GeoError
from geo.hierarchy import RegionTable
from geo.publish import PublishedBoundaries

ROOT = Path(__file__).resolve().parents[2]
DROME = Path(os.environ.get("GUATU_SHARED", str(ROOT.parent / "shared"))) / "geo" / "drome" / "drome.gpkg"

pytestmark = pytest.mark.skipif(not DROME.is_file(), reason="the Drôme file is not here")

FIVE = {"Miribel", "Saint-Bonnet-de-Valclérieux", "Mureils", "Treschenu-Creyers", "Véronne"}


@pytest.fixture(scope="module")
def table() -> RegionTable:
    return read_region_table([DROME], figures={"communes.population": "POPULATION"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drome")


@pytest.fixture(scope="module")
def report(table: RegionTable, folder: Path) -> ImportReport:
    return import_boundaries([DROME], table.regions, folder, source="IGN Admin Express COG 2018, Licence Ouverte")


def shapes(folder: Path, name: str) -> dict[str, Any]:
    features = json.loads(gzip.decompress((folder / f"{name}.gz").read_bytes()))["features"]
    return {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in features}


def test_four_levels_with_parents_and_population(table: RegionTable) -> None:
    regions = table.regions
    assert regions["region_level_code"].value_counts().to_dict() == {"5": 367, "4": 19, "3": 3, "2": 1}
    assert regions["region_code"].is_unique
    up = dict(zip(regions["region_code"], regions["parent_code"], strict=True))
    level = dict(zip(regions["region_code"], regions["region_level_code"], strict=True))
    assert [code for code, parent in up.items() if parent is None] == ["26"]
    for code, parent in up.items():
        if parent is not None:
            assert int(level[parent]) == int(level[code]) - 1
    raw = sqlite3.connect(DROME.as_uri() + "?mode=ro&immutable=1", uri=True)
    stated = dict(raw.execute("SELECT code, canton FROM communes"))
    total, silent = raw.execute("SELECT sum(population), sum(population IS NULL) FROM communes").fetchone()
    raw.close()
    assert {code: up[code] for code in stated} == {code: f"4.{canton}" for code, canton in stated.items()}
    assert regions["POPULATION"].sum() == total
    assert regions.loc[regions["region_level_code"] == "5", "POPULATION"].isna().sum() == silent == 5


def test_the_five_are_reported_by_name_and_still_stand_under_an_arrondissement(table: RegionTable) -> None:
    named = [f.params for f in table.findings if f.code == "stated_parent_missing"]
    assert {str(p["name"]) for p in named} == FIVE
    up = dict(zip(table.regions["region_code"], table.regions["parent_code"], strict=True))
    for params in named:
        assert str(up[up[str(params["region"])]]).startswith("3.")


def test_cantons_in_two_arrondissements_are_reported_with_their_communes(table: RegionTable) -> None:
    found = {str(f.params["region"]): str(f.params["names"]).split(", ") for f in table.findings
             if f.code == "child_straddles"}  # fmt: skip
    raw = sqlite3.connect(DROME.as_uri() + "?mode=ro&immutable=1", uri=True)
    query = "SELECT canton, arrondissement, nom FROM communes WHERE arrondissement IS NOT NULL"
    by_canton: dict[str, dict[str, list[str]]] = {}
    for canton, arrondissement, name in raw.execute(query):
        by_canton.setdefault(canton, {}).setdefault(arrondissement, []).append(name)
    raw.close()
    mixed = {canton: split for canton, split in by_canton.items() if len(split) > 1}
    assert set(found) == {f"4.{canton}" for canton in mixed} == {"4.26002", "4.26003", "4.26007", "4.26019"}
    for canton, split in mixed.items():
        assert sorted(found[f"4.{canton}"]) in [sorted(names) for names in split.values()]


def test_every_outline_is_published_and_nothing_is_left_over(report: ImportReport, table: RegionTable) -> None:
    assert report.matched == 390
    assert report.unmatched_outlines == []
    assert report.regions_without_outline == []
    assert set(report.manifest["regions"]) == set(table.regions["region_code"])
    assert len(report.manifest["parents"]) == 1 + 1 + 3 + 19
    assert all(not parent["missing"] for parent in report.manifest["parents"].values())


@pytest.mark.parametrize("tolerance", ["fine", "medium", "coarse"])
def test_the_enclave_is_a_hole_at_every_tolerance_and_nobody_else_lies_in_it(
    report: ImportReport, folder: Path, tolerance: str
) -> None:
    top = shapes(folder, report.manifest["parents"][""]["files"][tolerance])["26"]
    (hole,) = shapely.get_parts(top)[0].interiors
    original = gpd.read_file(DROME, layer="departement").geometry.iloc[0]
    (true_hole,) = shapely.get_parts(original)[0].interiors
    allowed = {"fine": 0.01, "medium": 0.03, "coarse": 0.15}[tolerance]
    assert shapely.Polygon(hole).area == pytest.approx(shapely.Polygon(true_hole).area, rel=allowed)
    middle = shapely.Polygon(true_hole).representative_point()
    for parent in report.manifest["parents"].values():
        for code, outline in shapes(folder, parent["files"][tolerance]).items():
            assert not outline.contains(middle), code


def test_communes_are_drawn_where_they_are(report: ImportReport, folder: Path) -> None:
    original = gpd.read_file(DROME, layer="communes").set_index("code").geometry
    for code, parent in report.manifest["parents"].items():
        if not code.startswith("4."):
            continue
        drawn = shapes(folder, parent["files"]["medium"])
        assert bool(shapely.coverage_is_valid(np.array(list(drawn.values()), dtype=object)))
        for commune, outline in drawn.items():
            moved = outline.symmetric_difference(original[commune]).area / original[commune].area
            assert moved < 0.05, commune
            assert shapely.contains_xy(outline, *report.manifest["regions"][commune]["label"])


def test_areas_are_those_of_the_national_projection(report: ImportReport) -> None:
    true = gpd.read_file(DROME, layer="communes").to_crs("EPSG:2154").set_index("code").geometry.area / 1e6
    for code, area in true.items():
        assert report.manifest["regions"][str(code)]["area_km2"] == pytest.approx(area, rel=0.01)


def test_without_its_canton_a_commune_hangs_under_its_arrondissement_and_is_named(tmp_path: Path) -> None:
    file = tmp_path / "drome.gpkg"
    shutil.copyfile(DROME, file)
    communes = gpd.read_file(file, layer="communes")
    communes.loc[communes["nom"] == "Ambonil", "canton"] = ""
    communes.loc[communes["nom"] == "Miribel", "canton"] = None  # its arrondissement is not stated either
    communes.to_file(file, layer="communes")
    table = read_region_table([file])
    up = dict(zip(table.regions["name_zh"], table.regions["parent_code"], strict=True))
    assert up["Ambonil"] == "3.26001", "its arrondissement is stated: 261, which is Die"
    assert up["Miribel"] == "3.26003", "it lies in Valence"
    found = [f.params for f in table.findings if f.code == "stated_parent_missing"]
    named = {(str(params["name"]), str(params["level"])) for params in found}
    assert {("Ambonil", "canton"), ("Miribel", "canton")} <= named
    report = import_boundaries([file], table.regions, tmp_path / "out")
    assert len(report.manifest["regions"]) == 390
    assert "26007" in report.manifest["parents"]["3.26001"]["children"]


def test_a_truncated_file_changes_nothing(
    report: ImportReport, table: RegionTable, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "cut.gpkg"
    file.write_bytes(DROME.read_bytes()[:400_000])
    with pytest.raises(GeoError) as caught:
        import_boundaries([file], table.regions, folder)
    assert caught.value.code == "file_truncated"
    assert PublishedBoundaries(folder).manifest == report.manifest
