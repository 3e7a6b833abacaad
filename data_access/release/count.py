"""Count the shared database: every quantity of every region and period, and the tables that stand beside them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data_access.catalogues import catalogue_rows
from data_access.database import read_frame
from data_access.grouped_tree import with_groups
from data_access.history import History, counting_tree
from data_access.indicators import Indicator, kind_indicators, published_indicator, read_catalogue
from data_access.quantities import (
    Survey,
    Tray,
    count_assurance,
    count_employment,
    count_figures,
    count_incomes,
    count_monitoring,
    count_persons,
    count_population,
    count_responsibility,
    count_work,
)
from data_access.region_changes import read_changes
from data_access.release.activities import activity_points
from data_access.release.alert_rows import alert_rows
from data_access.release.carried import Onward, with_years
from data_access.release.groups import read_groups
from data_access.release.industry_tables import Industries, count_income_bands, count_industries
from data_access.release.lanes import Part, ask_side_by_side, count_side_by_side
from data_access.release.meta import SourceDay
from data_access.release.monitoring_tables import monitoring_tables
from data_access.release.pairs import (
    Floats,
    Pairs,
    known_somewhere,
    own_figures,
    pair_up,
    pairs_of_groups,
    rise_in_income,
    total_quantities,
    withhold_pairs,
    withhold_small,
)
from data_access.release.placement import place_ended, place_in_past
from data_access.release.sources import day_of_data, source_days, table_days
from data_access.schema import core, geography, industry, theme_tables
from data_access.sheets import draw_history
from data_access.tree import TOWNSHIP_LEVEL, RegionTree
from data_access.tree_growth import grow_tree

GROWTH = "INCOME_GROWTH"


def _count_help(survey: Survey) -> dict[str, pd.DataFrame]:
    loads = count_responsibility(survey)
    count_monitoring(survey)
    tables = count_work(survey)
    loads = loads.sort_values("region_code", kind="stable", ignore_index=True)
    tables["helper_loads"] = loads.astype({"household_count": "int64"})
    return {
        name: table.astype({"region_code": "category"}) if "region_code" in table else table
        for name, table in tables.items()
    }


_FIRST: Final[tuple[Part, ...]] = (count_population, count_persons)
"""What the others are held against."""

_PARTS: Final[tuple[Part, ...]] = (
    count_industries,
    count_income_bands,
    count_assurance,
    count_incomes,
    _count_help,
    count_employment,
    monitoring_tables,
)
"""What can be counted side by side once the households and their members are; the longest first."""


@dataclass(frozen=True)
class Counted:
    """Everything that one reading of the database gives, not yet written."""

    as_of: date
    sources: tuple[SourceDay, ...]
    themes: dict[str, bool]
    periods: tuple[int, ...]
    tree: RegionTree
    totals: dict[str, Floats]
    indicators: tuple[Indicator, ...]
    pairs: dict[str, Pairs]
    tables: dict[str, pd.DataFrame]
    unplaced_regions: int
    days: dict[str, date]
    history: History


def count_database(
    connections: Sequence[Connection], themes: dict[str, bool], today: date, told: Callable[[str], None]
) -> Counted:
    """Count everything in the open transactions of `connections`, which see one state of the database.

    Raises the DatabaseError family, ReleaseError.
    """
    told("read")
    connection = connections[0]
    sources = source_days(connection, themes)
    days = table_days(connection, themes, today)
    as_of = day_of_data(connection, themes, sources, days, today)
    regions = read_frame(connection, select(core.region))
    grown = grow_tree(regions, as_of)
    changes = read_changes(connection) if themes["boundaries"] else ()
    placement = place_ended(regions, changes, grown)
    groups, unplaced = read_groups(connection, themes, grown, placement, as_of)
    years = _years(connections, themes)
    periods = _periods(years, as_of)
    history = draw_history(regions, changes, grown, periods, as_of)
    tree, trees = counting_tree(with_groups(grown, groups), history)
    placement = place_in_past(placement, regions, history, trees)
    tray = Tray(tree, periods, placement, unplaced=set(unplaced))
    tray.tree = tree = with_years(tray, with_groups(grown, groups), history, trees)
    code_names = _code_names(connection)
    items = {str(name): tuple(rows["item_code"].astype(str)) for name, rows in code_names.groupby("list_code")}
    survey = Survey(connection, tray, as_of, themes, items, days, years=years)
    told("core")
    count_side_by_side(survey, connections, _FIRST)
    told("themes")
    found = dict(zip(_PARTS, count_side_by_side(survey, connections, _PARTS), strict=True))
    industries, bands = cast(Industries, found[count_industries]), cast(pd.DataFrame, found[count_income_bands])
    helped, monitored = (cast("dict[str, pd.DataFrame]", found[part]) for part in (_count_help, monitoring_tables))
    quoted = count_figures(survey)
    published = _published_rows(connection, themes)
    tables = {
        "activities": activity_points(survey, industries.activities),
        "alerts": alert_rows(survey, industries.activities, industries.months),
        "code_names": code_names,
        "industry_kinds": _industry_kinds(connection, themes),
        "quoted": _name_quotes(quoted, published, tree),
        "income_bands": bands,
        **helped,
        **monitored,
        **industries.tables,
    }
    told("sum")
    totals = total_quantities(tray)
    indicators, pairs = _pairs(
        tray, totals, themes, published, kind_indicators(tables["industry_kinds"].to_dict("records"))
    )
    withhold_small(totals, tree)
    onward = Onward(history, tray)
    totals = {name: onward.tell(figures) for name, figures in totals.items() if known_somewhere([figures])}
    pairs = {code: onward.tell_pairs(pair) for code, pair in pairs.items()}
    lost = len(tray.unplaced)
    return Counted(as_of, sources, themes, periods, tree, totals, indicators, pairs, tables, lost, days, history)


def _years(connections: Sequence[Connection], themes: dict[str, bool]) -> dict[str, frozenset[int]]:
    """The years that the rows of each connected table tell of."""
    of_themes = (theme_tables(theme) for theme, there in themes.items() if there)
    tables = [t for tables in of_themes for t in tables if "stat_year" in t.c and t.name != "policy_line"]
    statements = [select(table.c.stat_year).distinct() for table in tables]
    frames = ask_side_by_side(connections, [partial(read_frame, statement=each) for each in statements])
    told = (frozenset(int(year) for year in frame["stat_year"].dropna()) for frame in frames)
    return dict(zip((table.name for table in tables), told, strict=True))


def _periods(years: dict[str, frozenset[int]], as_of: date) -> tuple[int, ...]:
    """All years that any connected table speaks of, up to that of the data, which is always among them."""
    told = {year for each in years.values() for year in each if 1949 <= year <= as_of.year}
    return tuple(sorted({as_of.year, *told}))


def _code_names(connection: Connection) -> pd.DataFrame:
    """Items of all code lists in order: list_code, item_code, name_zh, name_en; those of the product where none are."""
    i = core.code_item
    frame = read_frame(
        connection,
        select(i.c.list_code, i.c.item_code, i.c.name_zh, i.c.name_en, i.c.sort_no).order_by(
            i.c.list_code, i.c.sort_no, i.c.item_code
        ),
    )
    own = pd.DataFrame(catalogue_rows("code_lists.csv"))
    missing = own[~own["list_code"].isin(frame["list_code"])]
    columns = ["list_code", "item_code", "name_zh", "name_en"]
    return pd.concat([frame[columns], missing[columns]], ignore_index=True).astype(object)


def _industry_kinds(connection: Connection, themes: dict[str, bool]) -> pd.DataFrame:
    k = industry.industry_kind
    columns = [
        k.c.industry_kind_code.label("kind"), k.c.name_zh, k.c.name_2021_zh, k.c.name_2026_zh, k.c.name_en,
        k.c.is_covering, k.c.icon_name, k.c.definition_zh,
    ]  # fmt: skip
    if not themes["industry"]:
        return pd.DataFrame(columns=[c.name for c in columns])
    return read_frame(connection, select(*columns).order_by(k.c.sort_no, k.c.industry_kind_code))


def _published_rows(connection: Connection, themes: dict[str, bool]) -> pd.DataFrame:
    i = geography.region_indicator
    if not themes["figures"]:
        return pd.DataFrame(columns=[c.name for c in i.c])
    return read_frame(connection, select(i).order_by(i.c.region_indicator_code))


def _name_quotes(quoted: pd.DataFrame, published: pd.DataFrame, tree: RegionTree) -> pd.DataFrame:
    """Quoted figures of regions in the tree, with the name of their indicator, newest first."""
    here = quoted[quoted["region_code"].isin(list(tree.index))]
    names = dict(zip(published["region_indicator_code"], published["name_zh"], strict=True))
    here = here.assign(name_zh=here["indicator"].map(names))
    return here.sort_values(["region_code", "indicator", "period", "month"], ascending=[True, True, False, False])


def _pairs(
    tray: Tray,
    totals: dict[str, Floats],
    themes: dict[str, bool],
    published: pd.DataFrame,
    of_kinds: Iterable[Indicator],
) -> tuple[tuple[Indicator, ...], dict[str, Pairs]]:
    """The indicators that this reading can give, and their pairs."""
    ours = (*read_catalogue(), *of_kinds)
    candidates = [i for i in ours if all(themes[need] for need in i.needs)]
    taken = {i.code for i in ours}
    rows = [row for row in published.to_dict("records") if row["region_indicator_code"] not in taken]
    candidates += [_published(row, tray, totals) for row in rows]  # type: ignore[arg-type]
    below = tray.tree.level > TOWNSHIP_LEVEL
    pairs: dict[str, Pairs] = {}
    for indicator in candidates:
        if indicator.code == GROWTH:
            rise, before = rise_in_income(tray)
            pair = Pairs(rise, before, np.where(np.isnan(rise), 0, tray.tree.expected))
        else:
            pair = replace(found := pair_up(tray, totals, indicator), reported=_told(tray, indicator, found))
        if known_somewhere([pair.numerator]):
            pair = withhold_pairs(pair, below) if indicator.is_sensitive else pair
            pairs[indicator.code] = pairs_of_groups(tray, indicator, pair)
    return tuple(i for i in candidates if i.code in pairs), pairs


def _told(tray: Tray, indicator: Indicator, pair: Pairs) -> NDArray[np.int64]:
    """How many units report an indicator that a region above them may state itself; as counted for every other."""
    names = [name for name in (indicator.numerator, indicator.denominator) if name]
    if any(name not in tray.cells for name in names):
        return pair.reported
    if not any(tray.combine[name] == "state" or name.startswith("figure") for name in names):
        return pair.reported
    known = np.logical_and.reduce([~np.isnan(own_figures(tray, name)) for name in names]) & tray.tree.is_unit
    _, reported = tray.tree.roll_up(np.where(known, 1.0, np.nan))
    return reported


def _published(row: dict[str, object], tray: Tray, totals: dict[str, Floats]) -> Indicator:
    code = row["region_indicator_code"]
    n, d = totals.get(f"figure.{code}"), totals.get(f"figure_base.{code}")
    unit = tray.tree.is_unit & ~tray.tree.is_past
    values: list[float] = []
    if n is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (n if d is None else n / d)[:, unit]
        values = [float(v) for v in found[np.isfinite(found)]]
    return published_indicator(row, has_denominator=d is not None, values=values)
