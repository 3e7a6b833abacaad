"""The scenarios that can be built, and the parts that are theirs alone."""

from collections.abc import Mapping
from typing import Final

from data_access.demo.bashang import BASHANG
from data_access.demo.frames import Own
from data_access.demo.scenario import Scenario

SCENARIO_OF: Final[Mapping[str, Scenario]] = {scenario.name: scenario for scenario in (BASHANG,)}
OWN: Final[Mapping[str, Own]] = {}
