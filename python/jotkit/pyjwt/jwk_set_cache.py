"""A JWK Set that is kept for some time."""

from __future__ import annotations

import time
from typing import Any

from .api_jwk import PyJWKSet, PyJWTSetWithTimestamp
from .exceptions import PyJWKSetError


class JWKSetCache:
    """Keeps one set for ``lifespan`` seconds."""

    def __init__(self, lifespan: float) -> None:
        self.jwk_set_with_timestamp: PyJWTSetWithTimestamp | None = None
        self.lifespan = lifespan

    def put(self, jwk_set: PyJWKSet | dict[str, Any] | None) -> None:
        """Keeps a set, read or not; ``None`` forgets it."""
        if jwk_set is None:
            self.jwk_set_with_timestamp = None
            return
        if isinstance(jwk_set, dict):
            jwk_set = PyJWKSet.from_dict(jwk_set)
        if not isinstance(jwk_set, PyJWKSet):
            raise PyJWKSetError("Invalid JWK Set value")
        self.jwk_set_with_timestamp = PyJWTSetWithTimestamp(jwk_set)

    def get(self) -> PyJWKSet | None:
        """The set, unless there is none or its time is over."""
        kept = self.jwk_set_with_timestamp
        return None if kept is None or self.is_expired() else kept.get_jwk_set()

    def is_expired(self) -> bool:
        """Whether a set is kept whose time is over. A negative lifespan has no end."""
        kept = self.jwk_set_with_timestamp
        if kept is None or self.lifespan < 0:
            return False
        return time.monotonic() > kept.get_timestamp() + self.lifespan
