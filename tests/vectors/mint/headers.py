"""header.json: what the header may say."""

import base64

from book import LATER, Book, err
from testkeys import EC_A, EC_B, HS, RSA_A, RSA_B, SECRET, jwk, pem
from tokens import b64, token

CLAIMS = {"exp": LATER}
BAD, UNSUPPORTED, REFUSED = err("header_malformed"), err("header_unsupported"), err("algorithm_refused")


def made(header):
    """Truly signed with HS256, whatever the header says."""
    return token(header, CLAIMS, SECRET, "HS256")


def build():
    book = Book("header", "The header: one strict JSON object, nothing in it decides anything but the key's name.")
    objects(book)
    members(book)
    critical(book)
    embedded(book)
    ignored(book)


def objects(book):
    rule = "RFC 7515 §4; verdict rules: JSON, header"
    for name, why, text in [
        ("array", "A list is not a header.", '["alg","HS256"]'),
        ("array-of-object", "A list with the header inside is not a header.", '[{"alg":"HS256"}]'),
        ("string", "A string is not a header.", '"HS256"'),
        ("number", "A number is not a header.", "256"),
        ("null", "null is not a header.", "null"),
        ("white-space", "White space alone is not a header.", "  "),
        ("unclosed", "A header cut short is not JSON.", '{"alg":"HS256"'),
        ("trailing-text", "Nothing may follow the object.", '{"alg":"HS256"}x'),
        ("two-objects", "A second object may not follow.", '{"alg":"HS256"}{"alg":"HS256"}'),
        ("trailing-comma", "A comma before the end is not JSON.", '{"alg":"HS256",}'),
        ("single-quotes", "Single quotes are not JSON.", "{'alg':'HS256'}"),
        ("bare-name", "Names need quotes.", '{alg:"HS256"}'),
        ("comment", "JSON has no comments.", '{"alg":"HS256"/* */}'),
        ("bom", "No byte order mark.", b'\xef\xbb\xbf{"alg":"HS256"}'),
        ("utf-16", "UTF-16 is not UTF-8.", '{"alg":"HS256"}'.encode("utf-16-le")),
        ("invalid-utf-8", "Bytes that are not UTF-8 are refused, even in a member that is not read.", b'{"alg":"HS256","x":"\xff"}'),
        ("lone-surrogate", "Half a surrogate pair is not a character.", '{"alg":"HS256","x":"\\ud800"}'),
        ("raw-control", "A raw line end inside a string is not JSON.", '{"alg":"HS256","x":"a\nb"}'),
        ("duplicate-alg", "The same name twice: parsers would disagree which one counts.", '{"alg":"none","alg":"HS256"}'),
        ("duplicate-alg-escaped", "An escaped spelling is the same name.", '{"alg":"HS256","\\u0061lg":"none"}'),
        ("duplicate-equal", "Twice the same value is still twice.", '{"alg":"HS256","alg":"HS256"}'),
        ("duplicate-nested", "Duplicates are refused at any depth.", '{"alg":"HS256","x":{"a":1,"a":2}}'),
        ("duplicate-crit", "A repeated crit is a repeated name first.", '{"alg":"HS256","crit":[],"crit":[]}'),
        ("number-overflow", "A number beyond a double is refused anywhere.", '{"alg":"HS256","x":1e400}'),
        ("nan", "NaN is not JSON.", '{"alg":"HS256","x":NaN}'),
        ("depth-65", "Sixty-five levels are one too many.", '{"alg":"HS256","x":%s%s}' % ("[" * 64, "]" * 64)),
    ]:
        book.verify("header-" + name, why, rule, made(text), HS, BAD)
    for name, why, text in [
        ("white-space-around", "JSON white space around and inside is fine.", ' \t\r\n{ "alg" : "HS256" } \n'),
        ("escaped-name-and-value", "Escapes spell the same name and value.", '{"\\u0061lg":"HS\\u003256","typ":"\\u004aWT"}'),
        ("depth-64", "Sixty-four levels are allowed.", '{"alg":"HS256","x":%s%s}' % ("[" * 63, "]" * 63)),
        ("alg-last", "The order of members is free.", '{"typ":"JWT","kid":"k","alg":"HS256"}'),
    ]:
        book.verify("header-" + name, why, rule, made(text), HS)


def members(book):
    rule = "RFC 7515 §4.1.1; verdict rule: header"
    no_alg = err("header_malformed", "alg")
    book.verify("header-empty-object", "A header without alg is malformed.", rule, made("{}"), HS, no_alg)
    book.verify("header-alg-missing", "alg cannot be left out.", rule, made({"typ": "JWT"}), HS, no_alg)
    book.verify("header-alg-case-of-name", "ALG is another name, so alg is missing.", rule, made({"ALG": "HS256"}), HS, no_alg)
    wrong = [("null", None), ("number", 256), ("bool", True), ("list", ["HS256"]), ("object", {"name": "HS256"})]
    for kind, value in wrong:
        book.verify(f"header-alg-{kind}", "alg is a string.", rule, made({"alg": value}), HS, no_alg)
    for name in ("typ", "kid", "cty"):
        for kind, value in wrong:
            value = ["JWT"] if kind == "list" else value
            book.verify(f"header-{name}-{kind}", f"{name} is a string if it is there; null is not absence.",
                        f"RFC 7515 §4.1; verdict rule: header, {name}", made({"alg": "HS256", name: value}), HS, err("header_malformed", name))
    rule = "verdict rule: header; a single key ignores kid"
    for name, kid in [("any", "somebody else's"), ("empty", ""), ("path", "../../../../dev/null"),
                      ("sql", "x' UNION SELECT 'secret' --"), ("non-ascii", "\u043a\u043b\u044e\u0447")]:
        book.verify(f"header-kid-{name}", "One key needs no choosing, so kid says nothing.", rule, made({"alg": "HS256", "kid": kid}), HS)
    book.verify("header-cty-jwt", "cty is a string and otherwise ignored.", "verdict rule: header",
                made({"alg": "HS256", "cty": "JWT"}), HS)


def critical(book):
    rule = "RFC 7515 §4.1.11; verdict rule: header, crit; security T30"
    for name, value in [
        ("empty", []), ("null", None), ("true", True), ("false", False), ("string", "exp"), ("number", 1), ("object", {}),
        ("registered", ["alg"]), ("claim", ["exp"]), ("b64", ["b64"]), ("unknown", ["http://example.com/UNDEFINED"]),
        ("repeated", ["x", "x"]), ("mixed", ["x", 1]), ("empty-name", [""]),
    ]:
        book.verify(f"header-crit-{name}", "Nothing is understood, so any crit is refused.", rule,
                    made({"alg": "HS256", "x": 1, "crit": value}), HS, UNSUPPORTED)
    book.verify("header-crit-member-absent", "crit names a member that is not there.", rule,
                made({"alg": "HS256", "crit": ["exp"]}), HS, UNSUPPORTED)
    book.verify("header-crit-escaped", "An escaped spelling is still crit.", rule,
                made('{"alg":"HS256","\\u0063rit":["x"],"x":1}'), HS, UNSUPPORTED)
    book.verify("header-crit-other-case", "Crit is another name, and an ignored one.", rule, made({"alg": "HS256", "Crit": ["x"]}), HS)
    book.verify("header-crit-nested", "crit inside another member means nothing.", rule, made({"alg": "HS256", "x": {"crit": ["y"]}}), HS)
    rule = "RFC 7797 §3; verdict rule: header, b64; security T31"
    for name, value in [("false", False), ("null", None), ("string", "true"), ("zero", 0), ("one", 1), ("list", [True])]:
        book.verify(f"header-b64-{name}", "b64 is only ever true.", rule, made({"alg": "HS256", "b64": value}), HS, UNSUPPORTED)
    book.verify("header-b64-true", "b64 true changes nothing.", rule, made({"alg": "HS256", "b64": True}), HS)
    book.verify("header-b64-true-with-crit", "b64 true listed in crit is refused for the crit.", rule,
                made({"alg": "HS256", "b64": True, "crit": ["b64"]}), HS, UNSUPPORTED)


def embedded(book):
    rule = "RFC 7515 §4.1.2 to §4.1.6, RFC 8725 §3.5; verdict rule: header; security T09"
    key = {"pem": pem(EC_B["P-256"], "spki"), "alg": "ES256"}
    thief = RSA_B
    chain = [base64.b64encode(pem(thief, "cert", "DER")).decode()]
    for name, value in [
        ("jwk", jwk(thief)), ("jku", "https://thief.example/keys.json"), ("x5u", "https://thief.example/chain.pem"),
        ("x5c", chain),
    ]:
        forged = token({"alg": "RS256", name: value}, CLAIMS, thief)
        book.verify(f"header-{name}-of-a-thief", f"A key found through {name} is never used.", rule, forged,
                    {"jwk": jwk(RSA_A, alg="RS256")}, err("signature_invalid"))
        own = made({"alg": "HS256", name: value})
        book.verify(f"header-{name}-ignored", f"A token with {name} is judged by the caller's key alone.", rule, own, HS)
    book.verify("header-jwk-symmetric", "A secret that comes with the token proves nothing.", rule,
                token({"alg": "HS256", "jwk": {"kty": "oct", "k": b64("thief" * 8)}}, CLAIMS, "thief" * 8), HS,
                err("signature_invalid"))
    for name, value in [("jwk", "text"), ("jku", 5), ("x5u", None), ("x5c", {})]:
        book.verify(f"header-{name}-nonsense", f"{name} is ignored, whatever its type.", rule, made({"alg": "HS256", name: value}), HS)
    book.verify("header-jwk-ec-of-a-thief", "The thief's own curve key does not help either.", rule,
                token({"alg": "ES256", "jwk": jwk(EC_A["P-256"])}, CLAIMS, EC_A["P-256"]), key, err("signature_invalid"))


def ignored(book):
    rule = "RFC 7515 §4.3; verdict rule: header, other members are ignored"
    for name, more in [
        ("zip", {"zip": "DEF"}), ("enc", {"enc": "A128GCM"}), ("x5t", {"x5t": "AAAA", "x5t#S256": "AAAA"}),
        ("nonce", {"nonce": None, "ppt": "shaken"}), ("claims-in-header", {"iss": 5, "aud": 5, "exp": 1}),
        ("nested", {"x": {"alg": "none", "list": [1, 2.5, None, {"y": False}]}}),
        ("proto", {"__proto__": {"alg": "none"}, "constructor": {"prototype": 1}}),
        ("long-name", {"n" * 500: 1}), ("non-ascii", {"\u00fc": "\u4e16\u754c \U0001f600"}),
    ]:
        book.verify(f"header-other-{name}", "A member that is not understood and not critical is ignored.", rule,
                    made({"alg": "HS256"} | more), HS)
