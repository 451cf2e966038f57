"""own-headers.json: keys and certificates in the header of a token that is signed."""

import base64
import json

from book import Book
from testkeys import EC_A, EC_B, ED_A, HS, RSA_A, jwk, pem
from tokens import compact, token


def build():
    book = Book("own-headers", "Header members that name the signer's own key: jwk, x5c, x5t, x5t#S256, jku, x5u.")
    ed, claims = {"jwk": jwk(ED_A, private=True)}, '{"jti":"1","htm":"POST"}'
    own, der = jwk(ED_A), base64.b64encode(pem(RSA_A, "cert", "DER")).decode()

    def ok(name, why, rule, members, key=ed, signer=ED_A, alg="EdDSA"):
        header = {"alg": alg, "typ": "JWT"} | {"typ": members.get("typ", "JWT")}
        header |= {name: value for name, value in members.items() if name != "typ"}
        written = token(header, claims, signer)
        book.sign("own-headers-" + name, why, rule, key, claims, {"ok": {"token": written}}, compact(members))

    def wrong(name, why, rule, members, key=ed):
        book.sign("own-headers-" + name, why, rule, key, claims, {"error": {"code": "argument_invalid"}}, json.dumps(members))

    dpop = "RFC 9449 §4.2"
    ok("dpop", "A DPoP proof carries the public key that signs it.", dpop, {"typ": "dpop+jwt", "jwk": own})
    ok("jwk-more", "The JWK may have further members.", dpop, {"jwk": own | {"kid": "k", "use": "sig"}})
    rs = {"jwk": jwk(RSA_A, private=True, alg="RS256")}
    ok("jwk-rsa", "An RSA key too.", dpop, {"jwk": jwk(RSA_A)}, rs, RSA_A, "RS256")
    for name, why, value in [
        ("private", "Never the private key.", jwk(ED_A, private=True)), ("private-damaged", "Nor something in its place.", own | {"d": "AAAA"}),
        ("other", "Nor somebody else's.", jwk(EC_A["P-256"])), ("string", "It is an object.", "x"), ("null", "Not null.", None), ("empty", "Not an empty one.", {}),
        ("damaged", "Nor a damaged one.", own | {"x": own["x"][:-2]}), ("k", "Nor one with a member of a secret.", own | {"k": "AAAA"}),
    ]:
        wrong("jwk-" + name, why, dpop, {"jwk": value})
    wrong("jwk-other-of-curve", "Another key of the same curve.", dpop, {"jwk": jwk(EC_B["P-256"])}, {"jwk": jwk(EC_A["P-256"], private=True)})
    wrong("jwk-of-secret", "A shared secret has no public half.", dpop, {"jwk": {"kty": "oct", "k": "AAAA"}}, HS)
    x5 = "RFC 7515 §4.1.6 to §4.1.8"
    ok("x5c", "A certificate, as Entra ID asks for.", x5, {"x5c": [der]}, rs, RSA_A, "RS256")
    ok("x5c-chain", "A chain.", x5, {"x5c": [der, der]}, rs, RSA_A, "RS256")
    ok("x5t", "The thumbprints.", x5, {"x5t": "AAAA", "x5t#S256": "AAAA"})
    ok("jku", "An address, as SMART on FHIR asks for.", "RFC 7515 §4.1.2", {"jku": "https://app.example/jwks"})
    ok("x5u", "The address of a certificate.", "RFC 7515 §4.1.5", {"x5u": "https://app.example/cert"})
    for name, value in [("string", der), ("empty", []), ("numbers", [1]), ("base64url", ["-_-_"]), ("blank", [""]), ("null", None), ("object", {})]:
        wrong("x5c-" + name, "x5c is a list of certificates in base64.", x5, {"x5c": value})
    for member in ("x5t", "x5t#S256", "jku", "x5u", "cty"):
        wrong("type-" + member.replace("#", "-").lower(), "It must be a string.", x5, {member: 1})
    for member, value in [("crit", ["exp"]), ("crit", []), ("b64", True), ("b64", False)]:
        name = f"{member}-{json.dumps(value)}".replace('"', "").replace("[", "list-").replace("]", "").strip("-")
        wrong("refused-" + name, "crit and b64 cannot be set.", "RFC 7515 §4.1.11, RFC 7797", {member: value})
