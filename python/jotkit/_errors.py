"""The exceptions. The compiled module makes them from the core's errors."""

from __future__ import annotations

# `typing` is not imported: `import jotkit` takes a tenth of the time without it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from jotkit._challenge import Challenge


class JotkitError(Exception):
    """Every failure of jotkit except a wrong type, which is a ``TypeError``.

    The message is a fixed sentence for each code. It never contains a byte of a token, a key or a
    secret, so it is safe to log. The kind ``internal`` means a bug in jotkit, and its exception is of
    this class itself.
    """

    def __init__(
        self,
        message: str,
        code: str,
        kind: str,
        claim: str | None = None,
        status: int | None = None,
        detail: str | None = None,
        retry_at: int | None = None,
    ) -> None:
        # All of them are arguments of the exception, so that pickling keeps them.
        super().__init__(message, code, kind, claim, status, detail, retry_at)

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
        """The claim that the failure is about, if there is one."""
        claim: str | None = self.args[3]
        return claim

    @property
    def status(self) -> int | None:
        """The HTTP status of the server's reply, if the failure is about a reply."""
        status: int | None = self.args[4]
        return status

    @property
    def detail(self) -> str | None:
        """The error code that the server's reply names, such as ``invalid_grant``."""
        detail: str | None = self.args[5]
        return detail

    @property
    def retry_at(self) -> int | None:
        """When keys can be fetched again, in milliseconds since 1970 (code ``keys_unavailable``)."""
        retry_at: int | None = self.args[6]
        return retry_at

    def challenge(self, realm: str | None = None, scope: Iterable[str] | None = None) -> Challenge:
        """The answer to a request that failed with this error (RFC 6750 §3).

        401 for a token that is missing or wrong, 403 for one that does not cover the scope, 503
        while keys cannot be fetched, 500 for mistakes of the server's own. ``realm`` names the
        protected area, ``scope`` lists what the request needs.
        """
        from jotkit import _challenge, _jotkit  # noqa: PLC0415

        return _challenge.Challenge(*_jotkit.challenge(self.code, realm, scope))

    def __str__(self) -> str:
        return str(self.args[0])


class MalformedToken(JotkitError):
    """The token is not well formed (kind ``malformed``)."""


class RefusedToken(JotkitError):
    """The token is well formed and must not be trusted (kind ``refused``)."""


class ExpiredToken(RefusedToken):
    """The token was good and has expired; get a new one (code ``token_expired``)."""


class InvalidKey(JotkitError):
    """A key or a client's secret was not found or cannot be used (kind ``key``)."""


class UsageError(JotkitError):
    """The caller's options or arguments are invalid (kind ``usage``)."""


class FlowError(JotkitError):
    """A step of an OAuth flow failed (kind ``flow``)."""
