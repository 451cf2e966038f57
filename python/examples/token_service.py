"""A service that issues its own tokens (RFC 6749), with FastAPI.

Codes, access and refresh tokens, rotation, revocation.

    pip install fastapi uvicorn itsdangerous
    uvicorn token_service:app

TOKEN_SERVICE_KEY and TOKEN_SERVICE_COMMON_SECRET are the service's own secrets, of 32 bytes or more;
WEB_SECRET is that of the client, which the service at https://app.example also has.
"""

import os
import secrets
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.middleware.sessions import SessionMiddleware

KEY = os.environ["TOKEN_SERVICE_KEY"]
COMMON_SECRET = os.environ["TOKEN_SERVICE_COMMON_SECRET"]
WEB_SECRET = os.environ["WEB_SECRET"]
DATABASE = os.environ.get("TOKEN_SERVICE_DATABASE", "tokens.db")
WEB = "https://app.example/callback"
USERS: dict[str, dict[str, Any]] = {"ann": {"display_name": "Ann"}}


def find_user(user: str) -> dict[str, Any] | None:
    return USERS.get(user)


# snippet: provider
from jotkit import Provider
from jotkit.provider import SQLite

provider = Provider(
    SQLite(DATABASE),  # or Postgres("postgresql://..."), for several machines
    key=KEY,
    common_secret=COMMON_SECRET,
    host="api.example",
    style="rfc6749",  # without it: LikeCoin's manners
    rotation=True,
    users=find_user,  # from an id to a mapping, which may be empty; None if there is none
)
provider.setup()
provider.clients.put("web", secret=WEB_SECRET, redirect_uris=[WEB], scopes=["read", "write"])
# snippet end

# snippet: service
from typing import Annotated

from fastapi import FastAPI, Header

from jotkit import JotkitError, bearer
from jotkit.fastapi import refuse

app = FastAPI()
app.add_exception_handler(JotkitError, refuse)  # 401, 403, 503


@app.get("/notes")
async def notes(authorization: Annotated[str | None, Header()] = None) -> dict[str, Any]:
    token = await provider.verify_async(bearer.parse(authorization), all=["read"])
    return {"user": token.user, "notes": []}


# snippet end


@app.get("/login")
def login(request: Request, return_to: str = "/apps") -> RedirectResponse:
    """Where you ask for a password. This one takes everybody for Ann."""
    request.session.update(user="ann", id=secrets.token_hex(16))
    here = return_to.startswith("/") and return_to[1:2] not in ("/", "\\")
    return RedirectResponse(return_to if here else "/apps", 303)


# snippet: mount
def user(request: Any) -> str | None:
    return request.session.get("user")


def session(request: Any) -> str | None:
    return request.session.get("id")


app.add_middleware(SessionMiddleware, secret_key="login " + KEY)
app.mount("/", provider.asgi(user=user, session=session, login="/login"))
# snippet end
