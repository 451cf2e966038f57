"""The lines of docs/recipes.md, each a function that returns what it makes."""

from __future__ import annotations

from typing import Any

from jotkit import Key, RemoteKeys, Signer, Verifier


def github_app(pem: str, client_id: str) -> str:
    """A token for GitHub's API."""
    # snippet: github
    signer = Signer(Key.from_pem(pem, alg="RS256"), recipe="github_app", issuer=client_id)
    token = signer.sign({})
    # snippet end
    return token


def apple_client_secret(p8: str, team: str, key_id: str) -> str:
    """The client secret of Sign in with Apple."""
    # snippet: apple
    signer = Signer(
        Key.from_pem(p8),
        recipe="apple_client_secret",
        issuer=team,
        subject="com.example.web",
        kid=key_id,
    )
    client_secret = signer.sign({})
    # snippet end
    return client_secret


def apns(p8: str, team: str, key_id: str) -> list[str]:
    """Tokens for two notifications."""
    # snippet: apns
    signer = Signer(Key.from_pem(p8), recipe="apns", issuer=team, kid=key_id)  # one per process
    headers = [{"authorization": f"bearer {signer.sign({})}"} for _ in range(2)]
    # snippet end
    return [header["authorization"] for header in headers]


def app_store_connect(p8: str, issuer_id: str, key_id: str) -> str:
    """A token for the App Store Connect API."""
    # snippet: connect
    signer = Signer(Key.from_pem(p8), recipe="app_store_connect", issuer=issuer_id, kid=key_id)
    token = signer.sign({"scope": ["GET /v1/apps"]})
    # snippet end
    return token


def google_service_account(account: dict[str, str]) -> str:
    """The assertion that Google's token endpoint exchanges for an access token."""
    # snippet: google
    key = Key.from_pem(account["private_key"], alg="RS256", kid=account["private_key_id"])
    signer = Signer(key, recipe="google_service_account", issuer=account["client_email"])
    scope = "https://www.googleapis.com/auth/devstorage.read_only"
    assertion = signer.sign({"scope": scope})
    # snippet end
    return assertion


def client_assertion(key: Key) -> str:
    """What `private_key_jwt` sends as `client_assertion`."""
    # snippet: assertion
    signer = Signer(
        key, recipe="client_assertion", issuer="my-client", audience="https://id.example/token"
    )
    assertion = signer.sign({})
    # snippet end
    return assertion


def assertions(client_keys: Any, assertion: str) -> str:
    """The client that an assertion speaks for, at the token endpoint."""
    # snippet: verify-assertion
    verifier = Verifier(
        client_keys, profile="client_assertion", audience="https://id.example/token"
    )
    client = verifier.verify(assertion)["sub"]  # then refuse a `jti` that was seen before
    # snippet end
    return str(client)


def access_token(issuer: str, token: str) -> dict[str, Any]:
    """The claims of an access token."""
    # snippet: access
    verifier = Verifier(
        RemoteKeys(issuer), profile="access_token", issuer=issuer, audience="https://api.example"
    )
    claims = verifier.verify(token, expected={"scope": ["orders:read"]})
    # snippet end
    return claims


def id_token(issuer: str, token: str, access: str, nonce: str) -> dict[str, Any]:
    """The user who has logged in."""
    # snippet: id
    verifier = Verifier(RemoteKeys(issuer), profile="id_token", issuer=issuer, audience="my-client")
    user = verifier.verify(token, expected={"nonce": nonce, "access_token": access})
    # snippet end
    return user


def logout(issuer: str, token: str) -> dict[str, Any]:
    """Whose sessions to end."""
    # snippet: logout
    verifier = Verifier(
        RemoteKeys(issuer), profile="logout_token", issuer=issuer, audience="my-client"
    )
    ended = verifier.verify(token)  # ended["sid"] or ended["sub"]
    # snippet end
    return ended


def firebase(project: str, **source: Any) -> Verifier:
    """A verifier of Firebase's ID tokens."""
    # snippet: firebase
    keys = (
        "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com"
    )
    options = {
        "profile": "id_token",
        "issuer": f"https://securetoken.google.com/{project}",
        "audience": project,
    }
    # snippet end
    return Verifier(RemoteKeys(jwks_url=source.get("jwks_url", keys)), **options)


def kubernetes(issuer: str) -> Verifier:
    """A verifier of one pod's tokens."""
    # snippet: kubernetes
    verifier = Verifier(
        RemoteKeys(issuer),
        issuer=issuer,
        audience="vault",
        subject="system:serviceaccount:shop:web",
        required=["kubernetes.io"],
    )
    # snippet end
    return verifier
