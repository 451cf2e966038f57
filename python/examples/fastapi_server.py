"""An API that verifies LikeCoin access tokens, with FastAPI.

    uvicorn fastapi_server:app
    curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/me

A route's signature names the scope that it demands. It gets the content of the verified token.

LIKECOIN_COMMON_SECRET is the service's secret, LIKECOIN_CLIENTS a JSON object of client ids and
client secrets, LIKECOIN_HOST the name in the tokens (like.co).
"""

import json
import os
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import PlainTextResponse

from jotkit import JotkitError, bearer
from jotkit.likecoin import AccessToken, Verifier, refusal

COMMON_SECRET = os.environ["LIKECOIN_COMMON_SECRET"]
CLIENTS = json.loads(os.environ["LIKECOIN_CLIENTS"])
HOST = os.environ.get("LIKECOIN_HOST", "like.co")

app = FastAPI()


# snippet: likecoin-api
def demand(scope: str) -> Any:
    """Makes the dependency that lets a request through if its token covers a scope."""
    # Built once, when the program starts: keys are read here, and a scope with a typing error stops
    # it.
    verifier = Verifier(COMMON_SECRET, CLIENTS, host=HOST, all=[scope])

    def authorize(authorization: Annotated[str, Header()] = "") -> AccessToken:
        return verifier.verify(bearer.parse(authorization))

    return Depends(authorize)


@app.exception_handler(JotkitError)
def refuse(_request: Request, error: JotkitError) -> PlainTextResponse:
    """401 LOGIN_NEEDED, 401 TOKEN_EXPIRED or 403 INSUFFICIENT_PERMISSION."""
    answer = refusal(error)
    if answer is None:
        raise error  # The fault is this server's: a 500.
    return PlainTextResponse(answer.body, answer.status)


# snippet end


@app.get("/me")
def me(token: Annotated[AccessToken, demand("profile")]) -> dict[str, Any]:
    return {"user": token.user, "scope": token.scope}


@app.get("/history")
def history(token: Annotated[AccessToken, demand("read:like.button")]) -> dict[str, Any]:
    return {"user": token.user, "liked": []}


@app.post("/likes")
def like(token: Annotated[AccessToken, demand("write:like.button")]) -> dict[str, Any]:
    return {"user": token.user, "liked": True}
