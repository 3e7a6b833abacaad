"""The headline figures of the monitoring view."""

import math
from typing import Final

from data_access.headlines import Headline
from data_access.monitoring.cases import NEW, OPEN, UNDEVELOPED, UNHELPED
from data_access.monitoring.insurance import PAID, PREMIUM
from data_access.release import Release

SHOWN: Final = 6
RATES: Final = ("IDENTIFIED_IN_TIME_RATE", "RISK_ELIMINATION_RATE")


def monitoring_headlines(release: Release, code: str, period: int) -> list[Headline]:
    """Open households, new cases, those decided in time, helped out, without development, alerts overdue; insurance.

    Six of them, what is connected first. Raises UnknownRegionError, UnknownPeriodError. Source: the release's
    quantities and values.
    """
    able = "monitoring_able_household_count"
    pending = "monitoring_alert_pending_count"
    built = [
        _count(release, code, period, "monitored", OPEN, "unit.households",
               ("kpi.monitored_persons", "persons", "monitoring_open_person_count")),
        _count(release, code, period, "monitoring_new", NEW, "unit.cases",
               ("kpi.monitoring_unhelped", "count", UNHELPED)),
        *(_rate(release, code, period, rate) for rate in RATES),
        _count(release, code, period, "monitoring_undeveloped", UNDEVELOPED, "unit.households",
               ("kpi.monitoring_able", "count", able), theme="measures"),
        _count(release, code, period, "monitoring_overdue", "monitoring_alert_overdue_count", "unit.alerts",
               ("kpi.monitoring_pending", "count", pending)),
        _count(release, code, period, "insurance_watched", "insurance_monitored_count", "unit.persons",
               ("kpi.insurance_eligible", "count", "insurance_eligible_count"), theme="insurance"),
        _paid(release, code, period),
        _rate(release, code, period, "BELOW_LINE_SHARE", theme="income"),
    ]  # fmt: skip
    built.sort(key=lambda headline: not headline.connected)
    return built[:SHOWN]


def _count(
    release: Release,
    code: str,
    period: int,
    key: str,
    figure: str,
    unit: str,
    note: tuple[str, str, str],
    theme: str = "monitoring",
) -> Headline:
    said, name, beside = note
    value = release.quantity(beside, code, period)
    return Headline(
        key=key,
        value=release.quantity(figure, code, period),
        unit=unit,
        note=None if math.isnan(value) else said,
        note_values=((name, f"{value:,.0f}"),),
        note_figure=beside,
        trend=tuple(release.quantity(figure, code, year) for year in release.periods),
        connected=release.themes[theme] and (theme == "insurance" or release.themes["monitoring"]),
        figure=figure,
    )


def _paid(release: Release, code: str, period: int) -> Headline:
    paid, premium = (release.quantity(name, code, period) for name in (PAID, PREMIUM))
    spent = 100 * paid / premium if premium > 0 else math.nan
    return Headline(
        key="insurance_paid",
        value=paid,
        unit="unit.yuan",
        note=None if math.isnan(spent) else "kpi.insurance_share",
        note_values=(("share", f"{spent:.1f}"),),
        note_figure=f"{PAID}@{PREMIUM}",
        trend=tuple(release.quantity(PAID, code, year) for year in release.periods),
        connected=release.themes["insurance"],
        figure=PAID,
    )


def _rate(release: Release, code: str, period: int, indicator: str, theme: str = "monitoring") -> Headline:
    known = indicator in release.indicators
    series = tuple(release.value(indicator, code, year) for year in release.periods) if known else ()
    return Headline(
        key=indicator,
        value=release.value(indicator, code, period) if known else math.nan,
        unit="%",
        decimals=1,
        trend=series,
        indicator=indicator,
        connected=release.themes[theme] and known,
    )
