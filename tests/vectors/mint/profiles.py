"""profiles.json: tokens of which a specification demands more than RFC 7519."""

import hashlib

from book import LATER, NOW, Book, err
from testkeys import ALGORITHMS, HS, SECRET, public_key
from tokens import b64, token

ISSUER = "https://id.example"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
ACCESS = {"iss": ISSUER, "aud": "api", "sub": "u1", "client_id": "app", "iat": NOW, "jti": "j1", "exp": LATER}
ID = {"iss": ISSUER, "aud": "app", "sub": "u1", "iat": NOW, "exp": LATER}
LEAVE = {"iss": ISSUER, "aud": "app", "sub": "u1", "iat": NOW, "jti": "j1", "exp": LATER, "events": {LOGOUT: {}}}
CLIENT = {"iss": "app", "sub": "app", "aud": "https://id.example/token", "jti": "j1", "exp": LATER}
MALFORMED = {"number": 5, "null": None, "list": ["x"], "object": {}, "true": True}
ABSENT = object()


def missing(claim):
    return err("claim_missing", claim)


def refused(claim):
    return err("claim_refused", claim)


class Kind:
    """The vectors of one profile, each a change of a token that passes."""

    def __init__(self, book, profile, rule, claims, typ, issuer, audience):
        self.book, self.profile, self.rule, self.claims = book, profile, rule, claims
        self.typ = typ
        self.policy = {"profile": profile, "audience": audience} | ({"issuer": issuer} if issuer else {})
        self.word = profile.replace("_", "-")
        self.case("good", "Everything that the specification demands is there.", {})
        for name in ["iss", "aud", "sub", "client_id", "iat", "jti", "exp", "events"]:
            if name in claims:
                known = {"iss": err("issuer_refused", "iss") if issuer else missing("iss"), "aud": err("audience_refused", "aud")}
                self.case(f"without-{name.replace('_', '-')}", "The specification demands the claim.", {name: ABSENT},
                          known.get(name, missing(name)))
        if "sub" in claims:
            self.case("sub-empty", "A subject of no letters is nobody.", {"sub": ""},
                      err("subject_refused", "sub"))
        lacking = {"audience": ["audience"], "issuer": ["issuer"] if issuer else []}
        for name, gone in lacking.items():
            if gone:
                policy = {key: value for key, value in self.policy.items() if key not in gone}
                self.verify(f"policy-without-{name}", "There is nothing to compare with.", self.text({}), err("policy_invalid"), policy)
        any_audience = {key: value for key, value in self.policy.items() if key != "audience"} | {"any_audience": True}
        self.verify("policy-any-audience", "The audience has to be named.", self.text({}), err("policy_invalid"), any_audience)

    def text(self, changes, typ=None, alg="HS256", key=SECRET):
        claims = {name: value for name, value in (self.claims | changes).items() if value is not ABSENT}
        typ = self.typ if typ is None else typ
        header = {"alg": alg} | ({"typ": typ} if typ else {})
        return token(header, claims, key, alg)

    def verify(self, name, why, text, answer=None, policy=None, expected=None, key=HS):
        name = f"profiles-{self.word}-{name}"
        self.book.verify(name, why, self.rule, text, key, answer, self.policy if policy is None else policy, expected=expected)

    def case(self, name, why, changes, answer=None, typ=None, expected=None, **policy):
        self.verify(name, why, self.text(changes, typ), answer, self.policy | policy, expected)

    def types(self, accepted, refused_types):
        """`False` is a header without `typ`."""
        for typ in accepted:
            self.case(f"typ-{word(typ)}", "A type of the profile.", {}, typ=typ)
        for typ in refused_types:
            self.case(f"no-typ-{word(typ)}", "A type of other tokens.", {}, err("type_refused"), typ=typ)
            if typ:
                self.case(f"policy-typ-{word(typ)}", "The policy names the types itself.", {}, typ=typ, types=[typ])

    def strings(self, *names):
        for claim in names:
            for name, value in MALFORMED.items():
                self.case(f"type-{claim.replace('_', '-')}-{name}", "The claim is a string.", {claim: value}, err("claim_malformed", claim))

    def explain(self, name, why, changes, findings, typ=None, **policy):
        request = {"op": "explain", "token": self.text(changes, typ), "key": HS, "policy": self.policy | policy, "now": NOW}
        rows = [dict(zip(("check", "code", "claim"), finding)) for finding in findings]
        self.book.ok(f"{self.word}-explain-{name}", why, "the order of checks", request, {"findings": rows})


def word(typ):
    if not typ:
        return "none"
    case = "upper-" if typ.isupper() else "lower-" if typ == "jwt" else ""
    return case + "".join(letter if letter.isalnum() else "-" for letter in typ.lower())


def build():
    book = Book("profiles", "Tokens of which a specification demands more than RFC 7519: access, ID and logout tokens, client assertions.")
    access_token(book)
    id_token(book)
    hashes(book)
    logout_token(book)
    client_assertion(book)
    names(book)


def names(book):
    text = token({"alg": "HS256"}, ID, SECRET)
    policy = {"issuer": ISSUER, "audience": "app"}
    for name, value in {"unknown": "idtoken", "case": "ID_TOKEN", "empty": "", "null": None, "list": ["id_token"], "true": True}.items():
        book.verify(f"profiles-name-{name}", "A profile is one of the names.", "verdict rule: the policy's fields", text, HS,
                    err("policy_invalid"), policy | {"profile": value})


def access_token(book):
    kind = Kind(book, "access_token", "RFC 9068 §4", ACCESS, "at+jwt", ISSUER, "api")
    kind.types(["at+jwt", "AT+JWT", "application/at+jwt"], [False, "JWT", "id+jwt", "logout+jwt"])
    kind.strings("client_id")
    kind.case("audiences", "One entry suffices.", {"aud": ["other", "api"]})
    kind.case("audience-other", "The token is for another server.", {"aud": "api2"}, err("audience_refused", "aud"))
    kind.case("audience-prefix", "Audiences are equal or different.", {"aud": "api/v1"}, err("audience_refused", "aud"))
    kind.case("issuer-other", "Another issuer.", {"iss": ISSUER + "/"}, err("issuer_refused", "iss"))
    kind.case("nonce", "A nonce means nothing here.", {"nonce": "n"})
    kind.case("scopes", "The scopes that the policy requires.", {"scope": "read write"}, scopes=["read"])
    kind.case("scopes-list", "As a list.", {"scope": ["read", "write"]}, scopes=["read", "write"])
    kind.case("scopes-refused", "A scope that was not granted.", {"scope": "write"}, err("scope_refused", "scope"), scopes=["read"])
    kind.case("max-age", "Its age is that of the token.", {"iat": NOW - 61}, err("token_too_old", "iat"), max_age=60)
    kind.case("own-required", "The policy requires more.", {}, missing("tenant"), required=["tenant"])
    kind.case("profile-first", "The profile is judged before what the policy requires.", {"jti": ABSENT}, missing("jti"), required=["tenant"])
    kind.case("subject-first", "The subject is judged before the profile.", {"jti": ABSENT}, err("subject_refused", "sub"), subject="u2")
    kind.explain("all", "Every fault of the profile is found.", {"jti": ABSENT, "client_id": ABSENT},
                 [("typ", "type_refused"), ("profile", "claim_missing", "client_id"), ("profile", "claim_missing", "jti")], typ="JWT")
    kind.explain("good", "A good token fails no check.", {}, [])


def id_token(book):
    kind = Kind(book, "id_token", "OpenID Connect Core 1.0 §3.1.3.7", ID, False, ISSUER, "app")
    kind.types([False, "JWT", "jwt"], ["at+jwt", "logout+jwt", "id+jwt"])
    kind.strings("azp", "nonce", "at_hash", "c_hash", "acr", "sid")
    kind.case("azp", "The party is the client.", {"azp": "app"})
    kind.case("azp-other", "The token was issued to another client.", {"azp": "other"}, refused("azp"))
    kind.case("azp-empty", "Nor is it nobody's.", {"azp": ""}, refused("azp"))
    kind.verify("azp-by-policy", "A policy that expects a party has said which.", kind.text({"azp": "phone"}), policy=kind.policy | {"expected": {"azp": "phone"}})
    kind.verify("azp-by-policy-other", "Then the client itself is refused.", kind.text({"azp": "app"}), refused("azp"), policy=kind.policy | {"expected": {"azp": "phone"}})
    kind.case("audiences", "An audience that nobody trusts.", {"aud": ["app", "other"], "azp": "app"}, err("audience_refused", "aud"))
    kind.case("audiences-trusted", "Audiences that the policy names.", {"aud": ["app", "other"], "azp": "app"}, audience=["app", "other"])
    kind.case("audiences-no-azp", "Several audiences need a party.", {"aud": ["app", "other"]}, missing("azp"), audience=["app", "other"])
    kind.case("audience-list-of-one", "A list of one is one.", {"aud": ["app"]})
    kind.case("audience-twice", "The same audience twice is a list of two.", {"aud": ["app", "app"]}, missing("azp"))
    kind.case("nonce", "The nonce of this login.", {"nonce": "n1"}, expected={"nonce": "n1"})
    kind.case("nonce-other", "The nonce of another login.", {"nonce": "n2"}, refused("nonce"), expected={"nonce": "n1"})
    kind.case("nonce-missing", "A token without the nonce of this login.", {}, missing("nonce"), expected={"nonce": "n1"})
    kind.case("nonce-forgotten", "A nonce that nobody compares protects nobody.", {"nonce": "n1"}, refused("nonce"))
    kind.case("nonce-forgotten-among-others", "Another expectation does not replace it.", {"nonce": "n1"}, refused("nonce"), expected={"sub": "u1"})
    kind.verify("nonce-by-policy", "The policy may expect it, too.", kind.text({"nonce": "n1"}), policy=kind.policy | {"expected": {"nonce": "n1"}})
    for name, time, answer in [("now", NOW, None), ("boundary", NOW - 60, None), ("old", NOW - 61, err("token_too_old", "auth_time")),
                               ("future", NOW + 1, err("issued_in_future", "auth_time")), ("absent", ABSENT, missing("auth_time"))]:
        kind.case(f"auth-time-{name}", "`max_age` is judged by the time of the login.", {"auth_time": time, "iat": NOW - 1000}, answer, max_age=60)
    kind.case("auth-time-unasked", "Without `max_age` it is not judged.", {"auth_time": NOW - 10**6})
    kind.case("auth-time-leeway", "The leeway counts.", {"auth_time": NOW - 65}, max_age=60, leeway=5)
    for name, value in {"text": "1", "null": None, "true": True, "large": 2**54}.items():
        kind.case(f"auth-time-{name}", "It is a time.", {"auth_time": value}, err("claim_malformed", "auth_time"))
    kind.explain("all", "Every fault of the profile is found.", {"sub": ABSENT, "aud": ["app", "other"], "auth_time": 0},
                 [("iat", "token_too_old", "auth_time"), ("profile", "claim_missing", "sub"), ("profile", "audience_refused", "aud"), ("profile", "claim_missing", "azp")], max_age=60)
    kind.explain("types", "What has the wrong type is not judged further.", {"azp": 5, "auth_time": "x"},
                 [("claims", "claim_malformed", "azp"), ("claims", "claim_malformed", "auth_time")], max_age=60)


def hashes(book):
    kind = Kind.__new__(Kind)
    kind.book, kind.profile, kind.rule, kind.claims, kind.typ, kind.word = book, "id_token", "OpenID Connect Core 1.0 §3.1.3.6, §3.3.2.11", ID, False, "id-token"
    kind.policy = {"profile": "id_token", "issuer": ISSUER, "audience": "app"}
    access, code = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "SplxlOBeZQQYbYS6WxSbIA"

    def half(text, bits):
        digest = hashlib.new(f"sha{bits}", text.encode()).digest()
        return b64(digest[: len(digest) // 2])

    for alg in ALGORITHMS:
        key, signer = public_key(alg)
        bits = "512" if alg in ("EdDSA", "Ed25519") else alg[2:5]
        value = half(access, bits if bits in ("256", "384", "512") else "256")
        answer = refused("at_hash") if alg.startswith("ML-DSA") else None
        why = "For this algorithm no hash is defined." if answer else "The hash is that of the token's algorithm."
        kind.verify(f"at-hash-{alg.lower()}", why, kind.text({"at_hash": value}, alg=alg, key=signer), answer, expected={"access_token": access}, key=key)
    good = half(access, "256")
    for name, value, answer in [("other", half(access + "x", "256"), refused("at_hash")), ("whole", b64(hashlib.sha256(access.encode()).digest()), refused("at_hash")),
                                ("empty", "", refused("at_hash")), ("padded", good + "==", refused("at_hash")), ("absent", ABSENT, missing("at_hash"))]:
        kind.case(f"at-hash-{name}", "The access token belongs to another ID token.", {"at_hash": value}, answer, expected={"access_token": access})
    kind.case("at-hash-of-384", "Another algorithm's hash.", {"at_hash": half(access, "384")}, refused("at_hash"), expected={"access_token": access})
    kind.case("at-hash-unasked", "Without an access token it is not judged.", {"at_hash": "x"})
    kind.case("c-hash", "The code belongs to the token.", {"c_hash": half(code, "256")}, expected={"code": code})
    kind.case("c-hash-other", "The code belongs to another token.", {"c_hash": half(access, "256")}, refused("c_hash"), expected={"code": code})
    kind.case("c-hash-absent", "The code cannot be compared.", {}, missing("c_hash"), expected={"code": code})
    kind.case("hashes", "All that a login knows.", {"at_hash": good, "c_hash": half(code, "256"), "nonce": "n"},
              expected={"access_token": access, "code": code, "nonce": "n"})
    for name in ("access_token", "code"):
        kind.case(f"{name.replace('_', '-')}-number", "It is a string.", {"at_hash": good, "c_hash": good}, err("argument_invalid"), expected={name: 5})
    text = token({"alg": "HS256"}, {"exp": LATER, "access_token": "a"}, SECRET)
    kind.verify("access-token-elsewhere", "In other tokens it is a claim as any other.", text, policy={}, expected={"access_token": "a"})


def logout_token(book):
    kind = Kind(book, "logout_token", "OpenID Connect Back-Channel Logout 1.0 §2.6", LEAVE, "logout+jwt", ISSUER, "app")
    kind.types(["logout+jwt", "JWT", False], ["at+jwt", "secevent+jwt"])
    kind.strings("sid")
    kind.case("sid", "A session instead of a subject.", {"sub": ABSENT, "sid": "s1"})
    kind.case("both", "A session of a subject.", {"sid": "s1"})
    kind.case("nonce", "A nonce would make it an ID token.", {"nonce": "n"}, refused("nonce"))
    kind.case("nonce-expected", "Nor if the call expects it.", {"nonce": "n"}, refused("nonce"), expected={"nonce": "n"})
    for name, value in {"number": 5, "null": None, "list": [LOGOUT], "text": LOGOUT}.items():
        kind.case(f"events-{name}", "The events are an object.", {"events": value}, err("claim_malformed", "events"))
    for name, value in {"empty": {}, "other": {"http://schemas.openid.net/event/other": {}}, "true": {LOGOUT: True}, "null": {LOGOUT: None}, "list": {LOGOUT: []}}.items():
        kind.case(f"event-{name}", "One of them is the logout, whose value is an object.", {"events": value}, refused("events"))
    kind.case("event-with-members", "The logout may say more.", {"events": {LOGOUT: {"a": 1}, "x": {}}})
    kind.case("no-exp", "Earlier drafts had no `exp`.", {"exp": ABSENT}, expiry_optional=True)
    kind.explain("all", "Every fault of the profile is found.", {"sub": ABSENT, "nonce": "n", "events": {}},
                 [("profile", "claim_refused", "events"), ("profile", "claim_missing", "sub"), ("profile", "claim_refused", "nonce")])


def client_assertion(book):
    kind = Kind(book, "client_assertion", "RFC 7523 §3", CLIENT, "JWT", None, "https://id.example/token")
    kind.types(["JWT", False, "client-authentication+jwt"], ["at+jwt"])
    kind.case("two-parties", "A client speaks for itself.", {"sub": "other"}, err("subject_refused", "sub"))
    kind.case("escaped", "The text counts, however it is written.", {"iss": "caf\u00e9", "sub": "caf\u00e9"})
    kind.case("issuer-named", "The client may be named.", {}, issuer="app")
    kind.case("issuer-other", "Then another is refused.", {}, err("issuer_refused", "iss"), issuer="app2")
    kind.case("max-age", "A policy that limits the age needs the time of issue.", {}, missing("iat"), max_age=60)
    kind.explain("two-parties", "The subject is at fault.", {"sub": "other", "jti": ABSENT}, [("profile", "claim_missing", "jti"), ("profile", "subject_refused", "sub")])
