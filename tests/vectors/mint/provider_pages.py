"""The provider's consent page and what goes back to the client."""

from provider_steps import (
    ANN, APP, AT, CALLBACK, FORM, NO_STORE, OTHER_APP, PAGE, RFC, SECRET, Scripts, form, page_refused, who,
)

RULE, P3, P11, P12 = "provider section 3", "provider P3", "provider P11", "provider P12"
REFUSALS = "provider section 4"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
STYLES = (("likecoin", {}), ("rfc", RFC))


def consent():
    v = Scripts("provider-consent", "The provider: consent is asked for, remembered, declined.")
    for style, options in STYLES:
        v.script(f"{style}-given", "Consent is asked for, and a code goes to the client.", P11, options).login()
        v.script(f"{style}-state", "The state goes back with the code.", P11, options).login(state="s&t=1 %")
        v.script(f"{style}-once", "What was allowed is not asked for again.", P11, options).login().again().again()
        v.script(f"{style}-new-words", "Only the scope that is new is asked for.", P11, options) \
            .login().login("profile email", new=["email"]).again(scope="email profile")
        s = v.script(f"{style}-declined", "Declining gives nothing but a word, with the state.", P11, options)
        s.visit(s.shown(), state="x")
        s.post(s.told("denied", "access_denied", "x", event="consent_declined", always=True), "{ticket1}", "deny", state="x")
        s.visit(s.shown(), state="x").sql("SELECT COUNT(*) FROM jotkit_grants", [0])
        s = v.script(f"{style}-nobody", "Without a user there is no page: somebody logs in.", RULE, options)
        s.visit({"login": True, "events": []}, user=None, session=None).login()
        v.script(f"{style}-users", "Consent is one user's.", P11, options).login().login(user="bob").again(user="bob")
        v.script(f"{style}-clients", "Consent is for one client.", P11, options).login().login(client="other").again(client="other")
        s = v.script(f"{style}-trusted", "A trusted client's users are not asked.", RULE, options, clients=({**APP, "trusted": True},))
        s.visit(s.sent_back(("consent_given", "code_issued"))).again().exchange()
        s = v.script(f"{style}-issuer", "The issuer goes back with the code and with a refusal (RFC 9207).", "provider section 6",
                     {**options, "issuer": "https://like.example/"})
        s.visit(s.shown(), state="x")
        s.post(s.sent_back(("consent_given", "code_issued"), state="x", issuer="https://like.example/"), "{ticket1}", state="x")
        s.visit(s.told("INVALID_SCOPE", "invalid_scope", "x", issuer="https://like.example/"), scope="write:x", state="x")


def tickets():
    v = Scripts("provider-tickets", "The provider: a form serves the user, session and request it was made for.")
    no = page_refused("INVALID_TICKET", 403)
    for name, why, changes in (
        ("user", "Another user.", {"user": "bob"}),
        ("nobody", "Nobody is logged in.", {"user": None}),
        ("session", "Another session.", {"session": "t"}),
        ("no-session", "No session.", {"session": None}),
        ("scope", "Another scope.", {"scope": "email"}),
        ("state", "A state that was not there.", {"state": "x"}),
        ("challenge", "A challenge that was not there.", {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}),
    ):
        s = v.script(name, why, P11)
        s.visit(s.shown())
        s.post(no, "{ticket1}", **changes).sql("SELECT COUNT(*) FROM jotkit_codes", [0])
    s = v.script("never-a-session", "A form that was made without a session is good in none.", P11)
    s.visit(s.shown(), session=None).post(no, "{ticket1}", session=None)
    s = v.script("defaults", "The client's default scopes have grown since the page was shown.", P11,
                 clients=({**APP, "default_scopes": ["profile"]},))
    s.visit(s.shown(), scope=None).add({"client": {**APP, "default_scopes": ["profile", "email"]}}, {})
    s.post(no, "{ticket1}", scope=None).sql("SELECT COUNT(*) FROM jotkit_grants", [0])
    s = v.script("client", "Another client.", P11)
    s.visit(s.shown()).post(no, "{ticket1}", client="other")
    s = v.script("old", "Ten minutes later it is too old.", P11)
    s.visit(s.shown()).wait(600).post(no, "{ticket1}")
    s = v.script("last-second", "A second before, it is not.", P11)
    s.visit(s.shown()).wait(599).post(s.sent_back(("consent_given", "code_issued")), "{ticket1}")
    s = v.script("twice", "A form that is sent twice gives two codes, of which the second is good.", P11)
    s.login().post(s.sent_back(), "{ticket1}")
    s.exchange(2).no_exchange(1)
    s = v.script("missing", "No ticket.", P11)
    s.post(no, None).post(no, "").post(no, "1.2").post(no, f"{AT + 600}.AAAA").post(no, "{x}")
    s = v.script("restart", "Another process with the same key takes it.", "provider P16")
    s.visit(s.shown()).add({"restart": True}, {}).post(s.sent_back(("consent_given", "code_issued")), "{ticket1}")
    s = v.script("decision", "A decision that is none.", REFUSALS)
    s.visit(s.shown())
    s.post(s.told("INVALID_REQUEST", "invalid_request"), "{ticket1}", "maybe").post(s.told("INVALID_REQUEST", "invalid_request"), "{ticket1}", None)
    s = v.script("of-another-page", "A ticket of the page of apps is none of the consent page's.", P11)
    s.login().apps(("app", ["profile"], AT, None)).post(no, "{ticket2}")
    s = v.script("changed", "One changed character.", P11)
    s.visit(s.shown()).post(no, "{ticket1}A").post(no, "1{ticket1}")


def scopes():
    v = Scripts("provider-scopes", "The provider: which scopes a client gets.")
    s = v.script("added", "LikeCoin's page adds `profile`.", "protocols B2.2")
    s.login("email").exchange().verify(scope=("email", "profile"))
    s = v.script("expanded", "A word without a colon stands for two scopes.", "protocols B2.1")
    s.login("like", new=["read:like", "write:like", "profile"]).exchange().verify(scope=("read:like", "write:like", "profile"))
    s = v.script("default", "Without a scope the client's default scopes are asked for.", "protocols B2.3",
                 clients=({**APP, "default_scopes": ["read:like"]},))
    s.login("", new=["read:like", "profile"]).exchange().verify(scope=("read:like", "profile"))
    s = v.script("default-none", "Without default scopes it is `profile`.", "protocols B2.3")
    s.login("", new=["profile"]).exchange()
    s = v.script("spaces", "Spaces more than needed make no scope.", "protocols D18")
    s.login(" email  profile ", new=["email", "profile"]).exchange().verify(scope=("email", "profile"))
    s = v.script("repeated", "A word twice is one.", "protocols D18")
    s.login("email email profile", new=["email", "profile"])
    for style, options in STYLES:
        for name, scope in (("off-list", "write:profile"), ("one-off", "profile nothing:here"), ("below", "read:like.button"), ("case", "Profile:x")):
            s = v.script(f"{style}-{name}", "A scope off the client's list.", REFUSALS, options)
            s.visit(s.told("INVALID_SCOPE", "invalid_scope", "x"), scope=scope, state="x", user=None)
    s = v.script("rfc-no-scope", "RFC 6749 §3.3: no scope and no default is refused.", REFUSALS, RFC)
    s.visit(s.told("INVALID_SCOPE", "invalid_scope"), scope=None)
    s = v.script("rfc-default", "RFC 6749 §3.3: the default.", RULE, RFC, clients=({**APP, "default_scopes": ["email"]},))
    s.visit(s.shown(["email"]), scope=None)
    s = v.script("rfc-plain", "Nothing is added or expanded.", RULE, RFC)
    s.visit(s.told("INVALID_SCOPE", "invalid_scope"), scope="like").visit(s.shown(["email"]), scope="email")
    s = v.script("left-the-list", "A scope that has left the client's list is left out of new access tokens.", RULE)
    s.login("email profile").exchange(scope="email profile").add({"client": {**APP, "scopes": ["profile"]}}, {})
    s.refresh(scope="profile").verify(2, scope=("profile",)).add({"client": {**APP, "scopes": ["write:like"]}}, {})
    s.token(s.refused("INVALID_SCOPE", "invalid_scope"), grant_type="refresh_token", refresh_token="{refresh1}")
    s.add({"client": APP}, {}).refresh(scope="email profile")


def refusals():
    v = Scripts("provider-page-refusals", "The provider: what the consent page refuses.")
    nobody = page_refused("INVALID_CLIENT_ID")
    nowhere = page_refused("INVALID_REDIRECT_URI")
    for style, options in STYLES:
        s = v.script(f"{style}-client", "A client that is unknown, missing, off or named twice is no reason to redirect.", P12, options,
                     clients=(APP, {**OTHER_APP, "off": True}))
        s.visit(nobody, client="nobody").visit(nobody, client="").visit(nobody, client="other").visit(nobody, client="APP")
        s.ask({"endpoint": "authorize", "query": form(s.parameters()) + "&client_id=app"} | who("ann", "s"), nobody)
        s.ask({"endpoint": "authorize"} | who("ann", "s"), nobody)
        s.ask({"endpoint": "authorize", "query": "client_id=%ff&redirect_uri=x"} | who("ann", "s"), nobody)
        s = v.script(f"{style}-address", "An address that is not registered, character for character.", P12, options)
        for address in (CALLBACK + "/", CALLBACK + "?x", CALLBACK.upper(), "https://evil.example/cb", "", "/cb", CALLBACK + "#", "https://app.example:443/cb"):
            s.visit(nowhere, redirect_uri=address)
        s.ask({"endpoint": "authorize", "query": form(s.parameters()) + f"&redirect_uri={CALLBACK}"} | who("ann", "s"), nowhere)
        s.visit(nowhere, redirect_uri="https://other.example/cb")
        s = v.script(f"{style}-challenge", "A challenge that is none, or of another method.", REFUSALS, options)
        bad = s.told("INVALID_REQUEST", "invalid_request", "x")
        for challenge, method in ((CHALLENGE, None), (CHALLENGE, "plain"), (CHALLENGE, "s256"), (CHALLENGE[1:], "S256"), (CHALLENGE + "A", "S256"),
                                  (CHALLENGE[:-1] + "=", "S256"), (None, "S256"), ("", "S256")):
            s.visit(bad, state="x", code_challenge=challenge, code_challenge_method=method)
        s = v.script(f"{style}-pkce", "A client that must send a challenge.", REFUSALS, options, clients=({**APP, "pkce": True},))
        s.visit(s.told("INVALID_REQUEST", "invalid_request"))
        s.visit(s.shown(), code_challenge=CHALLENGE, code_challenge_method="S256")
        s = v.script(f"{style}-malformed", "Parameters that cannot be read are told to the client, by its own address.", REFUSALS, options)
        told = s.told("INVALID_REQUEST", "invalid_request")
        for more in ("&scope=email", "&x=%00", "&x=%ff", "&x=1&x=2", "&state=a%0d%0ab", "&x=" + "y" * 2049):
            s.ask({"endpoint": "authorize", "query": form(s.parameters()) + more} | who("ann", "s"), told)
        s = v.script(f"{style}-method", "Other methods, bodies that are no form, queries without an end.", REFUSALS, options)
        query = form(s.parameters())
        for method in ("PUT", "HEAD", "DELETE", "get"):
            s.ask({"endpoint": "authorize", "method": method, "query": query}, page_refused("INVALID_REQUEST", 405, {"allow": "GET, POST"}))
        for kind in ("application/json", "text/plain", ""):
            s.ask({"endpoint": "authorize", "body": query, "content_type": kind} | who("ann", "s"), page_refused("INVALID_REQUEST"))
        s.ask({"endpoint": "authorize", "query": query + "&x" * 9000} | who("ann", "s"), page_refused("INVALID_REQUEST"))
    s = v.script("rfc-response-type", "RFC 6749 §4.1.1: the response type is `code`.", REFUSALS, RFC)
    s.visit(s.told("", "invalid_request", "x"), state="x", response_type=None)
    s.visit(s.told("", "unsupported_response_type", "x"), state="x", response_type="token")
    s = v.script("likecoin-response-type", "LikeCoin's page does not read a response type.", "protocols B2")
    s.visit(s.shown(), response_type="token").visit(s.shown(), response_type="code", language="en", utm_source="x")
    s = v.script("own-query", "The address keeps its own parameters, except those that are named again.", "protocols B3",
                 clients=({**APP, "redirect_uris": [CALLBACK + "?x=1&code=old&state=old"]},))
    address = CALLBACK + "?x=1&code=old&state=old"
    s.visit(s.shown(), redirect_uri=address, state="new")
    back = {"status": 303, "headers": {**NO_STORE, "location": f"{CALLBACK}?x=1&code={s.new('code')}&state=new"}, "body": "",
            "events": ["consent_given", "code_issued"]}
    s.post(back, "{ticket1}", redirect_uri=address, state="new")
    s = v.script("app-scheme", "An app's own scheme.", "RFC 8252 §7.1", clients=({**APP, "redirect_uris": ["com.example.app:/cb"]},))
    s.visit(s.shown(), redirect_uri="com.example.app:/cb")
    s.post(s.sent_back(("consent_given", "code_issued"), base="com.example.app:/cb"), "{ticket1}", redirect_uri="com.example.app:/cb")
    s.token(s.tokens(), grant_type="authorization_code", code="{code1}", redirect_uri="com.example.app:/cb")


def build():
    consent()
    tickets()
    scopes()
    refusals()
