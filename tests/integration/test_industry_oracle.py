"""Independent recomputation of the views of industry: the demo county's raw tables in plain pandas, held against them.

Nothing of the product is used on this side but the file that it reads.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.industry.coverage import coverage, intersections, township_by_kind
from data_access.industry.doubts import doubts
from data_access.industry.effect import effect, strata
from data_access.industry.export import trace_sheets
from data_access.industry.flows import flows
from data_access.industry.other_kinds import farming
from data_access.industry.solar import solar
from data_access.industry.tourism import tourism
from data_access.industry.trace import trace
from data_access.industry.villages import villages_behind
from data_access.industry.workshops import workshops
from data_access.release import Release
from data_access.spreadsheet import workbook

Raw = Callable[[str], pd.DataFrame]
YEAR = 2019
WANTED = ("990101000000", "990101100000", "990101210000")
"""The county and two of its townships; a village is taken beside them."""


@pytest.fixture(scope="module")
def raw(demo_database: Path) -> Iterator[Raw]:
    """A whole table of the demo county as it stands in the file."""
    connection = sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)
    tables: dict[str, pd.DataFrame] = {}

    def read(name: str) -> pd.DataFrame:
        if name not in tables:
            tables[name] = pd.read_sql_query(f"SELECT * FROM {name}", connection)
        return tables[name]

    yield read
    connection.close()


@pytest.fixture(scope="module")
def under(raw: Raw) -> Callable[[str], set[str]]:
    """Code -> all codes under it, by walking the tree."""
    parent = dict(zip(raw("region")["region_code"], raw("region")["parent_code"], strict=True))

    def find(code: str) -> set[str]:
        found = {code}
        while new := {c for c, p in parent.items() if p in found} - found:
            found |= new
        return found

    return find


@pytest.fixture(scope="module")
def places(demo_release: Release) -> tuple[str, ...]:
    return (*WANTED, demo_release.villages(WANTED[1])[0].code)


def running(raw: Raw) -> pd.DataFrame:
    a = raw("industry_activity")
    return a[a["operating_status_code"].isin(["RUNNING", "WATCHED"])].set_index("activity_id")


def taking(raw: Raw, codes: set[str]) -> pd.DataFrame:
    """Participations of the year in what runs, with the kind, of registered households of these regions."""
    h = raw("household")
    h = h[(h["is_valid"] == 1) & (h["household_type_code"] == "1") & h["region_code"].isin(codes)]
    p = raw("industry_participation")
    p = p[(p["stat_year"] == YEAR) & p["household_id"].isin(h["household_id"])]
    p = p.merge(running(raw)[["industry_kind_code"]], left_on="activity_id", right_index=True)
    return p.merge(h[["household_id", "member_count"]], on="household_id")


def test_coverage_and_sets(demo_release: Release, raw: Raw, under, places) -> None:  # type: ignore[no-untyped-def]
    run = running(raw)
    c = raw("industry_coverage")
    c = c[(c["stat_year"] == YEAR) & c["activity_id"].isin(run.index)]
    kind_of = c["activity_id"].map(run["industry_kind_code"])
    villages = raw("region")[raw("region")["region_level_code"] == "5"]["region_code"]
    for code in places:
        here = under(code)
        mine = [v for v in villages if v in here]
        by_village = {v: frozenset(kind_of[c["region_code"] == v]) for v in mine}
        wanted = Counter(by_village.values())
        shown = intersections(demo_release, code, YEAR)
        assert {frozenset(k): n for k, n in zip(shown["kinds"], shown["count"], strict=True)} == wanted, code
        p = taking(raw, here)
        sets = Counter(p.groupby("household_id")["industry_kind_code"].agg(frozenset))
        h = raw("household")
        everyone = h[h["region_code"].isin(here) & (h["household_type_code"] == "1") & (h["is_valid"] == 1)]
        sets[frozenset()] = len(everyone) - sum(sets.values())
        shown = intersections(demo_release, code, YEAR, "household")
        found = {frozenset(k): n for k, n in zip(shown["kinds"], shown["count"], strict=True)}
        assert found == {key: count for key, count in sets.items() if count}, code
        for without in ((), ("SOLAR",)):
            reach = coverage(demo_release, code, YEAR, without=without)
            assert reach.villages.count == sum(n for kinds, n in wanted.items() if kinds - set(without))
            assert reach.households.count == sum(n for kinds, n in sets.items() if kinds - set(without))
            assert (reach.villages.of, reach.households.of) == (len(mine), len(everyone))
        e = raw("person_employment")
        e = e[
            (e["stat_year"] == YEAR) & (e["worked_month_count"] > 0) & e["household_id"].isin(everyone["household_id"])
        ]
        persons = coverage(demo_release, code, YEAR).persons
        if len(e):
            assert (persons.count, persons.of) == (e["activity_id"].isin(run.index).sum(), len(e)), code


def test_solar_alone_covers_all_and_tourism_a_fifth(demo_release: Release) -> None:
    kinds = set(demo_release.industry_kinds["kind"])
    county = demo_release.root.code
    assert coverage(demo_release, county, YEAR).villages.percent == 100
    only = coverage(demo_release, county, YEAR, without=kinds - {"TOURISM"}).villages
    assert (only.count, only.of, round(only.percent, 1)) == (70, 366, 19.1)


def test_flows(demo_release: Release, raw: Raw, under, places) -> None:  # type: ignore[no-untyped-def]
    for code in places[:3]:
        p = taking(raw, under(code))
        by = p.groupby(["industry_kind_code", "participation_mode_code"])
        wanted = {key: (rows["household_id"].nunique(), rows["income_yuan"].sum()) for key, rows in by}
        found = flows(demo_release, code, YEAR)
        assert {(x.source, x.target): (x.household_count, x.income_yuan) for x in found.joining} == wanted
        modes = {k: rows["household_id"].nunique() for k, rows in p.groupby("participation_mode_code")}
        assert {x.source: x.household_count for x in found.earning} == modes
        assert (found.household_count, found.income_yuan) == (p["household_id"].nunique(), p["income_yuan"].sum())


def test_solar(demo_release: Release, raw: Raw, under, places) -> None:  # type: ignore[no-untyped-def]
    a = raw("industry_activity").set_index("activity_id")
    s, m, c, d = raw("solar_station"), raw("solar_month"), raw("industry_coverage"), raw("solar_distribution")
    for code in places:
        here = under(code)
        own = s[s["activity_id"].map(a["region_code"]).isin(here)]
        months = m[m["activity_id"].isin(own["activity_id"])]
        year = months[months["stat_year"] == YEAR]
        found = solar(demo_release, code, YEAR)
        assert found.capacity_kw == own["capacity_kw"].sum()
        assert found.sales.annual == pytest.approx(year["sales_yuan"].sum())
        assert found.sales.cumulative == pytest.approx(months["sales_yuan"].sum())
        assert found.shared.annual == pytest.approx(year["shared_yuan"].sum())
        got = c[(c["stat_year"] == YEAR) & c["region_code"].isin(here) & c["activity_id"].isin(s["activity_id"])]
        assert found.received.annual == pytest.approx(got["received_yuan"].sum())
        paid = d[(d["stat_year"] == YEAR) & d["region_code"].isin(here)]
        assert found.distribution.post_yuan == paid["post_yuan"].sum()
        assert found.distribution.household_count == paid["household_count"].sum()
        by_month = year.groupby("stat_month")["generated_kwh"].sum()
        if len(year):
            assert found.full_load_hours == pytest.approx(year["generated_kwh"].sum() / own["capacity_kw"].sum())
            told = found.months.set_index("month")["generated_kwh"].dropna()
            assert told.to_dict() == pytest.approx(by_month.to_dict())
            sorts = own["activity_id"].map(a["industry_subkind_code"]).value_counts()
            there = found.sorts[found.sorts["activity_count"] > 0]
            assert dict(zip(there["item"], there["activity_count"], strict=True)) == sorts.to_dict()


def test_tourism_and_workshops(demo_release: Release, raw: Raw, under, places) -> None:  # type: ignore[no-untyped-def]
    a = raw("industry_activity").set_index("activity_id")
    modes = raw("tourism_operator").set_index("activity_id")["tourism_mode_code"]
    for code in places[:3]:
        here = under(code)
        p = taking(raw, here)
        p = p[p["industry_kind_code"] == "TOURISM"]
        found = tourism(demo_release, code, YEAR)
        households = p.drop_duplicates("household_id")
        assert (found.households, found.persons) == (len(households), households["member_count"].sum())
        m = raw("tourism_month")
        m = m[(m["stat_year"] == YEAR) & m["activity_id"].map(a["region_code"]).isin(here)]
        assert found.visitors.annual == m["visitor_count"].sum()
        by_mode = m.groupby(m["activity_id"].map(modes))["revenue_yuan"].sum()
        told = found.modes.dropna(subset="revenue_yuan")
        assert dict(zip(told["item"], told["revenue_yuan"], strict=True)) == by_mode.to_dict()
        joined = p.groupby(p["activity_id"].map(modes))["household_id"].nunique()
        told = found.modes.dropna(subset="household_count")
        assert dict(zip(told["item"], told["household_count"], strict=True)) == joined.to_dict()
        w = raw("workshop_month")
        w = w[(w["stat_year"] == YEAR) & w["activity_id"].map(a["region_code"]).isin(here)]
        last = w.sort_values("stat_month").drop_duplicates("activity_id", keep="last")
        shops = workshops(demo_release, code, YEAR)
        assert (shops.workers, shops.assisted_workers) == (
            last["worker_count"].sum(),
            last["assisted_worker_count"].sum(),
        )
        if len(last):
            assert shops.assisted_rate == pytest.approx(100 * shops.assisted_workers / shops.workers)
            assert shops.wage_per_month == pytest.approx(
                w["assisted_wage_yuan"].sum() / w["assisted_worker_count"].sum()
            )
            states = last["workshop_watch_code"].value_counts().to_dict()
            assert dict(zip(shops.watches["item"], shops.watches["activity_count"], strict=True)) == states


def test_farming(demo_release: Release, raw: Raw) -> None:
    county = demo_release.root.code
    f = raw("industry_figure").merge(raw("industry_activity"), on="activity_id")
    views = farming(demo_release, county, 2018)
    assert list(views) == ["AGRICULTURE", "ECOMMERCE", "ECOLOGY"]
    for kind, metric in (("AGRICULTURE", "OUTPUT_YUAN"), ("AGRICULTURE", "AREA_MU"), ("ECOMMERCE", "SALES_YUAN")):
        rows = f[(f["industry_kind_code"] == kind) & (f["industry_metric_code"] == metric) & (f["stat_year"] == 2018)]
        assert views[kind].metrics[metric] == rows["quantity"].sum()
        by_product = rows.groupby("product_zh")["quantity"].sum().to_dict()
        told = views[kind].products.dropna(subset=metric)
        if by_product:
            assert dict(zip(told["item"], told[metric], strict=True)) == by_product
        entities = rows.groupby("business_entity_code")["quantity"].sum().to_dict()
        told = views[kind].entities.dropna(subset=metric)
        assert dict(zip(told["item"], told[metric], strict=True)) == entities


def test_effect_shows_true_counts_and_no_small_ones(demo_release: Release, raw: Raw, under) -> None:  # type: ignore[no-untyped-def]
    county = demo_release.root.code
    p = taking(raw, under(county))
    h = raw("household")[["household_id"]]
    i = raw("household_income")
    i = i[(i["stat_year"] == YEAR) & (i["member_count"] > 0) & i["net_income_yuan"].notna()]
    h = h.merge(i[["household_id", "net_income_yuan", "member_count"]], on="household_id")
    causes = raw("household_cause")
    h["cause"] = (
        h["household_id"].map(causes[causes["is_main"] == 1].set_index("household_id")["cause_code"]).fillna("?")
    )
    person = raw("person")
    person = person[person["is_valid"] == 1]
    able = person["labour_ability_code"].isin(["01", "02", "05"]).groupby(person["household_id"]).sum()
    h["labour"] = h["household_id"].map(able).clip(upper=2).astype(int).astype(str)
    h["per_head"] = h["net_income_yuan"] / h["member_count"]
    edges = effect(demo_release, county, YEAR).edges
    h["band"] = np.searchsorted(np.array(edges), h["per_head"], side="right")
    for kind in ("SOLAR", "TOURISM", "*"):
        joins = h["household_id"].isin(
            p["household_id"] if kind == "*" else p[p["industry_kind_code"] == kind]["household_id"]
        )
        for cause, labour in (("*", "*"), ("08", "0"), ("01", "1"), ("07", "2")):
            rows = h if cause == "*" else h[(h["cause"] == cause) & (h["labour"] == labour)]
            found = effect(demo_release, county, YEAR, kind, cause=cause, labour=labour)
            assert found.state == "ok"
            for side, inside in ((found.with_kind, joins), (found.without_kind, ~joins)):
                wanted = np.bincount(rows[inside.loc[rows.index]]["band"], minlength=len(edges) + 1)
                shown = np.array(side.counts)
                known = ~np.isnan(shown)
                assert (shown[known] == wanted[known]).all()
                assert not ((shown[known] > 0) & (shown[known] < 5)).any()
                assert wanted[~known].sum() == 0 or wanted[~known].sum() >= 5
            if cause == "*":
                exact = rows[joins]["per_head"].quantile([0.25, 0.5, 0.75]).to_numpy()
                assert np.abs(np.array(found.with_kind.quantiles[1:4]) - exact).max() < 350
    listed = strata(demo_release, county, YEAR, "TOURISM")
    assert len(listed) > 20
    assert effect(demo_release, WANTED[1], YEAR).region == county, "told of the county alone"


def test_matrix_and_traces(demo_release: Release, raw: Raw, under) -> None:  # type: ignore[no-untyped-def]
    county = demo_release.root.code
    matrix = township_by_kind(demo_release, county, YEAR)
    assert matrix.groupby("kind")["households"].sum()["TOURISM"] == 6814
    one = trace(demo_release, "WORKSHOP_ASSISTED_RATE", county, YEAR)
    last = raw("workshop_month")
    last = last[last["stat_year"] == YEAR].sort_values("stat_month").drop_duplicates("activity_id", keep="last")
    n, d = last["assisted_worker_count"].sum(), last["worker_count"].sum()
    assert one.formula == f"100 × {n:,} ÷ {d:,} = {100 * n / d:.1f}%"
    assert one.tables == ("workshop_month", "industry_activity")
    assert one.as_of.isoformat() == raw("data_load").query("table_name == 'workshop_month'")["as_of_on"].max()
    behind = villages_behind(demo_release, "industry_household_count.TOURISM", county, YEAR)
    assert behind["value"].sum() == 6814
    assert behind["code"].tolist() == [village.code for village in demo_release.villages(county)]
    quoted = trace(demo_release, "NO_LABOUR_SHARE", county, YEAR).published
    assert [(row.value, row.quote_zh) for row in quoted] == [(56.2, "无劳动能力和丧失劳动能力的37177人,占56.2%")]
    hidden = trace(demo_release, "ILL_SHARE", demo_release.villages(county)[0].code, YEAR, "en")
    assert (hidden.state, hidden.formula) == ("withheld", "cannot be computed: too few to be shown")


def test_a_trace_is_exported_with_its_villages(demo_release: Release) -> None:
    county = demo_release.root.code
    facts, villages = trace_sheets(demo_release, "TOURISM_HOUSEHOLD_COVERAGE", county, YEAR)
    said = {str(row[0]): row[1] for row in facts.rows}
    assert said["计算"] == "100 × 6,814 ÷ 37,053 = 18.4%"
    assert said["来源表"] == "industry_participation, industry_activity, household, household_year"
    assert "演示数据" in str(said["说明"])
    assert sum(float(row[3]) for row in villages.rows[:366]) == 6814  # type: ignore[arg-type]
    stamp = villages.rows[366:]
    assert [row[:1] for row in stamp] == [(), ("数据截至",), ("说明",)], "day and demo mark"
    assert stamp[1][1] == demo_release.as_of
    assert villages.headings == ("代码", "地区", "上级", "分子", "分母", "数值", "状态")
    assert len(workbook([facts, villages])) > 5000


def test_the_demo_county_breaks_no_rule(demo_release: Release) -> None:
    assert doubts(demo_release, demo_release.root.code) == ()
