"""The exceptions of PyJWT, with its names, texts and inheritance."""

from __future__ import annotations


class PyJWTError(Exception):
    """What all of them are."""


class InvalidTokenError(PyJWTError):
    """A token is refused."""


class DecodeError(InvalidTokenError):
    """A token cannot be read, or its signature does not hold."""


class InvalidSignatureError(DecodeError):
    """The signature is not one of the key over this token."""


class ExpiredSignatureError(InvalidTokenError):
    """The time of ``exp`` is past."""


class InvalidAudienceError(InvalidTokenError):
    """The token is for another audience than the expected one."""


class InvalidIssuerError(InvalidTokenError):
    """The token is of another issuer than the expected one."""


class InvalidIssuedAtError(InvalidTokenError):
    """The claim ``iat`` is no number."""


class ImmatureSignatureError(InvalidTokenError):
    """The time of ``nbf`` or ``iat`` is yet to come."""


class InvalidKeyError(PyJWTError):
    """A key is not one that its algorithm takes."""


class InvalidAlgorithmError(InvalidTokenError):
    """The token's algorithm is not allowed or not known."""


class MissingRequiredClaimError(InvalidTokenError):
    """The token lacks a claim that is required."""

    def __init__(self, claim: str) -> None:
        self.claim = claim

    def __str__(self) -> str:
        return f'Token is missing the "{self.claim}" claim'


class PyJWKError(PyJWTError):
    """A JWK names no algorithm that is known."""


class MissingCryptographyError(PyJWKError):
    """The package ``cryptography`` is needed and not installed."""


class PyJWKSetError(PyJWTError):
    """A JWK Set has no usable key."""


class PyJWKClientError(PyJWTError):
    """A client finds no key."""


class PyJWKClientConnectionError(PyJWKClientError):
    """A client does not reach its server."""


class InvalidSubjectError(InvalidTokenError):
    """The claim ``sub`` is no string, or another than the expected one."""


class InvalidJTIError(InvalidTokenError):
    """The claim ``jti`` is no string."""
