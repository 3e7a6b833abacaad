"""The panels of the industry view as a browser asks for them, held against the demo county's raw tables in pandas.

Nothing of the product is used on that side but the file that it reads. Each callback is also held to its time.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dash import Dash, dcc, html
from flask_caching import Cache

from callbacks import industry_effect, industry_flows, industry_meets, industry_reach, notices
from callbacks.services import Services
from callbacks.visitor import DEMO, admit
from data_access.accounts import open_accounts
from data_access.audit import open_audit
from data_access.database import open_database
from data_access.household_index import IndexStore
from data_access.release import Release, ReleaseStore
from data_access.settings import Settings
from data_access.shared_files import SharedFiles
from data_access.store import open_store
from geo.published import PublishedBoundaries
from layouts import ids

YEAR = 2019
COUNTY = "990101000000"
TOWNSHIP = "990101100000"
PANELS = (ids.INDUSTRY_REACH, ids.INDUSTRY_MEETS, ids.INDUSTRY_EFFECT, ids.INDUSTRY_FLOWS)

Element = dict[str, Any]
Ask = Callable[..., Element]
Sets = dict[str, "Counter[frozenset[str]]"]


@pytest.fixture(scope="module")
def ask(demo_settings: Settings) -> Ask:
    """Ask a panel of the industry view: its id, the region, and what else the address says -> its element as JSON."""
    app = Dash(__name__, enable_mcp=False, on_error=notices.on_error)
    app.layout = html.Div([dcc.Store(id=ids.INDUSTRY_SCOPE), *(html.Div(id=name) for name in (*PANELS, ids.NOTICE))])
    engine = open_database(demo_settings.database_url)
    services = Services(
        settings=demo_settings,
        releases=ReleaseStore(demo_settings.releases),
        boundaries=PublishedBoundaries(demo_settings.boundaries),
        database=lambda: engine,
        cache=Cache(),
        walls=lambda: open_store(demo_settings.workspace),
        accounts=lambda: open_accounts(demo_settings.home),
        audit=lambda: open_audit(demo_settings.home),
        index=IndexStore(demo_settings),
        shared_files=SharedFiles(demo_settings),
    )
    app.server.before_request(lambda: admit(DEMO))
    for panel in (industry_reach, industry_meets, industry_effect, industry_flows):
        panel.register(app, services)
    client = app.server.test_client()

    def call(panel: str, region: str = COUNTY, **said: str) -> Element:
        scope = {"region": region, "period": YEAR, "lang": "zh", "rem": 16, "view": "industry", **said}
        payload = {
            "output": f"{panel}.children",
            "outputs": {"id": panel, "property": "children"},
            "inputs": [{"id": ids.INDUSTRY_SCOPE, "property": "data", "value": scope}],
            "changedPropIds": [f"{ids.INDUSTRY_SCOPE}.data"],
        }
        answer = client.post("/_dash-update-component", json=payload)
        assert answer.status_code == 200
        found: Element = json.loads(answer.data)["response"][panel]["children"]
        return found

    return call


def parts(element: object, class_name: str) -> Iterator[Element]:
    """The elements that have a class, in the order of the page."""
    if isinstance(element, list):
        for each in element:
            yield from parts(each, class_name)
    elif isinstance(element, dict):
        props = element["props"]
        if class_name in str(props.get("className", "")).split():
            yield element
        yield from parts(props.get("children"), class_name)


def said(element: object) -> str:
    if isinstance(element, list):
        return " ".join(filter(None, map(said, element)))
    if isinstance(element, dict):
        return said(element["props"].get("children"))
    return "" if element is None else str(element)


def number(element: object) -> int:
    """The count that an element says: the last, after a share and before a unit."""
    return int([part for part in said(element).split() if part[0].isdigit() and "%" not in part][-1].replace(",", ""))


@pytest.fixture(scope="module")
def raw(demo_database: Path) -> Callable[[str], pd.DataFrame]:
    """A whole table of the demo county as it stands in the file."""
    tables: dict[str, pd.DataFrame] = {}

    def read(name: str) -> pd.DataFrame:
        if name not in tables:
            connection = sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)
            tables[name] = pd.read_sql_query(f"SELECT * FROM {name}", connection)
            connection.close()
        return tables[name]

    return read


@pytest.fixture(scope="module")
def wanted(raw: Callable[[str], pd.DataFrame]) -> Callable[[str], Sets]:
    """Unit -> set of kinds -> how many villages or households under a region have just these."""
    region = raw("region")
    parent = dict(zip(region["region_code"], region["parent_code"], strict=True))
    activity = raw("industry_activity")
    run = activity[activity["operating_status_code"].isin(["RUNNING", "WATCHED"])]
    kind = run.set_index("activity_id")["industry_kind_code"]
    covers = set(raw("industry_kind").query("is_covering == 1")["industry_kind_code"])

    def is_under(code: str, above: str) -> bool:
        at: str | None = code
        while isinstance(at, str):
            if at == above:
                return True
            at = parent.get(at)
        return False

    def count(above: str) -> Sets:
        here = {code for code in region["region_code"] if is_under(code, above)}
        villages = set(region[region["region_level_code"] == "5"]["region_code"]) & here
        c = raw("industry_coverage")
        c = c[(c["stat_year"] == YEAR) & c["region_code"].isin(villages) & c["activity_id"].isin(kind.index)]
        h = raw("household")
        h = h[(h["is_valid"] == 1) & (h["household_type_code"] == "1") & h["region_code"].isin(here)]
        p = raw("industry_participation")
        p = p[(p["stat_year"] == YEAR) & p["household_id"].isin(h["household_id"]) & p["activity_id"].isin(kind.index)]
        found: Sets = {}
        for unit, key, rows, whole in (
            ("village", "region_code", c, villages),
            ("household", "household_id", p, set(h["household_id"])),
        ):
            pairs = pd.DataFrame({"key": rows[key], "kind": rows["activity_id"].map(kind)})
            pairs = pairs[pairs["kind"].isin(covers)]
            has = pairs.groupby("key")["kind"].agg(frozenset).to_dict()
            found[unit] = Counter(has.get(each, frozenset()) for each in whole)
        return found

    return count


def kinds_of(trace: str) -> frozenset[str]:
    """The set of kinds that a column's trace names."""
    of_set = trace.split("@")[1].split("!", maxsplit=1)[0]
    return frozenset() if of_set == "0" else frozenset(of_set.split("-"))


@pytest.mark.parametrize("region", [COUNTY, TOWNSHIP])
@pytest.mark.parametrize("solar", ["with", "without"])
def test_the_sets_that_are_drawn_are_those_of_the_rows(
    ask: Ask, wanted: Callable[[str], Sets], region: str, solar: str
) -> None:
    drawn = ask(ids.INDUSTRY_MEETS, region, solar=solar)
    faces = list(parts(drawn, "meets-face"))
    assert len(faces) == 2
    for face, (unit, counted) in zip(faces, wanted(region).items(), strict=True):
        left: Counter[frozenset[str]] = Counter()
        for kinds, count in counted.items():
            left[kinds - {"SOLAR"} if solar == "without" else kinds] += count
        columns = list(parts(face, "meets-number"))
        told = [column for column in columns if "@smaller-" not in column["props"]["data-trace"]]
        for column in told:
            trace = column["props"]["data-trace"]
            assert trace.startswith(f"industry_{unit}_count@")
            assert trace.endswith("!SOLAR") == (solar == "without")
            assert number(column) == left.pop(kinds_of(trace)), trace
        merged = [number(column) for column in columns if column not in told]
        assert merged == ([sum(left.values())] if left else [])
        assert [number(column) for column in told] == sorted(map(number, told), reverse=True)
        assert all(count <= number(told[-1]) for count in left.values())


@pytest.mark.parametrize("region", [COUNTY, TOWNSHIP])
def test_reach_is_that_of_the_rows(ask: Ask, wanted: Callable[[str], Sets], region: str) -> None:
    drawn = ask(ids.INDUSTRY_REACH, region)
    figures = {each["props"]["data-trace"]: number(each) for each in parts(drawn, "reach-figure")}
    shares = {each["props"]["data-trace"]: said(each).split()[0] for each in parts(drawn, "reach-figure")}
    numbers = iter([number(each) for each in parts(drawn, "reach-count")])
    for unit, counted in wanted(region).items():
        name = f"industry_{unit}_count"
        whole = sum(counted.values())
        reached = whole - counted[frozenset()]
        beside = sum(count for kinds, count in counted.items() if kinds - {"SOLAR"})
        assert (figures[name], figures[f"{name}!SOLAR"]) == (reached, beside)
        assert float(shares[name].rstrip("%")) == pytest.approx(100 * reached / whole, abs=0.051)
        assert float(shares[f"{name}!SOLAR"].rstrip("%")) == pytest.approx(100 * beside / whole, abs=0.051)
        by_number: Counter[int] = Counter()
        for kinds, count in counted.items():
            by_number[min(len(kinds), 3)] += count
        assert [next(numbers) for _ in range(4)] == [by_number[at] for at in range(4)]


def test_the_story_of_the_county_is_told(ask: Ask) -> None:
    meets = ask(ids.INDUSTRY_MEETS, kind="TOURISM")
    assert "70  个村同时有旅游扶贫和光伏扶贫" in said(meets)
    rows = {said(each).split()[0]: number(each) for each in parts(meets, "meets-kind")}
    assert rows["光伏扶贫"] != 0
    in_era = ask(ids.INDUSTRY_MEETS, kind="TOURISM", era="2021")
    assert "乡村旅游" in said(in_era)


def test_flows_add_up_to_what_households_earned(ask: Ask, raw: Callable[[str], pd.DataFrame]) -> None:
    drawn = ask(ids.INDUSTRY_FLOWS)
    run = raw("industry_activity")
    run = run[run["operating_status_code"].isin(["RUNNING", "WATCHED"])].set_index("activity_id")
    p = raw("industry_participation")
    p = p[(p["stat_year"] == YEAR) & p["activity_id"].isin(run.index)]
    h = raw("household").query("is_valid == 1 and household_type_code == '1'")
    p = p[p["household_id"].isin(h["household_id"])].assign(kind=p["activity_id"].map(run["industry_kind_code"]))
    income = p.groupby("kind")["income_yuan"].sum()
    told = {each["props"]["data-trace"]: number(each) for each in parts(drawn, "flows-number")
            if "@" not in each["props"]["data-trace"]}  # fmt: skip
    assert {name.partition(".")[2] for name in told} == set(income.index)
    for name, shown in told.items():
        assert shown == round(income[name.partition(".")[2]] / 10_000), name
    by_household = ask(ids.INDUSTRY_FLOWS, flow="household")
    each_once = p.groupby("kind")["household_id"].nunique()
    for number_shown in parts(by_household, "flows-number"):
        if "@" not in (trace := number_shown["props"]["data-trace"]):
            kinds = trace.partition(".")[2].split("-")
            assert number(number_shown) == sum(each_once[kind] for kind in kinds), trace
    way = p.groupby("participation_mode_code")["household_id"].nunique()
    ways = [number(each) for stage in parts(by_household, "is-way") for each in parts(stage, "flows-number")]
    assert sorted(ways) == sorted(way.tolist())


def test_effect_follows_the_kind_and_says_whose_incomes(ask: Ask, demo_release: Release) -> None:
    drawn = ask(ids.INDUSTRY_EFFECT, kind="TOURISM")
    assert "有无旅游扶贫对比" in said(drawn)
    assert next(parts(drawn, "effect-tourism"))
    assert said(next(parts(drawn, "effect-cause"))) == "全部户"
    assert "6,814" in said(next(parts(drawn, "effect-counts")))
    village = demo_release.villages(TOWNSHIP)[0].code
    below = ask(ids.INDUSTRY_EFFECT, village, kind="RELOCATION")
    assert demo_release.root.name_zh in said(below)
    assert "有无产业对比" in said(below)


def test_a_village_speaks_of_its_households_only(ask: Ask, demo_release: Release) -> None:
    village = demo_release.villages(TOWNSHIP)[0].code
    reach, meets = ask(ids.INDUSTRY_REACH, village), ask(ids.INDUSTRY_MEETS, village)
    traces = {each["props"]["data-trace"] for each in (*parts(reach, "reach-figure"), *parts(meets, "meets-number"))
              if "data-trace" in each["props"]}  # fmt: skip
    assert traces
    assert all(trace.startswith("industry_household_count") for trace in traces)


def test_a_year_of_which_nobody_tells_is_not_zero(ask: Ask) -> None:
    for panel in PANELS:
        assert "未上报" in said(ask(panel, period="2014")), panel
    in_part = [said(each) for each in parts(ask(ids.INDUSTRY_REACH, period="2016"), "reach-figure")]
    assert in_part[2:] == ["— —"] * 4
