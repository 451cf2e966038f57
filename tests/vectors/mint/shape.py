"""structure.json, base64url.json, sizes.json: what can be wrong before anything is read."""

from book import LATER, Book, err
from testkeys import HS, SECRET, SECRETS, jwk, ED_A
from tokens import b64, sealed, tampered, token, unb64

BAD = err("token_malformed")
GOOD = token({"alg": "HS256", "typ": "JWT"}, {"sub": "u1", "exp": LATER}, SECRET)
H, P, S = GOOD.split(".")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def structure():
    book = Book("structure", "Exactly three segments, and nothing around them.")
    rule = "RFC 7515 §7.1; verdict rule: structure"
    book.verify("structure-good", "A plain token passes.", rule, GOOD, HS)
    for name, why, text in [
        ("empty", "An empty string is not a token.", ""),
        ("one-segment", "One segment is not a token.", H),
        ("two-segments", "Two segments are not a token, even when the signature is only left out.", H + "." + P),
        ("one-dot", "A lone dot makes two segments.", "."),
        ("four-segments", "A fourth segment is not ignored.", GOOD + ".AAAA"),
        ("trailing-dot", "A dot at the end begins a fourth segment.", GOOD + "."),
        ("leading-dot", "A dot in front makes four segments.", "." + GOOD),
        ("five-segments", "Five segments are an encrypted token, which is not read.", f"{H}.{P}.{S}.AAAA.AAAA"),
        ("doubled-dot", "Two dots in a row make four segments.", f"{H}..{P}.{S}"),
        ("leading-space", "White space is not trimmed at the start.", " " + GOOD),
        ("trailing-space", "White space is not trimmed at the end.", GOOD + " "),
        ("trailing-newline", "A line end, as files have it, is not trimmed.", GOOD + "\n"),
        ("trailing-crlf", "A DOS line end is not trimmed.", GOOD + "\r\n"),
        ("leading-tab", "A tab in front is not trimmed.", "\t" + GOOD),
        ("folded", "A token folded over two lines is not unfolded.", f"{H}.\n{P}.{S}"),
        ("bearer-prefix", "The word Bearer belongs to the HTTP header, not to the token.", "Bearer " + GOOD),
        ("quoted", "Quotes around a token are not taken off.", f'"{GOOD}"'),
        ("nul-at-end", "A NUL does not end the text.", GOOD + "\x00"),
        ("bom", "A byte order mark in front is not skipped.", "\ufeff" + GOOD),
        ("non-ascii", "A letter outside ASCII is not in the alphabet.", f"{H}.{P}.\u00e9{S[1:]}"),
        ("fullwidth-dot", "A full-width dot separates nothing.", GOOD.replace(".", "\uff0e")),
        ("percent-encoded-dot", "Percent-encoding is not undone.", GOOD.replace(".", "%2E")),
        ("json-flattened", "The JSON serialization is another format.", f'{{"payload":"{P}","protected":"{H}","signature":"{S}"}}'),
        ("json-general", "The general JSON serialization is another format too.",
         f'{{"payload":"{P}","signatures":[{{"protected":"{H}","signature":"{S}"}}]}}'),
        ("two-tokens", "Two tokens with a comma between are not one.", GOOD + "," + GOOD),
    ]:
        book.verify("structure-" + name, why, rule, text, HS, BAD)
    rule = "verdict rule: structure; an empty segment is base64url of nothing"
    book.verify("structure-only-dots", "Three empty segments are three segments; the empty header is what fails.",
                rule, "..", HS, err("header_malformed"))
    book.verify("structure-empty-header", "An empty header is not a JSON object.", rule, f".{P}.{S}", HS, err("header_malformed"))
    book.verify("structure-empty-signature", "Nothing is not a signature.", rule, f"{H}.{P}.", HS, err("signature_invalid"))
    book.verify("structure-empty-payload-signed", "An empty payload that is truly signed is still not a JSON object.",
                rule, sealed(H, "", SECRET, "HS256"), HS, err("payload_malformed"))
    book.verify("structure-empty-payload-unsigned", "The signature is judged before the empty payload is.",
                rule, f"{H}..{S}", HS, err("signature_invalid"))


def spare(segment):
    """The same segment with its lowest spare bit set."""
    assert len(segment) % 4 in (2, 3)
    return segment[:-1] + ALPHABET[ALPHABET.index(segment[-1]) + 1]


def ends_short(make):
    """A header or payload whose segment has spare bits in its last character."""
    for pad in ("", "x", "xx"):
        segment = b64(make(pad))
        if len(segment) % 4 in (2, 3):
            return segment
    raise AssertionError


def base64url():
    book = Book("base64url", "One spelling only: the base64url alphabet, no padding, no spare bits.")
    rule = "RFC 4648 §3.5 and §5, RFC 7515 §2; verdict rule: structure"
    head = ends_short(lambda pad: f'{{"alg":"HS256","x":"{pad}"}}')
    body = ends_short(lambda pad: f'{{"exp":{LATER},"x":"{pad}"}}')
    whole = sealed(head, body, SECRET, "HS256")
    book.verify("base64url-canonical", "The canonical spelling passes.", rule, whole, HS)
    for n, other in enumerate(c for c in ALPHABET if c != S[-1] and unb64(S[:-1] + c) == unb64(S)):
        book.verify(f"base64url-signature-spare-bits-{n}", "A last character that decodes to the same 32 bytes is another "
                    "spelling of the same signature.", rule, GOOD[:-1] + other, HS, BAD)
    book.verify("base64url-header-spare-bits", "Spare bits in the header are refused though the signature covers them.",
                rule, sealed(spare(head), body, SECRET, "HS256"), HS, BAD)
    book.verify("base64url-payload-spare-bits", "Spare bits in the payload are refused though the signature covers them.",
                rule, sealed(head, spare(body), SECRET, "HS256"), HS, BAD)
    long = token({"alg": "HS512"}, {"exp": LATER}, SECRETS["HS512"])
    key = {"secret": SECRETS["HS512"], "alg": "HS512"}
    book.verify("base64url-four-spare-bits", "A 64-byte signature leaves four spare bits; the topmost counts too.", rule,
                long[:-1] + ALPHABET[ALPHABET.index(long[-1]) + 8], key, BAD)
    for name, why, text in [
        ("padded-signature", "Padding on the signature.", GOOD + "="),
        ("padded-header", "Padding on the header, signed as it is.", sealed(head + "=" * (-len(head) % 4), body, SECRET, "HS256")),
        ("padded-payload", "Padding on the payload, signed as it is.", sealed(head, body + "=" * (-len(body) % 4), SECRET, "HS256")),
        ("percent-padding", "Percent-encoding does not hide padding.", GOOD + "%3D"),
        ("only-padding", "Padding alone is not an empty segment.", f"{H}.{P}.===="),
        ("space-in-signature", "A space inside a segment.", f"{H}.{P}.{S[:9]} {S[9:]}"),
        ("newline-in-payload", "A line end inside the payload, signed as it is.", sealed(H, P[:8] + "\n" + P[8:], SECRET, "HS256")),
        ("length-one-over", "No number of bytes has a length of one over a multiple of four.", f"{H}.{P}.{S[:41]}"),
        ("single-character", "One character is less than a byte.", f"{H}.{P}.A"),
        ("header-length", "A header of an impossible length.", f"{H}AAA"[: len(H) // 4 * 4 + 1] + f".{P}.{S}"),
        ("payload-length", "A payload of an impossible length.", f"{H}.{P}AAA"[: len(H) + 1 + len(P) // 4 * 4 + 1] + f".{S}"),
        ("tilde", "A character next to the alphabet.", f"{H}.{P}.~{S[1:]}"),
        ("backslash", "An escape is not undone.", f"{H}.{P}.\\u0041{S[1:]}"),
    ]:
        book.verify("base64url-" + name, why, rule, text, HS, BAD)
    for sign in "-_":
        text, n = GOOD, 0
        while sign not in text.rsplit(".", 1)[1]:
            n += 1
            text = token({"alg": "HS256"}, {"exp": LATER, "n": n}, SECRET)
        first, last = text.rsplit(".", 1)
        name = {"-": "minus", "_": "underscore"}[sign]
        book.verify(f"base64url-{name}", f"The character {sign} is one of the alphabet.", rule, text, HS)
        plain = last.replace("-", "+").replace("_", "/")
        book.verify(f"base64url-standard-alphabet-for-{name}", "The alphabet of plain base64 is another one.", rule,
                    f"{first}.{plain}", HS, BAD)
    payload = '{"exp":%d,"q":"~~~???>>>"}' % LATER
    plain = b64(payload).replace("-", "+").replace("_", "/")
    assert plain != b64(payload)
    book.verify("base64url-standard-alphabet-payload", "Plain base64 in the payload, signed as it is.", rule,
                sealed(H, plain, SECRET, "HS256"), HS, BAD)


def sizes():
    book = Book("sizes", "The limits on the token, the header and the depth, on both sides of each.")
    rule = "verdict rule: size"
    large, malformed = err("token_too_large"), err("payload_malformed")
    n, h = len(GOOD), len(H)

    def case(name, why, text, answer=None, key=HS, **limits):
        book.verify("sizes-" + name, why, rule, text, key, answer, limits or None)

    case("token-at-limit", "As long as the limit is allowed.", GOOD, max_token_bytes=n)
    case("token-over-limit", "One byte over the limit is too long.", GOOD, large, max_token_bytes=n - 1)
    case("header-at-limit", "The header's limit counts the segment as received.", GOOD, max_header_bytes=h)
    case("header-over-limit", "One character over the header's limit is too long.", GOOD, large, max_header_bytes=h - 1)
    case("header-limit-is-not-decoded-length", "The decoded header would fit, the segment does not.", GOOD, large,
         max_header_bytes=len(unb64(H)))
    case("one-byte-limit", "The smallest limit refuses any token.", GOOD, large, max_token_bytes=1)
    case("token-limit-counts-bytes", "The length is counted in bytes, not in characters: too long comes first.",
         "\u00e9" * 30, large, max_token_bytes=59)
    case("token-limit-bytes-at-limit", "Exactly as many bytes as allowed; what fails is the alphabet.",
         "\u00e9" * 30, BAD, max_token_bytes=60)
    case("header-limit-malformed-token", "Too large comes before the spelling.", GOOD + "=", large, max_token_bytes=n)
    full = b64('{"alg":"HS256","x":"%s"}' % ("x" * (6144 - len('{"alg":"HS256","x":""}'))))
    assert len(full) == 8192
    case("default-header-at-limit", "By default a header of 8192 characters is allowed.", sealed(full, P, SECRET, "HS256"))
    case("default-header-over-limit", "By default a header of 8193 characters is too large, whatever it spells.",
         sealed(full + "A", P, SECRET, "HS256"), large)
    case("default-token-over-limit", "262145 bytes are too large by default.", "a" * 262_145, large)
    long_head = b64('{"alg":"HS256","x":"%s"}' % ("y" * 6200))
    case("raised-header-limit", "The header's limit can be raised.", sealed(long_head, P, SECRET, "HS256"), max_header_bytes=9000)

    def claims(value):
        return token({"alg": "HS256"}, {"exp": LATER, "a": value}, SECRET)

    rule = "verdict rule: size, JSON depth"
    flat = token({"alg": "HS256"}, {"exp": LATER}, SECRET)
    head_two = token({"alg": "HS256", "a": {}}, {"exp": LATER}, SECRET)
    case("depth-one", "The outermost object is depth one.", flat, max_depth=1)
    case("depth-one-exceeded", "An empty list inside is depth two.", claims([]), malformed, max_depth=1)
    case("depth-two", "Depth two is allowed when the limit is two.", claims([]), max_depth=2)
    case("depth-two-exceeded", "A list in it with an object inside is depth three.", claims([{}]), malformed, max_depth=2)
    case("depth-header", "The depth limit holds for the header.", head_two, err("header_malformed"), max_depth=1)
    case("depth-header-at-limit", "A header as deep as the limit passes.", head_two, max_depth=2)
    deep = '{"exp":%d,"a":%s%s}' % (LATER, "[" * 99, "]" * 99)
    case("depth-raised", "The depth limit can be raised.", token({"alg": "HS256"}, deep, SECRET), max_depth=100)
    case("all-limits-fit", "All three limits at once, each just large enough.", GOOD,
         max_token_bytes=n, max_header_bytes=h, max_depth=1)
    forged = tampered(token({"alg": "EdDSA"}, {"exp": LATER}, ED_A))
    case("signature-not-judged-when-large", "A forged token that is too large is too large.", forged, large,
         key={"jwk": jwk(ED_A)}, max_token_bytes=20)
    book.peek("sizes-peek-header-over-limit", "Reading without verifying keeps the limit on the header.",
              "verdict rule: size; peek keeps the default limits", f"{long_head}.{P}.", large)
    strings, then_list = claims(["b", "c"]), claims(["b", ["c"]])
    case("depth-strings-exceeded", "A list of nothing but strings has a depth, too.", strings, malformed, max_depth=1)
    case("depth-strings", "Depth two is enough for it.", strings, max_depth=2)
    case("depth-strings-then-list-exceeded", "A list after strings counts on.", then_list, malformed, max_depth=2)
    case("depth-strings-then-list", "And passes where three are allowed.", then_list, max_depth=3)


def build():
    structure()
    base64url()
    sizes()
