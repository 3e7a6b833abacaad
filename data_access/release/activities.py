"""The points of a release: where activities stand, without anything that tells of one person."""

from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from data_access.messages import text
from data_access.privacy import scanned_text
from data_access.quantities import Survey
from data_access.quantities.activity_metrics import metrics_by_activity
from data_access.schema import core, industry

FIRMS: Final = (
    "LEADING_ENTERPRISE", "ENTERPRISE", "COOPERATIVE", "FAMILY_FARM", "COLLECTIVE", "STATE_PLATFORM",
)  # fmt: skip
"""Who may be named; anything else, a code not in the list and none at all, is taken for a person."""

NO_ROOF_KW: Final = 50
"""A station of this capacity is no household's, whoever runs it."""

TYPED: Final = ("SOLAR", "TOURISM", "WORKSHOP")

COLUMNS: Final = (
    "activity_id", "kind", "subkind", "name_zh", "region_code", "longitude", "latitude", "status", "size", "size_unit",
    "village_count",
)  # fmt: skip


def activity_points(survey: Survey, activities: pd.DataFrame) -> pd.DataFrame:
    """Activities that have not ended, with their size and the villages that they reach this year.

    One run by a person, or by nobody knows whom, carries the name of its sub-kind or kind in place of its own, a number
    in place of its id, and the label point of its village in place of its own. No name holds a long number. Columns as
    `Release.activities`.
    """
    day = pd.Timestamp(survey.as_of)
    tree = survey.tray.tree
    there = activities[~activities["valid_to"].lt(day)]
    today = there["region_code"].map(lambda code: survey.tray.today_code(str(code)))
    there = there.assign(region_code=today)[today.notna()].reset_index(drop=True)
    points = there.rename(columns={"operating_status_code": "status"})
    personal = run_by_persons(points)
    points = points.assign(size=np.nan, size_unit=None, village_count=np.nan)
    for column, unit in (("capacity_kw", "kW"), ("worker_count", "worker"), ("visitor_count", "visitor")):
        sizes = points[column] if column == "capacity_kw" else points["activity_id"].map(_sizes(survey, column))
        known = points["size"].isna() & sizes.notna()
        points.loc[known, "size"] = sizes[known].astype(float)
        points.loc[known, "size_unit"] = unit
    for kind, metric, sizes in _metric_sizes(survey):
        named = points["kind"].eq(kind) & ~personal
        points.loc[named, "size"] = points.loc[named, "activity_id"].map(sizes).astype(float)
        points.loc[named & points["size"].notna(), "size_unit"] = metric
    points["village_count"] = points["activity_id"].map(_villages_reached(survey)).astype(float)
    names = _kind_names(survey)
    label = [tree.regions[tree.index[code]] for code in points["region_code"]]
    of_kind = [
        names.get(str(subkind), names.get(str(kind), text("release.person_activity")))
        for subkind, kind in zip(points["subkind"], points["kind"], strict=True)
    ]
    own = [scanned_text(name) if isinstance(name, str) else None for name in points["name_zh"]]
    points["name_zh"] = [
        kind if hidden or name is None else name for kind, hidden, name in zip(of_kind, personal, own, strict=True)
    ]
    for column in ("longitude", "latitude"):
        of_village = np.array([np.nan if (v := getattr(r, column)) is None else v for r in label], dtype=np.float64)
        points[column] = np.where(personal, of_village, points[column].astype(float))
    ids = [f"P{i}" if p else str(a) for i, (p, a) in enumerate(zip(personal, points["activity_id"], strict=True))]
    points["activity_id"] = ids
    return points[list(COLUMNS)].sort_values(["kind", "activity_id"]).reset_index(drop=True)


def run_by_persons(activities: pd.DataFrame) -> "pd.Series[bool]":
    """Which activities are run by a person, or by nobody knows whom: neither their names nor their places are told."""
    firm = activities["business_entity_code"].isin(FIRMS)
    unsaid = activities["business_entity_code"].isna()
    station = unsaid & activities["kind"].eq("SOLAR") & activities["capacity_kw"].ge(NO_ROOF_KW)
    return ~(firm | station) | activities["kind"].eq("CAPABLE_PERSON")


def _sizes(survey: Survey, column: str) -> "pd.Series[float]":
    """Workers of each workshop's last month, or visitors of each operator, in the year of the data."""
    if column == "worker_count" and survey.themes["workshop"]:
        m = industry.workshop_month
        frame = survey.ask(
            select(m.c.activity_id, m.c.stat_month, m.c.worker_count)
            .where(m.c.stat_year == survey.year, m.c.worker_count.is_not(None))
            .order_by(m.c.activity_id, m.c.stat_month)
        )
        return frame.drop_duplicates("activity_id", keep="last").set_index("activity_id")["worker_count"]
    if column == "visitor_count" and survey.themes["tourism"]:
        t = industry.tourism_month
        frame = survey.ask(
            select(t.c.activity_id, func.sum(t.c.visitor_count).label("visitor_count"))
            .where(t.c.stat_year == survey.year)
            .group_by(t.c.activity_id)
        )
        return frame.set_index("activity_id")["visitor_count"]
    return pd.Series(dtype="float64", index=pd.Index([], dtype=object))


def _metric_sizes(survey: Survey) -> "list[tuple[str, str, pd.Series[float]]]":
    """Kind, its first metric that is a state, and that metric of each activity in the year of the data, where told; the
    kinds of typed themes have their own."""
    if not survey.themes["industry"]:
        return []
    m = industry.industry_metric
    states = survey.ask(
        select(m.c.industry_kind_code.label("kind"), m.c.industry_metric_code.label("metric"))
        .where(m.c.is_flow == 0)
        .order_by(m.c.industry_kind_code, m.c.sort_no, m.c.industry_metric_code)
    ).drop_duplicates("kind")
    told = metrics_by_activity(survey)
    told = told[told["stat_year"] == survey.year]
    return [
        (str(kind), str(metric), told[told["metric"] == metric].set_index("activity_id")["quantity"])
        for kind, metric in zip(states["kind"], states["metric"], strict=True)
        if kind not in TYPED
    ]


def _villages_reached(survey: Survey) -> "pd.Series[float]":
    if not survey.themes["industry"]:
        return pd.Series(dtype="float64", index=pd.Index([], dtype=object))
    c = industry.industry_coverage
    frame = survey.ask(
        select(c.c.activity_id, func.count().label("village_count"))
        .where(c.c.stat_year == survey.year)
        .group_by(c.c.activity_id)
    )
    return frame.set_index("activity_id")["village_count"]


def _kind_names(survey: Survey) -> dict[str, str]:
    """Names of kinds and sub-kinds of industry by code."""
    i, k = core.code_item, industry.industry_kind
    items = survey.ask(select(i.c.item_code.label("code"), i.c.name_zh).where(i.c.list_code == "INDUSTRY_SUBKIND"))
    kinds = (
        survey.ask(select(k.c.industry_kind_code.label("code"), k.c.name_zh))
        if survey.themes["industry"]
        else items.iloc[:0]
    )
    both = pd.concat([items, kinds])
    return dict(zip(both["code"].astype(str), both["name_zh"].astype(str), strict=True))
