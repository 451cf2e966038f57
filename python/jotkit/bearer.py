"""The ``Authorization`` header's ``Bearer`` scheme (RFC 6750 §2.1)."""

from jotkit import _jotkit

__all__ = ["format", "parse"]


def format(token: str) -> str:  # noqa: A001 - the same verb in every language
    """Makes an ``Authorization`` header's value for a token. It is as secret as the token.

    Raises ``UsageError`` unless the token is visible ASCII without spaces, and not empty.
    """
    return _jotkit.bearer_format(token)


def parse(header: str | None) -> str:
    """Cuts the token out of an ``Authorization`` header's value, without reading it.

    ``None`` is an absent header. Raises ``MalformedToken`` with the code ``authorization_missing`` for
    that, and ``authorization_malformed`` unless the value is ``Bearer`` in any case, spaces and a
    token.
    """
    return _jotkit.bearer_parse(header)
