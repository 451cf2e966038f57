"""LikeCoin OAuth sessions: the requests that are sent, and what the reply to a call leads to."""

from oauth_steps import (
    API, CLIENT, EXPIRED, HOSTS_RULE, INVALID, LOGIN, NOTHING, RENEWED, SENT, TOKENS, UNAVAILABLE, Scripts,
    again, call, done, expired, failed, fault, granted, refresh, reply, send,
)

LIMIT = 1_048_576


def addresses(v):
    v.script("path", "A path is under the endpoint.", call("/users/profile"), send(path="/users/profile"))
    v.script("path-bare", "A path needs no slash in front.", call("users/profile?a=b"), send(path="/users/profile?a=b"))
    v.script("absolute", "An absolute address of the API may be called.", call(API + "/like/x"), send(path="/like/x"))
    v.script("host-in-path", "A second slash does not make a host.", call("//evil.example/me"), send(path="/evil.example/me"))
    base = "http://localhost:3000/base"
    v.script("endpoint", "The endpoint's own path goes before a call's, and the refresh goes to it too.",
             call("/me"), send(api=base), expired(1), refresh(api=base), client={**CLIENT, "endpoint": base})
    v.script("endpoint-root", "An absolute address may leave the endpoint's path, not its origin.",
             call("http://localhost:3000/me"), send(api="http://localhost:3000"),
             call("http://localhost:3001/me"), NOTHING, client={**CLIENT, "endpoint": base})
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


def requests(v):
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
    for capitals, name in [(0, "authorization"), (1, "Authorization"), (13, "AUTHORIZATION")]:
        v.script(f"authorization-{capitals}", "The Authorization header is the session's own; the caller's is left out.",
                 call(headers={name: "Basic YTpi", "x-a": "1"}), send(headers={"x-a": "1"}))
    v.script("body", "A body is sent as it is.", call(method="POST", body="a=b\r\n\u7528"), send(method="POST", body="a=b\r\n\u7528"))
    v.script("body-empty", "An empty body is a body.", call(method="POST", body=""), send(method="POST", body=""))
    sent = {"path": "/like/x", "method": "PUT", "headers": {"content-type": "text/plain"}, "body": "hello"}
    v.script("sent-again", "After a refresh the same request is sent, unchanged but for the token.",
             call("/like/x", "PUT", headers={"Content-Type": "text/plain"}, body="hello"), send(**sent),
             expired(1), refresh(), granted(1), again(**sent), reply(1, 201, "made"), done(201, body="made"))
    v.script("refresh-encoded", "The refresh is the request that refresh_request makes.",
             *SENT, expired(1), refresh("r%2F+%26%C3%A9", secret="a%26b%3Dc"), rule="RFC 6749 appendix B",
             tokens={**TOKENS, "refresh_token": "r/ &\u00e9"}, client={**CLIENT, "client_secret": "a&b=c"})
    v.script("refused-counts", "A refused call has a number too.",
             call("https://evil.example/"), NOTHING, *SENT, reply(1, 200), NOTHING, reply(2, 200), done())


def replies():
    v = Scripts("session-replies", "LikeCoin OAuth session: what the reply to a call leads to.")
    rule, permission = "LikeCoin refusals B6", "INSUFFICIENT_PERMISSION"
    for name, status, body, reaction, why in [
        ("200-hi-lower", 200, "hi", "done", "2xx is success."),
        ("204-empty", 204, "", "done", "2xx is success without a body too."),
        ("299-token-expired", 299, EXPIRED, "done", "A success is one, whatever its body says."),
        ("403-insufficient-permission", 403, permission, "reauthorize", "Only the user can give more scopes."),
        ("403-insufficient-permission-spaced", 403, f" {permission}\r\n", "reauthorize", "White space around the word does not count."),
        ("403-token-expired", 403, EXPIRED, "failed", "403 never asks for a refresh."),
        ("403-empty", 403, "", "failed", "403 without the word is a failure like any other."),
        ("401-empty", 401, "", "failed", "401 without a word of LikeCoin asks for no refresh."),
        ("401-token-expired-lower", 401, "token_expired", "failed", "The words are in capitals."),
        ("401-token-expired-marked", 401, "TOKEN_EXPIRED!", "failed", "The word is the whole body."),
        ("401-insufficient-permission", 401, permission, "failed", "That word belongs to 403."),
        ("401-error-token-expired", 401, '{"error":"TOKEN_EXPIRED"}', "failed", "The word is plain text, not JSON."),
        ("400-token-expired", 400, EXPIRED, "failed", "Only 401 asks for a refresh."),
        ("404-not-found", 404, "NOT_FOUND", "failed", "A failure that has nothing to do with the token."),
        ("302-empty", 302, "", "failed", "A redirect is handed back, not followed."),
        ("304-empty", 304, "", "failed", "Not modified is not a success."),
        ("429-empty", 429, "", "failed", "Too many calls: left to the caller."),
        ("500-oops-lower", 500, "oops", "failed", "A server's failure is handed back."),
        ("503-token-expired", 503, EXPIRED, "failed", "A server's failure is handed back."),
        ("599-empty", 599, "", "failed", "The last status there is."),
        ("100-empty", 100, "", "failed", "The first status there is."),
    ]:
        v.script(f"plain-{name}", why, *SENT, reply(1, status, body), done(status, reaction, body), rule=rule)
    for name, body in [
        ("token-expired", EXPIRED), ("login-needed", LOGIN),
        ("token-expired-spaced", "TOKEN_EXPIRED\n"), ("login-needed-spaced", " \t\r\nLOGIN_NEEDED "),
    ]:
        log_in = done(401, "reauthorize", body)
        v.script(f"401-{name}", "These two words ask for a refresh.", *SENT, expired(1, body), refresh(), rule=rule)
        v.script(f"401-{name}-without-refresh-token",
                 "Without a refresh token the user has to log in again; the reply is judged, not handed back raw.",
                 *SENT, expired(1, body), log_in, expired(1, body), NOTHING, tokens={"access_token": "a1"}, rule=HOSTS_RULE)
        v.script(f"401-{name}-twice", "A new token that is refused will not get better by another refresh.",
                 *RENEWED, expired(1, body), log_in, rule=rule)
    v.script("after-refresh-403", "A refresh grants no more scopes.",
             *RENEWED, reply(1, 403, permission), done(403, "reauthorize", permission), rule=rule)
    v.script("after-refresh-500", "The second reply is the one that counts.",
             *RENEWED, reply(1, 500, "x"), done(500, "failed", "x"), rule=rule)
    for status in (0, 99, 600, 999, 65535):
        v.script(f"nonsense-status-{status}", "A status outside 100 to 599 is not a status, and is not repeated.",
                 *SENT, reply(1, status, EXPIRED), INVALID, rule=HOSTS_RULE)
    for cause, answer in [("timeout", UNAVAILABLE), ("network", UNAVAILABLE), ("tls", UNAVAILABLE), ("too_large", INVALID), ("redirect", INVALID)]:
        v.script(f"failed-{cause.replace('_', '-')}", "A call without a reply ends, with no status.",
                 *SENT, failed(1, cause), answer, reply(1, 200), NOTHING)
    for name, header, value in [
        ("gzip", "content-encoding", "gzip"), ("br", "Content-Encoding", "br"), ("identity-gzip", "CONTENT-ENCODING", "identity, gzip"),
    ]:
        v.script(f"encoded-{name}", "A small body can become large when it is decompressed.",
                 *SENT, reply(1, 200, "x", headers={header: value}), fault("response_invalid", 200), rule="security T65")
    for name, value in [("identity", "identity"), ("identity-capital", "Identity"), ("empty", "")]:
        headers = {"content-encoding": value, "content-type": "text/plain"}
        v.script(f"encoding-{name}", "The body is as it was written.",
                 *SENT, reply(1, 200, "x", headers=headers), done(body="x"), rule="security T65")


def sizes():
    v = Scripts("session-sizes", "LikeCoin OAuth session: a body beyond the limit of 1 048 576 bytes.")
    v.script("call-beyond", "One byte more is refused, whatever the status says.",
             *SENT, reply(1, 401, EXPIRED.ljust(LIMIT + 1)), fault("response_invalid", 401), rule=HOSTS_RULE)


def build():
    v = Scripts("session-requests", "LikeCoin OAuth session: the requests that are sent.")
    addresses(v)
    requests(v)
    replies()
    sizes()
