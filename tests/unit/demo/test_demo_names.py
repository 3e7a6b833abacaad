"""The settings name the scenarios without importing them: the two must not part."""

from data_access.demo import SCENARIOS
from data_access.settings import DEMO_SCENARIOS


def test_the_settings_know_every_scenario() -> None:
    assert DEMO_SCENARIOS == SCENARIOS
