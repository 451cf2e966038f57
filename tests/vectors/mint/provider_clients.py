"""The provider's clients, its keys, and what it keeps."""

from provider_steps import APP, AT, KEY, OPTIONS, OTHER, OTHER_APP, SECRET, Scripts, form, page_refused

RULE = "provider section 1"
NEW = "another-secret-of-the-app"


def secrets():
    v = Scripts("provider-secrets", "The provider: a client's secrets.")
    new = lambda s, keep, secret=NEW: s.add({"at": s.at, "new_secret": {"client_id": "app", "client_secret": secret, "keep": keep}}, {})
    wrong = lambda s, secret: s.token(s.refused("INVALID_CLIENT_CRED", "invalid_client"), secret=secret, grant_type="refresh_token", refresh_token="x")
    right = lambda s, secret: s.token(s.refused("INVALID_REFRESH_TOKEN", "invalid_grant"), secret=secret, grant_type="refresh_token", refresh_token="x")
    s = v.script("kept", "The old secret is good for `keep` seconds more, and its access tokens for an hour after.", RULE)
    s.login().exchange()
    new(s, 100)
    right(s, SECRET)
    right(s, NEW)
    s.wait(99).refresh().wait(1)
    wrong(s, SECRET)
    right(s, NEW)
    s.verify(1, issued=AT).token(s.refreshed(1), secret=NEW, grant_type="refresh_token", refresh_token="{refresh1}").verify(3)
    s.wait(3499).verify(1, issued=AT)
    s = v.script("at-once", "Without `keep` the old secret is refused at once; tokens of before are good.", RULE)
    s.login().exchange()
    new(s, 0)
    wrong(s, SECRET)
    right(s, NEW)
    s.verify(1)
    s = v.script("put-the-same", "A client that is put again with a secret it has keeps its others.", RULE)
    new(s, 1000)
    s.add({"client": {**APP, "client_secret": NEW}}, {})
    right(s, SECRET)
    right(s, NEW)
    s.add({"client": APP}, {})
    right(s, NEW)
    s = v.script("put-another", "A client that is put again with another secret has only that.", RULE)
    s.login().exchange().add({"client": {**APP, "client_secret": NEW}}, {})
    wrong(s, SECRET)
    right(s, NEW)
    s.no_verify(1, "signature_invalid")
    s = v.script("put-without", "A client that is put again without a secret keeps what it has.", RULE)
    s.add({"client": {key: value for key, value in APP.items() if key != "client_secret"} | {"name": "New name"}}, {})
    right(s, SECRET)
    for name, why, client, code, kind in (
        ("short", "A secret of fewer than 16 bytes.", {**APP, "client_secret": "fifteen-bytes.."}, "key_weak", "key"),
        ("empty", "An empty secret.", {**APP, "client_secret": ""}, "argument_invalid", "usage"),
        ("missing", "A new client without a secret.", {"client_id": "new"}, "argument_invalid", "usage"),
        ("no-id", "No id.", {"client_secret": SECRET}, "argument_invalid", "usage"),
        ("bad-id", "An id with a space.", {**APP, "client_id": "a b"}, "argument_invalid", "usage"),
        ("http", "A redirect URI that is not secure.", {**APP, "redirect_uris": ["http://app.example/cb"]}, "argument_invalid", "usage"),
        ("relative", "A redirect URI that is relative.", {**APP, "redirect_uris": ["/cb"]}, "argument_invalid", "usage"),
        ("fragment", "A redirect URI with a fragment.", {**APP, "redirect_uris": ["https://app.example/cb#x"]}, "argument_invalid", "usage"),
        ("script", "A redirect URI that runs.", {**APP, "redirect_uris": ["javascript:alert(1)//."]}, "argument_invalid", "usage"),
        ("scope", "A scope that is not one word.", {**APP, "scopes": ["a b"]}, "argument_invalid", "usage"),
        ("default", "A default scope that is not one of the scopes.", {**APP, "default_scopes": ["x:y"]}, "argument_invalid", "usage"),
        ("unknown", "An option that does not exist.", {**APP, "redirect_uri": "https://app.example/cb"}, "argument_invalid", "usage"),
        ("null", "Null is not left out.", {**APP, "name": None}, "argument_invalid", "usage"),
    ):
        s = v.script(f"client-{name}", why, "provider section 6", clients=(APP,))
        s.steps.append({"client": client})
        s.results.append({"error": {"code": code, "kind": kind}})
    s = v.script("client-allowed-short", "A short secret where it is allowed.", "provider section 6", clients=({**APP, "client_secret": "short", "allow_short": True},))
    right(s, "short")


def keys():
    v = Scripts("provider-keys", "The provider: its own key.")
    for name, why, options, code in (
        ("short", "A key of fewer than 32 bytes.", {"key": "0123456789abcdef0123456789abcde"}, "key_weak"),
        ("empty", "An empty key.", {"key": ""}, "argument_invalid"),
        ("none", "An empty list.", {"key": []}, "argument_invalid"),
        ("one-short", "One of the keys is short.", {"key": [KEY, "short"]}, "key_weak"),
        ("common-secret", "A blank common secret.", {"common_secret": " "}, "key_weak"),
        ("host", "A blank host.", {"host": " "}, "argument_invalid"),
        ("style", "A style that does not exist.", {"style": "oauth"}, "argument_invalid"),
        ("grace", "A grace out of range.", {"grace": 601}, "argument_invalid"),
        ("lifetime", "A lifetime out of range.", {"code_lifetime": 0}, "argument_invalid"),
        ("issuer", "An issuer that is not secure.", {"issuer": "http://like.example"}, "argument_invalid"),
        ("issuer-query", "An issuer with a query.", {"issuer": "https://like.example/?x"}, "argument_invalid"),
        ("unknown", "An option that does not exist.", {"secret": "x"}, "argument_invalid"),
    ):
        request = {"op": "provider", "options": {**OPTIONS, **options}, "clients": [], "users": [], "steps": []}
        v.error(name, why, "provider section 6", request, code)
    for missing in ("key", "common_secret", "host"):
        options = {key: value for key, value in OPTIONS.items() if key != missing}
        request = {"op": "provider", "options": options, "clients": [], "users": [], "steps": []}
        v.error(f"no-{missing.replace('_', '-')}", "A required option is missing.", "provider section 6", request, "argument_invalid")
    request = {"op": "provider", "options": OPTIONS, "clients": [{**APP, "client_secret": "short"}], "users": [], "steps": []}
    v.error("first-client", "A client that cannot be registered.", "provider section 6", request, "key_weak")
    s = v.script("list", "A list of keys.", RULE, {"key": ["another-key-of-32-bytes-or-more-0000", KEY]})
    s.login().exchange().verify().refresh()


def keeping():
    v = Scripts("provider-keeping", "The provider: what it keeps, and for how long.")
    s = v.script("swept-codes", "A code is swept a day after it expired.", "provider P15")
    s.login().again().wait(60 + 86_400).add({"at": s.at, "sweep": True}, {}).sql("SELECT COUNT(*) FROM jotkit_codes", [2])
    s.wait(1).add({"at": s.at, "sweep": True}, {}).sql("SELECT COUNT(*) FROM jotkit_codes", [0]).sql("SELECT COUNT(*) FROM jotkit_grants", [1])
    s = v.script("swept-grants", "A grant is swept two days after it was withdrawn.", "provider P15")
    s.login().apps(("app", ["profile"], AT, None)).withdraw().wait(2 * 86_400).add({"at": s.at, "sweep": True}, {})
    s.sql("SELECT COUNT(*) FROM jotkit_grants", [1]).wait(1).add({"at": s.at, "sweep": True}, {}).sql("SELECT COUNT(*) FROM jotkit_grants", [0])
    s = v.script("not-swept", "A grant that was given again is not swept.", "provider P15")
    s.login().apps(("app", ["profile"], AT, None)).withdraw().login().wait(3 * 86_400).add({"at": s.at, "sweep": True}, {})
    s.sql("SELECT COUNT(*) FROM jotkit_grants", [1])
    s = v.script("one-row", "Refreshing adds no row.", "provider P15", {"rotation": True})
    s.login().exchange()
    for number in range(1, 9):
        s.refresh(number)
    s.sql("SELECT (SELECT COUNT(*) FROM jotkit_grants), (SELECT COUNT(*) FROM jotkit_codes)", [1, 1])
    s = v.script("every-64th", "After the 64th code the old ones are swept.", "provider section 3")
    s.login()
    s.at += 90_000
    for _ in range(62):
        s.again()
    s.sql("SELECT COUNT(*) FROM jotkit_codes", [63])
    s.again().sql("SELECT COUNT(*) FROM jotkit_codes", [63])
    s = v.script("schema", "The tables have a version.", "provider section 2")
    s.sql("SELECT id, version FROM jotkit_schema", [1, 1])


def build():
    secrets()
    keys()
    keeping()
