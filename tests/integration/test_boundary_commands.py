"""`guatu boundaries import` from the file of an office to the wall's boundaries: looked at first, refused whole."""

from __future__ import annotations

import csv
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from app import main
from geo.published import PublishedBoundaries

VILLAGES = """code,village_name,kind,township_code,township_name,county_code,county
990101101001,柳村,村委会,990101101,白水镇,990101,坝上县
990101101002,河畔社区,居委会/社区,990101101,白水镇,990101,坝上县
990101101003,南关村,村委会,990101101,白水镇,990101,坝上县
"""
ROWS = {"9901011010010000000": "柳村", "9901011019990000000": "河畔村委会", "X": "=外村"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GUATU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GUATU_DATABASE_URL", f"sqlite:///{tmp_path / 'wall.sqlite'}")
    monkeypatch.setenv("GUATU_LANGUAGE", "zh")
    (tmp_path / "villages.csv").write_text(VILLAGES, encoding="gb18030")
    assert main(["regions", "import", str(tmp_path / "villages.csv")]) == 0
    return tmp_path


@pytest.fixture
def survey(home: Path) -> Path:
    """What a survey hands over: zipped, GBK, no .prj, no .shx, 19 digits, eastings with their zone."""
    frame = gpd.GeoDataFrame(
        {"ZLDWDM": list(ROWS), "ZLDWMC": list(ROWS.values())},
        geometry=[box(114.6 + n / 10, 41, 114.7 + n / 10, 41.1) for n in range(3)],
        crs=4490,
    )
    (home / "shape").mkdir()
    frame.to_crs(4527).to_file(home / "shape" / "村.shp", encoding="gbk")
    with zipfile.ZipFile(home / "survey.zip", "w") as archive:
        for suffix in (".shp", ".dbf"):
            archive.write(home / "shape" / f"村{suffix}", f"成果/村{suffix}")
    return home / "survey.zip"


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def published(home: Path) -> PublishedBoundaries:
    return PublishedBoundaries(next((home / "home").rglob("manifest.json")).parent)


def test_it_is_looked_at_then_imported_and_what_is_broken_changes_nothing(
    home: Path, survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = {name: str(home / name) for name in ("look.svg", "left.csv", "draft.csv")}
    look = [
        "--dry-run",
        "--preview",
        seen["look.svg"],
        "--report",
        seen["left.csv"],
        "--draft-crosswalk",
        seen["draft.csv"],
    ]
    command = ["boundaries", "import", str(survey)]
    capsys.readouterr()

    assert main([*command, *look]) == 0
    said = capsys.readouterr().out
    for words in ("EPSG:4527", "已在副本中重建", "GB18030", "柳村, 河畔村委会", "对上 2 个;边界多出 1 个", "试运行"):
        assert words in said
    assert not list((home / "home").rglob("manifest.json")), "a dry run publishes nothing"
    assert "外村" in (home / "look.svg").read_text(encoding="utf-8")
    assert table(home / "left.csv") == [
        ["哪一方", "代码", "名称", "上级"],
        ["边界没有对应的区划", "X", "'=外村", ""],
        ["区划没有边界", "990101101003", "南关村", "白水镇"],
    ]
    assert table(home / "draft.csv")[1] == ["990101101999", "990101101002", "", "RECODE", "河畔村委会", "河畔社区"]

    (home / "changes.csv").write_text("from_code,to_code,changed_on,change_code\n990101101999,990101101003,,RECODE\n")
    assert main([*command, "--crosswalk", str(home / "changes.csv"), "--approval-no", "冀S(2023)001号"]) == 0
    assert "已发布 4 个区划的边界" in capsys.readouterr().out
    manifest = published(home).manifest
    assert manifest is not None
    assert "990101101003" in manifest["regions"], "the crosswalk is believed before the name"
    assert manifest["map_approval_no"] == "冀S(2023)001号"

    survey.write_bytes(survey.read_bytes()[:-300])
    assert main(command) == 1
    refused = capsys.readouterr().err.strip().splitlines()
    assert len(refused) == 1
    assert "survey.zip" in refused[0]
    assert published(home).manifest == manifest


def test_outlines_of_another_day_stand_beside_todays(
    home: Path, survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["boundaries", "import", str(survey)]) == 0
    today = published(home).manifest
    assert today is not None
    assert main(["boundaries", "import", str(survey), "--valid-on", "2016-12-31"]) == 0
    both = published(home).manifest
    assert both is not None
    assert both["regions"] == today["regions"]
    assert [one["valid_on"] for one in both["dated"]] == ["2016-12-31"]
    capsys.readouterr()


@pytest.mark.parametrize(("option", "value", "words"), [
    ("--preview", "a.png", ".svg"), ("--report", "missing/left.csv", "无法写入"), ("--crs", "EPSG:nonsense", "坐标系"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_line(
    home: Path, survey: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, words: str
) -> None:
    told = value if option == "--crs" else str(home / value)
    assert main(["boundaries", "import", str(survey), option, told]) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert words in said[0]
    assert not list((home / "home").rglob("manifest.json"))


def test_changes_on_record_lead_outlines_of_old_codes_to_their_regions(
    home: Path, survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(home / "wall.sqlite")) as database, database:
        database.execute("UPDATE region SET valid_from = '2020-01-01' WHERE region_code = '990101101003'")
        row = "SELECT '990101101999', parent_code, '5', '老村', '2019-12-31' FROM region WHERE name_zh = '南关村'"
        database.execute(f"INSERT INTO region (region_code, parent_code, region_level_code, name_zh, valid_to) {row}")
        change = "('990101101999', '990101101003', '2020-01-01', 'RECODE')"
        database.execute(
            f"INSERT INTO region_change (from_code, to_code, changed_on, region_change_code) VALUES {change}"
        )
    assert main(["boundaries", "import", str(survey), "--dry-run"]) == 0
    assert "1 个边界按对照表换成现行代码(南关村)" in capsys.readouterr().out


def test_a_layer_is_chosen_by_its_name_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for layer, code in (("乡镇", "990101101"), ("村", "990101101001")):
        frame = gpd.GeoDataFrame({"code": [code]}, geometry=[box(114, 41, 115, 42)], crs=4490)
        frame.to_file(home / "all.gpkg", layer=layer)
    assert main(["boundaries", "import", str(home / "all.gpkg"), "--layer", "村", "--dry-run"]) == 0
    assert "对上 1 个" in capsys.readouterr().out
    assert main(["boundaries", "import", str(home / "all.gpkg"), "--layer", "县"]) == 1
    assert "现有图层:乡镇, 村" in capsys.readouterr().err
