"""sign.json and peek.json: tokens made, and tokens read without judging them."""

from book import LATER, Book, err
from testkeys import ALGORITHMS, EC_A, ED_A, HS, RSA_A, SECRET, jwk, oct_jwk, pem, private_key, public_key
from tokens import as_bytes, b64, compact, token

INVALID, ARGUMENT, UNSUITABLE = err("claims_invalid"), err("argument_invalid"), err("key_unsuitable")
CLAIMS = '{"sub":"u1","exp":%d}' % LATER


def build():
    signing()
    peeking()


def signing():
    book = Book("sign", "Signing: where an algorithm is deterministic, the token to the byte.")
    rule = "RFC 7515 §5.1, RFC 7519 §7.1; verdict rule: sign"

    def case(name, why, claims, answer=None, header=None, key=HS, head=None, signer=SECRET, rule=rule):
        head = head or {"alg": "HS256", "typ": "JWT"}
        book.sign("sign-" + name, why, rule, key, claims, answer or {"ok": {"token": token(head, claims, signer)}}, header)

    for alg in ALGORITHMS:
        key, signer = private_key(alg), public_key(alg)[1]
        if alg[:2] in ("HS", "RS", "Ed"):
            case(alg.lower(), f"The one {alg} token of these claims.", CLAIMS, key=key, head={"alg": alg, "typ": "JWT"}, signer=signer)
            if alg[:2] != "HS":
                case(f"{alg.lower()}-pem", "The same from a PEM key.", CLAIMS, key={"pem": pem(signer), "alg": alg}, head={"alg": alg, "typ": "JWT"}, signer=signer)
        else:
            book.sign(f"sign-{alg.lower()}", f"{alg} gives another signature each time.", rule, key, CLAIMS, {"ok": {}}, varies=["token"])
    case("jwk-secret", "The same from a JWK.", CLAIMS, key={"jwk": oct_jwk(alg="HS256")})
    case("short-secret", "A short secret that is meant.", CLAIMS, key={"secret": "short", "alg": "HS256", "allow_short": True}, signer="short")
    rule = "verdict rule: sign, the claims are signed as they are written"
    for name, why, claims in [
        ("empty", "No claims at all.", "{}"), ("white-space", "White space is signed with the rest.", ' {\n "sub" : "u1",\t"exp":1\r\n} \n'), ("order", "Members keep their order.", '{"z":1,"a":2,"m":3}'),
        ("numbers", "Numbers keep their spelling.", '{"a":1.0,"b":1e2,"c":-0,"d":12345678901234567890,"e":0.10}'), ("escapes", "Escapes stay escapes.", '{"\\u0061":"\\u00fc \\/ \\ud83d\\ude00"}'),
        ("non-ascii", "Raw letters stay raw.", '{"\u00fc":"\u4e16\u754c \U0001f600"}'), ("expired", "What is signed may have ended.", '{"exp":1}'), ("nested", "Members may hold anything.", '{"x":{"y":[null,true,{"z":[]}]}}'),
        ("registered", "Every registered claim, of its type.", '{"iss":"a","sub":"b","aud":["c","d"],"exp":%d,"nbf":1.5,"iat":0,"jti":"e"}' % LATER), ("aud-text", "An audience of one.", '{"aud":"c"}'),
        ("aud-empty", "An audience of none is well typed.", '{"aud":[]}'), ("depth-64", "Sixty-four levels are allowed.", '{"x":%s%s}' % ("[" * 63, "]" * 63)),
    ]:
        case("claims-" + name, why, claims, rule=rule)
    rule = "verdict rule: sign, claims are one strict JSON object"
    for name, text in [("text-empty", ""), ("list", "[]"), ("string", '"a"'), ("number", "1"), ("null", "null"), ("broken", '{"a":1'), ("trailing", '{"a":1}x'), ("trailing-comma", '{"a":1,}'), ("duplicate", '{"a":1,"a":1}'),
                       ("duplicate-escaped", '{"a":1,"\\u0061":2}'), ("duplicate-nested", '{"x":[{"a":1,"a":2}]}'), ("surrogate", '{"a":"\\ud800"}'), ("overflow", '{"a":1e400}'), ("nan", '{"a":NaN}'), ("bom", "\ufeff{}"),
                       ("depth-65", '{"x":%s%s}' % ("[" * 64, "]" * 64)), ("raw-control", '{"a":"\n"}'), ("token", token({"alg": "HS256"}, {}, SECRET))]:
        case("bad-claims-" + name, "What a verifier would refuse to read is not signed.", text, INVALID, rule=rule)
    rule = "RFC 7519 §4.1; verdict rule: sign, registered claims have their types"
    for claim in ("exp", "nbf", "iat"):
        for name, value in [("text", f'"{LATER}"'), ("null", "null"), ("true", "true"), ("list", "[1]"), ("too-large", str(2**53 + 2)), ("1e30", "1e30")]:
            case(f"bad-{claim}-{name}", f"{claim} is a number of at most 2^53.", '{"%s":%s}' % (claim, value), err("claims_invalid", claim), rule=rule)
    for claim in ("iss", "sub", "jti"):
        for name, value in [("number", "1"), ("null", "null"), ("list", '["a"]')]:
            case(f"bad-{claim}-{name}", f"{claim} is a string.", '{"%s":%s}' % (claim, value), err("claims_invalid", claim), rule=rule)
    for name, value in [("number", "1"), ("null", "null"), ("mixed", '["a",1]'), ("object", "{}")]:
        case(f"bad-aud-{name}", "aud is a string or a list of strings.", '{"aud":%s}' % value, err("claims_invalid", "aud"), rule=rule)
    headers(case)
    keys(book, case)


def headers(case):
    rule = "RFC 7515 §4; verdict rule: sign, the header"
    base = {"alg": "HS256", "typ": "JWT"}
    for name, why, extra, head in [
        ("empty", "Nothing more.", "{}", base), ("typ", "typ takes the place of JWT.", '{"typ":"at+jwt"}', {"alg": "HS256", "typ": "at+jwt"}), ("kid", "A kid follows typ.", '{"kid":"k1"}', base | {"kid": "k1"}),
        ("typ-and-kid", "Both.", '{"typ":"dpop+jwt","kid":"k1"}', {"alg": "HS256", "typ": "dpop+jwt", "kid": "k1"}), ("cty", "cty is a string.", '{"cty":"JWT"}', base | {"cty": "JWT"}),
        ("others-in-order", "Others follow in their order.", '{"z":1,"a":[true,null],"m":{"n":"o"}}', base | {"z": 1, "a": [True, None], "m": {"n": "o"}}), ("same-alg", "The key's own algorithm may be repeated.", '{"alg":"HS256"}', base),
        ("non-ascii", "Letters outside ASCII stay what they are.", '{"x":"\u00fc"}', base | {"x": "\u00fc"}),
    ]:
        case("header-" + name, why, CLAIMS, header=extra, head=head, rule=rule)
    named = {"jwk": oct_jwk(alg="HS256", kid="key 1")}
    case("key-kid", "The key's kid is in the header.", CLAIMS, key=named, head=base | {"kid": "key 1"}, rule=rule)
    case("key-kid-before-others", "Before anything else.", CLAIMS, key=named, header='{"x":1}', head=base | {"kid": "key 1", "x": 1}, rule=rule)
    case("key-kid-replaced", "A kid of the caller's takes its place.", CLAIMS, key=named, header='{"x":1,"kid":"mine"}', head=base | {"kid": "mine", "x": 1}, rule=rule)
    for name, extra in [
        ("other-alg", '{"alg":"HS512"}'), ("alg-none", '{"alg":"none"}'), ("alg-number", '{"alg":1}'), ("alg-null", '{"alg":null}'), ("crit", '{"crit":["x"],"x":1}'), ("crit-empty", '{"crit":[]}'), ("b64-false", '{"b64":false}'), ("b64-true", '{"b64":true}'),
        ("jwk", '{"jwk":%s}' % compact(jwk(ED_A))), ("jku", '{"jku":7}'), ("x5u", '{"x5u":["https://x.example"]}'), ("x5c", '{"x5c":[]}'), ("typ-number", '{"typ":1}'), ("typ-null", '{"typ":null}'), ("kid-number", '{"kid":1}'), ("kid-null", '{"kid":null}'),
        ("cty-list", '{"cty":[]}'), ("list", "[]"), ("text", '"typ"'), ("null", "null"), ("no-text", ""), ("broken", '{"typ":"JWT"'), ("trailing", "{}x"), ("duplicate", '{"x":1,"x":2}'), ("duplicate-escaped", '{"kid":"a","\\u006bid":"b"}'), ("overflow", '{"x":1e400}'), ("surrogate", '{"x":"\\udc00"}'),
    ]:
        case("bad-header-" + name, "What a verifier would refuse, or what gives the key away, is not put into a header.", CLAIMS, ARGUMENT, extra, rule=rule)


def keys(book, case):
    rule = "verdict rule: sign, the key"
    for name, key in [("rsa", {"pem": pem(RSA_A, "spki"), "alg": "RS256"}), ("cert", {"pem": pem(RSA_A, "cert"), "alg": "RS256"}), ("ec", {"jwk": jwk(EC_A["P-256"])}), ("ed25519", {"jwk": jwk(ED_A)}), ("ml-dsa", {"jwk": jwk("ML-DSA-44")})]:
        case(f"public-{name}", "A public key cannot sign.", CLAIMS, UNSUITABLE, key=key, rule=rule)
    case("rsa-without-alg", "An RSA key without an algorithm signs nothing.", CLAIMS, err("key_invalid"), key={"jwk": jwk(RSA_A, True)}, rule=rule)
    case("rsa-without-alg-named", "Until the caller names one.", CLAIMS, key={"jwk": jwk(RSA_A, True), "alg": "RS256"}, head={"alg": "RS256", "typ": "JWT"}, signer=RSA_A, rule=rule)
    case("short-secret-refused", "A secret that is too short signs nothing.", CLAIMS, err("key_weak"), key={"secret": "short", "alg": "HS256"}, rule=rule)
    case("unknown-alg", "There is no such algorithm.", CLAIMS, ARGUMENT, key={"secret": SECRET, "alg": "none"}, rule=rule)
    case("halves-differ", "Signing with another key's public half would give the private one away.", CLAIMS, err("key_invalid"),
         key={"jwk": jwk(ED_A, True) | {"x": b64(bytes(31) + b"\1")}}, rule="security T16")
    case("named-other", "The key has not the algorithm its caller names.", CLAIMS, UNSUITABLE, key={"jwk": jwk(EC_A["P-256"], True), "alg": "ES384"}, rule=rule)
    case("eddsa-named-ed25519", "The name it was imported under is the name it signs with.", CLAIMS, key={"pem": pem(ED_A), "alg": "Ed25519"}, head={"alg": "Ed25519", "typ": "JWT"}, signer=ED_A,
         rule="RFC 9864; verdict rule: EdDSA and Ed25519 are one")
    case("eddsa-by-default", "Without a name it is EdDSA.", CLAIMS, key={"jwk": jwk(ED_A, True)}, head={"alg": "EdDSA", "typ": "JWT"}, signer=ED_A, rule="RFC 8037 §3.1; verdict rule: EdDSA and Ed25519 are one")
    for alg in ("ES256", "PS256"):
        book.sign(f"sign-{alg.lower()}-pem", "The same from a PEM key.", rule, {"pem": pem(public_key(alg)[1]), "alg": alg}, CLAIMS, {"ok": {}}, varies=["token"])


def peeking():
    book = Book("peek", "Reading a token without judging it: only its shape counts.")
    rule = "verdict rule: peek"

    def text(header, payload, last="AAAA"):
        return f"{b64(as_bytes(header))}.{b64(as_bytes(payload))}.{last}"

    head, body = {"alg": "HS256", "typ": "JWT"}, {"sub": "u1", "exp": LATER}
    for name, why, token_text in [
        ("good", "A token's two parts.", token(head, body, SECRET)), ("forged", "The signature is not looked at.", text(head, body)), ("no-signature", "It may even be empty.", text(head, body, "")), ("expired", "The time is not looked at.", text(head, {"exp": 1})),
        ("none", "No algorithm is looked at.", text({"alg": "none"}, body, "")), ("unknown-alg", "No algorithm is looked at.", text({"alg": "XX"}, body)), ("crit", "crit is not judged.", text(head | {"crit": ["x"]}, body)), ("crit-empty", "crit is not judged.", text(head | {"crit": []}, body)),
        ("b64", "b64 is not judged.", text(head | {"b64": False}, body)), ("typ", "typ is not judged.", text({"alg": "HS256", "typ": "odd"}, body)), ("wrong-types", "Claims may be of any type.", text(head, {"exp": "x", "aud": 5, "iss": None, "jti": []})),
        ("aud-empty", "An empty audience is read like any other.", text(head, {"aud": []})), ("no-claims", "An object without members is an object.", text(head, "{}")), ("white-space", "The payload comes as it was written.", text(head, ' { "a" : 1 } ')),
        ("numbers", "Numbers come as they were written.", text(head, '{"a":1.0,"b":1e2,"c":12345678901234567890}')), ("embedded-key", "Embedded keys are members like others.", text(head | {"jwk": jwk(ED_A), "jku": "https://x.example"}, body)),
        ("depth-64", "Sixty-four levels are allowed.", text(head, '{"x":%s%s}' % ("[" * 63, "]" * 63))), ("non-ascii", "Letters come as they were written.", text(head, '{"\u00fc":"\u4e16 \\u00fc"}')),
    ]:
        book.peek("peek-" + name, why, rule, token_text)
    for name, why, token_text, code in [
        ("empty", "An empty string is not a token.", "", "token_malformed"), ("two-segments", "Two segments are not a token.", text(head, body).rsplit(".", 1)[0], "token_malformed"), ("five-segments", "An encrypted token is not read.", "a.b.c.d.e", "token_malformed"),
        ("padding", "The spelling is strict.", text(head, body, "AAA="), "token_malformed"), ("signature-alphabet", "Also in the part that is not read.", text(head, body, "!!!!"), "token_malformed"), ("signature-spare-bits", "Also in the part that is not read.", text(head, body, "AB"), "token_malformed"),
        ("white-space-behind", "White space is not trimmed.", text(head, body) + "\n", "token_malformed"), ("only-dots", "An empty header is not an object.", "..", "header_malformed"), ("header-list", "The header is an object.", text("[]", body), "header_malformed"),
        ("header-no-alg", "alg cannot be left out.", text('{"typ":"JWT"}', body), "header_malformed:alg"), ("header-alg-number", "alg is a string.", text('{"alg":1}', body), "header_malformed:alg"), ("header-typ-number", "typ is a string.", text('{"alg":"HS256","typ":1}', body), "header_malformed:typ"),
        ("header-kid-null", "kid is a string.", text('{"alg":"HS256","kid":null}', body), "header_malformed:kid"), ("header-duplicate", "No name twice.", text('{"alg":"HS256","alg":"HS256"}', body), "header_malformed"),
        ("payload-empty", "An empty payload is not an object.", f"{b64(compact(head))}..AAAA", "payload_malformed"), ("payload-list", "The payload is an object.", text(head, "[]"), "payload_malformed"), ("payload-text", "The payload is JSON.", text(head, "Payload"), "payload_malformed"),
        ("payload-duplicate", "No name twice.", text(head, '{"a":1,"a":1}'), "payload_malformed"), ("payload-utf-8", "The payload is UTF-8.", text(head, b'{"a":"\xff"}'), "payload_malformed"), ("payload-overflow", "Numbers fit a double.", text(head, '{"a":1e999}'), "payload_malformed"),
        ("payload-depth-65", "Sixty-five levels are one too many.", text(head, '{"x":%s%s}' % ("[" * 64, "]" * 64)), "payload_malformed"), ("payload-surrogate", "No half characters.", text(head, '{"a":"\\ud800"}'), "payload_malformed"),
        ("header-before-payload", "The header is read first.", text("[]", "[]"), "header_malformed"), ("structure-before-header", "The spelling comes before both.", text("[]", "[]", "="), "token_malformed"),
    ]:
        book.peek("peek-" + name, why, rule, token_text, err(*code.split(":")))
