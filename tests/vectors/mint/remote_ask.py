"""remote-ask.json: what is answered to a token, and what its key is called."""

from remote_steps import (
    AGEING, BOTH, GONE, K1, K2, LOADED, SHARED, STALE, UNKNOWN, WEIRD, Scripts,
    ask, down, failed, fetch, fetch_fresh, good, key_set, replaced, unavailable, unchanged, use, use_and_fetch, wait,
)

HASH, OTHER_HASH = "A" * 43, "A" * 42 + "E"
SHA1, OTHER_SHA1 = "A" * 27, "A" * 26 + "E"


def table():
    v = Scripts("remote-ask", "Keys behind a URL: what is answered to a token.", "what ask answers")
    v.script("fresh-there", "A fresh set is used, without a request.", *LOADED, ask(1), use())
    v.script("fresh-there-lease", "A known key does not wait for somebody else's request.",
             *LOADED, ask(1, "x"), fetch_fresh(2), ask(2), use())
    v.script("fresh-there-backoff", "A known key does not wait for an endpoint that fails.",
             *LOADED, ask(1, "x"), fetch_fresh(2), down(2, 2), failed(1002), ask(3), use())
    v.script("fresh-lacks-lease", "A key that is not there waits for the request that is out.",
             *LOADED, ask(1, "x"), fetch_fresh(2), ask(2, "y"), wait(6001, 1))
    v.script("fresh-lacks-backoff", "Nothing is asked of an endpoint that failed just now, though there is a permit.",
             *LOADED, ask(60_000, "x"), fetch_fresh(2), down(60_000, 2), failed(61_000), ask(60_999, "x"), UNKNOWN,
             ask(61_000, "x"), fetch_fresh(3))
    v.script("fresh-lacks-permit", "A key that is not there is worth a request, if there is a permit.", *LOADED, ask(1, "x"), fetch_fresh(2))
    v.script("fresh-lacks-no-permit", "Without a permit the key is unknown.",
             *LOADED, ask(1, "x"), fetch_fresh(2), good(2, 2), unchanged(), ask(3, "x"), UNKNOWN)

    for name, at in [("ageing", AGEING), ("stale", STALE)]:
        first = (*LOADED, ask(at), use_and_fetch(2))
        v.script(f"{name}-there", "The set is used, and this asker fetches the next.", *first)
        v.script(f"{name}-there-lease", "Exactly one asker fetches, the others go on.", *first, ask(at + 1), use(), ask(at + 2), use())
        v.script(f"{name}-there-backoff", "An endpoint that fails refuses no token of a known key.",
                 *first, down(at, 2), failed(at + 1000), ask(at + 999), use(), ask(at + 1000), use_and_fetch(3))
        v.script(f"{name}-lacks-lease", "A key that is not there waits for the request that is out.", *first, ask(at + 1, "x"), wait(at + 6000, 1))
        v.script(f"{name}-lacks", "The set cannot decide, so this asker fetches before it asks again.", *LOADED, ask(at, "x"), fetch_fresh(2))
        answer = UNKNOWN if name == "ageing" else unavailable(at + 1000)
        why = {"ageing": "An ageing set still says which keys there are.", "stale": "A stale set does not say that there is no such key."}[name]
        v.script(f"{name}-lacks-backoff", why, *first, down(at, 2), failed(at + 1000), ask(at + 999, "x"), answer, ask(at + 1000, "x"), fetch_fresh(3))

    v.script("none", "The first asker fetches.", ask(0), fetch(1))
    v.script("none-lease", "All others wait for it, whatever their key.", ask(0), fetch(1), ask(1), wait(6000, 0), ask(2, "x"), wait(6000, 0),
             ask(3, None), wait(6000, 0))
    v.script("none-backoff", "Without keys an endpoint that fails refuses tokens, and the time to retry is known.",
             ask(0), fetch(1), down(0, 1), failed(1000), ask(999), unavailable(1000), ask(999, None), unavailable(1000), ask(1000), fetch(2))
    v.script("gone", "A set past its stale time is none.", *LOADED, ask(GONE), fetch(2))
    v.script("gone-lease", "Past its stale time known keys wait too.", *LOADED, ask(GONE), fetch(2), ask(GONE + 1), wait(GONE + 6000, 1))
    v.script("gone-backoff", "Past its stale time known keys are refused too.",
             *LOADED, ask(GONE), fetch(2), down(GONE, 2), failed(GONE + 1000), ask(GONE + 1), unavailable(GONE + 1000))
    v.script("lease-before-backoff", "Where a lease is out and a backoff holds, the lease is what counts.",
             ask(0), fetch(1), down(0, 1), failed(1000), ask(1000), fetch(2), ask(900), wait(7000, 1))


def names():
    v = Scripts("remote-names", "Keys behind a URL: the names of a token's key.", "what ask answers")

    def named(name, why, entries, asked, there, kids=("k1",), skipped=0):
        """Asks a fresh set of these entries."""
        first = (ask(0), fetch(1), good(0, 1, key_set(*entries)), replaced(skipped))
        answer = {"step": "use", "kids": list(kids)} if there else fetch_fresh(2)
        v.script(name, why, *first, {"at": ask(1)["at"], "ask": {"alg": "ES256"} | asked}, answer)

    other = {name: K2[name] for name in K2 if name != "kid"}
    named("none", "A token that names no key is for the verifier to judge.", [K1], {}, True)
    named("case", "Names are compared exactly.", [K1], {"kid": "K1"}, False)
    named("alg", "The algorithm is the verifier's affair.", [K1], {"kid": "k1", "alg": "RS256"}, True)
    named("skipped", "An entry that cannot be used is there: the verifier says why it cannot.", [K1, WEIRD], {"kid": "w"}, True, skipped=1)
    named("skipped-secret", "So is a secret that was published.", [K1, SHARED], {"kid": "s"}, True, skipped=1)
    named("skipped-use", "So is a key for encryption.", [K1, K2 | {"use": "enc"}], {"kid": "k2"}, True, skipped=1)
    for member, value, another in [("x5t#S256", HASH, OTHER_HASH), ("x5t", SHA1, OTHER_SHA1)]:
        short = member.lower().replace("#", "-")
        named(f"{short}", "Without a kid, a certificate's hash names the key.", [K1, other | {member: value}], {member: value}, True)
        named(f"{short}-lacks", "Another hash names another key.", [K1, other | {member: value}], {member: another}, False)
        named(f"{short}-beside-kid", "With a kid, the hash is not looked at.", [K1], {"kid": "k1", member: value}, True)
        named(f"{short}-other-kid", "A kid that is not there stays so, whatever the hash.", [K1, other | {member: value}], {"kid": "x", member: value}, False)
        named(f"{short}-skipped", "A hash names an entry that cannot be used, too.", [K1, {"kty": "weird", member: value}], {member: value}, True, skipped=1)
    named("x5t-s256-first", "The better hash goes first.", [K1, other | {"x5t": SHA1}], {"x5t#S256": HASH, "x5t": SHA1}, False)
    named("x5t-s256-enough", "If the better hash is there, the other is not looked at.", [K1, other | {"x5t#S256": HASH}], {"x5t#S256": HASH, "x5t": SHA1}, True)
    named("no-kids", "A key without a kid is not listed by one.", [other], {}, True, kids=())
    sorted_kids = [K1 | {"kid": "b"}, K2 | {"kid": "B"}, K2 | {"kid": "\u00e9"}, K1 | {"kid": "a"}]
    named("sorted", "The kids are in the order of their bytes.", sorted_kids, {"kid": "a"}, True, kids=("B", "a", "b", "\u00e9"))
    v.script("both", "Each key of a set is there.", ask(0), fetch(1), good(0, 1, BOTH), replaced(), ask(1), use("k1", "k2"), ask(1, "k2"), use("k1", "k2"))


def build():
    table()
    names()
