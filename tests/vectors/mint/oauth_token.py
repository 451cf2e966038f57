"""LikeCoin OAuth, between servers: the token endpoint's requests."""

from likecoin import GOLDEN
from oauth_browser import BACK, BACK_ENCODED, BAD_ENDPOINTS, BAD_REDIRECTS
from book import Book

API = "https://api.like.co"
HEADERS = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
REFRESH = "j31UBpMTdt-zaqVrCUJ0Ap8ulbosoPUGS8rVls_QYBg"


def requests():
    v = Book("oauth-token", "LikeCoin OAuth: the requests that exchange a code or a refresh token for an access token.")
    rule = "LikeCoin token endpoint B4"
    exchange = {"op": "token_request", "client_id": "abc", "client_secret": "s3cret", "redirect_uri": BACK, "code": "X"}
    refresh = {"op": "refresh_request", "client_id": "abc", "client_secret": "s3cret", "refresh_token": REFRESH}

    def post(body, api=API):
        return {"method": "POST", "url": api + "/oauth/access_token", "headers": HEADERS, "body": body}

    def exchanged(client="abc", secret="s3cret", code="X", back=BACK_ENCODED, api=API):
        return post(f"client_id={client}&client_secret={secret}&grant_type=authorization_code&code={code}&redirect_uri={back}", api)

    def refreshed(client="abc", secret="s3cret", refresh_token=REFRESH, api=API):
        return post(f"client_id={client}&client_secret={secret}&grant_type=refresh_token&refresh_token={refresh_token}", api)

    v.ok("exchange", "Five form fields in the body; nothing in the address and no Basic header.", rule, exchange, exchanged())
    v.ok("refresh", "Four form fields in the body; a refresh asks for no scope.", rule, refresh, refreshed())
    for kind, usual, answer in [("exchange", exchange, exchanged), ("refresh", refresh, refreshed)]:
        for name, api in [
            ("test", "https://api.rinkeby.like.co"), ("later-test", "https://api.testnet.like.co"),
            ("localhost", "http://localhost:3000"), ("loopback", "http://127.0.0.1:8080"),
            ("loopback-v6", "http://[::1]:8080"),
        ]:
            v.ok(f"{kind}-endpoint-{name}", "The API's address is a setting; http is allowed to the own machine.", "LikeCoin hosts B1",
                 {**usual, "endpoint": api}, answer(api=api))
        for name, value, encoded, why in [
            ("reserved", "a&b=c+d/e:f?g#h%i", "a%26b%3Dc%2Bd%2Fe%3Af%3Fg%23h%25i", "A secret cannot add fields of its own."),
            ("not-ascii", "é用😀", "%C3%A9%E7%94%A8%F0%9F%98%80", "Text is encoded by its UTF-8 bytes."),
            ("unreserved", "aZ09-._", "aZ09-._", "Letters, digits, dash, dot and underscore stay."),
            ("quotes", "\"'\\", "%22%27%5C", "Quotes are encoded."),
            ("newline", "a\nb", "a%0Ab", "A newline stays part of the secret."),
        ]:
            v.ok(f"{kind}-secret-{name}", why, "RFC 6749 appendix B", {**usual, "client_secret": value}, answer(secret=encoded))
        v.ok(f"{kind}-client-id-encoded", "A client id cannot add fields of its own.", "RFC 6749 appendix B",
             {**usual, "client_id": "a&grant_type=x"}, answer(client="a%26grant_type%3Dx"))
        v.error(f"{kind}-secret-empty", "A client without a secret cannot speak for itself.", "LikeCoin trap 15",
                {**usual, "client_secret": ""}, "key_weak")
        for name, value in [("empty", ""), ("space", " ")]:
            v.error(f"{kind}-client-id-{name}", "A blank client id is a forgotten setting.", rule,
                    {**usual, "client_id": value}, "argument_invalid")
        for name, api, why in BAD_ENDPOINTS:
            v.error(f"{kind}-bad-endpoint-{name}", why, "RFC 6749 §3.2", {**usual, "endpoint": api}, "argument_invalid")
    v.ok("exchange-code-encoded", "A code is opaque and is encoded like anything else.", rule,
         {**exchange, "code": "4/a+b="}, exchanged(code="4%2Fa%2Bb%3D"))
    for name, back, encoded, why in [
        ("redirect-as-sent", "https://App.example:443/cb%20x?a=1", "https%3A%2F%2FApp.example%3A443%2Fcb%2520x%3Fa%3D1",
         "The redirect URI is the one of the first step, byte for byte."),
        ("app-scheme", "com.example.app:/cb", "com.example.app%3A%2Fcb", "An app's own scheme is absolute too."),
    ]:
        v.ok(f"exchange-{name}", why, rule, {**exchange, "redirect_uri": back}, exchanged(back=encoded))
    for name, value in [("empty", ""), ("space", " "), ("newline", "\n")]:
        v.error(f"exchange-code-{name}", "A blank code was never issued.", rule, {**exchange, "code": value}, "argument_invalid")
        v.error(f"refresh-token-{name}", "A blank refresh token was never issued.", rule,
                {**refresh, "refresh_token": value}, "argument_invalid")
    for name, back, why in BAD_REDIRECTS:
        v.error(f"exchange-bad-redirect-{name}", why, "RFC 6749 §3.1.2", {**exchange, "redirect_uri": back}, "argument_invalid")
    for name, value, encoded in [
        ("short", "r", "r"),
        ("like-a-jwt", GOLDEN, GOLDEN),
        ("reserved", "a/b+c==", "a%2Fb%2Bc%3D%3D"),
        ("long", "r" * 1000, "r" * 1000),
    ]:
        v.ok(f"refresh-token-{name}", "A refresh token is opaque: any text but a blank one is sent.", "LikeCoin trap 31",
             {**refresh, "refresh_token": value}, refreshed(refresh_token=encoded))
    return v


def build():
    return [requests()]
