"""key-export.json: keys written out again, as JWK and as PEM."""

from book import Book, err
from testkeys import ALG_OF_CURVE, EC_A, ED_A, HS, MLDSA, RSA_A, SECRET, SECRETS, jwk, oct_jwk, pem

UNSUITABLE = err("key_unsuitable")


def build():
    book = Book("key-export", "Keys written out again, whole or only their public half, as JWK and as PEM.")
    rule = "RFC 7517 §4, RFC 7518 §6; verdict rule: keys out"

    def as_jwk(name, why, key, public, want, rule=rule):
        book.key_export("export-jwk-" + name, why, rule, key, "jwk", public, {"ok": {"jwk": want}} if "kty" in want else want)

    pairs = [(alg.lower(), EC_A[curve], alg) for curve, alg in ALG_OF_CURVE.items()]
    pairs += [("rs256", RSA_A, "RS256"), ("ps384", RSA_A, "PS384"), ("eddsa", ED_A, "EdDSA"), ("ed25519", ED_A, "Ed25519")]
    for name, key, alg in pairs:
        whole, half = jwk(key, True, alg=alg), jwk(key, alg=alg)
        as_jwk(f"{name}-private", "What came in comes out.", {"jwk": whole}, False, whole)
        as_jwk(f"{name}-public-half", "Only the public half comes out.", {"jwk": whole}, True, half)
        as_jwk(f"{name}-public", "A public key is its own public half.", {"jwk": half}, True, half)
        as_jwk(f"{name}-public-whole", "All there is of a public key is public.", {"jwk": half}, False, half)
        as_jwk(f"{name}-kid", "kid is carried along.", {"jwk": half | {"kid": "k1"}}, True, half | {"kid": "k1"})
        as_jwk(f"{name}-from-pem", "A PEM key as a JWK names its algorithm.", {"pem": pem(key), "alg": alg}, False, whole)
        as_jwk(f"{name}-from-pem-public", "A PEM key's public half as a JWK.", {"pem": pem(key), "alg": alg}, True, half)
    as_jwk("from-certificate", "A certificate's key as a JWK.", {"pem": pem(RSA_A, "cert"), "alg": "RS256"}, True, jwk(RSA_A, alg="RS256"))
    as_jwk("ml-dsa-44-private", "What came in comes out.", {"jwk": jwk("ML-DSA-44", True)}, False, jwk("ML-DSA-44", True), "RFC 9964")
    for alg in MLDSA:
        as_jwk(f"{alg.lower()}-public-half", "Only the public half comes out.", {"jwk": jwk(alg, True)}, True, jwk(alg), "RFC 9964")
    as_jwk("ml-dsa-44-from-pem", "The seed in a PEM key is the priv of a JWK.", {"pem": pem("ML-DSA-44")}, False, jwk("ML-DSA-44", True), "RFC 9881, RFC 9964")
    for alg, secret in SECRETS.items():
        as_jwk(f"{alg.lower()}-secret", "A secret as a JWK.", {"secret": secret, "alg": alg}, False, oct_jwk(secret, alg=alg))
    as_jwk("oct-kid", "kid is carried along.", {"jwk": oct_jwk(alg="HS256", kid="s")}, False, oct_jwk(alg="HS256", kid="s"))
    rule = "verdict rule: keys out, a secret has no public half and no PEM"
    for name, key in (("secret", HS), ("oct", {"jwk": oct_jwk(SECRET, alg="HS256")})):
        as_jwk(f"{name}-public", "A secret has no public half.", key, True, UNSUITABLE, rule)
        for public in (False, True):
            book.key_export(f"export-pem-{name}-{'public' if public else 'private'}", "A secret is not written as PEM.", rule, key, "pem", public, UNSUITABLE)
    as_jwk("rsa-no-alg", "An RSA key without an algorithm is not finished.", {"jwk": jwk(RSA_A)}, True, err("key_invalid"), "verdict rule: an RSA JWK without alg")
    rule = "RFC 7468 §10 and §13, RFC 5280 §4.1.2.7; verdict rule: keys out"
    for name, key, alg in pairs:
        if name in ("ps384", "ed25519"):
            continue
        text = {"ok": {"pem": pem(key, "spki")}}
        book.key_export(f"export-pem-{name}-public-half", "The public half as SubjectPublicKeyInfo.", rule, {"jwk": jwk(key, True, alg=alg)}, "pem", True, text)
        book.key_export(f"export-pem-{name}-public", "A public key as SubjectPublicKeyInfo.", rule, {"jwk": jwk(key, alg=alg)}, "pem", False, text)
        book.key_export(f"export-pem-{name}-from-pem", "PEM in, PEM out.", rule, {"pem": pem(key, "spki"), "alg": alg}, "pem", True, text)
        if name != "eddsa":
            book.key_export(f"export-pem-{name}-private", "The private key as PKCS #8.", rule, {"jwk": jwk(key, True, alg=alg)}, "pem", False, {"ok": {"pem": pem(key)}})
    for alg in MLDSA:
        book.key_export(f"export-pem-{alg.lower()}-public", "An ML-DSA key as SubjectPublicKeyInfo.", "RFC 9881", {"jwk": jwk(alg)}, "pem", True, {"ok": {"pem": pem(alg, "spki")}})
    for name, key in [("eddsa", {"jwk": jwk(ED_A, True)}), ("ml-dsa-44", {"jwk": jwk("ML-DSA-44", True)})]:
        book.key_export(f"export-pem-{name}-private", "The private key as PKCS #8; the standard leaves room for more than one spelling.", rule, key, "pem", False, {"ok": {}}, ["pem"])
