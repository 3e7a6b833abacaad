"""Which code list a column takes."""

from typing import Final

from sqlalchemy import Column

_NOT_LISTS: Final = frozenset(
    {
        "region_code", "parent_code", "from_code", "to_code", "ancestor_code", "industry_kind_code",
        "industry_metric_code", "region_indicator_code", "region_group_code", "rule_code", "list_code", "item_code",
        "national_code",
    }
)  # fmt: skip
"""Columns that end in _code but are keys of tables, or another system's own."""

_WITH_ROLE: Final = {
    ("monitoring_case", "development_measure_status_code"): "MEASURE_STATUS",
    ("region_ancestor", "ancestor_level_code"): "REGION_LEVEL",
}
"""The columns whose list does not follow from their name."""


def code_list_of(column: "Column[object]") -> str | None:
    """The code list that `column` takes: its name in capitals without _code; None when it takes no list."""
    table = column.table.name
    if (table, column.name) in _WITH_ROLE:
        return _WITH_ROLE[table, column.name]
    if not column.name.endswith("_code") or column.name in _NOT_LISTS:
        return None
    return column.name.removesuffix("_code").upper()
