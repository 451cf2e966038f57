"""pem-layouts.json: PEM in every layout, several blocks in one text, and what is handed over instead."""

import base64
import json

from book import Book, err
from jwkforms import known
from testkeys import EC_A, EC_B, ED_A, RSA_A, certificate, jwk, pem, stream

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

INVALID = err("key_invalid")
KEY = EC_A["P-256"]


def wrapped(der, label, width=64, end="\n"):
    text = base64.b64encode(der).decode()
    lines = [text[i:i + width] for i in range(0, len(text), width)]
    return end.join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----"]) + end


def build():
    book = Book("pem-layouts", "PEM in every layout of RFC 7468's lax grammar, several blocks in one text, and what is handed over instead.")
    layouts(book)
    labels(book)
    blocks(book)
    mistakes(book)


def layouts(book):
    rule = "RFC 7468 §3, laxtextualmsg"
    read = known("ES256", jwk(KEY), False)
    der, text = pem(KEY, "spki", "DER"), pem(KEY, "spki")
    begin, body, end = "-----BEGIN PUBLIC KEY-----", base64.b64encode(der).decode(), "-----END PUBLIC KEY-----"
    for width in (1, 2, 16, 48, 63, 65, 70, 72, 76, 77, 100, 10_000):
        book.key_info(f"pem-layouts-width-{width}", "Lines may have any length.", rule, {"pem": wrapped(der, "PUBLIC KEY", width)}, read)
    cases = [
        ("one-line", "Nothing but the boundaries separates the parts.", begin + body + end),
        ("one-line-spaces", "Spaces took the place of the line ends.", text.replace("\n", " ")),
        ("tabs", "Tabs took the place of the line ends.", text.replace("\n", "\t")),
        ("cr", "Line ends of old Macs.", text.replace("\n", "\r")),
        ("crlf", "Line ends of Windows.", text.replace("\n", "\r\n")),
        ("crcrlf", "Line ends that were translated twice.", text.replace("\n", "\r\r\n")),
        ("blank-lines", "Empty lines between the lines.", text.replace("\n", "\n\n")),
        ("blank-line-first", "An empty line before the base64.", text.replace(begin + "\n", begin + "\n\n")),
        ("indented", "Each line is indented, as in YAML.", "".join("    " + line + "\n" for line in text.splitlines())),
        ("trailing-blanks", "Blanks at each line's end.", text.replace("\n", "  \t\n")),
        ("vertical-tab", "Vertical tabs and form feeds are white space too.", text.replace("\n", "\v\f\n")),
        ("spaces-inside", "White space in the middle of a line.", begin + "\n" + " ".join(body) + "\n" + end),
        ("padding-apart", "White space before the padding.", wrapped(der, "PUBLIC KEY").replace("==", " =\n=").replace("=\n--", " =\n--")),
        ("bom", "A byte-order mark in front.", "\ufeff" + text),
        ("nul", "C's NUL at the end.", text + "\0"),
        ("nul-after-end", "NUL with no line end before it.", text.rstrip("\n") + "\0"),
        ("text-before", "Text in front.", "subject=CN = jotkit\nissuer=CN = jotkit\n" + text),
        ("text-after", "Text behind.", text + "# end of key\n"),
        ("text-around", "Bag attributes, as `openssl pkcs12` writes them.", "Bag Attributes\n    localKeyID: 01 00 00 00 \nKey Attributes: <No Attributes>\n" + text + "Bag Attributes: <Empty Attributes>\n"),
        ("text-same-line", "Text in front on the same line.", "key: " + text),
        ("non-ascii-around", "Text in another script.", "# \u516c\u9375\n" + text),
        ("no-padding", "The padding was lost.", wrapped(der, "PUBLIC KEY").replace("=", "")),
    ]
    for name, why, layout in cases:
        book.key_info("pem-layouts-" + name, why, rule, {"pem": layout}, read)
    rsa = known("RS256", jwk(RSA_A), True)
    for form, label in (("pkcs8", "PRIVATE KEY"), ("traditional", "RSA PRIVATE KEY")):
        for width in (76, 10_000):
            book.key_info(f"pem-layouts-rsa-{form}-width-{width}", "Lines may have any length.", rule, {"pem": wrapped(pem(RSA_A, form, "DER"), label, width), "alg": "RS256"}, rsa)
    book.key_info("pem-layouts-certificate-one-line", "Lines may have any length.", rule,
                  {"pem": wrapped(pem(KEY, "cert", "DER"), "CERTIFICATE", 10_000)}, read)
    for name, why, damaged in [
        ("bad-nul-inside", "A NUL inside is neither white space nor base64.", text.replace(body[20:24], body[20:22] + "\0" + body[22:24])),
        ("bad-no-break-space", "A no-break space is not among the white space of RFC 7468.", text.replace("\n", "\u00a0\n")),
        ("bad-base64url", "base64url is another alphabet.", text.replace("+", "-").replace("/", "_")),
        ("bad-three-paddings", "Padding that is too long.", wrapped(der, "PUBLIC KEY").replace("-----END", "===\n-----END")),
        ("bad-character-lost", "A character was lost.", text.replace(body[30], "", 1)),
        ("bad-dash-lost", "A boundary with four dashes.", text.replace("-----BEGIN", "----BEGIN")),
        ("bad-label-lower-case", "Labels are written in capitals.", text.replace("PUBLIC KEY", "public key")),
        ("bad-header", "Headers are not part of RFC 7468's form.", text.replace(begin, begin + "\nComment: mine\n")),
        ("bad-begin-twice", "A block begins inside another.", begin + "\n" + text),
    ]:
        if damaged != text:
            book.key_info("pem-layouts-" + name, why, rule, {"pem": damaged}, INVALID)


def labels(book):
    rule = "RFC 7468 §13; verdict rule: keys, read by content"
    for name, key, alg in [("p-256", KEY, "ES256"), ("rsa", RSA_A, "RS256"), ("ed25519", ED_A, "EdDSA")]:
        named = {"alg": alg} if name == "rsa" else {}
        for label in ("EC PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY"):
            text = wrapped(pem(key, "pkcs8", "DER"), label)
            book.key_info(f"pem-layouts-label-{name}-pkcs8-{label.lower().replace(' ', '-')}", "PKCS#8 is read under each label of a private key.", rule,
                          {"pem": text} | named, known(alg, jwk(key), True))
        for label in ("RSA PUBLIC KEY", "EC PUBLIC KEY", "PUBLIC KEY"):
            text = wrapped(pem(key, "spki", "DER"), label)
            book.key_info(f"pem-layouts-label-{name}-spki-{label.lower().replace(' ', '-')}", "SubjectPublicKeyInfo is read under each label of a public key.", rule,
                          {"pem": text} | named, known(alg, jwk(key), False))
        text = wrapped(pem(key, "spki", "DER"), "PRIVATE KEY")
        book.key_info(f"pem-layouts-label-{name}-public-as-private", "A public key is not taken for a private one.", rule, {"pem": text} | named, INVALID)
        text = wrapped(pem(key, "pkcs8", "DER"), "CERTIFICATE")
        book.key_info(f"pem-layouts-label-{name}-private-as-certificate", "A private key that is labelled as something public was given away by mistake.", rule, {"pem": text} | named, INVALID)
    book.key_info("pem-layouts-label-sec1-as-pkcs8", "SEC 1 under PKCS#8's label.", rule, {"pem": wrapped(pem(KEY, "traditional", "DER"), "PRIVATE KEY")}, known("ES256", jwk(KEY), True))
    book.key_info("pem-layouts-label-pkcs1-as-pkcs8", "PKCS#1 under PKCS#8's label.", rule, {"pem": wrapped(pem(RSA_A, "traditional", "DER"), "PRIVATE KEY"), "alg": "RS256"}, known("RS256", jwk(RSA_A), True))
    book.key_info("pem-layouts-label-pkcs1-as-spki", "PKCS#1 under the label of SubjectPublicKeyInfo.", rule, {"pem": wrapped(pem(RSA_A, "pkcs1-public", "DER"), "PUBLIC KEY"), "alg": "RS256"}, known("RS256", jwk(RSA_A), False))
    book.key_info("pem-layouts-label-x509", "The old label of a certificate.", rule, {"pem": pem(KEY, "cert").replace("CERTIFICATE", "X509 CERTIFICATE")}, known("ES256", jwk(KEY), False))
    for label in ("CERTIFICATE REQUEST", "X509 CRL", "PKCS7", "DH PARAMETERS", "PGP PUBLIC KEY BLOCK", "SOMETHING"):
        book.key_info(f"pem-layouts-label-{label.lower().replace(' ', '-')}", "Such a block is not a key.", rule, {"pem": wrapped(pem(KEY, "spki", "DER"), label)}, INVALID)


def signed(key, issuer_key, serial=1, name="leaf", extensions=()):
    """A certificate for a key, always the same one."""
    base = certificate(KEY)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(base.subject, subject, key.public_key(), serial, base.not_valid_before_utc, base.not_valid_after_utc)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256(), ecdsa_deterministic=True)


def blocks(book):
    rule = "verdict rule: keys, several blocks in one text"
    own, other = KEY, EC_B["P-256"]
    leaf, ca = (signed(key, other, number, name).public_bytes(Encoding.PEM).decode() for key, number, name in ((own, 2, "leaf"), (other, 1, "ca")))
    public, private = known("ES256", jwk(own), False), known("ES256", jwk(own), True)
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"not DER at all")
    serial = int.from_bytes(stream("serial", 19), "big")
    for name, why, certificate_ in [
        ("serial", "A serial number of nineteen bytes.", signed(own, other, serial)),
        ("extension", "A critical extension that is not known, with content that is not DER.", signed(own, other, 3, extensions=[(odd, True)])),
    ]:
        book.key_info(f"pem-layouts-certificate-{name}", why, "RFC 5280 §4.1.2.2; verdict rule: only a certificate's key is taken", {"pem": certificate_.public_bytes(Encoding.PEM).decode()}, public)
    # pyca makes no serial number of more than twenty bytes.
    der = signed(RSA_A, other, int.from_bytes(b"\x41" * 19, "big")).public_bytes(Encoding.DER)
    book.key_info("pem-layouts-certificate-long-serial", "A serial number longer than RFC 5280 allows.", "RFC 5280 §4.1.2.2; verdict rule: only a certificate's key is taken",
                  {"pem": wrapped(longer(der, b"\x02\x13" + b"\x41" * 19, b"\x02\x1e" + b"\x41" * 30), "CERTIFICATE"), "alg": "RS256"}, known("RS256", jwk(RSA_A), False))
    good = [
        ("chain", "Of a chain, the leaf comes first.", leaf + ca, public),
        ("chain-text", "A chain with text between.", " 0 s:CN = leaf\n" + leaf + " 1 s:CN = ca\n" + ca, public),
        ("chain-joined", "The line end between two files was lost.", leaf.rstrip("\n") + ca, public),
        ("chain-damaged-ca", "Only the leaf is read.", leaf + ca.replace(ca.split("\n")[2], "????"), public),
        ("key-and-chain", "A private key with its certificates.", pem(own) + leaf + ca, private),
        ("chain-and-key", "The certificates may come first.", leaf + ca + pem(own), private),
        ("key-and-public", "A private key with its public half.", pem(own) + pem(own, "spki"), private),
        ("public-and-key", "In either order.", pem(own, "spki") + pem(own, "traditional"), private),
        ("key-and-parameters", "Parameters are not a key.", pem(own) + "-----BEGIN DH PARAMETERS-----\nMAYCAQUCAQI=\n-----END DH PARAMETERS-----\n", private),
        ("public-and-certificate", "A public key with its certificate.", pem(own, "spki") + leaf, public),
    ]
    for name, why, text, answer in good:
        book.key_info("pem-layouts-" + name, why, rule, {"pem": text}, answer)
    for name, why, text in [
        ("two-private", "Two private keys.", pem(own) + pem(other)),
        ("two-public", "Two public keys.", pem(own, "spki") + pem(other, "spki")),
        ("key-of-another-certificate", "A certificate of another key.", pem(own) + ca),
        ("key-of-another-public", "A public key of another private one.", pem(own) + pem(other, "spki")),
        ("key-of-another-kind", "A public key of another kind.", pem(own) + pem(ED_A, "spki")),
        ("key-and-damaged-certificate", "The only certificate cannot be read.", pem(own) + leaf.replace(leaf.split("\n")[2], "????")),
        ("damaged-leaf", "The leaf of a chain cannot be read.", leaf.replace(leaf.split("\n")[2], "????") + ca),
        ("cut-in-chain", "The end of a chain is cut off.", leaf + ca[:200]),
    ]:
        book.key_info("pem-layouts-" + name, why, rule, {"pem": text}, INVALID)


def longer(der, old, new):
    """Replaces an element inside a certificate's two outer SEQUENCEs."""
    assert der.count(old) == 1 and der[:2] == b"\x30\x82" and der[4:6] == b"\x30\x82"
    out = bytearray(der.replace(old, new))
    for place in (2, 6):
        size = int.from_bytes(der[place:place + 2], "big") + len(new) - len(old)
        out[place:place + 2] = size.to_bytes(2, "big")
    return bytes(out)


def mistakes(book):
    rule = "verdict rule: keys, key_invalid with the sentence of the mistake"
    text, private = pem(RSA_A, "spki"), pem(RSA_A)
    der = pem(RSA_A, "spki", "DER")
    account = {"type": "service_account", "private_key_id": "x", "private_key": private}
    cases = [
        ("escaped", text.replace("\n", "\\n")), ("escaped-crlf", text.replace("\n", "\\r\\n")), ("escaped-twice", text.replace("\n", "\\\\n")), ("escaped-private", private.replace("\n", "\\n")),
        ("double-quotes", f'"{text.strip()}"'), ("single-quotes", f"'{text.strip()}'"), ("json-string", json.dumps(text)), ("base64-of-pem", base64.b64encode(text.encode()).decode()),
        ("base64-of-pem-lines", base64.encodebytes(text.encode()).decode()), ("base64-of-der", base64.b64encode(der).decode()), ("base64url-of-der", base64.urlsafe_b64encode(der).decode()),
        ("base64-of-private", base64.b64encode(pem(RSA_A, "pkcs8", "DER")).decode()), ("file-name", "keys/public.pem"), ("file-name-alone", "public.pem"), ("file-name-windows", "C:\\keys\\public.pem"),
        ("file-address", "file:///etc/ssl/private/key.pem"), ("service-account", json.dumps(account)), ("service-account-pretty", json.dumps(account, indent=2)), ("jwk", json.dumps(jwk(RSA_A))),
        ("jwks", json.dumps({"keys": [jwk(RSA_A)]})), ("certificates-map", json.dumps({"kid": pem(RSA_A, "cert")})), ("list", json.dumps([text])),
        ("percent-encoded", text.replace(" ", "%20").replace("\n", "%0A")), ("form-encoded", text.replace(" ", "+").replace("\n", "%0D%0A")), ("hex-of-der", der.hex()), ("blank", " \n\t "), ("only-bom", "\ufeff"), ("only-nul", "\0"),
    ]
    for name, wrong in cases:
        book.key_info("pem-layouts-mistake-" + name, "Not PEM, but often handed over as PEM.", rule, {"pem": wrong, "alg": "RS256"}, INVALID)
