"""Circles in a tree of regions are found, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.check.tree import circular
from data_access.region_files import RegionTableError
from data_access.regions import check_tree


def test_a_circle_and_what_hangs_on_it() -> None:
    nodes = {"A": (None, "3"), "B": ("A", "4"), "C": ("D", "4"), "D": ("C", "5"), "E": ("D", "5"), "F": ("F", "5")}
    assert circular(nodes) == {"C", "D", "F"}


@given(st.dictionaries(st.integers(0, 12), st.integers(0, 14), max_size=13))
def test_against_a_walk_from_every_region(parents: dict[int, int]) -> None:
    nodes = {str(code): (None if parent > 12 else str(parent), "3") for code, parent in parents.items()}

    def is_above_itself(start: str) -> bool:
        code: str | None = start
        for _ in range(len(nodes) + 1):
            code = nodes[code][0] if code in nodes and code is not None else None
            if code == start:
                return True
        return False

    assert circular(nodes) == {code for code in nodes if is_above_itself(code)}


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ({"A": (None, "3"), "B": ("X", "4")}, "parent of 1 regions is not known"),
        ({"A": (None, "3"), "B": ("A", "3")}, "not of a lower level"),
        ({"A": (None, "3"), "B": ("A", "2")}, "not of a lower level"),
        ({"A": (None, "6")}, "none of 1 to 5"),
        ({"A": (None, None)}, "none of 1 to 5"),
        ({"A": ("B", "3"), "B": ("A", "4")}, "2 regions stand above themselves"),
    ],
)
def test_what_is_no_tree_is_refused(nodes: dict[str, tuple[str | None, str | None]], said: str) -> None:
    with pytest.raises(RegionTableError) as refused:
        check_tree(nodes)
    assert said in str(refused.value)


def test_levels_may_be_skipped_and_roots_may_be_several() -> None:
    check_tree({"A": (None, "2"), "B": ("A", "4"), "C": ("A", "5"), "D": (None, "3")})
