"""The compiled half of the package. Its docstrings are the reference; here are the types."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NoReturn, TypedDict, final, type_check_only

from typing_extensions import Unpack

from jotkit._errors import FlowError, JotkitError, UsageError

__all__ = [
    "ALGORITHMS",
    "Key",
    "KeyHint",
    "KeySet",
    "LikeCoinIssuer",
    "LikeCoinVerifier",
    "LiveLikeSigner",
    "LiveLikeVerifier",
    "Policy",
    "Signer",
    "Unverified",
    "Verified",
    "Verifier",
    "__version__",
    "authorize_url",
    "bearer_format",
    "bearer_parse",
    "call_url",
    "likecoin_read",
    "no_tokens",
    "parse_callback",
    "parse_token_response",
    "peek",
    "reaction",
    "refresh_request",
    "refusal",
    "response_too_large",
    "scope_allows",
    "signing_key",
    "token_request",
]

ALGORITHMS: tuple[str, ...]
"""The names of all signature algorithms."""
__version__: str

@type_check_only
class KeyOptions(TypedDict, total=False):
    kid: str
    allow_short: Literal[True]

@type_check_only
class AnyKeyOptions(KeyOptions, total=False):
    alg: str

@type_check_only
class PolicyFields(TypedDict, total=False):
    """The fields of a policy. One that is left out has its strict default; ``None`` is refused."""

    algorithms: Sequence[str]
    """Non-empty. Default: what the key allows."""
    issuer: str | Sequence[str]
    """Default: not compared."""
    audience: str | Sequence[str]
    """Default: a token that carries an audience is refused."""
    any_audience: Literal[True]
    subject: str
    types: Sequence[str]
    """Accepted ``typ`` values. Default: absent, ``JWT`` and ``at+jwt``."""
    required: Sequence[str]
    """Claims that must be there, beyond ``exp``."""
    expected: Mapping[str, str | float | bool]
    """Claims and the value each must have."""
    expiry_optional: Literal[True]
    leeway: int | timedelta
    """Whole seconds, at most a day. Default: 0."""
    max_age: int | timedelta
    """Whole seconds. Default: not judged."""
    max_token_bytes: int
    max_header_bytes: int
    max_depth: int
    cache: int
    """How many good tokens to keep, so that one seen again costs a hash; the clock is judged each time. Default: none."""

@type_check_only
class VerifierOptions(PolicyFields, total=False):
    policy: Policy
    """A policy made before, in place of its fields."""

@type_check_only
class SignerOptions(TypedDict, total=False):
    issuer: str
    audience: str | Sequence[str]
    lifetime: int | timedelta
    """Whole seconds. Adds ``iat`` and ``exp``."""
    iat: Literal[True]
    jti: Literal[True]
    kid: str
    typ: str

@type_check_only
class LikeCoinDemands(TypedDict, total=False):
    host: str
    all: Sequence[str]
    any: Sequence[str]
    expiry_optional: Literal[True]
    leeway: int | timedelta

@type_check_only
class LikeCoinGrant(TypedDict, total=False):
    jti: str

@type_check_only
class LikeCoinEndpoint(TypedDict, total=False):
    endpoint: str

@type_check_only
class LikeCoinEndpoints(LikeCoinEndpoint, total=False):
    authorize_endpoint: str

@type_check_only
class LikeCoinState(TypedDict, total=False):
    state: str

@type_check_only
class LikeCoinAuthorize(LikeCoinState, LikeCoinEndpoint, total=False): ...

@final
class Key:
    @staticmethod
    def hs256(secret: str | bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def hs384(secret: str | bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def hs512(secret: str | bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_secret(secret: str | bytes, **options: Unpack[AnyKeyOptions]) -> Key: ...
    @staticmethod
    def from_pem(pem: str | bytes, **options: Unpack[AnyKeyOptions]) -> Key: ...
    @staticmethod
    def from_der(der: bytes, **options: Unpack[AnyKeyOptions]) -> Key: ...
    @staticmethod
    def from_jwk(jwk: str | Mapping[str, Any], **options: Unpack[AnyKeyOptions]) -> Key: ...
    @staticmethod
    def generate(alg: str) -> Key: ...
    @property
    def alg(self) -> str | None: ...
    @property
    def kid(self) -> str | None: ...
    @property
    def kty(self) -> str: ...
    @property
    def private(self) -> bool: ...
    def with_kid(self, kid: str) -> Key: ...
    def public(self) -> Key: ...
    def to_jwk(self) -> dict[str, Any]: ...
    def to_pem(self) -> str: ...
    def to_der(self) -> bytes: ...
    def thumbprint(self) -> str: ...
    def info(self) -> dict[str, Any]: ...
    def __reduce__(self) -> NoReturn: ...

@final
class KeySet:
    def __new__(cls, keys: Iterable[Key]) -> KeySet: ...
    @staticmethod
    def from_jwks(jwks: str | Mapping[str, Any], **options: Unpack[AnyKeyOptions]) -> KeySet: ...
    @property
    def keys(self) -> list[Key]: ...
    @property
    def skipped(self) -> list[tuple[int, JotkitError]]: ...
    def to_public_jwks(self) -> dict[str, Any]: ...
    def __len__(self) -> int: ...
    def __reduce__(self) -> NoReturn: ...

@final
class Policy:
    def __new__(cls, **fields: Unpack[PolicyFields]) -> Policy: ...
    @staticmethod
    def from_json(text: str) -> Policy: ...

@final
class Signer:
    def __new__(cls, key: Key, **options: Unpack[SignerOptions]) -> Signer: ...
    def sign(
        self,
        claims: Mapping[str, Any],
        headers: str | Mapping[str, Any] | None = None,
        now: float | datetime | None = None,
    ) -> str: ...
    def sign_json(
        self,
        text: str,
        headers: str | Mapping[str, Any] | None = None,
        now: float | datetime | None = None,
    ) -> str: ...
    def __reduce__(self) -> NoReturn: ...

@final
class KeyHint:
    @property
    def algorithm(self) -> str: ...
    @property
    def kid(self) -> str | None: ...
    @property
    def issuer(self) -> str | None: ...
    @property
    def authorized_party(self) -> str | None: ...

@final
class Verifier:
    def __new__(
        cls,
        keys: Key | KeySet | Callable[[KeyHint], Key | None],
        **policy: Unpack[VerifierOptions],
    ) -> Verifier: ...
    def verify(self, token: str | bytes, now: float | datetime | None = None) -> dict[str, Any]: ...
    def verify_full(self, token: str | bytes, now: float | datetime | None = None) -> Verified: ...
    def __reduce__(self) -> NoReturn: ...

@final
class Verified:
    @property
    def claims(self) -> dict[str, Any]: ...
    @property
    def header(self) -> dict[str, Any]: ...
    @property
    def payload(self) -> str: ...

@final
class Unverified:
    @property
    def unverified_claims(self) -> dict[str, Any]: ...
    @property
    def header(self) -> dict[str, Any]: ...
    @property
    def payload(self) -> str: ...

def peek(token: str | bytes) -> Unverified: ...
def bearer_format(token: str) -> str: ...
def bearer_parse(header: str) -> str: ...

@final
class LiveLikeSigner:
    def __new__(cls, client_id: str, client_secret: str) -> LiveLikeSigner: ...
    def sign(
        self,
        custom_profile_id: str,
        issued_at: float | datetime | None = None,
        lifetime: float | timedelta | None = None,
    ) -> str: ...
    def __reduce__(self) -> NoReturn: ...

@final
class LiveLikeVerifier:
    def __new__(
        cls, clients: Mapping[str, str] | Callable[[str], str | None]
    ) -> LiveLikeVerifier: ...
    def verify(self, token: str | bytes, now: float | datetime | None = None) -> dict[str, Any]: ...
    def __reduce__(self) -> NoReturn: ...

@final
class LikeCoinIssuer:
    def __new__(cls, common_secret: str, host: str) -> LikeCoinIssuer: ...
    def sign(self, now: float | datetime | None = None, **grant: Any) -> str: ...
    def __reduce__(self) -> NoReturn: ...

@final
class LikeCoinVerifier:
    def __new__(
        cls,
        common_secret: str,
        clients: Mapping[str, str] | Callable[[str], str | None],
        **options: Unpack[LikeCoinDemands],
    ) -> LikeCoinVerifier: ...
    def verify(self, token: str | bytes, now: float | datetime | None = None) -> dict[str, Any]: ...
    def __reduce__(self) -> NoReturn: ...

def likecoin_read(token: str | bytes) -> dict[str, Any]: ...
def signing_key(common_secret: str, client_secret: str) -> str: ...
def scope_allows(held: Iterable[str], demanded: str) -> bool: ...
def authorize_url(**request: Any) -> dict[str, str]: ...
def parse_callback(url: str, state: str) -> str: ...
def token_request(**request: Any) -> dict[str, Any]: ...
def refresh_request(**request: Any) -> dict[str, Any]: ...
def parse_token_response(
    status: int, body: str | bytes, held: str | None = None
) -> dict[str, Any]: ...
def call_url(url: str, endpoint: str | None = None) -> str: ...
def reaction(
    status: int, body: str | bytes, after_refresh: bool
) -> Literal["done", "refresh_and_retry", "reauthorize", "failed"]: ...
def refusal(code: str) -> tuple[int, str] | None: ...
def response_too_large() -> FlowError: ...
def no_tokens() -> UsageError: ...
