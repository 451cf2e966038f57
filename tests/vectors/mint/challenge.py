"""challenge.json: the HTTP answer to a request whose token was refused."""

from book import CONTRACT, Book

KINDS = {row["code"]: row["kind"] for row in CONTRACT["codes"]}
SPECIAL = {"scope_refused": (403, 'Bearer error="insufficient_scope"'), "keys_unavailable": (503, None)}
SPECIAL |= {code: (401, "Bearer") for code in ("authorization_missing", "authorization_malformed")}


def build():
    book = Book("challenge", "The status and the WWW-Authenticate header for each error.")
    rule = "RFC 6750 §3"

    def case(name, why, status, header=None, **request):
        answer = {"status": status} | ({} if header is None else {"www_authenticate": header})
        book.ok(name, why, rule, {"op": "challenge"} | request, answer)

    def wrong(name, why, **request):
        book.error(name, why, rule, {"op": "challenge"} | request, "argument_invalid")

    for code, kind in KINDS.items():
        general = (401, 'Bearer error="invalid_token"') if kind in ("malformed", "refused", "key") else (500, None)
        status, header = SPECIAL.get(code, general)
        case("of-" + code.replace("_", "-"), f"The answer to {code}.", status, header, code=code)
    expired = {"code": "token_expired"}
    case("realm", "The realm goes first.", 401, 'Bearer realm="api", error="invalid_token"', realm="api", **expired)
    case("realm-quoted", "Quotes and backslashes are escaped (RFC 9110 §5.6.4).", 401, r'Bearer realm="a \"b\" \\c", error="invalid_token"',
         realm='a "b" \\c', **expired)
    case("scope", "What the request needs.", 403, 'Bearer error="insufficient_scope", scope="read:like write:like"',
         code="scope_refused", scope=["read:like", "write:like"])
    case("all", "Realm, error and scope, in this order.", 403, 'Bearer realm="api", error="insufficient_scope", scope="read:like"',
         code="scope_refused", realm="api", scope=["read:like"])
    case("missing-all", "A request without a token is told what to send, not that something was wrong (RFC 6750 §3.1).", 401,
         'Bearer realm="api", scope="a"', code="authorization_missing", realm="api", scope=["a"])
    case("own-mistake", "A mistake of the server's own has no header, whatever is asked.", 500, None, code="policy_invalid", realm="api", scope=["a"])
    case("scope-words", "Every character that RFC 6749 §3.3 allows.", 401, 'Bearer error="invalid_token", scope="!#$%&\'()*+,-./:;<=>?@[]^_`{|}~"',
         scope=["!#$%&'()*+,-./:;<=>?@[]^_`{|}~"], **expired)
    for name, realm in [("empty", ""), ("line-end", "a\r\nb"), ("tab", "a\tb"), ("nul", "a\0"), ("not-ascii", "\u00fc"), ("del", "a\x7f")]:
        wrong(f"realm-{name}", "A realm is visible ASCII and spaces.", realm=realm, **expired)
    scopes = [("none", []), ("empty", [""]), ("two-words", ["a b"]), ("quote", ['a"']), ("backslash", ["a\\"]), ("not-ascii", ["\u00fc"]),
              ("line-end", ["a\n"]), ("second", ["a", ""])]
    for name, scope in scopes:
        wrong(f"scope-{name}", "A scope is one word of RFC 6749 §3.3.", scope=scope, **expired)
    wrong("realm-bad-own-mistake", "A bad realm is refused whatever the error.", code="internal", realm="")
    wrong("code-unknown", "A code that does not exist.", code="token_lost")
    wrong("code-empty", "Nor does an empty one.", code="")
