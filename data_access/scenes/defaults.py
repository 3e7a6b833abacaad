"""The scenes of a wall for which nobody has written any: the highest region by each tab, then where most is to do."""

import math
from collections.abc import Sequence

from data_access.industry.kinds import covering_kinds
from data_access.release import Release
from data_access.scenes.records import Scene

FOLLOWING = 2
"""How many tabs are shown of the region that has most to do."""


def default_scenes(release: Release, tabs: Sequence[str], period: int) -> tuple[Scene, ...]:
    """Scenes of the indicators `tabs` that are known in `period`, for the highest region and its worst child.

    Worst is what the first tab says that is better in one direction. Between them, where the release tells of industry
    in `period`, what it reaches, and the kind that reaches most villages. Source: the release's values and quantities.
    """
    shown = [code for code in tabs if period in release.indicator_periods(code)]
    scenes = [Scene(region=release.root.code, indicator=code) for code in shown]
    scenes += _industry(release, period)
    worst = _worst(release, shown, period)
    if worst is not None:
        scenes += [Scene(region=worst, indicator=code) for code in shown[:FOLLOWING]]
    return tuple(scenes)


def _industry(release: Release, period: int) -> list[Scene]:
    """The industry view as a whole, and of the kind with most villages; none where no village is reached."""
    told = {kind: release.quantity(f"industry_village_count.{kind}", release.root.code, period)
            for kind in covering_kinds(release)}  # fmt: skip
    reaching = {kind: villages for kind, villages in told.items() if villages > 0}
    if not reaching:
        return []
    most = max(reaching, key=lambda kind: reaching[kind])
    return [Scene(region=release.root.code, view="industry", kind=kind) for kind in ("ALL", most)]


def _worst(release: Release, tabs: Sequence[str], period: int) -> str | None:
    directed = next((code for code in tabs if release.indicators[code].good_direction), None)
    if directed is None:
        return None
    sign = release.indicators[directed].good_direction
    told = {region.code: release.value(directed, region.code, period) for region in release.children(release.root.code)}
    known = {code: sign * value for code, value in told.items() if not math.isnan(value)}
    return min(known, key=lambda code: (known[code], code)) if known else None
