"""Bytes, numbers and signatures in the forms that JOSE uses."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurve


def force_bytes(value: bytes | str) -> bytes:
    """A string as UTF-8, or bytes as they are."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    raise TypeError("Expected a string or bytes value")


def base64url_decode(input: bytes | str) -> bytes:  # noqa: A002
    """Decodes base64url with or without its padding."""
    text = force_bytes(input)
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def base64url_encode(input: bytes) -> bytes:  # noqa: A002
    """Encodes as base64url without padding."""
    return base64.urlsafe_b64encode(input).rstrip(b"=")


def to_base64url_uint(val: int, *, bit_length: int | None = None) -> bytes:
    """A whole number as base64url of its big-endian bytes, at least one."""
    if val < 0:
        raise ValueError("Must be a positive integer")
    return base64url_encode(bytes_from_int(val, bit_length=bit_length) or b"\0")


def from_base64url_uint(val: bytes | str) -> int:
    """The whole number of which base64url holds the big-endian bytes."""
    return bytes_to_number(base64url_decode(val))


def number_to_bytes(num: int, num_bytes: int) -> bytes:
    """A whole number as that many big-endian bytes."""
    return num.to_bytes(num_bytes, "big")


def bytes_to_number(string: bytes) -> int:
    """The whole number of big-endian bytes."""
    return int.from_bytes(string, "big")


def bytes_from_int(val: int, *, bit_length: int | None = None) -> bytes:
    """A whole number as the bytes that it, or that many bits, take."""
    bits = val.bit_length() if bit_length is None else bit_length
    return val.to_bytes((bits + 7) // 8, "big")


def der_to_raw_signature(der_sig: bytes, curve: EllipticCurve) -> bytes:
    """An ECDSA signature as its two numbers of fixed length (RFC 7518 section 3.4)."""
    from cryptography.hazmat.primitives.asymmetric.utils import (  # noqa: PLC0415
        decode_dss_signature,
    )

    length = (curve.key_size + 7) // 8
    return b"".join(number_to_bytes(number, length) for number in decode_dss_signature(der_sig))


def raw_to_der_signature(raw_sig: bytes, curve: EllipticCurve) -> bytes:
    """An ECDSA signature of two numbers as DER."""
    from cryptography.hazmat.primitives.asymmetric.utils import (  # noqa: PLC0415
        encode_dss_signature,
    )

    length = (curve.key_size + 7) // 8
    if len(raw_sig) != 2 * length:
        raise ValueError("Invalid signature")
    first, second = bytes_to_number(raw_sig[:length]), bytes_to_number(raw_sig[length:])
    return encode_dss_signature(first, second)


_LABELS = (
    "(?:TRUSTED )?CERTIFICATE|(?:NEW )?CERTIFICATE REQUEST|X509 CRL|DH PARAMETERS|"
    "(?:(?:ENCRYPTED|OPENSSH|DSA|RSA|EC|SSH2 ENCRYPTED) )?PRIVATE KEY|(?:(?:RSA|SSH2) )?PUBLIC KEY"
)
_BEGIN = re.compile(f"----[- ]BEGIN ({_LABELS})[- ]----".encode())
_SSH = (
    *(b"ssh-ed25519", b"ssh-rsa", b"ssh-dss"),
    *(f"ecdsa-sha2-nistp{bits}".encode() for bits in (256, 384, 521)),
)


def is_pem_format(key: bytes) -> bool:
    """Whether bytes hold a PEM block of a key, a certificate or a request."""
    for begin in _BEGIN.finditer(key):
        end = b"----[- ]END " + re.escape(begin[1]) + b"[- ]----"
        if re.compile(end).search(key, begin.end()):
            return True
    return False


def is_ssh_key(key: bytes) -> bool:
    """Whether bytes begin as a line of OpenSSH's public keys."""
    return key.startswith(_SSH)
