"""signed-times.json: times in milliseconds are not signed, and what a signer adds."""

from book import NOW, Book
from testkeys import HS, SECRET
from tokens import token

HEADER = {"alg": "HS256", "typ": "JWT"}


def build():
    book = Book("signed-times", "Times that a signer writes: seconds since 1970, never milliseconds.")
    rule = "RFC 7519 §2; verdict rule: NumericDate"

    def case(name, why, claims, claim=None, options=None, written=None, now=None):
        request = {"op": "sign", "key": HS, "claims_json": claims} | ({} if options is None else {"options": options})
        request |= {} if now is None else {"now": now}
        if claim:
            book.error(name, why, rule, request, "claims_invalid", claim)
        else:
            book.ok(name, why, rule, request, {"token": token(HEADER, written or claims, SECRET)})

    for claim in ("exp", "nbf", "iat"):
        case(f"{claim}-milliseconds", "A time in milliseconds.", f'{{"{claim}":1790000000000}}', claim)
        case(f"{claim}-one-more", "A second above the limit.", f'{{"{claim}":100000000001}}', claim)
        case(f"{claim}-fraction-more", "A fraction above the limit.", f'{{"{claim}":100000000000.5}}', claim)
        case(f"{claim}-limit", "The limit itself, in the year 5138.", f'{{"{claim}":100000000000}}')
        case(f"{claim}-before-1970", "Times before 1970 have no lower limit but that of all dates.", f'{{"{claim}":-1790000000000}}')
    case("first-named", "exp is named first.", '{"iat":1790000000000,"exp":1790000000000}', "exp")
    case("other-claim", "Other claims may have any number.", '{"auth_time":1790000000000}')
    case("year-5000", "A far date in seconds.", '{"sub":"u","exp":95617584000}')
    case("lifetime", "A lifetime adds iat and exp.", "{}", options={"lifetime": 60}, written=f'{{"iat":{NOW},"exp":{NOW + 60}}}', now=NOW)
    case("lifetime-fraction", "In whole seconds.", "{}", options={"lifetime": 60}, written=f'{{"iat":{NOW},"exp":{NOW + 60}}}', now=NOW + 0.75)
    case("now-milliseconds", "A clock in milliseconds.", "{}", "iat", {"lifetime": 60}, now=NOW * 1000)
    case("lifetime-too-long", "A lifetime in milliseconds ends too late.", '{"iat":1}', "exp", {"lifetime": 100_000_000_000}, now=NOW)
    case("lifetime-longest", "The longest that ends in time.", '{"iat":1}', None, {"lifetime": 99_999_999_999}, '{"iat":1,"exp":100000000000}', NOW)
    aud = "https://identity.example/google.Token"
    case("audience-one", "One audience is written as a string.", "{}", options={"audience": aud}, written=f'{{"aud":"{aud}"}}')
    case("audience-list", "A list stays a list.", "{}", options={"audience": [aud]}, written=f'{{"aud":["{aud}"]}}')
    for name, options in [("unknown", {"expiresIn": 60}), ("zero", {"lifetime": 0}), ("audience-empty", {"audience": ""}), ("issuer-null", {"issuer": None})]:
        book.error("options-" + name, "Options that make no sense.", "options", {"op": "sign", "key": HS, "claims_json": "{}", "options": options}, "policy_invalid")
