"""scopes.json: scopes that a policy or a call requires."""

from book import LATER, NOW, Book, err
from testkeys import HS, SECRET
from tokens import token

HEADER = {"alg": "HS256"}
REFUSED, MALFORMED = err("scope_refused", "scope"), err("claim_malformed", "scope")
POLICY, ARGUMENT = err("policy_invalid"), err("argument_invalid")


def build():
    book = Book("scopes", "Scopes that a token must have been granted, for a policy and for one call.")
    rule = "RFC 6749 §3.3, RFC 9068 §2.2.3; verdict rule: scope"

    def case(name, why, claims, answer=None, scopes=("read",), **policy):
        """The policy and the call judge alike."""
        text = token(HEADER, {"exp": LATER} | claims, SECRET)
        book.verify(f"scopes-{name}", why, rule, text, HS, answer, policy | {"scopes": list(scopes)})
        book.verify(f"scopes-{name}-call", why, rule, text, HS, answer, policy, expected={"scope": list(scopes)})

    granted = {
        "one": "read", "first": "read write", "last": "write read", "spaces": " write  read ", "list": ["read"],
        "list-several": ["write", "read"],
    }
    for name, value in granted.items():
        case(name, "The scope is among those granted.", {"scope": value})
        case(f"scp-{name}", "Some servers call the claim `scp`.", {"scp": value})
    refused = {
        "other": "write", "empty": "", "list-empty": [], "prefix": "read:all", "longer": "reader", "part": "rea",
        "case": "Read", "comma": "read,write", "tab": "write\tread", "list-of-words": ["read write"], "above": "*",
    }
    for name, value in refused.items():
        case(f"not-{name}", "Scopes are compared as whole words, byte for byte.", {"scope": value}, REFUSED)
    case("absent", "A token that was granted nothing.", {}, REFUSED)
    case("scope-first", "`scope` counts where both are there.", {"scope": "write", "scp": "read"}, REFUSED)
    case("scope-first-good", "`scope` counts where both are there.", {"scope": "read", "scp": "write"})
    for name, value in {"number": 1, "null": None, "object": {"read": True}, "true": True, "mixed": ["read", 1], "nested": [["read"]]}.items():
        case(f"type-{name}", "The claim is words or a list of strings.", {"scope": value}, MALFORMED)
        case(f"type-scp-{name}", "So is the other one.", {"scp": value}, err("claim_malformed", "scp"))
    case("two", "Each of them is required.", {"scope": "a b c"}, scopes=("a", "c"))
    case("two-one-missing", "Each of them is required.", {"scope": "a b c"}, REFUSED, scopes=("a", "d"))
    case("uri", "A scope may be a URI.", {"scope": "https://api.example/read api"}, scopes=("https://api.example/read",))
    case("escaped", "The text counts, however it is written.", {"scope": "r\u00e9ad"}, REFUSED)
    case("type-before-clock", "Types are judged before times.", {"scope": 1, "exp": NOW}, MALFORMED)
    case("after-clock", "Scopes are judged after times.", {"scope": "", "exp": NOW}, err("token_expired", "exp"))
    case("after-audience", "Scopes are judged after the audience.", {"scope": ""}, err("audience_refused", "aud"), audience="api")
    case("after-expected", "Scopes are judged after expected values.", {"scope": ""}, err("claim_missing", "tenant"), expected={"tenant": "t"})

    text = token(HEADER, {"exp": LATER, "scope": ["read"], "n": "1"}, SECRET)
    blank = token(HEADER, {"exp": LATER, "scope": 5}, SECRET)
    book.verify("scopes-none-asked", "Nobody asks for scopes, so their type is not judged.", rule, blank, HS)
    bad = {"empty": [], "blank": [""], "two-words": ["a b"], "quote": ['a"'], "non-ascii": ["\u00e9"], "number": [1], "tab": ["a\t"]}
    for name, value in bad.items():
        why = "What is required is a list of words that a token can have."
        book.verify(f"scopes-policy-{name}", why, rule, text, HS, POLICY, {"scopes": value})
        book.verify(f"scopes-call-{name}", why, rule, text, HS, ARGUMENT, expected={"scope": value})
    for name, value in {"text": "read", "null": None, "true": True, "object": {}}.items():
        book.verify(f"scopes-policy-{name}", "It is a list.", rule, text, HS, POLICY, {"scopes": value})
    book.verify("scopes-policy-name", "`scope` is called `scopes` here.", rule, text, HS, POLICY, {"scope": ["read"]})
    book.verify("scopes-call-list-elsewhere", "Only `scope` is a list.", rule, text, HS, ARGUMENT, expected={"n": ["1"]})
    words = token(HEADER, {"exp": LATER, "scope": "read"}, SECRET)
    book.verify("scopes-call-text", "A string is the value that the claim must have.", rule, words, HS, expected={"scope": "read"})
    book.verify("scopes-call-text-other", "A string is the value that the claim must have.", rule, words, HS, err("claim_refused", "scope"), expected={"scope": "rea"})
    both = {"scope": ["read"], "n": "1"}
    book.verify("scopes-call-both", "Values and scopes go together.", rule, text, HS, expected=both)
    book.verify("scopes-call-value-first", "Values are judged before scopes.", rule, text, HS, err("claim_refused", "n"), expected={"scope": ["x"], "n": "2"})
    book.verify("scopes-policy-last", "Values are judged before scopes, whoever requires them.", rule, text, HS, err("claim_refused", "n"), {"scopes": ["x"]}, expected={"n": "2"})
    for name, value in {"empty": {}, "null": {"n": None}, "object": {"n": {}}, "large": {"n": 2**53}}.items():
        book.verify(f"scopes-call-value-{name}", "An expectation that came back empty must not pass.", rule, text, HS, ARGUMENT, expected=value)
    for name, value, answer in [("equal", "1", None), ("other", "2", err("claim_refused", "n")), ("number", 1, err("claim_refused", "n"))]:
        book.verify(f"scopes-call-claim-{name}", "A value that only this call knows.", "verdict rule: expected", text, HS, answer, expected={"n": value})
    book.verify("scopes-call-claim-missing", "A value that only this call knows.", "verdict rule: expected", text, HS, err("claim_missing", "m"), expected={"m": True})
    findings = [{"check": "expected", "code": "claim_missing", "claim": "tenant"}, {"check": "scope", "code": "scope_refused", "claim": "scope"}]
    request = {"op": "explain", "token": text, "key": HS, "policy": {"scopes": ["x"], "expected": {"tenant": "t"}}, "now": NOW}
    book.ok("explain", "Scopes come last.", "the order of checks", request, {"findings": findings})
    request = request | {"token": blank, "policy": {"scopes": ["x"]}}
    book.ok("explain-type", "What has the wrong type is not judged twice.", "the order of checks", request,
            {"findings": [{"check": "claims", "code": "claim_malformed", "claim": "scope"}]})
