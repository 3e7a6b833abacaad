"""Numbers that must add up, and the promises of a build."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.demo import build_demo, frames, write
from data_access.demo.apportion import best, best_of_count, best_of_size, capped_shares, ranks, shares, stream
from data_access.demo.bashang import BASHANG
from data_access.demo.frames import demo_frames
from data_access.demo.scenario import Scenario
from data_access.errors import SettingsError
from data_access.schema import metadata

WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=40).map(np.array)


@given(total=st.integers(0, 10_000), weights=WEIGHTS)
def test_shares_add_up_and_follow_the_weights(total: int, weights: np.ndarray) -> None:
    parts = shares(total, weights)
    assert parts.sum() == total
    assert np.all(np.abs(parts - weights / weights.sum() * total) <= 1 + 1e-6)


@given(weights=WEIGHTS, cap=st.integers(1, 50), part=st.floats(0, 1))
def test_capped_shares_add_up_under_their_caps(weights: np.ndarray, cap: int, part: float) -> None:
    most = np.full(weights.size, cap)
    total = int(most.sum() * part)
    given_out = capped_shares(total, weights, most)
    assert given_out.sum() == total
    assert np.all(given_out <= most)


def test_shares_refuse_what_cannot_be_divided() -> None:
    with pytest.raises(ValueError, match="cannot be divided"):
        shares(5, np.ones(3), least=2)
    with pytest.raises(ValueError, match="does not fit"):
        capped_shares(7, np.ones(3), np.array([2, 2, 2]))


@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=60), part=st.floats(0, 0.5))
def test_best_of_size_is_exact(sizes: list[int], part: float) -> None:
    # Enough ones are left to meet any total.
    every = np.array(sizes + [1] * (10 * len(sizes)))
    total = int(every.sum() * part)
    assert every[best_of_size(stream(1, "test").random(every.size), every, total)].sum() == total


def test_best_chooses_the_highest_among_those_allowed() -> None:
    chosen = best(np.array([5.0, 9.0, 7.0, 8.0]), 2, np.array([True, False, True, True]))
    assert chosen.tolist() == [False, False, True, True]
    assert ranks(np.array([1.0, 3.0, 2.0, 9.0]), np.array([0, 0, 0, 1])).tolist() == [2, 0, 1, 0]


def digest(tables: dict[str, pd.DataFrame]) -> dict[str, int]:
    return {
        name: int(pd.util.hash_pandas_object(frame.reset_index(drop=True), index=True).to_numpy().sum())
        for name, frame in tables.items()
    }


def test_the_same_seed_gives_the_same_rows_and_another_seed_others() -> None:
    first = demo_frames(BASHANG)
    sizes = {name: len(frame) for name, frame in first.items()}
    known = digest(first)
    del first
    second = demo_frames(BASHANG)
    assert {name: len(frame) for name, frame in second.items()} == sizes
    assert digest(second) == known
    assert digest({"person": demo_people(replace(BASHANG, seed=1))}) != digest({"person": demo_people(BASHANG)})


def demo_people(scenario: Scenario) -> pd.DataFrame:
    return frames.draw_people(scenario, frames.household_sizes(scenario))


def test_an_unknown_scenario_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        build_demo(tmp_path / "x.sqlite", "atlantis")
    assert "atlantis" in caught.value.message("zh")
    assert not list(tmp_path.iterdir())


def test_an_interrupted_build_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bashang.sqlite"
    path.write_bytes(b"the last good one")
    few = {"region": pd.DataFrame({"region_code": ["1"], "no_such_column": ["x"]})}
    monkeypatch.setattr("data_access.demo.build.demo_frames", lambda _scenario, _own, _progress: few)
    with pytest.raises(KeyError, match="no_such_column"):
        build_demo(path)
    assert path.read_bytes() == b"the last good one"
    assert [p.name for p in tmp_path.iterdir()] == ["bashang.sqlite"]


def test_what_is_unknown_is_written_as_null_and_days_as_text(tmp_path: Path) -> None:
    region = pd.DataFrame({"region_code": ["1", "2"], "region_level_code": "5", "name_zh": ["甲村", "乙村"]})
    region["valid_from"] = np.array(["2011-01-01", "NaT"], dtype="datetime64[D]")
    region["longitude"] = [115.25, np.nan]
    region["exited_year"] = np.array([2018, None], dtype=object)
    heard: list[tuple[int, int]] = []
    write.write_database(tmp_path / "few.sqlite", {"region": region}, lambda done, total: heard.append((done, total)))
    with closing(sqlite3.connect(tmp_path / "few.sqlite")) as connection:
        rows = connection.execute(
            "SELECT valid_from, longitude, exited_year FROM region ORDER BY region_code"
        ).fetchall()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert rows == [("2011-01-01", 115.25, 2018), (None, None, None)]
    assert tables >= set(metadata.tables)
    assert heard == [(2, 2)]


def test_a_choice_of_so_many_with_so_many_persons_is_exact() -> None:
    rng = np.random.default_rng(1)
    sizes = rng.integers(1, 7, 5000)
    score = rng.normal(0, 1, sizes.size)
    allowed = rng.random(sizes.size) < 0.8
    for count, total in ((900, 2600), (900, 3500), (1200, 4100), (10, 60), (10, 10)):
        chosen = best_of_count(score, sizes, count, total, allowed)
        assert (int(chosen.sum()), int(sizes[chosen].sum())) == (count, total)
        assert not (chosen & ~allowed).any()
    near = best_of_count(score, sizes, 900, 3150, allowed)
    assert score[near].mean() > 0.8, "it keeps to the score where it can"
    with pytest.raises(ValueError, match="left over"):
        best_of_count(score, sizes, 10, 61, allowed)
