"""padded.json: segments that end in `=`, as those of AWS load balancers do."""

from book import LATER, Book, err, parts
from testkeys import EC_A, HS, SECRET, jwk
from tokens import b64, compact, sealed, signature, tampered, token

MALFORMED = err("token_malformed")


def pad(segment):
    return segment + "=" * (-len(segment) % 4)


def build():
    book = Book("padded", "Tokens with padding: refused by default, read where the policy allows it, over the bytes as received.")
    rule = "RFC 7515 §2; verdict rule: allow_padding"
    allow = {"allow_padding": True}
    claims = [{"sub": "u" * n, "exp": LATER} for n in range(1, 4)]
    header = b64('{"alg":"HS256" }')
    assert len(header) % 4 == 2 and {len(b64(compact(c))) % 4 for c in claims} == {0, 2, 3}

    def made(payload, first=header, key=SECRET, alg="HS256"):
        return sealed(pad(first), pad(b64(compact(payload))), key, alg)

    def signed_as_is(first, second):
        return sealed(first, second, SECRET, "HS256")

    def padded(text):
        first, second, last = text.split(".")
        return f"{first}.{second}.{pad(last)}"

    def plain(text):
        return ".".join(segment.rstrip("=") for segment in text.split("."))

    def case(name, why, text, answer=None, policy=allow, key=HS):
        answer = answer or {"ok": parts(plain(text))}
        book.verify("padded-" + name, why, rule, text, key, answer, policy)
        if answer in (MALFORMED,):
            request = {"op": "peek", "token": text} | ({} if policy is None else {"policy": policy})
            book.error("peek-" + name, "Nor is it read without verifying.", rule, request, "token_malformed")

    for number, payload in enumerate(claims):
        text = padded(made(payload))
        case(f"allowed-{number}", "All three segments are padded where they need it.", text)
        case(f"default-{number}", "Not unless the policy allows it.", text, MALFORMED, None)
        case(f"false-{number}", "The default, spelled out.", text, MALFORMED, {"allow_padding": False})
        book.ok(f"peek-allowed-{number}", "A peek takes the policy's word too.", rule, {"op": "peek", "token": text, "policy": allow}, parts(plain(text)))
    es = EC_A["P-256"]
    case("es256", "As the load balancer signs.", padded(made(claims[0], b64('{"alg":"ES256"}'), es, "ES256")), key={"jwk": jwk(es)})
    first, second = pad(header), pad(b64(compact(claims[1])))
    ordinary = token({"alg": "HS256"}, claims[1], SECRET)
    case("not-padded", "A token without padding passes as ever.", ordinary)
    case("signature-only", "One segment may be padded and the others not.", padded(ordinary))
    case("stripped", "What was signed with padding is not the same without.", plain(padded(made(claims[0]))), err("signature_invalid"))
    case("added", "Nor is padding that was added to what was signed without.", f"{pad(header)}.{b64(compact(claims[1]))}." + signed_as_is(header, b64(compact(claims[1]))).split(".")[2],
         err("signature_invalid"))
    case("tampered", "A bit of the signature is flipped.", tampered(padded(made(claims[0]))), err("signature_invalid"))
    last = signed_as_is(first, second).split(".")[2]
    for name, why, text in [
        ("header-one-more", "One `=` too many.", f"{first}=.{second}.{last}"), ("header-two-more", "Two too many.", f"{first}==.{second}.{last}"),
        ("header-one-less", "One too few.", f"{first[:-1]}.{second}.{last}"), ("payload-four", "A group of its own.", f"{first}.{second}====.{last}"),
        ("signature-one-more", "One too many after the signature.", f"{first}.{second}.{pad(last)}="), ("middle", "In the middle.", f"{first[:4]}={first[4:]}.{second}.{last}"),
        ("front", "In front.", f"=={first}.{second}.{last}"), ("only", "Nothing but padding.", f"{first}.====.{last}"), ("two-only", "Half of it.", f"{first}.==.{last}"),
        ("spare-bits", "Spare bits are not zero.", f"{first[:-3]}R==.{second}.{last}"), ("percent", "Escaped.", f"{first[:-2]}%3D%3D.{second}.{last}"),
        ("space", "A space after it.", f"{first} .{second}.{last}"), ("junk", "Something else after it.", f"{first}.{second}.{last}!!!!"),
        ("plus", "The other alphabet.", f"{first}.{second}.{'+' + last[1:]}"), ("line-end", "A line end after it.", f"{first}.{second}.{pad(last)}\n"),
    ]:
        case("refused-" + name, why, text, MALFORMED)
    assert signature("HS256", SECRET, f"{first}.{second}".encode())
