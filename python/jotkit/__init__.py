"""Signs and validates JSON Web Tokens; strict by default, the same verdict in every language.

    key = jotkit.Key.hs256(secret)
    token = jotkit.Signer(key, issuer="https://id.example", lifetime=3600).sign({"sub": "u1"})
    verifier = jotkit.Verifier(key, issuer="https://id.example")
    claims = verifier.verify(token)

Two token systems are built in: ``jotkit.livelike`` and ``jotkit.likecoin``. ``jotkit.provider`` is an
authorization server for a service to embed.
"""

from __future__ import annotations

from jotkit import bearer
from jotkit._errors import (
    ExpiredToken,
    FlowError,
    InvalidKey,
    JotkitError,
    MalformedToken,
    RefusedToken,
    UsageError,
)
from jotkit._jotkit import (
    ALGORITHMS,
    Finding,
    Key,
    KeyHint,
    KeySet,
    Policy,
    Signer,
    Skipped,
    Unverified,
    Verified,
    Verifier,
    __version__,
    peek,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jotkit import jws, likecoin, livelike, provider
    from jotkit._challenge import Challenge
    from jotkit._options import (
        Algorithm,
        KeyOptions,
        PolicyOptions,
        RemoteKeysOptions,
        SignerOptions,
    )
    from jotkit._remote import RemoteKeys
    from jotkit.provider import Provider

__all__ = [
    "ALGORITHMS",
    "Algorithm",
    "Challenge",
    "ExpiredToken",
    "Finding",
    "FlowError",
    "InvalidKey",
    "JotkitError",
    "Key",
    "KeyHint",
    "KeyOptions",
    "KeySet",
    "MalformedToken",
    "Policy",
    "PolicyOptions",
    "Provider",
    "RefusedToken",
    "RemoteKeys",
    "RemoteKeysOptions",
    "Signer",
    "SignerOptions",
    "Skipped",
    "Unverified",
    "UsageError",
    "Verified",
    "Verifier",
    "__version__",
    "bearer",
    "jws",
    "likecoin",
    "livelike",
    "peek",
    "provider",
]


# Imported when they are asked for: each takes longer to import than the rest of the package.
_ELSEWHERE = {
    "Algorithm": "_options",
    "Challenge": "_challenge",
    "KeyOptions": "_options",
    "PolicyOptions": "_options",
    "Provider": "provider",
    "RemoteKeys": "_remote",
    "RemoteKeysOptions": "_options",
    "SignerOptions": "_options",
}
_MODULES = {"jws", "likecoin", "livelike", "provider"}


def __getattr__(name: str) -> object:
    if name in _MODULES or name in _ELSEWHERE:
        from importlib import import_module  # noqa: PLC0415

        # A module becomes an attribute of the package when it is imported.
        module = import_module(f"jotkit.{_ELSEWHERE.get(name, name)}")
        return module if name in _MODULES else globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
