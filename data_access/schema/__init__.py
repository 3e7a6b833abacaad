"""The contract with the shared database as SQLAlchemy Core tables: what other systems write and Guatu only reads.

`metadata` holds all tables; `THEMES` says which stand or fall together; `VIEWS` and `VIEW_DDL` the three views;
`code_list_of` the code list that a column takes. CONTRACT.md is generated from here.
"""

from data_access.schema import core, geography, industry, livelihood, monitoring, responsibility, work
from data_access.schema.base import CONTRACT_VERSION, metadata
from data_access.schema.code_lists import code_list_of
from data_access.schema.themes import THEMES, Theme, theme_tables
from data_access.schema.views import VIEW_DDL, VIEWS, household_last_visit, open_monitoring_case, region_ancestor

__all__ = [
    "CONTRACT_VERSION",
    "THEMES",
    "VIEWS",
    "VIEW_DDL",
    "Theme",
    "code_list_of",
    "core",
    "geography",
    "household_last_visit",
    "industry",
    "livelihood",
    "metadata",
    "monitoring",
    "open_monitoring_case",
    "region_ancestor",
    "responsibility",
    "theme_tables",
    "work",
]
