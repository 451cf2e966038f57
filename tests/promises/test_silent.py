"""A database that does not answer any more, and whose connections do not end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from people import Client, User
from silent import Proxy

if TYPE_CHECKING:
    from collections.abc import Callable

    from cluster import Cluster
    from conftest import World

# More than a server's pool has.
TRIES = 30


@pytest.mark.parametrize("language", ["rust", "python", "node"])
def test_a_silent_database_is_an_outage_with_an_end(
    language: str, make_world: Callable[[str], World], cluster: Cluster
) -> None:
    """503 while it lasts, nothing half done, and connections that fell silent are not used again."""
    world = make_world("postgres")
    proxy = Proxy(cluster.port)
    try:
        world.database = world.database.replace(f":{cluster.port}/", f":{proxy.port}/")
        (server,) = world.start(language)
        client = Client(server)
        code = User(server).code()
        token = client.exchange(code).json()["refresh_token"]
        proxy.silence()
        for _ in range(2):
            reply = client.refresh(token)
            assert reply.status_code == 503, reply.text
        proxy.resume()
        statuses = []
        while 200 not in statuses and len(statuses) < TRIES:
            statuses.append(client.refresh(token).status_code)
        assert set(statuses) <= {200, 503}, statuses
        assert statuses[-1] == 200, statuses
    finally:
        proxy.close()
