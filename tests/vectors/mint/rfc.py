"""rfc.json: the examples printed in the standards. Each is first verified here, with `cryptography`."""

import json
import pathlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from book import Book, err
from testkeys import CURVES
from tokens import HASHES, b64, mac, repacked, tampered, thumbprint, token, unb64

EXAMPLES = json.loads((pathlib.Path(__file__).parent / "rfc_examples.json").read_text())
BEFORE = 1_300_819_379


def number(text):
    return int.from_bytes(unb64(text), "big")


def holds(text, jwk):
    """Raises unless the example is what its standard says."""
    signed, last = text.rsplit(".", 1)
    signed, sig = signed.encode(), unb64(last)
    alg = json.loads(unb64(text.split(".")[0]))["alg"]
    if alg[:2] == "HS":
        assert mac(alg, unb64(jwk["k"]), signed) == sig
    elif alg[:2] in ("RS", "PS"):
        hash_of = HASHES[alg[2:]]
        scheme = padding.PKCS1v15() if alg[0] == "R" else padding.PSS(padding.MGF1(hash_of), hash_of.digest_size)
        rsa.RSAPublicNumbers(number(jwk["e"]), number(jwk["n"])).public_key().verify(sig, signed, scheme, hash_of)
    elif alg[:2] == "ES":
        half = len(sig) // 2
        der = encode_dss_signature(*(int.from_bytes(part, "big") for part in (sig[:half], sig[half:])))
        point = ec.EllipticCurvePublicNumbers(number(jwk["x"]), number(jwk["y"]), CURVES[jwk["crv"]])
        point.public_key().verify(der, signed, ec.ECDSA(HASHES[alg[2:5]]))
    elif alg[:2] == "Ed":
        ed25519.Ed25519PublicKey.from_public_bytes(unb64(jwk["x"])).verify(sig, signed)
    else:
        getattr(mldsa, alg.replace("-", "") + "PublicKey").from_public_bytes(unb64(jwk["pub"])).verify(sig, signed)


def build():
    book = Book("rfc", "The examples printed in the standards. Several sign a text that is not a JSON object: there a good signature "
                "ends in payload_malformed, a bad one in signature_invalid.")
    for name, example in EXAMPLES.items():
        if "token" in example:
            holds(example["token"], example["jwk"])
            tokens(book, "rfc-" + name, example)
        if "thumbprint" in example:
            assert thumbprint(example["jwk"]) == example["thumbprint"], name
    refused(book)
    keys(book)


def tokens(book, name, example):
    text, rule = example["token"], example["rule"]
    key = {"jwk": example["jwk"]} | ({"alg": example["alg"]} if "alg" in example else {})
    invalid = err("signature_invalid")
    if name in ("rfc-7515-a1", "rfc-7515-a2", "rfc-7515-a3"):
        book.verify(name, "The example passes a second before it ends.", rule, text, key, now=BEFORE)
        book.verify(name + "-expired", "The example ended on 22 March 2011.", rule, text, key, err("token_expired", "exp"), now=BEFORE + 1)
        book.verify(name + "-issuer", "Its issuer is joe.", rule, text, key, policy={"issuer": "joe"}, now=BEFORE)
    else:
        book.verify(name, "The signature holds, what it signs is not a JSON object.", rule, text, key, err("payload_malformed"))
    book.verify(name + "-tampered", "With one bit of the signature changed.", rule, tampered(text), key, invalid, now=BEFORE)
    if "9964" not in name:
        book.verify(name + "-other-payload", "With another payload under the signature.", rule, repacked(text, '{"exp":9999999999}'), key, invalid, now=BEFORE)
    if "kid" in example["jwk"] and "9964" not in name:
        entry = example["jwk"] | ({"alg": example["alg"]} if "alg" in example else {})
        book.verify(name + "-in-a-set", "Found by its kid in a key set.", rule, text, {"jwks": {"keys": [entry]}}, err("payload_malformed"))


def refused(book):
    a2 = EXAMPLES["7515-a2"]
    a1 = EXAMPLES["7515-a1"]
    key, secret = {"jwk": a2["jwk"], "alg": "RS256"}, {"jwk": a1["jwk"], "alg": "HS256"}
    payload = a2["token"].split(".")[1]
    none = b64('{"alg":"none"}')
    assert none == "eyJhbGciOiJub25lIn0"
    book.verify("rfc-7515-a5", "The unsecured example is refused by any key.", "RFC 7515 A.5, RFC 7519 §6.1", f"{none}.{payload}.", key,
                err("algorithm_refused"), now=BEFORE)
    book.verify("rfc-7515-a5-secret", "Also by a secret.", "RFC 7515 A.5", f"{none}.{payload}.", secret, err("algorithm_refused"), now=BEFORE)
    text = '{"alg":"none",\r\n "crit":["http://example.com/UNDEFINED"],\r\n "http://example.com/UNDEFINED":true\r\n}'
    book.verify("rfc-7515-appendix-e", "The example of a header that must be refused.", "RFC 7515 E", b64(text) + ".RkFJTA.", key, err("header_unsupported"))
    detached = a1["token"].split(".")
    book.verify("rfc-7515-appendix-f-detached", "With its payload taken out the example's signature holds no more.", "RFC 7515 F",
                f"{detached[0]}..{detached[2]}", secret, err("signature_invalid"), now=BEFORE)
    head = b64('{"alg":"HS256","b64":false,"crit":["b64"]}')
    assert head == "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19"
    sig = "A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY"
    assert mac("HS256", unb64(a1["jwk"]["k"]), f"{head}.$.02".encode()) == unb64(sig)
    book.verify("rfc-7797-detached", "The example of an unencoded, detached payload.", "RFC 7797 §4.2",
                f"{head}..{sig}", secret, err("header_unsupported"))
    book.verify("rfc-7797-attached", "An unencoded payload is not base64url.", "RFC 7797 §5.2",
                head + ".This is the payload string!.ciks0B6Hs-amhOqxI5_iG6mPKnMDlWCb7J2Wu7mtIcg", secret, err("token_malformed"))
    book.verify("rfc-7515-a1-key-without-alg-named-otherwise", "The example's secret judges no HS512 token.", "RFC 7515 A.1",
                token({"alg": "HS512"}, {"exp": BEFORE + 9}, unb64(a1["jwk"]["k"])), secret, err("algorithm_refused"), now=BEFORE)
    for name, example in EXAMPLES.items():
        if name in ("7515-a1", "7515-a2", "7515-a3", "8037-a4"):
            wrong = EXAMPLES["7515-a4"]["jwk"]
            book.verify(f"rfc-{name}-es512-key", "A key of another algorithm refuses the example.", example["rule"], example["token"], {"jwk": wrong},
                        err("algorithm_refused"), now=BEFORE)


def keys(book):
    for name, alg in (("7638-3-1", "RS256"), ("8037-a3", "EdDSA")):
        example = EXAMPLES[name]
        kid = {"kid": example["jwk"]["kid"]} if "kid" in example["jwk"] else {}
        book.key_info(f"rfc-{name}-thumbprint", "The thumbprint printed next to the example key.", example["rule"], {"jwk": example["jwk"]},
                      {"ok": {"alg": alg, "kty": example["jwk"]["kty"], "thumbprint": example["thumbprint"], "private": False} | kid})
    for level in ("44", "65", "87"):
        jwk = EXAMPLES["9964-" + level]["jwk"]
        assert thumbprint(jwk) == jwk["kid"]
        book.key_info(f"rfc-9964-{level}-thumbprint", "The example key's kid is its thumbprint.", "RFC 9964 §6, RFC 7638", {"jwk": jwk},
                      {"ok": {"alg": jwk["alg"], "kty": "AKP", "kid": jwk["kid"], "thumbprint": jwk["kid"], "private": False}})
    pems = EXAMPLES["8410-10-3"]
    public = serialization.load_pem_public_key(pems["public"].encode())
    x = b64(public.public_bytes_raw())
    assert serialization.load_pem_private_key(pems["private"].encode(), None).public_key() == public
    mark = thumbprint({"kty": "OKP", "crv": "Ed25519", "x": x})
    for form, private in (("private", True), ("public", False)):
        book.key_info(f"rfc-8410-{form}", "The example key in PEM.", pems["rule"], {"pem": pems[form]},
                      {"ok": {"alg": "EdDSA", "kty": "OKP", "thumbprint": mark, "private": private}})
