"""What a demo scenario is: its place, its day, its people, and the parts of the generator that draw it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

FOLDER: Final = Path(__file__).parent
"""Where the regions, points, targets and quoted figures of each scenario stand: NAME_regions.csv and so on."""


@dataclass(frozen=True, slots=True)
class Workshops:
    """Micro-factories: how many, in how many townships and villages; workers where they were published."""

    count: int
    townships: int
    villages: int
    assisted: int | None = None
    workers: int | None = None
    in_poor_villages: bool = True
    watched: int = 4


@dataclass(frozen=True, slots=True)
class Ventures:
    """How much of each shared industry is drawn; the defaults are the published totals of the county Bashang, or what
    was chosen for it.

    solar_stations: village stations. solar_yuan: what reached the villages in each year. farming_*: households that
    join, villages with a second activity. tourism_*: townships of five villages each, households, second operators.
    forest_*: mu, households, workers of each year. cases, alerts: of the monitoring.
    """

    solar_stations: int = 174
    solar_kw: int = 605_000
    solar_yuan: Mapping[int, int] = field(
        default_factory=lambda: {2016: 12_400_000, 2017: 61_300_000, 2018: 134_600_000, 2019: 160_000_000}
    )
    farming_households: int = 15_830
    farming_second: int = 61
    tourism_townships: int = 14
    tourism_households: int = 6_814
    tourism_second: int = 24
    forest_mu: int = 720_000
    forest_households: int = 1_760
    forest_workers: Mapping[int, int] = field(
        default_factory=lambda: {2016: 1_240, 2017: 1_420, 2018: 1_390, 2019: 1_988}
    )
    cases: int = 412
    alerts: int = 634


@dataclass(frozen=True, slots=True)
class Population:
    """The registered households and their members in numbers; which of them are published its targets file says.

    exits: persons lifted in each year. poor: persons still poor today; poor_households where that is published too.
    size_odds: households by members. ageing: mostly old couples, else families of all ages. Pairs are (households,
    persons). visit_quarters: the newest quarters whose visits are on record. jobs: of each year the willing, those
    with a job, those with six months and more. hollow: villages with half and more of their houses empty, of them
    poor ones, and villages with 30 to 50 %.
    """

    households: int
    persons: int
    rural: int
    poor: int
    exits: Mapping[int, int]
    size_odds: Mapping[int, float]
    without_labour: int
    major: tuple[int, int]
    chronic: tuple[int, int]
    skill_or_funds: int
    poor_households: int | None = None
    ageing: bool = False
    aged_60: int | None = None
    aged_70: int | None = None
    primary_or_less: int | None = None
    identified: Mapping[int, float] = field(default_factory=lambda: {2014: 1.0})
    fallen: float = 0.0
    dropouts: int = 0
    helpers: int = 0
    visit_quarters: int = 3
    jobs: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)
    asked_unwilling: int = 0
    hollow: tuple[int, int, int] | None = None
    shocked: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """One made-up county or city.

    name: also that of its files. root: code of its highest region. as_of: day of the data. years: with yearly rows.
    parts: what the generator draws (see frames.PARTS); a theme without its part stays empty. exit_line: incidence in
    percent under which a village is lifted. shared_note: what is said of the yearly solar money.
    """

    name: str
    name_zh: str
    root: str
    as_of: np.datetime64
    years: tuple[int, ...]
    seed: int
    parts: frozenset[str]
    population: Population | None = None
    workshops: Workshops | None = None
    ventures: Ventures = field(default_factory=Ventures)
    exit_line: int = 2
    village_exits: Mapping[int, int] = field(default_factory=dict)
    organ_zh: str = "县"
    model_zh: str = ""

    @property
    def year(self) -> int:
        """The year of the data."""
        return int(str(self.as_of)[:4])

    @property
    def months(self) -> int:
        """Whole months that the year has had."""
        return int(str(self.as_of)[5:7])

    @property
    def people(self) -> Population:
        """Its population; raises ValueError where the scenario has no rows about people."""
        if self.population is None:
            raise ValueError(f"{self.name} has no households")
        return self.population

    def on(self, back: int, day: str) -> str:
        """A day such as 07-31 so many years before the year of the data."""
        return f"{self.year - back}-{day}"

    def before(self, days: int) -> np.datetime64:
        """The day so many days before the day of the data."""
        day: np.datetime64 = self.as_of - np.timedelta64(days, "D")
        return day

    def targets(self) -> dict[str, float]:
        """The published totals of its targets file, by item."""
        with (FOLDER / f"{self.name}_targets.csv").open(encoding="utf-8", newline="") as stream:
            return {row["item"]: float(row["value"]) for row in csv.DictReader(stream)}
