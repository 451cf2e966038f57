#!/usr/bin/env python3
"""Key files, whole and damaged, read by jotkit's Rust subject and by pyca's `cryptography`.

`key_files.py [COUNT]`: both must agree on whether a file can be read and on the key in it. Where
jotkit may differ is listed in `ALLOWED`, each with its reason. The same files come every time.
"""

import base64
import json
import pathlib
import random
import subprocess
import sys

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

TESTS = pathlib.Path(__file__).resolve().parents[1]
FILES = ["keys", "pem-layouts", "openssh-keys", "encrypted-keys", "rsa-pss-keys", "bare-keys"]
CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp256k1": "secp256k1"}

RSA_PSS = bytes.fromhex("06092a864886f70d01010a")
HMAC_SHA1 = bytes.fromhex("06082a864886f70d0207")

ALLOWED = {
    "layout": "pyca wants a BEGIN line of its own and PEM of few layouts; jotkit reads all of RFC 7468's",
    "label": "pyca reads only what a label announces; jotkit reads PKCS#8 and SPKI under related labels",
    "several": "pyca takes the first block that it knows; jotkit refuses two keys and keys that differ",
    "policy": "jotkit refuses kinds, curves, sizes and parameters that no algorithm of JOSE uses",
    "certificate": "pyca parses the whole certificate; jotkit its key alone",
    "point": "pyca judges a point or number later, or not at all; jotkit when it is read",
    "default": "pyca refuses SHA-1 that is spelled out although it is the default; OpenSSL and jotkit do not",
    "line": "pyca skips characters that are not base64 in OpenSSH's files, and takes CR for a blank",
    "halves": "pyca does not compare the two halves of OpenSSH's ECDSA keys",
}


def seeds():
    """Every PEM of the vectors that is read."""
    found = []
    for name in FILES:
        for vector in json.loads((TESTS / "vectors" / f"{name}.json").read_text())["vectors"]:
            key = vector["request"].get("key", {})
            if "ok" in vector["answer"] and isinstance(key.get("pem"), str) and key["pem"] not in [k["pem"] for k in found]:
                found.append({name: value for name, value in key.items() if name in ("pem", "passphrase")})
    return found


def damaged(text, choice):
    """One change of a PEM text, or of what is inside."""
    kind = choice.randrange(6)
    if kind < 4 and text.count("-----BEGIN ") == 1:
        head, rest = text.split("-----BEGIN ", 1)
        label, rest = rest.split("-----", 1)
        body, tail = rest.split("-----END ", 1)
        try:
            data = bytearray(base64.b64decode("".join(body.split()), validate=True))
        except ValueError:
            data = bytearray()
        if data:
            place = choice.randrange(len(data))
            if kind == 0:
                data[place] ^= 1 << choice.randrange(8)
            elif kind == 1:
                data[place] = choice.choice((0, 1, 2, 0x30, 0x7F, 0x80, 0xFF))
            elif kind == 2:
                del data[place:place + choice.randrange(1, 4)]
            else:
                data[place:place] = choice.randbytes(choice.randrange(1, 4))
            lines = base64.encodebytes(bytes(data)).decode()
            return f"{head}-----BEGIN {label}-----\n{lines}-----END {tail}"
    place = choice.randrange(len(text))
    if kind % 2:
        return text[:place] + text[place + choice.randrange(1, 4):]
    return text[:place] + choice.choice("\n \t=-+/A0\r:") + text[place:]


def pyca(key):
    """The key that pyca reads, public half first; None if it reads none."""
    data, passphrase = key["pem"].encode(), key.get("passphrase", "").encode() or None
    readers = [
        lambda: serialization.load_pem_private_key(data, passphrase).public_key(),
        lambda: serialization.load_ssh_private_key(data, passphrase).public_key(),
        lambda: serialization.load_pem_public_key(data),
        lambda: serialization.load_ssh_public_key(data.strip()),
        lambda: x509.load_pem_x509_certificate(data).public_key(),
    ]
    for read in readers:
        try:
            return read()
        except Exception:  # pyca has several types of errors for a file that it cannot read
            continue
    return None


def described(key):
    """What both sides say of a key, or the reason why jotkit does not take such keys."""
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        if not 2048 <= key.key_size <= 8192 or numbers.e.bit_length() > 33:
            return None
        return {"kty": "RSA", "n": numbers.n, "e": numbers.e}
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in CURVES:
        numbers = key.public_numbers()
        return {"kty": "EC", "crv": CURVES[key.curve.name], "x": numbers.x, "y": numbers.y}
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": int.from_bytes(key.public_bytes_raw(), "big")}
    if type(key).__name__.startswith("MLDSA"):
        return {"kty": "AKP", "pub": int.from_bytes(key.public_bytes_raw(), "big")}
    return None


def number(text):
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


class Subject:
    """The Rust subject, asked for public JWKs."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self, key):
        for alg in (None, "PS256", "PS384", "PS512"):
            named = key | ({"alg": alg} if alg else {})
            request = {"id": "1", "op": "key_export", "key": named, "format": "jwk", "public": True}
            print(json.dumps(request), file=self.process.stdin, flush=True)
            answer = json.loads(self.process.stdout.readline())
            if "ok" in answer:
                jwk = answer["ok"]["jwk"]
                return {name: value if name in ("kty", "crv") else number(value) for name, value in jwk.items() if name != "alg"}
        return None


def reason(key, theirs, mine):
    """Why a difference is allowed; None if it is not."""
    text = key["pem"]
    begins = text.count("-----BEGIN ")
    if begins > 1:
        return "several"
    if mine is None:
        if theirs is not None and described(theirs) is None:
            return "policy"
        if not begins and not is_line(text):
            return "line"
        if begins and "OPENSSH" in text:
            if not is_base64(block(text)[1]):
                return "line"
            if has_other_point(theirs, content(text)):
                return "halves"
        if begins and RSA_PSS in content(text):
            return "policy"
        return "point" if pointless(theirs) else None
    if "CERTIFICATE" in text:
        return "certificate"
    if begins and HMAC_SHA1 in content(text):
        return "default"
    label = text.split("-----BEGIN ")[1].split("-----")[0] if begins else ""
    if begins and relabelled(key, label, mine):
        return "label"
    if begins and pyca(key | {"pem": strict(text)}) is not None:
        return "layout"
    return None


def is_line(text):
    """Whether a `.pub` line is one line of a type, canonical base64 and a comment."""
    words = text.split()
    return len(words) > 1 and is_base64(words[1]) and not {"\r", "\n"} & set(text.strip())


def is_base64(body):
    try:
        return base64.b64encode(base64.b64decode(body, validate=True)).decode() == body
    except ValueError:
        return False


def has_other_point(theirs, data):
    """Whether the point that pyca computed is not the one that the file states."""
    if not isinstance(theirs, ec.EllipticCurvePublicKey):
        return False
    form = serialization.PublicFormat.UncompressedPoint
    return theirs.public_bytes(serialization.Encoding.X962, form) not in data


def block(text):
    """The label of the first block, and its base64 without white space."""
    label, rest = text.split("-----BEGIN ", 1)[1].split("-----", 1)
    body = "".join(rest.split("-----END ")[0].split())
    return label, body + "=" * (-len(body) % 4)


def content(text):
    return base64.b64decode(block(text)[1])


def strict(text):
    """The same block in the layout that every program reads."""
    label, body = block(text)
    lines = "\n".join(body[i:i + 64] for i in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n"


def relabelled(key, label, mine):
    """Whether pyca reads the block under another label of its kind."""
    kinds = [["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"], ["PUBLIC KEY", "RSA PUBLIC KEY", "EC PUBLIC KEY"]]
    others = [other for kind in kinds if label in kind for other in kind if other != label]
    plain = strict(key["pem"])
    found = (pyca(key | {"pem": plain.replace(label, other)}) for other in others)
    return any(other is not None and described(other) == mine for other in found)


def pointless(theirs):
    """Whether it is a key that jotkit refuses for its numbers, or for a point in hybrid form."""
    if isinstance(theirs, ec.EllipticCurvePublicKey):
        return True
    if isinstance(theirs, ed25519.Ed25519PublicKey):
        return True
    if isinstance(theirs, rsa.RSAPublicKey):
        numbers = theirs.public_numbers()
        return numbers.n % 2 == 0 or numbers.e % 2 == 0 or numbers.e < 3
    return False


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    subject = Subject([str(target)] if target else [str(TESTS / "subject"), "rust"])
    whole, choice = seeds(), random.Random(7468)
    cases = whole + [key | {"pem": damaged(key["pem"], choice)} for key in choice.choices(whole, k=count)]
    agreed, allowed, wrong = 0, dict.fromkeys(ALLOWED, 0), []
    for key in cases:
        theirs, mine = pyca(key), subject.read(key)
        if mine == (theirs and described(theirs)) and (mine is not None or theirs is None):
            agreed += 1
        elif why := reason(key, theirs, mine):
            allowed[why] += 1
        else:
            wrong.append((key, theirs and described(theirs), mine))
    print(f"{len(cases)} files: {agreed} alike; allowed to differ: {allowed}; {len(wrong)} wrong")
    for key, theirs, mine in wrong[:20]:
        print(json.dumps(key), "\n pyca:", str(theirs)[:200], "\n jotkit:", str(mine)[:200])
    return 1 if wrong or agreed < len(cases) // 2 else 0


if __name__ == "__main__":
    sys.exit(main())
