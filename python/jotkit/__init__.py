"""Signs and validates JSON Web Tokens; strict by default, the same verdict in every language.

    key = jotkit.Key.hs256(secret)
    token = jotkit.Signer(key, issuer="https://id.example", lifetime=3600).sign({"sub": "u1"})
    verifier = jotkit.Verifier(key, issuer="https://id.example")
    claims = verifier.verify(token)

Two token systems are built in: ``jotkit.livelike`` and ``jotkit.likecoin``.
"""

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
    Key,
    KeyHint,
    KeySet,
    Policy,
    Signer,
    Unverified,
    Verified,
    Verifier,
    __version__,
    peek,
)
from jotkit._options import Algorithm, KeyOptions, PolicyOptions, SignerOptions

__all__ = [
    "ALGORITHMS",
    "Algorithm",
    "ExpiredToken",
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
    "Signer",
    "SignerOptions",
    "Unverified",
    "UsageError",
    "Verified",
    "Verifier",
    "__version__",
    "bearer",
    "peek",
]
