"""The tables of a release that tell of industry: facets, months, stations, sets of kinds, bands of income, doubts."""

from data_access.release.industry.bands import income_bands
from data_access.release.industry.doubts import doubt_table, lay_doubts
from data_access.release.industry.facets import activity_facets, reach_facets
from data_access.release.industry.kind_sets import join_facets, kind_sets
from data_access.release.industry.months import industry_months
from data_access.release.industry.stations import solar_stations, station_marks

__all__ = [
    "activity_facets",
    "doubt_table",
    "income_bands",
    "industry_months",
    "join_facets",
    "kind_sets",
    "lay_doubts",
    "reach_facets",
    "solar_stations",
    "station_marks",
]
