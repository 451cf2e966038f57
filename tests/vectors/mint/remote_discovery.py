"""remote-discovery.json and remote-issuers.json: from an issuer's name to its keys, and several issuers."""

import json

from remote_steps import (
    DISCOVER, DOCUMENT, DOCUMENT_2, FOUND, FOUND_LOADED, IGNORED, ISSUER, KEYS, NEXT, OTHER_ISSUER, SET, SET_2, UNKNOWN, Scripts,
    ask, document, down, failed, fetch, fetch_fresh, good, lost, replaced, reply, restart, state, status, unavailable, unchanged,
    use, use_and_fetch, wait,
)

KEYS_2 = "https://id.example/new-keys"
LOCAL = "http://localhost:8080"


def documents():
    v = Scripts("remote-discovery", "Keys behind a URL: from an issuer's name to its keys.", "discovery")
    v.script("keys", "The document says where the keys are.", *FOUND_LOADED, ask(1), use(), options=DISCOVER)
    for name, issuer, first, second in [
        ("path", ISSUER + "/a", ISSUER + "/a/.well-known/openid-configuration", DOCUMENT_2 + "/a"),
        ("long-path", ISSUER + "/a/b", ISSUER + "/a/b/.well-known/openid-configuration", DOCUMENT_2 + "/a/b"),
        ("port", ISSUER + ":8443", ISSUER + ":8443/.well-known/openid-configuration", ISSUER + ":8443/.well-known/oauth-authorization-server"),
        ("root", ISSUER, DOCUMENT, DOCUMENT_2),
    ]:
        v.script(f"form-{name}", "On 404 RFC 8414's form is tried: the issuer's path goes last.", ask(0), fetch(1, first), reply(0, 1, 404), NEXT,
                 ask(0), fetch(2, second), document(0, 2, issuer=issuer), NEXT, ask(0), fetch(3), good(0, 3), replaced(), options={"issuer": issuer})
    for name, issuer in [("slash", ISSUER + "/"), ("path-slash", ISSUER + "/a/")]:
        v.script(name, "A final slash is left out of the address, but not of the issuer.", ask(0), fetch(1, issuer + ".well-known/openid-configuration"),
                 document(0, 1, issuer=issuer), NEXT, ask(0), fetch(2), options={"issuer": issuer})
    for code in (400, 401, 403, 410, 500, 503):
        v.script(f"status-{code}", "On 404, and only then.", ask(0), fetch(1, DOCUMENT), reply(0, 1, code), failed(1000), ask(1000), fetch(2, DOCUMENT), options=DISCOVER)
    v.script("both-404", "After a failure the first form comes first.", ask(0), fetch(1, DOCUMENT), reply(0, 1, 404), NEXT, ask(0), fetch(2, DOCUMENT_2),
             reply(0, 2, 404), failed(1000), ask(999), unavailable(1000), ask(1000), fetch(3, DOCUMENT), options=DISCOVER)
    v.script("second-fails", "After a failure of the second form, too.", ask(0), fetch(1, DOCUMENT), reply(0, 1, 404), NEXT, ask(0), fetch(2, DOCUMENT_2),
             lost(0, 2, "timeout"), failed(1000, "timeout"), ask(1000), fetch(3, DOCUMENT), options=DISCOVER)

    def fails(name, why, cause, step):
        v.script(name, why, ask(0), fetch(1, DOCUMENT), step, failed(1000, cause), ask(1000), fetch(2, DOCUMENT), options=DISCOVER)

    for name, issuer in [("other", "https://evil.example"), ("slash", ISSUER + "/"), ("case", "https://ID.example"), ("port", ISSUER + ":443"), ("empty", "")]:
        fails(f"issuer-{name}", "The issuer must be the expected one, letter for letter.", "issuer", document(0, 1, issuer=issuer))
    for name, members in [
        ("no-issuer", {"jwks_uri": KEYS}), ("issuer-number", {"issuer": 1, "jwks_uri": KEYS}), ("issuer-null", {"issuer": None, "jwks_uri": KEYS}),
        ("no-uri", {"issuer": ISSUER}), ("uri-number", {"issuer": ISSUER, "jwks_uri": 1}), ("uri-null", {"issuer": ISSUER, "jwks_uri": None}),
        ("uri-list", {"issuer": ISSUER, "jwks_uri": [KEYS]}), ("empty", {}),
    ]:
        fails(f"malformed-{name}", "Both members must be strings.", "malformed", good(0, 1, json.dumps(members)))
    text = json.dumps({"issuer": ISSUER, "jwks_uri": KEYS})
    for name, body in [("text", "oops"), ("none", ""), ("array", f"[{text}]"), ("twice", text[:-1] + "," + text[1:]), ("cut", text[:-1]), ("after", text + "x")]:
        fails(f"malformed-{name}", "A document is one strict JSON object.", "malformed", good(0, 1, body))
    fails("encoded", "An encoded document is not read.", "malformed", good(0, 1, text, {"Content-Encoding": "gzip"}))
    small = {"max_bytes": 1024}
    v.script("too-large", "A document has the limit of a set.", ask(0), fetch(1, DOCUMENT, **small), good(0, 1, text.ljust(1025)), failed(1000, "too_large"),
             ask(1000), fetch(2, DOCUMENT, **small), good(1000, 2, text.ljust(1024)), NEXT, options=DISCOVER | small)
    fails("redirect", "A document is not looked for elsewhere.", "redirect", reply(0, 1, 301, headers={"Location": DOCUMENT}))
    fails("304", "There was no condition.", "status", reply(0, 1, 304))
    fails("set", "A set is no document.", "malformed", good(0, 1, SET))
    for name, uri in [
        ("http", "http://id.example/keys"), ("http-loopback", "http://127.0.0.1/keys"), ("http-localhost", "http://localhost/keys"), ("user", "https://u@id.example/keys"),
        ("password", "https://u:p@id.example/keys"), ("fragment", KEYS + "#k"), ("backslash", "https://id.example\\keys"), ("relative", "/keys"),
        ("no-scheme", "id.example/keys"), ("file", "file:///keys"), ("ftp", "ftp://id.example/keys"), ("blank", KEYS + " 1"), ("line-end", KEYS + "\n"),
        ("not-ascii", "https://id.example/k\u00e9ys"), ("no-host", "https:///keys"), ("empty", ""),
    ]:
        fails(f"address-{name}", "The document does not lead where no option may.", "address", document(0, 1, uri))

    def leads(name, why, uri, issuer=ISSUER, **more):
        v.script(f"leads-{name}", why, ask(0), fetch(1, issuer + "/.well-known/openid-configuration"), document(0, 1, uri, issuer), NEXT,
                 ask(0), fetch(2, uri), options={"issuer": issuer} | more)

    leads("host", "The keys may be on another host.", "https://keys.example/a")
    leads("query", "The address of keys may have a query.", KEYS + "?v=1")
    leads("allowed", "Http leads where it is allowed by name.", "http://keys.internal/a", allow_http=["keys.internal"])
    leads("loopback", "Http leads to loopback if the issuer is there.", LOCAL + "/keys", LOCAL)
    leads("loopback-other", "One name of loopback is as good as another.", "http://127.0.0.1:9/keys", LOCAL)
    v.script("members", "Other members are ignored.", ask(0), fetch(1, DOCUMENT), document(0, 1, token_endpoint=None, x=[1]), NEXT, ask(0), fetch(2), options=DISCOVER)
    return v


def addresses(v):
    v.script("skipped", "An explicit address needs no document.", ask(0), fetch(1, KEYS_2), good(0, 1), replaced(), ask(1), use(), options=DISCOVER | {"jwks_url": KEYS_2})
    v.script("waits", "The document has a lease of its own.", ask(0), fetch(1, DOCUMENT), ask(1), wait(6000, 0), document(2, 1), NEXT,
             ask(3), fetch(2), ask(4), wait(6003, 1), good(5, 2), replaced(), ask(6), use(), options=DISCOVER)
    v.script("late", "A late document is ignored.", ask(0), fetch(1, DOCUMENT), document(6000, 1), IGNORED, ask(6000), fetch(2, DOCUMENT), options=DISCOVER)
    v.script("no-permit", "A document takes no permit.", *FOUND_LOADED, ask(1, "x"), fetch_fresh(3), good(1, 3), unchanged(), ask(2, "x"), UNKNOWN, options=DISCOVER)
    v.script("kept", "The address is kept for the next requests.", *FOUND_LOADED, ask(480_000), use_and_fetch(3), options=DISCOVER)
    v.script("kept-failure", "A failure of the keys keeps the address.", *FOUND, ask(0), fetch(2), down(0, 2), failed(1000), ask(1000), fetch(3), options=DISCOVER)
    for code in (404, 410):
        v.script(f"dropped-{code}", "Keys that are gone may have moved.", *FOUND, ask(0), fetch(2), reply(0, 2, code), failed(1000), ask(1000), fetch(3, DOCUMENT), options=DISCOVER)
        v.script(f"explicit-{code}", "An explicit address is not dropped.", ask(0), fetch(1), reply(0, 1, code), failed(1000), ask(1000), fetch(2),
                 options=DISCOVER | {"jwks_url": KEYS})
    v.script("moved", "Until they are found the old keys are used.", *FOUND_LOADED, ask(480_000), use_and_fetch(3), reply(480_000, 3, 404), failed(481_000),
             ask(481_000), use_and_fetch(4, DOCUMENT), document(481_000, 4, KEYS_2), NEXT, ask(481_000), use_and_fetch(5, KEYS_2), good(481_000, 5, SET_2), replaced(),
             ask(481_001, "k2"), use("k2"), options=DISCOVER)
    minute = DISCOVER | {"max_lifetime_ms": 60_000}
    again = (*FOUND_LOADED, ask(70_000), use_and_fetch(3, DOCUMENT))
    renewed = (ask(70_000), use_and_fetch(4), good(70_000, 4), unchanged(), ask(119_000), use_and_fetch(5), good(119_000, 5), unchanged())
    v.script("read-again", "After the longest lifetime the document is read again, by the next request.", *again, document(70_000, 3, KEYS_2), NEXT,
             ask(70_000), use_and_fetch(4, KEYS_2), options=minute)
    v.script("read-again-before", "Not before that.", *FOUND_LOADED, ask(59_999), use_and_fetch(3), options=minute)
    for name, step in [
        ("status", down(70_000, 3)), ("lost", lost(70_000, 3, "timeout")), ("issuer", document(70_000, 3, issuer="https://evil.example")),
        ("address", document(70_000, 3, "http://id.example/keys")), ("malformed", good(70_000, 3, "oops")),
    ]:
        v.script(f"read-again-{name}", "If that fails, the address is kept for as long again, and there is no backoff.", *again, step, NEXT, *renewed,
                 ask(170_000), use_and_fetch(6, DOCUMENT), options=minute)
    v.script("read-again-404", "Both forms are tried before the address is kept.", *again, reply(70_000, 3, 404), NEXT, ask(70_000), use_and_fetch(4, DOCUMENT_2),
             reply(70_000, 4, 404), NEXT, ask(70_000), use_and_fetch(5), options=minute)
    v.script("read-again-lease", "A document that nobody brings is asked for again.", *again, ask(75_999), use(), ask(76_000), use_and_fetch(4, DOCUMENT),
             document(76_000, 3), IGNORED, document(76_000, 4), NEXT, ask(76_000), use_and_fetch(5), options=minute)
    v.script("restart", "A new process reads the document.", *FOUND_LOADED, restart(1), {}, ask(1), fetch(3, DOCUMENT), options=DISCOVER)
    v.script("generation", "A document counts for whoever waits.", *FOUND, status(0), state("empty", 1), options=DISCOVER)
    v.script("status", "What is wrong with a document is told.", ask(0), fetch(1, DOCUMENT), document(0, 1, issuer="https://evil.example"), failed(1000, "issuer"),
             status(0), state("empty", 1, failures=1, retry_at=1000, last_error="issuer"), options=DISCOVER)


def issuers():
    v = Scripts("remote-issuers", "Keys behind a URL: several issuers.", "issuers")
    a, b = "https://a.example", "https://b.example"
    both = {"issuers": [{"issuer": a, "jwks_url": a + "/keys"}, {"issuer": b, "jwks_url": b + "/keys"}]}
    of_a, of_b = (ask(0, iss=a), fetch(1, a + "/keys")), (ask(0, "k2", iss=b), fetch(2, b + "/keys"))
    loaded = (*of_a, *of_b, good(0, 2, SET_2), replaced(), good(0, 1), replaced())
    v.script("each", "Each issuer has keys of its own; leases are numbered in one row.", *loaded, ask(1, iss=a), use(), ask(1, "k2", iss=b), use("k2"), options=both)
    v.script("not-mixed", "One issuer's key is not another's.", *loaded, ask(1, "k2", iss=a), fetch_fresh(3, a + "/keys"), options=both)
    for name, iss in [("other", "https://c.example"), ("slash", a + "/"), ("case", "https://A.example"), ("port", a + ":443"), ("empty", ""), ("keys", a + "/keys")]:
        v.script(f"refused-{name}", "An issuer that is not listed is refused, without a request.", ask(0, iss=iss), OTHER_ISSUER, ask(0, iss=a), fetch(1, a + "/keys"), options=both)
    v.script("refused-absent", "So is a token without an issuer.", ask(0), OTHER_ISSUER, *loaded, ask(1), OTHER_ISSUER, options=both)
    v.script("failures", "One issuer's outage is not another's.", *of_a, *of_b, down(0, 1), failed(1000), good(0, 2, SET_2), replaced(),
             ask(1, iss=a), unavailable(1000), ask(1, "k2", iss=b), use("k2"), options=both)
    v.script("leases", "One issuer's lease is not another's.", *of_a, ask(1, iss=a), wait(6000, 0), ask(1, "k2", iss=b), fetch(2, b + "/keys"), options=both)
    v.script("permits", "Floods of one issuer's kids take no permits of another's.", *loaded, ask(1, "x", iss=a), fetch_fresh(3, a + "/keys"), good(1, 3), unchanged(),
             ask(2, "x", iss=a), UNKNOWN, ask(2, "x", iss=b), fetch_fresh(4, b + "/keys"), options=both)
    v.script("ignored", "A lease is answered once, whoever's it is.", *loaded, good(1, 1, SET_2), IGNORED, good(1, 9), IGNORED, ask(2, iss=a), use(), options=both)
    v.script("status", "Each has a status of its own.", *of_a, *of_b, down(0, 1), failed(1000), good(0, 2, SET_2), replaced(),
             status(0, iss=a), state("empty", 1, failures=1, retry_at=1000, last_error="status"), status(0, iss=b), state("fresh", 1, kids=["k2"]), options=both)
    v.script("restart", "Leases go on over a restart, in one row.", *loaded, restart(1), {}, ask(1, "k2", iss=b), fetch(3, b + "/keys"), ask(1, iss=a), fetch(4, a + "/keys"),
             good(2, 1), IGNORED, options=both)
    found = {"issuers": [{"issuer": a}, {"issuer": b, "timeout_ms": 100}]}
    v.script("discovery", "Each may be discovered, and has options of its own.", ask(0, iss=a), fetch(1, a + "/.well-known/openid-configuration"),
             ask(0, iss=b), fetch(2, b + "/.well-known/openid-configuration", timeout_ms=100), document(0, 1, a + "/keys", a), NEXT,
             ask(0, iss=a), fetch(3, a + "/keys"), options=found)
    one = {"issuers": [{"issuer": a, "jwks_url": KEYS}]}
    v.script("one-listed", "A list of one looks at the issuer, too.", ask(0, iss=b), OTHER_ISSUER, ask(0, iss=a), fetch(1), options=one)
    for name, options in [("issuer", DISCOVER | {"jwks_url": KEYS}), ("url", {"jwks_url": KEYS})]:
        v.script(f"single-{name}", "With a single source the issuer is the verifier's affair.", ask(0, iss=b), fetch(1), good(0, 1), replaced(), ask(1, iss=b), use(),
                 ask(1), use(), options=options)


def build():
    addresses(documents())
    issuers()
