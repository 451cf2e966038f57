"""LiveLike profile tokens: signing."""

from hs256 import token
from livelike import CLIENT, ISSUED, SECRET, USER
from book import Book


def request(profile=USER, issued_at=ISSUED, client_id=CLIENT, secret=SECRET, **more):
    fields = {"op": "livelike_sign", "client_id": client_id, "client_secret": secret, "custom_profile_id": profile}
    if issued_at is not None:
        fields["issued_at"] = issued_at
    return {**fields, **more}


def signed(profile=USER, issued_at=ISSUED, client_id=CLIENT, secret=SECRET, exp=None):
    claims = {"iss": client_id, "iat": issued_at}
    if exp is not None:
        claims["exp"] = exp
    return token({**claims, "custom_profile_id": profile}, secret)


def signs(v, name, why, rule, **members):
    """A request with these members is answered by a token with them."""
    v.ok(name, why, rule, request(**members), {"token": signed(**members)})


def golden(v):
    rule = "LiveLike claims A2"
    plain = (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJjbGllbnQtaWQtMSIsImlhdCI6MTcwMDAwMDAwMCwiY3VzdG9tX3Byb2ZpbGVfaWQi"
        "OiJjdXN0b20tcHJvZmlsZS1pZC0xMjMifQ.8koMx_fSOTMqipv-ROo_fg9Kt14wMmopBSJ7ETH7OSQ"
    )
    expiring = (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJjbGllbnQtaWQtMSIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDg2NDAwLCJj"
        "dXN0b21fcHJvZmlsZV9pZCI6ImN1c3RvbS1wcm9maWxlLWlkLTEyMyJ9.zpOqwxJd4wyNUIMCZDUmq7ulQXWq09pOteWvZwhXmro"
    )
    v.ok("golden-no-expiry", "The three required claims in the documented order give exactly these bytes.", rule,
         request(), {"token": plain})
    v.ok("golden-with-lifetime", "A lifetime of 86400 seconds puts exp between iat and the id.", rule,
         request(lifetime=86400), {"token": expiring})
    v.ok("clock-makes-iat", "Without issued_at the system clock gives iat, so the token differs each time.", "LiveLike claims A2 iat",
         request(issued_at=None), {}, ["token"])
    v.ok("clock-and-lifetime", "Without issued_at a lifetime counts from the system clock.", "LiveLike claims A2 exp",
         request(issued_at=None, lifetime=60), {}, ["token"])


def times(v):
    iat, exp = "LiveLike trap 5", "LiveLike claims A2 exp"
    signs(v, "iat-zero", "1970 itself is a time like any other.", iat, issued_at=0)
    signs(v, "iat-largest-seconds", "The last second below 10^11 is still taken for seconds.", iat, issued_at=99999999999)
    v.ok("iat-written-as-float", "1700000000.0 is a whole number of seconds and is written as an integer.", "LiveLike claims A2 iat",
         request(issued_at=1700000000.0), {"token": signed()})
    v.ok("lifetime-one-second", "The shortest lifetime is one second.", exp, request(lifetime=1), {"token": signed(exp=ISSUED + 1)})
    v.ok("lifetime-written-as-float", "A lifetime of 60.0 is the whole number 60.", exp,
         request(lifetime=60.0), {"token": signed(exp=ISSUED + 60)})
    for name, value, why in [
        ("iat-milliseconds", 1700000000000, "A JavaScript clock in milliseconds must not become an issue time 50 000 years ahead."),
        ("iat-first-milliseconds", 100000000000, "10^11 is the first value taken for milliseconds."),
        ("iat-huge", 1e300, "A number far beyond any calendar is not an issue time."),
        ("iat-negative", -1, "A token cannot have been issued before 1970."),
        ("iat-very-negative", -1e18, "A huge negative number must not wrap into a plausible time."),
        ("iat-fraction", 1700000000.5, "The issue time is whole seconds."),
    ]:
        v.error(name, why, iat, request(issued_at=value), "argument_invalid", "iat")
    for name, value, why in [
        ("lifetime-zero", 0, "A token that is expired when made is a mistake."),
        ("lifetime-negative", -60, "A lifetime cannot run backwards."),
        ("lifetime-fraction", 1.5, "A lifetime is whole seconds."),
        ("lifetime-tiny-fraction", 0.001, "A fraction below one second must not be rounded to a token without exp."),
    ]:
        v.error(name, why, exp, request(lifetime=value), "argument_invalid")


def profile_ids(v):
    rule, count = "LiveLike claims A2 custom_profile_id", "LiveLike trap 3"
    for name, profile, why in [
        ("id-one-character", "1", "One character is enough for an id."),
        ("id-decimal-text", "123", "An integer key is signed as its decimal text."),
        ("id-leading-zeros", "007", "Ids are text: leading zeros stay."),
        ("id-big-integer-text", "9007199254740993", "An id above 2^53 survives because it is text."),
        ("id-keeps-spaces", " user 1 ", "An id is never trimmed."),
        ("id-keeps-case", "User-One", "An id is never case-folded."),
        ("id-quotes-and-backslash", 'a"b\\c/d', "Quotes and backslashes are escaped, a slash is not."),
        ("id-control-characters", "a\tb\nc\u0001d\u007fe", "Control characters below U+0020 are escaped, DEL is not."),
        ("id-nul", "a\u0000b", "A NUL inside an id does not end it."),
        ("id-html", "<b>&'</b>", "No HTML escaping happens in a token."),
        ("id-line-separator", "a\u2028b", "U+2028 is written raw."),
        ("id-looks-like-json", '{"iss":"other"}', "Text that looks like claims stays one string."),
        ("id-e-mail", "user+tag@example.com", "An e-mail address is an id like any other."),
    ]:
        signs(v, name, why, rule, profile=profile)
    signs(v, "id-chinese-raw", "Non-ASCII is written as raw UTF-8, not as escapes.", "LiveLike trap 10", profile="用户-1")
    signs(v, "id-not-normalised", "A decomposed accent is not composed.", "LiveLike claims A2.3", profile="e\u0301")
    signs(v, "id-same-twice", "Signing for an id that was used before is how the same user comes back, not a conflict.", "LiveLike C4")
    for name, profile, why in [
        ("id-255-letters", "a" * 255, "255 characters are the most."),
        ("id-255-chinese", "用" * 255, "255 is counted in code points, not in the 765 bytes."),
        ("id-255-emoji", "😀" * 255, "255 is counted in code points, not in the 510 UTF-16 units."),
        ("id-255-with-accents", "e\u0301" * 127 + "e", "Combining marks count as code points of their own."),
    ]:
        signs(v, name, why, count, profile=profile)
    for name, profile, why in [
        ("id-256-letters", "a" * 256, "256 characters are one too many."),
        ("id-256-chinese", "用" * 256, "256 code points are one too many in any script."),
        ("id-256-emoji", "😀" * 256, "256 code points outside the first plane are one too many."),
        ("id-128-accented-letters", "e\u0301" * 128, "128 visible letters can be 256 code points, which is one too many."),
        ("id-families", "👨‍👩‍👧‍👦" * 37, "37 visible emoji of seven code points each are 259 code points."),
        ("id-very-long", "x" * 5000, "A very long id is refused like any over-long one."),
    ]:
        v.error(name, why, count, request(profile), "argument_invalid", "custom_profile_id")
    for name, profile, why in [
        ("id-empty", "", "An empty id names no user."),
        ("id-space", " ", "An id of white space only is a mistake."),
        ("id-tabs-and-newlines", "\t\r\n ", "An id of white space only is a mistake."),
    ]:
        v.error(name, why, "LiveLike claims A2.3", request(profile), "argument_invalid", "custom_profile_id")
    for name, profile, why in [
        ("id-number", 123, "A number is not quietly turned into text: each language would print it its own way."),
        ("id-boolean", True, "A boolean is not an id."),
        ("id-null", None, "A missing user must not become a profile called null."),
        ("id-list", ["user-1"], "A list with one id is not an id."),
    ]:
        v.error(name, why, "LiveLike trap 2", request(profile), "argument_invalid")


def clients(v):
    rule = "LiveLike trap 1"
    for name, secret, why in [
        ("secret-short", "s", "LiveLike sets the secret's length, so a short one is used as it is."),
        ("secret-looks-like-base64url", "bGl2ZWxpa2UtY2xpZW50LXNlY3JldC1mb3ItdGVzdHM", "A secret is text and is never base64-decoded."),
        ("secret-with-padding", "bGl2ZWxpa2UtY2xpZW50LXNlY3JldA==", "A secret is text even when it ends like base64."),
        ("secret-looks-like-hex", "6c6976656c696b65", "A secret is text and is never hex-decoded."),
        ("secret-with-spaces", " secret ", "A secret is never trimmed."),
        ("secret-one-space", " ", "Only an empty secret is refused."),
        ("secret-final-newline", "livelike-client-secret-for-tests\n", "A final newline is part of the secret."),
        ("secret-not-ascii", "пароль-密码-😀", "A secret's key is its UTF-8 bytes."),
        ("secret-64-bytes", "k" * 64, "A secret as long as the hash's block is used as it is."),
        ("secret-65-bytes", "k" * 65, "HMAC itself shortens a secret longer than the hash's block."),
        ("secret-looks-like-pem", "-----BEGIN PUBLIC KEY-----", "A Client Secret gets no look-alike check: the service chose it."),
        ("secret-looks-like-jwk", '{"kty":"oct","k":"AAAA"}', "A Client Secret gets no look-alike check: the service chose it."),
    ]:
        signs(v, name, why, rule, secret=secret)
    v.error("secret-empty", "An empty secret would make a token anybody can make.", rule, request(secret=""), "key_weak")
    client = "LiveLike claims A2 iss"
    forty = "0123456789abcdefghijABCDEFGHIJ0123456789"
    signs(v, "client-id-forty-characters", "Client IDs of the real service are forty letters and digits.", "LiveLike A2.1", client_id=forty)
    signs(v, "client-id-not-ascii", "iss is written raw as well.", client, client_id="клиент")
    for name, value in [("client-id-empty", ""), ("client-id-space", " "), ("client-id-tab", "\t\n")]:
        v.error(name, "A token without an issuer belongs to no application.", client, request(client_id=value), "argument_invalid")


def build():
    v = Book("livelike-sign", "LiveLike profile tokens: what signing produces, byte for byte, and what it refuses.")
    golden(v)
    times(v)
    profile_ids(v)
    clients(v)
    return [v]
