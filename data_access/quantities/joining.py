"""By what registered households take part in industry: kind, way of joining, sub-kind and entity, asked once."""

from collections.abc import Collection
from typing import Any, Final

import pandas as pd
from sqlalchemy import FromClause, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.soundness import operates
from data_access.quantities.survey import Survey, count_if, registered
from data_access.schema import core, industry

_OF_KIND: Final = ["region_code", "period", "kind"]


def read_joining(
    survey: Survey,
    covering: Collection[str],
    joined: FromClause,
    region: ColumnElement[Any],
    on_record: ColumnElement[bool],
) -> pd.DataFrame:
    """Participations of registered households, summed; the last three are what `taking_part` gives.

    One row a region_code, period, kind, item (the way of joining), subkind, entity, is_operating, with income_yuan and
    worker_count, and of the households those counted first in it among all rows that agree in whether they operate and
    in: kind and item (by_item), kind and subkind (by_subkind), kind and entity (by_entity, entity_person_count), item
    and whether the kind is one of `covering` (by_any). So each is counted once wherever rows are summed by these.
    """
    p, a, h = industry.industry_participation, industry.industry_activity, core.household
    each = (
        select(
            p.c.household_id,
            p.c.stat_year.label("period"),
            case((operates(a, p.c.stat_year, survey), 1), else_=0).label("is_operating"),
            case((a.c.industry_kind_code.in_(sorted(covering)), 1), else_=0).label("is_covering"),
            region.label("region_code"),
            a.c.industry_kind_code.label("kind"),
            p.c.participation_mode_code.label("item"),
            a.c.industry_subkind_code.label("subkind"),
            a.c.business_entity_code.label("entity"),
            p.c.income_yuan,
            p.c.worker_count,
            h.c.member_count,
        )
        .select_from(joined)
        .where(registered(), on_record)
        .subquery("each_joining")
    ).c
    firsts = {
        "by_item": (each.kind, each.item),
        "by_subkind": (each.kind, each.subkind),
        "by_entity": (each.kind, each.entity),
        "by_any": (each.item, each.is_covering),
    }
    # windows that begin alike share their sort, and groups of every household and item would fill the memory
    alike = (each.household_id, each.period, each.is_operating)
    groups = ("region_code", "period", "kind", "item", "subkind", "entity", "is_operating")
    ranked = select(
        *(each[name] for name in (*groups, "income_yuan", "worker_count", "member_count")),
        *(func.row_number().over(partition_by=(*alike, *by)).label(name) for name, by in firsts.items()),
    ).subquery("ranked_joining")
    return survey.ask(
        select(
            *(ranked.c[name] for name in groups),
            *(count_if(ranked.c[name] == 1, name) for name in firsts),
            func.sum(case((ranked.c.by_entity == 1, ranked.c.member_count))).label("entity_person_count"),
            func.sum(ranked.c.income_yuan).label("income_yuan"),
            func.sum(ranked.c.worker_count).label("worker_count"),
        ).group_by(*(ranked.c[name] for name in groups))
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


def by_any_kind(joining: pd.DataFrame, covering: Collection[str]) -> pd.DataFrame:
    """By region_code, period and item: household_count, income_yuan and worker_count of what operates and covers."""
    rows = _operating(joining)
    names = {"household_count": "by_any", "income_yuan": "income_yuan", "worker_count": "worker_count"}
    return _summed(rows[rows["kind"].isin(list(covering))], ["region_code", "period", "item"], names)


def _operating(joining: pd.DataFrame) -> pd.DataFrame:
    return joining[joining["is_operating"] == 1]


def _summed(rows: pd.DataFrame, keys: list[str], names: dict[str, str]) -> pd.DataFrame:
    """Sums of columns (new name -> column); not known where no row knows."""
    figures = pd.DataFrame({name: rows[column].astype("float64") for name, column in names.items()})
    grouped = pd.concat([rows[keys], figures], axis=1).groupby(keys, dropna=False, sort=False)
    return grouped[list(names)].sum(min_count=1).reset_index()
