"""security.json: what went wrong in other libraries, one case after another."""

import json

from book import LATER, NOW, Book, err
from testkeys import ED_A, ED_B, EC_A, HS, RSA_A, SECRET, jwk, oct_jwk, pem, public_key
from tokens import b64, compact, sealed, token, unb64, with_signature

REFUSED, UNSUITABLE, BAD = err("algorithm_refused"), err("key_unsuitable"), err("signature_invalid")
CLAIMS = {"exp": LATER}


def build():
    book = Book("security", "What other libraries got wrong, one vector or more for each known failure a vector can show.")

    def case(test, name, why, text, key=HS, answer=None, policy=None):
        book.verify(f"security-t{test}-{name}", why, f"security T{test}", text, key, answer, policy)

    def made(claims=None, header=None, key=SECRET, alg="HS256"):
        return token(header or {"alg": alg}, CLAIMS if claims is None else claims, key, alg)

    keys(book, case, made)
    claims(book, case, made)
    shape(book, case, made)
    sets(case)


def keys(book, case, made):
    for label, alg in [("rsa", "RS256"), ("pss", "PS256"), ("ec", "ES256"), ("ed25519", "EdDSA"), ("ml-dsa", "ML-DSA-44")]:
        key, signer = public_key(alg)
        public = pem(signer if not isinstance(signer, bytes) else alg, "spki")
        for mac in ("HS256", "HS384", "HS512"):
            case("01", f"{label}-{mac.lower()}", "A public key's text is not a secret.", token({"alg": mac}, CLAIMS, public), key, REFUSED)
    case("01", "jwk-text", "Nor is the JWK's text.", made(key=compact(jwk(RSA_A, alg="RS256"))), {"jwk": jwk(RSA_A, alg="RS256")}, REFUSED)
    case("01", "modulus", "Nor are the modulus's bytes.", made(key=unb64(jwk(RSA_A)["n"])), {"jwk": jwk(RSA_A, alg="RS256")}, REFUSED)
    spki = pem(RSA_A, "spki")
    for test, name, text in [("02", "pkcs1", pem(RSA_A, "pkcs1-public")), ("02", "spki", spki), ("02", "ec", pem(EC_A["P-256"], "spki")), ("02", "certificate", pem(RSA_A, "cert")), ("03", "leading-newlines", "\n\n" + spki),
                             ("03", "leading-bom", "\ufeff" + spki), ("03", "comment", "# production\n" + spki), ("04", "jwk", compact(jwk(RSA_A))), ("04", "jwks", compact({"keys": [jwk(RSA_A)]})), ("04", "list", compact([jwk(RSA_A)])),
                             ("04", "base64-of-jwk", b64(compact(jwk(RSA_A))))]:
        case(test, name, "A secret that is a key's text is a mistake, caught before any token is judged.", made(key=text), {"secret": text, "alg": "HS256"}, UNSUITABLE)
    case("04", "oct-jwk-of-pem", "Nor is it a secret when a JWK wraps it.", made(key=spki), {"jwk": oct_jwk(spki, alg="HS256")}, UNSUITABLE)
    case("05", "rsa-key-for-es256", "A key of another kind than the algorithm named.", made(header={"alg": "ES256"}, key=EC_A["P-256"], alg="ES256"), {"pem": spki, "alg": "ES256"}, UNSUITABLE)
    rs = made(key=RSA_A, alg="RS256")
    case("06", "list-and-header-agree", "The list admits the header's algorithm, the key is bound to another.", rs, {"jwk": jwk(RSA_A, alg="PS256")}, REFUSED, {"algorithms": ["RS256", "PS256"]})
    case("06", "list-and-key-agree", "The list admits the key's algorithm, the header names another.", rs, {"jwk": jwk(RSA_A, alg="PS256")}, REFUSED, {"algorithms": ["PS256"]})
    case("06", "header-and-key-agree", "Header and key agree, the list does not.", rs, {"jwk": jwk(RSA_A, alg="RS256")}, err("policy_invalid"), {"algorithms": ["PS256"]})
    case("07", "header-chooses", "The header does not give a key its algorithm.", rs, {"jwk": jwk(RSA_A)}, err("key_invalid"))
    case("07", "curve-chooses", "The curve does.", made(key=EC_A["P-256"], alg="ES256"), {"jwk": jwk(EC_A["P-256"])})
    case("07", "curve-refuses", "And to no other.", made(header={"alg": "ES384"}, key=EC_A["P-256"], alg="ES256"), {"jwk": jwk(EC_A["P-256"])}, REFUSED)
    case("08", "empty-mac", "An RSA key is not a secret of no length.", made(key=b""), {"jwk": jwk(RSA_A), "alg": "HS256"}, UNSUITABLE)
    case("08", "empty-mac-bound", "Nor when it is bound.", made(key=b""), {"jwk": jwk(RSA_A, alg="RS256")}, REFUSED)
    case("08", "empty-mac-listed", "Nor when the list names an HMAC for the key that names nothing.", made(key=b""), {"jwk": jwk(RSA_A)}, err("key_invalid"), {"algorithms": ["HS256"]})
    for label, key in [("rsa", RSA_A), ("ec", EC_A["P-256"]), ("ed25519", ED_A)]:
        case("08", f"{label}-jwk-alg-hs256", "A JWK that calls its public key an HMAC's contradicts itself.", made(key=b""), {"jwk": jwk(key, alg="HS256")}, err("key_invalid"))
        case("08", f"{label}-jwks-alg-hs256", "In a set it is skipped.", made(key=b""), {"jwks": {"keys": [jwk(key, alg="HS256")]}}, err("key_unknown"))
    case("09", "embedded-jwk", "A key in the header proves nothing.", token({"alg": "EdDSA", "jwk": jwk(ED_B)}, CLAIMS, ED_B), {"jwk": jwk(ED_A)}, BAD)
    for name, alg in [("none", "none"), ("none-case", "NoNe"), ("none-empty", "")]:
        text = b64(compact({"alg": alg})) + "." + b64(compact(CLAIMS)) + "."
        for label, key in (("secret", HS), ("rsa", {"jwk": jwk(RSA_A, alg="RS256")})):
            case("10", f"{name}-{label}", "An unsigned token is refused.", text, key, REFUSED)
    for name, key in [("secret", {"secret": "", "alg": "HS256"}), ("jwk", {"jwk": oct_jwk("", alg="HS256")}), ("allowed", {"secret": "", "alg": "HS256", "allow_short": True})]:
        case("11", f"empty-{name}", "A token signed with nothing, a verifier that holds nothing.", made(key=b""), key, err("key_weak"))
    case("12", "claims-choose-no-secret", "What a token says of itself chooses no secret that was not given.", made(CLAIMS | {"azp": "other", "secret": "x" * 32}, key="x" * 32), HS, BAD)
    case("13", "kid-miss", "An unknown kid falls back to no key.", token({"alg": "EdDSA", "kid": "old"}, CLAIMS, ED_A), {"jwks": {"keys": [jwk(ED_A, kid="new")]}}, err("key_unknown"))
    case("14", "short-secret", "A secret shorter than the hash.", made(key="secret"), {"secret": "secret", "alg": "HS256"}, err("key_weak"))
    case("14", "short-secret-meant", "Unless it is meant.", made(key="secret"), {"secret": "secret", "alg": "HS256", "allow_short": True})
    for alg, size in (("ES256", 64), ("ES384", 96), ("ES512", 132), ("ES256K", 64)):
        key, signer = public_key(alg)
        case("15", f"zeros-{alg.lower()}", "r and s of zero.", with_signature(made(key=signer, alg=alg), bytes(size)), key, BAD)
    whole = jwk(ED_A, True) | {"x": jwk(ED_B)["x"]}
    book.sign("security-t16-mismatched-public-half", "Signing with a wrong public half would give the private key away.", "security T16", {"jwk": whole}, '{"exp":1}', err("key_invalid"))
    case("16", "verify", "Such a key does not verify either.", made(key=ED_B, alg="EdDSA"), {"jwk": whole}, err("key_invalid"))
    entry = {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "bad"}
    case("53", "one-bad-key", "One bad key does not spoil the set.", token({"alg": "EdDSA", "kid": "ed"}, CLAIMS, ED_A), {"jwks": {"keys": [entry, jwk(ED_A, kid="ed")]}})


def claims(book, case, made):
    issuer = "https://id.example/tenant"
    for name, value in [("substring", "id.example"), ("prefix", "https://id.example"), ("empty", ""), ("letter", "h")]:
        case("20", f"issuer-{name}", "A part of the expected issuer is not the issuer.", made(CLAIMS | {"iss": value}), HS, err("issuer_refused", "iss"), {"issuer": issuer})
    case("21", "issuer-list", "An issuer is a string, not a list with the right one in it.", made(CLAIMS | {"iss": ["https://evil.example", issuer]}), HS, err("claim_malformed", "iss"), {"issuer": issuer})
    for claim, value in [("exp", "2999-01-01"), ("nbf", "0"), ("iat", {}), ("aud", {}), ("iss", 0), ("sub", []), ("jti", 7)]:
        case("22", f"wrong-type-{claim}", "A claim of a wrong type is not an absent one.", made(CLAIMS | {claim: value}), HS, err("claim_malformed", claim))
    for name, text, answer in [("zero", "0", err("token_expired", "exp")), ("minus-one", "-1", err("token_expired", "exp")), ("1e400", "1e400", err("payload_malformed")), ("1e30", "1e30", err("claim_malformed", "exp")),
                               ("two-to-the-63", str(2**63), err("claim_malformed", "exp")), ("minus-two-to-the-63", str(-(2**63)), err("claim_malformed", "exp")), ("nan", "NaN", err("payload_malformed"))]:
        case("23", f"exp-{name}", "An exp that is not skipped, whatever it is.", made('{"exp":%s}' % text), HS, answer)
    past = made({"exp": NOW - 10**6})
    for name, value in [("huge", 10**9), ("1e308", 1e308), ("text", "Infinity"), ("null", None), ("negative", -10**9)]:
        case("24", f"leeway-{name}", "A leeway must not switch expiry off.", past, HS, err("policy_invalid"), {"leeway": value})
    for name, value in [("1e300", 1e300), ("above-two-to-the-53", 2**53 + 2), ("below", -(2**53) - 2)]:
        book.verify(f"security-t24-now-{name}", "A time that no clock shows is not a time.", "security T24", past, HS, err("argument_invalid"), None, value)
    case("25", "issuer-is-no-pattern", "An expected value is a string, never a pattern.", made(CLAIMS | {"iss": "https://idXexample/a"}), HS, err("issuer_refused", "iss"), {"issuer": "https://id.example/.*"})
    case("25", "audience-is-no-pattern", "Nor among several.", made(CLAIMS | {"aud": ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"]}), HS, err("audience_refused", "aud"), {"audience": ["(a+)+$", ".*"]})
    case("25", "expected-is-no-pattern", "Nor for a claim of one's own.", made(CLAIMS | {"role": "admin"}), HS, err("claim_refused", "role"), {"expected": {"role": "^admin$"}})
    case("25", "pattern-is-a-text", "A text that looks like a pattern equals itself.", made(CLAIMS | {"iss": "^(a+)+$"}), HS, None, {"issuer": "^(a+)+$"})
    at_hash = "77QmUPtjPfzWtF2AnpK9RQ"
    case("26", "unknown-algorithm", "No hash is known for an algorithm that is not: the token is refused, not its at_hash skipped.", token({"alg": "HS257"}, CLAIMS | {"at_hash": at_hash}, SECRET, "HS256"), HS, REFUSED, {"expected": {"at_hash": at_hash}})
    case("26", "at-hash-other", "An at_hash that the caller computed is compared.", made(CLAIMS | {"at_hash": at_hash[:-1] + "g"}), HS, err("claim_refused", "at_hash"), {"expected": {"at_hash": at_hash}})
    case("26", "at-hash-absent", "An absent one is not an equal one.", made(), HS, err("claim_missing", "at_hash"), {"expected": {"at_hash": at_hash}})
    case("26", "at-hash-equal", "An equal one passes.", made(CLAIMS | {"at_hash": at_hash}), HS, None, {"expected": {"at_hash": at_hash}})
    case("27", "exp-object", "A wrong type ends in an answer, not in a host's own error.", made({"exp": {"__float__": 1}}), HS, err("claim_malformed", "exp"))
    case("28", "aud-empty", "An empty audience is refused like any that was not expected.", made(CLAIMS | {"aud": []}), HS, err("audience_refused", "aud"))
    case("28", "aud-empty-expected", "And where one was expected.", made(CLAIMS | {"aud": []}), HS, err("audience_refused", "aud"), {"audience": "api"})
    book.peek("security-t28-aud-empty-peek", "Reading without verifying is not a failure.", "security T28", made(CLAIMS | {"aud": []}))


def shape(book, case, made):
    unsupported = err("header_unsupported")
    for name, value in [("unknown", ["cnf"]), ("empty", []), ("text", "exp"), ("null", None), ("registered", ["alg"]), ("repeated", ["cnf", "cnf"]), ("absent-member", ["nowhere"])]:
        case("30", f"crit-{name}", "crit is never ignored.", made(header={"alg": "HS256", "cnf": {}, "crit": value}), HS, unsupported)
    case("31", "b64-unlisted", "b64 does not switch the payload's encoding.", made(header={"alg": "HS256", "b64": False}), HS, unsupported)
    raw = '{"exp":%d}' % LATER
    case("31", "b64-raw-payload", "An unencoded payload is not a segment.", sealed(b64('{"alg":"HS256","b64":false}'), raw, SECRET, "HS256"), HS, err("token_malformed"))
    case("32", "b64-large", "The size is judged before anything is decoded.", sealed(b64('{"alg":"HS256","b64":false}'), "A" * 400, SECRET, "HS256"), HS, err("token_too_large"), {"max_token_bytes": 300})
    good = made()
    head, body, last = good.split(".")
    for name, text in [("padding", good + "="), ("plus", f"{head}.{body}.+{last[1:]}"), ("newline", good + "\n"), ("space", f"{head}. {body}.{last}"), ("line-fold", f"{head}.{body}.{last[:20]}\r\n {last[20:]}")]:
        case("33", f"base64url-{name}", "The alphabet is strict.", text, HS, err("token_malformed"))
    case("34", "json-form", "A compact token inside the JSON form is not a compact token.", '{"payload":"%s","%s":"","protected":"%s","signature":"%s"}' % (body, head + "." + body + "." + last, head, last), HS, err("token_malformed"))
    case("34", "json-form-two-dots", "Nor when it has two dots.", '{"protected":"%s.%s.","signature":"%s"}' % (head, body, last), HS, err("token_malformed"))
    case("35", "detached", "A detached payload is not looked for elsewhere.", f"{head}..{last}", HS, BAD)
    case("35", "detached-signed", "Nor is nothing a payload, well signed as it may be.", sealed(head, "", SECRET, "HS256"), HS, err("payload_malformed"))
    case("35", "detached-and-attached", "Nor does the payload's own signature cover an absent one.", f"{head}.{body}." + sealed(head, "", SECRET, "HS256").rsplit(".", 1)[1], HS, BAD)
    for name, text in [("exp", '{"exp":1,"exp":%d}' % LATER), ("exp-last", '{"exp":%d,"exp":1}' % LATER), ("admin", '{"exp":%d,"admin":false,"admin":true}' % LATER), ("escaped", '{"exp":%d,"sub":"a","\\u0073ub":"b"}' % LATER)]:
        case("36", f"duplicate-{name}", "No parser has to choose between two values.", made(text), HS, err("payload_malformed"))
    case("36", "duplicate-header", "Nor in the header.", made(header='{"alg":"HS256","kid":"a","kid":"b"}'), HS, err("header_malformed"))
    for name, opening, closing in [("lists", "[", "]"), ("objects", '{"a":', "}")]:
        inner = opening * 2_000 + ("1" if name == "objects" else "") + closing * 2_000
        case("37", f"deep-{name}", "Deep nesting ends in an answer, also on a small stack.", made('{"exp":%d,"x":%s}' % (LATER, inner)), HS, err("payload_malformed"))
    case("37", "deep-header", "Also in the header.", sealed(b64('{"alg":"HS256","x":%s%s}' % ("[" * 2500, "]" * 2500)), body, SECRET, "HS256"), HS, err("header_malformed"))
    deep = json.loads("[" * 100 + "]" * 100)
    case("37", "deep-jwk", "Also in a key.", good, {"jwk": oct_jwk(alg="HS256") | {"x": deep}}, err("key_invalid"))
    case("37", "deep-jwks", "Also in a set of keys.", good, {"jwks": {"keys": [oct_jwk(alg="HS256") | {"x": deep}]}}, err("key_invalid"))
    case("37", "deep-policy", "Also in a policy.", good, HS, err("policy_invalid"), {"expected": {"x": deep}})
    book.sign("security-t37-deep-claims", "Also in what is to be signed.", "security T37", HS, '{"x":%s%s}' % ("[" * 2_000, "]" * 2_000), err("claims_invalid"))
    book.sign("security-t37-deep-header-members", "Also in header members.", "security T37", HS, "{}", err("argument_invalid"), '{"x":%s%s}' % ("[" * 2_000, "]" * 2_000))
    long = made(CLAIMS | {"x": "a" * 300})
    case("38", "token-too-large", "A size is judged before a byte is looked at, a good signature or not.", long, HS, err("token_too_large"), {"max_token_bytes": 300})
    case("38", "header-too-large", "The header has a size of its own.", made(header={"alg": "HS256", "x": "a" * 6_200}), HS, err("token_too_large"))
    case("38", "garbage-too-large", "What is not a token at all is first of all too large.", "%" * 400, HS, err("token_too_large"), {"max_token_bytes": 300})
    sealed_jwe = ".".join([b64('{"alg":"A128GCMKW","enc":"A128GCM","tag":"AA","iv":"AAAAAAAAAAAAAAAA"}'), b64(bytes(16)), b64(bytes(12)), b64("{}"), "AA"])
    case("43", "jwe-short-tag", "There is no decryption here, so a tag of one byte opens nothing.", sealed_jwe, HS, err("token_malformed"))
    case("43", "jwe-direct", "Nor with the key itself.", ".".join([b64('{"alg":"dir","enc":"A128GCM"}'), "", b64(bytes(12)), b64("{}"), "AAAA"]), HS, err("token_malformed"))
    case("43", "key-wrap-as-signature", "An encryption's algorithm signs nothing.", token({"alg": "A128GCMKW", "enc": "A128GCM"}, CLAIMS, SECRET, "HS256"), HS, REFUSED)
    for name, text in [("list", "[]"), ("list-of-claims", '[{"exp":%d}]' % LATER), ("text", '"exp"'), ("number", "1"), ("invalid-utf-8", b'{"exp":%d,"a":"\xc3\x28"}' % LATER), ("bom", "\ufeff" + raw), ("utf-16", raw.encode("utf-16"))]:
        case("39", f"payload-{name}", "Claims are one JSON object in UTF-8.", made(text), HS, err("payload_malformed"))
    for name, text in [("list", '["alg"]'), ("invalid-utf-8", b'{"alg":"HS256","a":"\xc3\x28"}'), ("bom", '\ufeff{"alg":"HS256"}'), ("utf-16", '{"alg":"HS256"}'.encode("utf-16"))]:
        case("39", f"header-{name}", "A header is one JSON object in UTF-8.", made(header=text), HS, err("header_malformed"))


def sets(case):
    """What of the remote keys' rows a set that is already here can show."""
    entry = jwk(ED_A, kid="new")
    kept = token({"alg": "EdDSA", "kid": "new"}, CLAIMS, ED_A)
    for name, kid in [("random", "5f0f1e52"), ("empty", ""), ("case", "NEW"), ("padded", "new ")]:
        case("50", f"unknown-kid-{name}", "An unknown kid is an error, and no other key is tried.", token({"alg": "EdDSA", "kid": kid}, CLAIMS, ED_A), {"jwks": {"keys": [entry]}}, err("key_unknown"))
    thief = {"keys": [jwk(ED_B, kid="new")]}
    for name, address in [("file", "file:///etc/keys.json"), ("ftp", "ftp://keys.example/jwks"), ("data", "data:application/json," + compact(thief)), ("http", "http://127.0.0.1/jwks")]:
        case("51", f"jku-{name}", "No address in a token is followed.", token({"alg": "EdDSA", "kid": "new", "jku": address}, CLAIMS, ED_B), {"jwks": {"keys": [entry]}}, BAD)
        case("51", f"jku-{name}-beside-its-key", "Nor does one spoil the key that was given.", token({"alg": "EdDSA", "kid": "new", "jku": address}, CLAIMS, ED_A), {"jwks": {"keys": [entry]}})
    case("53", "reported-not-used", "What was skipped is not used under its kid, and says why.", token({"alg": "ES256", "kid": "bad"}, CLAIMS, EC_A["P-256"]), {"jwks": {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "bad"}, entry]}}, err("key_invalid"))
    old = token({"alg": "EdDSA", "kid": "old"}, CLAIMS, ED_B)
    case("54", "listed", "A key is good while its set lists it.", old, {"jwks": {"keys": [entry, jwk(ED_B, kid="old")]}})
    case("54", "no-longer-listed", "It leaves with the set.", old, {"jwks": {"keys": [entry]}}, err("key_unknown"))
    case("54", "replaced-under-its-kid", "A new key under the old kid is the new key.", old, {"jwks": {"keys": [jwk(ED_A, kid="old")]}}, BAD)
    case("55", "known-beside-unknown", "A good kid is good, whatever kids were asked for before it.", kept, {"jwks": {"keys": [entry]}})
