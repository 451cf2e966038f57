"""LiveLike profile tokens: verification."""

import base64
import hashlib

import livelike_claims
import livelike_envelope
from hs256 import HEADER, text
from livelike import CLAIMS, CLIENT, GOLDEN, NOW, OTHER, OTHER_SECRET, SECRET, ask, changed, profile, request, without
from book import Book


def happy(v):
    rule = "LiveLike claims A2"
    v.ok("golden", "A token with the three required claims names the profile and has no expiry.", rule, request(GOLDEN), profile())
    v.ok("golden-system-clock", "A token without exp holds at any time, also by the system's clock.", rule,
         request(GOLDEN, None), profile())
    escaped = (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJjbGllbnQtaWQtMSIsImlhdCI6MTcwMDAwMDAwMCwiY3VzdG9tX3Byb2ZpbGVfaWQiOiJcdTc1"
        "MjhcdTYyMzctMSJ9.JLGsWvu7EZQXmPVh1CcHJEw7xLlfpVOpHfG0yc2CPc8"
    )
    v.ok("golden-escaped", "Python's sample writes non-ASCII ids as \\u escapes; it is the same id.", "LiveLike trap 10",
         request(escaped), profile("用户-1"))
    v.ok("raw-utf8", "Node writes the same id as raw UTF-8.", "LiveLike trap 10", ask(changed(custom_profile_id="用户-1")), profile("用户-1"))
    v.ok("surrogate-pair-escape", "An escaped surrogate pair is one character.", "LiveLike trap 10",
         ask('{"iss":"client-id-1","iat":1700000000,"custom_profile_id":"\\ud83d\\ude00"}'), profile("😀"))
    v.ok("escaped-names", "Names and values mean the same with or without escapes.", "LiveLike trap 10",
         ask('{"i\\u0073s":"client\\u002did-1","iat":1700000000,"custom\\u005fprofile_id":"u"}'), profile("u"))
    v.ok("other-order-and-white-space", "Claim order and white space do not matter: the bytes received are what is verified.",
         "LiveLike trap 37",
         ask(' {\n "custom_profile_id" : "u",\t"iat": 1700000000 ,"iss":"client-id-1" }\r\n'), profile("u"))
    v.ok("other-claims-ignored", "Claims the system does not know change nothing.", rule,
         ask({**CLAIMS, "nickname": "Nick", "roles": ["admin"], "custom_id": "someone-else", "sub": "s", "jti": "j"}),
         profile())
    v.ok("unknown-profile", "Whoever is named is accepted: the service makes a profile on first use.", "LiveLike C5",
         ask(changed(custom_profile_id="never-seen-before")), profile("never-seen-before"))
    for name, user, why in [
        ("id-255-emoji", "😀" * 255, "255 code points pass, whatever their size in bytes or UTF-16."),
        ("id-255-chinese", "用" * 255, "255 code points pass, whatever their size in bytes."),
        ("id-with-spaces", " user 1 ", "An id is handed out untrimmed."),
        ("id-nul", "a\u0000b", "A NUL inside an id does not end it."),
        ("id-decomposed", "e\u0301", "An id is not normalised."),
    ]:
        v.ok(name, why, "LiveLike claims A2 custom_profile_id", ask(changed(custom_profile_id=user)), profile(user))


def clients(v):
    rule = "LiveLike trap 8"
    v.ok("second-client", "iss selects the client, and its own secret verifies the token.", rule,
         ask(changed(iss=OTHER), key=OTHER_SECRET), profile(client=OTHER))
    v.error("other-clients-secret", "A client cannot make tokens in another client's name.", rule,
            ask(changed(iss=OTHER)), "signature_invalid")
    v.ok("client-named-constructor", "A Client ID that is also a name in JavaScript's prototypes is an ordinary key.", "LiveLike trap 23",
         ask(changed(iss="constructor"), clients={"constructor": SECRET}), profile(client="constructor"))
    v.ok("client-not-ascii", "A Client ID is compared as text.", "LiveLike claims A2 iss",
         ask(changed(iss="клиент"), clients={"клиент": SECRET}), profile(client="клиент"))
    for name, value, why in [
        ("iss-unknown", "client-id-9", "No secret is ever picked for an unknown client."),
        ("iss-other-case", "Client-ID-1", "Client IDs are compared byte for byte."),
        ("iss-final-space", "client-id-1 ", "Client IDs are not trimmed."),
        ("iss-prefix", "client-id-", "A part of a Client ID is not the Client ID."),
        ("iss-longer", "client-id-11", "A Client ID is not matched by its beginning."),
        ("iss-nul", "client-id-1\u0000", "A NUL does not end the comparison."),
        ("iss-empty", "", "An empty issuer is unknown."),
        ("iss-number", 1, "iss is text."),
        ("iss-null", None, "null names no client."),
        ("iss-true", True, "A boolean names no client."),
        ("iss-list", [CLIENT], "A list with a known client in it is not an issuer."),
        ("iss-object", {CLIENT: SECRET}, "An object is not an issuer."),
        ("iss-proto", "__proto__", "A name in JavaScript's prototypes is not a client."),
        ("iss-constructor", "constructor", "A name in JavaScript's prototypes is not a client."),
        ("iss-to-string", "toString", "A name in JavaScript's prototypes is not a client."),
    ]:
        v.error(name, why, rule, ask(changed(iss=value)), "client_unknown")
    v.error("iss-missing", "Without iss there is no client and no key.", rule, ask(without("iss")), "client_unknown")
    v.error("azp-instead-of-iss", "azp selects a client in LikeCoin's tokens, not in LiveLike's.", rule,
            ask({**without("iss"), "azp": CLIENT}), "client_unknown")
    v.error("secret-empty", "An empty secret verifies nothing, even a token really signed with it.", "security T11",
            ask(CLAIMS, key="", clients={CLIENT: ""}), "key_weak")
    for name, secret in [
        ("secret-short", "s"),
        ("secret-one-space", " "),
        ("secret-not-ascii", "пароль-密码-😀"),
        ("secret-65-bytes", "k" * 65),
        ("secret-looks-like-base64url", "bGl2ZWxpa2UtY2xpZW50LXNlY3JldC1mb3ItdGVzdHM"),
        ("secret-looks-like-pem", "-----BEGIN PUBLIC KEY-----"),
    ]:
        v.ok(name, "The Client Secret is text of the service's choosing; its UTF-8 bytes are the key.", "LiveLike trap 1",
             ask(CLAIMS, key=secret, clients={CLIENT: secret}), profile())
    encoded = "bGl2ZWxpa2UtY2xpZW50LXNlY3JldC1mb3ItdGVzdHM"
    decoded = base64.urlsafe_b64decode(encoded + "=")
    for name, configured, key, why in [
        ("secret-decoded", encoded, decoded, "A signer that base64-decoded its secret used another key."),
        ("secret-hashed", SECRET, hashlib.sha256(SECRET.encode()).digest(), "A signer that hashed its secret used another key."),
        ("secret-hashed-hex", SECRET, hashlib.sha256(SECRET.encode()).hexdigest(), "A signer that hashed its secret used another key."),
        ("secret-trimmed", SECRET + "\n", SECRET, "A final newline is part of the secret."),
        ("secret-other-case", SECRET, SECRET.upper(), "Secrets are case-sensitive."),
        ("secret-normalised", "e\u0301" * 10, "\u00e9" * 10, "A secret is not normalised."),
        ("secret-utf16", SECRET, SECRET.encode("utf-16-le"), "A secret's bytes are UTF-8."),
        ("signed-with-client-id", SECRET, CLIENT, "The public Client ID is not the secret."),
        ("signed-with-empty-key", SECRET, "", "A token signed with an empty key is anybody's."),
    ]:
        v.error(name, why, "LiveLike trap 1", ask(CLAIMS, key=key, clients={CLIENT: configured}), "signature_invalid")


def plain(v):
    policy = {"issuer": CLIENT, "expiry_optional": True, "required": ["iat", "custom_profile_id"]}
    plain = {"op": "verify", "token": GOLDEN, "key": {"secret": SECRET, "alg": "HS256"}, "policy": policy, "now": NOW}
    v.ok("plain-verify",
         "A LiveLike token is an ordinary JWT: the general verifier accepts it with a policy that says what LiveLike means.",
         "LiveLike A1.1", plain, {"header": HEADER, "payload": text(CLAIMS).decode()})
    v.error("plain-verify-needs-exp", "The general verifier requires exp unless told that it is optional.", "verdict rules: exp",
            {**plain, "policy": {"issuer": CLIENT}}, "claim_missing", "exp")
    v.error("plain-verify-other-issuer", "The general verifier compares iss exactly.", "LiveLike trap 8",
            {**plain, "policy": {**policy, "issuer": "client-id"}}, "issuer_refused", "iss")
    v.error("plain-verify-missing-claim", "A claim named in required must be there.", "verdict rules: required",
            {**plain, "policy": {**policy, "required": ["custom_id"]}}, "claim_missing", "custom_id")
    v.ok("plain-peek", "A token can be read without its key.", "LiveLike A1.1",
         {"op": "peek", "token": GOLDEN}, {"header": HEADER, "payload": text(CLAIMS).decode()})


def build():
    v = Book("livelike-verify", "LiveLike profile tokens: which are accepted, what comes out of them, and why the others are refused.")
    for part in (happy, livelike_claims.times, livelike_claims.claims, clients, livelike_envelope.headers, livelike_envelope.forms,
                 livelike_envelope.order, plain):
        part(v)
    return [v]
