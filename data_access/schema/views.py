"""The three views of the contract: as DDL for an empty database, and as tables to select from."""

from typing import Final

from sqlalchemy import Column, Date, DateTime, Integer, MetaData, Numeric, SmallInteger, String, Table

_views: Final = MetaData()

VIEW_DDL: Final[dict[str, str]] = {
    "region_ancestor": """
CREATE VIEW region_ancestor AS
SELECT r0.region_code, r0.region_level_code,
       r0.region_code AS ancestor_code, r0.region_level_code AS ancestor_level_code
FROM region r0
UNION ALL
SELECT r0.region_code, r0.region_level_code, r1.region_code, r1.region_level_code
FROM region r0 JOIN region r1 ON r1.region_code = r0.parent_code
UNION ALL
SELECT r0.region_code, r0.region_level_code, r2.region_code, r2.region_level_code
FROM region r0 JOIN region r1 ON r1.region_code = r0.parent_code
JOIN region r2 ON r2.region_code = r1.parent_code
UNION ALL
SELECT r0.region_code, r0.region_level_code, r3.region_code, r3.region_level_code
FROM region r0 JOIN region r1 ON r1.region_code = r0.parent_code
JOIN region r2 ON r2.region_code = r1.parent_code JOIN region r3 ON r3.region_code = r2.parent_code
UNION ALL
SELECT r0.region_code, r0.region_level_code, r4.region_code, r4.region_level_code
FROM region r0 JOIN region r1 ON r1.region_code = r0.parent_code
JOIN region r2 ON r2.region_code = r1.parent_code JOIN region r3 ON r3.region_code = r2.parent_code
JOIN region r4 ON r4.region_code = r3.parent_code
""",
    "household_last_visit": """
CREATE VIEW household_last_visit AS
SELECT h.household_id, h.region_code, h.household_type_code,
       MAX(v.visited_at) AS last_visited_at, COUNT(v.visit_id) AS visit_count
FROM household h LEFT JOIN household_visit v ON v.household_id = h.household_id
WHERE h.is_valid = 1
GROUP BY h.household_id, h.region_code, h.household_type_code
""",
    "open_monitoring_case": """
CREATE VIEW open_monitoring_case AS
SELECT c.household_id, c.case_id, h.region_code, c.monitoring_object_code, c.member_count, c.identified_on,
       c.net_income_yuan, c.line_yuan, c.is_without_labour, c.development_measure_status_code
FROM monitoring_case c JOIN household h ON h.household_id = c.household_id
WHERE c.is_eliminated = 0 AND h.is_valid = 1
""",
}
"""Name of each view -> its CREATE VIEW statement, which runs unchanged on every engine of the contract."""

region_ancestor = Table(
    "region_ancestor",
    _views,
    Column("region_code", String(20)),
    Column("region_level_code", String(20)),
    Column("ancestor_code", String(20)),
    Column("ancestor_level_code", String(20)),
    comment="One row per region and each region above it, itself included (five levels at most).",
    info={"theme": "core"},
)

household_last_visit = Table(
    "household_last_visit",
    _views,
    Column("household_id", String(40)),
    Column("region_code", String(20)),
    Column("household_type_code", String(20)),
    Column("last_visited_at", DateTime()),
    Column("visit_count", Integer()),
    comment="One row per valid household: its last visit; NULL = none on record.",
    info={"theme": "responsibility"},
)

open_monitoring_case = Table(
    "open_monitoring_case",
    _views,
    Column("household_id", String(40)),
    Column("case_id", String(40)),
    Column("region_code", String(20)),
    Column("monitoring_object_code", String(20)),
    Column("member_count", Integer()),
    Column("identified_on", Date()),
    Column("net_income_yuan", Numeric(12, 2, asdecimal=False)),
    Column("line_yuan", Numeric(12, 2, asdecimal=False)),
    Column("is_without_labour", SmallInteger()),
    Column("development_measure_status_code", String(20)),
    comment="One row per case that is open today, in a valid household.",
    info={"theme": "monitoring"},
)

VIEWS: Final = (region_ancestor, household_last_visit, open_monitoring_case)
