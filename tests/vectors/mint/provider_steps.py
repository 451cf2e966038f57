"""What the scripts of a LikeCoin provider are made of: the steps, and the result of each."""

import base64
import hashlib
import json
import pathlib
from urllib.parse import quote

from book import Book

AT = 1_800_000_000
KEY = "0123456789abcdef0123456789abcdef"
OPTIONS = {"key": KEY, "common_secret": "common-secret-for-tests", "host": "like.example"}
RFC = {"style": "rfc6749"}
CALLBACK = "https://app.example/cb"
SECRET, OTHER = "secret-of-the-app", "secret-of-another"
APP = {
    "client_id": "app", "client_secret": SECRET, "name": "App", "redirect_uris": [CALLBACK],
    "scopes": ["profile", "email", "read:like", "write:like"],
}
OTHER_APP = {**APP, "client_id": "other", "client_secret": OTHER, "name": "Other", "redirect_uris": ["https://other.example/cb"]}
ANN = {"id": "ann", "display_name": "Ann", "avatar": "https://pics.example/ann", "email": "ann@example.com"}
BOB = {"id": "bob", "display_name": "Bob", "avatar": "", "email": "bob@example.com"}
FORM = "application/x-www-form-urlencoded"

STYLE = pathlib.Path(__file__).resolve().parents[3] / "core/src/systems/likecoin/provider/page.css"
HASH = base64.b64encode(hashlib.sha256(STYLE.read_bytes()).digest()).decode()
NO_STORE = {"cache-control": "no-store"}
PAGE = {
    **NO_STORE,
    "content-type": "text/html; charset=utf-8",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{HASH}'; frame-ancestors 'none'; base-uri 'none'",
}
JSON = {**NO_STORE, "content-type": "application/json"}
TEXT = {**NO_STORE, "content-type": "text/plain; charset=utf-8"}
CLIENT_WORDS = ("MISSING_CLIENT_INFO", "INVALID_CLIENT_CRED")


def form(fields):
    """Fields as a query or a body; names of values stay as they are."""
    return "&".join(f"{name}={quote(str(value), safe='{}')}" for name, value in fields.items() if value is not None)


def page_refused(word, status=400, more=None):
    return {"status": status, "headers": {**PAGE, **(more or {})}, "page": word, "events": ["request_refused"]}


class Scripts(Book):
    """Collects the scripts of one file. Three languages have a provider, so the files have a folder of their own."""

    def path(self):
        return f"provider/{self.name.removeprefix('provider-')}.json"

    def script(self, name, why, rule, options=None, clients=(APP, OTHER_APP), users=(ANN, BOB)):
        script = Script(options or {}, clients, users)
        self.add(f"{self.name}-{name}", why, rule, script.request, {"ok": {"results": script.results}})
        return script


class Script:
    """One script. Each method adds a step and what comes of it."""

    def __init__(self, options, clients, users):
        self.options = {**OPTIONS, **options}
        self.rfc = self.options.get("style") == "rfc6749"
        self.rotates = self.options.get("rotation", False)
        self.steps, self.results, self.at = [], [], AT
        self.request = {"op": "provider", "options": self.options, "clients": list(clients), "users": list(users), "steps": self.steps}
        self.counts = {"code": 0, "refresh": 0, "access": 0, "ticket": 0}

    # Steps.

    def add(self, step, result):
        self.steps.append(step)
        self.results.append(result)
        return self

    def new(self, kind):
        self.counts[kind] += 1
        return f"{{{kind}{self.counts[kind]}}}"

    def ask(self, request, result, **more):
        return self.add({"at": self.at, **more, "request": request}, result)

    def wait(self, seconds):
        self.at += seconds
        return self

    def parameters(self, client="app", scope="profile", **more):
        callback = CALLBACK if client == "app" else f"https://{client}.example/cb"
        fields = {"client_id": client, "redirect_uri": callback, "scope": scope}
        if self.rfc:
            fields["response_type"] = "code"
        return fields | more

    def visit(self, result, user="ann", session="s", **fields):
        """The consent page is opened."""
        request = {"endpoint": "authorize", "query": form(self.parameters(**fields))}
        return self.ask(request | who(user, session), result)

    def post(self, result, ticket, decision="accept", user="ann", session="s", **fields):
        """Its form is sent."""
        fields = self.parameters(**fields) | {"ticket": ticket, "decision": decision}
        return self.ask({"endpoint": "authorize", "body": form(fields)} | who(user, session), result)

    def token(self, result, client="app", secret=SECRET, **fields):
        fields = {"client_id": client, "client_secret": secret} | fields
        return self.ask({"endpoint": "token", "body": form(fields)}, result)

    def sql(self, text, *rows):
        return self.add({"sql": text}, {"rows": [list(row) for row in rows]})

    # Whole moves.

    def shown(self, scope=("profile",), client="app"):
        name = {"app": "App", "other": "Other"}[client]
        consent = {"client_id": client, "name": name, "scope": list(scope), "ticket": self.new("ticket")}
        return {"status": 200, "headers": PAGE, "consent": consent, "events": []}

    def sent_back(self, events=("code_issued",), client="app", base=None, state=None, issuer=None):
        base = base or (CALLBACK if client == "app" else f"https://{client}.example/cb")
        sign = "&" if "?" in base else "?"
        location = f"{base}{sign}code={self.new('code')}"
        location += f"&state={quote(state, safe='')}" if state else ""
        location += f"&iss={quote(issuer, safe='')}" if issuer else ""
        return {"status": 303, "headers": {**NO_STORE, "location": location}, "body": "", "events": list(events)}

    def login(self, scope="profile", new=None, **fields):
        """Consent is asked and given; the code is the last of `counts`."""
        words = new or (scope.split() if self.rfc or "profile" in scope.split() else [*scope.split(), "profile"])
        client = fields.get("client", "app")
        self.visit(self.shown(words, client), scope=scope, **fields)
        ticket = f"{{ticket{self.counts['ticket']}}}"
        state = fields.get("state")
        return self.post(self.sent_back(("consent_given", "code_issued"), client, state=state), ticket, scope=scope, **fields)

    def again(self, **fields):
        """Everything was allowed before: no page."""
        return self.visit(self.sent_back(client=fields.get("client", "app")), **fields)

    def tokens(self, user=ANN, scope="profile", **more):
        refresh, access = self.new("refresh"), self.new("access")
        if self.rfc:
            body = {"access_token": access, "token_type": "Bearer", "expires_in": 3600, "refresh_token": refresh, "scope": scope}
        else:
            body = {"user": user["id"], "displayName": user["display_name"], "avatar": user["avatar"], "refresh_token": refresh, "access_token": access}
        return self.json(body, "code_redeemed")

    @staticmethod
    def json(body, *events, status=200, more=None):
        text = json.dumps(body, separators=(",", ":"))
        return {"status": status, "headers": {**JSON, **(more or {})}, "body": text, "events": list(events)}

    def exchange(self, number=None, user=ANN, scope="profile", client="app", **fields):
        """A code for tokens."""
        return self.token(self.tokens(user, scope), **self.exchanging(number, client, **fields))

    def exchanging(self, number=None, client="app", **fields):
        secret = SECRET if client == "app" else OTHER
        callback = CALLBACK if client == "app" else f"https://{client}.example/cb"
        code = f"{{code{number or self.counts['code']}}}"
        return {"client": client, "secret": secret, "grant_type": "authorization_code", "code": code, "redirect_uri": callback} | fields

    def refreshed(self, token=None, scope="profile"):
        refresh = self.new("refresh") if token is None else f"{{refresh{token}}}"
        access = self.new("access")
        if self.rfc:
            body = {"access_token": access, "token_type": "Bearer", "expires_in": 3600, "refresh_token": refresh, "scope": scope}
        else:
            body = {"access_token": access, "refresh_token": refresh, "scope": scope}
        return self.json(body, "token_refreshed")

    def refresh(self, token=1, scope="profile", gives=0, **fields):
        """A refresh token for an access token. `gives`: the number of a refresh token that was shown; 0: a new one with
        rotation, the same one without; None: a new one."""
        known = (None if self.rotates else token) if gives == 0 else gives
        fields = {"grant_type": "refresh_token", "refresh_token": f"{{refresh{token}}}"} | fields
        return self.token(self.refreshed(known, scope), **fields)

    def no_refresh(self, token=1, events=("request_refused",), **fields):
        fields = {"grant_type": "refresh_token", "refresh_token": f"{{refresh{token}}}"} | fields
        return self.token(self.refused("INVALID_REFRESH_TOKEN", "invalid_grant", events=events), **fields)

    def no_exchange(self, number=None, word="INVALID_CODE", events=("request_refused",), client="app", **fields):
        return self.token(self.refused(word, "invalid_grant", events=events), **self.exchanging(number, client, **fields))

    def refused(self, word, rfc, status=400, events=None, more=None):
        """A refusal that is not a page's."""
        events = list(events or (["client_refused"] if word in CLIENT_WORDS else ["request_refused"]))
        if self.rfc:
            status = 401 if word in CLIENT_WORDS else status
            return self.json({"error": rfc}, *events, status=status, more=more)
        return {"status": status, "headers": {**TEXT, **(more or {})}, "body": word, "events": events}

    def told(self, word, rfc, state=None, base=CALLBACK, event="request_refused", issuer=None, always=False):
        """A refusal at the redirect URI. LikeCoin's has a state only where the user declined."""
        location = f"{base}?error={rfc if self.rfc else word}"
        if state and (self.rfc or always):
            location += f"&state={quote(state, safe='')}"
        location += f"&iss={quote(issuer, safe='')}" if issuer else ""
        return {"status": 303, "headers": {**NO_STORE, "location": location}, "body": "", "events": [event]}

    def verify(self, token=1, issued=None, scope=("profile",), user="ann", client="app", **demands):
        issued = self.at if issued is None else issued
        content = {"user": user, "scope": list(scope), "client_id": client, "issued_at": issued, "expires_at": issued + 3600}
        return self.add({"at": self.at, "verify": {"token": f"{{access{token}}}", **demands}}, content)

    def no_verify(self, token=1, code="token_revoked", kind="refused", claim=None, **demands):
        error = {"code": code, "kind": kind} | ({"claim": claim} if claim else {})
        given = token if isinstance(token, str) else f"{{access{token}}}"
        return self.add({"at": self.at, "verify": {"token": given, **demands}}, {"error": error})

    def revoke(self, token, ended=True, **fields):
        body = form({"client_id": "app", "client_secret": SECRET, "token": token} | fields)
        events = ["tokens_ended"] if ended else []
        return self.ask({"endpoint": "revoke", "body": body}, {"status": 200, "headers": NO_STORE, "body": "", "events": events})

    def apps(self, *apps, user="ann", session="s"):
        """`apps`: client, scopes, since, used."""
        listed = [
            {"client_id": client, "name": {"app": "App", "other": "Other"}[client], "scope": list(scope), "since": since}
            | ({} if used is None else {"used": used}) | {"ticket": self.new("ticket")}
            for client, scope, since, used in apps
        ]
        result = {"status": 200, "headers": PAGE, "apps": listed, "events": []}
        return self.ask({"endpoint": "apps"} | who(user, session), result)

    def withdraw(self, client="app", ticket=None, events=("consent_withdrawn",), user="ann", session="s"):
        ticket = ticket or f"{{ticket{self.counts['ticket']}}}"
        result = {"status": 303, "headers": {**NO_STORE, "location": "/apps"}, "body": "", "events": list(events)}
        return self.ask({"endpoint": "apps", "body": form({"client_id": client, "ticket": ticket})} | who(user, session), result)

    # Flows that stand still.

    def begin(self, name, request, first="client"):
        return self.ask(request, {"next": first} if isinstance(first, str) else first, begin=name)

    def go(self, how, name, result):
        return self.add({how: name}, {"next": result} if isinstance(result, str) else result)

    def token_request(self, client="app", secret=SECRET, **fields):
        return {"endpoint": "token", "body": form({"client_id": client, "client_secret": secret} | fields)}

    def exchange_request(self, number=None, **fields):
        return self.token_request(**self.exchanging(number, **fields))

    def refresh_request(self, token=1, **fields):
        return self.token_request(grant_type="refresh_token", refresh_token=f"{{refresh{token}}}", **fields)

    def revoke_request(self, token):
        return {"endpoint": "revoke", "body": form({"client_id": "app", "client_secret": SECRET, "token": token})}


def who(user, session):
    """Who is logged in; `None` is nobody."""
    return {name: value for name, value in (("user", user), ("session", session)) if value is not None}
