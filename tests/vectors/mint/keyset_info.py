"""keyset-info.json: what a set holds, and what of it cannot be used."""

from book import Book
from testkeys import EC_A, ED_A, ED_B, RSA_1024, RSA_A, SECRET, jwk, oct_jwk
from tokens import thumbprint


def build():
    book = Book("keyset-info", "The keys of a set, and the entries that cannot be used with the reason.")
    rule = "RFC 7517 §5"
    ec, ed, rsa = jwk(EC_A["P-256"], alg="ES256", kid="ec"), jwk(ED_A, kid="ed"), jwk(RSA_A, kid="rsa", alg="RS256")

    def key(entry, **more):
        named = {name: entry[name] for name in ("kid", "alg") if name in entry} | more
        return named if entry["kty"] == "oct" else named | {"thumbprint": thumbprint(entry)}

    def case(name, why, entries, keys, skipped=()):
        request = {"op": "keyset_info", "key": {"jwks": {"keys": entries}}}
        skipped = [{"index": index, "code": code} for index, code in skipped]
        book.ok(name, why, rule, request, {"keys": keys, "skipped": skipped})

    case("keys", "Keys in the set's order.", [ec, ed, rsa], [key(ec), key(ed, alg="EdDSA"), key(rsa)])
    case("empty", "A set may have no keys; only a verifier refuses that.", [], [])
    case("secret", "A shared secret has no thumbprint to show.", [oct_jwk(alg="HS256", kid="s")], [{"kid": "s", "alg": "HS256"}])
    case("no-alg", "An RSA key without an algorithm has none yet.", [jwk(RSA_A, kid="r")], [{"kid": "r", "thumbprint": thumbprint(jwk(RSA_A))}])
    case("no-kid", "A key without a name.", [jwk(ED_A)], [{"alg": "EdDSA", "thumbprint": thumbprint(ed)}])
    case("same-twice", "The same key under the same name is one key.", [ec, ed, ec], [key(ec), key(ed, alg="EdDSA")])
    case("same-other-kid", "Under another name it is another entry.", [ed, ed | {"kid": "b"}], [key(ed, alg="EdDSA"), key(ed | {"kid": "b"}, alg="EdDSA")])
    case("same-other-alg", "So it is with another algorithm.", [rsa, rsa | {"alg": "PS256"}], [key(rsa), key(rsa | {"alg": "PS256"})])
    case("same-alg-inferred", "An algorithm that the curve dictates is the same as one that is written.", [ed, ed | {"alg": "EdDSA"}], [key(ed, alg="EdDSA")])
    case("same-secret", "The same secret twice is one key.", [oct_jwk(alg="HS256")] * 2, [{"alg": "HS256"}])
    case("same-use", "Once with its use, once without.", [ec | {"use": "sig"}, ec], [key(ec)])
    skips = [
        ("kty", {"kty": "weird"}, "key_invalid"), ("kty-null", ed | {"kty": None}, "key_invalid"), ("not-object", 7, "key_invalid"),
        ("hsm", rsa | {"kty": "RSA-HSM"}, "key_invalid"), ("damaged", ed | {"x": "AA"}, "key_invalid"), ("weak", jwk(RSA_1024, alg="RS256"), "key_weak"),
        ("short-secret", oct_jwk("short", alg="HS256"), "key_weak"), ("enc", rsa | {"use": "enc"}, "key_unsuitable"),
        ("alg-enc", rsa | {"alg": "RSA-OAEP"}, "key_unsuitable"), ("ops-sign", jwk(RSA_A, private=True, alg="RS256", key_ops=["sign"]), "key_unsuitable"),
        ("use-null", rsa | {"use": None}, "key_invalid"), ("alg-null", rsa | {"alg": None}, "key_invalid"),
    ]
    for name, entry, code in skips:
        case("skips-" + name, "An entry that cannot be used is skipped with its reason.", [ec, entry, ed], [key(ec), key(ed, alg="EdDSA")], [(1, code)])
    case("skips-all", "All entries count for the index.", [7, ec, {}, jwk(ED_B, kid="b", use="enc")], [key(ec)],
         [(0, "key_invalid"), (2, "key_invalid"), (3, "key_unsuitable")])
    case("skipped-copy", "A copy of an entry that was skipped is a key.", [ec | {"use": "enc"}, ec], [key(ec)], [(0, "key_unsuitable")])
    request = {"op": "keyset_info"}
    for name, jwks in [("no-keys", {}), ("keys-null", {"keys": None}), ("keys-object", {"keys": {}}), ("one-jwk", ed)]:
        book.error(name, "A JWK Set is an object with an array keys.", rule, request | {"key": {"jwks": jwks}}, "key_invalid")
    book.error("one-key", "One key is not a set.", rule, request | {"key": {"secret": SECRET, "alg": "HS256"}}, "argument_invalid")
