"""Independent recomputation: indicators from the raw tables in plain pandas, held against the release.

Nothing of the product is used on this side but the file that it reads. Every figure is worked out anew for each region
by walking `parent_code`, at county, township and village.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.release import Release
from data_access.values import value_of, values_by_region, values_by_village

TODAY = pd.Timestamp("2019-09-30")
Raw = Callable[[str], pd.DataFrame]
Pair = tuple["pd.Series[float]", "pd.Series[float] | None"]


@pytest.fixture(scope="module")
def raw(demo_database: Path) -> Raw:
    """A whole table of the demo county as it stands in the file."""
    connection = sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)
    tables: dict[str, pd.DataFrame] = {}

    def read(name: str) -> pd.DataFrame:
        if name not in tables:
            tables[name] = pd.read_sql_query(f"SELECT * FROM {name}", connection)
        return tables[name]

    yield read  # type: ignore[misc]
    connection.close()


@pytest.fixture(scope="module")
def up(raw: Raw) -> dict[str, list[str]]:
    """Village -> itself, its township, its county, by walking the tree."""
    parent = dict(zip(raw("region")["region_code"], raw("region")["parent_code"], strict=True))
    found: dict[str, list[str]] = {}
    for code, level in zip(raw("region")["region_code"], raw("region")["region_level_code"], strict=True):
        if level == "5":
            chain = [code]
            while isinstance(parent[chain[-1]], str):
                chain.append(parent[chain[-1]])
            found[code] = chain
    return found


def _registered(raw: Raw) -> pd.DataFrame:
    h = raw("household")
    return h[(h["is_valid"] == 1) & (h["household_type_code"] == "1")]


def _persons(raw: Raw) -> pd.DataFrame:
    p = raw("person")
    return p[p["is_valid"] == 1].merge(_registered(raw)[["household_id", "region_code"]], on="household_id")


def _villages(raw: Raw) -> pd.DataFrame:
    r = raw("region")
    return r[r["region_level_code"] == "5"].set_index("region_code")


def _flat(raw: Raw, value: float) -> "pd.Series[float]":
    return pd.Series(value, index=_villages(raw).index)


def poverty_incidence(raw: Raw, year: int) -> Pair:
    y = raw("region_year")
    y = y[(y["stat_year"] == year) & y["poor_population_count"].notna() & y["rural_population_count"].notna()]
    y = y.set_index("region_code")
    return y["poor_population_count"], y["rural_population_count"]


def exit_rate(raw: Raw, year: int) -> Pair:
    if year == TODAY.year:
        h = _registered(raw)
    else:
        h = raw("household_year")
        h = h[(h["stat_year"] == year) & h["household_id"].isin(_registered(raw)["household_id"])]
    out = h[h["poverty_status_code"].isin(["1", "4"])]
    total = h.groupby("region_code")["member_count"].sum()
    return out.groupby("region_code")["member_count"].sum().reindex(total.index, fill_value=0), total


def village_exit(raw: Raw, year: int) -> Pair:
    v = _villages(raw)
    poor = v["is_registered_poor"] == 1
    return (poor & (v["exited_year"] <= year)).astype(float), poor.astype(float)


def industry_villages(raw: Raw, year: int) -> Pair:
    kinds = raw("industry_kind")
    covering = kinds[kinds["is_covering"] == 1]["industry_kind_code"]
    a = raw("industry_activity")
    a = a[a["industry_kind_code"].isin(covering)]
    if year == TODAY.year:
        a = a[a["operating_status_code"].isin(["RUNNING", "WATCHED"])]
    else:  # the status is today's: of earlier years the rows themselves tell, within the days of the activity
        begun = a["valid_from"].isna() | (pd.to_datetime(a["valid_from"]).dt.year <= year)
        a = a[begun & (a["valid_to"].isna() | (pd.to_datetime(a["valid_to"]).dt.year >= year))]
    c = raw("industry_coverage")
    reached = c[(c["stat_year"] == year) & c["activity_id"].isin(a["activity_id"])]["region_code"].unique()
    return _flat(raw, 0.0).where(~_villages(raw).index.isin(reached), 1.0), _flat(raw, 1.0)


def industry_households(raw: Raw, year: int) -> Pair:
    kinds = raw("industry_kind")
    covering = kinds[kinds["is_covering"] == 1]["industry_kind_code"]
    a = raw("industry_activity")
    a = a[a["industry_kind_code"].isin(covering)]["activity_id"]
    p = raw("industry_participation")
    taking = p[(p["stat_year"] == year) & p["activity_id"].isin(a)]["household_id"].unique()
    h = _registered(raw)
    if year != TODAY.year:
        old = raw("household_year")
        old = old[(old["stat_year"] == year) & old["household_id"].isin(h["household_id"])]
        total = old.groupby("region_code").size()
        h = old
    else:
        total = h.groupby("region_code").size()
    n = h[h["household_id"].isin(taking)].groupby("region_code").size()
    return n.reindex(total.index, fill_value=0), total


def solar_per_village(raw: Raw, year: int) -> Pair:
    solar = raw("industry_activity")
    solar = solar[solar["industry_kind_code"] == "SOLAR"]["activity_id"]
    c = raw("industry_coverage")
    c = c[(c["stat_year"] == year) & c["activity_id"].isin(solar) & c["received_yuan"].notna()]
    money = c.groupby("region_code")["received_yuan"].sum()
    return money, pd.Series(1.0, index=money.index)


def solar_per_household(raw: Raw, year: int) -> Pair:
    d = raw("solar_distribution")
    d = d[d["stat_year"] == year].set_index("region_code")
    return d["post_yuan"] + d["work_yuan"] + d["relief_yuan"], d["household_count"]


def vacancy(raw: Raw, year: int) -> Pair:
    y = raw("region_year")
    y = y[(y["stat_year"] == year) & y["house_count"].notna() & y["vacant_house_count"].notna()].set_index(
        "region_code"
    )
    return y["vacant_house_count"], y["house_count"]


def hollow(raw: Raw, year: int) -> Pair:
    vacant, houses = vacancy(raw, year)
    return (vacant / houses >= 0.5).astype(float), pd.Series(1.0, index=houses.index)


def assurance(raw: Raw, year: int) -> Pair:
    a = raw("household_assurance")
    valid = raw("household")[raw("household")["is_valid"] == 1][["household_id", "region_code"]]
    a = a[a["stat_year"] == year].merge(valid, on="household_id")
    met = (a["is_met"] == 1) | a["resolved_on"].notna()
    whole = met.groupby([a["region_code"], a["household_id"]]).all()
    return whole.groupby(level=0).sum().astype(float), whole.groupby(level=0).size().astype(float)


def willing(raw: Raw, year: int) -> Pair:
    e = raw("person_employment")
    e = e[(e["stat_year"] == year) & (e["is_willing"] == 1)].merge(
        _persons(raw)[["household_id", "person_id", "region_code"]], on=["household_id", "person_id"]
    )
    total = e.groupby("region_code").size()
    return e[e["worked_month_count"] > 0].groupby("region_code").size().reindex(total.index, fill_value=0), total


def stable(raw: Raw, year: int) -> Pair:
    e = raw("person_employment")
    e = e[(e["stat_year"] == year) & (e["worked_month_count"] > 0)].merge(
        _persons(raw)[["household_id", "person_id", "region_code"]], on=["household_id", "person_id"]
    )
    total = e.groupby("region_code").size()
    return e[e["worked_month_count"] >= 6].groupby("region_code").size().reindex(total.index, fill_value=0), total


def income(raw: Raw, year: int) -> Pair:
    i = raw("household_income")
    i = i[(i["stat_year"] == year) & i["net_income_yuan"].notna() & i["member_count"].notna()].merge(
        _registered(raw)[["household_id", "region_code"]], on="household_id"
    )
    return i.groupby("region_code")["net_income_yuan"].sum(), i.groupby("region_code")["member_count"].sum()


def transfers(raw: Raw, year: int) -> Pair:
    parts = ["wage_income_yuan", "business_income_yuan", "property_income_yuan", "transfer_income_yuan"]
    i = raw("household_income")
    i = i[i["stat_year"] == year].dropna(subset=parts)
    i = i.merge(_registered(raw)[["household_id", "region_code"]], on="household_id")
    gross = i[parts].sum(axis=1).groupby(i["region_code"]).sum()
    return i.groupby("region_code")["transfer_income_yuan"].sum(), gross


def elders(raw: Raw, _year: int) -> Pair:
    p = _persons(raw)
    born = pd.to_datetime(p["born_on"])
    had_birthday = (born.dt.month * 100 + born.dt.day) <= 930
    age = 2019 - born.dt.year - (~had_birthday).astype(int)
    return (age >= 60).groupby(p["region_code"]).sum().astype(float), p.groupby("region_code").size().astype(float)


def no_labour(raw: Raw, _year: int) -> Pair:
    p = _persons(raw)
    return (
        p["labour_ability_code"].isin(["03", "04"]).groupby(p["region_code"]).sum().astype(float),
        p.groupby("region_code").size().astype(float),
    )


def workshops(raw: Raw, year: int) -> Pair:
    w = raw("workshop_month")
    w = w[(w["stat_year"] == year)].dropna(subset=["worker_count", "assisted_worker_count"])
    w = w.loc[w.groupby("activity_id")["stat_month"].idxmax()]
    a = raw("industry_activity")
    end = min(TODAY, pd.Timestamp(year, 12, 31))
    a = a[a["valid_to"].isna() | (pd.to_datetime(a["valid_to"]) >= end)]
    w = w.merge(a[["activity_id", "region_code"]], on="activity_id")
    return w.groupby("region_code")["assisted_worker_count"].sum(), w.groupby("region_code")["worker_count"].sum()


def collective(raw: Raw, year: int) -> Pair:
    y = raw("region_year")
    y = y[(y["stat_year"] == year) & y["collective_income_yuan"].notna()]
    return y.set_index("region_code")["collective_income_yuan"], None


def helpers_cover(raw: Raw, _year: int) -> Pair:
    total = _registered(raw).groupby("region_code").size()
    now = _in_office(raw).drop_duplicates("household_id").groupby("region_code").size()
    return now.reindex(total.index, fill_value=0), total


def _in_office(raw: Raw) -> pd.DataFrame:
    o = raw("household_official")
    o = o[(o["official_role_code"] == "HELPER") & (pd.to_datetime(o["valid_from"]) <= TODAY)]
    o = o[o["valid_to"].isna() | (pd.to_datetime(o["valid_to"]) >= TODAY)]
    return o.merge(_registered(raw)[["household_id", "region_code"]], on="household_id")


def visits(raw: Raw, _year: int) -> Pair:
    h = raw("household")
    h = h[h["is_valid"] == 1]
    cases = raw("monitoring_case")
    watched = h["household_id"].isin(cases[cases["is_eliminated"] == 0]["household_id"])
    h = h[watched | (h["household_type_code"] == "1")].assign(watched=watched)
    v = raw("household_visit")
    v = v[pd.to_datetime(v["visited_at"]) < TODAY + pd.Timedelta(days=1)]
    last = pd.to_datetime(v["visited_at"]).groupby(v["household_id"]).max()
    days = np.where(h["watched"], 30, 90)
    seen = h["household_id"].map(last)
    in_time = seen >= TODAY - pd.to_timedelta(days, unit="D")
    return in_time.groupby(h["region_code"]).sum().astype(float), h.groupby("region_code").size().astype(float)


BOTH = (2018, 2019)
ORACLES: list[tuple[str, Callable[[Raw, int], Pair], float, tuple[int, ...]]] = [
    ("POVERTY_INCIDENCE", poverty_incidence, 100, (2016, *BOTH)),
    ("EXIT_RATE", exit_rate, 100, (2016, *BOTH)),
    ("VILLAGE_EXIT_RATE", village_exit, 100, BOTH),
    ("INDUSTRY_VILLAGE_COVERAGE", industry_villages, 100, BOTH),
    ("INDUSTRY_HOUSEHOLD_COVERAGE", industry_households, 100, BOTH),
    ("SOLAR_INCOME_PER_VILLAGE", solar_per_village, 1e-4, BOTH),
    ("SOLAR_INCOME_PER_HOUSEHOLD", solar_per_household, 1, BOTH),
    ("HOUSE_VACANCY_RATE", vacancy, 100, BOTH),
    ("HOLLOW_VILLAGE_SHARE", hollow, 100, BOTH),
    ("ASSURANCE_RATE", assurance, 100, BOTH),
    ("EMPLOYMENT_RATE_WILLING", willing, 100, BOTH),
    ("STABLE_EMPLOYMENT_RATE", stable, 100, BOTH),
    ("INCOME_PER_PERSON", income, 1, (2014, *BOTH)),
    ("TRANSFER_SHARE", transfers, 100, BOTH),
    ("WORKSHOP_ASSISTED_RATE", workshops, 100, BOTH),
    ("COLLECTIVE_INCOME", collective, 1e-4, BOTH),
    ("ELDER_SHARE", elders, 100, (2019,)),
    ("NO_LABOUR_SHARE", no_labour, 100, (2019,)),
    ("HELPER_COVERAGE", helpers_cover, 100, (2019,)),
    ("VISIT_RATE", visits, 100, (2019,)),
]
LOWEST_TOWNSHIP = {"VILLAGE_EXIT_RATE", "INDUSTRY_VILLAGE_COVERAGE", "HOLLOW_VILLAGE_SHARE", "ASSURANCE_RATE"}


@pytest.mark.parametrize(
    "case",
    [(name, oracle, scale, year) for name, oracle, scale, years in ORACLES for year in years],
    ids=lambda case: f"{case[0]}-{case[3]}",
)
def test_indicator_at_all_levels(
    raw: Raw,
    up: dict[str, list[str]],
    demo_release: Release,
    case: tuple[str, Callable[[Raw, int], Pair], float, int],
) -> None:
    indicator, oracle, scale, year = case
    n, d = oracle(raw, year)
    table = pd.DataFrame({"n": n, "d": np.nan if d is None else d}).astype(float)
    table["n"] = table["n"].where(table["n"].notna())
    sums: dict[str, list[float]] = {}
    for village, row in table.iterrows():
        for region in up[str(village)]:
            have = sums.setdefault(region, [0.0, 0.0])
            have[0] += row["n"]
            have[1] += row["d"]
    county = next(iter(up.values()))[-1]
    shown = [
        value_of(demo_release, indicator, county, year),
        values_by_region(demo_release, indicator, county, year),
    ]
    if indicator not in LOWEST_TOWNSHIP:
        shown.append(values_by_village(demo_release, indicator, county, year))
    checked = 0
    for row in pd.concat(shown).to_dict("records"):
        want = sums.get(row["code"])
        if want is None:
            assert row["state"] in ("missing", "none"), row
            continue
        if d is not None and want[1] == 0:
            assert row["state"] == "none"
            continue
        assert row["numerator"] == pytest.approx(want[0], rel=1e-12, abs=1e-6), row
        value = scale * want[0] if d is None else scale * want[0] / want[1]
        assert row["value"] == pytest.approx(value, rel=1e-9), row
        if d is not None:
            assert row["denominator"] == pytest.approx(want[1], rel=1e-12, abs=1e-6), row
        checked += 1
    assert checked >= 19 if indicator != "WORKSHOP_ASSISTED_RATE" else checked >= 15


def test_helper_load_counts_a_helper_once_in_each_region(
    raw: Raw, up: dict[str, list[str]], demo_release: Release
) -> None:
    pairs = _in_office(raw)
    for step in (1, 2):  # not offered for villages
        region = pairs["region_code"].map(lambda code, step=step: up[code][step])
        households = pairs.groupby(region)["household_id"].nunique()
        helpers = pairs.groupby(region)["official_id"].nunique()
        for code in helpers.index:
            row = value_of(demo_release, "HELPER_LOAD", str(code), 2019).iloc[0]
            assert (row["numerator"], row["denominator"]) == (households[code], helpers[code])


def test_income_growth_from_villages_of_both_years(raw: Raw, up: dict[str, list[str]], demo_release: Release) -> None:
    (n1, d1), (n0, d0) = income(raw, 2019), income(raw, 2018)
    assert d1 is not None
    assert d0 is not None
    table = pd.DataFrame({"n1": n1, "d1": d1, "n0": n0, "d0": d0}).dropna()
    for step in (1, 2):
        sums = table.groupby([up[str(code)][step] for code in table.index]).sum()
        for code, row in sums.iterrows():
            wanted = 100 * (row["n1"] / row["d1"] / (row["n0"] / row["d0"]) - 1)
            assert demo_release.value("INCOME_GROWTH", str(code), 2019) == pytest.approx(wanted, rel=1e-9)


def test_below_line_share(raw: Raw, demo_release: Release) -> None:
    lines = raw("policy_line")
    i = raw("household_income").merge(_registered(raw)[["household_id"]], on="household_id")
    for year in BOTH:
        line = lines[(lines["policy_line_code"] == "POVERTY_CURRENT") & (lines["stat_year"] == year)]
        assert not ((lines["policy_line_code"] == "MONITORING_INCOME") & (lines["stat_year"] == year)).any()
        of_year = i[(i["stat_year"] == year) & i["net_income_yuan"].notna() & (i["member_count"] > 0)]
        below = (of_year["net_income_yuan"] < line["amount_yuan"].item() * of_year["member_count"]).sum()
        row = value_of(demo_release, "BELOW_LINE_SHARE", demo_release.root.code, year).iloc[0]
        assert (row["numerator"], row["denominator"]) == (below, len(of_year))


def test_published_totals(demo_release: Release) -> None:
    county = demo_release.root.code
    wanted = {
        "registered_household_count": 37053, "registered_person_count": 66619, "village_count": 366,
        "poor_village_count": 199, "helper_official_count": 7680, "team_village_count": 366,
        "industry_subkind_count.SOLAR_VILLAGE": 174, "industry_subkind_count.SOLAR_CENTRAL": 4,
        "industry_subkind_count.SOLAR_COMMERCIAL": 2, "solar_capacity_kw": 605000,
        "industry_received_yuan.SOLAR": 160_000_000, "industry_village_count.TOURISM": 70,
        "industry_township_count.TOURISM": 14, "industry_household_count.TOURISM": 6814,
        "industry_household_count.AGRICULTURE": 15830, "hollow_village_count": 188, "poor_person_count": 8114,
        "no_labour_person_count": 37177, "health_person_count.02": 22719, "health_person_count.03": 1452,
        "industry_township_count.WORKSHOP": 14, "industry_village_count.WORKSHOP": 20,
    }  # fmt: skip
    found = {name: demo_release.quantity(name, county, 2019) for name in wanted}
    assert found == wanted
    jobs = ("job_willing_count", "job_given_count", "job_stable_count")
    assert [demo_release.quantity(name, county, 2018) for name in jobs] == [4552, 3943, 2708]
    causes = sum(demo_release.quantity(f"cause_person_count.{code}", county, 2019) for code in ("07", "09"))
    assert causes == 15395


def test_at_least_thirty_indicators(demo_release: Release) -> None:
    ours = [i for i in demo_release.indicators.values() if not i.is_published]
    assert len(ours) >= 30
    for indicator in ours:
        assert indicator.definition_zh
        assert indicator.definition_en
        assert indicator.formula
        assert indicator.unit
        assert indicator.breaks
