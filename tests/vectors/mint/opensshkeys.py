"""openssh-keys.json: OpenSSH's private key files and public lines, written by hand from PROTOCOL.key."""

import base64

from book import Book, err
from jwkforms import known
from pemlayouts import wrapped
from testkeys import EC_A, EC_B, ED_A, ED_B, RSA_1024, RSA_A, jwk, pem, raw_public

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

INVALID, UNSUITABLE = err("key_invalid"), err("key_unsuitable")
CURVES = {"secp256r1": b"nistp256", "secp384r1": b"nistp384", "secp521r1": b"nistp521"}


def string(data):
    return len(data).to_bytes(4, "big") + data


def mpint(number):
    return string(number.to_bytes(number.bit_length() // 8 + 1, "big"))


def public(key):
    """The type and the blob of a public key."""
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = key.private_numbers().public_numbers
        return b"ssh-rsa", string(b"ssh-rsa") + mpint(numbers.e) + mpint(numbers.n)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        curve = CURVES[key.curve.name]
        point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        return b"ecdsa-sha2-" + curve, string(b"ecdsa-sha2-" + curve) + string(curve) + string(point)
    return b"ssh-ed25519", string(b"ssh-ed25519") + string(raw_public(key))


def fields(key, other=None):
    """The private fields of a key; of another public half, if there is one."""
    kind, blob = public(other or key)
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = key.private_numbers()
        known_ = numbers.public_numbers
        return string(kind) + b"".join(mpint(n) for n in (known_.n, known_.e, numbers.d, numbers.iqmp, numbers.p, numbers.q))
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return blob + mpint(key.private_numbers().private_value)
    half = raw_public(other or key)
    return string(kind) + string(half) + string(key.private_bytes_raw() + half)


def private(key, comment=b"a comment", checks=(7, 7), padding=None, cipher=b"none", count=1, outside=None, inside=None, after=b""):
    section = b"".join(check.to_bytes(4, "big") for check in checks) + (inside or fields(key)) + string(comment)
    section += bytes(range(1, -len(section) % 8 + 1)) if padding is None else padding
    kdf = (b"none", b"") if cipher == b"none" else (b"bcrypt", string(bytes(16)) + (16).to_bytes(4, "big"))
    out = b"openssh-key-v1\0" + string(cipher) + string(kdf[0]) + string(kdf[1]) + count.to_bytes(4, "big")
    return out + string(public(outside or key)[1]) + string(section) + after


def file(key, **changes):
    return wrapped(private(key, **changes), "OPENSSH PRIVATE KEY", 70)


def line(key, comment=" me@example"):
    kind, blob = public(key)
    return f"{kind.decode()} {base64.b64encode(blob).decode()}{comment}\n"


KEYS = [("rsa", RSA_A, "RS256"), ("p-256", EC_A["P-256"], "ES256"), ("p-384", EC_A["P-384"], "ES384"), ("p-521", EC_A["P-521"], "ES512"), ("ed25519", ED_A, "EdDSA")]


def build():
    book = Book("openssh-keys", "OpenSSH's private key files and public lines.")
    rule = "OpenSSH PROTOCOL.key; RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4"
    for name, key, alg in KEYS:
        text = file(key)
        loaded = serialization.load_ssh_private_key(text.encode(), None)
        assert pem(loaded) == pem(key), "pyca reads the same key"
        named = {"alg": alg} if name == "rsa" else {}
        book.key_info(f"openssh-{name}-private", "A private key as ssh-keygen writes it.", rule, {"pem": text} | named, known(alg, jwk(key), True))
        book.key_info(f"openssh-{name}-private-one-line", "In any layout of PEM.", rule, {"pem": text.replace("\n", " ")} | named, known(alg, jwk(key), True))
        book.key_export(f"openssh-{name}-private-whole", "All of its numbers are there.", rule, {"pem": text} | named, "jwk", False, {"ok": {"jwk": jwk(key, True, alg=alg)}})
        book.key_info(f"openssh-{name}-public", "A public key as ssh-keygen writes it.", rule, {"pem": line(key)} | named, known(alg, jwk(key), False))
        book.key_info(f"openssh-{name}-public-bare", "Neither comment nor line end.", rule, {"pem": line(key, "").strip()} | named, known(alg, jwk(key), False))
        for label, wrong in [("checks", file(key, checks=(7, 8))), ("padding", file(key, padding=b"\1\2\4")), ("long-padding", file(key, padding=bytes(300))), ("outside", file(key, outside=other(key))),
                             ("two", file(key, count=2)), ("none", file(key, count=0)), ("after", file(key, after=b"\0")), ("cut", wrapped(private(key)[:-9], "OPENSSH PRIVATE KEY"))]:
            book.key_info(f"openssh-{name}-bad-{label}", "A damaged file.", rule, {"pem": wrong} | named, INVALID)
        book.key_info(f"openssh-{name}-encrypted", "An encrypted file is decrypted by ssh-keygen.", rule, {"pem": file(key, cipher=b"aes256-ctr")} | named, INVALID)
        kind, blob = public(key)
        for label, wrong in [("type", line(key).replace(kind.decode(), "ssh-rsa" if name != "rsa" else "ssh-ed25519", 1)), ("cut", f"{kind.decode()} {base64.b64encode(blob[:-1]).decode()}"),
                             ("after", f"{kind.decode()} {base64.b64encode(blob + bytes(1)).decode()}"), ("base64", line(key).replace("AAAA", "AAA*", 1)), ("two-lines", line(key) + line(key))]:
            book.key_info(f"openssh-{name}-public-bad-{label}", "A damaged line.", rule, {"pem": wrong} | named, INVALID)
    book.key_info("openssh-rsa-no-alg", "An RSA key alone has no algorithm.", rule, {"pem": file(RSA_A)}, INVALID)
    book.key_info("openssh-rsa-1024", "Short keys are refused in this form too.", rule, {"pem": line(RSA_1024), "alg": "RS256"}, err("key_weak"))
    book.key_info("openssh-ed25519-halves-differ", "The public half belongs to another key.", rule + "; security T16", {"pem": file(ED_A, inside=fields(ED_A, ED_B), outside=ED_B)}, INVALID)
    book.key_info("openssh-p-256-halves-differ", "The public half belongs to another key.", rule + "; security T16",
                  {"pem": file(EC_A["P-256"], inside=fields(EC_A["P-256"], EC_B["P-256"]), outside=EC_B["P-256"])}, INVALID)
    book.key_info("openssh-under-pkcs8-label", "The content decides.", rule, {"pem": wrapped(private(ED_A), "PRIVATE KEY")}, known("EdDSA", jwk(ED_A), True))
    book.key_info("openssh-pkcs8-content", "PKCS#8 under OpenSSH's label is damaged.", rule, {"pem": wrapped(pem(ED_A, "pkcs8", "DER"), "OPENSSH PRIVATE KEY")}, INVALID)
    for kind in ("ssh-dss", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-ed25519-cert-v01@openssh.com", "ssh-rsa-cert-v01@openssh.com", "ssh-ed448"):
        blob = string(kind.encode()) + string(bytes(32)) + string(b"ssh:")
        book.key_info(f"openssh-public-{kind.split('@')[0]}", "A kind of key that signs no token here.", rule, {"pem": f"{kind} {base64.b64encode(blob).decode()} me\n"}, UNSUITABLE)
    book.key_info("openssh-options", "Options of an authorized_keys file are not read.", rule, {"pem": 'command="x" ' + line(ED_A)}, INVALID)


def other(key):
    """Another key of the same kind."""
    if isinstance(key, rsa.RSAPrivateKey):
        return RSA_1024
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return next(EC_B[curve] for curve in EC_B if EC_B[curve].curve.name == key.curve.name)
    return ED_B
