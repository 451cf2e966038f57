"""LikeCoin OAuth, between servers: the token endpoint's answers and the Authorization header of API calls."""

import json

from hs256 import token
from likecoin import END, GOLDEN, KEY, PUBLISHED, changed, without
from book import Book

REFRESH = "j31UBpMTdt-zaqVrCUJ0Ap8ulbosoPUGS8rVls_QYBg"


def responses():
    v = Book("oauth-response", "LikeCoin OAuth: what the token endpoint answers.")
    rule = "LikeCoin token reply B4"
    avatar = "https://static.example/a.png"
    held = {"avatar": avatar, "refresh_token": REFRESH, "access_token": PUBLISHED}
    usual = {"user": "williamchonggoogle", "displayName": "William Chong", **held}
    parsed = {"user": "williamchonggoogle", "display_name": "William Chong", **held, "expires_at": END}
    alone = {"access_token": PUBLISHED, "expires_at": END}

    def ask(body, status=200, **more):
        return {"op": "parse_token_response", "status": status, "body": body if isinstance(body, str) else json.dumps(body), **more}

    def granted(access=PUBLISHED, status=200, held=None, **more):
        """A success with this access token; `held` is the refresh token held so far."""
        return ask({"access_token": access, **more}, status, **({"refresh_token": held} if held else {}))

    v.ok("golden", "The documented reply: no token_type and no expires_in; the expiry comes from the access token.", rule,
         ask(usual), parsed)
    v.ok("published-empty-avatar", "The published example's avatar is empty text.", "LikeCoin C12",
         ask({**usual, "avatar": ""}), {**parsed, "avatar": ""})
    v.ok("only-access-token", "Everything but access_token is optional.", rule, granted(), alone)
    v.ok("unknown-ignored", "Unknown members of any type are ignored, a doubtful expires_in too.", rule,
         granted(token_type="bearer", expires_in=5, wallet=None, x=[1]), alone)
    v.ok("white-space", "White space around the object is JSON.", "RFC 8259 §2",
         ask("\r\n " + json.dumps({"access_token": PUBLISHED}, indent=2) + "\n"), alone)
    v.ok("escapes", "Escapes are read.", "RFC 8259 §7",
         ask('{"access\\u005ftoken":"abc","displayName":"\\u9673\\ud83d\\ude00"}'), {"access_token": "abc", "display_name": "陳😀"})
    v.ok("not-ascii", "Raw UTF-8 is read.", "RFC 8259 §8.1",
         ask('{"access_token":"abc","displayName":"陳"}'), {"access_token": "abc", "display_name": "陳"})
    for name, scope, listed in [
        ("text", "profile read:like", ["profile", "read:like"]),
        ("list", ["profile", "email"], ["profile", "email"]),
        ("double-space", "profile  email", ["profile", "email"]),
    ]:
        v.ok(f"scope-{name}", "scope comes as text or as a list and is handed out as a list.", "LikeCoin C18",
             granted(scope=scope), {**alone, "scope": listed})
    for name, access, why in [
        ("opaque", "opaque-access-token", "An access token that is not a JWT has no known expiry."),
        ("without-exp", token(without("exp"), KEY), "An access token without exp has no known expiry."),
        ("exp-text", token(changed(exp="soon"), KEY), "An exp that is not a number has no known expiry."),
        ("payload-not-json", token("x", KEY), "An unreadable payload has no known expiry."),
    ]:
        v.ok(f"access-token-{name}", why, "LikeCoin trap 27", granted(access, expires_in=3600), {"access_token": access})
    for name, exp, rule_of_exp, why in [
        ("exp-fraction", END + 0.5, "LikeCoin trap 25", "exp may have a fraction."),
        ("expired", 1, "LikeCoin trap 27", "Parsing has no clock: a token that is already expired is handed out with its expiry."),
    ]:
        access = token(changed(exp=exp), KEY)
        v.ok(f"access-token-{name}", why, rule_of_exp, granted(access), {"access_token": access, "expires_at": exp})
    v.ok("refresh-kept", "A reply without refresh_token leaves the one held in force.", "LikeCoin trap 32",
         granted(held="held"), {**alone, "refresh_token": "held"})
    v.ok("refresh-replaced", "A reply with refresh_token replaces the one held.", "LikeCoin trap 32",
         granted(held="held", refresh_token="new"), {**alone, "refresh_token": "new"})
    v.ok("refresh-same", "A reply may repeat the refresh token held.", "LikeCoin refresh token B6.6",
         granted(held="held", refresh_token="held"), {**alone, "refresh_token": "held"})
    v.ok("refresh-opaque", "A refresh token is opaque, even when it looks like a JWT.", "LikeCoin trap 31",
         granted(refresh_token=GOLDEN), {**alone, "refresh_token": GOLDEN})
    for status in (201, 299):
        v.ok(f"status-{status}", "Every status from 200 to 299 is a success.", rule, granted(status=status), alone)
    for name, body, status, why in [
        ("client-info", "MISSING_CLIENT_INFO", 400, "The server's refusals are plain words."),
        ("client-cred", "INVALID_CLIENT_CRED", 400, "The server's refusals are plain words."),
        ("login-needed", "LOGIN_NEEDED", 401, "The server's refusals are plain words."),
        ("permission", "INSUFFICIENT_PERMISSION", 403, "The server's refusals are plain words."),
        ("standard-error", '{"error":"invalid_grant","error_description":"x"}', 400, "The standard's error JSON is a refusal as well."),
        ("html", "<html><body>oops</body></html>", 502, "A proxy's page is a refusal."),
        ("empty", "", 500, "A refusal may have no body."),
        ("redirect", "", 302, "Redirects are not followed."),
        ("not-modified", "", 304, "A reply without content is not a success."),
        ("with-token", json.dumps(usual), 400, "A refusal is not a success, whatever its body says."),
        ("199", json.dumps(usual), 199, "199 is below the successes."),
        ("300", json.dumps(usual), 300, "300 is above the successes."),
    ]:
        v.error(f"refused-{name}", why, "LikeCoin token endpoint B4.6", ask(body, status), "request_refused")
    v.error("refused-refresh", "A refused refresh does not hand out the refresh token held.", "LikeCoin trap 32",
            ask("TOKEN_EXPIRED", 401, refresh_token="held"), "request_refused")
    access = json.dumps(PUBLISHED)
    for name, body, why in [
        ("access-token-missing", {"user": "u"}, "A success without an access token is none."),
        ("access-token-old-name", {"token": PUBLISHED}, "The 2018 name token is not read."),
        ("access-token-camel-case", {"accessToken": PUBLISHED}, "Names are as documented."),
        ("access-token-empty", {"access_token": ""}, "An empty access token is none."),
        ("access-token-null", {"access_token": None}, "null is not an access token."),
        ("access-token-number", {"access_token": 5}, "An access token is text."),
        ("access-token-list", {"access_token": [PUBLISHED]}, "An access token is text."),
        ("error-object", {"error": "CODE"}, "An error with status 200 is not a success."),
        ("refresh-token-null", {**usual, "refresh_token": None}, "null would wipe out the refresh token held."),
        ("refresh-token-number", {**usual, "refresh_token": 5}, "A refresh token is text."),
        ("user-number", {**usual, "user": 5}, "user is text."),
        ("display-name-object", {**usual, "displayName": {"en": "W"}}, "displayName is text."),
        ("avatar-true", {**usual, "avatar": True}, "avatar is text."),
        ("scope-number", {**usual, "scope": 5}, "scope is text or a list of text."),
        ("scope-object", {**usual, "scope": {}}, "scope is text or a list of text."),
        ("scope-list-with-number", {**usual, "scope": ["profile", 5]}, "Every entry of scope is text."),
        ("body-empty", "", "An empty body is not an object."),
        ("body-word", "OK", "A plain word is not an object."),
        ("body-list", [usual], "A list is not an object."),
        ("body-null", "null", "null is not an object."),
        ("body-text", json.dumps(PUBLISHED), "A string is not an object."),
        ("body-form", "access_token=abc&user=u", "The reply is JSON, not a form."),
        ("body-without-braces", '"access_token": "abc"', "The published example lost its braces; a reply has them."),
        ("body-html", "<html></html>", "A page is not an object."),
        ("body-trailing", json.dumps(usual) + "{}", "Nothing follows the object."),
        ("body-cut-off", json.dumps(usual)[:-1], "A reply that was cut off is not guessed at."),
        ("body-byte-order-mark", "\ufeff" + json.dumps(usual), "A byte order mark is not JSON."),
        ("body-duplicate", f'{{"access_token":{access},"access_token":"x"}}', "A name twice leaves two readings."),
        ("body-duplicate-inside", f'{{"access_token":{access},"x":{{"a":1,"a":2}}}}', "Duplicates are refused at any depth."),
        ("body-lone-surrogate", '{"access_token":"\\ud83d"}', "Half a surrogate pair is not a character."),
        ("body-trailing-comma", f'{{"access_token":{access},}}', "JSON has no trailing comma."),
        ("body-single-quotes", "{'access_token':'abc'}", "JSON has double quotes."),
        ("body-nan", f'{{"access_token":{access},"expires_in":NaN}}', "NaN is not JSON."),
        ("body-1e400", f'{{"access_token":{access},"expires_in":1e400}}', "A number no double can hold is refused."),
        ("body-too-deep", f'{{"access_token":{access},"x":' + "[" * 64 + "]" * 64 + "}", "65 levels are one too deep."),
    ]:
        v.error(name, why, rule, ask(body), "response_invalid")
    v.error("status-204-empty", "A success without content has no access token.", rule, ask("", 204), "response_invalid")
    v.error("refresh-kept-but-no-access-token", "The refresh token held does not make up for a missing access token.", rule,
            ask("{}", refresh_token="held"), "response_invalid")
    return v


def bearer():
    v = Book("oauth-bearer", "The Authorization header of an API call: Bearer in any case, spaces, the token.")

    def ask(header):
        return {"op": "authorization_token", "header": header}

    for name, value, why in [
        ("jwt", PUBLISHED, "An access token."),
        ("livelike-admin", "0123456789abcdef0123456789abcdef", "LiveLike's Admin tokens are opaque; a bearer value need not be a JWT."),
        ("one-character", "a", "A token may be short."),
        ("all-characters", "AZaz09-._~+/", "Every character RFC 6750 allows."),
        ("padded", "YWJj==", "Padding is allowed in a bearer value."),
        ("word-bearer", "Bearer", "The scheme's word may itself be a token."),
        ("long", "x" * 4000, "A token may be long."),
    ]:
        v.ok(name, why, "RFC 6750 §2.1", ask("Bearer " + value), {"token": value})
    for name, scheme in [
        ("lower-case", "bearer "), ("upper-case", "BEARER "), ("mixed-case", "BeArEr "), ("two-spaces", "Bearer  "),
        ("many-spaces", "bearer" + " " * 99),
    ]:
        v.ok(name, "A scheme has no case, and one or more spaces follow it.", "RFC 9110 §11.1, §11.4",
             ask(scheme + "abc"), {"token": "abc"})
    v.error("absent", "No header, no token.", "RFC 6750 §3.1", {"op": "authorization_token"}, "authorization_missing")
    for name, header, why in [
        ("empty", "", "An empty header is not an absent one."),
        ("scheme-only", "Bearer", "A scheme alone is not a token."),
        ("token-empty", "Bearer ", "An empty token is none."),
        ("two-spaces-only", "Bearer  ", "Spaces are not a token."),
        ("no-space", "Bearerabc", "A space separates scheme and token."),
        ("tab", "Bearer\tabc", "Only a space separates."),
        ("leading-space", " Bearer abc", "Nothing may precede the scheme."),
        ("final-space", "Bearer abc ", "Nothing follows the token."),
        ("two-tokens", "Bearer abc def", "One header carries one token."),
        ("two-values", "Bearer abc, Bearer def", "Two headers joined are not one."),
        ("final-newline", "Bearer abc\n", "A newline is not part of a header value."),
        ("header-injection", "Bearer abc\r\nX-Evil: 1", "A header value has one line."),
        ("colon", "Bearer: abc", "The scheme has no colon."),
        ("no-scheme", "abc", "A token needs its scheme."),
        ("scheme-token", "Token abc", "LiveLike's personal API tokens use another scheme."),
        ("scheme-basic", "Basic YWJjOmRlZg==", "Basic credentials are not a bearer token."),
        ("scheme-dpop", "DPoP abc", "Another scheme is not Bearer."),
        ("scheme-longer", "BearerX abc", "The scheme is compared whole."),
        ("with-header-name", "Authorization: Bearer abc", "The header's name is not part of its value."),
        ("not-ascii", "Bearer abc\u00e9", "A token is ASCII."),
        ("no-break-space", "Bearer\u00a0abc", "Only a space separates."),
        ("nul", "Bearer abc\u0000", "A NUL does not end a token."),
        ("del", "Bearer abc\u007f", "DEL is not visible."),
        ("full-width", "\uff22earer abc", "A look-alike letter is another letter."),
        ("glued-by-documentation", "valueBearer abc", "The published page lost a space; the header has nothing before Bearer."),
    ]:
        v.error(name, why, "RFC 6750 §2.1", ask(header), "authorization_malformed")
    return v


def build():
    return [responses(), bearer()]
