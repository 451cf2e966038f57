"""The stand-in for LikeCoin itself: that it behaves as the service it replaces, on real sockets.

An example that passes against equipment that takes everything would prove nothing.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from jose import jwt
from jotkit import bearer, likecoin

from equipment import CLIENT_ID, CLIENT_SECRET, COMMON_SECRET, HOST, SCOPES, TIMEOUT, Equipment
from visitor import Visitor

CALLBACK = "https://app.example/callback"


def consent_url(equipment: Equipment, *scope: str, **changes: Any) -> str:
    request = {"client_id": CLIENT_ID, "redirect_uri": CALLBACK, "state": "s&t", **changes}
    return likecoin.authorize_url(scope=scope, endpoint=equipment.consent_page, **request).url


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


def get_code(equipment: Equipment, *scope: str) -> str:
    equipment.register_client(CALLBACK)
    back = Visitor().login_and("Allow", consent_url(equipment, *scope))
    return query(back)["code"][0]


def ask(equipment: Equipment, **fields: str) -> requests.Response:
    form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **fields}
    return requests.post(f"{equipment.likecoin}/oauth/access_token", data=form, timeout=TIMEOUT)


def exchange(equipment: Equipment, given: str, **changes: str) -> requests.Response:
    fields = {"grant_type": "authorization_code", "code": given, "redirect_uri": CALLBACK}
    return ask(equipment, **{**fields, **changes})


def refresh(equipment: Equipment, token: str) -> requests.Response:
    return ask(equipment, grant_type="refresh_token", refresh_token=token)


def call(equipment: Equipment, path: str, authorization: str | None) -> requests.Response:
    headers = {} if authorization is None else {"Authorization": authorization}
    method = "POST" if path == "/like/button" else "GET"
    return requests.request(method, equipment.likecoin + path, headers=headers, timeout=TIMEOUT)


def word(reply: requests.Response) -> tuple[int, str]:
    """A refusal: a status and one word of plain text."""
    assert reply.headers["Content-Type"].startswith("text/plain")
    return reply.status_code, reply.text


def test_a_login_ends_in_tokens(equipment: Equipment) -> None:
    reply = exchange(equipment, get_code(equipment, "email", "read:like")).json()

    assert set(reply) == {"user", "displayName", "avatar", "refresh_token", "access_token"}
    assert len(reply["refresh_token"]) == 43
    assert jwt.get_unverified_header(reply["access_token"]) == {"alg": "HS256", "typ": "JWT"}
    claims = jwt.decode(
        reply["access_token"],
        likecoin.signing_key(COMMON_SECRET, CLIENT_SECRET),
        algorithms=["HS256"],
        audience=HOST,
        issuer=HOST,
    )
    assert list(claims) == ["user", "scope", "azp", "iat", "exp", "aud", "iss", "jti"]
    assert claims["user"] == reply["user"] == "williamchong"
    assert claims["scope"] == ["email", "read:like", "profile"]
    assert claims["azp"] == CLIENT_ID
    assert claims["exp"] - claims["iat"] == 3600


def test_the_page_shows_who_asks_for_what(equipment: Equipment) -> None:
    equipment.register_client(CALLBACK)
    visitor = Visitor()
    visitor.open(consent_url(equipment, "read:like"))
    assert "Log in" in visitor.text
    visitor.press("Log in as williamchong")
    assert "Allow Example <app> access?" in visitor.text
    assert "See everything about your likes read:like" in visitor.text


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        ((), ["profile"]),
        (("like",), ["read:like", "write:like", "profile"]),
        (("profile", "email"), ["profile", "email"]),
    ],
)
def test_words_without_a_colon_stand_for_two(
    equipment: Equipment, asked: tuple[str, ...], granted: list[str]
) -> None:
    reply = exchange(equipment, get_code(equipment, *asked)).json()
    assert likecoin.peek(reply["access_token"]).scope == granted


def test_no_scope_asks_for_the_client_s_default(equipment: Equipment) -> None:
    equipment.register_client(CALLBACK, default_scopes=["read:like"])
    back = Visitor().login_and("Allow", consent_url(equipment))
    reply = exchange(equipment, query(back)["code"][0]).json()
    assert likecoin.peek(reply["access_token"]).scope == ["read:like", "profile"]


def test_a_denial_goes_back_with_the_state(equipment: Equipment) -> None:
    equipment.register_client(CALLBACK)
    back = Visitor().login_and("Deny", consent_url(equipment, "email"))
    assert query(back) == {"error": ["denied"], "state": ["s&t"]}


def test_a_scope_off_the_whitelist_goes_back_without_the_state(equipment: Equipment) -> None:
    equipment.register_client(CALLBACK)
    visitor = Visitor()
    visitor.open(consent_url(equipment, "write:profile"), follow=False)
    assert visitor.address.startswith(CALLBACK)
    assert query(visitor.address) == {"error": ["INVALID_SCOPE"]}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"redirect_uri": "https://evil.example/callback"}, "INVALID_REDIRECT_URI"),
        ({"redirect_uri": CALLBACK + "/"}, "INVALID_REDIRECT_URI"),
        ({"client_id": "another"}, "INVALID_CLIENT_ID"),
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    equipment: Equipment, changes: dict[str, str], reason: str
) -> None:
    equipment.register_client(CALLBACK)
    reply = requests.get(consent_url(equipment, **changes), allow_redirects=False, timeout=TIMEOUT)
    assert reply.status_code == 400
    assert reason in reply.text


def test_the_redirect_uri_keeps_its_own_parameters(equipment: Equipment) -> None:
    address = f"{CALLBACK}?x=1&state=old&code=old"
    equipment.register_client(address)
    back = Visitor().login_and("Allow", consent_url(equipment, redirect_uri=address))
    answer = query(back)
    assert (answer["x"], answer["state"], len(answer["code"])) == (["1"], ["s&t"], 1)
    assert answer["code"] != ["old"]


def test_consent_is_asked_for_once(equipment: Equipment) -> None:
    equipment.register_client(CALLBACK)
    visitor = Visitor()
    first = visitor.login_and("Allow", consent_url(equipment, "email"))
    exchange(equipment, query(first)["code"][0])

    visitor.open(consent_url(equipment, "email"), follow=False)
    assert "code" in query(visitor.address)
    visitor.open(consent_url(equipment, "write:like"))
    assert "Allow Example <app> access?" in visitor.text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"client_secret": "wrong"}, "INVALID_CLIENT_CRED"),
        ({"client_id": "another"}, "INVALID_CLIENT_CRED"),
        ({"grant_type": "password"}, "INVALID_GRANT_TYPE"),
        ({"code": "wrong"}, "INVALID_CODE"),
        ({"redirect_uri": "https://app.example/other"}, "INVALID_REDIRECT_URI"),
    ],
)
def test_the_token_endpoint_says_no_in_one_word(
    equipment: Equipment, fields: dict[str, str], reason: str
) -> None:
    code = get_code(equipment)
    assert word(exchange(equipment, code, **fields)) == (400, reason)


def test_credentials_are_read_from_the_form_alone(equipment: Equipment) -> None:
    code = get_code(equipment)
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    reply = requests.post(
        f"{equipment.likecoin}/oauth/access_token",
        data=fields,
        auth=(CLIENT_ID, CLIENT_SECRET),
        params={"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET},
        timeout=TIMEOUT,
    )
    assert word(reply) == (400, "MISSING_CLIENT_INFO")


def test_a_code_is_good_once_and_for_its_client(equipment: Equipment) -> None:
    code = get_code(equipment)
    assert exchange(equipment, code).ok
    assert word(exchange(equipment, code)) == (400, "INVALID_CODE")

    code = get_code(equipment)
    equipment.register_client(CALLBACK, client_id="other", client_secret="other-secret-of-16")
    stolen = exchange(equipment, code, client_id="other", client_secret="other-secret-of-16")
    assert word(stolen) == (400, "INVALID_CODE")


def test_refreshing_keeps_the_refresh_token(equipment: Equipment) -> None:
    first = exchange(equipment, get_code(equipment, "email")).json()
    for _ in range(2):
        reply = refresh(equipment, first["refresh_token"]).json()
        assert set(reply) == {"access_token", "refresh_token", "scope"}
        assert reply["refresh_token"] == first["refresh_token"]
        assert reply["scope"] == "email profile"
        assert reply["access_token"] != first["access_token"]


def test_a_refresh_token_ends(equipment: Equipment) -> None:
    first = exchange(equipment, get_code(equipment)).json()
    second = exchange(equipment, get_code(equipment)).json()
    assert word(refresh(equipment, first["refresh_token"])) == (400, "INVALID_REFRESH_TOKEN")
    assert refresh(equipment, second["refresh_token"]).ok

    equipment.revoke()
    assert word(refresh(equipment, second["refresh_token"])) == (400, "INVALID_REFRESH_TOKEN")
    token = bearer.format(second["access_token"])
    assert word(call(equipment, "/users/profile", token)) == (401, "LOGIN_NEEDED")


def test_the_api_demands_a_login(equipment: Equipment) -> None:
    token = exchange(equipment, get_code(equipment)).json()["access_token"]
    bad = [None, "", token, f"Bearer {token[:-1]}", f"Token {token}", f"Bearer\t{token}"]
    for authorization in bad:
        assert word(call(equipment, "/users/profile", authorization)) == (401, "LOGIN_NEEDED")
    assert call(equipment, "/users/profile", f"Bearer {token}").ok


def test_the_api_demands_scopes(equipment: Equipment) -> None:
    assert {"read:like", "email"} <= set(SCOPES)
    token = bearer.format(exchange(equipment, get_code(equipment, "read:like")).json()["access_token"])
    assert call(equipment, "/like/history", token).ok
    assert word(call(equipment, "/like/button", token)) == (403, "INSUFFICIENT_PERMISSION")

    assert "email" not in call(equipment, "/users/profile", token).json()
    token = bearer.format(exchange(equipment, get_code(equipment, "email")).json()["access_token"])
    assert call(equipment, "/users/profile", token).json()["email"] == "william@example.com"


def test_the_clock_ends_tokens(equipment: Equipment) -> None:
    reply = exchange(equipment, get_code(equipment)).json()
    token = bearer.format(reply["access_token"])
    equipment.move_clock(3590)
    assert call(equipment, "/users/profile", token).ok
    equipment.move_clock(10)
    assert word(call(equipment, "/users/profile", token)) == (401, "TOKEN_EXPIRED")
    assert word(call(equipment, "/like/button", token)) == (401, "TOKEN_EXPIRED")
    fresh = refresh(equipment, reply["refresh_token"]).json()["access_token"]
    assert call(equipment, "/users/profile", bearer.format(fresh)).ok
