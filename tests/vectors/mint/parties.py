"""audience.json, issuer-subject.json, types.json, required-expected.json: who, for whom, and what kind."""

from book import LATER, Book, err
from testkeys import HS, SECRET
from tokens import token

AUD, ISS, SUB = err("audience_refused", "aud"), err("issuer_refused", "iss"), err("subject_refused", "sub")
NEVER = '"exp":%d' % LATER


def made(members="", header=None):
    return token(header or {"alg": "HS256"}, "{%s%s}" % (NEVER, members and "," + members), SECRET)


def build():
    audience()
    issuer_subject()
    types()
    required_expected()


def audience():
    book = Book("audience", "For whom a token is meant.")
    rule = "RFC 7519 §4.1.3; verdict rule: aud"

    def case(name, why, aud, policy, answer=None):
        book.verify("audience-" + name, why, rule, made("" if aud is None else f'"aud":{aud}'), HS, answer, policy)

    for name, why, aud, expected, good in [
        ("string-equal", "The one audience is the expected one.", '"api"', "api", True),
        ("string-in-expected-list", "One of the expected ones suffices.", '"api"', ["web", "api"], True),
        ("list-has-expected", "One equal entry suffices.", '["web","api"]', "api", True),
        ("lists-share-one", "One entry in common suffices.", '["web","api"]', ["api", "mobile"], True),
        ("list-of-one", "A list of one is a list.", '["api"]', ["api"], True),
        ("list-repeats", "Repeated entries do no harm.", '["api","api"]', "api", True),
        ("escaped", "An escaped spelling is the same text.", '"\\u0061pi"', "api", True),
        ("non-ascii", "Any text can be an audience.", '"\u00fcber"', "\u00fcber", True),
        ("other", "Another audience is refused.", '"web"', "api", False),
        ("list-without-expected", "No entry is the expected one.", '["web","mobile"]', "api", False),
        ("lists-share-none", "No entry in common.", '["web"]', ["api", "mobile"], False),
        ("missing", "An expected audience may not be missing.", None, "api", False),
        ("empty-list", "An empty list names no issuer or audience.", "[]", "api", False),
        ("prefix", "A beginning is not the whole.", '"api.example"', "api", False),
        ("part-of-expected", "A part of the expected text is not it.", '"ap"', "api", False),
        ("upper-case", "Letters count as they are.", '"API"', "api", False),
        ("trailing-slash", "A slash more is another address.", '"https://api.example/"', "https://api.example", False),
        ("trailing-space", "A space more is another text.", '"api "', "api", False),
        ("comma-joined", "Two names in one text are one other name.", '"web,api"', "api", False),
        ("space-joined", "Two names in one text are one other name.", '"web api"', "api", False),
        ("wildcard", "A star is only a star.", '"*"', "api", False),
        ("empty-string", "The empty text is not the expected one.", '""', "api", False),
        ("normalization", "A letter and its decomposed form differ byte for byte.", '"e\u0301"', "\u00e9", False),
        ("nul", "A NUL ends nothing.", '"api\\u0000x"', "api", False),
    ]:
        case(name, why, aud, {"audience": expected}, None if good else AUD)
    case("unexpected-string", "A verifier that names no audience refuses a token meant for one.", '"api"', None, AUD)
    case("unexpected-list", "The same for a list.", '["api"]', {}, AUD)
    case("unexpected-empty-list", "The same for an empty list.", "[]", None, AUD)
    case("unexpected-empty-string", "The same for an empty text.", '""', None, AUD)
    case("none-at-all", "No audience expected, none carried.", None, None)
    case("any-string", "any_audience lets every audience pass.", '"web"', {"any_audience": True})
    case("any-list", "any_audience lets every list pass.", '["web","x"]', {"any_audience": True})
    case("any-empty-list", "any_audience lets an empty list pass.", "[]", {"any_audience": True})
    case("any-missing", "any_audience asks for none.", None, {"any_audience": True})
    rule = "RFC 7519 §4.1.3; verdict rule: aud, types; security T22"
    bad = err("claim_malformed", "aud")
    for name, aud in [("number", "5"), ("null", "null"), ("true", "true"), ("object", '{"0":"api"}'), ("mixed-list", '["api",5]'),
                      ("null-in-list", '["api",null]'), ("nested-list", '[["api"]]')]:
        book.verify(f"audience-type-{name}", "An audience is a string or a list of strings, in every entry.", rule, made(f'"aud":{aud}'), HS, bad,
                    {"audience": "api"})
        book.verify(f"audience-type-{name}-any", "any_audience does not excuse a wrong type.", rule, made(f'"aud":{aud}'), HS, bad,
                    {"any_audience": True})
    book.verify("audience-type-number-unexpected", "The type is wrong before the audience is unexpected.", rule, made('"aud":5'), HS, bad)


def issuer_subject():
    book = Book("issuer-subject", "Who issued a token, whom it is about, and its own name.")
    rule = "RFC 7519 §4.1.1; verdict rule: iss; security T20, T21"
    url = "https://id.example"
    for name, why, members, expected, answer in [
        ("equal", "The expected issuer.", f'"iss":"{url}"', url, None),
        ("in-list", "One of the expected issuers.", f'"iss":"{url}"', ["https://other.example", url], None),
        ("escaped", "An escaped spelling is the same text.", '"iss":"https:\\/\\/id.example"', url, None),
        ("other", "Another issuer.", '"iss":"https://evil.example"', url, ISS),
        ("missing", "An expected issuer may not be missing.", "", url, ISS),
        ("prefix", "A beginning of the expected text is not it.", '"iss":"https://id"', url, ISS),
        ("longer", "A longer text is another one.", '"iss":"https://id.example.evil"', url, ISS),
        ("substring-of-list-entry", "A part of an entry is not an entry.", '"iss":"id.example"', [url], ISS),
        ("trailing-slash", "A slash more is another address.", f'"iss":"{url}/"', url, ISS),
        ("upper-case", "Host names in capitals are other strings.", '"iss":"https://ID.example"', url, ISS),
        ("empty", "The empty text is not the expected one.", '"iss":""', url, ISS),
        ("joined-list", "A list written into one text is one text.", f'"iss":"{url},https://other.example"', [url, "https://other.example"], ISS),
        ("normalization", "A letter and its decomposed form differ byte for byte.", '"iss":"e\u0301"', "\u00e9", ISS),
    ]:
        book.verify("issuer-" + name, why, rule, made(members), HS, answer, {"issuer": expected})
    book.verify("issuer-not-compared", "Without an expected issuer any will do.", rule, made('"iss":"anybody"'), HS)
    book.verify("issuer-empty-not-compared", "Even the empty text.", rule, made('"iss":""'), HS)
    rule = "RFC 7519 §4.1.2; verdict rule: sub"
    for name, why, members, answer in [
        ("equal", "The expected subject.", '"sub":"u1"', None), ("other", "Another subject.", '"sub":"u2"', SUB),
        ("missing", "An expected subject may not be missing.", "", SUB), ("prefix", "A longer text is another one.", '"sub":"u10"', SUB),
        ("upper-case", "Letters count as they are.", '"sub":"U1"', SUB), ("empty", "The empty text is not the expected one.", '"sub":""', SUB),
        ("space", "A space more is another text.", '"sub":" u1"', SUB),
    ]:
        book.verify("subject-" + name, why, rule, made(members), HS, answer, {"subject": "u1"})
    book.verify("subject-not-compared", "Without an expected subject any will do.", rule, made('"sub":"u9"'), HS)
    for claim in ("iss", "sub", "jti"):
        for name, value in [("number", "5"), ("null", "null"), ("false", "false"), ("list", '["u1"]'), ("object", "{}")]:
            book.verify(f"{claim}-type-{name}", f"{claim} is a string if it is there.", f"RFC 7519 §4.1; verdict rule: {claim}; security T22",
                        made(f'"{claim}":{value}'), HS, err("claim_malformed", claim))
    book.verify("iss-type-list-expected", "A list that holds the expected issuer is still no text.", "verdict rule: iss; security T21",
                made('"iss":["https://id.example"]'), HS, err("claim_malformed", "iss"), {"issuer": "https://id.example"})
    book.verify("sub-type-number-expected", "A number that reads like the expected subject is still no text.", "verdict rule: sub",
                made('"sub":1'), HS, err("claim_malformed", "sub"), {"subject": "1"})
    book.verify("jti-any", "jti is any text.", "RFC 7519 §4.1.7; verdict rule: jti", made('"jti":""'), HS)


def types():
    book = Book("types", "The kind of token: typ.")
    rule = "RFC 7519 §5.1, RFC 9068 §2.1, RFC 8725 §3.11; verdict rule: typ"

    def case(name, why, typ, wanted=None, good=True):
        header = {"alg": "HS256"} | ({} if typ is None else {"typ": typ})
        book.verify("types-" + name, why, rule, made(header=header), HS, None if good else err("type_refused"),
                    wanted and {"types": wanted})

    case("absent", "typ may be left out.", None)
    for name, typ in [("jwt", "JWT"), ("jwt-lower", "jwt"), ("jwt-mixed", "jWt"), ("at-jwt", "at+jwt"), ("at-jwt-upper", "AT+JWT"),
                      ("application-jwt", "application/jwt"), ("application-upper", "APPLICATION/JWT"), ("application-at-jwt", "application/at+jwt")]:
        case("default-" + name, "Two kinds pass by default, in any case, with or without the media type's first half.", typ)
    for name, typ in [("empty", ""), ("jose", "JOSE"), ("dpop", "dpop+jwt"), ("logout", "logout+jwt"), ("secevent", "secevent+jwt"),
                      ("trailing-space", "JWT "), ("leading-space", " JWT"), ("text-jwt", "text/jwt"), ("application-alone", "application/"),
                      ("prefix-twice", "application/application/jwt"), ("parameter", "jwt;charset=utf-8"), ("longer", "JWTS"), ("dotless-i", "\u0131wt")]:
        case("default-not-" + name, "Any other kind passes only if the policy names it.", typ, good=False)
    case("named", "The kind the policy names.", "dpop+jwt", ["dpop+jwt"])
    case("named-other-case", "In any case.", "DPoP+JWT", ["dpop+jwt"])
    case("named-with-prefix", "With the media type's first half.", "application/dpop+jwt", ["dpop+jwt"])
    case("policy-with-prefix", "Or with that half in the policy.", "dpop+jwt", ["application/dpop+jwt"])
    case("named-second", "Any of several.", "logout+jwt", ["dpop+jwt", "logout+jwt"])
    case("named-jwt", "The policy can name JWT.", "JWT", ["JWT"])
    case("named-absent", "Where a kind is named, none is refused.", None, ["JWT"], False)
    case("named-default-gone", "Naming a kind drops the default ones.", "JWT", ["at+jwt"], False)
    case("named-jwt-not-at-jwt", "JWT named alone leaves out access tokens.", "at+jwt", ["JWT"], False)
    case("named-part", "A part of a kind is another kind.", "jwt", ["dpop+jwt"], False)
    case("named-ascii-only", "Only ASCII letters fold: the long s is not an s.", "ta\u017fk+jwt", ["task+jwt"], False)
    case("named-kelvin", "The Kelvin sign is not a k.", "tas\u212a+jwt", ["task+jwt"], False)
    case("named-non-ascii-equal", "Other letters are compared as they are.", "\u00fc+jwt", ["\u00fc+jwt"])
    case("named-non-ascii-case", "Other letters do not fold.", "\u00dc+jwt", ["\u00fc+jwt"], False)
    for name, why, typ in [("prefix-without-slash", "Only `application/` may be left out.", "application-JWT"),
                           ("other-prefix", "No other text of its length.", "multipart///JWT")]:
        book.verify("types-" + name, why, "verdict rule: typ; RFC 7515 §4.1.9", token({"alg": "HS256", "typ": typ}, {"exp": LATER}, SECRET), HS,
                    err("type_refused"))


def required_expected():
    book = Book("required-expected", "Claims that must be there, and claims that must have one value.")
    rule = "verdict rule: required claims"
    for name, why, members, needed, missing in [
        ("present", "The claim is there.", '"role":"admin"', ["role"], None), ("absent", "The claim is not there.", "", ["role"], "role"),
        ("null", "null is a value.", '"role":null', ["role"], None), ("false", "false is a value.", '"role":false', ["role"], None),
        ("empty", "The empty text is a value.", '"role":""', ["role"], None),
        ("several", "All of them are there.", '"a":1,"b":2', ["b", "a"], None), ("second-absent", "Each of them must be there.", '"a":1', ["a", "b"], "b"),
        ("first-named-first", "The first that lacks, in the policy's order, is the one named.", "", ["z", "a"], "z"),
        ("nested", "A member further inside does not count.", '"x":{"role":1}', ["role"], "role"),
        ("other-case", "Names count as they are written.", '"Role":1', ["role"], "role"),
        ("escaped", "An escaped spelling is the same name.", '"\\u0072ole":1', ["role"], None),
        ("registered", "A registered claim can be required.", '"jti":"1"', ["jti", "exp"], None),
        ("registered-absent", "A registered claim that lacks is missing like others.", "", ["nbf"], "nbf"),
        ("dotted", "A dot in a name is a dot.", '"a":{"b":1}', ["a.b"], "a.b"),
        ("host-name", "Nothing is inherited from a host's objects.", "", ["toString"], "toString"),
        ("proto", "Nor is a prototype a claim.", "", ["__proto__"], "__proto__"),
    ]:
        book.verify("required-" + name, why, rule, made(members), HS, err("claim_missing", missing) if missing else None, {"required": needed})
    book.verify("required-exp-though-optional", "What expiry_optional drops, required asks for again.", rule,
                token({"alg": "HS256"}, {"sub": "u1"}, SECRET), HS, err("claim_missing", "exp"), {"expiry_optional": True, "required": ["exp"]})
    rule = "verdict rule: expected values"
    no = err("claim_refused", "x")
    for name, why, value, expected, good in [
        ("string", "The expected text.", '"admin"', "admin", True), ("string-other", "Another text.", '"Admin"', "admin", False),
        ("string-escaped", "An escaped spelling is the same text.", '"\\u0061dmin"', "admin", True),
        ("string-longer", "A longer text is another one.", '"admins"', "admin", False),
        ("string-normalization", "Texts are compared byte for byte.", '"e\u0301"', "\u00e9", False),
        ("string-empty", "The empty text can be expected.", '""', "", True),
        ("number", "The expected number.", "1", 1, True), ("number-other", "Another number.", "2", 1, False),
        ("number-point-zero", "1.0 is 1.", "1.0", 1, True), ("number-exponent", "10e-1 is 1.", "10e-1", 1, True),
        ("number-expected-as-float", "The policy may write 1.0 as well.", "1", 1.0, True), ("number-fraction", "A fraction can be expected.", "1.5", 1.5, True),
        ("number-all-digits", "A number equals itself to its last digit.", "90.42225290942383", 90.42225290942383, True),
        ("number-last-digit", "The next double is another number.", "90.42225290942385", 90.42225290942383, False),
        ("number-53-bits", "The greatest number that can be expected.", "9007199254740991", 2**53 - 1, True),
        ("number-53-bits-next", "Numbers are compared exactly, not as doubles (security T67).", "9007199254740991.0000001", 2**53 - 1, False),
        ("number-more-digits", "More digits than a double has are another number.", "0.10000000000000000001", 0.1, False),
        ("number-zeros", "Zeros at the end are no other number.", "1.500", 1.5, True), ("number-minus-zero", "Nor is the sign of zero.", "-0", 0, True),
        ("number-not-string", "The text 1 is not the number 1.", '"1"', 1, False), ("string-not-number", "The number 1 is not the text 1.", "1", "1", False),
        ("true", "The expected true.", "true", True, True), ("false", "false can be expected.", "false", False, True),
        ("true-not-false", "false is not true.", "false", True, False), ("true-not-one", "1 is not true.", "1", True, False),
        ("one-not-true", "true is not 1.", "true", 1, False), ("true-not-string", "The text true is not true.", '"true"', True, False),
        ("false-not-null", "null is not false.", "null", False, False), ("null-not-string", "null is not a string.", "null", "null", False),
        ("list-holding-it", "A list that holds the value is not the value.", '["admin"]', "admin", False),
        ("object-holding-it", "An object is not the value.", '{"admin":1}', "admin", False), ("zero-not-false", "0 is not false.", "0", False, False),
        ("empty-not-false", "The empty text is not false.", '""', False, False),
    ]:
        book.verify("expected-" + name, why, rule, made(f'"x":{value}'), HS, None if good else no, {"expected": {"x": expected}})
    book.verify("expected-absent", "An expected claim may not be missing.", rule, made(), HS, err("claim_missing", "x"), {"expected": {"x": True}})
    book.verify("expected-false-absent", "Absence is not false.", rule, made(), HS, err("claim_missing", "x"), {"expected": {"x": False}})
    book.verify("expected-several", "All of them must hold.", rule, made('"a":1,"b":"two","c":true'), HS,
                policy={"expected": {"c": True, "b": "two", "a": 1}})
    book.verify("expected-several-one-wrong", "One that does not hold is enough to refuse.", rule, made('"a":1,"b":"three","c":true'), HS,
                err("claim_refused", "b"), {"expected": {"a": 1, "b": "two", "c": True}})
    book.verify("expected-host-name", "Nothing is inherited from a host's objects.", rule, made(), HS, err("claim_missing", "constructor"),
                {"expected": {"constructor": True}})
