"""Tokens made by hand: every byte is the caller's, so that a wrong token can be made exactly wrong.

Every signature here is deterministic: ECDSA by RFC 6979, PSS with a salt taken from the message, ML-DSA in
its deterministic mode. Running the program twice gives the same files.
"""

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from dilithium_py.ml_dsa import ML_DSA_44, ML_DSA_65, ML_DSA_87

HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
ECDSA = {"ES256": ("256", 32), "ES384": ("384", 48), "ES512": ("512", 66), "ES256K": ("256", 32)}
ML_DSA = {"ML-DSA-44": ML_DSA_44, "ML-DSA-65": ML_DSA_65, "ML-DSA-87": ML_DSA_87}


def b64(data):
    if isinstance(data, str):
        data = data.encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def as_bytes(part):
    """A header or payload: raw bytes, finished text, or any value to write as compact JSON."""
    if not isinstance(part, (str, bytes)):
        part = compact(part)
    return part.encode() if isinstance(part, str) else part


def mac(alg, secret, data):
    secret = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(secret, data, "sha" + alg[2:]).digest()


def pss(private, bits, message, salt=None, mgf="sha" + "%s"):
    """EMSA-PSS (RFC 8017, section 9.1.1) and the raw private operation, with a salt that depends on the message."""
    name = f"sha{bits}"
    mgf_name = mgf % bits if "%" in mgf else mgf
    digest = hashlib.new(name, message).digest()
    salt = hashlib.new(name, b"salt" + message).digest() if salt is None else salt
    numbers = private.private_numbers()
    n = numbers.public_numbers.n
    size, em_bits = (n.bit_length() + 7) // 8, n.bit_length() - 1
    em_len = (em_bits + 7) // 8
    inner = hashlib.new(name, bytes(8) + digest + salt).digest()
    block = bytes(em_len - len(salt) - len(inner) - 2) + b"\x01" + salt
    mask = b"".join(
        hashlib.new(mgf_name, inner + i.to_bytes(4, "big")).digest() for i in range(len(block) // 20 + 1)
    )
    masked = bytearray(a ^ b for a, b in zip(block, mask))
    masked[0] &= 0xFF >> (8 * em_len - em_bits)
    return raw_rsa(private, bytes(masked) + inner + b"\xbc", size)


def raw_rsa(private, block, size=None):
    """The private operation on an encoded message of the caller's own making."""
    numbers = private.private_numbers()
    n = numbers.public_numbers.n
    return pow(int.from_bytes(block, "big"), numbers.d, n).to_bytes(size or (n.bit_length() + 7) // 8, "big")


def signature(alg, key, data):
    """`key` is a secret, a private key of `cryptography`, or for ML-DSA the 32-byte seed."""
    if alg.startswith("HS"):
        return mac(alg, key, data)
    if alg.startswith("RS"):
        return key.sign(data, padding.PKCS1v15(), HASHES[alg[2:]])
    if alg.startswith("PS"):
        return pss(key, alg[2:], data)
    if alg in ECDSA:
        bits, size = ECDSA[alg]
        der = key.sign(data, ec.ECDSA(HASHES[bits], deterministic_signing=True))
        return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(der))
    if alg in ("EdDSA", "Ed25519"):
        return key.sign(data)
    scheme = ML_DSA[alg]
    return scheme.sign(scheme.key_derive(key)[1], data, deterministic=True)


def token(header, payload, key, alg=None):
    """Signs what it is given. `alg` is the algorithm really used, when the header is to say something else."""
    header, payload = as_bytes(header), as_bytes(payload)
    alg = alg or json.loads(header)["alg"]
    signed = b64(header) + "." + b64(payload)
    return signed + "." + b64(signature(alg, key, signed.encode()))


def sealed(first, second, key, alg):
    """As `token`, over two segments given as they stand."""
    signed = first + "." + second
    return signed + "." + b64(signature(alg, key, signed.encode()))


def with_signature(text, raw):
    """The same token with another signature."""
    return text.rsplit(".", 1)[0] + "." + b64(raw)


def tampered(text):
    """The same token with one bit of its signature flipped."""
    raw = bytearray(unb64(text.rsplit(".", 1)[1]))
    raw[len(raw) // 2] ^= 1
    return with_signature(text, bytes(raw))


def repacked(text, payload):
    """The same header and signature around another payload."""
    first, _, last = text.split(".")
    return ".".join((first, b64(as_bytes(payload)), last))


def thumbprint(jwk):
    """RFC 7638 (and RFC 9964 for AKP)."""
    members = {
        "RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y"), "OKP": ("crv", "kty", "x"),
        "oct": ("k", "kty"), "AKP": ("alg", "kty", "pub"),
    }[jwk["kty"]]
    return b64(hashlib.sha256(compact({m: jwk[m] for m in members}).encode()).digest())
