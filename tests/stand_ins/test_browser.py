"""The Express example's login and the provider's pages in a real browser."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from equipment import CLIENT_ID, Equipment
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
    login_page = f"{equipment.likecoin}/login"
    expected = [f"{app.address}/", login_page, page, f"{app.address}/", f"{app.address}/"]
    assert addresses(visit["seen"]) == expected
    assert "Log in with LikeCoin" in start["text"]
    assert "Log in as williamchong" in login["text"]
    assert "Allow Example <app> access?" in consent["text"]
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


def test_the_provider_s_pages(equipment: Equipment) -> None:
    """Accept, deny and withdraw, without script and by keyboard, on a desk and on a phone."""
    back = f"{equipment.likecoin}/login"
    equipment.register_client(back)
    query = {"client_id": CLIENT_ID, "scope": "profile read:like", "redirect_uri": back}
    page = f"{equipment.consent_page}?{urlencode(query)}"
    command = ["node", BROWSER.with_name("provider.mjs"), page, f"{equipment.likecoin}/apps"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    assert result["problems"] == []
    seen = {page["name"]: page for page in result["seen"]}
    for text in ("Allow Example <app> access?", "See your public profile", "read:like"):
        assert text in seen["consent"]["text"]
    assert parse_qs(urlsplit(seen["denied"]["address"]).query) == {"error": ["denied"]}
    assert list(parse_qs(urlsplit(seen["allowed"]["address"]).query)) == ["code"]
    assert "Example <app>" in seen["apps"]["text"] and "Not used yet" in seen["apps"]["text"]
    assert "No app has access" in seen["withdrawn"]["text"]
    assert "INVALID_REDIRECT_URI" in seen["refused"]["text"]
