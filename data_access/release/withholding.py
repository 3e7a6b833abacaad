"""What a release does not show below the township: small counts of sensitive things, and all that would give them back.

A hidden figure comes back where it is the only unknown of a sum: of a region and those directly under it, or of the
items of one quantity. So the tree is walked at every level, and items are hidden in whole blocks of regions x items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.tree import TOWNSHIP_LEVEL, RegionTree

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WITHHELD: Final = np.inf
"""What stands in a release for a count that is known and not shown; it is read as NaN and state "withheld"."""

SMALL: Final = 4
"""Sensitive counts from 1 to this are not shown below the township; nor is a sum of hidden ones that is no more."""

ENTIRELY: Final[Mapping[str, str | None]] = {
    "ill_person_count": "registered_member_count",
    "assured_household_count": "assurance_household_count",
    "unmet_household_count": "assurance_household_count",
    "unmet_household_count.MEDICAL": "assurance_household_count",
    "insurance_claim_count": None,
    "insurance_claim_count.UNSTABLE": None,
    "insurance_claim_count.LOW_INCOME": None,
    "insurance_claim_count.UNKNOWN": None,
    "insurance_paid_yuan": None,
    "insurance_policy_claim_count": None,
    "insurance_policy_paid_yuan": None,
}
"""Counts not shown of any village, and of what: illness, what tells of the medical guarantee by subtraction, and
insurance claims, most of which are for illness."""

IN_PART: Final[Mapping[str, str | None]] = {
    "dropout_person_count": None,
    "school_conflict_household_count": None,
    "insurance_conflict_household_count": None,
    "monitoring_open_person_count": "rural_population_count",
    "medically_insured_person_count": "medical_known_person_count",
}
"""Counts not shown where they, or what they lack of the quantity beside them, are small."""


@dataclass(frozen=True)
class Items:
    """A quantity by items: its names before the dot, the items that are sensitive, and whether it adds up to a whole.

    Where it does, what is hidden must hold something that is not sensitive, since the rest of the whole is known.
    """

    names: tuple[str, ...]
    sensitive: tuple[str, ...]
    adds_up: bool


BY_ITEM: Final = (
    Items(("health_person_count", "health_household_count"), ("02", "03", "04"), adds_up=False),
    Items(("cause_household_count", "cause_person_count"), ("01", "02"), adds_up=True),
    Items(("monitoring_open_risk_count",), ("01", "03"), adds_up=True),
)
SENSITIVE: Final = frozenset(
    [*ENTIRELY, *IN_PART, *(f"{name}.{item}" for group in BY_ITEM for name in group.names for item in group.sensitive)]
)


def withhold_small(totals: dict[str, Floats], tree: RegionTree) -> None:
    """Put `WITHHELD` in place of every total that must not be shown, and of what would give it back by subtraction."""
    hidden: dict[str, Bools] = {}
    for name, base in ENTIRELY.items():
        if name in totals:
            hidden[name] = hidden_entirely(totals[name], totals.get(base) if base else None, tree)
    for name, whole in IN_PART.items():
        if name in totals:
            hidden[name] = hidden_in_part(totals[name], totals.get(whole) if whole else None, tree)
    for group in BY_ITEM:
        hidden |= _hidden_items(totals, tree, group)
    for name, cells in hidden.items():
        totals[name] = tree.sum_groups(np.where(cells, WITHHELD, totals[name]))


def hidden_entirely(figures: Floats, whole: Floats | None, tree: RegionTree) -> Bools:
    """Every known cell below the township, with what would give one back (periods x regions).

    Where more must go, it is the region with the smallest `whole`.
    """
    people = figures if whole is None else np.where(np.isnan(figures), np.nan, np.nan_to_num(whole))
    return _each_period(~np.isnan(figures) & (tree.level > TOWNSHIP_LEVEL), people, tree)


def hidden_in_part(figures: Floats, whole: Floats | None, tree: RegionTree) -> Bools:
    """Cells below the township where `figures`, or what they lack of `whole`, are 1 to 4; with what gives one back."""
    part = figures if whole is None else np.fmin(_above_zero(figures), _above_zero(whole - figures))
    part = np.where(np.isnan(figures), np.nan, np.nan_to_num(part, nan=0.0))
    small = (part >= 1) & (part <= SMALL) & (tree.level > TOWNSHIP_LEVEL)
    return _each_period(small, part, tree)


def _above_zero(figures: Floats) -> Floats:
    return np.where(figures > 0, figures, np.nan)


def _each_period(hidden: Bools, figures: Floats, tree: RegionTree) -> Bools:
    return np.array(
        [close_year(cells, row, tree, year) for year, (cells, row) in enumerate(zip(hidden, figures, strict=True))]
    )


def close_year(hidden: Bools, figures: Floats, tree: RegionTree, year: int) -> Bools:
    """As `close`, in the tree of the year (its place among the periods); what is carried to other trees follows it.

    A figure carried to a region of another time is shown only where it is made of nothing but figures that the year's
    own tree shows: so two trees of one year never tell more than one.
    """
    then = tree.then[year] if tree.then else None
    if then is None:
        return close(hidden, figures, tree)
    closed = close(hidden & then.tree.stands, then.known(figures), then.tree)
    return then.carry(closed, hidden & ~np.isnan(figures))


def close(hidden: Bools, figures: Floats, tree: RegionTree, preferred: Bools | None = None) -> Bools:
    """`hidden` regions, and as few more as it takes that no sum of a region and those directly under it gives one back.

    Where one alone is hidden among the children of a shown parent, or all of them together are no more than 4, the
    smallest sister above 0 goes too (`preferred` ones first, one of 0 where there is no other), else the parent; where
    a parent is hidden and none under it, its smallest child. `figures` say what is small; NaN cells are not there.
    """
    known = ~np.isnan(figures)
    hidden = hidden & known
    first = np.zeros(len(tree), dtype=np.bool_) if preferred is None else preferred
    above = (tree.parent >= 0) & ~tree.is_group
    up = tree.parent[above]
    settled: set[int] = set()
    while True:
        under = np.bincount(up, hidden[above], len(tree))
        people = np.bincount(up, np.where(hidden, figures, 0.0)[above], len(tree))
        alone = (under + hidden == 1) & ~tree.is_unit
        weak = alone | (~hidden & (under > 0) & (people <= SMALL))
        places = [int(place) for place in np.flatnonzero(weak) if place not in settled]
        if not places:
            return hidden
        for place in places:
            children = np.array(tree.children_of[tree.codes[place]], dtype=np.int64)
            free = children[known[children] & ~hidden[children]]
            free = free[(figures[free] > 0) | alone[place]]
            if len(free):
                order = np.lexsort((figures[free], ~first[free], figures[free] <= 0))
                hidden[free[order[0]]] = True
            elif alone[place] and known[place] and not hidden[place]:
                hidden[place] = True
            else:
                settled.add(place)  # nothing is left to hide here


def _hidden_items(totals: Mapping[str, Floats], tree: RegionTree, group: Items) -> dict[str, Bools]:
    """What is hidden of one quantity by items, the same regions and items for each of the group's names."""
    told = sorted({name.partition(".")[2] for name in totals if name.partition(".")[0] in group.names and "." in name})
    items = told if group.adds_up else [item for item in told if item in group.sensitive]
    if not items:
        return {}
    blocks = [
        np.array([totals[f"{name}.{item}"] for item in items])
        for name in group.names
        if all(f"{name}.{item}" in totals for item in items)
    ]
    if not blocks:  # told by different items: nothing to weigh them against
        return {n: hidden_entirely(totals[n], None, tree) for n in totals if n.partition(".")[0] in group.names}
    risky = np.array([item in group.sensitive for item in items])
    small = np.any([(block >= 1) & (block <= SMALL) for block in blocks], axis=0)
    small &= risky[:, None, None] & (tree.level > TOWNSHIP_LEVEL)
    hidden = np.zeros(small.shape, dtype=np.bool_)
    for period in np.flatnonzero(small.any(axis=(0, 2))):
        plain = ~risky if group.adds_up else np.ones(len(items), dtype=np.bool_)
        figures = blocks[0][:, period]
        told_here = ~np.isnan(figures).all(axis=0)  # an item missing beside others is none, as far as sums go
        figures = np.where(np.isnan(figures) & told_here, 0.0, figures)
        then = tree.then[period] if tree.then else None
        if then is None:
            hidden[:, period] = _close_block(small[:, period], figures, plain, tree)
        else:
            of_year = np.array([then.known(row) for row in figures])
            closed = _close_block(small[:, period] & then.tree.stands, of_year, plain, then.tree)
            hidden[:, period] = [then.carry(row, own) for row, own in zip(closed, small[:, period], strict=True)]
    names = [name for name in group.names if f"{name}.{items[0]}" in totals]
    return {f"{name}.{item}": hidden[row] for name in names for row, item in enumerate(items)}


def _close_block(hidden: Bools, figures: Floats, plain: Bools, tree: RegionTree) -> Bools:
    """Hidden cells (items x regions) with what would give one back along the tree or along the items.

    In the end the hidden regions under one parent hide the same items, two and two at least: then no system of sums
    has one solution, since households can always be exchanged between two items of two regions.
    """
    known = ~np.isnan(figures)
    hidden = hidden & known
    while True:
        before = int(hidden.sum())
        for region in np.flatnonzero(hidden.any(axis=0)):
            _hide_more_items(hidden[:, region], figures[:, region], plain, _hidden_beside(hidden, int(region), tree))
        for item in range(len(hidden)):
            rows: Bools = np.logical_or.reduce(hidden, axis=0)
            hidden[item] = close(hidden[item], figures[item], tree, rows)
        here = np.flatnonzero(hidden.any(axis=0))
        for place in np.unique(tree.parent[here]):
            sisters = here[tree.parent[here] == place]
            block = np.ix_(hidden[:, sisters].any(axis=1), sisters)
            hidden[block] = known[block]
        if int(hidden.sum()) == before:
            return hidden


def _hidden_beside(hidden: Bools, region: int, tree: RegionTree) -> Bools:
    """Items hidden in a region's sisters: to hide the same ones hides least."""
    sisters = list(tree.children_of[tree.regions[region].parent_code])
    beside: Bools = np.logical_or.reduce(hidden[:, sisters], axis=1)
    return beside


def _hide_more_items(hidden: Bools, figures: Floats, plain: Bools, beside: Bools) -> None:
    """Hide more items of one region until those hidden are two above 0, more than 4 together, and not all sensitive."""
    while True:
        told = hidden & (figures > 0)
        mixed = bool((told & plain).any())
        if mixed and told.sum() >= 2 and figures[told].sum() > SMALL:
            return
        free = np.flatnonzero(~hidden & (figures > 0) & (plain | mixed))
        if not len(free):
            free = np.flatnonzero(~hidden & (figures > 0))
        if not len(free):
            hidden |= ~np.isnan(figures)  # nothing to mix it with: then nothing of this region is told
            return
        hidden[free[np.lexsort((figures[free], ~beside[free]))[0]]] = True
