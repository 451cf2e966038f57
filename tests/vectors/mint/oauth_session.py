"""LikeCoin OAuth: sessions, as scripts of steps with the result of each."""

import json

from book import Book
from hs256 import token

API = "https://api.like.co"
CLIENT = {"client_id": "abc", "client_secret": "s3cret-of-the-client", "redirect_uri": "https://app.example/cb"}
TOKENS = {"access_token": "a1", "refresh_token": "r1"}
FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
RULE = "LikeCoin refresh B4"
LIMIT = 1_048_576
KINDS = {"argument_invalid": "usage"}
EXPIRED, LOGIN = "TOKEN_EXPIRED", "LOGIN_NEEDED"
CANCELLED = {"cancelled": True}


# Steps.


def call(url="/me", method="GET", **more):
    return {"call": {"method": method, "url": url, **more}}


def reply(number, status, body="", **more):
    return {"reply": {"call": number, "status": status, "body": body, **more}}


def expired(number, body=EXPIRED):
    return reply(number, 401, body)


def granted(number, access="a2", **more):
    return reply(number, 200, json.dumps({"access_token": access, **more}))


def failed(number, cause):
    return {"failed": {"call": number, "cause": cause}}


def resume(number):
    return {"resume": number}


def cancel(number):
    return {"cancel": number}


# Results.


def send(access="a1", url=API + "/me", method="GET", headers=None, store=None, **more):
    sent = {"method": method, "url": url, "headers": {**(headers or {}), "authorization": f"Bearer {access}"}, **more}
    return {"send": sent} | ({"store": store} if store else {})


def refresh(refresh_token="r1", api=API, secret="s3cret-of-the-client"):
    body = f"client_id=abc&client_secret={secret}&grant_type=refresh_token&refresh_token={refresh_token}"
    return {"send": {"method": "POST", "url": api + "/oauth/access_token", "headers": FORM, "body": body}}


def again(access="a2", store=None):
    """The first request after a refresh that brought this access token."""
    return send(access, store=store or {**TOKENS, "access_token": access})


def wait(number):
    return {"wait": number}


def done(status=200, reaction="done", body=""):
    return {"done": {"status": status, "reaction": reaction, "body": body}}


def fault(code, status=None, detail=None):
    more = {name: value for name, value in (("status", status), ("detail", detail)) if value is not None}
    return {"error": {"code": code, "kind": KINDS.get(code, "flow"), **more}}


NOTHING = fault("argument_invalid")
UNAVAILABLE = fault("server_unavailable")


class Scripts(Book):
    def script(self, name, why, *pairs, tokens=TOKENS, client=CLIENT, rule=RULE):
        """Steps and results, in turns."""
        steps, results = list(pairs[::2]), list(pairs[1::2])
        assert len(steps) == len(results), name
        self.ok(name, why, rule, self.request(steps, tokens, client), {"results": results})

    @staticmethod
    def request(steps=(), tokens=TOKENS, client=CLIENT):
        return {"op": "oauth_session", "client": client, "tokens": tokens, "steps": list(steps)}


def requests():
    v = Scripts("session-requests", "LikeCoin OAuth session: the requests that are sent.")
    v.script("path", "A path is under the endpoint.", call("/users/profile"), send(url=API + "/users/profile"))
    v.script("path-bare", "A path needs no slash in front.", call("users/profile?a=b"), send(url=API + "/users/profile?a=b"))
    v.script("absolute", "An absolute address of the API may be called.", call(API + "/like/x"), send(url=API + "/like/x"))
    v.script("host-in-path", "A second slash does not make a host.", call("//evil.example/me"), send(url=API + "/evil.example/me"))
    local = {**CLIENT, "endpoint": "http://localhost:3000/base"}
    v.script("endpoint", "The endpoint's own path goes before a call's, and the refresh goes to it too.",
             call("/me"), send(url="http://localhost:3000/base/me"), expired(1), refresh(api="http://localhost:3000/base"), client=local)
    v.script("endpoint-root", "An absolute address may leave the endpoint's path, not its origin.", call("http://localhost:3000/me"),
             send(url="http://localhost:3000/me"), call("http://localhost:3001/me"), NOTHING, client=local)
    for name, url, why in [
        ("other-host", "https://evil.example/me", "The token goes to the API alone."),
        ("other-port", API + ":8443/me", "Another port is another server."),
        ("plain-http", "http://api.like.co/me", "Another scheme is another origin."),
        ("longer-host", "https://api.like.co.evil.example/", "A host is compared whole."),
        ("user-name", "https://user@api.like.co/me", "An address has no user name."),
        ("password", "https://:word@api.like.co/me", "An address has no password."),
        ("blank-inside", "/a b", "An address has no white space."),
        ("blank-before", " /me", "White space in front is not dropped."),
        ("line-end", "/me\n", "A line end is white space."),
        ("tab", "/m\te", "URL parsers drop a tab, so what was checked would not be what is sent."),
        ("data", "data:text/plain,x", "Not an address of the API."),
    ]:
        v.script(f"refused-url-{name}", why, call(url), NOTHING, rule="RFC 6750 §5.3")
    for name, method in [("empty", ""), ("blank", "GE T"), ("line-end", "GET\r\nX: 1"), ("not-ascii", "G\u00c9T"), ("colon", "GET:")]:
        v.script(f"refused-method-{name}", "A method is a token.", call(method=method), NOTHING, rule="RFC 9110 §9.1")
    v.script("method-other", "Any token is a method, sent as it is written.", call(method="M-SEARCH"), send(method="M-SEARCH"))
    for name, header in [("empty", ""), ("blank", "x a"), ("colon", "x:a"), ("line-end", "x\r\na"), ("not-ascii", "x\u00e9")]:
        v.script(f"refused-header-name-{name}", "A header's name is a token.", call(headers={header: "1"}), NOTHING, rule="RFC 9110 §5.1")
    for name, value in [("line-end", "1\r\nx-b: 2"), ("line-feed", "1\n2"), ("nul", "1\x002"), ("delete", "1\x7f"), ("tab", "1\t2")]:
        v.script(f"refused-header-value-{name}", "A control character could end the header early.",
                 call(headers={"x-a": value}), NOTHING, rule="RFC 9110 §5.5")
    v.script("headers", "The caller's headers are sent with names in lower case, values as they are.",
             call(headers={"Accept": "text/Plain", "X-A": ""}), send(headers={"accept": "text/Plain", "x-a": ""}))
    for name in ("authorization", "Authorization", "AUTHORIZATION"):
        v.script(
            f"authorization-{sum(map(str.isupper, name))}",
            "The Authorization header is the session's own; the caller's is left out.",
            call(headers={name: "Basic YTpi", "x-a": "1"}), send(headers={"x-a": "1"}),
        )
    v.script("body", "A body is sent as it is.", call(method="POST", body="a=b\r\n\u7528"), send(method="POST", body="a=b\r\n\u7528"))
    v.script("body-empty", "An empty body is a body.", call(method="POST", body=""), send(method="POST", body=""))
    post = {"method": "PUT", "url": "/like/x", "headers": {"Content-Type": "text/plain"}, "body": "hello"}
    sent = {"method": "PUT", "url": API + "/like/x", "headers": {"content-type": "text/plain"}, "body": "hello"}
    v.script("sent-again", "After a refresh the same request is sent, unchanged but for the token.",
             call(**post), send(**sent), expired(1), refresh(), granted(1), send("a2", store={**TOKENS, "access_token": "a2"}, **sent),
             reply(1, 201, "made"), done(201, body="made"))
    v.script("refresh-encoded", "The refresh is the request that refresh_request makes.",
             call(), send(), expired(1), refresh(refresh_token="r%2F+%26%C3%A9", secret="a%26b%3Dc"),
             tokens={**TOKENS, "refresh_token": "r/ &\u00e9"}, client={**CLIENT, "client_secret": "a&b=c"}, rule="RFC 6749 appendix B")
    v.script("refused-counts", "A refused call has a number too.",
             call("https://evil.example/"), NOTHING, call(), send(), reply(1, 200), NOTHING, reply(2, 200), done())


def replies():
    v = Scripts("session-replies", "LikeCoin OAuth session: what the reply to a call leads to.")
    rule = "LikeCoin refusals B6"
    for status, body, reaction, why in [
        (200, "hi", "done", "2xx is success."),
        (204, "", "done", "2xx is success without a body too."),
        (299, EXPIRED, "done", "A success is one, whatever its body says."),
        (403, "INSUFFICIENT_PERMISSION", "reauthorize", "Only the user can give more scopes."),
        (403, " INSUFFICIENT_PERMISSION\r\n", "reauthorize", "White space around the word does not count."),
        (403, EXPIRED, "failed", "403 never asks for a refresh."),
        (403, "", "failed", "403 without the word is a failure like any other."),
        (401, "", "failed", "401 without a word of LikeCoin asks for no refresh."),
        (401, "token_expired", "failed", "The words are in capitals."),
        (401, "TOKEN_EXPIRED!", "failed", "The word is the whole body."),
        (401, "INSUFFICIENT_PERMISSION", "failed", "That word belongs to 403."),
        (401, '{"error":"TOKEN_EXPIRED"}', "failed", "The word is plain text, not JSON."),
        (400, EXPIRED, "failed", "Only 401 asks for a refresh."),
        (404, "NOT_FOUND", "failed", "A failure that has nothing to do with the token."),
        (302, "", "failed", "A redirect is handed back, not followed."),
        (304, "", "failed", "Not modified is not a success."),
        (429, "", "failed", "Too many calls: left to the caller."),
        (500, "oops", "failed", "A server's failure is handed back."),
        (503, EXPIRED, "failed", "A server's failure is handed back."),
        (599, "", "failed", "The last status there is."),
        (100, "", "failed", "The first status there is."),
    ]:
        name = f"plain-{status}-{'-'.join(part for part in ''.join(c.lower() if c.isalnum() else ' ' for c in body).split()) or 'empty'}"
        if body != body.strip():
            name += "-spaced"
        if body == body.lower() and body:
            name += "-lower"
        if "!" in body:
            name += "-marked"
        v.script(name, why, call(), send(), reply(1, status, body), done(status, reaction, body), rule=rule)
    for body in (EXPIRED, LOGIN, "TOKEN_EXPIRED\n", " \t\r\nLOGIN_NEEDED "):
        name = body.strip().lower().replace("_", "-") + ("-spaced" if body != body.strip() else "")
        v.script(f"401-{name}", "These two words ask for a refresh.", call(), send(), expired(1, body), refresh(), rule=rule)
        v.script(f"401-{name}-without-refresh-token",
                 "Without a refresh token the user has to log in again; the reply is judged, not handed back raw.", call(), send(),
                 expired(1, body), done(401, "reauthorize", body), expired(1, body), NOTHING, tokens={"access_token": "a1"},
                 rule="house: a difference between hosts")
        v.script(f"401-{name}-twice", "A new token that is refused will not get better by another refresh.",
                 call(), send(), expired(1), refresh(), granted(1), again(), expired(1, body), done(401, "reauthorize", body), rule=rule)
    v.script("after-refresh-403", "A refresh grants no more scopes.", call(), send(), expired(1), refresh(), granted(1), again(),
             reply(1, 403, "INSUFFICIENT_PERMISSION"), done(403, "reauthorize", "INSUFFICIENT_PERMISSION"), rule=rule)
    v.script("after-refresh-500", "The second reply is the one that counts.",
             call(), send(), expired(1), refresh(), granted(1), again(), reply(1, 500, "x"), done(500, "failed", "x"), rule=rule)
    for status in (0, 99, 600, 999, 65535):
        v.script(f"nonsense-status-{status}", "A status outside 100 to 599 is not a status, and is not repeated.",
                 call(), send(), reply(1, status, EXPIRED), fault("response_invalid"), rule="house: a difference between hosts")
    for cause, answer in [
        ("timeout", UNAVAILABLE),
        ("network", UNAVAILABLE),
        ("too_large", fault("response_invalid")),
        ("redirect", fault("response_invalid")),
    ]:
        v.script(f"failed-{cause.replace('_', '-')}", "A call without a reply ends, with no status.",
                 call(), send(), failed(1, cause), answer, reply(1, 200), NOTHING)
    for header, value in [("content-encoding", "gzip"), ("Content-Encoding", "br"), ("CONTENT-ENCODING", "identity, gzip")]:
        v.script(f"encoded-{value.replace(', ', '-')}", "A small body can become large when it is decompressed.",
                 call(), send(), reply(1, 200, "x", headers={header: value}), fault("response_invalid", 200), rule="security T65")
    for value in ("identity", "Identity", ""):
        v.script(f"encoding-{value or 'empty'}".lower() + ("-capital" if value.istitle() else ""), "The body is as it was written.",
                 call(), send(), reply(1, 200, "x", headers={"content-encoding": value, "content-type": "text/plain"}), done(body="x"),
                 rule="security T65")


def tokens():
    v = Scripts("session-tokens", "LikeCoin OAuth session: the tokens after a refresh.")
    full = {
        "access_token": "a1", "refresh_token": "r1", "user": "w", "display_name": "W", "avatar": "https://x.example/a",
        "scope": ["profile", "read:like"], "expires_at": 1552045346,
    }
    kept = {name: value for name, value in full.items() if name not in ("access_token", "expires_at")}

    def refreshed(name, why, grant, store, held=full, access="a2", rule=RULE):
        first = (call(), send(held["access_token"]), expired(1), refresh(held["refresh_token"]))
        v.script(name, why, *first, grant, send(access, store=store), tokens=held, rule=rule)

    difference = "house: a difference between hosts"
    refreshed("kept", "What the reply lacks is kept, but for the expiry, which was the old token's.", granted(1),
              {**kept, "access_token": "a2"}, rule=difference)
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
    v.script("rotated", "The next refresh uses the new refresh token.", call(), send(), expired(1), refresh(),
             granted(1, refresh_token="r2"), again(store={"access_token": "a2", "refresh_token": "r2"}), reply(1, 200), done(), call(),
             send("a2"), expired(2), refresh("r2"), granted(2, "a3"), again("a3", {"access_token": "a3", "refresh_token": "r2"}))
    v.script("unchanged-no-store", "Nothing is stored if the refresh brought the same tokens.",
             call(), send(), expired(1), refresh(), granted(1, "a1"), send())
    v.script("stored-once", "The tokens are stored with the request that follows the refresh, not with later ones.",
             call(), send(), expired(1), refresh(), granted(1), again(), reply(1, 200), done(), call(), send("a2"))


def refreshes():
    v = Scripts("session-refresh", "LikeCoin OAuth session: the reply to a refresh.")
    begun = (call(), send(), expired(1), refresh())
    still = (reply(1, 200), NOTHING, call(), send(), expired(2), refresh())

    def ends(name, why, step, answer, rule=RULE, **more):
        """The refresh fails; the call is over, and a later one refreshes with the same tokens."""
        v.script(name, why, *begun, step, answer, *still, rule=rule, **more)

    ends("401", "The refresh token is no longer good.", reply(1, 401, LOGIN), fault("request_refused", 401, LOGIN))
    for status in (400, 403, 404, 407, 409, 428, 430, 499):
        ends(str(status), "The server refuses: 4xx.", reply(1, status), fault("request_refused", status))
    for status in (408, 429, 500, 502, 503, 504, 599):
        ends(str(status), "The server cannot answer now; the tokens are still good.", reply(1, status),
             fault("server_unavailable", status), rule="security T76")
    for status in (100, 199, 300, 302, 304, 399):
        ends(str(status), "Neither granted nor refused.", reply(1, status, json.dumps({"access_token": "a2"})), fault("response_invalid", status))
    for status in (0, 99, 600, 65535):
        ends(f"nonsense-status-{status}", "No status at all.", reply(1, status, json.dumps({"access_token": "a2"})),
             fault("response_invalid"), rule="house: a difference between hosts")
    for cause, answer in [("timeout", UNAVAILABLE), ("network", UNAVAILABLE), ("too_large", fault("response_invalid")), ("redirect", fault("response_invalid"))]:
        ends(f"failed-{cause.replace('_', '-')}", "A refresh without a reply leaves the tokens as they were.", failed(1, cause), answer,
             rule="security T76")
    for status in (201, 299):
        v.script(f"granted-{status}", "2xx is success.", *begun, reply(1, status, '{"access_token":"a2"}'), again())
    for name, body in [
        ("empty", ""), ("text", "ok"), ("array", "[]"), ("no-token", "{}"), ("empty-token", '{"access_token":""}'),
        ("number", '{"access_token":1}'), ("twice", '{"access_token":"a2","access_token":"a3"}'),
        ("user-type", '{"access_token":"a2","user":1}'), ("empty-refresh", '{"access_token":"a2","refresh_token":""}'),
        ("blank-refresh", '{"access_token":"a2","refresh_token":" "}'),
    ]:
        ends(f"malformed-{name}", "A success that makes no sense is none.", reply(1, 200, body), fault("response_invalid", 200))
    for name, access in [("blank", "a 2"), ("line-end", "a2\r\nx: 1"), ("not-ascii", "a\u00e9"), ("space", " ")]:
        ends(f"no-header-{name}", "An access token that fits in no header cannot be used.", granted(1, access), fault("response_invalid", 200),
             rule="RFC 6750 §2.1")
    ends("encoded", "An encoded body is not read.", reply(1, 200, '{"access_token":"a2"}', headers={"content-encoding": "gzip"}),
         fault("response_invalid", 200), rule="security T65")

    rule = "design section 6"
    for name, body, word in [
        ("word", "INVALID_CLIENT_CRED", "INVALID_CLIENT_CRED"),
        ("spaced", " \tINVALID_GRANT\r\n", "INVALID_GRANT"),
        ("json", '{"error":"invalid_grant","error_description":"x y"}', "invalid_grant"),
        ("json-spaced", ' {"error" : "invalid_grant"}\n', "invalid_grant"),
        ("digits", "E_42", "E_42"),
        ("64", "x" * 64, "x" * 64),
    ]:
        ends(f"detail-{name}", "The server's own word is passed on.", reply(1, 400, body), fault("request_refused", 400, word), rule=rule)
    ends("detail-unavailable", "An unavailable server may have a word too.", reply(1, 503, "MAINTENANCE"),
         fault("server_unavailable", 503, "MAINTENANCE"), rule=rule)
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
        ends(f"no-detail-{name}", why, reply(1, 400, body), fault("request_refused", 400), rule=rule)
    secrets = {"access_token": "acc_token", "refresh_token": "ref_token"}
    client = {**CLIENT, "client_secret": "cli_secret"}
    for name, word in [
        ("secret", "cli_secret"), ("access", "acc_token"), ("refresh", "ref_token"), ("inside", "bad_ref_token_1"),
        ("part", "secret"), ("letter", "t"), ("json", '{"error":"acc_token"}'),
    ]:
        v.script(f"secret-detail-{name}", "A server may repeat what it was sent: no secret, nor a part of one, gets into an error.",
                 call(), send("acc_token"), expired(1), refresh("ref_token", secret="cli_secret"), reply(1, 400, word),
                 fault("request_refused", 400), tokens=secrets, client=client, rule=rule)
    v.script("other-case-detail", "Another word is not a secret.",
             call(), send("acc_token"), expired(1), refresh("ref_token", secret="cli_secret"), reply(1, 400, "SECRET"),
             fault("request_refused", 400, "SECRET"), tokens=secrets, client=client, rule=rule)


def waits():
    v = Scripts("session-waits", "LikeCoin OAuth session: calls that share a refresh.")
    two = (call(), send(), call("/b"), send(url=API + "/b"), expired(1), refresh(), expired(2), wait(1))
    b = {"url": API + "/b"}
    v.script("shared", "Two calls share one refresh.",
             *two, resume(2), wait(1), granted(1), again(), resume(2), send("a2", **b), reply(2, 200), done(), reply(1, 200), done())
    v.script("shared-failure", "Who waits shares the failure, with its status and detail; a later call tries with the same tokens.",
             *two, reply(1, 400, "INVALID_GRANT"), fault("request_refused", 400, "INVALID_GRANT"), resume(2),
             fault("request_refused", 400, "INVALID_GRANT"), resume(2), NOTHING, call(), send(), expired(3), refresh())
    v.script("shared-timeout", "Who waits shares a refresh that got no reply.",
             *two, failed(1, "timeout"), UNAVAILABLE, resume(2), UNAVAILABLE)
    v.script("shared-malformed", "Who waits shares a reply that makes no sense.",
             *two, reply(1, 200, "x"), fault("response_invalid", 200), resume(2), fault("response_invalid", 200))
    v.script("begins-during", "A call that begins during a refresh waits, and is sent for the first time after it.", call(), send(),
             expired(1), refresh(), call("/b"), wait(1), granted(1), again(), resume(2), send("a2", **b), expired(2), refresh(),
             granted(2, "a3"), send("a3", store={**TOKENS, "access_token": "a3"}, **b), expired(2), done(401, "reauthorize", EXPIRED))
    v.script("begins-during-failure", "A call that begins during a refresh shares its failure.", call(), send(), expired(1), refresh(),
             call("/b"), wait(1), reply(1, 503), fault("server_unavailable", 503), resume(2), fault("server_unavailable", 503))
    v.script("begins-during-refused", "A bad call is refused at once, even during a refresh.",
             call(), send(), expired(1), refresh(), call("https://evil.example/"), NOTHING, resume(2), NOTHING)
    v.script("changed-since", "A refusal of an old token leads to the new one, not to another refresh.",
             call(), send(), call("/b"), send(**b), expired(1), refresh(), granted(1), again(), expired(2), send("a2", **b), expired(2),
             done(401, "reauthorize", EXPIRED))
    v.script("failed-since", "A refusal that comes after a refresh failed shares its error.",
             call(), send(), call("/b"), send(**b), expired(1), refresh(), reply(1, 503), fault("server_unavailable", 503), expired(2),
             fault("server_unavailable", 503), expired(2), NOTHING)
    v.script("failed-before", "A call that is sent after a refresh failed refreshes.",
             call(), send(), expired(1), refresh(), reply(1, 503), fault("server_unavailable", 503), call(), send(), expired(2), refresh(),
             granted(2), again())
    v.script("changed-before-failed", "New tokens count for more than a later failure.",
             call(), send(), call("/b"), send(**b), expired(1), refresh(), granted(1), again(), reply(1, 200), done(), call(), send("a2"),
             expired(3), refresh(), reply(3, 503), fault("server_unavailable", 503), expired(2), send("a2", **b))
    v.script("under-way-before-changed", "A refresh that is under way counts for more than tokens that have changed.",
             call(), send(), call("/b"), send(**b), expired(1), refresh(), granted(1), again(), reply(1, 200), done(), call(), send("a2"),
             expired(3), refresh(), expired(2), wait(3), granted(3, "a3"), again("a3"), resume(2), send("a3", **b))
    v.script("under-way-before-failed", "A refresh that is under way counts for more than one that failed.",
             call(), send(), call("/b"), send(**b), expired(1), refresh(), reply(1, 503), fault("server_unavailable", 503), call(), send(),
             expired(3), refresh(), expired(2), wait(3), granted(3), again(), resume(2), send("a2", **b))
    v.script("other-replies-during", "A call that was sent before a refresh may end during it.",
             call(), send(), call("/b"), send(**b), expired(1), refresh(), reply(2, 200, "b"), done(body="b"))
    v.script("second-401-during", "The second such reply ends a call, even while another call refreshes.",
             call(), send(), expired(1), refresh(), granted(1), again(), call("/b"), send("a2", **b), expired(2), refresh(), expired(1),
             done(401, "reauthorize", EXPIRED))
    v.script("own-deadline", "A waiting call may meet its own deadline; the refresh goes on.",
             *two, failed(2, "timeout"), UNAVAILABLE, resume(2), NOTHING, granted(1), again())
    v.script("three", "Any number of calls wait for one refresh.",
             *two, call("/c"), wait(1), granted(1), again(), resume(3), send("a2", url=API + "/c"), resume(2), send("a2", **b))


def cancels():
    v = Scripts("session-cancels", "LikeCoin OAuth session: callers that go away, and steps that make no sense.")
    two = (call(), send(), call("/b"), send(url=API + "/b"), expired(1), refresh(), expired(2), wait(1))
    b = {"url": API + "/b"}
    v.script("sent", "The reply to a cancelled call is nobody's.", call(), send(), cancel(1), CANCELLED, reply(1, 200), NOTHING, cancel(1), NOTHING)
    v.script("waiting", "A cancelled call waits no longer.", *two, cancel(2), CANCELLED, resume(2), NOTHING, granted(1), again())
    v.script("refreshing", "The first waiting call that is resumed refreshes instead.",
             *two, call("/c"), wait(1), cancel(1), CANCELLED, resume(3), refresh(), resume(2), wait(3), granted(1), NOTHING, granted(3),
             send("a2", url=API + "/c", store={**TOKENS, "access_token": "a2"}), resume(2), send("a2", **b))
    v.script("refreshing-alone", "A cancelled refresh is not a failure; the next call that needs one refreshes.",
             call(), send(), expired(1), refresh(), cancel(1), CANCELLED, call(), send(), expired(2), refresh())
    v.script("refreshing-sent-call", "A call that is refused after the refresh was cancelled refreshes, and who waits waits for it.",
             *two[:4], call("/c"), send(url=API + "/c"), *two[4:], cancel(1), CANCELLED, expired(3), refresh(), resume(2), wait(3))
    v.script("refreshing-twice", "The refresh passes on as often as it is cancelled.", *two, call("/c"), wait(1), cancel(1), CANCELLED,
             resume(2), refresh(), cancel(2), CANCELLED, resume(3), refresh(), reply(3, 503), fault("server_unavailable", 503))
    v.script("refreshing-old-failure", "A failure from before a call began to wait is not its own.",
             call(), send(), call("/b"), send(**b), expired(1), refresh(), reply(1, 503), fault("server_unavailable", 503), call(), send(),
             expired(3), refresh(), expired(2), wait(3), cancel(3), CANCELLED, resume(2), refresh())
    v.script("refreshing-begun-call", "A call that was never sent refreshes too, and is then sent.",
             call(), send(), expired(1), refresh(), call("/b"), wait(1), cancel(1), CANCELLED, resume(2), refresh(), granted(2),
             send("a2", store={**TOKENS, "access_token": "a2"}, **b), reply(2, 200), done())
    for name, step in [("reply", reply(1, 200)), ("failed", failed(1, "timeout")), ("resume", resume(1)), ("cancel", cancel(1))]:
        v.script(f"unknown-{name}", "There is no such call.", step, NOTHING, call(), send())
        v.script(f"ended-{name}", "A call that has ended has nothing outstanding.", call(), send(), reply(1, 200), done(), step, NOTHING)
    v.script("resume-sent", "Only a waiting call is resumed; the step changes nothing.", call(), send(), resume(1), NOTHING, reply(1, 200), done())
    v.script("resume-refreshing", "The call that refreshes does not wait.", call(), send(), expired(1), refresh(), resume(1), NOTHING, granted(1), again())
    v.script("reply-waiting", "A waiting call has sent nothing; the step changes nothing.", *two, reply(2, 200), NOTHING, granted(1), again(), resume(2), send("a2", **b))
    v.script("unknown-cause", "A cause that does not exist changes nothing.", call(), send(), failed(1, "boredom"), NOTHING, reply(1, 200), done())


def settings():
    v = Scripts("session-settings", "LikeCoin OAuth session: clients and tokens.")
    rule = "LikeCoin token reply B4"
    full = {**TOKENS, "user": "w", "display_name": "W", "avatar": "", "scope": ["profile"], "expires_at": 1552045346.5}
    v.script("all-tokens", "All that a token reply has may be held.", call(), send(), tokens=full)
    v.script("access-token-alone", "Only the access token is needed.", call(), send(), tokens={"access_token": "a1"})
    v.script("scope-empty", "No scopes may be held.", call(), send(), tokens={**TOKENS, "scope": []})
    v.script("refresh-token-any", "A refresh token is opaque.", call(), send(), tokens={**TOKENS, "refresh_token": "a b\u00e9"})
    v.ok("no-steps", "A session may be made and not used.", rule, v.request(), {"results": []})
    for name, held, why in [
        ("no-access-token", {"refresh_token": "r1"}, "There is nothing to call with."),
        ("empty-access-token", {"access_token": ""}, "An empty token is a setting that came back empty."),
        ("blank-access-token", {"access_token": " "}, "White space is not a token."),
        ("access-token-with-blank", {"access_token": "a 1"}, "No header can carry it."),
        ("access-token-with-line-end", {"access_token": "a1\n"}, "No header can carry it."),
        ("access-token-not-ascii", {"access_token": "\u7528"}, "No header can carry it."),
        ("access-token-null", {"access_token": None}, "Null is a setting that came back empty."),
        ("access-token-number", {"access_token": 1}, "A token is a string."),
        ("empty-refresh-token", {**TOKENS, "refresh_token": ""}, "An empty token is a setting that came back empty."),
        ("blank-refresh-token", {**TOKENS, "refresh_token": " \t"}, "White space is not a token."),
        ("refresh-token-null", {**TOKENS, "refresh_token": None}, "Null is a setting that came back empty."),
        ("user-null", {**TOKENS, "user": None}, "Null is a setting that came back empty."),
        ("user-number", {**TOKENS, "user": 1}, "A user is a string."),
        ("scope-string", {**TOKENS, "scope": "profile"}, "Scopes are a list."),
        ("scope-numbers", {**TOKENS, "scope": [1]}, "Scopes are strings."),
        ("expires-at-string", {**TOKENS, "expires_at": "1552045346"}, "A time is a number."),
        ("expires-at-huge", {**TOKENS, "expires_at": 1e300}, "A time is in seconds, at most 2^53."),
        ("unknown-member", {**TOKENS, "token_type": "bearer"}, "A member of another name is a mistake."),
        ("camel-case", {**TOKENS, "displayName": "W"}, "A member of another name is a mistake."),
    ]:
        v.error(f"tokens-{name}", why, rule, v.request([call()], held), "argument_invalid")
    for name, change, code, why in [
        ("empty-id", {"client_id": ""}, "argument_invalid", "A blank client id is a forgotten setting."),
        ("blank-id", {"client_id": " "}, "argument_invalid", "A blank client id is a forgotten setting."),
        ("empty-secret", {"client_secret": ""}, "key_weak", "A client without a secret cannot speak for itself."),
        ("relative-redirect", {"redirect_uri": "/cb"}, "argument_invalid", "A redirect URI is absolute."),
        ("redirect-fragment", {"redirect_uri": "https://app.example/cb#a"}, "argument_invalid", "A redirect URI has no fragment."),
        ("endpoint-http", {"endpoint": "http://api.like.co"}, "argument_invalid", "A secret travels to the endpoint."),
        ("endpoint-query", {"endpoint": API + "/?a=b"}, "argument_invalid", "Paths are added to the endpoint."),
        ("endpoint-user", {"endpoint": "https://user@api.like.co"}, "argument_invalid", "An endpoint has no user name."),
        ("endpoint-empty", {"endpoint": ""}, "argument_invalid", "An empty endpoint is a forgotten setting."),
        ("endpoint-null", {"endpoint": None}, "argument_invalid", "Null is a setting that came back empty."),
        ("secret-null", {"client_secret": None}, "argument_invalid", "Null is a setting that came back empty."),
        ("unknown-member", {"scope": ["profile"]}, "argument_invalid", "A member of another name is a mistake."),
    ]:
        v.error(f"client-{name}", why, "LikeCoin token endpoint B4", v.request([call()], client={**CLIENT, **change}), code)
    for name in CLIENT:
        client = {member: value for member, value in CLIENT.items() if member != name}
        v.error(f"client-without-{name.replace('_', '-')}", "All three are needed.", "LikeCoin token endpoint B4",
                v.request([call()], client=client), "argument_invalid")


def sizes():
    v = Scripts("session-sizes", "LikeCoin OAuth session: a body beyond the limit of 1 048 576 bytes.")
    rule = "house: a difference between hosts"
    v.script("call-beyond", "One byte more is refused, whatever the status says.",
             call(), send(), reply(1, 401, EXPIRED + " " * (LIMIT + 1 - len(EXPIRED))), fault("response_invalid", 401), rule=rule)


def build():
    for part in (requests, replies, tokens, refreshes, waits, cancels, settings, sizes):
        part()
