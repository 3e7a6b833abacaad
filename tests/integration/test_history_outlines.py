"""A map of a year is drawn with the outlines of the time, with today's of the same regions, or says that it is not."""

from pathlib import Path

import pytest

from callbacks.outlines_of_time import drawn_with_time
from data_access.release import Release, ReleaseStore, build_release
from geo.published import Manifest, PublishedBoundaries
from tests.history_county import make_history_county
from tests.history_outlines import publish_history
from tests.integration.conftest import settings_for

Published = tuple[Manifest, Manifest, Release]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The manifests of today's outlines alone and of both times, and the release."""
    folder: Path = tmp_path_factory.mktemp("outlines")
    database = make_history_county(folder / "h.sqlite")
    settings = settings_for(database, folder / "home")
    build_release(settings)
    manifests = []
    for name, with_past in (("bare", False), ("both", True)):
        publish_history(database, folder / name, with_past=with_past)
        found = PublishedBoundaries(folder / name).manifest
        assert found is not None
        manifests.append(found)
    return manifests[0], manifests[1], ReleaseStore(settings.releases).current()


@pytest.mark.parametrize(
    ("code", "year", "rename", "is_exact"),
    [
        ("T2", 2017, {"B2": "B1", "B3": "B1"}, True),  # the parts make the whole
        ("T3", 2018, {"E1": "D1", "E2": "D2"}, True),  # other codes, the same land
        ("T1", 2017, {"B5": "A4"}, True),  # under another township today
        ("C", 2018, {"T4": "T3"}, True),
        ("C", 2017, {"T4": "T3"}, False),  # a village has moved between two townships since
    ],
)
def test_todays_outlines_stand_for_the_same_regions(
    published: Published, code: str, year: int, rename: dict[str, str], is_exact: bool
) -> None:
    bare, _, release = published
    found = drawn_with_time(bare, release.of(year), code, year)
    assert found is not None
    assert (found.outlines["rename"], found.is_exact) == (rename, is_exact)


def test_merged_villages_have_no_outlines_today(published: Published) -> None:
    bare, _, release = published
    assert drawn_with_time(bare, release.of(2016), "T1", 2016) is None


def test_outlines_of_the_time_come_first_and_only_for_their_time(published: Published) -> None:
    _, both, release = published
    dated = both["dated"][0]["parents"]
    for code in ("C", "T1", "T2", "T3"):
        found = drawn_with_time(both, release.of(2016), code, 2016)
        assert found is not None
        assert found.outlines["files"] == [dated[code]["files"]]
        assert found.is_exact
    later = drawn_with_time(both, release.of(2018), "C", 2018)
    assert later is not None
    assert later.outlines["files"] != [dated["C"]["files"]], "the townships of 2016 had other borders"


def test_outlines_of_another_day_stay_beside_todays(published: Published, tmp_path: Path) -> None:
    bare, both, _ = published
    assert both["regions"] == bare["regions"]
    assert [one["valid_on"] for one in both["dated"]] == ["2016-12-31"]
    assert both["edition"] != bare["edition"]
    database = make_history_county(tmp_path / "h.sqlite")
    folder = tmp_path / "out"
    publish_history(database, folder, with_past=True)
    publish_history(database, folder, with_past=False)  # today's again: those of the past stay
    boundaries = PublishedBoundaries(folder)
    again = boundaries.manifest
    assert again is not None
    assert again["dated"] == both["dated"]
    name = again["dated"][0]["parents"]["T1"]["files"]["fine"]
    assert b'"A1"' in boundaries.open(name)[0]
