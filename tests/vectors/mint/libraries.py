"""libraries.json: tokens that other libraries made are judged like any others."""

import json
import pathlib

from book import Book, err
from testkeys import RSA_A, EC_A, ED_A, pem, public_key
from tokens import tampered

TOKENS = json.loads((pathlib.Path(__file__).parent / "library_tokens.json").read_text())
VERSIONS = {"PyJWT": "2.15.1", "python-jose": "3.5.0", "joserfc": "1.8.0", "jsonwebtoken": "9.0.3 (npm)", "jose": "6.2.17 (npm)"}
POLICY = {"issuer": "https://id.example", "audience": "api"}


def build():
    book = Book("libraries", "Tokens made by other libraries: PyJWT, python-jose, joserfc, jsonwebtoken and jose.")
    rule = "interoperability"
    for entry in TOKENS:
        library, alg, text = entry["library"], entry["alg"], entry["token"]
        name = f"library-{library}-{alg}".lower()
        why = f"Made by {library} {VERSIONS[library]}."
        book.verify(name, why, rule, text, public_key(alg)[0], policy=POLICY)
        if alg in ("HS256", "RS256", "PS256", "ES256", "EdDSA"):
            book.verify(name + "-tampered", why + " One bit of the signature is another.", rule, tampered(text), public_key(alg)[0], err("signature_invalid"), POLICY)
        if alg in ("RS256", "ES256", "EdDSA"):
            key = {"RS256": RSA_A, "ES256": EC_A["P-256"], "EdDSA": ED_A}[alg]
            book.verify(name + "-pem", why + " The key comes as PEM.", rule, text, {"pem": pem(key, "spki"), "alg": alg}, policy=POLICY)
        if alg == "ES512":
            book.verify(name + "-audience", why + " It is meant for somebody else.", rule, text, public_key(alg)[0], err("audience_refused", "aud"), POLICY | {"audience": "web"})
            book.verify(name + "-expired", why + " It has ended.", rule, text, public_key(alg)[0], err("token_expired", "exp"), POLICY, 1_750_000_300)
