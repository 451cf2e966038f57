"""The types of the compiled module. Its docstrings are the reference."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import (
    Any,
    NoReturn,
    Protocol,
    TypedDict,
    TypeVar,
    final,
    overload,
    type_check_only,
)

from typing_extensions import Unpack

from jotkit._errors import FlowError, JotkitError
from jotkit._options import (
    Algorithm,
    KeyOptions,
    LikeCoinVerifierOptions,
    PolicyOptions,
    ProviderClientOptions,
    ProviderOptions,
    SecretOptions,
    SignerOptions,
)
from jotkit._remote import RemoteKeys
from jotkit._types import Claims, Expected, PycaKey

__all__ = [
    "ALGORITHMS",
    "ClientVerifier",
    "Finding",
    "Key",
    "KeyHint",
    "KeySet",
    "LikeCoinIssuer",
    "LikeCoinSession",
    "LiveLikeSigner",
    "Policy",
    "ProviderCore",
    "ProviderFlow",
    "RemoteCore",
    "Signer",
    "Skipped",
    "Unverified",
    "Verified",
    "Verifier",
    "__version__",
    "authorize_url",
    "bearer_format",
    "bearer_parse",
    "challenge",
    "cli",
    "grants",
    "jws_sign",
    "jws_verify",
    "likecoin_peek",
    "no_reply",
    "parse_callback",
    "parse_token_response",
    "peek",
    "provider_body_limit",
    "provider_endpoint",
    "provider_statements",
    "pyjwt_claims",
    "pyjwt_decode",
    "pyjwt_encode",
    "pyjwt_header",
    "pyjwt_payload",
    "pyjwt_remember",
    "pyjwt_secret",
    "pyjwt_verify",
    "refresh_request",
    "refusal",
    "refuse_shape",
    "scope_allows",
    "signing_key",
    "token_request",
]

ALGORITHMS: tuple[Algorithm, ...]
"""The names of all signature algorithms."""
__version__: str

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)

@type_check_only
class PolicyKeywords(PolicyOptions, total=False):
    policy: Policy
    """A policy, instead of its fields."""

@type_check_only
class ClockOptions(TypedDict, total=False):
    clock: Callable[[], float | datetime]
    """What to call for the time. Default: `time.time`."""

@type_check_only
class VerifierOptions(PolicyKeywords, ClockOptions, total=False): ...

@type_check_only
class LikeCoinKeywords(LikeCoinVerifierOptions, ClockOptions, total=False): ...

@type_check_only
class SignerKeywords(SignerOptions, ClockOptions, total=False):
    default: Callable[[Any], Any]
    """What converts values in claims that are of no JSON type."""

@type_check_only
class ProviderKeywords(ProviderOptions, ClockOptions, total=False): ...

@type_check_only
class ClientKeywords(ProviderClientOptions, total=False):
    secret: str
    """The client's secret, of 16 bytes or more. It is not stored."""

@type_check_only
class ProviderDemands(TypedDict, total=False):
    all: Sequence[str]
    """Scopes that the token must all cover."""
    any: Sequence[str]
    """Scopes of which the token must cover one."""

@type_check_only
class Reader(Protocol[_T_co]):
    """Reads JSON text, as a pydantic ``TypeAdapter``."""

    def validate_json(self, data: str, /) -> _T_co: ...

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
    def hs256(secret: str | bytes, **options: Unpack[SecretOptions]) -> Key: ...
    @staticmethod
    def hs384(secret: str | bytes, **options: Unpack[SecretOptions]) -> Key: ...
    @staticmethod
    def hs512(secret: str | bytes, **options: Unpack[SecretOptions]) -> Key: ...
    @staticmethod
    def from_secret(secret: str | bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_pem(pem: str | bytes | PycaKey, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_pyca(key: PycaKey, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_ec_point(point: bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_ec_scalar(scalar: bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_ed25519_public(public: bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_ed25519_private(private: bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_der(der: bytes, **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def from_jwk(jwk: str | Mapping[str, Any], **options: Unpack[KeyOptions]) -> Key: ...
    @staticmethod
    def generate(alg: Algorithm) -> Key: ...
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
    def thumbprint(self) -> str | None: ...
    def info(self) -> dict[str, Any]: ...
    def __reduce__(self) -> NoReturn: ...

@final
class KeySet:
    def __new__(cls, keys: Iterable[Key | PycaKey]) -> KeySet: ...
    @staticmethod
    def from_jwks(jwks: str | Mapping[str, Any], **options: Unpack[KeyOptions]) -> KeySet: ...
    @staticmethod
    def from_pems(
        pems: Mapping[str, str | bytes] | Sequence[str | bytes], **options: Unpack[KeyOptions]
    ) -> KeySet: ...
    @property
    def keys(self) -> list[Key]: ...
    @property
    def skipped(self) -> list[Skipped]: ...
    def get(self, kid: str) -> Key | None: ...
    def to_public_jwks(self) -> dict[str, Any]: ...
    def __iter__(self) -> Iterator[Key]: ...
    def __len__(self) -> int: ...
    def __reduce__(self) -> NoReturn: ...

@final
class Skipped:
    @property
    def index(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def kid(self) -> str | None: ...

@final
class Policy:
    def __new__(cls, **fields: Unpack[PolicyOptions]) -> Policy: ...
    @staticmethod
    def from_json(text: str) -> Policy: ...

@final
class Signer:
    def __new__(cls, key: Key | PycaKey, **options: Unpack[SignerKeywords]) -> Signer: ...
    @staticmethod
    def external(
        alg: Algorithm,
        sign: Callable[[bytes], bytes | Awaitable[bytes]],
        **options: Unpack[SignerKeywords],
    ) -> Signer: ...
    @staticmethod
    def keyless(alg: Algorithm, **options: Unpack[SignerKeywords]) -> Signer: ...
    def sign(
        self,
        claims: Claims,
        headers: str | Mapping[str, Any] | None = None,
        now: float | datetime | None = None,
        *,
        lifetime: int | timedelta = ...,
    ) -> str: ...
    def sign_async(
        self,
        claims: Claims,
        headers: str | Mapping[str, Any] | None = None,
        now: float | datetime | None = None,
        *,
        lifetime: int | timedelta = ...,
    ) -> Coroutine[Any, Any, str]: ...
    def signing_input(
        self,
        claims: Claims,
        headers: str | Mapping[str, Any] | None = None,
        now: float | datetime | None = None,
        *,
        lifetime: int | timedelta = ...,
    ) -> str: ...
    def assemble(self, signing_input: str, signature: bytes) -> str: ...
    def sign_json(
        self,
        text: str,
        headers: str | Mapping[str, Any] | None = None,
        now: float | datetime | None = None,
        *,
        lifetime: int | timedelta = ...,
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
        keys: Key | KeySet | RemoteKeys | PycaKey | Callable[[KeyHint], Key | None],
        **policy: Unpack[VerifierOptions],
    ) -> Verifier: ...
    @overload
    def verify(
        self,
        token: str | bytes,
        now: float | datetime | None = None,
        *,
        expected: Expected = ...,
    ) -> dict[str, Any]: ...
    @overload
    def verify(
        self,
        token: str | bytes,
        now: float | datetime | None = None,
        *,
        expected: Expected = ...,
        type: type[_T] | Reader[_T],
    ) -> _T: ...
    def verify_full(
        self,
        token: str | bytes,
        now: float | datetime | None = None,
        *,
        expected: Expected = ...,
    ) -> Verified: ...
    @overload
    def verify_async(
        self,
        token: str | bytes,
        now: float | datetime | None = None,
        *,
        expected: Expected = ...,
    ) -> Coroutine[Any, Any, dict[str, Any]]: ...
    @overload
    def verify_async(
        self,
        token: str | bytes,
        now: float | datetime | None = None,
        *,
        expected: Expected = ...,
        type: type[_T] | Reader[_T],
    ) -> Coroutine[Any, Any, _T]: ...
    def _turn(
        self,
        token: str | bytes,
        now: float | datetime | None,
        clock: int,
        *,
        full: bool = False,
        expected: Expected = ...,
        type: Any = ...,  # noqa: A002
    ) -> tuple[Any, ...]: ...
    def explain(self, token: str | bytes, now: float | datetime | None = None) -> list[Finding]: ...
    def __reduce__(self) -> NoReturn: ...

@final
class RemoteCore:
    def __new__(cls, options: str) -> RemoteCore: ...
    def ask(self, hint: str, now: int) -> str: ...
    def warm(self, issuer: str | None, now: int) -> str: ...
    def answer(
        self, lease: int, status: int, headers_json: str, body: bytes, now: int, jitter: int
    ) -> str: ...
    def failed(self, lease: int, cause: str, now: int, jitter: int) -> str: ...
    def wake_at(self, now: int) -> int | None: ...
    def export(self) -> str: ...
    def seed(self, text: str, now: int) -> None: ...
    def status(self, issuer: str | None, now: int) -> str: ...
    def events(self) -> str: ...
    def key_set(self, issuer: str | None, now: int) -> KeySet | None: ...

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

@final
class Finding:
    @property
    def check(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def claim(self) -> str | None: ...
    @property
    def message(self) -> str: ...

def peek(token: str | bytes, **policy: Unpack[PolicyKeywords]) -> Unverified: ...
def jws_sign(
    key: Key | PycaKey,
    payload: bytes,
    header: str | Mapping[str, Any] | None = None,
    detached: bool = False,
) -> str: ...
def jws_verify(
    keys: Key | KeySet | PycaKey,
    token: str | bytes,
    payload: bytes | None = None,
    **policy: Unpack[PolicyKeywords],
) -> tuple[dict[str, Any], bytes]: ...
def challenge(
    code: str, realm: str | None = None, scope: Iterable[str] | None = None
) -> tuple[int, str | None]: ...
def bearer_format(token: str) -> str: ...
def bearer_parse(header: str | None) -> str: ...
def grants(payload: str) -> str: ...
def refuse_shape(place: str | None = ...) -> NoReturn: ...
def cli(args: Sequence[str]) -> int: ...

@final
class LiveLikeSigner:
    def __new__(
        cls, client_id: str, client_secret: str, *, clock: Callable[[], float | datetime] = ...
    ) -> LiveLikeSigner: ...
    def sign(
        self,
        custom_profile_id: str,
        issued_at: float | datetime | None = None,
        lifetime: float | timedelta | None = None,
    ) -> str: ...
    def __reduce__(self) -> NoReturn: ...

@final
class ClientVerifier:
    @staticmethod
    def livelike(
        clients: Mapping[str, str] | Callable[[str], str | None],
        *,
        clock: Callable[[], float | datetime] = ...,
    ) -> ClientVerifier: ...
    @staticmethod
    def likecoin(
        common_secret: str,
        clients: Mapping[str, str] | Callable[[str], str | None],
        **options: Unpack[LikeCoinKeywords],
    ) -> ClientVerifier: ...
    def verify(self, token: str | bytes, now: float | datetime | None = None) -> dict[str, Any]: ...
    def __reduce__(self) -> NoReturn: ...

@final
class LikeCoinIssuer:
    def __new__(
        cls, common_secret: str, host: str, *, clock: Callable[[], float | datetime] = ...
    ) -> LikeCoinIssuer: ...
    def sign(self, now: float | datetime | None = None, **grant: Any) -> str: ...
    def __reduce__(self) -> NoReturn: ...

@final
class LikeCoinSession:
    def __new__(cls, client: Mapping[str, Any], tokens: Mapping[str, Any]) -> LikeCoinSession: ...
    def call(
        self, request: Mapping[str, Any], body: bytes | None = None
    ) -> tuple[int, dict[str, Any]]: ...
    def reply(
        self, call: int, status: int, headers: dict[str, str], body: bytes
    ) -> dict[str, Any]: ...
    def failed(self, call: int, cause: str) -> JotkitError: ...
    def resume(self, call: int) -> dict[str, Any]: ...
    def cancel(self, call: int) -> None: ...
    def logout(self) -> dict[str, Any]: ...
    def logged_out(self, status: int, headers: dict[str, str], body: bytes) -> None: ...
    def tokens(self) -> dict[str, Any]: ...
    def __reduce__(self) -> NoReturn: ...

@final
class ProviderCore:
    def __new__(
        cls, *, clock: Callable[[], float | datetime] = ..., **options: Unpack[ProviderOptions]
    ) -> ProviderCore: ...
    def setup(self) -> ProviderFlow: ...
    def put_client(self, **client: Any) -> ProviderFlow: ...
    def new_secret(
        self, client_id: str, secret: str | None = None, keep: int | timedelta = ...
    ) -> ProviderFlow: ...
    def clients(self) -> ProviderFlow: ...
    def answer(self, request: Mapping[str, Any], body: bytes | None = None) -> ProviderFlow: ...
    def verify(self, token: str | bytes, **demands: Unpack[ProviderDemands]) -> ProviderFlow: ...
    def apps(self, user: str) -> ProviderFlow: ...
    def withdraw(self, user: str, client_id: str) -> ProviderFlow: ...
    def sweep(self) -> ProviderFlow: ...
    def __reduce__(self) -> NoReturn: ...

@final
class ProviderFlow:
    def step(self) -> str: ...
    def rows(self, rows: str) -> None: ...
    def user(self, user: str | None = None) -> None: ...
    def fail(self) -> None: ...
    def __reduce__(self) -> NoReturn: ...

def provider_endpoint(path: str) -> tuple[str, bool] | None: ...
def provider_body_limit() -> int: ...
def provider_statements() -> list[tuple[str, str]]: ...
def likecoin_peek(token: str | bytes) -> dict[str, Any]: ...
def signing_key(common_secret: str, client_secret: str) -> str: ...
def scope_allows(held: Iterable[str], demanded: str) -> bool: ...
def authorize_url(**request: Any) -> dict[str, str]: ...
def parse_callback(url: str, state: str) -> str: ...
def token_request(**request: Any) -> dict[str, Any]: ...
def refresh_request(**request: Any) -> dict[str, Any]: ...
def parse_token_response(
    status: int, body: str | bytes, held: str | None = None
) -> dict[str, Any]: ...
def no_reply(cause: str) -> FlowError: ...
def refusal(code: str) -> tuple[int, str] | None: ...

# The fast path of `jotkit.pyjwt`: a result, the name of the algorithm that a key has to be prepared
# for, or None where Python code goes its own way.

def pyjwt_decode(
    token: Any,
    key: Any,
    algorithms: Any,
    bound: str | None,
    verify: bool,
    options: Mapping[str, Any],
    audience: Any,
    issuer: Any,
    subject: Any,
    leeway: Any,
    now: float,
    complete: bool,
) -> dict[str, Any] | str | None: ...
def pyjwt_verify(
    token: Any, key: Any, algorithms: Any, bound: str | None, verify: bool, enforce: bool
) -> dict[str, Any] | str | None: ...
def pyjwt_header(token: Any) -> dict[str, Any] | None: ...
def pyjwt_claims(
    claims: str,
    options: Mapping[str, Any],
    audience: Any,
    issuer: Any,
    subject: Any,
    leeway: Any,
    now: float,
) -> None: ...
def pyjwt_payload(payload: bytes, constants: bool) -> dict[str, Any] | None: ...
def pyjwt_encode(
    alg: str, key: Any, header: str | None, payload: Any, enforce: bool
) -> tuple[str, bool] | str | None: ...
def pyjwt_remember(text: str | bytes, key: Key) -> None: ...
def pyjwt_secret(secret: bytes) -> None: ...
