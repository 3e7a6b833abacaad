"""Which field is the region's code and which its name: by the names that offices use, and by what the fields hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geo.errors import Finding, GeoError, UnusableLayerError
from geo.region_codes import region_code
from geo.systems import Box

CODE_FIELDS = (
    "region_code", "code", "xzqdm", "zldwdm", "qsdwdm", "xzdm", "xzqhdm", "adcode", "code12", "division_code", "gb",
    "pac", "区划代码", "行政区代码", "行政区划代码", "区划码", "村代码", "行政村代码", "乡镇代码", "县代码",
    "统计用区划代码", "代码", "cundm", "cun_dm", "cdm", "xiangdm", "xdm", "xzcdm", "town_code", "vill_code",
    "village_code", "insee", "code_insee", "geoid", "geocode",
)  # fmt: skip
NAME_FIELDS = (
    "region_name", "name_zh", "xzqmc", "zldwmc", "qsdwmc", "name", "nom", "mc", "qxmc", "xzmc", "cmc", "fullname",
    "名称", "行政区名称", "行政村", "行政村名称", "村名", "村名称", "乡镇", "乡镇名称", "县名", "cunmc", "xzcmc",
    "town_name", "vill_name", "village_name", "label",
)  # fmt: skip
_PAIRS = (("dm", "mc"), ("code", "name"), ("代码", "名称"), ("代码", "名"), ("代码", ""))
_WANTED_SHARE = 0.5
"""Share of a field's values that have to be regions before it is taken for the code though its name does not say so."""


@dataclass(frozen=True)
class Known:
    """What is known of the regions before a file of their outlines is opened: codes, names, where they lie."""

    codes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    box: Box | None = None


def code_field(table: pd.DataFrame, wanted: str | None, file: str, known: Known, findings: list[Finding]) -> str | None:
    """The field that holds region codes; None where none does.

    The one the user names (upper and lower case are the same); else of CODE_FIELDS the one with the most codes of known
    regions, the first of them where that is a draw; else, where none of them holds any, the field whose values mostly
    are codes of known regions. Finding code_field_guessed. Raises UnusableLayerError field_missing.
    """
    fields = [str(column) for column in table.columns]
    if wanted is not None:
        return _wanted(fields, wanted, file)
    lower = {field.lower(): field for field in reversed(fields)}
    named = [lower[field] for field in CODE_FIELDS if field in lower]
    hits = {field: _hits(table[field], known) for field in named} if len(named) > 1 or known.codes else {}
    best = max(named, key=lambda field: hits.get(field, 0), default=None)
    if best is not None and (hits.get(best, 0) > 0 or not known.codes):
        return best
    others = {field: _hits(table[field], known) for field in fields if field not in named} if known.codes else {}
    other = max(others, key=lambda field: others[field], default=None)
    if other is None or not others[other] or others[other] < _WANTED_SHARE * table[other].nunique():
        return best
    findings.append(Finding("code_field_guessed", {"file": file, "field": other, "count": others[other]}))
    return other


def name_field(fields: Sequence[str], wanted: str | None, file: str, code: str | None = None) -> str | None:
    """The field that holds region names: the one the user names, else the twin of the code's field (XZQDM, XZQMC).

    Where that has none, the first of NAME_FIELDS; None where there is none. Raises UnusableLayerError field_missing.
    """
    if wanted is not None:
        return _wanted(fields, wanted, file)
    lower = {field.lower(): field for field in reversed(fields)}
    for ending, twin in _PAIRS if code is not None else ():
        key = str(code).lower()
        pair = key.removesuffix(ending) + twin
        if key.endswith(ending) and pair != key and pair in lower:
            return lower[pair]
    return next((lower[field] for field in NAME_FIELDS if field in lower), None)


def _wanted(fields: Sequence[str], wanted: str, file: str) -> str:
    found = next((field for field in fields if field.lower() == wanted.lower()), None)
    if found is None:
        raise UnusableLayerError("field_missing", file=file, field=wanted, fields=", ".join(fields) or "-")
    return found


def _hits(values: pd.Series[str], known: Known) -> int:
    """How many different values of a field are codes of known regions."""
    if not known.codes or (pd.api.types.is_float_dtype(values) and not _whole(values)):
        return 0
    different = pd.unique(values.dropna())
    return sum(_is_known(value, known) for value in different)


def _whole(values: pd.Series[str]) -> bool:
    return bool((pd.to_numeric(values.dropna()) % 1 == 0).all())


def _is_known(value: object, known: Known) -> bool:
    try:
        return region_code(value) in known.codes or region_code(value, padded=False) in known.codes
    except GeoError:
        return False


def texts(values: pd.Series[str]) -> list[str]:
    """Values as text without surrounding blanks; missing as ""."""
    return ["" if pd.isna(value) else str(value).strip() for value in values.tolist()]
