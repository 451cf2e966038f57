"""The keys of the vectors. All of them are made up, and derived from their own names."""

import datetime
import hashlib
import math

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, rsa
from cryptography.x509.oid import NameOID

from tokens import ML_DSA, b64

SECRET = "a made-up secret for test vectors only"
SECRETS = {
    "HS256": SECRET,
    "HS384": "a longer made-up secret that is meant for test vectors only",
    "HS512": "an even longer made-up secret, for test vectors only, as long as SHA-512 wants it",
}
HS = {"secret": SECRET, "alg": "HS256"}

CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1(), "secp256k1": ec.SECP256K1()}
ALG_OF_CURVE = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "secp256k1": "ES256K"}
CURVE_OF_ALG = {alg: curve for curve, alg in ALG_OF_CURVE.items()}
ORDER = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    "P-521": 0x1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409,
    "secp256k1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
}


def stream(name, size):
    return hashlib.shake_256(b"jotkit test key: " + name.encode()).digest(size)


def is_prime(n):
    if any(n % p == 0 for p in range(3, 2000, 2)):
        return False
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29):
        x = pow(base, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def prime(name, bits):
    """The first prime at or after a number that has its two top bits set."""
    n = int.from_bytes(stream(name, (bits + 7) // 8), "big") >> (-bits % 8) | 3 << (bits - 2) | 1
    while math.gcd(n - 1, 65537) != 1 or not is_prime(n):
        n += 2
    return n


def rsa_key(name, bits):
    p, q = prime(name + " p", bits // 2), prime(name + " q", bits - bits // 2)
    p, q = max(p, q), min(p, q)
    assert (p * q).bit_length() == bits, (name, (p * q).bit_length())
    d = pow(65537, -1, math.lcm(p - 1, q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return numbers.private_key(unsafe_skip_rsa_key_validation=bits < 2048)


def ec_key(name, curve):
    scalar = int.from_bytes(stream(name + curve, 80), "big") % (ORDER[curve] - 1) + 1
    return ec.derive_private_key(scalar, CURVES[curve])


RSA_A, RSA_B = rsa_key("rsa a", 2048), rsa_key("rsa b", 2048)
RSA_1024, RSA_2047 = rsa_key("rsa 1024", 1024), rsa_key("rsa 2047", 2047)
EC_A = {curve: ec_key("ec a ", curve) for curve in CURVES}
EC_B = {curve: ec_key("ec b ", curve) for curve in CURVES}
ED_A = ed25519.Ed25519PrivateKey.from_private_bytes(stream("ed25519 a", 32))
ED_B = ed25519.Ed25519PrivateKey.from_private_bytes(stream("ed25519 b", 32))
SEEDS = {alg: stream(alg, 32) for alg in ML_DSA}
MLDSA = {
    "ML-DSA-44": mldsa.MLDSA44PrivateKey, "ML-DSA-65": mldsa.MLDSA65PrivateKey, "ML-DSA-87": mldsa.MLDSA87PrivateKey,
}


def uint(number, size=None):
    return b64(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))


def raw_public(key):
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def jwk(key, private=False, **more):
    """The JWK of a key; ML-DSA keys are named by their algorithm. `alg`, `kid` and the like come as keywords."""
    if isinstance(key, str):
        out = {"kty": "AKP", "alg": key, "pub": b64(ML_DSA[key].key_derive(SEEDS[key])[0])}
        if private:
            out["priv"] = b64(SEEDS[key])
    elif isinstance(key, rsa.RSAPrivateKey):
        numbers = key.private_numbers()
        out = {"kty": "RSA", "n": uint(numbers.public_numbers.n), "e": uint(numbers.public_numbers.e)}
        if private:
            out |= {"d": uint(numbers.d), "p": uint(numbers.p), "q": uint(numbers.q)}
            out |= {"dp": uint(numbers.dmp1), "dq": uint(numbers.dmq1), "qi": uint(numbers.iqmp)}
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        numbers = key.private_numbers()
        curve = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}.get(key.curve.name, key.curve.name)
        size = (key.curve.key_size + 7) // 8
        point = numbers.public_numbers
        out = {"kty": "EC", "crv": curve, "x": uint(point.x, size), "y": uint(point.y, size)}
        if private:
            out["d"] = uint(numbers.private_value, size)
    else:
        out = {"kty": "OKP", "crv": "Ed25519", "x": b64(raw_public(key))}
        if private:
            out["d"] = b64(key.private_bytes_raw())
    return out | more


def oct_jwk(secret=SECRET, **more):
    return {"kty": "oct", "k": b64(secret)} | more


def loaded(key):
    return MLDSA[key].from_seed_bytes(SEEDS[key]) if isinstance(key, str) else key


def pem(key, form="pkcs8", encoding="PEM"):
    """`form`: pkcs8, traditional (PKCS#1 or SEC1), spki, pkcs1-public, or cert."""
    key, enc = loaded(key), getattr(serialization.Encoding, encoding)
    if form in ("pkcs8", "traditional"):
        kind = {"pkcs8": "PKCS8", "traditional": "TraditionalOpenSSL"}[form]
        out = key.private_bytes(enc, getattr(serialization.PrivateFormat, kind), serialization.NoEncryption())
    elif form == "cert":
        out = certificate(key).public_bytes(enc)
    else:
        kind = {"spki": "SubjectPublicKeyInfo", "pkcs1-public": "PKCS1"}[form]
        out = key.public_key().public_bytes(enc, getattr(serialization.PublicFormat, kind))
    return out.decode() if encoding == "PEM" else out


def certificate(key):
    """A self-signed certificate, always the same one."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "jotkit test vectors")])
    day = datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day.replace(year=2045))
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    return builder.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())


def public_key(alg):
    """The verifying key of an algorithm, as a vector's `key`, and the key that signs for it."""
    if alg in SECRETS:
        return {"secret": SECRETS[alg], "alg": alg}, SECRETS[alg]
    if alg in ML_DSA:
        return {"jwk": jwk(alg)}, SEEDS[alg]
    signer = RSA_A if alg[:2] in ("RS", "PS") else ED_A if alg[:2] == "Ed" else EC_A[CURVE_OF_ALG[alg]]
    return {"jwk": jwk(signer, alg=alg)}, signer


def private_key(alg):
    if alg in SECRETS:
        return {"secret": SECRETS[alg], "alg": alg}
    if alg in ML_DSA:
        return {"jwk": jwk(alg, private=True)}
    _, signer = public_key(alg)
    return {"jwk": jwk(signer, private=True, alg=alg)}


ALGORITHMS = [
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
    "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87",
]
