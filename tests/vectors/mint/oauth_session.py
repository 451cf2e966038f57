"""LikeCoin OAuth sessions: the clients and tokens they are made of. The other vectors are in oauth_session_*.py."""

import oauth_session_calls
import oauth_session_refresh
import oauth_session_waits
from oauth_steps import API, CLIENT, SENT, TOKENS, Scripts, call


def settings():
    v = Scripts("session-settings", "LikeCoin OAuth session: clients and tokens.")
    rule = "LikeCoin token reply B4"
    full = {**TOKENS, "user": "w", "display_name": "W", "avatar": "", "scope": ["profile"], "expires_at": 1552045346.5}
    v.script("all-tokens", "All that a token reply has may be held.", *SENT, tokens=full)
    v.script("access-token-alone", "Only the access token is needed.", *SENT, tokens={"access_token": "a1"})
    v.script("scope-empty", "No scopes may be held.", *SENT, tokens={**TOKENS, "scope": []})
    v.script("refresh-token-any", "A refresh token is opaque.", *SENT, tokens={**TOKENS, "refresh_token": "a b\u00e9"})
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


def build():
    settings()
    for part in (oauth_session_calls, oauth_session_refresh, oauth_session_waits):
        part.build()
