"""weak-keys.json: Ed25519 points under which anybody can sign, and secrets that are keys in a wrapping."""

import base64
import json
import urllib.parse

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from book import LATER, Book, err
from encryptedkeys import der, oid
from jwkforms import known
from opensshkeys import file, line, private, public
from pemlayouts import wrapped
from testkeys import EC_A, ED_A, RSA_A, SECRET, jwk, oct_jwk, pem, stream
from tokens import b64, compact, token

INVALID, WEAK, UNSUITABLE = err("key_invalid"), err("key_weak"), err("key_unsuitable")
P = 2**255 - 19


def order_8():
    """A y coordinate of order 8: doubling the point gives y = 0, so x^2 = -y^2 and d y^4 + 2 y^2 = 1."""
    d = -121665 * pow(121666, -1, P) % P
    for root in roots(1 + d):
        for y in roots((root - 1) * pow(d, -1, P)):
            return y


def roots(square):
    """The square roots modulo p, none or two."""
    root = pow(square, (P + 3) // 8, P)
    found = [y for y in (root, root * pow(2, (P - 1) // 4, P) % P) if y * y % P == square % P]
    return [found[0], P - found[0]] if found else []


ORDER_8 = order_8()


def little(y, sign=0):
    return (y | sign << 255).to_bytes(32, "little")


def build():
    book = Book("weak-keys", "Ed25519 points under which anybody can sign, and secrets that are keys in a wrapping.")
    small_order(book)
    wrappings(book)
    not_wrappings(book)


def small_order(book):
    rule = "RFC 8032 §5.1.3, RFC 8725 §3.2; security T64"
    forms = [("zero", 0), ("one", 1), ("minus-one", P - 1), ("order-8", ORDER_8), ("order-8-negative", P - ORDER_8), ("p", P), ("p-plus-1", P + 1)]
    points = [(f"{name}-{sign}", little(y, sign), WEAK) for name, y in forms for sign in (0, 1)]
    points += [(f"p-plus-{more}-{sign}", little(P + more, sign), INVALID) for more in (2, 3, 18) for sign in (0, 1)]
    claims = {"exp": LATER}
    for name, raw, answer in points:
        why = "Anybody can sign under a point of small order." if answer == WEAK else "y has one encoding, below p."
        book.key_info(f"weak-ed25519-{name}-jwk", why, rule, {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": b64(raw)}}, answer)
        spki = der(0x30, der(0x30, oid("1.3.101.112")), der(3, b"\0" + raw))
        book.key_info(f"weak-ed25519-{name}-spki", why, rule, {"pem": wrapped(spki, "PUBLIC KEY")}, answer)
    raw = little(0)
    entry = {"kty": "OKP", "crv": "Ed25519", "x": b64(raw), "kid": "weak"}
    blob = len(b"ssh-ed25519").to_bytes(4, "big") + b"ssh-ed25519" + (32).to_bytes(4, "big") + raw
    book.key_info("weak-ed25519-openssh", "In OpenSSH's form too.", rule, {"pem": "ssh-ed25519 " + base64.b64encode(blob).decode()}, WEAK)
    whole = pem(ED_A, "cert", "DER")
    own = jwk(ED_A)["x"]
    book.key_info("weak-ed25519-certificate", "In a certificate too.", rule, {"pem": wrapped(whole.replace(base64.urlsafe_b64decode(own + "="), raw), "CERTIFICATE")}, WEAK)
    book.key_info("weak-ed25519-private", "With a private half too.", rule, {"jwk": entry | {"d": jwk(ED_A, True)["d"]}}, WEAK)
    book.verify("weak-ed25519-other-key-of-set", "Such an entry does not spoil a set.", rule, token({"alg": "EdDSA", "kid": "good"}, claims, ED_A), {"jwks": {"keys": [entry, jwk(ED_A, kid="good")]}})
    for name, y in (("two", 2), ("p-minus-2", P - 2)):
        x = {"kty": "OKP", "crv": "Ed25519", "x": b64(little(y))}
        book.key_info(f"weak-ed25519-not-{name}", "Only these points are refused.", rule, {"jwk": x}, known("EdDSA", x, False))


def plain(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def wrappings(book):
    rule = "RFC 8725 §2.1; verdict rule: keys, secrets that look like keys; security T68"
    spki, raw, key = pem(RSA_A, "spki"), pem(RSA_A, "spki", "DER"), compact(jwk(RSA_A))
    ec, okp = EC_A["P-256"], compact(jwk(ED_A))
    body = "".join(spki.splitlines()[1:-1])
    numbers = RSA_A.private_numbers().public_numbers
    escaped = key.replace('"kty"', '"\\u006bty"')
    modulus = base64.b64encode(numbers.n.to_bytes(256, "big")).decode()
    texts = [
        ("jwk-in-string", json.dumps(key)), ("jwk-in-string-twice", json.dumps(json.dumps(key))), ("jwk-escaped-kty", escaped), ("jwk-python", str(jwk(RSA_A))), ("jwk-python-ed25519", str(jwk(ED_A))), ("jwk-javascript", "{ kty: 'RSA', e: 'AQAB', n: '%s' }" % jwk(RSA_A)["n"]),
        ("jwk-java", "{kty=RSA, e=AQAB, n=%s}" % jwk(RSA_A)["n"]), ("jwk-ruby", '{"kty"=>"RSA", "e"=>"AQAB", "n"=>"%s"}' % jwk(RSA_A)["n"]), ("jwk-yaml", "kty: RSA\ne: AQAB\nn: %s\n" % jwk(RSA_A)["n"]), ("jwk-percent", urllib.parse.quote(key)), ("jwk-hex", key.encode().hex()),
        ("jwk-base64", plain(key)), ("jwk-base64-twice", plain(plain(key))), ("jwk-data-uri", "data:application/jwk+json;base64," + plain(key)), ("jwks-in-string", json.dumps(compact({"keys": [jwk(ED_A)]}))), ("jwks-escaped", compact({"keys": [jwk(ED_A)]}).replace('"keys"', '"\\u006beys"')),
        ("jwk-x5c", compact({"x5c": [plain(pem(RSA_A, "cert", "DER"))]})), ("x5c-list", json.dumps([plain(pem(ec, "cert", "DER"))])), ("okp-python-base64", plain(str(jwk(ED_A)))),
        ("der-hex", raw.hex()), ("der-hex-upper", raw.hex().upper()), ("der-hex-colons", raw.hex(":")), ("der-hex-0x", "0x" + raw.hex()), ("der-python", str(raw)), ("der-python-hex", "".join(f"\\x{byte:02x}" for byte in raw)), ("der-list", str(list(raw))),
        ("der-java-list", str([byte - 256 if byte > 127 else byte for byte in raw])), ("der-node-buffer", json.dumps({"type": "Buffer", "data": list(raw)})), ("der-base64", plain(raw)), ("der-base64-lines", base64.encodebytes(raw).decode()), ("der-base64-quoted", f'"{plain(raw)}"'),
        ("der-base64url", b64(raw)), ("der-base64-twice", plain(plain(raw))), ("der-base64-three-times", plain(plain(plain(raw)))), ("der-base64-of-hex", plain(raw.hex())), ("der-hex-of-base64", plain(raw).encode().hex()), ("der-data-uri", "data:application/octet-stream;base64," + plain(raw)),
        ("der-percent", urllib.parse.quote_from_bytes(raw)), ("der-base64-percent", urllib.parse.quote(plain(raw), safe="")), ("der-base64-in-json", json.dumps({"public_key": plain(raw)})), ("der-base64-in-xml", f"<X509Certificate>{plain(pem(RSA_A, 'cert', 'DER'))}</X509Certificate>"),
        ("der-small-base64", plain(pem(ED_A, "spki", "DER"))), ("der-small-hex", pem(ED_A, "spki", "DER").hex()), ("pem-body", body), ("pem-body-lines", "\n".join(spki.splitlines()[1:-1])), ("pem-body-escaped", "\\n".join(spki.splitlines()[1:-1])),
        ("pem-percent", urllib.parse.quote(spki)), ("pem-form", urllib.parse.quote_plus(spki)), ("pem-escaped", spki.replace("\n", "\\n")), ("pem-in-string", json.dumps(spki)), ("pem-unicode-escapes", spki.replace("-", "\\u002d")), ("pem-hex", spki.encode().hex()), ("pem-base64-twice", plain(plain(spki))),
        ("pem-data-uri", "data:application/x-pem-file;base64," + plain(spki)), ("pem-trailing-nul", spki + "\0"), ("openssh-line", line(RSA_A)), ("openssh-body", line(RSA_A).split()[1]), ("openssh-body-ed25519", line(ED_A).split()[1]), ("openssh-body-ecdsa", line(ec).split()[1]),
        ("openssh-private", file(ED_A)), ("openssh-private-body", plain(private(ED_A))), ("openssh-options", 'from="10.0.0.0/8" ' + line(RSA_A)), ("xml-rsa", f"<RSAKeyValue><Modulus>{modulus}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"),
        ("xml-rsa-base64", plain(f"<RSAKeyValue><Modulus>{modulus}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>")), ("openssl-modulus", f"Modulus={numbers.n:X}\n"), ("putty", "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"), ("ssh2", "---- BEGIN SSH2 PUBLIC KEY ----\n" + line(RSA_A).split()[1] + "\n---- END SSH2 PUBLIC KEY ----\n"),
    ]
    for name, text in texts:
        book.key_info(f"weak-wrapped-{name}", "A wrapping does not make a secret of a key.", rule, {"secret": text, "alg": "HS256"}, UNSUITABLE)
    point = ec.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    # SEC1 without a public key, whose last byte, that of secp256k1's identifier, is also a line end.
    k1 = bytes.fromhex("302e0201010420") + EC_A["secp256k1"].private_numbers().private_value.to_bytes(32, "big") + bytes.fromhex("a00706052b8104000a")
    binary = [
        ("der-ends-like-a-line", k1), ("der-nul", raw + b"\0"), ("der-line-end", raw + b"\n"), ("der-crlf", raw + b"\r\n"), ("der-nuls", raw + bytes(16)), ("pem-utf16-le", spki.encode("utf-16-le")), ("pem-utf16-be", spki.encode("utf-16-be")), ("pem-utf16-bom", b"\xff\xfe" + spki.encode("utf-16-le")), ("pem-utf32", spki.encode("utf-32-le")),
        ("jwk-utf16", key.encode("utf-16-le")), ("okp-utf16-bom", b"\xfe\xff" + okp.encode("utf-16-be")), ("base64-utf16", plain(raw).encode("utf-16-le")), ("openssh-blob", public(RSA_A)[1]), ("openssh-blob-ed25519", public(ED_A)[1]), ("openssh-content", private(ED_A)),
        ("encrypted-openssh-content", private(ED_A, cipher=b"aes256-ctr")), ("point", point), ("coordinates", point[1:]), ("point-p-521", EC_A["P-521"].public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
    ]
    for name, data in binary:
        book.key_info(f"weak-wrapped-{name}", "A wrapping does not make a secret of a key.", rule, {"secret_hex": data.hex(), "alg": "HS256"}, UNSUITABLE)
        book.key_info(f"weak-wrapped-{name}-oct", "Nor does a JWK of kty oct.", rule, {"jwk": oct_jwk(data, alg="HS256")}, UNSUITABLE)
    book.key_info("weak-thumbprint-oct", "The thumbprint of a secret would help to guess it.", "RFC 7638 §7; security T78", {"jwk": oct_jwk(alg="HS256", kid="k")}, {"ok": {"alg": "HS256", "kty": "oct", "kid": "k", "private": True}})


def not_wrappings(book):
    rule = "verdict rule: keys; what must not be taken for a key; security T68"
    good = {"ok": {"alg": "HS256", "kty": "oct", "private": True}}
    for size in (32, 44, 48, 64, 65, 96, 133, 256):
        raw = stream(f"random {size}", size)
        for name, value in [("hex", raw.hex()), ("base64", plain(raw)), ("base64url", b64(raw)), ("base64-twice", plain(plain(raw))), ("colons", raw.hex(":")), ("list", str(list(raw)))]:
            book.key_info(f"weak-random-{size}-{name}", "Random bytes in a wrapping are a secret.", rule, {"secret": value, "alg": "HS256"}, good)
        book.key_info(f"weak-random-{size}", "Random bytes are a secret.", rule, {"secret_hex": raw.hex(), "alg": "HS256"}, good)
    for name, text in [("json", json.dumps({"client": "a", "secret": SECRET})), ("yaml", "kind: Secret\ndata:\n  secret: " + SECRET), ("backslashes", "\\" * 40), ("percents", "%" * 40), ("brackets", "[" * 40), ("zeros", "0" * 64), ("quotes", '"' * 40), ("kty-word", "the kty of an EC key is a member of its JWK")]:
        book.key_info(f"weak-plain-{name}", "A plain secret stays one.", rule, {"secret": text, "alg": "HS256"}, good)
    book.key_info("weak-plain-nuls", "Bytes of zero are a bad secret, but not a key.", rule, {"secret_hex": "00" * 64, "alg": "HS256"}, good)
