"""Amounts by name: a quantity, narrowed or summed over years too, a composition of kinds, or what an alert counts."""

import csv
import math
import re
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.alerts import LISTS, SEVERITY
from data_access.industry.composed import composed_by_village, composed_note, composed_value, composition
from data_access.industry.gathered import gathered, gathered_by_village, gathered_note, gathered_value
from data_access.industry.narrowed import (
    TOTAL,
    narrowed,
    narrowed_by_region,
    narrowed_note,
    narrowed_value,
    total_by_village,
    total_of,
    total_value,
)
from data_access.messages import messages, text
from data_access.quantities.registry import quantity_catalogue
from data_access.release import Release
from data_access.values import MISSING, OK, WITHHELD

_SOURCES: Final = Path(__file__).parent.parent / "catalogue" / "quantity_sources.csv"
ALERT: Final = "alert"
"""`alert.KIND` or `alert.KIND.ITEM`: what the alerts of one kind count together; `alert.KIND.OF_DEPARTMENT`: of one
department alone."""

OF: Final = "OF_"

ALERT_TABLES: Final = {
    "ALERT_OVERDUE": ("monitoring_alert",),
    "ALERT_PENDING": ("monitoring_alert",),
    "VISIT_OVERDUE_MONITORED": ("household_visit", "household_official", "monitoring_case"),
    "VISIT_OVERDUE": ("household_visit", "household_official"),
    "ASSURANCE_UNMET": ("household_assurance",),
    "SOLAR_STOPPED": ("industry_activity", "solar_station"),
    "SOLAR_LOW": ("solar_month", "solar_station"),
    "SOLAR_UNPAID": ("solar_month", "solar_distribution"),
}

Floats = NDArray[np.float64]


def catalogue_unit(name: str) -> str:
    """The unit of an amount as the catalogue of quantities has it; "" of one that is in none."""
    known = quantity_catalogue().get(_base(name))
    return "" if known is None else known.unit


def is_quantity(name: str) -> bool:
    """Whether the catalogue has the quantity, whatever its item."""
    return name.partition(".")[0] in quantity_catalogue()


def counts_villages(figure: str) -> bool:
    """Whether a figure is a number of villages."""
    known = quantity_catalogue().get(_base(figure))
    return known is not None and known.unit == "village" and not any(map(str.islower, figure.partition("@")[2]))


def is_amount(release: Release, name: str) -> bool:
    """Whether `name` stands for an amount, connected or not."""
    if composition(release, name) is not None or alert_of(name) is not None:
        return True
    if "@" in name or name.endswith(TOTAL):
        return any(made is not None for made in (narrowed(name), total_of(name), gathered(name)))
    return is_quantity(name) and not name.endswith(".*")


def alert_of(name: str) -> tuple[str, str] | None:
    """Kind and item of an alert ("" for all of its kind), None where the name is of something else."""
    base, _, rest = name.partition(".")
    kind, _, item = rest.partition(".")
    return (kind, item) if base == ALERT and kind in SEVERITY else None


def amount_of(release: Release, name: str, code: str, period: int) -> tuple[float, str]:
    """Value and state of an amount of one region; raises UnknownRegionError, UnknownPeriodError."""
    made, part, total, left = composition(release, name), narrowed(name), total_of(name), gathered(name)
    if made is None and alert_of(name) is None and part is None and total is None and left is None:
        return release.quantity(name, code, period), release.quantity_state(name, code, period)
    if made is not None:
        value = composed_value(release, made, code, period)
    elif left is not None:
        value = gathered_value(release, left, code, period)
    elif part is not None:
        value = narrowed_value(release, part, code, period)
    elif total is not None:
        value = total_value(release, total, code, period)
    else:
        value = float(_alert_counts(release, name, code, period).sum()) if period == release.as_of.year else math.nan
    return value, MISSING if math.isnan(value) else OK


def amount_by_village(release: Release, name: str, code: str, period: int) -> Floats:
    """One amount of each village under the region, in the order of the tree; NaN not known, infinite withheld."""
    made = composition(release, name)
    if made is not None:
        return composed_by_village(release, made, code, period)
    at = np.array(release.tree.villages(code), dtype=np.int64)
    if alert_of(name) is not None:
        return _alert_counts(release, name, code, period)[at]
    part, total, left = narrowed(name), total_of(name), gathered(name)
    if left is not None:
        return gathered_by_village(release, left, code, period)
    if part is not None:
        return narrowed_by_region(release, part, code, period)[at]
    if total is not None:
        return total_by_village(release, total, code, period)
    figures = release.figures(name, period)
    return np.full(len(at), np.nan) if figures is None else figures[at]


def _alert_counts(release: Release, name: str, code: str, period: int) -> Floats:
    """What the alerts under the region count, by region in the order of the tree; NaN but in the year of the data."""
    found = np.zeros(len(release.tree)) if period == release.as_of.year else np.full(len(release.tree), np.nan)
    kind, item = alert_of(name) or ("", "")
    rows = release.alerts(code)
    column, wanted = ("department_code", item.removeprefix(OF)) if item.startswith(OF) else ("item_code", item)
    rows = rows[(rows["alert_code"] == kind) & ((rows[column] == wanted) | (item == ""))]
    at = np.array([release.tree.index[str(region)] for region in rows["region_code"]], dtype=np.int64)
    np.add.at(found, at, rows["count"].to_numpy(dtype=np.float64))
    return found


def reporting(release: Release, name: str, code: str, period: int, state: str) -> tuple[int, int]:
    """Units under the region that report an amount, of how many; none where it is withheld."""
    plain = composition(release, name) is None and alert_of(name) is None
    if not plain or "@" in name or total_of(name) is not None:
        known = amount_by_village(release, name, code, period)
        return int((~np.isnan(known)).sum()), len(known)
    tree, figures = release.tree, release.figures(name, period)
    units = np.flatnonzero(tree.is_unit & tree.under(code, tree.order))
    reported = 0 if figures is None or state == WITHHELD else int((~np.isnan(figures[units])).sum())
    return reported, len(units)


def meaning_of(release: Release, name: str, lang: str = "zh") -> str:
    """What an amount counts, in full, with its item or what a composition adds."""
    return _noted(_bare(name, lang), _note(release, name, lang), lang)


def title_of(release: Release, name: str, lang: str = "zh") -> str:
    """What an amount counts, without its asides."""
    short = re.split(r"\(" if lang == "zh" else r"[;:]", _bare(name, lang))[0]
    return _noted(short, _note(release, name, lang), lang)


def tables_of(name: str) -> tuple[str, ...]:
    """The tables that an amount is counted from."""
    alert = alert_of(name)
    return ALERT_TABLES[alert[0]] if alert is not None else _quantity_sources().get(_base(name), ("", ()))[1]


def _bare(name: str, lang: str) -> str:
    alert = alert_of(name)
    if alert is not None:
        return text(f"trace.alert.{alert[0].lower()}", lang)
    known = quantity_catalogue().get(_base(name))
    zh = _quantity_sources().get(_base(name), (name, ()))[0]
    return zh if lang == "zh" or known is None else known.meaning


def _base(name: str) -> str:
    return re.split(r"[.@!]", name)[0]


def _note(release: Release, name: str, lang: str) -> str:
    """The item of a quantity, or what a composition says of it."""
    made = composition(release, name)
    if made is not None:
        return composed_note(release, made, lang)
    part, total, left = narrowed(name), total_of(name), gathered(name)
    if left is not None:
        return gathered_note(release, left, lang)
    if part is not None:
        return _of_both(_note(release, part.quantity, lang), narrowed_note(release, part, lang))
    if total is not None:
        return _of_both(_note(release, total, lang), text("industry_kind.cumulative_bare", lang))
    alert = alert_of(name)
    if alert is not None:
        is_department = alert[1].startswith(OF)
        code_list = "DEPARTMENT" if is_department else LISTS.get(alert[0], "")
        return release.code_name(code_list, alert[1].removeprefix(OF), lang) if alert[1] else ""
    known, item = quantity_catalogue().get(_base(name)), name.partition(".")[2]
    return _item_name(release, known.items if known is not None and known.items else "", item, lang) if item else ""


def _of_both(one: str, other: str) -> str:
    return " · ".join(filter(None, (one, other)))


def _noted(meaning: str, note: str, lang: str) -> str:
    if not note:
        return meaning
    return f"{meaning}({note})" if lang == "zh" else f"{meaning}: {note}"


def _item_name(release: Release, code_list: str, item: str, lang: str) -> str:
    """The name of an item of a code list, of a kind of industry, or of a rule of industry."""
    if code_list == "INDUSTRY_RULE":
        return text(f"industry_rule.{item.lower()}", lang)
    if code_list in ("INDUSTRY_KIND", "INDUSTRY_METRIC"):
        kind, _, metric = item.partition(".")
        column = "name_en" if lang == "en" else "name_zh"
        kinds = release.industry_kinds
        names = [str(name) for name in kinds[kinds["kind"] == kind][column]]
        metrics = release.industry_metrics
        names += [str(n) for n in metrics[(metrics["kind"] == kind) & (metrics["metric"] == metric)][column]]
        return " · ".join(names) or item
    return release.code_name(code_list, item, lang)


def unit_of(release: Release, name: str, lang: str = "zh") -> str:
    """The unit of a quantity as it is written beside its value; of a metric of a kind, the metric's own."""
    base, item = _base(name), re.split("[@!]", name.partition(".")[2])[0]
    if base == ALERT:
        return text(f"trace.unit.of_{item.partition('.')[0].partition('_')[0].lower()}", lang)
    if base == "industry_quantity":
        kind, _, metric = item.partition(".")
        metrics = release.industry_metrics
        units = metrics[(metrics["kind"] == kind) & (metrics["metric"] == metric)]["unit_zh"]
        said = str(units.iloc[0]) if len(units) else ""
        return text(f"trace.metric_unit.{said}", lang) if f"trace.metric_unit.{said}" in messages() else said
    known = quantity_catalogue().get(base)
    key = "" if known is None else f"trace.unit.{known.unit.replace(' ', '_')}"
    return text(key, lang) if key in messages() else ""


@cache
def _quantity_sources() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Quantity -> its meaning in Chinese, and the tables that it is counted from."""
    with _SOURCES.open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["meaning_zh"], tuple(row["tables"].split(";"))) for row in csv.DictReader(file)}
