"""order.json: a token that fails twice gets the first of the two answers."""

from book import LATER, NOW, Book, err
from testkeys import ED_A, HS, RSA_A, SECRET, jwk
from tokens import b64, sealed, tampered, token

OK = {"exp": LATER}


def build():
    book = Book("order", "Which failure wins: size, structure, header, algorithm, key, signature, payload, then the claims in their order.")
    rule = "verdict rule: one fixed order, the first failure wins"

    def case(name, why, text, answer, policy=None, key=None):
        book.verify("order-" + name, why, rule, text, key or HS, answer, policy)

    def made(header, claims, alg="HS256"):
        return token(header, claims, SECRET, alg)

    good = made({"alg": "HS256"}, OK)
    first, second, third = good.split(".")
    dotted = good + "="
    case("size-structure", "Too large wins over badly spelled.", dotted, err("token_too_large"), {"max_token_bytes": 10})
    case("header-size-structure", "A header too large wins over a bad payload segment.", f"{first}.!.{third}", err("token_too_large"), {"max_header_bytes": 5})
    broken = b64("{}")
    case("structure-header", "A bad third segment wins over a bad header.", f"{broken}.{second}.{third}=", err("token_malformed"))
    case("structure-header-payload", "A bad second segment wins over a bad header.", f"{broken}.{second}!.{third}", err("token_malformed"))
    case("structure-algorithm", "A bad segment wins over alg none.", b64('{"alg":"none"}') + f".{second}.=", err("token_malformed"))
    case("header-json-types", "Broken JSON wins over everything in it.", made('{"alg":5,"crit":[]', OK), err("header_malformed"))
    case("header-types-crit", "A wrong type wins over crit.", made({"crit": ["x"], "alg": "HS256", "typ": 5}, OK), err("header_malformed", "typ"))
    case("header-alg-missing-crit", "A missing alg wins over crit.", made({"crit": ["x"]}, OK), err("header_malformed", "alg"))
    case("header-alg-missing-b64", "A missing alg wins over b64.", made({"b64": False}, OK), err("header_malformed", "alg"))
    case("crit-algorithm", "crit wins over an unknown algorithm.", made({"alg": "none", "crit": ["x"]}, OK), err("header_unsupported"))
    case("b64-algorithm", "b64 wins over an unknown algorithm.", made({"alg": "none", "b64": False}, OK), err("header_unsupported"))
    case("header-algorithm", "A wrong type wins over an unknown algorithm.", made({"alg": "none", "kid": 1}, OK), err("header_malformed", "kid"))
    case("header-signature", "A bad header wins over a bad signature.", tampered(made({"alg": "HS256", "typ": 1}, OK)), err("header_malformed", "typ"))
    case("header-payload", "A bad header wins over a bad payload.", made({"alg": "HS256", "typ": 1}, "[]"), err("header_malformed", "typ"))
    case("algorithm-signature", "A wrong algorithm wins over a bad signature.", tampered(made({"alg": "HS384"}, OK)), err("algorithm_refused"))
    case("algorithm-payload", "A wrong algorithm wins over a bad payload.", made({"alg": "HS384"}, "[]"), err("algorithm_refused"))
    case("algorithm-type", "A wrong algorithm wins over a refused typ.", made({"alg": "HS384", "typ": "x"}, OK), err("algorithm_refused"))
    keys = {"jwks": {"keys": [jwk(ED_A, kid="a", alg="EdDSA"), jwk(RSA_A, kid="b", alg="RS256")]}}
    ed = token({"alg": "EdDSA", "kid": "zz"}, OK, ED_A)
    case("algorithm-key", "An algorithm that is not listed wins over an unknown kid.", ed, err("algorithm_refused"), {"algorithms": ["RS256"]}, keys)
    case("none-key", "No algorithm at all wins over an unknown kid.", made({"alg": "none", "kid": "zz"}, OK), err("algorithm_refused"), None, keys)
    case("key-signature", "An unknown kid wins over a bad signature.", tampered(ed), err("key_unknown"), None, keys)
    case("key-payload", "An unknown kid wins over a bad payload.", token({"alg": "EdDSA", "kid": "zz"}, "[]", ED_A), err("key_unknown"), None, keys)
    case("key-algorithm-signature", "A kid whose key has another algorithm wins over a bad signature.",
         tampered(token({"alg": "EdDSA", "kid": "b"}, OK, ED_A)), err("algorithm_refused"), None, keys)
    bad = err("signature_invalid")
    case("signature-payload", "A bad signature wins over a payload that is not an object.", tampered(made({"alg": "HS256"}, "[]")), bad)
    case("signature-payload-utf-8", "A bad signature wins over a payload that is not a string.", tampered(sealed(first, b64(b"\xff\xfe"), SECRET, "HS256")), bad)
    case("signature-payload-deep", "A bad signature wins over a payload too deep to read.", tampered(made({"alg": "HS256"}, "[" * 3000)), bad)
    case("signature-claims", "A bad signature wins over a claim of a wrong type.", tampered(made({"alg": "HS256"}, {"exp": "x"})), bad)
    case("signature-expired", "A bad signature wins over an end that has come.", tampered(made({"alg": "HS256"}, {"exp": 1})), bad)
    case("signature-missing", "A bad signature wins over a missing exp.", tampered(made({"alg": "HS256"}, {})), bad)
    case("signature-type", "A bad signature wins over a refused typ.", tampered(made({"alg": "HS256", "typ": "x"}, OK)), bad)
    case("signature-audience", "A bad signature wins over an unexpected audience.", tampered(made({"alg": "HS256"}, OK | {"aud": "x"})), bad)
    case("payload-types", "A repeated name wins over a wrong type.", made({"alg": "HS256"}, '{"exp":"x","exp":"x"}'), err("payload_malformed"))
    case("payload-typ", "A bad payload wins over a refused typ.", made({"alg": "HS256", "typ": "x"}, "[]"), err("payload_malformed"))
    claims(case, made)


def claims(case, made):
    """Each claim is wrong together with everything that is judged after it."""
    head = {"alg": "HS256", "typ": "odd"}
    policy = {"max_age": 10, "audience": "api", "issuer": "me", "subject": "u1", "required": ["role"], "expected": {"level": 2}}
    wrong = ["exp", "nbf", "iat", "aud", "iss", "sub", "jti"]
    for n, claim in enumerate(wrong):
        values = {c: {"a": 1} for c in wrong[n:]} | ({} if claim == "exp" else {"exp": 1})
        case(f"types-{claim}", f"Types are judged before anything they mean, {claim} before those after it.", made(head, values),
             err("claim_malformed", claim), policy)
    steps = [
        ("nbf", "A token not yet begun wins over one that has ended.", {"nbf": LATER, "exp": 1}, head, err("token_not_yet_valid", "nbf")),
        ("nbf-missing-exp", "A token not yet begun wins over a missing exp.", {"nbf": LATER}, head, err("token_not_yet_valid", "nbf")),
        ("exp", "A token that has ended wins over a missing iat.", {"exp": 1}, head, err("token_expired", "exp")),
        ("exp-missing", "A missing exp wins over a missing iat.", {}, head, err("claim_missing", "exp")),
        ("exp-iat-future", "A token that has ended wins over one issued ahead.", {"exp": 1, "iat": LATER}, head, err("token_expired", "exp")),
        ("iat-missing", "A missing iat wins over a refused typ.", OK, head, err("claim_missing", "iat")),
        ("iat-future", "One issued ahead wins over a refused typ.", OK | {"iat": LATER}, head, err("issued_in_future", "iat")),
        ("iat-old", "One too old wins over a refused typ.", OK | {"iat": 1}, head, err("token_too_old", "iat")),
        ("typ", "A refused typ wins over a missing audience.", OK | {"iat": NOW}, head, err("type_refused")),
        ("aud", "A wrong audience wins over a wrong issuer.", OK | {"iat": NOW, "aud": "web", "iss": "you"}, {"alg": "HS256"}, err("audience_refused", "aud")),
        ("iss", "A wrong issuer wins over a wrong subject.", OK | {"iat": NOW, "aud": "api", "iss": "you", "sub": "u2"}, {"alg": "HS256"}, err("issuer_refused", "iss")),
        ("iss-missing", "A missing issuer wins over a missing subject.", OK | {"iat": NOW, "aud": "api"}, {"alg": "HS256"}, err("issuer_refused", "iss")),
        ("sub", "A wrong subject wins over a missing required claim.", OK | {"iat": NOW, "aud": "api", "iss": "me", "sub": "u2"}, {"alg": "HS256"}, err("subject_refused", "sub")),
        ("required", "A missing required claim wins over an expected value.", OK | {"iat": NOW, "aud": "api", "iss": "me", "sub": "u1", "level": 1}, {"alg": "HS256"},
         err("claim_missing", "role")),
        ("expected", "An expected value is what is left.", OK | {"iat": NOW, "aud": "api", "iss": "me", "sub": "u1", "level": 1, "role": 0}, {"alg": "HS256"},
         err("claim_refused", "level")),
        ("nothing", "And with all of it right the token passes.", OK | {"iat": NOW, "aud": "api", "iss": "me", "sub": "u1", "level": 2, "role": 0}, {"alg": "HS256"}, None),
    ]
    for name, why, values, header, answer in steps:
        case("claims-" + name, why, made(header, values), answer, policy)
    case("claims-unexpected-aud-iss", "An unexpected audience wins over a wrong issuer.", made({"alg": "HS256"}, OK | {"aud": "x"}), err("audience_refused", "aud"),
         {"issuer": "me"})
