"""What the parts of the generator hand to each other while a scenario is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data_access.demo.apportion import Ints, Words
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class People:
    """The registered households and their members, as drawn.

    members: people.draw_people; sick: health.draw_health; state: health.household_state; roster: roster.draw_roster;
    household_of: position of each person's household; household_id, person_id: keys, one a person.
    """

    members: pd.DataFrame
    sick: pd.DataFrame
    state: pd.DataFrame
    roster: pd.DataFrame
    household_of: Ints
    household_id: Words
    person_id: Words


@dataclass(frozen=True)
class Draft:
    """A scenario half drawn: its land, and its people where it has any."""

    scenario: Scenario
    land: Land
    drawn: People | None = None

    @property
    def people(self) -> People:
        """The people; raises ValueError where the scenario has none."""
        if self.drawn is None:
            raise ValueError(f"{self.scenario.name} has no households")
        return self.drawn
