"""LikeCoin OAuth sessions: the reply to a refresh, and the tokens after it."""

import json

from hs256 import token
from oauth_steps import (
    BEGUN, CLIENT, HOSTS_RULE, INVALID, LOGIN, NOTHING, REFRESH_RULE, RENEWED, SENT, TOKENS, UNAVAILABLE, Scripts,
    again, call, done, expired, failed, fault, granted, refresh, reply, send,
)

DETAIL_RULE = "design section 6"


def tokens():
    v = Scripts("session-tokens", "LikeCoin OAuth session: the tokens after a refresh.")
    kept = {"refresh_token": "r1", "user": "w", "display_name": "W", "avatar": "https://x.example/a", "scope": ["profile", "read:like"]}
    full = {"access_token": "a1", **kept, "expires_at": 1552045346}

    def refreshed(name, why, grant, store, held=full, access="a2", rule=REFRESH_RULE):
        v.script(name, why, *BEGUN, grant, send(access, store=store), tokens=held, rule=rule)

    refreshed("kept", "What the reply lacks is kept, but for the expiry, which was the old token's.", granted(1),
              {**kept, "access_token": "a2"}, rule=HOSTS_RULE)
    new = {"refresh_token": "r2", "user": "v", "displayName": "V", "avatar": "", "scope": ["email"]}
    refreshed("replaced", "What the reply has replaces what was held, an empty picture too.", granted(1, **new),
              {"access_token": "a2", "refresh_token": "r2", "user": "v", "display_name": "V", "avatar": "", "scope": ["email"]})
    refreshed("scope-text", "A scope in one string is a list.", granted(1, scope="email  read:like"),
              {**kept, "access_token": "a2", "scope": ["email", "read:like"]})
    jwt = token({"exp": 1552048946}, "k")
    refreshed("expires-at", "The expiry is the new access token's.", granted(1, jwt),
              {**kept, "access_token": jwt, "expires_at": 1552048946}, access=jwt)
    refreshed("few", "What was never held is not made up.", granted(1), {**TOKENS, "access_token": "a2"}, held=TOKENS)
    refreshed("unknown-ignored", "Other members are ignored.", granted(1, token_type="bearer", expires_in=5, x=None),
              {**TOKENS, "access_token": "a2"}, held=TOKENS)
    v.script("rotated", "The next refresh uses the new refresh token.",
             *BEGUN, granted(1, refresh_token="r2"), again(store={"access_token": "a2", "refresh_token": "r2"}), reply(1, 200), done(),
             call(), send("a2"), expired(2), refresh("r2"), granted(2, "a3"), again("a3", {"access_token": "a3", "refresh_token": "r2"}))
    v.script("unchanged-no-store", "Nothing is stored if the refresh brought the same tokens.", *BEGUN, granted(1, "a1"), send())
    v.script("stored-once", "The tokens are stored with the request that follows the refresh, not with later ones.",
             *RENEWED, reply(1, 200), done(), call(), send("a2"))


def refreshes():
    v = Scripts("session-refresh", "LikeCoin OAuth session: the reply to a refresh.")
    still = (reply(1, 200), NOTHING, *SENT, expired(2), refresh())
    usable = json.dumps({"access_token": "a2"})
    malformed = fault("response_invalid", 200)

    def ends(name, why, step, answer, rule=REFRESH_RULE):
        """The refresh fails; the call is over, and a later one refreshes with the same tokens."""
        v.script(name, why, *BEGUN, step, answer, *still, rule=rule)

    ends("401", "The refresh token is no longer good.", reply(1, 401, LOGIN), fault("request_refused", 401, LOGIN))
    for status in (400, 403, 404, 407, 409, 428, 430, 499):
        ends(str(status), "The server refuses: 4xx.", reply(1, status), fault("request_refused", status))
    for status in (408, 429, 500, 502, 503, 504, 599):
        ends(str(status), "The server cannot answer now; the tokens are still good.",
             reply(1, status), fault("server_unavailable", status), "security T76")
    for status in (100, 199, 300, 302, 304, 399):
        ends(str(status), "Neither granted nor refused.", reply(1, status, usable), fault("response_invalid", status))
    for status in (0, 99, 600, 65535):
        ends(f"nonsense-status-{status}", "No status at all.", reply(1, status, usable), INVALID, HOSTS_RULE)
    for cause, answer in [("timeout", UNAVAILABLE), ("network", UNAVAILABLE), ("too_large", INVALID), ("redirect", INVALID)]:
        ends(f"failed-{cause.replace('_', '-')}", "A refresh without a reply leaves the tokens as they were.",
             failed(1, cause), answer, "security T76")
    for status in (201, 299):
        v.script(f"granted-{status}", "2xx is success.", *BEGUN, reply(1, status, '{"access_token":"a2"}'), again())
    for name, body in [
        ("empty", ""), ("text", "ok"), ("array", "[]"), ("no-token", "{}"), ("empty-token", '{"access_token":""}'),
        ("number", '{"access_token":1}'), ("twice", '{"access_token":"a2","access_token":"a3"}'),
        ("user-type", '{"access_token":"a2","user":1}'), ("empty-refresh", '{"access_token":"a2","refresh_token":""}'),
        ("blank-refresh", '{"access_token":"a2","refresh_token":" "}'),
    ]:
        ends(f"malformed-{name}", "A success that makes no sense is none.", reply(1, 200, body), malformed)
    for name, access in [("blank", "a 2"), ("line-end", "a2\r\nx: 1"), ("not-ascii", "a\u00e9"), ("space", " ")]:
        ends(f"no-header-{name}", "An access token that fits in no header cannot be used.", granted(1, access), malformed, "RFC 6750 §2.1")
    encoded = reply(1, 200, '{"access_token":"a2"}', headers={"content-encoding": "gzip"})
    ends("encoded", "An encoded body is not read.", encoded, malformed, "security T65")
    for name, body, word in [
        ("word", "INVALID_CLIENT_CRED", "INVALID_CLIENT_CRED"),
        ("spaced", " \tINVALID_GRANT\r\n", "INVALID_GRANT"),
        ("json", '{"error":"invalid_grant","error_description":"x y"}', "invalid_grant"),
        ("json-spaced", ' {"error" : "invalid_grant"}\n', "invalid_grant"),
        ("digits", "E_42", "E_42"),
        ("64", "x" * 64, "x" * 64),
    ]:
        ends(f"detail-{name}", "The server's own word is passed on.", reply(1, 400, body), fault("request_refused", 400, word), DETAIL_RULE)
    ends("detail-unavailable", "An unavailable server may have a word too.",
         reply(1, 503, "MAINTENANCE"), fault("server_unavailable", 503, "MAINTENANCE"), DETAIL_RULE)
    for name, body, why in [
        ("65", "x" * 65, "A long word is left out."),
        ("sentence", "bad client", "A sentence is left out."),
        ("dash", "invalid-grant", "A dash is not part of a word."),
        ("html", "<html>oops</html>", "A page is left out."),
        ("not-ascii", "caf\u00e9", "Other letters are not part of a word."),
        ("json-number", '{"error":1}', "Only a string is a word."),
        ("json-spaced-word", '{"error":" a"}', "A JSON string is taken as it is."),
        ("json-empty", '{"error":""}', "No word is left out."),
        ("json-other", '{"message":"no"}', "Only the member error has a word."),
        ("json-array", '["error"]', "Only an object has a member."),
        ("json-string", '"INVALID"', "Only an object has a member."),
    ]:
        ends(f"no-detail-{name}", why, reply(1, 400, body), fault("request_refused", 400), DETAIL_RULE)
    repeated = "A server may repeat what it was sent: no secret, nor a part of one, gets into an error."
    for name, word, detail, why in [
        ("secret-detail-secret", "cli_secret", None, repeated),
        ("secret-detail-access", "acc_token", None, repeated),
        ("secret-detail-refresh", "ref_token", None, repeated),
        ("secret-detail-inside", "bad_ref_token_1", None, repeated),
        ("secret-detail-part", "secret", None, repeated),
        ("secret-detail-letter", "t", None, repeated),
        ("secret-detail-json", '{"error":"acc_token"}', None, repeated),
        ("other-case-detail", "SECRET", "SECRET", "Another word is not a secret."),
    ]:
        v.script(name, why, call(), send("acc_token"), expired(1), refresh("ref_token", secret="cli_secret"),
                 reply(1, 400, word), fault("request_refused", 400, detail), rule=DETAIL_RULE,
                 tokens={"access_token": "acc_token", "refresh_token": "ref_token"}, client={**CLIENT, "client_secret": "cli_secret"})


def build():
    tokens()
    refreshes()
