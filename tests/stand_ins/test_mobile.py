"""The login of the Swift and the Kotlin example, step by step."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from equipment import CLIENT_ID, CLIENT_SECRET, Equipment
from places import KOTLIN_LOGIN, ROOT, SWIFT_LOGIN
from programs import environment
from visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

REDIRECT_URI = "com.example.app:/callback"


@pytest.fixture(params=["swift", "kotlin"])
def program(request: pytest.FixtureRequest) -> list[str]:
    return SWIFT_LOGIN if request.param == "swift" else KOTLIN_LOGIN


def login(program: list[str], equipment: Equipment, user: Callable[[str], str]) -> tuple[int, str]:
    """Runs a program to its end. The user is given the consent page's address and returns where they were sent."""
    equipment.register_client(REDIRECT_URI)
    settings = environment(equipment.client_settings())
    with subprocess.Popen(
        program,
        env=settings,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        assert running.stdout is not None
        first = running.stdout.readline()
        assert first.startswith("Open this page: ")
        rest, _ = running.communicate(user(first.removeprefix("Open this page: ").strip()) + "\n", 60)
    return running.returncode, rest


def test_a_user_accepts(program: list[str], equipment: Equipment) -> None:
    status, output = login(program, equipment, lambda url: Visitor().login_and("Allow", url))
    assert output.splitlines()[-1] == "Hello, William Chong (williamchong, william@example.com)"
    assert status == 0

    page = equipment.requests("/in/oauth")[0]
    asked = parse_qs(page["query"])
    assert len(asked.pop("state")[0]) >= 22
    assert asked == {
        "client_id": [CLIENT_ID],
        "redirect_uri": [REDIRECT_URI],
        "scope": ["profile email"],
    }

    [exchange] = equipment.requests("/oauth/access_token")
    assert (exchange["method"], exchange["status"]) == ("POST", 200)
    assert (exchange["query"], exchange["authorization"]) == (None, None)
    assert exchange["content_type"] == "application/x-www-form-urlencoded"
    form = parse_qs(exchange["body"])
    assert len(form.pop("code")[0]) == 43
    assert form == {
        "client_id": [CLIENT_ID],
        "client_secret": [CLIENT_SECRET],
        "grant_type": ["authorization_code"],
        "redirect_uri": [REDIRECT_URI],
    }

    [call] = equipment.requests("/users/profile")
    assert (call["method"], call["query"], call["status"]) == ("GET", None, 200)
    assert call["authorization"].startswith("Bearer eyJ")


def test_a_user_declines(program: list[str], equipment: Equipment) -> None:
    status, output = login(program, equipment, lambda url: Visitor().login_and("Deny", url))
    assert output.splitlines()[-1] == "No login: The user declined to give access."
    assert status == 1
    assert equipment.requests("/oauth/access_token") == []


def test_a_forged_callback_is_not_taken(program: list[str], equipment: Equipment) -> None:
    def user(url: str) -> str:
        back = Visitor().login_and("Allow", url)
        [state] = parse_qs(urlsplit(back).query)["state"]
        return back.replace(state, "A" * len(state))

    status, output = login(program, equipment, user)
    assert "No login: The callback's state is not the one that was sent" in output
    assert status == 1
    assert equipment.requests("/oauth/access_token") == []
