"""LikeCoin access tokens: times and the other claims."""

from hs256 import text
from likecoin import CLAIMS, END, GOLDEN, HOST, ISSUED, NOW, USER, ask, changed, grant, request, without


def times(v):
    exp = "LikeCoin trap 24"
    v.ok("one-second-before-exp", "A token holds until the second before exp.", exp, request(GOLDEN, END - 1), grant())
    v.ok("just-before-exp", "A clock with fractions is compared as it is.", exp, request(GOLDEN, END - 0.25), grant())
    for name, now, why in [
        ("at-exp", END, "A token is expired at the very second exp."),
        ("after-exp", END + 1, "A token is expired after exp."),
        ("long-after-exp", END + 10**9, "An expired token stays expired."),
        ("system-clock", None, "Without now the system's clock decides."),
    ]:
        v.error(name, why, exp, request(GOLDEN, now), "token_expired", "exp")
    v.ok("before-iat", "iat decides nothing: an earlier clock is not a reason to refuse.", "LikeCoin access token B5.17",
         request(GOLDEN, ISSUED - 1000), grant())
    v.ok("exp-fraction", "exp may have a fraction, and it counts.", "LikeCoin trap 25",
         ask(changed(exp=END + 0.5), END), grant(expires_at=END + 0.5))
    v.error("exp-fraction-reached", "exp with a fraction is reached at that fraction.", "LikeCoin trap 25",
            ask(changed(exp=END + 0.5), END + 0.5), "token_expired", "exp")
    v.ok("exp-long-life", "The hour is the issuer's habit; a longer life is not refused.", "LikeCoin access token B5.14",
         ask(changed(exp=ISSUED + 2592000), END + 5), grant(expires_at=ISSUED + 2592000))
    v.error("exp-missing", "A token that never ends is refused, though the real server takes it.", "LikeCoin access token B5.17",
            ask(without("exp")), "claim_missing", "exp")
    v.error("iat-missing", "iat is part of every access token.", "LikeCoin access token B5.2", ask(without("iat")), "claim_missing", "iat")
    for claim in ("exp", "iat", "nbf"):
        for name, value, why in [
            ("text", "1552045346", "A number in quotes is not a number."),
            ("null", None, "null is not an absent time."),
            ("true", True, "A boolean is not a time."),
            ("1e30", 1e30, 'A time beyond any calendar must not overflow into "never".'),
            ("below-minus-2-53", -(2**53) - 2, "A huge negative time must not wrap."),
        ]:
            v.error(f"{claim}-{name}", why, "LikeCoin trap 25", ask({**CLAIMS, claim: value}), "claim_malformed", claim)
    v.error("exp-zero", 'exp 0 is 1970, not "never".', "security T23", ask(changed(exp=0)), "token_expired", "exp")
    v.error("exp-1e400", "A number no double can hold makes the payload unreadable.", "security T23",
            ask(text(CLAIMS).replace(str(END).encode(), b"1e400")), "payload_malformed")
    v.ok("nbf-reached", "nbf is obeyed if present: at nbf the token holds.", "LikeCoin access token B5.17", ask(changed(nbf=NOW)), grant())
    v.error("nbf-ahead", "Before nbf the token does not hold yet, with no leeway.", "LikeCoin access token B5.17",
            ask(changed(nbf=NOW + 1)), "token_not_yet_valid", "nbf")
    v.error("now-beyond-2-53", "A clock beyond 2^53 seconds is the caller's mistake.", "verdict rules: clock",
            request(GOLDEN, 1e17), "argument_invalid")


def claims(v):
    for claim, code, rule in [
        ("aud", "audience_refused", "LikeCoin access token B5.19"),
        ("iss", "issuer_refused", "LikeCoin access token B5.6"),
    ]:
        v.error(f"{claim}-missing", f"A token without {claim} was not made for this host.", rule, ask(without(claim)), code, claim)
        for name, value, why in [
            ("production", "like.co", "A token of the production network does not hold on the test network."),
            ("other-case", "Rinkeby.like.co", "Host names are compared byte for byte."),
            ("with-scheme", "https://rinkeby.like.co", "The value is a bare host name."),
            ("with-slash", "rinkeby.like.co/", "The value is a bare host name."),
            ("api-host", "api.rinkeby.like.co", "The value is not the API's host name."),
            ("longer", "rinkeby.like.co.evil.example", "The host's name is not matched by its beginning."),
            ("empty", "", "Empty text is another host."),
        ]:
            v.error(f"{claim}-{name}", why, rule, ask({**CLAIMS, claim: value}), code, claim)
        for name, value in [("number", 5), ("null", None), ("object", {HOST: True})]:
            v.error(f"{claim}-{name}", f"{claim} of a wrong type is refused, never skipped.", "security T22",
                    ask({**CLAIMS, claim: value}), "claim_malformed", claim)
    v.error("aud-list-of-others", "A list without the host is for others.", "LikeCoin trap 35",
            ask(changed(aud=["like.co", "x"])), "audience_refused", "aud")
    v.error("aud-list-empty", "An empty list names no audience.", "security T28", ask(changed(aud=[])), "audience_refused", "aud")
    v.error("aud-list-mixed", "Every entry of aud is text, even next to the right one.", "security T22",
            ask(changed(aud=[HOST, 1])), "claim_malformed", "aud")
    v.error("aud-two-in-one", "aud is not a space-separated list.", "LikeCoin access token B5.19",
            ask(changed(aud=f"x {HOST}")), "audience_refused", "aud")
    v.error("iss-list", "iss is text, not a list with the host in it.", "security T21", ask(changed(iss=[HOST])), "claim_malformed", "iss")
    v.error("test-token-in-production", "The test network's token does not hold in production.", "LikeCoin trap 36",
            request(GOLDEN, host="like.co"), "audience_refused", "aud")
    v.error("user-missing", "A token without a user proves nothing.", "LikeCoin access token B5.8",
            ask(without("user")), "claim_missing", "user")
    v.error("user-in-sub", "sub does not replace user.", "LikeCoin access token B5.8",
            ask({**without("user"), "sub": USER}), "claim_missing", "user")
    for name, value in [("number", 1), ("null", None), ("list", [USER]), ("object", {"id": USER}), ("true", True)]:
        v.error(f"user-{name}", "user is text.", "LikeCoin access token B5.2", ask(changed(user=value)), "claim_malformed", "user")
    for name, value in [
        ("number", 1), ("null", None), ("object", {"profile": True}), ("true", True),
        ("list-with-number", ["profile", 1]), ("list-with-null", [None]), ("list-in-list", [["profile"]]),
    ]:
        v.error(f"scope-{name}", "scope is text or a list of text.", "LikeCoin access token B5.3",
                ask(changed(scope=value)), "claim_malformed", "scope")
    v.error("jti-number", "jti is text if present.", "LikeCoin access token B5.7", ask(changed(jti=1)), "claim_malformed", "jti")
    v.error("sub-number", "sub is text if present.", "RFC 7519 §4.1.2", ask(changed(sub=1)), "claim_malformed", "sub")
