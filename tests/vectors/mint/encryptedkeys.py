"""encrypted-keys.json: PKCS#8 encrypted by PBES2, put together by hand so that it is always the same."""

import hashlib

from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from book import Book, err
from jwkforms import known
from keyforms import FIXED
from pemlayouts import wrapped
from testkeys import EC_A, ED_A, HS, RSA_A, jwk, pem, stream

INVALID, ARGUMENT = err("key_invalid"), err("argument_invalid")
PASSPHRASE = "a made-up password"
PBES2, PBKDF2, SCRYPT = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12", "1.3.6.1.4.1.11591.4.11"
HMAC = {"sha1": "1.2.840.113549.2.7", "sha256": "1.2.840.113549.2.9", "sha384": "1.2.840.113549.2.10", "sha512": "1.2.840.113549.2.11"}
AES = {128: "2.16.840.1.101.3.4.1.2", 192: "2.16.840.1.101.3.4.1.22", 256: "2.16.840.1.101.3.4.1.42"}


def der(tag, *parts):
    content = b"".join(parts)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def oid(text):
    first, second, *rest = map(int, text.split("."))
    out = bytes([40 * first + second])
    for number in rest:
        groups = [number & 127]
        while number := number >> 7:
            groups.insert(0, number & 127 | 128)
        out += bytes(groups)
    return der(6, out)


def number(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def encrypted(key, hash_="sha256", bits=256, passphrase=PASSPHRASE, iterations=2048, salt=None, named_hash=True, length=None, content=None,
              scheme=PBES2, derivation=PBKDF2, iv_size=16, cipher_oid=None, stated=None, after=b""):
    salt = stream("salt", 16) if salt is None else salt
    iv = stream("iv", iv_size)
    plain = pem(key, "pkcs8", "DER") if content is None else content
    derived = hashlib.pbkdf2_hmac(hash_, passphrase.encode(), salt, iterations, bits // 8)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(derived), modes.CBC(iv.ljust(16, b"\0")[:16])).encryptor()
    body = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    prf = der(0x30, oid(HMAC[hash_]), b"\5\0") if named_hash else b""
    kdf = der(0x30, oid(derivation), der(0x30, der(4, salt), number(iterations if stated is None else stated), number(length) if length else b"", prf))
    cipher = der(0x30, oid(cipher_oid or AES[bits]), der(4, iv))
    return der(0x30, der(0x30, oid(scheme), der(0x30, kdf, cipher)), der(4, body), after)


def file(*arguments, **changes):
    return wrapped(encrypted(*arguments, **changes), "ENCRYPTED PRIVATE KEY")


def build():
    book = Book("encrypted-keys", "PKCS#8 encrypted by PBES2, with the passphrase that it needs.")
    rule = "RFC 5958 §3, RFC 8018 §6.2; verdict rule: keys, passphrase"
    key = EC_A["P-256"]
    read = known("ES256", jwk(key), True)
    given = {"passphrase": PASSPHRASE}
    for hash_ in HMAC:
        for bits in AES:
            text = file(key, hash_, bits, named_hash=hash_ != "sha1")
            loaded = serialization.load_pem_private_key(text.encode(), PASSPHRASE.encode())
            assert pem(loaded) == pem(key), "pyca reads the same key"
            book.key_info(f"encrypted-{hash_}-aes-{bits}", "The usual ways to encrypt a key.", rule, {"pem": text} | given, read)
    for name, why, text in [
        ("default-prf", "SHA-1 is spelled out, as OpenSSL reads it too.", file(key, "sha1")), ("length", "The length of the derived key is stated.", file(key, length=32)),
        ("one-iteration", "One iteration is weak, and read.", file(key, iterations=1)), ("salt-8", "A short salt.", file(key, salt=stream("salt", 8))), ("salt-64", "A long salt.", file(key, salt=stream("salt", 64))),
        ("openssl", "As pyca writes it through OpenSSL.", FIXED["encrypted-pkcs8"]), ("wrong-label", "The content decides.", wrapped(encrypted(key), "PRIVATE KEY")),
        ("one-line", "In any layout of PEM.", file(key).replace("\n", " ")),
    ]:
        book.key_info("encrypted-" + name, why, rule, {"pem": text} | given, read)
    for name, other, alg in [("rsa", RSA_A, "RS256"), ("ed25519", ED_A, "EdDSA"), ("ml-dsa-44", "ML-DSA-44", "ML-DSA-44")]:
        book.key_info("encrypted-" + name, "Keys of other kinds.", rule, {"pem": file(other), "alg": alg} | given, known(alg, jwk(other), True))
    book.key_info("encrypted-openssl-rsa", "As pyca writes it through OpenSSL.", rule, {"pem": FIXED["encrypted-pkcs8-rsa"], "alg": "PS256"} | given, known("PS256", jwk(RSA_A), True))
    book.key_info("encrypted-non-ascii", "A passphrase is its UTF-8 bytes.", rule, {"pem": file(key, passphrase="p\u00e4ssw\u00f6rd \u9375"), "passphrase": "p\u00e4ssw\u00f6rd \u9375"}, read)
    book.key_info("encrypted-blank-passphrase", "White space is a passphrase.", rule, {"pem": file(key, passphrase=" "), "passphrase": " "}, read)
    book.key_info("encrypted-no-passphrase", "It cannot be read without its passphrase.", rule, {"pem": file(key)}, INVALID)
    for name, wrong in [("other", "another password"), ("upper-case", PASSPHRASE.upper()), ("space", PASSPHRASE + " "), ("line-end", PASSPHRASE + "\n"), ("half", PASSPHRASE[:9])]:
        book.key_info("encrypted-wrong-" + name, "That is not its passphrase.", rule, {"pem": file(key), "passphrase": wrong}, INVALID)
    cases = [
        ("content", file(key, content=b"not PKCS#8")), ("content-empty", file(key, content=b"")), ("content-public", file(key, content=pem(key, "spki", "DER"))), ("scrypt", file(key, derivation=SCRYPT)),
        ("pbes1", file(key, scheme="1.2.840.113549.1.5.3")), ("triple-des", file(key, cipher_oid="1.2.840.113549.3.7")), ("iterations", file(key, stated=10_000_001)), ("iterations-huge", file(key, stated=2**63)),
        ("iterations-none", file(key, stated=0)), ("length", file(key, length=16)), ("salt-huge", file(key, salt=bytes(1025))), ("iv-short", file(key, iv_size=15)), ("iv-long", file(key, iv_size=17)),
        ("after", file(key, after=b"\5\0")), ("cut", wrapped(encrypted(key)[:-1], "ENCRYPTED PRIVATE KEY")), ("plain-content", wrapped(pem(key, "spki", "DER"), "ENCRYPTED PRIVATE KEY")),
    ]
    for name, text in cases:
        book.key_info("encrypted-bad-" + name, "A file that is damaged, or encrypted in a way that is not read.", rule, {"pem": text} | given, INVALID)
    for name in ("encrypted-sec1", "encrypted-pkcs1"):
        book.key_info(f"{name}-legacy", "OpenSSL's old way to encrypt PEM is not read.", rule, {"pem": FIXED[name], "alg": "RS256" if "pkcs1" in name else "ES256"} | given, INVALID)
    rule = "verdict rule: keys, a passphrase that is empty or has no effect"
    for name, source in [("pem", {"pem": pem(key)}), ("public", {"pem": pem(key, "spki")}), ("jwk", {"jwk": jwk(key, True)}), ("secret", HS)]:
        book.key_info("encrypted-passphrase-for-" + name, "The key is not encrypted.", rule, source | given, ARGUMENT)
    for name, value in [("empty", ""), ("null", None), ("number", 5), ("list", [PASSPHRASE])]:
        book.key_info("encrypted-passphrase-" + name, "A passphrase is a string that is not empty.", rule, {"pem": file(key), "passphrase": value}, ARGUMENT)
