"""policy.json: every field of a policy, its good values and the bad ones."""

from book import LATER, NOW, Book, err
from testkeys import ED_A, HS, RSA_A, SECRET, jwk, pem
from tokens import token

GOOD = token({"alg": "HS256"}, {"exp": LATER, "iat": NOW, "sub": "u1"}, SECRET)
INVALID, REFUSED = err("policy_invalid"), err("algorithm_refused")


def build():
    book = Book("policy", "The policy: what each field takes, and what it does not.")
    rule = "verdict rule: the policy's fields"
    book.add("policy-absent", "Without a policy the defaults hold.", rule, {"op": "verify", "token": GOOD, "key": HS, "now": NOW},
             {"ok": {"header": {"alg": "HS256"}, "payload": '{"exp":%d,"iat":%d,"sub":"u1"}' % (LATER, NOW)}})
    book.verify("policy-empty", "An empty policy is the default one.", rule, GOOD, HS, policy={})
    bad_values(book)
    good_values(book)
    algorithms(book)


def bad_values(book):
    rule = "verdict rule: the policy's fields; a value of nothing never switches a check off"

    def wrong(fields, why, values, rule=rule):
        """Each value in each of the fields; `{}` in the reason is the field's name."""
        for field in fields.split():
            for name, value in values.items():
                book.verify(f"policy-{field.replace('_', '-')}-{name}", why.format(field), rule, GOOD, HS, INVALID, {field: value})

    wrong("algorithms issuer audience any_audience subject types required expected expiry_optional leeway max_age "
          "max_token_bytes max_header_bytes max_depth cache", "null is not absence.", {"null": None})
    wrong("issuer audience algorithms types required", "A list that admits nothing, or could be taken for no list, is a mistake.",
          {"empty-list": []})
    wrong("expected", "An object that demands nothing is a mistake.", {"empty": {}})
    wrong("issuer audience subject", "An empty string is a setting that came back empty.", {"empty-string": ""})
    wrong("issuer audience types required", "Nor may a list hold one.", {"empty-string-in-list": ["a", ""]})
    wrong("issuer audience", "{} is a string or a list of strings.",
          {"number": 5, "true": True, "object": {"a": 1}, "list-of-numbers": [1], "mixed-list": ["a", None], "nested-list": [["a"]]})
    wrong("subject", "The subject is one string.", {"list": ["u1"], "number": 1, "false": False, "object": {}})
    for field, text in [("types", "JWT"), ("required", "exp"), ("algorithms", "HS256")]:
        wrong(field, "{} is a list of strings.",
              {"bare-text": text, "mixed-list": [text, 5], "null-in-list": [text, None], "object": {text: True}, "true": True})
    numbers = {"2-64": 2**64, "2-53": 2**53, "next": 2**53 + 1, "negative": -(2**53), "exponent": 1e300}
    wrong("expected", "From 2^53 on not every host language tells numbers apart, and one policy would be two (security T67).",
          {f"number-{name}": {"x": number} for name, number in numbers.items()})
    wrong("any_audience expiry_optional", "A flag is true or false.", {"text": "true", "zero": 0, "one": 1, "empty-text": "", "list": [True]})
    book.verify("policy-audience-with-any", "An audience expected and any audience are two policies.", rule, GOOD, HS, INVALID,
                {"audience": "api", "any_audience": True})
    wrong("expected", "expected is an object of strings, numbers and booleans.",
          {"list": ["sub"], "text": "sub", "null-value": {"sub": None}, "list-value": {"sub": ["u1"]}, "object-value": {"sub": {"a": 1}},
           "true": True})
    number, of_numbers = "{} is a whole number that is not negative.", rule + "; security T24"
    no_numbers = {"negative": -1, "fraction": 0.5, "text": "60", "empty-text": "", "true": True, "false": False, "list": [60], "object": {}}
    wrong("leeway", number, no_numbers | {"1e300": 1e300}, of_numbers)
    wrong("max_age max_token_bytes max_header_bytes max_depth cache", number, no_numbers, of_numbers)
    wrong("max_token_bytes max_header_bytes max_depth", "A limit is above zero.", {"zero": 0})
    wrong("cache", "A cache holds from one token to a million.", {"zero": 0, "too-many": 1_000_001})
    wrong("leeway", "A leeway of more than a day is a mistake.", {"above-a-day": 86_401})
    rule = "verdict rule: the policy's fields; unknown ones are errors"
    for name, more in [("misspelled", {"audiences": ["api"]}), ("camel-case", {"anyAudience": True}), ("other-case", {"Issuer": "a"}), ("of-other-libraries", {"ignoreExpiration": True}),
                       ("verify-false", {"verify_signature": False}), ("alg", {"alg": "HS256"}), ("clock", {"now": 0}), ("empty-name", {"": 1}), ("null-value", {"unknown": None}),
                       ("proto", {"__proto__": {"leeway": 60}}), ("aud", {"aud": "api"}), ("beside-good", {"leeway": 60, "clock_tolerance": 60})]:
        book.verify("policy-unknown-" + name, "An unknown field may be a check that was meant.", rule, GOOD, HS, INVALID, more)


def good_values(book):
    rule = "verdict rule: the policy's fields"
    no_exp = token({"alg": "HS256"}, {"iat": NOW}, SECRET)
    with_aud = token({"alg": "HS256"}, {"exp": LATER, "aud": "api"}, SECRET)
    book.verify("policy-expiry-optional-false-holds", "false is the default: exp is required.", rule, no_exp, HS, err("claim_missing", "exp"),
                {"expiry_optional": False})
    book.verify("policy-any-audience-false-holds", "false is the default: a token for an audience is refused.", rule, with_aud, HS,
                err("audience_refused", "aud"), {"any_audience": False})
    book.verify("policy-any-audience-false-with-audience", "false contradicts no audience.", rule, with_aud, HS,
                policy={"audience": "api", "any_audience": False})
    for name, policy in [
        ("leeway-zero", {"leeway": 0}), ("leeway-day", {"leeway": 86_400}), ("leeway-point-zero", {"leeway": 60.0}), ("max-age", {"max_age": 1}), ("max-age-point-zero", {"max_age": 60.0}),
        ("limits-point-zero", {"max_token_bytes": 1000.0, "max_header_bytes": 1000.0, "max_depth": 5.0}), ("subject", {"subject": "u1"}),
        ("any-audience", {"any_audience": True}), ("cache-one", {"cache": 1}), ("cache-most", {"cache": 1_000_000}), ("cache-point-zero", {"cache": 5.0}), ("expiry-optional", {"expiry_optional": True}),
        ("any-audience-false", {"any_audience": False}), ("expiry-optional-false", {"expiry_optional": False}),
        ("everything", {"algorithms": ["HS256"], "any_audience": True, "subject": "u1", "required": ["sub"], "expected": {"sub": "u1"}, "leeway": 5, "max_age": 100,
                        "max_token_bytes": 5000, "max_header_bytes": 500, "max_depth": 3, "cache": 10}),
    ]:
        book.verify("policy-good-" + name, "A value that is allowed.", rule, GOOD, HS, policy=policy)


def algorithms(book):
    rule = "RFC 8725 §3.1; verdict rules: algorithm, the policy's algorithms; security T06"
    for name, value in [("none", ["none"]), ("none-beside-good", ["HS256", "none"]), ("lower", ["hs256"]), ("unknown", ["HS128"]), ("encryption", ["RSA-OAEP"]), ("empty-text", [""])]:
        book.verify(f"policy-algorithms-{name}", "Only algorithms there are can be listed.", rule, GOOD, HS, INVALID, {"algorithms": value})
    book.verify("policy-algorithms-has-it", "Header, key and list agree.", rule, GOOD, HS, policy={"algorithms": ["RS256", "HS256"]})
    book.verify("policy-algorithms-lacks-it", "A list without the key's algorithm could let no token pass.", rule, GOOD, HS, err("policy_invalid"), {"algorithms": ["HS384", "HS512"]})
    book.verify("policy-algorithms-never", "Nor could one that is for another type of key.", rule, GOOD, HS, err("policy_invalid"), {"algorithms": ["RS256"]})
    forged = token({"alg": "HS384"}, {"exp": LATER}, SECRET)
    book.verify("policy-algorithms-has-header", "Header and list agree, the key is another's.", rule, forged, HS, REFUSED, {"algorithms": ["HS256", "HS384"]})
    key = {"jwk": jwk(ED_A, alg="EdDSA")}
    for listed, used in [("EdDSA", "Ed25519"), ("Ed25519", "EdDSA"), ("EdDSA", "EdDSA"), ("Ed25519", "Ed25519")]:
        book.verify(f"policy-algorithms-{listed}-for-{used}".lower(), "Naming either name admits both.", "RFC 9864; verdict rule: EdDSA and Ed25519 are one",
                    token({"alg": used}, {"exp": LATER}, ED_A), key, policy={"algorithms": [listed]})
    rule = "RFC 7517 §4.4; verdict rule: an RSA JWK without alg; security T07"
    unbound = {"jwk": jwk(RSA_A)}
    tokens = {alg: token({"alg": alg}, {"exp": LATER}, RSA_A) for alg in ("RS256", "RS512", "PS256")}
    for name, used, listed, good in [
        ("listed", "RS256", ["RS256"], True), ("one-of-several", "PS256", ["RS256", "PS256"], True), ("other-of-several", "RS256", ["RS256", "PS256"], True),
        ("not-listed", "RS512", ["RS256"], False), ("scheme-not-listed", "PS256", ["RS256"], False), ("beside-others", "RS256", ["ES256", "HS256", "RS256"], True),
    ]:
        book.verify(f"policy-rsa-without-alg-{name}", "The list names the algorithms of an RSA key that names none.", rule, tokens[used], unbound,
                    None if good else REFUSED, {"algorithms": listed})
    book.verify("policy-rsa-without-alg-no-list", "Without a list such a key has no algorithm, and the header does not give it one.", rule, tokens["RS256"], unbound,
                err("key_invalid"))
    book.verify("policy-rsa-without-alg-hs-token", "Its public text is not a secret, listed or not.", "RFC 8725 §2.1; security T01, T08",
                token({"alg": "HS256"}, {"exp": LATER}, pem(RSA_A, "spki")), unbound, REFUSED, {"algorithms": ["HS256", "RS256"]})
    book.verify("policy-rsa-without-alg-named-by-caller", "The caller may name it next to the key.", rule, tokens["RS256"], unbound | {"alg": "RS256"})
    book.verify("policy-rsa-without-alg-named-by-caller-other", "Then it is that one alone.", rule, tokens["PS256"], unbound | {"alg": "RS256"}, REFUSED)
