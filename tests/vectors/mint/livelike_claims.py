"""LiveLike profile tokens: times and the other claims."""

from hs256 import token
from livelike import CLAIMS, CLIENT, END, EXPIRING, GOLDEN, NOW, SECRET, ask, changed, profile, request, without


def times(v):
    exp = "LiveLike trap 24"
    expiring = token(EXPIRING, SECRET)
    v.ok("one-second-before-exp", "A token holds until the second before exp.", exp, request(expiring, END - 1), profile(expires_at=END))
    v.ok("half-a-second-before-exp", "A clock with fractions is compared as it is.", exp,
         request(expiring, END - 0.5), profile(expires_at=END))
    v.error("at-exp", "A token is expired at the very second exp.", exp, request(expiring, END), "token_expired", "exp")
    v.error("after-exp", "A token is expired after exp.", exp, request(expiring, END + 1), "token_expired", "exp")
    v.error("exp-system-clock", "Without now the system's clock decides, and 2023 is over.", exp,
            request(expiring, None), "token_expired", "exp")
    fraction = token({**EXPIRING, "exp": 1700003600.5}, SECRET)
    v.ok("exp-fraction-before", "exp may have a fraction, and it counts.", "LiveLike trap 25",
         request(fraction, END), profile(expires_at=1700003600.5))
    v.error("exp-fraction-reached", "exp with a fraction is reached at that fraction.", "LiveLike trap 25",
            request(fraction, 1700003600.5), "token_expired", "exp")
    for name, literal, why in [
        ("exp-zero", "0", 'exp 0 is 1970, not "never".'),
        ("exp-minus-one", "-1", 'A negative exp is long past, not "never".'),
        ("exp-lowest", "-9007199254740992", "A huge negative exp does not wrap into the future."),
        ("exp-minus-zero", "-0", "Minus zero is 1970."),
    ]:
        v.error(name, why, "security T23",
                ask(f'{{"iss":"{CLIENT}","iat":1,"exp":{literal},"custom_profile_id":"u"}}'), "token_expired", "exp")
    v.ok("exp-highest", "2^53 is the last exact second.", "security T23", ask({**EXPIRING, "exp": 2**53}), profile(expires_at=2**53))
    for name, literal, why in [
        ("exp-beyond-2-53", "9007199254740994", "Beyond 2^53 languages stop agreeing on numbers."),
        ("exp-2-63", "9223372036854775808", "2^63 overflows a signed integer in some languages."),
        ("exp-1e30", "1e30", 'A date beyond any calendar is refused, not taken for "never".'),
        ("exp-below-minus-2-53", "-9007199254740994", "Below -2^53 languages stop agreeing on numbers."),
        ("exp-text", '"1700003600"', "A number in quotes is not a number."),
        ("exp-null", "null", "null is not an absent exp."),
        ("exp-true", "true", "A boolean is not a date."),
        ("exp-list", "[1700003600]", "A list is not a date."),
        ("exp-object", "{}", "An object is not a date."),
        ("exp-empty-text", '""', "Empty text is not a date."),
    ]:
        v.error(name, why, "RFC 7519 §2 NumericDate",
                ask(f'{{"iss":"{CLIENT}","iat":1700000000,"exp":{literal},"custom_profile_id":"u"}}'), "claim_malformed", "exp")
    v.error("exp-1e400", "A number no double can hold makes the payload unreadable.", "security T23",
            ask(f'{{"iss":"{CLIENT}","iat":1700000000,"exp":1e400,"custom_profile_id":"u"}}'), "payload_malformed")
    for name, issued, why, rule in [
        ("iat-in-the-future", 1800000000, "The old sample wrote iat off by the machine's time zone, so a future iat passes.",
         "LiveLike trap 4"),
        ("iat-hours-ahead", NOW + 8 * 3600, "West of UTC the old sample's iat lies hours ahead.", "LiveLike trap 4"),
        ("iat-years-old", 1400000000, "Real tokens reuse one old iat; no maximum age is made up.", "LiveLike trap 6"),
        ("iat-milliseconds", 1700000000000, "Milliseconds are refused at signing, not here: iat decides nothing.", "LiveLike trap 5"),
        ("iat-fraction", 1700000000.25, "iat may carry a fraction.", "LiveLike trap 25"),
        ("iat-zero", 0, "iat 0 is a value, not an absence.", "LiveLike claims A2 iat"),
        ("iat-negative", -5, "iat before 1970 is odd but decides nothing.", "LiveLike claims A2 iat"),
    ]:
        v.ok(name, why, rule, ask(changed(iat=issued)), profile(issued_at=issued))
    v.ok("iat-exponent", "1.7e9 is the same number as 1700000000.", "RFC 8259 §6",
         ask(f'{{"iss":"{CLIENT}","iat":1.7e9,"custom_profile_id":"u"}}'), profile("u"))
    v.error("iat-missing", "iat is one of the three required claims.", "LiveLike claims A2 iat",
            ask(without("iat")), "claim_missing", "iat")
    for name, value, why in [
        ("iat-text", "1700000000", "A number in quotes is not a number, even though the sample's library takes it."),
        ("iat-null", None, "null is not a time."),
        ("iat-false", False, "A boolean is not a time."),
        ("iat-list", [1700000000], "A list is not a time."),
        ("iat-1e30", 1e30, "A date beyond any calendar is refused."),
    ]:
        v.error(name, why, "LiveLike trap 12", ask(changed(iat=value)), "claim_malformed", "iat")
    v.ok("nbf-reached", "nbf is obeyed though LiveLike documents none: at nbf the token holds.", "RFC 7519 §4.1.5",
         ask(changed(nbf=NOW)), profile())
    v.error("nbf-ahead", "Before nbf the token does not hold yet.", "RFC 7519 §4.1.5",
            ask(changed(nbf=NOW + 1)), "token_not_yet_valid", "nbf")
    v.error("nbf-text", "A wrong type is never the same as absent.", "security T22", ask(changed(nbf="0")), "claim_malformed", "nbf")
    v.error("now-beyond-2-53", "A clock beyond 2^53 seconds is the caller's mistake.", "verdict rules: clock",
            request(GOLDEN, 1e16), "argument_invalid")


def claims(v):
    rule = "LiveLike claims A2 custom_profile_id"
    number = (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJjbGllbnQtaWQtMSIsImlhdCI6MTcwMDAwMDAwMCwiY3VzdG9tX3Byb2ZpbGVfaWQiOjEyM30."
        "xRzuHBMnuOaWK9ItkwzJdUJqnC1zv9FDtuyttsAdD4Q"
    )
    v.error("golden-id-number", "The id 123 as a number is refused: ids are text.", "LiveLike trap 2",
            request(number), "claim_malformed", "custom_profile_id")
    for name, value, why in [
        ("id-true", True, "A boolean is not an id."),
        ("id-null", None, "null is not an id."),
        ("id-list", ["u"], "A list with one id is not an id."),
        ("id-object", {"id": "u"}, "An object is not an id."),
        ("id-zero", 0, "0 is a number, not text."),
        ("id-float", 1.5, "A fraction is not text."),
        ("id-empty", "", "An empty id names no user."),
        ("id-256-letters", "a" * 256, "256 characters are one too many."),
        ("id-256-emoji", "😀" * 256, "256 code points are one too many."),
        ("id-128-accented-letters", "e\u0301" * 128, "128 visible letters can be 256 code points."),
    ]:
        v.error(name, why, rule, ask(changed(custom_profile_id=value)), "claim_malformed", "custom_profile_id")
    v.error("id-missing", "A token that names no profile is refused.", rule,
            ask(without("custom_profile_id")), "claim_missing", "custom_profile_id")
    for name, other, why in [
        ("id-under-api-name", "custom_id", "custom_id is the name in the REST API, not of the claim."),
        ("id-in-camel-case", "customProfileId", "Claim names are case-sensitive and have their underscores."),
        ("id-in-capitals", "CUSTOM_PROFILE_ID", "Claim names are case-sensitive."),
        ("id-in-sub", "sub", "sub does not replace the id."),
    ]:
        v.error(name, why, "LiveLike trap 9", ask({**without("custom_profile_id"), other: "u"}), "claim_missing", "custom_profile_id")
    for name, claim, value, code, why in [
        ("aud-text", "aud", "api", "audience_refused",
         "LiveLike documents no audience, so a token carrying one was made for somebody else."),
        ("aud-list", "aud", ["api"], "audience_refused", "A list of audiences is an audience as well."),
        ("aud-client", "aud", CLIENT, "audience_refused", "Not even the own Client ID is an audience here."),
        ("aud-empty-list", "aud", [], "audience_refused", "An empty list names no audience."),
        ("aud-number", "aud", 5, "claim_malformed", "aud is text or a list of text."),
        ("aud-null", "aud", None, "claim_malformed", "null is not an absent aud."),
        ("aud-mixed-list", "aud", ["a", 1], "claim_malformed", "Every entry of aud is text."),
        ("sub-number", "sub", 5, "claim_malformed", "sub is text."),
        ("jti-number", "jti", 5, "claim_malformed", "jti is text."),
    ]:
        v.error(name, why, "RFC 7519 §4.1", ask({**CLAIMS, claim: value}), code, claim)
