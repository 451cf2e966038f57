"""The warnings of PyJWT."""

from __future__ import annotations

import sys
import warnings


class RemovedInPyjwt3Warning(DeprecationWarning):
    """Something that PyJWT 3 will not have."""


class InsecureKeyLengthWarning(UserWarning):
    """A key is shorter than its algorithm needs (RFC 7518 sections 3.2 and 3.3)."""


def _short_key(message: str) -> None:
    """Warns of a short key at the line that handed it over: the first one outside of jotkit."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals["__name__"].startswith("jotkit."):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, InsecureKeyLengthWarning, stacklevel=level)
