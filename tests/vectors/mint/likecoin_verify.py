"""LikeCoin access tokens: verification."""

import likecoin_claims
import likecoin_clients
import likecoin_demands
import likecoin_envelope
from hs256 import derived_key, HEADER, text
from likecoin import CLAIMS, COMMON, GOLDEN, HOST, KEY, NOW, OTHER, OTHER_SECRET, PUBLISHED, ask, changed, grant, request, without
from book import Book


def happy(v):
    v.ok("golden", "A token of the documented shape names user, scopes and client.", "LikeCoin access token B5.2", request(GOLDEN), grant())
    v.ok("order-free", "Claim order matters only when bytes are compared.", "LikeCoin trap 37",
         ask(dict(reversed(CLAIMS.items()))), grant())
    v.ok("without-jti", "jti is not required; there is then no token id.", "LikeCoin access token B5.20",
         ask(without("jti")), {name: value for name, value in grant().items() if name != "token_id"})
    v.ok("other-client", "azp selects the client whose derived key verifies the token.", "LikeCoin access token B5.11",
         ask(changed(azp=OTHER), key=derived_key(COMMON, OTHER_SECRET)), grant(client_id=OTHER))
    v.ok("production-host", "The host is a setting; production's is like.co.", "LikeCoin trap 36",
         ask(changed(aud="like.co", iss="like.co"), host="like.co"), grant())
    v.ok("unknown-claims", "Claims the system does not know change nothing.", "LikeCoin access token B5.8",
         ask({**CLAIMS, "client_id": "other", "sub": "s", "email": "e@example.com", "kid": 1}), grant())
    v.ok("user-not-ascii", "A user's name may be any text.", "LikeCoin access token B5.8", ask(changed(user="陳大文")), grant(user="陳大文"))
    v.ok("aud-list", "aud may be a list with the host in it.", "LikeCoin access token B5.19", ask(changed(aud=["x", HOST])), grant())
    v.ok("aud-list-of-one", "aud may be a list of one.", "LikeCoin access token B5.19", ask(changed(aud=[HOST])), grant())
    for name, scope, handed, why in [
        ("scope-text", "profile read:like", ["profile", "read:like"], "scope may be text; it is split at spaces."),
        ("scope-text-double-space", " profile  email ", ["profile", "email"], "Empty pieces of a scope text are dropped."),
        ("scope-text-one", "profile", ["profile"], "A scope text of one word is a list of one."),
        ("scope-text-empty", "", [], "An empty scope text is an empty list."),
        ("scope-list-empty", [], [], "An empty list grants nothing and is not an error by itself."),
        ("scope-more-than-asked", ["profile", "read:civic_liker", "write:civic_liker"],
         ["profile", "read:civic_liker", "write:civic_liker"], "A token may list more scopes than were asked for; all are handed out."),
        ("scope-published-later", ["read:like.info", "read:like.button"], ["read:like.info", "read:like.button"],
         "Child scopes are handed out as they are."),
    ]:
        v.ok(name, why, "LikeCoin access token B5.3", ask(changed(scope=scope)), grant(scope=handed))
    v.ok("scope-absent", "A token without scope is good, and grants nothing.", "LikeCoin access token B5.3",
         ask(without("scope")), grant(scope=[]))


def plain(v):
    fields = {
        "op": "verify",
        "token": GOLDEN,
        "key": {"secret": KEY, "alg": "HS256"},
        "policy": {"issuer": HOST, "audience": HOST},
        "now": NOW,
    }
    v.ok("plain-verify", "With the derived key's text as secret an access token is an ordinary JWT.", "LikeCoin access token B5.9",
         fields, {"header": HEADER, "payload": text(CLAIMS).decode()})
    v.error("plain-verify-without-audience", "The general verifier refuses an audience it was not told to expect.", "RFC 7519 §4.1.3",
            {**fields, "policy": {"issuer": HOST}}, "audience_refused", "aud")
    v.error("plain-verify-published-example", "Nobody but the server can verify the published example.", "LikeCoin access token B5.10",
            {**fields, "token": PUBLISHED}, "signature_invalid")


def build():
    v = Book("likecoin-verify", "LikeCoin access tokens: which are accepted, what they grant, and why the others are refused.")
    for part in (happy, likecoin_claims.times, likecoin_claims.claims, likecoin_clients.clients, likecoin_envelope.envelope,
                 likecoin_envelope.order, likecoin_demands.demands, plain):
        part(v)
    return [v]
