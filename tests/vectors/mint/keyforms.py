"""keys.json: secrets and PEM keys; what can be imported, what it is then, and what is refused."""

import base64
import json
import pathlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, x25519

import jwkforms
from book import LATER, Book, err
from jwkforms import known
from testkeys import (ALG_OF_CURVE, EC_A, EC_B, ED_A, HS, MLDSA, RSA_1024, RSA_2047, RSA_A, SECRET, jwk, oct_jwk, pem, stream)
from tokens import b64, compact, token

FIXED = json.loads((pathlib.Path(__file__).parent / "fixed_keys.json").read_text())
INVALID, WEAK, UNSUITABLE, ARGUMENT = err("key_invalid"), err("key_weak"), err("key_unsuitable"), err("argument_invalid")
PUBLIC, PRIVATE = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.PrivateFormat.PKCS8
PEM = serialization.Encoding.PEM


def build():
    book = Book("keys", "Keys in every form: what comes in, what it is bound to, and what is refused.")
    secrets(book)
    lookalikes(book)
    pems(book)
    bad_pems(book)
    jwkforms.jwks(book)
    jwkforms.bad_jwks(book)
    jwkforms.jwk_use()


def secrets(book):
    rule = "RFC 7518 §3.2; verdict rule: keys"
    for alg, least in (("HS256", 32), ("HS384", 48), ("HS512", 64)):
        name = "keys-secret-" + alg.lower()
        for size in (least, least + 1, 200):
            raw = stream(f"{alg} {size}", size)
            book.key_info(f"{name}-{size}-bytes", "A secret at least as long as the hash.", rule, {"secret_hex": raw.hex(), "alg": alg},
                          known(alg, oct_jwk(raw), True))
        short = stream(alg, least - 1)
        book.key_info(f"{name}-short", "One byte shorter than the hash is too short.", rule + "; security T14", {"secret_hex": short.hex(), "alg": alg}, WEAK)
        book.key_info(f"{name}-short-allowed", "Unless the caller says that a short one is meant.", rule,
                      {"secret_hex": short.hex(), "alg": alg, "allow_short": True}, known(alg, oct_jwk(short), True))
    book.key_info("keys-secret-text", "A secret given as text is its UTF-8 bytes.", rule, HS, known("HS256", oct_jwk(), True))
    wide = "\u0441\u0435\u043a\u0440\u0435\u0442" * 3
    book.key_info("keys-secret-counts-bytes", "Length is counted in bytes: eighteen letters are thirty-six.", rule, {"secret": wide, "alg": "HS256"},
                  known("HS256", oct_jwk(wide), True))
    rule = "verdict rule: keys, an empty secret is refused always; security T11"
    for field in ("secret", "secret_hex"):
        book.key_info(f"keys-{field.replace('_', '-')}-empty", "An empty secret is not a secret.", rule, {field: "", "alg": "HS256"}, WEAK)
        book.key_info(f"keys-{field.replace('_', '-')}-empty-allow-short", "Not even where short ones are allowed.", rule,
                      {field: "", "alg": "HS256", "allow_short": True}, WEAK)
    book.key_info("keys-secret-one-byte-allowed", "One byte is short, not empty.", rule, {"secret": "x", "alg": "HS256", "allow_short": True},
                  known("HS256", oct_jwk("x"), True))
    rule = "verdict rule: keys, the algorithm a key is bound to"
    for alg in ("none", "hs256", "HS128", "", "RSA-OAEP", "HS256 "):
        name = {"": "empty", "HS256 ": "space"}.get(alg, alg.lower())
        book.key_info(f"keys-alg-{name}", "There is no such algorithm.", rule, {"secret": SECRET, "alg": alg}, ARGUMENT)
        book.key_info(f"keys-alg-{name}-for-pem", "There is no such algorithm.", rule, {"pem": pem(RSA_A, "spki"), "alg": alg}, ARGUMENT)
    for alg in ("RS256", "ES256", "EdDSA", "ML-DSA-44"):
        book.key_info(f"keys-secret-for-{alg.lower()}", "A secret is not a key pair.", rule, {"secret": SECRET, "alg": alg}, UNSUITABLE)


def lookalikes(book):
    rule = "RFC 8725 §2.1; verdict rule: keys, secrets that look like keys; security T02, T03, T04"
    ssh_rsa = RSA_A.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    ssh_ec = EC_A["P-256"].public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    ssh_ed = ED_A.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    spki, key = pem(RSA_A, "spki"), compact(jwk(RSA_A))
    texts = [
        ("rsa-spki", spki), ("rsa-pkcs1", pem(RSA_A, "pkcs1-public")), ("cert", pem(RSA_A, "cert")), ("ec-spki", pem(EC_A["P-256"], "spki")),
        ("ed25519-spki", pem(ED_A, "spki")), ("pkcs8", pem(EC_A["P-256"])), ("pkcs1-private", pem(RSA_A, "traditional")), ("sec1", pem(EC_A["P-256"], "traditional")),
        ("encrypted", FIXED["encrypted-pkcs8"]), ("stripped", spki.strip()), ("crlf", spki.replace("\n", "\r\n")), ("leading-space", "   \n\t" + spki),
        ("leading-bom", "\ufeff" + spki), ("leading-comment", "# our key\n" + spki), ("leading-text", "Key: production\n\n" + spki), ("one-line", spki.replace("\n", " ")),
        ("escaped-newlines", spki.replace("\n", "\\n")), ("quoted", '"' + spki + '"'), ("openssh-private", FIXED["openssh-ed25519"]), ("ssh-rsa", ssh_rsa),
        ("ssh-ecdsa", ssh_ec), ("ssh-ed25519", ssh_ed), ("ssh-leading-space", "  " + ssh_rsa), ("jwk", key), ("jwk-ec", compact(jwk(EC_A["P-256"]))),
        ("jwk-oct", compact(oct_jwk())), ("jwk-spaced", json.dumps(jwk(ED_A), indent=2)), ("jwk-leading-space", "\n " + key), ("jwks", '{"keys":[%s]}' % key),
        ("jwk-list", f"[{key}]"), ("base64-of-pem", _plain(spki)), ("base64-of-der", _plain(pem(RSA_A, "spki", "DER"))), ("base64-of-cert", _plain(pem(RSA_A, "cert", "DER"))),
        ("base64-of-jwk", _plain(key)), ("base64url-of-jwk", b64(key)),
    ]
    for name, text in texts:
        book.key_info(f"keys-lookalike-{name}", "A text that is itself a key is not meant as a secret.", rule, {"secret": text, "alg": "HS256"}, UNSUITABLE)
    for name, raw in [("spki", pem(RSA_A, "spki", "DER")), ("pkcs1", pem(RSA_A, "pkcs1-public", "DER")), ("pkcs8", pem(EC_A["P-256"], "pkcs8", "DER")),
                      ("sec1", pem(EC_A["P-256"], "traditional", "DER")), ("cert", pem(ED_A, "cert", "DER")), ("ed25519-spki", pem(ED_A, "spki", "DER"))]:
        book.key_info(f"keys-lookalike-der-{name}", "The same in DER.", rule, {"secret_hex": raw.hex(), "alg": "HS256"}, UNSUITABLE)
    book.key_info("keys-lookalike-allow-short", "Allowing short secrets allows nothing else.", rule, {"secret": spki, "alg": "HS256", "allow_short": True}, UNSUITABLE)
    book.verify("keys-lookalike-verify", "The classic forgery, one step before it could happen.", rule, token({"alg": "HS256"}, {"exp": LATER}, spki),
                {"secret": spki, "alg": "HS256"}, UNSUITABLE)
    rule = "verdict rule: keys; what must not be taken for a key"
    for name, text in [("digits", "0123456789abcdef0123456789abcdef"), ("hex", stream("hex", 32).hex()), ("base64", _plain(stream("base64", 48))), ("base64url", b64(stream("url", 48))),
                       ("sentence", "the public key is under the mat - begin reading here"), ("uuid", "9f4c8e3a-51c7-4d52-8a2e-6c0d3b7a9e11-and-more")]:
        book.key_info(f"keys-not-lookalike-{name}", "A plain secret stays one.", rule, {"secret": text, "alg": "HS256"}, known("HS256", oct_jwk(text), True))


def _plain(data):
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def pems(book):
    rule = "RFC 7468, RFC 5915, RFC 5958, RFC 8017 A.1; verdict rule: keys"
    forms = [("pkcs8", True), ("traditional", True), ("spki", False), ("cert", False)]
    for curve, alg in ALG_OF_CURVE.items():
        key = EC_A[curve]
        for form, private in forms:
            if form == "cert" and curve == "secp256k1":
                continue
            label = "sec1" if form == "traditional" else form
            book.key_info(f"keys-pem-{alg.lower()}-{label}", "The curve names the algorithm.", rule, {"pem": pem(key, form)}, known(alg, jwk(key), private))
        book.key_info(f"keys-pem-{alg.lower()}-named", "The caller may name it too.", rule, {"pem": pem(key, "spki"), "alg": alg}, known(alg, jwk(key), False))
    for form, private, label in [("pkcs8", True, "pkcs8"), ("traditional", True, "pkcs1"), ("spki", False, "spki"), ("pkcs1-public", False, "pkcs1-public"), ("cert", False, "cert")]:
        for alg in ("RS256", "PS512"):
            book.key_info(f"keys-pem-rsa-{label}-{alg.lower()}", "An RSA key takes the algorithm its caller names.", rule, {"pem": pem(RSA_A, form), "alg": alg},
                          known(alg, jwk(RSA_A), private))
        book.key_info(f"keys-pem-rsa-{label}-no-alg", "An RSA key alone has no algorithm.", rule, {"pem": pem(RSA_A, form)}, INVALID)
    for form, private in [("pkcs8", True), ("spki", False), ("cert", False)]:
        for alg in (None, "EdDSA", "Ed25519"):
            book.key_info(f"keys-pem-ed25519-{form}-{(alg or 'no-alg').lower()}", "An Ed25519 key is known by the name it was imported under, EdDSA if by none.",
                          "RFC 8410, RFC 9864; verdict rule: EdDSA and Ed25519 are one", {"pem": pem(ED_A, form)} | ({"alg": alg} if alg else {}),
                          known(alg or "EdDSA", jwk(ED_A), private))
    for alg in MLDSA:
        for form, private in [("pkcs8", True), ("spki", False)]:
            book.key_info(f"keys-pem-{alg.lower()}-{form}", "An ML-DSA key, the private one as its seed.", "RFC 9881, RFC 9964", {"pem": pem(alg, form)},
                          known(alg, jwk(alg), private))
    text = pem(EC_A["P-256"], "spki")
    for name, why, variant in [("crlf", "DOS line ends are line ends.", text.replace("\n", "\r\n")), ("no-final-newline", "The last line end may lack.", text.rstrip("\n")),
                               ("final-newlines", "White space at the end is fine.", text + "\n\n  \n"), ("leading-newlines", "White space in front is fine.", "\n\n" + text)]:
        book.key_info(f"keys-pem-{name}", why, "RFC 7468 §2", {"pem": variant}, known("ES256", jwk(EC_A["P-256"]), False))
    rule = "RFC 8725 §3.1; verdict rule: keys, a named algorithm that the key has not"
    for name, key, alg in [("p-256-es384", EC_A["P-256"], "ES384"), ("p-256-es256k", EC_A["P-256"], "ES256K"), ("secp256k1-es256", EC_A["secp256k1"], "ES256"), ("p-521-es256", EC_A["P-521"], "ES256"),
                           ("rsa-es256", RSA_A, "ES256"), ("rsa-eddsa", RSA_A, "EdDSA"), ("rsa-hs256", RSA_A, "HS256"), ("p-256-hs256", EC_A["P-256"], "HS256"), ("p-256-rs256", EC_A["P-256"], "RS256"),
                           ("ed25519-es256", ED_A, "ES256"), ("ed25519-hs512", ED_A, "HS512"), ("ml-dsa-44-ml-dsa-65", "ML-DSA-44", "ML-DSA-65"), ("ed25519-ml-dsa-44", ED_A, "ML-DSA-44")]:
        book.key_info(f"keys-pem-named-{name}", "The key is not one of that algorithm.", rule, {"pem": pem(key, "spki"), "alg": alg}, UNSUITABLE)
    book.key_info("keys-pem-private-named-hs256", "Nor is a private key a secret.", rule, {"pem": pem(RSA_A, "traditional"), "alg": "HS256"}, UNSUITABLE)
    rule = "RFC 7518 §3.3; verdict rule: keys, RSA from 2048 bits"
    for name, key in [("1024", RSA_1024), ("2047", RSA_2047)]:
        for form in ("pkcs8", "spki"):
            book.key_info(f"keys-pem-rsa-{name}-{form}", "Shorter than 2048 bits is too short.", rule, {"pem": pem(key, form), "alg": "RS256"}, WEAK)
        book.key_info(f"keys-jwk-rsa-{name}", "The same as a JWK.", rule, {"jwk": jwk(key, alg="RS256")}, WEAK)


def bad_pems(book):
    rule = "RFC 7468; verdict rule: keys, key_invalid"
    good, body = pem(EC_A["P-256"], "spki"), pem(EC_A["P-256"], "spki").split("\n")[1]
    der = pem(EC_A["P-256"], "spki", "DER")
    for name, why, text in [
        ("empty", "An empty string is not a key.", ""), ("garbage", "Arbitrary text is not a key.", "not a key"), ("no-end", "The end line lacks.", good.split("-----END")[0]),
        ("no-begin", "The begin line lacks.", good.split("-----\n", 1)[1]), ("end-differs", "Begin and end name different things.", good.replace("END PUBLIC", "END PRIVATE")),
        ("no-body", "Nothing between the lines.", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"),
        ("not-base64", "The text between the lines is not base64.", good.replace(body[:5], "*****")), ("truncated", "The DER is cut short.", _wrap(der[:-7])),
        ("trailing-byte", "A byte follows the DER.", _wrap(der + b"\0")), ("private-label", "A public key under the label of a private one.", good.replace("PUBLIC", "PRIVATE")),
        ("public-label", "A private key under the label of a public one.", pem(EC_A["P-256"]).replace("PRIVATE", "PUBLIC")),
        ("cert-label", "A bare public key under the label of a certificate.", good.replace("PUBLIC KEY", "CERTIFICATE")),
        ("bare-base64", "Base64 alone is not PEM.", _plain(der)), ("jwk-text", "A JWK is not PEM.", compact(jwk(EC_A["P-256"]))),
        ("der-is-a-number", "The DER is something else.", _wrap(b"\2\1\5")), ("point-off-curve", "The point is not on the curve.", _wrap(der[:-1] + bytes([der[-1] ^ 1]))),
    ]:
        book.key_info(f"keys-pem-bad-{name}", why, rule, {"pem": text, "alg": "ES256"}, INVALID)
    for name in ("encrypted-pkcs8", "encrypted-pkcs8-rsa", "encrypted-sec1", "encrypted-pkcs1"):
        alg = "ES256" if name in ("encrypted-pkcs8", "encrypted-sec1") else "RS256"
        book.key_info(f"keys-pem-{name}", "A key with a password has to be decrypted first.", rule, {"pem": FIXED[name], "alg": alg}, INVALID)
    own, other = pem(EC_A["P-256"], "pkcs8", "DER"), pem(EC_B["P-256"], "spki", "DER")[-65:]
    mixed = own.replace(pem(EC_A["P-256"], "spki", "DER")[-65:], other)
    assert mixed != own
    book.key_info("keys-pem-halves-differ-pkcs8", "The public half inside belongs to another key.", rule + "; security T16", {"pem": _wrap(mixed, "PRIVATE KEY")}, INVALID)
    sec1 = pem(EC_A["P-256"], "traditional", "DER")
    book.key_info("keys-pem-halves-differ-sec1", "The public half inside belongs to another key.", rule + "; security T16",
                  {"pem": _wrap(sec1.replace(sec1[-65:], other), "EC PRIVATE KEY")}, INVALID)
    numbers = RSA_A.private_numbers()
    raw = pem(RSA_A, "traditional", "DER")
    wrong = raw.replace(numbers.q.to_bytes(128, "big"), (numbers.q + 2).to_bytes(128, "big"))
    assert wrong != raw
    book.key_info("keys-pem-rsa-primes-differ", "The primes are not those of the modulus.", rule, {"pem": _wrap(wrong, "RSA PRIVATE KEY"), "alg": "RS256"}, INVALID)
    rule = "verdict rule: keys, key_unsuitable"
    p224 = ec.derive_private_key(int.from_bytes(stream("p-224", 27), "big"), ec.SECP224R1())
    x = x25519.X25519PrivateKey.from_private_bytes(stream("x25519", 32))
    ed = ed448.Ed448PrivateKey.from_private_bytes(stream("ed448", 57))
    for name, key, alg in [("p-224", p224, "ES256"), ("x25519", x, "EdDSA"), ("ed448", ed, "EdDSA")]:
        public = key.public_key().public_bytes(PEM, PUBLIC).decode()
        private = key.private_bytes(PEM, PRIVATE, serialization.NoEncryption()).decode()
        for form, text in (("public", public), ("private", private)):
            book.key_info(f"keys-pem-{name}-{form}", "A key of a kind that signs no token here.", rule, {"pem": text}, UNSUITABLE)
        book.key_info(f"keys-pem-{name}-named", "Whatever algorithm is named.", rule, {"pem": public, "alg": alg}, UNSUITABLE)
    for form in ("spki", "pkcs8"):
        book.key_info(f"keys-pem-dsa-{form}", "DSA is not a JOSE algorithm.", rule + "; security T05", {"pem": FIXED["dsa-" + form]}, UNSUITABLE)


def _wrap(der, label="PUBLIC KEY"):
    text = _plain(der)
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return f"-----BEGIN {label}-----\n" + "\n".join(lines) + f"\n-----END {label}-----\n"
