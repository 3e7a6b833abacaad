"""A tree of regions with groups of them beside it."""

from collections.abc import Sequence

import numpy as np

from data_access.region_groups import RegionGroup
from data_access.tree import TOWNSHIP_LEVEL, Region, RegionTree


def with_groups(tree: RegionTree, groups: Sequence[RegionGroup]) -> RegionTree:
    """The same tree with `groups` after its own regions; their members are among these, and none lies under another."""
    if not groups:
        return tree
    members = {group.code: tuple(sorted(tree.index[code] for code in group.members)) for group in groups}
    above = [_above_all(tree, members[group.code]) for group in groups]
    nodes = [
        Region(
            code=group.code,
            parent_code=tree.regions[up].code,
            level=min(max(int(tree.level[up]), int(tree.level[list(members[group.code])].max()) - 1), TOWNSHIP_LEVEL),
            name_zh=group.name_zh,
            short_name_zh=group.name_zh,
            name_en=group.name_en,
            kind=group.kind,
        )
        for group, up in zip(groups, above, strict=True)
    ]
    by_code: dict[str | None, tuple[int, ...]] = {
        c: tuple(sorted(at, key=lambda i: tree.regions[i].code)) for c, at in members.items()
    }
    return RegionTree(
        regions=(*tree.regions, *nodes),
        parent=np.append(tree.parent, above),
        depth=np.append(tree.depth, tree.depth[above] + 1),
        level=np.append(tree.level, [node.level for node in nodes]),
        is_unit=np.append(tree.is_unit, np.zeros(len(nodes), dtype=np.bool_)),
        index={**tree.index, **{node.code: len(tree) + i for i, node in enumerate(nodes)}},
        children_of={**tree.children_of, **by_code},
        groups=tuple(groups),
    )


def _above_all(tree: RegionTree, members: Sequence[int]) -> int:
    """The nearest region above all of `members`; the highest where one of them is that."""
    paths = [tree.ancestors(position)[:-1] for position in members]
    common = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
    return common[-1] if common else 0
