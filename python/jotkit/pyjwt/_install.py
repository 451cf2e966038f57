"""Puts the drop-in in place of PyJWT."""

from __future__ import annotations

import importlib
import sys

_MODULES = (
    *("algorithms", "api_jwk", "api_jws", "api_jwt", "exceptions", "help"),
    *("jwk_set_cache", "jwks_client", "types", "utils", "warnings"),
)


def install() -> None:
    """Makes ``import jwt`` give this package, to everything that imports it from now on.

    Call it first in a program, before anything imports ``jwt``. Raises ``ImportError`` if
    something has: it would keep the classes of PyJWT, whose exceptions are others. Calling it
    again does nothing.
    """
    package = sys.modules["jotkit.pyjwt"]
    taken = {name for name in sys.modules if name == "jwt" or name.startswith("jwt.")}
    if sys.modules.get("jwt") is package:
        return
    if taken:
        raise ImportError(
            "jwt is imported already; call jotkit.pyjwt.install() before anything imports it",
            name="jwt",
        )
    modules = {f"jwt.{name}": importlib.import_module(f"jotkit.pyjwt.{name}") for name in _MODULES}
    sys.modules.update({"jwt": package, **modules})
