"""key-choice.json: reasons, copies, certificate thumbprints and secrets in rotation."""

import hashlib

from book import LATER, Book, err
from testkeys import EC_A, ED_A, ED_B, RSA_1024, RSA_A, RSA_B, SECRET, jwk, oct_jwk, pem
from tokens import b64, token

CLAIMS = {"exp": LATER}
AMBIGUOUS, BAD, UNKNOWN = err("key_ambiguous"), err("signature_invalid"), err("key_unknown")


def build():
    book = Book("key-choice", "Which key of a set judges a token: its name, its certificate, or each in turn where that is asked for.")

    def case(name, why, text, keys, answer=None, policy=None, rule="verdict rule: key sets"):
        book.verify("key-choice-" + name, why, rule, text, {"jwks": {"keys": keys}}, answer, policy)

    def made(alg, key, **header):
        return token({"alg": alg} | header, CLAIMS, key)

    # An entry that the token names and that cannot be used.
    rs, named = jwk(RSA_A, kid="k", alg="RS256"), made("RS256", RSA_A, kid="k")
    for name, entry, code in [
        ("hsm", rs | {"kty": "RSA-HSM"}, "key_invalid"), ("base64", rs | {"n": rs["n"].replace("-", "+").replace("_", "/")}, "key_invalid"),
        ("use-null", rs | {"use": None}, "key_invalid"), ("enc", rs | {"use": "enc"}, "key_unsuitable"),
        ("alg-unknown", rs | {"alg": "SHA256withRSA"}, "key_unsuitable"), ("ops", rs | {"key_ops": ["sign"]}, "key_unsuitable"),
        ("weak", jwk(RSA_1024, kid="k", alg="RS256"), "key_weak"), ("no-algorithm", jwk(RSA_A, kid="k"), "key_invalid"),
    ]:
        case("reason-" + name, "The token's own entry cannot be used, and that is the reason.", named, [entry, jwk(ED_A, kid="e")], err(code))
        case("reason-other-kid-" + name, "A name that is not in the set is unknown nevertheless.", made("RS256", RSA_A, kid="j"), [entry], UNKNOWN)
    case("reason-first", "Of two entries of that name the first that cannot be used gives the reason.", named,
         [rs | {"use": "enc"}, jwk(RSA_1024, kid="k", alg="RS256")], err("key_unsuitable"))
    case("reason-not-needed", "One of that name can be used.", named, [rs | {"use": "enc"}, rs])
    case("reason-other-algorithm", "One of that name can be used, for another algorithm.", named,
         [jwk(RSA_1024, kid="k", alg="RS256"), jwk(EC_A["P-256"], kid="k")], err("algorithm_refused"))
    case("reason-only-key", "A token that names none, and one entry, which has no algorithm.", made("RS256", RSA_A), [jwk(RSA_A)], err("key_invalid"))
    case("reason-two-without-algorithm", "Nor does it help that there are two without an algorithm.", made("RS256", RSA_A), [jwk(RSA_A), jwk(RSA_B)], err("key_invalid"))
    case("reason-unreadable", "Entries that cannot be read are nothing to a token that names none.", made("RS256", RSA_A), [{"kty": "NEW"}, rs | {"use": "enc"}], UNKNOWN)
    case("algorithm-from-policy", "The policy names the algorithm that the entry lacks.", named, [jwk(RSA_A, kid="k")], policy={"algorithms": ["RS256"]})

    # Copies.
    case("copies", "The same key twice is one key.", named, [rs, rs])
    case("copies-use", "Once with its use, once without.", named, [rs | {"use": "sig"}, rs])
    case("copies-without-kid", "Nor is it two for a token that names none.", made("RS256", RSA_A), [rs, rs])
    case("copies-private", "The private half is the same key.", named, [rs, jwk(RSA_A, private=True, kid="k", alg="RS256")])
    case("copies-bound", "Nor is it two where the policy names the algorithm of one.", named, [rs, jwk(RSA_A, kid="k")], policy={"algorithms": ["RS256"]})
    case("two-of-a-name", "Two different keys of one name and algorithm.", named, [rs, jwk(RSA_B, kid="k", alg="RS256")], AMBIGUOUS)

    # Certificate thumbprints.
    rule = "RFC 7515 §4.1.7, §4.1.8 and §6"
    der = {name: pem(key, "cert", "DER") for name, key in {"a": RSA_A, "b": RSA_B}.items()}
    sha1 = {name: b64(hashlib.sha1(cert).digest()) for name, cert in der.items()}
    sha256 = {name: b64(hashlib.sha256(cert).digest()) for name, cert in der.items()}
    pair = [jwk(key, alg="RS256", kid=name, x5t=sha1[name], **{"x5t#S256": sha256[name]}) for name, key in {"a": RSA_A, "b": RSA_B}.items()]
    for name, header, prints in [("x5t", "x5t", sha1), ("x5t-s256", "x5t#S256", sha256)]:
        case(name, "The thumbprint names the key.", made("RS256", RSA_B, **{header: prints["b"]}), pair, rule=rule)
        case(name + "-other", "The one that it names, and no other.", made("RS256", RSA_B, **{header: prints["a"]}), pair, BAD, rule=rule)
        case(name + "-unknown", "A thumbprint that is not there never falls back.", made("RS256", RSA_B, **{header: "AAAA"}), pair, UNKNOWN, rule=rule)
        case(name + "-unknown-one-key", "Not even to the only key.", made("RS256", RSA_A, **{header: "AAAA"}), pair[:1], UNKNOWN, rule=rule)
        case(name + "-case", "Thumbprints count as they are written.", made("RS256", RSA_B, **{header: prints["b"].swapcase()}), pair, UNKNOWN, rule=rule)
    case("kid-before-x5t", "A kid goes before a thumbprint.", made("RS256", RSA_B, kid="b", x5t=sha1["a"]), pair, rule=rule)
    case("s256-before-x5t", "The better hash goes before the other.", made("RS256", RSA_B, **{"x5t": sha1["a"], "x5t#S256": sha256["b"]}), pair, rule=rule)
    case("x5t-entry-unusable", "The entry that is named cannot be used.", made("RS256", RSA_A, x5t=sha1["a"]), [pair[0] | {"use": "enc"}, pair[1]],
         err("key_unsuitable"), rule=rule)
    case("x5t-other-algorithm", "The entry that is named has another algorithm.", made("PS256", RSA_A, x5t=sha1["a"]), pair, err("algorithm_refused"), rule=rule)
    case("x5t-neither", "Without a name there are two.", made("RS256", RSA_B), pair, AMBIGUOUS, rule=rule)
    case("x5t-of-a-copy", "What one copy is called, the key is called.", made("RS256", RSA_A, x5t=sha1["a"]), [rs | {"kid": "a"}, pair[0]], rule=rule)
    for member in ("x5t", "x5t#S256"):
        book.verify("key-choice-header-" + member.replace("#", "-").lower(), "A thumbprint is a string.", rule, made("RS256", RSA_A, **{member: 1}),
                    {"jwks": {"keys": pair}}, err("header_malformed", member))

    # Secrets in rotation.
    each, rule = {"try_each": True}, "security T13"
    secrets = [f"made-up secret number {n}, in rotation until somebody forgets it" for n in range(10)]
    keys = [oct_jwk(secret, alg="HS256") for secret in secrets]

    def by(number, **header):
        return made("HS256", secrets[number], **header)

    case("rotation-off", "Without the option two keys are one too many.", by(0), keys[:2], AMBIGUOUS, rule=rule)
    case("rotation-false", "The default, spelled out.", by(0), keys[:2], AMBIGUOUS, {"try_each": False}, rule)
    for number in (0, 1, 7):
        case(f"rotation-{number}", "One of the keys signed it.", by(number), keys[:8], None, each, rule)
    case("rotation-eighth", "Eight are tried.", by(7), keys, None, each, rule)
    case("rotation-ninth", "No more than eight.", by(8), keys, BAD, each, rule)
    case("rotation-none", "None of the keys signed it.", by(9), keys[:2], BAD, each, rule)
    case("rotation-kid", "A name that is not there is not tried.", by(0, kid="a"), keys[:2], UNKNOWN, each, rule)
    case("rotation-kid-known", "A name that is there decides.", by(0, kid="b"), [keys[0] | {"kid": "a"}, keys[1] | {"kid": "b"}], BAD, each, rule)
    case("rotation-algorithm", "Only keys of the token's algorithm are tried.", made("EdDSA", ED_B), [*keys[:8], jwk(ED_A), jwk(ED_B)], None, each, rule)
    case("rotation-other-algorithm", "None is for the token's algorithm.", made("ES256", EC_A["P-256"]), keys[:2], UNKNOWN, each, rule)
    case("rotation-one", "One key is one key.", by(0), keys[:1], None, each, rule)

    # Verifiers that no token could pass.
    case("empty-set", "A verifier without keys is a mistake.", named, [], err("key_invalid"))
    case("no-key-of-the-algorithms", "Nor can a token pass whose algorithm no key has.", made("ES256", EC_A["P-256"]), [rs], err("policy_invalid"),
         {"algorithms": ["ES256"]})
    secret = {"secret": SECRET, "alg": "HS256"}
    book.verify("key-choice-hmac-named-rs256", "A policy that no token can pass.", "verdict rule: policies", made("HS256", SECRET), secret,
                err("policy_invalid"), {"algorithms": ["RS256"]})
    book.verify("key-choice-hmac-named-both", "One of the algorithms is the key's.", "verdict rule: policies", made("HS256", SECRET), secret, None,
                {"algorithms": ["RS256", "HS256"]})
