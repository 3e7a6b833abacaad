"""Groups of regions beside the tree: sums of their members, never part of the sums above. The oracle walks the tree."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.grouped_tree import with_groups
from data_access.region_groups import SIGN, RegionGroup
from data_access.release.groups import highest
from data_access.release.withholding import withhold_small
from data_access.tree import Region, RegionTree, plant


def group(code: str, members: tuple[str, ...]) -> RegionGroup:
    return RegionGroup(SIGN + code, "BELT", f"带{code}", None, None, None, members)


def region(code: str, parent: str | None, level: int) -> Region:
    return Region(code, parent, level, code, code)


CITY = [
    region("S", None, 2), region("A", "S", 3), region("B", "S", 3),
    region("A1", "A", 4), region("A2", "A", 4), region("B1", "B", 4),
    region("V1", "A1", 5), region("V2", "A1", 5), region("V3", "A2", 5), region("V4", "B1", 5), region("V5", "B1", 5),
]  # fmt: skip
"""A city of two counties, three townships and five villages."""


@st.composite
def grouped(draw: st.DrawFn) -> RegionTree:
    """Any tree of up to 25 regions with up to three groups, which may overlap each other."""
    count = draw(st.integers(2, 25))
    parents = [-1] + [draw(st.integers(0, i - 1)) for i in range(1, count)]
    under: dict[int, list[int]] = {}
    for i in range(1, count):
        under.setdefault(parents[i], []).append(i)
    order, depth = [0], [0] * count
    for i in order:
        for child in under.get(i, ()):
            depth[child] = depth[i] + 1
            order.append(child)
    regions = [region(f"R{i}", f"R{parents[i]}" if i else None, min(5, 2 + depth[i])) for i in order]
    plain = plant(regions)
    chosen = draw(st.lists(st.sets(st.integers(0, count - 1), min_size=1, max_size=5), max_size=3))
    return with_groups(
        plain, [group(f"G{n}", highest(plain, {f"R{i}" for i in some})) for n, some in enumerate(chosen)]
    )


def walked(tree: RegionTree, code: str) -> set[str]:
    """The codes under a region or group, by the parents of the regions alone."""
    roots = {code}
    for one in tree.groups:
        if one.code == code:
            roots = set(one.members)
    above = {r.code: r.parent_code for r in tree.regions if not r.code.startswith(SIGN)}
    found = set()
    for start in above:
        at: str | None = start
        while at is not None:
            if at in roots:
                found.add(start)
                break
            at = above[at]
    return found


@given(grouped(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_a_group_is_the_sum_of_its_members_and_changes_nothing_above(tree: RegionTree, random: object) -> None:
    rng = np.random.default_rng(random.randrange(2**32))  # type: ignore[attr-defined]
    own = np.where(tree.is_unit & (rng.random(len(tree)) < 0.8), rng.integers(0, 9, len(tree)), np.nan)[None, :]
    totals, reported = tree.roll_up(own.astype(np.float64))
    for place, one in enumerate(tree.regions):
        below = [own[0, tree.at(code)] for code in walked(tree, one.code)]
        known = [figure for figure in below if not math.isnan(figure)]
        assert reported[0, place] == len(known)
        assert totals[0, place] == sum(known) if known else math.isnan(totals[0, place])


@given(grouped())
@settings(max_examples=150, deadline=None)
def test_what_lies_under_a_group_is_what_lies_under_its_members(tree: RegionTree) -> None:
    for one in tree.groups:
        inside = {tree.codes[i] for i in np.flatnonzero(tree.under(one.code, tree.order))}
        assert inside == walked(tree, one.code)
        villages = {tree.codes[i] for i in tree.villages(one.code)}
        assert villages == {code for code in inside if tree.level[tree.at(code)] == 5}
        above = tree.child_above(one.code, np.array([tree.at(code) for code in sorted(inside)]))
        for code, at in zip(sorted(inside), above.tolist(), strict=True):
            assert tree.codes[at] in one.members
            assert code in walked(tree, tree.codes[at])
        parent = tree.regions[tree.at(one.code)].parent_code
        assert parent is not None
        assert set(one.members) <= walked(tree, parent)
        assert tree.ancestors(tree.at(one.code))[0] == 0


def test_a_group_hangs_under_the_nearest_region_above_all_its_members_and_is_nobodys_child() -> None:
    tree = with_groups(
        plant(CITY),
        [group("TOWNS", ("A1", "A2")), group("MIXED", ("A1", "B")), group("ONE", ("V3",)), group("ALL", ("S",))],
    )
    parents = [tree.regions[tree.at(one.code)].parent_code for one in tree.groups]
    assert parents == ["A", "S", "A2", "S"]
    assert [tree.regions[tree.at(one.code)].level for one in tree.groups] == [3, 3, 4, 2]
    assert [tree.codes[i] for i in tree.children_of["A"]] == ["A1", "A2"]
    assert [tree.codes[i] for i in tree.children_of["@MIXED"]] == ["A1", "B"]
    assert [tree.codes[i] for i in tree.ancestors(tree.at("@MIXED"))] == ["S", "@MIXED"]
    assert tree.expected.tolist()[-4:] == [3, 4, 1, 5]
    assert tree.told_level.tolist()[-4:] == [4, 4, 5, 2]
    assert not tree.under("S", np.array([tree.at("@TOWNS")])).any()


def test_a_member_under_another_is_left_out() -> None:
    assert highest(plant(CITY), {"A", "A1", "V2", "V4"}) == ("A", "V4")


def test_a_figure_withheld_in_a_member_is_withheld_in_the_group() -> None:
    tree = with_groups(
        plant(CITY), [group("PAIR", ("V1", "V4")), group("SAFE", ("A", "B1")), group("FAR", ("V3", "V5"))]
    )
    figures = np.array([[np.nan] * 6 + [2.0, 90.0, 80.0, 70.0, 60.0] + [np.nan] * 3])
    totals = {"dropout_person_count": tree.roll_up(figures)[0]}
    before = totals["dropout_person_count"].copy()
    withhold_small(totals, tree)
    after = totals["dropout_person_count"][0]
    assert np.isinf(after[tree.at("V1")])
    assert np.isinf(after[tree.at("V2")])  # with its township it would give V1 back
    assert np.isinf(after[tree.at("@PAIR")])
    assert after[tree.at("@SAFE")] == before[0, tree.at("@SAFE")] == 302
    assert after[tree.at("@FAR")] == 140


def test_without_groups_the_tree_is_the_same_object_of_before() -> None:
    assert with_groups(plant(CITY), []).regions == tuple(CITY)
    assert plant(CITY).groups == ()


@pytest.mark.parametrize("code", ["@NONE", "BELT", ""])
def test_an_unknown_group_is_an_unknown_region(code: str) -> None:
    tree = with_groups(plant(CITY), [group("BELT", ("A",))])
    assert code not in tree.index
