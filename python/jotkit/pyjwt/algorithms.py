"""PyJWT's algorithm objects: they prepare keys, sign and verify with them, and convert JWKs.

Keys are those of the package ``cryptography``, which HMAC does not need. ``encode`` and ``decode``
sign and verify with jotkit's own core wherever it knows algorithm and key; these objects serve the
rest, and callers that use them directly.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from abc import ABC, abstractmethod
from typing import Any, ClassVar, NoReturn, Union

from jotkit import _jotkit

from .exceptions import InvalidKeyError
from .types import HashlibHash, JWKDict
from .utils import (
    base64url_decode,
    base64url_encode,
    der_to_raw_signature,
    force_bytes,
    from_base64url_uint,
    is_pem_format,  # noqa: F401
    is_ssh_key,  # noqa: F401
    raw_to_der_signature,
    to_base64url_uint,
)

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.ec import (
        ECDSA,
        SECP256K1,
        SECP256R1,
        SECP384R1,
        SECP521R1,
        EllipticCurve,
        EllipticCurvePrivateKey,
        EllipticCurvePrivateNumbers,
        EllipticCurvePublicKey,
        EllipticCurvePublicNumbers,
    )
    from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey, Ed448PublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )
    from cryptography.hazmat.primitives.asymmetric.rsa import (
        RSAPrivateKey,
        RSAPrivateNumbers,
        RSAPublicKey,
        RSAPublicNumbers,
        rsa_crt_dmp1,
        rsa_crt_dmq1,
        rsa_crt_iqmp,
        rsa_recover_prime_factors,
    )
    from cryptography.hazmat.primitives.serialization import (
        load_pem_private_key,
        load_pem_public_key,
        load_ssh_public_key,
    )

    has_crypto = True
except ModuleNotFoundError:
    has_crypto = False

if has_crypto:
    AllowedRSAKeys = Union[RSAPrivateKey, RSAPublicKey]  # noqa: UP007
    AllowedECKeys = Union[EllipticCurvePrivateKey, EllipticCurvePublicKey]  # noqa: UP007
    AllowedOKPKeys = Union[  # noqa: UP007
        Ed25519PrivateKey, Ed25519PublicKey, Ed448PrivateKey, Ed448PublicKey
    ]
    AllowedKeys = Union[AllowedRSAKeys, AllowedECKeys, AllowedOKPKeys]  # noqa: UP007
    AllowedPrivateKeys = Union[  # noqa: UP007
        RSAPrivateKey, EllipticCurvePrivateKey, Ed25519PrivateKey, Ed448PrivateKey
    ]
    AllowedPublicKeys = Union[  # noqa: UP007
        RSAPublicKey, EllipticCurvePublicKey, Ed25519PublicKey, Ed448PublicKey
    ]
else:
    AllowedRSAKeys = AllowedECKeys = AllowedOKPKeys = NoReturn
    AllowedKeys = AllowedPrivateKeys = AllowedPublicKeys = NoReturn

requires_cryptography = {
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES256K", "ES384", "ES512", "ES521", "EdDSA"),
}


def get_default_algorithms() -> dict[str, Algorithm]:
    """The algorithms that are there, by name; without ``cryptography`` only HMAC and none."""
    found: dict[str, Algorithm] = {
        "none": NoneAlgorithm(),
        "HS256": HMACAlgorithm(HMACAlgorithm.SHA256),
        "HS384": HMACAlgorithm(HMACAlgorithm.SHA384),
        "HS512": HMACAlgorithm(HMACAlgorithm.SHA512),
    }
    if has_crypto:
        for bits in ("256", "384", "512"):
            found[f"RS{bits}"] = RSAAlgorithm(getattr(RSAAlgorithm, f"SHA{bits}"))
            found[f"PS{bits}"] = RSAPSSAlgorithm(getattr(RSAPSSAlgorithm, f"SHA{bits}"))
        found["ES256"] = ECAlgorithm(ECAlgorithm.SHA256, SECP256R1)
        found["ES256K"] = ECAlgorithm(ECAlgorithm.SHA256, SECP256K1)
        found["ES384"] = ECAlgorithm(ECAlgorithm.SHA384, SECP384R1)
        # A wrong name of the first versions.
        found["ES521"] = ECAlgorithm(ECAlgorithm.SHA512, SECP521R1)
        found["ES512"] = ECAlgorithm(ECAlgorithm.SHA512, SECP521R1)
        found["EdDSA"] = OKPAlgorithm()
    return found


def _members(jwk: str | JWKDict, kty: str, otherwise: str) -> JWKDict:
    """The members of a JWK of one type."""
    try:
        members = json.loads(jwk) if isinstance(jwk, str) else jwk
    except ValueError:
        members = None
    if not isinstance(members, dict):
        raise InvalidKeyError("Key is not valid JSON")
    if members.get("kty") != kty:
        raise InvalidKeyError(otherwise)
    return members


def _written(members: JWKDict, as_dict: bool) -> JWKDict | str:
    return members if as_dict else json.dumps(members)


class Algorithm(ABC):
    """What signs and verifies under one name."""

    _crypto_key_types: tuple[type[Any], ...] | None = None

    def compute_hash_digest(self, bytestr: bytes) -> bytes:
        """The hash of bytes by the algorithm's own hash function.

        Raises ``NotImplementedError`` where it has none.
        """
        function = getattr(self, "hash_alg", None)
        if function is None:
            raise NotImplementedError
        if has_crypto and isinstance(function, type) and issubclass(function, hashes.HashAlgorithm):
            digest = hashes.Hash(function())
            digest.update(bytestr)
            return digest.finalize()
        return bytes(function(bytestr).digest())

    def check_crypto_key_type(self, key: Any) -> None:
        """Raises ``InvalidKeyError`` for a key of another family."""
        if not has_crypto or self._crypto_key_types is None:
            raise ValueError(
                "This method requires the cryptography library, and should only be used by "
                "cryptography-based algorithms."
            )
        if not isinstance(key, self._crypto_key_types):
            wanted = ", ".join(one.__name__ for one in self._crypto_key_types)
            raise InvalidKeyError(
                f"Expected one of {wanted}, got: {type(key).__name__}. "
                f"Invalid Key type for {type(self).__name__}"
            )

    @abstractmethod
    def prepare_key(self, key: Any) -> Any:
        """The key that ``sign`` and ``verify`` take, of one as callers have it."""

    @abstractmethod
    def sign(self, msg: bytes, key: Any) -> bytes:
        """Signs a message with a prepared key."""

    @abstractmethod
    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """Whether a signature is one of a prepared key over a message."""

    @staticmethod
    @abstractmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> JWKDict | str:
        """A prepared key as a JWK: JSON text, or with ``as_dict`` a dict."""

    @staticmethod
    @abstractmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        """The prepared key of a JWK."""

    def check_key_length(self, key: Any) -> str | None:  # noqa: ARG002
        """What is to be said about a key that is too short; ``None`` about any other."""
        return None


class NoneAlgorithm(Algorithm):
    """No signature. It can be written, and never verifies."""

    def prepare_key(self, key: str | None) -> None:
        if key is not None and key != "":
            raise InvalidKeyError('When alg = "none", key value must be None.')

    def sign(self, msg: bytes, key: None) -> bytes:  # noqa: ARG002
        return b""

    def verify(self, msg: bytes, key: None, sig: bytes) -> bool:  # noqa: ARG002
        return False

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> NoReturn:
        raise NotImplementedError

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> NoReturn:
        raise NotImplementedError


class HMACAlgorithm(Algorithm):
    """HMAC with a hash function of ``hashlib``."""

    SHA256: ClassVar[HashlibHash] = hashlib.sha256
    SHA384: ClassVar[HashlibHash] = hashlib.sha384
    SHA512: ClassVar[HashlibHash] = hashlib.sha512

    def __init__(self, hash_alg: HashlibHash) -> None:
        self.hash_alg = hash_alg

    def prepare_key(self, key: str | bytes) -> bytes:
        secret = force_bytes(key)
        _jotkit.pyjwt_secret(secret)
        return secret

    @staticmethod
    def to_jwk(key_obj: str | bytes, as_dict: bool = False) -> JWKDict | str:
        secret = base64url_encode(force_bytes(key_obj)).decode()
        return _written({"k": secret, "kty": "oct"}, as_dict)

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> bytes:
        secret = base64url_decode(_members(jwk, "oct", "Not an HMAC key")["k"])
        if not secret:
            raise InvalidKeyError("HMAC key must not be empty.")
        return secret

    def check_key_length(self, key: bytes) -> str | None:
        function = self.hash_alg()
        if len(key) >= function.digest_size:
            return None
        return (
            f"The HMAC key is {len(key)} bytes long, which is below the minimum recommended "
            f"length of {function.digest_size} bytes for {function.name.upper()}. "
            "See RFC 7518 Section 3.2."
        )

    def sign(self, msg: bytes, key: bytes) -> bytes:
        return hmac.new(key, msg, self.hash_alg).digest()

    def verify(self, msg: bytes, key: bytes, sig: bytes) -> bool:
        return hmac.compare_digest(sig, self.sign(msg, key))


if has_crypto:

    class RSAAlgorithm(Algorithm):
        """RSASSA-PKCS1-v1_5."""

        SHA256: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA256
        SHA384: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA384
        SHA512: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA512

        _crypto_key_types = (RSAPrivateKey, RSAPublicKey)
        _MIN_KEY_SIZE: ClassVar[int] = 2048

        def __init__(self, hash_alg: type[hashes.HashAlgorithm]) -> None:
            self.hash_alg = hash_alg

        def _padding(self) -> Any:
            return padding.PKCS1v15()

        def check_key_length(self, key: Any) -> str | None:
            if key.key_size >= self._MIN_KEY_SIZE:
                return None
            return (
                f"The RSA key is {key.key_size} bits long, which is below the minimum recommended "
                f"size of {self._MIN_KEY_SIZE} bits. See NIST SP 800-131A."
            )

        def prepare_key(self, key: Any) -> Any:
            if isinstance(key, self._crypto_key_types):
                return key
            if not isinstance(key, (bytes, str)):
                raise TypeError("Expecting a PEM-formatted key.")
            text = force_bytes(key)
            loaded: Any
            try:
                if text.startswith(b"ssh-rsa"):
                    loaded = load_ssh_public_key(text)
                else:
                    loaded = load_pem_private_key(text, password=None)
            except ValueError:
                try:
                    loaded = load_pem_public_key(text)
                except (ValueError, UnsupportedAlgorithm):
                    raise InvalidKeyError("Could not parse the provided public key.") from None
            self.check_crypto_key_type(loaded)
            return loaded

        @staticmethod
        def to_jwk(key_obj: Any, as_dict: bool = False) -> JWKDict | str:
            if hasattr(key_obj, "private_numbers"):
                private = key_obj.private_numbers()
                public = private.public_numbers
                more = {
                    name: getattr(private, attribute)
                    for name, attribute in (
                        *(("d", "d"), ("p", "p"), ("q", "q")),
                        *(("dp", "dmp1"), ("dq", "dmq1"), ("qi", "iqmp")),
                    )
                }
                use = "sign"
            elif hasattr(key_obj, "verify"):
                public, more, use = key_obj.public_numbers(), {}, "verify"
            else:
                raise InvalidKeyError("Not a public or private key")
            numbers = {"n": public.n, "e": public.e, **more}
            members: JWKDict = {"kty": "RSA", "key_ops": [use]}
            for name, number in numbers.items():
                members[name] = to_base64url_uint(number).decode()
            return _written(members, as_dict)

        @staticmethod
        def from_jwk(jwk: str | JWKDict) -> Any:
            members = _members(jwk, "RSA", "Not an RSA key")
            if "n" not in members or "e" not in members:
                raise InvalidKeyError("Not a public or private key")
            public = RSAPublicNumbers(
                from_base64url_uint(members["e"]), from_base64url_uint(members["n"])
            )
            if "d" not in members:
                return public.public_key()
            if "oth" in members:
                raise InvalidKeyError("Unsupported RSA private key: > 2 primes not supported")
            primes = ("p", "q", "dp", "dq", "qi")
            found = [name in members for name in primes]
            if any(found) and not all(found):
                raise InvalidKeyError(
                    "RSA key must include all parameters if any are present besides d"
                )
            d = from_base64url_uint(members["d"])
            if any(found):
                p, q, dp, dq, qi = (from_base64url_uint(members[name]) for name in primes)
            else:
                p, q = rsa_recover_prime_factors(public.n, d, public.e)
                dp, dq, qi = rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q)
            return RSAPrivateNumbers(p, q, d, dp, dq, qi, public).private_key()

        def sign(self, msg: bytes, key: RSAPrivateKey) -> bytes:
            return key.sign(msg, self._padding(), self.hash_alg())

        def verify(self, msg: bytes, key: RSAPublicKey, sig: bytes) -> bool:
            try:
                key.verify(sig, msg, self._padding(), self.hash_alg())
            except InvalidSignature:
                return False
            return True

    class RSAPSSAlgorithm(RSAAlgorithm):
        """RSASSA-PSS with MGF1 and a salt as long as the hash."""

        def _padding(self) -> Any:
            function = self.hash_alg()
            return padding.PSS(padding.MGF1(function), function.digest_size)

    # The curves of JOSE: the name in a JWK, and the class.
    _CURVES: dict[str, type[EllipticCurve]] = {
        "P-256": SECP256R1,
        "P-384": SECP384R1,
        "P-521": SECP521R1,
        "secp256k1": SECP256K1,
    }

    class ECAlgorithm(Algorithm):
        """ECDSA, on any curve or one that the algorithm is bound to."""

        SHA256: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA256
        SHA384: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA384
        SHA512: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA512

        _crypto_key_types = (EllipticCurvePrivateKey, EllipticCurvePublicKey)

        def __init__(
            self,
            hash_alg: type[hashes.HashAlgorithm],
            expected_curve: type[EllipticCurve] | None = None,
        ) -> None:
            self.hash_alg = hash_alg
            self.expected_curve = expected_curve

        def _checked(self, key: Any) -> Any:
            self.check_crypto_key_type(key)
            wanted = self.expected_curve
            if wanted is not None and not isinstance(key.curve, wanted):
                raise InvalidKeyError(
                    f"The key's curve '{key.curve.name}' does not match the expected "
                    f"curve '{wanted.name}' for this algorithm"
                )
            return key

        def prepare_key(self, key: Any) -> Any:
            if isinstance(key, self._crypto_key_types):
                return self._checked(key)
            if not isinstance(key, (bytes, str)):
                raise TypeError("Expecting a PEM-formatted key.")
            text = force_bytes(key)
            loaded: Any
            try:
                if text.startswith(b"ecdsa-sha2-"):
                    loaded = load_ssh_public_key(text)
                else:
                    loaded = load_pem_public_key(text)
            except ValueError:
                loaded = load_pem_private_key(text, password=None)
            return self._checked(loaded)

        def sign(self, msg: bytes, key: EllipticCurvePrivateKey) -> bytes:
            return der_to_raw_signature(key.sign(msg, ECDSA(self.hash_alg())), key.curve)

        def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
            public = key.public_key() if isinstance(key, EllipticCurvePrivateKey) else key
            try:
                # A signature of another length is no pair of numbers.
                public.verify(raw_to_der_signature(sig, key.curve), msg, ECDSA(self.hash_alg()))
            except (InvalidSignature, ValueError):
                return False
            return True

        @staticmethod
        def to_jwk(key_obj: Any, as_dict: bool = False) -> JWKDict | str:
            private = isinstance(key_obj, EllipticCurvePrivateKey)
            if not private and not isinstance(key_obj, EllipticCurvePublicKey):
                raise InvalidKeyError("Not a public or private key")
            curve = key_obj.curve
            names = [name for name, one in _CURVES.items() if isinstance(curve, one)]
            if not names:
                raise InvalidKeyError(f"Invalid curve: {curve}")
            public = (key_obj.public_key() if private else key_obj).public_numbers()
            numbers = {"x": public.x, "y": public.y}
            if private:
                numbers["d"] = key_obj.private_numbers().private_value
            members: JWKDict = {"kty": "EC", "crv": names[0]}
            for name, number in numbers.items():
                members[name] = to_base64url_uint(number, bit_length=curve.key_size).decode()
            return _written(members, as_dict)

        @staticmethod
        def from_jwk(jwk: str | JWKDict) -> Any:
            members = _members(jwk, "EC", "Not an Elliptic curve key")
            if "x" not in members or "y" not in members:
                raise InvalidKeyError("Not an Elliptic curve key")
            x, y = base64url_decode(members["x"]), base64url_decode(members["y"])
            name = members.get("crv")
            if not isinstance(name, str) or name not in _CURVES:
                raise InvalidKeyError(f"Invalid curve: {name}")
            curve = _CURVES[name]()
            length = (curve.key_size + 7) // 8
            if len(x) != length or len(y) != length:
                raise InvalidKeyError(f"Coords should be {length} bytes for curve {name}")
            public = EllipticCurvePublicNumbers(
                int.from_bytes(x, "big"), int.from_bytes(y, "big"), curve
            )
            if "d" not in members:
                return public.public_key()
            d = base64url_decode(members["d"])
            if len(d) != length:
                raise InvalidKeyError(f"D should be {length} bytes for curve {name}")
            return EllipticCurvePrivateNumbers(int.from_bytes(d, "big"), public).private_key()

    # The curves of Edwards: the name in a JWK, the private class and the public one.
    _EDWARDS: dict[str, tuple[type[Any], type[Any]]] = {
        "Ed25519": (Ed25519PrivateKey, Ed25519PublicKey),
        "Ed448": (Ed448PrivateKey, Ed448PublicKey),
    }

    class OKPAlgorithm(Algorithm):
        """EdDSA on Ed25519 or Ed448, as the key says."""

        _crypto_key_types = (Ed25519PrivateKey, Ed25519PublicKey, Ed448PrivateKey, Ed448PublicKey)

        def __init__(self, **kwargs: Any) -> None:
            pass

        def prepare_key(self, key: Any) -> Any:
            loaded = key
            if isinstance(key, (str, bytes)):
                text = key if isinstance(key, str) else key.decode()
                raw = force_bytes(key)
                if "-----BEGIN PUBLIC" in text:
                    loaded = load_pem_public_key(raw)
                elif "-----BEGIN PRIVATE" in text:
                    loaded = load_pem_private_key(raw, password=None)
                elif text.startswith("ssh-"):
                    loaded = load_ssh_public_key(raw)
                else:
                    raise InvalidKeyError("Not a public or private key")
            self.check_crypto_key_type(loaded)
            return loaded

        def sign(self, msg: str | bytes, key: Any) -> bytes:
            return bytes(key.sign(force_bytes(msg)))

        def verify(self, msg: str | bytes, key: Any, sig: str | bytes) -> bool:
            private = isinstance(key, (Ed25519PrivateKey, Ed448PrivateKey))
            public = key.public_key() if private else key
            try:
                public.verify(force_bytes(sig), force_bytes(msg))
            except InvalidSignature:
                return False
            return True

        @staticmethod
        def to_jwk(key: Any, as_dict: bool = False) -> JWKDict | str:
            for crv, (private, public) in _EDWARDS.items():
                if isinstance(key, public):
                    parts = {"x": key.public_bytes_raw()}
                elif isinstance(key, private):
                    parts = {
                        "x": key.public_key().public_bytes_raw(),
                        "d": key.private_bytes_raw(),
                    }
                else:
                    continue
                members: JWKDict = {
                    name: base64url_encode(part).decode() for name, part in parts.items()
                }
                return _written({**members, "kty": "OKP", "crv": crv}, as_dict)
            raise InvalidKeyError("Not a public or private key")

        @staticmethod
        def from_jwk(jwk: str | JWKDict) -> Any:
            members = _members(jwk, "OKP", "Not an Octet Key Pair")
            crv = members.get("crv")
            if not isinstance(crv, str) or crv not in _EDWARDS:
                raise InvalidKeyError(f"Invalid curve: {crv}")
            if "x" not in members:
                raise InvalidKeyError('OKP should have "x" parameter')
            x = base64url_decode(members["x"])
            private, public = _EDWARDS[crv]
            try:
                if "d" not in members:
                    return public.from_public_bytes(x)
                key = private.from_private_bytes(base64url_decode(members["d"]))
            except ValueError as error:
                raise InvalidKeyError("Invalid key parameter") from error
            if key.public_key().public_bytes_raw() != x:
                raise InvalidKeyError("Public key does not match private key")
            return key
