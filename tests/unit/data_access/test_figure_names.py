"""What the names of figures say, without a release; and how a statement is made one of households."""

import pytest
from sqlalchemy import Select, exists, func, select
from sqlalchemy.dialects import mysql, postgresql, sqlite

from data_access.households.by_household import of_households
from data_access.industry.composed import Composition
from data_access.industry.gathered import gathered
from data_access.industry.narrowed import narrowed, product_code
from data_access.industry.ratios import names_of, ratio_decimals, ratio_of
from data_access.quantities.survey import registered
from data_access.schema import core, livelihood, region_ancestor, work


@pytest.mark.parametrize(
    ("figure", "parts", "scale"),
    [
        ("cause_household_count.07@registered_household_count", 2, 100),
        ("workshop_worker_count@per@industry_activity_count.WORKSHOP", 2, 1),
        ("workshop_assisted_worker_count@per100@registered_household_count", 2, 100),
        ("solar_generated_kwh@subkind-A@per@solar_metered_capacity_kw@subkind-A", 2, 1),
        ("cause_household_count@rest-07-01@registered_household_count", 2, 100),
        ("industry_village_count@2", 1, 0),
        ("registered_household_count", 1, 0),
    ],
)
def test_amounts_of_a_ratio(figure: str, parts: int, scale: float) -> None:
    made = ratio_of(figure)
    assert len(names_of(figure)) == parts
    assert (made.scale if made else 0) == scale


def test_places_of_a_ratio() -> None:
    places = {
        "a@village_count": 1,
        "solar_distributed_yuan@per@registered_household_count": 0,
        "solar_generated_kwh@per@solar_metered_capacity_kw": 0,
        "workshop_worker_count@per@industry_activity_count.WORKSHOP": 1,
    }
    for figure, decimals in places.items():
        made = ratio_of(figure)
        assert made is not None and ratio_decimals(made) == decimals


def test_a_product_is_named_by_a_code_of_its_name() -> None:
    made = narrowed(f"workshop_worker_count@product-{product_code('马铃薯粉条')}")
    assert made is not None and made.kind == "WORKSHOP"
    assert made.has("马铃薯粉条") and not made.has("肉羊")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("industry_household_count.*@join-WORK-POST", ("*", "household_count", "join", ("WORK", "POST"))),
        ("industry_income_yuan.SOLAR@join-ALL", ("SOLAR", "income_yuan", "join", ("ALL",))),
        ("solar_generated_kwh@month-3", ("SOLAR", "generated_kwh", "month", ("3",))),
        ("workshop_assisted_worker_count@paid-ALL", ("WORKSHOP", "paid_worker_count", "paid", ("ALL",))),
        ("industry_quantity.AGRICULTURE.AREA_MU@month-3", ("AGRICULTURE", "AREA_MU", "month", ("3",))),
    ],
)
def test_what_a_figure_is_narrowed_to(name: str, told: tuple[str, str, str, tuple[str, ...]]) -> None:
    made = narrowed(name)
    assert made is not None and (made.kind, made.measure, made.facet, made.items) == told


@pytest.mark.parametrize("name", ["solar_sales_yuan@2", "village_count@join-WORK", "magic@month-3", "a@b", "x@per@y@z"])
def test_what_narrows_nothing(name: str) -> None:
    assert narrowed(name) is None


def test_all_months_are_those_told_by_the_month() -> None:
    made = narrowed("tourism_visitor_count@month-ALL")
    assert made is not None and made.has("1") and made.has("12") and not made.has("0")


def test_what_is_gathered() -> None:
    rest, smaller = gathered("cause_household_count@rest-07-01"), gathered("industry_village_count@smaller-7!SOLAR")
    assert rest is not None and rest.items == ("07", "01")
    assert smaller is not None and (smaller.most, smaller.without) == (7, ("SOLAR",))
    assert gathered("village_count@rest-07") is None and gathered("solar_sales_yuan@smaller-7") is None


def test_kinds_that_meet_whatever_else() -> None:
    just = Composition("industry_village_count", ("A", "B", "C"), (), None, ("A", "B"))
    with_others = Composition("industry_village_count", ("A", "B", "C"), (), None, ("A", "B"), at_least=True)
    assert [made.takes(("A", "B", "C")) for made in (just, with_others)] == [False, True]
    assert [made.takes(("A", "B")) for made in (just, with_others)] == [True, True]
    assert not with_others.takes(("A", "C"))


def said(statement: Select[tuple[object, ...]], dialect: object = None) -> str:
    return str(statement.compile(dialect=dialect or sqlite.dialect(), compile_kwargs={"literal_binds": True}))  # type: ignore[arg-type]


def test_a_statement_of_regions_is_made_one_of_households() -> None:
    h, n = core.household, livelihood.household_income
    per = select(n.c.household_id, func.max(n.c.stat_year).label("y")).group_by(n.c.household_id).subquery("newest")
    statement = (
        select(h.c.region_code, func.count().label("n"))
        .select_from(h.join(per, per.c.household_id == h.c.household_id))
        .where(registered(), exists().where(n.c.household_id == h.c.household_id).correlate(h))
        .group_by(h.c.region_code)
    )
    for dialect in (sqlite.dialect(), postgresql.dialect(), mysql.dialect()):
        found = said(of_households(statement, {"V1"}), dialect)
        assert found.count("'V1'") >= 5, "every table about households holds those of the village alone"
        assert "household/" in found
        assert "FROM household_income GROUP BY" not in " ".join(found.split())
    assert "'V1'" not in said(statement)


def test_what_tells_of_places_alone_finds_nothing() -> None:
    p, line = work.project, livelihood.policy_line
    assert "0 = 1" in said(of_households(select(p.c.region_code), {"V1"}))
    assert said(of_households(select(line.c.amount_yuan), {"V1"})) == said(select(line.c.amount_yuan))


def test_households_have_the_regions_above_their_village() -> None:
    h = core.household
    under = select(region_ancestor.c.region_code).where(region_ancestor.c.ancestor_code == "C")
    found = said(of_households(select(h.c.region_code).where(h.c.region_code.in_(under)), {"V1"}))
    assert "household.region_code = region_ancestor.region_code" in found or (
        "region_ancestor.region_code" in found and "household/" in found
    )
