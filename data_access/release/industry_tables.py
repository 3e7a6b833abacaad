"""All tables of a release that tell of industry, made in one go."""

from dataclasses import dataclass
from typing import Final

import pandas as pd
from sqlalchemy import select

from data_access.quantities import (
    Survey,
    TypedMonths,
    count_industry,
    count_typed_industries,
    doubt_links,
    read_activities,
    read_months,
    sound_activities,
)
from data_access.quantities.industry import kinds_of
from data_access.quantities.taking_part import TakingPart
from data_access.release.industry import (
    activity_facets,
    doubt_table,
    income_bands,
    industry_months,
    join_facets,
    kind_sets,
    lay_doubts,
    reach_facets,
    solar_stations,
    station_marks,
)
from data_access.release.industry.facets import with_traits
from data_access.release.industry.placed import FACETS, packed
from data_access.schema import industry

INDUSTRY_TABLES: Final = (
    "income_bands", "industry_doubts", "industry_facets", "industry_metrics", "industry_months", "kind_sets",
    "solar_stations",
)  # fmt: skip
"""Tables with the column region_code, but for industry_metrics, which is a catalogue."""


@dataclass(frozen=True)
class Industries:
    """What the count of the industries hands on: sound activities, their months, and the tables but `income_bands`."""

    activities: pd.DataFrame
    months: TypedMonths
    tables: dict[str, pd.DataFrame]


def count_industries(survey: Survey) -> Industries:
    """Count the industries into the tray of the survey, where households are counted already, and make their tables."""
    every = read_activities(survey)
    activities = sound_activities(survey, every)
    months = read_months(survey, activities)
    doubt_links(survey)
    taking = count_industry(survey, activities)
    count_typed_industries(survey, activities, months)
    return Industries(activities, months, _tables(survey, activities, every, months, taking))


def count_income_bands(survey: Survey) -> pd.DataFrame:
    """The table income_bands."""
    return income_bands(survey, _covering(survey))


def _covering(survey: Survey) -> tuple[str, ...]:
    return _kinds(survey)[1]


def _kinds(survey: Survey) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All kinds, and those that count towards coverage, in the order of the catalogue; none where not connected."""
    if not survey.themes["industry"]:
        return (), ()
    kinds, covers = kinds_of(survey)
    return kinds, tuple(kind for kind in kinds if kind in covers)


def _tables(
    survey: Survey, activities: pd.DataFrame, every: pd.DataFrame, months: TypedMonths, taking: TakingPart | None
) -> dict[str, pd.DataFrame]:
    """`activities` are the sound ones of `every`. Counts the doubts, which come last."""
    kinds, covering = _kinds(survey)
    traits = with_traits(survey, activities)
    facets = [
        *activity_facets(survey, traits, months), *reach_facets(survey, traits, taking),
        *join_facets(survey, taking, covering),
    ]  # fmt: skip
    marks, _ = station_marks(survey, activities, months)
    doubts = doubt_table(survey, every)
    lay_doubts(survey, doubts)
    return {
        "industry_doubts": doubts,
        "industry_facets": packed(facets, FACETS, ("region_code", "kind", "facet", "item", "measure")),
        "industry_metrics": _metrics(survey),
        "industry_months": industry_months(survey, months),
        "kind_sets": kind_sets(survey, taking, kinds, covering),
        "solar_stations": solar_stations(survey, activities, months, marks),
    }


def _metrics(survey: Survey) -> pd.DataFrame:
    """What is counted of each kind, in order: kind, metric, name_zh, name_en, unit_zh, is_flow, definition_zh."""
    m = industry.industry_metric
    columns = (
        m.c.industry_kind_code.label("kind"),
        m.c.industry_metric_code.label("metric"),
        m.c.name_zh,
        m.c.name_en,
        m.c.unit_zh,
        m.c.is_flow,
        m.c.definition_zh,
    )
    if not survey.themes["industry"]:
        return pd.DataFrame(columns=[column.name for column in columns])
    return survey.ask(select(*columns).order_by(m.c.industry_kind_code, m.c.sort_no, m.c.industry_metric_code))
