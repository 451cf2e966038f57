"""The content of LiveLike's tokens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """The content of a verified profile access token."""

    client_id: str
    """The application's Client ID (``iss``)."""
    custom_profile_id: str
    """The user in the application's own system; LiveLike's API calls it ``custom_id``."""
    issued_at: float
    """When the token was made, in seconds since 1970."""
    expires_at: float | None = None
    """When the token expires, in seconds since 1970; most never do."""
