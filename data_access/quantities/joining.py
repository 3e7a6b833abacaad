"""By what registered households take part in industry: kind, way of joining, sub-kind and entity, asked once.

Nearly all households have one participation of a kind in a year, and so each row is a household. Only where one has
several its rows are ranked, which takes PostgreSQL twice the time and SQLite several times.
"""

from collections.abc import Collection
from typing import Any, Final

import pandas as pd
from sqlalchemy import FromClause, Select, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.soundness import operates
from data_access.quantities.survey import Survey, count_if, registered
from data_access.schema import core, industry

_OF_KIND: Final = ["region_code", "period", "kind"]
_GROUPS: Final = (*_OF_KIND, "item", "subkind", "entity", "is_operating")
_ONCE: Final = {"by_item": "item", "by_subkind": "subkind", "by_entity": "entity"}
_FEW: Final = 0.25
"""Share of the villages up to which it is quicker to read them a second time than to rank the rows of all."""

Taking = tuple[FromClause, ColumnElement[Any], ColumnElement[bool]]
"""What `taking_part.taking_part` gives of participations: the source, the region where a household lived then, which
are on record."""


def read_joining(survey: Survey, taking: Taking) -> pd.DataFrame:
    """Participations of registered households, summed, as if each were a household's only one of a kind in a year.

    One row a region_code, period, kind, item (the way of joining), subkind, entity, is_operating, with income_yuan and
    worker_count, and of households: by_item, by_subkind, by_entity, entity_person_count (see `households_once`).
    """
    each = _each(survey, taking).subquery("each_joining").c
    groups = [each[name] for name in _GROUPS]
    return survey.ask(
        select(
            *groups,
            *(func.count().label(name) for name in _ONCE),
            func.sum(each.member_count).label("entity_person_count"),
            func.sum(each.income_yuan).label("income_yuan"),
            func.sum(each.worker_count).label("worker_count"),
        ).group_by(*groups)
    )


def households_once(survey: Survey, taking: Taking, joining: pd.DataFrame, repeating: Collection[str]) -> pd.DataFrame:
    """`joining` with each household counted once, where households of the regions `repeating` have several of a kind.

    A household is counted first in the row of its kind and item (by_item), kind and subkind (by_subkind), kind and
    entity (by_entity, entity_person_count), of those that agree in whether they operate: so once wherever rows are
    summed by these.
    """
    if not repeating:
        return joining
    if len(repeating) > _FEW * joining["region_code"].nunique():
        return _ranked(survey, _each(survey, taking))
    ranked = _ranked(survey, _each(survey, taking).where(*_of_regions(survey, taking, repeating)))
    parts = [joining[~joining["region_code"].isin(repeating)], ranked]
    return pd.concat([part for part in parts if len(part)], ignore_index=True) if len(ranked) else parts[0]


def _each(survey: Survey, taking: Taking) -> Select[Any]:
    p, a, h = industry.industry_participation, industry.industry_activity, core.household
    joined, region, on_record = taking
    return (
        select(
            p.c.household_id,
            p.c.stat_year.label("period"),
            case((operates(a, p.c.stat_year, survey), 1), else_=0).label("is_operating"),
            region.label("region_code"),
            a.c.industry_kind_code.label("kind"),
            p.c.participation_mode_code.label("item"),
            a.c.industry_subkind_code.label("subkind"),
            a.c.business_entity_code.label("entity"),
            p.c.income_yuan,
            p.c.worker_count,
            h.c.member_count,
        )
        .select_from(joined.join(a, a.c.activity_id == p.c.activity_id))
        .where(registered(), on_record)
    )


def _of_regions(survey: Survey, taking: Taking, regions: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Households of these regions; first those that ever lived there, whom the database finds by an index."""
    p, h, y = industry.industry_participation, core.household, core.household_year
    codes = sorted(regions)
    years = [year for year in survey.years_of(y.name) if year < survey.year]
    now = select(h.c.household_id).where(h.c.region_code.in_(codes))
    then = select(y.c.household_id).where(y.c.region_code.in_(codes), y.c.stat_year.in_(years))
    return p.c.household_id.in_(now.union(then)), taking[1].in_(codes)


def _ranked(survey: Survey, joining: Select[Any]) -> pd.DataFrame:
    # windows that begin alike share their sort, and groups of every household and item would fill the memory
    each = joining.subquery("each_joining").c
    alike = (each.household_id, each.period, each.is_operating, each.kind)
    ranked = select(
        *(each[name] for name in (*_GROUPS, "income_yuan", "worker_count", "member_count")),
        *(func.row_number().over(partition_by=(*alike, each[by])).label(name) for name, by in _ONCE.items()),
    ).subquery("ranked_joining")
    groups = [ranked.c[name] for name in _GROUPS]
    return survey.ask(
        select(
            *groups,
            *(count_if(ranked.c[name] == 1, name) for name in _ONCE),
            func.sum(case((ranked.c.by_entity == 1, ranked.c.member_count))).label("entity_person_count"),
            func.sum(ranked.c.income_yuan).label("income_yuan"),
            func.sum(ranked.c.worker_count).label("worker_count"),
        ).group_by(*groups)
    )


def by_mode(joining: pd.DataFrame) -> pd.DataFrame:
    """By region_code, period, kind and item: household_count, income_yuan and worker_count of what operates, and
    every_income_yuan of all."""
    keys = [*_OF_KIND, "item"]
    every = _summed(joining, keys, {"every_income_yuan": "income_yuan"})
    names = {"household_count": "by_item", "income_yuan": "income_yuan", "worker_count": "worker_count"}
    found = every.merge(_summed(_operating(joining), keys, names), on=keys, how="left")
    return found.fillna({"household_count": 0})


def by_trait(joining: pd.DataFrame, trait: str) -> pd.DataFrame:
    """By region_code, period, kind and item, which is the sub-kind or the entity: household_count, income_yuan, and by
    entity person_count, of what operates."""
    names = {"household_count": f"by_{trait}", "income_yuan": "income_yuan"}
    names |= {"person_count": "entity_person_count"} if trait == "entity" else {}
    rows = _operating(joining).drop(columns="item").rename(columns={trait: "item"})
    return _summed(rows, [*_OF_KIND, "item"], names)


def by_any_kind(joining: pd.DataFrame, by_way: pd.DataFrame, covering: Collection[str]) -> pd.DataFrame:
    """By region_code, period and item: household_count, income_yuan and worker_count of what operates and covers.

    `by_way` has region_code, period, item and household_count of the same: a household may join two kinds in one way.
    """
    rows, keys = _operating(joining), ["region_code", "period", "item"]
    sums = _summed(rows[rows["kind"].isin(list(covering))], keys, {n: n for n in ("income_yuan", "worker_count")})
    return sums.merge(by_way, on=keys, how="left")


def _operating(joining: pd.DataFrame) -> pd.DataFrame:
    return joining[joining["is_operating"] == 1]


def _summed(rows: pd.DataFrame, keys: list[str], names: dict[str, str]) -> pd.DataFrame:
    """Sums of columns (new name -> column); not known where no row knows."""
    figures = pd.DataFrame({name: rows[column].astype("float64") for name, column in names.items()})
    grouped = pd.concat([rows[keys], figures], axis=1).groupby(keys, dropna=False, sort=False)
    return grouped[list(names)].sum(min_count=1).reset_index()
