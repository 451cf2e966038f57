"""remote-backoff.json: when an endpoint that failed is asked again."""

from remote_steps import (
    AGEING, DISCOVER, DOCUMENT, GONE, LOADED, OPTIONS, STALE, TAGGED, Scripts,
    NEXT, ask, document, down, failed, fetch, good, lost, replaced, reply, same, state, status, unavailable, unchanged, use, use_and_fetch, wait,
)

TOP = 2**32 - 1


def build():
    v = Scripts("remote-backoff", "Keys behind a URL: when an endpoint that failed is asked again.", "backoff")

    def sequence(name, why, waits, options=OPTIONS, jitter=None):
        """Fails as soon as it may be asked again, each time."""
        steps, at = [], 0
        for lease, span in enumerate(waits, 1):
            steps += [ask(at), fetch(lease), down(at, lease, jitter=jitter), failed(at + span), ask(at + span - 1), unavailable(at + span)]
            at += span
        v.script(name, why, *steps, ask(at), fetch(len(waits) + 1), options=options)

    sequence("doubles", "Each wait is twice the one before, up to a minute.", [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    sequence("first-option", "The first wait can be set.", [100, 200, 400], OPTIONS | {"backoff_ms": 100})
    sequence("most-option", "The longest wait can be set.", [1000, 2000, 3000, 3000], OPTIONS | {"max_backoff_ms": 3000})
    sequence("jitter", "The jitter adds up to half.", [1499, 2999, 5999, 11_999, 23_999, 47_999, 89_999, 89_999], jitter=TOP)
    for name, jitter, end in [("none", 0, 1000), ("one", 1, 1000), ("quarter", 2**31, 1250), ("half-of-it", 2**30, 1125), ("most", TOP, 1499)]:
        v.script(f"jitter-{name}", "The jitter adds none to half more, rounded down.", ask(0), fetch(1), down(0, 1, jitter=jitter), failed(end))
    v.script("jitter-failed", "So it does where the host had no reply.", ask(0), fetch(1), lost(0, 1, jitter=2**31), failed(1250, "network"))

    def after(name, why, value, end, at=0, options=OPTIONS, code=503, cause="status", **more):
        v.script("retry-after-" + name, why, ask(at), fetch(1), reply(at, 1, code, headers={"Retry-After": value}, **more), failed(end, cause),
                 ask(end - 1), unavailable(end), ask(end), fetch(2), options=options)

    after("seconds", "The server says when it wants to be asked.", "7", 7000)
    after("shorter", "It cannot make a wait shorter.", "0", 1000)
    after("equal", "The longer one counts.", "1", 1000)
    after("against-jitter", "The jitter belongs to the wait.", "1", 1499, jitter=TOP)
    after("no-jitter", "What the server says has no jitter.", "7", 7000, jitter=TOP)
    after("most", "Ten minutes are obeyed.", "600", 600_000)
    after("above-most", "No more than ten minutes.", "601", 600_000)
    after("huge", "A number of any length is one.", "9" * 40, 600_000)
    after("option", "The most can be set.", "30", 5000, options=OPTIONS | {"max_retry_after_ms": 5000})
    after("option-none", "It can be switched off.", "30", 1000, options=OPTIONS | {"max_retry_after_ms": 0})
    after("date", "It may say a time.", "Fri, 15 Jan 2027 08:00:30 GMT", 30_000)
    after("date-now", "The time is against now.", "Fri, 15 Jan 2027 08:00:30 GMT", 30_000, at=500)
    after("date-past", "A time that is past says nothing.", "Fri, 15 Jan 2027 07:59:59 GMT", 1000)
    after("date-far", "No more than ten minutes.", "Sat, 16 Jan 2027 08:00:00 GMT", 600_000)
    after("date-limit", "Ten minutes are obeyed.", "Fri, 15 Jan 2027 08:10:00 GMT", 600_000)
    for name, value in [
        ("negative", "-7"), ("plus", "+7"), ("fraction", "7.5"), ("unit", "7s"), ("empty", ""), ("word", "soon"),
        ("date-rfc850", "Friday, 15-Jan-27 08:00:30 GMT"), ("date-asctime", "Fri Jan 15 08:00:30 2027"),
        ("date-zone", "Fri, 15 Jan 2027 08:00:30 +0000"), ("date-iso", "2027-01-15T08:00:30Z"), ("date-no-day", "Fri, 32 Jan 2027 08:00:30 GMT"),
    ]:
        after(name, "All else is as absent.", value, 1000)
    for code, cause in [(429, "status"), (404, "status"), (500, "status"), (204, "status"), (302, "redirect"), (304, "status")]:
        after(f"status-{code}", "It is read with every status but 200.", "7", 7000, code=code, cause=cause)
    after("status-200", "With 200 it is not read.", "7", 1000, code=200, cause="malformed", body="oops")
    v.script("retry-after-case", "Names of headers have no case.", ask(0), fetch(1), reply(0, 1, 429, headers={"RETRY-AFTER": "7"}), failed(7000))
    v.script("retry-after-later", "The count goes on under a longer wait.", ask(0), fetch(1), down(0, 1, {"Retry-After": "7"}), failed(7000),
             ask(7000), fetch(2), down(7000, 2), failed(9000))
    v.script("from-answer", "The wait counts from the answer.", ask(0), fetch(1), down(5000, 1), failed(6000), ask(5999), unavailable(6000))
    twice = (*LOADED, ask(AGEING), use_and_fetch(2), down(AGEING, 2), failed(481_000), ask(481_000), use_and_fetch(3), down(481_000, 3), failed(483_000))
    v.script("ends-with-set", "A good set ends the count.", *twice, ask(483_000), use_and_fetch(4), good(483_000, 4), unchanged(),
             ask(963_000), use_and_fetch(5), down(963_000, 5), failed(964_000))
    v.script("ends-with-304", "So does one that is not modified.", *TAGGED, ask(AGEING), use_and_fetch(2, etag='"v1"'), down(AGEING, 2), failed(481_000),
             ask(481_000), use_and_fetch(3, etag='"v1"'), same(481_000, 3), unchanged(), ask(961_000), use_and_fetch(4, etag='"v1"'), down(961_000, 4), failed(962_000))
    v.script("goes-on-with-document", "A discovery document does not: the keys are what is wanted.",
             ask(0), fetch(1, DOCUMENT), down(0, 1), failed(1000), ask(1000), fetch(2, DOCUMENT), document(1000, 2), NEXT,
             ask(1000), fetch(3), down(1000, 3), failed(3000), options=DISCOVER)
    v.script("lease-no-failure", "A lease that ran out is no failure.", ask(0), fetch(1), ask(6000), fetch(2), down(6000, 2), failed(7000),
             status(6000), state("empty", 1, failures=1, retry_at=7000, last_error="status"))
    v.script("all-wait", "An endpoint that fails gets one request, whoever asks.", ask(0), fetch(1), ask(0, "k2"), wait(6000, 0), down(10, 1), failed(1010),
             ask(11), unavailable(1010), ask(12, "k2"), unavailable(1010), ask(13, None), unavailable(1010))
    v.script("recovers", "After an outage the set is there again.", ask(0), fetch(1), down(0, 1), failed(1000), ask(1000), fetch(2), good(1000, 2), replaced(),
             status(1000), state("fresh", 2))
    outage, at = [*LOADED], STALE
    for lease, span in enumerate([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000], 2):
        outage += [ask(at), use_and_fetch(lease), lost(at, lease, "timeout"), failed(at + span, "timeout"), ask(at + 1), use(), ask(at + span - 1), use()]
        at += span
    v.script("outage", "Through an outage no token of a known key is refused, and the endpoint is spared.", *outage, ask(GONE - 1), use_and_fetch(10),
             lost(GONE - 1, 10), failed(GONE + 59_999, "network"), ask(GONE - 1), use(), ask(GONE), unavailable(GONE + 59_999))
