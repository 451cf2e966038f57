"""What all of these tests share. Run by `.ci/systems test`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from equipment import Equipment

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def equipment() -> Iterator[Equipment]:
    """The stand-ins, fresh for each test."""
    running = Equipment()
    yield running
    running.stop()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends with one plain line. What could not be set up has failed, and so has what was skipped."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    count = {name: len(reporter.stats.get(name, [])) for name in ("passed", "failed", "error", "skipped")}
    print(f"{count.pop('passed')} passed, {sum(count.values())} failed")
