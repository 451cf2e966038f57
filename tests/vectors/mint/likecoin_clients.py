"""LikeCoin access tokens: which client and which key."""

import hashlib
import hmac

from hs256 import b64, derived_key, text
from likecoin import (
    CLAIMS, CLIENT, COMMON, END, GOLDEN, HOST, ISSUED, KEY, OTHER_SECRET, PUBLISHED, SECRET, USER, ask, changed, grant, request, without,
)


def clients(v):
    rule = "LikeCoin trap 16"
    for name, value, why in [
        ("unknown", "ffffffffffffffffffff", "An unknown client is a failure; no other key is tried."),
        ("empty", "", "An empty client id is unknown."),
        ("number", 2, "azp is text."),
        ("null", None, "null names no client."),
        ("list", [CLIENT], "A list with a known client in it is not a client."),
        ("true", True, "A boolean names no client."),
        ("object", {}, "An object names no client."),
        ("upper-case", CLIENT.upper(), "Client ids are compared byte for byte."),
        ("final-space", CLIENT + " ", "Client ids are not trimmed."),
        ("nul", CLIENT + "\u0000", "A NUL does not end the comparison."),
        ("proto", "__proto__", "A name in JavaScript's prototypes is not a client."),
        ("constructor", "constructor", "A name in JavaScript's prototypes is not a client."),
        ("to-string", "toString", "A name in JavaScript's prototypes is not a client."),
        ("prefix", CLIENT[:10], "A part of a client id is not the client id."),
    ]:
        v.error(f"azp-{name}", why, rule, ask(changed(azp=value)), "client_unknown")
    v.error("azp-missing", "A token without azp is a login session, not an OAuth access token.", "LikeCoin trap 17",
            ask(without("azp")), "client_unknown")
    v.error("azp-missing-client-id", "client_id does not replace azp.", "LikeCoin trap 17",
            ask({**without("azp"), "client_id": CLIENT}), "client_unknown")
    v.error("azp-missing-iss-known", "iss selects a client in LiveLike's tokens, not in LikeCoin's.", "LikeCoin trap 17",
            ask({**without("azp"), "iss": CLIENT}), "client_unknown")
    v.error("session-of-2018", "Tokens of 2018 had permissions, an audience per client and no azp.", "LikeCoin access token B5.16",
            ask({"permissions": ["read", "like"], "user": USER, "aud": "test"}), "client_unknown")
    v.ok("client-named-constructor", "A client id that is also a name in JavaScript's prototypes is an ordinary key.", "LikeCoin trap 23",
         ask(changed(azp="constructor"), clients={"constructor": SECRET}), grant(client_id="constructor"))
    # Whoever signed these with the server's own key is refused before any signature is looked at, so the signature's bytes are made up.
    made_up = b64(hashlib.sha512(b"made up").digest())
    for name, alg, payload, why in [
        ("server-key-unknown-azp", "ES256", changed(azp="unknown"),
         "The real server falls back to its own key for an unknown azp; that fallback does not exist here."),
        ("server-key-known-azp", "RS256", CLAIMS, "The header never chooses another kind of key."),
        ("login-session", "ES256", {"user": USER, "permissions": ["read"], "iat": ISSUED, "exp": END, "aud": HOST, "iss": HOST},
         "A login session signed with the server's own key is another kind of token."),
    ]:
        v.error(name, why, "LikeCoin access token B5.12",
                request(f"{b64(text({'alg': alg, 'typ': 'JWT'}))}.{b64(text(payload))}.{made_up}"), "algorithm_refused")
    digest = hmac.new(COMMON.encode(), SECRET.encode(), hashlib.sha256).digest()
    hashed = hashlib.sha256((COMMON + SECRET).encode()).hexdigest()
    for name, key, why, trap in [
        ("key-raw-digest", digest, "The key is the digest's hex text, not the digest.", 13),
        ("key-upper-case-hex", KEY.upper(), "The hex text is lower case.", 13),
        ("key-base64-digest", b64(digest), "The key is hex text, not base64.", 13),
        ("key-hex-with-newline", KEY + "\n", "The key is exactly 64 characters.", 13),
        ("key-swapped", derived_key(SECRET, COMMON),
         "The common secret is the key and the client's secret the message, not the other way round.", 14),
        ("key-plain-sha256", hashed, "The derivation is HMAC, not a hash of both secrets.", 14),
        ("key-client-secret", SECRET, "A client that signs with its own secret cannot make access tokens.", 13),
        ("key-common-secret", COMMON, "The common secret itself signs nothing.", 13),
        ("key-client-id", CLIENT, "The public client id is not a key.", 13),
        ("key-empty-common", derived_key("", SECRET), "A key derived from an empty common secret is another key.", 15),
        ("key-empty", "", "An empty key is anybody's.", 15),
        ("key-of-other-client", derived_key(COMMON, OTHER_SECRET), "A client cannot make tokens in another client's name.", 16),
    ]:
        v.error(name, why, f"LikeCoin trap {trap}", ask(CLAIMS, key=key), "signature_invalid")
    v.error("published-example", "The published example was signed with a key that is not public.", "LikeCoin access token B5.10",
            request(PUBLISHED), "signature_invalid")
    v.error("common-secret-changed", "Another common secret changes every key.", "LikeCoin access token B5.9",
            request(GOLDEN, common_secret="x"), "signature_invalid")
    v.error("client-secret-changed", "Another client secret changes the client's key.", "LikeCoin access token B5.9",
            request(GOLDEN, clients={CLIENT: "x"}), "signature_invalid")
    v.error("common-secret-empty", "A verifier with a blank common secret is refused when it is built.", "LikeCoin trap 15",
            ask(CLAIMS, key=derived_key("", SECRET), common_secret=""), "key_weak")
    v.error("common-secret-space", "A common secret of white space is a forgotten setting.", "LikeCoin trap 15",
            ask(CLAIMS, key=derived_key(" ", SECRET), common_secret=" "), "key_weak")
    v.error("client-secret-empty", "A client without a secret verifies nothing.", "LikeCoin trap 15",
            ask(CLAIMS, key=derived_key(COMMON, ""), clients={CLIENT: ""}), "key_weak")
