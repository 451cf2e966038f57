"""The warnings of PyJWT."""

from __future__ import annotations

import warnings


class RemovedInPyjwt3Warning(DeprecationWarning):
    """Something that PyJWT 3 will not have."""


class InsecureKeyLengthWarning(UserWarning):
    """A key is shorter than its algorithm needs (RFC 7518 sections 3.2 and 3.3)."""


def _short_key(message: str) -> None:
    """Warns the caller of ``encode`` or ``decode``; the compiled module has no frame."""
    warnings.warn(message, InsecureKeyLengthWarning, stacklevel=3)
