"""One installation over the county of canaries for all hostile tests of a run."""

from collections.abc import Iterator

import pytest

from tests.hostile.world import World


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The product over the county of canaries, with an account for every role."""
    made = World(tmp_path_factory.mktemp("hostile"))
    yield made
    made.close()
