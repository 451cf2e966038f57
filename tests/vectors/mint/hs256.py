"""HS256 tokens whose every byte a vector can choose, for the token systems."""

import hashlib
import hmac

import tokens
from tokens import as_bytes as text
from tokens import b64, mac

HEADER = {"alg": "HS256", "typ": "JWT"}
__all__ = ["HEADER", "b64", "derived_key", "mac", "other_spelling", "sealed", "text", "token", "with_signature"]


def token(payload, key, header=HEADER, alg="HS256"):
    return tokens.token(header, payload, key, alg)


def sealed(first, second, key):
    """Signs two segments exactly as given, even if they are not base64url of anything sensible."""
    return tokens.sealed(first, second, key, "HS256")


def with_signature(signed, signature):
    """The same token with other signature text."""
    return signed.rsplit(".", 1)[0] + "." + signature


def derived_key(common_secret, client_secret):
    """LikeCoin's key of a client: the lower-case hex of HMAC-SHA-256(common secret, client secret)."""
    return hmac.new(common_secret.encode(), client_secret.encode(), hashlib.sha256).hexdigest()


def other_spelling(signature):
    """The same 32 bytes with a non-zero spare bit in the last of the 43 characters."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return signature[:-1] + alphabet[alphabet.index(signature[-1]) + 1]
