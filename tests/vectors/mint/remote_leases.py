"""remote-leases.json, remote-cooldown.json and remote-clock.json: who may fetch, how often, and when the clock jumps."""

from remote_steps import (
    AGEING, BOTH, IGNORED, LOADED, NEVER, OPTIONS, SET_2, UNKNOWN, Scripts,
    ask, down, failed, fetch, fetch_fresh, good, key_set, lost, replaced, restart, same, state, status, unavailable, unchanged,
    use, use_and_fetch, wait, wake, woken,
)
from testkeys import EC_A, jwk


def leases():
    v = Scripts("remote-leases", "Keys behind a URL: the permission to fetch.", "lease")
    still = (ask(10), wait(6000, 0), good(20, 1), replaced())
    for lease in (0, 2, 99):
        v.script(f"unknown-{lease}", "A lease that is not out has nothing to answer.", ask(0), fetch(1), good(1, lease), IGNORED, *still)
    v.script("none-out", "Nor has one before anybody asked.", good(0, 1), IGNORED, status(0), state("empty", 0), ask(0), fetch(1))
    v.script("twice", "A lease is answered once.", *LOADED, good(1, 1, SET_2), IGNORED, ask(2), use(), status(2), state("fresh", 1))
    v.script("twice-failed", "A second failure does not count.", ask(0), fetch(1), down(0, 1), failed(1000), down(1, 1), IGNORED, lost(2, 1), IGNORED,
             status(3), state("empty", 1, failures=1, retry_at=1000, last_error="status"))
    v.script("failed-then-good", "A good set after its failure is too late.", ask(0), fetch(1), lost(0, 1, "timeout"), failed(1000, "timeout"), good(1, 1), IGNORED,
             ask(2), unavailable(1000))
    v.script("last-moment", "Until its end a lease can be answered.", ask(0), fetch(1), good(5999, 1), replaced())
    v.script("late", "At its end it cannot, though nobody has taken over.", ask(0), fetch(1), good(6000, 1), IGNORED, status(6000), state("empty", 0),
             wake(6000), NEVER, ask(6000), fetch(2))
    v.script("late-failed", "A late failure is none.", ask(0), fetch(1), down(6000, 1), IGNORED, status(6000), state("empty", 0), ask(6000), fetch(2))
    v.script("taken-over", "Who comes after the end takes over, and only his answer counts.", ask(0), fetch(1), ask(6000), fetch(2), good(6001, 1, SET_2), IGNORED,
             ask(6002), wait(12_000, 0), good(6003, 2), replaced(), ask(6004), use())
    v.script("taken-over-late", "The old answer stays ignored after the new one.", ask(0), fetch(1), ask(6000), fetch(2), good(6001, 2), replaced(), good(6002, 1, SET_2), IGNORED,
             ask(6003), use())
    v.script("ageing-passes-on", "In the background it passes on, too.", *LOADED, ask(AGEING), use_and_fetch(2), ask(485_999), use(), ask(486_000), use_and_fetch(3),
             good(486_000, 2, SET_2), IGNORED, good(486_001, 3, SET_2), replaced(), ask(486_002, "k2"), use("k2"))
    v.script("generation", "Whoever waits asks again when the generation changes.", ask(0), fetch(1), ask(1), wait(6000, 0), down(2, 1), failed(1002),
             ask(1002), fetch(2), ask(1003), wait(7002, 1), good(1004, 2), replaced(), ask(1004), use())
    v.script("unknown-key", "All that look for new keys wait for one request.", *LOADED, ask(1, "k2"), fetch_fresh(2), ask(2, "k2"), wait(6001, 1), ask(2, "x"), wait(6001, 1),
             good(3, 2, BOTH), replaced(), ask(4, "k2"), use("k1", "k2"))
    v.script("restart", "A new process knows nothing of the old one's lease.", ask(0), fetch(1), restart(1), {}, good(2, 1), IGNORED,
             status(2), state("empty", 0), ask(3), fetch(2), good(4, 2), replaced())
    v.script("restart-empty", "Nor has it its keys.", *LOADED, restart(1), {}, status(1), state("empty", 0), ask(1), fetch(2))
    v.script("restart-backoff", "Nor its backoff.", ask(0), fetch(1), down(0, 1), failed(1000), restart(1), {}, ask(1), fetch(2), down(1, 2), failed(1001))


def cooldown():
    v = Scripts("remote-cooldown", "Keys behind a URL: how often unknown keys are looked for.", "cooldown")

    def flood(at, *kids):
        return [part for kid in kids for part in (ask(at, kid), UNKNOWN)]

    def looked(at, lease, kid="x"):
        return (ask(at, kid), fetch_fresh(lease), good(at, lease), unchanged())

    v.script("flood", "Random kids get two requests, the first of which was needed anyway.", *LOADED, *looked(1, 2), *flood(2, "a", "b", "c", "d", "e"), ask(3), use())
    v.script("full-again", "After a while there are two permits.", *LOADED, *looked(60_000, 2), *looked(60_001, 3, "y"), *flood(60_002, "z"))
    v.script("one-back", "One comes back after 30 s, not all.", *LOADED, *looked(1, 2), *looked(30_000, 3, "y"), *flood(30_001, "z"), *flood(59_999, "z"), *looked(60_000, 4, "z"))
    v.script("from-full", "The time counts from when the bucket was full, not from the last attempt.", *LOADED, *looked(60_000, 2), *looked(70_000, 3, "y"),
             *flood(89_999, "z"), *looked(90_000, 4, "z"), *flood(119_999, "z"), *looked(120_000, 5, "z"))
    v.script("never-above-burst", "Permits are not saved up.", *LOADED, *looked(470_000, 2), *looked(470_001, 3), *flood(470_002, "x"))
    v.script("failure-takes", "A failed request has taken its permit.", *LOADED, ask(1, "x"), fetch_fresh(2), down(1, 2), failed(1001), *flood(1001, "x"), *flood(29_999, "x"),
             ask(30_000, "x"), fetch_fresh(3))
    v.script("lost-lease-takes", "So has one that was never answered.", *LOADED, ask(1, "x"), fetch_fresh(2), *flood(6001, "x"), ask(30_000, "x"), fetch_fresh(3))
    v.script("replaced-takes", "So has one that brought keys.", *LOADED, ask(1, "k2"), fetch_fresh(2), good(1, 2, BOTH), replaced(), *flood(2, "x"), ask(3, "k2"), use("k1", "k2"))
    third = key_set(jwk(EC_A["P-256"], alg="ES256", kid="k3"))
    v.script("two-rotations", "Two rotations in a row are followed.", *LOADED, ask(60_000, "k2"), fetch_fresh(2), good(60_000, 2, BOTH), replaced(),
             ask(60_001, "k3"), fetch_fresh(3), good(60_001, 3, third), replaced(), ask(60_002, "k3"), use("k3"), *flood(60_002, "k1"))
    v.script("refresh-takes", "A request that is due for age takes a permit too.", *LOADED, ask(AGEING), use_and_fetch(2), good(AGEING, 2), unchanged(),
             *looked(480_001, 3), *flood(480_002, "y"))
    slow = OPTIONS | {"burst": 1, "cooldown_ms": 3_600_000}
    v.script("refresh-without", "One that is due for age is sent without.", *LOADED, *flood(1, "x"), ask(AGEING), use_and_fetch(2), good(AGEING, 2), unchanged(),
             *flood(480_001, "x"), options=slow)
    v.script("ageing-without", "An ageing set is due: an unknown key needs no permit.", *LOADED, ask(AGEING, "x"), fetch_fresh(2), good(AGEING, 2), unchanged(),
             *flood(480_001, "x"), options=slow)
    v.script("no-debt", "What was sent without a permit is not owed.", *LOADED, ask(AGEING), use_and_fetch(2), good(AGEING, 2), unchanged(),
             ask(960_000), use_and_fetch(3), good(960_000, 3), unchanged(), *flood(1_200_000, "x"),
             ask(3_599_999, "x"), fetch_fresh(4), good(3_599_999, 4), unchanged(), *flood(3_599_999, "x"), *looked(3_600_000, 5), options=slow)
    v.script("burst-1", "With a burst of one, the first request was it.", *LOADED, *flood(1, "x"), *flood(29_999, "x"), *looked(30_000, 2), *flood(30_001, "x"),
             options=OPTIONS | {"burst": 1})
    v.script("burst-3", "The burst can be set.", *LOADED, *looked(1, 2), *looked(2, 3), *flood(3, "x"), options=OPTIONS | {"burst": 3})
    v.script("cooldown-option", "The cooldown can be set.", *LOADED, *looked(1, 2), *flood(999, "x"), *looked(1000, 3), options=OPTIONS | {"cooldown_ms": 1000})
    v.script("restart", "A new process has a full bucket.", *LOADED, *looked(1, 2), *flood(2, "x"), restart(3), {}, ask(3), fetch(3), good(3, 3), replaced(),
             *looked(4, 4), *flood(5, "x"))


def clock():
    v = Scripts("remote-clock", "Keys behind a URL: a clock that is set.", "clock")
    v.script("small-step", "A small step back changes nothing.", *LOADED, ask(-1000), use(), status(-1000), state("fresh", 1), wake(-1000), woken(AGEING))
    v.script("fresh-holds", "A set holds for its time before its start, too.", *LOADED, ask(-479_999), use())
    v.script("fresh-ends", "A larger step ends it: a set from the future is ageing.", *LOADED, status(-480_000), state("ageing", 1), ask(-480_000), use_and_fetch(2))
    v.script("far-past", "A set from the far future is ageing, neither stale nor gone.", *LOADED, status(-200_000_000), state("ageing", 1),
             ask(-200_000_000), use_and_fetch(2), good(-200_000_000, 2), unchanged(), status(-200_000_000), state("fresh", 2))
    v.script("answer-before-ask", "A set counts from its answer, though the request was later.", ask(1000), fetch(1), good(500, 1), replaced(), wake(500), woken(480_500))
    v.script("lease-holds", "A lease holds for its length before its start.", ask(0), fetch(1), ask(-5999), wait(6000, 0), good(-5999, 1), replaced())
    v.script("lease-ends", "A larger step ends it.", ask(0), fetch(1), good(-6000, 1), IGNORED, ask(-6000), fetch(2))
    v.script("backoff-holds", "A backoff holds for its length before its start.", ask(0), fetch(1), down(0, 1), failed(1000), ask(-999), unavailable(1000))
    v.script("backoff-ends", "A larger step ends it.", ask(0), fetch(1), down(0, 1), failed(1000), ask(-1000), fetch(2))
    v.script("retry-after", "The length of a backoff is the server's, where it said one.", ask(0), fetch(1), down(0, 1, {"Retry-After": "60"}), failed(60_000),
             ask(-59_999), unavailable(60_000), ask(-60_000), fetch(2))
    empty = (*LOADED, ask(0, "x"), fetch_fresh(2), good(0, 2), unchanged())
    v.script("bucket-holds", "A step back brings no permits.", *empty, ask(-1000, "x"), UNKNOWN, ask(-60_000, "x"), UNKNOWN)
    v.script("bucket-ends", "A bucket that would take longer than four cooldowns to fill is full.", *empty, ask(-60_001, "x"), fetch_fresh(3))
    one = OPTIONS | {"burst": 1}
    v.script("bucket-holds-1", "With a burst of one that is two cooldowns.", *LOADED, ask(-30_000, "x"), UNKNOWN, options=one)
    v.script("bucket-ends-1", "Beyond them it is full.", *LOADED, ask(-30_001, "x"), fetch_fresh(2), options=one)
    late = OPTIONS | {"refresh_percent": 100}
    v.script("fresh-length", "How long a set is fresh is what can be set.", *LOADED, status(-599_999), state("fresh", 1), status(-600_000), state("ageing", 1), options=late)
    v.script("forward", "After a jump forward all is over.", *empty, ask(100_000_000), fetch(3), ask(100_006_000), fetch(4), same(100_006_000, 4), failed(100_007_000))
    v.script("back-and-forth", "A step back and forth changes nothing.", *LOADED, ask(1000), use(), ask(-1000), use(), ask(1000), use(), ask(AGEING), use_and_fetch(2))


def build():
    leases()
    cooldown()
    clock()
