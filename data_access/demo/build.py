"""Builds the database of a demo scenario."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Final

from data_access.demo.frames import demo_frames
from data_access.demo.scenarios import OWN, SCENARIO_OF
from data_access.demo.write import write_database
from data_access.errors import SettingsError

SCENARIOS: Final = tuple(SCENARIO_OF)


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was built: the file, its scenario and seed, the rows of each table, bytes on disk, seconds taken."""

    path: Path
    scenario: str
    seed: int
    row_counts: dict[str, int]
    size_bytes: int
    seconds: float


def build_demo(
    path: Path,
    scenario: str = "bashang",
    *,
    seed: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> DemoReport:
    """Build a scenario's database at `path`, replacing an old one; the same seed gives the same rows.

    seed: its own when None. `progress` hears (stage, done, total): stage is a key below `demo.stage.` in the message
    catalogue, `write` counting rows. Nothing is left at `path` when it is interrupted. Raises SettingsError for an
    unknown scenario.
    """
    if scenario not in SCENARIOS:
        raise SettingsError("demo.scenario", value=scenario, known=", ".join(SCENARIOS))
    start = perf_counter()
    chosen = SCENARIO_OF[scenario]
    if seed is not None:
        chosen = replace(chosen, seed=seed)
    frames = demo_frames(chosen, OWN.get(scenario), progress)

    def told(done: int, total: int) -> None:
        if progress is not None:
            progress("write", done, total)

    counts = write_database(path, frames, told)
    return DemoReport(path, scenario, chosen.seed, counts, path.stat().st_size, perf_counter() - start)
