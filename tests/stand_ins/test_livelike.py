"""LiveLike: the Python example, and that jotkit and python-jose take each other's tokens."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import pytest
import requests
from jose import jwt
from jotkit import livelike

from equipment import APPLICATION_ID, APPLICATION_SECRET, TIMEOUT, Equipment
from places import PYTHON_EXAMPLES
from programs import environment

PATH = f"/api/v1/applications/{APPLICATION_ID}/profile/"


def run_example(equipment: Equipment, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    application = {
        "LIVELIKE_CLIENT_ID": APPLICATION_ID,
        "LIVELIKE_CLIENT_SECRET": APPLICATION_SECRET,
        "LIVELIKE_API": equipment.livelike,
    }
    return subprocess.run(
        [sys.executable, PYTHON_EXAMPLES / "livelike.py", *arguments],
        env=environment({**application, **settings}),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def sent_token(equipment: Equipment) -> str:
    [request] = equipment.requests(PATH)
    return request["authorization"].removeprefix("Bearer ")


def jose_token(**changes: Any) -> str:
    """A token as the program in LiveLike's documentation makes it."""
    issued_at = int(time.time())
    claims = {"iss": APPLICATION_ID, "iat": issued_at, "custom_profile_id": "custom-profile-id-123"}
    return jwt.encode({**claims, **changes}, APPLICATION_SECRET, algorithm="HS256")


def get_profile(equipment: Equipment, token: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(equipment.profile_url, headers=headers, timeout=TIMEOUT)


def test_the_example_changes_a_nickname(equipment: Equipment) -> None:
    result = run_example(equipment, "custom-profile-id-123", "New Nickname")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "custom-profile-id-123 is now called New Nickname\n"

    [request] = equipment.requests(PATH)
    assert (request["method"], request["status"]) == ("PATCH", 200)
    assert request["content_type"] == "application/json"
    assert request["body"] == '{"nickname": "New Nickname"}'


@pytest.mark.parametrize("user_id", ["custom-profile-id-123", "用户-1", "\N{GRINNING FACE}" * 255])
def test_python_jose_takes_the_example_s_token(equipment: Equipment, user_id: str) -> None:
    before = int(time.time())
    assert run_example(equipment, user_id, "Nick").returncode == 0
    token = sent_token(equipment)

    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    claims = jwt.decode(token, APPLICATION_SECRET, algorithms=["HS256"], issuer=APPLICATION_ID)
    assert list(claims) == ["iss", "iat", "exp", "custom_profile_id"]
    assert claims["custom_profile_id"] == user_id
    assert before <= claims["iat"] <= int(time.time())
    assert claims["exp"] == claims["iat"] + 86_400


@pytest.mark.parametrize("user_id", ["custom-profile-id-123", "用户-1"])
def test_jotkit_takes_python_jose_s_token(equipment: Equipment, user_id: str) -> None:
    token = jose_token(custom_profile_id=user_id)
    profile = livelike.Verifier({APPLICATION_ID: APPLICATION_SECRET}).verify(token)
    assert (profile.client_id, profile.custom_profile_id) == (APPLICATION_ID, user_id)
    assert profile.expires_at is None
    assert get_profile(equipment, token).json()["custom_id"] == user_id


def test_tokens_of_both_make_one_profile(equipment: Equipment) -> None:
    made = get_profile(equipment, jose_token(custom_profile_id="u1")).json()
    assert made["nickname"] == "Anonymous"
    assert run_example(equipment, "u1", "First").returncode == 0
    assert run_example(equipment, "u1", "Second").returncode == 0
    assert run_example(equipment, "u2", "Other").returncode == 0

    found = get_profile(equipment, jose_token(custom_profile_id="u1")).json()
    assert found == {**made, "nickname": "Second"}
    other = get_profile(equipment, jose_token(custom_profile_id="u2")).json()
    assert other["nickname"] == "Other"
    assert other["id"] != made["id"]


def test_the_example_says_when_the_secret_is_wrong(equipment: Equipment) -> None:
    result = run_example(equipment, "u1", "Nick", LIVELIKE_CLIENT_SECRET="not the secret")
    assert result.returncode == 1
    assert "401 Client Error" in result.stderr
    assert "not the secret" not in result.stderr
    assert sent_token(equipment) not in result.stderr


@pytest.mark.parametrize("user_id", ["", " ", "x" * 256])
def test_the_example_sends_nothing_for_an_impossible_id(equipment: Equipment, user_id: str) -> None:
    result = run_example(equipment, user_id, "Nick")
    assert result.returncode == 1
    assert "custom_profile_id" in result.stderr
    assert equipment.requests(PATH) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"custom_profile_id": 123},
        {"custom_profile_id": ""},
        {"custom_profile_id": "x" * 256},
        {"exp": int(time.time()) - 1},
        {"iss": "client-id-2"},
        {"aud": "livelike"},
        {"iat": "now"},
    ],
)
def test_the_api_refuses_what_python_jose_would_sign(equipment: Equipment, changes: dict[str, Any]) -> None:
    reply = get_profile(equipment, jose_token(**changes))
    assert reply.status_code == 401
    assert reply.json()["detail"]


def test_a_token_is_for_its_own_application(equipment: Equipment) -> None:
    equipment.register_application("client-id-2", "another-secret")
    token = livelike.Signer("client-id-2", "another-secret").sign("u1")
    assert get_profile(equipment, token).status_code == 403

    headers = {"Authorization": f"Bearer {token}"}
    nowhere = equipment.profile_url.replace(APPLICATION_ID, "client-id-3")
    assert requests.get(nowhere, headers=headers, timeout=TIMEOUT).status_code == 404
    assert requests.get(equipment.profile_url, timeout=TIMEOUT).status_code == 401
