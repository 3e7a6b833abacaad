"""How households lie by income and by what they pay themselves, as cells without counts, and the lines among them."""

from dataclasses import dataclass

from data_access.monitoring.lines import Line, lines_of
from data_access.release import Release
from data_access.release.monitoring_tables import BURDEN_EDGES, INCOME_EDGES
from data_access.tree import TOWNSHIP_LEVEL

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """Households of one band of income and one of burden, yuan per member; `size` the place of their number among
    `release.monitoring_tables.CLASSES`."""

    income: Span
    burden: Span
    size: int


@dataclass(frozen=True, slots=True)
class Burden:
    """The cells of a region and year, and the lines set for it.

    region  the region they are of: the one asked for, or above a village its township
    """

    region: str
    name: str
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]


def burden(release: Release, code: str, period: int, lang: str = "zh") -> Burden:
    """Cells of fewer than `SMALL_CELL` households are left out; none where nothing is told of the year.

    Raises UnknownRegionError. Source: household_income of registered and monitored households; policy_line.
    """
    told = [region for region in release.ancestors(code) if region.level <= TOWNSHIP_LEVEL]
    region = told[-1] if told else release.region(code)
    rows = release.burden_cells(region.code, period)
    cells = tuple(
        Cell(_span(INCOME_EDGES, income), _span(BURDEN_EDGES, cost), size)
        for income, cost, size in rows[["income", "burden", "size"]].to_numpy().tolist()
    )
    return Burden(region.code, region.name(lang), cells, lines_of(release, region.code, lang))


def _span(edges: tuple[int, ...], place: int) -> Span:
    """The band at `place`; the open one as wide as the one before it."""
    low = float(edges[place - 1]) if place else 0.0
    high = float(edges[place]) if place < len(edges) else 2 * low - (edges[-2] if len(edges) > 1 else 0)
    return low, high
