"""rsa-pss-keys.json: keys that RFC 4055 binds to RSA-PSS."""

from cryptography.hazmat.primitives import serialization

from book import LATER, Book, err
from encryptedkeys import der, encrypted, number, oid
from jwkforms import known
from pemlayouts import wrapped
from testkeys import RSA_A, certificate, jwk, pem
from tokens import token

UNSUITABLE, INVALID, REFUSED = err("key_unsuitable"), err("key_invalid"), err("algorithm_refused")
PLAIN, PSS, MGF1 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
HASHES = {"1": "1.3.14.3.2.26", "224": "2.16.840.1.101.3.4.2.4", "256": "2.16.840.1.101.3.4.2.1", "384": "2.16.840.1.101.3.4.2.2", "512": "2.16.840.1.101.3.4.2.3"}
LENGTHS = {"256": 32, "384": 48, "512": 64}


def hash_(name, null=True):
    return der(0x30, oid(HASHES[name]), b"\5\0" if null else b"")


def restricted(digest=None, mask=None, salt=None, trailer=None, null=True, mgf=MGF1):
    parts = [(0xA0, digest and hash_(digest, null)), (0xA1, mask and der(0x30, oid(mgf), hash_(mask, null))), (0xA2, salt is not None and number(salt)), (0xA3, trailer is not None and number(trailer))]
    return der(0x30, *(der(tag, part) for tag, part in parts if part))


def identifier(parameters):
    return der(0x30, oid(PSS), parameters)


def changed(form, parameters=b""):
    """RSA_A with the identifier of RSA-PSS."""
    plain = der(0x30, oid(PLAIN), b"\5\0")
    if form == "pkcs8":
        return der(0x30, number(0), identifier(parameters), der(4, pem(RSA_A, "traditional", "DER")))
    spki = der(0x30, identifier(parameters), der(3, b"\0" + pem(RSA_A, "pkcs1-public", "DER")))
    if form == "spki":
        return spki
    # Nobody checks the certificate's own signature.
    tbs = certificate(RSA_A).tbs_certificate_bytes
    old = pem(RSA_A, "spki", "DER")
    assert old in tbs and plain in old and tbs[:2] == b"\x30\x82"
    whole = der(0x30, tbs[4:].replace(old, spki))
    return der(0x30, whole, plain, der(3, b"\0" + bytes(256)))


LABELS = {"spki": "PUBLIC KEY", "pkcs8": "PRIVATE KEY", "cert": "CERTIFICATE"}


def file(form, parameters=b""):
    return wrapped(changed(form, parameters), LABELS[form])


def build():
    book = Book("rsa-pss-keys", "RSA keys that their files bind to RSA-PSS.")
    rule = "RFC 4055 §1.2 and §3.1; verdict rule: keys, RSA-PSS keys bind to PS*"
    serialization.load_pem_public_key(file("spki", restricted("256", "256", 32)).encode())
    for form in LABELS:
        private = form == "pkcs8"
        for alg in ("PS256", "PS384", "PS512"):
            bits = alg[2:]
            only = restricted(bits, bits, LENGTHS[bits])
            book.key_info(f"pss-{form}-{alg.lower()}", "Without parameters the caller chooses the hash.", rule, {"pem": file(form), "alg": alg}, known(alg, jwk(RSA_A), private))
            book.key_info(f"pss-{form}-only-{alg.lower()}", "The parameters choose it.", rule, {"pem": file(form, only)}, known(alg, jwk(RSA_A), private))
            book.key_info(f"pss-{form}-only-{alg.lower()}-named", "The caller may name it too.", rule, {"pem": file(form, only), "alg": alg}, known(alg, jwk(RSA_A), private))
            other = "PS512" if alg == "PS256" else "PS256"
            book.key_info(f"pss-{form}-only-{alg.lower()}-named-{other.lower()}", "Another hash than the parameters'.", rule, {"pem": file(form, only), "alg": other}, UNSUITABLE)
            book.key_info(f"pss-{form}-only-{alg.lower()}-named-rs{bits}", "The same hash, another padding.", rule, {"pem": file(form, only), "alg": "RS" + bits}, UNSUITABLE)
        for alg in ("RS256", "RS384", "RS512", "ES256", "HS256"):
            book.key_info(f"pss-{form}-named-{alg.lower()}", "Such a key is not for another algorithm.", rule, {"pem": file(form), "alg": alg}, UNSUITABLE)
        book.key_info(f"pss-{form}-no-alg", "Without parameters and name it has no algorithm yet.", rule, {"pem": file(form)}, INVALID)
    good = [
        ("salt-none", "Salt may have any length from 0 on.", restricted("256", "256", 0)), ("salt-default", "The salt's default length is 20.", restricted("256", "256")), ("trailer", "The trailer field is spelled out.", restricted("256", "256", 32, 1)),
        ("no-null", "The hashes' parameters are absent, not NULL.", restricted("256", "256", 32, null=False)),
    ]
    for name, why, parameters in good:
        book.key_info("pss-" + name, why, rule, {"pem": file("spki", parameters)}, known("PS256", jwk(RSA_A), False))
    bad = [
        ("sha-1", "The default hash is SHA-1.", restricted()), ("sha-1-named", "SHA-1.", restricted("1", "1", 20)), ("sha-224", "SHA-224.", restricted("224", "224", 28)), ("mask-differs", "Two hashes.", restricted("256", "512", 32)),
        ("mask-default", "The default mask is made with SHA-1.", restricted("256", None, 32)), ("salt-long", "A salt longer than any of PS256.", restricted("256", "256", 33)), ("salt-huge", "A salt of 2^64 bytes.", restricted("256", "256", 2**64)),
        ("trailer-2", "There is no other trailer.", restricted("256", "256", 32, 2)), ("mgf-unknown", "There is no other mask.", restricted("256", "256", 32, mgf="1.2.3.4")), ("null", "Parameters are a SEQUENCE.", b"\5\0"),
        ("twice", "A member twice.", der(0x30, der(0xA0, hash_("256")), der(0xA0, hash_("256")))), ("unknown", "A member that does not exist.", der(0x30, der(0xA4, number(1)))),
    ]
    for name, why, parameters in bad:
        for alg in (None, "PS256"):
            book.key_info(f"pss-bad-{name}-{(alg or 'no-alg').lower()}", why, rule, {"pem": file("spki", parameters)} | ({"alg": alg} if alg else {}), UNSUITABLE)
    rule = "RFC 3279 §2.3.1; verdict rule: keys"
    bits = der(3, b"\0" + pem(RSA_A, "pkcs1-public", "DER"))
    for name, parameters, answer in [("null", b"\5\0", known("RS256", jwk(RSA_A), False)), ("absent", b"", known("RS256", jwk(RSA_A), False)), ("pss", restricted("256", "256", 32), INVALID), ("curve", oid("1.2.840.10045.3.1.7"), INVALID)]:
        spki = der(0x30, der(0x30, oid(PLAIN), parameters), bits)
        book.key_info(f"pss-plain-rsa-{name}", "The parameters of an ordinary RSA key are NULL.", rule, {"pem": wrapped(spki, "PUBLIC KEY"), "alg": "RS256"}, answer)
    rule = "RFC 4055 §1.2 and §3.1; verdict rule: keys, RSA-PSS keys bind to PS*"
    ps, rs = (token({"alg": alg}, {"exp": LATER}, RSA_A, alg) for alg in ("PS256", "RS256"))
    key = {"pem": file("spki")}
    book.verify("pss-verify-named", "A token of the key.", rule, ps, key | {"alg": "PS256"})
    book.verify("pss-verify-policy", "The policy may name the algorithm.", rule, ps, key, policy={"algorithms": ["PS256"]})
    book.verify("pss-verify-policy-rs256", "But none that the key is not for.", rule, rs, key, policy={"algorithms": ["RS256"]}, answer=INVALID)
    book.verify("pss-verify-rs256", "The header does not choose either.", rule, rs, key | {"alg": "PS256"}, REFUSED)
    book.key_info("pss-encrypted", "It may be encrypted.", rule, {"pem": wrapped(encrypted(RSA_A, content=changed("pkcs8")), "ENCRYPTED PRIVATE KEY"), "alg": "PS256", "passphrase": "a made-up password"}, known("PS256", jwk(RSA_A), True))
    book.key_export("pss-export", "It is written as an ordinary RSA key.", rule, key | {"alg": "PS256"}, "pem", True, {"ok": {"pem": pem(RSA_A, "spki")}})
    book.key_export("pss-export-jwk", "Its JWK names the algorithm.", rule, key | {"alg": "PS256"}, "jwk", True, {"ok": {"jwk": jwk(RSA_A, alg="PS256")}})
