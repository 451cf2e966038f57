"""The Express example: a whole login, the next access token, and everything that can go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from equipment import CLIENT_SECRET, Equipment
from places import EXPRESS
from programs import Server
from visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGIN = "Log in with LikeCoin"
HELLO = "Hello, William Chong Your Liker ID is williamchong . william@example.com Log out"


@pytest.fixture
def app(equipment: Equipment) -> Iterator[Server]:
    settings = {**equipment.client_settings(), "PORT": "0"}
    running = Server(["node", "main.mjs"], settings, EXPRESS)
    equipment.register_client(f"{running.address}/callback")
    yield running
    running.stop()
    # Whatever happened, no secret got out.
    output = running.output()
    assert CLIENT_SECRET not in output
    for request in equipment.requests("/oauth/access_token"):
        for secret in ("code", "refresh_token"):
            for value in parse_qs(request["body"]).get(secret, []):
                assert value not in output


def logged_in(app: Server) -> Visitor:
    visitor = Visitor()
    visitor.open(app.address)
    visitor.press(LOGIN)
    visitor.press("Log in as williamchong")
    visitor.press("Allow")
    assert visitor.text.endswith(HELLO)
    assert visitor.address == f"{app.address}/"
    return visitor


def grants(equipment: Equipment) -> list[tuple[str, int]]:
    """What the token endpoint was asked for, and its answers."""
    asked = equipment.requests("/oauth/access_token")
    return [(parse_qs(request["body"])["grant_type"][0], request["status"]) for request in asked]


def test_a_login_leads_to_the_user_s_name(app: Server, equipment: Equipment) -> None:
    visitor = logged_in(app)
    visitor.open(app.address)
    assert visitor.text.endswith(HELLO)
    assert grants(equipment) == [("authorization_code", 200)]

    [exchange] = equipment.requests("/oauth/access_token")
    assert (exchange["query"], exchange["authorization"]) == (None, None)

    visitor.press("Log out")
    assert LOGIN in visitor.text


def test_nobody_else_is_logged_in(app: Server) -> None:
    logged_in(app)
    other = Visitor()
    other.open(app.address)
    assert LOGIN in other.text


def test_an_expired_token_is_replaced_unnoticed(app: Server, equipment: Equipment) -> None:
    visitor = logged_in(app)
    for _ in range(2):
        equipment.move_clock(3600)
        visitor.open(app.address)
        assert visitor.text.endswith(HELLO)
        visitor.open(app.address)
        assert visitor.text.endswith(HELLO)

    assert grants(equipment) == [
        ("authorization_code", 200),
        ("refresh_token", 200),
        ("refresh_token", 200),
    ]
    calls = [request["status"] for request in equipment.requests("/users/profile")]
    assert calls == [200, 401, 200, 200, 401, 200, 200]


def test_access_taken_back_ends_in_a_new_login(app: Server, equipment: Equipment) -> None:
    visitor = logged_in(app)
    equipment.revoke()
    equipment.move_clock(3600)
    visitor.open(app.address)
    assert visitor.status == 400
    assert "The server refused the request." in visitor.text

    # The tokens are forgotten, not tried again.
    visitor.open(app.address)
    visitor.press(LOGIN)
    assert "Allow Example <app> access?" in visitor.text
    visitor.press("Allow")
    assert visitor.text.endswith(HELLO)
    assert grants(equipment) == [
        ("authorization_code", 200),
        ("refresh_token", 400),
        ("authorization_code", 200),
    ]


def test_a_user_declines(app: Server, equipment: Equipment) -> None:
    visitor = Visitor()
    visitor.open(app.address)
    visitor.press(LOGIN)
    visitor.press("Log in as williamchong")
    visitor.press("Deny")
    assert visitor.status == 400
    assert "The user declined to give access." in visitor.text
    assert grants(equipment) == []

    visitor.press("Try again")
    visitor.press("Allow")
    assert visitor.text.endswith(HELLO)


def test_a_callback_without_a_login_is_not_taken(app: Server, equipment: Equipment) -> None:
    visitor = Visitor()
    visitor.open(f"{app.address}/callback?code=x&state=y")
    assert visitor.status == 400
    assert "There is no login going on." in visitor.text
    assert grants(equipment) == []


def test_a_callback_counts_once_and_with_its_own_state(app: Server, equipment: Equipment) -> None:
    victim, attacker = Visitor(), Visitor()
    # An attacker's code, brought to a browser that is in a login of its own: the state gives it
    # away.
    attacker.open(app.address)
    attacker.press(LOGIN)
    attacker.press("Log in as williamchong")
    attacker.press("Allow", follow=False)
    assert urlsplit(attacker.address).path == "/callback"

    victim.open(app.address)
    victim.press(LOGIN)
    victim.open(attacker.address)
    assert victim.status == 400
    assert "The callback's state is not the one that was sent" in victim.text
    assert grants(equipment) == []

    # That ended the victim's login: its state has been used.
    victim.open(attacker.address)
    assert "There is no login going on." in victim.text

    # In its own browser the callback is good.
    attacker.open(attacker.address)
    assert attacker.text.endswith(HELLO)


def test_a_callback_is_spent_by_its_use(app: Server, equipment: Equipment) -> None:
    visitor = Visitor()
    visitor.open(app.address)
    visitor.press(LOGIN)
    visitor.press("Log in as williamchong")
    visitor.press("Allow", follow=False)
    callback = visitor.address
    visitor.open(callback)
    assert visitor.text.endswith(HELLO)

    visitor.open(callback)
    assert visitor.status == 400
    assert grants(equipment) == [("authorization_code", 200)]


def test_a_login_changes_the_session(app: Server) -> None:
    """Somebody who planted a session id before the login does not share the session after it."""
    visitor = Visitor()
    visitor.open(app.address)
    visitor.press(LOGIN)
    planted = visitor.session.cookies["connect.sid"]
    visitor.press("Log in as williamchong")
    visitor.press("Allow")
    assert visitor.session.cookies["connect.sid"] != planted

    intruder = Visitor()
    intruder.session.cookies.set("connect.sid", planted)
    intruder.open(app.address)
    assert LOGIN in intruder.text
