"""remote-requests.json and remote-replies.json: what is asked of the server, and which replies are good."""

from remote_steps import (
    AGEING, BOTH, GONE, K1, K2, LOADED, OPTIONS, SET, SET_2, SHARED, STALE, TAGGED, WEIRD, Scripts,
    ask, down, failed, fetch, fetch_fresh, good, key_set, lost, replaced, reply, same, state, status, unchanged, use,
    use_and_fetch,
)
from testkeys import RSA_1024, jwk, oct_jwk

V1, V2 = '"v1"', '"v2"'


def requests():
    v = Scripts("remote-requests", "Keys behind a URL: the requests.", "requests")

    def next_request(name, why, headers, etag):
        v.script(name, why, ask(0), fetch(1), good(0, 1, headers=headers), replaced(), ask(AGEING), use_and_fetch(2, etag=etag))

    v.script("first", "The first request has no condition.", ask(0), fetch(1))
    v.script("limits", "The host is told its limits.", ask(0), fetch(1, timeout_ms=60_000, max_bytes=1024), options=OPTIONS | {"timeout_ms": 60_000, "max_bytes": 1024})
    next_request("no-etag", "Without an ETag there is no condition.", {}, None)
    next_request("etag", "A set that has an ETag is asked for only if it changed.", {"ETag": V1}, V1)
    next_request("etag-weak", "An ETag is taken as it is.", {"etag": 'W/"v1"'}, 'W/"v1"')
    next_request("etag-case", "Names of headers have no case.", {"ETAG": V1}, V1)
    next_request("etag-1024", "An ETag of 1024 characters.", {"ETag": "e" * 1024}, "e" * 1024)
    next_request("etag-1025", "A longer one is not sent back.", {"ETag": "e" * 1025}, None)
    next_request("etag-blank", "One with a blank is not sent back.", {"ETag": '"v 1"'}, None)
    next_request("etag-control", "One with a line's end is not sent back.", {"ETag": '"v1"\r\nx: 1'}, None)
    next_request("etag-not-ascii", "One with other letters is not sent back.", {"ETag": '"v\u00e9"'}, None)
    next_request("last-modified", "There is no other condition.", {"Last-Modified": "Fri, 15 Jan 2027 07:00:00 GMT"}, None)
    v.script("etag-stale", "A stale set is usable: its ETag is sent.", *TAGGED, ask(STALE), use_and_fetch(2, etag=V1))
    v.script("etag-gone", "Without a usable set the whole one is needed.", *TAGGED, ask(GONE), fetch(2))
    for name, at in [("fresh", 1), ("ageing", AGEING), ("stale", STALE)]:
        v.script(f"unknown-{name}", "For a key that the set lacks no copy will do: past the proxies, without a condition.", *TAGGED, ask(at, "x"), fetch_fresh(2))
    v.script("unknown-gone", "Without a set no key is lacking.", *TAGGED, ask(GONE, "x"), fetch(2))
    refresh = (*TAGGED, ask(AGEING), use_and_fetch(2, etag=V1))
    v.script("etag-forgotten", "A set without an ETag forgets that of the one before.", *refresh, good(AGEING, 2, BOTH), replaced(),
             ask(960_000), use_and_fetch(3, kids=("k1", "k2")))
    v.script("etag-forgotten-same", "The same set without an ETag forgets it too.", *refresh, good(AGEING, 2), unchanged(), ask(960_000), use_and_fetch(3))
    v.script("etag-kept-304", "A 304 without an ETag keeps it.", *refresh, same(AGEING, 2), unchanged(), ask(960_000), use_and_fetch(3, etag=V1))
    v.script("etag-new-304", "A 304 with an ETag brings it.", *refresh, same(AGEING, 2, {"ETag": V2}), unchanged(), ask(960_000), use_and_fetch(3, etag=V2))
    v.script("etag-new-200", "The same set may have a new ETag.", *refresh, good(AGEING, 2, headers={"ETag": V2}), unchanged(), ask(960_000), use_and_fetch(3, etag=V2))
    v.script("etag-of-failure", "A reply that is no set has no ETag to give.", *refresh, good(AGEING, 2, "oops", {"ETag": V2}), failed(481_000, "malformed"),
             ask(481_000), use_and_fetch(3, etag=V1))


def bad():
    v = Scripts("remote-replies", "Keys behind a URL: good and bad replies.", "good replies, causes")

    def fails(name, why, cause, status=200, body=SET_2, headers=None, options=OPTIONS):
        """The fetch fails, and the old set stays."""
        limit = options.get("max_bytes", 524_288)
        v.script(name, why, ask(0), fetch(1, max_bytes=limit), good(0, 1), replaced(), ask(AGEING), use_and_fetch(2, max_bytes=limit),
                 reply(AGEING, 2, status, body, headers), failed(481_000, cause), ask(AGEING), use(), options=options)

    for code in (100, 199, 201, 204, 206, 226, 400, 401, 403, 404, 410, 429, 500, 503, 599):
        fails(f"status-{code}", "Any other status has no set.", "status", code)
    fails("status-304", "A 304 without a condition makes no sense.", "status", 304)
    for code in (300, 301, 302, 303, 305, 307, 308, 399):
        fails(f"redirect-{code}", "Keys come from the address that is known, not from another.", "redirect", code, headers={"Location": "https://id.example/k"})
    for encoding in ("gzip", "br", "identity, gzip"):
        fails(f"encoding-{encoding.replace(', ', '-')}", "An encoded body is not read.", "malformed", headers={"Content-Encoding": encoding})
    for name, body in [
        ("empty", ""), ("text", "oops"), ("html", "<html></html>"), ("array", "[" + SET_2 + "]"), ("string", '"keys"'), ("null", "null"),
        ("bom", "\ufeff" + SET_2), ("after", SET_2 + "x"), ("two", SET_2 + SET_2), ("cut", SET_2[:-1]), ("comma", SET_2[:-1] + ",}"),
        ("twice", SET_2[:-1] + "," + SET_2[1:]), ("no-keys", "{}"), ("keys-null", '{"keys":null}'), ("keys-object", '{"keys":{}}'), ("keys-string", '{"keys":"k"}'),
    ]:
        fails(f"malformed-{name}", "A set is one strict JSON object with a list keys.", "malformed", body=body)
    fails("keys-none", "A set without entries has no keys.", "malformed", body=key_set())
    fails("keys-unusable", "A set without a usable key is of no use.", "malformed", body=key_set(WEIRD, {}))
    fails("keys-secret", "A secret that is published is none.", "malformed", body=key_set(SHARED))
    fails("keys-encryption", "A key for encryption verifies nothing.", "malformed", body=key_set(K2 | {"use": "enc"}))
    fails("keys-101", "Entries that cannot be used count for the limit.", "malformed", body=key_set(K2, *[WEIRD] * 100))
    fails("keys-over-option", "The limit of keys can be set.", "malformed", body=BOTH, options=OPTIONS | {"max_keys": 1})
    fails("size", "A byte more than the limit.", "too_large", body=SET_2.ljust(1025), options=OPTIONS | {"max_bytes": 1024})
    wide = key_set(K2, x="\u00e9").replace("\\u00e9", "\u00e9")
    fails("size-bytes", "The limit is in bytes.", "too_large", body=wide.ljust(1024), options=OPTIONS | {"max_bytes": 1024})
    for cause in ("timeout", "network", "tls", "too_large", "redirect"):
        v.script(f"failed-{cause.replace('_', '-')}", "The host had no reply.", *LOADED, ask(AGEING), use_and_fetch(2), lost(AGEING, 2, cause), failed(481_000, cause),
                 ask(AGEING), use())
    v.script("no-body", "A success without a body has no set.", ask(0), fetch(1),
             {"at": ask(0)["at"], "answer": {"lease": 1, "status": 200, "headers": {}}}, failed(1000, "malformed"))
    v.script("cold", "A bad reply leaves a new machine empty.", ask(0), fetch(1), good(0, 1, "oops"), failed(1000, "malformed"),
             status(0), state("empty", 1, failures=1, retry_at=1000, last_error="malformed"))
    return v


def accepted(v):
    def good_reply(name, why, body=SET, headers=None, skipped=(), kids=("k1",), options=OPTIONS, **named):
        listed = [{"index": index, "code": code} for index, code in skipped]
        v.script(name, why, ask(0), fetch(1, **named), good(0, 1, body, headers), replaced(len(listed)),
                 status(0), state("fresh", 1, kids=kids, skipped=listed), options=options)

    good_reply("identity", "That is what was asked for.", headers={"Content-Encoding": "identity"})
    good_reply("content-type", "The content type is not looked at.", headers={"Content-Type": "text/html"})
    good_reply("members", "Other members are ignored.", key_set(K1, issuer=None, x=[1]))
    good_reply("blanks", "White space around a set is JSON's.", "\r\n\t " + SET + "\n")
    good_reply("size-limit", "Exactly as many bytes as the limit.", SET.ljust(1024), options=OPTIONS | {"max_bytes": 1024}, max_bytes=1024)
    good_reply("keys-100", "Exactly as many entries as the limit.", key_set(K1, *[WEIRD] * 99), skipped=[(index, "key_invalid") for index in range(1, 100)])
    good_reply("keys-option", "Exactly as many entries as the limit that is set.", key_set(K1), options=OPTIONS | {"max_keys": 1})
    good_reply("skipped", "What cannot be used is listed with its reason.",
               key_set(7, WEIRD, K1, jwk(RSA_1024, alg="RS256"), K2 | {"use": "enc"}, SHARED, {}), kids=("k1",),
               skipped=[(0, "key_invalid"), (1, "key_invalid"), (3, "key_weak"), (4, "key_unsuitable"), (5, "key_unsuitable"), (6, "key_invalid")])
    good_reply("secret-short", "A secret is skipped as published, short or not.", key_set(oct_jwk("short", alg="HS256"), K1), skipped=[(0, "key_unsuitable")])
    refresh = (*LOADED, ask(AGEING), use_and_fetch(2))
    v.script("unchanged", "The same bytes are the same set.", *refresh, good(AGEING, 2), unchanged(), ask(AGEING), use())
    v.script("unchanged-304", "A set that is not modified is the same.", *TAGGED, ask(AGEING), use_and_fetch(2, etag=V1), same(AGEING, 2), unchanged(), ask(AGEING), use())
    v.script("unchanged-skipped", "What was skipped is still counted.", ask(0), fetch(1), good(0, 1, key_set(K1, WEIRD)), replaced(1),
             ask(AGEING), use_and_fetch(2), good(AGEING, 2, key_set(K1, WEIRD)), unchanged(1))
    v.script("other-bytes", "Other bytes are another set.", *refresh, good(AGEING, 2, SET + "\n"), replaced())
    v.script("removed", "A key that the new set lacks is not there any more.", *refresh, good(AGEING, 2, SET_2), replaced(),
             ask(AGEING, "k2"), use("k2"), ask(AGEING), fetch_fresh(3))
    v.script("rotated", "A new key is there as soon as the set is read.", *LOADED, ask(1, "k2"), fetch_fresh(2), good(1, 2, BOTH), replaced(), ask(2, "k2"), use("k1", "k2"))
    v.script("after-failure", "A good reply after a bad one is good.", *refresh, down(AGEING, 2), failed(481_000), ask(481_000), use_and_fetch(3),
             good(481_000, 3, SET_2), replaced(), ask(481_000, "k2"), use("k2"))


def build():
    requests()
    accepted(bad())
