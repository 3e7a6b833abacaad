"""Every published figure of the topics that the screen covers: reproduced by the product, or listed with the reason.

data_access/demo/published.csv says of each row how; each is asked of the product's own interface, over HTTP.
NOT_SHOWN.md lists what is never shown, with the reason.
"""

import csv
import os
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbacks import routes_api, routes_api_industry
from data_access.release import ReleaseStore, build_release
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
Row = dict[str, str]
Ask = Callable[..., Any]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def said() -> list[Row]:
    return read(DEMO / "published.csv")


class Product:
    """One scenario, reached as another program reaches it."""

    def __init__(self, settings: Settings) -> None:
        server = Flask("test")
        services: Any = SimpleNamespace(settings=settings, releases=ReleaseStore(settings.releases))
        routes_api.register(server, services)
        routes_api_industry.register(server, services)
        self.client: FlaskClient = server.test_client()
        self.root = str(self.get("regions")["regions"][0]["code"])

    def get(self, path: str, **given: object) -> Any:
        response = self.client.get(f"/api/v1/{path}", query_string=given)
        assert response.status_code == 200, (path, given, response.get_json())
        return response.get_json()

    def trace(self, figure: str, period: int, region: str | None = None) -> Any:
        return self.get("industry/trace", figure=figure, region=region or self.root, period=period)

    def quantity(self, figure: str, period: int, region: str | None = None) -> float:
        found = self.trace(figure, period, region)
        assert found["state"] == "ok", found["formula"]
        return float(found["value"])

    def view(self, key: str, period: int) -> Any:
        """`name:a.b[item].c`: what stands there in the view `name`; `{X}` picks an entry, `[x]` a row by its item."""
        name, _, path = key.partition(":")
        found = self.get(f"industry/{name}", region=self.root, period=period)
        for step in re.findall(r"[^.\[\]{}]+|\[[^\]]+\]|\{[^}]+\}", path):
            if step[0] in "[{":
                by = "item" if step[0] == "[" else "entry"
                (found,) = [row for row in found if row[by] == step[1:-1]]
            else:
                found = found[step]
        return found


def _quantity(product: Product, key: str, period: int) -> float:
    return sum(product.quantity(name, period) for name in key.split("+"))


def _indicator(product: Product, key: str, period: int) -> float:
    (row,) = product.get("values", region=product.root, indicator=key, period=period, level="self")["rows"]
    return float(row["value"])


def _divided(product: Product, key: str, period: int) -> float:
    above, below = key.split("/")
    return product.quantity(above, period) / product.quantity(below, period)


def _cumulative(product: Product, key: str, period: int) -> float:
    years = range(period - 8, period + 1)
    known = [i for i in product.get("indicators")["indicators"] if i["available"]]
    periods = {year for indicator in known for year in indicator["periods"]}
    found = [product.trace(key, year) for year in years if year in periods]
    return float(sum(row["value"] for row in found if row["state"] == "ok"))


def _figure(product: Product, key: str, period: int) -> float:
    rows = product.get("industry/published", region=product.root, period=period)["rows"]
    return float(next(row["value"] for row in rows if row["indicator"] == key))


def _group(product: Product, key: str, period: int) -> float:
    group, _, figure = key.partition(":")
    return product.quantity(figure, period, group)


def _members(product: Product, key: str, _: int) -> float:
    return float(len(product.get("regions", parent=key)["regions"]))


def _regions(product: Product, key: str, period: int) -> float:
    below = [row["code"] for row in product.get("regions", parent=product.root)["regions"]]
    return float(sum((product.trace(key, period, code)["value"] or 0) > 0 for code in below))


WAYS: dict[str, Callable[[Product, str, int], float]] = {
    "quantity": _quantity,
    "indicator": _indicator,
    "ratio": lambda product, key, period: 100 * _divided(product, key, period),
    "amount": _divided,
    "cumulative": _cumulative,
    "figure": _figure,
    "count": lambda product, key, period: float(len(product.view(key, period))),
    "at_least": lambda product, key, period: float(len(product.view(key, period))),
    "view": lambda product, key, period: float(sum(product.view(one, period) for one in key.split("+"))),
    "poor": lambda product, key, period: float(product.trace(key, period)["poor"]),
    "others": lambda product, key, period: float(product.trace(key, period)["others"]),
    "group": _group,
    "members": _members,
    "regions": _regions,
}
"""How a row is reproduced: what is asked of the interface, and what is made of the answer."""


@pytest.fixture(scope="module")
def product_of(
    scenario_database: Callable[[str], Path], demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Product]:
    """A scenario with its release, built when it is first asked for."""

    @cache
    def product(name: str) -> Product:
        if name == "bashang":
            return Product(demo_settings)
        settings = settings_for(scenario_database(name), tmp_path_factory.mktemp(name))
        build_release(settings)
        return Product(settings)

    return product


def reproduced() -> list[Row]:
    return [row for row in said() if row["way"] in WAYS]


@pytest.mark.parametrize("row", reproduced(), ids=lambda row: row["row_id"])
def test_the_product_shows_it(product_of: Callable[[str], Product], row: Row) -> None:
    found = WAYS[row["way"]](product_of(row["scenario"]), row["key"], int(row["period"]))
    if row["way"] == "at_least":
        assert found >= float(row["value"])
        return
    digits = len(row["value"].partition(".")[2])
    assert round(found, digits) == pytest.approx(float(row["value"]), rel=1e-12), (row["way"], row["key"])


def test_nothing_is_listed_twice_or_without_a_way() -> None:
    rows = said()
    assert len({row["row_id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["way"] in (*WAYS, "not_shown")
        assert bool(row["reason_zh"]) == (row["way"] == "not_shown")
        assert bool(row["key"]) == (row["way"] != "not_shown")


def test_the_list_of_what_is_not_shown_is_complete() -> None:
    listed = (DEMO / "NOT_SHOWN.md").read_text(encoding="utf-8")
    for row in said():
        is_listed = f"| {row['row_id']} |" in listed
        assert is_listed == (row["way"] == "not_shown"), row["row_id"]
    shown = sum(row["way"] in WAYS for row in said())
    assert f"Of {len(said())} rows {shown} are shown" in listed


def test_every_published_row_of_these_topics_is_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    if not FIGURES.is_file():
        pytest.skip("the published figures are not at hand")
    published = {row["row_id"]: row for row in read(FIGURES) if row["topic"] in TOPICS}
    rows = said()
    assert {row["row_id"] for row in rows} == set(published)
    for row in rows:
        source = published[row["row_id"]]
        assert float(row["value"]) in (float(source["value_base"]), float(source["value"])), row["row_id"]
    ways = Counter(row["way"] for row in rows)
    with capsys.disabled():
        print(
            f"\npublished figures: {len(rows)}; shown by the product {sum(ways[way] for way in WAYS)}"
            f" (of them quoted {ways['figure']}), never shown {ways['not_shown']}"
        )
