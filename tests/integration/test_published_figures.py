"""Every published figure of the topics that the screen covers: reproduced by the product, or listed with the reason.

data_access/demo/published.csv says of each row how. What no panel shows yet is counted in the scenario's rows by
test_demo_scenarios and test_demo_targets; NOT_SHOWN.md lists it, and what is never shown, with the reason.
"""

import csv
import math
import os
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from data_access.release import Release, ReleaseStore, build_release
from data_access.settings import Settings
from tests.integration.conftest import settings_for

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data_access" / "demo"
SHARED = Path(os.environ.get("GUATU_SHARED") or ROOT.parent / "shared")
FIGURES = SHARED / "domain" / "published_figures.csv"
TOPICS = frozenset(
    [
        "solar",
        "tourism",
        "micro_factory",
        "agriculture",
        "handicraft",
        "employment",
        "relocation",
        "insurance",
        "population",
        "cause",
        "health",
        "education",
        "housing",
        "water",
    ]
)
BY_THE_PRODUCT = ("quantity", "indicator", "ratio", "amount", "cumulative", "figure", "list")

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def said() -> list[Row]:
    return read(DEMO / "published.csv")


@pytest.fixture(scope="module")
def release_of(
    scenario_database: Callable[[str], Path], demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Release]:
    """The release of a scenario, built when it is first asked for."""

    @cache
    def release(name: str) -> Release:
        if name == "bashang":
            return ReleaseStore(demo_settings.releases).current()
        settings = settings_for(scenario_database(name), tmp_path_factory.mktemp(name))
        build_release(settings)
        return ReleaseStore(settings.releases).current()

    return release


def shown(release: Release, row: Row) -> float:
    """What the product says for a row, in the unit of the published figure."""
    way, key, root = row["way"], row["key"], release.root.code
    period = int(row["period"])

    def quantity(name: str, year: int = period) -> float:
        return release.quantity(name, root, year)

    if way == "quantity":
        return sum(quantity(name) for name in key.split("+"))
    if way == "indicator":
        return release.value(key, root, period)
    if way == "list":
        return float(len(release.items(key)))
    if way == "cumulative":
        return sum(v for year in release.periods if not math.isnan(v := quantity(key, year)))
    if way == "figure":
        quoted = release.quoted(root)
        return float(quoted.loc[quoted["indicator"] == key, "quoted_value"].iloc[0])
    above, below = key.split("/")
    return quantity(above) / quantity(below) * (100 if way == "ratio" else 1)


def reproduced() -> list[Row]:
    return [row for row in said() if row["way"] in BY_THE_PRODUCT]


@pytest.mark.parametrize("row", reproduced(), ids=lambda row: row["row_id"])
def test_the_product_shows_it(release_of: Callable[[str], Release], row: Row) -> None:
    found = shown(release_of(row["scenario"]), row)
    digits = len(row["value"].partition(".")[2])
    assert round(found, digits) == pytest.approx(float(row["value"]), rel=1e-12), (row["way"], row["key"])


def test_nothing_is_listed_twice_or_without_a_way() -> None:
    rows = said()
    assert len({row["row_id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["way"] in (*BY_THE_PRODUCT, "database", "not_shown")
        assert bool(row["reason_zh"]) == (row["way"] == "not_shown")
        assert bool(row["key"]) == (row["way"] != "not_shown")


def test_what_only_the_rows_hold_is_a_target_counted_elsewhere() -> None:
    for row in said():
        if row["way"] == "database":
            items = {target["item"]: target["value"] for target in read(DEMO / f"{row['scenario']}_targets.csv")}
            assert float(items[row["key"]]) == float(row["value"]), row["row_id"]


def test_the_list_of_what_is_not_shown_is_complete() -> None:
    listed = (DEMO / "NOT_SHOWN.md").read_text(encoding="utf-8")
    for row in said():
        is_listed = f"| {row['row_id']} |" in listed
        assert is_listed == (row["way"] in ("database", "not_shown")), row["row_id"]


def test_every_published_row_of_these_topics_is_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    if not FIGURES.is_file():
        pytest.skip("the published figures are not at hand")
    published = {row["row_id"]: row for row in read(FIGURES) if row["topic"] in TOPICS}
    rows = said()
    assert {row["row_id"] for row in rows} == set(published)
    for row in rows:
        source = published[row["row_id"]]
        by_base = row["way"] in ("quantity", "database", "figure", "cumulative", "list", "not_shown", "amount")
        assert float(row["value"]) == float(source["value_base"] if by_base else source["value"]), row["row_id"]
    ways = Counter(row["way"] for row in rows)
    with capsys.disabled():
        print(
            f"\npublished figures: {len(rows)}; shown by the product {sum(ways[w] for w in BY_THE_PRODUCT)}"
            f" (of them quoted {ways['figure']}), in the rows but on no panel yet {ways['database']},"
            f" never shown {ways['not_shown']}"
        )
