"""Which field is the region's code and which its name, by the names that land surveys and statistics offices use."""

from __future__ import annotations

import pandas as pd

from geo.errors import UnusableLayerError

CODE_FIELDS = (
    "region_code", "code", "xzqdm", "zldwdm", "qsdwdm", "xzdm", "xzqhdm", "adcode", "code12", "division_code", "gb",
    "pac", "区划代码", "行政区代码", "行政区划代码", "区划码", "代码", "insee", "code_insee", "geoid", "geocode",
)  # fmt: skip
NAME_FIELDS = (
    "region_name", "name_zh", "xzqmc", "zldwmc", "qsdwmc", "name", "nom", "mc", "qxmc", "xzmc", "cmc", "fullname",
    "名称", "行政区名称", "村名", "乡镇", "label",
)  # fmt: skip


def code_field(fields: list[str], wanted: str | None, file: str) -> str | None:
    """The field that holds region codes: the one the user names, else the first of CODE_FIELDS; None where neither.

    Upper and lower case are the same. Raises UnusableLayerError field_missing.
    """
    return _field(fields, wanted, CODE_FIELDS, file)


def name_field(fields: list[str], wanted: str | None, file: str) -> str | None:
    """The field that holds region names: the one the user names, else the first of NAME_FIELDS; None where neither."""
    return _field(fields, wanted, NAME_FIELDS, file)


def _field(fields: list[str], wanted: str | None, known: tuple[str, ...], file: str) -> str | None:
    lower = {field.lower(): field for field in reversed(fields)}
    if wanted is not None:
        if wanted.lower() not in lower:
            raise UnusableLayerError("field_missing", file=file, field=wanted, fields=", ".join(fields) or "-")
        return lower[wanted.lower()]
    return next((lower[field] for field in known if field in lower), None)


def texts(values: pd.Series[str]) -> list[str]:
    """Values as text without surrounding blanks; missing as ""."""
    return ["" if pd.isna(value) else str(value).strip() for value in values.tolist()]
