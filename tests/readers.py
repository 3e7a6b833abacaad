"""Which tests read nothing through the product, as the run on SQLite has seen it: a run on a server leaves them out.

A test reads if the product opened a database to read while it ran, or while a fixture of its file was made. What all
files share is made of releases, and those are the same whatever engine they are counted by: tests/integration/
test_engines_equal.py and test_engines_demo.py compare them whole. What was never seen is run.
"""

from collections.abc import Iterator
from typing import Any, Final

import pytest

KEPT: Final = "guatu/read_nothing"


class Readers:
    """A plugin of pytest that notes who reads; `note` is called whenever the product opens a database to read."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._test = ""
        self._making: list[tuple[str, str]] = []
        self._ran: dict[str, list[str]] = {}
        self._read: set[str] = set()
        self._wide: set[tuple[str, str]] = set()

    def note(self) -> None:
        """Somebody reads: the widest fixture that is being made, or the test."""
        if not self._making:
            self._read.add(self._test)
        elif ".py" in self._making[0][0]:
            self._wide.add(self._making[0])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Iterator[None]:
        self._test = item.nodeid
        return (yield)

    def pytest_runtest_call(self, item: pytest.Function) -> None:
        self._ran[item.nodeid] = list(item.fixturenames)  # what is skipped has not been seen

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: "pytest.FixtureDef[Any]") -> Iterator[None]:
        wide = fixturedef.scope != "function"
        if wide:
            self._making.append((fixturedef.baseid, fixturedef.argname))
        try:
            return (yield)
        finally:
            if wide:
                self._making.pop()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """What a process of pytest-xdist has seen."""
        ran, read, wide = getattr(node, "workeroutput", {}).get(KEPT, ({}, (), ()))
        self._ran.update(ran)
        self._read.update(read)
        self._wide.update((base, name) for base, name in wide)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[KEPT] = (self._ran, sorted(self._read), sorted(self._wide))
        elif hasattr(self._config, "cache") and self._ran:
            before = set(self._config.cache.get(KEPT, [])) - set(self._ran)
            self._config.cache.set(KEPT, sorted(before | {test for test in self._ran if not self._reads(test)}))

    def _reads(self, test: str) -> bool:
        names = self._ran[test]
        return test in self._read or any(name in names and test.startswith(base) for base, name in self._wide)


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the tests out of `items` that were seen to read nothing."""
    known = set(config.cache.get(KEPT, [])) if hasattr(config, "cache") else set()
    left = [item for item in items if item.nodeid in known]
    items[:] = [item for item in items if item.nodeid not in known]
    if left:
        config.hook.pytest_deselected(items=left)
