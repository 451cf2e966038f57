"""remote-lifetime.json and remote-boundaries.json: how long a set is good, and the instant at which each span ends."""

from remote_steps import (
    AGEING, GONE, LOADED, OPTIONS, SET, STALE, TAGGED, UNKNOWN, Scripts,
    ask, down, failed, fetch, fetch_fresh, good, replaced, same, state, status, unavailable, unchanged, use,
    use_and_fetch, wait, wake, woken,
)

DEFAULT, LEAST, MOST = 600, 60, 86_400


def lifetimes():
    v = Scripts("remote-lifetime", "Keys behind a URL: the lifetime of a set, by its headers.", "lifetime")

    def lives(name, why, headers, seconds, options=OPTIONS):
        """The set is ageing at its lifetime's last millisecond, and stale at its end."""
        end = seconds * 1000
        v.script(name, why, ask(0), fetch(1), good(0, 1, headers=headers), replaced(), wake(0), woken(end // 100 * 80),
                 status(end - 1), state("ageing", 1), status(end), state("stale", 1, since=end), options=options)

    lives("none", "Without a header a set lives ten minutes.", {}, DEFAULT)
    for name, why, value, seconds in [
        ("max-age", "The server says how long.", "max-age=300", 300),
        ("quoted", "A quoted number is one.", 'max-age="300"', 300),
        ("case", "Names of directives have no case.", "Max-AGE=300", 300),
        ("several", "Other directives are ignored.", "public, max-age=300, must-revalidate", 300),
        ("tight", "Directives need no blanks between them.", "public,max-age=300,immutable", 300),
        ("first", "The first of several counts.", "max-age=300, max-age=900", 300),
        ("s-maxage", "What is for shared caches is ignored.", "s-maxage=900", DEFAULT),
        ("s-maxage-beside", "What is for shared caches is ignored.", "s-maxage=900, max-age=300", 300),
        ("must-revalidate", "So is what is for stale answers.", "must-revalidate", DEFAULT),
        ("private", "So is who may store it.", "private", DEFAULT),
        ("below-least", "No header makes clients hammer.", "max-age=59", LEAST),
        ("least", "A minute is the least.", "max-age=60", LEAST),
        ("above-least", "A little more is more.", "max-age=61", 61),
        ("zero", "No header makes clients hammer.", "max-age=0", LEAST),
        ("most", "A day is the most.", "max-age=86400", MOST),
        ("below-most", "A little less is less.", "max-age=86399", 86_399),
        ("above-most", "No header pins a set.", "max-age=86401", MOST),
        ("huge", "A number of any length is one.", "max-age=" + "9" * 40, MOST),
        ("leading-zeros", "Digits are digits.", "max-age=0000300", 300),
        ("negative", "What is not digits is as absent.", "max-age=-1", DEFAULT),
        ("plus", "What is not digits is as absent.", "max-age=+300", DEFAULT),
        ("fraction", "What is not digits is as absent.", "max-age=300.5", DEFAULT),
        ("exponent", "What is not digits is as absent.", "max-age=3e2", DEFAULT),
        ("unit", "What is not digits is as absent.", "max-age=300s", DEFAULT),
        ("no-value", "What is not digits is as absent.", "max-age", DEFAULT),
        ("empty-value", "What is not digits is as absent.", "max-age=", DEFAULT),
        ("empty-quoted", "What is not digits is as absent.", 'max-age=""', DEFAULT),
        ("empty", "An empty header says nothing.", "", DEFAULT),
        ("no-store", "What must not be stored is kept the least time.", "no-store", LEAST),
        ("no-cache", "So is what must be asked again.", "no-cache", LEAST),
        ("no-store-case", "Names of directives have no case.", "NO-Store", LEAST),
        ("no-store-after", "Whatever else there is.", "max-age=900, no-store", LEAST),
        ("no-cache-before", "Whatever else there is.", "no-cache, max-age=900", LEAST),
        ("no-cache-value", "With a value it is about some headers only.", 'max-age=900, no-cache="set-cookie"', 900),
        ("no-store-longer", "Another directive is not this one.", "no-store-ever", DEFAULT),
        ("in-quotes", "What is in a quoted value is no directive.", 'private="x, no-store, y"', DEFAULT),
    ]:
        lives(name, why, {"Cache-Control": value}, seconds)
    lives("header-case", "Names of headers have no case.", {"CACHE-control": "max-age=300"}, 300)
    lives("expires", "Expires is ignored.", {"Expires": "Fri, 15 Jan 2027 08:20:00 GMT"}, DEFAULT)
    lives("pragma", "Pragma is ignored.", {"Pragma": "no-cache"}, DEFAULT)
    for name, why, age, seconds in [
        ("age", "What a proxy has used up is gone.", "100", 800),
        ("age-zero", "A fresh copy has all its time.", "0", 900),
        ("age-to-least", "What is left is a minute at least.", "850", LEAST),
        ("age-beyond", "A copy that is too old already lives a minute.", "1000", LEAST),
        ("age-huge", "An age of any length is one.", "9" * 40, LEAST),
        ("age-word", "An age that cannot be read is none.", "old", 900),
        ("age-negative", "An age that cannot be read is none.", "-100", 900),
        ("age-fraction", "An age that cannot be read is none.", "1.5", 900),
        ("age-empty", "An age that cannot be read is none.", "", 900),
    ]:
        lives(name, why, {"cache-control": "max-age=900", "AGE": age}, seconds)
    lives("age-before-most", "The age is taken off before the day's limit.", {"cache-control": "max-age=90000", "age": "10000"}, 80_000)
    lives("age-default", "The default is not the server's, so its age does not count.", {"Age": "100"}, DEFAULT)
    lives("age-unreadable", "Nor does it with a lifetime that cannot be read.", {"Cache-Control": "max-age=x", "Age": "100"}, DEFAULT)
    lives("option-default", "The default can be set.", {}, 120, OPTIONS | {"default_lifetime_ms": 120_000})
    lives("option-default-low", "The default is brought within the bounds.", {}, LEAST, OPTIONS | {"default_lifetime_ms": 1000})
    lives("option-default-high", "The default is brought within the bounds.", {}, MOST, OPTIONS | {"default_lifetime_ms": 604_800_000})
    lives("option-least", "The least can be set.", {"Cache-Control": "max-age=1"}, 2, OPTIONS | {"min_lifetime_ms": 2000})
    lives("option-least-no-store", "It is what no-store means.", {"Cache-Control": "no-store"}, 120, OPTIONS | {"min_lifetime_ms": 120_000})
    lives("option-most", "The most can be set.", {"Cache-Control": "max-age=900"}, 300, OPTIONS | {"max_lifetime_ms": 300_000})
    v.script("from-answer", "A lifetime counts from the answer.", ask(0), fetch(1), good(3000, 1), replaced(), wake(3000), woken(483_000),
             status(603_000), state("stale", 1, since=603_000))
    v.script("renewed-304", "A set that is not modified has a new lifetime.", *TAGGED, ask(AGEING), use_and_fetch(2, etag='"v1"'),
             same(AGEING, 2, {"Cache-Control": "max-age=300"}), unchanged(), wake(AGEING), woken(720_000))
    v.script("304-own-headers", "It counts by its own headers, not by those of before.",
             ask(0), fetch(1), good(0, 1, headers={"etag": '"v1"', "cache-control": "max-age=900"}), replaced(),
             ask(720_000), use_and_fetch(2, etag='"v1"'), same(720_000, 2), unchanged(), wake(720_000), woken(1_200_000))
    v.script("renewed-200", "The same set once more has a new lifetime too.", *LOADED, ask(AGEING), use_and_fetch(2),
             good(AGEING, 2, headers={"Cache-Control": "max-age=300"}), unchanged(), wake(AGEING), woken(720_000))
    v.script("failure-keeps", "A failure has no lifetime to give.", *LOADED, ask(AGEING), use_and_fetch(2),
             down(AGEING, 2, {"Cache-Control": "max-age=9000"}), failed(481_000), status(STALE), state("stale", 2, failures=1, since=STALE, last_error="status"))


def boundaries():
    v = Scripts("remote-boundaries", "Keys behind a URL: the instant at which each span ends.", "boundaries")
    v.script("fresh-end", "At exactly 80 % of its lifetime a set is ageing.", *LOADED, ask(AGEING - 1), use(), status(AGEING - 1), state("fresh", 1),
             status(AGEING), state("ageing", 1), ask(AGEING), use_and_fetch(2))
    odd = OPTIONS | {"default_lifetime_ms": 60_001}
    v.script("fresh-end-rounded", "80 % is rounded down.", *LOADED, wake(0), woken(48_000), status(47_999), state("fresh", 1), status(48_000), state("ageing", 1),
             status(60_000), state("ageing", 1), status(60_001), state("stale", 1, since=60_001), options=odd)
    v.script("lifetime-end", "At exactly its lifetime a set is stale.", *LOADED, status(STALE - 1), state("ageing", 1), status(STALE), state("stale", 1, since=STALE))
    v.script("stale-end", "24 hours after that it is gone.", *LOADED, status(GONE - 1), state("stale", 1, since=STALE), status(GONE), state("empty", 1),
             ask(GONE), fetch(2))
    v.script("stale-end-before", "A millisecond earlier it is used.", *LOADED, ask(GONE - 1), use_and_fetch(2))
    v.script("stale-off", "Without a stale time a set is gone with its lifetime.", *LOADED, ask(STALE - 1), use_and_fetch(2),
             down(STALE - 1, 2), failed(600_999), ask(STALE - 1), use(), ask(STALE), unavailable(600_999), options=OPTIONS | {"stale_ms": 0})
    v.script("stale-option", "The stale time can be set.", *LOADED, status(600_999), state("stale", 1, since=STALE), status(601_000), state("empty", 1),
             options=OPTIONS | {"stale_ms": 1000})
    v.script("refresh-10", "The refresh can begin early.", *LOADED, ask(59_999), use(), ask(60_000), use_and_fetch(2), options=OPTIONS | {"refresh_percent": 10})
    v.script("refresh-100", "Without a refresh ahead a fresh set turns stale.", *LOADED, status(STALE - 1), state("fresh", 1),
             ask(STALE - 1), use(), status(STALE), state("stale", 1, since=STALE), options=OPTIONS | {"refresh_percent": 100})
    v.script("lease-end", "A lease is over at exactly its end: the time limit and a second.", ask(0), fetch(1), ask(5999), wait(6000, 0), ask(6000), fetch(2))
    v.script("lease-option", "The time limit can be set.", ask(0), fetch(1, timeout_ms=100), ask(1099), wait(1100, 0),
             ask(1100), fetch(2, timeout_ms=100), options=OPTIONS | {"timeout_ms": 100})
    v.script("backoff-end", "A backoff is over at exactly its end.", ask(0), fetch(1), down(0, 1), failed(1000), ask(999), unavailable(1000), ask(1000), fetch(2))
    v.script("cooldown-end", "A permit is back after exactly 30 s.", *LOADED, ask(1, "x"), fetch_fresh(2), good(1, 2, SET), unchanged(),
             ask(29_999, "x"), UNKNOWN, ask(30_000, "x"), fetch_fresh(3))


def build():
    lifetimes()
    boundaries()
