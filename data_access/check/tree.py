"""The tree of regions: one way up from every village, no circles, levels that go down."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, func, select

from data_access.check.findings import Finding, Severity
from data_access.check.shape import Shape
from data_access.region_groups import CODE
from data_access.schema import core, geography

Node = tuple[str | None, str | None]
"""Parent and level of a region."""


def tree_findings(connection: Connection, shape: Shape) -> Iterator[Finding]:
    """Circles, levels out of order, no highest region, figures of a year that hang above the village."""
    region = core.region
    if not shape.has("region", "region_code", "parent_code", "region_level_code"):
        return
    rows = connection.execute(select(region.c.region_code, region.c.parent_code, region.c.region_level_code))
    nodes: dict[str, Node] = {str(code): (parent, level) for code, parent, level in rows if code is not None}
    if not nodes:
        return
    if not any(parent is None for parent, _ in nodes.values()):
        yield Finding(Severity.ERROR, "region", "parent_code", "no_root")
    circle = circular(nodes)
    if circle:
        yield Finding(Severity.ERROR, "region", "parent_code", "circle", len(circle), min(circle))
    turned = [
        code
        for code, (parent, level) in nodes.items()
        if parent in nodes and level is not None and level <= (nodes[parent][1] or "")
    ]
    if turned:
        yield Finding(Severity.ERROR, "region", "region_level_code", "level_order", len(turned), min(turned))
    if shape.has("region_year", "region_code"):
        above = (
            select(func.count(), func.min(core.region_year.c.region_code))
            .select_from(core.region_year.join(region, region.c.region_code == core.region_year.c.region_code))
            .where(region.c.region_level_code != "5")
        )
        count, example = connection.execute(above).one()
        if count:
            yield Finding(Severity.WARNING, "region_year", "region_code", "year_above_village", int(count), example)


def group_findings(connection: Connection, shape: Shape) -> Iterator[Finding]:
    """Groups with a code that no address can hold, and members that lie under another: they would be counted twice."""
    group, member, region = geography.region_group, geography.region_group_member, core.region
    if shape.has(group.name, "region_group_code"):
        names = [str(code) for code in connection.execute(select(group.c.region_group_code)).scalars()]
        unfit = sorted(code for code in names if not CODE.fullmatch(code))
        if unfit:
            yield Finding(Severity.ERROR, group.name, "region_group_code", "group_code", len(unfit), unfit[0])
    if not shape.has(member.name, "region_group_code", "region_code"):
        return
    if not shape.has("region", "region_code", "parent_code"):
        return
    rows = connection.execute(select(member.c.region_group_code, member.c.region_code)).all()
    if not rows:
        return
    parent = {str(c): p for c, p in connection.execute(select(region.c.region_code, region.c.parent_code))}
    members = {(str(of), str(code)) for of, code in rows}
    nested = []
    for of, code in sorted(members):
        above, steps = parent.get(code), 0
        while above is not None and steps < len(parent):
            if (of, str(above)) in members:
                nested.append(code)
                break
            above, steps = parent.get(str(above)), steps + 1
    if nested:
        yield Finding(Severity.ERROR, member.name, "region_code", "nested_member", len(nested), nested[0])


def circular(nodes: Mapping[str, Node]) -> set[str]:
    """The regions that are above themselves."""
    ends: set[str] = set()  # regions known to lead up to an end
    circles: set[str] = set()
    for start in nodes:
        path: list[str] = []
        seen: set[str] = set()
        code: str | None = start
        while code is not None and code in nodes and code not in ends and code not in seen:
            path.append(code)
            seen.add(code)
            code = nodes[code][0]
        if code is not None and code in seen and code not in circles:
            circles.update(path[path.index(code) :])
        ends.update(path)
    return circles
