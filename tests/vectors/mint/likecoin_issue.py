"""LikeCoin access tokens: the derived key and issuing."""

from hs256 import derived_key, text, token
from likecoin import CLAIMS, CLIENT, COMMON, GOLDEN, HOST, ISSUED, JTI, KEY, PUBLISHED, SCOPE, SECRET, USER
from book import Book


def keys():
    v = Book("likecoin-key", "LikeCoin's per-client signing key, derived from the server's common secret and the client's secret.")
    rule = "LikeCoin access token B5.9"

    def request(common, client):
        return {"op": "likecoin_signing_key", "common_secret": common, "client_secret": client}

    v.ok("golden", "HMAC-SHA-256 with the common secret as key and the client's secret as message, as 64 lower-case hex characters.", rule,
         request(COMMON, SECRET), {"key": "d42000974f6a4cb1101f213c6a8909ac7967c16935930355cd285933306f94cd"})
    v.ok("rfc-4231-case-2", "A published HMAC test case fixes which argument is the key.", "RFC 4231 §4.3",
         request("Jefe", "what do ya want for nothing?"), {"key": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"})
    v.ok("rfc-4231-case-2-swapped", "The arguments swapped give another key.", "LikeCoin trap 14",
         request("what do ya want for nothing?", "Jefe"), {"key": derived_key("what do ya want for nothing?", "Jefe")})
    v.ok("golden-swapped", "The arguments swapped give another key, just as plausible.", "LikeCoin trap 14",
         request(SECRET, COMMON), {"key": derived_key(SECRET, COMMON)})
    for name, common, client, why in [
        ("same-secret-twice", "same", "same", "The two secrets may be equal."),
        ("common-64-bytes", "c" * 64, SECRET, "A common secret as long as the hash's block is used as it is."),
        ("common-65-bytes", "c" * 65, SECRET, "HMAC itself shortens a key longer than the hash's block."),
        ("client-long", COMMON, "s" * 1000, "The client's secret may be long."),
        ("client-one-character", COMMON, "s", "The service chose the client's secret; a short one is used as it is."),
        ("not-ascii", "общий секрет", "客户端密码😀", "Secrets are their UTF-8 bytes."),
        ("common-with-spaces", " common ", SECRET, "A common secret is never trimmed."),
        ("client-with-newline", COMMON, SECRET + "\n", "A client's secret is never trimmed."),
        ("client-looks-like-hex", COMMON, "00ff", "A client's secret is text and is never hex-decoded."),
        ("common-looks-like-base64", "Y29tbW9uLXNlY3JldA==", SECRET, "A common secret is text and is never base64-decoded."),
        ("nul-inside", "a\u0000b", "c\u0000d", "A NUL does not end a secret."),
    ]:
        v.ok(name, why, rule, request(common, client), {"key": derived_key(common, client)})
    for name, common, client, why in [
        ("common-empty", "", SECRET, "A blank common secret, as in the published configuration, would make every key anybody's."),
        ("common-space", " ", SECRET, "A common secret of white space is a forgotten setting."),
        ("common-tabs-and-newlines", "\t\r\n", SECRET, "A common secret of white space is a forgotten setting."),
        ("client-empty", COMMON, "", "A client without a secret has no key."),
        ("both-empty", "", "", "HMAC of nothing under nothing works, and is refused."),
    ]:
        v.error(name, why, "LikeCoin trap 15", request(common, client), "key_weak")
    return v


def request(now=ISSUED, jti=JTI, **more):
    client = {"client_id": CLIENT, "client_secret": SECRET}
    fields = {"op": "likecoin_sign", "common_secret": COMMON, "host": HOST, **client, "user": USER, "scope": SCOPE}
    if now is not None:
        fields["now"] = now
    if jti is not None:
        fields["jti"] = jti
    return {**fields, **more}


def issued(user=USER, scope=SCOPE, client_id=CLIENT, now=ISSUED, host=HOST, jti=JTI, key=KEY):
    claims = {"user": user, "scope": scope, "azp": client_id, "iat": now, "exp": now + 3600, "aud": host, "iss": host, "jti": jti}
    return {"token": token(claims, key)}


def issues(v, name, why, rule, **members):
    """A request with these members is answered by a token with them."""
    v.ok(name, why, rule, request(**members), issued(**members))


def signing():
    v = Book("likecoin-sign", "LikeCoin access tokens: what issuing produces, byte for byte, and what it refuses.")
    rule = "LikeCoin access token B5.2"
    published = PUBLISHED.rsplit(".", 1)[0]
    assert GOLDEN.rsplit(".", 1)[0] == published
    golden = {"token": published + ".h6tvZ36i2_gmFwAZw3mF_XiVHBjEr2ZiBl0Fjk3lfQ8"}
    v.ok("golden",
         "Issuing the published example's claims gives its first two segments byte for byte, and this signature with a made-up key.", rule,
         request(), golden)
    v.ok("golden-plain-sign", "The general signer keeps the members' order and gives the same token with the derived key's text as secret.",
         "LikeCoin trap 37", {"op": "sign", "key": {"secret": KEY, "alg": "HS256"}, "claims_json": text(CLAIMS).decode()}, golden)
    v.ok("fresh-jti", "Without a jti each token gets a random UUID, so it differs each time.", "LikeCoin access token B5.7",
         request(jti=None), {}, ["token"])
    v.ok("system-clock", "Without now the system's clock gives iat.", "LikeCoin access token B5.5", request(now=None), {}, ["token"])
    v.ok("fresh-jti-and-clock", "Only user, scope and client are needed; the rest is filled in.", rule,
         request(now=None, jti=None), {}, ["token"])
    issues(v, "jti-any-text", "A given jti is written as it is.", "LikeCoin access token B5.7", jti="t-1")
    issues(v, "time-zero", "Time zero is a time like any other, and exp is an hour later.", "LikeCoin access token B5.5", now=0)
    issues(v, "production-host", "aud and iss are both the host name of the deployment.", "LikeCoin access token B5.6", host="like.co")
    v.ok("other-client", "Each client signs with its own derived key.", "LikeCoin access token B5.9",
         request(client_id="c-2", client_secret="s-2"), issued(client_id="c-2", key=derived_key(COMMON, "s-2")))
    v.ok("other-common-secret", "The common secret is the derivation's key.", "LikeCoin access token B5.9",
         request(common_secret="c"), issued(key=derived_key("c", SECRET)))
    for name, scope, why in [
        ("scope-empty", [], "A grant may be empty; scope is then an empty list, not absent."),
        ("scope-one", ["profile"], "One scope is still a list."),
        ("scope-order", ["write:like", "profile", "email", "read:like"], "Scopes keep the order given."),
        ("scope-bare-word", ["civic_liker"], "A bare word is written as it is; what it means is the verifier's affair."),
        ("scope-deep", ["read:like.button", "read:like.info"], "Child scopes are written as they are."),
    ]:
        issues(v, name, why, "LikeCoin access token B5.3", scope=scope)
    issues(v, "user-not-ascii", "A user's name is written as raw UTF-8.", rule, user="陳大文")
    issues(v, "user-quotes", "Quotes and backslashes in a name are escaped.", rule, user='a"b\\c')
    for name, member, value in [
        ("user-empty", "user", ""), ("user-space", "user", " "), ("client-id-empty", "client_id", ""),
        ("client-id-space", "client_id", "\t"), ("host-empty", "host", ""), ("host-space", "host", "  "),
        ("jti-empty", "jti", ""), ("jti-space", "jti", " "),
    ]:
        v.error(name, f"A blank {member} is a forgotten setting, not a value.", "LikeCoin access token B5.2",
                request(**{member: value}), "argument_invalid")
    for name, scope, why in [
        ("scope-empty-word", ["profile", ""], "An empty entry is never emitted."),
        ("scope-only-empty-word", [""], "An empty entry is not an empty list."),
        ("scope-two-words-in-one", ["profile email"], "A list entry is one scope; a space inside would make two of it at the next reader."),
        ("scope-leading-space", [" profile"], "White space around a scope would stay in it."),
        ("scope-final-newline", ["profile\n"], "White space around a scope would stay in it."),
        ("scope-tab", ["read:\tlike"], "White space inside a scope is refused."),
        ("scope-space", [" "], "White space is not a scope."),
    ]:
        v.error(name, why, "LikeCoin trap 18", request(scope=scope), "argument_invalid")
    for name, member, value in [
        ("common-secret-empty", "common_secret", ""),
        ("common-secret-space", "common_secret", " "),
        ("client-secret-empty", "client_secret", ""),
    ]:
        v.error(name, "A blank secret would give a key that anybody can derive.", "LikeCoin trap 15",
                request(**{member: value}), "key_weak")
    return v


def build():
    return [keys(), signing()]
