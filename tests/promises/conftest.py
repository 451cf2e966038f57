"""The databases and servers of each test. Run by `.ci/provider test`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from cluster import Cluster
from servers import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    running = Cluster()
    yield running
    running.remove()


class World:
    """A database and the servers on it."""

    def __init__(self, kind: str, folder: Path, cluster: Cluster | None) -> None:
        self.kind, self.folder, self.cluster = kind, folder, cluster
        self.file = folder / "provider.db"
        self.database = cluster.database() if cluster else f"sqlite:{self.file}"
        self.servers: list[Server] = []

    def start(self, *languages: str, **provider: Any) -> list[Server]:
        started = [Server(one, self.database, self.folder, **provider) for one in languages]
        self.servers += started
        return started

    def ask(self, sql: str) -> str:
        """The first column of the first row."""
        if self.cluster:
            return self.cluster.ask(self.database, sql)
        with sqlite3.connect(self.file) as connection:
            return str(connection.execute(sql).fetchone()[0])

    def everything(self) -> str:
        """All that the database and the logs hold."""
        logs = "".join(server.log.read_text() for server in self.servers)
        if self.cluster:
            return logs + self.cluster.dump(self.database)
        with sqlite3.connect(self.file) as connection:
            return logs + "\n".join(connection.iterdump())

    def stop(self) -> None:
        for server in self.servers:
            server.kill()
        if self.cluster:
            self.cluster.drop(self.database)


@pytest.fixture
def make_world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], World]]:
    worlds: list[World] = []

    def make(kind: str) -> World:
        cluster = request.getfixturevalue("cluster") if kind == "postgres" else None
        folder = tmp_path / str(len(worlds))
        folder.mkdir()
        worlds.append(World(kind, folder, cluster))
        return worlds[-1]

    yield make
    for world in worlds:
        world.stop()


# Which languages share a database: each pair answers as one.
SHARED = [
    ("sqlite", ("rust", "rust")),
    ("sqlite", ("python", "node")),
    ("postgres", ("rust", "python")),
    ("postgres", ("node", "rust")),
]


@pytest.fixture(params=SHARED, ids=lambda shared: f"{shared[0]}-{'-'.join(shared[1])}")
def shared(
    request: pytest.FixtureRequest, make_world: Callable[[str], World]
) -> tuple[World, tuple[str, ...]]:
    kind, languages = request.param
    return make_world(kind), languages


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends with one plain line. What was skipped has failed."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    kinds = ("passed", "failed", "error", "skipped")
    count = {name: len(reporter.stats.get(name, [])) for name in kinds}
    print(f"{count.pop('passed')} passed, {sum(count.values())} failed")
