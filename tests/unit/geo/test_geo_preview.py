"""Looking before importing: what is told, what is drawn, and that nothing is written; then publishing it."""

from __future__ import annotations

import errno
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import preview as module
from geo.commands import import_boundaries
from geo.errors import GeoError
from geo.gcj02 import to_bd09, to_gcj02
from geo.outlines import label_point
from geo.picture import PictureColours, PictureWords, outline_svg
from geo.preview import ImportChoices, commit, look
from geo.published import PublishedBoundaries

COUNTY, TOWN = "990101000000", "990101100000"
CODES = [f"9901011002{n:02}" for n in range(16)]
WORDS = PictureWords("标题 <3>", "对上", "未对上", "没有边界")
COLOURS = PictureColours("#fff", "#000", "#666", "#fff", "#0aa", "#a00")


def shapes() -> list[shapely.Geometry]:
    """Triangles in a grid of 4 x 4: of a square no one point lies deepest inside."""
    corners = [(114.6 + n % 4 / 20, 41.1 + n // 4 / 20) for n in range(16)]
    return [shapely.Polygon([(x, y), (x + 0.05, y), (x + 0.05, y + 0.05)]) for x, y in corners]


def regions(points: bool = False) -> pd.DataFrame:
    rows = [(COUNTY, None, "3", "北县"), (TOWN, COUNTY, "4", "北镇")]
    rows += [(code, TOWN, "5", f"{number}号村") for number, code in enumerate(CODES)]
    table = pd.DataFrame(rows, columns=["region_code", "parent_code", "region_level_code", "name_zh"], dtype=object)
    where = [(None, None)] * 2 + [label_point(shape) if points else (None, None) for shape in shapes()]
    return table.assign(longitude=[x for x, _ in where], latitude=[y for _, y in where])


def file(folder: Path, offset: object = None, **changed: list[str]) -> Path:
    drawn = shapes() if offset is None else [shapely.transform(shape, offset) for shape in shapes()]  # type: ignore[call-overload]
    fields = {"XZQDM": CODES, "XZQMC": [f"{number}号村" for number in range(16)], **changed}
    gpd.GeoDataFrame(fields, geometry=drawn, crs=4326).to_file(folder / "a.geojson")
    return folder / "a.geojson"


def codes_said(preview: module.BoundaryPreview) -> list[str]:
    return [finding.code for finding in preview.findings]


def test_looking_tells_how_it_was_read_and_writes_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, XZQDM=["X1", *CODES[1:]], XZQMC=["别村", *[f"{n}号村民委员会" for n in range(1, 16)]])
    before = sorted(tmp_path.rglob("*"))
    seen = look([path], regions(points=True), published=tmp_path / "out")
    assert sorted(tmp_path.rglob("*")) == before
    assert (seen.matched, seen.unmatched_outlines) == (15, [("X1", "别村")])
    assert seen.regions_without_outline == [(CODES[0], "0号村")]
    (read,) = seen.files
    assert (read.code_field, read.name_field, read.rows, read.system) == ("XZQDM", "XZQMC", 16, "WGS 84")
    assert read.first_names[:2] == ("别村", "1号村民委员会")
    assert codes_said(seen) == ["first_names", "outline_unmatched"]


def test_outlines_that_lie_elsewhere_are_shown_and_not_published(tmp_path: Path) -> None:
    out, told = tmp_path / "out", ImportChoices(offset="none")
    path = file(tmp_path, lambda points: points + np.array([2.0, 0.0]))
    seen = look([path], regions(points=True))
    assert (seen.matched, codes_said(seen)[-1]) == (16, "offset_other")
    with pytest.raises(GeoError) as refused:
        commit(seen, out)
    assert refused.value.code == "displaced" and 160 < float(refused.value.params["km"]) < 175
    assert PublishedBoundaries(out).manifest is None
    commit(look([path], regions(points=True), told), out)
    assert PublishedBoundaries(out).manifest is not None, "who knows better says that nothing is to be compared"


def test_the_code_is_found_by_its_values_where_its_name_says_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, XZQDM=["7"] * 16, BSM=[str(n) for n in range(16)], DM=[f"{code}0000000" for code in CODES])
    seen = look([path], regions(points=True))
    assert (seen.files[0].code_field, seen.matched) == ("DM", 16)
    assert "code_field_guessed" in codes_said(seen)


def test_of_several_fields_of_codes_the_one_of_these_regions_is_taken(tmp_path: Path) -> None:
    path = file(tmp_path, XZQDM=[TOWN] * 16, ZLDWDM=CODES, ZLDWMC=[f"{n}号村" for n in range(16)])
    seen = look([path], regions(points=True))
    assert (seen.files[0].code_field, seen.files[0].name_field, seen.matched) == ("ZLDWDM", "ZLDWMC", 16)


@pytest.mark.parametrize(("offset", "kind"), [(to_gcj02, "gcj02"), (to_bd09, "bd09")])
def test_an_offset_is_found_by_the_regions_points_and_taken_off(tmp_path: Path, offset: object, kind: str) -> None:
    seen = look([file(tmp_path, offset)], regions(points=True))
    assert (seen.offset, codes_said(seen)[-1]) == (kind, "offset_found")
    moved = shapely.distance(shapely.centroid(np.asarray(seen.outlines.geometry)), shapely.centroid(shapes()))
    assert moved.max() < 1e-7
    left = look([file(tmp_path, offset)], regions(points=True), ImportChoices(offset="none"))
    assert (left.offset, left.outlines.geometry.iloc[0].bounds[0] > 114.604) == (None, True)


def test_or_by_the_boundaries_published_so_far_or_by_a_file(tmp_path: Path) -> None:
    import_boundaries([file(tmp_path)], regions(), tmp_path / "out")
    right = (tmp_path / "a.geojson").rename(tmp_path / "right.geojson")
    path = file(tmp_path, to_gcj02)
    assert look([path], regions(), published=tmp_path / "out").offset == "gcj02"
    assert look([path], regions(), ImportChoices(reference=right)).offset == "gcj02"
    assert codes_said(look([path], regions()))[-1] == "offset_unclear", "without a reference it cannot be told"
    assert look([path], regions(), ImportChoices(offset="gcj02")).offset == "gcj02"
    with pytest.raises(GeoError, match="nothing can be compared"):
        look([path], regions(), ImportChoices(reference=file(tmp_path, XZQDM=[f"Z{n}" for n in range(16)])))


def test_outlines_that_merged_since_are_one_outline(tmp_path: Path) -> None:
    table = regions(points=True)
    table = table[table["region_code"] != CODES[1]]
    way = pd.DataFrame({"from_code": [CODES[1], "OLD"], "to_code": [CODES[0], CODES[2]]})
    path = file(tmp_path, XZQDM=["OLD0", CODES[1], "OLD", *CODES[3:]])
    way.loc[2] = ["OLD0", CODES[0]]
    seen = look([path], table, ImportChoices(crosswalk=way))
    assert seen.matched == 16
    done = commit(seen, tmp_path / "out")
    assert (done.drawn, len(done.manifest["regions"])) == (17, 17)
    assert done.manifest["regions"][CODES[0]]["bbox"] == pytest.approx([114.6, 41.1, 114.7, 41.15])


def test_a_draft_of_a_crosswalk_comes_of_names(tmp_path: Path) -> None:
    seen = look([file(tmp_path, XZQDM=["880101100200", *CODES[1:]])], regions(points=True))
    assert seen.crosswalk_draft[["from_code", "to_code"]].values.tolist() == [["880101100200", CODES[0]]]


def test_nothing_matched_is_seen_but_not_published(tmp_path: Path) -> None:
    seen = look([file(tmp_path, XZQDM=[f"Z{n}" for n in range(16)], XZQMC=["甲"] * 16)], regions())
    assert seen.matched == 0
    assert ElementTree.fromstring(outline_svg(seen, WORDS, COLOURS)).tag.endswith("svg")  # noqa: S314
    with pytest.raises(GeoError) as caught:
        commit(seen, tmp_path / "out")
    assert caught.value.code == "nothing_matches"
    assert not (tmp_path / "out").exists()


def test_a_disk_that_fills_up_leaves_the_edition_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_boundaries([file(tmp_path)], regions(), tmp_path / "out")
    before = PublishedBoundaries(tmp_path / "out").manifest

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("geo.publish._write_whole", full)
    with pytest.raises(GeoError) as caught:
        import_boundaries([file(tmp_path, XZQDM=[*CODES[:15], "9"])], regions(), tmp_path / "out")
    assert caught.value.code == "disk_full"
    assert PublishedBoundaries(tmp_path / "out").manifest == before


def test_the_picture_names_what_is_left_over_and_nothing_in_it_runs(tmp_path: Path) -> None:
    names = ["<script>1</script>&", *[f"{n}号村" for n in range(1, 16)]]
    seen = look([file(tmp_path, XZQDM=["X1", *CODES[1:]], XZQMC=names)], regions(points=True))
    drawn = ElementTree.fromstring(outline_svg(seen, WORDS, COLOURS))  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    assert {node.tag.removeprefix(space) for node in drawn.iter()} == {"svg", "title", "rect", "text", "circle", "path"}
    fills = [node.get("fill") for node in drawn.iter(f"{space}path")]
    assert (fills.count(COLOURS.matched), fills.count(COLOURS.unmatched)) == (15, 1)
    said = [node.text for node in drawn.iter(f"{space}text")]
    assert said[0] == "标题 <3>"
    assert names[0] in said
    assert not any(key.startswith("on") or key == "style" for node in drawn.iter() for key in node.attrib)
    for node in drawn.iter(f"{space}path"):
        numbers = [float(n) for n in str(node.get("d")).replace("M", " ").replace("L", " ").replace("Z", " ").split()]
        assert 0 <= min(numbers) < max(numbers) <= 1200
