"""Publishing: whole or not at all, under names that the content decides, and served by name only."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import brotli
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import box

import geo.publish
from geo.errors import GeoError, UnpublishedError
from geo.publish import Manifest, PublishedBoundaries, decimals_for, publish_boundaries
from geo.published import read_manifest

TREE = pd.DataFrame(
    [
        ("C", None, "3", "县"),
        ("T1", "C", "4", "东镇"),
        ("T2", "C", "4", "西镇"),
        ("V1", "T1", "5", "一村"),
        ("V2", "T1", "5", "二村"),
        ("V3", "T2", "5", "三村"),
        ("V4", "T2", "5", "四村"),
        ("V5", "T2", "5", "五村"),
    ],
    columns=["region_code", "parent_code", "region_level_code", "name_zh"],
)


def outlines(codes: str = "V1 V2 V3 V4", east: float = 114.0) -> gpd.GeoDataFrame:
    names = codes.split()
    shapes = [box(east + i / 20, 41, east + (i + 1) / 20, 41.05) for i in range(len(names))]
    return gpd.GeoDataFrame({"region_code": names}, geometry=shapes, crs="EPSG:4326")


def published(folder: Path, **options: Any) -> Manifest:
    return publish_boundaries(outlines(**options), TREE, folder)


def test_the_manifest_says_all_that_the_wall_needs(tmp_path: Path) -> None:
    manifest = publish_boundaries(outlines(), TREE, tmp_path, map_approval_no="GS(2026)1号", source="made up")
    assert (manifest["map_approval_no"], manifest["source"]) == ("GS(2026)1号", "made up")
    assert manifest["roots"] == ["C"]
    assert set(manifest["regions"]) == {"C", "T1", "T2", "V1", "V2", "V3", "V4"}
    assert set(manifest["parents"]) == {"", "C", "T1", "T2"}
    assert manifest["parents"][""]["children"] == ["C"]
    assert manifest["parents"]["C"]["children"] == ["T1", "T2"]
    assert manifest["parents"]["T2"]["children"] == ["V3", "V4"]
    assert manifest["parents"]["T2"]["missing"] == ["V5"]
    assert manifest["parents"]["C"]["bbox"] == pytest.approx([114, 41, 114.2, 41.05])
    assert set(manifest["parents"]["C"]["files"]) == {"fine", "medium", "coarse"}
    assert manifest["parents"]["T1"]["lines"] is None
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")) == manifest


def test_the_files_are_geojson_with_ids_labels_and_clockwise_rings(tmp_path: Path) -> None:
    manifest = published(tmp_path)
    for code, parent in manifest["parents"].items():
        for name in parent["files"].values():
            body = json.loads((tmp_path / name).read_text(encoding="utf-8"))
            assert body["type"] == "FeatureCollection"
            assert [feature["id"] for feature in body["features"]] == parent["children"], code
            for feature in body["features"]:
                assert shapely.contains_xy(shapely.geometry.shape(feature["geometry"]), *feature["properties"]["label"])
                ring = feature["geometry"]["coordinates"][0]
                turn = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
                assert turn < 0, "an exterior ring must run clockwise"


def test_lines_are_the_borders_inside_the_children(tmp_path: Path) -> None:
    manifest = published(tmp_path)
    name = manifest["parents"]["C"]["lines"]
    assert name is not None
    (feature,) = json.loads((tmp_path / name).read_text(encoding="utf-8"))["features"]
    lines = shapely.geometry.shape(feature["geometry"])
    # The border between the townships (114.1) is theirs, not their villages'.
    assert sorted({round(x, 3) for line in feature["geometry"]["coordinates"] for x, _ in line}) == [114.05, 114.15]
    assert lines.length == pytest.approx(0.1)


def test_names_are_hashes_and_twins_are_the_same_bytes(tmp_path: Path) -> None:
    manifest = published(tmp_path)
    for parent in manifest["parents"].values():
        for name in [*parent["files"].values(), *([parent["lines"]] if parent["lines"] else [])]:
            body = (tmp_path / name).read_bytes()
            assert name.removesuffix(".json").endswith("-" + hashlib.sha256(body).hexdigest()[:12])
            assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == body
            assert brotli.decompress((tmp_path / f"{name}.br").read_bytes()) == body


def test_the_same_outlines_give_the_same_edition_and_others_another(tmp_path: Path) -> None:
    first = published(tmp_path / "a")
    assert published(tmp_path / "b")["edition"] == first["edition"]
    assert published(tmp_path / "c", east=115.0)["edition"] != first["edition"]


def test_a_file_is_served_in_the_best_encoding_that_is_accepted(tmp_path: Path) -> None:
    name = published(tmp_path)["parents"]["C"]["files"]["fine"]
    served = PublishedBoundaries(tmp_path)
    plain, kind, encoding, tag = served.open(name)
    assert (kind, encoding) == ("application/geo+json", None)
    for header, wanted in [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("br;q=.", None),
        ("*, br;q=0", "gzip"),
    ]:
        body, _, encoding, other = served.open(name, header)
        assert encoding == wanted, header
        assert (other == tag) == (wanted is None), "each encoding has its own ETag"
        assert {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](body) == plain


@pytest.mark.parametrize("name", ["../manifest.json", "manifest.json", "/etc/passwd", "", "a\0b", "C-fine-0.json"])
def test_only_names_of_the_manifest_are_served(tmp_path: Path, name: str) -> None:
    published(tmp_path)
    (tmp_path / "secret.json").write_text("{}")
    served = PublishedBoundaries(tmp_path)
    for asked in (name, "secret.json"):
        with pytest.raises(UnpublishedError):
            served.open(asked)


def test_before_the_first_edition_there_is_none(tmp_path: Path) -> None:
    served = PublishedBoundaries(tmp_path / "nothing")
    assert served.manifest is None
    with pytest.raises(UnpublishedError):
        served.open("x.json")


def test_a_new_edition_is_noticed_and_the_old_files_stay_for_open_pages(tmp_path: Path) -> None:
    served = PublishedBoundaries(tmp_path)
    names = []
    for step in range(4):
        manifest = published(tmp_path, east=110.0 + step)
        assert served.manifest == manifest
        names.append(manifest["parents"]["C"]["files"]["fine"])
    for name in names[1:]:
        served.open(name)
    with pytest.raises(UnpublishedError):
        served.open(names[0])
    assert not list(tmp_path.glob(f"{names[0]}*"))
    assert len(list(tmp_path.glob("edition-*.json"))) == 3


def test_going_back_to_an_edition_keeps_its_files(tmp_path: Path) -> None:
    first = published(tmp_path)
    published(tmp_path, east=100.0)
    again = published(tmp_path)
    assert again["edition"] == first["edition"]
    for parent in again["parents"].values():
        assert all((tmp_path / name).is_file() for name in parent["files"].values())


@pytest.mark.parametrize("after", [0, 1, 7, 20, 30])
def test_a_failure_in_the_middle_leaves_the_last_edition_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    old = published(tmp_path)
    served = PublishedBoundaries(tmp_path)
    body = served.open(old["parents"]["C"]["files"]["fine"])
    write, left = geo.publish._write_whole, [after]

    def failing(path: Path, content: bytes) -> None:
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        left[0] -= 1
        write(path, content)

    monkeypatch.setattr(geo.publish, "_write_whole", failing)
    with pytest.raises(OSError, match="No space"):
        published(tmp_path, east=100.0)
    monkeypatch.undo()
    assert PublishedBoundaries(tmp_path).manifest == old
    assert served.manifest == old
    assert served.open(old["parents"]["C"]["files"]["fine"]) == body
    assert not list(tmp_path.glob(".part-*"))
    assert published(tmp_path, east=100.0)["edition"] != old["edition"]


def test_a_half_written_file_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = published(tmp_path)

    def cut(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        published(tmp_path, east=100.0)
    monkeypatch.undo()
    assert PublishedBoundaries(tmp_path).manifest == old
    assert not list(tmp_path.glob(".part-*"))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"parents": 3}', '{"parents": {}}'])
def test_a_damaged_manifest_without_any_good_edition_is_none_and_logged(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "manifest.json").write_text(text)
    store = PublishedBoundaries(tmp_path)
    assert store.manifest is None
    assert store.manifest is None
    assert [record.message.startswith("manifest.json: the manifest") for record in caplog.records] == [True], "once"
    with pytest.raises(GeoError) as caught:
        read_manifest(tmp_path / "manifest.json")
    assert caught.value.code == "damaged_manifest"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"edition": "x"}'])
def test_a_manifest_damaged_later_leaves_the_last_good_edition(tmp_path: Path, text: str) -> None:
    first = published(tmp_path)
    second = published(tmp_path, east=115.0)
    running = PublishedBoundaries(tmp_path)
    assert running.manifest == second
    (tmp_path / "manifest.json").write_text(text)
    assert running.manifest == second, "what a running wall has seen it keeps"
    started = PublishedBoundaries(tmp_path)
    assert started.manifest == second, "one that starts now finds the newest edition that is whole"
    for edition in (first, second):
        name = edition["parents"]["C"]["files"]["coarse"]
        assert started.open(name)[0] == running.open(name)[0]
    (tmp_path / f"edition-{second['edition']}.json").write_text(text)
    assert PublishedBoundaries(tmp_path).manifest == first
    third = published(tmp_path, east=116.0)
    assert running.manifest == third


def test_a_manifest_that_is_being_read_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_file, refusals = Path.replace, [1, 1, 1]

    def busy(self: Path, target: Path) -> Path:
        if Path(target).name == "manifest.json" and refusals:
            refusals.pop()
            raise PermissionError(13, "used by another process")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    manifest = published(tmp_path)
    assert not refusals
    assert PublishedBoundaries(tmp_path).manifest == manifest
    assert not list(tmp_path.glob(".part-*"))


def test_strange_codes_become_safe_file_names(tmp_path: Path) -> None:
    strange = "../../x" * 9
    regions = pd.DataFrame(
        [(strange, None, "3", "县"), ("东村", strange, "5", "东村"), (".dot", strange, "5", "点")],
        columns=TREE.columns,
    )
    shapes = [box(114, 41, 115, 42), box(115, 41, 116, 42)]
    frame = gpd.GeoDataFrame({"region_code": ["东村", ".dot"]}, geometry=shapes, crs=4326)
    manifest = publish_boundaries(frame, regions, tmp_path / "out")
    for name in manifest["parents"][strange]["files"].values():
        assert name.isascii()
        assert "/" not in name
        assert not name.startswith(".")
        assert (tmp_path / "out" / name).is_file()


def test_progress_is_told_step_by_step(tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    publish_boundaries(outlines(), TREE, tmp_path, progress=lambda *step: said.append(step))
    assert list(dict.fromkeys(step for step, _, _ in said)) == ["repair", "simplify", "write"]
    assert all(done <= total for _, done, total in said)
    assert said[-1][1] == said[-1][2]


def test_counties_in_a_city_are_drawn_with_fewer_points_than_their_villages_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geo.publish.brotli, "compress", lambda body, quality: body)  # not what is looked at here
    rows: list[tuple[str, str | None, str, str]] = [("city", None, "2", "市")]
    shapes = {}
    for county, town, village in product(range(8), range(10), range(6)):
        code = f"c{county}t{town}"
        rows += [(f"c{county}", "city", "3", "县")] if town == village == 0 else []
        rows += [(code, f"c{county}", "4", "镇")] if village == 0 else []
        rows.append((f"{code}v{village}", code, "5", "村"))
        west, south = county * 0.3 + village * 0.05, town * 0.05
        shape = shapely.segmentize(box(west, south, west + 0.05, south + 0.05), 0.001)
        shapes[f"{code}v{village}"] = shapely.transform(shape, lambda p: p + 0.0008 * wave(p))
    regions = pd.DataFrame(rows, columns=TREE.columns)
    frame = gpd.GeoDataFrame({"region_code": list(shapes)}, geometry=list(shapes.values()), crs=4326)
    manifest = publish_boundaries(frame, regions, tmp_path)

    def drawn(parent: str) -> list[Any]:
        body = json.loads((tmp_path / manifest["parents"][parent]["files"]["coarse"]).read_text(encoding="utf-8"))
        return [shapely.geometry.shape(feature["geometry"]) for feature in body["features"]]

    counties = drawn("city")
    united = [shapely.union_all(drawn(f"c{county}")) for county in range(8)]
    assert shapely.get_num_coordinates(counties).sum() < 0.7 * shapely.get_num_coordinates(united).sum()
    assert bool(shapely.coverage_is_valid(counties))


def wave(points: Any) -> Any:
    return np.sin(points[:, ::-1] * 1500) + np.sin(points[:, ::-1] * 4100)


def test_coordinates_are_rounded_well_below_the_tolerance() -> None:
    for shift in (1e-5, 7e-5, 2.8e-4, 8.5e-4, 0.01):
        step = 10.0 ** -decimals_for(shift)
        assert shift / 50 <= step <= shift / 5 * 1.0001 or decimals_for(shift) in (3, 7)


def test_what_a_killed_import_left_is_cleared_once_it_is_old(tmp_path: Path) -> None:
    published(tmp_path)
    (tmp_path / ".part-old").write_text("half")
    (tmp_path / ".part-new").write_text("half")
    os.utime(tmp_path / ".part-old", (1, 1))
    published(tmp_path, east=100.0)
    assert [path.name for path in tmp_path.glob(".part-*")] == [".part-new"]


def test_an_import_killed_in_the_middle_leaves_the_last_edition(tmp_path: Path) -> None:
    old = published(tmp_path)
    script = (
        "import os, sys, pathlib, geo.publish as p\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "import test_geo_publish as t\n"
        "real = p._write_named\n"
        "seen = []\n"
        "def dying(*a):\n"
        "    seen.append(a)\n"
        "    return os._exit(9) if len(seen) == 4 else real(*a)\n"
        "p._write_named = dying\n"
        "t.published(pathlib.Path(sys.argv[1]), east=100.0)\n"
    )
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", script, str(tmp_path), str(Path(__file__).parent)]
    done = subprocess.run(command, cwd=root, check=False)
    assert done.returncode == 9
    assert PublishedBoundaries(tmp_path).manifest == old
    for parent in old["parents"].values():
        for name in parent["files"].values():
            PublishedBoundaries(tmp_path).open(name, "br")
