"""The file of scenes: what is written is read back, comments stay, and no file, however bad, stops a wall."""

import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.scenes import (
    Hours,
    Known,
    Scene,
    SceneFile,
    StaleScenesError,
    read_scenes,
    scenes_version,
    write_scenes,
    written_row,
)

KNOWN = Known(
    regions={"990101000000", "990101101000"},
    indicators={"POVERTY_INCIDENCE", "VISIT_RATE"},
    periods=(2018, 2019),
    layers=("solar", "tourism"),
    kinds=("ALL", "SOLAR", "RELOCATION"),
    options={
        "view": ("overview", "industry"),
        "solar": ("with", "without"),
        "deck": ("gaps", "belts"),
        "breaks": ("policy", "quantile"),
        "depth": ("below", "village"),
        "spotlight": ("none", "map"),
    },
)

WRITTEN = """\
# the county's wall
idle_seconds = 60  # a minute

# from the cleaner's hour
[night]
from = "22:00"
to = "06:00"
dim = 0.5

# the morning meeting
[[scene]]
name = "全县"  # as the leader calls it
region = "990101000000"
hours = "08:00-12:00"

# second
[[scene]]
indicator = "VISIT_RATE"
dwell = 45
"""

times = st.integers(0, 1439).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")
hours = st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: f"{pair[0]}-{pair[1]}")
names = st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)
rows = st.fixed_dictionaries(
    {},
    optional={
        "name": names,
        "name_en": names,
        "view": st.sampled_from(["overview", "industry"]),
        "kind": st.sampled_from(["ALL", "SOLAR", "RELOCATION"]),
        "solar": st.sampled_from(["with", "without"]),
        "deck": st.sampled_from(["gaps", "belts"]),
        "region": st.sampled_from(sorted(KNOWN.regions)),  # type: ignore[type-var]
        "indicator": st.sampled_from(["POVERTY_INCIDENCE", "VISIT_RATE"]),
        "period": st.sampled_from([2018, 2019]),
        "layers": st.sampled_from([[], ["solar"], ["solar", "tourism"]]),
        "compare": st.sampled_from(["auto", "none", "2018", "990101101000"]),
        "breaks": st.sampled_from(["policy", "quantile"]),
        "depth": st.sampled_from(["below", "village"]),
        "spotlight": st.sampled_from(["none", "map"]),
        "dwell": st.integers(2, 86_400),
        "hours": hours,
        "off": st.booleans(),
    },
)
nights = st.none() | st.fixed_dictionaries(
    {"from": times, "to": times, "dim": st.floats(0, 0.9)},
).filter(lambda night: night["from"] != night["to"])

USUAL = {
    "name": "", "name_en": "", "view": "overview", "kind": "ALL", "solar": "with", "deck": "gaps", "compare": "auto",
    "breaks": "policy", "depth": "below", "spotlight": "none", "dwell": 20, "off": False,
}  # fmt: skip


def plain(row: dict[str, object]) -> dict[str, object]:
    """A row as tomllib would read it from a hand-written file, usual values filled in."""
    return {**USUAL, **{key: value for key, value in row.items() if key != "origin"}}


@settings(max_examples=50, deadline=None)
@given(st.lists(rows, max_size=6), st.integers(5, 86_400), nights)
def test_what_is_written_is_read_back(
    written: list[dict[str, object]], idle: int, night: dict[str, object] | None
) -> None:
    source = write_scenes(None, written, idle_seconds=idle, night=night)
    said = tomllib.loads(source)
    assert [plain(row) for row in said.get("scene", [])] == [plain(row) for row in written]
    assert said.get("idle_seconds", 120) == idle
    assert said.get("night") == night
    reading = read_scenes(source, KNOWN)
    assert reading.faults == ()
    assert reading.programme is not None
    assert len(reading.programme.scenes) == len(written)
    assert (reading.programme.night is None) == (night is None)


@settings(max_examples=50, deadline=None)
@given(st.lists(rows, max_size=4), st.lists(st.tuples(rows, st.sampled_from([None, 1, 2])), max_size=4))
def test_scenes_are_moved_and_changed_with_their_comments(
    first: list[dict[str, object]], after: list[tuple[dict[str, object], int | None]]
) -> None:
    head = write_scenes(None, first)
    commented = "\n".join(
        f"# about {number}\n{block}" if number else block
        for number, block in enumerate(head.split("\n\n") if first else [head])
    )
    changed = [{**row, "origin": origin} for row, origin in after]
    result = write_scenes(commented, changed)
    assert [plain(row) for row in tomllib.loads(result).get("scene", [])] == [plain(row) for row in changed]


def test_a_made_scene_is_written_as_people_would() -> None:
    scene = Scene(view="industry", kind="SOLAR", layers=("solar",), hours=Hours.read("08:00-12:00"), dwell=20)
    row = written_row(scene)
    assert row == {"view": "industry", "kind": "SOLAR", "layers": ["solar"], "hours": "08:00-12:00"}
    reading = read_scenes(write_scenes(None, [row]), KNOWN)
    assert reading.faults == ()
    assert reading.programme is not None
    assert reading.programme.scenes == (replace(scene, number=1),)


def test_comments_stay_where_they_belong() -> None:
    rows = [
        {"indicator": "VISIT_RATE", "dwell": 45, "origin": 2},
        {"name": "全县", "region": "990101000000", "hours": "08:00-12:00", "origin": 1},
        {"region": "990101101000", "origin": None},
    ]
    result = write_scenes(WRITTEN, rows, idle_seconds=60, night={"from": "22:00", "to": "06:00", "dim": 0.4})
    assert result.index("# second") < result.index("VISIT_RATE") < result.index("# the morning meeting")
    assert 'name = "全县"  # as the leader calls it' in result
    assert "idle_seconds = 60  # a minute" in result
    assert result.index("# from the cleaner's hour") < result.index("[night]") < result.index("dim = 0.4")
    assert write_scenes(result, [{**row, "origin": i} for i, row in enumerate(rows, 1)], idle_seconds=60,
                        night={"from": "22:00", "to": "06:00", "dim": 0.4}) == result  # fmt: skip


def test_a_night_that_is_switched_off_goes() -> None:
    assert "night" not in tomllib.loads(write_scenes(WRITTEN, [], idle_seconds=60, night=None))


def test_a_list_written_inline_is_kept_as_values() -> None:
    result = write_scenes('scene = [{name = "a"}, {name = "b"}]\n', [{"name": "b"}])
    assert [row["name"] for row in tomllib.loads(result)["scene"]] == ["b"]


@pytest.mark.parametrize(
    ("source", "line", "scene", "key", "kind"),
    [
        ("idle_seconds = 2", 1, None, "idle_seconds", "whole"),
        ("idle_seconds = true", 1, None, "idle_seconds", "whole"),
        ("\nidle = 2", 2, None, "idle", "unknown_key"),
        ('[night]\nfrom = "22:00"\nto = "22:00"', 2, None, "night.from", "night"),
        ('[night]\nfrom = "22:00"\nto = "06:00"\ndim = 1', 4, None, "night.dim", "number"),
        ('[night]\nto = "06:00"', 1, None, "night", "night"),
        ('night = "22:00"', 1, None, "night", "not_night"),
        ("scene = 3", 1, None, "scene", "not_scenes"),
        ("[scene]\nname = 'a'", None, None, "scene", "not_scenes"),
        ("[[scene]]\n[[scene]]\n\ndwell = 1.5", 4, 2, "dwell", "whole"),
        ('[[scene]]\nhours = "8-20"', 2, 1, "hours", "hours"),
        ('[[scene]]\nhours = "08:00-08:00"', 2, 1, "hours", "hours"),
        ('[[scene]]\nhours = "08:00-25:00"', 2, 1, "hours", "hours"),
        ("[[scene]]\nname = 3", 2, 1, "name", "name"),
        ("[[scene]]\nregion = 990101000000", 2, 1, "region", "code"),
        ('[[scene]]\nregion = "12"', 2, 1, "region", "region"),
        ('[[scene]]\nindicator = "12"', 2, 1, "indicator", "indicator"),
        ('[[scene]]\nperiod = "2019"', 2, 1, "period", "year"),
        ("[[scene]]\nperiod = 1066", 2, 1, "period", "period"),
        ('[[scene]]\nlayers = "solar"', 2, 1, "layers", "layers"),
        ('[[scene]]\nlayers = ["moon"]', 2, 1, "layers", "layers"),
        ('[[scene]]\ncompare = "1066"', 2, 1, "compare", "compare"),
        ('[[scene]]\nbreaks = "none"', 2, 1, "breaks", "choice"),
        ('[[scene]]\nspotlight = "moon"', 2, 1, "spotlight", "choice"),
        ('[[scene]]\nview = "map"', 2, 1, "view", "choice"),
        ('[[scene]]\nkind = "GOLD"', 2, 1, "kind", "kind"),
        ("[[scene]]\nkind = 3", 2, 1, "kind", "code"),
        ('[[scene]]\nsolar = "no"', 2, 1, "solar", "choice"),
        ('[[scene]]\ndeck = "upper"', 2, 1, "deck", "choice"),
        ('[[scene]]\nname_en = ["a"]', 2, 1, "name_en", "name"),
        ('[[scene]]\noff = "yes"', 2, 1, "off", "flag"),
        ('[[scene]]\ncolour = "red"', 2, 1, "colour", "unknown_key"),
    ],
)
def test_a_fault_is_said_with_its_place(source: str, line: int | None, scene: int | None, key: str, kind: str) -> None:
    reading = read_scenes(source, KNOWN)
    assert [(fault.line, fault.scene, fault.key, fault.kind) for fault in reading.faults] == [(line, scene, key, kind)]
    for lang in ("zh", "en"):
        said = reading.faults[0].sentence(lang)
        assert key in said
        assert line is None or str(line) in said
    assert reading.programme is not None
    assert all(one.number != scene for one in reading.programme.scenes)
    assert reading.is_well_written == (kind in {"region", "indicator", "period", "compare", "kind"})


def test_one_bad_scene_costs_no_other() -> None:
    reading = read_scenes(WRITTEN + '\n[[scene]]\nregion = "12"\n\n[[scene]]\nname = "last"\n', KNOWN)
    assert reading.programme is not None
    assert [scene.number for scene in reading.programme.scenes] == [1, 2, 4]
    assert len(reading.rows) == 4


def test_no_toml_says_its_line() -> None:
    reading = read_scenes('idle_seconds = 60\n[[scene]]\nname = "全县', KNOWN)
    assert reading.programme is None
    assert [(fault.kind, fault.line) for fault in reading.faults] == [("syntax", 3)]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300) | st.binary(max_size=200).map(lambda raw: raw.decode("utf-8", "replace")))
def test_no_text_raises(source: str) -> None:
    reading = read_scenes(source, KNOWN)
    for fault in reading.faults:
        assert fault.sentence("zh")
        assert fault.sentence("en")
    assert tomllib.loads(write_scenes(source, [{"name": "a"}]))["scene"] == [{"name": "a"}]


values = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=9) | st.lists(st.text(max_size=3))
)
keys = st.sampled_from(
    ["name", "view", "kind", "deck", "region", "period", "layers", "compare", "dwell", "hours", "off", "origin", "x"]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.dictionaries(keys, values), max_size=4), values)
def test_whatever_a_page_sends_makes_a_file_or_faults(sent: list[dict[str, object]], idle: object) -> None:
    reading = read_scenes(write_scenes(WRITTEN, sent, idle_seconds=idle, night={"from": idle, "to": "1"}), KNOWN)
    assert reading.programme is not None
    assert len(reading.rows) == len(sent)
    if reading.is_well_written:
        write_scenes(WRITTEN, sent).encode()


def test_rows_deeper_than_toml_goes_are_refused_not_raised() -> None:
    assert read_scenes("a = " + "[" * 5000, KNOWN).programme is None
    assert read_scenes("#" * 300_000, KNOWN).faults[0].kind == "too_large"


@settings(max_examples=50, deadline=None)
@given(times, times)
def test_hours_hold_as_a_clock_goes_round(start: str, end: str) -> None:
    if start == end and start != "00:00":  # from midnight to midnight is the whole day
        with pytest.raises(ValueError, match="another"):
            Hours.between(start, end)
        return
    span = Hours.between(start, end)
    minute, walked = span.start, {span.start}
    while (minute := (minute + 1) % 1440) != span.end % 1440:
        walked.add(minute)
    assert {m for m in range(1440) if span.hold(m)} == walked
    assert Hours.read(str(span)) == span


def test_midnight_ends_a_day() -> None:
    assert str(Hours.read("08:00-24:00")) == str(Hours.read("08:00-00:00")) == "08:00-24:00"
    assert Hours.read("8:00 – 9:30").hold(9 * 60)


class TestFile:
    """The file on disk."""

    def test_there_need_be_none(self, tmp_path: Path) -> None:
        found = SceneFile(tmp_path / "scenes.toml").find(KNOWN)
        assert (found.reading, found.source, found.version) == (None, None, "absent")

    def test_the_last_good_text_serves_while_the_file_is_broken(self, tmp_path: Path) -> None:
        file = SceneFile(tmp_path / "scenes.toml")
        file.path.write_text(WRITTEN, "utf-8")
        assert file.find(KNOWN).broken is None
        file.path.write_text(WRITTEN + "\n[[scene", "utf-8")
        found = file.find(KNOWN)
        assert found.source == WRITTEN
        assert found.broken is not None
        assert found.broken.faults[0].kind == "syntax"
        assert found.version == scenes_version(file.path)
        file.path.write_text("", "utf-8")  # empty is TOML: nobody wants scenes
        assert file.find(KNOWN).broken is None

    def test_a_broken_file_without_a_good_one_before_it(self, tmp_path: Path) -> None:
        file = SceneFile(tmp_path / "scenes.toml")
        file.path.write_bytes(b"\xff\xfe[[[")
        found = file.find(KNOWN)
        assert found.reading is None
        assert found.broken is not None

    def test_of_two_writers_the_second_is_told(self, tmp_path: Path) -> None:
        file = SceneFile(tmp_path / "new" / "scenes.toml")
        file.write("idle_seconds = 30\n", "absent")
        seen = scenes_version(file.path)
        file.write("idle_seconds = 31\n", seen)
        with pytest.raises(StaleScenesError):
            file.write("idle_seconds = 32\n", seen)
        assert file.path.read_text("utf-8") == "idle_seconds = 31\n"
        assert sorted(path.name for path in file.path.parent.iterdir()) == ["scenes.toml"]

    def test_a_lock_of_a_dead_process_is_taken_away(self, tmp_path: Path) -> None:
        file = SceneFile(tmp_path / "scenes.toml")
        lock = tmp_path / "scenes.toml.lock"
        lock.touch()
        os.utime(lock, (1, 1))
        file.write("", "absent")
        assert not lock.exists()

    def test_windows_line_ends_and_a_mark_at_the_start(self, tmp_path: Path) -> None:
        file = SceneFile(tmp_path / "scenes.toml")
        file.path.write_bytes(b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode())
        found = file.find(KNOWN)
        assert found.broken is None
        assert found.source == WRITTEN
