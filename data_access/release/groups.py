"""The groups of regions of a reading: who belongs to them today, and which members stand for nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data_access.database import read_frame
from data_access.quantities import Placement
from data_access.region_groups import CODE, SIGN, RegionGroup
from data_access.schema import geography
from data_access.tree import RegionTree


def read_groups(
    connection: Connection, themes: Mapping[str, bool], tree: RegionTree, placement: Placement, as_of: date
) -> tuple[tuple[RegionGroup, ...], frozenset[str]]:
    """The groups that have a member in today's `tree`, in their order; and codes of members that no region stands for.

    An ended member is followed to its successors. A member under another of its group is left out, for it is counted
    there; so is a group without a member, or with a code that no address can hold (`guatu check` names them all).
    Empty where the theme is not connected. Raises the DatabaseError family.
    """
    if not themes["region_group"]:
        return (), frozenset()
    group, member = geography.region_group, geography.region_group_member
    rows = read_frame(
        connection, select(member.c.region_group_code, member.c.region_code, member.c.valid_from, member.c.valid_to)
    )
    day = pd.Timestamp(as_of)
    valid = rows[~(rows["valid_from"] > day) & ~(rows["valid_to"] < day)]
    codes: dict[str, list[str]] = {}
    for code, region in zip(valid["region_group_code"].astype(str), valid["region_code"].astype(str), strict=True):
        codes.setdefault(code, []).append(region)
    found: list[RegionGroup] = []
    unplaced: set[str] = set()
    order = select(group).order_by(group.c.sort_no.is_(None), group.c.sort_no, group.c.region_group_code)
    for row in read_frame(connection, order).to_dict("records"):
        code = str(row["region_group_code"])
        today = {region: _of_today(region, tree, placement) for region in codes.get(code, ())}
        unplaced |= {region for region, ends in today.items() if not ends}
        members = highest(tree, {end for ends in today.values() for end in ends})
        if members and CODE.fullmatch(code) and SIGN + code not in tree.index:
            found.append(_group(row, members))
    return tuple(found), frozenset(unplaced)


def _of_today(code: str, tree: RegionTree, placement: Placement) -> tuple[str, ...]:
    """The regions of today that stand for a member."""
    if code in tree.index:
        return (code,)
    return tuple(to for to, _ in placement.successors.get(code, ()))


def highest(tree: RegionTree, codes: set[str]) -> tuple[str, ...]:
    """Those of `codes` that lie under no other of them, ordered."""
    places = {tree.index[code] for code in codes}
    return tuple(sorted(tree.codes[place] for place in places if not places.intersection(tree.ancestors(place)[:-1])))


def _group(row: Mapping[Any, Any], members: tuple[str, ...]) -> RegionGroup:
    def said(column: str) -> str | None:
        value = row[column]
        return value if isinstance(value, str) and value else None

    return RegionGroup(
        code=SIGN + str(row["region_group_code"]),
        kind=str(row["region_group_kind_code"]),
        name_zh=str(row["name_zh"]),
        name_en=said("name_en"),
        industry_kind=said("industry_kind_code"),
        definition_zh=said("definition_zh"),
        members=members,
    )
