"""The exceptions. They are made in one place, from an error of the core."""

from __future__ import annotations


class JotkitError(Exception):
    """Every failure of jotkit that is not a wrong type.

    The text is a fixed sentence for each code and never holds a byte of a token, a key or a secret,
    so it is safe to log. A failure of kind ``internal`` is a bug in jotkit and of this class itself.
    """

    def __init__(self, message: str, code: str, kind: str, claim: str | None = None) -> None:
        # All of them are the exception's arguments, so that it survives pickling.
        super().__init__(message, code, kind, claim)

    @property
    def code(self) -> str:
        """The stable name of the failure, the same in every language, such as ``token_expired``."""
        return str(self.args[1])

    @property
    def kind(self) -> str:
        """One of ``malformed``, ``refused``, ``key``, ``usage``, ``flow`` and ``internal``."""
        return str(self.args[2])

    @property
    def claim(self) -> str | None:
        """The claim this is about, where there is one."""
        claim: str | None = self.args[3]
        return claim

    def __str__(self) -> str:
        return str(self.args[0])


class MalformedToken(JotkitError):
    """The token's bytes are not a well-formed token (kind ``malformed``)."""


class RefusedToken(JotkitError):
    """The token is well formed and must not be trusted (kind ``refused``)."""


class ExpiredToken(RefusedToken):
    """The token was good and has expired; get a new one (code ``token_expired``)."""


class InvalidKey(JotkitError):
    """A key or a client's secret could not be found or used (kind ``key``)."""


class UsageError(JotkitError):
    """The caller asked for something that makes no sense (kind ``usage``)."""


class FlowError(JotkitError):
    """A step of an OAuth flow failed (kind ``flow``)."""
