"""The county Bashang, modelled on Zhangbei in 2019 (bashang_targets.csv names the source of each published total)."""

from typing import Final

import numpy as np

from data_access.demo.draft import Draft, Frames
from data_access.demo.scenario import Population, Scenario, Workshops
from data_access.demo.works import build_projects, build_ranking, build_tasks

BASHANG: Final = Scenario(
    name="bashang",
    name_zh="坝上县",
    root="990101000000",
    as_of=np.datetime64("2019-09-30", "D"),
    years=(2014, 2015, 2016, 2017, 2018, 2019),
    seed=20191011,
    parts=frozenset(
        [
            "assurance",
            "solar",
            "tourism",
            "farming",
            "others",
            "workshops",
            "income",
            "responsibility",
            "monitoring",
            "measures",
        ]
    ),
    workshops=Workshops(24, 14, 20),
    population=Population(
        households=37_053,
        persons=66_619,
        rural=290_800,
        poor=8_114,
        # Only their sum (66,619 - 8,114) is published, the split over the years is generated.
        exits={2014: 5_120, 2015: 9_340, 2016: 10_880, 2017: 12_930, 2018: 14_122, 2019: 6_113},
        size_odds={1: 0.440, 2: 0.410, 3: 0.085, 4: 0.044, 5: 0.017, 6: 0.004},
        ageing=True,
        aged_60=42_436,
        aged_70=23_850,
        primary_or_less=44_901,
        without_labour=37_177,
        skill_or_funds=15_395,
        major=(1_004, 1_452),
        chronic=(16_438, 22_719),
        identified={2014: 0.935, 2015: 0.035, 2016: 0.018, 2017: 0.012},
        fallen=0.012,
        dropouts=3,
        helpers=7_680,
        # The nine months of 2019 are generated.
        jobs={2018: (4_552, 3_943, 2_708), 2019: (4_716, 4_204, 2_963)},
        asked_unwilling=5_200,
        hollow=(188, 114, 29),
        shocked=74,
    ),
)


def build_bashang(draft: Draft) -> list[Frames]:
    """Projects, tasks and rankings, all of them generated: none was published."""
    projects = build_projects(draft, 286, 342_000_000)
    monthly = [f"2019-{month:02d}-26" for month in range(1, 10)]
    return [
        projects,
        build_tasks(draft, projects["project"], 360, undated=7),
        build_ranking(draft, {"MONTH_DISPATCH": monthly, "QUARTER_RANK": ["2019-03-29", "2019-06-28", "2019-09-27"]}),
    ]
