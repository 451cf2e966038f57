"""The HTTP answer to a request whose token is refused."""

from __future__ import annotations

from typing import NamedTuple


class Challenge(NamedTuple):
    """What a server answers to a request whose token it refuses."""

    status: int
    """The HTTP status."""
    www_authenticate: str | None
    """The value of the ``WWW-Authenticate`` header, for 401 and 403."""
