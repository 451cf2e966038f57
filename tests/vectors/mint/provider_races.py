"""Flows of a provider that run at the same time, statements that run twice, and a database that fails."""

from provider_steps import APP, AT, NO_STORE, PAGE, RFC, SECRET, Scripts, form, page_refused, who

P1, P2, P4, P5, P6, P8, P9, P17 = (f"provider P{number}" for number in (1, 2, 4, 5, 6, 8, 9, 17))
ROTATION = {"rotation": True}
DOWN = {"retry-after": "1"}


def races():
    v = Scripts("provider-races", "The provider: flows that run at the same time.")
    s = v.script("one-code-twice", "Two exchanges of one code: one wins, the other is a replay.", P1)
    s.login().begin("A", s.exchange_request()).begin("B", s.exchange_request())
    s.go("run", "A", "code").go("run", "B", "code").go("run", "A", "redeem").go("run", "B", "redeem")
    s.go("run", "A", s.tokens()).go("run", "B", "code").go("run", "B", "end")
    s.go("run", "B", s.refused("INVALID_CODE", "", events=("code_replayed", "tokens_ended", "request_refused"))).no_refresh(1).no_verify(1)
    s = v.script("two-codes", "Two codes at the same time: one refresh token survives.", P4)
    s.login().again().begin("A", s.exchange_request(1)).begin("B", s.exchange_request(2))
    for step in ("code", "redeem"):
        s.go("run", "A", step).go("run", "B", step)
    s.go("run", "A", s.tokens()).go("run", "B", s.tokens()).no_refresh(1).refresh(2).verify(1).verify(2)
    s = v.script("two-codes-late", "The earlier code comes last: it is refused and ends nothing.", P2)
    s.login().again().begin("A", s.exchange_request(1)).begin("B", s.exchange_request(2))
    for step in ("code", "redeem"):
        s.go("run", "A", step).go("run", "B", step)
    s.go("run", "B", s.tokens()).go("run", "A", "code").go("finish", "A", s.refused("INVALID_CODE", "")).refresh(1)
    s = v.script("two-refreshes", "Two refreshes with one token get one successor.", P6, ROTATION)
    s.login().exchange().begin("A", s.refresh_request()).begin("B", s.refresh_request())
    for step in ("family", "refresh"):
        s.go("run", "A", step).go("run", "B", step)
    s.go("run", "A", s.refreshed()).go("run", "B", s.refreshed(2)).refresh(2)
    s = v.script("two-refreshes-kept", "Without rotation both keep the token.", P5)
    s.login().exchange().begin("A", s.refresh_request()).begin("B", s.refresh_request())
    for step in ("family", "refresh"):
        s.go("run", "A", step).go("run", "B", step)
    s.go("run", "A", s.refreshed(1)).go("run", "B", s.refreshed(1))
    for options, name in (({}, "kept"), (ROTATION, "rotated")):
        s = v.script(f"revoked-first-{name}", "A revocation between the steps of a refresh: the refresh is refused.", P8, options)
        s.login().exchange().begin("A", s.refresh_request()).go("run", "A", "family").go("run", "A", "refresh").revoke("{refresh1}")
        s.go("run", "A", "family").go("run", "A", s.refused("INVALID_REFRESH_TOKEN", ""))
        s = v.script(f"revoked-last-{name}", "A revocation after a refresh ends what it gave.", P8, options)
        s.login().exchange().begin("A", s.revoke_request("{refresh1}")).go("run", "A", "family").go("run", "A", "end").refresh()
        s.go("run", "A", {"status": 200, "headers": NO_STORE, "body": "", "events": ["tokens_ended"]}).no_verify(2).no_refresh(1)
    s = v.script("withdrawn-before-redeem", "A withdrawal between the steps of an exchange: the code is dead.", P9)
    s.login().begin("A", s.exchange_request()).go("run", "A", "code").go("run", "A", "redeem")
    s.apps(("app", ["profile"], AT, None)).withdraw().go("run", "A", "code").go("run", "A", s.refused("INVALID_CODE", ""))
    s = v.script("withdrawn-before-the-code", "A withdrawal before the code's row is written: it is born dead.", P9)
    s.visit(s.shown()).begin("A", {"endpoint": "authorize", "body": form(s.parameters() | {"ticket": "{ticket1}", "decision": "accept"})} | who("ann", "s"))
    s.go("run", "A", "grant").go("run", "A", "consent").go("run", "A", "code_add")
    s.apps(("app", ["profile"], AT, None)).withdraw().go("run", "A", s.sent_back(("consent_given", "code_issued"))).no_exchange(1)
    s = v.script("withdrawn-while-remembered", "A withdrawal before a remembered consent counts: the user is asked.", P9)
    s.login().begin("A", {"endpoint": "authorize", "query": form(s.parameters())} | who("ann", "s"))
    s.go("run", "A", "grant").go("run", "A", "remembered").apps(("app", ["profile"], AT, None)).withdraw()
    s.go("run", "A", "grant").go("run", "A", s.shown())
    s = v.script("withdrawn-while-added", "A withdrawal before more is allowed: the code has a scope that is not allowed, and is dead.", P9)
    s.login().visit(s.shown(["email"]), scope="profile email")
    fields = s.parameters(scope="profile email") | {"ticket": "{ticket2}", "decision": "accept"}
    s.begin("A", {"endpoint": "authorize", "body": form(fields)} | who("ann", "s")).go("run", "A", "grant").go("run", "A", "consent")
    s.apps(("app", ["profile"], AT, None)).withdraw().go("finish", "A", s.sent_back(("consent_given", "code_issued")))
    s.no_exchange(2).apps(("app", ["email"], AT, None))
    s = v.script("redeemed-while-revoked", "A redemption between the steps of a revocation: all tokens of before and of then end.", P8)
    s.login().exchange().again().begin("A", s.revoke_request("{refresh1}")).go("run", "A", "family").go("run", "A", "end")
    s.exchange(2).go("run", "A", {"status": 200, "headers": NO_STORE, "body": "", "events": ["tokens_ended"]})
    s.no_verify(1).no_verify(2).no_refresh(2)
    s = v.script("two-consents", "Two consents at once both stay.", "provider P11")
    s.visit(s.shown(["email", "profile"]), scope="email").visit(s.shown(["read:like", "profile"]), scope="read:like")
    for name, ticket, scope in (("A", 1, "email"), ("B", 2, "read:like")):
        fields = s.parameters(scope=scope) | {"ticket": f"{{ticket{ticket}}}", "decision": "accept"}
        s.begin(name, {"endpoint": "authorize", "body": form(fields)} | who("ann", "s")).go("run", name, "grant").go("run", name, "consent")
    for name in ("A", "B"):
        s.go("finish", name, s.sent_back(("consent_given", "code_issued")))
    s.again(scope="email").again(scope="read:like").again(scope="email read:like profile").sql("SELECT codes FROM jotkit_grants", [5])
    s = v.script("reused-while-refreshed", "Reuse is judged from a read: what was replaced twice never comes back.", "provider P7", ROTATION)
    s.login().exchange().refresh(1).begin("A", s.refresh_request(1)).go("run", "A", "family").refresh(2)
    s.go("run", "A", "end").go("run", "A", s.refused("INVALID_REFRESH_TOKEN", "", events=("token_reused", "tokens_ended", "request_refused")))
    s.no_refresh(3)
    s = v.script("replaced-in-between", "Replaced twice between the steps of a refresh: judged again, as reuse.", "provider P7", ROTATION)
    s.login().exchange().begin("A", s.refresh_request(1)).go("run", "A", "family").go("run", "A", "refresh").refresh(1).refresh(2)
    s.go("run", "A", "family").go("run", "A", "end")
    s.go("run", "A", s.refused("INVALID_REFRESH_TOKEN", "", events=("token_reused", "tokens_ended", "request_refused")))


def repeats():
    v = Scripts("provider-repeats", "The provider: a statement that runs twice because its answer was lost.")
    s = v.script("redeem", "The exchange goes on as if it had run once.", P17)
    s.login().begin("A", s.exchange_request()).go("run", "A", "code").go("run", "A", "redeem").go("twice", "A", s.tokens()).refresh().verify(1)
    for options, name in (({}, "kept"), (ROTATION, "rotated"), ({**ROTATION, "grace": 0}, "no-grace")):
        s = v.script(f"refresh-{name}", "The refresh gives one token.", P17, options)
        s.login().exchange().begin("A", s.refresh_request()).go("run", "A", "family").go("run", "A", "refresh")
        s.go("twice", "A", s.refreshed(None if options else 1)).refresh(2 if options else 1)
    s = v.script("consent", "Consent is given once, and the code is good.", P17)
    s.visit(s.shown()).begin("A", {"endpoint": "authorize", "body": form(s.parameters() | {"ticket": "{ticket1}", "decision": "accept"})} | who("ann", "s"))
    s.go("run", "A", "grant").go("run", "A", "consent").go("twice", "A", "code_add").go("twice", "A", s.sent_back(("consent_given", "code_issued")))
    s.exchange().apps(("app", ["profile"], AT, AT)).again()
    s = v.script("remembered", "A number is left out, and the code is good.", P17)
    s.login().begin("A", {"endpoint": "authorize", "query": form(s.parameters())} | who("ann", "s"))
    s.go("run", "A", "grant").go("run", "A", "remembered").go("twice", "A", "code_add").go("run", "A", s.sent_back()).exchange(2)
    s = v.script("end", "A revocation that ran before ends nothing more.", P17)
    s.login().exchange().begin("A", s.revoke_request("{refresh1}")).go("run", "A", "family").go("run", "A", "end")
    s.go("twice", "A", {"status": 200, "headers": NO_STORE, "body": "", "events": []}).no_refresh(1).again().exchange().verify(2)
    s = v.script("withdraw", "A withdrawal that ran before withdraws nothing more.", P17)
    s.login().exchange().apps(("app", ["profile"], AT, AT))
    s.begin("A", {"endpoint": "apps", "body": form({"client_id": "app", "ticket": "{ticket2}"})} | who("ann", "s"), "withdraw")
    s.go("twice", "A", {"status": 303, "headers": {**NO_STORE, "location": "/apps"}, "body": "", "events": []}).no_refresh(1).apps()
    s = v.script("lost-exchange", "The reply to an exchange was lost: the code is spent, and the user passes through without being asked.", "provider P13")
    s.login().exchange().no_exchange(1, events=("code_replayed", "tokens_ended", "request_refused")).again().exchange().refresh(2)


def outages():
    v = Scripts("provider-outages", "The provider: a database that fails.")
    for style, options in (("likecoin", {}), ("rfc", RFC)):
        for name, begun, steps in (
            ("client", "exchange", 0), ("code", "exchange", 1), ("redeem", "exchange", 2), ("family", "refresh", 1), ("refresh", "refresh", 2),
        ):
            s = v.script(f"{style}-{name}", "503, and all goes on afterwards.", P17, options)
            s.login()
            if begun == "refresh":
                s.exchange()
            s.begin("A", s.exchange_request() if begun == "exchange" else s.refresh_request())
            following = {"exchange": ("code", "redeem"), "refresh": ("family", "refresh")}[begun]
            for step in following[:steps]:
                s.go("run", "A", step)
            s.go("fail", "A", s.refused("SERVER_UNAVAILABLE", "temporarily_unavailable", 503, events=["store_failed"], more=DOWN))
            s.exchange() if begun == "exchange" else s.refresh()
        s = v.script(f"{style}-page", "A page that says so, and nothing half done.", P17, options)
        down = {**page_refused("SERVER_UNAVAILABLE", 503, DOWN), "events": ["store_failed"]}
        s.visit(s.shown())
        accept = {"endpoint": "authorize", "body": form(s.parameters() | {"ticket": "{ticket1}", "decision": "accept"})} | who("ann", "s")
        s.begin("A", accept).go("fail", "A", down)
        s.begin("B", accept).go("run", "B", "grant").go("fail", "B", down)
        s.begin("C", accept).go("run", "C", "grant").go("run", "C", "consent").go("run", "C", "code_add").go("fail", "C", down)
        s.again().exchange()
        s.begin("D", {"endpoint": "apps"} | who("ann", "s"), "apps").go("fail", "D", down)
        s = v.script(f"{style}-revoke", "A revocation that failed has not happened; it can be asked for again.", P17, options)
        s.login().exchange().begin("A", s.revoke_request("{refresh1}")).go("run", "A", "family").go("run", "A", "end")
        s.go("fail", "A", s.refused("SERVER_UNAVAILABLE", "temporarily_unavailable", 503, events=["store_failed"], more=DOWN))
        s.refresh().revoke("{refresh1}").no_refresh(1)


def build():
    races()
    repeats()
    outages()
