"""LikeCoin access tokens: what an OAuth client reads from its own token, which it cannot verify."""

from hs256 import b64, HEADER, text, token, with_signature
from likecoin import CLAIMS, END, GOLDEN, ISSUED, KEY, PUBLISHED, changed, grant, without
from book import Book


def request(value):
    return {"op": "likecoin_read", "token": value}


def ask(claims, header=HEADER):
    return request(token(claims, KEY, header))


def seen(**members):
    return {name: value for name, value in grant(**members).items() if name != "token_id"}


def build():
    v = Book("likecoin-read", "LikeCoin access tokens as an OAuth client sees them: decoded, not verified.")
    rule = "LikeCoin access token B5.10"
    v.ok("published-example", "The published example reads as documented, though its key is not public.", rule, request(PUBLISHED), seen())
    v.ok("published-example-peek", "The published example's header and payload, as text.", rule,
         {"op": "peek", "token": PUBLISHED}, {"header": HEADER, "payload": text(CLAIMS).decode()})
    v.ok("made-up-key", "The key does not matter for reading.", rule, request(GOLDEN), seen())
    v.ok("signature-wrong", "Reading does not look at the signature.", rule, request(with_signature(GOLDEN, "A" * 43)), seen())
    v.ok("signature-empty", "An empty signature is not an obstacle to reading.", rule, request(with_signature(GOLDEN, "")), seen())
    v.ok("expired", "Reading has no clock: an expired token tells when it expired.", "LikeCoin trap 27",
         ask(changed(iat=0, exp=1)), seen(issued_at=0, expires_at=1))
    v.ok("without-jti", "jti is not needed.", rule, ask(without("jti")), seen())
    v.ok("scope-text", "scope may be text; it is split at spaces.", "LikeCoin trap 18",
         ask(changed(scope="profile  email")), seen(scope=["profile", "email"]))
    v.ok("scope-empty", "A grant may be empty.", "LikeCoin access token B5.3", ask(changed(scope=[])), seen(scope=[]))
    v.ok("exp-fraction", "exp may have a fraction.", "LikeCoin trap 25", ask(changed(exp=END + 0.5)), seen(expires_at=END + 0.5))
    v.ok("unknown-claims", "Unknown claims are ignored.", rule, ask({**CLAIMS, "x": {"y": None}}), seen())
    v.ok("other-algorithm", "Reading does not judge the algorithm.", rule, ask(CLAIMS, header={"alg": "ES256", "typ": "JWT"}), seen())
    v.ok("crit", "Reading does not judge crit.", rule, ask(CLAIMS, header={**HEADER, "crit": ["x"]}), seen())
    for claim in ("user", "scope", "azp", "iat", "exp"):
        v.error(f"{claim}-missing", f"An access token has {claim}.", "LikeCoin access token B5.2",
                ask(without(claim)), "claim_missing", claim)
    for claim in ("user", "azp", "scope"):
        for name, value in [("number", 1), ("null", None), ("object", {}), ("true", True)]:
            v.error(f"{claim}-{name}", f"{claim} of a wrong type is refused, not guessed at.", "security T22",
                    ask(changed(**{claim: value})), "claim_malformed", claim)
    v.error("scope-list-with-number", "Every entry of scope is text.", "LikeCoin access token B5.3",
            ask(changed(scope=["profile", 1])), "claim_malformed", "scope")
    for claim in ("iat", "exp"):
        for name, value in [("text", str(ISSUED)), ("null", None), ("1e30", 1e30), ("list", [1])]:
            v.error(f"{claim}-{name}", "A time is a number within 2^53, or the token is refused.", "LikeCoin trap 25",
                    ask(changed(**{claim: value})), "claim_malformed", claim)
    for name, value, why in [
        ("refresh-token", "j31UBpMTdt-zaqVrCUJ0Ap8ulbosoPUGS8rVls_QYBg", "A refresh token is not a JWT and is never decoded."),
        ("empty", "", "Nothing is not a token."),
        ("two-segments", GOLDEN.rsplit(".", 1)[0], "A token has three segments."),
        ("padded", GOLDEN + "=", "Padding does not exist in a token."),
        ("leading-space", " " + GOLDEN, "White space is never skipped."),
        ("with-scheme", "Bearer " + GOLDEN, "The scheme is not part of the token."),
    ]:
        v.error(name, why, "LikeCoin trap 31", request(value), "token_malformed")
    v.error("header-list", "A header is an object.", "security T39", request(f"{b64(b'[]')}.{b64(text(CLAIMS))}."), "header_malformed")
    v.error("header-without-alg", "A header names its algorithm, also when nobody checks it.", "RFC 7515 §4.1.1",
            ask(CLAIMS, header={"typ": "JWT"}), "header_malformed", "alg")
    for name, payload, why in [
        ("payload-list", "[]", "Claims are an object."),
        ("payload-not-json", "user=x", "Claims are JSON."),
        ("payload-empty", "", "Claims are one object."),
        ("duplicate-exp", text(CLAIMS)[:-1] + b',"exp":9}', "A name twice leaves two readings."),
        ("payload-trailing", text(CLAIMS) + b"}", "Nothing follows the claims."),
        ("exp-1e400", text(CLAIMS).replace(str(END).encode(), b"1e400"), "A number no double can hold makes the payload unreadable."),
    ]:
        v.error(name, why, "security T36", ask(payload), "payload_malformed")
    return [v]
