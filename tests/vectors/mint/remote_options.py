"""remote-options.json: what a machine can be made of, and what not."""

from remote_steps import DISCOVER, ISSUER, KEYS, OPTIONS, Scripts, ask, fetch

WEEK, HOUR = 604_800_000, 3_600_000
NUMBERS = {
    "timeout_ms": (100, 60_000), "max_bytes": (1024, 16_777_216), "max_keys": (1, 1000),
    "default_lifetime_ms": (1000, WEEK), "min_lifetime_ms": (1000, WEEK), "max_lifetime_ms": (1000, WEEK),
    "refresh_percent": (10, 100), "stale_ms": (0, WEEK), "cooldown_ms": (1000, HOUR), "burst": (1, 10),
    "backoff_ms": (100, HOUR), "max_backoff_ms": (100, HOUR), "max_retry_after_ms": (0, HOUR),
}
PARTNERS = {"min_lifetime_ms": "max_lifetime_ms", "max_lifetime_ms": "min_lifetime_ms", "backoff_ms": "max_backoff_ms", "max_backoff_ms": "backoff_ms"}
"""Options that bound each other are set together, so that the one at its limit is what is judged."""


def dashed(name):
    return name.replace("_", "-")


def numbers(v):
    for name, (least, most) in NUMBERS.items():
        for which, value, good in [("below", least - 1, False), ("least", least, True), ("most", most, True), ("above", most + 1, False)]:
            options = OPTIONS | {name: value} | ({PARTNERS[name]: value} if name in PARTNERS else {})
            if good:
                limits = {limit: value for limit in ("timeout_ms", "max_bytes") if limit == name}
                v.script(f"{dashed(name)}-{which}", "The limit itself is in the range.", ask(0), fetch(1, **limits), options=options)
            else:
                v.refused(f"{dashed(name)}-{which}", "What is out of range is refused, not corrected.", options)
        v.refused(f"{dashed(name)}-null", "A setting that is there has a value.", OPTIONS | {name: None})
        v.refused(f"{dashed(name)}-text", "A number is no string.", OPTIONS | {name: "5000"})
    v.refused("fraction", "Numbers are whole.", OPTIONS | {"timeout_ms": 1000.5})
    v.refused("bool", "A number is no truth value.", OPTIONS | {"burst": True})
    v.refused("negative", "Numbers are not negative.", OPTIONS | {"stale_ms": -WEEK})
    v.refused("huge", "Numbers have limits.", OPTIONS | {"timeout_ms": 10**30})
    v.refused("least-above-most", "The least is not above the most.", OPTIONS | {"min_lifetime_ms": 2001, "max_lifetime_ms": 2000})
    v.script("least-is-most", "They may be the same.", ask(0), fetch(1), options=OPTIONS | {"min_lifetime_ms": 2000, "max_lifetime_ms": 2000})


def sources(v):
    v.refused("none", "Keys come from somewhere.", {})
    v.refused("only-limits", "Keys come from somewhere.", {"timeout_ms": 1000})
    v.refused("unknown", "A setting that nobody reads is a mistake.", OPTIONS | {"jwks_uri": KEYS})
    v.refused("case", "Names are compared exactly.", {"JWKS_URL": KEYS})
    for name, value in [("null", None), ("number", 1), ("list", [KEYS]), ("empty", "")]:
        v.refused(f"url-{name}", "An address is a string.", {"jwks_url": value})
        v.refused(f"url-{name}-beside", "Nor does an issuer make up for it.", DISCOVER | {"jwks_url": value})
        v.refused(f"issuer-{name}", "An issuer is a string.", {"issuer": value})
    for name, rest in [
        ("user", "u@id.example/"), ("password", "u:p@id.example/"), ("no-user", "@id.example/"), ("fragment", "id.example/#k"), ("empty-fragment", "id.example/#"),
        ("backslash", "id.example\\k"), ("not-ascii", "id.example/\u00e9"), ("host-not-ascii", "b\u00fccher.example/"), ("blank", "id.example/a b"),
        ("blank-after", "id.example/ "), ("tab", "id.example/\t"), ("line-end", "id.example/\n"), ("delete", "id.example/\x7f"),
    ]:
        for source in ("jwks_url", "issuer"):
            v.refused(f"{dashed(source)}-{name}", "An address is visible ASCII, without user name and fragment.", {source: "https://" + rest})
    for name, address in [("relative", "/keys"), ("no-scheme", "id.example/keys"), ("ftp", "ftp://id.example/"), ("file", "file:///keys"), ("scheme-only", "https:")]:
        for source in ("jwks_url", "issuer"):
            v.refused(f"{dashed(source)}-{name}", "An address is one of https.", {source: address})
    for name, address in [("no-host", "https://"), ("no-host-path", "https:///keys"), ("one-slash", "https:/id.example/keys"), ("no-slash", "https:id.example/keys")]:
        for source in ("jwks_url", "issuer"):
            v.refused(f"{dashed(source)}-{name}", "An address without a host is invalid, not one to be guessed (RFC 9110 4.2.2).", {source: address})
    v.refused("issuer-query", "An issuer has no query.", {"issuer": ISSUER + "?t=1"})
    v.refused("issuer-query-beside", "Nor where the keys' address is known.", OPTIONS | {"issuer": ISSUER + "?t=1"})
    v.script("url-query", "The address of keys may have one.", ask(0), fetch(1, KEYS + "?t=1"), options={"jwks_url": KEYS + "?t=1"})
    v.script("url-port", "It may have a port.", ask(0), fetch(1, "https://id.example:8443/keys"), options={"jwks_url": "https://id.example:8443/keys"})


def loopback(v):
    for name, host in [
        ("localhost", "localhost"), ("port", "localhost:8080"), ("127-0-0-1", "127.0.0.1"), ("127-9-9-9", "127.9.9.9"), ("127-port", "127.0.0.1:8080"),
        ("127-255", "127.255.255.255"), ("v6", "[::1]"), ("v6-port", "[::1]:8080"),
    ]:
        v.script(f"http-{name}", "Http is for this machine.", ask(0), fetch(1, f"http://{host}/keys"), options={"jwks_url": f"http://{host}/keys"})
        v.script(f"http-issuer-{name}", "An issuer may be on this machine.", ask(0), fetch(1, f"http://{host}/.well-known/openid-configuration"),
                 options={"issuer": f"http://{host}"})
    for name, host in [
        ("other", "id.example"), ("localhost-prefix", "localhost.evil.example"), ("localhost-suffix", "evil-localhost"), ("127-prefix", "127.0.0.1.evil.example"),
        ("126", "126.255.255.255"), ("128", "128.0.0.0"), ("private", "10.0.0.1"), ("any", "0.0.0.0"), ("v6-other", "[::2]"), ("user", "localhost@evil.example"),
    ]:
        v.refused(f"http-{name}", "Http is for this machine only.", {"jwks_url": f"http://{host}/keys"})
        v.refused(f"http-issuer-{name}", "So it is for issuers.", {"issuer": f"http://{host}"})

    def allows(name, why, host, address, good):
        options = {"jwks_url": address, "allow_http": [host]}
        if good:
            v.script("allow-http-" + name, why, ask(0), fetch(1, address), options=options)
        else:
            v.refused("allow-http-" + name, why, options)

    allows("named", "Http is for hosts that are named, too.", "keys.internal", "http://keys.internal/k", True)
    allows("port", "On any port.", "keys.internal", "http://keys.internal:8080/k", True)
    allows("https", "Https stays good.", "keys.internal", KEYS, True)
    allows("other", "Other hosts are not.", "keys.internal", "http://id.example/k", False)
    allows("below", "Nor are names below.", "keys.internal", "http://a.keys.internal/k", False)
    allows("suffix", "Nor names that end so.", "keys.internal", "http://evilkeys.internal/k", False)
    for name, value in [("empty", []), ("null", None), ("string", "keys.internal"), ("number", [1]), ("null-inside", [None]), ("empty-name", [""]), ("object", {})]:
        v.refused(f"allow-http-{name}", "It is a list of host names that is not empty.", OPTIONS | {"allow_http": value})


def lists(v):
    one, two = DISCOVER | OPTIONS, {"issuer": "https://b.example"}
    for name, value in [("empty", []), ("null", None), ("object", one), ("string", ISSUER), ("strings", [ISSUER]), ("null-inside", [one, None]), ("empty-inside", [one, {}])]:
        v.refused(f"issuers-{name}", "It is a list of options that is not empty.", {"issuers": value})
    v.refused("issuers-no-issuer", "Each has an issuer: tokens are told apart by it.", {"issuers": [one, {"jwks_url": KEYS}]})
    v.refused("issuers-twice", "Each has an issuer of its own.", {"issuers": [two, two]})
    v.refused("issuers-twice-other", "Each has an issuer of its own, whatever the address.", {"issuers": [one, one | {"jwks_url": KEYS + "/2"}]})
    v.refused("issuers-beside-issuer", "It is instead of one issuer.", {"issuers": [one, two], "issuer": ISSUER})
    v.refused("issuers-beside-url", "It is instead of one address.", {"issuers": [one, two], "jwks_url": KEYS})
    v.refused("issuers-inside", "Lists are not nested.", {"issuers": [one, {"issuers": [two]}]})
    v.refused("issuers-bad-number", "Each is judged as options are.", {"issuers": [one, two | {"timeout_ms": 99}]})
    v.refused("issuers-bad-address", "Each is judged as options are.", {"issuers": [one, {"issuer": "http://b.example"}]})
    v.refused("issuers-unknown", "Each is judged as options are.", {"issuers": [one | {"x": 1}]})


def build():
    v = Scripts("remote-options", "Keys behind a URL: the options.", "options")
    numbers(v)
    sources(v)
    loopback(v)
    lists(v)
