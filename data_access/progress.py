"""How a long piece of work tells its caller how far it is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called as progress(stage, done, total) with the key of the stage; done == total ends the stage."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """The listener that nobody reads."""


def staged(progress: Progress, area: str) -> Progress:
    """The same listener for a caller whose stages are named within `area`."""
    return lambda stage, done, total: progress(f"{area}.{stage}", done, total)
