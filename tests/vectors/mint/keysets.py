"""keysets.json: which key of a set judges a token."""

from book import LATER, Book, err
from testkeys import EC_A, EC_B, ED_A, ED_B, RSA_1024, RSA_A, RSA_B, SECRET, SECRETS, jwk, oct_jwk, pem
from tokens import b64, tampered, token

CLAIMS = {"exp": LATER}
UNKNOWN, AMBIGUOUS, REFUSED, BAD = err("key_unknown"), err("key_ambiguous"), err("algorithm_refused"), err("signature_invalid")
RSA = jwk(RSA_A, alg="RS256", kid="rsa")
EC = jwk(EC_A["P-256"], alg="ES256", kid="ec")
ED = jwk(ED_A, alg="EdDSA", kid="ed")
MAC = oct_jwk(alg="HS256", kid="mac")
X25519 = {"kty": "OKP", "crv": "X25519", "x": b64(bytes(range(32))), "kid": "x"}


def build():
    book = Book("keysets", "Key sets: chosen by kid, or the only one that fits; never tried in turn.")
    rule = "RFC 7517 §5, RFC 7515 §4.1.4; verdict rule: key sets"

    def case(name, why, text, keys, answer=None, policy=None, rule=rule, **more):
        book.verify("keyset-" + name, why, rule, text, {"jwks": {"keys": keys}} | more, answer, policy)

    def made(alg, key, kid=None):
        return token({"alg": alg} | ({} if kid is None else {"kid": kid}), CLAIMS, key)

    every = [RSA, EC, ED, MAC]
    ed, anon = made("EdDSA", ED_A, "ed"), made("EdDSA", ED_A)
    for alg, key, kid in [("RS256", RSA_A, "rsa"), ("ES256", EC_A["P-256"], "ec"), ("EdDSA", ED_A, "ed"), ("HS256", SECRET, "mac")]:
        case(f"by-kid-{kid}", "The key of that name.", made(alg, key, kid), every)
        case(f"without-kid-{kid}", "The only key that fits the token's algorithm.", made(alg, key), every)
    case("set-of-one", "A set of one key.", ed, [ED])
    case("set-of-one-without-kid", "A set of one key and a token without kid.", anon, [ED])
    case("by-kid-forged", "The key of that name did not sign it.", made("EdDSA", ED_B, "ed"), every, BAD)
    case("by-kid-tampered", "The key of that name did not sign this.", tampered(ed), every, BAD)
    case("kid-unknown", "An unknown name is not a reason to try the others.", made("EdDSA", ED_A, "other"), every, UNKNOWN)
    case("kid-unknown-in-set-of-one", "Not even where there is only one.", made("EdDSA", ED_A, "other"), [ED], UNKNOWN, rule=rule + "; security T13")
    case("kid-empty", "The empty text is a name too.", made("EdDSA", ED_A, ""), [ED], UNKNOWN)
    case("kid-empty-known", "And can be a key's.", made("EdDSA", ED_A, ""), [EC, ED | {"kid": ""}])
    case("kid-other-case", "Names count as they are written.", made("EdDSA", ED_A, "ED"), [ED], UNKNOWN)
    case("kid-prefix", "A part of a name is another one.", made("EdDSA", ED_A, "e"), [ED], UNKNOWN)
    case("kid-trailing-space", "A space more is another name.", made("EdDSA", ED_A, "ed "), [ED], UNKNOWN)
    case("kid-keys-without-kid", "Keys without a name are not meant by one.", ed, [jwk(ED_A)], UNKNOWN)
    case("kid-normalization", "A letter and its decomposed form are two names.", made("EdDSA", ED_A, "e\u0301"), [ED | {"kid": "\u00e9"}], UNKNOWN)
    case("kid-escaped", "An escaped spelling is the same name.", token('{"alg":"EdDSA","kid":"\\u0065d"}', CLAIMS, ED_A), every)
    case("kid-other-alg", "The key of that name has another algorithm.", made("EdDSA", ED_A, "rsa"), every, REFUSED)
    case("kid-other-alg-same-type", "Of the same kind of key even.", made("PS256", RSA_A, "rsa"), every, REFUSED)
    case("kid-hs-for-rsa", "The public key's text is not a secret.", made("HS256", pem(RSA_A, "spki"), "rsa"), every, REFUSED, rule=rule + "; security T01")
    case("without-kid-hs-for-rsa", "Nor without a name.", made("HS256", pem(RSA_A, "spki")), [RSA, EC], UNKNOWN, rule=rule + "; security T01")
    case("without-kid-none-fits", "No key has the token's algorithm.", made("ES384", EC_A["P-384"]), every, UNKNOWN)
    two = [jwk(ED_A, kid="a"), jwk(ED_B, kid="b")]
    case("without-kid-two-fit", "Two keys fit, and nothing says which.", anon, two, AMBIGUOUS)
    case("without-kid-two-fit-without-kids", "Two nameless keys fit.", anon, [jwk(ED_A), jwk(ED_B)], AMBIGUOUS)
    case("without-kid-same-key-twice", "The same key twice is still two.", anon, [jwk(ED_A, kid="a"), jwk(ED_A, kid="b")], AMBIGUOUS)
    case("two-with-kid", "With a name there is nothing to ask.", made("EdDSA", ED_B, "b"), two)
    case("two-first-kid-second-key", "The name decides, the other key is not tried.", made("EdDSA", ED_B, "a"), two, BAD)
    case("same-kid-other-algs", "Two keys of one name: the one that fits.", made("ES256", EC_A["P-256"], "k"), [RSA | {"kid": "k"}, EC | {"kid": "k"}])
    case("same-kid-same-alg", "Two keys of one name and one algorithm.", made("EdDSA", ED_A, "k"), [jwk(ED_A, kid="k"), jwk(ED_B, kid="k")], AMBIGUOUS)
    case("same-kid-none-fits", "Two keys of one name, neither of the token's algorithm.", made("EdDSA", ED_A, "k"), [RSA | {"kid": "k"}, EC | {"kid": "k"}], REFUSED)
    case("same-kid-one-unusable", "Of two with one name one can be used.", made("EdDSA", ED_A, "k"), [jwk(ED_B, kid="k", use="enc"), jwk(ED_A, kid="k")])
    case("ed25519-two-names", "Both names of the algorithm fit.", made("Ed25519", ED_A), every, rule="RFC 9864; verdict rule: EdDSA and Ed25519 are one")
    case("ed25519-two-names-by-kid", "Also by name.", made("Ed25519", ED_A, "ed"), every, rule="RFC 9864; verdict rule: EdDSA and Ed25519 are one")
    case("ed25519-two-names-ambiguous", "So keys under either name are two that fit.", anon, [jwk(ED_A, alg="EdDSA"), jwk(ED_B, alg="Ed25519")], AMBIGUOUS)

    rule = "RFC 7517 §5; verdict rule: key sets, unusable entries are skipped; security T53"
    off = jwk(EC_B["P-256"], kid="off")
    for name, why, entry in [
        ("unknown-kty", "An unknown kind.", {"kty": "NEW", "kid": "n"}), ("no-kty", "No kind at all.", {"kid": "n"}), ("x25519", "A key for agreement.", X25519), ("off-curve", "A point off its curve.", off | {"y": off["x"]}),
        ("weak-rsa", "A key that is too short.", jwk(RSA_1024, alg="RS256", kid="w")), ("short-secret", "A secret that is too short.", oct_jwk("short", alg="HS256", kid="s")), ("empty-secret", "An empty secret.", oct_jwk("", alg="HS256")),
        ("use-enc", "A key for encryption.", jwk(ED_B, use="enc")), ("ops-sign", "A key that only signs.", jwk(ED_B, key_ops=["sign"])), ("encryption-alg", "An algorithm of encryption.", jwk(RSA_B, alg="RSA-OAEP")),
        ("contradicting-alg", "An algorithm the key has not.", jwk(EC_B["P-256"], alg="ES384")), ("rsa-without-alg", "An RSA key without an algorithm.", jwk(RSA_B)), ("number", "Not even an object.", 5), ("null", "Not even an object.", None),
        ("list", "Not even an object.", []), ("mismatch", "A private key whose halves differ.", jwk(ED_B, True) | {"d": jwk(ED_A, True)["d"]}), ("bad-base64", "A member that is not base64url.", jwk(ED_B) | {"x": "=="}),
        ("kid-number", "A name that is not a string.", jwk(ED_B, kid=5)),
    ]:
        case(f"skips-{name}", why + " It is skipped, and the rest of the set is used.", anon, [entry, jwk(ED_A, kid="ed")], rule=rule)
    case("skipped-kid-reason", "A skipped entry says why it cannot be used.", made("EdDSA", ED_B, "n"), [jwk(ED_B, kid="n", use="enc"), ED], err("key_unsuitable"), rule=rule)
    case("skipped-weak-kid-reason", "A skipped entry says why it cannot be used.", token({"alg": "HS256", "kid": "s"}, CLAIMS, "short"), [oct_jwk("short", alg="HS256", kid="s"), ED], err("key_weak"), rule=rule)
    case("all-skipped", "Nothing usable is left.", anon, [{"kty": "NEW"}, X25519], UNKNOWN, rule=rule)
    case("all-skipped-by-kid", "Nothing usable is left, whatever the name.", made("EdDSA", ED_A, "x"), [X25519], err("key_unsuitable"), rule=rule)

    rule = "RFC 7517 §4.4; verdict rule: an RSA JWK without alg; security T07"
    bare = jwk(RSA_A, kid="rsa")
    for name, why, alg, kid, listed, answer in [
        ("listed", "The policy names its algorithm.", "RS256", "rsa", ["RS256"], None), ("listed-without-kid", "The policy names its algorithm.", "RS256", None, ["RS256"], None),
        ("two-listed", "The policy names two.", "PS256", "rsa", ["RS256", "PS256"], None), ("not-listed", "The policy names another.", "PS256", "rsa", ["RS256"], REFUSED),
        ("no-list", "Nobody names one, and that is the reason.", "RS256", "rsa", None, err("key_invalid")), ("no-list-without-kid", "Nobody names one, and that is the reason.", "RS256", None, None, err("key_invalid")),
    ]:
        case(f"rsa-without-alg-{name}", why, made(alg, RSA_A, kid), [bare, ED], answer, listed and {"algorithms": listed}, rule)
    case("rsa-without-alg-list-of-others", "The policy names none of RSA: the entry is skipped.", made("EdDSA", ED_A, "rsa"), [bare, ED], err("key_invalid"), {"algorithms": ["EdDSA"]}, rule)
    case("rsa-without-alg-named-by-caller", "The caller names it.", made("RS256", RSA_A, "rsa"), [bare], rule=rule, alg="RS256")
    case("rsa-without-alg-beside-bound", "Both RSA keys could have signed it.", made("RS256", RSA_A), [bare, jwk(RSA_B, alg="RS256", kid="b")], AMBIGUOUS, {"algorithms": ["RS256"]}, rule)
    case("policy-narrows", "The policy's list is asked before the set.", ed, every, REFUSED, {"algorithms": ["RS256"]}, "verdict rule: algorithm")
    case("policy-admits", "List, header and key agree.", ed, every, None, {"algorithms": ["RS256", "Ed25519"]}, "verdict rule: algorithm")
    case("none", "A set knows no algorithm none.", b64('{"alg":"none","kid":"ed"}') + "." + b64('{"exp":%d}' % LATER) + ".", every, REFUSED, None, "verdict rule: algorithm; security T10")
    case("hs512-secret", "A secret in a set, of the right length.", made("HS512", SECRETS["HS512"], "m"), [oct_jwk(SECRETS["HS512"], alg="HS512", kid="m")])
    thief = token({"alg": "EdDSA", "kid": "new", "jwk": jwk(ED_B, kid="new")}, CLAIMS, ED_B)
    case("embedded-key-not-added", "A key that comes with the token does not join the set.", thief, every, UNKNOWN, None, "RFC 8725 §3.5; security T09")
    rule = "RFC 7517 §5; verdict rule: key sets"
    for name, why, value in [("no-keys", "A set has keys.", {}), ("keys-object", "keys is a list.", {"keys": {"ed": ED}}), ("keys-null", "keys is a list.", {"keys": None}), ("keys-text", "keys is a list.", {"keys": "ed"}),
                             ("a-key", "A key is not a set.", ED)]:
        book.verify("keyset-bad-" + name, why, rule, ed, {"jwks": value}, err("key_invalid"))
    book.verify("keyset-other-members", "Unknown members are ignored.", rule, ed, {"jwks": {"keys": [ED], "next": "https://x.example", "ttl": 5}})
