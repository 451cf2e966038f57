"""An API that verifies the tokens of an identity provider, whose keys it fetches, with FastAPI.

ISSUER=https://id.example AUDIENCE=api uvicorn fastapi_resource_server:app
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/me
"""

import os
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request, Response

from jotkit import JotkitError, RemoteKeys, Verifier, bearer

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]

app = FastAPI()

# snippet: remote-keys
keys = RemoteKeys(ISSUER)
verifier = Verifier(keys, issuer=ISSUER, audience=AUDIENCE)


async def claims(authorization: Annotated[str | None, Header()] = None) -> dict[str, Any]:
    return await verifier.verify_async(bearer.parse(authorization))


@app.exception_handler(JotkitError)
def refuse(_request: Request, error: JotkitError) -> Response:
    status, header = error.challenge()  # 401, 403, or 503 without keys
    return Response(None, status, header and {"WWW-Authenticate": header})


@app.get("/health")
def health() -> dict[str, Any]:
    return keys.warm() or keys.status()


# snippet end


@app.get("/me")
def me(claims: Annotated[dict[str, Any], Depends(claims)]) -> dict[str, Any]:
    return {"user": claims["sub"]}
