"""LikeCoin access tokens: verification."""

import hashlib
import hmac

import likecoin_demands
from jws import HEADER, b64, derived_key, other_spelling, text, token, with_signature
from likecoin import CLAIMS, CLIENT, COMMON, END, GOLDEN, HOST, ISSUED, JTI, KEY, NOW, OTHER, OTHER_SECRET, PUBLISHED, SECRET, USER
from likecoin import changed, grant, request, without
from vectors import Vectors


def happy(v):
    v.ok("golden", "A token of the documented shape names user, scopes and client.", "LikeCoin access token B5.2", request(GOLDEN), grant())
    v.ok("order-free", "Claim order matters only when bytes are compared.", "LikeCoin trap 37", request(token(dict(reversed(CLAIMS.items())), KEY)), grant())
    v.ok("without-jti", "jti is not required; there is then no token id.", "LikeCoin access token B5.20", request(token(without("jti"), KEY)),
         {name: value for name, value in grant().items() if name != "token_id"})
    v.ok("other-client", "azp selects the client whose derived key verifies the token.", "LikeCoin access token B5.11",
         request(token(changed(azp=OTHER), derived_key(COMMON, OTHER_SECRET))), grant(client_id=OTHER))
    v.ok("production-host", "The host is a setting; production's is like.co.", "LikeCoin trap 36",
         request(token(changed(aud="like.co", iss="like.co"), KEY), host="like.co"), grant())
    v.ok("unknown-claims", "Claims the system does not know change nothing.", "LikeCoin access token B5.8",
         request(token({**CLAIMS, "client_id": "other", "sub": "s", "email": "e@example.com", "kid": 1}, KEY)), grant())
    v.ok("user-not-ascii", "A user's name may be any text.", "LikeCoin access token B5.8", request(token(changed(user="陳大文"), KEY)), grant(user="陳大文"))
    v.ok("aud-list", "aud may be a list with the host in it.", "LikeCoin access token B5.19", request(token(changed(aud=["x", HOST]), KEY)), grant())
    v.ok("aud-list-of-one", "aud may be a list of one.", "LikeCoin access token B5.19", request(token(changed(aud=[HOST]), KEY)), grant())
    for name, scope, handed, why in [
        ("scope-text", "profile read:like", ["profile", "read:like"], "scope may be text; it is split at spaces."),
        ("scope-text-double-space", " profile  email ", ["profile", "email"], "Empty pieces of a scope text are dropped."),
        ("scope-text-one", "profile", ["profile"], "A scope text of one word is a list of one."),
        ("scope-text-empty", "", [], "An empty scope text is an empty list."),
        ("scope-list-empty", [], [], "An empty list grants nothing and is no error by itself."),
        ("scope-more-than-asked", ["profile", "read:civic_liker", "write:civic_liker"], ["profile", "read:civic_liker", "write:civic_liker"],
         "A token may list more scopes than were asked for; all are handed out."),
        ("scope-published-later", ["read:like.info", "read:like.button"], ["read:like.info", "read:like.button"], "Child scopes are handed out as they are."),
    ]:
        v.ok(name, why, "LikeCoin access token B5.3", request(token(changed(scope=scope), KEY)), grant(scope=handed))
    v.ok("scope-absent", "A token without scope is good, and grants nothing.", "LikeCoin access token B5.3", request(token(without("scope"), KEY)), grant(scope=[]))


def times(v):
    exp = "LikeCoin trap 24"
    v.ok("one-second-before-exp", "A token holds until the second before exp.", exp, request(GOLDEN, END - 1), grant())
    v.ok("just-before-exp", "A clock with fractions is compared as it is.", exp, request(GOLDEN, END - 0.25), grant())
    for name, now, why in [("at-exp", END, "A token is expired at the very second exp."), ("after-exp", END + 1, "A token is expired after exp."),
                           ("long-after-exp", END + 10**9, "An expired token stays expired."), ("system-clock", None, "Without now the system's clock decides.")]:
        v.error(name, why, exp, request(GOLDEN, now), "token_expired", "exp")
    v.ok("before-iat", "iat decides nothing: a clock behind it is no reason to refuse.", "LikeCoin access token B5.17", request(GOLDEN, ISSUED - 1000), grant())
    v.ok("exp-fraction", "exp may have a fraction, and it counts.", "LikeCoin trap 25", request(token(changed(exp=END + 0.5), KEY), END), grant(expires_at=END + 0.5))
    v.error("exp-fraction-reached", "exp with a fraction is reached at that fraction.", "LikeCoin trap 25", request(token(changed(exp=END + 0.5), KEY), END + 0.5),
            "token_expired", "exp")
    v.ok("exp-long-life", "The hour is the issuer's habit; a longer life is not refused.", "LikeCoin access token B5.14",
         request(token(changed(exp=ISSUED + 2592000), KEY), END + 5), grant(expires_at=ISSUED + 2592000))
    v.error("exp-missing", "A token that never ends is refused, though the real server takes it.", "LikeCoin access token B5.17", request(token(without("exp"), KEY)),
            "claim_missing", "exp")
    v.error("iat-missing", "iat is part of every access token.", "LikeCoin access token B5.2", request(token(without("iat"), KEY)), "claim_missing", "iat")
    for claim in ("exp", "iat", "nbf"):
        for name, value, why in [
            ("text", "1552045346", "A number in quotes is not a number."), ("null", None, "null is not an absent time."), ("true", True, "A boolean is not a time."),
            ("1e30", 1e30, "A time beyond any calendar must not overflow into \"never\"."), ("below-minus-2-53", -(2**53) - 2, "A huge negative time must not wrap."),
        ]:
            v.error(f"{claim}-{name}", why, "LikeCoin trap 25", request(token({**CLAIMS, claim: value}, KEY)), "claim_malformed", claim)
    v.error("exp-zero", "exp 0 is 1970, not \"never\".", "security T23", request(token(changed(exp=0), KEY)), "token_expired", "exp")
    v.error("exp-1e400", "A number no double can hold makes the payload unreadable.", "security T23",
            request(token(text(CLAIMS).replace(str(END).encode(), b"1e400"), KEY)), "payload_malformed")
    v.ok("nbf-reached", "nbf is obeyed if present: at nbf the token holds.", "LikeCoin access token B5.17", request(token({**CLAIMS, "nbf": NOW}, KEY)), grant())
    v.error("nbf-ahead", "Before nbf the token does not hold yet, with no leeway.", "LikeCoin access token B5.17", request(token({**CLAIMS, "nbf": NOW + 1}, KEY)),
            "token_not_yet_valid", "nbf")
    v.error("now-beyond-2-53", "A clock beyond 2^53 seconds is the caller's mistake.", "verdict rules: clock", request(GOLDEN, 1e17), "argument_invalid")


def claims(v):
    for claim, code, rule in [("aud", "audience_refused", "LikeCoin access token B5.19"), ("iss", "issuer_refused", "LikeCoin access token B5.6")]:
        v.error(f"{claim}-missing", f"A token without {claim} was not made for this host.", rule, request(token(without(claim), KEY)), code, claim)
        for name, value, why in [
            ("production", "like.co", "A token of the production network does not hold on the test network."),
            ("other-case", "Rinkeby.like.co", "Host names are compared byte for byte."),
            ("with-scheme", "https://rinkeby.like.co", "The value is a bare host name."),
            ("with-slash", "rinkeby.like.co/", "The value is a bare host name."),
            ("api-host", "api.rinkeby.like.co", "The value is not the API's host name."),
            ("longer", "rinkeby.like.co.evil.example", "The host's name is not matched by its beginning."),
            ("empty", "", "Empty text is another host."),
        ]:
            v.error(f"{claim}-{name}", why, rule, request(token({**CLAIMS, claim: value}, KEY)), code, claim)
        for name, value in [("number", 5), ("null", None), ("object", {HOST: True})]:
            v.error(f"{claim}-{name}", f"{claim} of a wrong type is refused, never skipped.", "security T22", request(token({**CLAIMS, claim: value}, KEY)),
                    "claim_malformed", claim)
    v.error("aud-list-of-others", "A list without the host is for others.", "LikeCoin trap 35", request(token(changed(aud=["like.co", "x"]), KEY)),
            "audience_refused", "aud")
    v.error("aud-list-empty", "An empty list is for nobody.", "security T28", request(token(changed(aud=[]), KEY)), "audience_refused", "aud")
    v.error("aud-list-mixed", "Every entry of aud is text, even beside the right one.", "security T22", request(token(changed(aud=[HOST, 1]), KEY)), "claim_malformed", "aud")
    v.error("aud-two-in-one", "aud is not a space-separated list.", "LikeCoin access token B5.19", request(token(changed(aud=f"x {HOST}"), KEY)), "audience_refused", "aud")
    v.error("iss-list", "iss is text, not a list with the host in it.", "security T21", request(token(changed(iss=[HOST]), KEY)), "claim_malformed", "iss")
    v.error("test-token-in-production", "The test network's token does not hold in production.", "LikeCoin trap 36", request(GOLDEN, host="like.co"),
            "audience_refused", "aud")
    v.error("user-missing", "A token without a user speaks for nobody.", "LikeCoin access token B5.8", request(token(without("user"), KEY)), "claim_missing", "user")
    v.error("user-in-sub", "sub does not stand in for user.", "LikeCoin access token B5.8", request(token({**without("user"), "sub": USER}, KEY)), "claim_missing", "user")
    for name, value in [("number", 1), ("null", None), ("list", [USER]), ("object", {"id": USER}), ("true", True)]:
        v.error(f"user-{name}", "user is text.", "LikeCoin access token B5.2", request(token(changed(user=value), KEY)), "claim_malformed", "user")
    for name, value in [("number", 1), ("null", None), ("object", {"profile": True}), ("true", True), ("list-with-number", ["profile", 1]),
                        ("list-with-null", [None]), ("list-in-list", [["profile"]])]:
        v.error(f"scope-{name}", "scope is text or a list of text.", "LikeCoin access token B5.3", request(token(changed(scope=value), KEY)), "claim_malformed", "scope")
    v.error("jti-number", "jti is text if present.", "LikeCoin access token B5.7", request(token(changed(jti=1), KEY)), "claim_malformed", "jti")
    v.error("sub-number", "sub is text if present.", "RFC 7519 §4.1.2", request(token({**CLAIMS, "sub": 1}, KEY)), "claim_malformed", "sub")


def clients(v):
    rule = "LikeCoin trap 16"
    for name, value, why in [
        ("unknown", "ffffffffffffffffffff", "An unknown client is a failure; no other key is tried."), ("empty", "", "An empty client id is unknown."),
        ("number", 2, "azp is text."), ("null", None, "null names no client."), ("list", [CLIENT], "A list with a known client in it is not a client."),
        ("true", True, "A boolean names no client."), ("object", {}, "An object names no client."), ("upper-case", CLIENT.upper(), "Client ids are compared byte for byte."),
        ("final-space", CLIENT + " ", "Client ids are not trimmed."), ("nul", CLIENT + "\u0000", "A NUL does not end the comparison."),
        ("proto", "__proto__", "A name in JavaScript's prototypes is not a client."), ("constructor", "constructor", "A name in JavaScript's prototypes is not a client."),
        ("to-string", "toString", "A name in JavaScript's prototypes is not a client."), ("prefix", CLIENT[:10], "A part of a client id is not the client id."),
    ]:
        v.error(f"azp-{name}", why, rule, request(token(changed(azp=value), KEY)), "client_unknown")
    v.error("azp-missing", "A token without azp is a login session, not an OAuth access token.", "LikeCoin trap 17", request(token(without("azp"), KEY)), "client_unknown")
    v.error("azp-missing-client-id", "client_id does not stand in for azp.", "LikeCoin trap 17", request(token({**without("azp"), "client_id": CLIENT}, KEY)), "client_unknown")
    v.error("azp-missing-iss-known", "iss selects a client in LiveLike's tokens, not in LikeCoin's.", "LikeCoin trap 17",
            request(token({**without("azp"), "iss": CLIENT}, KEY)), "client_unknown")
    v.error("session-of-2018", "Tokens of 2018 had permissions, an audience per client and no azp.", "LikeCoin access token B5.16",
            request(token({"permissions": ["read", "like"], "user": USER, "aud": "test"}, KEY)), "client_unknown")
    v.ok("client-named-constructor", "A client id that is also a name in JavaScript's prototypes is an ordinary key.", "LikeCoin trap 23",
         request(token(changed(azp="constructor"), KEY), clients={"constructor": SECRET}), grant(client_id="constructor"))
    # Whoever signed these with the server's own key is refused before any signature is looked at, so the signature's bytes are made up.
    made_up = b64(hashlib.sha512(b"made up").digest())
    for name, alg, payload, why in [
        ("server-key-unknown-azp", "ES256", changed(azp="unknown"), "The real server falls back to its own key for an unknown azp; that fallback does not exist here."),
        ("server-key-known-azp", "RS256", CLAIMS, "The header never chooses another kind of key."),
        ("login-session", "ES256", {"user": USER, "permissions": ["read"], "iat": ISSUED, "exp": END, "aud": HOST, "iss": HOST},
         "A login session signed with the server's own key is another kind of token."),
    ]:
        v.error(name, why, "LikeCoin access token B5.12", request(f"{b64(text({'alg': alg, 'typ': 'JWT'}))}.{b64(text(payload))}.{made_up}"), "algorithm_refused")
    digest = hmac.new(COMMON.encode(), SECRET.encode(), hashlib.sha256).digest()
    for name, key, why, trap in [
        ("key-raw-digest", digest, "The key is the digest's hex text, not the digest.", 13), ("key-upper-case-hex", KEY.upper(), "The hex text is lower case.", 13),
        ("key-base64-digest", b64(digest), "The key is hex text, not base64.", 13), ("key-hex-with-newline", KEY + "\n", "The key is exactly 64 characters.", 13),
        ("key-swapped", derived_key(SECRET, COMMON), "The common secret is the key and the client's secret the message, not the other way round.", 14),
        ("key-plain-sha256", hashlib.sha256((COMMON + SECRET).encode()).hexdigest(), "The derivation is HMAC, not a hash of both secrets.", 14),
        ("key-client-secret", SECRET, "A client that signs with its own secret cannot make access tokens.", 13),
        ("key-common-secret", COMMON, "The common secret itself signs nothing.", 13), ("key-client-id", CLIENT, "The public client id is not a key.", 13),
        ("key-empty-common", derived_key("", SECRET), "A key derived from an empty common secret is another key.", 15), ("key-empty", "", "An empty key is anybody's.", 15),
        ("key-of-other-client", derived_key(COMMON, OTHER_SECRET), "A client cannot make tokens in another client's name.", 16),
    ]:
        v.error(name, why, f"LikeCoin trap {trap}", request(token(CLAIMS, key)), "signature_invalid")
    v.error("published-example", "The published example was signed with a key nobody here has.", "LikeCoin access token B5.10", request(PUBLISHED), "signature_invalid")
    v.error("common-secret-changed", "Another common secret changes every key.", "LikeCoin access token B5.9", request(GOLDEN, common_secret="x"), "signature_invalid")
    v.error("client-secret-changed", "Another client secret changes the client's key.", "LikeCoin access token B5.9", request(GOLDEN, clients={CLIENT: "x"}), "signature_invalid")
    v.error("common-secret-empty", "A verifier with a blank common secret is refused when it is built.", "LikeCoin trap 15",
            request(token(CLAIMS, derived_key("", SECRET)), common_secret=""), "key_weak")
    v.error("common-secret-space", "A common secret of white space is a forgotten setting.", "LikeCoin trap 15",
            request(token(CLAIMS, derived_key(" ", SECRET)), common_secret=" "), "key_weak")
    v.error("client-secret-empty", "A client without a secret verifies nothing.", "LikeCoin trap 15", request(token(CLAIMS, derived_key(COMMON, "")), clients={CLIENT: ""}), "key_weak")


def envelope(v):
    for name, alg in [("none", "none"), ("none-upper-case", "NONE"), ("lower-case", "hs256"), ("hs384", "HS384"), ("hs512", "HS512"), ("rs256", "RS256"), ("es256", "ES256")]:
        v.error(f"alg-{name}", "HS256 comes from the system, never from the header.", "LikeCoin trap 40", request(token(CLAIMS, KEY, {"alg": alg, "typ": "JWT"})), "algorithm_refused")
    v.error("really-hs512", "A good signature of another algorithm is refused all the same.", "LikeCoin trap 40",
            request(token(CLAIMS, KEY, {"alg": "HS512", "typ": "JWT"}, hashlib.sha512)), "algorithm_refused")
    v.error("alg-missing", "A header names its algorithm.", "RFC 7515 §4.1.1", request(token(CLAIMS, KEY, {"typ": "JWT"})), "header_malformed")
    v.error("crit", "An extension marked critical is not understood.", "security T30", request(token(CLAIMS, KEY, {**HEADER, "crit": ["exp"]})), "header_unsupported")
    v.error("b64-false", "Unencoded payloads are not JWTs.", "security T31", request(token(CLAIMS, KEY, {**HEADER, "b64": False})), "header_unsupported")
    v.error("typ-other", "Another kind of token is refused.", "LikeCoin access token B5.1", request(token(CLAIMS, KEY, {"alg": "HS256", "typ": "refresh+jwt"})), "type_refused")
    v.ok("typ-access-token", "at+jwt, the registered type of an access token, passes.", "RFC 9068 §2.1", request(token(CLAIMS, KEY, {"alg": "HS256", "typ": "at+jwt"})), grant())
    v.ok("header-extra", "Unknown header members, a kid among them, are ignored.", "LikeCoin access token B5.1", request(token(CLAIMS, KEY, {**HEADER, "kid": OTHER, "x": [1]})), grant())
    signature = GOLDEN.rsplit(".", 1)[1]
    for name, value, why in [
        ("signature-spare-bits", with_signature(GOLDEN, other_spelling(signature)), "Non-zero spare bits would give one signature several spellings."),
        ("signature-padded", GOLDEN + "=", "Padding does not exist in a token."),
        ("signature-standard-alphabet", with_signature(GOLDEN, signature.replace("_", "/")), "The standard alphabet's characters are refused."),
        ("trailing-space", GOLDEN + " ", "White space is never skipped."), ("with-scheme", "Bearer " + GOLDEN, "The scheme is not part of the token."),
        ("refresh-token", "j31UBpMTdt-zaqVrCUJ0Ap8ulbosoPUGS8rVls_QYBg", "A refresh token is not a JWT."), ("empty", "", "Nothing is not a token."),
    ]:
        v.error(name, why, "LikeCoin trap 39", request(value), "token_malformed")
    v.error("signature-empty", "An empty signature is a wrong signature.", "security T10", request(with_signature(GOLDEN, "")), "signature_invalid")
    v.error("payload-swapped", "The signature covers the payload.", "RFC 7515 §5.2",
            request(GOLDEN.split(".")[0] + "." + b64(text(changed(user="admin"))) + "." + signature), "signature_invalid")
    for name, payload, why in [
        ("duplicate-azp", text(CLAIMS)[:-1] + f',"azp":"{OTHER}"}}'.encode(), "A client named twice leaves two readings of who signed."),
        ("duplicate-scope", text(CLAIMS)[:-1] + b',"scope":["read","write"]}', "Scopes listed twice leave two readings of what is granted."),
        ("payload-trailing", text(CLAIMS) + b"x", "Nothing follows the claims."), ("payload-list", b"[" + text(CLAIMS) + b"]", "Claims are one object."),
        ("payload-not-utf8", text(CLAIMS).replace(b"william", b"\xff\xfe"), "Claims are UTF-8."),
    ]:
        v.error(name, why, "security T36", request(token(payload, KEY)), "payload_malformed")


def order(v):
    rule = "LikeCoin access token B5.18"
    forged = "A" * 43
    for name, value, code, claim, why in [
        ("signature-before-expiry", with_signature(token(changed(exp=ISSUED), KEY), forged), "signature_invalid", None,
         "expired is reported only once the signature holds, since clients refresh on it."),
        ("algorithm-before-signature", with_signature(token(CLAIMS, KEY, {"alg": "HS512"}), forged), "algorithm_refused", None, "The algorithm is judged before the signature."),
        ("client-before-signature", with_signature(token(changed(azp="x"), KEY), forged), "client_unknown", None, "Without a client there is no key."),
        ("algorithm-before-client", token(changed(azp="x"), KEY, {"alg": "HS512"}), "algorithm_refused", None, "The algorithm is judged before a key is looked for."),
        ("exp-before-aud", token(changed(exp=ISSUED, aud="x"), KEY), "token_expired", "exp", "An expired token for somebody else is expired."),
        ("nbf-before-exp", token({**CLAIMS, "exp": ISSUED, "nbf": NOW + 9}, KEY), "token_not_yet_valid", "nbf", "nbf is judged before exp."),
        ("aud-before-iss", token(changed(aud="x", iss="x"), KEY), "audience_refused", "aud", "aud is judged before iss."),
        ("exp-before-iss", token(changed(exp=ISSUED, iss="x"), KEY), "token_expired", "exp", "exp is judged before iss."),
    ]:
        v.error(f"order-{name}", why, rule, request(value), code, claim)
    for name, members, code, claim in [("exp", {"exp": ISSUED}, "token_expired", "exp"), ("aud", {"aud": "x"}, "audience_refused", "aud"), ("iss", {"iss": "x"}, "issuer_refused", "iss")]:
        v.error(f"order-{name}-before-scope", "The scope is judged last.", rule, request(token(changed(**members), KEY), all=["email"]), code, claim)


def plain(v):
    fields = {"op": "verify", "token": GOLDEN, "key": {"secret": KEY, "alg": "HS256"}, "policy": {"issuer": HOST, "audience": HOST}, "now": NOW}
    v.ok("plain-verify", "With the derived key's text as secret an access token is an ordinary JWT.", "LikeCoin access token B5.9", fields,
         {"header": HEADER, "payload": text(CLAIMS).decode()})
    v.error("plain-verify-without-audience", "The general verifier refuses an audience it was not told to expect.", "RFC 7519 §4.1.3",
            {**fields, "policy": {"issuer": HOST}}, "audience_refused", "aud")
    v.error("plain-verify-published-example", "Nobody but the server can verify the published example.", "LikeCoin access token B5.10", {**fields, "token": PUBLISHED},
            "signature_invalid")
    assert JTI in text(CLAIMS).decode()


def build():
    v = Vectors("likecoin-verify", "LikeCoin access tokens: which are accepted, what they grant, and why the others are refused.")
    for part in (happy, times, claims, clients, envelope, order, likecoin_demands.demands, plain):
        part(v)
    return [v]
