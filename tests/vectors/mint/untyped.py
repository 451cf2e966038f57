"""untyped.json: numeric ids of older systems."""

from book import LATER, Book, err
from testkeys import HS, SECRET
from tokens import token

HEADER = {"alg": "HS256"}


def build():
    book = Book("untyped", "Claims whose type is not judged where the policy says so: `sub` and `jti`.")
    rule = "RFC 7519 §4.1.2, §4.1.7; verdict rule: untyped"

    def case(name, why, claims, answer=None, untyped=("sub",), **policy):
        text = token(HEADER, {"exp": LATER} | claims, SECRET)
        policy |= {} if untyped is None else {"untyped": list(untyped)}
        book.verify("untyped-" + name, why, rule, text, HS, answer, policy)

    for name, value in [("number", 42), ("null", None), ("object", {}), ("array", [1]), ("bool", True), ("string", "u1")]:
        for claim in ("sub", "jti"):
            case(f"{claim}-{name}", "Any type passes.", {claim: value}, untyped=(claim,))
        if name != "string":
            case(f"default-{name}", "By default it must be a string.", {"sub": value}, err("claim_malformed", "sub"), untyped=None)
            case(f"other-{name}", "Naming one does not free the other.", {"sub": value}, err("claim_malformed", "sub"), untyped=("jti",))
    case("both", "Both may be named.", {"sub": 1, "jti": 2}, untyped=("sub", "jti"))
    case("subject-expected", "A number is not the subject that is expected.", {"sub": 42}, err("subject_refused", "sub"), subject="42")
    case("subject-equal", "A string is compared as ever.", {"sub": "42"}, subject="42")
    case("expected-number", "Its value may be expected.", {"sub": 42}, expected={"sub": 42})
    case("required", "It is there.", {"sub": 42}, required=["sub"])
    case("issuer", "Other claims keep their type.", {"sub": 1, "iss": 1}, err("claim_malformed", "iss"))
    for name, value in [("empty", []), ("iss", ["iss"]), ("exp", ["sub", "exp"]), ("blank", [""]), ("string", "sub"), ("null", None), ("true", True)]:
        text = token(HEADER, {"exp": LATER}, SECRET)
        book.verify("untyped-policy-" + name, "Only sub and jti can be named, in a list.", rule, text, HS, err("policy_invalid"), {"untyped": value})
