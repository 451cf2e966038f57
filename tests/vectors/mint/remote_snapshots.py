"""remote-snapshots.json and remote-status.json: keys that outlive a process, and what a machine says of itself."""

import json

from remote_steps import (
    AGEING, BOTH, DISCOVER, FOUND_LOADED, GONE, IGNORED, ISSUER, K1, KEYS, LOADED, NEVER, NEXT, NOT_TAKEN, OPTIONS, SET, SET_2, SHARED,
    STALE, START, TAGGED, TAKEN, UNKNOWN, WEIRD, Scripts,
    ask, document, down, export, failed, fetch, fetch_fresh, good, key_set, lost, replaced, restart, same, seed, state, status, unavailable,
    unchanged, use, use_and_fetch, wait, wake, woken,
)

V1 = '"v1"'


def snapshot(source=KEYS, fetched_at=0, expires_at=STALE, etag=None, body=SET, **more):
    """The text of a snapshot; what is None is left out, and `more` replaces or adds members."""
    held = {"fetched_at": fetched_at, "expires_at": expires_at}
    members = {"version": 1, "source": source} | {name: START + at for name, at in held.items() if at is not None}
    members |= {name: value for name, value in (("etag", etag), ("body", body)) if value is not None}
    return json.dumps(members | more, separators=(",", ":"))


def empty(source=KEYS):
    return snapshot(source, None, None, None, None)


def text(*more, **named):
    return {"text": snapshot(*more, **named)}


def exports(v):
    v.script("export", "What is held is written as it came.", *LOADED, export(1), text())
    v.script("export-etag", "The ETag goes with it.", *TAGGED, export(1), text(etag=V1))
    v.script("export-empty", "Without a set there is only the source.", export(0), {"text": empty()})
    v.script("export-failed", "A failure is not written.", ask(0), fetch(1), down(0, 1), failed(1000), export(1), {"text": empty()})
    v.script("export-issuer", "A source that is discovered is the issuer.", *FOUND_LOADED, export(1), text(ISSUER), options=DISCOVER)
    v.script("export-both", "A source with an address is the address.", *LOADED, export(1), text(), options=OPTIONS | DISCOVER)
    v.script("export-renewed", "A set that is not modified has its new times.", *TAGGED, ask(AGEING), use_and_fetch(2, etag=V1), same(AGEING, 2), unchanged(),
             export(AGEING), text(KEYS, AGEING, 1_080_000, V1))
    v.script("export-bounded", "The lifetime is the bounded one.", ask(0), fetch(1), good(0, 1, headers={"Cache-Control": "max-age=1"}), replaced(), export(1), text(expires_at=60_000))
    v.script("of", "A new process goes on with what the old one had.", *LOADED, export(1), text(), restart(2), {}, seed(3, {"of": 2}), TAKEN, ask(4), use(),
             status(4), state("fresh", 1))
    v.script("of-empty", "Nothing was held, so nothing is done.", export(0), {"text": empty()}, restart(1), {}, seed(2, {"of": 0}), TAKEN, status(2), state("empty", 0), ask(3), fetch(1))
    v.script("of-issuer", "The keys of an issuer are there without its document.", *FOUND_LOADED, export(1), text(ISSUER), restart(2), {}, seed(3, {"of": 4}), TAKEN,
             ask(4), use(), ask(AGEING), use_and_fetch(3, "https://id.example/.well-known/openid-configuration"), options=DISCOVER)


def seeds(v):
    def taken(name, why, text, *pairs, at=1000):
        v.script(name, why, seed(at, text), TAKEN, *pairs)

    taken("seed", "A start without a request.", snapshot(), ask(1001), use(), wake(1001), woken(AGEING))
    taken("seed-order", "Members come in any order.", json.dumps(dict(reversed(json.loads(snapshot()).items())), indent=1), ask(1001), use())
    taken("seed-etag", "The ETag is sent back.", snapshot(etag=V1), ask(AGEING), use_and_fetch(1, etag=V1), same(AGEING, 1), unchanged(), ask(AGEING + 1), use())
    taken("seed-unchanged", "The same bytes are the same set, over a restart, too.", snapshot(), ask(AGEING), use_and_fetch(1), good(AGEING, 1), unchanged())
    taken("seed-skipped", "What cannot be used is listed.", snapshot(body=key_set(WEIRD, K1)), status(1000), state("fresh", 1, skipped=[{"index": 0, "code": "key_invalid"}]))
    taken("seed-ageing", "An ageing set is of use.", snapshot(), ask(AGEING), use_and_fetch(1), at=AGEING)
    taken("seed-stale", "A stale set is of use: the provider may be down.", snapshot(), status(STALE), state("stale", 1, since=STALE), ask(STALE), use_and_fetch(1), at=STALE)
    taken("seed-last-moment", "So it is until its stale time ends.", snapshot(), ask(GONE - 1), use_and_fetch(1), at=GONE - 1)
    taken("seed-least", "A lifetime is a minute at least.", snapshot(expires_at=1000), wake(1000), woken(48_000))
    taken("seed-most", "A lifetime is a day at most.", snapshot(expires_at=604_800_000), wake(1000), woken(69_120_000))
    taken("seed-future", "A set from a near future is fresh: clocks differ.", snapshot(fetched_at=2000, expires_at=602_000), ask(1000), use())
    taken("seed-far-future", "A set from a far future is ageing.", snapshot(fetched_at=10_000_000, expires_at=10_600_000), ask(1000), use_and_fetch(1))
    taken("seed-empty", "A snapshot without a set does nothing.", empty(), status(1000), state("empty", 0), ask(1000), fetch(1))
    v.script("seed-empty-held", "A snapshot without a set takes none away.", *LOADED, seed(1, empty()), TAKEN, ask(2), use(), status(2), state("fresh", 1))

    for name, why, bad in [
        ("text", "A damaged snapshot is refused.", "oops"), ("none", "A damaged snapshot is refused.", ""), ("cut", "A damaged snapshot is refused.", snapshot()[:-1]),
        ("array", "A snapshot is an object.", f"[{snapshot()}]"), ("set", "A set is no snapshot.", SET), ("version-2", "Another version may mean something else.", snapshot(version=2)),
        ("version-0", "Another version may mean something else.", snapshot(version=0)), ("version-text", "A version is a number.", snapshot(version="1")),
        ("no-version", "A snapshot has a version.", '{"source":"%s"}' % KEYS), ("no-source", "A snapshot has a source.", '{"version":1}'),
        ("source", "A set of another source is not this one's.", snapshot("https://evil.example/keys")), ("source-issuer", "An issuer is another source than its address.", snapshot(ISSUER)),
        ("source-empty", "Another source, without a set.", empty("https://evil.example/keys")), ("source-number", "A source is a string.", snapshot(1)),
        ("no-fetched-at", "The members of a set come together.", snapshot(fetched_at=None)), ("no-expires-at", "The members of a set come together.", snapshot(expires_at=None)),
        ("no-body", "The members of a set come together.", snapshot(body=None)), ("fetched-at-text", "A time is a number.", snapshot(fetched_at=None)[:-1] + ',"fetched_at":"1800000000000"}'),
        ("body-object", "The body is the text that came.", snapshot(body=json.loads(SET))), ("body-text", "The body has no set.", snapshot(body="oops")),
        ("body-empty", "The body has no set.", snapshot(body="")), ("no-key", "The body has no usable key.", snapshot(body=key_set(WEIRD))), ("secret", "A secret that is published is none.", snapshot(body=key_set(SHARED))),
        ("ends-early", "It ends before it began.", snapshot(fetched_at=500, expires_at=499)),
    ]:
        v.script(f"refused-{name}", why, seed(1000, bad), NOT_TAKEN, status(1000), state("empty", 0), ask(1000), fetch(1))
    v.script("refused-gone", "A set past its stale time is of no use.", seed(GONE, snapshot()), NOT_TAKEN, status(GONE), state("empty", 0))
    v.script("refused-changes-nothing", "What is held stays.", *LOADED, seed(1000, snapshot(fetched_at=500, body="oops")), NOT_TAKEN, ask(1000), use(), status(1000), state("fresh", 1))

    late = (ask(0), fetch(1), good(1000, 1), replaced())
    for name, why, at, kid in [("older", "A set that is held and newer stays.", 999, "k1"), ("as-new", "So does one that is as new.", 1000, "k1"), ("newer", "A newer one replaces it.", 1001, "k2")]:
        v.script(f"held-{name}", why, *late, seed(2000, snapshot(fetched_at=at, expires_at=700_000, body=SET_2)), TAKEN, ask(2000, kid), use(kid),
                 status(2000), state("fresh", 2 if kid == "k2" else 1, kids=[kid]))
    v.script("lease-stays", "A seed leaves the lease alone.", ask(0), fetch(1), seed(1, snapshot()), TAKEN, ask(2), use(), ask(3, "x"), wait(6000, 1), good(4, 1, SET_2), replaced(),
             ask(5, "k2"), use("k2"))
    v.script("backoff-stays", "A seed leaves the backoff alone.", ask(0), fetch(1), down(0, 1), failed(1000), seed(1, snapshot()), TAKEN, ask(2), use(), ask(3, "x"), UNKNOWN,
             ask(1000, "x"), fetch_fresh(2))
    v.script("permits-stay", "A seed takes no permit and brings none.", seed(0, snapshot()), TAKEN, ask(1, "x"), fetch_fresh(1), good(1, 1), unchanged(), ask(2, "x"), fetch_fresh(2),
             good(2, 2), unchanged(), seed(4, snapshot(fetched_at=3)), TAKEN, ask(4, "x"), UNKNOWN)


def states():
    v = Scripts("remote-status", "Keys behind a URL: status, generation and the time to wake.", "status, generation, wake_at")
    v.script("new", "A new machine is empty.", status(0), state("empty", 0), wake(0), NEVER)
    v.script("asked", "A request that is out changes nothing yet.", ask(0), fetch(1), status(1), state("empty", 0), wake(1), NEVER)
    v.script("ages", "A set ages.", *LOADED, status(AGEING - 1), state("fresh", 1), status(AGEING), state("ageing", 1), status(STALE), state("stale", 1, since=STALE),
             status(GONE - 1), state("stale", 1, since=STALE), status(GONE), state("empty", 1))
    v.script("lists", "Both lists are those of the set, and both end with it.", ask(0), fetch(1), good(0, 1, key_set(WEIRD, K1)), replaced(1),
             status(1), state("fresh", 1, skipped=[{"index": 0, "code": "key_invalid"}]), status(GONE), state("empty", 1))
    v.script("two-keys", "All usable keys are listed.", ask(0), fetch(1), good(0, 1, BOTH), replaced(), status(0), state("fresh", 1, kids=["k1", "k2"]))
    v.script("retry-at", "The time to retry is told while the backoff holds.", ask(0), fetch(1), down(0, 1), failed(1000),
             status(999), state("empty", 1, failures=1, retry_at=1000, last_error="status"), status(1000), state("empty", 1, failures=1, last_error="status"))
    v.script("failures", "Failures in a row are counted; the last one is told.", ask(0), fetch(1), down(0, 1), failed(1000), ask(1000), fetch(2), lost(1000, 2, "tls"), failed(3000, "tls"),
             status(1000), state("empty", 2, failures=2, retry_at=3000, last_error="tls"))
    v.script("success", "A success ends the row.", ask(0), fetch(1), down(0, 1), failed(1000), ask(1000), fetch(2), good(1000, 2), replaced(), status(1000), state("fresh", 2))
    for cause in ("timeout", "network", "tls", "too_large", "redirect"):
        v.script(f"last-error-{cause.replace('_', '-')}", "The host's cause is told.", ask(0), fetch(1), lost(0, 1, cause), failed(1000, cause),
                 status(1000), state("empty", 1, failures=1, last_error=cause))
    v.script("stale-failing", "A stale set, since when, and why.", *LOADED, ask(STALE), use_and_fetch(2), down(STALE, 2), failed(601_000),
             status(600_500), state("stale", 2, failures=1, since=STALE, retry_at=601_000, last_error="status"))
    refresh = (*LOADED, ask(AGEING), use_and_fetch(2))
    for name, step, answer, kids in [("replaced", good(AGEING, 2, SET_2), replaced(), ("k2",)), ("unchanged", good(AGEING, 2), unchanged(), ("k1",))]:
        v.script(f"generation-{name}", "Each answer counts.", *refresh, step, answer, status(AGEING), state("fresh", 2, kids=kids))
    v.script("generation-ignored", "What is ignored does not.", *refresh, good(AGEING, 9), IGNORED, status(AGEING), state("ageing", 1))
    v.script("generation-next", "A document counts.", ask(0), fetch(1, ISSUER + "/.well-known/openid-configuration"), document(0, 1), NEXT, status(0), state("empty", 1), options=DISCOVER)
    v.script("wake", "The time to wake is when the set is ageing.", *LOADED, wake(0), woken(AGEING), wake(AGEING + 1), woken(AGEING))
    v.script("wake-percent", "It is when the refresh begins.", *LOADED, wake(0), woken(300_000), options=OPTIONS | {"refresh_percent": 50})
    v.script("wake-lease", "Not while somebody fetches.", *refresh, wake(AGEING + 1), woken(486_000))
    v.script("wake-backoff", "Not while the backoff holds.", *refresh, down(AGEING, 2), failed(481_000), wake(AGEING + 1), woken(481_000))
    v.script("wake-early-lease", "A request that ends before does not matter.", *LOADED, ask(1, "x"), fetch_fresh(2), wake(2), woken(AGEING))
    v.script("wake-early-backoff", "Nor does a backoff that ends before.", *LOADED, ask(1, "x"), fetch_fresh(2), down(1, 2), failed(1001), wake(2), woken(AGEING))
    v.script("wake-renewed", "A new set has a new time.", *refresh, good(AGEING, 2), unchanged(), wake(AGEING), woken(960_000))
    v.script("wake-failed-cold", "Without a set there is none, whatever failed.", ask(0), fetch(1), down(0, 1), failed(1000), wake(0), NEVER, ask(1), unavailable(1000))
    v.script("wake-late-answer", "The time is that of the answer.", ask(0), fetch(1), good(5999, 1), replaced(), wake(5999), woken(485_999))


def build():
    v = Scripts("remote-snapshots", "Keys behind a URL: keys that outlive a process.", "snapshots")
    exports(v)
    seeds(v)
    states()
