"""claims-time.json: exp, nbf, iat, max_age and leeway, on both sides of every boundary."""

from book import LATER, NOW, Book, err
from testkeys import HS, SECRET
from tokens import token

HEAD = {"alg": "HS256"}
EXPIRED, EARLY = err("token_expired", "exp"), err("token_not_yet_valid", "nbf")
TOP = 2**53


def made(text):
    return token(HEAD, text, SECRET)


def build():
    book = Book("claims-time", "When a token begins and ends: exp, nbf, iat, max_age, leeway and the clock.")
    expiry(book)
    not_before(book)
    issued(book)
    types(book)
    clock(book)


def expiry(book):
    rule = "RFC 7519 §4.1.4; verdict rule: exp"

    def case(name, why, claims, answer=None, policy=None, now=NOW):
        book.verify("time-exp-" + name, why, rule, made(claims), HS, answer, policy, now)

    case("future", "A token that ends a second from now passes.", {"exp": NOW + 1})
    case("now", "On the second it ends a token has ended.", {"exp": NOW}, EXPIRED)
    case("past", "A token that has ended is refused.", {"exp": NOW - 1}, EXPIRED)
    case("leeway-inside", "One second of the leeway is left.", {"exp": NOW - 59}, policy={"leeway": 60})
    case("leeway-boundary", "On the last second of the leeway it has ended.", {"exp": NOW - 60}, EXPIRED, {"leeway": 60})
    case("leeway-past", "The leeway is over.", {"exp": NOW - 61}, EXPIRED, {"leeway": 60})
    case("leeway-largest", "A day is the largest leeway.", {"exp": NOW - 86_399}, policy={"leeway": 86_400})
    case("no-leeway-by-default", "There is no leeway unless one is named.", {"exp": NOW - 1}, EXPIRED, {})
    case("fraction-ahead", "Half a second ahead is ahead.", "{\"exp\":%d.5}" % NOW)
    case("fraction-reached", "The fraction of exp is reached.", "{\"exp\":%d.5}" % NOW, EXPIRED, now=NOW + 0.5)
    case("fraction-of-now", "The clock's fraction counts: a quarter of a second is left.", {"exp": NOW + 1}, now=NOW + 0.75)
    case("fraction-of-now-past", "The clock's fraction counts: it ended a quarter of a second ago.", {"exp": NOW}, EXPIRED, now=NOW + 0.25)
    case("exponent", "A number is a number, however it is written.", '{"exp":1.7500003e9}')
    case("point-zero", "1750000300.0 is 1750000300.", '{"exp":1750000300.0}')
    case("zero", "Zero is a date, and long past.", {"exp": 0}, EXPIRED)
    case("minus-zero", "Minus zero is zero.", '{"exp":-0}', EXPIRED)
    case("negative", "A date before 1970 is past.", {"exp": -1}, EXPIRED)
    case("tiny", "The smallest positive number is past.", '{"exp":5e-324}', EXPIRED)
    case("two-to-the-53", "2^53 is the last date there is.", {"exp": TOP})
    case("minus-two-to-the-53", "-2^53 is the first date there is.", {"exp": -TOP}, EXPIRED)
    case("missing", "A token must end.", {"sub": "u1"}, err("claim_missing", "exp"))
    case("missing-empty", "An empty set of claims lacks exp.", {}, err("claim_missing", "exp"))
    case("other-case", "EXP is another name.", {"EXP": LATER}, err("claim_missing", "exp"))
    case("nested", "exp inside another member is not the token's.", {"x": {"exp": LATER}}, err("claim_missing", "exp"))
    case("optional-missing", "expiry_optional lets a token without exp pass.", {"sub": "u1"}, policy={"expiry_optional": True})
    case("optional-empty", "With expiry_optional even an empty set of claims passes.", {}, policy={"expiry_optional": True})
    case("optional-expired", "expiry_optional does not excuse an exp that is past.", {"exp": NOW - 1}, EXPIRED, {"expiry_optional": True})
    case("escaped-name", "An escaped spelling is exp.", '{"\\u0065xp":%d}' % NOW, EXPIRED)


def not_before(book):
    rule = "RFC 7519 §4.1.5; verdict rule: nbf"

    def case(name, why, nbf, answer=None, policy=None, now=NOW):
        text = '{"exp":%d,"nbf":%s}' % (LATER, nbf)
        book.verify("time-nbf-" + name, why, rule, made(text), HS, answer, policy, now)

    case("now", "On the second it begins a token has begun.", NOW)
    case("past", "A token that began earlier passes.", NOW - 1000)
    case("future", "A token that begins in a second is refused.", NOW + 1, EARLY)
    case("leeway-boundary", "Exactly the leeway ahead passes.", NOW + 60, policy={"leeway": 60})
    case("leeway-past", "One second more than the leeway ahead is refused.", NOW + 61, EARLY, {"leeway": 60})
    case("fraction-future", "Half a second ahead is ahead.", f"{NOW}.5", EARLY)
    case("fraction-reached", "The clock's fraction has reached it.", f"{NOW}.5", now=NOW + 0.5)
    case("zero", "Zero is long past.", 0)
    case("negative", "A date before 1970 is long past.", -5)
    case("two-to-the-53", "The last date there is lies ahead.", TOP, EARLY)
    text = '{"nbf":%d}' % (NOW + 1)
    book.verify("time-nbf-expiry-optional", "expiry_optional says nothing about nbf.", rule, made(text), HS, EARLY,
                {"expiry_optional": True})


def issued(book):
    rule = "RFC 7519 §4.1.6; verdict rules: iat, max_age"
    old, ahead = err("token_too_old", "iat"), err("issued_in_future", "iat")

    def case(name, why, iat, answer=None, policy=None, now=NOW):
        text = '{"exp":%d%s}' % (LATER, "" if iat is None else f',"iat":{iat}')
        book.verify("time-" + name, why, rule, made(text), HS, answer, policy, now)

    case("iat-future-unjudged", "Without max_age an iat ahead means nothing.", NOW + 100_000)
    case("iat-past-unjudged", "Without max_age an old iat means nothing.", 1)
    case("iat-negative-unjudged", "A date before 1970 is a date.", -1)
    case("iat-two-to-the-53", "The last date there is is a date.", TOP)
    age = {"max_age": 100}
    case("max-age-fresh", "Issued just now.", NOW, policy=age)
    case("max-age-boundary", "Exactly as old as allowed passes.", NOW - 100, policy=age)
    case("max-age-past", "One second older than allowed is refused.", NOW - 101, old, age)
    case("max-age-fraction", "A quarter of a second older than allowed is refused.", NOW - 100, old, age, NOW + 0.25)
    case("max-age-leeway-boundary", "The leeway is added to the age.", NOW - 160, policy=age | {"leeway": 60})
    case("max-age-leeway-past", "One second beyond age and leeway.", NOW - 161, old, age | {"leeway": 60})
    case("max-age-missing-iat", "A token whose age counts must say when it was issued.", None, err("claim_missing", "iat"), age)
    case("max-age-future", "Issued a second from now.", NOW + 1, ahead, age)
    case("max-age-future-leeway-boundary", "Exactly the leeway ahead passes.", NOW + 60, policy=age | {"leeway": 60})
    case("max-age-future-leeway-past", "One second more than the leeway ahead.", NOW + 61, ahead, age | {"leeway": 60})
    case("max-age-future-fraction", "Half a second ahead is ahead.", f"{NOW}.5", ahead, age)
    case("max-age-iat-zero", "1970 is too old.", 0, old, age)
    book.verify("time-max-age-without-exp", "max_age holds where exp is optional.", rule, made({"iat": NOW - 101}), HS, old,
                age | {"expiry_optional": True})
    book.verify("time-max-age-without-exp-fresh", "A fresh token without exp passes where exp is optional.", rule,
                made({"iat": NOW - 100}), HS, policy=age | {"expiry_optional": True})


def types(book):
    rule = "RFC 7519 §2 NumericDate; verdict rule: NumericDate; security T22, T23"
    values = [
        ("string", f'"{LATER}"'), ("empty-string", '""'), ("word", '"never"'), ("null", "null"), ("true", "true"), ("false", "false"),
        ("list", f"[{LATER}]"), ("empty-list", "[]"), ("object", "{}"), ("above-two-to-the-53", str(TOP + 2)),
        ("below-minus-two-to-the-53", str(-TOP - 2)), ("two-to-the-63", str(2**63)), ("1e30", "1e30"), ("minus-1e30", "-1e30"),
        ("milliseconds-of-a-far-year", "1e16"),
    ]
    for claim in ("exp", "nbf", "iat"):
        for name, text in values:
            other = "" if claim == "exp" else f'"exp":{LATER},'
            book.verify(f"time-type-{claim}-{name}", f"{claim} is a number of at most 2^53 either way, if it is there at all.", rule,
                        made("{%s\"%s\":%s}" % (other, claim, text)), HS, err("claim_malformed", claim))
    for claim in ("exp", "nbf", "iat"):
        book.verify(f"time-type-{claim}-with-expiry-optional", "What is optional must still be a date if it is there.", rule,
                    made({claim: "soon"}), HS, err("claim_malformed", claim), {"expiry_optional": True})
        book.verify(f"time-overflow-{claim}", "A number beyond a double is not JSON here, whichever claim it is.", rule,
                    made('{"exp":%d,"x":0,%s:1e400}' % (LATER, f'"{claim}"') if claim != "exp" else '{"exp":1e400}'), HS,
                    err("payload_malformed"))


def clock(book):
    rule = "verdict rule: clock"
    good = made({"exp": TOP})
    argument = err("argument_invalid")
    book.verify("time-clock-zero", "1970 is a time like any other.", rule, made({"exp": 1}), HS, now=0)
    book.verify("time-clock-negative", "So is a time before it.", rule, made({"exp": -1}), HS, now=-5)
    book.verify("time-clock-negative-expired", "Before 1970 tokens end as well.", rule, made({"exp": -5}), HS, EXPIRED, now=-5)
    book.verify("time-clock-two-to-the-53", "The last time there is: every token has ended.", rule, good, HS, EXPIRED, now=TOP)
    book.verify("time-clock-above", "Beyond 2^53 there is no time.", rule, good, HS, argument, now=TOP + 2)
    book.verify("time-clock-below", "Nor is there one below -2^53.", rule, good, HS, argument, now=-TOP - 2)
    book.verify("time-clock-1e300", "A time out of all bounds is refused, not turned around.", rule, good, HS, argument, now=1e300)
    rule = "verdict rule: NumericDate; RFC 7519 §2"
    for claim, sign, name, why in [
        ("exp", "", "", "One second beyond 2^53 is not a time, though a double rounds it to 2^53."),
        ("nbf", "-", "-negative", "Nor is one before -2^53."), ("iat", "", "", "It holds for every time."),
    ]:
        other = "" if claim == "exp" else f'"exp":{LATER},'
        book.verify(f"time-{claim}-one-beyond-2-53{name}", why, rule, made("{%s\"%s\":%s%d}" % (other, claim, sign, TOP + 1)), HS,
                    err("claim_malformed", claim))
