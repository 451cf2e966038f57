"""The provider's token endpoint: codes, refresh tokens, who may ask."""

import base64
import json

from provider_steps import ANN, APP, AT, CALLBACK, FORM, OTHER, OTHER_APP, RFC, SECRET, Scripts, form

P1, P2, P3, P4, P5, P6, P7 = (f"provider P{number}" for number in range(1, 8))
REFUSALS = "provider section 4"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
STYLES = (("likecoin", {}), ("rfc", RFC))
ROTATION = {"rotation": True}
REPLAY = ("code_replayed", "tokens_ended", "request_refused")
REUSE = ("token_reused", "tokens_ended", "request_refused")


def codes():
    v = Scripts("provider-codes", "The provider: codes for tokens.")
    for style, options in STYLES:
        v.script(f"{style}-exchanged", "A code gives tokens, and they are good.", P1, options).login().exchange().verify().refresh().verify(2)
        s = v.script(f"{style}-replayed", "A code that was redeemed is refused, and what it gave ends.", P2, options)
        s.login().exchange().no_exchange(events=REPLAY).no_verify(1).no_refresh(1)
        s.no_exchange(events=("code_replayed", "request_refused")).again().exchange().verify(2)
        s = v.script(f"{style}-overtaken", "A code that a later one overtook is refused and ends nothing.", P2, options)
        s.login().again().exchange(2).no_exchange(1).verify(1).refresh(1)
        s = v.script(f"{style}-expired", "A code's lifetime is a minute.", P3, options)
        s.login().wait(60).no_exchange().again().wait(59).exchange(2)
        s = v.script(f"{style}-replayed-late", "A replay ends the tokens even after the code's lifetime.", P2, options)
        s.login().exchange().wait(3000).no_exchange(events=REPLAY).no_refresh(1)
        s = v.script(f"{style}-lifetime", "The lifetime is an option.", "provider section 6", {**options, "code_lifetime": 600})
        s.login().wait(599).exchange()
        s = v.script(f"{style}-another-s", "A code does nothing in another client's hands, and no harm.", P3, options)
        s.login().no_exchange(1, client="other").exchange(1).no_exchange(1, client="other").verify().refresh()
        s = v.script(f"{style}-address", "The redirect URI is the very one; a wrong one does not spend the code.", P3, options)
        s.login()
        for address in (CALLBACK + "/", "", "https://evil.example/cb", None):
            s.no_exchange(1, "INVALID_REDIRECT_URI", redirect_uri=address)
        s.exchange(1)
        s = v.script(f"{style}-verifier", "A code with a challenge is good for its verifier; a wrong one does not spend it.", P3, options)
        s.login(code_challenge=CHALLENGE, code_challenge_method="S256")
        for verifier in (VERIFIER[:-1], VERIFIER + "A", CHALLENGE, "", None):
            s.no_exchange(1, "INVALID_CODE_VERIFIER", code_verifier=verifier)
        s.exchange(1, code_verifier=VERIFIER)
        s = v.script(f"{style}-verifier-alone", "A verifier without a challenge is refused (RFC 9700 §4.8).", P3, options)
        s.login().no_exchange(1, "INVALID_CODE_VERIFIER", code_verifier=VERIFIER).exchange(1)
        s = v.script(f"{style}-unknown", "Codes that are none.", REFUSALS, options)
        s.login()
        for code in ("x", "A" * 43, "A" * 42 + "B", "A" * 44, "{code1}A", "{code1}=", "{code1} ", "{code1}.{code1}"):
            s.no_exchange(1, code=code)
        s.exchange(1)
        s = v.script(f"{style}-missing", "No code.", REFUSALS, options)
        for code in (None, ""):
            s.token(s.refused("INVALID_CODE", "invalid_request"), grant_type="authorization_code", code=code, redirect_uri=CALLBACK)
        s = v.script(f"{style}-user-gone", "The user is gone: no tokens; back again: the code was not spent.", REFUSALS, options)
        s.login().add({"user": {"id": "ann", "gone": True}}, {}).no_exchange(1).add({"user": ANN}, {}).exchange(1)
        v.script(f"{style}-two-users", "Two users of one client know nothing of each other.", P4, options) \
            .login().exchange().login(user="bob").exchange(user={"id": "bob", "display_name": "Bob", "avatar": ""}).refresh(1).refresh(2).verify(2, user="bob")
        s = v.script(f"{style}-two-clients", "Two clients of one user know nothing of each other.", P4, options)
        s.login().exchange().login(client="other").exchange(client="other").refresh(1).refresh(2, client="other", secret=OTHER)
        s = v.script(f"{style}-new-login", "A later login's refresh token ends the earlier one at once.", P4, options)
        s.login().exchange().again().refresh(1).exchange().no_refresh(1).refresh(2)
    s = v.script("empty-profile", "A user without a name and a picture.", "protocols B4", users=({"id": "ann"},))
    s.login().exchange(user={"id": "ann", "display_name": "", "avatar": ""})
    s = v.script("stored", "The database has hashes: neither the code nor a token is in it.", "provider P14")
    s.login().exchange().refresh()
    s.sql("SELECT COUNT(*) FROM jotkit_codes WHERE code LIKE '%{code1}%'", [0])
    s.sql("SELECT COUNT(*) FROM jotkit_grants WHERE family || live || tag || consent LIKE '%{refresh1}%'", [0])
    s.sql(f"SELECT COUNT(*) FROM jotkit_clients WHERE record LIKE '%{SECRET}%'", [0])
    s.sql("SELECT COUNT(*), MAX(LENGTH(live)), MAX(LENGTH(family)) FROM jotkit_grants", [1, 43, 43])


def refreshing():
    v = Scripts("provider-refresh", "The provider: refresh tokens, kept or replaced.")
    for style, options in STYLES:
        rotation = {**options, **ROTATION}
        s = v.script(f"{style}-kept", "Without rotation a refresh token stays, however old and however often used.", P5, options)
        s.login().exchange().refresh().refresh().wait(10**9).refresh().verify(4).sql("SELECT COUNT(*) FROM jotkit_grants", [1])
        s = v.script(f"{style}-wider", "A scope wider than the grant's.", REFUSALS, options)
        s.login().exchange()
        for scope in ("email", "profile email", "write:profile", "profile.x"):
            s.token(s.refused("INVALID_SCOPE", "invalid_scope"), grant_type="refresh_token", refresh_token="{refresh1}", scope=scope)
        s.refresh()
        s = v.script(f"{style}-unknown", "Refresh tokens that are none.", REFUSALS, options)
        s.login().exchange()
        for token in ("x", "A" * 43, "A" * 42 + "B", "{refresh1}A", "{refresh1}=", "{code1}", "{access1}"):
            s.no_refresh(1, refresh_token=token)
        s.refresh()
        s = v.script(f"{style}-missing", "No refresh token.", REFUSALS, options)
        for token in (None, ""):
            s.token(s.refused("INVALID_REFRESH_TOKEN", "invalid_request"), grant_type="refresh_token", refresh_token=token)
        s = v.script(f"{style}-another-s", "A refresh token does nothing in another client's hands, and no harm.", P3, options)
        s.login().exchange().no_refresh(1, client="other", secret=OTHER).refresh(1)
        s = v.script(f"{style}-user-gone", "The user is gone; back again, the token is good.", REFUSALS, options)
        s.login().exchange().add({"user": {"id": "ann", "gone": True}}, {}).no_refresh(1).add({"user": ANN}, {}).refresh(1)
        s = v.script(f"{style}-rotated", "With rotation each refresh brings another token.", P6, rotation)
        s.login().exchange().refresh(1).refresh(2).refresh(3).verify(4).sql("SELECT COUNT(*) FROM jotkit_grants", [1])
        s = v.script(f"{style}-same-successor", "All who refresh with one token within the grace get one successor.", P6, rotation)
        s.login().exchange().refresh(1).refresh(1, gives=2).wait(59).refresh(1, gives=2).refresh(2)
        s = v.script(f"{style}-lost-reply", "After the grace the old token still works while its successor was not used, and gets another.", P6, rotation)
        s.login().exchange().refresh(1).wait(3600).refresh(1).refresh(1, gives=3).refresh(3)
        s = v.script(f"{style}-reused", "A token that is neither the live one nor the one before ends the grant's tokens.", P7, rotation)
        s.login().exchange().refresh(1).refresh(2).no_refresh(1, REUSE).no_refresh(3).no_refresh(2).no_verify(1).no_verify(3)
        s.again().exchange().verify(4)
        s = v.script(f"{style}-stolen", "Two holders of one token: after the grace one is left behind, and its next use ends both.", P7, rotation)
        s.login().exchange().refresh(1).wait(61).refresh(1).no_refresh(2, REUSE).no_refresh(3)
        s = v.script(f"{style}-no-grace", "Without a grace each refresh replaces.", "provider section 6", {**rotation, "grace": 0})
        s.login().exchange().refresh(1).refresh(1).refresh(3).no_refresh(2, REUSE)
        s = v.script(f"{style}-grace", "The grace is an option.", "provider section 6", {**rotation, "grace": 600})
        s.login().exchange().refresh(1).wait(599).refresh(1, gives=2).wait(1)
        s.refresh(1)
        s = v.script(f"{style}-clock-back", "A clock that went back refuses nobody.", P5, rotation)
        s.login().exchange().refresh(1).wait(-100_000).refresh(1, gives=2).refresh(2).wait(-1000).refresh(3)
        s = v.script(f"{style}-restart", "Another process goes on.", "provider P16", rotation)
        s.login().exchange().refresh(1).add({"restart": True}, {}).refresh(1, gives=2).refresh(2)
        s = v.script(f"{style}-narrower", "A refresh may ask for less; the next one gets all again.", REFUSALS, options)
        s.login("email profile").exchange(scope="email profile")
        s.token(s.refreshed(1, "email"), grant_type="refresh_token", refresh_token="{refresh1}", scope="email").verify(2, scope=("email",))
        s.refresh(scope="email profile").verify(3, scope=("email", "profile"))
    s = v.script("likecoin-narrower-word", "A word without a colon stands for two scopes here, too.", "protocols B2.1")
    s.login("like", new=["read:like", "write:like", "profile"]).exchange()
    s.token(s.refreshed(1, "read:like write:like"), grant_type="refresh_token", refresh_token="{refresh1}", scope="like")


def asking():
    v = Scripts("provider-asking", "The provider: who asks the token endpoint, and how.")
    for style, options in STYLES:
        s = v.script(f"{style}-client", "A client that is unknown, off or has another secret.", REFUSALS, options, clients=(APP, {**OTHER_APP, "off": True}))
        s.login()
        wrong = s.refused("INVALID_CLIENT_CRED", "invalid_client")
        for client, secret in (("nobody", SECRET), ("app", OTHER), ("app", SECRET + "x"), ("app", SECRET.upper()), ("other", OTHER), ("App", SECRET)):
            s.token(wrong, **(s.exchanging() | {"client": client, "secret": secret}))
        s.exchange()
        s = v.script(f"{style}-no-client", "An id or a secret is missing.", REFUSALS, options)
        missing = s.refused("MISSING_CLIENT_INFO", "invalid_client")
        for client, secret in ((None, SECRET), ("app", None), ("", SECRET), ("app", ""), (None, None)):
            s.token(missing, client=client, secret=secret, grant_type="refresh_token", refresh_token="x")
        s = v.script(f"{style}-grant-type", "Another grant type, or none.", REFUSALS, options)
        for kind in (None, ""):
            s.token(s.refused("INVALID_GRANT_TYPE", "invalid_request"), grant_type=kind, code="x")
        for kind in ("password", "client_credentials", "Refresh_token", "authorization_code "):
            s.token(s.refused("INVALID_GRANT_TYPE", "unsupported_grant_type"), grant_type=kind, code="x")
        s = v.script(f"{style}-method", "The method is POST.", REFUSALS, options)
        not_allowed = s.refused("INVALID_REQUEST", "invalid_request", 405, more={"allow": "POST"})
        for endpoint in ("token", "revoke"):
            for method in ("GET", "PUT", "HEAD", "OPTIONS", "post"):
                s.ask({"endpoint": endpoint, "method": method, "query": form({"client_id": "app"})}, not_allowed)
        s = v.script(f"{style}-body", "Bodies that are no form, or parameters that cannot be read.", REFUSALS, options)
        malformed = s.refused("INVALID_REQUEST", "invalid_request")
        good = form({"client_id": "app", "client_secret": SECRET, "grant_type": "refresh_token", "refresh_token": "x"})
        for more in ("&client_id=app", "&x=1&x=1", "&x=%00", "&x=%0a", "&x=%ff", "&x=%c3%28", "&%0a=1", "&x=" + "y" * 2049, "&x" * 9000, "&x=%c2%85"):
            s.ask({"endpoint": "token", "body": good + more}, malformed)
        for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x", "", "application/x-www-form-urlencodedx"):
            s.ask({"endpoint": "token", "body": good, "content_type": kind}, malformed)
        bad_token = s.refused("INVALID_REFRESH_TOKEN", "invalid_grant")
        for kind in (f"{FORM};, text/plain", f"{FORM}, {FORM}"):
            s.ask({"endpoint": "token", "body": good, "content_type": kind}, malformed)
        many = good + "".join(f"&p{number}=" for number in range(60))
        s.ask({"endpoint": "token", "body": many + "&q="}, malformed)
        s.ask({"endpoint": "token", "body": many}, s.refused("INVALID_REFRESH_TOKEN", "invalid_grant"))
        for kind in (FORM + "; charset=utf-8", FORM.upper(), f" {FORM} ;x"):
            s.ask({"endpoint": "token", "body": good, "content_type": kind}, bad_token)
        s.ask({"endpoint": "token", "body": good, "query": good}, bad_token)
        s.ask({"endpoint": "token", "body": "", "query": good}, s.refused("MISSING_CLIENT_INFO", "invalid_client"))
    basic = lambda text: "Basic " + base64.b64encode(text.encode()).decode()
    s = v.script("likecoin-basic", "LikeCoin does not read HTTP Basic.", "protocols B4.3")
    s.ask({"endpoint": "token", "body": "grant_type=refresh_token&refresh_token=x", "authorization": basic(f"app:{SECRET}")},
          s.refused("MISSING_CLIENT_INFO", ""))
    s = v.script("rfc-basic", "HTTP Basic (RFC 6749 §2.3.1).", REFUSALS, RFC)
    s.login()
    exchange = form({"grant_type": "authorization_code", "code": "{code1}", "redirect_uri": CALLBACK})
    challenged = s.refused("INVALID_CLIENT_CRED", "invalid_client", more={"www-authenticate": 'Basic realm="oauth"'})
    for value in (basic("app:wrong-secret-here"), basic(f"nobody:{SECRET}"), basic("app"), basic(":"), basic("app:"), "Basic x", "Basic !!!", "basic " + basic("app:x")[6:]):
        s.ask({"endpoint": "token", "body": exchange, "authorization": value}, challenged)
    two_ways = s.refused("INVALID_REQUEST", "invalid_request")
    s.ask({"endpoint": "token", "body": exchange + f"&client_id=app&client_secret={SECRET}", "authorization": basic(f"app:{SECRET}")}, two_ways)
    s.ask({"endpoint": "token", "body": exchange + "&client_id=other", "authorization": basic(f"app:{SECRET}")}, two_ways)
    s.ask({"endpoint": "token", "body": exchange, "authorization": "Bearer x"}, s.refused("MISSING_CLIENT_INFO", "invalid_client"))
    s.ask({"endpoint": "token", "body": exchange + "&client_id=app", "authorization": basic(f"app:{SECRET}")}, s.tokens())
    odd = "s e+c%ret:of/the app"
    s = v.script("rfc-basic-encoded", "The two halves are encoded as a form's values are.", "RFC 6749 §2.3.1", RFC, clients=({**APP, "client_secret": odd},))
    s.login()
    s.ask({"endpoint": "token", "body": exchange, "authorization": basic("app:s+e%2Bc%25ret%3Aof%2Fthe%20app")}, s.tokens())
    loose = {"loose_parameters": True}
    s = v.script("loose-json", "A JSON object of strings, where it is allowed.", "protocols B4.2", loose)
    s.login()
    body = json.dumps({"client_id": "app", "client_secret": SECRET, "grant_type": "authorization_code", "code": "{code1}", "redirect_uri": CALLBACK})
    s.ask({"endpoint": "token", "body": body, "content_type": "application/json"}, s.tokens())
    malformed = s.refused("INVALID_REQUEST", "")
    for text in ("", "[]", '{"client_id":1}', '{"client_id":null}', '{"a":"1","a":"2"}', '{"a":{"b":"c"}}', "{"):
        s.ask({"endpoint": "token", "body": text, "content_type": "application/json"}, malformed)
    s = v.script("loose-query", "What the body lacks comes from the query.", "protocols B4.2", loose)
    s.login()
    query = form({"client_id": "app", "client_secret": SECRET, "redirect_uri": CALLBACK, "code": "x"})
    s.ask({"endpoint": "token", "query": query, "body": "grant_type=authorization_code&code={code1}"}, s.tokens())
    query = form({"client_id": "app", "client_secret": SECRET, "grant_type": "refresh_token", "refresh_token": "{refresh1}"})
    s.ask({"endpoint": "token", "method": "POST", "query": query}, s.refreshed(1))
    s.ask({"endpoint": "token", "method": "POST", "query": query + "&client_id=app"}, malformed)
    s.ask({"endpoint": "token", "method": "GET", "query": query}, s.refused("INVALID_REQUEST", "", 405, more={"allow": "POST"}))


def build():
    codes()
    refreshing()
    asking()
