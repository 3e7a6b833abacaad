"""Rows of industry for the county full of traps: a kind of its own, six solar stations, and a release of them."""

import sqlite3
from datetime import date

from data_access.release import Release, ReleaseStore, build_release
from data_access.settings import Settings
from data_access.tokens import HouseholdTokens

TOKENS = HouseholdTokens(b"t" * 32)
PART = "INSERT INTO industry_participation (household_id, stat_year, activity_id, participation_mode_code, income_yuan)"
MUSHROOMS = (
    "INSERT INTO industry_kind (industry_kind_code, name_zh, name_2026_zh, name_en, definition_zh, is_covering, "
    "icon_name, sort_no) VALUES ('FUNGI', '食用菌', '食用菌产业', 'edible fungi', '在产菌棚', 1, 'mushroom', 9)",
    "INSERT INTO industry_metric (industry_kind_code, industry_metric_code, name_zh, name_en, "
    "unit_zh, is_flow, sort_no)"
    " VALUES ('FUNGI', 'SHED_COUNT', '菌棚', 'sheds', '座', 0, 1), ('FUNGI', 'OUTPUT_YUAN', '产值', "
    "'output', '元', 1, 2)",
    "INSERT INTO code_item (list_code, item_code, name_zh, name_en, is_active) "
    "VALUES ('INDUSTRY_SUBKIND', 'FUNGI_COLD', '冷棚', 'cold sheds', 1)",
    "INSERT INTO industry_activity (activity_id, industry_kind_code, industry_subkind_code, name_zh, region_code, "
    "product_zh, business_entity_code, operating_status_code, valid_from) VALUES "
    "('F1', 'FUNGI', 'FUNGI_COLD', '一号菌棚', 'V5', '香菇', 'COOPERATIVE', 'RUNNING', '2018-03-01'), "
    "('F2', 'FUNGI', 'FUNGI_COLD', '二号菌棚', 'V3', '香菇', 'COOPERATIVE', 'STOPPED', '2018-03-01')",
    "INSERT INTO industry_figure (activity_id, industry_metric_code, stat_year, stat_month, quantity) VALUES "
    "('F1', 'SHED_COUNT', 2019, 8, 30), ('F1', 'SHED_COUNT', 2019, 9, 34), ('F1', 'OUTPUT_YUAN', 2019, 8, 1000), "
    "('F1', 'OUTPUT_YUAN', 2019, 9, 500)",
    "INSERT INTO industry_coverage (activity_id, region_code, stat_year) VALUES ('F1', 'V5', 2019), ('F2', 'V3', 2019)",
    f"{PART} VALUES ('H7', 2019, 'F1', 'SELF_RUN', 9000), ('H3', 2019, 'F1', 'LAND_RENT', 800), "
    "('H5', 2019, 'F2', 'WORK', 500), ('H3', 2019, 'A1', 'POST', 3000)",
)
STATIONS = tuple(
    statement
    for n in range(1, 7)
    for statement in (
        "INSERT INTO industry_activity (activity_id, industry_kind_code, industry_subkind_code, name_zh, region_code, "
        f"operating_status_code, business_entity_code) VALUES ('S{n}', 'SOLAR', 'SOLAR_VILLAGE', '电站{n}', 'V{n}', "
        "'RUNNING', 'COLLECTIVE')",
        f"INSERT INTO solar_station (activity_id, capacity_kw) VALUES ('S{n}', 100)",
        "INSERT INTO solar_month (activity_id, stat_year, stat_month, generated_kwh, sales_yuan, "
        "shared_yuan, is_settled)"
        f" VALUES ('S{n}', 2019, 6, 10000, 8000, 6000, 1), ('S{n}', 2019, 7, 10000, 8000, 6000, 1)",
        f"INSERT INTO industry_coverage (activity_id, region_code, stat_year, received_yuan) VALUES ('S{n}', 'V{n}', "
        "2019, 5000)",
    )
)


def bent(settings: Settings, *statements: str, today: date | None = None) -> Release:
    """The release of the county after some statements."""
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        for statement in statements:
            connection.execute(statement)
    build_release(settings, today=today)
    return ReleaseStore(settings.releases).current()
