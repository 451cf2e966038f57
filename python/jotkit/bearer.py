"""The ``Authorization`` header's ``Bearer`` scheme (RFC 6750 §2.1)."""

from jotkit import _jotkit

__all__ = ["format", "parse"]


def format(token: str) -> str:  # noqa: A001 - the same verb in every language
    """Makes an ``Authorization`` header's value for a token. It is as secret as the token.

    Raises ``UsageError`` unless the token is visible ASCII without spaces, and not empty.
    """
    return _jotkit.bearer_format(token)


def parse(header: str) -> str:
    """Cuts the token out of an ``Authorization`` header's value, without reading it.

    Raises ``UsageError`` unless the value is ``Bearer``, one space and a non-empty token.
    """
    return _jotkit.bearer_parse(header)
