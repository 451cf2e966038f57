"""How tokens of a provider end: revocation, withdrawal; and who is told of it."""

from provider_steps import APP, AT, JSON, OTHER, OTHER_APP, RFC, SECRET, Scripts, form, page_refused, who

P8, P9, P10 = "provider P8", "provider P9", "provider P10"
REFUSALS = "provider section 4"
STYLES = (("likecoin", {}), ("rfc", RFC))
RESOURCE = {"client_id": "api", "client_secret": "secret-of-the-api", "introspect": True}


def revocation():
    v = Scripts("provider-revocation", "The provider: a client revokes.")
    for style, options in STYLES:
        for kind in ("refresh", "access"):
            s = v.script(f"{style}-{kind}", "After a client's revocation no token of the grant is good; consent stays.", P8, options)
            s.login().exchange().refresh().revoke(f"{{{kind}1}}").no_verify(1).no_verify(2).no_refresh(1)
            s.revoke(f"{{{kind}1}}", ended=False).again().exchange().verify(3).refresh(2)
        s = v.script(f"{style}-unknown", "A token that is not known has ended, too.", REFUSALS, options)
        s.login().exchange()
        for token in ("x", "A" * 43, "a.b.c", "{refresh1}A", "{code1}"):
            s.revoke(token, ended=False)
        s.verify().refresh()
        s = v.script(f"{style}-hint", "A hint that is wrong changes nothing.", "RFC 7009 §2.1", options)
        s.login().exchange().revoke("{refresh1}", token_type_hint="access_token").no_refresh(1)
        s = v.script(f"{style}-expired", "An access token that has expired still names its grant.", "provider section 3", options)
        s.login().exchange().wait(4000).revoke("{access1}").no_refresh(1)
        s = v.script(f"{style}-another-s", "Another client's token.", "provider P3", options)
        s.login().exchange().login(client="other").exchange(client="other")
        for token in ("{refresh2}", "{access2}"):
            body = form({"client_id": "app", "client_secret": SECRET, "token": token})
            s.ask({"endpoint": "revoke", "body": body}, s.refused("INVALID_TOKEN", "unauthorized_client"))
        s.refresh(2, client="other", secret=OTHER).verify(2, client="other")
        s = v.script(f"{style}-missing", "No token.", REFUSALS, options)
        for token in (None, ""):
            body = form({"client_id": "app", "client_secret": SECRET, "token": token})
            s.ask({"endpoint": "revoke", "body": body}, s.refused("INVALID_REQUEST", "invalid_request"))
        s = v.script(f"{style}-client", "A client has to say who it is.", REFUSALS, options)
        s.login().exchange()
        s.ask({"endpoint": "revoke", "body": "token={refresh1}"}, s.refused("MISSING_CLIENT_INFO", "invalid_client"))
        s.ask({"endpoint": "revoke", "body": "client_id=app&client_secret=x&token={refresh1}"}, s.refused("INVALID_CLIENT_CRED", "invalid_client"))
        s.refresh()
        s = v.script(f"{style}-same-second", "Tokens of after an end are good at once, those of before stay dead.", P10, options)
        s.login().exchange().revoke("{refresh1}").again().exchange().verify(2).no_verify(1).wait(1).verify(2, issued=AT).no_verify(1)
        s = v.script(f"{style}-rotated", "Any token of the family ends it.", P8, {**options, "rotation": True})
        s.login().exchange().refresh(1).revoke("{refresh1}").no_refresh(2).no_verify(2)
        s = v.script(f"{style}-others", "The user's other apps and the app's other users go on.", P8, options)
        s.login().exchange().login(client="other").exchange(client="other").login(user="bob")
        s.exchange(user={"id": "bob", "display_name": "Bob", "avatar": ""})
        s.revoke("{refresh1}").no_refresh(1).refresh(2, client="other", secret=OTHER).refresh(3).verify(2, client="other").verify(3, user="bob")


def withdrawal():
    v = Scripts("provider-withdrawal", "The provider: a user withdraws.")
    gone = {"login": True, "events": []}
    for style, options in STYLES:
        s = v.script(f"{style}-withdrawn", "After a user's withdrawal no token is good, and the user is asked again.", P9, options)
        s.login().exchange().apps(("app", ["profile"], AT, AT)).withdraw().no_verify(1).no_refresh(1).apps()
        s.login().exchange().verify(2).refresh(2)
        s = v.script(f"{style}-code", "A code that was not redeemed is dead, too.", P9, options)
        s.login().apps(("app", ["profile"], AT, None)).withdraw().no_exchange(1).login().no_exchange(1).exchange(2)
        s = v.script(f"{style}-others", "The user's other apps go on.", P9, options)
        s.login().exchange().login("email profile", client="other").exchange(client="other", scope="email profile")
        s.apps(("app", ["profile"], AT, AT), ("other", ["email", "profile"], AT, AT))
        s.withdraw("other", "{ticket4}").apps(("app", ["profile"], AT, AT)).verify(1).refresh(1)
        s.no_refresh(2, client="other", secret=OTHER)
    no = page_refused("INVALID_TICKET", 403)
    post = lambda s, result, user="ann", session="s", **fields: s.ask({"endpoint": "apps", "body": form(fields)} | who(user, session), result)
    s = v.script("tickets", "The form of the page serves its user, session and client.", "provider P11")
    s.login().login(client="other").apps(("app", ["profile"], AT, None), ("other", ["profile"], AT, None))
    post(s, no, client_id="app", ticket="{ticket4}")
    post(s, no, client_id="other", ticket="{ticket3}")
    post(s, no, client_id="app", ticket="{ticket3}", session="t")
    post(s, no, client_id="app", ticket="{ticket3}", user="bob")
    post(s, no, client_id="app", ticket="{ticket3}", user=None)
    post(s, no, client_id="app", ticket="{ticket1}")
    post(s, no, client_id="app")
    post(s, no, ticket="{ticket3}")
    s.again().withdraw("app", "{ticket3}")
    s.withdraw("app", "{ticket3}", events=())
    s = v.script("old", "The form is good for ten minutes.", "provider P11")
    s.login().apps(("app", ["profile"], AT, None)).wait(600)
    post(s, no, client_id="app", ticket="{ticket2}")
    s = v.script("nobody", "Nobody is logged in.", "provider section 3")
    s.ask({"endpoint": "apps"}, gone)
    s = v.script("method", "Other methods and bodies.", REFUSALS)
    s.ask({"endpoint": "apps", "method": "PUT"} | who("ann", "s"), page_refused("INVALID_REQUEST", 405, {"allow": "GET, POST"}))
    s.ask({"endpoint": "apps", "body": "{}", "content_type": "application/json"} | who("ann", "s"), page_refused("INVALID_REQUEST"))
    post(s, page_refused("INVALID_REQUEST"), client_id="app", ticket="x\n")
    s = v.script("dates", "Since the first consent, used at the last token.", "provider section 3")
    s.login().wait(50).exchange().wait(100).refresh().wait(10).login("email profile", new=["email"])
    s.apps(("app", ["profile", "email"], AT, AT + 150))
    s = v.script("since-again", "After a withdrawal it begins anew.", "provider section 3")
    s.login().exchange().apps(("app", ["profile"], AT, AT)).withdraw().wait(500).login("email profile")
    s.apps(("app", ["email", "profile"], AT + 500, AT))


def api():
    v = Scripts("provider-api", "The provider: an API asks whether a token is good.")
    refused = lambda s, code, claim=None, kind="refused", token=1, **demands: s.no_verify(token, code, kind, claim, **demands)
    for style, options in STYLES:
        s = v.script(f"{style}-scopes", "Scopes are judged as always.", "protocols B8", options)
        s.login("read:like profile").exchange(scope="read:like profile").verify(all=["profile"], scope=("read:like", "profile"))
        s.verify(any=["email", "read:like.button"], scope=("read:like", "profile"))
        refused(s, "scope_refused", "scope", all=["write:like"])
        refused(s, "scope_refused", "scope", any=["email", "write:like"])
        s = v.script(f"{style}-time", "An access token is good for an hour.", "protocols B5.5", options)
        s.login().exchange().wait(3599).verify(issued=AT).wait(1)
        refused(s, "token_expired", "exp")
        s = v.script(f"{style}-expired-and-ended", "What has expired is not said to be revoked: a refresh may be tried.", "protocols B5.18", options)
        s.login().exchange().revoke("{refresh1}").wait(3600)
        refused(s, "token_expired", "exp")
        s = v.script(f"{style}-off", "Tokens of a client that is off.", "provider section 6", options)
        s.login().exchange().add({"client": {**APP, "off": True}}, {})
        refused(s, "client_unknown", kind="key")
        s.add({"client": APP}, {}).verify()
    s = v.script("not-a-token", "What is no token is refused as always.", "protocols B5.18")
    refused(s, "token_malformed", kind="malformed", token="x")
    refused(s, "token_malformed", kind="malformed", token="{refresh1}")
    s = v.script("changed", "One changed character of the signature.", "protocols B5.18")
    s.login().exchange()
    refused(s, "signature_invalid", token="{access1}A")
    refused(s, "token_malformed", kind="malformed", token="{access1}=")
    s = v.script("demands", "Demands that are none.", "protocols D22")
    s.login().exchange()
    refused(s, "policy_invalid", kind="usage", all=[])
    refused(s, "policy_invalid", kind="usage", any=["a:b:c"])
    s = v.script("restart", "Another process knows of an end, too.", "provider P16")
    s.login().exchange().add({"restart": True}, {}).verify().revoke("{access1}").add({"restart": True}, {}).no_verify(1)


def introspection():
    v = Scripts("provider-introspection", "The provider: introspection (RFC 7662).")
    clients = (APP, OTHER_APP, RESOURCE)
    for style, options in STYLES:
        options = {**options, "introspection": True}

        def ask(s, token, said, client="app", secret=SECRET):
            body = form({"client_id": client, "client_secret": secret, "token": token})
            return s.ask({"endpoint": "introspect", "body": body}, s.json(said))

        def active(s, client="app", scope="profile", user="ann", **more):
            said = {"active": True, "scope": scope, "client_id": client, "username": user}
            if not more:
                return said | {"sub": user}
            return said | {"token_type": "Bearer", "exp": AT + 3600, "iat": AT, "sub": user, "aud": "like.example", "iss": "like.example"}

        dead = {"active": False}
        s = v.script(f"{style}-own", "A client is told of its own tokens.", "RFC 7662 §2.2", options, clients)
        s.login().exchange()
        ask(s, "{access1}", active(s, access=True))
        ask(s, "{refresh1}", active(s))
        s.revoke("{refresh1}")
        ask(s, "{access1}", dead)
        ask(s, "{refresh1}", dead)
        s = v.script(f"{style}-another-s", "A client is not told of another's tokens, a resource server is.", "provider section 3", options, clients)
        s.login().exchange()
        for token in ("{access1}", "{refresh1}"):
            ask(s, token, dead, "other", OTHER)
        ask(s, "{access1}", active(s, access=True), "api", RESOURCE["client_secret"])
        ask(s, "{refresh1}", active(s), "api", RESOURCE["client_secret"])
        s = v.script(f"{style}-off", "The tokens of a client that is off are not active.", "provider section 6", options, clients)
        s.login().exchange().add({"client": {**APP, "off": True}}, {})
        for token in ("{access1}", "{refresh1}"):
            ask(s, token, dead, "api", RESOURCE["client_secret"])
        s = v.script(f"{style}-unknown", "What is no token of this provider is not active.", "RFC 7662 §2.2", options, clients)
        s.login().exchange()
        for token in ("x", "A" * 43, "a.b.c", "{code1}"):
            ask(s, token, dead)
        s.wait(3600)
        ask(s, "{access1}", dead)
        ask(s, "{refresh1}", active(s))
        s = v.script(f"{style}-refused", "Who does not say who it is is not told anything.", REFUSALS, options, clients)
        s.ask({"endpoint": "introspect", "body": "token=x"}, s.refused("MISSING_CLIENT_INFO", "invalid_client"))
        s.ask({"endpoint": "introspect", "body": form({"client_id": "app", "client_secret": SECRET})}, s.refused("INVALID_REQUEST", "invalid_request"))
        s = v.script(f"{style}-not-served", "It is switched off unless it is wanted.", "provider section 6", {k: x for k, x in options.items() if k == "style"}, clients)
        s.ask({"endpoint": "introspect", "body": form({"client_id": "app", "client_secret": SECRET, "token": "x"})}, s.refused("INVALID_REQUEST", "invalid_request", 404))


def build():
    revocation()
    withdrawal()
    api()
    introspection()
