"""Mints compact HS256 tokens by hand, so that every byte of a vector can be chosen."""

import base64
import hashlib
import hmac
import json

HEADER = {"alg": "HS256", "typ": "JWT"}


def b64(data):
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def text(value):
    """Compact JSON in insertion order; a string or bytes is taken as the finished text."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def mac(signing_input, key, digest=hashlib.sha256):
    key = key.encode() if isinstance(key, str) else key
    return hmac.new(key, signing_input.encode(), digest).digest()


def token(payload, key, header=HEADER, digest=hashlib.sha256):
    signing_input = b64(text(header)) + "." + b64(text(payload))
    return signing_input + "." + b64(mac(signing_input, key, digest))


def sealed(first, second, key):
    """Signs two segments exactly as given, even if they are not base64url of anything sensible."""
    return f"{first}.{second}." + b64(mac(f"{first}.{second}", key))


def with_signature(signed, signature):
    """The same token with other signature text."""
    return signed.rsplit(".", 1)[0] + "." + signature


def derived_key(common_secret, client_secret):
    """LikeCoin's per-client key: the lower-case hex text of HMAC-SHA-256(common secret, client secret)."""
    return hmac.new(common_secret.encode(), client_secret.encode(), hashlib.sha256).hexdigest()


def other_spelling(signature):
    """The same 32 bytes with a non-zero spare bit in the last of the 43 characters."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return signature[:-1] + alphabet[alphabet.index(signature[-1]) + 1]
