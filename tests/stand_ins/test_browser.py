"""The Express example's login in a real browser."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from equipment import Equipment
from places import BROWSER, EXPRESS
from programs import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def app(equipment: Equipment) -> Iterator[Server]:
    settings = {**equipment.client_settings(), "PORT": "0"}
    running = Server(["node", "main.mjs"], settings, EXPRESS)
    equipment.register_client(f"{running.address}/callback")
    yield running
    running.stop()


@pytest.fixture
def browse(app: Server) -> Callable[[str], dict[str, Any]]:
    def run(answer: str) -> dict[str, Any]:
        result = subprocess.run(
            ["node", BROWSER, app.address, answer],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return run


def addresses(seen: list[dict[str, str]]) -> list[str]:
    return [page["address"] for page in seen]


def test_the_button_leads_to_the_user_s_name(
    browse: Callable[[str], dict[str, Any]], app: Server, equipment: Equipment
) -> None:
    visit = browse("accept")
    start, login, consent, end, again = visit["seen"]
    page = f"{equipment.likecoin}/in/oauth"
    assert addresses(visit["seen"]) == [f"{app.address}/", page, page, f"{app.address}/", f"{app.address}/"]
    assert "Log in with LikeCoin" in start["text"]
    assert "Log in with your Liker ID" in login["text"]
    assert "Example <app> asks William Chong for:" in consent["text"]
    assert "Hello, William Chong" in end["text"]
    assert again == end

    [cookie] = visit["cookies"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")


def test_a_denial_leads_to_an_explanation(
    browse: Callable[[str], dict[str, Any]], app: Server, equipment: Equipment
) -> None:
    seen = browse("deny")["seen"]
    assert "The user declined to give access." in seen[3]["text"]
    assert addresses(seen)[3] == f"{app.address}/callback"
    # Loading the page again does not bring the login back.
    assert "There is no login going on." in seen[4]["text"]
    assert equipment.requests("/oauth/access_token") == []
