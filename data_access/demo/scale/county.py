"""One county among many: a population and industries of its own, in the likeness of the model counties."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Floats, shares, stream
from data_access.demo.bashang import BASHANG
from data_access.demo.draft import Draft, Frames
from data_access.demo.frames import demo_frames
from data_access.demo.land import Land, lay_land
from data_access.demo.scale.sizes import Scale
from data_access.demo.scenario import Population, Scenario, Ventures, Workshops
from data_access.demo.weigong import WEIGONG
from data_access.demo.works import build_projects, build_ranking, build_tasks

TRIES: Final = 6
"""Seeds that are tried before a county is given up: some leave a person or two that no household holds."""

_MODEL: Final = Ventures()
_MODEL_VILLAGES: Final = 366
_IN_WORK: Final = 0.78
"""Of the model's share in work: who is still poor has no job, and some counties have more of them."""

_PROJECTS: Final = 0.78
_PROJECT_YUAN: Final = 1_200_000
"""Projects of two years a village, and what one costs, as in the model."""

RANKED: Final = {
    "MONTH_DISPATCH": [f"2019-{month:02d}-26" for month in range(1, 10)],
    "QUARTER_RANK": ["2019-03-29", "2019-06-28", "2019-09-27"],
}
"""The days of the rankings, by event."""

_FAMILIES: Final = {1: 0.22, 2: 0.34, 3: 0.2, 4: 0.14, 5: 0.07, 6: 0.03}
"""Households by members where they are not mostly old couples: enough of one that any number of poor can be made up."""


def county_scenarios(scale: Scale, regions: pd.DataFrame) -> Iterator[tuple[Scenario, pd.DataFrame]]:
    """Each county of the tree with its regions; the registered persons of all add up to those of the scale.

    regions: those of a tree (land.Land), with their points.
    """
    rng = stream(scale.seed, "counties")
    counties = regions[regions["region_level_code"] == "3"].sort_values("region_code")
    prefix = regions["region_code"].str.slice(0, 6)
    villages = regions[regions["region_level_code"] == "5"].groupby(prefix).size()
    many = counties["region_code"].str.slice(0, 6).map(villages).to_numpy(dtype=np.float64)
    weight: Floats = np.asarray(many * np.exp(rng.normal(0, 0.18, many.size)), dtype=np.float64)
    persons = shares(scale.persons, weight)
    for number, (code, name, people) in enumerate(
        zip(counties["region_code"], counties["name_zh"], persons.tolist(), strict=True)
    ):
        model = WEIGONG if number % 3 == 1 else BASHANG
        scenario = Scenario(
            name=str(code), name_zh=str(name), root=str(code), as_of=BASHANG.as_of, years=BASHANG.years,
            seed=scale.seed + 1_000 * (number + 1), parts=BASHANG.parts, population=_population(rng, model, people),
        )  # fmt: skip
        yield scenario, regions[prefix == str(code)[:6]].reset_index(drop=True)


def county_frames(scenario: Scenario, regions: pd.DataFrame) -> Frames:
    """The rows of one county by table, as demo_frames; the same scenario gives the same rows.

    Raises ValueError when no seed fits.
    """
    for again in range(TRIES):
        tried = replace(scenario, seed=scenario.seed + again)
        try:
            land = lay_land(tried, regions)
            rng = stream(tried.seed, "ventures")
            tried = replace(tried, ventures=_ventures(rng, tried, land), workshops=_workshops(tried, land))
            return demo_frames(tried, _works, land=land)
        except ValueError:
            if again == TRIES - 1:
                raise
    raise ValueError(scenario.name)


def _population(rng: np.random.Generator, model: Scenario, persons: int) -> Population:
    """The model's population in proportion, some counties better off than others."""
    wanted = model.people
    part = persons / wanted.persons

    def some(count: float, spread: float = 0.0) -> int:
        return round(count * part * (1 + spread * rng.uniform(-1, 1)))

    # Poverty by the whole: from a hundredth of the registered to a fifth.
    poor = round(persons * float(np.exp(rng.uniform(np.log(0.02), np.log(0.2)))))
    odds: Floats = np.array(list(BASHANG.people.exits.values())) * rng.uniform(0.7, 1.3, len(BASHANG.people.exits))
    exits = shares(persons - poor, odds)
    willing, given, stable = list(wanted.jobs.values())[-1]
    year = BASHANG.year
    return replace(
        wanted,
        households=some(wanted.households) if wanted.ageing else round(persons / _mean(_FAMILIES)),
        size_odds=wanted.size_odds if wanted.ageing else _FAMILIES,
        persons=persons,
        rural=some(wanted.rural, 0.12),
        poor=poor,
        poor_households=None,
        exits={y: int(n) for y, n in zip(BASHANG.people.exits, exits.tolist(), strict=True)},
        aged_60=None,
        aged_70=None,
        primary_or_less=None,
        without_labour=some(wanted.without_labour, 0.04),
        skill_or_funds=some(wanted.skill_or_funds, 0.1),
        major=(some(wanted.major[0]), some(wanted.major[1])),
        chronic=(some(wanted.chronic[0]), some(wanted.chronic[1])),
        identified=BASHANG.people.identified,
        fallen=BASHANG.people.fallen,
        helpers=max(some(wanted.helpers), 1),
        jobs=dict.fromkeys((year - 1, year), (some(willing), some(_IN_WORK * given), some(_IN_WORK * stable))),
        asked_unwilling=some(wanted.asked_unwilling),
        hollow=None,
        shocked=some(wanted.shocked),
    )


def _mean(odds: Mapping[int, float]) -> float:
    return sum(size * share for size, share in odds.items()) / sum(odds.values())


def _ventures(rng: np.random.Generator, scenario: Scenario, land: Land) -> Ventures:
    villages = land.villages
    poor = villages["is_poor"].to_numpy() == 1
    registered = villages["registered"].to_numpy(dtype=np.int64)
    townships = int(villages["township"].max()) + 1
    land_part = len(villages) / _MODEL_VILLAGES
    part = scenario.people.households / BASHANG.people.households
    stations = round(0.87 * int(poor.sum()))
    toured = max(1, round(townships * rng.uniform(0.3, 0.8)))
    return Ventures(
        solar_stations=stations,
        solar_kw=400 * stations + 10 * round(53_500 * part * rng.uniform(0.4, 1.2)),
        solar_yuan={year: round(yuan * land_part * rng.uniform(0.7, 1.2)) for year, yuan in _MODEL.solar_yuan.items()},
        farming_households=int(registered[poor].sum() * rng.uniform(0.5, 0.8)),
        farming_second=round(0.3 * int(poor.sum())),
        tourism_townships=toured,
        tourism_households=round(_MODEL.tourism_households * part * toured / (0.78 * townships)),
        tourism_second=round(1.7 * toured),
        forest_mu=round(_MODEL.forest_mu * land_part),
        forest_households=round(_MODEL.forest_households * part),
        forest_workers={year: round(many * part) + 8 for year, many in _MODEL.forest_workers.items()},
        cases=round(_MODEL.cases * part * rng.uniform(0.6, 1.4)),
        alerts=round(_MODEL.alerts * part * rng.uniform(0.6, 1.4)),
    )


def _works(draft: Draft) -> list[Frames]:
    """Projects, tasks and rankings: as many in proportion to the villages as in the model, some counties with more."""
    villages = len(draft.land.villages)
    some = stream(draft.scenario.seed, "works").uniform(0.7, 1.3, 2)
    count = max(1, round(_PROJECTS * villages * some[0]))
    projects = build_projects(draft, count, round(_PROJECT_YUAN * count * some[1]))
    tasks = build_tasks(draft, projects["project"], max(1, villages), undated=villages // 50)
    return [projects, tasks, build_ranking(draft, RANKED)]


def _workshops(scenario: Scenario, land: Land) -> Workshops:
    townships = len(land.townships)
    total = max(5, round(24 * scenario.people.households / BASHANG.people.households))
    places = min(round(0.85 * total), len(land.villages) // 2)
    return Workshops(total, max(1, min(places, round(0.7 * townships))), places, in_poor_villages=False)
