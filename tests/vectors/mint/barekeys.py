"""bare-keys.json: keys without a format, private JWKs that lack parts, and DER."""

import math

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from book import Book, err
from encryptedkeys import encrypted
from jwkforms import known
from testkeys import ALG_OF_CURVE, EC_A, EC_B, ED_A, ED_B, ORDER, RSA_1024, RSA_A, RSA_B, jwk, pem, raw_public, uint
from tokens import b64, unb64

INVALID, UNSUITABLE, ARGUMENT, WEAK = err("key_invalid"), err("key_unsuitable"), err("argument_invalid"), err("key_weak")


def point(key, form="UncompressedPoint"):
    return key.public_key().public_bytes(Encoding.X962, getattr(PublicFormat, form))


def build():
    book = Book("bare-keys", "Keys without a format, private JWKs that lack parts, and DER.")
    points(book)
    edwards(book)
    halves(book)
    for form, key, alg, private in [("pkcs8", RSA_A, "RS256", True), ("spki", EC_A["P-256"], "ES256", False), ("cert", ED_A, "EdDSA", False)]:
        book.key_info(f"bare-der-{form}", "DER of the usual forms.", "verdict rule: keys", {"der": pem(key, form, "DER").hex(), "alg": alg}, known(alg, jwk(key), private))
    secret = {"passphrase": "a made-up password"}
    book.key_info("bare-der-encrypted", "DER may be encrypted.", "RFC 5958 §3", {"der": encrypted(ED_A).hex()} | secret, known("EdDSA", jwk(ED_A), True))
    book.key_info("bare-der-encrypted-no-passphrase", "Then it needs its passphrase.", "RFC 5958 §3", {"der": encrypted(ED_A).hex()}, INVALID)
    book.key_info("bare-der-passphrase", "And nothing else does.", "verdict rule: keys, a passphrase that has no effect", {"der": pem(ED_A, "pkcs8", "DER").hex()} | secret, ARGUMENT)
    book.key_info("bare-point-passphrase", "A bare key is not encrypted.", "verdict rule: keys, a passphrase that has no effect", {"ed25519_public": raw_public(ED_A).hex()} | secret, ARGUMENT)


def points(book):
    rule = "X9.63, SEC 1 §2.3; verdict rule: bare keys"
    for curve, alg in ALG_OF_CURVE.items():
        key, label, named = EC_A[curve], curve.lower(), {"alg": alg}
        whole, size = point(key), (key.curve.key_size + 7) // 8
        scalar = key.private_numbers().private_value.to_bytes(size, "big")
        public, private = known(alg, jwk(key), False), known(alg, jwk(key), True)
        book.key_info(f"bare-{label}-point", "An uncompressed point.", rule, {"ec_point": whole.hex()} | named, public)
        book.key_info(f"bare-{label}-coordinates", "x and y alone.", rule, {"ec_point": whole[1:].hex()} | named, public)
        book.key_info(f"bare-{label}-compressed", "A compressed point.", rule, {"ec_point": point(key, "CompressedPoint").hex()} | named, public)
        book.key_info(f"bare-{label}-scalar", "The private number alone.", rule, {"ec_scalar": scalar.hex()} | named, private)
        book.key_info(f"bare-{label}-point-and-scalar", "The point, then the private number.", rule, {"ec_scalar": (whole + scalar).hex()} | named, private)
        book.key_info(f"bare-{label}-kid", "A key id may be given.", rule, {"ec_scalar": scalar.hex(), "kid": "k"} | named, known(alg, jwk(key), True, kid="k"))
        wrong = whole[:-1] + bytes([whole[-1] ^ 1])
        for name, text in [("off-curve", wrong), ("coordinates-off-curve", wrong[1:]), ("infinity", b"\0"), ("zero", b"\4" + bytes(2 * size)), ("short", whole[:-1]), ("long", whole + b"\0"), ("hybrid", bytes([6 | whole[-1] & 1]) + whole[1:]), ("empty", b""),
                           ("compressed-other-tag", b"\5" + whole[1:size + 1]), ("compressed-x-too-large", b"\2" + b"\xff" * size)]:
            book.key_info(f"bare-{label}-point-{name}", "Not a point of the curve.", rule, {"ec_point": text.hex()} | named, INVALID)
        for name, text in [("zero", bytes(size)), ("order", ORDER[curve].to_bytes(size, "big")), ("short", scalar[1:]), ("long", b"\0" + scalar), ("empty", b""), ("point-of-another", point(EC_B[curve]) + scalar), ("point-alone", whole)]:
            book.key_info(f"bare-{label}-scalar-{name}", "Not a private key of the curve.", rule, {"ec_scalar": text.hex()} | named, INVALID)
        book.key_info(f"bare-{label}-point-no-alg", "Bytes do not name their curve.", rule, {"ec_point": whole.hex()}, ARGUMENT)
        book.key_info(f"bare-{label}-scalar-no-alg", "Bytes do not name their curve.", rule, {"ec_scalar": scalar.hex()}, ARGUMENT)
        for other in ("HS256", "RS256", "EdDSA"):
            book.key_info(f"bare-{label}-point-{other.lower()}", "An algorithm without such a curve.", rule, {"ec_point": whole.hex(), "alg": other}, UNSUITABLE)
    book.key_info("bare-p-256-as-secp256k1", "A point of another curve.", rule, {"ec_point": point(EC_A["P-256"]).hex(), "alg": "ES256K"}, INVALID)


def edwards(book):
    rule = "RFC 8032 §5.1.5; verdict rule: bare keys"
    seed, public = ED_A.private_bytes_raw(), raw_public(ED_A)
    for alg in (None, "EdDSA", "Ed25519"):
        named, label = ({"alg": alg} if alg else {}), (alg or "no-alg").lower()
        book.key_info(f"bare-ed25519-public-{label}", "A public key of 32 bytes.", rule, {"ed25519_public": public.hex()} | named, known(alg or "EdDSA", jwk(ED_A), False))
        book.key_info(f"bare-ed25519-seed-{label}", "A seed of 32 bytes.", rule, {"ed25519_private": seed.hex()} | named, known(alg or "EdDSA", jwk(ED_A), True))
        book.key_info(f"bare-ed25519-64-{label}", "The seed, then the public key.", rule, {"ed25519_private": (seed + public).hex()} | named, known(alg or "EdDSA", jwk(ED_A), True))
    book.key_info("bare-ed25519-halves-differ", "The public key of another seed.", rule + "; security T16", {"ed25519_private": (seed + raw_public(ED_B)).hex()}, INVALID)
    for size in (0, 31, 33, 63, 65):
        text = (seed + public + seed)[:size].hex()
        book.key_info(f"bare-ed25519-private-{size}", "A wrong length.", rule, {"ed25519_private": text}, INVALID)
        book.key_info(f"bare-ed25519-public-{size}", "A wrong length.", rule, {"ed25519_public": text}, INVALID)
    book.key_info("bare-ed25519-public-es256", "An algorithm of another kind of key.", rule, {"ed25519_public": public.hex(), "alg": "ES256"}, UNSUITABLE)
    book.key_info("bare-ed25519-private-hs256", "An algorithm of another kind of key.", rule, {"ed25519_private": seed.hex(), "alg": "HS256"}, UNSUITABLE)


def halves(book):
    rule = "RFC 7518 §6, RFC 8037 §2; verdict rule: a private JWK without its public half computes it"

    def without(key, *names):
        return {name: value for name, value in key.items() if name not in names}

    for curve, alg in ALG_OF_CURVE.items():
        whole = jwk(EC_A[curve], True)
        book.key_info(f"bare-jwk-{curve.lower()}-d", "d alone.", rule, {"jwk": without(whole, "x", "y")}, known(alg, whole, True))
        book.key_export(f"bare-jwk-{curve.lower()}-d-whole", "The public half is there when it is written.", rule, {"jwk": without(whole, "x", "y")}, "jwk", False, {"ok": {"jwk": whole | {"alg": alg}}})
        for member in "xy":
            book.key_info(f"bare-jwk-{curve.lower()}-without-{member}", "Half a point is a mistake.", rule, {"jwk": without(whole, member)}, INVALID)
    size = len(unb64(jwk(EC_A["P-256"], True)["d"]))
    for name, d in [("zero", bytes(size)), ("order", ORDER["P-256"].to_bytes(size, "big")), ("short", bytes(size - 1)), ("empty", b"")]:
        book.key_info(f"bare-jwk-p-256-d-{name}", "Not a private key of the curve.", rule, {"jwk": without(jwk(EC_A["P-256"]), "x", "y") | {"d": b64(d)}}, INVALID)
    book.key_info("bare-jwk-p-256-nothing", "Neither half.", rule, {"jwk": without(jwk(EC_A["P-256"]), "x", "y")}, INVALID)
    okp = jwk(ED_A, True)
    book.key_info("bare-jwk-ed25519-d", "d alone.", rule, {"jwk": without(okp, "x")}, known("EdDSA", okp, True))
    book.key_export("bare-jwk-ed25519-d-whole", "The public half is there when it is written.", rule, {"jwk": without(okp, "x")}, "jwk", False, {"ok": {"jwk": okp | {"alg": "EdDSA"}}})
    for name, d in [("short", bytes(31)), ("long", bytes(64)), ("empty", b"")]:
        book.key_info(f"bare-jwk-ed25519-d-{name}", "A wrong length.", rule, {"jwk": without(okp, "x") | {"d": b64(d)}}, INVALID)
    book.key_info("bare-jwk-ml-dsa-44-priv", "priv alone.", rule, {"jwk": without(jwk("ML-DSA-44", True), "pub")}, known("ML-DSA-44", jwk("ML-DSA-44"), True))
    rule = "RFC 7518 §6.3.2, NIST SP 800-56B C.2; verdict rule: RSA JWKs without primes"
    numbers = ("p", "q", "dp", "dq", "qi")
    for label, key in (("a", RSA_A), ("b", RSA_B), ("e-3", cubic(RSA_A)), ("d-phi", phi(RSA_B))):
        whole = jwk(key, True, alg="RS256")
        book.key_info(f"bare-jwk-rsa-{label}", "n, e and d determine the primes.", rule, {"jwk": without(whole, *numbers)}, known("RS256", whole, True))
        book.key_export(f"bare-jwk-rsa-{label}-whole", "They are there when it is written.", rule, {"jwk": without(whole, *numbers)}, "jwk", False, {"ok": {"jwk": whole}})
    whole = jwk(RSA_A, True, alg="RS256")
    bare = without(whole, *numbers)
    n = RSA_A.private_numbers().public_numbers.n
    for name, why, key in [
        ("d-of-another", "d of another key.", bare | {"d": jwk(RSA_B, True)["d"]}), ("d-one", "Not the inverse of e.", bare | {"d": b64(b"\1")}), ("d-zero", "Not the inverse of e.", bare | {"d": b64(b"\0")}), ("d-empty", "An empty d.", bare | {"d": ""}),
        ("d-n", "d is not below n.", bare | {"d": uint(n + 2)}), ("d-long", "d is longer than n.", bare | {"d": uint(n << 4096 | 1)}), ("e-of-another", "Another exponent.", bare | {"e": b64(b"\3")}), ("n-of-another", "Another modulus.", bare | {"n": jwk(RSA_B)["n"]}),
        ("p-alone", "Either all numbers or none.", bare | {"p": whole["p"]}), ("p-q", "Either all numbers or none.", bare | {"p": whole["p"], "q": whole["q"]}), ("qi-alone", "Either all numbers or none.", bare | {"qi": whole["qi"]}),
    ]:
        book.key_info("bare-jwk-rsa-bad-" + name, why, rule, {"jwk": key}, INVALID)
    short = without(jwk(RSA_1024, True, alg="RS256"), *numbers)
    book.key_info("bare-jwk-rsa-1024", "Short keys are refused before anything is computed.", rule, {"jwk": short}, WEAK)


def with_exponents(key, e, d):
    old = key.private_numbers()
    public = rsa.RSAPublicNumbers(e, old.public_numbers.n)
    return rsa.RSAPrivateNumbers(old.p, old.q, d, d % (old.p - 1), d % (old.q - 1), old.iqmp, public).private_key()


def cubic(key):
    """The same modulus with the smallest exponent from 3 on that it allows."""
    old = key.private_numbers()
    phi_ = (old.p - 1) * (old.q - 1)
    e = next(e for e in range(3, 1000, 2) if math.gcd(e, phi_) == 1)
    return with_exponents(key, e, pow(e, -1, math.lcm(old.p - 1, old.q - 1)))


def phi(key):
    """The same key with d modulo (p - 1)(q - 1)."""
    old = key.private_numbers()
    return with_exponents(key, 65537, pow(65537, -1, (old.p - 1) * (old.q - 1)))
