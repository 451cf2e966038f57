"""The integrations of web frameworks. tests/stand_ins/test_remote_keys.py runs their examples."""

import asyncio
import dataclasses
from typing import Annotated, Any
from unittest import mock

import flask
import httpx
import pytest
from conftest import NOW
from django.conf import settings
from fastapi import Depends, FastAPI, Security, WebSocket
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse

import jotkit
import jotkit.fastapi
import jotkit.flask
import jotkit.mcp

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        REST_FRAMEWORK={"UNAUTHENTICATED_USER": None},
        ROOT_URLCONF=__name__,
        SECRET_KEY="for tests",
    )

from django.core.wsgi import get_wsgi_application
from django.urls import path
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from jotkit.django import BearerAuthentication, TokenUser

KEY = jotkit.Key.generate("ES256")
VERIFIER = jotkit.Verifier(KEY.public(), audience="api")


def bearer(**claims):
    token = jotkit.Signer(KEY, audience="api", lifetime=60).sign({"sub": "u1", **claims})
    return {"Authorization": jotkit.bearer.format(token)}


@dataclasses.dataclass
class Session:
    sub: str


# FastAPI


@pytest.fixture
def fast():
    app, bearer = FastAPI(), jotkit.fastapi.Bearer(VERIFIER, realm="a", description="An API")
    typed = jotkit.fastapi.Bearer(VERIFIER, type=Session, scheme_name="Session")
    needs_read = Security(bearer, scopes=["read"])

    @app.get("/me")
    def me(claims: Annotated[dict[str, Any], Depends(bearer)]) -> dict[str, Any]:
        return claims

    # The scopes of the route come to those of the dependencies.
    @app.get("/both", dependencies=[needs_read])
    def both(claims: Annotated[dict[str, Any], Security(bearer, scopes=["write"])]) -> str:
        return claims["sub"]

    @app.get("/typed")
    async def session(session: Annotated[Session, Depends(typed)]) -> str:
        return session.sub

    @app.websocket("/socket")
    async def socket(websocket: WebSocket, claims: Annotated[dict[str, Any], Depends(bearer)]):
        await websocket.accept()
        await websocket.send_text(claims["sub"])

    return app


def test_fastapi_shows_the_scheme_in_its_document(fast):
    document = TestClient(fast).get("/openapi.json").json()
    scheme = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "An API"}
    assert document["components"]["securitySchemes"]["Bearer"] == scheme
    security = document["paths"]["/both"]["get"]["security"]
    assert {scope for one in security for scope in one["Bearer"]} == {"read", "write"}
    assert document["paths"]["/typed"]["get"]["security"] == [{"Session": []}]
    assert "parameters" not in document["paths"]["/me"]["get"]


def test_fastapi_answers(fast):
    client = TestClient(fast)
    assert client.get("/me", headers=bearer()).json()["sub"] == "u1"
    assert client.get("/typed", headers=bearer()).json() == "u1"
    missing = client.get("/me")
    assert missing.status_code == 401
    assert missing.headers["WWW-Authenticate"] == 'Bearer realm="a"'
    assert missing.json() == {"detail": "authorization_missing"}
    assert client.get("/both", headers=bearer(scope="read write")).json() == "u1"
    for granted in ("read", "write", ""):
        refused = client.get("/both", headers=bearer(scope=granted))
        assert refused.status_code == 403
        assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]
    shape = {"Authorization": jotkit.bearer.format(jotkit.jws.sign(KEY, WITHOUT_SUBJECT))}
    refused = client.get("/typed", headers=shape)
    assert (refused.status_code, refused.json()) == (401, {"detail": "claim_malformed"})


WITHOUT_SUBJECT = b'{"aud": "api", "exp": 9999999999}'


def test_fastapi_sockets(fast):
    client = TestClient(fast)
    with client.websocket_connect("/socket", headers=bearer()) as socket:
        assert socket.receive_text() == "u1"
    with pytest.raises(WebSocketDenialResponse) as caught:
        client.websocket_connect("/socket").__enter__()
    assert caught.value.status_code == 401


def test_fastapi_does_not_hide_mistakes_of_its_own():
    app = FastAPI()
    app.add_exception_handler(jotkit.JotkitError, jotkit.fastapi.refuse)
    resolver = mock.Mock(side_effect=LookupError("mine"))
    broken = jotkit.fastapi.Bearer(jotkit.Verifier(resolver, audience="api"))
    blank = jotkit.fastapi.Bearer(VERIFIER, expected={})

    @app.get("/broken", dependencies=[Depends(broken)])
    def _broken(): ...

    @app.get("/blank", dependencies=[Depends(blank)])
    def _blank(): ...

    @app.get("/own")
    def own(code: str):
        raise {"usage": jotkit.UsageError("a", "policy_invalid", "usage"), "key": MISSING}[code]

    client = TestClient(app, raise_server_exceptions=False)
    for url in ("/broken", "/blank", "/own?code=usage"):
        assert client.get(url, headers=bearer()).status_code == 500
    assert client.get("/own?code=key").status_code == 503


MISSING = jotkit.InvalidKey("no keys", "keys_unavailable", "key")


# Django REST framework


class Authentication(BearerAuthentication):
    verifier = VERIFIER
    realm = "a"


class OwnUser(Authentication):
    scopes = ("write",)

    def user(self, claims):
        return mock.Mock(is_authenticated=True, pk=claims["sub"])


class Open(APIView):
    authentication_classes = (Authentication,)

    def get(self, request):
        user = request.user
        assert user is None or isinstance(user, TokenUser)
        return Response({"user": user and str(user), "sub": request.auth and request.auth["sub"]})


class Closed(Open):
    permission_classes = (IsAuthenticated,)


class Own(APIView):
    authentication_classes = (OwnUser,)

    def get(self, request):
        return Response({"pk": request.user.pk})


urlpatterns = [
    path("open", Open.as_view()),
    path("closed", Closed.as_view()),
    path("own", Own.as_view()),
]


def served(application):
    """Answers requests to a WSGI application."""
    return httpx.Client(
        transport=httpx.WSGITransport(application), base_url="http://api.example", timeout=10
    )


def test_django_answers():
    client = served(get_wsgi_application())
    for url in ("/open", "/closed"):
        assert client.get(url, headers=bearer()).json() == {"user": "u1", "sub": "u1"}
        refused = client.get(url, headers={"Authorization": "Bearer x"})
        assert (refused.status_code, refused.json()) == (401, {"detail": "token_malformed"})
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="a", error="invalid_token"'
    # Without a header the permissions decide.
    assert client.get("/open").json() == {"user": None, "sub": None}
    missing = client.get("/closed")
    assert (missing.status_code, missing.headers["WWW-Authenticate"]) == (401, 'Bearer realm="a"')
    assert client.get("/own", headers=bearer(scope="write")).json() == {"pk": "u1"}
    assert client.get("/own", headers=bearer(scope="read")).status_code == 403


def test_django_does_not_hide_mistakes_of_its_own(mocker):
    mocker.patch.object(VERIFIER, "verify", side_effect=jotkit.UsageError("", "internal", ""))
    assert served(get_wsgi_application()).get("/open", headers=bearer()).status_code == 500


# Flask


@pytest.fixture
def flask_app():
    app, bearer = flask.Flask(__name__), jotkit.flask.Bearer(VERIFIER, realm="a")

    @app.get("/me")
    @bearer.required()
    def me():
        return {"user": bearer.claims["sub"]}

    @app.get("/both/<name>")
    @bearer.required("read", "write")
    async def both(name):
        return {"user": bearer.claims["sub"], "name": name}

    @app.get("/maybe")
    def maybe():
        if "Authorization" in flask.request.headers:
            return {"user": bearer.check()["sub"]}
        return {"user": None}

    return app


def test_flask_answers(flask_app):
    client = flask_app.test_client()
    assert client.get("/me", headers=bearer()).json == {"user": "u1"}
    both = client.get("/both/x", headers=bearer(scope="write read"))
    assert both.json == {"user": "u1", "name": "x"}
    assert client.get("/maybe").json == {"user": None}
    assert client.get("/maybe", headers=bearer()).json == {"user": "u1"}
    for url in ("/me", "/both/x"):
        missing = client.get(url)
        assert (missing.status_code, b"authorization_missing" in missing.data) == (401, True)
        assert missing.headers["WWW-Authenticate"].startswith('Bearer realm="a"')
    lacking = client.get("/both/x", headers=bearer(scope="read"))
    assert lacking.status_code == 403
    assert 'scope="read write"' in lacking.headers["WWW-Authenticate"]


def test_flask_has_error_handlers_of_its_own(flask_app):
    @flask_app.errorhandler(401)
    def answer(error):
        challenge = dict(error.get_headers())["WWW-Authenticate"]
        return {"error": error.description}, 401, {"WWW-Authenticate": challenge}

    refused = flask_app.test_client().get("/maybe", headers={"Authorization": "Bearer x"})
    assert refused.json == {"error": "token_malformed"}
    assert "invalid_token" in refused.headers["WWW-Authenticate"]


def test_flask_wants_the_parentheses():
    guard = jotkit.flask.Bearer(VERIFIER)
    with pytest.raises(TypeError, match=r"@bearer.required\(\)"):
        guard.required(lambda: None)


# MCP


def verified(verifier=VERIFIER, /, resource=None, **claims):
    token = bearer(**claims)["Authorization"].removeprefix("Bearer ")
    tokens = jotkit.mcp.TokenVerifier(verifier, resource=resource)
    return asyncio.run(tokens.verify_token(token))


def test_the_access_token_of_an_mcp_server():
    access = verified(client_id="c1", scope="read write", exp=NOW * 2)
    assert (access.client_id, access.subject, access.resource) == ("c1", "u1", "api")
    assert (access.scopes, access.expires_at) == (["read", "write"], NOW * 2)
    assert access.claims["sub"] == "u1"
    assert jotkit.peek(access.token).unverified_claims == access.claims
    assert verified(azp="c2").client_id == "c2"
    several = {"aud": ["other", "api"]}
    assert verified(resource="api", **several).resource == "api"
    assert verified(resource="elsewhere", **several).resource == "other"


@pytest.mark.parametrize(
    ("claims", "scopes"),
    [
        ({}, []),
        ({"scope": "a"}, ["a"]),
        ({"scp": ["a", "b"]}, ["a", "b"]),
        ({"scope": "a", "scp": "b"}, ["a"]),
        # Anything else grants nothing.
        ({"scope": ["a b"]}, ["a b"]),
        ({"scope": "a\tb"}, ["a\tb"]),
        ({"scope": 5}, []),
        ({"scope": [5, None]}, []),
        ({"scope": {"a": 1}}, []),
    ],
)
def test_the_scopes_of_an_mcp_token_are_those_of_the_core(claims, scopes):
    access = verified(**claims)
    assert access.scopes == scopes
    token = access.token
    for scope in ("a", "b"):
        try:
            VERIFIER.verify(token, expected={"scope": [scope]})
        except jotkit.JotkitError:
            assert scope not in access.scopes
        else:
            assert scope in access.scopes


def test_an_mcp_verifier_tells_bad_tokens_from_missing_keys(mocker):
    assert verified(aud="other") is None
    assert verified(exp=1) is None
    mocker.patch.object(VERIFIER, "verify", side_effect=MISSING)
    with pytest.raises(jotkit.InvalidKey):
        verified()


def run_asgi(app):
    """Sends a request to an ASGI application, and returns the messages."""
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(jotkit.mcp.ServiceUnavailable(app)({"type": "http"}, None, send))
    return sent


def test_a_wrapped_application_answers_503_for_missing_keys_only():
    start = {"type": "http.response.start", "status": 500, "headers": []}

    def failing(error, first=start):
        async def app(_scope, _receive, send):
            await send(first)
            if error is not None:
                raise error

        return app

    assert run_asgi(failing(MISSING))[0]["status"] == 503
    assert run_asgi(failing(None)) == [start]
    for error in (LookupError("mine"), jotkit.UsageError("", "policy_invalid", "usage")):
        with pytest.raises(type(error)):
            run_asgi(failing(error))
    # What has begun goes on.
    with pytest.raises(jotkit.InvalidKey):
        run_asgi(failing(MISSING, {**start, "status": 200}))
