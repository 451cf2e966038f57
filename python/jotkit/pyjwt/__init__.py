"""A drop-in for PyJWT 2.15: ``from jotkit import pyjwt as jwt``.

Calls, options, verdicts, exceptions and their texts are PyJWT's; docs/migrating.md lists what is
stricter. ``install()`` puts it in place of PyJWT for the packages that import ``jwt``.

>>> from jotkit import pyjwt as jwt
>>> token = jwt.encode({"sub": "u1"}, "a secret of at least 32 bytes, kept safe", "HS256")
>>> jwt.decode(token, "a secret of at least 32 bytes, kept safe", algorithms=["HS256"])
{'sub': 'u1'}
"""

__version__ = "2.15.1"
__title__ = "PyJWT"
__description__ = "JSON Web Token implementation in Python"
__url__ = "https://pyjwt.readthedocs.io"
__uri__ = __url__
__author__ = "The jotkit contributors"
__license__ = "MIT OR Apache-2.0"

from . import (
    algorithms,
    api_jwk,
    api_jws,
    api_jwt,
    exceptions,
    jwk_set_cache,
    jwks_client,
    types,
    utils,
    warnings,
)
from ._install import install
from .api_jwk import PyJWK, PyJWKSet
from .api_jws import (
    PyJWS,
    get_algorithm_by_name,
    get_unverified_header,
    register_algorithm,
    unregister_algorithm,
)
from .api_jwt import PyJWT, decode, decode_complete, encode
from .exceptions import (
    DecodeError,
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAlgorithmError,
    InvalidAudienceError,
    InvalidIssuedAtError,
    InvalidIssuerError,
    InvalidKeyError,
    InvalidSignatureError,
    InvalidTokenError,
    MissingRequiredClaimError,
    PyJWKClientConnectionError,
    PyJWKClientError,
    PyJWKError,
    PyJWKSetError,
    PyJWTError,
)
from .jwks_client import PyJWKClient
from .warnings import InsecureKeyLengthWarning

__all__ = [
    "DecodeError",
    "ExpiredSignatureError",
    "ImmatureSignatureError",
    "InsecureKeyLengthWarning",
    "InvalidAlgorithmError",
    "InvalidAudienceError",
    "InvalidIssuedAtError",
    "InvalidIssuerError",
    "InvalidKeyError",
    "InvalidSignatureError",
    "InvalidTokenError",
    "MissingRequiredClaimError",
    "PyJWK",
    "PyJWKClient",
    "PyJWKClientConnectionError",
    "PyJWKClientError",
    "PyJWKError",
    "PyJWKSet",
    "PyJWKSetError",
    "PyJWS",
    "PyJWT",
    "PyJWTError",
    "algorithms",
    "api_jwk",
    "api_jws",
    "api_jwt",
    "decode",
    "decode_complete",
    "encode",
    "exceptions",
    "get_algorithm_by_name",
    "get_unverified_header",
    "install",
    "jwk_set_cache",
    "jwks_client",
    "register_algorithm",
    "types",
    "unregister_algorithm",
    "utils",
    "warnings",
]
