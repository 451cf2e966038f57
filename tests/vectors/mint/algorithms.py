"""algorithms.json: every algorithm, and what must not pass for its signature."""

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from book import LATER, Book, err
from testkeys import (ALGORITHMS, CURVE_OF_ALG, EC_A, EC_B, ED_A, ED_B, HS, ORDER, RSA_A, RSA_B, SECRET, SECRETS, SEEDS,
                      pem, public_key, private_key)
from tokens import ECDSA, ML_DSA, b64, mac, pss, raw_rsa, repacked, tampered, token, unb64, with_signature

CLAIMS = {"sub": "u1", "exp": LATER}
BAD, REFUSED = err("signature_invalid"), err("algorithm_refused")
RULE = {"HS": "RFC 7518 §3.2", "RS": "RFC 7518 §3.3", "PS": "RFC 7518 §3.5", "ES": "RFC 7518 §3.4", "Ed": "RFC 8037 §3.1", "ML": "RFC 9964"}


def build():
    book = Book("algorithms", "Every algorithm with a good token, and with signatures that are nearly right.")
    for alg in ALGORITHMS:
        each(book, alg)
    names(book)
    confusion(book)
    hmac_lengths(book)
    rsa(book)
    for alg in ECDSA:
        ecdsa(book, alg)
    ed25519(book)
    ml_dsa(book)


def each(book, alg):
    name, rule = "alg-" + alg.lower(), RULE[alg[:2]] + (" (RFC 8812)" if alg == "ES256K" else "")
    key, signer = public_key(alg)
    good = token({"alg": alg}, CLAIMS, signer)
    book.verify(name + "-good", f"A good {alg} token.", rule, good, key)
    book.verify(name + "-one-bit", "One bit of the signature is another.", rule, tampered(good), key, BAD)
    if not alg.startswith("ML"):  # Their tokens are long; one of each kind says enough.
        book.verify(name + "-other-payload", "The signature belongs to another payload.", rule,
                    repacked(good, {"sub": "u2", "exp": LATER}), key, BAD)
        book.verify(name + "-private-key", "A private key verifies with its public half.", rule, good, private_key(alg))
        raw = unb64(good.rsplit(".", 1)[1])
        book.verify(name + "-one-byte-short", "A signature cut by one byte.", rule, with_signature(good, raw[:-1]), key, BAD)
        book.verify(name + "-one-byte-more", "A signature with a zero byte appended.", rule, with_signature(good, raw + b"\0"), key, BAD)
    else:
        raw = unb64(good.rsplit(".", 1)[1])
        book.verify(name + "-cut", "A signature cut short.", rule, with_signature(good, raw[:64]), key, BAD)
    book.verify(name + "-no-signature", "No signature at all.", rule, with_signature(good, b""), key, BAD)


def names(book):
    rule = "RFC 7515 §4.1.1, RFC 8725 §3.1; verdict rule: algorithm; security T10"
    for name, alg in [("none", "none"), ("none-title", "None"), ("none-upper", "NONE"), ("none-mixed", "nOnE"), ("none-space", "none "), ("empty", "")]:
        text = b64('{"alg":"%s"}' % alg) + "." + b64('{"exp":%d}' % LATER) + "."
        signed = token({"alg": alg}, CLAIMS, SECRET, "HS256")
        book.verify(f"alg-name-{name}", "There is no algorithm none, however it is spelled.", rule, text, HS, REFUSED)
        book.verify(f"alg-name-{name}-signed", "Nor with a signature next to it.", rule, signed, HS, REFUSED)
    for name, alg in [("lower", "hs256"), ("mixed", "Hs256"), ("space", "HS256 "), ("dash", "HS-256"), ("nul", "HS256\0"), ("hs1", "HS1"), ("hs224", "HS224"),
                      ("encryption", "A128KW"), ("dir", "dir"), ("hash", "SHA256"), ("uri", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
                      ("prefix", "HS2"), ("longer", "HS2561")]:
        book.verify(f"alg-name-hs256-{name}", "A name that is not exactly an algorithm's is none.", rule,
                    token({"alg": alg}, CLAIMS, SECRET, "HS256"), HS, REFUSED)
    for name, alg, real in [("rs1", "RS1", "RS256"), ("es512k", "ES512K", "ES512"), ("eddsa-lower", "eddsa", "EdDSA"), ("ed25519-upper", "ED25519", "EdDSA"),
                            ("ed448", "Ed448", "EdDSA"), ("es256-lower", "es256", "ES256")]:
        key, signer = public_key(real)
        book.verify(f"alg-name-{name}", "A name that is not exactly an algorithm's is none.", rule, token({"alg": alg}, CLAIMS, signer, real), key, REFUSED)


def confusion(book):
    rule = "RFC 8725 §2.1 and §3.1; verdict rule: algorithm; security T01, T06"
    for key_alg, token_alg in [
        ("RS256", "PS256"), ("RS256", "RS384"), ("RS256", "RS512"), ("PS256", "RS256"), ("PS256", "PS384"), ("RS512", "RS256"), ("HS256", "HS384"), ("HS512", "HS256"),
        ("ES256", "ES384"), ("ES256", "ES256K"), ("ES256K", "ES256"), ("ES512", "ES384"), ("EdDSA", "ES256"), ("ES256", "EdDSA"), ("RS256", "ES256"), ("ES256", "RS256"),
        ("ML-DSA-44", "ML-DSA-65"), ("HS256", "RS256"), ("HS256", "EdDSA"), ("Ed25519", "HS256"), ("ML-DSA-44", "HS256"),
    ]:
        key, signer = public_key(key_alg)
        same_key = key_alg[:2] in ("RS", "PS") and token_alg[:2] in ("RS", "PS") or {key_alg[:2], token_alg[:2]} == {"HS"}
        real = signer if same_key else public_key(token_alg)[1]
        if token_alg.startswith("ML"):
            text = with_signature(token({"alg": token_alg}, CLAIMS, SEEDS[token_alg]), bytes(3309))
        else:
            text = token({"alg": token_alg}, CLAIMS, real)
        book.verify(f"alg-confusion-{key_alg}-key-{token_alg}-token".lower(), f"A key bound to {key_alg} judges no {token_alg} token, "
                    "not even one it could have signed.", rule, text, key, REFUSED)
    for name, form, key, alg in [("rsa-spki", "spki", RSA_A, "RS256"), ("rsa-pkcs1", "pkcs1-public", RSA_A, "RS256"), ("rsa-cert", "cert", RSA_A, "RS256"),
                                 ("ec-spki", "spki", EC_A["P-256"], "ES256"), ("ed-spki", "spki", ED_A, "EdDSA")]:
        text = pem(key, form)
        for variant, secret in [("", text), ("-stripped", text.strip()), ("-der", pem(key, form, "DER"))]:
            book.verify(f"alg-confusion-{name}-as-secret{variant}", "The public key's own text as an HMAC secret signs nothing.", rule,
                        token({"alg": "HS256"}, CLAIMS, secret), {"pem": text, "alg": alg}, REFUSED)
    rule = "RFC 9864 §2.2; verdict rule: EdDSA and Ed25519 are one"
    for key_alg, token_alg in [("EdDSA", "Ed25519"), ("Ed25519", "EdDSA")]:
        book.verify(f"alg-{key_alg}-key-{token_alg}-token".lower(), "Two names of one algorithm.", rule, token({"alg": token_alg}, CLAIMS, ED_A),
                    public_key(key_alg)[0])
    rule = "verdict rule: signature"
    for alg, other in [("HS256", None), ("RS256", RSA_B), ("PS256", RSA_B), ("ES256", EC_B["P-256"]), ("ES384", EC_B["P-384"]), ("ES512", EC_B["P-521"]),
                       ("ES256K", EC_B["secp256k1"]), ("EdDSA", ED_B)]:
        other = other or "another made-up secret of some length"
        book.verify(f"alg-{alg.lower()}-other-key", "Another key of the same kind signed it.", rule, token({"alg": alg}, CLAIMS, other), public_key(alg)[0], BAD)
    book.verify("alg-es256-hash-of-es384", "The right curve with the wrong hash.", rule,
                with_signature(token({"alg": "ES256"}, CLAIMS, EC_A["P-256"]), _ecdsa_sha384()), public_key("ES256")[0], BAD)


def _ecdsa_sha384():
    signed = token({"alg": "ES256"}, CLAIMS, EC_A["P-256"]).rsplit(".", 1)[0].encode()
    der = EC_A["P-256"].sign(signed, ec.ECDSA(hashes.SHA384(), deterministic_signing=True))
    return b"".join(n.to_bytes(32, "big") for n in decode_dss_signature(der))


def hmac_lengths(book):
    rule = "RFC 7518 §3.2; verdict rule: signature"
    for alg in ("HS256", "HS384", "HS512"):
        good = token({"alg": alg}, CLAIMS, SECRETS[alg])
        raw = unb64(good.rsplit(".", 1)[1])
        for name, cut in [("half", len(raw) // 2), ("one-byte", 1), ("three-bytes", 3)]:
            book.verify(f"alg-{alg.lower()}-mac-{name}", "A code cut short is not a code, however much of it is right.", rule,
                        with_signature(good, raw[:cut]), public_key(alg)[0], BAD)
    signed = token({"alg": "HS256"}, CLAIMS, SECRET).rsplit(".", 1)[0]

    def coded(name, why, code):
        book.verify("alg-hs256-" + name, why, rule, with_signature(signed + ".", code), HS, BAD)

    for other in ("HS384", "HS512"):
        coded(f"code-of-{other.lower()}", f"The {other} code under an HS256 header.", mac(other, SECRET, signed.encode()))
    coded("zeros", "Thirty-two zero bytes.", bytes(32))
    coded("hex", "The code in hex digits, encoded again.", mac("HS256", SECRET, signed.encode()).hex().encode())
    spelled, long = b"\x69\xb7\x1d" * 12, bytes(range(256)) * 2
    for name, why, used, given, answer in [
        ("decoded", "The secret's text is the secret: nothing decodes it first.", spelled, {"secret": b64(spelled)}, BAD),
        ("space", "A space at the secret's end belongs to it.", SECRET, {"secret": SECRET + " "}, BAD),
        ("unicode", "A secret outside ASCII is its UTF-8 bytes.", "\u00fc" * 16, {"secret": "\u00fc" * 16}, None),
        ("nul", "A NUL inside a secret ends nothing.", b"\0" + b"s" * 40, {"secret_hex": (b"\0" + b"s" * 40).hex()}, None),
        ("binary", "A secret may be any bytes.", bytes(range(200, 240)), {"secret_hex": bytes(range(200, 240)).hex()}, None),
        ("long", "A secret longer than the hash's block is hashed first, by HMAC itself.", long, {"secret_hex": long.hex()}, None),
    ]:
        book.verify("alg-hs256-secret-" + name, why, rule, token({"alg": "HS256"}, CLAIMS, used), given | {"alg": "HS256"}, answer)


def rsa(book):
    key, n = public_key("RS256")[0], RSA_A.private_numbers().public_numbers.n
    rule = "RFC 8017 §8.2.2, RFC 7518 §3.3; verdict rule: signature"
    good = token({"alg": "RS256"}, CLAIMS, RSA_A)
    signed, raw = good.rsplit(".", 1)[0].encode(), unb64(good.rsplit(".", 1)[1])
    info = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(signed).digest()
    full = b"\0\1" + b"\xff" * (256 - 3 - len(info)) + b"\0" + info
    assert raw_rsa(RSA_A, full) == raw
    for name, why, sig in [
        ("zero", "Zero is a signature of nothing.", bytes(256)), ("one", "One neither.", bytes(255) + b"\1"),
        ("n-minus-one", "The largest number below the modulus.", (n - 1).to_bytes(256, "big")), ("n", "The modulus itself.", n.to_bytes(256, "big")),
        ("leading-zero", "A zero byte in front makes it too long.", b"\0" + raw), ("all-ones", "A number beyond the modulus.", b"\xff" * 256),
        ("short-padding", "Eight bytes of padding and rubbish after the hash.",
         raw_rsa(RSA_A, (b"\0\1" + b"\xff" * 8 + b"\0" + info).ljust(256, b"\x5a"))),
        ("padding-type-2", "The padding of an encryption.", raw_rsa(RSA_A, b"\0\2" + full[2:])),
        ("padding-not-ones", "One padding byte is another.", raw_rsa(RSA_A, full[:50] + b"\xfe" + full[51:])),
        ("bare-hash", "The hash without its name.", raw_rsa(RSA_A, (b"\0\1" + b"\xff" * (256 - 35) + b"\0" + info[-32:]))),
        ("sha512-inside", "RS256 whose block names SHA-512.", RSA_A.sign(signed, padding.PKCS1v15(), hashes.SHA512())),
        ("sha1-inside", "RS256 whose block names SHA-1.", RSA_A.sign(signed, padding.PKCS1v15(), hashes.SHA1())),
        ("pss-inside", "A PSS signature under an RS256 header.", pss(RSA_A, "256", signed)),
    ]:
        book.verify(f"alg-rs256-{name}", why, rule, with_signature(good, sig), key, BAD)
    count = 0
    while True:  # A signature plus the modulus is the same number modulo n; some fit into 256 bytes.
        again = token({"alg": "RS256"}, CLAIMS | {"n": count}, RSA_A)
        more = int.from_bytes(unb64(again.rsplit(".", 1)[1]), "big") + n
        if more < 2**2048:
            break
        count += 1
    book.verify("alg-rs256-plus-modulus", "The right number plus the modulus is another spelling of it.", rule,
                with_signature(again, more.to_bytes(256, "big")), key, BAD)
    rule = "RFC 8017 §9.1.2, RFC 7518 §3.5; verdict rule: signature"
    key, good = public_key("PS256")[0], token({"alg": "PS256"}, CLAIMS, RSA_A)
    signed = good.rsplit(".", 1)[0].encode()
    for name, why, sig in [
        ("empty-salt", "The salt is as long as the hash, not empty.", pss(RSA_A, "256", signed, salt=b"")),
        ("short-salt", "The salt is as long as the hash, not shorter.", pss(RSA_A, "256", signed, salt=b"s" * 20)),
        ("long-salt", "The salt is as long as the hash, not as long as can be.", pss(RSA_A, "256", signed, salt=b"s" * 222)),
        ("mask-by-sha1", "The mask is made with the same hash.", pss(RSA_A, "256", signed, mgf="sha1")),
        ("sha384-inside", "PS256 made with SHA-384.", pss(RSA_A, "384", signed)),
        ("pkcs1-inside", "A PKCS #1 v1.5 signature under a PS256 header.", RSA_A.sign(signed, padding.PKCS1v15(), hashes.SHA256())),
        ("zero", "Zero is a signature of nothing.", bytes(256)),
    ]:
        book.verify(f"alg-ps256-{name}", why, rule, with_signature(good, sig), key, BAD)
    book.verify("alg-ps256-other-salt", "Any salt of the right length will do.", rule, with_signature(good, pss(RSA_A, "256", signed, salt=b"s" * 32)), key)


def ecdsa(book, alg):
    name, rule = "alg-" + alg.lower(), "RFC 7518 §3.4; verdict rule: signature; security T15"
    curve, size = CURVE_OF_ALG[alg], ECDSA[alg][1]
    key, signer = public_key(alg)
    good = token({"alg": alg}, CLAIMS, signer)
    raw = unb64(good.rsplit(".", 1)[1])
    r, s, n = int.from_bytes(raw[:size], "big"), int.from_bytes(raw[size:], "big"), ORDER[curve]

    def pair(a, b):
        return a.to_bytes(size, "big") + b.to_bytes(size, "big")

    for case, why, sig in [
        ("both-zero", "r and s of zero verify anything where they are not checked.", pair(0, 0)), ("r-zero", "r is at least one.", pair(0, s)),
        ("s-zero", "s is at least one.", pair(r, 0)), ("both-n", "The order is zero again.", pair(n, n)), ("r-n", "r is below the order.", pair(n, s)),
        ("s-n", "s is below the order.", pair(r, n)), ("both-one", "One and one sign nothing.", pair(1, 1)),
        ("all-ones", "Numbers beyond the order.", b"\xff" * (2 * size)),
        ("swapped", "s and r in the wrong order.", raw[size:] + raw[:size]), ("der", "The form of X.509 is not the form of JOSE.", encode_dss_signature(r, s)),
        ("r-alone", "Half a signature.", raw[:size]), ("twice", "A signature and itself again.", raw + raw),
        ("leading-zeros", "Each number with a zero byte in front.", b"\0" + raw[:size] + b"\0" + raw[size:]),
    ]:
        book.verify(f"{name}-{case}", why, rule, with_signature(good, sig), key, BAD)
    low, high = sorted((s, n - s))
    for case, number in (("low", low), ("high", high)):
        book.verify(f"{name}-{case}-s", "s and its negative both belong to a valid ECDSA signature; JOSE forbids neither.",
                    "RFC 7518 §3.4, FIPS 186-5 §6.4.2", with_signature(good, pair(r, number)), key)


def ed25519(book):
    rule = "RFC 8032 §5.1.7, RFC 8037 §3.1; verdict rule: signature"
    key, good = public_key("EdDSA")[0], token({"alg": "EdDSA"}, CLAIMS, ED_A)
    raw = unb64(good.rsplit(".", 1)[1])
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(raw[32:], "little")
    for name, why, sig in [
        ("s-plus-order", "The same number plus the order is another spelling of it.", raw[:32] + (s + order).to_bytes(32, "little")),
        ("zeros", "Sixty-four zero bytes.", bytes(64)), ("identity", "The neutral point and zero.", b"\1" + bytes(63)),
        ("swapped", "The halves in the wrong order.", raw[32:] + raw[:32]), ("half", "Half a signature.", raw[:32]),
        ("ed448-length", "As long as an Ed448 signature.", raw.ljust(114, b"\0")),
    ]:
        book.verify(f"alg-eddsa-{name}", why, rule, with_signature(good, sig), key, BAD)


def ml_dsa(book):
    rule = "RFC 9964 §3, FIPS 204 §5.2"
    alg = "ML-DSA-44"
    scheme, key = ML_DSA[alg], public_key(alg)[0]
    good = token({"alg": alg}, CLAIMS, SEEDS[alg])
    signed = good.rsplit(".", 1)[0].encode()
    secret = scheme.key_derive(SEEDS[alg])[1]
    other = scheme.key_derive(b"\7" * 32)[1]
    for name, why, sig in [
        ("with-context", "The context string is the empty one.", scheme.sign(secret, signed, ctx=b"JWT", deterministic=True)),
        ("other-key", "Another key of the same kind signed it.", scheme.sign(other, signed, deterministic=True)),
        ("signature-of-65", "A longer kind of signature.", bytes(3309)),
    ]:
        book.verify("alg-ml-dsa-44-" + name, why, rule, with_signature(good, sig), key, BAD)
    book.verify("alg-ml-dsa-44-private-key", "A private key verifies with its public half.", rule, good, private_key(alg))
