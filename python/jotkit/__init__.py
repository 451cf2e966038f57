"""Signs and validates JSON Web Tokens; strict by default, the same verdict in every language.

    key = jotkit.Key.hs256(secret)
    token = jotkit.Signer(key, issuer="https://id.example", lifetime=3600).sign({"sub": "u1"})
    verifier = jotkit.Verifier(key, issuer="https://id.example")
    claims = verifier.verify(token)

Two token systems are built in: ``jotkit.livelike`` and ``jotkit.likecoin``.
"""

from __future__ import annotations

from jotkit import bearer, jws
from jotkit._errors import (
    Challenge,
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
    from jotkit._options import (
        Algorithm,
        KeyOptions,
        PolicyOptions,
        RemoteKeysOptions,
        SignerOptions,
    )
    from jotkit._remote import RemoteKeys

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
    "peek",
]


def __getattr__(name: str) -> object:
    # Imported when they are asked for: each takes longer to import than the rest of the package.
    if name in {"Algorithm", "KeyOptions", "PolicyOptions", "RemoteKeysOptions", "SignerOptions"}:
        from jotkit import _options  # noqa: PLC0415

        return getattr(_options, name)
    if name == "RemoteKeys":
        from jotkit import _remote  # noqa: PLC0415

        return _remote.RemoteKeys
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
