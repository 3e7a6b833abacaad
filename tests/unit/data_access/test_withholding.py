"""What is withheld cannot be had back. The oracle solves the sums that a reader knows; it shares no code with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.indicators import read_catalogue
from data_access.quantities import Placement, Tray
from data_access.release.alert_rows import told_at
from data_access.release.pairs import pair_up, total_quantities
from data_access.release.withholding import withhold_small
from data_access.tree import Region, RegionTree, plant

CATALOGUE = {i.code: i for i in read_catalogue()}
CAUSES = [f"cause_household_count.{code}" for code in ("01", "02", "07", "08", "99")]


def grown(rows: list[tuple[str, str | None, int]]) -> RegionTree:
    return plant([Region(code, parent, level, code, code) for code, parent, level in rows])


IRREGULAR = grown(
    [("C", None, 3), ("T1", "C", 4), ("T2", "C", 4), ("T3", "C", 4), ("V9", "C", 5), ("A1", "T1", 5)]
    + [(f"B{n}", "T2", 5) for n in range(3)]
    + [(f"D{n}", "T3", 5) for n in range(4)]
)
"""A township with one village, one village directly under the county, and two townships as they should be."""


@st.composite
def trees(draw: st.DrawFn) -> RegionTree:
    """Any county of up to 25 regions: levels skipped, townships of one village, townships without any."""
    count = draw(st.integers(2, 25))
    parents = [-1] + [draw(st.integers(0, i - 1)) for i in range(1, count)]
    under: dict[int, list[int]] = {}
    for i in range(1, count):
        under.setdefault(parents[i], []).append(i)
    depth = [0] * count
    order = [0]
    for i in order:
        for child in under.get(i, ()):
            depth[child] = depth[i] + 1
            order.append(child)
    levels = [min(5, 3 + depth[i] + draw(st.integers(0, 1)) * (depth[i] > 0)) for i in range(count)]
    return grown([(f"R{i}", None if parents[i] < 0 else f"R{parents[i]}", levels[i]) for i in order])


def summed(tree: RegionTree, own: np.ndarray) -> np.ndarray:
    """Sums upward of figures of the regions that have none under them."""
    total = np.where(tree.is_unit, own, 0.0).astype(float)
    for i in range(len(tree) - 1, 0, -1):
        total[..., tree.parent[i]] += total[..., i]
    return total


def given_back(tree: RegionTree, hidden: np.ndarray, items_add_up: bool) -> list[tuple[int, int]]:
    """Hidden cells (item, region) that have one value only in all solutions of the sums that are known."""
    cells = [(int(k), int(r)) for k, r in zip(*np.nonzero(hidden), strict=True)]
    at = {cell: n for n, cell in enumerate(cells)}
    sums: list[dict[int, float]] = []
    for k in range(len(hidden)):
        for parent, code in enumerate(tree.codes):
            children = tree.children_of.get(code, ())
            if children:
                terms = {at[k, c]: 1.0 for c in children if (k, c) in at}
                sums.append(terms | ({at[k, parent]: -1.0} if (k, parent) in at else {}))
    if items_add_up:
        sums += [{at[k, r]: 1.0 for k in range(len(hidden)) if (k, r) in at} for r in range(len(tree))]
    matrix = np.zeros((len(sums) + 1, len(cells)))
    for row, terms in enumerate(sums):
        for column, sign in terms.items():
            matrix[row, column] = sign
    _, values, rights = np.linalg.svd(matrix)
    free = rights[int((values > 1e-9).sum()) :]
    return [cell for n, cell in enumerate(cells) if not (np.abs(free[:, n]) > 1e-9).any()]


def hidden_in(totals: dict[str, np.ndarray], names: list[str]) -> np.ndarray:
    return np.array([np.isinf(totals[name][0]) for name in names])


@given(trees(), st.data())
@settings(deadline=None, max_examples=150)
def test_no_cause_comes_back(tree: RegionTree, data: st.DataObject) -> None:
    most = data.draw(st.sampled_from([2, 6, 30]))
    count = len(CAUSES) * len(tree)
    own = np.array(data.draw(st.lists(st.integers(0, most), min_size=count, max_size=count)))
    true = summed(tree, own.reshape(len(CAUSES), len(tree)))
    totals = {name: true[k][None, :].copy() for k, name in enumerate(CAUSES)}
    withhold_small(totals, tree)
    hidden = hidden_in(totals, CAUSES)
    small = (true[:2] >= 1) & (true[:2] <= 4) & (tree.level == 5)
    assert hidden[:2][small].all()
    assert given_back(tree, hidden, items_add_up=True) == []
    for region in np.flatnonzero(hidden.any(axis=0)):
        rest = true[hidden[:, region], region].sum()
        mixed = (true[2:, region][hidden[2:, region]] > 0).any()
        assert (rest > 4 and mixed) or hidden[:, region].all(), "the rest of the causes tells of one illness"
    if not small.any():
        assert not hidden.any(), "nothing to hide, nothing hidden"


@given(trees(), st.data())
@settings(deadline=None, max_examples=100)
def test_no_share_of_the_ill_comes_back(tree: RegionTree, data: st.DataObject) -> None:
    people = np.array(data.draw(st.lists(st.integers(1, 90), min_size=len(tree), max_size=len(tree))))
    ill = np.array([data.draw(st.integers(0, int(n))) for n in people])
    tray = Tray(tree, (2019,), Placement())
    tray.put("ill_person_count", 2019, np.where(tree.is_unit, ill, np.nan), "add")
    tray.put("registered_member_count", 2019, np.where(tree.is_unit, people, np.nan), "add")
    totals = total_quantities(tray)
    pairs = pair_up(tray, totals, CATALOGUE["ILL_SHARE"])
    withhold_small(totals, tree)
    cells = np.isinf(pairs.numerator)
    assert (cells == np.isinf(totals["ill_person_count"])).all(), "one withheld, the other shown"
    assert cells[0][tree.level == 5].all()
    assert given_back(tree, cells, items_add_up=False) == []


def test_a_township_of_one_village_shows_nothing_of_it() -> None:
    tray = Tray(IRREGULAR, (2019,), Placement())
    people = np.where(IRREGULAR.is_unit, 50.0, np.nan)
    tray.put("ill_person_count", 2019, people - 40, "add")
    tray.put("registered_member_count", 2019, people, "add")
    pairs = pair_up(tray, total_quantities(tray), CATALOGUE["ILL_SHARE"])
    shown = [code for code, n in zip(IRREGULAR.codes, pairs.numerator[0], strict=True) if np.isfinite(n)]
    assert shown == ["C", "T2", "T3"], "the county and the townships of several villages stay"


@pytest.mark.parametrize(
    ("insured", "known", "hidden"),
    [
        ((50, 60, 70, 80), (50, 60, 70, 80), []),
        ((48, 60, 55, 80), (50, 60, 70, 80), ["D0", "D2"]),  # two without, and the fewest that mix with them
        ((48, 58, 70, 80), (50, 60, 70, 80), ["D0", "D1", "D2"]),  # four in two villages: were they all, each had two
        ((48, 60, 70, 80), (50, 60, 70, 80), ["D0", "D1"]),
    ],
)
def test_few_without_insurance_are_withheld(
    insured: tuple[int, ...], known: tuple[int, ...], hidden: list[str]
) -> None:
    tray = Tray(IRREGULAR, (2019,), Placement())
    for name, figures in (("medically_insured_person_count", insured), ("medical_known_person_count", known)):
        own = np.full(len(IRREGULAR), np.nan)
        for place, count in enumerate(figures):
            own[IRREGULAR.index[f"D{place}"]] = count
        tray.put(name, 2019, own, "add")
    totals = total_quantities(tray)
    pairs = pair_up(tray, totals, CATALOGUE["MEDICAL_INSURANCE_COVERAGE"])
    withhold_small(totals, IRREGULAR)
    for figures in (pairs.numerator, totals["medically_insured_person_count"]):
        villages = [code for code, n in zip(IRREGULAR.codes, figures[0], strict=True) if np.isinf(n) and code != "T3"]
        assert villages == hidden
    assert np.isfinite(totals["medical_known_person_count"][0, IRREGULAR.index["D0"]])


def test_the_medical_guarantee_is_told_for_two_villages_at_least() -> None:
    told = {code: IRREGULAR.codes[at] for code, at in zip(IRREGULAR.codes, told_at(IRREGULAR), strict=True)}
    assert told["A1"] == told["V9"] == "C"
    assert {told[f"B{n}"] for n in range(3)} == {"T2"}
    assert {told[f"D{n}"] for n in range(4)} == {"T3"}


@given(trees())
@settings(deadline=None, max_examples=100)
def test_nothing_of_health_is_told_of_one_village(tree: RegionTree) -> None:
    told = told_at(tree)
    villages = np.flatnonzero(tree.is_unit & (tree.level == 5))
    groups = {int(at): [v for v in villages if told[v] == at] for at in told[villages]}
    for at, of in groups.items():
        assert tree.level[at] <= 4 or at == 0
        assert len(of) >= 2 or len(villages) == 1
        assert all(at in tree.ancestors(int(v)) for v in of)
