"""LikeCoin access tokens: header, segments, payload text and the order of the checks."""

from hs256 import b64, HEADER, other_spelling, text, token, with_signature
from likecoin import CLAIMS, GOLDEN, ISSUED, KEY, NOW, OTHER, ask, changed, grant, request


def envelope(v):
    for name, alg in [
        ("none", "none"), ("none-upper-case", "NONE"), ("lower-case", "hs256"), ("hs384", "HS384"), ("hs512", "HS512"),
        ("rs256", "RS256"), ("es256", "ES256"),
    ]:
        v.error(f"alg-{name}", "HS256 comes from the system, never from the header.", "LikeCoin trap 40",
                ask(CLAIMS, header={"alg": alg, "typ": "JWT"}), "algorithm_refused")
    v.error("really-hs512", "A good signature of another algorithm is refused all the same.", "LikeCoin trap 40",
            ask(CLAIMS, header={"alg": "HS512", "typ": "JWT"}, alg="HS512"), "algorithm_refused")
    v.error("alg-missing", "A header names its algorithm.", "RFC 7515 §4.1.1",
            ask(CLAIMS, header={"typ": "JWT"}), "header_malformed", "alg")
    v.error("crit", "An extension marked critical is not understood.", "security T30",
            ask(CLAIMS, header={**HEADER, "crit": ["exp"]}), "header_unsupported")
    v.error("b64-false", "Unencoded payloads are not JWTs.", "security T31",
            ask(CLAIMS, header={**HEADER, "b64": False}), "header_unsupported")
    v.error("typ-other", "Another kind of token is refused.", "LikeCoin access token B5.1",
            ask(CLAIMS, header={"alg": "HS256", "typ": "refresh+jwt"}), "type_refused")
    v.ok("typ-access-token", "at+jwt, the registered type of an access token, passes.", "RFC 9068 §2.1",
         ask(CLAIMS, header={"alg": "HS256", "typ": "at+jwt"}), grant())
    v.ok("header-extra", "Unknown header members, a kid among them, are ignored.", "LikeCoin access token B5.1",
         ask(CLAIMS, header={**HEADER, "kid": OTHER, "x": [1]}), grant())
    signature = GOLDEN.rsplit(".", 1)[1]
    for name, value, why in [
        ("signature-spare-bits", with_signature(GOLDEN, other_spelling(signature)),
         "Non-zero spare bits would give one signature several spellings."),
        ("signature-padded", GOLDEN + "=", "Padding does not exist in a token."),
        ("signature-standard-alphabet", with_signature(GOLDEN, signature.replace("_", "/")),
         "The standard alphabet's characters are refused."),
        ("trailing-space", GOLDEN + " ", "White space is never skipped."),
        ("with-scheme", "Bearer " + GOLDEN, "The scheme is not part of the token."),
        ("refresh-token", "j31UBpMTdt-zaqVrCUJ0Ap8ulbosoPUGS8rVls_QYBg", "A refresh token is not a JWT."),
        ("empty", "", "Nothing is not a token."),
    ]:
        v.error(name, why, "LikeCoin trap 39", request(value), "token_malformed")
    v.error("signature-empty", "An empty signature is a wrong signature.", "security T10",
            request(with_signature(GOLDEN, "")), "signature_invalid")
    v.error("payload-swapped", "The signature covers the payload.", "RFC 7515 §5.2",
            request(GOLDEN.split(".")[0] + "." + b64(text(changed(user="admin"))) + "." + signature), "signature_invalid")
    for name, payload, why in [
        ("duplicate-azp", text(CLAIMS)[:-1] + f',"azp":"{OTHER}"}}'.encode(), "A client named twice leaves two readings of who signed."),
        ("duplicate-scope", text(CLAIMS)[:-1] + b',"scope":["read","write"]}',
         "Scopes listed twice leave two readings of what is granted."),
        ("payload-trailing", text(CLAIMS) + b"x", "Nothing follows the claims."),
        ("payload-list", b"[" + text(CLAIMS) + b"]", "Claims are one object."),
        ("payload-not-utf8", text(CLAIMS).replace(b"william", b"\xff\xfe"), "Claims are UTF-8."),
    ]:
        v.error(name, why, "security T36", ask(payload), "payload_malformed")


def order(v):
    rule = "LikeCoin access token B5.18"

    def forged(claims, header=HEADER):
        return with_signature(token(claims, KEY, header), "A" * 43)

    for name, value, code, claim, why in [
        ("signature-before-expiry", forged(changed(exp=ISSUED)), "signature_invalid", None,
         "expired is reported only once the signature holds, since clients refresh on it."),
        ("algorithm-before-signature", forged(CLAIMS, {"alg": "HS512"}), "algorithm_refused", None,
         "The algorithm is judged before the signature."),
        ("client-before-signature", forged(changed(azp="x")), "client_unknown", None, "Without a client there is no key."),
        ("algorithm-before-client", token(changed(azp="x"), KEY, {"alg": "HS512"}), "algorithm_refused", None,
         "The algorithm is judged before a key is looked for."),
        ("exp-before-aud", token(changed(exp=ISSUED, aud="x"), KEY), "token_expired", "exp",
         "An expired token for somebody else is expired."),
        ("nbf-before-exp", token(changed(exp=ISSUED, nbf=NOW + 9), KEY), "token_not_yet_valid", "nbf", "nbf is judged before exp."),
        ("aud-before-iss", token(changed(aud="x", iss="x"), KEY), "audience_refused", "aud", "aud is judged before iss."),
        ("exp-before-iss", token(changed(exp=ISSUED, iss="x"), KEY), "token_expired", "exp", "exp is judged before iss."),
    ]:
        v.error(f"order-{name}", why, rule, request(value), code, claim)
    for name, members, code, claim in [
        ("exp", {"exp": ISSUED}, "token_expired", "exp"),
        ("aud", {"aud": "x"}, "audience_refused", "aud"),
        ("iss", {"iss": "x"}, "issuer_refused", "iss"),
    ]:
        v.error(f"order-{name}-before-scope", "The scope is judged last.", rule, ask(changed(**members), all=["email"]), code, claim)
