"""The scenarios that can be built, and the parts that are theirs alone."""

from collections.abc import Mapping
from typing import Final

from data_access.demo.bashang import BASHANG, build_bashang
from data_access.demo.frames import Own
from data_access.demo.qilian import QILIAN, build_qilian
from data_access.demo.saibei import SAIBEI, build_saibei
from data_access.demo.scenario import Scenario
from data_access.demo.taihang import TAIHANG, build_taihang
from data_access.demo.weigong import WEIGONG, build_weigong

SCENARIO_OF: Final[Mapping[str, Scenario]] = {
    scenario.name: scenario for scenario in (BASHANG, WEIGONG, QILIAN, SAIBEI, TAIHANG)
}
OWN: Final[Mapping[str, Own]] = {
    "bashang": build_bashang,
    "weigong": build_weigong,
    "qilian": build_qilian,
    "saibei": build_saibei,
    "taihang": build_taihang,
}
