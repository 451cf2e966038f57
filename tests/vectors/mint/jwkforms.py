"""JWKs in keys.json, and jwk-use.json: what a JWK may say about itself."""

from cryptography.hazmat.primitives.asymmetric import ed448, x25519

from book import LATER, Book, err
from testkeys import ALG_OF_CURVE, EC_A, EC_B, ED_A, ED_B, MLDSA, ORDER, RSA_A, RSA_B, SECRET, SECRETS, jwk, oct_jwk, stream, uint
from tokens import b64, thumbprint, token, unb64

INVALID, WEAK, UNSUITABLE, ARGUMENT = err("key_invalid"), err("key_weak"), err("key_unsuitable"), err("argument_invalid")


def known(alg, key, private, **more):
    """The expected key_info answer. The thumbprint of a shared secret is not shown (security T78)."""
    shown = {} if key["kty"] == "oct" else {"thumbprint": thumbprint(key)}
    return {"ok": {"alg": alg, "kty": key["kty"]} | shown | {"private": private} | more}


def jwks(book):
    rule = "RFC 7517 §4, RFC 7518 §6, RFC 7638; verdict rule: keys"
    for curve, alg in ALG_OF_CURVE.items():
        for private in (False, True):
            name = f"keys-jwk-{alg.lower()}-{'private' if private else 'public'}"
            book.key_info(name, "The curve names the algorithm.", rule, {"jwk": jwk(EC_A[curve], private)}, known(alg, jwk(EC_A[curve]), private))
            book.key_info(name + "-alg-kid", "alg may say so too, and kid is carried along.", rule, {"jwk": jwk(EC_A[curve], private, alg=alg, kid="k 1")},
                          known(alg, jwk(EC_A[curve]), private, kid="k 1"))
    for private in (False, True):
        half = "private" if private else "public"
        for alg, named in ((None, "EdDSA"), ("EdDSA", "EdDSA"), ("Ed25519", "Ed25519")):
            book.key_info(f"keys-jwk-ed25519-{half}-{(alg or 'no-alg').lower()}", "An Ed25519 key is known by the name it was imported under, EdDSA if by none.",
                          "RFC 8037 §2, RFC 9864", {"jwk": jwk(ED_A, private) | ({"alg": alg} if alg else {})}, known(named, jwk(ED_A), private))
        for alg in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"):
            book.key_info(f"keys-jwk-{alg.lower()}-{half}", "An RSA key bound to the algorithm it names.", rule, {"jwk": jwk(RSA_A, private, alg=alg)}, known(alg, jwk(RSA_A), private))
        book.key_info(f"keys-jwk-rsa-{half}-no-alg", "An RSA key alone has no algorithm.", rule, {"jwk": jwk(RSA_A, private)}, INVALID)
        book.key_info(f"keys-jwk-rsa-{half}-named", "The caller may name it.", rule, {"jwk": jwk(RSA_A, private), "alg": "PS256"}, known("PS256", jwk(RSA_A), private))
        for alg in MLDSA:
            if private or alg == "ML-DSA-44":
                book.key_info(f"keys-jwk-{alg.lower()}-{half}", "An ML-DSA key.", "RFC 9964", {"jwk": jwk(alg, private)}, known(alg, jwk(alg), private))
    for alg, secret in SECRETS.items():
        book.key_info(f"keys-jwk-oct-{alg.lower()}", "A secret as a JWK.", rule, {"jwk": oct_jwk(secret, alg=alg)}, known(alg, oct_jwk(secret), True))
        book.key_info(f"keys-jwk-oct-{alg.lower()}-named", "Its algorithm may come from the caller.", rule, {"jwk": oct_jwk(secret), "alg": alg}, known(alg, oct_jwk(secret), True))
    book.key_info("keys-jwk-oct-short-allowed", "A short secret that is meant.", rule, {"jwk": oct_jwk("short", alg="HS256"), "allow_short": True}, known("HS256", oct_jwk("short"), True))
    book.key_info("keys-jwk-unknown-members", "Unknown members are ignored.", "RFC 7517 §4", {"jwk": jwk(ED_A, foo=1, x5t="AAAA", ext=True, iat=5)}, known("EdDSA", jwk(ED_A), False))
    book.key_info("keys-jwk-kid-empty", "The empty text is a kid.", "RFC 7517 §4.5", {"jwk": jwk(ED_A, kid="")}, known("EdDSA", jwk(ED_A), False, kid=""))
    book.key_info("keys-jwk-kid-non-ascii", "Any text can be a kid.", "RFC 7517 §4.5", {"jwk": jwk(ED_A, kid="\u9375 1")}, known("EdDSA", jwk(ED_A), False, kid="\u9375 1"))


def bad_jwks(book):
    rule = "RFC 7517 §4, RFC 7518 §6; verdict rule: keys, key_invalid"
    point, rsa, okp, akp, sym = jwk(EC_A["P-256"], True), jwk(RSA_A, True, alg="RS256"), jwk(ED_A, True), jwk("ML-DSA-44", True), oct_jwk(alg="HS256")

    def case(name, why, key, answer=INVALID, rule=rule, **more):
        book.key_info("keys-jwk-bad-" + name, why, rule, {"jwk": key} | more, answer)

    def without(key, *names):
        return {k: v for k, v in key.items() if k not in names}

    case("empty", "An empty object is not a key.", {})
    case("kty-missing", "kty cannot be left out.", without(point, "kty"))
    case("kty-unknown", "There is no such kind of key.", point | {"kty": "XYZ"})
    case("kty-lower", "Kinds count as they are written.", point | {"kty": "ec"})
    case("kty-number", "kty is a string.", point | {"kty": 2})
    case("kty-null", "kty is a string.", point | {"kty": None})
    case("is-a-set", "A key set is not a key.", {"keys": [point]})
    for label, key in (("ec", point), ("rsa", rsa), ("okp", okp), ("akp", akp), ("oct", sym)):
        needed = {"ec": "crv x y", "rsa": "n e p q dp dq qi", "okp": "crv x", "akp": "alg pub", "oct": "k"}[label].split()
        for member in needed:
            # The public half of a private one could be computed.
            whole = {"okp": jwk(ED_A), "akp": jwk("ML-DSA-44")}.get(label, key)
            case(f"{label}-{member}-missing", f"{member} cannot be left out.", without(whole, member))
        for member in [m for m in needed if m not in ("crv", "alg")]:
            case(f"{label}-{member}-number", f"{member} is a string.", key | {member: 5})
        texts = [m for m in needed if m not in ("crv", "alg")][:2] + [m for m in ("d", "priv") if m in key]
        for member in texts:
            case(f"{label}-{member}-padded", "Padding is not base64url.", key | {member: key[member] + "="})
            case(f"{label}-{member}-space", "White space is not base64url.", key | {member: key[member][:4] + " " + key[member][4:]})
            case(f"{label}-{member}-empty", f"An empty {member} is none.", key | {member: ""}, WEAK if label == "oct" else INVALID)
    last = point["x"][-1]
    spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    case("ec-x-spare-bits", "Spare bits are zero.", point | {"x": point["x"][:-1] + spare[spare.index(last) + 1]})
    case("oct-k-standard-alphabet", "Plain base64 is another alphabet.", sym | {"k": b64(b"\xfb\xff" * 20).replace("-", "+").replace("_", "/")})
    case("ec-halves-differ", "d belongs to another point.", point | {"d": jwk(EC_B["P-256"], True)["d"]}, rule=rule + "; security T16")
    case("okp-halves-differ", "x belongs to another d: signing with it would give d away.", okp | {"x": jwk(ED_B)["x"]}, rule=rule + "; security T16")
    case("akp-halves-differ", "pub belongs to another seed.", akp | {"priv": b64(bytes(32))}, rule=rule + "; security T16")
    case("rsa-n-differs", "n is another key's.", rsa | {"n": jwk(RSA_B)["n"]}, rule=rule + "; security T16")
    case("rsa-d-differs", "d is another key's.", rsa | {"d": jwk(RSA_B, True)["d"]})
    case("rsa-primes-differ", "p and q are another key's.", rsa | {m: jwk(RSA_B, True)[m] for m in ("p", "q")})
    case("rsa-dp-differs", "dp is another key's.", rsa | {"dp": jwk(RSA_B, True)["dp"]})
    case("rsa-qi-differs", "qi is another key's.", rsa | {"qi": jwk(RSA_B, True)["qi"]})
    case("rsa-e-even", "An even exponent belongs to no RSA key.", jwk(RSA_A, alg="RS256") | {"e": b64(b"\1\0\0")})
    case("rsa-e-one", "An exponent of one signs nothing.", jwk(RSA_A, alg="RS256") | {"e": b64(b"\1")})
    case("rsa-e-zero", "An exponent of zero is none.", jwk(RSA_A, alg="RS256") | {"e": b64(b"\0")})
    case("rsa-n-even", "An even modulus belongs to no RSA key.", jwk(RSA_A, alg="RS256") | {"n": uint(RSA_A.private_numbers().public_numbers.n - 1)})
    for curve in ("P-256", "P-384", "P-521", "secp256k1"):
        key = jwk(EC_A[curve])
        wrong = bytearray(unb64(key["y"]))
        wrong[-1] ^= 1
        label = curve.lower()
        case(f"{label}-off-curve", "The point is not on the curve.", key | {"y": b64(bytes(wrong))})
        size = len(wrong)
        case(f"{label}-zero-point", "Zero and zero are not a point.", key | {"x": b64(bytes(size)), "y": b64(bytes(size))})
        case(f"{label}-x-short", "Coordinates have the curve's full length.", key | {"x": b64(unb64(key["x"])[1:])})
        case(f"{label}-x-long", "And not more than that.", key | {"x": b64(b"\0" + unb64(key["x"]))})
        secret = jwk(EC_A[curve], True)
        case(f"{label}-d-zero", "Zero is not a private key.", secret | {"d": b64(bytes(size))})
        case(f"{label}-d-order", "The order is not a private key either.", secret | {"d": uint(ORDER[curve], size)})
        case(f"{label}-d-short", "d has the curve's full length.", secret | {"d": b64(unb64(secret["d"])[1:])})
    case("curve-of-another", "A point of P-256 is none of secp256k1.", jwk(EC_A["P-256"]) | {"crv": "secp256k1"})
    case("okp-x-short", "x has thirty-two bytes.", jwk(ED_A) | {"x": b64(unb64(jwk(ED_A)["x"])[1:])})
    case("okp-x-long", "x has thirty-two bytes.", jwk(ED_A) | {"x": b64(unb64(jwk(ED_A)["x"]) + b"\0")})
    case("okp-d-long", "d has thirty-two bytes.", okp | {"d": b64(unb64(okp["d"]) + unb64(okp["x"]))})
    case("akp-pub-short", "pub has the algorithm's length.", jwk("ML-DSA-44") | {"pub": b64(unb64(akp["pub"])[1:])})
    case("akp-priv-short", "priv is a seed of thirty-two bytes.", akp | {"priv": b64(bytes(31))})
    case("akp-pub-of-another-level", "The length is that of another level.", jwk("ML-DSA-44") | {"alg": "ML-DSA-65"})
    case("kid-number", "kid is a string.", jwk(ED_A, kid=1))
    case("kid-null", "kid is a string.", jwk(ED_A, kid=None))
    case("alg-number", "alg is a string.", jwk(ED_A, alg=1))
    rule = "RFC 7517 §4.4; verdict rule: keys, alg against kty and crv"
    for name, key in [("p-256-es384", jwk(EC_A["P-256"], alg="ES384")), ("p-256-es256k", jwk(EC_A["P-256"], alg="ES256K")), ("p-256-hs256", jwk(EC_A["P-256"], alg="HS256")),
                      ("rsa-es256", jwk(RSA_A, alg="ES256")), ("rsa-hs256", jwk(RSA_A, alg="HS256")), ("okp-es256", jwk(ED_A, alg="ES256")), ("oct-rs256", oct_jwk(alg="RS256")),
                      ("oct-es256", oct_jwk(alg="ES256")), ("akp-es256", akp | {"alg": "ES256"}), ("okp-ml-dsa", jwk(ED_A, alg="ML-DSA-44"))]:
        case("alg-" + name, "alg contradicts the key it is in.", key, rule=rule)
    rule = "verdict rule: keys, key_unsuitable"
    for name, key in [("rsa-oaep", jwk(RSA_A, alg="RSA-OAEP")), ("rsa-oaep-256", jwk(RSA_A, alg="RSA-OAEP-256")), ("rsa1-5", jwk(RSA_A, alg="RSA1_5")), ("a128kw", oct_jwk(alg="A128KW")),
                      ("dir", oct_jwk(alg="dir")), ("ecdh-es", jwk(EC_A["P-256"], alg="ECDH-ES")), ("a256gcm", oct_jwk(alg="A256GCM"))]:
        case("alg-" + name, "A key for encryption signs nothing.", key, UNSUITABLE, rule)
    x = x25519.X25519PrivateKey.from_private_bytes(stream("x25519", 32)).public_key().public_bytes_raw()
    ed = ed448.Ed448PrivateKey.from_private_bytes(stream("ed448", 57)).public_key().public_bytes_raw()
    for name, key in [("x25519", {"kty": "OKP", "crv": "X25519", "x": b64(x)}), ("ed448", {"kty": "OKP", "crv": "Ed448", "x": b64(ed)})]:
        case(name, "A curve that signs no token here.", key, UNSUITABLE, rule)
    for name, key, alg in [("p-256-es384", jwk(EC_A["P-256"]), "ES384"), ("es256-es384", jwk(EC_A["P-256"], alg="ES256"), "ES384"), ("oct-rs256", oct_jwk(), "RS256"), ("rsa-hs256", jwk(RSA_A), "HS256"),
                           ("rs256-ps256", jwk(RSA_A, alg="RS256"), "PS256"), ("hs256-hs512", oct_jwk(SECRETS["HS512"], alg="HS256"), "HS512"), ("okp-es256", jwk(ED_A), "ES256"),
                           ("akp-44-65", jwk("ML-DSA-44"), "ML-DSA-65")]:
        case("named-" + name, "The caller names an algorithm the key has not.", key, UNSUITABLE, rule + "; security T05, T08", alg=alg)
    case("named-unknown", "The caller names an algorithm there is not.", jwk(ED_A), ARGUMENT, "verdict rule: keys", alg="none")
    rule = "RFC 7518 §3.2; verdict rule: keys, key_weak; security T11, T14"
    case("oct-short", "A secret shorter than the hash.", oct_jwk("s" * 31, alg="HS256"), WEAK, rule)
    case("oct-short-for-hs512", "Long enough for HS256, not for HS512.", oct_jwk("s" * 32, alg="HS512"), WEAK, rule)
    case("oct-empty-allow-short", "An empty secret is none, allowed or not.", oct_jwk("", alg="HS256"), WEAK, rule, allow_short=True)


def jwk_use():
    book = Book("jwk-use", "use and key_ops: a key meant for something else is not used, but can be looked at.")
    rule = "RFC 7517 §4.2 and §4.3; verdict rule: keys, use and key_ops"
    text = token({"alg": "EdDSA"}, {"exp": LATER}, ED_A)
    sym = token({"alg": "HS256"}, {"exp": LATER}, SECRET)
    for name, why, more, good in [
        ("use-sig", "A key for signatures.", {"use": "sig"}, True), ("ops-verify", "A key that verifies.", {"key_ops": ["verify"]}, True), ("both", "Both say so.", {"use": "sig", "key_ops": ["verify"]}, True),
        ("ops-several", "Among other things it verifies.", {"key_ops": ["deriveBits", "verify"]}, True), ("use-enc", "A key for encryption.", {"use": "enc"}, False),
        ("ops-sign", "A key that only signs.", {"key_ops": ["sign"]}, False), ("ops-empty", "A key for nothing.", {"key_ops": []}, False), ("ops-encrypt", "A key that encrypts.", {"key_ops": ["encrypt", "wrapKey"]}, False),
        ("use-enc-ops-verify", "One of the two forbids it.", {"use": "enc", "key_ops": ["verify"]}, False), ("use-sig-ops-encrypt", "One of the two forbids it.", {"use": "sig", "key_ops": ["encrypt"]}, False),
        ("ops-other-case", "Operations count as they are written.", {"key_ops": ["Verify"]}, False),
    ]:
        book.verify("jwk-verify-" + name, why, rule, text, {"jwk": jwk(ED_A, **more)}, None if good else UNSUITABLE)
        book.verify("jwk-verify-secret-" + name, why, rule, sym, {"jwk": oct_jwk(alg="HS256", **more)}, None if good else UNSUITABLE)
    claims = '{"exp":%d}' % LATER
    signed = token({"alg": "EdDSA", "typ": "JWT"}, claims, ED_A)
    for name, why, more, good in [
        ("use-sig", "A key for signatures.", {"use": "sig"}, True), ("ops-sign", "A key that signs.", {"key_ops": ["sign"]}, True), ("ops-both", "A key that does both.", {"key_ops": ["sign", "verify"]}, True),
        ("use-enc", "A key for encryption.", {"use": "enc"}, False), ("ops-verify", "A key that only verifies.", {"key_ops": ["verify"]}, False), ("ops-empty", "A key for nothing.", {"key_ops": []}, False),
        ("ops-decrypt", "A key that decrypts.", {"key_ops": ["decrypt"]}, False),
    ]:
        book.sign("jwk-sign-" + name, why, rule, {"jwk": jwk(ED_A, True, **more)}, claims, {"ok": {"token": signed}} if good else UNSUITABLE)
    book.verify("jwk-verify-private-ops-sign", "A private key that only signs does not verify.", rule, text, {"jwk": jwk(ED_A, True, key_ops=["sign"])}, UNSUITABLE)
    for name, more in [("use-enc", {"use": "enc"}), ("ops-encrypt", {"key_ops": ["encrypt"]}), ("ops-sign", {"key_ops": ["sign"]})]:
        book.key_info("jwk-info-" + name, "What a key is for is judged when it is to be used, not when it is read.", rule, {"jwk": jwk(ED_A, **more)},
                      known("EdDSA", jwk(ED_A), False))
    for name, why, ops in [("twice", "An operation may not be named twice.", ["verify", "verify"]),
                           ("twice-apart", "Nor with another between.", ["verify", "sign", "verify"])]:
        book.key_info("jwk-info-ops-" + name, why, "RFC 7517 §4.3", {"jwk": jwk(ED_A, key_ops=ops)}, INVALID)
