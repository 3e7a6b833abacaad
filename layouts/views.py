"""What the wall can be about: for each view its panels and where they stand, its tabs, and what they follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from layouts import ids


@dataclass(frozen=True, slots=True)
class View:
    """One view of the wall.

    left, right, below   ids of the places where callbacks draw its panels: beside the map at the left, at the right,
                         and at the right under the panels that all views share (matrix and ranking)
    tabs                 indicators that have a tab where the release can give them
    first                what its map opens on: the first of these that is known, else its first tab
    layers               point layers that stand on its map unless others are chosen
    follows              parts of the state that its panels depend on, besides region, period and words
    """

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    below: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Every id into which a callback draws a panel of this view."""
        return (*self.left, *self.right, *self.below)

    @property
    def panels(self) -> tuple[str, ...]:
        """The names by which its panels can be enlarged, in the order of `places`."""
        return tuple(map(self.panel_of, self.places))

    def panel_of(self, place: str) -> str:
        """The name of the panel that is drawn into `place`: the id without the name of the view."""
        return place.removeprefix(f"{self.name}-")


OVERVIEW: Final = View(
    "overview",
    left=(ids.CAUSES, ids.STRUCTURE, ids.PROGRESS),
    right=(ids.COVERAGE,),
    below=(ids.ALERTS,),
    tabs=(
        "POVERTY_INCIDENCE", "INDUSTRY_HOUSEHOLD_COVERAGE", "SOLAR_INCOME_PER_HOUSEHOLD", "HOUSE_VACANCY_RATE",
        "INCOME_PER_PERSON", "RISK_ELIMINATION_RATE", "VISIT_RATE",
    ),
    layers=("solar",),
)  # fmt: skip

INDUSTRY: Final = View(
    "industry",
    left=(ids.INDUSTRY_REACH, ids.INDUSTRY_MEETS, ids.INDUSTRY_EFFECT),
    right=(ids.INDUSTRY_KIND,),
    tabs=(
        "INDUSTRY_VILLAGE_COVERAGE", "INDUSTRY_VILLAGE_COVERAGE_BESIDE_SOLAR", "INDUSTRY_HOUSEHOLD_COVERAGE",
        "INDUSTRY_KIND_NUMBER", "SOLAR_INCOME_PER_HOUSEHOLD", "WORKSHOP_ASSISTED_WORKERS", "TOURISM_VILLAGE_COVERAGE",
    ),
    # with solar nearly every village is reached
    first=("INDUSTRY_VILLAGE_COVERAGE_BESIDE_SOLAR", "INDUSTRY_VILLAGE_COVERAGE", "INDUSTRY_HOUSEHOLD_COVERAGE"),
    layers=("solar",),
    follows=("kind", "solar", "meet", "flow"),
)  # fmt: skip

TASKS: Final = View(
    "tasks",
    left=(ids.TASKS_ADVANCE, ids.TASKS_WORKS, ids.TASKS_MONEY),
    right=(ids.TASKS_LATE, ids.TASKS_UNMET),
    below=(ids.TASKS_CHECKS,),
    tabs=(
        "TASK_LATE_RATE", "TASK_ON_TIME_RATE", "FUND_PAID_RATE", "ASSURANCE_RATE", "DROPOUT_COUNT", "DATA_ISSUE_RATE",
    ),
    first=("TASK_LATE_RATE", "ASSURANCE_RATE"),
)  # fmt: skip

RANKING: Final = View(
    "ranking",
    left=(ids.RANKING_BALANCE, ids.RANKING_MULTIPLES),
    right=(ids.RANKING_STANDING, ids.RANKING_BUMP),
    tabs=(
        "POVERTY_INCIDENCE", "INDUSTRY_HOUSEHOLD_COVERAGE", "INCOME_PER_PERSON", "VISIT_RATE", "RISK_ELIMINATION_RATE",
        "TASK_ON_TIME_RATE", "EXIT_RATE",
    ),
    follows=("indicator", "rank", "since", "difference"),
)  # fmt: skip

DUTY: Final = View(
    "duty",
    left=(ids.DUTY_CHAIN, ids.DUTY_LOADS, ids.DUTY_TEAMS),
    right=(ids.DUTY_VISITS, ids.DUTY_SILENT),
    tabs=("VISIT_OVERDUE", "VISIT_RATE", "HELPER_COVERAGE", "HELPER_LOAD", "WORK_TEAM_COVERAGE"),
    first=("VISIT_OVERDUE", "VISIT_RATE"),
    follows=("lapse",),
)

MONITOR: Final = View(
    "monitor",
    left=(ids.MONITOR_FUNNEL, ids.MONITOR_CASES, ids.MONITOR_LINES),
    right=(ids.MONITOR_WARNINGS, ids.MONITOR_INSURANCE, ids.MONITOR_BURDEN),
    tabs=(
        "MONITORED_SHARE", "RISK_ELIMINATION_RATE", "IDENTIFIED_IN_TIME_RATE", "DEVELOPMENT_MEASURE_COVERAGE",
        "ALERT_OVERDUE_RATE", "INSURANCE_ELIGIBLE_RATE",
    ),
    first=("MONITORED_SHARE", "BELOW_LINE_SHARE"),
)  # fmt: skip

VIEW_OF: Final[Mapping[str, View]] = MappingProxyType(
    {view.name: view for view in (OVERVIEW, INDUSTRY, MONITOR, DUTY, TASKS, RANKING)}
)
"""The views by name, in the order of their buttons; the first is what the wall opens on."""

_ALWAYS: Final = ("region", "period", "lang", "theme", "era")


def scopes() -> dict[str, list[str]]:
    """For each of `ids.SCOPES` the parts of the state that it holds: one for what stands in every view, one a view."""
    own = {f"{view.name}-{ids.SCOPE}": [*_ALWAYS, *view.follows] for view in VIEW_OF.values()}
    told = {ids.SCOPE: [*_ALWAYS, "household", "view", "tiles"], **own}
    return {name: told[name] for name in ids.SCOPES}
