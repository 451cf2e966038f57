"""explain.json: every check that a token fails, in the order of the checks."""

from book import LATER, NOW, Book
from testkeys import EC_A, ED_A, HS, RSA_A, SECRET, jwk, oct_jwk
from tokens import b64, sealed, tampered, token

HEADER = {"alg": "HS256", "typ": "JWT"}
OTHER = "another made-up secret, which signs nothing here"
EXPIRED = ("exp", "token_expired", "exp")
SIGNATURE = ("signature", "signature_invalid")


def build():
    book = Book("explain", "Which checks a token fails, all of them: for logs and for support, never for an answer.")

    def case(name, why, text, findings, policy=None, key=HS):
        request = {"op": "explain", "token": text, "key": key, "policy": policy or {}, "now": NOW}
        rows = [dict(zip(("check", "code", "claim"), finding)) for finding in findings]
        book.ok(name, why, "the order of checks", request, {"findings": rows})

    def made(claims, header=HEADER, key=SECRET, alg="HS256"):
        return token(header, claims, key, alg)

    good = made({"exp": LATER})
    case("good", "A good token fails no check.", good, [])
    case("good-with-policy", "Nor under a policy that it meets.", made({"exp": LATER, "iss": "i", "aud": "a", "sub": "s"}), [],
         {"issuer": "i", "audience": "a", "subject": "s", "required": ["sub"], "expected": {"iss": "i"}})
    case("size", "Nothing of an over-long token is looked at.", good, [("size", "token_too_large")], {"max_token_bytes": 10})
    case("size-header", "Nor of one with an over-long header.", good, [("size", "token_too_large")], {"max_header_bytes": 5})
    case("structure", "Text that is no token has no other checks.", "a.b", [("structure", "token_malformed")])
    case("structure-header", "A header that is not base64url is a matter of structure.", "e30=.e30.", [("structure", "token_malformed")])
    expired = {"exp": NOW - 1}
    case("header-malformed", "After a broken header its algorithm, key, signature and type cannot be judged, but the claims can.",
         sealed(b64("{"), b64('{"exp":1}'), SECRET, "HS256"), [("header", "header_malformed"), EXPIRED])
    case("header-member", "The member is named.", made(expired, {"alg": "HS256", "kid": None}, alg="HS256"),
         [("header", "header_malformed", "kid"), EXPIRED])
    case("header-unsupported", "After an extension everything else is judged.",
         tampered(made(expired, {"alg": "HS256", "typ": "x", "crit": ["exp"], "exp": 1})),
         [("header", "header_unsupported"), SIGNATURE, EXPIRED, ("typ", "type_refused")])
    case("algorithm-unknown", "After an unknown algorithm there is no key to choose and no signature to check.",
         made(expired, {"alg": "none", "typ": "x"}, alg="HS256"), [("algorithm", "algorithm_refused"), EXPIRED, ("typ", "type_refused")])
    case("algorithm-of-key", "The key is for another algorithm.", made(expired, {"alg": "HS384"}, alg="HS384"),
         [("algorithm", "algorithm_refused"), EXPIRED])
    case("algorithm-of-policy", "The policy names another algorithm.", made(expired, {"alg": "ES256"}, EC_A["P-256"], "ES256"),
         [("algorithm", "algorithm_refused"), EXPIRED], {"algorithms": ["RS256"]},
         {"jwks": {"keys": [jwk(EC_A["P-256"], alg="ES256"), jwk(RSA_A, alg="RS256")]}})
    case("key-unknown", "Without a key there is no signature to check.", made(expired, HEADER | {"kid": "b"}), [("key", "key_unknown"), EXPIRED],
         key={"jwks": {"keys": [oct_jwk(alg="HS256", kid="a")]}})
    case("key-ambiguous", "Two keys fit and nothing says which.", made(expired), [("key", "key_ambiguous"), EXPIRED],
         key={"jwks": {"keys": [oct_jwk(alg="HS256"), oct_jwk(OTHER, alg="HS256")]}})
    case("key-reason", "The entry that the token names cannot be used.", made(expired, {"alg": "EdDSA", "kid": "e"}, ED_A, "EdDSA"),
         [("key", "key_unsuitable"), EXPIRED], key={"jwks": {"keys": [jwk(ED_A, kid="e", use="enc")]}})
    case("signature", "A wrong signature does not hide what else is wrong.", tampered(made(expired)), [SIGNATURE, EXPIRED])
    case("payload", "Without a payload there are no claims, but there is a type.", made("[]", HEADER | {"typ": "x"}),
         [("payload", "payload_malformed"), ("typ", "type_refused")])
    case("claims", "Each claim of the wrong type, in a fixed order, and no other check of its value.",
         made({"jti": 1, "sub": 1, "iss": 1, "aud": 1, "iat": "1", "nbf": "1", "exp": "1"}),
         [("claims", "claim_malformed", name) for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")],
         {"issuer": "i", "audience": "a", "subject": "s", "max_age": 1, "expected": {"iss": "i", "jti": "j"}, "required": ["iss"]})
    case("claims-others", "The other claims are judged.", made({"exp": "1", "iss": "j", "nbf": NOW + 9}),
         [("claims", "claim_malformed", "exp"), ("nbf", "token_not_yet_valid", "nbf"), ("iss", "issuer_refused", "iss")], {"issuer": "i"})
    case("times", "Before nbf, after exp and too old, all at once.", made({"exp": NOW, "nbf": NOW + 1, "iat": NOW - 11}),
         [("nbf", "token_not_yet_valid", "nbf"), EXPIRED, ("iat", "token_too_old", "iat")], {"max_age": 10})
    case("exp-missing", "An absent exp fails the check of exp.", made({}), [("exp", "claim_missing", "exp")])
    case("exp-missing-required", "And that of the required claims, if the policy names it.", made({}),
         [("exp", "claim_missing", "exp"), ("required", "claim_missing", "exp")], {"required": ["exp"]})
    case("iat-missing", "max_age needs iat.", made({"exp": LATER}), [("iat", "claim_missing", "iat")], {"max_age": 10})
    case("iat-future", "A token from the future.", made({"exp": LATER, "iat": NOW + 1}), [("iat", "issued_in_future", "iat")], {"max_age": 10})
    case("every-claim", "Type, audience, issuer, subject, what is required and what is expected, in this order.",
         made({"exp": LATER, "x": 1}, {"alg": "HS256", "typ": "x"}),
         [("typ", "type_refused"), ("aud", "audience_refused", "aud"), ("iss", "issuer_refused", "iss"), ("sub", "subject_refused", "sub"),
          ("required", "claim_missing", "z"), ("required", "claim_missing", "a"), ("expected", "claim_missing", "b"), ("expected", "claim_refused", "x")],
         {"issuer": "i", "audience": "a", "subject": "s", "required": ["z", "x", "a"], "expected": {"x": 2, "b": True}})
    case("audience-unexpected", "An audience that nobody expects.", made({"exp": LATER, "aud": "a"}), [("aud", "audience_refused", "aud")])
    case("everything", "From the header to the last claim.", tampered(made({"nbf": NOW + 9, "aud": "a"}, {"alg": "HS256", "typ": "x", "b64": False})),
         [("header", "header_unsupported"), SIGNATURE, ("nbf", "token_not_yet_valid", "nbf"), ("exp", "claim_missing", "exp"),
          ("typ", "type_refused"), ("aud", "audience_refused", "aud"), ("iss", "issuer_refused", "iss")], {"issuer": "i"})
    rule = "the order of checks"
    bad = {"op": "explain", "token": good, "key": HS, "now": NOW}
    book.error("bad-policy", "A bad policy is an error, as when verifying.", rule, bad | {"policy": {"leeway": -1}}, "policy_invalid")
    book.error("bad-key", "So is a bad key.", rule, bad | {"key": {"secret": "short", "alg": "HS256"}}, "key_weak")
    book.error("bad-now", "So is a time that is none.", rule, bad | {"now": 1e300}, "argument_invalid")
