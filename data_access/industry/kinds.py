"""Kinds of industry as the catalogue of the database has them; a kind is there by data alone."""

from dataclasses import dataclass
from typing import Final

from data_access.industries import TYPED_THEMES, key_figures, name_in
from data_access.industry.rows import rows_of
from data_access.release import Release

DEFAULT_ICON: Final = "industry"
SIZED_BY: Final = {"SOLAR": "capacity_kw", "TOURISM": "visitor_count", "WORKSHOP": "worker_count"}
"""Kind of a typed theme -> what its points are as large as."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing counted of a kind; `is_flow`: months add up, else the last one counts."""

    code: str
    name: str
    unit_zh: str
    is_flow: bool
    definition_zh: str | None


@dataclass(frozen=True, slots=True)
class KindEntry:
    """One kind of industry.

    name         as it is said in the period asked for
    is_covering  counts towards industry coverage
    state        "connected", or "not_connected" when the database tells nothing of it: never to be shown as zero
    metrics      what is counted of it beside places and people
    key_figures  the quantities of the release that say most of it
    size_by      the measure that its points on the map are as large as; None = all alike
    table        the table of the contract with its particulars
    """

    code: str
    name: str
    is_covering: bool
    state: str
    icon: str
    definition_zh: str | None
    metrics: tuple[Metric, ...]
    key_figures: tuple[str, ...]
    size_by: str | None
    table: str


def kind_entries(release: Release, period: int, lang: str = "zh") -> tuple[KindEntry, ...]:
    """All kinds of the database in the order of its catalogue; raises UnknownPeriodError."""
    release.period_row(period)
    metrics: dict[str, list[Metric]] = {}
    for metric in rows_of(release.industry_metrics):
        metrics.setdefault(str(metric["kind"]), []).append(
            Metric(
                code=str(metric["metric"]),
                name=(_said(metric["name_en"]) if lang == "en" else None) or str(metric["name_zh"]),
                unit_zh=str(metric["unit_zh"]),
                is_flow=bool(metric["is_flow"] == 1),
                definition_zh=_said(metric["definition_zh"]),
            )
        )
    found = []
    for row in rows_of(release.industry_kinds):
        code = str(row["kind"])
        own = tuple(metrics.get(code, ()))
        theme = TYPED_THEMES.get(code)
        connected = release.themes["industry"] and (theme is None or release.themes[theme])
        states = [metric.code for metric in own if not metric.is_flow]
        found.append(
            KindEntry(
                code=code,
                name=name_in(row, period, lang),
                is_covering=bool(row["is_covering"] == 1),
                state="connected" if connected and code in release.kinds_told else "not_connected",
                icon=_said(row["icon_name"]) or DEFAULT_ICON,
                definition_zh=_said(row["definition_zh"]),
                metrics=own,
                key_figures=key_figures(release, code),
                size_by=SIZED_BY.get(code, states[0] if states else None),
                table=_table(theme),
            )
        )
    return tuple(found)


def kind_names(release: Release, period: int, lang: str = "zh") -> dict[str, str]:
    """Kind -> its name as it is said in `period`, in the order of the catalogue."""
    rows = rows_of(release.industry_kinds)
    return {str(row["kind"]): name_in(row, period, lang) for row in rows}


def covering_kinds(release: Release) -> tuple[str, ...]:
    """The kinds that count towards coverage, in the order of the catalogue."""
    return release.covering_kinds


def _table(theme: str | None) -> str:
    return {"solar": "solar_station", "tourism": "tourism_operator", "workshop": "workshop"}.get(
        theme or "", "industry_activity"
    )


def _said(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
