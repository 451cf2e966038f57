"""jws.json: signatures over any bytes, attached and detached."""

import json

from book import Book
from testkeys import ALGORITHMS, EC_A, HS, RSA_A, SECRET, jwk, oct_jwk, private_key, public_key
from tokens import b64, sealed, signature, tampered, with_signature

PAYLOADS = {"none": b"", "bytes": b"\x00\xff", "text": b"any text", "not-json": b"{"}


def jws(payload, header='{"alg":"HS256"}', key=SECRET, alg="HS256", detached=False):
    text = sealed(b64(header), b64(payload), key, alg)
    first, _, last = text.split(".")
    return f"{first}..{last}" if detached else text


def build():
    book = Book("jws", "Signing and verifying any bytes (RFC 7515).")
    rule = "RFC 7515 §5"

    def sign(name, why, answer, key=HS, payload=b"\x00\xff", rule=rule, varies=(), **more):
        request = {"op": "jws_sign", "key": key, "payload_hex": payload.hex()} | more
        if isinstance(answer, str) and "." not in answer and answer:
            book.error("sign-" + name, why, rule, request, answer)
        else:
            book.ok("sign-" + name, why, rule, request, {} if varies else {"token": answer}, varies)

    def verify(name, why, text, answer, key=HS, rule=rule, **more):
        request = {"op": "jws_verify", "key": key, "token": text} | more
        if isinstance(answer, str):
            book.error("verify-" + name, why, rule, request, answer)
        else:
            book.ok("verify-" + name, why, rule, request, answer)

    def good(payload, header='{"alg":"HS256"}'):
        return {"payload_hex": payload.hex(), "header": json.loads(header)}

    for name, payload in PAYLOADS.items():
        sign(name, "Any bytes are signed as they are.", jws(payload), payload=payload)
        verify(name, "Any bytes are returned as they were signed.", jws(payload), good(payload))
        sign("detached-" + name, "The payload's segment stays empty.", jws(payload, detached=True), payload=payload, detached=True,
             rule="RFC 7515 appendix F")
        verify("detached-" + name, "The payload is brought by the caller.", jws(payload, detached=True), good(payload), payload_hex=payload.hex(),
               rule="RFC 7515 appendix F")
    sign("attached-named", "The default, spelled out.", jws(b"\x00\xff"), detached=False)
    for alg in ALGORITHMS:
        header, (key, signer) = f'{{"alg":"{alg}"}}', public_key(alg)
        verify("alg-" + alg.lower(), f"A signature by {alg}.", jws(b"x", header, signer, alg), good(b"x", header), key=key)
        if alg[:2] in ("HS", "RS", "Ed"):
            sign("alg-" + alg.lower(), f"A signature by {alg}.", jws(b"\x00\xff", header, signer, alg), key=private_key(alg))
    named = {"secret": SECRET, "alg": "HS256", "kid": "k"}
    headers = [
        ("typ", HS, '{"typ":"x"}', '{"alg":"HS256","typ":"x"}'), ("kid-of-key", named, "{}", '{"alg":"HS256","kid":"k"}'),
        ("kid-given", named, '{"kid":"l"}', '{"alg":"HS256","kid":"l"}'), ("alg-given", HS, '{"alg":"HS256"}', '{"alg":"HS256"}'),
        ("order", named, '{"z":1,"kid":"l","a":[1.0],"typ":"t"}', '{"alg":"HS256","typ":"t","kid":"l","z":1,"a":[1.0]}'),
        ("none-given", named, None, '{"alg":"HS256","kid":"k"}'),
    ]
    for name, key, given, written in headers:
        more = {} if given is None else {"header_json": given}
        sign("header-" + name, "alg, then typ if it is given, kid, and the others in their order.", jws(b"\x00\xff", written), key=key, **more)
    refused = [
        ("crit", '{"crit":["x"]}'), ("b64", '{"b64":true}'), ("alg-other", '{"alg":"HS384"}'), ("alg-type", '{"alg":1}'), ("typ-type", '{"typ":null}'),
        ("kid-type", '{"kid":1}'), ("cty-type", '{"cty":{}}'), ("x5t-type", '{"x5t":1}'), ("not-object", "[]"), ("not-json", "{"), ("twice", '{"a":1,"a":1}'),
        ("empty", ""), ("jwk-of-secret", json.dumps({"jwk": oct_jwk()})),
    ]
    for name, header in refused:
        sign("refuses-" + name, "Such header members are refused.", "argument_invalid", header_json=header)
    for name, text in [("odd", "0"), ("letters", "zz"), ("space", "00 ff")]:
        book.error("sign-hex-" + name, "The payload's hexadecimal is damaged.", rule, {"op": "jws_sign", "key": HS, "payload_hex": text}, "argument_invalid")
        verify("hex-" + name, "The payload's hexadecimal is damaged.", jws(b"", detached=True), "argument_invalid", payload_hex=text)
    sign("public", "A public key cannot sign.", "key_unsuitable", key={"jwk": jwk(EC_A["P-256"])})
    sign("key-ops", "Nor one that may only verify.", "key_unsuitable", key={"jwk": oct_jwk(alg="HS256", key_ops=["verify"])})

    attached, empty = jws(b"x"), jws(b"", detached=True)
    other = {"secret": "another made-up secret, which signs nothing here", "alg": "HS256"}
    for name, why, text, code, more in [
        ("attached-and-payload", "A token with a payload takes no other.", attached, "argument_invalid", {"payload_hex": "78"}),
        ("attached-and-empty", "Not even an empty one.", attached, "argument_invalid", {"payload_hex": ""}),
        ("detached-without", "An empty segment without a payload is an empty payload, which was not signed.", jws(b"x", detached=True), "signature_invalid", {}),
        ("detached-other", "Another payload than was signed.", jws(b"x", detached=True), "signature_invalid", {"payload_hex": "79"}),
        ("detached-of-empty", "An empty payload was signed, another is brought.", empty, "signature_invalid", {"payload_hex": "78"}),
        ("tampered", "A bit of the signature is flipped.", tampered(attached), "signature_invalid", {}),
        ("other-key", "Another secret.", attached, "signature_invalid", {"key": other}),
        ("no-signature", "A signature is not optional.", with_signature(attached, b""), "signature_invalid", {}),
        ("two-segments", "Two segments.", "e30.e30", "token_malformed", {}),
        ("padding", "Padding is not part of base64url.", jws(b"xy") + "=", "token_malformed", {}),
        ("header-not-json", "The header is not JSON.", jws(b"x", "{"), "header_malformed", {}),
        ("crit", "An extension is demanded.", jws(b"x", '{"alg":"HS256","crit":["b64"],"b64":false}'), "header_unsupported", {}),
        ("alg-none", "There is no algorithm of that name.", jws(b"x", '{"alg":"none"}'), "algorithm_refused", {}),
        ("other-alg", "The header does not choose.", jws(b"x", '{"alg":"HS384"}', SECRET, "HS384"), "algorithm_refused", {}),
        ("too-large", "A token has its limit.", "e30." + "A" * 262_144 + ".", "token_too_large", {}),
        ("no-algorithm", "An RSA key without an algorithm needs one named.", jws(b"x", '{"alg":"RS256"}', RSA_A, "RS256"), "key_invalid", {"key": {"jwk": jwk(RSA_A)}}),
    ]:
        verify(name, why, text, code, **more)
    book.error("verify-kid-null", "The member of the wrong type is named.", rule,
               {"op": "jws_verify", "key": HS, "token": jws(b"x", '{"alg":"HS256","kid":null}')}, "header_malformed", "kid")
    verify("claims-are-not-judged", "An expired token's signature is good.", jws(b'{"exp":1}', '{"alg":"HS256","typ":"x"}'),
           good(b'{"exp":1}', '{"alg":"HS256","typ":"x"}'))
    keys = {"jwks": {"keys": [oct_jwk(alg="HS256", kid="a"), jwk(RSA_A, alg="RS256", kid="r")]}}
    header = '{"alg":"RS256","kid":"r"}'
    verify("set", "A key of a set.", jws(b"x", header, RSA_A, "RS256"), good(b"x", header), key=keys)
    verify("set-unknown", "No key of that name.", jws(b"x", '{"alg":"HS256","kid":"b"}'), "key_unknown", key=keys)
    es = EC_A["P-256"]
    raw = signature("ES256", es, f'{b64("{}")}.'.encode())
    request = {"op": "jws_verify", "key": {"jwk": jwk(es)}, "token": f'{b64("{}")}..{b64(raw)}'}
    book.error("verify-alg-missing", "A header without alg.", rule, request, "header_malformed", "alg")
