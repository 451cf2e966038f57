"""LiveLike profile tokens: headers, segments, payload text and the order of the checks."""

import json

from hs256 import b64, HEADER, mac, other_spelling, sealed, text, token, with_signature
from livelike import CLAIMS, EXPIRING, GOLDEN, NOW, SECRET, ask, changed, profile, request, without


def headers(v):
    # What jwt-encode 1.0 makes when it is called with the string "HS256" in place of its options;
    # JavaScript puts members named by numbers first.
    odd = {**{str(i): letter for i, letter in enumerate("HS256")}, **HEADER}
    v.ok("header-of-jwt-encode", "Real Node clients send header members 0 to 4 that spell HS256; unknown members are ignored.",
         "LiveLike trap 7", ask(CLAIMS, header=odd), profile())
    for name, header, why in [
        ("header-other-order", {"typ": "JWT", "alg": "HS256"}, "Header order does not matter."),
        ("header-without-typ", {"alg": "HS256"}, "typ may be absent."),
        ("typ-lower-case", {"alg": "HS256", "typ": "jwt"}, "typ is compared without case."),
        ("typ-with-prefix", {"alg": "HS256", "typ": "application/jwt"}, "typ may carry its application/ prefix."),
        ("typ-access-token", {"alg": "HS256", "typ": "at+jwt"}, "at+jwt passes by default."),
        ("header-kid", {**HEADER, "kid": "client-id-2"}, "A kid chooses nothing here: iss does."),
        ("header-embedded-key", {**HEADER, "jwk": {"kty": "oct", "k": "AAAA"}, "jku": "https://evil.example/", "x5c": []},
         "Embedded keys are ignored, not used."),
        ("b64-true", {**HEADER, "b64": True}, "b64 true is the ordinary encoding."),
        ("header-nested", {**HEADER, "x": {"y": [1, None]}}, "Unknown header members may have any shape."),
    ]:
        v.ok(name, why, "RFC 7515 §4", ask(CLAIMS, header=header), profile())
    for name, alg, why in [
        ("alg-none", "none", "An unsigned token is not a token."),
        ("alg-none-capital", "None", "No spelling of none exists."),
        ("alg-lower-case", "hs256", "Algorithm names are case-sensitive."),
        ("alg-hs384", "HS384", "HS256 is the only algorithm LiveLike documents."),
        ("alg-hs512", "HS512", "HS256 is the only algorithm LiveLike documents."),
        ("alg-rs256", "RS256", "The header never chooses the algorithm."),
        ("alg-es256", "ES256", "The header never chooses the algorithm."),
        ("alg-empty", "", "An empty name is not an algorithm."),
        ("alg-final-space", "HS256 ", "Algorithm names are compared byte for byte."),
    ]:
        v.error(name, why, "LiveLike trap 40", ask(CLAIMS, header={"alg": alg, "typ": "JWT"}), "algorithm_refused")
    for name, alg in [("really-hs384", "HS384"), ("really-hs512", "HS512")]:
        v.error(name, "A good signature of another algorithm is refused all the same.", "LiveLike A1.3",
                ask(CLAIMS, header={"alg": alg, "typ": "JWT"}, alg=alg), "algorithm_refused")
    v.error("alg-none-unsigned", "alg none with an empty signature is the oldest forgery.", "security T10",
            request(b64(b'{"alg":"none","typ":"JWT"}') + "." + b64(text(CLAIMS)) + "."), "algorithm_refused")
    for name, header, code, why in [
        ("alg-missing", {"typ": "JWT"}, "header_malformed:alg", "A header names its algorithm."),
        ("alg-number", {"alg": 256}, "header_malformed:alg", "alg is text."),
        ("alg-list", {"alg": ["HS256"]}, "header_malformed:alg", "alg is text, not a list."),
        ("typ-number", {"alg": "HS256", "typ": 1}, "header_malformed:typ", "typ is text."),
        ("kid-number", {**HEADER, "kid": 1}, "header_malformed:kid", "kid is text."),
        ("header-duplicate-alg", '{"alg":"HS256","alg":"HS256"}', "header_malformed", "A name twice in the header leaves two readings."),
        ("header-list", "[]", "header_malformed", "A header is an object."),
        ("header-trailing", '{"alg":"HS256"}x', "header_malformed", "Nothing follows the header's object."),
        ("header-byte-order-mark", b'\xef\xbb\xbf{"alg":"HS256"}', "header_malformed", "A byte order mark is not JSON."),
        ("header-not-json", "HS256", "header_malformed", "A header is a JSON object."),
        ("header-empty", "", "header_malformed", "An empty header names no algorithm."),
        ("crit-unknown", {**HEADER, "crit": ["x"], "x": 1}, "header_unsupported", "An extension marked critical is not understood."),
        ("crit-empty", {**HEADER, "crit": []}, "header_unsupported", "An empty crit is refused as well."),
        ("crit-null", {**HEADER, "crit": None}, "header_unsupported", "crit of any type is refused."),
        ("b64-false", {**HEADER, "b64": False}, "header_unsupported", "Unencoded payloads are not JWTs."),
        ("b64-text", {**HEADER, "b64": "true"}, "header_unsupported", "b64 is exactly true or absent."),
        ("typ-other", {"alg": "HS256", "typ": "JOSE"}, "type_refused", "Another kind of token is refused."),
        ("typ-id-token", {"alg": "HS256", "typ": "logout+jwt"}, "type_refused", "Another kind of token is refused."),
    ]:
        v.error(name, why, "RFC 7515 §4", ask(CLAIMS, header=header), *code.split(":"))
    pad = 8192 // 4 * 3 - len('{"alg":"HS256","typ":"JWT","x":""}')
    v.ok("header-8192", "A header segment of exactly 8192 characters passes.", "verdict rules: size",
         ask(CLAIMS, header={**HEADER, "x": "a" * pad}), profile())
    v.error("header-over-8192", "A longer header segment is refused before it is decoded.", "verdict rules: size",
            ask(CLAIMS, header={**HEADER, "x": "a" * (pad + 1)}), "token_too_large")


def forms(v):
    head, body, signature = GOLDEN.split(".")
    rule = "RFC 7515 §7.1"
    for name, value, why in [
        ("token-empty", "", "Nothing is not a token."),
        ("token-one-segment", head, "A token has three segments."),
        ("token-two-segments", f"{head}.{body}", "A token has three segments."),
        ("token-four-segments", GOLDEN + ".AAAA", "A token has three segments."),
        ("token-final-dot", GOLDEN + ".", "A fourth, empty segment is one too many."),
        ("token-leading-space", " " + GOLDEN, "White space is never skipped."),
        ("token-final-newline", GOLDEN + "\n", "White space is never skipped."),
        ("token-inner-newline", f"{head}.{body}\n.{signature}", "White space is never skipped."),
        ("token-with-scheme", "Bearer " + GOLDEN, "The header's scheme is not part of the token."),
        ("token-quoted", json.dumps(GOLDEN), "Quotes are not part of the token."),
        ("token-json-form", json.dumps({"protected": head, "payload": body, "signature": signature}), "Only the compact form is a JWT."),
        ("token-opaque", "an-opaque-admin-token", "The service's opaque tokens are not JWTs."),
        ("token-not-ascii", GOLDEN[:-1] + "é", "Only base64url characters occur in a token."),
        ("token-nul", GOLDEN + "\u0000", "A NUL does not end a token."),
    ]:
        v.error(name, why, rule, request(value), "token_malformed")
    v.error("token-two-dots", "Three empty segments are a token's shape, but an empty header is not a header.", rule,
            request(".."), "header_malformed")
    signed = sealed(head, body, SECRET)
    assert signed == GOLDEN and "_" in signature
    for name, value, why in [
        ("signature-padded", GOLDEN + "=", "Padding does not exist in base64url segments."),
        ("signature-standard-alphabet", f"{head}.{body}.{signature.replace('_', '/')}", "The standard alphabet's + and / are refused."),
        ("signature-spare-bits", with_signature(GOLDEN, other_spelling(signature)),
         "Non-zero spare bits would give one signature several spellings."),
        ("signature-impossible-length", GOLDEN + "AA", "45 characters are not a whole number of bytes."),
        ("header-padded", sealed("eyJhbGciOiJIUzI1NiJ9" + "====", body, SECRET), "A padded header is refused even when signed that way."),
        ("payload-padded", sealed(head, b64(text(CLAIMS) + b" ") + "=", SECRET), "A padded payload is refused even when signed that way."),
    ]:
        v.error(name, why, "LiveLike trap 39", request(value), "token_malformed")
    shorter = b64(b'{"alg":"HS256"}')
    forged = b64(text(changed(custom_profile_id="admin")))
    raw = mac("HS256", SECRET, f"{head}.{body}".encode())
    for name, value, why in [
        ("signature-empty", with_signature(GOLDEN, ""), "An empty signature is a wrong signature."),
        ("signature-zero", with_signature(GOLDEN, "A" * 43), "32 zero bytes are a wrong signature."),
        ("signature-31-bytes", with_signature(GOLDEN, b64(raw[:31])), "A truncated signature is not enough."),
        ("signature-16-bytes", with_signature(GOLDEN, b64(raw[:16])), "A truncated signature is not enough."),
        ("signature-33-bytes", with_signature(GOLDEN, b64(raw + b"\0")), "A signature with a byte more is another signature."),
        ("signature-first-bit", with_signature(GOLDEN, b64(bytes([raw[0] ^ 128]) + raw[1:])), "One wrong bit is enough."),
        ("signature-hex", with_signature(GOLDEN, b64(raw.hex().encode())), "The signature is bytes, not their hex text."),
        ("payload-swapped", f"{head}.{forged}.{signature}", "The signature covers the payload."),
        ("header-swapped", f"{shorter}.{body}.{signature}", "The signature covers the header."),
        ("payload-re-serialised", f"{head}.{b64(text(CLAIMS).replace(b',', b', '))}.{signature}",
         "The signature covers bytes, not their meaning."),
    ]:
        v.error(name, why, "RFC 7515 §5.2", request(value), "signature_invalid")
    usual = '{"iss":"client-id-1","iat":1,"custom_profile_id":"u"'
    for name, payload, why in [
        ("payload-empty", "", "An empty payload names no client."),
        ("payload-list", "[]", "Claims are an object."),
        ("payload-text", '"client-id-1"', "Claims are an object."),
        ("payload-null", "null", "Claims are an object."),
        ("payload-not-json", "iss=client-id-1", "Claims are JSON."),
        ("payload-duplicate-iss", '{"iss":"client-id-1","iss":"client-id-2","iat":1,"custom_profile_id":"u"}',
         "A name twice leaves two readings of who signed."),
        ("payload-duplicate-id", usual + ',"custom_profile_id":"v"}', "A name twice leaves two readings of who it is."),
        ("payload-duplicate-escaped", '{"iss":"client-id-1","\\u0069ss":"client-id-1","iat":1,"custom_profile_id":"u"}',
         "An escape does not hide a duplicate."),
        ("payload-duplicate-inside", usual + ',"x":{"a":1,"a":1}}', "Duplicates are refused at any depth."),
        ("payload-trailing", text(CLAIMS) + b"{}", "Nothing follows the claims."),
        ("payload-trailing-nul", text(CLAIMS) + b"\0", "A NUL is not white space."),
        ("payload-byte-order-mark", b"\xef\xbb\xbf" + text(CLAIMS), "A byte order mark is not JSON."),
        ("payload-not-utf8", text(CLAIMS).replace(b"123", b"\xff"), "Claims are UTF-8."),
        ("payload-overlong-utf8", text(CLAIMS).replace(b"123", b"\xc1\xa1"), "Overlong UTF-8 is not UTF-8."),
        ("payload-utf16", text(CLAIMS).decode().encode("utf-16"), "Claims are UTF-8."),
        ("payload-lone-surrogate", '{"iss":"client-id-1","iat":1,"custom_profile_id":"\\ud83d"}',
         "Half a surrogate pair is not a character."),
        ("payload-raw-newline", '{"iss":"client-id-1","iat":1,"custom_profile_id":"a\nb"}',
         "A control character inside text must be escaped."),
        ("payload-trailing-comma", usual + ",}", "JSON has no trailing comma."),
        ("payload-single-quotes", "{'iss':'client-id-1'}", "JSON has double quotes."),
        ("payload-comment", '{"iss":"client-id-1"/**/,"iat":1,"custom_profile_id":"u"}', "JSON has no comments."),
        ("payload-nan", usual + ',"x":NaN}', "NaN is not JSON."),
        ("payload-leading-zero", '{"iss":"client-id-1","iat":01,"custom_profile_id":"u"}', "JSON numbers have no leading zero."),
        ("payload-depth-65", usual + ',"x":' + "[" * 64 + "]" * 64 + "}", "65 levels are one too deep."),
    ]:
        v.error(name, why, "verdict rules: JSON", ask(payload), "payload_malformed")
    v.ok("payload-depth-64", "64 levels are the most.", "verdict rules: JSON",
         ask('{"iss":"client-id-1","iat":1700000000,"custom_profile_id":"u","x":' + "[" * 63 + "]" * 63 + "}"),
         profile("u"))


def order(v):
    rule = "verdict rules: order"

    def forged(claims):
        return with_signature(token(claims, SECRET), "A" * 43)

    for name, value, code, claim, why in [
        ("signature-before-expiry", forged(EXPIRING), "signature_invalid", None, "Nobody learns that a forged token is expired."),
        ("signature-before-claims", forged(without("custom_profile_id")), "signature_invalid", None,
         "Nobody learns what a forged token lacks."),
        ("client-before-signature", forged(changed(iss="nobody")), "client_unknown", None,
         "Without a client there is no key to check a signature with."),
        ("algorithm-before-client", token(changed(iss="nobody"), SECRET, {"alg": "HS512"}), "algorithm_refused", None,
         "The algorithm is judged before a key is looked for."),
        ("payload-before-signature", forged("not json"), "payload_malformed", None, "A payload that names no client cannot select a key."),
        ("crit-before-algorithm", token(CLAIMS, SECRET, {"alg": "none", "crit": ["x"]}), "header_unsupported", None,
         "The header is judged before the algorithm."),
        ("encoding-before-header", "e30.e30.AB", "token_malformed", None, "All three segments are decoded before any is read."),
        ("types-before-expiry", token({**EXPIRING, "exp": 1, "custom_profile_id": 5}, SECRET), "claim_malformed", "custom_profile_id",
         "Claim types are judged before any time."),
        ("nbf-before-exp", token({**EXPIRING, "exp": 1, "nbf": NOW + 9}, SECRET), "token_not_yet_valid", "nbf",
         "nbf is judged before exp."),
        ("exp-before-typ", token({**EXPIRING, "exp": 1}, SECRET, {"alg": "HS256", "typ": "JOSE"}), "token_expired", "exp",
         "exp is judged before typ."),
        ("exp-before-aud", token({**EXPIRING, "exp": 1, "aud": "x"}, SECRET), "token_expired", "exp", "exp is judged before aud."),
        ("typ-before-aud", token(changed(aud="x"), SECRET, {"alg": "HS256", "typ": "JOSE"}), "type_refused", None,
         "typ is judged before aud."),
        ("exp-type-before-aud-type", token({**CLAIMS, "exp": "x", "aud": 1}, SECRET), "claim_malformed", "exp",
         "Types are judged in a fixed order."),
    ]:
        v.error(name, why, rule, request(value), code, claim)
