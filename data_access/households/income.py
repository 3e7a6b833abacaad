"""Income of a household card: bands by year against the line, what the income is made of, the industries behind it."""

from collections.abc import Sequence
from typing import Final

from data_access.households.dossier_people import money_of
from data_access.households.labels import Labels, joined, said
from data_access.households.records import (
    IncomeComposition,
    IncomePart,
    IncomeYear,
    Label,
    LineSide,
    Participation,
)
from data_access.households.records_dossier import YearIncome
from data_access.households.village import Row, whole_of
from data_access.privacy import Band, money_band, rounded_shares, scanned_text
from data_access.rules import LINES_IN_ORDER, nearest_line

SHOWN_YEARS: Final = 7

_PARTS: Final = {
    "A": "wage_income_yuan",
    "B": "business_income_yuan",
    "C": "property_income_yuan",
    "D": "transfer_income_yuan",
}
"""Item of code list INCOME_ITEM -> column of household_income."""


def income_by_year(rows: Sequence[Row], ancestors: Sequence[str]) -> tuple[IncomeYear, ...]:
    """Net income per person of the last seven years that are reported, oldest first.

    `rows`: one a year and candidate line; which of them counts is the rule of `nearest_line`, as on the map.
    """
    return tuple(
        IncomeYear(year, band := _per_person(row), yuan, _side(band, yuan))
        for year, (row, _, yuan) in _by_year(rows, ancestors).items()
    )


def yearly_income(rows: Sequence[Row], ancestors: Sequence[str], *, is_exact: bool) -> tuple[YearIncome, ...]:
    """The same years with all that the income is made of; `is_exact` = in full, else as bands."""
    found = []
    for year, (row, _, line) in _by_year(rows, ancestors).items():
        count, net = whole_of(row["member_count"]), row["net_income_yuan"]
        per_person = net / count if net is not None and count and count > 0 else None
        found.append(
            YearIncome(
                stat_year=year,
                member_count=count,
                parts={item: money_of(row[column], is_exact=is_exact) for item, column in _PARTS.items()},
                cost=money_of(row["business_cost_yuan"], is_exact=is_exact),
                net=money_of(net, is_exact=is_exact),
                per_person=money_of(per_person, is_exact=is_exact),
                line_yuan=line,
                side=_exact_side(per_person, line) if is_exact else _side(_per_person(row), line),
            )
        )
    return tuple(found)


def _exact_side(amount: float | None, line: float | None) -> LineSide:
    if amount is None or line is None:
        return LineSide.NO_LINE
    return LineSide.BELOW if amount < line else LineSide.ABOVE


def income_line(rows: Sequence[Row], ancestors: Sequence[str], labels: Labels) -> Label:
    """The name of the line that the shown years are held against; all names where it changed."""
    codes = dict.fromkeys(code for _, code, _ in _by_year(rows, ancestors).values() if code is not None)
    return joined(*(labels.of("POLICY_LINE", code) for code in codes or (LINES_IN_ORDER[-1],))) or said(
        "household.line"
    )


def _by_year(rows: Sequence[Row], ancestors: Sequence[str]) -> dict[int, tuple[Row, str | None, float | None]]:
    """Of each shown year, oldest first: its row, and the code and amount of the line that counts."""
    shown = sorted({int(row["stat_year"]) for row in rows})[-SHOWN_YEARS:]
    found: dict[int, tuple[Row, str | None, float | None]] = {}
    for year in shown:
        own = [row for row in rows if int(row["stat_year"]) == year]
        lines = {(str(row["line_code"]), str(row["line_region_code"])): row["line_yuan"] for row in own}
        line = nearest_line(lines, ancestors)
        found[year] = (own[0], line and line[0], None if line is None else float(lines[line]))
    return found


def _per_person(row: Row) -> Band | None:
    count = whole_of(row["member_count"])
    if row["net_income_yuan"] is None or not count or count < 0:
        return None
    return money_band(float(row["net_income_yuan"]) / count)


def _side(band: Band | None, line: float | None) -> LineSide:
    if band is None or line is None:
        return LineSide.NO_LINE
    if band.high is not None and band.high <= line:
        return LineSide.BELOW
    return LineSide.ABOVE if band.low is not None and band.low >= line else LineSide.ACROSS


def income_composition(rows: Sequence[Row], labels: Labels) -> IncomeComposition | None:
    """The four kinds of gross income of the latest year; None when no year is reported.

    A kind that is not reported has no band; nothing at all, or a negative amount, which cannot be, has a band but no
    share.
    """
    if not rows:
        return None
    row = max(rows, key=lambda r: int(r["stat_year"]))
    amounts = {item: None if row[column] is None else float(row[column]) for item, column in _PARTS.items()}
    counted = {item: amount for item, amount in amounts.items() if amount is not None and amount > 0}
    shares = dict(zip(counted, rounded_shares(list(counted.values())), strict=True))
    return IncomeComposition(
        stat_year=int(row["stat_year"]),
        parts=tuple(
            IncomePart(
                item=labels.of("INCOME_ITEM", item) or said("household.unknown_code"),
                band=money_band(amount),
                share_percent=shares.get(item),
            )
            for item, amount in amounts.items()
        ),
        net_income=money_band(row["net_income_yuan"]),
        business_cost=money_band(row["business_cost_yuan"]),
    )


def industry_participations(rows: Sequence[Row], labels: Labels, era_year: int) -> tuple[Participation, ...]:
    """The industries of the household, named in the words of the time of `era_year`."""
    return tuple(
        Participation(
            stat_year=int(row["stat_year"]),
            kind=industry_kind(row, era_year),
            mode=labels.of("PARTICIPATION_MODE", row["participation_mode_code"]),
            product_zh=scanned_text(row["product_zh"]),
            income=money_band(row["income_yuan"]),
        )
        for row in rows
    )


def industry_kind(row: Row, era_year: int) -> Label:
    """The kind of an activity in the words of the time of `era_year`."""
    if row["industry_kind_code"] is None or row["name_zh"] is None:
        return said("household.unknown_code")
    name = row["name_zh"]
    if era_year >= 2021:
        name = row["name_2021_zh"] or name
    if era_year >= 2026:
        name = row["name_2026_zh"] or name
    return Label(str(row["industry_kind_code"]), name, row["name_en"] or name)
